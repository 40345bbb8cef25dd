package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// requestScreen is one request: what is asked, until when, what was decided and what was given. A form takes its place
// while it is written.
type requestScreen struct {
	caseDesk
	id     data.ID
	saved  data.ID // what the form wrote last
	form   string  // to open once the request is read
	begins string  // what a new one begins as
	file   data.RequestFile
	page   *trailPage
	foot   *fyne.Container
	body   fyne.CanvasObject
	editor *editor
	filled func() // what the filled button does
	first  fyne.Focusable
}

func newRequestScreen(d caseDesk, r Route) *requestScreen {
	s := &requestScreen{caseDesk: d, form: r.Form, begins: r.Tab, page: newTrailPage(d, "request"), foot: widget.Stack(0)}
	_ = s.id.UnmarshalText([]byte(r.ID))
	s.body = widget.Frame(widget.Sides{Center: s.page.Scroll, Bottom: s.foot})
	return s
}

// Content is the page.
func (s *requestScreen) Content() fyne.CanvasObject { return s.body }

// Release lets go of what is read for it.
func (s *requestScreen) Release() { s.page.Release() }

// Route names the request.
func (s *requestScreen) Route() Route {
	if s.id.IsZero() {
		return Route{Screen: ScreenRequest, Tab: s.begins}
	}
	return Route{Screen: ScreenRequest, ID: s.id.String()}
}

// Title is the kind of request.
func (s *requestScreen) Title() string {
	if kind := s.file.Request.Value.Kind; kind != "" {
		return s.t("request.kind." + string(kind))
	}
	return s.t("request.title")
}

// FirstFocus is what is done first.
func (s *requestScreen) FirstFocus() fyne.Focusable { return s.first }

// Leave seals what is being typed.
func (s *requestScreen) Leave() {
	if s.editor != nil {
		s.editor.leave()
	}
}

// accept is Ctrl+Enter.
func (s *requestScreen) accept() {
	switch {
	case s.editor != nil:
		s.editor.accept()
	case s.filled != nil:
		s.filled()
	}
}

// requestView is a request with its versions.
type requestView struct {
	file     data.RequestFile
	versions []data.Version
	of       data.CaseLine
}

// Refresh reads the request; a new one begins with its form.
func (s *requestScreen) Refresh() {
	if s.editor != nil {
		return
	}
	if s.id.IsZero() {
		s.begin()
		return
	}
	Go(s.shell.Runner(), "request", func(ctx context.Context) (requestView, error) {
		var v requestView
		var err error
		if v.file, err = s.vault.OpenRequest(ctx, s.id); err != nil {
			return v, err
		}
		v.of, _ = s.vault.CaseLine(v.file.Request.Value.Case)
		v.versions, err = s.vault.History(ctx, s.id)
		return v, err
	}, func(v requestView, err error) {
		if err != nil {
			s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Body(data.Sentence(s.words, err))))
			return
		}
		s.file = v.file
		s.shell.Retitle()
		s.show(v)
		if s.form != "" {
			s.form = ""
			s.change()
		}
		s.askAgain(questions(map[string]func(){"request.decide": s.decide, "request.identity.confirm": s.confirm, "request.erase": s.erase, "request.erase.case": s.eraseCase}))
	})
}

// begin opens the form of a new request, as it begins.
func (s *requestScreen) begin() {
	readTrail(s.page, s.beginning, func(r data.Request) { s.edit(s.editRequest(data.ID{}, r)) })
}

// beginning is a new request: empty, or a breach of what is known already.
func (s *requestScreen) beginning(ctx context.Context) (data.Request, error) {
	now, me := s.vault.Now(), s.vault.Me().Name
	if entry, ok := strings.CutPrefix(s.begins, beginIncident); ok {
		log, err := s.vault.IncidentLog(ctx)
		i := slices.IndexFunc(log, func(i data.LoggedIncident) bool { return !i.Entry.IsZero() && i.Entry.String() == entry })
		if i < 0 {
			return data.Request{Kind: data.Breach, Received: now, By: me, Aware: now}, err
		}
		return log[i].AsBreach(now, me), err
	}
	if origin, ok := strings.CutPrefix(s.begins, beginLost); ok {
		computers, err := s.vault.Computers(ctx)
		var missing data.ComputerSeen
		for _, c := range computers {
			if c.ID.String() == origin {
				missing = c
			}
		}
		lost := s.vault.Lost(missing)
		return data.Request{Kind: data.Breach, Incident: data.IncidentComputer, Received: now, By: me, Owner: me, Aware: now, Lost: &lost, Wants: s.t("lost.wants")}, err
	}
	return data.Request{Received: now, By: me}, nil
}

