package secondreader

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

// vouchFor is what a later row of its author says of a row.
func vouchFor(r row) string {
	sum := sha256.Sum256(place("vouch", r.link, r.signature))
	return hex.EncodeToString(sum[:16])
}

// TestEveryVouchIsForARowOfItsAuthor reads all that the program wrote, by many and in many ways: a vouch of one for somebody else's row would
// let a check pass over a signature that nobody made.
func TestEveryVouchIsForARowOfItsAuthor(t *testing.T) {
	s := newScene(t)
	s.fill()
	s.close()
	v, err := open(s.path, Secrets{Passphrase: s.kit})
	if err != nil {
		t.Fatal(err)
	}
	defer v.file.close()
	rows, err := v.file.rows()
	if err != nil {
		t.Fatal(err)
	}
	sound, damage := v.sound(rows)
	if len(damage) > 0 {
		t.Fatal(damage)
	}
	before := map[string]opened{}
	for _, r := range rows { // what was erased has a signature too, and its author is gone
		before[vouchFor(r)] = opened{row: r}
	}
	for _, o := range sound {
		before[vouchFor(o.row)] = o
	}
	authors, stand := map[id]bool{}, 0
	for _, o := range sound {
		if o.vouch == "" {
			continue
		}
		stand++
		authors[o.author] = true
		sealed := func(kind int) bool { return kind == kindAudit || kind == kindIncident }
		of, there := before[o.vouch]
		switch {
		case !there:
			t.Errorf("origin %s, seq %d: vouches for no row", o.origin, o.seq)
		case of.box != nil && of.author != o.author:
			t.Errorf("origin %s, seq %d: vouches for seq %d, which somebody else wrote", o.origin, o.seq, of.seq)
		case of.origin != o.origin || of.seq >= o.seq || sealed(of.kind) != sealed(o.kind):
			t.Errorf("origin %s, seq %d, kind %d: vouches for seq %d, kind %d", o.origin, o.seq, o.kind, of.seq, of.kind)
		}
	}
	if len(authors) < 3 || stand < len(sound)/2 {
		t.Errorf("%d of %d rows vouch for another, of %d members", stand, len(sound), len(authors))
	}
}
