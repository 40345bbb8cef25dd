package ui

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// tour leads through the made-up charity, a page and a sentence at a time. It
// stands above every page, can be left at any step and begun again from F1.
type tour struct {
	role data.Role
	step int // from 0
}

// tourSteps are the pages of a role's tour; its sentences are tour.ROLE.1 and
// so on. A case and a contact are those that were written last.
func (a *app) tourSteps(role data.Role) []Route {
	ofCase := func(tab string) Route {
		r := Route{Screen: ScreenCases}
		for _, l := range a.vault.Cases() {
			if l.Closed.IsZero() {
				return Route{Screen: ScreenCase, ID: l.ID.String(), Tab: tab}
			}
		}
		return r
	}
	switch role {
	case data.Volunteer:
		contact := Route{Screen: ScreenContacts}
		if list := a.vault.ContactList(); list.Len() > 0 {
			contact = Route{Screen: ScreenContact, ID: list.At(0).ID.String()}
		}
		return []Route{
			{Screen: ScreenToday}, {Screen: screenContactForm, ID: newPrefix + data.NewID().String()}, {Screen: ScreenContacts}, contact, {Screen: screenEndShift},
		}
	case data.Caseworker:
		return []Route{{Screen: ScreenCases}, ofCase(tabOverview), ofCase(tabNotes), ofCase(tabPlan), ofCase(tabEvidence), {Screen: ScreenLetters}}
	}
	return []Route{{Screen: ScreenToday}, {Screen: screenOversight}, {Screen: ScreenTeam}, {Screen: ScreenLetters}, {Screen: ScreenSettings}}
}

// tourRoles are the roles whose pages this colleague can open.
func (a *app) tourRoles() []data.Role {
	roles := []data.Role{data.Volunteer, data.Caseworker, data.Manager}
	return roles[:slices.Index(roles, a.standing.me.Role)+1]
}

// offersTours reports whether nothing here is real: only there can one try
// everything.
func (a *app) offersTours() bool { return a.vault != nil && a.standing.organisation.Fictional }

// startTour begins a role's tour.
func (a *app) startTour(role data.Role) {
	if !a.offersTours() {
		return
	}
	a.tour = &tour{role: role}
	a.showTour()
}

// leaveTour ends it where it is.
func (a *app) leaveTour() {
	a.tour = nil
	a.drawTour()
	if f, ok := a.shell.Current().(Focuser); ok && f.FirstFocus() != nil {
		a.window.Canvas().Focus(f.FirstFocus())
	}
}

// closeTour takes the offer away for good; F1 still has it.
func (a *app) closeTour() {
	a.prefs.NoTour = true
	a.prefs.save()
	a.leaveTour()
}

// moveTour goes on, or back.
func (a *app) moveTour(by int) {
	a.tour.step += by
	a.showTour()
}

// showTour opens the page of the step, with the keyboard on what goes on.
func (a *app) showTour() {
	a.shell.Go(a.tourSteps(a.tour.role)[a.tour.step])
	if next := a.drawTour(); next != nil {
		a.shell.Lead(next)
	}
}

// drawTour says the step above the page, or where a tour can be begun. It
// returns what the keyboard goes on with.
func (a *app) drawTour() fyne.Focusable {
	if a.tourPlace == nil {
		return nil
	}
	a.tourPlace.RemoveAll()
	defer func() { a.shell.Content().Refresh() }()
	if a.tour == nil {
		if a.offersTours() && !a.prefs.NoTour {
			shut := widget.Link(a.t("common.close"), a.closeTour)
			a.tourPlace.Add(widget.NewBand(widget.BandOptions{Text: a.t("tour.offer"), Icon: "help", Actions: append(a.tourLinks(nil), shut)}))
		}
		return nil
	}
	steps := len(a.tourSteps(a.tour.role))
	var next *widget.Button
	var actions []*widget.Button
	if a.tour.step+1 < steps {
		next = widget.Link(a.t("tour.next"), func() { a.moveTour(1) })
		actions = append(actions, next)
	}
	if a.tour.step > 0 {
		actions = append(actions, widget.Link(a.t("tour.before"), func() { a.moveTour(-1) }))
	}
	leave := widget.Link(a.t("tour.leave"), a.leaveTour)
	if next == nil {
		next = leave
	}
	said := a.t("tour.step", map[string]any{"Step": a.tour.step + 1, "Steps": steps}) + " " + a.t("tour."+string(a.tour.role)+"."+strconv.Itoa(a.tour.step+1))
	a.tourPlace.Add(widget.NewBand(widget.BandOptions{Text: said, Icon: "help", Actions: append(actions, leave)}))
	return next
}

// tourLinks begin a tour; before is done first.
func (a *app) tourLinks(before func()) []*widget.Button {
	var links []*widget.Button
	for _, role := range a.tourRoles() {
		links = append(links, widget.Link(a.t("tour."+string(role)), func() {
			if before != nil {
				before()
			}
			a.startTour(role)
		}))
	}
	return links
}
