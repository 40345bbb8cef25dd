package ui

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// todayScreen is what waits: now, today, this week.
type todayScreen struct {
	desk
	listPage
	opens map[string]func() // by line, but for those of what waits
	read  waiting           // what was read last
	rows  *todayRows        // and what is shown of it
	whose *todayFilter
	said  *fyne.Container // what was ticked off last
	none  *fyne.Container // said where nothing waits
	log   *widget.Button  // what is done there first
	page  *fyne.Container // whose it is, and what can be done
	frame *listFrame
}

// waiting is what Today shows.
type waiting struct {
	today  data.Today
	drafts []data.Draft
	copies []copyOnDisk       // unprotected, and still on this computer
	kit    []copyOnDisk       // the recovery kit, saved as a file
	names  map[data.ID]string // references of the cases
}

func newTodayScreen(d desk) *todayScreen {
	s := &todayScreen{desk: d, opens: map[string]func(){}, rows: &todayRows{}, said: widget.Stack(0)}
	s.said.Hide()
	s.list = widget.NewList(widget.ListOptions{Name: d.t("rail.today"), Wrap: true, Open: s.open})
	s.whose = newTodayFilter(d, func() { s.show(s.read) })
	s.none, s.page = widget.Stack(0), widget.Stack(0)
	s.frame = newListFrame(d.caseDesk, widget.Stack(0, s.none, s.said), s.page,
		widget.Pad(widget.Margins{Top: theme.Space4, Right: theme.Space12, Left: theme.Space12}, s.list))
	return s
}

// Content is the page.
func (s *todayScreen) Content() fyne.CanvasObject { return s.frame.body }

// Route is Today's.
func (s *todayScreen) Route() Route { return Route{Screen: ScreenToday} }

// Title is shown in the header.
func (s *todayScreen) Title() string { return s.t("today.title") }

// Refresh reads what waits anew.
func (s *todayScreen) Refresh() {
	if s.gone {
		return
	}
	Go(s.shell.Runner(), "today", func(ctx context.Context) (waiting, error) {
		w := waiting{today: s.vault.Today(), names: map[data.ID]string{}, copies: stillHere(s.vault), kit: kitHere(s.vault)}
		drafts, err := s.vault.Drafts(ctx)
		w.drafts = slices.DeleteFunc(drafts, func(d data.Draft) bool {
			_, there := s.unfinishedOf(d)
			return !there && !strings.HasPrefix(d.Form, contactDraftPrefix)
		})
		for _, list := range []data.TodayList{w.today.Now, w.today.Today, w.today.Week} {
			for _, item := range list.All() {
				if line, ok := s.vault.CaseLine(item.Case); ok && !item.Case.IsZero() {
					w.names[item.Case] = line.Reference
				}
			}
		}
		return w, err
	}, func(w waiting, _ error) {
		s.show(w)
		s.lookForDue()
		s.askAgain(questions(map[string]func(){waitingCall: s.app.askWaiting}))
	})
}

// Release lets go of what waits.
func (s *todayScreen) Release() {
	s.shell.Runner().Cancel("today")
	s.read, s.rows = waiting{}, &todayRows{screen: s}
	clear(s.opens)
	s.listPage.Release()
}

func (s *todayScreen) open(id string) {
	if do := s.opens[id]; do != nil {
		do()
	} else if item, ok := s.rows.waits(id); ok {
		s.goTo(item)
	}
}

