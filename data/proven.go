package data

import (
	"crypto/sha256"
	"encoding/binary"
	"sync"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// proven remembers signatures that held, so that what is shown again, such as the
// hits of a search while somebody types, is not verified anew. An entry is of the
// very key, link and signature, and a link is of all that a row says; what is
// read is compared with its link each time.
type proven struct {
	mu   sync.Mutex
	seen map[[16]byte]struct{}
}

// mostProven is how many are remembered: some 2.5 MB. One more, and all are
// forgotten.
const mostProven = 1 << 16

// check is signatureOf, but for what is remembered.
func (p *proven) check(public seal.Public, r ledger.Revision) error {
	var room [256]byte
	sum := sha256.Sum256(appendSigned(room[:0], public, r))
	entry := [16]byte(sum[:])
	p.mu.Lock()
	_, known := p.seen[entry]
	p.mu.Unlock()
	if known {
		return nil
	}
	if err := signatureOf(public, r); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil || len(p.seen) >= mostProven {
		p.seen = map[[16]byte]struct{}{}
	}
	p.seen[entry] = struct{}{}
	return nil
}

// appendSigned appends all that goes into verifying a row's signature.
func appendSigned(to []byte, public seal.Public, r ledger.Revision) []byte {
	for _, part := range [][]byte{public.Verify, r.Link[:], r.Signature} {
		to = append(binary.BigEndian.AppendUint32(to, uint32(len(part))), part...)
	}
	return to
}

// signedBy returns an error unless a member signed a row's link.
type signedBy func(public seal.Public, r ledger.Revision) error

func signatureOf(public seal.Public, r ledger.Revision) error {
	return public.Check("link", r.Link[:], r.Signature)
}
