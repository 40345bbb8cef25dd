package data

import (
	"slices"
	"testing"
	"time"
)

func TestABlackmailersDeadlineStandsOnTodayUntilItIsOver(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	now := s.v.Now()
	for name, c := range map[string]struct {
		deadline  When
		now, week int
	}{
		"none":                    {When{}, 0, 0},
		"in an hour":              {At(now.Add(time.Hour)), 1, 0},
		"yesterday":               {OnDay(startOfDay(now).AddDate(0, 0, -1)), 1, 0},
		"a week ago":              {At(now.AddDate(0, 0, -7)), 0, 0},
		"in four days":            {OnDay(startOfDay(now).AddDate(0, 0, 4)), 0, 1},
		"in a month":              {At(now.AddDate(0, 1, 0)), 0, 0},
		"only in words, no time":  {When{Words: "before Easter"}, 0, 0},
		"tomorrow, the whole day": {OnDay(startOfDay(now).AddDate(0, 0, 1)), 1, 0},
	} {
		id, err := s.v.LogContact(t.Context(), Contact{CalledName: name, Deadline: c.deadline})
		s.ok(err)
		for step, sort := range []bool{false, true} {
			if sort {
				id, err = s.v.Triage(t.Context(), id, ID{})
				s.ok(err)
			}
			today, got := s.v.Today(), [2]int{}
			for i, list := range []TodayList{today.Now, today.Week} {
				for _, item := range list.All() {
					if item.Kind == TodayDeadline && (item.Contact == id || item.Case == id) {
						got[i]++
					}
				}
			}
			if got != [2]int{c.now, c.week} {
				t.Errorf("%s, step %d: %v", name, step, got)
			}
		}
	}
}

func TestWhoIsUrgentForTwoReasonsStandsOnceOnToday(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	now := s.v.Now()
	soon, later := At(now.Add(time.Hour)), OnDay(startOfDay(now).AddDate(0, 0, 4))
	for name, c := range map[string]Contact{
		"a child": {Age: 15}, "in danger": {DangerNow: Yes}, "a crisis": {Suicide: Crisis{Thoughts: Yes}},
		"thoughts of suicide": {Suicide: Crisis{Thoughts: Yes, Action: "rang 111", ToldWho: "the manager", ToldBy: "Mair", ToldAt: now}},
	} {
		for _, deadline := range []When{soon, later} {
			c.Deadline = deadline
			id, err := s.v.LogContact(t.Context(), c)
			s.ok(err)
			ours := func(list TodayList) (found []TodayItem) {
				for _, i := range list.All() {
					if i.Contact == id || i.Case == id {
						found = append(found, i)
					}
				}
				return found
			}
			check := func(step string) {
				t.Helper()
				today := s.v.Today()
				if at, week := ours(today.Now), ours(today.Week); len(at) != 1 || at[0].Kind == TodayDeadline || at[0].Threat.Time.Equal(deadline.Time) != (deadline == soon) || (len(week) == 1) != (deadline == later) {
					t.Errorf("%s, %s, %v: %+v and %+v", name, step, deadline.Time, at, week)
				}
			}
			check("as a contact")
			if id, err = s.v.Triage(t.Context(), id, ID{}); name == "a crisis" {
				s.ok(err)
				check("as a case")
			}
		}
	}
}