func (s *todayScreen) show(w waiting) {
	if s.gone {
		return
	}
	s.read = w
	clear(s.opens)
	rows := &todayRows{screen: s}
	s.rows = rows
	heading := func(title string) { rows.add(widget.Item{Heading: true, Title: title}) }
	drafts := func() {
		if len(w.drafts) > 0 {
			heading(s.t("today.draft"))
		}
		for _, d := range w.drafts {
			rows.add(s.draftItem(d))
		}
	}
	w.today.Week = s.withoutKitOfMadeUp(w.today.Week)
	all := w.today.Today.Len() + w.today.Week.Len()
	w.today.Today, w.today.Week = s.whose.of(w.today.Today), s.whose.of(w.today.Week)
	hidden := all - w.today.Today.Len() - w.today.Week.Len()
	for _, part := range []struct {
		key  string
		list data.TodayList
	}{{"today.now", w.today.Now}, {"today.today", w.today.Today}, {"today.week", w.today.Week}} {
		if part.list.Len() > 0 {
			title := s.t(part.key)
			if part.key == "today.today" && s.app.standing.me.Role == data.Volunteer {
				title = s.t("today.callBacks")
			}
			heading(title)
		}
		if part.key == "today.now" && part.list.Len() == 0 && s.noBackupOutside() {
			heading(s.t(part.key))
		}
		if part.key == "today.today" && len(w.copies)+len(w.kit) > 0 {
			if part.list.Len() == 0 {
				heading(s.t(part.key))
			}
			rows.add(s.copiesItems(w)...)
		}
		if part.key == "today.week" && s.anyDue() {
			if part.list.Len() == 0 {
				heading(s.t(part.key))
			}
			rows.add(s.dueItem())
		}
		rows.wait(part.key, part.list)
		if part.key == "today.now" && s.noBackupOutside() {
			rows.add(s.backupItem())
		}
		if part.key == "today.now" {
			drafts() // below what cannot wait
		}
	}
	s.put(rows)
	if s.list.Chosen() == "" && s.canvas().Focused() == fyne.Focusable(s.list) {
		s.list.FocusGained() // which chooses the first row, now that there is one
	}
	s.none.RemoveAll()
	s.page.RemoveAll()
	if hidden+len(w.drafts)+len(w.copies)+len(w.kit)+w.today.Now.Len()+w.today.Today.Len() == 0 && onlyKit(w.today.Week) && !s.noBackupOutside() && !s.anyDue() {
		s.none.Add(s.nothing())
		if s.canvas().Focused() == fyne.Focusable(s.list) {
			s.focus(s.log)
		}
	}
	if top := s.top(all, hidden); len(top) > 0 {
		s.page.Add(widget.Pad(widget.Margins{Top: theme.Space8, Right: theme.Space16, Bottom: theme.Space4, Left: theme.Space24}, widget.Row(theme.Space16, top...)))
	}
	s.frame.say("")
	if hidden > 0 {
		s.frame.say(s.n("today.hidden", hidden))
	}
	s.frame.body.Refresh()
}

// top is what stands above the list: whose it is, and a manager's way to what
// waits across the team.
func (s *todayScreen) top(all, hidden int) []fyne.CanvasObject {
	var top []fyne.CanvasObject
	role := s.app.standing.me.Role
	if role != data.Volunteer && all > 0 { // a volunteer's list is their own
		top = append(top, s.whose.object(hidden)...)
	}
	if s.rows.anyTask() {
		top = append(top, widget.NewButton(widget.ButtonOptions{Label: s.t("today.tick"), Icon: "check", Hint: keyNames("Ctrl+D"), Do: s.tick}))
	}
	if role == data.Manager {
		top = append(top, widget.NewButton(widget.ButtonOptions{Label: s.t("oversight.title"), Kind: widget.Plain, Icon: "team", Hint: "Ctrl+Shift+T", Do: s.openOversight}))
	}
	return top
}

// noBackupOutside reports whether a fire or a thief would take a week's work.
func (s *todayScreen) noBackupOutside() bool { return s.app.backupOverdue(s.app.standing.outside) }

// backupItem says so, and when the last backup was made.
func (s *todayScreen) backupItem() widget.Item {
	s.opens["backup"] = func() { s.shell.Go(Route{Screen: ScreenSettings, Tab: settingsBackup}) }
	detail := s.t("backup.none")
	if last := s.app.standing.outside; !last.IsZero() {
		detail = s.t("backup.outside.last", map[string]any{"Time": momentWords(s.words, last)})
	} else if last := s.app.standing.lastBackup; !last.IsZero() {
		detail = s.t("backup.last.here", map[string]any{"Time": momentWords(s.words, last)})
	}
	return widget.Item{ID: "backup", Title: s.t("backup.outside"), Icon: "warning", Tone: widget.ToneDanger, Detail: detail, Meta: s.t("backup.open")}
}

