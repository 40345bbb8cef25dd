package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// listFrame lays out a page that is one list: what stays above it in any case, such as the field that finds, then what
// can be chosen and done, then the list. Where that would leave the list too little room, what can be chosen and done
// folds away behind a button, as the head of a case does.
type listFrame struct {
	desk       caseDesk
	stays      fyne.CanvasObject
	folds      *widget.Scroll
	beside     fyne.CanvasObject  // at the right of what stays, and folds away with the rest; may be nil
	besides    [2]*fyne.Container // where it stands: at the right, and with the rest
	list       fyne.CanvasObject
	said       *widget.Text   // beside the button, while what says it too is folded away
	more, less *widget.Button // shows what is folded away, and hides it again
	bar        *fyne.Container
	body       *fyne.Container
	open       bool
	width      float32
}

// newListFrame returns the page.
func newListFrame(d caseDesk, stays, folds, list fyne.CanvasObject) *listFrame {
	f := &listFrame{desk: d, stays: stays, folds: widget.NewScroll(folds), list: list, said: widget.Muted("")}
	f.more = widget.Link(d.t("list.more"), func() { f.turn(true) })
	f.less = widget.Link(d.t("list.less"), func() { f.turn(false) })
	f.bar = widget.Pad(widget.Margins{Right: theme.Space24, Left: theme.Space16}, widget.Row(theme.Space12, f.more, f.less, f.said))
	f.body = container.New(f, f.stays, f.bar, f.folds, f.list)
	return f
}

// moves has something at the right of what stays go with the rest where that folds away. Both places are containers of it alone.
func (f *listFrame) moves(beside fyne.CanvasObject, there, folded *fyne.Container) {
	f.beside, f.besides = beside, [2]*fyne.Container{there, folded}
	folded.Hide()
}

// turn shows what is folded away, or hides it again.
func (f *listFrame) turn(open bool) {
	f.open = open
	f.body.Refresh()
	if open {
		f.desk.focus(f.less)
	} else {
		f.desk.focus(f.more)
	}
}

// say sets what stands beside the button.
func (f *listFrame) say(words string) { f.said.Set(words) }

// fold shows what belongs into a page of that size.
func (f *listFrame) fold(size fyne.Size) {
	letter := theme.Size(theme.BodyText)
	f.moveBeside(false)
	full := widget.Fit(f.folds.Held()[0], size.Width).Height
	folded := full > 0 && size.Height-widget.Fit(f.stays, size.Width).Height-full < comfortablePage*letter
	f.moveBeside(folded)
	shown(f.bar, folded)
	shown(f.more, !f.open)
	shown(f.less, f.open)
	shown(f.said, !f.open)
	shown(f.folds, !folded || f.open)
}

// moveBeside puts what stands at the right there, or with what folds away.
func (f *listFrame) moveBeside(folded bool) {
	if f.beside == nil {
		return
	}
	to, from := f.besides[0], f.besides[1]
	if folded {
		to, from = from, to
	}
	if to.Visible() {
		return
	}
	to.Objects, from.Objects = []fyne.CanvasObject{f.beside}, nil
	shown(to, true)
	shown(from, false)
}

// Layout is for Fyne.
func (f *listFrame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	f.fold(size)
	var y float32
	put := func(o fyne.CanvasObject, high float32) {
		if !o.Visible() {
			return
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, max(0, high)))
		y += high
	}
	least := leastPageHeight * theme.Size(theme.BodyText)
	put(f.stays, widget.Fit(f.stays, size.Width).Height)
	put(f.bar, widget.Fit(f.bar, size.Width).Height)
	put(f.folds, min(widget.Fit(f.folds.Held()[0], size.Width).Height, size.Height-y-least))
	put(f.list, size.Height-y)
}

// MinSize asks for a few lines of the list only.
func (f *listFrame) MinSize([]fyne.CanvasObject) fyne.Size {
	wide := max(f.stays.MinSize().Width, f.bar.MinSize().Width, f.folds.MinSize().Width, f.list.MinSize().Width)
	width := max(f.width, wide)
	return fyne.NewSize(wide, widget.Fit(f.stays, width).Height+widget.Fit(f.more, width).Height+leastPageHeight*theme.Size(theme.BodyText))
}
