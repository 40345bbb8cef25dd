package search

// A signature says which three bytes in a row may be in the text of a block, so
// that a query passes over blocks without reading them. It is kept the other way
// round: for each of a number of values that three bytes are reduced to, a bit
// for each of 64 blocks says whether it is in there. So one look at a word
// answers for 64 blocks.
const (
	signBits  = 12
	blockSize = 1536 // bytes of folded text
	perSign   = 64   // blocks
	values    = 1 << signBits
)

type signature [values]uint64

// reduce takes three bytes, the first in the lowest place. Digits have a part of the
// values to themselves: they are few in a text, and a value shared with a frequent
// part of words would say nothing of them.
func reduce(three uint32, digits bool) uint32 {
	mixed := three * 0x9E3779B1
	if digits {
		return uint32(uint64(mixed) * (values / 8) >> 32)
	}
	return values/8 + uint32(uint64(mixed)*(values/8*7)>>32)
}

func digit(c byte) bool { return c-'0' < 10 }

// add notes what is in text for a block.
func (s *signature) add(text []byte, block int) {
	if len(text) < 3 {
		return
	}
	bit := uint64(1) << block
	three := uint32(text[0])<<8 | uint32(text[1])<<16
	digits := 0 // in a row, up to the byte before
	for _, c := range text[:2] {
		digits = row(digits, c)
	}
	for _, c := range text[2:] {
		three = three>>8 | uint32(c)<<16
		digits = row(digits, c)
		s[reduce(three, digits >= 3)] |= bit
	}
}

// row counts digits in a row.
func row(before int, c byte) int {
	if digit(c) {
		return before + 1
	}
	return 0
}

// forget takes away what is noted for a block.
func (s *signature) forget(block int) {
	bit := uint64(1) << block
	for i := range s {
		s[i] &^= bit
	}
}

// may returns the blocks that a needle may be in; all where it is too short to
// tell.
func (s *signature) may(n needle) uint64 {
	blocks := ^uint64(0)
	for _, i := range n.reduced {
		if blocks &= s[i]; blocks == 0 {
			break
		}
	}
	return blocks
}

// needle is bytes to be found, with what three of them in a row reduce to.
type needle struct {
	bytes   []byte
	reduced []uint32
}

func newNeedle(text []byte) needle {
	n := needle{bytes: text}
	for i := 0; i+3 <= len(text); i++ {
		digits := digit(text[i]) && digit(text[i+1]) && digit(text[i+2])
		n.reduced = append(n.reduced, reduce(uint32(text[i])|uint32(text[i+1])<<8|uint32(text[i+2])<<16, digits))
	}
	return n
}