// withoutKitOfMadeUp leaves the kit out where there is nothing to recover.
func (s *todayScreen) withoutKitOfMadeUp(list data.TodayList) data.TodayList {
	if !s.app.standing.organisation.Fictional {
		return list
	}
	return list.Only(func(i data.TodayItem) bool { return i.Kind != data.TodayKit })
}

// onlyKit reports whether nothing waits but the recovery kit, which a band on
// every page speaks of as well.
func onlyKit(list data.TodayList) bool {
	return list.Only(func(i data.TodayItem) bool { return i.Kind != data.TodayKit }).Len() == 0
}

// nothing is an empty Today: a calm sentence and what could be done.
func (s *todayScreen) nothing() fyne.CanvasObject {
	s.log = widget.Primary(s.t("today.empty.log"), s.app.newContact)
	actions := []*widget.Button{
		s.log,
		widget.Secondary(s.t("today.empty.import"), func() { s.shell.Go(Route{Screen: screenImport}) }),
	}
	if s.app.standing.me.Role == data.Manager {
		actions = append(actions, widget.Secondary(s.t("today.empty.colleague"), func() { s.shell.Go(Route{Screen: ScreenTeam}) }),
			widget.Secondary(s.t("today.empty.onCall"), func() { s.shell.Go(Route{Screen: ScreenSettings, Tab: settingsOnCall}) }))
	}
	return widget.Empty(widget.EmptyOptions{Icon: "today", Title: s.t("today.empty"), Actions: actions})
}

// draftItem is what was begun and not saved.
func (s *todayScreen) draftItem(d data.Draft) widget.Item {
	if u, ok := s.unfinishedOf(d); ok {
		s.opens[d.Form] = func() { s.shell.Go(u.to) }
		return widget.Item{
			ID: d.Form, Title: firstText(u.name, u.form), Icon: "note", Tone: widget.ToneDue, Meta: s.t("today.draft.continue"),
			Detail: dots(u.form, momentWords(s.words, d.Saved.Local())),
		}
	}
	var body contactDraft
	_ = json.Unmarshal(d.Body, &body)
	s.opens[d.Form] = func() {
		s.shell.Go(Route{Screen: screenContactForm, ID: strings.TrimPrefix(d.Form, contactDraftPrefix)})
	}
	name := s.uncovered(body.Contact.Name())
	if name == "" {
		name = s.t("contacts.noName")
	}
	return widget.Item{
		ID: d.Form, Title: name, Icon: "note", Tone: widget.ToneDue, Meta: s.t("today.draft.continue"),
		Detail: s.t("today.draft.contact", map[string]any{"Time": momentWords(s.words, body.Contact.Started)}),
	}
}

// titleOf is what a line is called: its title, or what is to be done.
func titleOf(words *assets.Translator, title string, todo *data.Task) string {
	if todo == nil {
		return title
	}
	return todo.WhatIn(words)
}

