package data

import (
	"crypto/sha256"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"noddfa/assets"
	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// To verify the signature of every row takes longer than all else that a check does. So
// what a check has verified is kept on this computer: of each few rows that were read
// together, once every signature held and every text could be read, a hash over the
// signatures, what they sign and by whose keys they are. Rows of the same hash are the
// same to the last bit, for what is signed is a hash over all of a row. That each row is
// what its link says, that its box opens and that its author may have written it, is
// looked at each time. The hashes are sealed under the member's own key, so that nobody
// else makes a check believe a signature, and for this version of the program: the next
// one looks at everything itself.

// signatures are those that a check has to do with.
type signatures struct {
	known map[[sha256.Size]byte]struct{} // of a check before
	anew  bool                           // what is known does not count

	mu   sync.Mutex
	held map[[sha256.Size]byte]struct{} // of this one

	before atomic.Int64 // how many need not be verified again
}

// mostSignatures is how large their file can be: that of 10,000,000 rows.
const mostSignatures = 5 << 20

// judgeTogether opens some revisions: the reason is "" of each with which all is well.
func (v *Vault) judgeTogether(rows []ledger.Revision, s *signatures) (reasons []string) {
	reasons = make([]string, len(rows))
	texts := make([][]byte, len(rows))
	signers := make([]*seal.Public, len(rows))
	all := sha256.New()
	count := 0
	for i, r := range rows {
		texts[i], _, _, reasons[i] = v.unsealBy(r, func(public seal.Public, r ledger.Revision) error {
			signers[i] = &public
			count++
			for _, part := range [][]byte{public.Verify, r.Link[:], r.Signature} {
				all.Write(be32(uint32(len(part))))
				all.Write(part)
			}
			return nil
		})
	}
	sum := [sha256.Size]byte(all.Sum(nil))
	if _, known := s.known[sum]; known && !s.anew {
		s.before.Add(int64(count))
	} else {
		for i, r := range rows {
			if signers[i] == nil {
				continue
			}
			if reasons[i] = readable(*signers[i], r, texts[i]); reasons[i] != "" {
				count = 0
			}
		}
	}
	if count > 0 {
		s.mu.Lock()
		s.held[sum] = struct{}{}
		s.mu.Unlock()
	}
	return reasons
}

// readable says why a row that opened cannot be read, "" if it can.
func readable(signer seal.Public, r ledger.Revision, text []byte) string {
	if signatureOf(signer, r) != nil {
		return "signature"
	}
	if _, err := decode(Kind(r.Kind), text); err != nil {
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
	file := v.signaturesFile()
	info, err := os.Lstat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostSignatures {
		return s
	}
	box, err := os.ReadFile(file)
	if err != nil {
		return s
	}
	text, err := v.signaturesKey().Open(box, v.signaturesPlace())
	if err != nil || len(text)%sha256.Size != 0 {
		return s
	}
	s.known = make(map[[sha256.Size]byte]struct{}, len(text)/sha256.Size)
	for ; len(text) > 0; text = text[sha256.Size:] {
		s.known[[sha256.Size]byte(text)] = struct{}{}
	}
	return s
}

// keepSignatures keeps what a check has verified. One that was stopped adds to what was
// there. Where it cannot be kept, the next check verifies it again.
func (v *Vault) keepSignatures(s *signatures, whole bool) {
	if !whole {
		maps.Copy(s.held, s.known)
	}
	if v.computer.dir == "" || len(s.held) == 0 || maps.Equal(s.held, s.known) {
		return
	}
	text := make([]byte, 0, len(s.held)*sha256.Size)
	for sum := range s.held {
		text = append(text, sum[:]...)
	}
	if box := v.signaturesKey().Seal(text, v.signaturesPlace()); len(box) <= mostSignatures {
		_ = writeWhole(v.signaturesFile(), box)
	}
}

func (v *Vault) signaturesKey() seal.Key { return v.identity().Own("signatures that held") }

func (v *Vault) signaturesPlace() []byte {
	return seal.AssociatedData("signatures", v.id[:], v.me().ID[:], []byte(assets.Version))
}

// signaturesFile is beside when the vault was last checked.
func (v *Vault) signaturesFile() string {
	return filepath.Join(v.computer.dir, "checks", v.id.String()+"-"+v.me().ID.String()+".sealed")
}
