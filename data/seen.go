package data

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"

	"noddfa/data/ledger"
)

// A row that was deleted leaves no trace in the file where it was the last of its
// chain. But each computer remembers how long the chains of the others were.

// packedHead is the size of one head in an anchor's others: the origin, seq, and
// the first half of the link.
const packedHead = 16 + 8 + 16

// packHeads is the heads of all origins but one as an anchor keeps them.
func packHeads(heads []ledger.Head, but ID) string {
	var packed []byte
	for _, h := range heads { // in the order of their origins
		if h.Origin != but {
			packed = append(append(append(packed, h.Origin[:]...), be64(h.Seq)...), h.Link[:16]...)
		}
	}
	return base64.StdEncoding.EncodeToString(packed)
}

// lackedBy returns the other origins of which a file has not all rows that this
// computer has seen there. A row that is there and damaged is not missing.
func (v *Vault) lackedBy(ctx context.Context, seen anchor, heads []ledger.Head) []ID {
	packed, err := base64.StdEncoding.DecodeString(seen.Others)
	if err != nil {
		return nil
	}
	newest := map[ID]ledger.Head{}
	for _, h := range heads {
		newest[h.Origin] = h
	}
	var lacks []ID
	for ; len(packed) >= packedHead; packed = packed[packedHead:] {
		origin, seq, link := ID(packed[:16]), binary.BigEndian.Uint64(packed[16:]), packed[24:packedHead]
		if h := newest[origin]; h.Seq == seq && bytes.Equal(h.Link[:16], link) {
			continue
		}
		r, there, err := v.ledger.At(ctx, origin, seq)
		if err == nil && (!there || r.Linked() && !bytes.Equal(r.Link[:16], link)) {
			lacks = append(lacks, origin)
		}
	}
	return lacks
}
