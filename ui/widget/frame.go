package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/ui/theme"
)

// Sides are the parts of a Frame; any may be nil. Center takes the room that is left.
type Sides struct{ Top, Left, Center, Right, Bottom fyne.CanvasObject }

// Frame lays parts round a centre. Unlike Fyne's NewBorder its tab order is reading order: top, left, centre, right,
// bottom.
func Frame(s Sides) *fyne.Container {
	c := container.NewWithoutLayout()
	for _, o := range []fyne.CanvasObject{s.Top, s.Left, s.Center, s.Right, s.Bottom} {
		if o != nil {
			c.Objects = append(c.Objects, o)
		}
	}
	c.Layout = &frameLayout{sides: s}
	return c
}

type frameLayout struct {
	sides Sides
	width float32
}

func shown(o fyne.CanvasObject) bool { return o != nil && o.Visible() }

// heights of top and bottom and widths of left and right in a frame this wide.
func (l *frameLayout) edges(width float32) (top, bottom, left, right float32) {
	if shown(l.sides.Top) {
		top = Fit(l.sides.Top, width).Height
	}
	if shown(l.sides.Bottom) {
		bottom = Fit(l.sides.Bottom, width).Height
	}
	if shown(l.sides.Left) {
		left = Fit(l.sides.Left, width).Width
	}
	if shown(l.sides.Right) {
		right = Fit(l.sides.Right, width-left).Width
	}
	return top, bottom, left, right
}

func (l *frameLayout) fitWidth(_ []fyne.CanvasObject, width float32) fyne.Size {
	top, bottom, left, right := l.edges(width)
	var middle, w float32
	if shown(l.sides.Left) {
		middle = Fit(l.sides.Left, left).Height
	}
	if shown(l.sides.Right) {
		middle = max(middle, Fit(l.sides.Right, right).Height)
	}
	if shown(l.sides.Center) {
		c := Fit(l.sides.Center, width-left-right)
		middle, w = max(middle, c.Height), c.Width
	}
	w += left + right
	for _, o := range []fyne.CanvasObject{l.sides.Top, l.sides.Bottom} {
		if shown(o) {
			w = max(w, Fit(o, width).Width)
		}
	}
	return fyne.NewSize(w, top+middle+bottom)
}

func (l *frameLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	var middle, ends, sides float32
	for _, o := range []fyne.CanvasObject{l.sides.Top, l.sides.Bottom} {
		if shown(o) {
			ends = max(ends, o.MinSize().Width)
		}
	}
	for _, o := range []fyne.CanvasObject{l.sides.Left, l.sides.Center, l.sides.Right} {
		if shown(o) {
			m := o.MinSize()
			sides += m.Width
			middle = max(middle, m.Height)
		}
	}
	width := l.width
	if width <= 0 {
		width = wide
	}
	top, bottom, _, _ := l.edges(width)
	return fyne.NewSize(max(ends, sides), top+middle+bottom)
}

func (l *frameLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	top, bottom, left, right := l.edges(size.Width)
	height := max(0, size.Height-top-bottom)
	if shown(l.sides.Top) {
		place(l.sides.Top, fyne.NewPos(0, 0), fyne.NewSize(size.Width, top))
	}
	if shown(l.sides.Left) {
		place(l.sides.Left, fyne.NewPos(0, top), fyne.NewSize(left, height))
	}
	if shown(l.sides.Center) {
		place(l.sides.Center, fyne.NewPos(left, top), fyne.NewSize(max(0, size.Width-left-right), height))
	}
	if shown(l.sides.Right) {
		place(l.sides.Right, fyne.NewPos(size.Width-right, top), fyne.NewSize(right, height))
	}
	if shown(l.sides.Bottom) {
		place(l.sides.Bottom, fyne.NewPos(0, size.Height-bottom), fyne.NewSize(size.Width, bottom))
	}
}

// Margins are distances round an object, in device independent pixels.
type Margins struct{ Top, Right, Bottom, Left float32 }

// Around is the same margin on all four sides.
func Around(space float32) Margins { return Margins{space, space, space, space} }

// Sideways is one margin left and right and another above and below.
func Sideways(leftRight, topBottom float32) Margins {
	return Margins{topBottom, leftRight, topBottom, leftRight}
}

// Pad puts margins round an object.
func Pad(m Margins, o fyne.CanvasObject) *fyne.Container {
	return container.New(&padLayout{m: m, most: wide}, o)
}

// Narrow puts an object at the left, at most most wide: a form on a wide screen.
func Narrow(most float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&padLayout{most: most}, o)
}

// Centred puts an object in the middle of the width, at most most wide: a door, an empty state.
func Centred(most float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&padLayout{most: most, centre: true}, o)
}

type padLayout struct {
	m      Margins
	most   float32
	centre bool
	width  float32
}

func (l *padLayout) inner(width float32) float32 {
	return max(0, min(width-l.m.Left-l.m.Right, l.most))
}

func (l *padLayout) fitWidth(objects []fyne.CanvasObject, width float32) fyne.Size {
	var size fyne.Size
	for _, o := range visible(objects) {
		size = size.Max(Fit(o, l.inner(width)))
	}
	return size.AddWidthHeight(l.m.Left+l.m.Right, l.m.Top+l.m.Bottom)
}

func (l *padLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range visible(objects) {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(l.m.Left+l.m.Right, l.m.Top+l.m.Bottom)
}

func (l *padLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	inner := l.inner(size.Width)
	x := l.m.Left
	if l.centre {
		x += max(0, (size.Width-l.m.Left-l.m.Right-inner)/2)
	}
	for _, o := range visible(objects) {
		w := inner
		if hugs(o) {
			w = min(w, Fit(o, inner).Width)
		}
		place(o, fyne.NewPos(x, l.m.Top), fyne.NewSize(w, max(0, size.Height-l.m.Top-l.m.Bottom)))
	}
}

// Page is the body of a screen: its parts under each other with the margins of a page, scrolling when they are higher
// than the window.
func Page(parts ...fyne.CanvasObject) *Scroll {
	return NewScroll(Pad(Sideways(theme.Space24, theme.Space24), Stack(theme.Space24, parts...)))
}
