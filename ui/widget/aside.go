package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/ui/theme"
)

// Aside lays side at the right of main, at its own size: a heading and its button. Where main would have less than
// about least letters of room, side goes under it.
func Aside(least int, main, side fyne.CanvasObject) *fyne.Container {
	return container.New(&asideLayout{least: float32(least)}, main, side)
}

type asideLayout struct{ least, width float32 }

const asideGap = theme.Space12

// split returns the widths of main and side, and whether side lies under main.
func (l *asideLayout) split(objects []fyne.CanvasObject, width float32) (main, side float32, under bool) {
	if !objects[1].Visible() {
		return width, 0, false
	}
	side = Fit(objects[1], width).Width
	main = width - side - asideGap
	if main < l.least*theme.Size(theme.BodyText)/2 {
		return width, width, true
	}
	return main, side, false
}

func (l *asideLayout) fitWidth(objects []fyne.CanvasObject, width float32) fyne.Size {
	main, side, under := l.split(objects, width)
	m, s := Fit(objects[0], main), Fit(objects[1], side)
	switch {
	case !objects[1].Visible():
		return m
	case under:
		return fyne.NewSize(max(m.Width, s.Width), m.Height+s.Height)
	}
	return fyne.NewSize(m.Width+asideGap+s.Width, max(m.Height, s.Height))
}

func (l *asideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return minSize(l, objects, l.width)
}

func (l *asideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	main, side, under := l.split(objects, size.Width)
	m, s := Fit(objects[0], main), Fit(objects[1], side)
	place(objects[0], fyne.NewPos(0, 0), fyne.NewSize(main, m.Height))
	at := fyne.NewPos(size.Width-side, 0)
	if under {
		at = fyne.NewPos(-outdent(objects[1]), m.Height)
	}
	place(objects[1], at, fyne.NewSize(side, s.Height))
}
