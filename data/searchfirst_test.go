package data

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"noddfa/assets"
)

// written is many with something written in its cases, by everybody who may; closed. The
// second case is Cadi's, the first, which is restricted, Mair's and Cadi's.
func written(t *testing.T) (s *scene, open ID) {
	t.Helper()
	s = many(t)
	ctx := t.Context()
	s.v = s.unlock(s.path, "Cadi")
	open, err := s.v.StartCase(ctx, Case{CalledName: "Gethin"}, Person{FirstName: "Gethin", Number: "07700 900461"})
	s.ok(err)
	add := func(id ID, words string) {
		_, err := s.v.WriteNote(ctx, id, Note{Said: words})
		s.ok(err)
	}
	for _, words := range []string{"a heron at ten", "a heron at eleven", "a heron at twelve"} {
		add(open, words)
	}
	add(s.id, "a heron for two of us")
	_, err = Add(ctx, s.v, open, Suspect{Names: "Unknown", Accounts: []Account{{Platform: "Instagram", UniqueID: "lovely.example_7"}}})
	s.ok(err)
	_, err = Add(ctx, s.v, open, Task{What: "Ring about the heron"})
	s.ok(err)
	_, err = s.v.LogContact(ctx, Contact{CalledName: "Llŷr", Said: "of a heron too"})
	s.ok(err)
	s.ok(s.v.Close())
	return s, open
}

// textsOf are the texts of what a search found.
func textsOf(list []Hit) (texts []string) {
	for _, h := range list {
		texts = append(texts, h.Kind.String()+" "+h.Name+" "+h.Text)
	}
	return texts
}

// first are what a search finds while the rest is being read.
func (s *scene) first(v *Vault, typed string) (found Found, ok bool) {
	s.t.Helper()
	ok, err := v.SearchFirst(s.t.Context(), typed, 12, func(f Found) { found = f })
	s.ok(err)
	return found, ok
}

var wordsOfScene = []string{"heron", "heron twelve", `"for two"`, "gethin", "900461", "lovelyexample7", "llyr", "wyn", "sian", "ring"}

func TestWhatIsWrittenInCasesIsFoundWhileTheRestIsRead(t *testing.T) {
	t.Parallel()
	s, _ := written(t)
	ctx := t.Context()
	plain := s.unlock(s.path, "Mair")
	s.ok(plain.ReadForSearch(ctx))
	want := map[string][]string{}
	for _, typed := range wordsOfScene {
		f, err := plain.Search(ctx, typed)
		s.ok(err)
		want[typed] = textsOf(f.Hits)
	}
	s.ok(plain.Close())

	v, goOn := s.paused(s.path)
	if !v.FirstIsSearched() {
		t.Fatal("nothing is searched")
	}
	for typed, first := range map[string][]string{
		"heron":          {"task  Ring about the heron", "note  a heron at twelve", "note  a heron at eleven", "note  a heron at ten"},
		`"for two"`:      nil, // that it was found is written down, which nobody can yet
		"lovelyexample7": {"suspect  lovely.example_7"},
		"llyr":           nil, // a contact
		"900461":         {"person  07700 900461"},
	} {
		found, ok := s.first(v, typed)
		if got := textsOf(found.Hits); !ok || !slices.Equal(got, first) || !found.Reading {
			t.Errorf("%q: %q instead of %q, reading %v", typed, got, first, found.Reading)
		}
	}
	goOn()
	s.ok(v.Whole(ctx))
	if _, ok := s.first(v, "heron"); ok || v.FirstIsSearched() {
		t.Error("the first lists are still searched")
	}
	if half, err := v.Search(ctx, "heron"); err != nil || !half.Reading || len(half.Hits) != 5 {
		t.Errorf("before the contacts are read %q are found, reading %v: %v", textsOf(half.Hits), half.Reading, err)
	}
	changed, err := v.WriteNote(ctx, s.id, Note{Said: "written meanwhile"})
	s.ok(err)
	cases := make(chan bool, 1)
	s.ok(v.ReadForSearchTelling(ctx, func() { cases <- true }))
	<-cases
	for _, typed := range wordsOfScene {
		f, err := v.Search(ctx, typed)
		if got := textsOf(f.Hits); err != nil || f.Reading || !slices.Equal(got, want[typed]) {
			t.Errorf("%q: in the end %q instead of %q, reading %v: %v", typed, got, want[typed], f.Reading, err)
		}
	}
	if f, err := v.Search(ctx, "meanwhile"); err != nil || len(f.Hits) != 1 || f.Hits[0].Record != changed.ID {
		t.Errorf("what was written before the contacts were read: %q, %v", textsOf(f.Hits), err)
	}
	read := 0
	trail, err := v.Audit(ctx)
	s.ok(err)
	for _, l := range trail {
		if l.Action == AuditRead && l.By == "Mair" {
			read++
		}
	}
	if read != 2 { // by the one who looked with everything read, and by the other
		t.Errorf("it is written %d times that the restricted case was found", read)
	}
}

