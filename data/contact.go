package data

import "time"

// Method is how a contact was made.
type Method string

// The methods of a contact (domain.md 3.5).
const (
	Phone  Method = "phone"
	Text   Method = "text"
	Email  Method = "email"
	Visit  Method = "visit"
	WalkIn Method = "walk-in"
	Video  Method = "video"
	Chat   Method = "webchat"
	Post   Method = "letter"
)

// Methods lists the methods in the order forms show them.
func Methods() []Method { return []Method{Phone, Text, Chat, Email, WalkIn, Visit, Video, Post} }

// Caller is who is at the other end (practice.md 5).
type Caller string

// Who may be calling.
const (
	CallerThePerson    Caller = "person"
	CallerParent       Caller = "parent"
	CallerFriend       Caller = "friend"
	CallerProfessional Caller = "professional"
	CallerWrongNumber  Caller = "wrong-number"
	CallerSilent       Caller = "silent"
	CallerHungUp       Caller = "hung-up"
	CallerMaybeSuspect Caller = "maybe-suspect"
	CallerInternal     Caller = "internal"
)

// Callers lists who may be calling in the order forms show them.
func Callers() []Caller {
	return []Caller{
		CallerThePerson, CallerParent, CallerFriend, CallerProfessional,
		CallerWrongNumber, CallerSilent, CallerHungUp, CallerMaybeSuspect,
	}
}

// PoliceWish is what the person wants of the police.
type PoliceWish string

// The wishes, and the state of having reported.
const (
	PoliceNotAsked PoliceWish = ""
	WantsPolice    PoliceWish = "wants"
	NoPolice       PoliceWish = "does-not-want"
	UnsurePolice   PoliceWish = "unsure"
	NotReportedYet PoliceWish = "not-yet"
	ReportedPolice PoliceWish = "reported"
)

// Contact is one logged call, message, chat or visit, attempted or reached, in
// the order in which a volunteer asks (practice.md 5, domain.md 3.5).
type Contact struct {
	Started   time.Time `json:"started"`
	DayOnly   bool      `json:"day_only,omitempty"` // the time of day is not known
	Ended     time.Time `json:"ended,omitzero"`
	Outgoing  bool      `json:"outgoing,omitempty"` // we rang them
	Method    Method    `json:"method,omitempty"`
	Attempted bool      `json:"attempted,omitempty"` // no answer: nobody was reached

	// Who is calling.
	Caller       Caller `json:"caller,omitempty"`
	Organisation string `json:"organisation,omitempty"`
	WrongNumber  string `json:"wrong_number,omitempty"` // who answered, what we said, did we name anyone?

	// 1 Safe to talk?
	SafeToTalk Answer `json:"safe_to_talk,omitempty"`
	SafeWhen   string `json:"safe_when,omitempty"` // when it is safe to ring; if it is not safe now, when and how instead

	// 2 Danger, alone, where.
	DangerNow Answer `json:"danger_now,omitempty"`
	Alone     Answer `json:"alone,omitempty"`
	Town      string `json:"town,omitempty"`

	// 3 The person.
	CalledName  string   `json:"called_name,omitempty"` // "What may I call you?"
	FirstName   string   `json:"first_name,omitempty"`
	Surname     string   `json:"surname,omitempty"`
	Age         int      `json:"age,omitempty"` // whole years now; 0 = unknown
	AgeAbout    bool     `json:"age_about,omitempty"`
	Number      string   `json:"number,omitempty"` // if we are cut off
	EmailTo     string   `json:"email,omitempty"`
	MayText     Answer   `json:"may_text,omitempty"`
	MayVoice    Answer   `json:"may_voicemail,omitempty"`
	CodeWord    string   `json:"code_word,omitempty"`
	SafeRule    string   `json:"safe_rule,omitempty"` // the safe-contact rule in one plain sentence
	Language    Language `json:"language,omitempty"`
	Interpreter string   `json:"interpreter,omitempty"`

	// 4 What is happening.
	Matter       Matter     `json:"matter,omitempty"`
	Said         string     `json:"said,omitempty"` // what was said, in their words where it matters
	Platform     string     `json:"platform,omitempty"`
	Deadline     When       `json:"deadline,omitzero"` // the blackmailer's deadline
	Demanded     Money      `json:"demanded,omitzero"`
	Paid         Money      `json:"paid,omitzero"`
	ImageUnder18 Answer     `json:"image_under_18,omitempty"` // a picture of you under 18?
	ImageExists  ImageState `json:"image_exists,omitempty"`
	Police       PoliceWish `json:"police,omitempty"`
	Force        string     `json:"force,omitempty"` // id in assets' police forces

	// 5 Suicide.
	Suicide Crisis `json:"suicide,omitzero"`

	// 6 Advice given: keys of the advice list, and free words.
	Advice      []string `json:"advice,omitempty"`
	AdviceOther string   `json:"advice_other,omitempty"`
	RiskChanged Answer   `json:"risk_changed,omitempty"`

	// 7 Follow-up.
	FollowUp FollowUp `json:"follow_up,omitzero"`

	// What an imported log had in columns that no field holds: an address, a GP. It is never copied into an event, and
	// so never into a letter.
	Kept []string `json:"kept,omitempty"`
	// The police force as such a log had it, where it is none that is known.
	ForceWords string `json:"force_words,omitempty"`

	// Debrief is set where whoever took it would like to talk it over.
	Debrief bool `json:"debrief,omitempty"`

	// Locked is set where it was taken without a passphrase: nobody signed it then.
	Locked *TakenLocked `json:"locked,omitempty"`

	Figures *FiguresOnly `json:"figures,omitempty"` // its words are gone, and what is counted stays

	LoggedFor string `json:"logged_for,omitempty"` // volunteer named in an imported log; else the author
	Imported  string `json:"imported,omitempty"`   // keyed hash of the imported row, hexadecimal
	Case      ID     `json:"case,omitzero"`        // set by triage
}

