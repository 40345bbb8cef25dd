package data_test

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"

	"noddfa/data"
)

// TestHoweverARestrictedCaseIsReadTheTrailSaysSo reads one in each way there is,
// each after unlocking again, because it is told once in each unlock.
func TestHoweverARestrictedCaseIsReadTheTrailSaysSo(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Siân", Number: "07700 900512", Said: "a word that is found: marzipan"}))
	caseID := must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: "the spoon was silver"}))
	if err := v.Restrict(ctx, caseID, []data.ID{idOf(t, v, "Mair Example"), idOf(t, v, "Cadi")}); err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func(context.Context, *data.Vault) error{
		"the case":    func(ctx context.Context, v *data.Vault) error { _, err := v.OpenCase(ctx, caseID); return err },
		"its contact": func(ctx context.Context, v *data.Vault) error { _, err := v.Contact(ctx, contact); return err },
		"a history":   func(ctx context.Context, v *data.Vault) error { _, err := v.History(ctx, note.ID); return err },
		"an export":   func(ctx context.Context, v *data.Vault) error { _, err := v.Export(ctx, io.Discard); return err },
		"a search": func(ctx context.Context, v *data.Vault) error {
			if err := v.ReadForSearch(ctx); err != nil {
				return err
			}
			_, err := v.Search(ctx, "silver spoon")
			return err
		},
	} {
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		v = unlocked(t, path, o)
		before := readings(t, v)
		if err := read(ctx, v); err != nil {
			t.Fatal(name, err)
		}
		if told := readings(t, v) - before; told != 1 {
			t.Errorf("%s: told %d times", name, told)
		}
		if err := read(ctx, v); err != nil {
			t.Fatal(name, err)
		}
		if told := readings(t, v) - before; told != 1 {
			t.Errorf("%s, read twice: told %d times", name, told)
		}
	}
}

// readings counts what the trail says of restricted cases, which it calls by a
// random number.
func readings(t *testing.T, v *data.Vault) int {
	t.Helper()
	n := 0
	for _, l := range must[[]data.AuditLine](t)(v.Audit(t.Context())) {
		if l.Action == data.AuditRead {
			n++
			if len(l.Subject) != 8 {
				t.Errorf("a restricted case is called %q", l.Subject)
			}
		}
	}
	return n
}

func TestWhatLeavesAndWhoMayOpenIsInTheTrail(t *testing.T) {
	t.Parallel()
	v, _, _ := staffed(t)
	ctx := t.Context()
	caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
	steps := []struct {
		want data.AuditAction
		do   func() error
	}{
		{data.AuditExported, func() error { _, err := v.Export(ctx, &bytes.Buffer{}); return err }},
		{data.AuditBackedUp, func() error { _, err := v.BackUp(ctx, filepath.Join(t.TempDir(), "stick")); return err }},
		{data.AuditSaved, func() error { return v.RecordSaved(ctx, caseID, data.NewID(), "letter.pdf", "00") }},
		{data.AuditRole, func() error { return v.ChangeRole(ctx, "Vali", data.Caseworker) }},
		{data.AuditReset, func() error { return v.ResetMember(ctx, "Vali", "quiet lantern under a copper roof") }},
		{data.AuditRemoved, func() error { return v.RemoveMember(ctx, "Vali") }},
		{data.AuditPassphrase, func() error { return v.ChangePassphrase(ctx, "seven wet otters cross the weir") }},
		{data.AuditKitReplaced, func() error { _, err := v.ReplaceKit(ctx, nil); return err }},
		{data.AuditRestricted, func() error {
			return v.Restrict(ctx, caseID, []data.ID{idOf(t, v, "Mair Example"), idOf(t, v, "Cadi")})
		}},
		{data.AuditOpenedUp, func() error { return v.Unrestrict(ctx, caseID) }},
	}
	for _, s := range steps {
		before := len(must[[]data.AuditLine](t)(v.Audit(ctx)))
		if err := s.do(); err != nil {
			t.Fatal(s.want, err)
		}
		lines := must[[]data.AuditLine](t)(v.Audit(ctx))
		if len(lines) <= before || lines[len(lines)-1].Action != s.want || lines[len(lines)-1].By != v.Me().Name {
			t.Errorf("%s: the trail has %d lines after %d, the last %+v", s.want, len(lines), before, lines[len(lines)-1])
		}
	}
}

// The team's page reads no more of the trail than it shows.
func TestWhatCameLastIsReadByItself(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	for i := range 9 {
		v.Tell(t.Context(), data.AuditEvent{Action: data.AuditSaved, Detail: strconv.Itoa(i)})
	}
	var all []data.AuditLine
	for _, most := range []int{1, 4, 100, 200} {
		before := all
		v.Tell(t.Context(), data.AuditEvent{Action: data.AuditPrinted, Detail: strconv.Itoa(most)})
		if all = must[[]data.AuditLine](t)(v.Audit(t.Context())); len(before) > 0 && (len(all) != len(before)+1 || !reflect.DeepEqual(all[:len(before)], before)) {
			t.Errorf("after one more event the trail is %+v, and was %+v", all, before)
		}
		want := all[max(len(all)-most, 0):]
		if got := must[[]data.AuditLine](t)(v.LatestAudit(t.Context(), most)); !reflect.DeepEqual(got, want) {
			t.Errorf("the last %d of the trail are %+v, not %+v", most, got, want)
		}
	}
}
