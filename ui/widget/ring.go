package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"noddfa/ui/theme"
)

// ring is the outline that shows where the keyboard is: two pixels, never only a tint.
type ring struct{ rect *canvas.Rectangle }

func newRing() ring {
	r := ring{canvas.NewRectangle(color.Transparent)}
	r.rect.StrokeWidth = theme.RingWidth
	r.rect.CornerRadius = theme.Radius
	r.rect.Hide()
	return r
}

// layout draws the ring inside bounds of that size at that place, inset so many pixels.
func (r ring) layout(at fyne.Position, size fyne.Size, inset float32) {
	half := theme.RingWidth/2 + inset
	r.rect.Move(at.AddXY(half, half))
	r.rect.Resize(size.SubtractWidthHeight(2*half, 2*half))
}

func (r ring) show(on bool, role fyne.ThemeColorName) {
	r.rect.StrokeColor = theme.Color(role)
	if on {
		r.rect.Show()
	} else {
		r.rect.Hide()
	}
	r.rect.Refresh()
}

// fill recolours a rectangle and redraws it.
func fill(r *canvas.Rectangle, role fyne.ThemeColorName) {
	r.FillColor = color.Transparent
	if role != "" {
		r.FillColor = theme.Color(role)
	}
	r.Refresh()
}
