package data

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"noddfa/assets"
)

// ReferralSummary is what a manager tells of the letters of a period, both days
// included: a line for each letter, then totals. It holds references and no
// names, and nothing of restricted cases. It is for the charity's own use: what
// leaves it are the figures (see Stats.Share).
type ReferralSummary struct {
	Sender   Sender        `json:"sender"`
	Language Language      `json:"language"`
	From     time.Time     `json:"from"`
	To       time.Time     `json:"to"`
	Made     time.Time     `json:"made"`
	Lines    []ReferralRow `json:"lines"` // oldest first
	ByForce  []ReferralSum `json:"by_force"`
	ByType   []ReferralSum `json:"by_type"`
	All      ReferralSum   `json:"all"`
	Waiting  int           `json:"cases_waiting"` // cases with a letter of the period that waits for a reply
}

// ReferralRow is one letter.
type ReferralRow struct {
	Number  string     `json:"number"`
	Type    LetterType `json:"type"`
	Force   string     `json:"force"` // id in assets' police forces
	Name    string     `json:"name"`  // of the force, in the summary's language
	Issued  time.Time  `json:"issued"`
	ReplyBy time.Time  `json:"reply_by,omitzero"`
	Replied time.Time  `json:"replied,omitzero"` // zero = not yet
	Crime   bool       `json:"crime_reference"`  // the police have given one for the case
}

// Days are the whole days to the reply; false while none has come.
func (r ReferralRow) Days() (int, bool) {
	if r.Replied.IsZero() {
		return 0, false
	}
	return max(0, dayOf(r.Replied)-dayOf(r.Issued)), true
}

// ReferralSum adds up letters of one force, of one type, or all.
type ReferralSum struct {
	Key     string `json:"key,omitempty"`  // a force's id, or a type
	Name    string `json:"name,omitempty"` // of the force
	Letters int    `json:"letters"`
	Replies int    `json:"replies"`
	Waiting int    `json:"waiting"`
	Overdue int    `json:"overdue"`         // waiting longer than was asked for
	Crime   int    `json:"crime_reference"` // letters of cases with a crime reference
	Median  int    `json:"median_days"`     // to the reply; -1 while there is none

	days []int
}

func (s *ReferralSum) add(r ReferralRow, made time.Time) {
	s.Letters++
	if r.Crime {
		s.Crime++
	}
	if days, ok := r.Days(); ok {
		s.Replies++
		s.days = append(s.days, days)
		return
	}
	s.Waiting++
	if !r.ReplyBy.IsZero() && startOfDay(r.ReplyBy).Before(startOfDay(made)) {
		s.Overdue++
	}
}

func (s *ReferralSum) finish() {
	s.Median = -1
	if len(s.days) == 0 {
		return
	}
	slices.Sort(s.days)
	middle := float64(s.days[len(s.days)/2])
	if len(s.days)%2 == 0 {
		middle = (middle + float64(s.days[len(s.days)/2-1])) / 2
	}
	s.Median = int(math.Round(middle))
	s.days = nil
}

