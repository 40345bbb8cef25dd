package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// compound is a widget made of one container of parts. The type that embeds it calls hold once.
type compound struct {
	widget.BaseWidget
	content fyne.CanvasObject
}

func (c *compound) hold(self fyne.Widget, content fyne.CanvasObject) {
	c.content = content
	c.ExtendBaseWidget(self)
}

// Held returns the container of parts.
func (c *compound) Held() []fyne.CanvasObject { return []fyne.CanvasObject{c.content} }

// FitWidth returns the size the parts take.
func (c *compound) FitWidth(width float32) fyne.Size { return Fit(c.content, width) }

// MinSize is that of the parts.
func (c *compound) MinSize() fyne.Size { return c.content.MinSize() }

// CreateRenderer is for Fyne.
func (c *compound) CreateRenderer() fyne.WidgetRenderer { return &compoundRenderer{c} }

type compoundRenderer struct{ c *compound }

func (r *compoundRenderer) Layout(size fyne.Size)        { r.c.content.Resize(size) }
func (r *compoundRenderer) MinSize() fyne.Size           { return r.c.content.MinSize() }
func (r *compoundRenderer) Refresh()                     { r.c.content.Refresh(); canvas.Refresh(r.c.content) }
func (r *compoundRenderer) Destroy()                     {}
func (r *compoundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.c.content} }
