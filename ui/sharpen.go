package ui

import "fyne.io/fyne/v2"

// sharpen paints all words anew when the window has come to a screen with more or fewer pixels. On Wayland it learns that
// after its first picture, and the window library keeps words as it painted them first: blurred.
func (a *app) sharpen() {
	pixels, _ := a.window.Canvas().PixelCoordinateForPosition(fyne.NewPos(100, 100))
	if a.pixels != 0 && pixels != a.pixels {
		a.applyTheme()
	}
	a.pixels = pixels
}
