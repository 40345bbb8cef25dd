package data

import "time"

// LetterType is the kind of referral letter.
type LetterType string

// The five types (practice.md 16, domain.md 2.2 field 6).
const (
	NewReport          LetterType = "new-report"
	FurtherInformation LetterType = "further-information"
	SupportNeeds       LetterType = "support-needs"
	InformationOnly    LetterType = "information-only" // person not named
	UpdateOrWithdrawal LetterType = "update-or-withdrawal"
)

// LetterTypes lists the types in the order forms show them.
func LetterTypes() []LetterType {
	return []LetterType{NewReport, FurtherInformation, SupportNeeds, InformationOnly, UpdateOrWithdrawal}
}

// LetterChange says why a letter takes the place of an earlier one.
type LetterChange string

// The reasons for an update or withdrawal (practice.md 16).
const (
	ChangeCorrection LetterChange = "correction"
	ChangeContact    LetterChange = "safe-contact"      // the person is reached in another way now
	ChangeConsent    LetterChange = "consent-withdrawn" // to sharing with the police
	ChangeWrongPlace LetterChange = "wrong-place"       // the earlier letter went to somebody who should not have it
)

// LetterChanges lists the reasons in the order forms show them.
func LetterChanges() []LetterChange {
	return []LetterChange{ChangeCorrection, ChangeContact, ChangeConsent, ChangeWrongPlace}
}

// Withdraws reports whether the earlier letter is taken back and not replaced:
// then this one says as little about the person as it can.
func (c LetterChange) Withdraws() bool { return c == ChangeConsent || c == ChangeWrongPlace }

// Ground is why the person may have enhanced rights under the Victims' Code
// (domain.md 2.3). The police decide.
type Ground string

// The grounds.
const (
	GroundSerious    Ground = "serious-crime"
	GroundPersistent Ground = "persistently-targeted"
	GroundVulnerable Ground = "vulnerable"
	GroundAfraid     Ground = "intimidated"
)

// Grounds lists the grounds in the order forms show them.
func Grounds() []Ground {
	return []Ground{GroundSerious, GroundPersistent, GroundVulnerable, GroundAfraid}
}

// Basis is the lawful reason for sharing (domain.md 2.4). "" = none chosen.
type Basis string

// The lawful reasons a letter may rest on.
const (
	BasisConsent    Basis = "consent"
	BasisVital      Basis = "vital-interests"
	BasisLegitimate Basis = "legitimate-interests"
	BasisRecognised Basis = "recognised-legitimate-interest" // UK GDPR Art 6(1)(ea), since 5 February 2026
)

// Bases lists the lawful reasons in the order forms show them.
func Bases() []Basis { return []Basis{BasisConsent, BasisVital, BasisRecognised, BasisLegitimate} }

// LetterChoices is what the worker decides about a letter. The zero value of a
// choice is the default.
type LetterChoices struct {
	Type      LetterType       `json:"type,omitempty"`
	Language  Language         `json:"language,omitempty"` // the reader's
	Force     string           `json:"force,omitempty"`
	Unit      string           `json:"unit,omitempty"`
	Attention string           `json:"attention,omitempty"` // a named officer
	Address   []string         `json:"address,omitempty"`   // of the force, for this letter; none: what the organisation knows
	Basis     Basis            `json:"basis,omitempty"`
	BasisNote string           `json:"basis_note,omitempty"`
	Include   map[Field]string `json:"include,omitempty"` // field → reason, for optional and withheld fields
	LeaveOut  []Field          `json:"leave_out,omitempty"`
	LeaveWhy  map[Field]string `json:"leave_why,omitempty"` // field → reason, for what is left out
	Summary   string           `json:"summary,omitempty"`   // opening paragraph of "what has happened"
	Asks      []string         `json:"asks,omitempty"`      // empty = the default asks
	ReplyBy   time.Time        `json:"reply_by,omitzero"`
	Knows     Answer           `json:"person_knows,omitempty"` // the person knows this letter is sent
	KnowsWhy  string           `json:"person_knows_why,omitempty"`
	PhoneTake Answer           `json:"phone_may_be_taken,omitempty"`
	Role      string           `json:"role,omitempty"`   // the author's role as printed
	Direct    string           `json:"direct,omitempty"` // the author's direct line
	Draft     bool             `json:"draft,omitempty"`
	// Anew says that it is another matter than what was reported before.
	Anew bool `json:"anew,omitempty"`
	// OnlyChecked leaves out the events that nobody has said may be shared.
	OnlyChecked bool `json:"only_checked,omitempty"`

	Urgent    string         `json:"urgent,omitempty"` // why it cannot wait for approval, where a life is at risk
	Asked     ID             `json:"asked,omitzero"`   // the letter that was asked for: it leaves as it was approved
	Phone     *PhoneApproval `json:"phone_approval,omitempty"`
	Own       bool           `json:"own,omitempty"`     // a manager approves their own letter although there is another manager
	Replaces  ID             `json:"replaces,omitzero"` // the earlier letter of this case that an update or withdrawal is about
	Change    LetterChange   `json:"change,omitempty"`
	Offence   string         `json:"offence,omitempty"` // as the person sees it
	Grounds   []Ground       `json:"grounds,omitempty"` // for enhanced rights
	Updates   string         `json:"updates,omitempty"` // how often the person wants to hear, and through whom
	Copies    string         `json:"copies,omitempty"`  // who else gets it
	Bilingual bool           `json:"bilingual,omitempty"`
	TextSize  int            `json:"text_size,omitempty"` // points: 12 (also for 0), 14 or 16
	Window    Window         `json:"window,omitempty"`
}

