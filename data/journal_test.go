package data

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Somebody copies the file alone, without its journal, while it is open: with a
// key that was taken away just before, nothing of it may open what it did.
func TestAKeyThatWasTakenAwayIsNotInTheOpenFile(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s := newScene(t)
	contact, err := s.v.LogContact(ctx, Contact{CalledName: "Wyn", Number: "07700 900461", Said: "what was said"})
	s.ok(err)
	kit, err := s.v.ReplaceKit(ctx, nil)
	s.ok(err)
	member := func(name string) ID { return s.v.named(name).ID }

	caseLines := func(v *Vault) int { return len(v.Cases()) }
	refused := func(*Vault) int { t.Error("the copy opened"); return 0 }
	for _, step := range []struct {
		name, phrase string
		do           func(context.Context) error
		want         Code // of unlocking the copy; "" where it opens
		shown        func(*Vault) int
		before       int // what is shown to that passphrase before, and after
		after        int
	}{
		{"a contact is sorted", attackPhrase + "Vali", func(ctx context.Context) error { _, err := s.v.Triage(ctx, contact, s.id); return err }, "", func(v *Vault) int {
			if e, err := v.Contact(ctx, contact); err == nil && e.Value.Said != "" {
				return 1
			}
			return 0
		}, 1, 0},
		{"a case is restricted", attackPhrase + "Lowri", func(ctx context.Context) error {
			return s.v.Restrict(ctx, s.id, []ID{s.v.me().ID, member("Cadi")})
		}, "", caseLines, 1, 0},
		{"a member is given less", attackPhrase + "Cadi", func(ctx context.Context) error {
			s.ok(s.v.Unrestrict(ctx, s.id))
			s.ok(s.v.ledger.Truncate(ctx))
			return s.v.ChangeRole(ctx, "Cadi", Volunteer)
		}, "", caseLines, 1, 0},
		{"a passphrase is changed", attackPhrase, func(ctx context.Context) error { return s.v.ChangePassphrase(ctx, attackPhrase+" again") }, CodePassphrase, refused, 0, 0},
		{"new keys are given", attackPhrase + "Cadi", func(ctx context.Context) error { return s.v.ResetMember(ctx, "Cadi", attackPhrase+" Cadi again") }, CodePassphrase, refused, 0, 0},
		{"a member is removed", attackPhrase + "Lowri", func(ctx context.Context) error { return s.v.RemoveMember(ctx, "Lowri") }, CodePassphrase, refused, 0, 0},
		{"the kit is replaced", strings.Join(kit.Groups, "-"), func(ctx context.Context) error { _, err := s.v.ReplaceKit(ctx, nil); return err }, CodePassphrase, refused, 0, 0},
	} {
		s.ok(s.v.ledger.Truncate(ctx))
		earlier := s.fileAlone()
		s.ok(step.do(ctx))
		now := s.fileAlone()
		if v, err := s.tryFile(earlier, step.phrase); err != nil {
			t.Errorf("%s: before, it did not open: %v", step.name, err)
		} else if step.want == "" && step.shown(v) != step.before {
			t.Errorf("%s: before, %d is shown", step.name, step.shown(v))
		}
		v, err := s.tryFile(now, step.phrase)
		if CodeOf(err) != step.want && (err != nil || step.want != "") {
			t.Errorf("%s: unlocking the copy: %v, want %q", step.name, err, step.want)
		}
		if err == nil && step.shown(v) != step.after {
			t.Errorf("%s: the copy shows %d, want %d", step.name, step.shown(v), step.after)
		}
	}
}

// fileAlone is a copy of the open file without its journal.
func (s *scene) fileAlone() string {
	s.t.Helper()
	content, err := os.ReadFile(s.path)
	s.ok(err)
	to := filepath.Join(s.t.TempDir(), "alone"+Extension)
	s.ok(os.WriteFile(to, content, 0o600))
	return to
}

func (s *scene) tryFile(path, phrase string) (*Vault, error) {
	s.t.Helper()
	v, err := Unlock(s.t.Context(), path, Credentials{Passphrase: phrase, Untold: true, Options: Options{StateDir: s.t.TempDir(), NoKeyring: true}})
	if err == nil {
		s.t.Cleanup(func() { v.Close() })
	}
	return v, err
}
