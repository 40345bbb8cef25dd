package data

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Rows of records are deleted; what is left of them is a key, or a line in the
// lists.
func TestRecordsWhoseRowsAreGoneAreNamedAsLost(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	contact, err := s.v.LogContact(ctx, Contact{FirstName: "Wyn"})
	s.ok(err)
	note, err := s.v.WriteNote(ctx, s.id, Note{Said: "said"})
	s.ok(err)
	added, err := Add(ctx, s.v, s.id, Task{What: "Ring back"})
	s.ok(err)
	task := added.ID
	s.ok(s.v.Close())
	image, err := os.ReadFile(s.path)
	s.ok(err)
	keys := masters{}
	noLines := "DELETE FROM overview WHERE kind NOT IN (1,18)"
	for name, c := range map[string]struct {
		do   []string
		want Damage
	}{
		"all of somebody's":           {[]string{"DELETE FROM revision WHERE kind NOT IN (1,18)"}, Damage{Record: s.id, Kind: "case", Reason: rowGone, Lost: LostRecord}},
		"with their lines":            {[]string{"DELETE FROM revision WHERE kind NOT IN (1,18)", noLines}, Damage{Record: contact, Kind: "key", Reason: rowGone, Lost: LostRecord}},
		"a contact":                   {[]string{fmt.Sprintf("DELETE FROM revision WHERE record=x'%s'", contact)}, Damage{Record: contact, Kind: "contact", Reason: rowGone, Lost: LostRecord}},
		"a note, which nothing names": {[]string{fmt.Sprintf("DELETE FROM revision WHERE record=x'%s'", note.ID)}, Damage{Record: task, Kind: "task", Case: "any", Reason: gapBefore, Lost: LostUnknown}},
		"the last that was written":   {[]string{fmt.Sprintf("DELETE FROM revision WHERE record=x'%s'", task)}, Damage{Record: task, Kind: "task", Case: "any", Reason: rowGone, Lost: LostRecord}},
	} {
		t.Run(name, func(t *testing.T) {
			copied := &scene{t: t, path: filepath.Join(t.TempDir(), "copy"+Extension), o: s.o}
			s.ok(os.WriteFile(copied.path, image, 0o600))
			copied.write(c.do...)
			copied.v = keys.unlock(copied, "Mair")
			defer func() { copied.v.Close() }()
			checked, err := copied.v.Check(ctx, nil)
			copied.ok(err)
			for where, list := range map[string][]Damage{"unlocking": copied.v.Damaged(), "the check": checked.Damaged} {
				named := slices.ContainsFunc(list, func(d Damage) bool {
					if c.want.Case != "" {
						d.Case = c.want.Case
					}
					return d == c.want
				})
				if !named || NothingLost(list) {
					t.Errorf("%s says %v", where, list)
				}
			}
			copied.repair(t, keys)
		})
	}
}

// A bit says of a number that it is something else.
func TestAColumnOfAnotherTypeCostsNoMoreThanItsRow(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ table, column, row string }{
		{"box", "class", "class=1"}, {"box", "number", "class=5"}, {"box_copy", "number", "class=4"}, {"revision", "seq", "kind=15"}, {"overview", "kind", "kind=15"},
	} {
		t.Run(one.table+" "+one.column, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			ctx := t.Context()
			for _, what := range []string{"Ring back", "Ring the school"} {
				_, err := Add(ctx, s.v, s.id, Task{What: what})
				s.ok(err)
			}
			strict := func(sql string) string {
				return "UPDATE sqlite_schema SET sql=" + sql + " WHERE name='" + one.table + "'"
			}
			const open, reset = "PRAGMA writable_schema=ON", "PRAGMA writable_schema=RESET"
			s.write(open, strict("replace(sql, ' STRICT', '')"), reset,
				"UPDATE "+one.table+" SET "+one.column+"=x'a4' WHERE rowid=(SELECT min(rowid) FROM "+one.table+" WHERE "+one.row+")",
				open, strict("sql || ' STRICT'"), reset)
			s.v = s.unlock(s.path, "Mair")
			if now := s.v.Tasks(); len(now) == 0 || len(s.v.Cases()) != 1 || len(now) == 1 && one.table != "revision" {
				t.Errorf("the lists have %d cases and %d tasks", len(s.v.Cases()), len(now))
			}
			if c, err := s.v.Check(ctx, nil); err != nil || c.OK {
				t.Errorf("the check says %+v, %v", c, err)
			}
			f, err := s.v.OpenCase(ctx, s.id)
			if err != nil || len(f.Tasks) == 0 {
				t.Errorf("the case opens as %v, %v", f, err)
			}
		})
	}
}

