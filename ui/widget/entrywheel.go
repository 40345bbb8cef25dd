package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// entryWheel lies over a field and gives the wheel to whom it is meant for: to the page, so that scrolling does not stop
// as soon as a field comes under the pointer, or to the field itself while it holds more lines than it shows. Fyne gives
// the wheel to the topmost thing that wants it and asks nobody else.
type entryWheel struct {
	widget.BaseWidget
	field fyne.CanvasObject
	own   *container.Scroll // inside the field; nil where it has none
}

func newEntryWheel(field fyne.CanvasObject, own *container.Scroll) *entryWheel {
	w := &entryWheel{field: field, own: own}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled passes the wheel on.
func (w *entryWheel) Scrolled(ev *fyne.ScrollEvent) {
	if w.own != nil && w.own.Content.MinSize().Height > w.own.Size().Height+1 {
		w.own.Scrolled(ev)
		return
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(w.field)
	if c == nil {
		return
	}
	if page := ScrollOf(OnTop(c), w.field); page != nil {
		page.scroll.Scrolled(ev)
	}
}

// CreateRenderer draws nothing.
func (w *entryWheel) CreateRenderer() fyne.WidgetRenderer {
	none := canvas.NewRectangle(nil)
	none.Hide()
	return widget.NewSimpleRenderer(none)
}
