package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// sheet is a page that lies over the right side of the window: the crisis card,
// the keys. Esc or a click beside it closes it.
type sheet struct {
	fynewidget.BaseWidget
	on      fyne.Canvas
	scrim   fyne.CanvasObject
	content fyne.CanvasObject
	before  fyne.Focusable
}

var _ widget.Layer = (*sheet)(nil)

const sheetWidth float32 = 560

// showSheet lays content over the canvas.
func showSheet(on fyne.Canvas, content fyne.CanvasObject) *sheet {
	s := &sheet{on: on, scrim: widget.Surface(theme.Scrim, 0, widget.Gap(0)), content: widget.Surface(theme.Page, 0, content), before: on.Focused()}
	s.ExtendBaseWidget(s)
	on.Overlays().Add(s)
	s.Resize(on.Size())
	return s
}

// Dismiss closes the sheet; the keyboard goes back to where it was.
func (s *sheet) Dismiss() {
	s.on.Overlays().Remove(s)
	if s.before != nil {
		s.on.Focus(s.before)
	}
}

// shown reports whether the sheet is on top or below something.
func (s *sheet) shown() bool { return slices.Contains(s.on.Overlays().List(), fyne.CanvasObject(s)) }

// Accept does nothing: there is nothing to agree to.
func (s *sheet) Accept() bool { return false }

// Held is the content, for what looks for a focused field.
func (s *sheet) Held() []fyne.CanvasObject { return []fyne.CanvasObject{s.content} }

// Describe says that something lies over the page.
func (s *sheet) Describe() widget.Description {
	return widget.Description{Role: widget.RoleDialog, State: widget.Modal, Active: -1}
}

func (s *sheet) left(width float32) float32 { return max(0, width-sheetWidth) }

// Tapped closes the sheet where the tap is beside it.
func (s *sheet) Tapped(ev *fyne.PointEvent) {
	if ev.Position.X < s.left(s.Size().Width) {
		s.Dismiss()
	}
}

// CreateRenderer draws the sheet.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer { return &sheetRenderer{s} }

type sheetRenderer struct{ s *sheet }

func (r *sheetRenderer) Layout(size fyne.Size) {
	r.s.scrim.Resize(size)
	left := r.s.left(size.Width)
	r.s.content.Move(fyne.NewPos(left, 0))
	r.s.content.Resize(fyne.NewSize(size.Width-left, size.Height))
}

func (r *sheetRenderer) MinSize() fyne.Size { return r.s.content.MinSize() }

func (r *sheetRenderer) Refresh() {
	r.s.scrim.Refresh()
	r.s.content.Refresh()
	canvas.Refresh(r.s)
}

func (r *sheetRenderer) Destroy() {}

func (r *sheetRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.s.scrim, r.s.content}
}
