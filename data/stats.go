package data

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Small is the size below which a group is never shown in shared output: a
// count of four can be a person (domain.md 3.8).
const Small = 5

// Count is a number that may be hidden; hidden is null in JSON.
type Count struct {
	N      int
	Hidden bool
}

// MarshalJSON writes the number, or null when it is hidden.
func (c Count) MarshalJSON() ([]byte, error) {
	if c.Hidden {
		return []byte("null"), nil
	}
	return json.Marshal(c.N)
}

// Rate is a number per fortnight that may be hidden, to two decimals.
type Rate struct {
	Value  float64
	Hidden bool
}

// MarshalJSON writes the rate, or null when it is hidden.
func (r Rate) MarshalJSON() ([]byte, error) {
	if r.Hidden {
		return []byte("null"), nil
	}
	return json.Marshal(math.Round(r.Value*100) / 100)
}

// Group is one line of a breakdown.
type Group struct {
	Contacts     Count `json:"contacts"`
	PerFortnight Rate  `json:"per_fortnight"`
	Reported     Count `json:"reported"` // of these reported to police
}

// Sums are what was demanded or paid. In shared output the single largest
// amount is a band: it could be a person.
type Sums struct {
	Count           Count  `json:"count"`
	Largest         Money  `json:"largest"`
	LargestPlatform string `json:"largest_platform,omitempty"`
	LargestBand     string `json:"largest_band,omitempty"`
	Median          Money  `json:"median"`
	Total           Money  `json:"total"`
}

// Stats are the figures of a period, both days included. Restricted cases are
// in none of them.
type Stats struct {
	From         string           `json:"from"`
	To           string           `json:"to"`
	Contacts     Count            `json:"contacts"`
	Reached      Count            `json:"reached"`
	People       Count            `json:"people"` // repeat callers counted once
	Cases        Count            `json:"cases"`  // opened
	Fortnights   float64          `json:"fortnights"`
	PerFortnight Rate             `json:"per_fortnight"`
	ByForce      map[string]Group `json:"by_force"`
	ByPlatform   map[string]Group `json:"by_platform"`
	Demanded     Sums             `json:"demanded"`
	Paid         Sums             `json:"paid"`
	Restricted   int              `json:"restricted"` // cases not counted
	Shared       bool             `json:"shared,omitempty"`
}

// Stats counts contacts and cases from one day to another, both included.
func (v *Vault) Stats(from, to time.Time) (Stats, error) {
	if v.me.Role == Volunteer {
		return Stats{}, refuse(CodeNoKey, "counting cases")
	}
	first, last := from.Format(time.DateOnly), to.Format(time.DateOnly)
	days := math.Round(startOfDay(to).Sub(startOfDay(from)).Hours()/24) + 1
	s := Stats{From: first, To: last, Fortnights: days / 14, ByForce: map[string]Group{}, ByPlatform: map[string]Group{}}
	if days < 1 {
		s.Fortnights = 0
	}
	within := func(t time.Time) bool {
		day := t.Format(time.DateOnly) // on the clock of the place where it was written down
		return day >= first && day <= last
	}
	people := v.newPeople()
	var demanded, paid []ContactLine
	for _, c := range v.Contacts() {
		if !within(c.Started) || v.Restricted(c.ID) {
			continue
		}
		s.Contacts.N++
		if !c.Attempted {
			s.Reached.N++
		}
		people.add(c)
		tally(s.ByForce, c.Force, c)
		tally(s.ByPlatform, c.Platform, c)
		if c.Demanded.Known && c.Demanded.Pence > 0 {
			demanded = append(demanded, c)
		}
		if c.Paid.Known && c.Paid.Pence > 0 {
			paid = append(paid, c)
		}
	}
	for _, c := range v.Cases() {
		if within(c.Opened) && !v.Restricted(c.ID) {
			s.Cases.N++
		}
	}
	s.Restricted, _ = v.RestrictedCases(context.Background()) // nobody but a manager learns how many
	s.People.N = people.count()
	s.Demanded = sums(demanded, func(c ContactLine) Money { return c.Demanded })
	s.Paid = sums(paid, func(c ContactLine) Money { return c.Paid })
	if s.Fortnights > 0 {
		s.PerFortnight.Value = float64(s.Contacts.N) / s.Fortnights
		for _, groups := range []map[string]Group{s.ByForce, s.ByPlatform} {
			for name, g := range groups {
				g.PerFortnight.Value = float64(g.Contacts.N) / s.Fortnights
				groups[name] = g
			}
		}
	}
	return s, nil
}