// Window is where an envelope shows the address.
type Window string

// The envelopes.
const (
	WindowDL     Window = ""       // DL with a window at the left, folded at 99 mm
	WindowNotify Window = "notify" // the address block of GOV.UK Notify
)

// EarlierLetter is the letter that another one replaces or takes back.
type EarlierLetter struct {
	Number string       `json:"number"`
	Date   time.Time    `json:"date,omitzero"`
	Change LetterChange `json:"change,omitempty"`
}

// Letter is a referral letter as a typed value: everything that is printed and
// nothing that is withheld. Package pdf lays it out; it never sees the case.
// Texts that people wrote are carried as written; labels, dates and standard
// sentences are made by pdf in the letter's language.
type Letter struct {
	Type     LetterType `json:"type"`
	Language Language   `json:"language"`
	Draft    bool       `json:"draft,omitempty"`
	Number   string     `json:"number"` // our reference of this letter: NOD-7K3Q-92/1
	Case     string     `json:"case"`   // our reference of the case
	Date     time.Time  `json:"date"`
	Marking  string     `json:"marking,omitempty"` // "" = "Confidential: personal data of a victim of crime"
	Nation   string     `json:"nation,omitempty"`  // of the force; Victims' Code wording is off outside England and Wales

	Sender       Sender       `json:"sender"`
	Author       Signatory    `json:"author"`
	Approver     *Signatory   `json:"approver,omitempty"` // nil = nobody need approve; without a name = approval to follow
	To           Recipient    `json:"to"`
	Police       PoliceState  `json:"police"`
	Matter       Matter       `json:"matter,omitempty"`
	ReplyBy      time.Time    `json:"reply_by,omitzero"`
	DangerNow    Answer       `json:"danger_now,omitempty"`
	Deadline     When         `json:"deadline,omitzero"`
	Contact      *SafeContact `json:"contact,omitempty"` // nil = left out
	ByPhone      Answer       `json:"phone_may_be_taken,omitempty"`
	Knows        Answer       `json:"person_knows,omitempty"`
	KnowsWhy     string       `json:"person_knows_why,omitempty"`
	SuspectKnows Answer       `json:"suspect_knows,omitempty"`
	PoliceLinks  Answer       `json:"police_links,omitempty"` // restrict handling

	Person       LetterPerson  `json:"person"`
	Image        ImageState    `json:"image,omitempty"`
	AgeAtImage   int           `json:"age_at_image,omitempty"` // whole years; 0 = unknown
	Risk         *Assessment   `json:"risk,omitempty"`
	Suicide      *Crisis       `json:"suicide,omitempty"` // the flag and what is in place; never clinical detail
	Asks         []string      `json:"asks,omitempty"`    // empty = the default asks of the type
	Summary      string        `json:"summary,omitempty"`
	Events       []Event       `json:"events,omitempty"` // only those that may be shared, oldest first
	Suspects     []Suspect     `json:"suspects,omitempty"`
	Money        []MoneyEntry  `json:"money,omitempty"`
	Evidence     []Evidence    `json:"evidence,omitempty"`
	Actions      []string      `json:"actions,omitempty"` // already taken
	Others       []LetterOther `json:"others,omitempty"`  // children and dependants at risk
	WhoSafe      []LetterOther `json:"who_safe,omitempty"`
	Needs        string        `json:"needs,omitempty"`
	Wishes       string        `json:"wishes,omitempty"`
	Consent      *Consent      `json:"consent,omitempty"` // to share with the police, if it stands
	Basis        Basis         `json:"basis,omitempty"`
	BasisNote    string        `json:"basis_note,omitempty"`
	Safeguarding *Safeguarding `json:"safeguarding,omitempty"`
	Withheld     []Decision    `json:"withheld,omitempty"` // left out, and on whose say-so
	Override     []Decision    `json:"override,omitempty"` // put in although normally withheld, and why

	Replaces  *EarlierLetter `json:"replaces,omitempty"` // of an update or withdrawal
	Offence   string         `json:"offence,omitempty"`  // as the person sees it
	Status    []OffenceState `json:"status,omitempty"`   // how far it has gone
	Grounds   []Ground       `json:"grounds,omitempty"`  // for enhanced rights; empty outside England and Wales
	Updates   string         `json:"updates,omitempty"`
	Clinical  string         `json:"clinical,omitempty"` // only by a named override
	Copies    string         `json:"copies,omitempty"`
	Bilingual bool           `json:"bilingual,omitempty"` // Welsh first, then the same in English
	TextSize  int            `json:"text_size,omitempty"` // points; 0 = 12
	Window    Window         `json:"window,omitempty"`

	ForPerson bool `json:"for_person,omitempty"` // the copy that the person may hold
}

