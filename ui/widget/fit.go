package widget

import "fyne.io/fyne/v2"

// A Fitter knows how much room it takes when it is offered a width: text that wraps, a row that breaks. Fyne's
// MinSize has no such question, so it only settles after several frames; our layouts ask Fit and settle at once.
type Fitter interface {
	// FitWidth returns the size taken at most width wide. It is asked often and changes nothing.
	FitWidth(width float32) fyne.Size
}

// Fit returns the size o takes when offered width. What is no Fitter takes its MinSize.
func Fit(o fyne.CanvasObject, width float32) fyne.Size {
	switch o := o.(type) {
	case Fitter:
		return o.FitWidth(width)
	case *fyne.Container:
		if l, ok := o.Layout.(layoutFitter); ok {
			return l.fitWidth(o.Objects, width)
		}
	}
	return o.MinSize()
}

// layoutFitter is a Fitter for the children of a container.
type layoutFitter interface {
	fitWidth(objects []fyne.CanvasObject, width float32) fyne.Size
}

// wide is a width at which nothing wraps.
const wide float32 = 1e6

// A Holder is a widget of several parts that lets others look inside: Reveal finds its way to a focused field this
// way. A screen's own compound widget should be one; plain containers need nothing.
type Holder interface {
	// Held returns the parts in reading order.
	Held() []fyne.CanvasObject
}

// visible returns the objects that are shown.
func visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	shown := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o.Visible() {
			shown = append(shown, o)
		}
	}
	return shown
}
