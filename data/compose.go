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
	return v.WithLogo(ctx, l), missing, nil
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

// Reported reports whether the police were told of this case before: the case
// says so, or a letter of it did.
func (f *CaseFile) Reported() bool {
	p := f.Case.Value.Police
	return p.Wish == ReportedPolice || p.CrimeNumber != "" || p.LogNumber != "" || !p.ReportedOn.IsZero() ||
		slices.ContainsFunc(f.Letters, func(e Entry[IssuedLetter]) bool { return e.Value.Letter.Type == NewReport })
}

// composer puts one letter together.
type composer struct {
	v       *Vault
	f       *CaseFile
	choices LetterChoices
	fields  []FieldDefault
	author  Member             // who signs
	asked   Entry[AskedLetter] // what a manager was asked for, where the letter leaves as they approved it
	letter  Letter
	missing []Missing
}

func (v *Vault) compose(f *CaseFile, choices LetterChoices) (Letter, []Missing) {
	author, asked := v.Me(), Entry[AskedLetter]{}
	if at := slices.IndexFunc(f.Asked, func(e Entry[AskedLetter]) bool { return e.ID == choices.Asked }); at >= 0 {
		asked = f.Asked[at]
		author, choices = v.roster().members[asked.Author], asked.Value.Choices
		choices.Asked = asked.ID
	}
	if choices.Type == "" {
		choices.Type = NewReport
	}
	if choices.Language == "" {
		choices.Language = English
	}
	c := &composer{v: v, f: f, choices: choices, fields: FieldsOf(choices), author: author, asked: asked}
	c.head()
	c.replaces()
	c.person()
	c.firstBox()
	c.happened()
	c.lawfulness()
	switch {
	case choices.Type == InformationOnly:
		c.unname()
	case c.wrongPlace():
		c.bareConsent()
	}
	c.approval()
	return c.letter, c.missing
}

// lack notes what is missing. A field that this type of letter leaves out is
// not missed.
func (c *composer) lack(code string, field Field, blocks bool) {
	if !blocks && field != "" && c.defaultOf(field) != Included {
		return
	}
	c.missing = append(c.missing, Missing{code, field, blocks})
}

// in decides about one field. present says whether the case has anything to
// put there: only what exists is listed as withheld or overridden.
func (c *composer) in(field Field, present bool) bool {
	reason, asked := c.choices.Include[field]
	def := c.defaultOf(field)
	include := def == Included || asked && def != Never
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
	case include && def != Included && strings.TrimSpace(reason) != "":
		c.letter.Override = append(c.letter.Override, Decision{Field: field, By: c.author.Name, Reason: reason})
	case !include && def == Included:
		c.letter.Withheld = append(c.letter.Withheld, Decision{Field: field, By: c.author.Name, Reason: strings.TrimSpace(c.choices.LeaveWhy[field])})
	case !include:
		c.letter.Withheld = append(c.letter.Withheld, Decision{Field: field})
	}
	return include
}

func (c *composer) defaultOf(field Field) Default {
	for _, f := range c.fields {
		if f.Field == field {
			return f.Default
		}
	}
	return Included
}

// head is letterhead, recipient, references and signature.
func (c *composer) head() {
	o, now := c.v.Organisation(), c.v.Now()
	tr := assets.Lang(string(c.choices.Language))
	c.letter = Letter{
		Type: c.choices.Type, Language: c.choices.Language, Draft: true, Date: now, Marking: o.Marking,
		Case: c.f.Case.Value.Reference, Number: fmt.Sprintf("%s/%d", c.f.Case.Value.Reference, len(c.f.Letters)+1),
		Sender: o.Sender(),
		Author: Signatory{Name: c.author.Name, Role: firstOf(c.choices.Role, tr.T("role."+string(c.author.Role))), Phone: c.choices.Direct, On: now},
		Police: c.f.Case.Value.Police, Matter: c.f.Case.Value.Matter, ReplyBy: c.choices.ReplyBy, Asks: c.choices.Asks, Summary: c.choices.Summary,
		Knows: c.choices.Knows, KnowsWhy: c.choices.KnowsWhy, ByPhone: c.choices.PhoneTake,
		Copies: strings.TrimSpace(c.choices.Copies), Bilingual: c.choices.Bilingual, TextSize: c.choices.TextSize, Window: c.choices.Window,
	}
	c.police()
	if c.choices.Type == NewReport && !c.choices.Anew && c.f.Reported() {
		c.lack(missingReported, "", false)
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
		Email: force.SecureEmail, Attention: c.choices.Attention, Address: c.choices.Address,
	}
	if len(c.letter.To.Address) == 0 {
		c.letter.To.Address = o.AddressOf(force.ID)
	}
	if len(c.letter.To.Address) == 0 {
		c.lack("delivery-address", "", false)
	}
}

