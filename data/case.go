package data

import (
	"strings"
	"time"

	"noddfa/assets"
)

// Case is one person's matter. The person themself is a Person with the role
// client in the same case.
type Case struct {
	Reference  string    `json:"reference"` // NOD-7K3Q-92: random, no initials, no dates
	Opened     time.Time `json:"opened"`
	Closed     time.Time `json:"closed,omitzero"`
	Outcome    string    `json:"outcome,omitempty"` // see Outcome
	Matter     Matter    `json:"matter,omitempty"`
	CalledName string    `json:"called_name,omitempty"`
	Owner      string    `json:"owner,omitempty"` // the worker
	Source     string    `json:"source,omitempty"`
	Language   Language  `json:"language,omitempty"`

	SafeContact SafeContact `json:"safe_contact,omitzero"`
	Police      PoliceState `json:"police,omitzero"`

	Figures time.Time `json:"figures,omitzero"` // since then its words are gone, and what is counted stays

	OutcomeWords string `json:"outcome_words,omitempty"`
	ClosedBy     string `json:"closed_by,omitempty"`
	ReopenedWhy  string `json:"reopened_why,omitempty"`

	DangerNow  Answer     `json:"danger_now,omitempty"`
	Deadline   When       `json:"deadline,omitzero"` // of the threat
	Image      ImageState `json:"image,omitempty"`
	AgeAtImage int        `json:"age_at_image,omitempty"` // whole years; 0 = unknown
	Platform   string     `json:"platform,omitempty"`
	Suicide    Crisis     `json:"suicide,omitzero"`
}

// SafeContact is how the person may be reached without harm (domain.md 2.2, 9).
type SafeContact struct {
	Rule        string `json:"rule,omitempty"` // one plain sentence; shown on every screen of the case
	Number      string `json:"number,omitempty"`
	Email       string `json:"email,omitempty"`
	Times       string `json:"times,omitempty"`
	MayText     Answer `json:"may_text,omitempty"`
	MayVoice    Answer `json:"may_voicemail,omitempty"`
	MayPost     Answer `json:"may_post,omitempty"`
	CodeWord    string `json:"code_word,omitempty"`
	OthersUse   string `json:"others_use,omitempty"` // who else uses the phone
	DoNot       string `json:"do_not,omitempty"`     // do NOT contact via
	OnlyThrough Answer `json:"only_through_us,omitempty"`
	MarkedCar   Answer `json:"marked_car,omitempty"` // may a marked car or uniform come to the door?
	OutOfHours  string `json:"out_of_hours,omitempty"`
}

// PoliceState is what the police know and what the person wants of them.
type PoliceState struct {
	Force       string     `json:"force,omitempty"` // id in assets' police forces
	Wish        PoliceWish `json:"wish,omitempty"`
	WishOn      time.Time  `json:"wish_on,omitzero"`
	WishWords   string     `json:"wish_words,omitempty"` // in the person's own words
	CrimeNumber string     `json:"crime_number,omitempty"`
	LogNumber   string     `json:"log_number,omitempty"` // 101 log, apart from the crime number
	Officer     string     `json:"officer,omitempty"`
	Collar      string     `json:"collar,omitempty"`
	ReportedOn  time.Time  `json:"reported_on,omitzero"`
}

// PersonRole is what somebody is in a case.
type PersonRole string

// The roles of people around a case.
const (
	RoleClient       PersonRole = "client"
	RoleChild        PersonRole = "child"
	RoleDependant    PersonRole = "dependant"
	RoleFamily       PersonRole = "family"
	RoleFriend       PersonRole = "friend"
	RoleProfessional PersonRole = "professional"
	RoleOther        PersonRole = "other"
)

// Person is somebody in a case: the client, a child, a friend, a professional.
// A person belongs to one case and is never merged with one of another.
type Person struct {
	Role       PersonRole `json:"role,omitempty"`
	FirstName  string     `json:"first_name,omitempty"`
	Surname    string     `json:"surname,omitempty"`
	CalledName string     `json:"called_name,omitempty"`
	OtherNames string     `json:"other_names,omitempty"`
	OwnScript  string     `json:"own_script,omitempty"`
	Pronouns   string     `json:"pronouns,omitempty"`
	Born       time.Time  `json:"born,omitzero"` // date of birth
	Age        int        `json:"age,omitempty"` // whole years, where no date of birth is known; 0 = unknown
	AgeAbout   bool       `json:"age_about,omitempty"`
	AgeOn      time.Time  `json:"age_on,omitzero"` // when that age was told
	Address    string     `json:"address,omitempty"`
	Postcode   string     `json:"postcode,omitempty"`
	Number     string     `json:"number,omitempty"`
	Email      string     `json:"email,omitempty"`
	Language   Language   `json:"language,omitempty"`
	Access     string     `json:"access,omitempty"` // interpreter, BSL, reading, adjustments
	Relation   string     `json:"relation,omitempty"`
	School     string     `json:"school,omitempty"`
	SafeToTell Answer     `json:"safe_to_tell,omitempty"` // safe / not safe to talk to
	AtRisk     Answer     `json:"at_risk,omitempty"`      // an adult at risk
	Needs      string     `json:"needs,omitempty"`        // special measures, support at interview and court
	Words      string     `json:"words,omitempty"`
}

