package contactlog

import "time"

// Values is what one row says, each value in the form package data keeps it in.
// A zero value means that the row says nothing of it.
type Values struct {
	Started time.Time // in Options.Location
	DayOnly bool      // the time of day is not known; Started is 00:00
	Ended   time.Time // after Started; zero if not logged

	Outgoing     bool   // we rang them
	Attempted    bool   // nobody was reached
	Method       string // "phone", "text", "email", "visit", "walk-in", "video", "webchat", "letter"
	With         string // "person", "parent", "friend", "professional", …: see With… below
	Organisation string

	SafeToTalk Answer
	SafeWords  string // what was written besides the answer: "rang back"
	DangerNow  Answer
	Town       string

	FirstName, Surname string
	CalledName         string // what they wish to be called
	Age                int    // whole years then, 1 to 120; 0 = not known
	AgeAbout           bool
	Phone              string // digits for comparing: "07700900321", "+33612345678"; "" if no number was recognised
	PhoneAsWritten     string
	Email              string
	SafeRule           string // how it is safe to reach them, in words
	CodeWord           string
	Language           string // BCP 47: "en", "cy", "pl"

	Summary        string
	Platform       string // spelt as the platform spells itself where it is known
	Demanded, Paid Money
	Police         string // "wants", "does-not-want", "unsure", "not-yet", "reported": see Police… below
	PoliceWords    string // a plain "no" to having reported, which Police has as "not-yet": it may mean more
	Force          string // id of package assets: "south-wales"
	ForceWords     string // as written where no one force is meant

	Suicide     Answer
	Advice      []string
	RiskChanged Answer
	FollowUpBy  string
	FollowUpOn  time.Time // 00:00 of the day, unless a time was written
	Volunteer   string

	Task TaskValues // of a list of tasks, which says nothing of the above

	// Other holds, in the order of the columns, what no value above holds:
	// columns nobody understood, and cells whose words say more than the value.
	Other []Remark
}

// A Remark is a cell in its own words under the name of its column.
type Remark struct{ Column, Words string }

// Money is an amount in pounds; the zero Money is unknown, which is not £0. Its
// shape is that of data.Money.
type Money struct {
	Pence int64
	Known bool
}

// Answer is the answer to a question; the empty Answer is "not asked".
type Answer string

// The answers, spelt as package data spells them.
const (
	NotAsked    Answer = ""
	Yes         Answer = "yes"
	No          Answer = "no"
	Unknown     Answer = "unknown"
	WouldNotSay Answer = "would-not-say"
)

// Who was at the other end, spelt as the callers of package data. Of a "third
// party" nobody knows which; the words stay a remark.
const (
	WithPerson       = "person"
	WithParent       = "parent"
	WithFriend       = "friend"
	WithProfessional = "professional"
	WithWrongNumber  = "wrong-number"
	WithSilent       = "silent"
	WithHungUp       = "hung-up"
	WithMaybeSuspect = "maybe-suspect"
	WithInternal     = "internal"
)

// What the person wants of the police, or has done.
const (
	PoliceWants       = "wants"
	PoliceDoesNotWant = "does-not-want"
	PoliceUnsure      = "unsure"
	PoliceNotYet      = "not-yet"
	PoliceReported    = "reported"
)
