package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// overviewPage shows everything of a case that is not a page of its own.
type overviewPage struct{ *caseScreen }

func newOverviewPage(s *caseScreen) *overviewPage { return &overviewPage{s} }

func (p *overviewPage) first() fyne.Focusable { return nil }
func (p *overviewPage) leave()                {}

func (p *overviewPage) show(f *data.CaseFile) fyne.CanvasObject {
	left := widget.Stack(theme.Space24, p.matter(f), p.events(f), p.suspects(f), p.contacts(f))
	right := widget.Stack(theme.Space24, p.tasks(f), p.risk(f), p.safeguarding(f), p.police(f), p.people(f), p.linked(f), p.access(f), p.held(f), p.ending(f))
	if f.Damaged > 0 {
		damaged := widget.NewBand(widget.BandOptions{Text: p.words.N("case.damaged", f.Damaged), Icon: "warning"})
		return widget.Stack(theme.Space16, damaged, widget.Columns(400, theme.Space32, left, right))
	}
	return widget.Columns(400, theme.Space32, left, right)
}

func (p *overviewPage) link(key string, do func()) *widget.Button { return widget.Link(p.t(key), do) }

// matter is what the case is about, danger and the picture, in a few lines.
func (p *overviewPage) matter(f *data.CaseFile) fyne.CanvasObject {
	c := f.Case.Value
	var lines []fyne.CanvasObject
	add := func(text string, role fyne.ThemeColorName) {
		if text != "" {
			lines = append(lines, widget.NewText(text, widget.TextStyle{Color: role}))
		}
	}
	add(dots(valueWords(p.words, "contact.matter", c.Matter), c.Platform), "")
	danger := theme.Ink
	if c.DangerNow == data.Yes {
		danger = theme.DangerInk
	}
	add(labelled(p.words, "record.case.danger_now", answerWords(p.words, c.DangerNow)), danger)
	add(labelled(p.words, "record.case.deadline", whenWords(p.words, c.Deadline)), "")
	add(p.pictureWords(c), "")
	crisis := theme.Ink
	if c.Suicide.Unfinished() {
		crisis = theme.DangerInk
	}
	add(p.suicideWords(c.Suicide), crisis)
	add(labelled(p.words, "record.case.owner", c.Owner), theme.Muted)
	body := []fyne.CanvasObject{widget.Pad(widget.Margins{Top: theme.Space8, Bottom: theme.Space8}, widget.Stack(theme.Space4, lines...))}
	return part(p.t("case.matter.title"), does(p.link("common.edit", p.editMatter)), "", body...)
}

func (p *overviewPage) pictureWords(c data.Case) string {
	text := labelled(p.words, "record.case.image", valueWords(p.words, "contact.image", c.Image))
	if text != "" && c.AgeAtImage > 0 {
		return dots(text, p.t("case.image.age", map[string]any{"Age": c.AgeAtImage}))
	}
	return text
}

func (p *overviewPage) suicideWords(s data.Crisis) string {
	if s.IsZero() {
		return ""
	}
	text := labelled(p.words, "record.case.suicide.thoughts", answerWords(p.words, s.Thoughts))
	told := ""
	if s.ToldWho != "" {
		told = labelled(p.words, "record.case.suicide.told_who", dots(s.ToldWho, momentWords(p.words, s.ToldAt)))
	}
	if s.Unfinished() {
		text = p.t("case.alarm.crisis") + "\n" + text
	}
	return strings.Join(nonEmptyTexts(text, s.Because, labelled(p.words, "record.case.suicide.action", s.Action), told), "\n")
}