// A line in the lists is deleted; its record is there.
func TestRecordsThatListsDoNotShowAreNamedAndListedAgain(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	task, err := Add(ctx, s.v, s.id, Task{What: "Ring back"})
	s.ok(err)
	before := s.v.Tasks()
	s.write("DELETE FROM overview WHERE kind=15")
	s.v = s.unlock(s.path, "Mair")
	if now := s.v.Tasks(); len(now) != 1 || len(before) != 1 || now[0].What != before[0].What {
		t.Errorf("after unlocking the list has %v", now)
	}
	want := Damage{Record: task.ID, Kind: "task", Case: s.v.referenceOf(s.id), Reason: noLine, Lost: LostNothing}
	if c, err := s.v.Check(ctx, nil); err != nil || len(c.Damaged) != 1 || c.Damaged[0] != want {
		t.Errorf("the check says %v, %v", c.Damaged, err)
	}
	if c, err := s.v.CheckGently(ctx); err != nil || !slices.Contains(c.Damaged, want) {
		t.Errorf("the weekly check says %v, %v", c.Damaged, err)
	}
	s.as("Mair")
	if c, err := s.v.Check(ctx, nil); err != nil || !c.OK || len(s.v.Tasks()) != 1 {
		t.Errorf("and from then on %v, %v, %v", c.Damaged, s.v.Tasks(), err)
	}
}

// Everybody goes on working while the weekly check reads, and none of it is called damage.
func TestTheWeeklyCheckTakesNobodysWorkForDamage(t *testing.T) {
	t.Parallel()
	for _, who := range []string{"Mair", "Cadi"} {
		t.Run(who, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			ctx := t.Context()
			for range 200 { // three goes of the check
				_, err := Add(ctx, s.v, s.id, Task{What: "Ring back"})
				s.ok(err)
			}
			s.as(who)
			stop, over := make(chan struct{}), make(chan error)
			go func() {
				var err error
				for checks := 0; ; checks++ {
					select {
					case <-stop:
						if checks == 0 {
							err = errors.New("no check was done")
						}
						over <- err
						return
					default:
					}
					c, failed := s.v.CheckGently(ctx)
					if err = errors.Join(err, failed); len(c.Damaged) > 0 {
						err = errors.Join(err, fmt.Errorf("%d damaged, such as %v", len(c.Damaged), c.Damaged[0]))
					}
				}
			}()
			for range 2 {
				s.goOnWorking()
				if who == "Mair" {
					s.goOnManaging()
				}
			}
			close(stop)
			s.ok(<-over)
		})
	}
}