func tally(groups map[string]Group, name string, c ContactLine) {
	if name == "" {
		name = "not-recorded"
	}
	g := groups[name]
	g.Contacts.N++
	if c.Police == ReportedPolice {
		g.Reported.N++
	}
	groups[name] = g
}

// personKey tells repeat callers: the digits of the number, else the name,
// else each contact is its own person.
func personKey(c ContactLine) string {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, c.Number)
	digits = strings.TrimPrefix(strings.TrimPrefix(digits, "0"), "44")
	switch {
	case len(digits) >= 7:
		return "number " + digits
	case c.Name != "":
		return "name " + strings.ToLower(c.Name)
	}
	return "contact " + c.ID.String()
}

func sums(lines []ContactLine, amount func(ContactLine) Money) Sums {
	s := Sums{Count: Count{N: len(lines)}}
	if len(lines) == 0 {
		return s
	}
	slices.SortStableFunc(lines, func(a, b ContactLine) int { return int(amount(a).Pence - amount(b).Pence) })
	largest := lines[len(lines)-1]
	s.Largest, s.LargestPlatform = amount(largest), largest.Platform
	s.Total.Known, s.Median.Known = true, true
	for _, l := range lines {
		s.Total.Pence += amount(l).Pence
	}
	middle := len(lines) / 2
	s.Median.Pence = amount(lines[middle]).Pence
	if len(lines)%2 == 0 {
		s.Median.Pence = (s.Median.Pence + amount(lines[middle-1]).Pence) / 2
	}
	return s
}

// Share hides what could be one person: groups under five, with each hidden
// group the next smallest, so that it cannot be worked out from the total; and
// the single largest amounts become bands.
func (s Stats) Share() Stats {
	s.Shared = true
	s.ByForce, s.ByPlatform = shareGroups(s.ByForce), shareGroups(s.ByPlatform)
	s.Demanded, s.Paid = s.Demanded.share(), s.Paid.share()
	for _, c := range []*Count{&s.Contacts, &s.Reached, &s.People, &s.Cases} {
		c.Hidden = c.N > 0 && c.N < Small
	}
	// How many were reached tells how many were not.
	if missed := s.Contacts.N - s.Reached.N; missed > 0 && missed < Small || s.Contacts.Hidden {
		s.Reached.Hidden = true
	}
	if repeats := s.Contacts.N - s.People.N; repeats > 0 && repeats < Small {
		s.People.Hidden = true
	}
	s.PerFortnight.Hidden = s.Contacts.Hidden
	return s
}

func shareGroups(groups map[string]Group) map[string]Group {
	var names []string
	for name := range groups {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if c := groups[a].Contacts.N - groups[b].Contacts.N; c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	hide := 0
	for _, name := range names {
		if groups[name].Contacts.N < Small {
			hide++
		}
	}
	if hide == 1 {
		hide = 2 // one hidden group alone is the total less the others
	}
	out := map[string]Group{}
	for i, name := range names {
		g := groups[name]
		g.Contacts.Hidden = i < hide
		g.PerFortnight.Hidden = g.Contacts.Hidden
		unreported := g.Contacts.N - g.Reported.N
		g.Reported.Hidden = g.Contacts.Hidden || g.Reported.N > 0 && g.Reported.N < Small || unreported > 0 && unreported < Small
		out[name] = g
	}
	return out
}

func (s Sums) share() Sums {
	if s.Count.N == 0 {
		return s
	}
	s.LargestBand = band(s.Largest)
	s.Largest, s.LargestPlatform = Money{}, ""
	if s.Count.N < Small {
		s.Count.Hidden = true
		s.Median, s.Total, s.LargestBand = Money{}, Money{}, ""
	}
	return s
}

// band is the range of an amount, in pounds.
func band(m Money) string {
	edges := []int64{0, 100, 500, 1000, 5000, 10000, 50000}
	for i := len(edges) - 1; i >= 0; i-- {
		if m.Pence/100 >= edges[i] {
			if i == len(edges)-1 {
				return Pounds(edges[i]).String() + "+"
			}
			return Pounds(edges[i]).String() + "–" + Pounds(edges[i+1]-1).String()
		}
	}
	return ""
}
