package widget

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// SelectOptions describe a Select.
type SelectOptions struct {
	Options     []Option
	Chosen      string // an ID; "" is nothing chosen
	Placeholder string // shown while nothing is chosen
	Filter      string // placeholder of the field that finds among many options; a long list has one if this is set
	Changed     func(id string)
}

// Select is a field that opens a list of options. Enter, Space or Alt+Down opens it, Up and Down go through the options
// without opening, typed letters find the option that begins with them, Backspace takes the answer back.
type Select struct {
	widget.DisableableWidget
	named
	o                SelectOptions
	focused, pointed bool
	find             *typeAhead
}

// NewSelect returns a Select.
func NewSelect(o SelectOptions) *Select {
	s := &Select{o: o, find: &typeAhead{}}
	s.ExtendBaseWidget(s)
	return s
}

// Chosen returns the ID of the option chosen, or "".
func (s *Select) Chosen() string { return s.o.Chosen }

// Set chooses by ID without calling Changed.
func (s *Select) Set(id string) {
	s.o.Chosen = id
	s.Refresh()
}

// SetOptions offers others. What was chosen stays if it is among them.
func (s *Select) SetOptions(options []Option) {
	s.o.Options = options
	if s.index() < 0 {
		s.o.Chosen = ""
	}
	s.Refresh()
}

// Answer chooses by ID as the keyboard does; one that is not offered changes nothing.
func (s *Select) Answer(id string) {
	if slices.ContainsFunc(s.o.Options, func(o Option) bool { return o.ID == id }) {
		s.choose(id)
	}
}

func (s *Select) index() int {
	return slices.IndexFunc(s.o.Options, func(o Option) bool { return o.ID == s.o.Chosen })
}

func (s *Select) choose(id string) {
	if s.Disabled() || id == s.o.Chosen {
		return
	}
	s.Set(id)
	if s.o.Changed != nil {
		s.o.Changed(id)
	}
}

func (s *Select) step(by int) {
	if n := len(s.o.Options); n > 0 {
		s.choose(s.o.Options[max(0, min(s.index()+by, n-1))].ID)
	}
}

func (s *Select) label() (text string, role fyne.ThemeColorName) {
	i := s.index()
	switch {
	case i >= 0 && s.Disabled():
		return s.o.Options[i].Label, theme.Faint
	case i >= 0:
		return s.o.Options[i].Label, theme.Ink
	default:
		return s.o.Placeholder, theme.Muted
	}
}

// Tapped opens the list.
func (s *Select) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(s); c != nil && !s.Disabled() {
		c.Focus(s)
	}
	s.open()
}

// FocusGained is for Fyne.
func (s *Select) FocusGained() { s.focused = true; s.Refresh(); Reveal(s) }

// FocusLost is for Fyne.
func (s *Select) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune finds the option that begins with the letters typed within a second of each other.
func (s *Select) TypedRune(r rune) {
	if r == ' ' && s.find.quiet() {
		return
	}
	i := s.find.next(r, len(s.o.Options), s.index(), func(i int) string { return s.o.Options[i].Label })
	if i >= 0 {
		s.choose(s.o.Options[i].ID)
		s.find.at = time.Now() // what is chosen may take its time, and the next letter waits for it
	}
}

// TypedKey opens the list or goes through the options.
func (s *Select) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		s.open()
	case fyne.KeySpace:
		if s.find.quiet() {
			s.open()
		}
	case fyne.KeyDown:
		s.step(1)
	case fyne.KeyUp:
		s.step(-1)
	case fyne.KeyBackspace, fyne.KeyDelete:
		s.choose("")
	default:
		Unhandled(s, ev)
	}
}

// TypedShortcut opens the list with Alt+Down and passes on the rest.
func (s *Select) TypedShortcut(sc fyne.Shortcut) {
	if c, ok := sc.(*desktop.CustomShortcut); ok && c.Modifier == fyne.KeyModifierAlt && c.KeyName == fyne.KeyDown {
		s.open()
		return
	}
	UnhandledShortcut(s, sc)
}

// MouseIn is for Fyne.
func (s *Select) MouseIn(*desktop.MouseEvent) { s.pointed = true; s.Refresh() }

// MouseMoved is for Fyne.
func (s *Select) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (s *Select) MouseOut() { s.pointed = false; s.Refresh() }

// Cursor is the hand.
func (s *Select) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FitWidth is wide enough for the longest option.
func (s *Select) FitWidth(width float32) fyne.Size {
	f := choiceStyle.face()
	w := f.width(s.o.Placeholder)
	for _, o := range s.o.Options {
		w = max(w, f.width(o.Label))
	}
	w += 3*theme.Space12 + theme.Size(theme.IconSize)
	return fyne.NewSize(min(width, max(w, theme.Size(theme.BodyText)*12)), theme.Size(theme.ControlHeight))
}

// MinSize leaves room for a few words; more are shortened.
func (s *Select) MinSize() fyne.Size {
	return fyne.NewSize(theme.Size(theme.BodyText)*8, theme.Size(theme.ControlHeight))
}

// CreateRenderer is for Fyne.
func (s *Select) CreateRenderer() fyne.WidgetRenderer {
	r := &selectRenderer{
		s: s, box: canvas.NewRectangle(nil), label: NewText("", choiceStyle),
		arrow: NewIcon("down", theme.Muted), ring: newRing(),
	}
	r.box.CornerRadius = theme.Radius
	r.update()
	return r
}

type selectRenderer struct {
	s     *Select
	box   *canvas.Rectangle
	label *Text
	arrow *Icon
	ring  ring
}

func (r *selectRenderer) update() {
	r.box.StrokeWidth, r.box.StrokeColor = theme.HairWidth, theme.Color(theme.Border)
	ground := theme.Input
	if r.s.pointed && !r.s.Disabled() {
		ground = theme.Hover
	}
	fill(r.box, ground)
	text, role := r.s.label()
	r.label.Set(text)
	r.label.SetColor(role)
	r.arrow.Refresh()
	r.ring.show(r.s.focused, theme.Focus)
}

func (r *selectRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	side := theme.Size(theme.IconSize)
	h := choiceStyle.face().pitch
	place(r.label, fyne.NewPos(theme.Space12, (size.Height-h)/2), fyne.NewSize(max(1, size.Width-3*theme.Space12-side), h))
	place(r.arrow, fyne.NewPos(size.Width-theme.Space12-side, (size.Height-side)/2), fyne.NewSquareSize(side))
	r.ring.layout(fyne.NewPos(0, 0), size, 0)
}

func (r *selectRenderer) MinSize() fyne.Size { return r.s.MinSize() }
func (r *selectRenderer) Refresh()           { r.update(); r.Layout(r.s.Size()); canvas.Refresh(r.s) }
func (r *selectRenderer) Destroy()           {}
func (r *selectRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.label, r.arrow, r.ring.rect}
}
