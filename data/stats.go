package data

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
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

	People         Count `json:"people,omitzero"`          // of a force: repeat callers counted once
	PeopleReported Count `json:"people_reported,omitzero"` // of these
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

// Fortnight is one bar of the figures over time; the last may be shorter.
type Fortnight struct {
	From     string `json:"from"`
	Contacts Count  `json:"contacts"`
	Cases    Count  `json:"cases"`
}

// Attempts tell how long people waited for our first attempt to reach them,
// answered or not, after their first contact of the period.
type Attempts struct {
	Count       Count    `json:"count"`        // people we tried to reach after their first contact
	MedianHours *float64 `json:"median_hours"` // nil = nobody, or hidden
}

// What became of a contact by now, besides the outcomes of closed cases.
const (
	BecameOpen       = "case-open"
	BecameClosed     = "case-closed" // nobody wrote down how
	BecameNotReached = "not-reached"
	BecameNoCase     = "no-case"
)

// becameKeys are the keys of Stats.ByOutcome in the order in which figures show
// them.
func becameKeys() []string {
	keys := []string{BecameOpen}
	for _, o := range Outcomes() {
		keys = append(keys, string(o))
	}
	return append(keys, BecameClosed, BecameNotReached, BecameNoCase)
}

// NotRecorded is the group of what nobody has written down.
const NotRecorded = "not-recorded"

// OtherPlatforms is the group of the platforms that are hidden in shared output:
// their names were typed by people.
const OtherPlatforms = "other"

// Stats are the figures of a period, both days included. Restricted cases are
// in none of them.
type Stats struct {
	From         string           `json:"from"`
	To           string           `json:"to"`
	Contacts     Count            `json:"contacts"`
	Reached      Count            `json:"reached"`
	Reported     Count            `json:"reported"` // contacts of people who have reported to police
	People       Count            `json:"people"`   // repeat callers counted once
	Cases        Count            `json:"cases"`    // opened
	Fortnights   float64          `json:"fortnights"`
	PerFortnight Rate             `json:"per_fortnight"`
	Series       []Fortnight      `json:"series"`
	ByForce      map[string]Group `json:"by_force"`
	ByPlatform   map[string]Group `json:"by_platform"`
	ByAge        map[string]Group `json:"by_age"`
	ByOutcome    map[string]Group `json:"by_outcome"`
	AgeBands     []string         `json:"age_bands"` // the keys of ByAge, youngest first
	Demanded     Sums             `json:"demanded"`
	Paid         Sums             `json:"paid"`
	FirstAttempt Attempts         `json:"first_attempt"`
	RiskStart    map[string]Count `json:"risk_start"` // of the cases opened, at the first assessment
	RiskEnd      map[string]Count `json:"risk_end"`   // at the newest
	NotAsked     Count            `json:"police_not_asked"`
	Restricted   int              `json:"restricted"` // cases not counted; 0 in shared output, whatever the number
	Shared       bool             `json:"shared,omitempty"`
}

// StatsOptions are the choices of the figures.
type StatsOptions struct {
	AgeBands []int // the ages at which a new band begins, rising; none = those of the organisation
}

// DefaultAgeBands begin a new band at 18, so that children are always apart.
func DefaultAgeBands() []int { return []int{18, 25, 35, 50, 65} }

