package data

import (
	"strconv"
	"strings"
	"time"

	"noddfa/assets"
)

// answersOf are the answers that were chosen or ticked in a record, and its days,
// in the order of its form and in the language of the paper. Each is one field of
// its own after the texts, so that the places of the texts stay what they were.
// Not among them: what a record is to the program alone (ids, SHA-256, whom it was
// logged for) and how we handle it among ourselves.
func answersOf(value any, t *assets.Translator) []GiveField {
	a := answers{t: t}
	switch r := value.(type) {
	case Contact:
		a.ofContact(r)
	case Note:
		a.when("record.note.happened", r.Happened)
		a.choice("record.note.note_kind", "case.note.kind", string(r.Kind))
		a.choice("record.note.method", "contact.method", string(r.Method))
		a.tick("record.note.practical", r.Practical)
	case Event:
		a.when("record.event.when", r.When)
		a.answer("record.event.may_share", r.MayShare)
	case Plan:
		a.ofPlan(r)
	case Assessment:
		a.day("record.assessment.made", r.Made)
		a.choice("record.assessment.level", "case.risk.level", string(r.Level))
		a.answer("record.assessment.answered_by_person", r.ByPerson)
		a.day("record.assessment.review", r.Review)
	case Safeguarding:
		a.moment("record.safeguarding.decided", r.Decided)
		a.moment("record.safeguarding.told_at", r.ToldAt)
		a.answer("record.safeguarding.referred", r.Referred)
		a.day("record.safeguarding.referred_on", r.ReferredOn)
		a.answer("record.safeguarding.parent_knows", r.ParentKnows)
		a.answer("record.safeguarding.safe_to_tell", r.SafeToTell)
	case Consent:
		a.choice("record.consent.scope", "case.consent", string(r.Scope))
		a.tick("record.consent.refused", r.Refused)
		a.day("record.consent.given", r.Given)
		a.answer("record.consent.explained", r.Explained)
		a.day("record.consent.withdrawn", r.Withdrawn)
	case Evidence:
		a.when("record.evidence.first_seen", r.FirstSeen)
		a.when("record.evidence.last_seen", r.LastSeen)
		a.moment("record.evidence.captured_at", r.CapturedAt)
		a.day("record.evidence.given_on", r.GivenOn)
	case MoneyEntry:
		a.choice("record.money.money_kind", "case.money.kind", string(r.Kind))
		a.when("record.money.when", r.When)
		a.answer("record.money.bank_told", r.BankTold)
	case Task:
		a.day("record.task.due", r.Due)
		a.day("record.task.done", r.Done)
	case Person:
		a.choice("record.person.role", "case.role", string(r.Role))
		a.day("record.person.born", r.Born)
		a.age("record.person.age", r.Age, r.AgeAbout)
		a.choice("record.person.language", "common.language", string(r.Language))
		a.answer("record.person.safe_to_tell", r.SafeToTell)
		a.answer("record.person.at_risk", r.AtRisk)
	case Suspect:
		a.answer("record.suspect.shares_home", r.SharesHome)
		a.answer("record.suspect.police_links", r.PoliceLinks)
		a.answer("record.suspect.knows_of_report", r.KnowsOfReport)
	}
	return a.fields
}

func (a *answers) ofContact(c Contact) {
	a.answer("contact.safe", c.SafeToTalk)
	a.choice("contact.caller", "contact.caller", string(c.Caller))
	a.choice("contact.language", "common.language", string(c.Language))
	a.answer("contact.danger", c.DangerNow)
	a.answer("contact.alone", c.Alone)
	a.age("contact.age", c.Age, c.AgeAbout)
	a.answer("contact.mayText", c.MayText)
	a.answer("contact.mayVoice", c.MayVoice)
	a.choice("contact.matter", "contact.matter", string(c.Matter))
	a.when("contact.deadline", c.Deadline)
	a.add("contact.demanded", c.Demanded.String())
	a.add("contact.paid", c.Paid.String())
	a.choice("contact.image", "contact.image", string(c.ImageExists))
	a.answer("contact.imageUnder18", c.ImageUnder18)
	a.choice("contact.police", "contact.police", string(c.Police))
	a.add("contact.force", ForceIn(a.t, c.Force))
	a.answer("suicide.thoughts", c.Suicide.Thoughts)
	a.moment("crisis.told.when", c.Suicide.ToldAt)
	a.add("pdf.given.advice", adviceIn(a.t, c.Advice))
	a.day("contact.followUp.on", c.FollowUp.On)
	a.answer("contact.riskChanged", c.RiskChanged)
	a.choice("contact.method", "contact.method", string(c.Method))
	a.choice("contact.direction", "contact.direction", map[bool]string{false: "in", true: "out"}[c.Outgoing])
	a.answer("contact.reached", map[bool]Answer{false: Yes, true: No}[c.Attempted])
	started := At(c.Started)
	if c.DayOnly {
		started = OnDay(c.Started)
	}
	a.when("contact.startTime", started)
	a.moment("contact.endTime", c.Ended)
}