// goOnWorking does what a caseworker does.
func (s *scene) goOnWorking() {
	s.t.Helper()
	ctx := s.t.Context()
	note, err := s.v.WriteNote(ctx, s.id, Note{Said: "They rang again."})
	s.ok(err)
	added, err := Add(ctx, s.v, s.id, Task{What: "Ring", From: note.ID})
	s.ok(err)
	_, err = Change(ctx, s.v, s.id, added.ID, Task{What: "Ring the school", From: note.ID})
	s.ok(err)
	right, err := s.v.StartCase(ctx, Case{CalledName: "Aled", Opened: s.v.Now()}, Person{CalledName: "Aled"})
	s.ok(err)
	_, err = s.v.Move(ctx, s.id, note.ID, right, "the wrong case")
	s.ok(err)
	contact, err := s.v.LogContact(ctx, Contact{CalledName: "Ann", Number: "07700 900123", Said: "They have a picture."})
	s.ok(err)
	for _, into := range []ID{{}, s.id} {
		_, err = s.v.Triage(ctx, contact, into)
		s.ok(err)
		_, err = s.v.UndoTriage(ctx, contact, "another Ann")
		s.ok(err)
	}
	s.ok(s.v.ChangePassphrase(ctx, attackPhrase+"once more"))
}

// goOnManaging does what a manager alone does.
func (s *scene) goOnManaging() {
	s.t.Helper()
	ctx := s.t.Context()
	note, err := s.v.WriteNote(ctx, s.id, Note{Said: "of another case"})
	s.ok(err)
	_, err = s.v.EraseVersion(ctx, note.ID, note.Revision, EraseOptions{Reason: "filed on the wrong case"})
	s.ok(err)
	of, err := s.v.StartCase(ctx, Case{CalledName: "Aled", Opened: s.v.Now()}, Person{CalledName: "Aled"})
	s.ok(err)
	s.ok(s.v.Restrict(ctx, of, []ID{memberOf(s.v, "Mair").ID, memberOf(s.v, "Cadi").ID}))
	s.ok(s.v.Unrestrict(ctx, of))
	_, err = s.v.EraseCase(ctx, of, EraseOptions{Reason: "a mistake"})
	s.ok(err)
	_, err = s.v.AddMember(ctx, "Nia", Caseworker, attackPhrase+"Nia")
	s.ok(err)
	s.ok(s.v.ChangeRole(ctx, "Nia", Volunteer))
	s.ok(s.v.ResetMember(ctx, "Nia", attackPhrase+"anew"))
	s.ok(s.v.RemoveMember(ctx, "Nia"))
	_, err = s.v.ReplaceKit(ctx, nil)
	s.ok(err)
}

// The lines of a case go with the words that are erased, and the program ended
// before what is left was listed: the next unlock lists it, whoever's it is.
func TestAnErasureThatACrashCutShortIsFinished(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	note, err := s.v.WriteNote(ctx, s.id, Note{Said: "of another case"})
	s.ok(err)
	task, err := Add(ctx, s.v, s.id, Task{What: "Ring back"})
	s.ok(err)
	_, err = s.v.EraseVersion(ctx, note.ID, note.Revision, EraseOptions{Reason: "filed on the wrong case"})
	s.ok(err)
	for _, name := range []string{"Cadi", "Mair"} {
		s.write("DELETE FROM overview WHERE kind NOT IN (1,18)")
		s.v = s.unlock(s.path, name)
		if tasks := s.v.Tasks(); len(tasks) != 1 || tasks[0].ID != task.ID {
			t.Errorf("%s is shown the tasks %v", name, tasks)
		}
		if c, err := s.v.Check(ctx, nil); err != nil || !c.OK {
			t.Errorf("%s: the check says %v, %v", name, c.Damaged, err)
		}
	}
}

// repair goes on in a repaired file, which has to check clean.
func (s *scene) repair(t *testing.T, keys masters) {
	t.Helper()
	to := filepath.Join(t.TempDir(), "repaired"+Extension)
	_, err := s.v.Repair(t.Context(), to)
	s.ok(err)
	s.ok(s.v.Close())
	s.path = to
	s.v = keys.unlock(s, "Mair")
	if c, err := s.v.Check(t.Context(), nil); err != nil || !c.OK || len(s.v.Damaged()) > 0 {
		t.Errorf("the repaired file: %v, %v, %v", c.Damaged, s.v.Damaged(), err)
	}
}
