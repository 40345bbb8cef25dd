package data

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"sync"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// To verify a signature takes 0.1 ms, and ten years have half a million of them. But whoever
// signs a row has as a rule signed one before it, and says so in the new one: it *vouches*
// for that signature. Of rows that vouch for each other a check verifies the last, and knows
// of all. Nobody is believed about anybody else: a vouch counts for a row by the same author
// with the same key, and a program gives one only for what it has signed itself, or verified
// with its member's own key. It is sealed with the row, so that the file alone does not tell
// which rows are by one author. A row for which none stands is verified by itself.

// vouch names a row's signature: the first 16 bytes of a SHA-256 over it and what it
// signs. Zero is none.
type vouch [16]byte

func vouchOf(link [32]byte, signature []byte) vouch {
	var room [160]byte
	sum := sha256.Sum256(seal.AppendAssociatedData(room[:0], "vouch", link[:], signature))
	return vouch(sum[:16])
}

func (w vouch) none() bool { return w == vouch{} }

// ownRows are the newest rows that this member signed. What is sealed to managers is apart:
// others cannot read what it vouches for.
type ownRows struct {
	mu             sync.Mutex
	looked         bool // in the file, for those of an unlock before
	sealed, others vouch
}

// of is the newest of its sort.
func (o *ownRows) of(kind Kind) *vouch {
	if forManagers(kind) {
		return &o.sealed
	}
	return &o.others
}

// ownVouch is what a new row of a kind says: nothing where no row of this member's is near,
// or none can be read. A save does not fail for it.
func (v *Vault) ownVouch(tx *ledger.Tx, kind Kind) vouch {
	v.own.mu.Lock()
	defer v.own.mu.Unlock()
	if v.own.looked {
		return *v.own.of(kind)
	}
	v.own.looked = true
	rows, err := tx.LastSigned(v.computer.origin, nearRows)
	if err != nil {
		return vouch{}
	}
	me := v.identity().Public()
	for _, r := range rows {
		if own := v.own.of(Kind(r.Kind)); own.none() && me.Check("link", r.Link[:], r.Signature) == nil {
			*own = vouchOf(r.Link, r.Signature)
		}
	}
	return *v.own.of(kind)
}

// nearRows is how many rows of unlocks before are looked at for one's own, which takes 2 ms
// once. A check reads 128 together, and a vouch for a row that is further away is of no use
// to it.
const nearRows = 16

// signed remembers a row that was signed, for the next to vouch for.
func (v *Vault) signed(kind Kind, link [32]byte, signature []byte) {
	v.own.mu.Lock()
	defer v.own.mu.Unlock()
	*v.own.of(kind) = vouchOf(link, signature)
}

// A vouch is the first member of a record's JSON, always of the same length, so that it
// can be taken out again where it stands.
const (
	beforeVouch = `{"vouch":"`
	afterVouch  = `",`
	vouchLength = len(beforeVouch) + 2*len(vouch{}) + len(afterVouch)
)

// appendVouched appends a record's JSON with a vouch in it. A record without members has no
// room for one.
func appendVouched(to []byte, w vouch, body []byte) []byte {
	if w.none() || !bytes.HasPrefix(body, []byte(`{"`)) {
		return append(to, body...)
	}
	to = append(to, beforeVouch...)
	to = hex.AppendEncode(to, w[:])
	to = append(to, afterVouch...)
	return append(to, body[1:]...)
}

// cutVouch takes a vouch out of a record's JSON, over the end of which it writes.
func cutVouch(body []byte) (vouch, []byte) {
	if len(body) <= vouchLength || string(body[:len(beforeVouch)]) != beforeVouch || string(body[vouchLength-len(afterVouch):vouchLength+1]) != afterVouch+`"` {
		return vouch{}, body
	}
	var w vouch
	text := body[len(beforeVouch) : vouchLength-len(afterVouch)]
	if _, err := hex.Decode(w[:], text); err != nil || w.none() || hex.EncodeToString(w[:]) != string(text) {
		return vouch{}, body // not as it is written here: passed over, like every unknown member
	}
	body = body[vouchLength-1:]
	body[0] = '{'
	return w, body
}
