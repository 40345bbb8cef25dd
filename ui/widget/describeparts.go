package widget

import (
	"strconv"
	"strings"
)

// Describe says the answers and which is chosen.
func (c *Choice) Describe() Description {
	d := Description{Role: RoleAnswers, Name: c.spoken(), Hint: c.hint, State: able(c.Disabled()), Active: max(c.index(), 0)}
	cells, _ := c.cells(c.Size().Width)
	for i, o := range c.o.Options {
		p := Part{
			ID: o.ID, Role: RoleAnswer, Name: o.Label, State: d.State | CanCheck, At: cells[i].at, Size: cells[i].size,
			Nth: i + 1, Of: len(c.o.Options), Press: func() { c.choose(o.ID) },
		}
		if i == c.index() {
			p.State |= Checked
		}
		d.Parts = append(d.Parts, p)
	}
	return d
}

// Describe says the pages and which is shown.
func (t *Tabs) Describe() Description {
	d := Description{Role: RoleTabs, Name: t.spoken(), State: CanFocus, Active: t.chosen}
	cells, _ := t.cells(t.Size().Width)
	for i, tab := range t.o.Tabs {
		p := Part{
			ID: tab.ID, Role: RoleTab, Name: tab.Label, State: CanFocus | CanSelect, At: cells[i].at, Size: cells[i].size,
			Nth: i + 1, Of: len(t.o.Tabs), Press: func() { t.turn(i) },
		}
		if i == t.chosen {
			p.State |= Selected
		}
		d.Parts = append(d.Parts, p)
	}
	return d
}

// Describe says what is chosen and what there is to choose from.
func (s *Select) Describe() Description {
	d := Description{Role: RoleSelect, Name: s.spoken(), Hint: s.hint, State: able(s.Disabled()) | CanOpen, Active: -1, Press: s.open}
	if d.Name == "" {
		d.Name = s.o.Placeholder
	}
	for i, o := range s.o.Options {
		p := Part{
			ID: o.ID, Role: RoleOption, Name: joined(o.Label, o.Detail), State: CanSelect,
			Nth: i + 1, Of: len(s.o.Options), Press: func() { s.choose(o.ID) },
		}
		if o.ID == s.o.Chosen {
			p.State |= Selected
		}
		d.Parts = append(d.Parts, p)
	}
	return d
}

// spokenRows is the most rows that a reader is told of at once.
const spokenRows = 200

// Describe says the rows in sight and the chosen one. A reader goes on with the arrow keys, as everybody does, and hears
// which row of how many it is on.
func (l *List) Describe() Description {
	l.measure()
	d := Description{Role: RoleList, Name: l.spoken(), State: CanFocus, Active: -1}
	top, n := l.scroll.Offset.Y, l.Len()
	first := max(0, l.at(top))
	end := first
	for end < n && end-first < spokenRows && (l.o.Grow || l.tops[end] < top+l.scroll.Size().Height) {
		end++
	}
	if l.chosen >= 0 && l.chosen < first {
		l.speak(&d, l.chosen)
	}
	for i := first; i < end; i++ {
		l.speak(&d, i)
	}
	if l.chosen >= end && l.chosen < n {
		l.speak(&d, l.chosen)
	}
	return d
}

func (l *List) speak(d *Description, i int) {
	row := l.o.Items.Item(i)
	p := Part{ID: row.ID, Role: RoleRow, Name: joined(row.Title, row.Meta, row.Detail), Nth: i + 1, Of: l.Len()}
	p.At.Y = l.tops[i] - l.scroll.Offset.Y
	p.Size = l.Size()
	p.Size.Height = l.tops[i+1] - l.tops[i]
	if row.Heading {
		p.ID, p.Role, p.Nth = "heading "+strconv.Itoa(i), RoleHeading, 0
	} else {
		p.State, p.Press = CanFocus|CanSelect, func() { l.pressRow(row.ID) }
	}
	if i == l.chosen {
		p.State |= Selected
		d.Active = len(d.Parts)
	}
	d.Parts = append(d.Parts, p)
}

func (l *List) pressRow(id string) {
	if i := l.indexOf(id); i >= 0 {
		l.choose(i)
		l.open()
	}
}

func joined(words ...string) string {
	var said []string
	for _, w := range words {
		if w != "" {
			said = append(said, w)
		}
	}
	return strings.Join(said, ", ")
}
