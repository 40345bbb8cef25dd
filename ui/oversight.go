package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// screenOversight is what waits across the team.
const screenOversight = "oversight"

// oversightScreen is a manager's Friday: what waits across the whole team, the
// reason as the heading and every line opening what it is about.
type oversightScreen struct {
	desk
	listPage
	opens map[string]Route
	said  *widget.Text
	none  fyne.CanvasObject // in the place of the list while nothing waits
	body  *fyne.Container
}

// oversightView is what the screen shows, read off the window's goroutine.
type oversightView struct {
	list       []data.OversightItem
	references map[data.ID]string
	restricted int
}

func newOversightScreen(d desk) *oversightScreen {
	s := &oversightScreen{desk: d, opens: map[string]Route{}, said: widget.Muted(d.t("case.reading"))}
	s.list = widget.NewList(widget.ListOptions{Name: d.t("oversight.title"), Open: func(id string) {
		if to, ok := s.opens[id]; ok {
			s.shell.Go(to)
		}
	}})
	s.none = widget.Empty(widget.EmptyOptions{Icon: "team", Title: d.t("today.empty"), Text: d.t("oversight.empty")})
	s.none.Hide()
	links := widget.Row(theme.Space8,
		widget.Link(d.t("oversight.days"), func() { s.shell.Go(Route{Screen: ScreenSettings, Tab: settingsQuiet}) }),
		widget.Link(d.t("retention.title"), func() { s.shell.Go(Route{Screen: screenDue}) }),
		widget.Link(d.t("oversight.trail"), func() { s.shell.Go(Route{Screen: ScreenTeam}) }),
	)
	s.body = newListFrame(d.caseDesk,
		widget.Pad(widget.Margins{Top: theme.Space16, Right: theme.Space24, Left: theme.Space24}, s.said),
		widget.Pad(widget.Margins{Top: theme.Space4, Right: theme.Space24, Bottom: theme.Space4, Left: theme.Space16}, links),
		widget.Pad(widget.Margins{Right: theme.Space12, Left: theme.Space12}, widget.Over(s.list, s.none))).body
	return s
}

// Content is the page.
func (s *oversightScreen) Content() fyne.CanvasObject { return s.body }

// Route is the page's.
func (s *oversightScreen) Route() Route { return Route{Screen: screenOversight} }

// Title is shown in the header.
func (s *oversightScreen) Title() string { return s.t("oversight.title") }

// Release lets go of what waits.
func (s *oversightScreen) Release() {
	s.shell.Runner().Cancel("oversight")
	clear(s.opens)
	s.listPage.Release()
}

// Refresh looks again at what waits.
func (s *oversightScreen) Refresh() {
	if s.gone {
		return
	}
	Go(s.shell.Runner(), "oversight", func(ctx context.Context) (oversightView, error) {
		list, err := s.vault.Oversight(ctx)
		if err != nil {
			return oversightView{}, err
		}
		view := oversightView{list: list, references: map[data.ID]string{}}
		for _, item := range list {
			if line, ok := s.vault.CaseLine(item.Case); ok {
				view.references[item.Case] = line.Reference
			}
		}
		view.restricted, err = s.vault.RestrictedCases(ctx)
		return view, err
	}, func(view oversightView, err error) {
		if err != nil {
			s.said.Set(data.Sentence(s.words, err))
			s.said.Show()
			s.body.Refresh()
			return
		}
		s.show(view)
	})
}

