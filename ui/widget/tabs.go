package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// Tab is one page among others.
type Tab struct{ ID, Label string }

// TabsOptions describe Tabs.
type TabsOptions struct {
	Tabs    []Tab
	Chosen  string // an ID; the first if empty
	Changed func(id string)
}

// Tabs is a row of words of which one is underlined. It is one stop of the Tab key; arrows, Home and End turn the
// page at once. The page itself is the screen's. The row breaks where it is too long.
type Tabs struct {
	widget.BaseWidget
	named
	o       TabsOptions
	chosen  int
	focused bool
	pointed int
}

// NewTabs returns Tabs.
func NewTabs(o TabsOptions) *Tabs {
	t := &Tabs{o: o, pointed: -1}
	t.chosen = max(0, t.find(o.Chosen))
	t.ExtendBaseWidget(t)
	return t
}

func (t *Tabs) find(id string) int {
	for i, tab := range t.o.Tabs {
		if tab.ID == id {
			return i
		}
	}
	return -1
}

// SetLabel changes what a page is called.
func (t *Tabs) SetLabel(id, label string) {
	if i := t.find(id); i >= 0 && t.o.Tabs[i].Label != label {
		t.o.Tabs[i].Label = label
		t.Refresh()
	}
}

// Chosen returns the ID of the page shown.
func (t *Tabs) Chosen() string {
	if t.chosen >= len(t.o.Tabs) {
		return ""
	}
	return t.o.Tabs[t.chosen].ID
}

// Set turns to a page and calls Changed if it is another.
func (t *Tabs) Set(id string) { t.turn(t.find(id)) }

// Open turns to page n, counted from 1, as Ctrl+1 to Ctrl+9 do.
func (t *Tabs) Open(n int) { t.turn(n - 1) }

func (t *Tabs) turn(i int) {
	if i < 0 || i >= len(t.o.Tabs) || i == t.chosen {
		return
	}
	t.chosen = i
	t.Refresh()
	if t.o.Changed != nil {
		t.o.Changed(t.Chosen())
	}
}

// FocusGained is for Fyne.
func (t *Tabs) FocusGained() { t.focused = true; t.Refresh(); Reveal(t) }

// FocusLost is for Fyne.
func (t *Tabs) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune is for Fyne.
func (t *Tabs) TypedRune(rune) {}

// TypedKey turns the page with the arrows.
func (t *Tabs) TypedKey(ev *fyne.KeyEvent) {
	n := len(t.o.Tabs)
	switch ev.Name {
	case fyne.KeyRight:
		t.turn((t.chosen + 1) % max(n, 1))
	case fyne.KeyLeft:
		t.turn((t.chosen + n - 1) % max(n, 1))
	case fyne.KeyHome:
		t.turn(0)
	case fyne.KeyEnd:
		t.turn(n - 1)
	default:
		Unhandled(t, ev)
	}
}

// Tapped turns to the page under the pointer.
func (t *Tabs) Tapped(ev *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
	t.turn(t.at(ev.Position))
}

// MouseIn is for Fyne.
func (t *Tabs) MouseIn(ev *desktop.MouseEvent) { t.point(t.at(ev.Position)) }

// MouseMoved is for Fyne.
func (t *Tabs) MouseMoved(ev *desktop.MouseEvent) { t.point(t.at(ev.Position)) }

// MouseOut is for Fyne.
func (t *Tabs) MouseOut() { t.point(-1) }

func (t *Tabs) point(i int) {
	if i != t.pointed {
		t.pointed = i
		t.Refresh()
	}
}

// Cursor is the hand.
func (t *Tabs) Cursor() desktop.Cursor { return desktop.PointerCursor }

// tabPad is the room at either side of a word: seven of them fit the page of a window 800 wide.
const tabPad float32 = 10

var tabStyle = TextStyle{Bold: true, OneLine: true}

// cells lays the words out, on as many lines as they need.
func (t *Tabs) cells(width float32) ([]cell, fyne.Size) {
	f := tabStyle.face()
	height := theme.Size(theme.ControlHeight) + theme.Space4
	cells := make([]cell, len(t.o.Tabs))
	var x, y, widest float32
	for i, tab := range t.o.Tabs {
		w := min(f.width(tab.Label)+2*tabPad, width)
		if x > 0 && x+w > width+0.5 {
			x, y = 0, y+height
		}
		cells[i] = cell{fyne.NewPos(x, y), fyne.NewSize(w, height)}
		x += w
		widest = max(widest, x)
	}
	return cells, fyne.NewSize(widest, y+height)
}

func (t *Tabs) at(p fyne.Position) int {
	cells, _ := t.cells(t.Size().Width)
	for i, c := range cells {
		if p.X >= c.at.X && p.X < c.at.X+c.size.Width && p.Y >= c.at.Y && p.Y < c.at.Y+c.size.Height {
			return i
		}
	}
	return -1
}

// FitWidth returns the size with the row broken where it must.
func (t *Tabs) FitWidth(width float32) fyne.Size {
	_, size := t.cells(width)
	return size
}

// MinSize is narrow, because the row breaks.
func (t *Tabs) MinSize() fyne.Size {
	width := t.Size().Width
	if width <= 0 {
		width = wide
	}
	return fyne.NewSize(theme.Size(theme.BodyText)*8, t.FitWidth(width).Height)
}

// CreateRenderer is for Fyne.
func (t *Tabs) CreateRenderer() fyne.WidgetRenderer {
	r := &tabsRenderer{t: t, line: canvas.NewRectangle(nil), under: canvas.NewRectangle(nil), ring: newRing()}
	r.under.CornerRadius = 1.5
	for _, tab := range t.o.Tabs {
		r.labels = append(r.labels, NewText(tab.Label, tabStyle))
	}
	r.update()
	return r
}

type tabsRenderer struct {
	t           *Tabs
	labels      []*Text
	line, under *canvas.Rectangle
	ring        ring
}

func (r *tabsRenderer) update() {
	fill(r.line, theme.Hairline)
	fill(r.under, theme.Accent)
	for i, label := range r.labels {
		label.Set(r.t.o.Tabs[i].Label)
		switch i {
		case r.t.chosen:
			label.SetColor(theme.Accent)
		case r.t.pointed:
			label.SetColor(theme.Ink)
		default:
			label.SetColor(theme.Muted)
		}
	}
	r.ring.show(r.t.focused, theme.Focus)
}

func (r *tabsRenderer) Layout(size fyne.Size) {
	cells, need := r.t.cells(size.Width)
	place(r.line, fyne.NewPos(0, need.Height-theme.HairWidth), fyne.NewSize(size.Width, theme.HairWidth))
	for i, c := range cells {
		label := Fit(r.labels[i], c.size.Width)
		place(r.labels[i], c.at.AddXY((c.size.Width-label.Width)/2, (c.size.Height-label.Height)/2), label.AddWidthHeight(1, 0))
		if i == r.t.chosen {
			place(r.under, c.at.AddXY(tabPad, c.size.Height-3), fyne.NewSize(c.size.Width-2*tabPad, 3))
			r.ring.layout(c.at.AddXY(0, theme.Space4), c.size.SubtractWidthHeight(0, 2*theme.Space4), 0)
		}
	}
}

func (r *tabsRenderer) MinSize() fyne.Size { return r.t.MinSize() }
func (r *tabsRenderer) Refresh()           { r.update(); r.Layout(r.t.Size()); canvas.Refresh(r.t) }
func (r *tabsRenderer) Destroy()           {}
func (r *tabsRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.line, r.under}
	for _, label := range r.labels {
		objects = append(objects, label)
	}
	return append(objects, r.ring.rect)
}
