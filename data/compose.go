package data

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"noddfa/assets"
)

// Missing is something a letter lacks. Its sentence is "letter.missing.CODE"
// in assets.
type Missing struct {
	Code   string
	Field  Field
	Blocks bool // the letter cannot be issued without it
}

// ReplyDays is how many days a letter gives the police to reply where the
// worker names no date.
const ReplyDays = 14

// Compose makes a letter of a case: each field put in or left out by its
// default and the worker's choices. It never fails because something is
// missing: it says what, and what of that stops the letter from being issued.
func (v *Vault) Compose(ctx context.Context, caseID ID, choices LetterChoices) (Letter, []Missing, error) {
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return Letter{}, nil, err
	}
	l, missing := v.compose(f, choices)
	return l, missing, nil
}

// ReplyBy is the day by which a letter of this case asks for a reply where the
// worker names none: before the blackmailer's deadline, if that is sooner.
func (f *CaseFile) ReplyBy(now time.Time) time.Time {
	by := startOfDay(now).AddDate(0, 0, ReplyDays)
	if deadline := f.Case.Value.Deadline.Time; deadline.After(now) && deadline.Before(by) {
		by = startOfDay(deadline)
	}
	return by
}

// composer puts one letter together.
type composer struct {
	v       *Vault
	f       *CaseFile
	choices LetterChoices
	author  Member             // who signs
	asked   Entry[AskedLetter] // what a manager was asked for, where the letter leaves as they approved it
	letter  Letter
	missing []Missing
}

func (v *Vault) compose(f *CaseFile, choices LetterChoices) (Letter, []Missing) {
	author, asked := v.me, Entry[AskedLetter]{}
	if at := slices.IndexFunc(f.Asked, func(e Entry[AskedLetter]) bool { return e.ID == choices.Asked }); at >= 0 {
		asked = f.Asked[at]
		author, choices = v.roster.members[asked.Author], asked.Value.Choices
		choices.Asked = asked.ID
	}
	if choices.Type == "" {
		choices.Type = NewReport
	}
	if choices.Language == "" {
		choices.Language = English
	}
	c := &composer{v: v, f: f, choices: choices, author: author, asked: asked}
	c.head()
	c.person()
	c.firstBox()
	c.happened()
	c.lawfulness()
	c.approval()
	return c.letter, c.missing
}

func (c *composer) lack(code string, field Field, blocks bool) {
	c.missing = append(c.missing, Missing{code, field, blocks})
}

// in decides about one field. present says whether the case has anything to
// put there: only what exists is listed as withheld or overridden.
func (c *composer) in(field Field, present bool) bool {
	reason, asked := c.choices.Include[field]
	def := Included
	for _, f := range LetterFields() {
		if f.Field == field {
			def = f.Default
		}
	}
	if c.choices.Type == InformationOnly && slices.Contains([]Field{FieldName, FieldBirth, FieldContact, FieldOwnScript, FieldAccess}, field) {
		def = Withheld
	}
	include := def == Included || asked
	if slices.Contains(c.choices.LeaveOut, field) {
		include = false
	}
	if def == Withheld && asked && strings.TrimSpace(reason) == "" {
		include = false
		c.lack("reason", field, true)
	}
	if !present {
		return false
	}
	switch {
	case include && def == Withheld:
		c.letter.Override = append(c.letter.Override, Decision{Field: field, By: c.author.Name, Reason: reason})
	case !include && def == Included:
		c.letter.Withheld = append(c.letter.Withheld, Decision{Field: field, By: c.author.Name})
	case !include:
		c.letter.Withheld = append(c.letter.Withheld, Decision{Field: field})
	}
	return include
}