func nonEmptyTexts(texts ...string) []string {
	var kept []string
	for _, s := range texts {
		if strings.TrimSpace(s) != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

func (p *overviewPage) events(f *data.CaseFile) fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	for _, e := range f.Events {
		v := e.Value
		quoted := ""
		if v.Quoted != "" {
			quoted = "“" + v.Quoted + "”"
		}
		share := p.t("case.event.share.unasked")
		if v.MayShare != data.NotAsked {
			share = labelled(p.words, "record.event.may_share", answerWords(p.words, v.MayShare))
		}
		blocks = append(blocks, block{
			name: dots(whenWords(p.words, v.When), v.Where), words: strings.Join(nonEmptyTexts(v.What, quoted, v.QuotedEN), "\n"),
			small: strings.Join(nonEmptyTexts(dots(v.SourceIn(p.words), share), p.cameFrom(f, e.ID)), "\n"),
			do:    does(p.link("common.edit", func() { p.editEvent(e.ID, v) }), p.link("moved.short", func() { p.move(data.KindEvent, e.ID) })),
		}.object())
	}
	blocks = append(blocks, p.stubs(f, data.KindEvent)...)
	add := p.link("common.add", func() { p.editEvent(data.ID{}, data.Event{When: data.OnDay(p.vault.Now())}) })
	return part(p.t("case.events.title"), does(add), p.t("case.events.empty"), blocks...)
}

func (p *overviewPage) suspects(f *data.CaseFile) fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	for _, e := range f.Suspects {
		v := e.Value
		var accounts []fyne.CanvasObject
		for _, a := range v.Accounts {
			accounts = append(accounts, widget.Body(p.accountWords(a)))
		}
		blocks = append(blocks, block{
			name: p.nameOfSuspect(v), words: v.Words, more: accounts,
			small: dots(v.Relationship, v.Age, labelled(p.words, "record.suspect.vehicle", v.Vehicle), labelled(p.words, "record.suspect.weapons", v.Weapons)),
			do:    does(p.link("common.edit", func() { p.editSuspect(e.ID, v) })),
		}.object())
	}
	add := p.link("common.add", func() { p.editSuspect(data.ID{}, data.Suspect{}) })
	return part(p.t("case.suspects.title"), does(add), p.t("case.suspects.empty"), blocks...)
}

// accountWords names both: the police need the unique ID, a display name is not enough.
func (p *overviewPage) accountWords(a data.Account) string {
	id := a.UniqueID
	if id == "" {
		id = p.t("case.account.noID")
	}
	return dots(a.Platform, labelled(p.words, "record.suspect.accounts.display_name", a.DisplayName),
		labelled(p.words, "record.suspect.accounts.unique_id", id), a.URL, a.Phone, a.Email)
}

func (p *overviewPage) contacts(f *data.CaseFile) fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	for _, e := range f.Contacts {
		v := e.Value
		blocks = append(blocks, block{
			name: dots(startWords(p.words, v.Started, v.DayOnly), valueWords(p.words, "contact.method", v.Method)), words: v.Said,
			small: p.t("case.contact.by", map[string]any{"Name": firstText(v.LoggedFor, e.By)}),
			do:    does(p.link("common.open", func() { p.shell.Go(Route{Screen: ScreenContact, ID: e.ID.String()}) })),
		}.object())
	}
	if len(blocks) == 0 {
		return widget.Stack(0)
	}
	return part(p.t("case.contacts.title"), nil, "", blocks...)
}