func (s *requestScreen) change() { s.edit(s.editRequest(s.id, copyJSON(s.file.Request.Value))) }

// edit puts a form in the place of the page.
func (s *requestScreen) edit(e edit) {
	openEditor(s.caseDesk, e, s.edited, func(ed *editor) {
		put := func() {
			s.foot.Objects = []fyne.CanvasObject{ed.foot()}
			s.foot.Refresh()
			s.page.Set(ed.content())
			s.body.Refresh()
		}
		ed.changed = put
		s.editor = ed
		put()
		s.page.ScrollTo(0)
		s.startAt(ed.first())
	})
}

func (s *requestScreen) edited(saved bool) {
	s.editor = nil
	s.foot.Objects = nil
	s.foot.Refresh()
	s.body.Refresh()
	if s.id.IsZero() {
		if !saved {
			s.shell.Back()
			return
		}
		s.id = s.saved
	}
	s.page.ScrollTo(0) // the day it is due, not how far the form was read
	s.Refresh()
}

func (s *requestScreen) show(v requestView) {
	r, d := v.file.Request.Value, v.file.Decision.Value
	manager, open := s.vault.Me().Role == data.Manager, d.Outcome == ""
	buttons := widget.Row(theme.Space12)
	add := func(key, icon string, do func()) {
		o := widget.ButtonOptions{Label: s.t(key), Icon: icon, Do: do}
		if s.filled == nil {
			s.filled, o.Kind, o.Hint = do, widget.Filled, "Ctrl+Enter"
		}
		b := widget.NewButton(o)
		if s.first == nil {
			s.first = b
		}
		buttons.Add(b)
	}
	s.filled, s.first = nil, nil
	if manager && open {
		add("request.decide", "check", s.decide)
	}
	if open && unconfirmed(r) {
		add("request.identity.confirm", "person", s.confirm)
	}
	add("request.change", "note", s.change)
	if manager && !open {
		buttons.Add(widget.Link(s.t("request.decide.again"), s.decide))
		buttons.Add(widget.Link(s.t("request.erase"), s.erase))
	}
	if v.of.Reference != "" && (r.Kind == data.SubjectAccess || r.Kind == data.VictimInformation) && !r.DoNotConfirm() {
		add("giving.title", "letters", func() { s.shell.Go(givingRoute(r.Case, s.id)) })
	}
	if r.Lost != nil && manager {
		add("lost.do", "warning", func() { s.shell.Go(Route{Screen: screenLost, ID: s.id.String()}) })
	}
	if v.of.Reference != "" {
		buttons.Add(widget.Link(s.t("letters.openCase"), func() { s.shell.Go(Route{Screen: ScreenCase, ID: r.Case.String()}) }))
		if waits := r.Clock(s.vault.Now().Location()).Waits; r.Kind == data.ErasureRequest && manager && waits == "" { // else it is not known who asks, or for what
			buttons.Add(widget.Link(s.t("request.erase.case"), s.eraseCase))
		}
	}
	var parts []fyne.CanvasObject
	if r.DoNotConfirm() {
		parts = append(parts, doNotConfirmBand(s.caseDesk))
	}
	if who := r.Asker; notABreach(r) && asksForSomebody(who) {
		parts = append(parts, askerBand(s.caseDesk, who))
	}
	if open {
		parts = append(parts, widget.NewBand(widget.BandOptions{Text: dueWords(s.words, r, s.vault.Now()), Icon: "clock", Kind: widget.BandInfo, Strong: true}))
		if unconfirmed(r) {
			parts = append(parts, widget.NewBand(widget.BandOptions{Text: s.t("request.identity.none"), Icon: "warning", Kind: widget.BandWarm}))
		}
	} else {
		parts = append(parts, widget.NewBand(widget.BandOptions{Text: outcomeWords(s.words, r.Kind, d.Outcome), Icon: "check", Kind: widget.BandInfo, Strong: true}))
	}
	parts = append(parts, buttons)
	if r.Kind == data.Breach && manager {
		parts = append(parts, statementLinks(s.caseDesk, s.id))
	}
	parts = append(parts, s.facts(r, v.of))
	if !open {
		parts = append(parts, part(s.t("request.decision"), nil, "", block{
			name: outcomeWords(s.words, r.Kind, d.Outcome), words: strings.Join(nonEmptyTexts(d.Reason, labelled(s.words, "record.decision.on", dayText(s.words.Date, d.On)), labelled(s.words, "record.decision.told", d.Told)), "\n"),
			small: dots(momentWords(s.words, v.file.Decision.Written), v.file.Decision.By),
		}.object()))
	}
	if notABreach(r) {
		parts = append(parts, s.gave(r))
	}
	parts = append(parts, s.versions(v.versions))
	offset := s.page.Offset()
	s.page.Set(widget.Pad(widget.Sideways(theme.Space24, theme.Space16), widget.Narrow(formWidth, widget.Stack(theme.Space16, parts...))))
	s.page.ScrollTo(offset)
	s.focus(s.first)
}