// head is letterhead, recipient, references and signature.
func (c *composer) head() {
	o, now := c.v.Organisation(), c.v.Now()
	tr := assets.Lang(string(c.choices.Language))
	c.letter = Letter{
		Type: c.choices.Type, Language: c.choices.Language, Draft: true, Date: now, Marking: o.Marking,
		Case: c.f.Case.Value.Reference, Number: fmt.Sprintf("%s/%d", c.f.Case.Value.Reference, len(c.f.Letters)+1),
		Sender: Sender{Name: o.Name, NameCY: o.NameCY, Address: o.Address, Phone: o.Phone, Email: o.Email, Hours: o.Hours, Charity: o.Charity},
		Author: Signatory{Name: c.author.Name, Role: firstOf(c.choices.Role, tr.T("role."+string(c.author.Role))), Phone: c.choices.Direct, On: now},
		Police: c.f.Case.Value.Police, Matter: c.f.Case.Value.Matter, ReplyBy: c.choices.ReplyBy, Asks: c.choices.Asks, Summary: c.choices.Summary,
		Knows: c.choices.Knows, KnowsWhy: c.choices.KnowsWhy, ByPhone: c.choices.PhoneTake,
	}
	if c.letter.ReplyBy.IsZero() {
		c.letter.ReplyBy = c.f.ReplyBy(now)
	}
	force, ok := assets.ForceByID(firstOf(c.choices.Force, c.f.Case.Value.Police.Force))
	if !ok {
		c.lack("force", "", true)
		return
	}
	c.letter.Nation = force.Nation
	c.letter.To = Recipient{
		Force: force.ID, Name: force.NameIn(string(c.choices.Language)), Unit: firstOf(c.choices.Unit, force.Unit),
		Email: force.SecureEmail, Attention: c.choices.Attention,
	}
	if force.Address == "" {
		c.lack("delivery-address", "", false)
	} else {
		c.letter.To.Address = strings.Split(force.Address, "\n")
	}
}

// person is who is referred, and who else is in the case.
func (c *composer) person() {
	l, now := &c.letter, c.v.Now()
	client, ok := c.f.Client()
	p := client.Value
	name := p.FullName()
	if !ok || name == "" {
		c.lack("name", FieldName, false)
	}
	if c.in(FieldName, name != "") {
		l.Person.Name, l.Person.OtherNames, l.Person.Pronouns = name, p.OtherNames, p.Pronouns
	}
	if c.in(FieldOwnScript, p.OwnScript != "") {
		l.Person.OwnScript = p.OwnScript
	}
	age, known := p.AgeAt(now)
	if c.in(FieldBirth, known || !p.Born.IsZero()) {
		l.Person.Born, l.Person.Age, l.Person.AgeAbout = p.Born, age, p.AgeIsAbout(now)
	}
	l.Person.Under18 = known && age < 18
	address := strings.TrimSpace(strings.Join(nonEmpty(p.Address, p.Postcode), "\n"))
	if c.in(FieldAddress, address != "") {
		l.Person.Address = address
	}
	if c.in(FieldAccess, p.Access != "" || p.Language != "") {
		l.Person.Language, l.Person.Access = p.Language, p.Access
	}
	if c.in(FieldNeeds, p.Needs != "") {
		l.Needs = p.Needs
	}
	if n := len(c.f.Safeguarding); n > 0 && (l.Person.Under18 || p.AtRisk == Yes) && c.in(FieldUnder18, true) {
		s := c.f.Safeguarding[n-1].Value
		s.Concern = "" // in the worker's words: not for a letter
		l.Safeguarding = &s
	} else if n == 0 && l.Person.Under18 {
		c.lack("safeguarding", FieldUnder18, false)
	}
	c.others()
}

// others are people around the case: by role alone, unless names are included
// with a reason.
func (c *composer) others() {
	var at, safe []LetterOther
	named := false
	for _, e := range c.f.People {
		p := e.Value
		if p.Role == RoleClient {
			continue
		}
		named = named || p.FullName() != ""
		age, _ := p.AgeAt(c.v.Now())
		other := LetterOther{Role: p.Role, Name: p.FullName(), Relation: p.Relation, Age: age, School: p.School, Safe: p.SafeToTell}
		if p.Role == RoleChild || p.Role == RoleDependant {
			at = append(at, other)
		}
		if p.SafeToTell == Yes || p.SafeToTell == No {
			safe = append(safe, other)
		}
	}
	if len(at) > 0 && c.in(FieldOthers, true) {
		c.letter.Others = at
	}
	if len(safe) > 0 && c.in(FieldWhoSafe, true) {
		c.letter.WhoSafe = safe
	}
	if !c.in(FieldThird, named) {
		for _, list := range [][]LetterOther{c.letter.Others, c.letter.WhoSafe} {
			for i := range list {
				list[i].Name, list[i].School = "", ""
			}
		}
	}
}

