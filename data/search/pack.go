package search

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// packing keeps text short: each byte of a packed text stands for up to eight
// bytes that are frequent in the texts it was learnt from, or it is literal and the
// next byte stands for itself. Unpacking is a look at a table and one write for each
// byte, so that looking through packed text costs little more than through the text.
// (The idea is of Boncz, Neumann and Leis, FSST, 2020.)
type packing struct {
	symbols [literal]symbol
	single  [256]uint8         // by byte: the symbol of that byte alone; literal where there is none
	from    [buckets + 1]uint8 // by the first two bytes: where in symbols those begin that begin with them, the longest first
}

// symbol is some bytes, the first in the lowest place.
type symbol struct {
	bytes  uint64
	length uint8
}

const (
	literal = 255
	buckets = 1 << 11
)

// bucket says among which symbols those are that begin with two bytes.
func bucket(two uint16) int { return int(two * 0x9E37 >> 5) }

// learn makes a packing of a sample of the text that it is for.
func learn(sample []byte) *packing {
	p := &packing{}
	for range 5 {
		p = p.better(sample)
	}
	return p
}

// better packs a sample, and makes a packing of what saves most of what was met: the
// symbols, and two after each other as one.
func (p *packing) better(sample []byte) *packing {
	saves := map[symbol]int{}
	var before symbol
	for len(sample) > 0 {
		_, s := p.next(sample)
		saves[s] += int(s.length)
		if joined := before.and(s); joined.length > before.length {
			saves[joined] += int(joined.length)
		}
		before, sample = s, sample[s.length:]
	}
	best := make([]symbol, 0, len(saves))
	for s := range saves {
		best = append(best, s)
	}
	slices.SortFunc(best, func(a, b symbol) int {
		return cmp.Or(saves[b]-saves[a], cmp.Compare(a.bytes, b.bytes), cmp.Compare(a.length, b.length))
	})
	return packingOf(best[:min(len(best), literal)])
}

func packingOf(symbols []symbol) *packing {
	place := func(s symbol) int {
		if s.length == 1 {
			return buckets // behind all others
		}
		return bucket(uint16(s.bytes))
	}
	slices.SortFunc(symbols, func(a, b symbol) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(b.length, a.length))
	})
	p := &packing{}
	copy(p.symbols[:], symbols)
	for i := range p.single {
		p.single[i] = literal
	}
	at := 0
	for b := range p.from {
		for at < len(symbols) && place(symbols[at]) < b {
			at++
		}
		p.from[b] = uint8(at)
	}
	for i, s := range symbols[at:] {
		p.single[byte(s.bytes)] = uint8(at + i)
	}
	return p
}

// and joins two symbols, as much as there is room for.
func (s symbol) and(t symbol) symbol {
	if s.length == 0 {
		return symbol{}
	}
	return symbol{s.bytes | t.bytes<<(8*s.length), min(8, s.length+t.length)}
}

// next returns the longest symbol that a text begins with and the byte that stands
// for it; literal where there is none.
func (p *packing) next(text []byte) (code byte, s symbol) {
	var word uint64
	if len(text) >= 8 {
		word = binary.LittleEndian.Uint64(text)
	} else {
		var end [8]byte
		copy(end[:], text)
		word = binary.LittleEndian.Uint64(end[:])
	}
	b := bucket(uint16(word))
	for i := p.from[b]; i < p.from[b+1]; i++ {
		s := p.symbols[i]
		if int(s.length) <= len(text) && (word^s.bytes)<<(64-8*s.length) == 0 {
			return i, s
		}
	}
	return p.single[text[0]], symbol{uint64(text[0]), 1}
}

// mostPacked is how long a text of a length may be when it is packed.
func mostPacked(length int) int { return 2 * length }

// pack appends text, packed; as it is where there is no packing.
func (p *packing) pack(dst, text []byte) []byte {
	if p == nil {
		return append(dst, text...)
	}
	for len(text) > 0 {
		code, s := p.next(text)
		if dst = append(dst, code); code == literal {
			dst = append(dst, text[0])
		}
		text = text[s.length:]
	}
	return dst
}

// unpack writes what was packed over dst, which grows where it has to.
func (p *packing) unpack(dst, packed []byte) []byte {
	if need := 8 * (len(packed) + 1); cap(dst) < need {
		clear(dst[:cap(dst)])
		dst = make([]byte, need)
	}
	dst = dst[:cap(dst)]
	n := 0
	for i := 0; i < len(packed); i++ {
		code := packed[i]
		if code == literal {
			i++
			dst[n] = packed[i]
			n++
			continue
		}
		s := &p.symbols[code]
		binary.LittleEndian.PutUint64(dst[n:], s.bytes)
		n += int(s.length)
	}
	return dst[:n]
}
