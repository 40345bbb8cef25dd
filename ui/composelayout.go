package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// twoPanes puts two scrolling panes side by side: the choices as wide as a form needs, the pages in the rest. In a
// narrow window both shrink, the pages first.
func twoPanes(left, right fyne.CanvasObject) fyne.CanvasObject {
	return container.New(&panesLayout{}, left, right)
}

type panesLayout struct{}

const (
	choicesLeast float32 = 296
	choicesMost  float32 = 480
)

func (panesLayout) split(width float32) float32 {
	return max(choicesLeast, min(choicesMost, width*0.44))
}

// MinSize lets the window shrink to the choices and a thumbnail of the pages.
func (panesLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(choicesLeast+200, 200) }

// Layout gives the left pane its share.
func (l panesLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := l.split(size.Width)
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(left, size.Height))
	objects[1].Move(fyne.NewPos(left, 0))
	objects[1].Resize(fyne.NewSize(max(0, size.Width-left), size.Height))
}
