package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// CheckOptions describe a Check.
type CheckOptions struct {
	Label   string
	Hint    string // a muted second line; none if empty
	On      bool
	Changed func(bool) // after each change by hand
}

// Check is a tick with words that wrap. Space and Enter turn it.
type Check struct {
	widget.DisableableWidget
	o           CheckOptions
	label, hint *Text
	focused     bool
}

// NewCheck returns a Check.
func NewCheck(o CheckOptions) *Check {
	c := &Check{o: o, label: Body(o.Label), hint: Muted(o.Hint)}
	c.ExtendBaseWidget(c)
	return c
}

// Set turns the tick without calling Changed.
func (c *Check) Set(on bool) {
	c.o.On = on
	c.Refresh()
}

// On says whether the tick is there.
func (c *Check) On() bool { return c.o.On }

func (c *Check) turn() {
	if c.Disabled() {
		return
	}
	c.Set(!c.o.On)
	if c.o.Changed != nil {
		c.o.Changed(c.o.On)
	}
}

// Tapped is for Fyne.
func (c *Check) Tapped(*fyne.PointEvent) { c.turn() }

// FocusGained is for Fyne.
func (c *Check) FocusGained() { c.focused = true; c.Refresh(); Reveal(c) }

// FocusLost is for Fyne.
func (c *Check) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune is for Fyne.
func (c *Check) TypedRune(rune) {}

// TypedKey turns the tick with Space and Enter.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.turn()
	default:
		Unhandled(c, ev)
	}
}

// Cursor is the hand.
func (c *Check) Cursor() desktop.Cursor { return desktop.PointerCursor }

const checkPad = theme.Space4 // above and below; the ring lies just outside

func (c *Check) side() float32 { return theme.Size(theme.IconSize) }

func (c *Check) textWidth(width float32) float32 {
	return max(1, width-c.side()-theme.Space12)
}

// FitWidth returns the size with the words wrapped.
func (c *Check) FitWidth(width float32) fyne.Size {
	size := Fit(c.label, c.textWidth(width))
	if c.o.Hint != "" {
		hint := Fit(c.hint, c.textWidth(width))
		size = fyne.NewSize(max(size.Width, hint.Width), size.Height+hint.Height)
	}
	// A pixel more than the words, so that rounding does not wrap them again in the width that they asked for.
	return fyne.NewSize(min(size.Width+1+c.side()+theme.Space12, max(width, c.side()+theme.Space12+1)), max(size.Height, c.side())+2*checkPad)
}

// MinSize is narrow, because the words wrap.
func (c *Check) MinSize() fyne.Size {
	width := c.Size().Width
	if width <= 0 {
		width = wide
	}
	fit := c.FitWidth(width)
	return fyne.NewSize(min(fit.Width, theme.Size(theme.BodyText)*8), fit.Height)
}

func (c *Check) hugsWidth() bool { return true }

// CreateRenderer is for Fyne.
func (c *Check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkRenderer{c: c, box: canvas.NewRectangle(nil), tick: canvas.NewImageFromResource(nil), ring: newRing()}
	r.tick.FillMode = canvas.ImageFillContain
	r.box.CornerRadius = 5
	r.update()
	return r
}

type checkRenderer struct {
	c    *Check
	box  *canvas.Rectangle
	tick *canvas.Image
	ring ring
}

func (r *checkRenderer) update() {
	on, ink, edge := r.c.o.On, theme.Ink, theme.Border
	if r.c.Disabled() {
		ink, edge = theme.Faint, theme.Faint
	}
	r.box.StrokeWidth, r.box.StrokeColor = 1.5, theme.Color(edge)
	ground := theme.Input
	if on && !r.c.Disabled() {
		ground = theme.Accent
		r.box.StrokeColor = theme.Color(theme.Accent)
	}
	fill(r.box, ground)
	mark := theme.OnAccent
	if r.c.Disabled() {
		mark = theme.Faint
	}
	r.tick.Resource = theme.Icon("check", mark)
	r.tick.Hidden = !on
	r.tick.Refresh()
	r.c.label.SetColor(ink)
	r.ring.show(r.c.focused, theme.Focus)
}

func (r *checkRenderer) Layout(size fyne.Size) {
	side := r.c.side()
	width := r.c.textWidth(size.Width)
	label := Fit(r.c.label, width)
	top := checkPad + max(0, (r.c.label.style.face().pitch-side)/2)
	place(r.box, fyne.NewPos(0, top), fyne.NewSquareSize(side))
	place(r.tick, fyne.NewPos(1, top+1), fyne.NewSquareSize(side-2))
	x := side + theme.Space12
	place(r.c.label, fyne.NewPos(x, checkPad), fyne.NewSize(width, label.Height))
	place(r.c.hint, fyne.NewPos(x, checkPad+label.Height), fyne.NewSize(width, Fit(r.c.hint, width).Height))
	r.ring.layout(fyne.NewPos(-theme.Space8, 0), size.AddWidthHeight(2*theme.Space8, 0), 0)
}

func (r *checkRenderer) MinSize() fyne.Size { return r.c.MinSize() }
func (r *checkRenderer) Refresh()           { r.update(); r.Layout(r.c.Size()); canvas.Refresh(r.c) }
func (r *checkRenderer) Destroy()           {}
func (r *checkRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.box, r.tick, r.c.label}
	if r.c.o.Hint != "" {
		objects = append(objects, r.c.hint)
	}
	return append(objects, r.ring.rect)
}
