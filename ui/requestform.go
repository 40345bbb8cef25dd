package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// newRequestDraft is the form of a request that is not saved yet.
const newRequestDraft = "new-request"

// requestForm fills the form of a request. What belongs to another kind is out of sight; nothing typed there is lost.
type requestForm struct {
	desk caseDesk
	*form
	value  *data.Request
	fixed  bool // the case is restricted: it cannot be exchanged
	groups []requestGroup
	bands  map[data.Asker]fyne.CanvasObject // what to know of some who ask
	due    *widget.Text
}

// requestGroup is a part of the form that only some requests have.
type requestGroup struct {
	shows func(data.Request) bool
	parts []fyne.CanvasObject
}

func (r *requestForm) fill() {
	v := r.value
	kind := widget.NewChoice(widget.ChoiceOptions{Options: optionsOf(r.words, "request.kind", data.RequestKinds()...), Chosen: string(v.Kind), Changed: func(id string) {
		v.Kind = data.RequestKind(id)
		r.turn()
	}})
	r.wide(r.field("record.request.request_kind", kind))
	r.only(func(q data.Request) bool { return q.Kind == data.Breach }, func() {
		r.wide(widget.NewBand(widget.BandOptions{Text: r.desk.t("request.breach.clock"), Icon: "clock", Kind: widget.BandWarm, Strong: true}))
		incident := widget.NewChoice(widget.ChoiceOptions{Options: optionsOf(r.words, "team.incident", data.IncidentKinds()...), Chosen: string(v.Incident), Changed: func(id string) {
			v.Incident = data.IncidentKind(id)
			r.touch()
		}})
		r.wide(r.field("record.request.incident", incident))
		r.moment("record.request.aware", &v.Aware, past)
	})
	r.due = widget.Muted("")
	r.wide(r.due)
	r.moment("record.request.received", &v.Received, past)
	formSelect(r.form, "record.request.received_how", &v.How, optionsOf(r.words, "request.how", data.RequestHows()...))
	r.text("record.request.received_by", &v.By)
	r.flush()
	r.only(notABreach, func() {
		asker := widget.NewChoice(widget.ChoiceOptions{Options: optionsOf(r.words, "request.asker", data.Askers()...), Chosen: string(v.Asker), Changed: func(id string) {
			v.Asker = data.Asker(id)
			r.turn()
		}})
		r.wide(r.field("record.request.asker", asker))
	})
	r.bands = map[data.Asker]fyne.CanvasObject{}
	for _, who := range []data.Asker{data.AskerSuspect, data.AskerParent, data.AskerRepresentative} { // one at most is in sight
		band := doNotConfirmBand(r.desk)
		if asksForSomebody(who) {
			band = askerBand(r.desk, who)
		}
		r.bands[who] = band
		r.only(func(q data.Request) bool { return notABreach(q) && q.Asker == who }, func() { r.wide(band) })
	}
	r.only(notABreach, func() {
		r.text("record.request.name", &v.Name)
		r.text("record.request.answer", &v.Answer)
		r.text("record.request.refers_to", &v.Refers)
	})
	r.area("record.request.wants", 4, &v.Wants)
	r.keepIn("record.request.wants", &v.Wants)
	r.caseField()
	r.text("record.request.owner", &v.Owner)
	r.only(notABreach, func() {
		r.section("request.identity")
	})
	police := func(q data.Request) bool { return q.Asker == data.AskerPolice }
	r.only(func(q data.Request) bool { return notABreach(q) && !police(q) }, func() { r.note("request.identity.lead") })
	r.only(func(q data.Request) bool { return notABreach(q) && police(q) }, func() { r.note("request.identity.police") })
	r.only(notABreach, func() {
		r.day("record.request.identity.asked", &v.Identity.Asked, past)
		r.day("record.request.identity.confirmed", &v.Identity.Confirmed, past)
		r.text("record.request.identity.how", &v.Identity.How)
		r.text("record.request.identity.by", &v.Identity.By)
	})
	r.only(func(q data.Request) bool { return q.Kind == data.VictimInformation }, func() {
		r.section("request.victim")
		r.note("request.victim.lead")
		r.text("record.request.authority", &v.Authority)
		r.day("record.request.reply_by", &v.ReplyBy, future)
		r.area("record.request.necessary", 3, &v.Necessary)
		r.day("record.request.person_told", &v.PersonTold, past)
	})
	r.only(func(q data.Request) bool { return q.Kind == data.SubjectAccess || q.Kind == data.ErasureRequest }, func() {
		r.section("request.time")
		r.day("record.request.unclear.asked", &v.Unclear.Asked, past)
		r.day("record.request.unclear.answered", &v.Unclear.Answered, past)
		r.text("record.request.unclear.words", &v.Unclear.Words)
		r.tick("record.request.extended", &v.Extended)
		r.text("record.request.extended_why", &v.ExtendedWhy)
	})
	r.only(func(q data.Request) bool { return q.Kind == data.Complaint }, func() { r.day("record.request.acknowledged", &v.Taken, past) })
	r.only(func(q data.Request) bool { return q.Kind == data.Breach }, func() {
		r.section("request.breach")
		r.moment("record.request.ico_told", &v.ICOTold, past)
		r.area("record.request.ico_why_not", 2, &v.ICOWhyNot)
		r.area("record.request.people_told", 2, &v.PeopleTold)
		r.area("record.request.told", 2, &v.Told)
	})
	changed := r.changed
	r.changed = func() {
		r.showDue()
		if changed != nil {
			changed()
		}
	}
	for _, g := range r.groups {
		g.show(*v)
	}
	r.due.Set(r.dueText())
}

