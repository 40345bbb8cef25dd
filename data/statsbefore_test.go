package data_test

import (
	"testing"
	"time"

	"noddfa/data"
)

func day2026(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC)
}

// logAt logs contacts of one force area on one day.
func logAt(t *testing.T, v *data.Vault, n int, day time.Time, force string) {
	t.Helper()
	for range n {
		must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Started: day, Force: force}))
	}
}

// What was shared for January to March and is shared for January to April must not tell how few came in April.
func TestFiguresOfTwoPeriodsCannotBeTakenFromEachOther(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	logAt(t, v, 20, day2026(time.February, 2), "south-wales")
	logAt(t, v, 8, day2026(time.February, 3), "gwent")
	logAt(t, v, 7, day2026(time.March, 3), "dyfed-powys")
	logAt(t, v, 9, day2026(time.April, 2), "south-wales")
	logAt(t, v, 2, day2026(time.April, 2), "gwent")
	share := func(from, to time.Time) data.Stats {
		t.Helper()
		return must[data.Stats](t)(v.ShareStats(t.Context(), must[data.Stats](t)(v.Stats(from, to))))
	}
	tell := func(s data.Stats) {
		t.Helper()
		if err := v.TellFigures(t.Context(), data.AuditSaved, s); err != nil {
			t.Fatal(err)
		}
	}
	shown := func(s data.Stats, force string) (int, bool) { c := s.ByForce[force].Contacts; return c.N, !c.Hidden }
	april := day2026(time.April, 30)
	if n, ok := shown(share(day2026(time.January, 1), april), "gwent"); !ok || n != 10 {
		t.Errorf("with nothing shared before, Gwent's %d are shown: %t", n, ok)
	}
	first := share(day2026(time.January, 1), day2026(time.March, 31))
	if n, ok := shown(first, "gwent"); !ok || n != 8 {
		t.Errorf("in the first quarter Gwent's %d are shown: %t", n, ok)
	}
	tell(first)
	whole := share(day2026(time.January, 1), april)
	if _, ok := shown(whole, "gwent"); ok {
		t.Error("8 to March, and more to April: two in April can be worked out")
	}
	hidden, sum := 0, 0
	for _, g := range whole.ByForce {
		if g.Contacts.Hidden {
			hidden, sum = hidden+1, sum+g.Contacts.N
		}
	}
	if hidden < 2 || sum < data.Small {
		t.Errorf("%d areas with %d contacts are hidden: what is hidden can be worked out of the whole", hidden, sum)
	}
	if again := share(day2026(time.January, 1), day2026(time.March, 31)); again.ByForce["gwent"].Contacts.Hidden {
		t.Error("the very same period hides more the second time")
	}
	if other := share(day2026(time.January, 2), april); !other.Series[0].Contacts.Hidden && other.Series[0].Contacts.N > 0 {
		t.Error("fortnights that begin on another day add up to parts of those shared before")
	}
}

// Two halves and then the whole: what both show and the whole do not must not add up to a small group either.
func TestTheSumOfSharedPeriodsTellsNothingOfTheWhole(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	logAt(t, v, 6, day2026(time.January, 5), "gwent")
	logAt(t, v, 30, day2026(time.January, 5), "south-wales")
	logAt(t, v, 6, day2026(time.February, 5), "gwent")
	logAt(t, v, 30, day2026(time.February, 5), "south-wales")
	logAt(t, v, 3, day2026(time.March, 5), "gwent")
	logAt(t, v, 30, day2026(time.March, 5), "south-wales")
	for month := time.January; month <= time.February; month++ {
		s := must[data.Stats](t)(v.Stats(day2026(month, 1), day2026(month+1, 0)))
		if err := v.TellFigures(t.Context(), data.AuditPrinted, s); err != nil {
			t.Fatal(err)
		}
	}
	s := must[data.Stats](t)(v.Stats(day2026(time.January, 1), day2026(time.March, 31)))
	if shared := must[data.Stats](t)(v.ShareStats(t.Context(), s)); !shared.ByForce["gwent"].Contacts.Hidden {
		t.Error("15 in three months, 6 and 6 in the first two: three in March")
	}
	if s.ByForce["gwent"].Contacts.Hidden {
		t.Error("sharing figures changed those on the screen")
	}
}

func TestTheCharitysAgeBandsStay(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	org := v.Organisation()
	org.AgeBands = []int{21, 40}
	if err := v.SaveOrganisation(t.Context(), org); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v = unlockAs(t, path, passphrase, o)
	s := must[data.Stats](t)(v.Stats(day2026(time.January, 1), day2026(time.March, 31)))
	if len(s.AgeBands) != 3 || s.AgeBands[1] != "21-39" {
		t.Errorf("the bands are %v", s.AgeBands)
	}
	if s = must[data.Stats](t)(v.Stats(day2026(time.January, 1), day2026(time.March, 31), data.StatsOptions{AgeBands: []int{30}})); len(s.AgeBands) != 2 {
		t.Errorf("asked for one time, the bands are %v", s.AgeBands)
	}
}
