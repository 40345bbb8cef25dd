package ui

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// requestsScreen is the register of requests: what is open with the day it is due, then what is decided.
type requestsScreen struct {
	caseDesk
	list  *widget.List
	begin *widget.Button
	said  *widget.Text
	none  fyne.CanvasObject
	body  fyne.CanvasObject
}

func newRequestsScreen(d caseDesk) *requestsScreen {
	s := &requestsScreen{caseDesk: d, said: widget.Muted("")}
	s.list = widget.NewList(widget.ListOptions{Name: d.t("requests.title"), Wrap: true, Open: func(id string) { s.shell.Go(Route{Screen: ScreenRequest, ID: id}) }})
	s.none = widget.Empty(widget.EmptyOptions{Icon: "letters", Title: d.t("requests.empty"), Text: d.t("requests.how")})
	s.none.Hide()
	s.begin = widget.NewButton(widget.ButtonOptions{Label: d.t("request.new"), Icon: "plus", Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})
	s.body = widget.Frame(widget.Sides{
		Top: widget.Pad(widget.Margins{Top: theme.Space16, Right: theme.Space24, Bottom: theme.Space8, Left: theme.Space24},
			widget.Stack(theme.Space8, widget.Row(theme.Space12, s.begin), s.said)),
		Center: widget.Pad(widget.Margins{Right: theme.Space12, Left: theme.Space12}, container.NewStack(s.list, s.none)),
	})
	return s
}

// newRequest opens an empty form, from anywhere.
func (d caseDesk) newRequest() {
	if d.vault.Me().Role != data.Volunteer {
		d.shell.Go(Route{Screen: ScreenRequest})
	}
}

// Content is the page.
func (s *requestsScreen) Content() fyne.CanvasObject { return s.body }

// Route is where the register is.
func (s *requestsScreen) Route() Route { return Route{Screen: ScreenRequests} }

// Title is shown in the header.
func (s *requestsScreen) Title() string { return s.t("requests.title") }

// FirstFocus is the list, or the way to a first request.
func (s *requestsScreen) FirstFocus() fyne.Focusable {
	if !s.list.Visible() {
		return s.begin
	}
	return s.list
}

// accept begins a request.
func (s *requestsScreen) accept() { s.newRequest() }

// Save is for Back.
func (s *requestsScreen) Save() any { return lettersKept{s.list.Chosen(), s.list.Offset()} }

// Restore is for Back.
func (s *requestsScreen) Restore(kept any) {
	if k, ok := kept.(lettersKept); ok {
		s.list.Return(k.chosen, k.offset)
	}
}

// requestLine is a request with the reference of its case.
type requestLine struct {
	data.RequestLine
	reference string
}

// Refresh reads the register anew.
func (s *requestsScreen) Refresh() {
	Go(s.shell.Runner(), "requests", func(context.Context) ([]requestLine, error) {
		var rows []requestLine
		for _, l := range s.vault.Requests() {
			line, _ := s.vault.CaseLine(l.Case)
			rows = append(rows, requestLine{l, line.Reference})
		}
		return rows, nil
	}, func(rows []requestLine, _ error) { s.show(rows) })
}

func (s *requestsScreen) show(rows []requestLine) {
	var items widget.ItemSlice
	open := 0
	for i, r := range rows {
		if i == 0 || rows[i-1].Open() != r.Open() {
			key := "requests.decided"
			if r.Open() {
				key = "requests.open"
			}
			items = append(items, widget.Item{Heading: true, Title: s.t(key)})
		}
		if r.Open() {
			open++
		}
		items = append(items, s.item(r))
	}
	s.list.SetItems(items)
	s.said.Set("")
	if len(rows) > 0 {
		s.said.Set(s.words.N("requests.count", open))
	}
	shown(s.none, len(rows) == 0)
	if shown(s.list, len(rows) > 0); len(rows) == 0 && s.canvas().Focused() == fyne.Focusable(s.list) {
		s.focus(s.begin)
	}
}

func (s *requestsScreen) item(r requestLine) widget.Item {
	name := s.uncovered(r.Name)
	item := widget.Item{ID: r.ID.String(), Icon: "letters", Title: dots(s.t("request.kind."+string(r.Kind)), name), Meta: r.reference}
	if !r.Open() {
		item.Detail = dots(outcomeWords(s.words, r.Kind, r.Outcome), s.words.ShortDate(r.Decided.Local()))
		return item
	}
	due := dueWords(s.words, r.Request, s.vault.Now())
	if r.Judged {
		due = s.t("request.due.breach.judged")
	}
	item.Detail = dots(doNotConfirm(s.words, r.Request), due, r.Owner)
	if clock := r.Clock(s.vault.Now().Location()); clock.Due.Before(s.vault.Now().AddDate(0, 0, 7)) || r.DoNotConfirm() {
		item.Tone = widget.ToneDue
	}
	return item
}

// doNotConfirm is what to know at once of somebody who may not be told anything.
func doNotConfirm(t *assets.Translator, r data.Request) string {
	if !r.DoNotConfirm() {
		return ""
	}
	return t.T("request.doNotConfirm")
}

// dueWords say until when a request is to be answered, and why its clock stands still.
func dueWords(t *assets.Translator, r data.Request, now time.Time) string {
	clock := r.Clock(now.Location())
	late := clock.Due.Before(now)
	day := t.Date(clock.Due.In(now.Location()))
	if clock.DayOnly {
		late = clock.Due.Before(startOfToday(now))
	} else {
		day = momentWords(t, clock.Due)
	}
	key := "request.due"
	switch {
	case clock.Waits != "":
		key = "request.waits." + string(clock.Waits)
	case r.Judged():
		return t.T("request.due.breach.judged")
	case r.Kind == data.Breach && late:
		key = "request.due.breach.late"
	case r.Kind == data.Breach:
		hours := strconv.Itoa(int(clock.Due.Sub(now).Hours()))
		return t.T("request.due.breach", map[string]any{"Date": day, "Hours": hours})
	case late:
		key = "request.due.late"
	case clock.Ours && !(r.Kind == data.VictimInformation && !r.ReplyBy.IsZero()):
		key = "request.due.ours"
	}
	return t.T(key, map[string]any{"Date": day})
}

// requestRow is a request on Today.
func (s *todayScreen) requestRow(row widget.Item, item data.TodayItem) widget.Item {
	name := ""
	if row.Title != s.t("contacts.noName") && !s.covered() {
		name = row.Title
	}
	row.Title = dots(s.t("request.kind."+string(item.Asks)), name)
	key, day := "today.request", s.words.ShortDate(item.Due.Local())
	if !item.DayOnly {
		day = momentWords(s.words, item.Due)
	}
	switch {
	case item.Late:
		key += ".late"
	case item.Waits != "":
		key += ".waits"
	case item.Asks == data.Breach:
		key += ".breach"
	}
	row.Detail = s.t(key, map[string]any{"Date": day})
	if item.Asker == data.AskerSuspect {
		row.Detail = dots(s.t("request.doNotConfirm"), row.Detail)
	}
	return row
}
