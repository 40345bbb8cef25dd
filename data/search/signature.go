package search

// A signature says which three bytes in a row, and which four, may be in the text of a
// block, so that a query passes over blocks without reading them: four say more, three are
// for what is short. It is kept the other way round: for each of a number of values that
// they are reduced to, a bit for each of 64 blocks says whether it is in there. So one look
// at a word answers for 64 blocks.
const (
	threes    = 3 << 10 // values of three bytes
	fours     = 2 << 10 // and, behind them, of four
	digits    = threes / 8
	blockSize = 1664 // bytes of folded text
	perSign   = 64   // blocks
)

type signature [threes + fours]uint64

// reduceThree takes three bytes, the first in the lowest place. Digits have a part of the
// values to themselves: they are few in a text, and a value shared with a frequent
// part of words would say nothing of them. Of what is folded only they are between 0x30
// and 0x3f.
func reduceThree(three uint32) uint32 {
	if three&0xf0f0f0 == 0x303030 {
		return reduce(three, digits)
	}
	return digits + reduce(three, threes-digits)
}

// reduceFour takes four bytes.
func reduceFour(four uint32) uint32 { return threes + reduce(four, fours) }

// reduce returns a number below most.
func reduce(few uint32, most uint64) uint32 {
	return uint32(uint64(few*0x9E3779B1) * most >> 32)
}

// add notes what is in text for a block.
func (s *signature) add(text []byte, block int) {
	bit := uint64(1) << block
	var four uint32
	for i, c := range text {
		four = four>>8 | uint32(c)<<24
		if i >= 2 {
			s[reduceThree(four>>8)] |= bit
		}
		if i >= 3 {
			s[reduceFour(four)] |= bit
		}
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

// needle is bytes to be found, with what three and four of them in a row reduce to.
type needle struct {
	bytes   []byte
	reduced []uint32
}

func newNeedle(text []byte) needle {
	n := needle{bytes: text}
	for i := 0; i+3 <= len(text); i++ {
		three := uint32(text[i]) | uint32(text[i+1])<<8 | uint32(text[i+2])<<16
		n.reduced = append(n.reduced, reduceThree(three))
		if i+4 <= len(text) {
			n.reduced = append(n.reduced, reduceFour(three|uint32(text[i+3])<<24))
		}
	}
	return n
}