// Referrals gathers the letters that left from one day to another, both
// included, and tells progress for each case that is read. A volunteer has no
// key to it.
func (v *Vault) Referrals(ctx context.Context, from, to time.Time, language Language, progress func(done, all int)) (ReferralSummary, error) {
	const doing = "gathering the letters of a period"
	if v.me().Role == Volunteer {
		return ReferralSummary{}, refuse(CodeNoKey, doing)
	}
	if language == "" {
		language = English
	}
	o := v.Organisation()
	s := ReferralSummary{
		Sender:   Sender{Name: o.Name, NameCY: o.NameCY, Address: o.Address, Phone: o.Phone, Email: o.Email, Hours: o.Hours, HoursCY: o.HoursCY, Charity: o.Charity},
		Language: language, From: startOfDay(from), To: startOfDay(to), Made: v.Now(),
	}
	var letters []LetterLine
	for _, l := range v.Letters() {
		day := dayOf(l.Issued.In(from.Location()))
		if day >= dayOf(from) && day <= dayOf(to) && !v.Restricted(l.Case) {
			letters = append(letters, l)
		}
	}
	slices.SortFunc(letters, func(a, b LetterLine) int {
		return cmp.Or(a.Issued.Compare(b.Issued), strings.Compare(a.Number, b.Number))
	})
	crime, err := v.crimeReferences(ctx, letters, progress)
	if err != nil {
		return ReferralSummary{}, fail(doing, err)
	}
	replied := map[ID]time.Time{}
	for _, t := range v.Tasks() {
		if at, known := replied[t.From]; !t.From.IsZero() && !t.Done.IsZero() && (!known || t.Done.Before(at)) {
			replied[t.From] = t.Done
		}
	}
	waiting := map[ID]bool{}
	for _, l := range letters {
		row := ReferralRow{
			Number: l.Number, Type: l.Type, Force: l.Force, Name: l.Force, Issued: l.Issued.In(from.Location()),
			ReplyBy: l.ReplyBy, Replied: replied[l.ID], Crime: crime[l.Case],
		}
		if f, ok := assets.ForceByID(l.Force); ok {
			row.Name = f.NameIn(string(language))
		}
		if row.Replied.IsZero() {
			waiting[l.Case] = true
		}
		s.take(row)
	}
	s.Waiting = len(waiting)
	s.finish()
	return s, nil
}

// crimeReferences reads which cases have a crime reference.
func (v *Vault) crimeReferences(ctx context.Context, letters []LetterLine, progress func(done, all int)) (map[ID]bool, error) {
	known := map[ID]bool{}
	for i, l := range letters {
		if _, read := known[l.Case]; !read {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			f, err := v.OpenCase(ctx, l.Case)
			if err != nil {
				return nil, err
			}
			known[l.Case] = strings.TrimSpace(f.Case.Value.Police.CrimeNumber) != ""
		}
		if progress != nil {
			progress(i+1, len(letters))
		}
	}
	return known, nil
}

func (s *ReferralSummary) take(row ReferralRow) {
	s.Lines = append(s.Lines, row)
	s.All.add(row, s.Made)
	sumOf(&s.ByForce, row.Force, row.Name).add(row, s.Made)
	sumOf(&s.ByType, string(row.Type), "").add(row, s.Made)
}

func sumOf(list *[]ReferralSum, key, name string) *ReferralSum {
	at := slices.IndexFunc(*list, func(s ReferralSum) bool { return s.Key == key })
	if at < 0 {
		at = len(*list)
		*list = append(*list, ReferralSum{Key: key, Name: name})
	}
	return &(*list)[at]
}

// finish puts the forces in the order of their names and the types in that of
// forms.
func (s *ReferralSummary) finish() {
	slices.SortFunc(s.ByForce, func(a, b ReferralSum) int { return strings.Compare(a.Name, b.Name) })
	types := LetterTypes()
	slices.SortFunc(s.ByType, func(a, b ReferralSum) int {
		return cmp.Compare(slices.Index(types, LetterType(a.Key)), slices.Index(types, LetterType(b.Key)))
	})
	for i := range s.ByForce {
		s.ByForce[i].finish()
	}
	for i := range s.ByType {
		s.ByType[i].finish()
	}
	s.All.finish()
}

// What an audit event says of the figures that leave.
const (
	DetailReferrals = "referrals"
	DetailFigures   = "figures"
	DetailSheet     = "contacts-and-tasks"
	DetailTrail     = "trail"
)

// TellLeft writes into the audit trail that a summary or figures left the
// records: printed, or saved to a file.
func (v *Vault) TellLeft(ctx context.Context, action AuditAction, detail string) error {
	return fail("recording what left", v.tried(ctx, AuditEvent{Action: action, Detail: detail}))
}
