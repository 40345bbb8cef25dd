package data

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"

	"noddfa/assets"
	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// To verify signatures and read texts takes a fifth of what a check does, and by far the most
// of it where no row vouches for another. So what a check found to be right is kept on this
// computer: of each few rows that were read together, once every signature held, or another
// stood for it, and every text could be read, a hash over the signatures, what they sign and
// by whose keys they are. Rows of the same hash are those rows, to the last bit, for what is
// signed is a hash over all of a row. That each row is
// what its link says, that its box opens and that its author may have written it, is
// looked at each time; only an event of the audit trail or an entry of the incident log,
// which are sealed to a key pair, is not opened again, and has a hash of its own. The hashes
// are sealed under the member's own key, so that nobody else makes a check believe a
// signature, and for this version of the program: the next one looks at everything itself.

// signatures are those that a check has to do with.
type signatures struct {
	file  string // where they are kept; "" for nowhere
	key   seal.Key
	place []byte
	known map[[sha256.Size]byte]struct{} // of a check before: of rows together, and of events
	anew  bool                           // what is known does not count

	mu   sync.Mutex
	held map[[sha256.Size]byte]struct{} // of this one

	before, vouched atomic.Int64 // how many need not be verified again, and for how many another stands
}

// mostSignatures is how large their file can be: that of 10,000,000 rows, of which
// 1,800,000 are events.
const mostSignatures = 64 << 20

// judging is one who judges some revisions after others, and the room for that.
type judging struct {
	v      *Vault
	s      *signatures
	room   openRoom
	opened []openRow
	signed []byte

	vouches map[vouch]openRow // of rows with which all is well
}

// openRow is a row that opened, of those that are judged together.
type openRow struct {
	at     int
	text   []byte
	isRead bool // of a known event, whose text is not there
	author ID
	signer seal.Public
	vouch  vouch
}

// together opens some revisions and says of each what is wrong, "" for nothing, in the memory
// of what was said before.
func (j *judging) together(reasons []string, rows []ledger.Revision) []string {
	j.opened, j.signed = j.opened[:0], j.signed[:0]
	defer j.room.empty()
	for i, r := range rows {
		signed := func(public seal.Public, r ledger.Revision) error {
			j.signed = appendSigned(j.signed, public, r)
			j.opened = append(j.opened, openRow{at: i, signer: public})
			return nil
		}
		s, reason := stamped{author: j.s.authorOf(j.v, r)}, ""
		known := !s.author.IsZero()
		if !known {
			s, reason = j.v.unsealBy(r, signed, &j.room)
		} else if reason = j.v.rowWrong(r); reason == "" {
			reason = j.v.notBy(s.author, r, signed)
		}
		if reason == "" { // signing is looked at last, so the row is the last that opened
			o := &j.opened[len(j.opened)-1]
			o.text, o.isRead, o.author, o.vouch = s.text, known, s.author, s.vouch
		}
		reasons = append(reasons, reason)
	}
	all := sha256.Sum256(j.signed)
	s := j.s
	_, known := s.known[all]
	if known = known && !s.anew; known {
		s.before.Add(int64(len(j.opened)))
	}
	held := known || j.verify(reasons, rows)
	s.mu.Lock()
	if held && len(j.opened) > 0 {
		s.held[all] = struct{}{}
	}
	for _, o := range j.opened {
		if sum, ok := eventSum(j.v, o.author, rows[o.at]); ok && reasons[o.at] == "" {
			s.held[sum] = struct{}{}
		}
	}
	s.mu.Unlock()
	clear(j.opened) // or texts of large boxes stay until as many rows are opened again
	clear(j.vouches)
	return reasons
}

