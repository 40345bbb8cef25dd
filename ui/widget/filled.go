package widget

// Filled reports whether something stands in the field.
func (e *Entry) Filled() bool { return e.Text != "" }

// Filled reports whether an answer is chosen.
func (c *Choice) Filled() bool { return c.o.Chosen != "" }

// Filled reports whether something is chosen.
func (s *Select) Filled() bool { return s.o.Chosen != "" }

// Filled reports whether the tick is there.
func (c *Check) Filled() bool { return c.o.On }
