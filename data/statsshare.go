package data

import (
	"cmp"
	"maps"
	"slices"
)

// Share hides what could be one person: groups under five, and with them the
// next smallest until what is hidden is at least two groups and five people, so
// that nothing can be worked out from the total. The single largest amounts
// become bands. Names of hidden platforms go: people typed them.
//
// What is hidden already stays so, and counts as small. Of two periods that
// overlap each hides what is small by itself: ShareStats compares them.
func (s Stats) Share() Stats {
	s.Shared, s.Restricted = true, 0
	s.ByForce, s.ByAge, s.ByOutcome = shareGroups(s.ByForce), shareGroups(s.ByAge), shareGroups(s.ByOutcome)
	s.ByPlatform = withoutNames(shareGroups(s.ByPlatform))
	s.RiskStart, s.RiskEnd = shareCounts(s.RiskStart), shareCounts(s.RiskEnd)
	s.Series = shareSeries(s.Series)
	s.Demanded, s.Paid = s.Demanded.share(s.Contacts.N), s.Paid.share(s.Contacts.N)
	for _, c := range []*Count{&s.Contacts, &s.Reached, &s.People, &s.Cases, &s.Reported, &s.NotAsked} {
		c.Hidden = c.Hidden || few(c.N)
	}
	// How many were reached, reported or asked tells how many were not; how many
	// people, how many came again.
	for _, c := range []*Count{&s.Reached, &s.Reported, &s.NotAsked, &s.People} {
		c.Hidden = c.Hidden || s.Contacts.Hidden || few(s.Contacts.N-c.N)
	}
	for _, groups := range []map[string]Group{s.ByForce, s.ByAge, s.ByOutcome, s.ByPlatform} {
		if !s.Reported.Hidden {
			break
		}
		for name, g := range groups { // they add up to it
			g.Reported.Hidden, g.PeopleReported.Hidden = true, true
			groups[name] = g
		}
	}
	if g, ok := s.ByOutcome[BecameNotReached]; ok && g.Contacts.Hidden {
		s.Reached.Hidden = true
	}
	s.PerFortnight.Hidden = s.Contacts.Hidden
	if s.FirstAttempt.Count.Hidden || few(s.FirstAttempt.Count.N) || few(s.People.N-s.FirstAttempt.Count.N) {
		s.FirstAttempt = Attempts{Count: Count{N: s.FirstAttempt.Count.N, Hidden: true}}
	}
	return s
}

// few reports whether a group is small enough to be a person.
func few(n int) bool { return n > 0 && n < Small }

// hideSmall says which parts of a whole are hidden, besides those that are
// already: the small ones, and the next smallest until neither one alone nor
// fewer than five are hidden together.
func hideSmall(parts []int, hidden []bool) []bool {
	order := make([]int, len(parts))
	count, sum := 0, 0
	for i, n := range parts {
		order[i] = i
		if hidden[i] = hidden[i] || few(n); hidden[i] && n > 0 {
			count, sum = count+1, sum+n
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(parts[a], parts[b]) })
	for _, i := range order {
		if count == 0 || count > 1 && sum >= Small {
			break
		}
		if !hidden[i] && parts[i] > 0 {
			hidden[i], count, sum = true, count+1, sum+parts[i]
		}
	}
	return hidden
}

func shareGroups(groups map[string]Group) map[string]Group {
	names := slices.Sorted(maps.Keys(groups))
	var contacts, reported, people, told []int
	for _, name := range names {
		g := groups[name]
		contacts, reported = append(contacts, g.Contacts.N), append(reported, g.Reported.N)
		people, told = append(people, g.People.N), append(told, g.PeopleReported.N)
	}
	already := func(of func(Group) bool) []bool {
		list := make([]bool, len(names))
		for i, name := range names {
			list[i] = of(groups[name])
		}
		return list
	}
	hidden := hideSmall(contacts, already(func(g Group) bool { return g.Contacts.Hidden }))
	hiddenReported := hideSmall(reported, either(besides(hidden, contacts, reported), already(func(g Group) bool { return g.Reported.Hidden })))
	hiddenPeople := hideSmall(people, either(besides(hidden, contacts, people), already(func(g Group) bool { return g.People.Hidden })))
	hiddenTold := hideSmall(told, either(besides(hiddenPeople, people, told), already(func(g Group) bool { return g.PeopleReported.Hidden })))
	out := map[string]Group{}
	for i, name := range names {
		g := groups[name]
		g.Contacts.Hidden, g.PerFortnight.Hidden, g.Reported.Hidden = hidden[i], hidden[i], hiddenReported[i]
		g.People.Hidden, g.PeopleReported.Hidden = hiddenPeople[i], hiddenTold[i] || hiddenReported[i]
		out[name] = g
	}
	return out
}

// besides says which parts are hidden because their whole is, or because a few
// are left of it.
func besides(hidden []bool, whole, part []int) []bool {
	out := slices.Clone(hidden)
	for i := range whole {
		out[i] = out[i] || few(whole[i]-part[i])
	}
	return out
}

func either(a, b []bool) []bool {
	for i := range a {
		a[i] = a[i] || b[i]
	}
	return a
}

// withoutNames puts hidden groups whose names people typed under one name.
func withoutNames(groups map[string]Group) map[string]Group {
	out := map[string]Group{}
	for name, g := range groups {
		if g.Contacts.Hidden && name != NotRecorded {
			name = OtherPlatforms
			g.Contacts.N += out[name].Contacts.N
			g.Reported = Count{N: g.Reported.N + out[name].Reported.N, Hidden: true}
			g.PerFortnight.Value += out[name].PerFortnight.Value
		}
		out[name] = g
	}
	return out
}

func shareCounts(counts map[string]Count) map[string]Count {
	names := slices.Sorted(maps.Keys(counts))
	parts, hidden := make([]int, len(names)), make([]bool, len(names))
	for i, name := range names {
		parts[i], hidden[i] = counts[name].N, counts[name].Hidden
	}
	hidden = hideSmall(parts, hidden)
	out := map[string]Count{}
	for i, name := range names {
		out[name] = Count{N: parts[i], Hidden: hidden[i]}
	}
	return out
}

func shareSeries(series []Fortnight) []Fortnight {
	out := slices.Clone(series)
	contacts, cases := make([]int, len(out)), make([]int, len(out))
	hiddenContacts, hiddenCases := make([]bool, len(out)), make([]bool, len(out))
	for i, f := range out {
		contacts[i], cases[i] = f.Contacts.N, f.Cases.N
		hiddenContacts[i], hiddenCases[i] = f.Contacts.Hidden, f.Cases.Hidden
	}
	hiddenContacts, hiddenCases = hideSmall(contacts, hiddenContacts), hideSmall(cases, hiddenCases)
	for i := range out {
		out[i].Contacts.Hidden, out[i].Cases.Hidden = hiddenContacts[i], hiddenCases[i]
	}
	return out
}

// share makes the largest amount a band; of a group that is hidden, or of which
// the rest would be, nothing is left.
func (s Sums) share(contacts int) Sums {
	if s.Count.N == 0 {
		return s
	}
	s.LargestBand = band(s.Largest)
	s.Largest, s.LargestPlatform = Money{}, ""
	if s.Count.Hidden || few(s.Count.N) {
		s.Median, s.Total, s.LargestBand = Money{}, Money{}, ""
	}
	s.Count.Hidden = s.Count.Hidden || few(s.Count.N) || few(contacts-s.Count.N)
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
