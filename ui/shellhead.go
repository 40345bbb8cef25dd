package ui

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// pageLayout puts the bands above the head, and the page under it. Where the
// page would have too little room the bands give way: they scroll on their own,
// the first of them in sight. What the page has under it, such as Save, stays
// where it can be seen.
type pageLayout struct {
	bands []fyne.CanvasObject
	head  *headLayout
}

func (l *pageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	bands, head, page := objects[0], objects[1], objects[2].(*widget.Scroll)
	top := l.head.height(size.Width)
	needs := max(widget.Fit(page.Held()[0], size.Width).Height, size.Height*leastPage)
	high := l.high(size.Width, size.Height-top-needs)
	for _, part := range []struct {
		o          fyne.CanvasObject
		at, height float32
	}{{bands, 0, high}, {head, high, top}, {page, high + top, max(0, size.Height-top-high)}} {
		part.o.Move(fyne.NewPos(0, part.at))
		part.o.Resize(fyne.NewSize(size.Width, part.height))
	}
}

// leastPage is the part of the window that the bands leave to the page.
const leastPage = 0.6

// high is how high the bands are that fit into the room there is: whole ones, and
// the first in any case.
func (l *pageLayout) high(width, room float32) float32 {
	var high float32
	for i, band := range l.bands {
		if !band.Visible() {
			continue
		}
		gap := theme.Space4
		if high == 0 {
			gap = theme.Space8
		}
		next := high + gap + widget.Fit(band, width-2*theme.Space24).Height
		if high > 0 && next > room && i > 0 {
			break
		}
		high = next
	}
	return high
}

func (l *pageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// headLayout is a row of the way back, the title and what can be done. Where the whole title has no room beside what can
// be done, that goes under it; where it has none beside the way back, the title goes under that.
type headLayout struct {
	left, title, actions, urgent, line fyne.CanvasObject
}

const headGap = theme.Space12

// does are what can be done, as far as it is shown, and how wide that is with the gap before each.
func (l *headLayout) does(width float32) (shown []fyne.CanvasObject, wide float32) {
	for _, o := range []fyne.CanvasObject{l.actions, l.urgent} {
		if o.Visible() {
			shown = append(shown, o)
			wide += headGap + widget.Fit(o, width).Width
		}
	}
	return shown, wide
}

// rows are the rows that the title and what can be done stand in; the way back is in the first, 0.
func (l *headLayout) rows(width float32) (title, does int) {
	room := width - 2*theme.Space24 - widget.Fit(l.left, width).Width
	words := widget.Fit(l.title, width).Width
	_, wide := l.does(width)
	switch {
	case words+wide <= room:
		return 0, 0
	case words <= room:
		return 0, 1
	case wide <= room:
		return 1, 0
	}
	return 1, 2
}

// row is how high one row is.
func (l *headLayout) row(width float32) float32 {
	high := theme.Size(theme.ControlHeight)
	for _, o := range []fyne.CanvasObject{l.left, l.title, l.actions, l.urgent} {
		if o.Visible() {
			high = max(high, widget.Fit(o, width).Height)
		}
	}
	return high
}

func (l *headLayout) height(width float32) float32 {
	title, does := l.rows(width)
	return float32(1+max(title, does))*l.row(width) + 2*theme.Space12 + l.line.MinSize().Height
}

func (l *headLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	row, left := l.row(size.Width), widget.Fit(l.left, size.Width)
	put := func(o fyne.CanvasObject, x float32, in int, width float32) {
		high := min(row, widget.Fit(o, max(width, 0)).Height)
		o.Move(fyne.NewPos(x, theme.Space12+float32(in)*row+(row-high)/2))
		o.Resize(fyne.NewSize(max(width, 0), high))
	}
	put(l.left, theme.Space24, 0, left.Width)
	titleIn, doesIn := l.rows(size.Width)
	end := size.Width - theme.Space24
	does, wide := l.does(size.Width)
	x := end - wide + headGap
	if doesIn > 0 {
		x = theme.Space24
	}
	for _, o := range does {
		width := widget.Fit(o, size.Width).Width
		put(o, x, doesIn, width)
		x += width + headGap
	}
	start := theme.Space24
	if titleIn == 0 {
		start += left.Width
	}
	if titleIn == doesIn {
		end -= wide
	}
	put(l.title, start, titleIn, end-start)
	line := l.line.MinSize().Height
	l.line.Move(fyne.NewPos(0, size.Height-line))
	l.line.Resize(fyne.NewSize(size.Width, line))
}

func (l *headLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
