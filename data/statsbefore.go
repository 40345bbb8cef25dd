package data

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
)

// Two periods that overlap can be taken from each other: what was shared for
// January to March and for January to April tells April. So the audit trail keeps
// of which periods figures were shared, and figures that are shared now hide
// besides each number that differs from one of those by less than a group.

// period is from one day to another, both included.
type period struct{ from, to time.Time }

func (p period) String() string {
	return p.from.Format(time.DateOnly) + "/" + p.to.Format(time.DateOnly)
}

func (p period) overlaps(o period) bool { return !p.from.After(o.to) && !o.from.After(p.to) }

// periodOf reads what String wrote.
func periodOf(text string) (p period, ok bool) {
	from, to, _ := strings.Cut(text, "/")
	var err error
	if p.from, err = time.Parse(time.DateOnly, from); err != nil {
		return p, false
	}
	p.to, err = time.Parse(time.DateOnly, to)
	return p, err == nil
}

// ShareStats hides in figures what Share hides, and what somebody could work out
// who has the figures of a period that were shared before. Only a manager can
// read which those were; for others it is Share.
func (v *Vault) ShareStats(ctx context.Context, s Stats, options ...StatsOptions) (Stats, error) {
	const doing = "sharing figures"
	now, ok := periodOf(s.From + "/" + s.To)
	if v.me().Role != Manager || !ok {
		return s.Share(), nil
	}
	lines, err := v.Audit(ctx)
	if err != nil {
		return Stats{}, fail(doing, err)
	}
	s.own()
	var within []Stats // of periods that do not overlap
	for _, p := range sharedPeriods(lines) {
		if p == now || !p.overlaps(now) {
			continue
		}
		before, err := v.Stats(p.from, p.to, options...)
		if err != nil {
			return Stats{}, fail(doing, err)
		}
		before = before.Share()
		s.hideNear(before)
		apart := !slices.ContainsFunc(within, func(o Stats) bool { other, _ := periodOf(o.From + "/" + o.To); return other.overlaps(p) })
		if apart && !p.from.Before(now.from) && !p.to.After(now.to) {
			within = append(within, before)
		}
	}
	if len(within) > 1 {
		s.hideNear(within...)
	}
	return s.Share(), nil
}

// TellFigures writes into the audit trail that the figures of a period left the
// records.
func (v *Vault) TellFigures(ctx context.Context, action AuditAction, s Stats) error {
	return fail("recording what left", v.tried(ctx, AuditEvent{Action: action, Subject: s.From + "/" + s.To, Detail: DetailFigures}))
}

// sharedPeriods are the periods of which figures left, each once, by their days.
func sharedPeriods(lines []AuditLine) []period {
	found := map[string]period{}
	for _, l := range lines {
		if l.Detail == DetailFigures {
			if p, ok := periodOf(l.Subject); ok {
				found[p.String()] = p
			}
		}
	}
	list := make([]period, 0, len(found))
	for _, key := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[key])
	}
	return list
}

// hideNear hides each number that differs from what was shown of other periods,
// taken together, by less than a group.
func (s *Stats) hideNear(before ...Stats) {
	shown, known := map[string]int{}, map[string]bool{}
	misfit := false
	for _, b := range before {
		b.own()
		b.each(func(key string, c *Count) {
			if !c.Hidden {
				shown[key] += c.N
				known[key] = true
			}
		})
		here, _ := periodOf(s.From + "/" + s.To)
		there, _ := periodOf(b.From + "/" + b.To)
		misfit = misfit || int(here.from.Sub(there.from).Hours()/24)%14 != 0
	}
	s.each(func(key string, c *Count) {
		apart := c.N - shown[key]
		c.Hidden = c.Hidden || known[key] && (few(apart) || few(-apart))
		// Fortnights that begin on other days add up to parts of each other.
		c.Hidden = c.Hidden || misfit && strings.HasPrefix(key, "fortnight ")
	})
}

// own gives the figures maps of their own, so that changing them changes no
// others.
func (s *Stats) own() {
	for _, groups := range []*map[string]Group{&s.ByForce, &s.ByPlatform, &s.ByAge, &s.ByOutcome} {
		*groups = maps.Clone(*groups)
	}
	s.RiskStart, s.RiskEnd, s.Series = maps.Clone(s.RiskStart), maps.Clone(s.RiskEnd), slices.Clone(s.Series)
}

// each goes through the numbers of the figures by their names.
func (s *Stats) each(do func(key string, c *Count)) {
	do("contacts", &s.Contacts)
	do("reached", &s.Reached)
	do("reported", &s.Reported)
	do("people", &s.People)
	do("cases", &s.Cases)
	do("not asked", &s.NotAsked)
	do("demanded", &s.Demanded.Count)
	do("paid", &s.Paid.Count)
	do("attempts", &s.FirstAttempt.Count)
	for kind, groups := range map[string]map[string]Group{"force ": s.ByForce, "platform ": s.ByPlatform, "age ": s.ByAge, "outcome ": s.ByOutcome} {
		for name, g := range groups {
			do(kind+name+" contacts", &g.Contacts)
			do(kind+name+" reported", &g.Reported)
			do(kind+name+" people", &g.People)
			do(kind+name+" told", &g.PeopleReported)
			groups[name] = g
		}
	}
	for kind, counts := range map[string]map[string]Count{"start ": s.RiskStart, "end ": s.RiskEnd} {
		for name, c := range counts {
			do(kind+name, &c)
			counts[name] = c
		}
	}
	for i := range s.Series {
		f := &s.Series[i]
		do("fortnight "+f.From+" contacts", &f.Contacts)
		do("fortnight "+f.From+" cases", &f.Cases)
	}
}