// CopyForPerson is the letter as the person it is about may hold it, where
// somebody else could find it: without how and by whom they are reached, without
// other people, risk and the means of suicide, and without what is said of the
// police. It is no letter to send.
func (l Letter) CopyForPerson() Letter {
	l.ForPerson, l.Draft, l.Marking = true, false, ""
	l.Contact, l.ByPhone, l.Knows, l.KnowsWhy, l.SuspectKnows, l.PoliceLinks = nil, NotAsked, NotAsked, "", NotAsked, NotAsked
	l.Risk, l.Suicide, l.Clinical, l.Safeguarding, l.Others, l.WhoSafe = nil, nil, "", nil, nil, nil
	l.Person.Address, l.Person.Access = "", ""
	l.Withheld, l.Override = nil, nil
	l.Sender.Logo = nil // it tells from afar where the paper is from
	return l
}

// OffenceState is how far something has gone.
type OffenceState string

// The states that a case tells of.
const (
	OffenceDemanded OffenceState = "demanded"
	OffencePaid     OffenceState = "paid"
)

// Sender is the letterhead.
type Sender struct {
	Name    string   `json:"name"`
	NameCY  string   `json:"name_cy,omitempty"`
	Address []string `json:"address,omitempty"`
	Phone   string   `json:"phone,omitempty"`
	Email   string   `json:"email,omitempty"`
	Hours   string   `json:"hours,omitempty"`
	HoursCY string   `json:"hours_cy,omitempty"`
	Charity string   `json:"charity_number,omitempty"`
	Logo    *Logo    `json:"logo,omitempty"`
}

// Sender is the organisation as a letterhead has it.
func (o Organisation) Sender() Sender {
	return Sender{Name: o.Name, NameCY: o.NameCY, Address: o.Address, Phone: o.Phone, Email: o.Email, Hours: o.Hours, HoursCY: o.HoursCY, Charity: o.Charity, Logo: o.Logo}
}

// HoursIn are our hours in a language; as they were written where they are in one alone.
func (s Sender) HoursIn(language Language) string {
	if language == Welsh {
		return firstOf(s.HoursCY, s.Hours)
	}
	return firstOf(s.Hours, s.HoursCY)
}

// NextSteps is what the sheet "What happens next" is made of. It names nobody.
type NextSteps struct {
	Letter Letter // that was sent
	Nation string // where the person is helped: Wales, England, …; "" = not known
	Age    int    // of the person; 0 = not known
}

