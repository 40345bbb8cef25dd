package ui

import (
	"context"

	"noddfa/data"
	"noddfa/ui/widget"
)

// The forms of the records that belong to a case.

func (s *caseScreen) editMatter() {
	value := copyJSON(s.file.Case.Value)
	s.edit(edit{
		title: s.t("case.matter.title"), draft: "matter:" + s.id.String(), value: &value,
		fill: func(f *form) {
			formSelect(f, "record.case.matter", &value.Matter, optionsOf(s.words, "contact.matter", data.Matters()...))
			f.text("record.case.called_name", &value.CalledName)
			f.text("record.case.platform", &value.Platform)
			f.text("record.case.owner", &value.Owner)
			formSelect(f, "record.case.language", &value.Language, languageOptions(s.words, value.Language))
			f.put(f.field("record.case.source", widget.NewEntry(widget.EntryOptions{
				Text: valueWords(s.words, "source", value.Source), Changed: func(said string) { value.Source = said; f.touch() },
			})))
			f.answer("record.case.danger_now", &value.DangerNow)
			f.when("record.case.deadline", &value.Deadline, future)
			f.section("case.image.title")
			formChoice(f, "record.case.image", &value.Image, optionsOf(s.words, "contact.image",
				data.ImageExists, data.ImageClaimed, data.ImageFake, data.ImageNone, data.ImageUnknown))
			f.years("record.case.age_at_image", &value.AgeAtImage)
			s.crisisFields(f, &value.Suicide)
		},
		save: saveCase(s, &value, func(c *data.Case, now data.Case) {
			now.SafeContact, now.Police, now.Reference = c.SafeContact, c.Police, c.Reference // these have forms of their own
			now.Closed, now.ClosedBy, now.Outcome, now.OutcomeWords, now.ReopenedWhy = c.Closed, c.ClosedBy, c.Outcome, c.OutcomeWords, c.ReopenedWhy
			*c = now
		}),
	})
}

func (s *caseScreen) crisisFields(f *form, c *data.Crisis) {
	f.section("case.suicide.title")
	f.answer("record.case.suicide.thoughts", &c.Thoughts, widget.Option{ID: string(data.WouldNotSay), Label: s.t("case.answer.would-not-say")})
	f.text("record.case.suicide.because", &c.Because)
	f.area("record.case.suicide.plan", 2, &c.Plan)
	f.note("case.suicide.noddfa")
	f.text("record.case.suicide.action", &c.Action)
	f.text("record.case.suicide.told_who", &c.ToldWho)
	f.text("record.case.suicide.told_how", &c.ToldHow)
	f.text("record.case.suicide.told_by", &c.ToldBy)
	f.moment("record.case.suicide.told_at", &c.ToldAt, past)
}

func (s *caseScreen) editPolice() {
	value := s.file.Case.Value.Police
	before := value.Wish
	s.edit(edit{
		title: s.t("case.police.title"), draft: "police:" + s.id.String(), value: &value,
		fill: func(f *form) {
			f.put(f.field("record.case.police.force", widget.NewSelect(widget.SelectOptions{
				Options: forceOptions(s.words, s.vault.Now()), Chosen: value.Force, Filter: s.t("compose.force.filter"),
				Changed: func(id string) { value.Force = id; f.touch() },
			})))
			formSelect(f, "record.case.police.wish", &value.Wish, optionsOf(s.words, "case.police",
				data.WantsPolice, data.NoPolice, data.UnsurePolice, data.NotReportedYet, data.ReportedPolice))
			f.area("record.case.police.wish_words", 2, &value.WishWords)
			f.text("record.case.police.crime_number", &value.CrimeNumber)
			f.text("record.case.police.log_number", &value.LogNumber)
			f.text("record.case.police.officer", &value.Officer)
			f.text("record.case.police.collar", &value.Collar)
			f.day("record.case.police.reported_on", &value.ReportedOn, past)
		},
		save: saveCase(s, &value, func(c *data.Case, now data.PoliceState) {
			if now.Wish != before {
				now.WishOn = s.vault.Now()
			}
			c.Police = now
		}),
	})
}

