package widget

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"noddfa/assets"
	"noddfa/ui/theme"
)

// Option is one thing that can be chosen.
type Option struct {
	ID     string
	Label  string
	Detail string // a muted second line in an open Select; none if empty
}

// ChoiceOptions describe a Choice.
type ChoiceOptions struct {
	Name    string // for who hears the window, where no Field names it
	Options []Option
	Chosen  string // an ID; "" is nothing chosen, which is an answer too
	Always  bool   // one of them it is: an answer can be changed and not taken back
	Changed func(id string)
}

// Choice is a row of answers of which one or none is chosen. Arrows choose, Space chooses the first, Backspace takes the
// answer back. While nothing is chosen a letter chooses the first answer that begins with it; it never changes an answer,
// because somebody who clicks on one and types on does not see where the words go. The row breaks where it is too long.
type Choice struct {
	widget.DisableableWidget
	named
	o       ChoiceOptions
	focused bool
	pointed int
}

// NewChoice returns a Choice.
func NewChoice(o ChoiceOptions) *Choice {
	c := &Choice{named: named{name: o.Name}, o: o, pointed: -1}
	c.ExtendBaseWidget(c)
	return c
}

// YesNoUnknown are the answers yes, no and not known, with the IDs "yes", "no" and "unknown".
func YesNoUnknown(words *assets.Translator) []Option {
	return []Option{
		{ID: "yes", Label: words.T("common.yes")},
		{ID: "no", Label: words.T("common.no")},
		{ID: "unknown", Label: words.T("common.notKnown")},
	}
}

// Set chooses by ID without calling Changed; "" chooses nothing.
func (c *Choice) Set(id string) {
	c.o.Chosen = id
	c.Refresh()
}

// Chosen returns the ID of the answer, or "".
func (c *Choice) Chosen() string { return c.o.Chosen }

// Answer chooses by ID as the keyboard does; one that is not offered changes nothing.
func (c *Choice) Answer(id string) {
	if slices.ContainsFunc(c.o.Options, func(o Option) bool { return o.ID == id }) {
		c.choose(id)
	}
}

func (c *Choice) index() int {
	for i, o := range c.o.Options {
		if o.ID == c.o.Chosen {
			return i
		}
	}
	return -1
}

func (c *Choice) choose(id string) {
	if c.Disabled() || id == c.o.Chosen || id == "" && c.o.Always {
		return
	}
	c.Set(id)
	if c.o.Changed != nil {
		c.o.Changed(id)
	}
}

func (c *Choice) step(by int) {
	n := len(c.o.Options)
	if n == 0 {
		return
	}
	i := max(c.index(), 0) // the ring is on the first while nothing is chosen
	c.choose(c.o.Options[(i+by+n)%n].ID)
}

// FocusGained is for Fyne.
func (c *Choice) FocusGained() { c.focused = true; c.Refresh(); Reveal(c) }

// FocusLost is for Fyne.
func (c *Choice) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune answers with the first answer that begins with the letter.
func (c *Choice) TypedRune(r rune) {
	if r == ' ' || c.index() >= 0 {
		return
	}
	letter := string(unicode.ToLower(r))
	for _, o := range c.o.Options {
		if strings.HasPrefix(strings.ToLower(o.Label), letter) {
			c.choose(o.ID)
			return
		}
	}
}

// TypedKey moves the answer with the arrows.
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyRight, fyne.KeyDown:
		c.step(1)
	case fyne.KeyLeft, fyne.KeyUp:
		c.step(-1)
	case fyne.KeySpace:
		if c.index() < 0 {
			c.jump(0)
		}
	case fyne.KeyHome:
		c.jump(0)
	case fyne.KeyEnd:
		c.jump(len(c.o.Options) - 1)
	case fyne.KeyBackspace, fyne.KeyDelete:
		c.choose("")
	default:
		Unhandled(c, ev)
	}
}

func (c *Choice) jump(i int) {
	if i >= 0 && i < len(c.o.Options) {
		c.choose(c.o.Options[i].ID)
	}
}

// Tapped chooses what lies under the pointer; tapping the chosen answer takes it back.
func (c *Choice) Tapped(ev *fyne.PointEvent) {
	i := c.at(ev.Position)
	switch {
	case i < 0:
	case i == c.index():
		c.choose("")
	default:
		c.choose(c.o.Options[i].ID)
	}
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil && !c.Disabled() {
		canvas.Focus(c)
	}
}

// MouseIn is for Fyne.
func (c *Choice) MouseIn(ev *desktop.MouseEvent) { c.MouseMoved(ev) }

// MouseMoved is for Fyne.
func (c *Choice) MouseMoved(ev *desktop.MouseEvent) { c.point(c.at(ev.Position)) }

// MouseOut is for Fyne.
func (c *Choice) MouseOut() { c.point(-1) }

func (c *Choice) point(i int) {
	if i != c.pointed {
		c.pointed = i
		c.Refresh()
	}
}