// item is one line of Today.
func (s *todayScreen) item(part string, i int, item data.TodayItem) widget.Item {
	reference := s.read.names[item.Case]
	row := widget.Item{ID: todayID(part, i, item), Title: titleOf(s.words, item.Title, item.ToDo), Tone: widget.ToneDue, Icon: s.icon(item)}
	if s.covered() && item.Kind != data.TodayDebrief {
		row.Title = coverName(s.words, item, reference)
	}
	switch {
	case row.Title != "":
	case !item.Task.IsZero():
		row.Title = followUpWords(s.words, firstText(item.Name, reference), item.Matter)
		item.Name = "" // the title has it
	default:
		row.Title = s.t("contacts.noName")
	}
	day := s.words.ShortDate(item.Due.Local())
	switch item.Kind {
	case data.TodayCrisis:
		row.Tone, row.Meta, row.Detail = widget.ToneDanger, s.t("crisis.notFinished"), s.t("today.crisis.hint")
	case data.TodayDanger:
		row.Tone, row.Meta, row.Detail = widget.ToneDanger, s.t("contacts.danger"), s.t("today.danger")
	case data.TodayUrgent:
		row.Meta, row.Detail = s.urgentWords(item), s.t("today.waiting", map[string]any{"Date": momentWords(s.words, item.Due)})
		if item.DayOnly {
			row.Detail = s.callBack(item)
		}
	case data.TodayDeadline:
		row.Detail = dots(s.deadline(item.Due, item.DayOnly), s.besideDeadline(item))
	case data.TodaySafeguarding:
		row.Detail = s.t("today.safeguarding")
	case data.TodayOverdue:
		row.Detail = s.callBack(item)
	case data.TodayDue:
		row.Detail = s.callBack(item)
	case data.TodayWaiting:
		row.Tone, row.Detail = widget.TonePlain, s.t("today.waiting", map[string]any{"Date": momentWords(s.words, item.Due)})
	case data.TodayReview:
		row.Tone, row.Detail = s.review("today.review", item)
	case data.TodayRisk:
		row.Tone, row.Detail = s.review("today.risk", item)
	case data.TodayReply:
		row.Detail = s.t("today.reply", map[string]any{"Date": day})
	case data.TodayRequest:
		row = s.requestRow(row, item)
	case data.TodayDebrief:
		row.Tone, row.Detail = widget.TonePlain, s.t("today.debrief", map[string]any{"Date": day})
	case data.TodayConfirm:
		row.Detail = s.t("today.confirm")
		if item.ByPhone {
			row.Detail = s.t("today.confirm.phone")
		}
	case data.TodayApprove:
		row.Detail = s.t("today.approve", map[string]any{"Date": momentWords(s.words, item.Due)})
	case data.TodayIssue:
		row.Detail = s.t("today.issue")
	case data.TodaySentBack:
		row.Detail = s.t("today.sentBack")
	case data.TodayKit:
		row.Tone, row.Title, row.Detail = widget.TonePlain, s.t("today.kit"), s.t("today.kit.hint")
	}
	if at := item.Threat; !at.Time.IsZero() {
		row.Detail = dots(s.deadline(at.Time, at.Precision != data.Exact), row.Detail)
	}
	if !item.Contact.IsZero() {
		row.Detail = dots(s.atOnce(item), row.Detail)
	}
	if item.From != "" {
		row.Detail = dots(row.Detail, s.t("today.from", map[string]any{"Name": item.From}))
	}
	owner := item.Owner
	if s.app.standing.me.Role == data.Volunteer || item.Mine(s.app.standing.me.Name) {
		owner = "" // who reads this knows
	}
	if item.Kind == data.TodayCrisis {
		row.Detail = dots(owner, row.Detail) // whose it is comes first: a narrow window cuts the end off
	} else {
		row.Detail = dots(row.Detail, owner)
	}
	row.Detail = dots(s.uncovered(item.Name), row.Detail)
	if row.Meta == "" {
		row.Meta = reference
	} else if row.Title != reference {
		row.Detail = dots(reference, row.Detail)
	}
	return row
}

// atOnce is what to know of a contact before it is opened: a child, the matter,
// thoughts of suicide, as far as the right of the row does not say it.
func (s *todayScreen) atOnce(item data.TodayItem) string {
	child, suicide := "", ""
	if item.Under18 && item.Kind != data.TodayUrgent {
		child = s.t("crisis.age.under18")
	}
	if item.Suicide && item.Kind != data.TodayCrisis && (item.Kind != data.TodayUrgent || item.Under18) {
		suicide = s.t("suicide.thoughts")
	}
	matter := item.Matter
	if matter == data.OtherMatter {
		matter = "" // which tells nothing
	}
	return dots(child, suicide, valueWords(s.words, "contact.matter", matter))
}

