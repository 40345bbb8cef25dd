package data

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"noddfa/data/ledger"
)

// paused unlocks with the lists first and lets the rest wait until go on is called.
func (s *scene) paused(path string) (v *Vault, goOn func()) {
	s.t.Helper()
	o := s.o
	o.StateDir = s.t.TempDir()
	gate := make(chan struct{})
	v, err := Unlock(s.t.Context(), path, Credentials{Passphrase: attackPhrase, ListFirst: true, Options: o, beforeRest: func(ctx context.Context) {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}})
	s.ok(err)
	s.t.Cleanup(func() { v.Close() })
	return v, func() { close(gate) }
}

// many is a scene with contacts, sorted and not, a restricted case and a letter's
// worth of notes; closed.
func many(t *testing.T) *scene {
	t.Helper()
	s := newScene(t)
	ctx := t.Context()
	for i := range 6 {
		id, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn", Said: "canary"})
		s.ok(err)
		if i%2 == 0 {
			_, err = s.v.Triage(ctx, id, ID{})
			s.ok(err)
		}
	}
	var named []ID
	for _, m := range s.v.Members() {
		if m.Name == "Mair" || m.Name == "Cadi" {
			named = append(named, m.ID)
		}
	}
	s.ok(s.v.Restrict(ctx, s.id, named))
	s.ok(s.v.Close())
	return s
}

func referencesOf(list []CaseLine) (all []string) {
	for _, l := range list {
		all = append(all, l.Reference)
	}
	return all
}

func TestTheCasesAreListedBeforeContactsAreRead(t *testing.T) {
	t.Parallel()
	s := many(t)
	plain := s.unlock(s.path, "Mair")
	cases, contacts, cards, org := plain.Cases(), plain.Contacts(), plain.Cards(), plain.Organisation()
	unlocks := unlocksIn(t, plain)
	s.ok(plain.Close())

	v, goOn := s.paused(s.path)
	first, reading := v.First()
	if !reading || !slices.Equal(referencesOf(first.Cases), referencesOf(cases)) || first.Organisation.Name != org.Name {
		t.Fatalf("first, while reading %v: %v of %v, %q", reading, referencesOf(first.Cases), referencesOf(cases), first.Organisation.Name)
	}
	got := make(chan []ContactLine, 1)
	go func() { got <- v.Contacts() }()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := v.Whole(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("whole while it is being read: %v", err)
	}
	select {
	case list := <-got:
		t.Fatalf("%d contacts are listed as if they were all", len(list))
	default:
	}
	goOn()
	if list := <-got; len(list) != len(contacts) {
		t.Errorf("%d contacts instead of %d", len(list), len(contacts))
	}
	s.ok(v.Whole(t.Context()))
	if _, reading := v.First(); reading || !slices.Equal(referencesOf(v.Cases()), referencesOf(cases)) || len(v.Cards()) != len(cards) || len(v.Damaged()) > 0 {
		t.Errorf("afterwards, reading %v: cases %v, %d cards, damaged %v", reading, referencesOf(v.Cases()), len(v.Cards()), v.Damaged())
	}
	if n := unlocksIn(t, v); n != unlocks+1 {
		t.Errorf("the trail has %d unlockings instead of %d", n, unlocks+1)
	}
}

// Lines of before are those of the members too, but not what a member wrote last.
func TestLinesThatWerePutBackAreNotShownFirst(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	before := s.copy()
	f, err := s.v.OpenCase(ctx, s.id)
	s.ok(err)
	changed := f.Case.Value
	changed.CalledName = "Another name"
	_, err = Change(ctx, s.v, s.id, s.id, changed)
	s.ok(err)
	s.ok(s.v.Close())
	for _, newest := range []bool{true, false} {
		if !newest {
			s.write("ATTACH '"+before+"' AS old", "INSERT OR REPLACE INTO overview SELECT * FROM old.overview")
		}
		v, goOn := s.paused(s.path)
		if first, reading := v.First(); !reading || len(first.Cases) != 1 || v.FirstIsNewest() != newest {
			t.Errorf("reading %v, %d cases, the newest: %v instead of %v", reading, len(first.Cases), !newest, newest)
		}
		goOn()
		s.ok(v.Whole(ctx))
		if line, _ := v.CaseLine(s.id); line.Name != "Another name" {
			t.Errorf("afterwards the list shows %q", line.Name)
		}
		s.ok(v.Close())
	}
}