// verify says of rows that opened what is wrong with them, and reports whether nothing is.
// The last is looked at first, for it may vouch for others.
func (j *judging) verify(reasons []string, rows []ledger.Revision) (held bool) {
	held = true
	for _, o := range slices.Backward(j.opened) {
		stands := !j.s.anew && j.standsFor(o, rows[o.at])
		if stands {
			j.s.vouched.Add(1)
		}
		if reasons[o.at] = unreadable(o, rows[o.at], stands); reasons[o.at] != "" {
			held = false
		} else if !o.vouch.none() {
			j.vouches[o.vouch] = o
		}
	}
	return held
}

// standsFor reports whether one of the rows with which all is well vouches for another.
func (j *judging) standsFor(o openRow, r ledger.Revision) bool {
	by, vouched := j.vouches[vouchOf(r.Link, r.Signature)]
	return vouched && by.author == o.author && bytes.Equal(by.signer.Verify, o.signer.Verify)
}

// authorOf is who wrote an event that is known, zero of one that is not: to open one takes
// longer than to verify two signatures, and there may be more of them than of all else.
func (s *signatures) authorOf(v *Vault, r ledger.Revision) ID {
	if !forManagers(Kind(r.Kind)) || s.anew || len(s.known) == 0 {
		return ID{}
	}
	for _, author := range v.roster().order {
		if sum, ok := eventSum(v, author, r); ok {
			if _, known := s.known[sum]; known {
				return author
			}
		}
	}
	return ID{}
}

// eventSum is what is kept of an event that opened, was signed by its author and could be
// read; not ok of another row, and of one that this member has no key of.
func eventSum(v *Vault, author ID, r ledger.Revision) (sum [sha256.Size]byte, ok bool) {
	if !forManagers(Kind(r.Kind)) {
		return sum, false
	}
	management, ok := v.keys()[r.KeyVersion][inManagement]
	if !ok {
		return sum, false
	}
	var room [160]byte
	return sha256.Sum256(seal.AppendAssociatedData(room[:0], "event", management[:], author[:], r.Link[:])), true
}

// unreadable says why a row that opened cannot be read, "" if it can.
func unreadable(o openRow, r ledger.Revision, vouchedFor bool) string {
	if !vouchedFor && signatureOf(o.signer, r) != nil {
		return "signature"
	}
	if o.isRead {
		return ""
	}
	if !canRead(Kind(r.Kind), o.text) {
		return "box"
	}
	return ""
}

// signaturesBefore are what this member's checks have verified on this computer; none
// where that cannot be read.
func (v *Vault) signaturesBefore(anew bool) *signatures {
	s := &signatures{anew: anew, held: map[[sha256.Size]byte]struct{}{}}
	if v.computer.dir == "" {
		return s
	}
	me := v.me().ID
	s.file = filepath.Join(v.computer.dir, "checks", v.id.String()+"-"+me.String()+".sealed")
	s.key = v.identity().Own("signatures that held")
	s.place = seal.AssociatedData("signatures", v.id[:], me[:], []byte(assets.Version))
	text, err := s.key.Open(readSmall(s.file, mostSignatures), s.place)
	if err != nil || len(text)%sha256.Size != 0 {
		return s
	}
	s.known = make(map[[sha256.Size]byte]struct{}, len(text)/sha256.Size)
	for ; len(text) > 0; text = text[sha256.Size:] {
		s.known[[sha256.Size]byte(text)] = struct{}{}
	}
	return s
}

// keep keeps what a check has verified. One that was stopped adds to what was there.
// Where it cannot be kept, the next check verifies it again.
func (s *signatures) keep(whole bool) {
	defer clear(s.key[:])
	if !whole {
		maps.Copy(s.held, s.known)
	}
	if s.file == "" || len(s.held) == 0 || maps.Equal(s.held, s.known) {
		return
	}
	text := make([]byte, 0, len(s.held)*sha256.Size)
	for sum := range s.held {
		text = append(text, sum[:]...)
	}
	if box := s.key.Seal(text, s.place); len(box) <= mostSignatures {
		_ = writeSoon(s.file, box)
	}
}
