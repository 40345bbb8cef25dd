package data

import (
	"crypto/sha256"
	"database/sql"
	"os"
	"slices"
	"testing"

	"noddfa/assets"
	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Whoever has a case's key can write a row of it whose box opens and whose hash and link
// are right, and anybody can make an event. Only the author's signature is against it, and a check that knew the row
// before has to look at that again.
func TestARowThatIsMadeAnewIsVerifiedAnew(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		event  bool
		text   string
		sign   bool // with the author's key
		reason string
	}{
		"other words":                   {false, `{"said":"It was somebody else."}`, false, "signature"},
		"words that nobody can say":     {false, `{"said":`, true, "box"},
		"another event":                 {true, `{"action":"exported"}`, false, "signature"},
		"an event that nobody can read": {true, `{"action":`, true, "box"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			s.ok(s.v.Close())
			s.o.StateDir = t.TempDir()
			unlock := func() *Vault {
				v, err := Unlock(t.Context(), s.path, Credentials{Passphrase: attackPhrase, Options: s.o})
				s.ok(err)
				return v
			}
			v := unlock()
			note, err := v.WriteNote(t.Context(), s.id, Note{Said: "It was Friday."})
			s.ok(err)
			for range 280 { // so that unlocking adds nothing to the rows that are read with it
				_, err := Add(t.Context(), v, s.id, Task{What: "ring"})
				s.ok(err)
			}
			checked, err := v.Check(t.Context(), nil)
			s.ok(err)
			if !checked.OK {
				t.Fatalf("damaged from the start: %+v", checked.Damaged)
			}
			rows, err := v.ledger.Record(t.Context(), note.ID)
			s.ok(err)
			if c.event {
				rows, err = v.ledger.LatestOf(t.Context(), groupZero(inManagement), uint8(KindAudit), 0, rows[0].N-1, 1)
				s.ok(err)
			}
			r := rows[0]
			text := stamp(v.me().ID, note.Written, []byte(c.text))
			if c.event {
				r.Box, err = v.sealAudit(r, text)
				s.ok(err)
			} else {
				k, _ := v.groups[r.Group].versions.of(r.KeyVersion)
				r.Box = k.key.Seal(text, v.place("revision", r))
			}
			r.Hash = sha256.Sum256(r.Box)
			r.Link = ledger.LinkOf(r)
			if c.sign {
				r.Signature = v.identity().Sign("link", r.Link[:])
			}
			s.ok(v.Close())
			db, err := sql.Open("sqlite3", s.path)
			s.ok(err)
			_, err = db.Exec("UPDATE revision SET box=?, hash=?, link=?, signature=? WHERE n=?", r.Box, r.Hash[:], r.Link[:], r.Signature, r.N)
			s.ok(err)
			s.ok(db.Close())

			v = unlock()
			defer v.Close()
			for range 2 { // also after a check that found it
				checked, err = v.Check(t.Context(), nil)
				s.ok(err)
				if !slices.ContainsFunc(checked.Damaged, func(d Damage) bool { return d.Record == r.Record && d.Reason == c.reason }) || checked.Verified < 64 {
					t.Errorf("the check found %+v and knew %d signatures", checked.Damaged, checked.Verified)
				}
			}
			if sum, ok := eventSum(v, v.me().ID, r); ok { // whatever is known, it is not believed where all is to be verified
				kept := v.signaturesBefore(false)
				s.ok(os.WriteFile(kept.file, kept.key.Seal(sum[:], kept.place), 0o600))
				checked, err = v.CheckAnew(t.Context(), nil)
				s.ok(err)
				if !slices.ContainsFunc(checked.Damaged, func(d Damage) bool { return d.Record == r.Record && d.Reason == c.reason }) {
					t.Errorf("the check of everything found %+v", checked.Damaged)
				}
			}
		})
	}
}

func TestAnotherVersionOfTheProgramVerifiesEverything(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	check := func() int {
		checked, err := s.v.Check(t.Context(), nil)
		s.ok(err)
		if !checked.OK {
			t.Errorf("damaged: %+v", checked.Damaged)
		}
		return checked.Verified
	}
	check()
	if check() == 0 {
		t.Error("this version knows nothing")
	}
	for _, version := range []string{"", "0.0.9", assets.Version + "1"} {
		kept := s.v.signaturesBefore(false)
		me := s.v.me().ID
		var text []byte
		for sum := range kept.known {
			text = append(text, sum[:]...)
		}
		s.ok(os.WriteFile(kept.file, kept.key.Seal(text, seal.AssociatedData("signatures", s.v.id[:], me[:], []byte(version))), 0o600))
		if n := check(); n > 0 {
			t.Errorf("%d signatures are known from %q", n, version)
		}
	}
}
