package data

import (
	"maps"
	"slices"
)

// Follow is the choices of a letter about an earlier one, by somebody: it goes
// to the same reader in the same language on the same paper, and leaves out what
// the earlier one left out. What gives the right to send it is asked anew, and
// what was put in for a reason, who else gets it, what is asked and by when: none
// of these holds because it held before.
func (c LetterChoices) Follow(earlier Entry[IssuedLetter], by ID) LetterChoices {
	c.Replaces = earlier.ID
	was, to := earlier.Value.Choices, earlier.Value.Letter.To
	if to.Force == "" {
		return c // its words are gone
	}
	c.Force, c.Unit, c.Attention, c.Address = to.Force, was.Unit, was.Attention, slices.Clone(was.Address)
	c.Language, c.Bilingual, c.TextSize, c.Window = was.Language, was.Bilingual, was.TextSize, was.Window
	if earlier.Author == by {
		c.Role, c.Direct = was.Role, was.Direct
	}
	why := maps.Clone(c.LeaveWhy)
	if why == nil {
		why = map[Field]string{}
	}
	c.LeaveOut = slices.Clone(c.LeaveOut)
	for _, field := range was.LeaveOut {
		if _, in := c.Include[field]; in || slices.Contains(c.LeaveOut, field) {
			continue
		}
		c.LeaveOut = append(c.LeaveOut, field)
		if reason := was.LeaveWhy[field]; reason != "" {
			why[field] = reason
		}
	}
	c.LeaveWhy = why
	return c
}