// facts are what is written down of the request, in the order of the form.
func (s *requestScreen) facts(r data.Request, of data.CaseLine) fyne.CanvasObject {
	lines := widget.Stack(theme.Space4)
	line := func(key, value string) {
		if value = strings.TrimSpace(value); value != "" {
			lines.Add(widget.Body(labelled(s.words, "record.request."+key, value)))
		}
	}
	day := s.words.Date
	line("asker", valueWords(s.words, "request.asker", r.Asker))
	line("name", s.uncovered(r.Name))
	line("wants", r.Wants)
	line("received", dots(momentWords(s.words, r.Received), valueWords(s.words, "request.how", r.How), r.By))
	line("incident", valueWords(s.words, "team.incident", r.Incident))
	line("aware", momentWords(s.words, r.Aware))
	if l := r.Lost; l != nil {
		line("lost.used_by", joinNames(l.UsedBy))
		line("lost.last_entry", momentWords(s.words, l.LastEntry))
		line("lost.bound", answerWords(s.words, l.Bound))
		if l.Copies > 0 {
			line("lost.copies", strconv.Itoa(l.Copies))
		}
	}
	line("answer", r.Answer)
	line("refers_to", r.Refers)
	line("case", dots(of.Reference, s.uncovered(of.Name)))
	line("owner", r.Owner)
	line("identity.asked", dayText(day, r.Identity.Asked))
	line("identity.confirmed", dots(dayText(day, r.Identity.Confirmed), r.Identity.How, r.Identity.By))
	line("authority", r.Authority)
	line("reply_by", dayText(day, r.ReplyBy))
	line("necessary", r.Necessary)
	line("person_told", dayText(day, r.PersonTold))
	line("unclear.asked", dots(dayText(day, r.Unclear.Asked), r.Unclear.Words))
	line("unclear.answered", dayText(day, r.Unclear.Answered))
	line("extended_why", r.ExtendedWhy)
	line("acknowledged", dayText(day, r.Taken))
	line("ico_told", momentWords(s.words, r.ICOTold))
	line("ico_why_not", r.ICOWhyNot)
	line("people_told", r.PeopleTold)
	line("told", r.Told)
	return lines
}

// dayText is a day in words; nothing of none.
func dayText(words func(time.Time) string, day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return words(day)
}

// gave is what left in answer.
func (s *requestScreen) gave(r data.Request) fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	for _, g := range r.Gave {
		blocks = append(blocks, block{
			name: dots(s.words.N("request.gave.pages", g.Pages), s.t("request.gave.how."+g.How)), words: s.t("request.gave.sum", map[string]any{"Sum": g.SHA256}),
			small: dots(momentWords(s.words, g.At), g.By),
		}.object())
	}
	return part(s.t("request.gave"), nil, s.t("request.gave.none"), blocks...)
}

// versions are what was written when by whom.
func (s *requestScreen) versions(list []data.Version) fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	var before flatRecord
	for _, v := range list {
		b := block{small: dots(momentWords(s.words, v.Written), v.By)}
		if v.Erased == nil {
			now := flatten(v.Value)
			b.words = strings.Join(s.differences("request", before, now, s.covered()), "\n")
			before = now
		}
		blocks = append(blocks, b.object())
	}
	slices.Reverse(blocks)
	return part(s.t("case.tab.history"), nil, "", blocks...)
}

// erase asks why the request itself goes.
func (s *requestScreen) erase() {
	s.askGoing(going{
		record: s.id, kept: "request.erase", title: s.t("request.erase"), lead: s.t("request.erase.lead"), action: data.RetainErase,
		gone: s.shell.Back,
	})
}

// eraseCase does what an erasure request asks for: the case that it is about goes, the request stays.
func (s *requestScreen) eraseCase() {
	of, ok := s.vault.CaseLine(s.file.Request.Value.Case)
	if !ok {
		return
	}
	s.askGoing(going{
		record: of.ID, kept: "request.erase.case", title: s.t("request.erase.case"), lead: s.t("request.erase.case.lead"), word: of.Reference,
		action: data.RetainErase, figures: true, gone: s.Refresh,
	})
}

