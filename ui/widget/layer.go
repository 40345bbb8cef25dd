package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// layer is an overlay as large as the window: a scrim that swallows the pointer, and a panel on it. What had the
// focus has it again when the layer is gone.
type layer struct {
	widget.BaseWidget
	canvas  fyne.Canvas
	panel   fyne.CanvasObject
	place   func(window fyne.Size) (fyne.Position, fyne.Size) // of the panel
	scrim   bool                                              // dims the page
	outside func()                                            // a click beside the panel
	before  fyne.Focusable
	gone    bool
}

// put lays l, which self embeds, on top.
func (l *layer) put(self fyne.Widget) {
	l.ExtendBaseWidget(self)
	l.before = l.canvas.Focused()
	l.canvas.Unfocus()
	l.canvas.Overlays().Add(self)
}

// take removes the layer and gives the focus back. It says whether it was still there.
func (l *layer) take(self fyne.CanvasObject) bool {
	if l.gone {
		return false
	}
	l.gone = true
	l.canvas.Overlays().Remove(self)
	GiveBack(l.canvas, l.before)
	return true
}

// Tapped is a click beside the panel.
func (l *layer) Tapped(ev *fyne.PointEvent) {
	at, size := l.place(l.Size())
	inside := ev.Position.X >= at.X && ev.Position.X < at.X+size.Width && ev.Position.Y >= at.Y && ev.Position.Y < at.Y+size.Height
	if !inside && l.outside != nil {
		l.outside()
	}
}

// TappedSecondary swallows the click.
func (l *layer) TappedSecondary(*fyne.PointEvent) {}

// Scrolled swallows the wheel, so that the page below stays where it is.
func (l *layer) Scrolled(*fyne.ScrollEvent) {}

// Held returns the panel.
func (l *layer) Held() []fyne.CanvasObject { return []fyne.CanvasObject{l.panel} }

// MinSize is nothing: a layer never makes the window larger.
func (l *layer) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer is for Fyne.
func (l *layer) CreateRenderer() fyne.WidgetRenderer {
	r := &layerRenderer{l: l, scrim: canvas.NewRectangle(color.Transparent)}
	r.update()
	return r
}

type layerRenderer struct {
	l     *layer
	scrim *canvas.Rectangle
}

func (r *layerRenderer) update() {
	if r.l.scrim {
		fill(r.scrim, theme.Scrim)
	}
}

func (r *layerRenderer) Layout(size fyne.Size) {
	r.scrim.Resize(size)
	at, panel := r.l.place(size)
	place(r.l.panel, at, panel)
}

func (r *layerRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *layerRenderer) Refresh() {
	r.update()
	r.Layout(r.l.Size())
	r.l.panel.Refresh()
}

func (r *layerRenderer) Destroy() {}

func (r *layerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.scrim, r.l.panel}
}
