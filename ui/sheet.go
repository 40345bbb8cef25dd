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
// the keys; or over its middle: the search. Esc or a click beside it closes it.
type sheet struct {
	fynewidget.BaseWidget
	on      fyne.Canvas
	scrim   fyne.CanvasObject
	content fyne.CanvasObject
	before  fyne.Focusable
	place   func(window fyne.Size) (fyne.Position, fyne.Size)
	closed  func() // after it was closed; may be nil
}

var _ widget.Layer = (*sheet)(nil)

const sheetWidth float32 = 560

// showSheet lays content over the right side of the canvas.
func showSheet(on fyne.Canvas, content fyne.CanvasObject) *sheet {
	return showSheetAt(on, widget.Sheet(0, content), atRight)
}

// showSheetAt lays content over the canvas where place says.
func showSheetAt(on fyne.Canvas, content fyne.CanvasObject, place func(fyne.Size) (fyne.Position, fyne.Size)) *sheet {
	s := &sheet{on: on, scrim: widget.Surface(theme.Scrim, 0, widget.Gap(0)), content: content, before: on.Focused(), place: place}
	s.ExtendBaseWidget(s)
	on.Overlays().Add(s)
	s.Resize(on.Size())
	return s
}

// begin puts the keyboard on the way out, which is in sight: the sheet is read from its top.
func (s *sheet) begin() {
	if fields := widget.Fields(s.content); len(fields) > 0 {
		s.on.Focus(fields[0])
	}
}

// Dismiss closes the sheet; the keyboard goes back to where it was.
func (s *sheet) Dismiss() {
	s.on.Overlays().Remove(s)
	widget.GiveBack(s.on, s.before)
	if s.closed != nil {
		s.closed()
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

func atRight(window fyne.Size) (fyne.Position, fyne.Size) {
	left := max(0, window.Width-sheetWidth)
	return fyne.NewPos(left, 0), fyne.NewSize(window.Width-left, window.Height)
}

// Tapped closes the sheet where the tap is beside it.
func (s *sheet) Tapped(ev *fyne.PointEvent) {
	at, size := s.place(s.Size())
	inside := ev.Position.X >= at.X && ev.Position.X < at.X+size.Width && ev.Position.Y >= at.Y && ev.Position.Y < at.Y+size.Height
	if !inside {
		s.Dismiss()
	}
}

// CreateRenderer draws the sheet.
func (s *sheet) CreateRenderer() fyne.WidgetRenderer { return &sheetRenderer{s} }

type sheetRenderer struct{ s *sheet }

func (r *sheetRenderer) Layout(size fyne.Size) {
	r.s.scrim.Resize(size)
	at, of := r.s.place(size)
	r.s.content.Move(at)
	r.s.content.Resize(of)
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
