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
	pairs   [buckets + 1]uint8 // by the first two bytes: where in symbols those of two bytes are
	longer  [buckets + 1]uint8 // by the first three: where those of three and more are, the longest first
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

// bucket says among which symbols those are that begin with two bytes, or three.
func bucket(begin uint32) uint32 { return begin * 0x9E3779B1 >> (32 - 11) }

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
	for len(sample) >= 8 {
		word := binary.LittleEndian.Uint64(sample)
		_, length := p.next(word)
		s := symbol{word << (64 - 8*length) >> (64 - 8*length), uint8(length)}
		saves[s] += int(s.length)
		if joined := before.and(s); joined.length > before.length {
			saves[joined] += int(joined.length)
		}
		before, sample = s, sample[length:]
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
	// First the longer ones, then pairs, then single bytes.
	place := func(s symbol) uint32 {
		switch s.length {
		case 1:
			return 2 * buckets
		case 2:
			return buckets + bucket(uint32(s.bytes))
		}
		return bucket(uint32(s.bytes) & 0xffffff)
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
	from := func(b uint32) uint8 {
		for at < len(symbols) && place(symbols[at]) < b {
			at++
		}
		return uint8(at)
	}
	for b := range p.longer {
		p.longer[b] = from(uint32(b))
	}
	for b := range p.pairs {
		p.pairs[b] = from(uint32(buckets + b))
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

// next returns the longest symbol that the eight bytes of a word begin with, the byte
// that stands for it, and its length; literal where there is none.
func (p *packing) next(word uint64) (code byte, length int) {
	b := bucket(uint32(word) & 0xffffff)
	for i := p.longer[b]; i < p.longer[b+1]; i++ {
		if s := &p.symbols[i]; (word^s.bytes)<<((64-8*s.length)&63) == 0 {
			return i, int(s.length)
		}
	}
	b = bucket(uint32(word) & 0xffff)
	for i := p.pairs[b]; i < p.pairs[b+1]; i++ {
		if uint16(p.symbols[i].bytes) == uint16(word) {
			return i, 2
		}
	}
	return p.single[byte(word)], 1
}

// last is next for the end of a text, of less than eight bytes.
func (p *packing) last(text []byte) (code byte, length int) {
	var end [8]byte
	copy(end[:], text)
	word := binary.LittleEndian.Uint64(end[:])
	if code, length = p.next(word); length <= len(text) {
		return code, length
	}
	return p.single[text[0]], 1 // it has bytes of zero, which are not of the text
}

// mostPacked is how long a text of a length may be when it is packed.
func mostPacked(length int) int { return 2 * length }

// pack appends text, packed; as it is where there is no packing.
func (p *packing) pack(dst, text []byte) []byte {
	if p == nil {
		return append(dst, text...)
	}
	n := len(dst)
	dst = slices.Grow(dst, mostPacked(len(text)))[:n+mostPacked(len(text))]
	for len(text) > 0 {
		var code byte
		var length int
		if len(text) >= 8 {
			code, length = p.next(binary.LittleEndian.Uint64(text))
		} else {
			code, length = p.last(text)
		}
		dst[n] = code
		n++
		if code == literal {
			dst[n] = text[0]
			n++
		}
		text = text[length:]
	}
	return dst[:n]
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
