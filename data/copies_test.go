package data

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// putCopy writes one of the two copies of a box, with its right hash: anybody who
// can write to the file can.
func (s *scene) putCopy(table string, b ledger.Box) {
	s.t.Helper()
	hash := b.Hash()
	db, err := sql.Open("sqlite3", s.path)
	s.ok(err)
	defer db.Close()
	done, err := db.Exec("UPDATE "+table+" SET body=?, hash=? WHERE class=? AND subject=? AND holder=? AND number=?", b.Body, hash[:], b.Class, b.Subject, append([]byte{}, b.Holder...), b.Number)
	s.ok(err)
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		s.t.Fatalf("%d rows were written: %v", n, err)
	}
}

func TestTwoCopiesOfAKeyThatDifferAreNamedAndTheRightOneIsUsed(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	restricted, err := s.v.StartCase(ctx, Case{CalledName: "Wyn"}, Person{})
	s.ok(err)
	me, lowri, vali := s.v.Me(), memberOf(s.v, "Lowri"), memberOf(s.v, "Vali").ID
	s.ok(s.v.Restrict(ctx, restricted, []ID{me.ID, memberOf(s.v, "Cadi").ID}))
	s.ok(s.v.RemoveMember(ctx, "Vali"))
	now := s.v.keys()[s.v.roster().epoch][inContacts]
	at := func(class ledger.Class, subject []byte, holder []byte, number uint64) ledger.Box {
		boxes, _, err := s.v.ledger.BoxesOf(ctx, class, subject)
		s.ok(err)
		for _, b := range boxes {
			if bytes.Equal(b.Holder, holder) && b.Number == number {
				return b
			}
		}
		t.Fatalf("no box of class %d, number %d", class, number)
		return ledger.Box{}
	}
	other := func(b ledger.Box) []ledger.Box {
		b.Body = slices.Repeat([]byte{7}, len(b.Body))
		return []ledger.Box{b}
	}
	exchanged := func(a, b ledger.Box) []ledger.Box { a.Body, b.Body = b.Body, a.Body; return []ledger.Box{a, b} }
	head := func(change func(*header)) []ledger.Box {
		b := at(ledger.ClassHeader, s.v.id[:], nil, ledger.FormatVersion)
		var h header
		s.ok(json.Unmarshal(b.Body, &h))
		change(&h)
		b.Body, err = json.Marshal(h)
		s.ok(err)
		return []ledger.Box{b}
	}
	weak := head(func(h *header) { h.Memory = 8192 })
	step := func(number uint64) ledger.Box { return at(ledger.ClassRoster, s.v.id[:], nil, number) }
	grant := func(m Member, c compartment) ledger.Box {
		return at(ledger.ClassGrant, m.ID[:], c.holder(), uint64(s.v.roster().epoch))
	}
	past := at(ledger.ClassPast, inContacts.holder(), nil, 1)
	planted, forged := grant(me, inContacts), past // they open, and hold keys that nobody ever made
	planted.Body, err = me.public.Wrap(seal.NewKey(), grantPlace(s.v.id, me.ID, inContacts, s.v.roster().epoch))
	s.ok(err)
	wrong := seal.NewKey()
	plantedToo := grant(me, inCasework)
	plantedToo.Body, err = me.public.Wrap(wrong, grantPlace(s.v.id, me.ID, inCasework, s.v.roster().epoch))
	s.ok(err)
	forged.Body = now.Seal(wrong[:], pastPlace(s.v.id, inContacts, 1))
	newest := s.v.roster().next - 1 // by which Vali was removed
	added := newest
	for about := (entry{}); about.Member != vali; s.ok(json.Unmarshal(step(added).Body[64:], &about)) {
		added--
	}
	cases := []struct {
		name, table string
		written     []ledger.Box
		kind, who   string
		opposite    []ledger.Box // in the other table
	}{
		{"the header's copy asks for less", "box_copy", weak, "header", "Mair", nil},
		{"the header asks for less", "box", weak, "header", "Mair", nil},
		{"the header has another salt", "box", head(func(h *header) { h.Salt[0]++ }), "header", "Mair", nil},
		{"one's own way in", "box", other(at(ledger.ClassIdentity, me.ID[:], nil, 0)), "identity", "Mair", nil},
		{"a case's key", "box", other(at(ledger.ClassWrap, s.id[:], inCasework.holder(), 1)), "key", "Mair", nil},
		{"the key of a restricted case", "box", other(at(ledger.ClassWrap, restricted[:], me.ID[:], 1)), "key", "Mair", nil},
		{"a copy of a case's key", "box_copy", other(at(ledger.ClassWrap, s.id[:], inCasework.holder(), 1)), "key", "Mair", nil},
		{"two of one's grants exchanged", "box", exchanged(grant(me, inContacts), grant(me, inCasework)), "grant", "Mair", nil},
		{"a grant that somebody planted", "box", []ledger.Box{planted}, "grant", "Mair", nil},
		{"a colleague's grants", "box", exchanged(grant(lowri, inContacts), grant(lowri, inCasework)), "grant", "Mair", nil},
		{"a colleague's own grants", "box", exchanged(grant(lowri, inContacts), grant(lowri, inCasework)), "grant", "Lowri", nil},
		{"a copy of a grant", "box_copy", other(grant(me, inManagement)), "grant", "Mair", nil},
		{"two entries of the roster exchanged", "box", exchanged(step(added), step(newest)), "roster", "Mair", nil},
		{"the roster's beginning and its end", "box", exchanged(step(0), step(newest)), "roster", "Lowri", nil},
		{"a copy of the roster", "box_copy", exchanged(step(2), step(4)), "roster", "Mair", nil},
		{"a key of before", "box", other(past), "key", "Mair", nil},
		{"a key of before that somebody made", "box", []ledger.Box{forged}, "key", "Mair", nil},
		{"a copy of a key of before that somebody made", "box_copy", []ledger.Box{forged}, "key", "Mair", nil},
		{"grants that somebody planted, one in each table", "box", []ledger.Box{planted}, "grant", "Mair", []ledger.Box{plantedToo}},
		{"the same, the other way about", "box_copy", []ledger.Box{planted}, "grant", "Mair", []ledger.Box{plantedToo}},
		{"a grant and a key of before, one in each table", "box", []ledger.Box{planted}, "", "Mair", []ledger.Box{forged}},
		{"the same, the other way about", "box_copy", []ledger.Box{planted}, "", "Mair", []ledger.Box{forged}},
		{"a grant and the roster, one in each table", "box", []ledger.Box{planted}, "", "Mair", exchanged(step(added), step(newest))},
		{"entries of the roster, one in each table", "box", other(step(2)), "roster", "Mair", other(step(3))},
		{"the header and one's own way in, one in each table", "box", head(func(h *header) { h.Salt[0]++ }), "", "Mair", other(at(ledger.ClassIdentity, me.ID[:], nil, 0))},
		{"keys of two cases, one in each table", "box", other(at(ledger.ClassWrap, s.id[:], inCasework.holder(), 1)), "key", "Mair", other(at(ledger.ClassWrap, restricted[:], me.ID[:], 1))},
	}
	s.ok(s.v.Close())
	image, err := os.ReadFile(s.path)
	s.ok(err)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s.ok(os.WriteFile(s.path, image, 0o600))
			for _, b := range c.written {
				s.putCopy(c.table, b)
			}
			for _, b := range c.opposite {
				s.putCopy(map[string]string{"box": "box_copy", "box_copy": "box"}[c.table], b)
			}
			if c.kind == "roster" {
				_, err := Unlock(ctx, s.path, Credentials{Passphrase: "not what anybody chose", Options: s.o})
				if CodeOf(err) != CodePassphrase {
					t.Errorf("with a wrong passphrase: %v", err)
				}
			}
			v := s.unlock(s.path, c.who)
			defer v.Close()
			checked, err := v.Check(ctx, nil)
			s.ok(err)
			named := 0
			for _, d := range checked.Damaged {
				if (d.Kind == c.kind || c.kind == "") && d.Reason == differing && d.Lost == LostNothing {
					named++
				}
			}
			if named != len(c.written)+len(c.opposite) || named != len(checked.Damaged) {
				t.Errorf("the check says %v", checked.Damaged)
			}
			if v.me().Role != Manager {
				return
			}
			to := filepath.Join(t.TempDir(), "repaired"+Extension)
			_, err = v.Repair(ctx, to)
			s.ok(err)
			repaired := s.unlock(to, c.who)
			defer repaired.Close()
			if c, err := repaired.Check(ctx, nil); err != nil || !c.OK || len(repaired.Cases()) != 2 {
				t.Errorf("the repaired file: %v, %v", c.Damaged, err)
			}
			if repaired.roster().next != newest+1 {
				t.Errorf("the repair made entries: there are %d", repaired.roster().next)
			}
		})
	}
}