// bands are the keys of the bands that begin at these ages.
func (o StatsOptions) bands() (edges []int, keys []string) {
	for _, edge := range o.AgeBands {
		if edge > 0 && edge < 130 {
			edges = append(edges, edge)
		}
	}
	if len(edges) == 0 {
		edges = DefaultAgeBands()
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	keys = append(keys, "0-"+strconv.Itoa(edges[0]-1))
	for i, edge := range edges {
		if i == len(edges)-1 {
			keys = append(keys, strconv.Itoa(edge)+"+")
		} else {
			keys = append(keys, strconv.Itoa(edge)+"-"+strconv.Itoa(edges[i+1]-1))
		}
	}
	return edges, keys
}

// FirstDay is when the first of the contacts and cases was that Stats counts; the
// last day where there is none before.
func (v *Vault) FirstDay(last time.Time) time.Time {
	v.mu.RLock()
	defer v.mu.RUnlock()
	first := last
	earlier := func(id ID, at time.Time) {
		if !at.IsZero() && at.Before(first) && !v.restricted(id) {
			first = at
		}
	}
	for id, c := range v.contacts.all() {
		earlier(id, c.Started)
	}
	for id, c := range v.cases {
		earlier(id, c.Opened)
	}
	return first
}

// Stats counts contacts and cases from one day to another, both included.
func (v *Vault) Stats(from, to time.Time, options ...StatsOptions) (Stats, error) {
	if v.me().Role == Volunteer {
		return Stats{}, refuse(CodeNoKey, "counting cases")
	}
	o := StatsOptions{AgeBands: v.Organisation().AgeBands}
	if len(options) > 0 && len(options[0].AgeBands) > 0 {
		o = options[0]
	}
	secret := v.peopleKey()
	v.mu.RLock()
	s, ok := v.count(newCounting(from, to, o), v.newPeople(secret, false))
	if !ok {
		s, _ = v.count(newCounting(from, to, o), v.newPeople(secret, true))
	}
	v.mu.RUnlock()
	s.Restricted, _ = v.RestrictedCases(context.Background()) // nobody but a manager learns how many
	return s.finish(), nil
}

// count counts everything; ok is false where of a contact only the hash of its person
// is left, and people are told apart by more. The caller holds mu.
func (v *Vault) count(s *counting, people *people) (_ *counting, ok bool) {
	s.same, s.visitors = people, make([]visitor, 0, v.contacts.len())
	outcomes := make(map[ID]string, len(v.cases))
	for id, c := range v.cases {
		outcomes[id] = became(&c)
		if !v.restricted(id) {
			s.aCase(&c)
		}
	}
	for id, c := range v.contacts.allAhead() {
		if c.Figures != nil && !people.hashed {
			return s, false
		}
		if !v.restricted(id) {
			s.contact(c, firstOf(outcomes[c.Case], BecameOpen))
		}
	}
	return s, true
}

// counting gathers the figures. Its maps of numbers grow with the groups, not
// with the contacts.
type counting struct {
	Stats
	first, last    int // days since 1970
	edges          []int
	keys           []string
	byForce        map[string]*Group
	byPlatform     map[string]*Group
	byAge          map[string]*Group
	byOutcome      map[string]*Group
	same           *people   // who is one person though they came twice
	visitors       []visitor // by the number of a person
	demanded, paid []asked
}

// visitor is what is counted of one person.
type visitor struct {
	came  bool        // or we tried to reach them, in the period
	since time.Time   // their first contact of the period
	ours  []time.Time // our attempts to reach them, whenever
	area  area        // of the period
	moved []area      // and others
}

// area is a force area somebody came from, and whether they have reported.
type area struct {
	force    string
	reported bool
}

// in notes that they came from an area, which has a name.
func (p *visitor) in(force string, reported bool) {
	if p.area.force == "" || p.area.force == force {
		p.area = area{force, p.area.reported || reported}
		return
	}
	for i := range p.moved {
		if p.moved[i].force == force {
			p.moved[i].reported = p.moved[i].reported || reported
			return
		}
	}
	p.moved = append(p.moved, area{force, reported})
}

// areas are all of them.
func (p *visitor) areas() iter.Seq[area] {
	return func(yield func(area) bool) {
		if p.area.force == "" || !yield(p.area) {
			return
		}
		for _, a := range p.moved {
			if !yield(a) {
				return
			}
		}
	}
}

// takes what is known of the same person under another number.
func (p *visitor) takes(o visitor) {
	p.came = p.came || o.came
	if p.since.IsZero() || !o.since.IsZero() && o.since.Before(p.since) {
		p.since = o.since
	}
	p.ours = append(p.ours, o.ours...)
	for a := range o.areas() {
		p.in(a.force, a.reported)
	}
}

func newCounting(from, to time.Time, o StatsOptions) *counting {
	c := &counting{
		Stats: Stats{
			From: from.Format(time.DateOnly), To: to.Format(time.DateOnly), Series: []Fortnight{},
			RiskStart: map[string]Count{}, RiskEnd: map[string]Count{},
		},
		first: dayOf(from), last: dayOf(to), byForce: map[string]*Group{}, byPlatform: map[string]*Group{}, byAge: map[string]*Group{},
		byOutcome: map[string]*Group{},
	}
	c.edges, c.keys = o.bands()
	c.AgeBands = c.keys
	days := max(0, c.last-c.first+1)
	c.Fortnights = float64(days) / 14
	for day := 0; day < days; day += 14 {
		c.Series = append(c.Series, Fortnight{From: time.Unix(int64(c.first+day)*86400, 0).UTC().Format(time.DateOnly)})
	}
	return c
}

// dayOf numbers a day on the clock of the place where it was written down.
func dayOf(t time.Time) int {
	_, east := t.Zone()
	seconds := t.Unix() + int64(east)
	day := seconds / 86400
	if seconds%86400 < 0 {
		day--
	}
	return int(day)
}

func (s *counting) within(t time.Time) (fortnight int, ok bool) {
	day := dayOf(t)
	return (day - s.first) / 14, day >= s.first && day <= s.last
}

// contact counts one contact; became is said of its case.
func (s *counting) contact(c *ContactLine, became string) {
	who := s.same.add(c)
	for len(s.visitors) <= who {
		s.visitors = append(s.visitors, visitor{})
	}
	p := &s.visitors[who]
	if c.Outgoing {
		p.ours = append(p.ours, c.Started)
	}
	fortnight, ok := s.within(c.Started)
	if !ok {
		return
	}
	s.Contacts.N++
	s.Series[fortnight].Contacts.N++
	if !c.Attempted {
		s.Reached.N++
	}
	switch c.Police {
	case ReportedPolice:
		s.Reported.N++
	case PoliceNotAsked:
		s.NotAsked.N++
	}
	p.came = true
	if !c.Outgoing && (p.since.IsZero() || c.Started.Before(p.since)) {
		p.since = c.Started
	}
	p.in(firstOf(c.Force, NotRecorded), c.Police == ReportedPolice)
	tally(s.byForce, c.Force, c)
	tally(s.byPlatform, strings.TrimSpace(c.Platform), c)
	tally(s.byAge, s.ageBand(c.Age), c)
	tally(s.byOutcome, outcomeOf(c, became), c)
	if c.Demanded.Known && c.Demanded.Pence > 0 {
		s.demanded = append(s.demanded, asked{c.Demanded, c.Platform})
	}
	if c.Paid.Known && c.Paid.Pence > 0 {
		s.paid = append(s.paid, asked{c.Paid, c.Platform})
	}
}

func (s *counting) ageBand(age int) string {
	if age <= 0 {
		return ""
	}
	at := 0
	for at < len(s.edges) && age >= s.edges[at] {
		at++
	}
	return s.keys[at]
}

func outcomeOf(c *ContactLine, became string) string {
	switch {
	case c.Case.IsZero() && c.Attempted:
		return BecameNotReached
	case c.Case.IsZero():
		return BecameNoCase
	}
	return became
}

// became is what became of a case.
func became(c *CaseLine) string {
	if c.Closed.IsZero() {
		return BecameOpen
	}
	return firstOf(string(c.Outcome), BecameClosed)
}

func (s *counting) aCase(c *CaseLine) {
	fortnight, ok := s.within(c.Opened)
	if !ok {
		return
	}
	s.Cases.N++
	s.Series[fortnight].Cases.N++
	add := func(to map[string]Count, level RiskLevel) {
		key := firstOf(string(level), NotRecorded)
		to[key] = Count{N: to[key].N + 1}
	}
	add(s.RiskStart, c.RiskFirst)
	add(s.RiskEnd, c.Risk)
}

func (s *counting) finish() Stats {
	s.onePersonEach()
	for i := range s.visitors {
		if s.visitors[i].came {
			s.People.N++
		}
		for a := range s.visitors[i].areas() {
			g := s.byForce[a.force]
			g.People.N++
			if a.reported {
				g.PeopleReported.N++
			}
		}
	}
	s.ByForce, s.ByPlatform, s.ByAge, s.ByOutcome = s.groups(s.byForce), s.groups(s.byPlatform), s.groups(s.byAge), s.groups(s.byOutcome)
	s.Demanded = sums(s.demanded)
	s.Paid = sums(s.paid)
	s.attempts()
	if s.Fortnights > 0 {
		s.PerFortnight.Value = float64(s.Contacts.N) / s.Fortnights
	}
	return s.Stats
}

// onePersonEach puts together what belongs to one person under several numbers.
func (s *counting) onePersonEach() {
	if !s.same.joined {
		return
	}
	for n := range s.visitors {
		if who := s.same.find(n); who != n {
			for len(s.visitors) <= who {
				s.visitors = append(s.visitors, visitor{})
			}
			s.visitors[who].takes(s.visitors[n])
			s.visitors[n] = visitor{}
		}
	}
}

// groups are the finished groups of one breakdown.
func (s *counting) groups(of map[string]*Group) map[string]Group {
	out := map[string]Group{}
	for name, g := range of {
		if s.Fortnights > 0 {
			g.PerFortnight.Value = float64(g.Contacts.N) / s.Fortnights
		}
		out[name] = *g
	}
	return out
}

// attempts finds the first time we tried to reach each who came to us.
func (s *counting) attempts() {
	var hours []float64
	for i := range s.visitors {
		p := &s.visitors[i]
		if p.since.IsZero() {
			continue
		}
		var first time.Time
		for _, at := range p.ours {
			if !at.Before(p.since) && (first.IsZero() || at.Before(first)) {
				first = at
			}
		}
		if !first.IsZero() {
			hours = append(hours, first.Sub(p.since).Hours())
		}
	}
	s.FirstAttempt.Count.N = len(hours)
	if len(hours) == 0 {
		return
	}
	slices.Sort(hours)
	middle := hours[len(hours)/2]
	if len(hours)%2 == 0 {
		middle = (middle + hours[len(hours)/2-1]) / 2
	}
	middle = math.Round(middle*10) / 10
	s.FirstAttempt.MedianHours = &middle
}

func tally(groups map[string]*Group, name string, c *ContactLine) {
	if name == "" {
		name = NotRecorded
	}
	g := groups[name]
	if g == nil {
		g = &Group{}
		groups[name] = g
	}
	g.Contacts.N++
	if c.Police == ReportedPolice {
		g.Reported.N++
	}
}

// asked is an amount and where it was asked for.
type asked struct {
	amount   Money
	platform string
}

func sums(list []asked) Sums {
	s := Sums{Count: Count{N: len(list)}}
	if len(list) == 0 {
		return s
	}
	largest, pence := list[0], make([]int64, len(list))
	for i, l := range list {
		pence[i] = l.amount.Pence
		s.Total.Pence += l.amount.Pence
		if cmp.Or(cmp.Compare(l.amount.Pence, largest.amount.Pence), strings.Compare(l.platform, largest.platform)) > 0 {
			largest = l
		}
	}
	slices.Sort(pence)
	s.Largest, s.LargestPlatform = largest.amount, largest.platform
	s.Total.Known, s.Median.Known = true, true
	middle := len(list) / 2
	s.Median.Pence = pence[middle]
	if len(list)%2 == 0 {
		s.Median.Pence = (s.Median.Pence + pence[middle-1]) / 2
	}
	return s
}
