package widget

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
)

// many options are found with a field; few are seen at a glance.
const many = 9

// open lays the list of options under the field.
func (s *Select) open() {
	c := fyne.CurrentApp().Driver().CanvasForObject(s)
	if c == nil || s.Disabled() || len(s.o.Options) == 0 {
		return
	}
	openSelectList(s, c)
}

// selectList is the open list of a Select.
type selectList struct {
	layer
	of     *Select
	field  *Field // with the label of the Select; nil where it has none
	list   *List
	filter *Entry
}

func openSelectList(s *Select, c fyne.Canvas) {
	Reveal(s)
	l := &selectList{of: s, field: fieldOf(s)}
	detailed := slices.ContainsFunc(s.o.Options, func(o Option) bool { return o.Detail != "" })
	l.list = NewList(ListOptions{Name: s.spoken(), Items: l.items(""), Single: !detailed, Open: l.pick})
	l.list.tab = l.next
	sides := Sides{Center: l.list}
	if len(s.o.Options) >= many && s.o.Filter != "" {
		l.filter = NewEntry(EntryOptions{Placeholder: s.o.Filter, Icon: "search", Changed: l.narrow})
		l.filter.keys, l.filter.tabs = l.throughList, true
		sides.Top = Pad(Margins{Bottom: theme.Space8}, l.filter)
	}
	panel := raised(theme.Radius, Pad(Around(theme.Space8), Frame(sides)))
	l.layer = layer{canvas: c, panel: panel, outside: l.Dismiss, place: l.where}
	l.put(l)
	if l.filter != nil {
		c.Focus(l.filter)
	} else {
		c.Focus(l.list)
	}
	l.list.Set(rowOf(s.index()))
}

// rowOf is the id of an option's row: the option itself may have none, like "No case".
func rowOf(i int) string {
	if i < 0 {
		return ""
	}
	return strconv.Itoa(i)
}

// items are the options that begin with what is typed, then those with it somewhere in them.
func (l *selectList) items(typed string) ItemSlice {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var begin, hold ItemSlice
	for i, o := range l.of.o.Options {
		item := Item{ID: rowOf(i), Title: o.Label, Detail: o.Detail}
		switch {
		case strings.HasPrefix(strings.ToLower(o.Label), typed):
			begin = append(begin, item)
		case strings.Contains(strings.ToLower(o.Label+" "+o.Detail), typed):
			hold = append(hold, item)
		}
	}
	return append(begin, hold...)
}

func (l *selectList) narrow(typed string) {
	l.list.SetItems(l.items(typed))
	if l.list.Chosen() == "" {
		l.list.move(0, 1)
	}
}

// throughList lets the arrows of the field go through the list below it.
func (l *selectList) throughList(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		l.list.TypedKey(ev)
		return true
	case fyne.KeyTab:
		l.next()
		return true
	}
	return false
}

// next chooses the row the keyboard is on and goes to the next field of the form, with Shift to the one before.
func (l *selectList) next() {
	l.end()
	if ShiftHeld() {
		l.canvas.FocusPrevious()
		return
	}
	l.canvas.FocusNext()
}

// end chooses the row the keyboard is on, if it is on any, and closes the list.
func (l *selectList) end() {
	if !l.Accept() {
		l.Dismiss()
	}
}

// where lays the panel under the field, or over it and its label where there is more room.
func (l *selectList) where(window fyne.Size) (fyne.Position, fyne.Size) {
	at, of := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.of), l.of.Size()
	want := l.list.tops[len(l.list.tops)-1] + 2*theme.Space8
	if l.filter != nil {
		want = theme.Size(theme.ControlHeight) + theme.Space8 + float32(len(l.of.o.Options))*l.list.rowHeight() + 2*theme.Space8
	}
	width := min(max(of.Width, theme.Size(theme.BodyText)*14), window.Width)
	top := at.Y
	if l.field != nil {
		top = fyne.CurrentApp().Driver().AbsolutePositionForObject(l.field).Y
	}
	below := window.Height - at.Y - of.Height - theme.Space12
	above := top - theme.Space12
	height := min(want, max(below, above), theme.Size(theme.BodyText)*26)
	y := at.Y + of.Height + theme.Space4
	if height > below {
		y = top - height - theme.Space4
	}
	return fyne.NewPos(max(0, min(at.X, window.Width-width)), max(0, y)), fyne.NewSize(width, height)
}

func (l *selectList) pick(row string) {
	if i, err := strconv.Atoi(row); l.take(l) && err == nil && i < len(l.of.o.Options) {
		l.of.choose(l.of.o.Options[i].ID)
	}
}

// Dismiss closes the list and leaves the answer as it was.
func (l *selectList) Dismiss() { l.take(l) }

// Accept chooses the row the keyboard is on.
func (l *selectList) Accept() bool {
	row := l.list.Chosen()
	if row == "" {
		return false
	}
	l.pick(row)
	return true
}