func TestAContactWithANearDeadlineStandsOnceWithTheCallThatWasPromised(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	now := s.v.Now()
	for name, on := range map[string]time.Time{"nothing promised": {}, "for today": now, "late": now.AddDate(0, 0, -2), "for tomorrow": now.AddDate(0, 0, 1)} {
		id, err := s.v.LogContact(t.Context(), Contact{CalledName: name, Age: 30, Deadline: At(now.Add(time.Hour)), FollowUp: FollowUp{On: on}})
		s.ok(err)
		var found []TodayItem
		today := s.v.Today()
		for _, list := range []TodayList{today.Now, today.Today, today.Week} {
			for _, i := range list.All() {
				if i.Contact == id {
					found = append(found, i)
				}
			}
		}
		if len(found) != 1 || found[0].Kind != TodayDeadline || !found[0].Call.Equal(on) || found[0].Late != (name == "late") {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

func TestAChildOrThoughtsOfSuicideComeBeforeOthersUntilTheContactIsSorted(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	now := s.v.Now()
	told := Crisis{Thoughts: Yes, Action: "rang 111 with them", ToldWho: "the manager", ToldBy: "Mair", ToldAt: now}
	for name, c := range map[string]struct {
		contact Contact
		top     TodayKind // "" = not under Now
	}{
		"an adult":                          {Contact{Age: 30}, ""},
		"of unknown age":                    {Contact{}, ""},
		"a child":                           {Contact{Age: 17}, TodayUrgent},
		"a child to be rung next month":     {Contact{Age: 15, FollowUp: FollowUp{On: now.AddDate(0, 1, 0)}}, TodayUrgent},
		"thoughts of suicide, seen to":      {Contact{Age: 30, Suicide: told}, TodayUrgent},
		"a child in a crisis":               {Contact{Age: 15, Suicide: Crisis{Thoughts: Yes}}, TodayCrisis},
		"a child in an old log":             {Contact{Age: 15, Started: now.AddDate(-1, 0, 0), Imported: "a row"}, ""},
		"a child in the log of this week":   {Contact{Age: 15, Started: now.AddDate(0, 0, -3), Imported: "a row"}, TodayUrgent},
		"a child who rang a wrong number":   {Contact{Age: 15, Caller: CallerWrongNumber}, ""},
		"a child who waits since last year": {Contact{Age: 15, Started: now.AddDate(-1, 0, 0)}, TodayUrgent},
	} {
		id, err := s.v.LogContact(t.Context(), c.contact)
		s.ok(err)
		top := func() TodayKind {
			for _, item := range s.v.Today().Now.All() {
				if item.Contact == id {
					if item.Under18 != (c.contact.Age > 0 && c.contact.Age < 18) {
						t.Errorf("%s: under 18: %v", name, item.Under18)
					}
					return item.Kind
				}
			}
			return ""
		}
		if got := top(); got != c.top {
			t.Errorf("%s: %q instead of %q", name, got, c.top)
		}
		_, err = s.v.Triage(t.Context(), id, ID{})
		s.ok(err)
		if got := top(); got != "" {
			t.Errorf("%s, sorted: still %q", name, got)
		}
	}
}

func TestALetterThatStandsStillComesFirstThenPlansAndCallBacksThenTasksAndWhatIsToBeSorted(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	day := startOfDay(s.v.Now())
	add := func(err error) { s.ok(err) }
	_, err := s.v.LogContact(t.Context(), Contact{CalledName: "to be sorted", Started: day.AddDate(0, 0, -30)})
	add(err)
	_, err = s.v.LogContact(t.Context(), Contact{CalledName: "to be rung", FollowUp: FollowUp{On: day.AddDate(0, 0, -1)}})
	add(err)
	_, err = Add(t.Context(), s.v, s.id, Task{What: "Ring the bank", Due: day.AddDate(0, 0, -20)})
	add(err)
	_, err = Add(t.Context(), s.v, s.id, Assessment{Made: day, Review: day.AddDate(0, 0, -10)})
	add(err)
	_, err = Add(t.Context(), s.v, s.id, Plan{Made: day, Review: day})
	add(err)
	s.ask(s.as("Cadi"))
	var order []TodayKind
	for _, item := range s.as("Mair").Today().Today.All() {
		order = append(order, item.Kind)
	}
	if want := []TodayKind{TodayApprove, TodayOverdue, TodayReview, TodayWaiting, TodayOverdue, TodayRisk}; !slices.Equal(order, want) {
		t.Errorf("the order is %v, not %v", order, want)
	}
}