// police is what the police have already.
func (c *composer) police() {
	p := &c.letter.Police
	known := p.CrimeNumber != "" || p.LogNumber != "" || p.Officer != "" || p.Collar != "" || !p.ReportedOn.IsZero()
	if !c.in(FieldPolice, known) {
		p.CrimeNumber, p.LogNumber, p.Officer, p.Collar, p.ReportedOn = "", "", "", "", time.Time{}
	}
}

// replaces names the earlier letter that an update or withdrawal is about.
func (c *composer) replaces() {
	if c.choices.Type != UpdateOrWithdrawal {
		return
	}
	l := &c.letter
	at := slices.IndexFunc(c.f.Letters, func(e Entry[IssuedLetter]) bool { return e.ID == c.choices.Replaces })
	switch {
	case at < 0:
		c.lack("replaces", "", true)
	case !slices.Contains(LetterChanges(), c.choices.Change):
		c.lack("change", "", true)
	}
	l.Replaces = &EarlierLetter{Change: c.choices.Change}
	if at >= 0 {
		earlier := c.f.Letters[at].Value.Letter
		l.Replaces.Number, l.Replaces.Date = earlier.Number, earlier.Date
	}
	if c.wrongPlace() {
		l.Matter = MatterUnknown
	}
}

// wrongPlace reports whether the letter goes to who should not have had the
// earlier one: it must not tell them more.
func (c *composer) wrongPlace() bool {
	return c.choices.Type == UpdateOrWithdrawal && c.choices.Change == ChangeWrongPlace
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
	l.Person.Under18 = known && age < 18 && c.defaultOf(FieldUnder18) == Included
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
	if c.in(FieldRights, len(c.choices.Grounds) > 0 && c.underCode()) {
		l.Grounds = c.choices.Grounds
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
	named, schools := false, false
	for _, e := range c.f.People {
		p := e.Value
		if p.Role == RoleClient {
			continue
		}
		named, schools = named || p.FullName() != "", schools || p.School != ""
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
	names, places := c.in(FieldThird, named), c.in(FieldSchool, schools)
	for _, list := range [][]LetterOther{c.letter.Others, c.letter.WhoSafe} {
		for i := range list {
			if !names {
				list[i].Name = ""
			}
			if !places {
				list[i].School = ""
			}
		}
	}
}

// underCode reports whether the Victims' Code of England and Wales applies.
func (c *composer) underCode() bool {
	force, ok := assets.ForceByID(c.letter.To.Force)
	return ok && force.UnderVictimsCode()
}

// firstBox is what a sergeant reads first.
func (c *composer) firstBox() {
	l, value := &c.letter, c.f.Case.Value
	l.DangerNow, l.Deadline, l.Image, l.AgeAtImage = value.DangerNow, value.Deadline, value.Image, value.AgeAtImage
	if c.choices.Type == UpdateOrWithdrawal && c.choices.Change.Withdraws() {
		l.DangerNow, l.Deadline, l.Image, l.AgeAtImage = NotAsked, When{}, ImageNotAsked, 0
	} else if value.DangerNow == NotAsked {
		c.lack("danger", "", false)
	}
	contact := c.f.Safe()
	if contact == (SafeContact{}) {
		c.lack("safe-contact", FieldContact, false)
	} else if c.in(FieldContact, true) {
		l.Contact = &contact
	}
	for _, s := range c.f.Suspects {
		if c.wrongPlace() {
			break
		}
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
	if c.in(FieldClinical, value.Suicide.Plan != "") {
		l.Clinical = value.Suicide.Plan
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
	c.offence()
	var events []Event
	unchecked, waits := false, false
	for _, e := range c.f.Events {
		if e.Value.MayShare == No || c.choices.OnlyChecked && e.Value.MayShare != Yes {
			waits = waits || e.Value.MayShare != No
			continue
		}
		unchecked = unchecked || e.Value.MayShare != Yes
		events = append(events, e.Value)
	}
	if c.in(FieldEvents, len(events) > 0) {
		l.Events = events
	}
	if len(events) == 0 && l.Summary == "" && !waits {
		c.lack("events", FieldEvents, false)
	} else if unchecked && len(l.Events) > 0 {
		c.missing = append(c.missing, Missing{missingChecks, FieldEvents, false})
	}
	if c.in(FieldSuspects, len(c.f.Suspects) > 0) {
		for _, s := range c.f.Suspects {
			l.Suspects = append(l.Suspects, c.withoutTheirAddress(s.Value))
		}
	}
	switch {
	case hasUniqueID(c.f.Suspects):
	case len(c.f.AccountsInEvidence()) > 0:
		c.lack("unique-id-evidence", FieldSuspects, false)
	default:
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
	l.Wishes, l.Police.WishWords, l.Updates = l.Police.WishWords, "", strings.TrimSpace(c.choices.Updates)
	if !c.in(FieldWishes, l.Police.Wish != PoliceNotAsked || l.Wishes != "" || l.Updates != "") {
		l.Police.Wish, l.Police.WishOn, l.Wishes, l.Updates = PoliceNotAsked, time.Time{}, "", ""
	}
}

// missingReported is a new report of what the police were told of before.
const missingReported = "reported"

// missingChecks stops no draft, but every letter that leaves.
const missingChecks = "events-unchecked"

// unanswered refuses a letter with an event of which nobody has said that it may
// be shared: somebody answers for each word that leaves.
func unanswered(missing []Missing, doing string) error {
	if slices.ContainsFunc(missing, func(m Missing) bool { return m.Code == missingChecks }) {
		return refuse(CodeUnchecked, doing)
	}
	return nil
}

// Unchecked are the events that would go into a letter although nobody has said
// that they may: before a letter leaves somebody has to answer for each.
func (f *CaseFile) Unchecked() []Entry[Event] {
	return slices.DeleteFunc(slices.Clone(f.Events), func(e Entry[Event]) bool { return e.Value.MayShare == Yes || e.Value.MayShare == No })
}

// offence is what the person sees as the crime, and how far it has gone.
func (c *composer) offence() {
	var status []OffenceState
	for _, kind := range []struct {
		kind  MoneyKind
		state OffenceState
	}{{Demand, OffenceDemanded}, {Payment, OffencePaid}} {
		if slices.ContainsFunc(c.f.Money, func(e Entry[MoneyEntry]) bool { return e.Value.Kind == kind.kind }) {
			status = append(status, kind.state)
		}
	}
	said := strings.TrimSpace(c.choices.Offence)
	if c.in(FieldOffence, said != "" || len(status) > 0) {
		c.letter.Offence, c.letter.Status = said, status
	}
}

// withoutTheirAddress leaves out the address of a suspected person where it
// tells that of the person, which is withheld.
func (c *composer) withoutTheirAddress(s Suspect) Suspect {
	client, _ := c.f.Client()
	p := client.Value
	same := s.SharesHome == Yes
	for _, part := range append(strings.Split(p.Address, "\n"), p.Postcode) {
		part = plainReference(part)
		same = same || len(part) > 4 && strings.Contains(plainReference(s.Address), part)
	}
	if s.Address == "" || !same || c.letter.Person.Address != "" {
		return s
	}
	s.Address = ""
	if !slices.ContainsFunc(c.letter.Withheld, func(d Decision) bool { return d.Field == FieldAddress }) {
		c.letter.Withheld = append(c.letter.Withheld, Decision{Field: FieldAddress})
	}
	return s
}

func hasUniqueID(list []Entry[Suspect]) bool {
	for _, s := range list {
		for _, a := range s.Value.Accounts {
			if a.identified() {
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
