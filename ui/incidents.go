package ui

import (
	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// screenIncidents is the incident log.
const screenIncidents = "incidents"

// incidentsScreen is what went wrong, who was told, and what was decided, for
// managers.
type incidentsScreen struct {
	desk
	page  *widget.Scroll
	begin *widget.Button // once the log is read
	list  []data.LoggedIncident
}

func newIncidentsScreen(d desk) *incidentsScreen {
	return &incidentsScreen{desk: d, page: widget.NewScroll(widget.Pad(widget.Around(theme.Space24), widget.Muted(d.t("case.reading"))))}
}

// Content is the page.
func (s *incidentsScreen) Content() fyne.CanvasObject { return s.page }

// Route is the page's.
func (s *incidentsScreen) Route() Route { return Route{Screen: screenIncidents} }

// Title is shown in the header.
func (s *incidentsScreen) Title() string { return s.t("team.incidents") }

// FirstFocus is the way to write down what happened, once the log is read.
func (s *incidentsScreen) FirstFocus() fyne.Focusable {
	if s.begin == nil {
		return nil
	}
	return s.begin
}

// accept writes down what happened.
func (s *incidentsScreen) accept() { s.shell.Go(Route{Screen: ScreenRequest, Tab: beginIncident}) }

// Refresh reads the log.
func (s *incidentsScreen) Refresh() {
	Go(s.shell.Runner(), "incidents", s.vault.IncidentLog, func(list []data.LoggedIncident, err error) {
		if err != nil {
			s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Body(data.Sentence(s.words, err))))
			return
		}
		s.list = list
		var blocks []fyne.CanvasObject
		for _, i := range list {
			blocks = append(blocks, s.incident(i))
		}
		first := s.begin == nil
		s.begin = widget.NewButton(widget.ButtonOptions{Label: s.t("incident.new"), Icon: "plus", Kind: widget.Filled, Hint: keyNames("Ctrl+Enter"), Do: s.accept})
		ways := widget.Row(theme.Space12, s.begin,
			widget.NewButton(widget.ButtonOptions{Label: s.t("lost.title"), Icon: "warning", Do: func() { s.shell.Go(Route{Screen: screenLost}) }}))
		offset := s.page.Offset()
		s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Narrow(formWidth, widget.Stack(theme.Space16,
			ways, widget.Muted(s.t("incident.lead")), part(s.t("team.incidents"), nil, s.t("team.incidents.empty"), blocks...)))))
		s.page.ScrollTo(offset)
		if first {
			s.beginWith(s.begin)
		}
	})
}

// incident is one line: what happened, who was told, what was decided and why.
func (s *incidentsScreen) incident(i data.LoggedIncident) fyne.CanvasObject {
	b := block{name: s.t("team.incident." + string(i.What)), words: i.Words, small: dots(s.t("incident.written", map[string]any{"Time": momentWords(s.words, i.At)}), i.By)}
	if s.covered() {
		b.words = ""
	}
	open := func(to Route) *widget.Button { return widget.Link(s.t("common.open"), func() { s.shell.Go(to) }) }
	if i.Registered() {
		r := i.Breach.Request.Value
		if !r.Aware.IsZero() { // the 72 hours count from it
			b.small = dots(s.t("incident.known", map[string]any{"Time": momentWords(s.words, r.Aware)}), b.small)
		}
		lines := []fyne.CanvasObject{widget.Body(s.decision(r))}
		for _, told := range []struct{ key, words string }{{"people_told", r.PeopleTold}, {"told", r.Told}} {
			if told.words != "" && !s.covered() {
				lines = append(lines, widget.Body(labelled(s.words, "record.request."+told.key, told.words)))
			}
		}
		b.more = lines
		b.do = does(open(Route{Screen: ScreenRequest, ID: i.Breach.Request.ID.String()}))
		return b.object()
	}
	b.more = []fyne.CanvasObject{widget.Body(s.t("incident.undecided"))}
	if !i.Contact.IsZero() {
		b.do = append(b.do, open(Route{Screen: ScreenContact, ID: i.Contact.String()}))
	} else if !i.Letter.IsZero() {
		b.do = append(b.do, open(Route{Screen: screenLetter, ID: i.Letter.String()}))
	}
	b.do = append(b.do, widget.Link(s.t("incident.register"), func() { s.shell.Go(Route{Screen: ScreenRequest, Tab: beginIncident + i.Entry.String()}) }))
	return b.object()
}

// decision says whether the ICO was told, and why not.
func (s *incidentsScreen) decision(r data.Request) string {
	switch {
	case !r.ICOTold.IsZero():
		return s.t("incident.ico.told", map[string]any{"Time": momentWords(s.words, r.ICOTold)})
	case r.ICOWhyNot != "":
		return s.t("incident.ico.not", map[string]any{"Why": r.ICOWhyNot})
	}
	return dueWords(s.words, r, s.vault.Now())
}

// What a new request begins as, in the tab of its route: a breach of a kind, of an
// entry of the incident log, or of a missing computer.
const (
	beginIncident = "incident:"
	beginLost     = "lost:"
)
