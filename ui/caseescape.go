package ui

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// leftForm is a form that Esc closed while something stood in it that is not
// saved. Its draft is kept, and the page leads back to it.
type leftForm struct{ title, draft string }

// shutter is a page of a case that may show something in its own place.
type shutter interface{ shut() }

// escape closes the form that is open, or what else stands in the place of the
// page. Nothing typed is lost by it: the form is offered again.
func (s *caseScreen) escape() {
	ed := s.editor
	if ed == nil {
		if page, ok := s.page().(shutter); ok {
			page.shut()
		}
		return
	}
	switch {
	case ed.busy:
	case ed.typed():
		s.setAside(ed)
	default:
		ed.cancel()
	}
}

// setAside closes a form and keeps what was typed in it.
func (s *caseScreen) setAside(ed *editor) {
	ed.keeper.touch() // also what was typed before it was opened this time
	ed.leave()
	s.aside = &leftForm{ed.title, ed.draft}
	s.edited(false)
}

// asideBand says that what was typed is kept, and leads back to it. It stands
// under the page, where it is in sight however far that is scrolled.
func (s *caseScreen) asideBand() fyne.CanvasObject {
	left := *s.aside
	band := widget.NewBand(widget.BandOptions{
		Text: s.t("case.form.aside", map[string]any{"Form": left.title}), Icon: "note",
		Actions: []*widget.Button{widget.Link(s.t("today.draft.continue"), func() { s.resume(left.draft) })},
	})
	return widget.Pad(widget.Sideways(theme.Space24, theme.Space8), band)
}
