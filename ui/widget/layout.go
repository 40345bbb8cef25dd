package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Stack lays objects under each other, gap apart, each as wide as the stack; buttons keep their own width. Tab order
// is the order given.
func Stack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&stackLayout{gap: gap}, objects...)
}

type stackLayout struct{ gap, width float32 }

// outdent is how far something goes out at the left of a column: a button of words alone has air round it, and its words
// stand under the words above.
func outdent(o fyne.CanvasObject) float32 {
	switch o := o.(type) {
	case *Button:
		if o.o.Kind == Plain {
			return o.padding()
		}
	case *fyne.Container:
		if _, ok := o.Layout.(*rowLayout); ok {
			if shown := visible(o.Objects); len(shown) > 0 {
				return outdent(shown[0])
			}
		}
	}
	return 0
}

// A hugger keeps its own width in a Stack instead of filling it.
type hugger interface{ hugsWidth() bool }

func hugs(o fyne.CanvasObject) bool {
	h, ok := o.(hugger)
	return ok && h.hugsWidth()
}

func (l *stackLayout) fitWidth(objects []fyne.CanvasObject, width float32) fyne.Size {
	var size fyne.Size
	for i, o := range visible(objects) {
		if i > 0 {
			size.Height += l.gap
		}
		fit := Fit(o, width)
		size.Width = max(size.Width, fit.Width)
		size.Height += fit.Height
	}
	return size
}

func (l *stackLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return minSize(l, objects, l.width)
}

func (l *stackLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	var y float32
	for _, o := range visible(objects) {
		fit := Fit(o, size.Width)
		if !hugs(o) {
			fit.Width = size.Width
		}
		place(o, fyne.NewPos(-outdent(o), y), fyne.NewSize(min(fit.Width, size.Width), fit.Height))
		y += fit.Height + l.gap
	}
}

// Row lays objects beside each other, gap apart, each at its own size and centred on its line; what does not fit goes
// to the next line, so nothing is ever cut off.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&rowLayout{gap: gap}, objects...)
}

type rowLayout struct{ gap, width float32 }

func (l *rowLayout) lines(objects []fyne.CanvasObject, width float32) (lines [][]fyne.CanvasObject, sizes map[fyne.CanvasObject]fyne.Size) {
	sizes = map[fyne.CanvasObject]fyne.Size{}
	var x float32
	for _, o := range visible(objects) {
		fit := Fit(o, width)
		sizes[o] = fit
		if len(lines) == 0 || x+fit.Width > width+0.5 {
			lines, x = append(lines, nil), 0
		}
		last := len(lines) - 1
		lines[last] = append(lines[last], o)
		x += fit.Width + l.gap
	}
	return lines, sizes
}

func (l *rowLayout) fitWidth(objects []fyne.CanvasObject, width float32) fyne.Size {
	lines, sizes := l.lines(objects, width)
	var size fyne.Size
	for i, line := range lines {
		if i > 0 {
			size.Height += min(l.gap, 8)
		}
		var w, h float32
		for j, o := range line {
			if j > 0 {
				w += l.gap
			}
			w += sizes[o].Width
			h = max(h, sizes[o].Height)
		}
		size.Width = max(size.Width, w)
		size.Height += h
	}
	return size
}

func (l *rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return minSize(l, objects, l.width)
}

func (l *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	lines, sizes := l.lines(objects, size.Width)
	var y float32
	for _, line := range lines {
		x, h := outdent(lines[0][0])-outdent(line[0]), float32(0)
		for _, o := range line {
			h = max(h, sizes[o].Height)
		}
		for _, o := range line {
			s := sizes[o]
			place(o, fyne.NewPos(x, y+(h-s.Height)/2), s)
			x += s.Width + l.gap
		}
		y += h + min(l.gap, 8)
	}
}

// Columns lays objects in columns of equal width, at least least wide and gap apart; where they do not fit they go
// under each other. Reading order is row by row.
func Columns(least, gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&columnsLayout{least: least, gap: gap}, objects...)
}

type columnsLayout struct{ least, gap, width float32 }

func (l *columnsLayout) split(n int, width float32) (columns int, each float32) {
	columns = 1
	if width < wide {
		columns = int((width + l.gap) / (l.least + l.gap))
	}
	columns = max(1, min(columns, n))
	return columns, (width - l.gap*float32(columns-1)) / float32(columns)
}

func (l *columnsLayout) heights(objects []fyne.CanvasObject, columns int, each float32) []float32 {
	rows := make([]float32, (len(objects)+columns-1)/columns)
	for i, o := range objects {
		rows[i/columns] = max(rows[i/columns], Fit(o, each).Height)
	}
	return rows
}

func (l *columnsLayout) fitWidth(objects []fyne.CanvasObject, width float32) fyne.Size {
	shown := visible(objects)
	columns, each := l.split(len(shown), width)
	size := fyne.NewSize(min(width, float32(columns)*(l.least+l.gap)-l.gap), 0)
	for i, h := range l.heights(shown, columns, each) {
		if i > 0 {
			size.Height += l.gap
		}
		size.Height += h
	}
	return size
}

func (l *columnsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return minSize(l, objects, l.width)
}

func (l *columnsLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	shown := visible(objects)
	columns, each := l.split(len(shown), size.Width)
	heights := l.heights(shown, columns, each)
	var y float32
	for i, o := range shown {
		if i > 0 && i%columns == 0 {
			y += heights[i/columns-1] + l.gap
		}
		fit := Fit(o, each)
		if !hugs(o) {
			fit.Width = each
		}
		place(o, fyne.NewPos(float32(i%columns)*(each+l.gap), y), fyne.NewSize(min(fit.Width, each), fit.Height))
	}
}

// minSize is MinSize for a layout that knows how wide it was last: as narrow as its widest child allows, as high as
// that width needs.
func minSize(l layoutFitter, objects []fyne.CanvasObject, width float32) fyne.Size {
	if width <= 0 {
		width = wide
	}
	var narrow float32
	for _, o := range visible(objects) {
		narrow = max(narrow, o.MinSize().Width)
	}
	return fyne.NewSize(narrow, l.fitWidth(objects, max(width, narrow)).Height)
}

func place(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
	o.Move(at)
	o.Resize(size)
}
