package data

import (
	"fmt"
	"sync"
	"testing"
)

// afterCadi is a scene in which Cadi wrote into some cases, long ago.
func afterCadi(t *testing.T) (s *scene, cases []ID) {
	t.Helper()
	s = newScene(t)
	ctx := t.Context()
	v := s.as("Cadi")
	for i := range 4 {
		id, err := v.StartCase(ctx, Case{CalledName: fmt.Sprint("Wyn ", i)}, Person{})
		s.ok(err)
		_, err = v.WriteNote(ctx, id, Note{Said: "canary"})
		s.ok(err)
		cases = append(cases, id)
	}
	later := make([]Contact, 300)
	_, err := v.logContacts(ctx, later)
	s.ok(err)
	s.as("Mair")
	return s, cases
}

// As right after unlocking, when the search reads while somebody opens a case.
func TestWhatSomebodyWroteWhoLeftIsThereForAllWhoReadAtOnce(t *testing.T) {
	t.Parallel()
	s, cases := afterCadi(t)
	s.ok(s.v.RemoveMember(t.Context(), "Cadi"))
	v := s.as("Mair")
	for range 60 {
		v.setReach(nil) // as it is when nothing has been read yet
		var all sync.WaitGroup
		together := make(chan struct{})
		for _, id := range cases {
			all.Go(func() {
				<-together
				if f, err := v.OpenCase(t.Context(), id); err != nil || len(f.Notes) != 1 {
					t.Errorf("the case has %d notes: %v", len(f.Notes), err)
				}
			})
		}
		close(together)
		all.Wait()
	}
	if d := v.Damaged(); len(d) > 0 {
		t.Errorf("damaged: %v", d)
	}
}

// As when the weekly check or the search is reading while a manager removes somebody.
func TestWhatSomebodyWroteCountsWhileTheyAreRemoved(t *testing.T) {
	t.Parallel()
	s, cases := afterCadi(t)
	rows, err := s.v.ledger.Group(t.Context(), cases[0])
	s.ok(err)
	s.ok(s.v.followChains(t.Context())) // whoever reads now has done this
	for _, change := range []func() error{
		func() error { return s.v.ChangeRole(t.Context(), "Cadi", Volunteer) },
		func() error { return s.v.RemoveMember(t.Context(), "Cadi") },
	} {
		s.ok(change())
		for _, r := range rows {
			if _, reason := s.v.open(r); reason != "" {
				t.Errorf("a %v does not count: %s", Kind(r.Kind), reason)
			}
		}
	}
}
