package data

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
)

// Somebody who can write to the file takes the newest entries of the roster out
// of both tables: the one by which somebody was added, or given another role.
func TestAMemberWhomACutRosterDoesNotNameIsMissed(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for name, c := range map[string]struct {
		do   func(s *scene) (who string, grants, note ID)
		kind []string // what is left of them
	}{
		"somebody added": {func(s *scene) (string, ID, ID) {
			m, err := s.v.AddMember(ctx, "Nia", Caseworker, attackPhrase+"Nia")
			s.ok(err)
			note, err := s.as("Nia").WriteNote(ctx, s.id, Note{Said: "by a colleague"})
			s.ok(err)
			return "Nia", m.ID, note.ID
		}, []string{"identity", "grant"}},
		"another role": {func(s *scene) (string, ID, ID) {
			s.ok(s.v.ChangeRole(ctx, "Vali", Caseworker))
			note, err := s.as("Vali").WriteNote(ctx, s.id, Note{Said: "by a colleague"})
			s.ok(err)
			return "Vali", s.v.me().ID, note.ID
		}, []string{"grant"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			who, member, note := c.do(s)
			_, err := s.as("Mair").Amend(ctx, s.id, note, Amendment{Text: "by Mair"})
			s.ok(err)
			s.write("DELETE FROM box WHERE class=4 AND number=(SELECT max(number) FROM box WHERE class=4)",
				"DELETE FROM box_copy WHERE class=4 AND number=(SELECT max(number) FROM box_copy WHERE class=4)")
			keys := masters{}
			s.v = keys.unlock(s, "Mair")
			defer func() { s.v.Close() }()
			checked, err := s.v.Check(ctx, nil)
			s.ok(err)
			cases, err := s.v.CheckCases(ctx)
			s.ok(err)
			exported, err := s.v.Export(context.WithoutCancel(ctx), &bytes.Buffer{})
			s.ok(err)
			for where, list := range map[string][]Damage{"unlocking": s.v.Damaged(), "the check": checked.Damaged, "the list of cases": cases, "the export": exported} {
				for _, kind := range c.kind {
					if want := (Damage{Record: member, Kind: kind, Reason: notNamed, Lost: LostUnknown}); !slices.Contains(list, want) {
						t.Errorf("%s does not say %v: %v", where, want, list)
					}
				}
				if !MembersCut(list) || NothingLost(list) {
					t.Errorf("%s says %v", where, list)
				}
			}
			if slices.ContainsFunc(checked.Damaged, func(d Damage) bool { return d.Reason == stranger }) {
				t.Errorf("the check says of somebody that nothing is lost: %v", checked.Damaged)
			}

			s.repair(t, keys)
			s.ok(s.v.Close())
			let, err := s.tryFile(s.path, attackPhrase+who)
			if lets := err == nil; lets != (who == "Vali") || lets && let.me().Role != Volunteer {
				t.Errorf("the repaired file lets %s in: %v", who, err)
			}
			s.ok(let.Close())
			s.v = keys.unlock(s, "Mair")
		})
	}
}

// Their way in and their grants are taken out as well: what they wrote is all that
// is left of them.
func TestWhatAMemberWroteOfWhomNothingIsLeftIsTold(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	m, err := s.v.AddMember(ctx, "Nia", Caseworker, attackPhrase+"Nia")
	s.ok(err)
	note, err := s.as("Nia").WriteNote(ctx, s.id, Note{Said: "by a colleague"})
	s.ok(err)
	cutRoster := "DELETE FROM %s WHERE class=4 AND number=(SELECT max(number) FROM %[1]s WHERE class=4)"
	for _, table := range boxesOf {
		s.write(fmt.Sprintf(cutRoster, table), fmt.Sprintf("DELETE FROM %s WHERE class IN (2,3,7,8) AND subject=x'%s'", table, m.ID))
	}
	s.v = masters{}.unlock(s, "Mair")
	unlocked := s.v.Damaged()
	checked, err := s.v.Check(ctx, nil)
	s.ok(err)
	exported, err := s.v.Export(context.WithoutCancel(ctx), &bytes.Buffer{})
	s.ok(err)
	for where, list := range map[string][]Damage{"unlocking": unlocked, "the check": checked.Damaged, "the export": exported} {
		if !slices.ContainsFunc(list, func(d Damage) bool { return d.Record == note.ID && d.Reason == "author" }) {
			t.Errorf("%s does not say that the note is not shown: %v", where, list)
		}
	}
	f, err := s.v.OpenCase(ctx, s.id)
	s.ok(err)
	if len(f.Notes) != 0 {
		t.Error("a note by nobody is shown")
	}
}
