package data

import (
	"context"
	"errors"
	"testing"
)

// BenchmarkTrail is of an audit trail of 20,000 events, what thirty people write by
// unlocking in a quarter: its newest on the team's page, all of it, and a check of the
// file, with nothing known and with what one before it verified.
func BenchmarkTrail(b *testing.B) {
	const events = 20_000
	v := withTrail(b, events)
	for _, c := range []struct {
		name string
		do   func() (found int, err error)
		want int
	}{
		{"Team", func() (int, error) { l, err := v.LatestAudit(b.Context(), 200); return len(l), err }, 200},
		{"All", func() (int, error) { l, err := v.Audit(b.Context()); return len(l), err }, events},
		{"CheckAnew", func() (int, error) { c, err := v.CheckAnew(b.Context(), nil); return c.Revisions, err }, events},
		{"CheckAgain", func() (int, error) { c, err := v.Check(b.Context(), nil); return c.Verified, err }, events},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if found, err := c.do(); err != nil || found < c.want {
					b.Fatal(found, err)
				}
			}
		})
	}
}

// withTrail is a vault in which so many events were told of.
func withTrail(tb testing.TB, events int) *Vault {
	v, _, err := Create(tb.Context(), tb.TempDir()+"/charity"+Extension, Setup{
		Organisation: Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: attackPhrase, Options: Options{StateDir: tb.TempDir(), NoKeyring: true},
	})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { v.Close() })
	tellOften(tb, v, events)
	return v
}

func tellOften(tb testing.TB, v *Vault, events int) {
	tb.Helper()
	for left := events; left > 0; left -= 500 {
		some := make([]change, min(left, 500))
		for i := range some {
			some[i] = event(AuditEvent{Action: AuditUnlocked})
		}
		if _, err := v.commit(tb.Context(), some); err != nil {
			tb.Fatal(err)
		}
	}
}

func TestALongTrailSaysHowFarItIsAndIsStopped(t *testing.T) {
	t.Parallel()
	const events = 600
	v := withTrail(t, events)
	ctx, stop := context.WithCancel(t.Context())
	var told [][2]int
	_, err := v.Computers(WithProgress(ctx, func(done, all int) {
		told = append(told, [2]int{done, all})
		stop()
	}))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it was stopped, and says %v", err)
	}
	if len(told) != 1 || told[0][0] <= told[0][1]/2 || told[0][0] >= told[0][1] {
		t.Errorf("of %d events it is as far as %v", events, told)
	}
	lines, err := v.Audit(t.Context())
	if err != nil || len(lines) < events {
		t.Errorf("after that %d of %d events are read: %v", len(lines), events, err)
	}
	if _, err := v.Audit(WithProgress(t.Context(), func(int, int) { t.Error("what is read already is read again") })); err != nil {
		t.Error(err)
	}
}

func TestALongTrailInDamagedPagesIsStopped(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	tellOften(t, s.v, 600)
	s.ok(s.v.Close())
	s.damageIndex()
	s.v = s.unlock(s.path, "Mair")
	ctx, stop := context.WithCancel(t.Context())
	if lines, err := s.v.Audit(WithProgress(ctx, func(int, int) { stop() })); !errors.Is(err, context.Canceled) {
		t.Errorf("%d lines were read: %v", len(lines), err)
	}
}