// firstBox is what a sergeant reads first.
func (c *composer) firstBox() {
	l, value := &c.letter, c.f.Case.Value
	l.DangerNow, l.Deadline, l.Image, l.AgeAtImage = value.DangerNow, value.Deadline, value.Image, value.AgeAtImage
	if value.DangerNow == NotAsked {
		c.lack("danger", "", false)
	}
	contact := value.SafeContact
	if contact == (SafeContact{}) {
		c.lack("safe-contact", FieldContact, false)
	} else if c.in(FieldContact, true) {
		l.Contact = &contact
	}
	for _, s := range c.f.Suspects {
		l.SuspectKnows = stronger(l.SuspectKnows, s.Value.KnowsOfReport)
		l.PoliceLinks = stronger(l.PoliceLinks, s.Value.PoliceLinks)
	}
	if a, ok := c.f.Assessment(); !ok {
		c.lack("risk", FieldRisk, false)
	} else if c.in(FieldRisk, true) {
		risk := a.Value
		l.Risk = &risk
	}
	if s := value.Suicide; !s.IsZero() && c.in(FieldSuicide, true) {
		l.Suicide = &Crisis{Thoughts: s.Thoughts, Action: s.Action} // never clinical detail or who was told
	}
}

// stronger prefers yes over no over not asked.
func stronger(a, b Answer) Answer {
	for _, answer := range []Answer{Yes, Unknown, No} {
		if a == answer || b == answer {
			return answer
		}
	}
	return a
}

// happened is what the letter tells: events, suspected persons, money,
// evidence, and what was done already.
func (c *composer) happened() {
	l := &c.letter
	var events []Event
	unchecked := false
	for _, e := range c.f.Events {
		if e.Value.MayShare == No {
			continue
		}
		unchecked = unchecked || e.Value.MayShare == NotAsked
		events = append(events, e.Value)
	}
	if c.in(FieldEvents, len(events) > 0) {
		l.Events = events
	}
	if len(events) == 0 && l.Summary == "" {
		c.lack("events", FieldEvents, false)
	} else if unchecked {
		c.lack("events-unchecked", FieldEvents, false)
	}
	if c.in(FieldSuspects, len(c.f.Suspects) > 0) {
		for _, s := range c.f.Suspects {
			l.Suspects = append(l.Suspects, s.Value)
		}
	}
	if !hasUniqueID(c.f.Suspects) {
		c.lack("unique-id", FieldSuspects, false)
	}
	if c.in(FieldMoney, len(c.f.Money) > 0) {
		for _, m := range c.f.Money {
			l.Money = append(l.Money, m.Value)
		}
	}
	if len(c.f.Evidence) == 0 {
		c.lack("evidence", FieldEvidence, false)
	} else if c.in(FieldEvidence, true) {
		for _, e := range c.f.Evidence {
			l.Evidence = append(l.Evidence, e.Value)
		}
	}
	var done []string
	if plan, ok := c.f.Plan(); ok {
		for _, section := range plan.Value.Sections {
			for _, a := range section.Actions {
				if !a.Done.IsZero() && a.What != "" && a.MayShare == Yes {
					done = append(done, a.What)
				}
			}
		}
	}
	if c.in(FieldActions, len(done) > 0) {
		l.Actions = done
	}
	l.Wishes, l.Police.WishWords = l.Police.WishWords, ""
	if !c.in(FieldWishes, l.Police.Wish != PoliceNotAsked || l.Wishes != "") {
		l.Police.Wish, l.Police.WishOn, l.Wishes = PoliceNotAsked, time.Time{}, ""
	}
}

func hasUniqueID(list []Entry[Suspect]) bool {
	for _, s := range list {
		for _, a := range s.Value.Accounts {
			if a.UniqueID != "" || a.URL != "" {
				return true
			}
		}
	}
	return false
}

// lawfulness is consent and lawful basis, which never contradict each other.
func (c *composer) lawfulness() {
	l := &c.letter
	consent, asked := c.f.Consent(ConsentPolice)
	stands := asked && consent.Stands()
	basis := c.choices.Basis
	if basis == "" && stands {
		basis = BasisConsent
	}
	l.Basis, l.BasisNote = basis, strings.TrimSpace(c.choices.BasisNote)
	switch {
	case basis == "":
		c.lack("basis", "", true)
	case basis == BasisConsent && asked && !stands:
		c.lack("consent-refused", "", true)
	case basis == BasisConsent && !asked && l.BasisNote == "":
		c.lack("consent", "", true)
	case basis != BasisConsent && !slices.Contains(Bases(), basis):
		c.lack("basis", "", true)
	case basis != BasisConsent && l.BasisNote == "":
		c.lack("basis-note", "", true)
	}
	if stands {
		l.Consent = &consent
	} else if basis == BasisConsent && !asked && l.BasisNote != "" {
		l.Consent = c.noted()
	}
}

// noted is the consent that the worker writes down with the letter.
func (c *composer) noted() *Consent {
	return &Consent{Given: c.v.Now(), Scope: ConsentPolice, How: c.letter.BasisNote, TakenBy: c.author.Name}
}