// TestWhoMaySeeLessFindsNoMoreWhileTheRestIsRead: neither words of cases that are others'
// nor of one that opposes theirs.
func TestWhoMaySeeLessFindsNoMoreWhileTheRestIsRead(t *testing.T) {
	t.Parallel()
	s, open := written(t)
	ctx := t.Context()
	s.v = s.unlock(s.path, "Lowri")
	lowris, err := s.v.StartCase(ctx, Case{CalledName: "Nia", Owner: "Lowri"}, Person{})
	s.ok(err)
	s.ok(s.v.Close())
	find := func(name string, want int) {
		t.Helper()
		o := s.o
		o.StateDir = t.TempDir()
		v, err := Unlock(ctx, s.path, Credentials{Passphrase: attackPhrase + name, ListFirst: true, Options: o, beforeRest: func(ctx context.Context) { <-ctx.Done() }})
		s.ok(err)
		defer v.Close()
		searched := v.FirstIsSearched()
		found, ok := s.first(v, "heron")
		if len(found.Hits) != want || ok != searched {
			t.Errorf("%s finds %q, searched %v", name, textsOf(found.Hits), searched)
		}
	}
	find("Vali", 0)
	find("Lowri", 4)
	s.v = s.unlock(s.path, "Mair")
	s.ok(s.v.LinkCases(ctx, open, lowris, Opposing, ""))
	s.ok(s.v.Close())
	find("Lowri", 0)
	find("Cadi", 4)
}

func TestLockingWhileCasesAreSearchedLeavesNothing(t *testing.T) {
	t.Parallel()
	s, _ := written(t)
	v, _ := s.paused(s.path)
	if !v.FirstIsSearched() {
		t.Fatal("nothing is searched")
	}
	cases := v.rest.cases
	arena := cases.search.arena
	s.ok(v.Close())
	if _, ok := s.first(v, "heron"); ok || v.FirstIsSearched() {
		t.Error("a closed vault is searched")
	}
	left := 0
	for _, d := range wordsOfScene {
		found, err := cases.Search(t.Context(), d)
		s.ok(err)
		left += len(found.Hits)
	}
	if len(cases.groups)+len(cases.cases)+left > 0 || cases.search.arena != nil || v.search.arena != nil || arena.Has(s.id) {
		t.Errorf("left: %d keys, %d cases, %d hits", len(cases.groups), len(cases.cases), left)
	}
}

// TestTheSearchIsReadAnewWhereTheFirstListsDidNotHaveAll: what was read with their keys
// is only the search's if it is as good as what would be read now.
func TestTheSearchIsReadAnewWhereTheFirstListsDidNotHaveAll(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		change   func(s *scene, open ID)
		searched bool // before the rest is read
		kept     bool // and what it came to
	}{
		{"as it was", func(*scene, ID) {}, true, true},
		{"a case without a line", func(s *scene, open ID) {
			s.write(fmt.Sprintf("DELETE FROM overview WHERE record=x'%x'", open[:]))
		}, true, false},
		{"a damaged structure", func(s *scene, _ ID) { s.damageIndex() }, true, false},
		{"our own plan, of which the line is gone", func(s *scene, open ID) {
			s.v = s.unlock(s.path, "Mair")
			ours := assets.Text{EN: "Tell the heron first", CY: "Dweud wrth y crëyr gyntaf"}
			section := assets.PlanSection{Key: "first", Title: ours, Actions: []assets.PlanAction{{Text: ours}}}
			template := assets.PlanTemplate{Matter: "stalking", Date: "2026-08-31", Source: "Hafan Example", Sections: []assets.PlanSection{section}}
			s.ok(s.v.SaveWording(t.Context(), Wording{Own: assets.Own{Plans: map[assets.Matter]assets.PlanTemplate{"stalking": template}}}))
			_, err := Add(t.Context(), s.v, open, Plan{Sections: []PlanSection{{Key: "first", Actions: []PlanAction{{What: ours.EN}}}}})
			s.ok(err)
			s.write(fmt.Sprintf("DELETE FROM overview WHERE kind=%d", KindWording))
		}, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, open := written(t)
			s.t = t
			test.change(s, open)
			v, goOn := s.paused(s.path)
			if searched := v.FirstIsSearched(); searched != test.searched {
				t.Errorf("searched while the rest is read: %v", searched)
			}
			goOn()
			s.ok(v.Whole(t.Context()))
			if kept := v.search.arena != nil; kept != test.kept {
				t.Errorf("what was read is kept: %v", kept)
			}
			s.ok(v.ReadForSearch(t.Context()))
			found, err := v.Search(t.Context(), "heron")
			s.ok(err)
			if got := textsOf(found.Hits); len(got) != 6 || slices.Index(got, "note  a heron at twelve") > slices.Index(got, "note  a heron at ten") || found.Reading {
				t.Errorf("found: %q", got)
			}
		})
	}
}

