package data

import (
	"testing"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// What is remembered of one row proves no other: not one with another link, another signature or another author.
func TestASignatureThatHeldProvesNothingElse(t *testing.T) {
	t.Parallel()
	author, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	other, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	var p proven
	row := ledger.Revision{Link: [32]byte{1}}
	row.Signature = author.Sign("link", row.Link[:])
	for range 2 {
		if err := p.check(author.Public(), row); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		by  seal.Public
		row ledger.Revision
	}{
		"another link":      {author.Public(), ledger.Revision{Link: [32]byte{2}, Signature: row.Signature}},
		"another signature": {author.Public(), ledger.Revision{Link: row.Link, Signature: other.Sign("link", row.Link[:])}},
		"no signature":      {author.Public(), ledger.Revision{Link: row.Link}},
		"another author":    {other.Public(), row},
	} {
		for range 2 {
			if p.check(c.by, c.row) == nil {
				t.Errorf("%s holds", name)
			}
		}
	}
}