func unlocksIn(t *testing.T, v *Vault) (n int) {
	t.Helper()
	trail, err := v.Audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range trail {
		if e.Action == AuditUnlocked {
			n++
		}
	}
	return n
}

// What is damaged in what is read later is told as if all had been read at once.
func TestDamageInWhatIsReadLaterIsStillTold(t *testing.T) {
	t.Parallel()
	s := many(t)
	image, err := os.ReadFile(s.path)
	s.ok(err)
	for name, change := range map[string]string{
		"a contact's key is gone from both tables": "DELETE FROM %s WHERE class=5 AND subject IN (SELECT grp FROM revision WHERE kind=2 ORDER BY n LIMIT 1)",
		"both copies of a key are damaged":         "UPDATE %s SET body=zeroblob(60) WHERE class=5 AND subject IN (SELECT grp FROM revision WHERE kind=2 ORDER BY n LIMIT 1)",
	} {
		path := filepath.Join(t.TempDir(), "copy"+Extension)
		s.ok(os.WriteFile(path, image, 0o600))
		damaged := *s
		damaged.path = path
		damaged.write(replaced(change, "box"), replaced(change, "box_copy"))
		plain := s.unlock(path, "Mair")
		want := plain.Damaged()
		s.ok(plain.Close())
		v, goOn := s.paused(path)
		goOn()
		s.ok(v.Whole(t.Context()))
		if got := v.Damaged(); len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s: %v instead of %v", name, got, want)
		}
		s.ok(v.Close())
	}
}

func replaced(statement, table string) string {
	return string(bytes.Replace([]byte(statement), []byte("%s"), []byte(table), 1))
}

func TestLockingWhileContactsAreReadLeavesNothing(t *testing.T) {
	t.Parallel()
	s := many(t)
	v, _ := s.paused(s.path)
	waits := make(chan int, 1)
	go func() { waits <- len(v.Contacts()) }()
	s.ok(v.Close())
	if n := <-waits; n > 0 {
		t.Errorf("who waited got %d contacts of a vault that is closed", n)
	}
	if err := v.Whole(t.Context()); !errors.Is(err, context.Canceled) {
		t.Errorf("what was stopped is whole: %v", err)
	}
	first := v.rest.first
	if len(v.groups)+len(v.keys())+len(v.cases)+v.contacts.len()+len(first.Cases) > 0 {
		t.Errorf("left: %d keys of groups, %d of compartments, %d cases, %d contacts, %d cases of the first lists", len(v.groups), len(v.keys()), len(v.cases), v.contacts.len(), len(first.Cases))
	}
	if _, err := v.LogContact(t.Context(), Contact{CalledName: "Wyn"}); err == nil {
		t.Error("a closed vault was written")
	}
	s.v = s.unlock(s.path, "Mair") // nobody holds the file
}

// damageIndex changes an entry of an index, which no row shows, and returns the file.
func (s *scene) damageIndex() (image []byte) {
	s.t.Helper()
	image, err := os.ReadFile(s.path)
	s.ok(err)
	_, byGroup := costs(s.t, s.path, image)
	image[(byGroup-1)*pageSize+pageSize-4] ^= 1
	s.ok(os.WriteFile(s.path, image, 0o600))
	return image
}

// SQLite would write over what is still there.
func TestASaveRightAfterUnlockingIsRefusedWhereTheStructureIsDamaged(t *testing.T) {
	t.Parallel()
	s := many(t)
	image := s.damageIndex()
	l, err := ledger.Open(t.Context(), s.path)
	s.ok(err)
	if err := l.Examine(t.Context()); !errors.Is(err, ledger.ErrDamaged) {
		t.Fatalf("the structure is not damaged: %v", err)
	}
	s.ok(l.Close())

	v, goOn := s.paused(s.path)
	if _, reading := v.First(); !reading {
		t.Fatal("it was read before")
	}
	saved := make(chan error, 2)
	go func() { _, err := v.LogContact(t.Context(), Contact{CalledName: "Wyn"}); saved <- err }()
	go func() { saved <- v.SaveDraft(t.Context(), "note:1", "unsaved") }()
	select {
	case err := <-saved:
		t.Errorf("a save did not wait for the structure to be known: %v", err)
	default:
	}
	goOn()
	for range 2 {
		if err := <-saved; CodeOf(err) != CodeDamaged {
			t.Errorf("saved into a file whose structure is damaged: %v", err)
		}
	}
	s.ok(v.Whole(t.Context()))
	if d := v.Damaged(); !slices.ContainsFunc(d, func(d Damage) bool { return d.Kind == "file" && d.Reason == "structure" }) {
		t.Errorf("told: %v", d)
	}
	s.ok(v.Close())
	if now, err := os.ReadFile(s.path); err != nil || !bytes.Equal(now, image) {
		t.Errorf("the file was changed: %v", err)
	}
}

