package search

import "encoding/binary"

// least is how many digits together are looked for in any spelling: a telephone
// number, an account, a sort code. No number has more than most.
const (
	least = 5
	most  = 15
)

// index appends text to dst as the arena keeps it: folded, between spaces, and
// behind it what has other spellings, each written in one.
func (f *folder) index(dst, text []byte) []byte {
	f.dst = append(dst, ' ')
	f.start, f.parted, f.joined, f.digits, f.parts = len(f.dst), false, false, -1, f.parts[:0]
	f.fold(text)
	end := len(f.dst)
	f.dst = append(f.dst, ' ')
	for _, p := range f.parts {
		f.dst = append(appendWithoutSpaces(f.dst, f.dst[p.start:p.end]), ' ')
	}
	if f.digits >= 0 {
		f.dst = appendNumbers(f.dst, f.digits, end)
	}
	return f.dst
}

func appendWithoutSpaces(dst, words []byte) []byte {
	for _, c := range words {
		if c != ' ' {
			dst = append(dst, c)
		}
	}
	return dst
}

// appendNumbers appends the numbers of dst[start:end] that are written in groups
// or with the country's code, as one run of digits each. Where a number begins
// among groups of digits cannot be known: one is taken from each group on. Before start
// and at end are spaces.
func appendNumbers(dst []byte, start, end int) []byte {
	for i := start; i < end; i++ {
		for i+8 <= end {
			if _, digits, _ := kinds(binary.LittleEndian.Uint64(dst[i:])); digits != 0 {
				break
			}
			i += 8
		}
		if digit(dst[i]) && dst[i-1] == ' ' {
			run, digits, groups := digitsFrom(dst[:end], i)
			if digits >= least {
				before := len(dst)
				dst = appendWithoutSpaces(dst, dst[i:run])
				whole := dst[before:]
				if national := Number(whole); len(national) != len(whole) {
					dst = append(append(dst[:before], national...), ' ')
				} else if groups > 1 {
					dst = append(dst, ' ')
				} else {
					dst = dst[:before] // it is there already
				}
			}
		}
		for i < end && dst[i] != ' ' {
			i++
		}
	}
	return dst
}

// digitsFrom looks at the words from i on that are nothing but digits, as many
// as can be of one number: where they end, how many digits and words they are.
func digitsFrom(text []byte, i int) (end, digits, groups int) {
	end = i
	for i < len(text) {
		from := i
		for i < len(text) && text[i] >= '0' && text[i] <= '9' {
			i++
		}
		if i == from || i < len(text) && text[i] != ' ' || groups > 0 && digits+i-from > most {
			break
		}
		end, digits, groups = i, digits+i-from, groups+1
		i++
	}
	return end, digits, groups
}

// Number returns digits as a number within the country: 44 7700 900123 and
// 0044 (0)7700 900123 are 07700900123. Other digits stay as they are.
func Number(digits []byte) []byte {
	switch {
	case len(digits) > 4 && string(digits[:4]) == "0044":
		return national(digits[4:])
	case len(digits) >= 11 && string(digits[:2]) == "44":
		return national(digits[2:])
	}
	return digits
}

func national(digits []byte) []byte {
	if digits[0] == '0' {
		digits = digits[1:]
	}
	return append([]byte{'0'}, digits...)
}

func digit(c byte) bool { return c-'0' < 10 }