func notABreach(r data.Request) bool { return r.Kind != data.Breach }

// only adds what is in sight for some requests.
func (r *requestForm) only(shows func(data.Request) bool, add func()) {
	r.flush()
	from := len(r.parts)
	add()
	r.flush()
	r.groups = append(r.groups, requestGroup{shows, slices.Clone(r.parts[from:])})
}

func (g requestGroup) show(now data.Request) {
	for _, o := range g.parts {
		shown(o, g.shows(now))
	}
}

// turn shows what belongs to the kind and to who asks.
func (r *requestForm) turn() {
	for _, g := range r.groups {
		g.show(*r.value)
	}
	r.touch()
	settle(r.due)
	if band := r.bands[r.value.Asker]; band != nil && notABreach(*r.value) {
		widget.Reveal(band) // what to say, and what not, while one is asked
	}
}

func (r *requestForm) showDue() {
	if text := r.dueText(); text != r.due.Text() {
		r.due.Set(text)
		settle(r.due)
	}
}

func (r *requestForm) dueText() string {
	if r.value.Kind == "" {
		return ""
	}
	return dueWords(r.words, *r.value, r.desk.vault.Now())
}

// doNotConfirmBand says what to do where a suspect or a relative asks, and who the managers are.
func doNotConfirmBand(d caseDesk) fyne.CanvasObject {
	var names []string
	for _, m := range d.vault.Members() {
		if m.Active && !m.Kit && m.Role == data.Manager {
			names = append(names, m.Name)
		}
	}
	return widget.Stack(theme.Space4,
		widget.NewBand(widget.BandOptions{Text: d.t("request.doNotConfirm"), Icon: "warning", Kind: widget.BandWarm, Strong: true}),
		widget.Muted(d.t("request.doNotConfirm.lead", map[string]any{"Names": joinNames(names)})))
}

func joinNames(names []string) string {
	out := ""
	for i, n := range names {
		if i > 0 {
			out += ", "
		}
		out += n
	}
	return out
}

// caseField is which case it concerns.
func (r *requestForm) caseField() {
	r.flush()
	if r.fixed {
		line, _ := r.desk.vault.CaseLine(r.value.Case)
		r.wide(widget.Stack(theme.Space4, widget.Body(labelled(r.words, "record.request.case", dots(line.Reference, r.desk.uncovered(line.Name)))), widget.Muted(r.desk.t("request.case.restricted"))))
		return
	}
	chosen := r.value.Case.String()
	options := []widget.Option{{ID: "", Label: r.desk.t("request.case.none")}}
	known := chosen == ""
	for _, l := range r.desk.vault.Cases() {
		if r.desk.vault.OtherSide(l.ID) {
			continue
		}
		known = known || l.ID.String() == chosen
		options = append(options, widget.Option{ID: l.ID.String(), Label: dots(r.desk.uncovered(caseName(r.words, l)), l.Reference)})
	}
	if !known {
		options = append(options, widget.Option{ID: chosen, Label: r.desk.t("request.case.gone")})
	}
	choose := widget.NewSelect(widget.SelectOptions{Options: options, Chosen: chosen, Placeholder: r.desk.t("request.case.none"), Filter: r.desk.t("request.case.filter"), Changed: func(id string) {
		r.value.Case = data.ID{}
		_ = r.value.Case.UnmarshalText([]byte(id))
		r.touch()
	}})
	r.wide(r.field("record.request.case", choose))
}

// editRequest is the form for a request; a new one where its id is zero.
func (s *requestScreen) editRequest(id data.ID, value data.Request) edit {
	title, draft := s.t("request.change"), "request:"+id.String()
	if id.IsZero() {
		title, draft = s.t("request.new"), newRequestDraft
		if s.begins != "" {
			draft += ":" + s.begins
		}
	}
	return edit{
		title: title, draft: draft, value: &value,
		fill: func(f *form) {
			r := &requestForm{desk: s.caseDesk, form: f, value: &value, fixed: !id.IsZero() && s.vault.Restricted(id) && !value.Case.IsZero()}
			r.fill()
		},
		save: func() func(context.Context) error {
			now := copyJSON(value)
			return func(ctx context.Context) error {
				saved, err := s.vault.SaveRequest(ctx, id, now)
				s.saved = saved
				return err
			}
		},
	}
}