func (s *oversightScreen) show(view oversightView) {
	clear(s.opens)
	count := map[data.OversightKind]int{}
	for _, item := range view.list {
		count[item.Kind]++
	}
	var items widget.ItemSlice
	var kind data.OversightKind
	for i, item := range view.list {
		if item.Kind != kind {
			kind = item.Kind
			items = append(items, widget.Item{Heading: true, Title: s.t("oversight.heading", map[string]any{
				"What": s.t("oversight." + string(kind)), "Count": count[kind],
			})})
		}
		items = append(items, s.item(i, item, view.references[item.Case]))
	}
	s.put(items)
	if s.list.Chosen() == "" && s.canvas().Focused() == fyne.Focusable(s.list) {
		s.list.FocusGained() // which chooses the first row, now that there is one
	}
	said := s.n("oversight.count", len(view.list))
	if view.restricted > 0 {
		said += " " + s.n("team.restricted", view.restricted)
	}
	s.said.Set(said)
	shown(s.said, len(view.list) > 0 || view.restricted > 0) // the empty page says it
	shown(s.none, len(view.list) == 0)
	shown(s.list, len(view.list) > 0)
	s.body.Refresh()
}

// item is one line: whom it is about, since when it waits, and whose it is.
func (s *oversightScreen) item(n int, item data.OversightItem, reference string) widget.Item {
	id := string(item.Kind) + "/" + strconv.Itoa(n)
	s.opens[id] = oversightRoute(item)
	row := widget.Item{ID: id, Title: titleOf(s.words, item.Title, item.ToDo), Meta: reference, Icon: oversightIcons[item.Kind], Tone: widget.TonePlain}
	if s.covered() && item.Kind != data.OversightDebrief {
		row.Title = coverName(s.words, data.TodayItem{Contact: item.Contact}, reference)
	}
	switch {
	case item.Kind == data.OversightRequest:
		row.Title = dots(s.t("request.kind."+string(item.Asks)), s.uncovered(item.Title))
	case row.Title != "":
	case item.Kind == data.OversightTask:
		line, _ := s.vault.CaseLine(item.Case)
		row.Title = followUpWords(s.words, firstText(line.Name, reference), line.Matter)
	default:
		row.Title = s.t("contacts.noName")
	}
	since := s.t("oversight.since."+string(item.Kind), map[string]any{"Date": s.words.ShortDate(item.Since.Local())})
	who := item.Who
	if who == "" {
		who = s.t("oversight.nobody")
	}
	row.Detail = dots(since, who)
	switch item.Kind {
	case data.OversightCrisis, data.OversightDanger:
		row.Tone = widget.ToneDanger
	case data.OversightApproval, data.OversightSafeguarding, data.OversightFirst, data.OversightReply, data.OversightTask, data.OversightRequest:
		row.Tone = widget.ToneDue
	}
	return row
}

var oversightIcons = map[data.OversightKind]string{
	data.OversightCrisis: "crisis", data.OversightDanger: "crisis", data.OversightApproval: "letters", data.OversightLate: "letters",
	data.OversightSafeguarding: "warning", data.OversightFirst: "phone", data.OversightReply: "letters", data.OversightReview: "plan",
	data.OversightRisk: "calendar", data.OversightTask: "clock", data.OversightRequest: "letters", data.OversightDebrief: "person", data.OversightQuiet: "cases",
}

// oversightRoute is where a line leads.
func oversightRoute(item data.OversightItem) Route {
	switch {
	case !item.Request.IsZero():
		return Route{Screen: ScreenRequest, ID: item.Request.String()}
	case item.Asked:
		return Route{Screen: screenAsked, ID: item.Letter.String()}
	case !item.Letter.IsZero():
		return Route{Screen: screenLetter, ID: item.Letter.String()}
	case !item.Contact.IsZero():
		return Route{Screen: ScreenContact, ID: item.Contact.String()}
	case item.Kind == data.OversightReview:
		return Route{Screen: ScreenCase, ID: item.Case.String(), Tab: "plan"}
	}
	return Route{Screen: ScreenCase, ID: item.Case.String()}
}

// openOversight is a manager's way to it, from Today, from Team and by its key.
func (d desk) openOversight() {
	if d.app.standing.me.Role == data.Manager {
		d.shell.Go(Route{Screen: screenOversight})
	}
}