func firstText(texts ...string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

func (p *overviewPage) tasks(f *data.CaseFile) fyne.CanvasObject {
	var open, done []fyne.CanvasObject
	for _, e := range f.Tasks {
		row := p.task(e)
		if e.Value.Done.IsZero() {
			open = append(open, row)
		} else {
			done = append(done, row)
		}
	}
	add := p.link("common.add", func() {
		p.editTask(data.ID{}, data.Task{Owner: p.vault.Me().Name})
	})
	return part(p.t("case.tasks.title"), does(add), p.t("case.tasks.empty"), append(open, done...)...)
}

func (p *overviewPage) task(e data.Entry[data.Task]) fyne.CanvasObject {
	v := e.Value
	due := ""
	switch {
	case v.Due.IsZero():
	case p.overdue(v.Due):
		due = p.t("case.task.late", map[string]any{"Date": p.words.ShortDate(v.Due.Local())})
	default:
		due = p.t("case.task.due", map[string]any{"Date": p.words.ShortDate(v.Due.Local())})
	}
	if !v.Done.IsZero() {
		due = p.t("case.task.done", map[string]any{"Date": p.words.ShortDate(v.Done.Local())})
	}
	tick := widget.NewCheck(widget.CheckOptions{
		Label: firstText(v.WhatIn(p.words), followUpWords(p.words, firstText(p.uncovered(p.file.Line.Name), p.file.Line.Reference), p.file.Line.Matter)), Hint: dots(v.Owner, due), On: !v.Done.IsZero(),
		Changed: func(on bool) {
			now := v
			now.Done = tickedAt(on, p.vault.Now())
			p.do(func(ctx context.Context) error {
				_, err := data.Change(ctx, p.vault, p.id, e.ID, now)
				return err
			})
		},
	})
	return widget.Frame(widget.Sides{
		Center: tick, Right: widget.Stack(0, p.link("common.edit", func() { p.editTask(e.ID, v) })),
	})
}

// reviewAfter is in how many days a risk is looked at again, if nobody says otherwise: six weeks, of the six to eight
// that SafeLives asks for.
const reviewAfter = 42

// assess begins an assessment of today.
func (s *caseScreen) assess() {
	now := s.vault.Now()
	s.editAssessment(data.ID{}, data.Assessment{Made: now, MadeBy: s.vault.Me().Name, Review: startOfToday(now).AddDate(0, 0, reviewAfter)})
}

func (p *overviewPage) risk(f *data.CaseFile) fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	if e, ok := f.Assessment(); ok {
		v := e.Value
		level, role := riskWords(p.words, v.Level)
		review := ""
		var late []fyne.CanvasObject
		switch {
		case p.overdue(v.Review):
			text := p.t("case.review.late", map[string]any{"Date": p.words.ShortDate(v.Review.Local())})
			late = append(late, widget.NewText(text, widget.TextStyle{Bold: true, Color: theme.WarmInk}))
		case !v.Review.IsZero():
			review = p.t("case.review", map[string]any{"Date": p.words.ShortDate(v.Review.Local())})
		}
		if f.RiskRose(p.vault.Now()) {
			ring := bothWords(p.words, "crisis.ringNow", func(t *assets.Translator) string { return ringWords(t, p.vault.Organisation().OnCall) })
			late = append(late, widget.NewText(ring, widget.TextStyle{Bold: true, Color: theme.WarmInk}))
		}
		score := labelled(p.words, "record.assessment.score", v.Score)
		blocks = append(blocks, block{
			name: level, tone: role, words: v.Judgement, more: late,
			small: dots(p.words.ShortDate(v.Made.Local()), strings.TrimSpace(v.Tool+" "+v.Version), score, firstText(v.MadeBy, e.By), review),
			do:    does(p.link("common.edit", func() { p.editAssessment(e.ID, v) })),
		}.object())
	}
	return part(p.t("case.risk.title"), does(p.link("case.risk.new", p.assess)), p.t("case.risk.empty"), blocks...)
}

func (p *overviewPage) safeguarding(f *data.CaseFile) fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	for _, e := range f.Safeguarding {
		v := e.Value
		told := ""
		if v.ToldLead != "" {
			told = labelled(p.words, "record.safeguarding.told_lead", dots(v.ToldLead, momentWords(p.words, v.ToldAt)))
		}
		referred := labelled(p.words, "record.safeguarding.referred", dots(answerWords(p.words, v.Referred), v.ReferredTo, v.Reference, v.WhyNot))
		blocks = append(blocks, block{
			name: momentWords(p.words, v.Decided), words: strings.Join(nonEmptyTexts(v.Concern, told, referred), "\n"),
			small: labelled(p.words, "record.safeguarding.decided_by", firstText(v.DecidedBy, e.By)),
			do:    does(p.link("common.edit", func() { p.editSafeguarding(e.ID, v) })),
		}.object())
	}
	add := p.link("common.add", func() {
		p.editSafeguarding(data.ID{}, data.Safeguarding{Decided: p.vault.Now(), DecidedBy: p.vault.Me().Name})
	})
	empty := p.t("case.safeguarding.empty")
	if f.Line.Under18 {
		empty = p.t("case.safeguarding.needed")
	}
	return part(p.t("case.safeguarding.title"), does(add), empty, blocks...)
}

func (p *overviewPage) police(f *data.CaseFile) fyne.CanvasObject {
	v := f.Case.Value.Police
	var blocks []fyne.CanvasObject
	text := strings.Join(nonEmptyTexts(
		dots(forceWords(p.words, v.Force), valueWords(p.words, "case.police", v.Wish)),
		labelled(p.words, "record.case.police.crime_number", v.CrimeNumber), labelled(p.words, "record.case.police.log_number", v.LogNumber),
		dots(labelled(p.words, "record.case.police.officer", v.Officer), labelled(p.words, "record.case.police.collar", v.Collar)),
	), "\n")
	if text != "" {
		blocks = append(blocks, block{words: text}.object())
	}
	return part(p.t("case.police.title"), does(p.link("common.edit", p.editPolice)), p.t("case.police.empty"), blocks...)
}
