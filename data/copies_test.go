package data

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"

	"noddfa/data/ledger"
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

func TestTwoCopiesOfAKeyThatDifferAreNamed(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ctx := t.Context()
	restricted, err := s.v.StartCase(ctx, Case{CalledName: "Wyn"}, Person{})
	s.ok(err)
	s.ok(s.v.Restrict(ctx, restricted, []ID{s.v.me.ID, memberOf(s.v, "Cadi").ID}))
	other := func(b ledger.Box) ledger.Box { b.Body = slices.Repeat([]byte{7}, len(b.Body)); return b }
	weak := func(b ledger.Box) ledger.Box {
		var h header
		s.ok(json.Unmarshal(b.Body, &h))
		h.Memory = 8192
		body, err := json.Marshal(h)
		s.ok(err)
		b.Body = body
		return b
	}
	salted := func(b ledger.Box) ledger.Box {
		var h header
		s.ok(json.Unmarshal(b.Body, &h))
		h.Salt[0]++
		body, err := json.Marshal(h)
		s.ok(err)
		b.Body = body
		return b
	}
	me := s.v.me.ID
	for _, c := range []struct {
		name, table string
		class       ledger.Class
		subject     []byte
		change      func(ledger.Box) ledger.Box
		kind        string
	}{
		{"the header's copy asks for less", "box_copy", ledger.ClassHeader, s.v.id[:], weak, "header"},
		{"the header asks for less", "box", ledger.ClassHeader, s.v.id[:], weak, "header"},
		{"the header has another salt", "box", ledger.ClassHeader, s.v.id[:], salted, "header"},
		{"one's own way in", "box", ledger.ClassIdentity, me[:], other, "identity"},
		{"a case's key", "box", ledger.ClassWrap, s.id[:], other, "key"},
		{"the key of a restricted case", "box", ledger.ClassWrap, restricted[:], other, "key"},
		{"a copy of a case's key", "box_copy", ledger.ClassWrap, s.id[:], other, "key"},
		{"a copy of the roster", "box_copy", ledger.ClassRoster, s.v.id[:], other, "roster"},
	} {
		t.Run(c.name, func(t *testing.T) {
			boxes, _, err := s.v.ledger.BoxesOf(ctx, c.class, c.subject)
			s.ok(err)
			was := boxes[0]
			for _, b := range boxes {
				if bytes.Equal(b.Holder, me[:]) {
					was = b // of a restricted case
				}
			}
			s.ok(s.v.Close())
			s.putCopy(c.table, c.change(was))
			s.v = s.unlock(s.path, "Mair")
			checked, err := s.v.Check(ctx, nil)
			s.ok(err)
			if len(checked.Damaged) != 1 || checked.Damaged[0].Kind != c.kind || checked.Damaged[0].Reason != differing || !NothingLost(checked.Damaged) {
				t.Errorf("the check says %v", checked.Damaged)
			}
			to := filepath.Join(t.TempDir(), "repaired"+Extension)
			_, err = s.v.Repair(ctx, to)
			s.ok(err)
			repaired := s.unlock(to, "Mair")
			if c, err := repaired.Check(ctx, nil); err != nil || !c.OK || len(repaired.Cases()) != 2 {
				t.Errorf("the repaired file: %v, %v", c.Damaged, err)
			}
			s.ok(repaired.Close())
			s.ok(s.v.Close())
			s.putCopy(c.table, was)
			s.v = s.unlock(s.path, "Mair")
		})
	}
	if c, err := s.v.Check(ctx, nil); err != nil || !c.OK {
		t.Errorf("as it was: %v, %v", c.Damaged, err)
	}
}
