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
// part of words would say nothing of them. Of what is folded only they are between 0x30
// and 0x3f.
func reduce(three uint32) uint32 {
	mixed := three * 0x9E3779B1
	if three&0xf0f0f0 == 0x303030 {
		return mixed / 8 >> (32 - signBits)
	}
	return values/8 + (mixed-mixed/8)>>(32-signBits)
}

// add notes what is in text for a block.
func (s *signature) add(text []byte, block int) {
	if len(text) < 3 {
		return
	}
	bit := uint64(1) << block
	three := uint32(text[0])<<8 | uint32(text[1])<<16
	for _, c := range text[2:] {
		three = three>>8 | uint32(c)<<16
		s[reduce(three)%values] |= bit
	}
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
		n.reduced = append(n.reduced, reduce(uint32(text[i])|uint32(text[i+1])<<8|uint32(text[i+2])<<16))
	}
	return n
}