// What could not be written then is not written without keys either.
func TestADraftIsNotDeliveredIntoAFileWhoseStructureIsDamaged(t *testing.T) {
	t.Parallel()
	s := many(t)
	image := s.damageIndex()
	v := s.unlock(s.path, "Mair")
	if err := v.SaveDraft(t.Context(), "note:1", "typed"); CodeOf(err) != CodeDamaged {
		t.Fatalf("saved: %v", err)
	}
	s.ok(v.Close())
	held := v.Held()
	if err := DeliverHeld(t.Context(), s.path, held); len(held) == 0 || CodeOf(err) != CodeDamaged {
		t.Errorf("delivered %d bytes: %v", len(held), err)
	}
	if now, err := os.ReadFile(s.path); err != nil || !bytes.Equal(now, image) {
		t.Errorf("the file was changed: %v", err)
	}
}

// Who sees the list of cases and then locks, or is killed, before the unlock can be
// written is told of by the next unlock there, once.
func TestALookAtTheListAloneIsInTheTrail(t *testing.T) {
	t.Parallel()
	s := many(t)
	o := s.o
	o.StateDir = t.TempDir()
	o.Now = func() time.Time { return time.Date(2026, 11, 26, 9, 30, 0, 0, time.UTC) }
	v, err := Unlock(t.Context(), s.path, Credentials{Passphrase: attackPhrase + "Cadi", ListFirst: true, Options: o, beforeRest: func(ctx context.Context) { <-ctx.Done() }})
	s.ok(err)
	if first, reading := v.First(); !reading || len(first.Cases) == 0 {
		t.Fatal("nothing was seen")
	}
	notes, err := filepath.Glob(filepath.Join(o.StateDir, "looks", "*", "*"))
	s.ok(err)
	if len(notes) != 1 {
		t.Fatalf("while the list is shown there are %v", notes)
	}
	note, err := os.ReadFile(notes[0])
	s.ok(err)
	if bytes.Contains(note, []byte("Cadi")) || bytes.Contains(note, v.me().ID[:]) {
		t.Error("the note says in the clear who it was")
	}
	s.ok(v.Close())

	forged := filepath.Join(filepath.Dir(notes[0]), NewID().String()+sealedLook)
	s.ok(os.WriteFile(forged, note, 0o600))
	for range 2 { // the file may not have gone
		s.ok(os.WriteFile(notes[0], note, 0o600))
		o.Now = nil
		v, err := Unlock(t.Context(), s.path, Credentials{Passphrase: attackPhrase, ListFirst: true, Options: o})
		s.ok(err)
		s.ok(v.Whole(t.Context()))
		trail, err := v.Audit(t.Context())
		s.ok(err)
		var told []AuditLine
		for _, l := range trail {
			if l.Action == AuditLooked {
				told = append(told, l)
			}
		}
		if len(told) != 1 || told[0].By != "Mair" || told[0].Subject != "Cadi" || told[0].Detail != "2026-11-26T09:30:00Z" {
			t.Errorf("told: %+v", told)
		}
		s.ok(v.Close())
		if left, _ := filepath.Glob(filepath.Join(o.StateDir, "looks", "*", "*")); !slices.Equal(left, []string{forged}) {
			t.Errorf("left: %v", left)
		}
	}
}

// Where the note cannot be left nothing is shown before the unlock is in the trail.
func TestWithoutANoteOfTheLookEverythingIsReadFirst(t *testing.T) {
	t.Parallel()
	s := many(t)
	o := s.o
	o.StateDir = t.TempDir()
	s.ok(os.WriteFile(filepath.Join(o.StateDir, "looks"), nil, 0o600))
	v, err := Unlock(t.Context(), s.path, Credentials{Passphrase: attackPhrase, ListFirst: true, Options: o})
	s.ok(err)
	defer v.Close()
	if _, reading := v.First(); reading || len(v.Cases()) == 0 {
		t.Errorf("reading %v, %d cases", reading, len(v.Cases()))
	}
}