// TestWhatIsHiddenKeepsNothingFromBeingFound: newer notes of a restricted case are more than
// are shown of a shelf.
func TestWhatIsHiddenKeepsNothingFromBeingFound(t *testing.T) {
	t.Parallel()
	s, _ := written(t)
	s.v = s.unlock(s.path, "Mair")
	for range mostHits[ShelfNotes] + 10 {
		_, err := s.v.WriteNote(t.Context(), s.id, Note{Said: "a heron once more"})
		s.ok(err)
	}
	s.ok(s.v.Close())
	v, goOn := s.paused(s.path)
	v.FirstIsSearched()
	if found, _ := s.first(v, "heron"); len(found.Hits) != 4 || found.More {
		t.Errorf("found: %q, and more: %v", textsOf(found.Hits), found.More)
	}
	goOn()
	s.ok(v.Whole(t.Context()))
}

// TestReadingThatIsBrokenOffIsNotGoneOnWith: half of what was written would look like all.
func TestReadingThatIsBrokenOffIsNotGoneOnWith(t *testing.T) {
	t.Parallel()
	s, _ := written(t)
	v, goOn := s.paused(s.path)
	v.FirstIsSearched()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if cases := v.rest.cases; cases.searchCases(stopped) || cases.search.arena != nil {
		t.Error("reading that was broken off says that all is read")
	}
	goOn()
	s.ok(v.Whole(t.Context()))
	s.ok(v.ReadForSearch(t.Context()))
	if found, err := v.Search(t.Context(), "heron"); err != nil || len(found.Hits) != 6 {
		t.Errorf("found: %q, %v", textsOf(found.Hits), err)
	}
}

func TestWhereNothingComesFirstNothingIsSearchedFirst(t *testing.T) {
	t.Parallel()
	s, _ := written(t)
	s.v = s.unlock(s.path, "Mair")
	if _, ok := s.first(s.v, "heron"); ok || s.v.FirstIsSearched() {
		t.Error("it is searched first")
	}
}

// TestWhatWasPutBackIsNotSearchedFirst: older lines, which are not shown either.
func TestWhatWasPutBackIsNotSearchedFirst(t *testing.T) {
	t.Parallel()
	s, open := written(t)
	before, err := os.ReadFile(s.path)
	s.ok(err)
	old := s.path + ".old"
	s.ok(os.WriteFile(old, before, 0o600))
	s.v = s.unlock(s.path, "Cadi")
	f, err := s.v.OpenCase(t.Context(), open)
	s.ok(err)
	changed := f.Case.Value
	changed.CalledName = "Another name"
	_, err = Change(t.Context(), s.v, open, open, changed)
	s.ok(err)
	s.write("ATTACH '"+old+"' AS old", "INSERT OR REPLACE INTO overview SELECT * FROM old.overview")
	v, goOn := s.paused(s.path)
	if v.FirstIsSearched() {
		t.Error("lists that are not shown are searched")
	}
	goOn()
	s.ok(v.Whole(t.Context()))
}

// TestEveryoneSearchesAtOnceWhileTheRestIsRead lets searches go on when reading ends.
func TestEveryoneSearchesAtOnceWhileTheRestIsRead(t *testing.T) {
	t.Parallel()
	s, _ := written(t)
	for _, end := range []func(v *Vault, goOn func()) error{
		func(v *Vault, goOn func()) error { goOn(); return v.Whole(t.Context()) },
		func(v *Vault, _ func()) error { return v.Close() },
	} {
		v, goOn := s.paused(s.path)
		v.FirstIsSearched()
		ended := make(chan error, 4)
		for range cap(ended) {
			go func() {
				for {
					var found Found
					ok, err := v.SearchFirst(t.Context(), "heron", 1, func(f Found) { found = f })
					if errors.Is(err, context.Canceled) {
						err = nil // it was locked
					} else if ok && len(found.Hits) != 4 {
						t.Errorf("%d hits: %v", len(found.Hits), err)
					} else if ok && err == nil {
						continue
					}
					ended <- err
					return
				}
			}()
		}
		s.ok(end(v, goOn))
		for range cap(ended) {
			s.ok(<-ended)
		}
		s.ok(v.Close())
	}
}
