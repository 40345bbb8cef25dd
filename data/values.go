package data

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ID names a record, a revision, a group, a member or an origin: 16 random
// bytes. The zero ID means "none".
type ID [16]byte

// NewID returns a fresh random ID.
func NewID() ID {
	var id ID
	_, _ = rand.Read(id[:]) // never fails (crypto/rand documentation)
	return id
}

// IsZero reports whether the ID names nothing.
func (id ID) IsZero() bool { return id == ID{} }

// String returns 32 lower-case hexadecimal digits, or "" for the zero ID.
func (id ID) String() string {
	if id.IsZero() {
		return ""
	}
	return hex.EncodeToString(id[:])
}

// MarshalText writes the ID as String does.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	if len(text) != 32 {
		return fmt.Errorf("reading an id: %d characters instead of 32", len(text))
	}
	if _, err := hex.Decode(id[:], bytes.ToLower(text)); err != nil {
		return fmt.Errorf("reading an id: %w", err)
	}
	return nil
}

// Answer is the answer to a question that may not have been asked: the empty
// Answer is "not asked", which is not "no".
type Answer string

// The answers of the forms (practice.md 1 and 5).
const (
	NotAsked    Answer = ""
	Yes         Answer = "yes"
	No          Answer = "no"
	Unknown     Answer = "unknown"       // asked, the person does not know; or unsure
	WouldNotSay Answer = "would-not-say" // asked, would not say
)

// Precision says how exactly a time is known.
type Precision string

// Exact is the zero Precision: day and time of day are known.
const (
	Exact   Precision = ""
	About   Precision = "about"    // day and time as near as the person remembers
	DayOnly Precision = "day"      // the day is known, the time of day is not
	OnOrBy  Precision = "on-or-by" // not later than this
)

// When is a moment as people know it. The zone is that of the place where it
// happened and travels with the time.
type When struct {
	Time      time.Time `json:"time,omitzero"`
	Precision Precision `json:"precision,omitempty"`
	Zone      string    `json:"zone,omitempty"`  // IANA name such as "Europe/London"; "" = the offset in Time
	Words     string    `json:"words,omitempty"` // as the person put it: "the Friday before Easter"
}

// IsZero reports whether nothing is known of the moment.
func (w When) IsZero() bool { return w.Time.IsZero() && w.Words == "" }

// At is an exact moment.
func At(t time.Time) When { return When{Time: t} }

// OnDay is a day without a time.
func OnDay(t time.Time) When { return When{Time: t, Precision: DayOnly} }

// Money is an amount in pounds that may be unknown; the zero Money is unknown,
// which is not £0.
type Money struct {
	Pence int64
	Known bool
}

// Pounds makes a known amount of whole pounds.
func Pounds(n int64) Money { return Money{Pence: n * 100, Known: true} }

// IsZero reports whether the amount is unknown, so that omitzero leaves it out.
func (m Money) IsZero() bool { return !m.Known }

// Pounds returns the amount in pounds.
func (m Money) Pounds() float64 { return float64(m.Pence) / 100 }

// String writes the amount as people do: £6,000 or £12.50; "" when unknown.
func (m Money) String() string {
	if !m.Known {
		return ""
	}
	sign, pence := "", m.Pence
	if pence < 0 {
		sign, pence = "-", -pence
	}
	digits := strconv.FormatInt(pence/100, 10)
	var grouped strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			grouped.WriteByte(',')
		}
		grouped.WriteRune(d)
	}
	if pence%100 == 0 {
		return sign + "£" + grouped.String()
	}
	return fmt.Sprintf("%s£%s.%02d", sign, grouped.String(), pence%100)
}

// MarshalJSON writes pounds as a number, null when unknown.
func (m Money) MarshalJSON() ([]byte, error) {
	if !m.Known {
		return []byte("null"), nil
	}
	if m.Pence%100 == 0 {
		return strconv.AppendInt(nil, m.Pence/100, 10), nil
	}
	return strconv.AppendFloat(nil, m.Pounds(), 'f', 2, 64), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (m *Money) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*m = Money{}
		return nil
	}
	var pounds float64
	if err := json.Unmarshal(text, &pounds); err != nil {
		return fmt.Errorf("reading an amount: %w", err)
	}
	if math.Abs(pounds) > 1e12 {
		return fmt.Errorf("reading an amount: out of range")
	}
	*m = Money{Pence: int64(math.Round(pounds * 100)), Known: true}
	return nil
}

// Language is the language somebody reads or speaks, as a BCP 47 tag; "en" and
// "cy" are the two the app itself speaks.
type Language string

// The two languages of the app.
const (
	English Language = "en"
	Welsh   Language = "cy"
)

// Matter is the kind of matter, which chooses the advice and the plan's
// sections (domain.md 1.2 and 3.4).
type Matter string

// The kinds of matter.
const (
	MatterUnknown   Matter = ""
	OnlineBlackmail Matter = "online-blackmail" // "sextortion"; FMSE in the agencies' words
	DomesticAbuse   Matter = "domestic-abuse"
	Stalking        Matter = "stalking"
	OtherMatter     Matter = "other"
)

// Matters lists the kinds of matter in the order forms show them.
func Matters() []Matter {
	return []Matter{OnlineBlackmail, DomesticAbuse, Stalking, OtherMatter}
}