// NextSteps gathers what happens after a letter of a case. Helplines are those
// of the force's nation, or of the charity's where the force works everywhere.
func (v *Vault) NextSteps(f *CaseFile, letter Letter) NextSteps {
	n := NextSteps{Letter: letter, Nation: letter.Nation}
	if n.Nation == "" || n.Nation == "UK" {
		n.Nation = v.Organisation().Nation
	}
	if client, ok := f.Client(); ok {
		n.Age, _ = client.Value.AgeAt(v.Now())
	}
	return n
}

// Recipient is the police force and unit.
type Recipient struct {
	Force     string   `json:"force"` // id in assets' police forces
	Name      string   `json:"name"`  // in the letter's language where it has one
	Unit      string   `json:"unit,omitempty"`
	Address   []string `json:"address,omitempty"` // none: the letter says "delivery address not set"
	Email     string   `json:"email,omitempty"`
	Attention string   `json:"attention,omitempty"`
}

// Signatory is who signs or approves.
type Signatory struct {
	Name    string    `json:"name"`
	Role    string    `json:"role,omitempty"`
	Phone   string    `json:"phone,omitempty"`
	On      time.Time `json:"on,omitzero"`
	ByPhone bool      `json:"by_phone,omitempty"` // approved by phone, at that time
}

// LetterPerson is the person referred; an empty member is not printed.
type LetterPerson struct {
	Name       string    `json:"name,omitempty"`
	OtherNames string    `json:"other_names,omitempty"`
	OwnScript  string    `json:"own_script,omitempty"`
	Born       time.Time `json:"born,omitzero"`
	Age        int       `json:"age,omitempty"`
	AgeAbout   bool      `json:"age_about,omitempty"` // an estimate
	Pronouns   string    `json:"pronouns,omitempty"`
	Language   Language  `json:"language,omitempty"`
	Access     string    `json:"access,omitempty"`
	Address    string    `json:"address,omitempty"` // only by a named override
	Under18    bool      `json:"under_18,omitempty"`
}

// LetterOther is somebody around the case: a name only where third parties are
// included, else the role alone.
type LetterOther struct {
	Role     PersonRole `json:"role,omitempty"`
	Name     string     `json:"name,omitempty"`
	Relation string     `json:"relation,omitempty"`
	Age      int        `json:"age,omitempty"`
	School   string     `json:"school,omitempty"`
	Safe     Answer     `json:"safe,omitempty"`
}

// Decision is one field left out or put in against its default, by whom and
// why.
type Decision struct {
	Field  Field  `json:"field"`
	By     string `json:"by,omitempty"` // "" = by default
	Reason string `json:"reason,omitempty"`
}

// IssuedLetter is the record of a letter that left the house: its bytes are
// kept sealed, and drawing it again returns them.
type IssuedLetter struct {
	Letter  Letter        `json:"letter"`
	Choices LetterChoices `json:"choices"`
	Issued  time.Time     `json:"issued"`
	PDF     []byte        `json:"pdf"`
	SHA256  []string      `json:"sha256"` // of every output made of it, hexadecimal
}

// SavedFile is an output that left the vault on purpose: written to a file, or
// printed.
type SavedFile struct {
	Letter  ID        `json:"letter"`
	Path    string    `json:"path,omitempty"`
	Printer string    `json:"printer,omitempty"` // the queue it was printed on; then there is no path
	SHA256  string    `json:"sha256"`
	At      time.Time `json:"at"`

	Protected bool      `json:"protected,omitempty"` // it opens only with a password, which is kept nowhere
	Paper     PaperKind `json:"paper,omitempty"`
}

// PaperKind is what a saved or printed document is, where it is not the letter
// or plan itself.
type PaperKind string

// The papers for the person.
const (
	PaperCopy  PaperKind = "copy"  // of a letter, for the person it is about
	PaperNext  PaperKind = "next"  // what happens next
	PaperNotes PaperKind = "notes" // notes that were given out
)

// Kit is the recovery kit to print: one more manager whose passphrase is on
// paper.
type Kit struct {
	Organisation string    `json:"organisation"`
	VaultName    string    `json:"vault_name"` // the file's name, without its folder
	Number       string    `json:"number"`     // the vault's id as Vault.Number gives it: a file can be renamed
	Made         time.Time `json:"made"`
	Groups       []string  `json:"groups"` // the code in groups, checksum included
}