// TakenLocked says that a contact was taken while the records were locked, and
// so is signed only by whoever brought it in.
type TakenLocked struct {
	Call     ID        `json:"call"` // what it was kept under
	Finished bool      `json:"finished"`
	At       time.Time `json:"at"` // when it was last sealed
}

// FollowUp is what was promised, by whom and until when.
type FollowUp struct {
	Who      string    `json:"who,omitempty"`
	On       time.Time `json:"on,omitzero"`
	Promised string    `json:"promised,omitempty"`
	From     string    `json:"from,omitempty"` // who handed it on at the end of a shift
}

// IsZero reports whether no follow-up was agreed.
func (f FollowUp) IsZero() bool { return f == FollowUp{} }

// Crisis is what was asked and answered about suicide, and what was done
// (practice.md 1 and 2).
type Crisis struct {
	Thoughts Answer    `json:"thoughts,omitempty"` // NotAsked with Because says why it was not asked
	Because  string    `json:"because,omitempty"`
	Plan     string    `json:"plan,omitempty"` // plan, means, past attempts, in words
	Action   string    `json:"action,omitempty"`
	ToldWho  string    `json:"told_who,omitempty"`
	ToldHow  string    `json:"told_how,omitempty"`
	ToldBy   string    `json:"told_by,omitempty"`
	ToldAt   time.Time `json:"told_at,omitzero"`
	Tried    string    `json:"tried,omitempty"` // no answer: who was tried, and at what times
}

// IsZero reports whether nothing was asked or written.
func (c Crisis) IsZero() bool { return c == Crisis{} }

// Unfinished reports whether thoughts of suicide were told of and it is not yet
// written what was done and who was told, by whom and when: such a record stays
// first on Today. Having tried and found nobody does not finish it.
func (c Crisis) Unfinished() bool {
	return c.Thoughts == Yes && (c.Action == "" || c.ToldWho == "" || c.ToldBy == "" || c.ToldAt.IsZero())
}

// ImageState says whether an intimate image exists (domain.md 1.1).
type ImageState string

// The states; anything but ImageNone counts as "there may be a picture".
const (
	ImageNotAsked ImageState = ""
	ImageExists   ImageState = "exists"
	ImageClaimed  ImageState = "claimed" // they say so, nobody has seen it
	ImageFake     ImageState = "fake"    // edited or made by a machine
	ImageUnknown  ImageState = "unknown"
	ImageNone     ImageState = "none"
)

// Name is the name to show for a contact: what they wish to be called, else
// their given names, else "".
func (c Contact) Name() string { return firstOf(c.CalledName, joinName(c.FirstName, c.Surname)) }

// FullName is first name and surname; the called name stands in for either.
func (c Contact) FullName() string { return fullName(c.FirstName, c.Surname, c.CalledName) }

// Card is the contact card: what anybody needs to ring back safely. It stays
// with the contacts when the contact's words have passed to a case
// (practice.md 7).
type Card struct {
	Contact    ID       `json:"contact,omitzero"`
	Case       ID       `json:"case,omitzero"`
	CalledName string   `json:"called_name,omitempty"`
	Number     string   `json:"number,omitempty"`
	SafeRule   string   `json:"safe_rule,omitempty"`
	HoursAlone bool     `json:"hours_alone,omitempty"` // the rule is nothing but the hours at which it is safe
	MayText    Answer   `json:"may_text,omitempty"`
	MayVoice   Answer   `json:"may_voicemail,omitempty"`
	MayPost    Answer   `json:"may_post,omitempty"`
	MarkedCar  Answer   `json:"marked_car,omitempty"`
	OnlyUs     Answer   `json:"only_through_us,omitempty"`
	DoNot      string   `json:"do_not,omitempty"` // do NOT contact via
	Language   Language `json:"language,omitempty"`
	CodeWord   string   `json:"code_word,omitempty"`
	PassTo     string   `json:"pass_to,omitempty"` // "if they ring: pass to …"

	By       ID        `json:"by,omitzero"`        // who took the contact
	At       time.Time `json:"at,omitzero"`        // when
	CallOn   time.Time `json:"call_on,omitzero"`   // the call-back that is still promised after the contact was sorted
	Caller   string    `json:"caller,omitempty"`   // who promised to ring
	Promised string    `json:"promised,omitempty"` // what
	Imported string    `json:"imported,omitempty"` // keyed hash of the imported row, as in the contact

	revision ID // the newest, of the card itself
}
