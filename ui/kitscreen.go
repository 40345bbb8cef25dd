package ui

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// kitScreen confirms the recovery kit later, from the paper.
type kitScreen struct {
	desk
	check *kitCheckForm
	body  fyne.CanvasObject
}

func newKitScreen(d desk) *kitScreen {
	s := &kitScreen{desk: d}
	if !d.app.standing.kitPending && !d.app.standing.kitDrill {
		s.body = widget.Page(widget.Body(d.t("settings.kit.done")))
		return s
	}
	s.check = newKitCheckForm(d.app, func() { d.app.readStanding(Route{Screen: ScreenToday}) })
	s.body = widget.Page(widget.Narrow(gateWidth, widget.Stack(theme.Space24,
		widget.Body(d.t("create.kit.again")),
		widget.Strong(d.t("create.kit.envelope")),
		s.check.object(),
		widget.NewButton(widget.ButtonOptions{Label: d.t("create.kit.confirm"), Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.check.confirm}),
	)))
	return s
}

// Content is the page.
func (s *kitScreen) Content() fyne.CanvasObject { return s.body }

// Route is the kit's.
func (s *kitScreen) Route() Route { return Route{Screen: screenKit} }

// Title is shown in the header.
func (s *kitScreen) Title() string { return s.t("create.kit.title") }

// Refresh has nothing to read: what is typed is compared when it is confirmed.
func (s *kitScreen) Refresh() {}

// FirstFocus is the first group.
func (s *kitScreen) FirstFocus() fyne.Focusable {
	if s.check == nil {
		return nil
	}
	return s.check.entries[0]
}

// accept compares the groups.
func (s *kitScreen) accept() {
	if s.check != nil {
		s.check.confirm()
	}
}