func (a *answers) ofPlan(p Plan) {
	a.choice("record.plan.matter", "contact.matter", string(p.Matter))
	a.choice("record.plan.language", "common.language", string(p.Language))
	for _, s := range p.Sections {
		for _, action := range s.Actions {
			a.number++
			a.day("record.plan.sections.actions.by", action.By)
			a.day("record.plan.sections.actions.done", action.Done)
			a.answer("record.plan.sections.actions.safe", action.Safe)
			a.answer("record.plan.sections.actions.may_share", action.MayShare)
		}
	}
	a.number = 0
	a.day("record.plan.review", p.Review)
	a.choice("record.plan.copy_given", "case.plan.copy", string(p.CopyGiven))
	for _, r := range p.Reviews {
		a.day("record.plan.reviews.on", r.On)
	}
}

// answers gathers what was chosen in a record.
type answers struct {
	t      *assets.Translator
	number int // of the action in a plan that they belong to
	fields []GiveField
}

func (a *answers) add(key, text string) {
	if text != "" {
		a.fields = append(a.fields, GiveField{Key: key, Question: a.question(key), Text: text})
	}
}

func (a *answers) choice(key, prefix, value string) { a.add(key, ValueIn(a.t, prefix, value)) }
func (a *answers) answer(key string, is Answer)     { a.add(key, is.In(a.t)) }
func (a *answers) day(key string, on time.Time)     { a.add(key, a.t.ShortDate(on)) }
func (a *answers) moment(key string, at time.Time)  { a.when(key, At(at)) }

// when is without the words in which somebody told it: they are a text.
func (a *answers) when(key string, w When) {
	w.Words = ""
	a.add(key, w.In(a.t))
}

func (a *answers) tick(key string, on bool) {
	if on {
		a.answer(key, Yes)
	}
}

func (a *answers) age(key string, years int, about bool) {
	if years == 0 {
		return
	}
	age := strconv.Itoa(years)
	if about {
		age = a.t.T("contact.about", map[string]any{"Age": age})
	}
	a.add(key, age)
}

// adviceIn is what was ticked of the advice, on one line.
func adviceIn(t *assets.Translator, keys []string) string {
	var given []string
	for _, key := range keys {
		if item, ok := t.AdviceByKey(key); ok {
			given = append(given, strings.TrimSuffix(item.In(t.Code()), "."))
		}
	}
	return strings.Join(given, "; ")
}

// question is what an answer stands behind, as "Level:" or "In danger now?".
func (a *answers) question(key string) string {
	label := a.t.T(key)
	if a.number > 0 {
		label = a.t.T("pdf.given.action", map[string]any{"Number": a.number, "Label": label})
	}
	if strings.HasSuffix(label, "?") {
		return label
	}
	return strings.TrimSpace(a.t.T("case.labelled", map[string]any{"Label": label, "Value": ""}))
}

// In is an answer in words; "" where nobody asked.
func (a Answer) In(t *assets.Translator) string {
	switch a {
	case Yes:
		return t.T("common.yes")
	case No:
		return t.T("common.no")
	case Unknown:
		return t.T("common.notKnown")
	case WouldNotSay:
		return t.T("case.answer.would-not-say")
	}
	return ""
}

// In is a moment as exactly as it is known.
func (w When) In(t *assets.Translator) string {
	at := w.Time
	if w.Zone != "" {
		if zone, err := time.LoadLocation(w.Zone); err == nil {
			at = at.In(zone)
		}
	}
	var text string
	switch {
	case at.IsZero():
		return w.Words
	case w.Precision == About:
		text = t.T("case.when.about", map[string]any{"When": t.DateTime(at)})
	case w.Precision == OnOrBy:
		text = t.T("case.when.by", map[string]any{"When": t.Date(at)})
	case w.Precision == DayOnly:
		text = t.Date(at)
	default:
		text = t.DateTime(at)
	}
	if w.Words != "" {
		text += " (" + w.Words + ")"
	}
	return text
}

// ValueIn is the text of a value that is one of a list: prefix.value.
func ValueIn(t *assets.Translator, prefix, value string) string {
	if value == "" {
		return ""
	}
	if key := prefix + "." + value; t.Has(key) {
		return t.T(key)
	}
	return value
}

// ForceIn is what a police force is called.
func ForceIn(t *assets.Translator, id string) string {
	if f, ok := assets.ForceByID(id); ok {
		return f.NameIn(t.Code())
	}
	return id
}