// decide asks for a manager's decision.
func (s *requestScreen) decide() {
	r, d := s.file.Request.Value, s.file.Decision.Value
	f := &form{words: s.words, now: s.vault.Now()}
	var options []widget.Option
	for _, o := range r.Outcomes() {
		options = append(options, widget.Option{ID: string(o), Label: outcomeWords(s.words, r.Kind, o)})
	}
	f.wide(f.field("record.decision.request_outcome", widget.NewChoice(widget.ChoiceOptions{
		Options: options, Chosen: string(d.Outcome), Changed: func(id string) { d.Outcome = data.RequestOutcome(id); f.touch() },
	})))
	f.area("record.decision.reason", 3, &d.Reason)
	f.keepIn("record.decision.reason", &d.Reason)
	lead := s.t("request.decide.breach")
	if notABreach(r) {
		lead = s.t(decideLead(r))
		f.day("record.decision.on", &d.On, past) // empty until somebody has told them
		f.text("record.decision.told", &d.Told)
	}
	if unconfirmed(r) {
		lead = s.t("request.identity.none") + " " + lead
	}
	s.ask(question{title: s.t("request.decide"), lead: lead, content: f, kept: "request.decide:" + s.id.String(), accept: s.t("common.save"), do: func(done func(error)) {
		now := d
		Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			return struct{}{}, s.vault.DecideRequest(ctx, s.id, now)
		}, func(_ struct{}, err error) {
			done(err)
			if err == nil {
				s.Refresh()
			}
		})
	}})
}

// decideLead is what whoever asked is told besides. The police may not complain; to whom nothing may be confirmed, the
// answer does not either.
func decideLead(r data.Request) string {
	switch {
	case r.Asker == data.AskerPolice:
		return "request.decide.lead.police"
	case r.DoNotConfirm():
		return "request.decide.lead.doNotConfirm"
	}
	return "request.decide.lead"
}

// confirm writes down that whoever asks is who they say: most often the next thing that is done.
func (s *requestScreen) confirm() {
	check := s.file.Request.Value.Identity
	check.Confirmed, check.By = startOfToday(s.vault.Now()), firstText(check.By, s.vault.Me().Name)
	f := &form{words: s.words, now: s.vault.Now()}
	f.text("record.request.identity.how", &check.How)
	f.day("record.request.identity.confirmed", &check.Confirmed, past)
	f.text("record.request.identity.by", &check.By)
	s.ask(question{title: s.t("request.identity.confirm"), lead: identityLead(s.words, s.file.Request.Value), content: f, kept: "request.identity.confirm:" + s.id.String(), accept: s.t("common.save"), do: func(done func(error)) {
		now := copyJSON(s.file.Request.Value)
		now.Identity = check
		Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			_, err := s.vault.SaveRequest(ctx, s.id, now)
			return struct{}{}, err
		}, func(_ struct{}, err error) {
			done(err)
			if err == nil {
				s.Refresh()
			}
		})
	}})
}

// unconfirmed reports whether nobody has written down yet that whoever asks is who they say. Of somebody who may not
// be told anything it does not matter.
func unconfirmed(r data.Request) bool {
	return notABreach(r) && !r.DoNotConfirm() && r.Identity.Confirmed.IsZero()
}

// identityLead is how to find out who asks: the police are rung back, others are asked.
func identityLead(t *assets.Translator, r data.Request) string {
	if r.Asker == data.AskerPolice {
		return t.T("request.identity.police")
	}
	return t.T("request.identity.lead")
}

// outcomeWords is a decision in the words of what was asked: a complaint is upheld, a breach is dealt with.
func outcomeWords(t *assets.Translator, kind data.RequestKind, outcome data.RequestOutcome) string {
	if key := "request.outcome." + string(kind) + "." + string(outcome); t.Has(key) {
		return t.T(key)
	}
	return t.T("request.outcome." + string(outcome))
}

// asksForSomebody reports whether somebody asks in the place of the person.
func asksForSomebody(who data.Asker) bool {
	return who == data.AskerParent || who == data.AskerRepresentative
}

// askerBand says what to look at first where somebody asks in the place of the person.
func askerBand(d caseDesk, who data.Asker) fyne.CanvasObject {
	return widget.NewBand(widget.BandOptions{Text: d.t("request.asker.look." + string(who)), Icon: "warning", Kind: widget.BandWarm})
}