// Cursor is the hand.
func (c *Choice) Cursor() desktop.Cursor { return desktop.PointerCursor }

// cell is where an answer lies.
type cell struct {
	at   fyne.Position
	size fyne.Size
}

func (c *Choice) at(p fyne.Position) int {
	cells, _ := c.cells(c.Size().Width)
	for i, cell := range cells {
		if p.X >= cell.at.X && p.X < cell.at.X+cell.size.Width && p.Y >= cell.at.Y && p.Y < cell.at.Y+cell.size.Height {
			return i
		}
	}
	return -1
}

// An answer is as wide as its words are in bold, so that choosing moves nothing.
var (
	choiceStyle = TextStyle{OneLine: true}
	chosenStyle = TextStyle{OneLine: true, Bold: true}
)

// cells lays the answers out in a width, joined side by side, on as many lines as they need.
func (c *Choice) cells(width float32) ([]cell, fyne.Size) {
	f := chosenStyle.face()
	height := theme.Size(theme.ControlHeight)
	cells := make([]cell, len(c.o.Options))
	var x, y, widest float32
	for i, o := range c.o.Options {
		w := min(f.width(o.Label)+2*theme.Space16, width)
		if x > 0 && x+w > width+0.5 {
			x, y = 0, y+height+theme.Space8
		}
		cells[i] = cell{fyne.NewPos(x, y), fyne.NewSize(w, height)}
		x += w + theme.Space8
		widest = max(widest, x-theme.Space8)
	}
	return cells, fyne.NewSize(widest, y+height)
}

// FitWidth returns the size with the row broken where it must.
func (c *Choice) FitWidth(width float32) fyne.Size {
	_, size := c.cells(width)
	return size
}

// MinSize is as narrow as the longest answer.
func (c *Choice) MinSize() fyne.Size {
	width := c.Size().Width
	if width <= 0 {
		width = wide
	}
	var narrow float32
	f := chosenStyle.face()
	for _, o := range c.o.Options {
		narrow = max(narrow, f.width(o.Label)+2*theme.Space16)
	}
	return fyne.NewSize(min(narrow, theme.Size(theme.BodyText)*16), c.FitWidth(width).Height)
}

func (c *Choice) hugsWidth() bool { return true }

// CreateRenderer is for Fyne.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{c: c, ring: newRing()}
	r.ring.rect.CornerRadius = theme.Radius + 3
	for _, o := range c.o.Options {
		ground := canvas.NewRectangle(nil)
		ground.CornerRadius = theme.Radius
		r.grounds = append(r.grounds, ground)
		r.labels = append(r.labels, NewText(o.Label, choiceStyle))
	}
	r.update()
	return r
}

type choiceRenderer struct {
	c       *Choice
	grounds []*canvas.Rectangle
	labels  []*Text
	ring    ring
}

func (r *choiceRenderer) update() {
	chosen := r.c.index()
	for i, ground := range r.grounds {
		role, ink := theme.Input, theme.Ink
		ground.StrokeWidth, ground.StrokeColor = 1, theme.Color(theme.Border)
		switch {
		case r.c.Disabled() && i == chosen:
			role, ink = theme.Quiet, theme.Ink
		case r.c.Disabled():
			role, ink = theme.Page, theme.Faint
		case i == chosen:
			role, ink = theme.AccentSoft, theme.Accent
			ground.StrokeWidth, ground.StrokeColor = 2, theme.Color(theme.Accent)
		case i == r.c.pointed:
			role = theme.Hover
		}
		fill(ground, role)
		r.labels[i].style.Bold = i == chosen
		r.labels[i].style.Color = ink
		r.labels[i].Refresh()
	}
	r.ring.show(r.c.focused, theme.Focus)
}

// Layout puts the ring round the answer the keyboard is on, just outside it.
func (r *choiceRenderer) Layout(size fyne.Size) {
	cells, _ := r.c.cells(size.Width)
	for i, cell := range cells {
		place(r.grounds[i], cell.at, cell.size)
		label := Fit(r.labels[i], cell.size.Width-2*theme.Space8)
		place(r.labels[i], cell.at.AddXY((cell.size.Width-label.Width)/2, (cell.size.Height-label.Height)/2), label.AddWidthHeight(1, 0))
	}
	on := max(r.c.index(), 0)
	if on < len(cells) {
		r.ring.layout(cells[on].at, cells[on].size, -3)
	}
}

func (r *choiceRenderer) MinSize() fyne.Size { return r.c.MinSize() }
func (r *choiceRenderer) Refresh()           { r.update(); r.Layout(r.c.Size()); canvas.Refresh(r.c) }
func (r *choiceRenderer) Destroy()           {}
func (r *choiceRenderer) Objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for i := range r.grounds {
		objects = append(objects, r.grounds[i], r.labels[i])
	}
	return append(objects, r.ring.rect)
}
