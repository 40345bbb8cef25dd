package data

import (
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
			for i, list := range [][]TodayItem{today.Now, today.Week} {
				for _, item := range list {
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