func (s *caseScreen) editEvent(record data.ID, value data.Event) {
	s.edit(edit{
		title: s.formTitle("event", record), draft: s.recordDraft("event", record), value: &value,
		fill: func(f *form) {
			f.when("record.event.when", &value.When, past)
			f.put(f.field("record.event.when.zone", widget.NewSelect(widget.SelectOptions{
				Options: zoneOptions(s, value.When.Zone), Chosen: value.When.Zone, Placeholder: s.t("case.zone.uk"),
				Changed: func(zone string) { value.When = inZone(value.When, zone, f.now); f.touch() },
			})))
			f.text("record.event.where", &value.Where)
			f.put(f.field("record.event.source", widget.NewEntry(widget.EntryOptions{Text: value.SourceIn(s.words), Changed: func(said string) {
				value.Source, value.ToldBy, value.ToldHow = said, "", ""
				f.touch()
			}})))
			f.area("record.event.what", 4, &value.What)
			f.area("record.event.quoted", 2, &value.Quoted)
			f.text("record.event.quoted_en", &value.QuotedEN)
			f.answer("record.event.may_share", &value.MayShare)
		},
		save: addOrChange(s.vault, s.id, record, &value),
	})
}

// eventZones are where blackmail is often run from, after home.
var eventZones = []string{"Europe/London", "Africa/Lagos", "Africa/Abidjan", "Africa/Casablanca", "Asia/Manila", "Europe/Kyiv", "UTC"}

func zoneOptions(s *caseScreen, now string) []widget.Option {
	var options []widget.Option
	known := now == ""
	for _, zone := range eventZones {
		label := zone
		if zone == eventZones[0] {
			label = s.t("case.zone.uk")
		}
		options = append(options, widget.Option{ID: zone, Label: label})
		known = known || zone == now
	}
	if !known {
		options = append(options, widget.Option{ID: now, Label: now})
	}
	return options
}

func (s *caseScreen) editTask(record data.ID, value data.Task) {
	value.What, value.About = value.WhatIn(s.words), "" // from here on in the words of whoever changes it
	s.edit(edit{
		title: s.formTitle("task", record), draft: s.recordDraft("task", record), value: &value,
		fill: func(f *form) {
			f.area("record.task.what", 2, &value.What)
			f.text("record.task.owner", &value.Owner)
			f.day("record.task.due", &value.Due, future)
			f.day("record.task.done", &value.Done, past)
		},
		save: addOrChange(s.vault, s.id, record, &value),
	})
}

func (s *caseScreen) editAssessment(record data.ID, value data.Assessment) {
	s.edit(edit{
		title: s.formTitle("risk", record), draft: s.recordDraft("assessment", record), value: &value,
		fill: func(f *form) {
			f.note("case.risk.lead")
			formChoice(f, "record.assessment.level", &value.Level, optionsOf(s.words, "case.risk.level", data.RiskStandard, data.RiskMedium, data.RiskHigh))
			f.answer("record.assessment.answered_by_person", &value.ByPerson)
			f.area("record.assessment.judgement", 4, &value.Judgement)
			f.text("record.assessment.tool", &value.Tool)
			f.text("record.assessment.tool_version", &value.Version)
			f.text("record.assessment.score", &value.Score)
			f.day("record.assessment.made", &value.Made, past)
			f.text("record.assessment.made_by", &value.MadeBy)
			f.day("record.assessment.review", &value.Review, future)
			f.note("case.risk.review")
		},
		save: addOrChange(s.vault, s.id, record, &value),
	})
}

func (s *caseScreen) editSafeguarding(record data.ID, value data.Safeguarding) {
	s.edit(edit{
		title: s.formTitle("safeguarding", record), draft: s.recordDraft("safeguarding", record), value: &value,
		fill: func(f *form) {
			f.area("record.safeguarding.concern", 3, &value.Concern)
			f.text("record.safeguarding.told_lead", &value.ToldLead)
			f.moment("record.safeguarding.told_at", &value.ToldAt, past)
			f.answer("record.safeguarding.referred", &value.Referred)
			f.text("record.safeguarding.referred_to", &value.ReferredTo)
			f.day("record.safeguarding.referred_on", &value.ReferredOn, past)
			f.text("record.safeguarding.referral", &value.Reference)
			f.area("record.safeguarding.why_not", 2, &value.WhyNot)
			f.answer("record.safeguarding.parent_knows", &value.ParentKnows)
			f.answer("record.safeguarding.safe_to_tell", &value.SafeToTell)
			f.moment("record.safeguarding.decided", &value.Decided, past)
			f.text("record.safeguarding.decided_by", &value.DecidedBy)
		},
		save: addOrChange(s.vault, s.id, record, &value),
	})
}

// write is the work of adding a record without a form.
func write[T data.Record](s *caseScreen, value T) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := data.Add(ctx, s.vault, s.id, value)
		return err
	}
}