// FullName is first name and surname; the called name stands in for either.
func (p Person) FullName() string { return fullName(p.FirstName, p.Surname, p.CalledName) }

// AgeAt returns the age in whole years on the day of t, and whether it is known.
// An age that was told on an earlier day has grown since.
func (p Person) AgeAt(t time.Time) (int, bool) {
	switch {
	case !p.Born.IsZero():
		years := yearsFrom(p.Born, t)
		return years, years >= 0
	case p.Age > 0 && !p.AgeOn.IsZero():
		return p.Age + max(0, yearsFrom(p.AgeOn, t)), true
	}
	return p.Age, p.Age > 0
}

// AgeIsAbout reports whether an age on the day of t is an estimate: it was one
// when it was told, or no date of birth is known and time has passed.
func (p Person) AgeIsAbout(t time.Time) bool {
	return p.Born.IsZero() && (p.AgeAbout || !p.AgeOn.IsZero() && yearsFrom(p.AgeOn, t) > 0)
}

// yearsFrom counts whole years.
func yearsFrom(from, to time.Time) int {
	years := to.Year() - from.Year()
	if to.Month() < from.Month() || to.Month() == from.Month() && to.Day() < from.Day() {
		years--
	}
	return years
}

// Suspect is a suspected person (practice.md 11).
type Suspect struct {
	Names           string    `json:"names,omitempty"`
	Age             string    `json:"age,omitempty"`
	Relationship    string    `json:"relationship,omitempty"`
	SharesHome      Answer    `json:"shares_home,omitempty"` // home or children
	Vehicle         string    `json:"vehicle,omitempty"`
	Weapons         string    `json:"weapons,omitempty"`
	PoliceLinks     Answer    `json:"police_links,omitempty"` // works for police or has access to records
	KnowsOfReport   Answer    `json:"knows_of_report,omitempty"`
	Address         string    `json:"address,omitempty"`
	Words           string    `json:"words,omitempty"`
	Accounts        []Account `json:"accounts,omitempty"`
	RecordedFromLog ID        `json:"from_contact,omitzero"`
}

// Account is one identifier of a suspected person. Display name and unique id
// are two things; police need the second (domain.md 1.4).
type Account struct {
	Platform    string `json:"platform,omitempty"`
	DisplayName string `json:"display_name,omitempty"`
	UniqueID    string `json:"unique_id,omitempty"`
	URL         string `json:"url,omitempty"`
	Phone       string `json:"phone,omitempty"`
	Email       string `json:"email,omitempty"`
}

// Event is something that happened; letters are composed of these.
type Event struct {
	When     When   `json:"when"`
	Where    string `json:"where,omitempty"` // a category in letters: "at home", "online"
	What     string `json:"what,omitempty"`
	Quoted   string `json:"quoted,omitempty"`    // the exact words
	QuotedEN string `json:"quoted_en,omitempty"` // English meaning of quoted Welsh, with by whom
	Source   string `json:"source,omitempty"`
	ToldBy   Caller `json:"told_by,omitempty"`  // in place of Source where a contact told it
	ToldHow  Method `json:"told_how,omitempty"` // and how
	MayShare Answer `json:"may_share,omitempty"`
}

// SourceIn says in one language from whom and how it was learnt: in the words somebody wrote, else by the contact that
// told it.
func (e Event) SourceIn(words *assets.Translator) string {
	switch {
	case e.Source != "" || e.ToldBy == "":
		return e.Source
	case e.ToldHow == "":
		return words.T("source." + string(e.ToldBy))
	}
	return words.T("source.how", map[string]any{
		"Who": words.T("source." + string(e.ToldBy)), "How": words.T("source." + string(e.ToldHow)),
	})
}

// firstOf returns the first of the texts that is not empty.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// fullName is "Mari Puw" of somebody called "Mari" with the surname Puw, and "Mrs Puw" of somebody called "Mrs Puw".
func fullName(first, last, called string) string {
	switch {
	case first != "":
		return joinName(first, last)
	case called == "":
		return last
	case strings.Contains(strings.ToLower(called), strings.ToLower(last)):
		return called
	}
	return joinName(called, last)
}

func joinName(first, last string) string { return strings.TrimSpace(first + " " + last) }

func nonEmpty(texts ...string) []string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}