// urgentWords is why a contact comes before others.
func (s *todayScreen) urgentWords(item data.TodayItem) string {
	if item.Under18 {
		return s.t("crisis.age.under18")
	}
	return s.t("suicide.thoughts")
}

// callBack says when somebody is to be rung, or a task to be done.
func (s *todayScreen) callBack(item data.TodayItem) string {
	if item.Late {
		return s.t("today.overdue", map[string]any{"Date": s.words.ShortDate(item.Due.Local())})
	}
	return s.due(item.Due)
}

// deadline says what a blackmailer set.
func (s *todayScreen) deadline(at time.Time, dayOnly bool) string {
	words := momentWords(s.words, at)
	if dayOnly {
		words = s.words.Date(at.Local())
	}
	return s.t("today.deadline", map[string]any{"Time": words})
}

// besideDeadline says of a contact that stands there for a deadline what else waits:
// the call that was promised, or sorting.
func (s *todayScreen) besideDeadline(item data.TodayItem) string {
	switch {
	case !item.Call.IsZero():
		item.Due = item.Call
		return s.callBack(item)
	case item.Contact.IsZero() || s.app.standing.me.Role == data.Volunteer:
		return ""
	}
	return s.t("contacts.show.waiting")
}

// review says on which day something is looked at again, and that it is late.
func (s *todayScreen) review(key string, item data.TodayItem) (widget.Tone, string) {
	now := s.vault.Now()
	switch {
	case item.Late:
		return widget.ToneDue, s.t(key+".late", map[string]any{"Date": s.words.ShortDate(item.Due.Local())})
	case startOfToday(item.Due.In(now.Location())).Equal(startOfToday(now)):
		return widget.ToneDue, s.t(key + ".today")
	}
	return widget.TonePlain, s.t(key, map[string]any{"Date": s.words.ShortDate(item.Due.Local())})
}

func (s *todayScreen) due(day time.Time) string {
	now := s.vault.Now()
	if startOfToday(day.In(now.Location())).Equal(startOfToday(now)) {
		return s.t("today.dueToday")
	}
	return s.t("today.due", map[string]any{"Date": s.words.Date(day.In(now.Location()))})
}

func (s *todayScreen) icon(item data.TodayItem) string {
	switch item.Kind {
	case data.TodayCrisis, data.TodayDanger:
		return "crisis"
	case data.TodaySafeguarding, data.TodayDeadline, data.TodayUrgent:
		return "warning"
	case data.TodayReview:
		return "plan"
	case data.TodayRisk:
		return "calendar"
	case data.TodayReply, data.TodayRequest, data.TodayConfirm, data.TodayApprove, data.TodayIssue, data.TodaySentBack:
		return "letters"
	case data.TodayKit:
		return "lock"
	case data.TodayWaiting:
		return "contacts"
	}
	if !item.Contact.IsZero() {
		return "phone"
	}
	return "clock"
}

// goTo opens what a line is about.
func (s *todayScreen) goTo(item data.TodayItem) {
	switch {
	case !item.Request.IsZero():
		s.shell.Go(Route{Screen: ScreenRequest, ID: item.Request.String()})
	case item.Kind == data.TodayKit:
		s.shell.Go(Route{Screen: screenKit})
	case item.Kind == data.TodayConfirm:
		s.shell.Go(Route{Screen: screenLetter, ID: item.Letter.String()})
	case !item.Letter.IsZero():
		s.shell.Go(Route{Screen: screenAsked, ID: item.Letter.String()})
	case !item.Contact.IsZero():
		s.shell.Go(Route{Screen: ScreenContact, ID: item.Contact.String()})
	case item.Kind == data.TodayReview:
		s.shell.Go(Route{Screen: ScreenCase, ID: item.Case.String(), Tab: "plan"})
	case !item.Case.IsZero():
		s.shell.Go(Route{Screen: ScreenCase, ID: item.Case.String()})
	}
}
