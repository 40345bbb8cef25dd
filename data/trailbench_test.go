package data

import (
	"testing"
)

// BenchmarkTrail is of an audit trail of 20,000 events, what thirty people write by
// unlocking in a quarter: its newest on the team's page, all of it, and a check of the
// file, with nothing known and with what one before it verified.
func BenchmarkTrail(b *testing.B) {
	v, _, err := Create(b.Context(), b.TempDir()+"/charity"+Extension, Setup{
		Organisation: Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: attackPhrase, Options: Options{StateDir: b.TempDir(), NoKeyring: true},
	})
	if err != nil {
		b.Fatal(err)
	}
	defer v.Close()
	const events, together = 20_000, 500
	for range events / together {
		some := make([]change, together)
		for i := range some {
			some[i] = event(AuditEvent{Action: AuditUnlocked})
		}
		if _, err := v.commit(b.Context(), some); err != nil {
			b.Fatal(err)
		}
	}
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
