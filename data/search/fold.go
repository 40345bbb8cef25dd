package search

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold appends text to dst as it is searched: lower case, without accents and
// apostrophes, one space between words and none at the ends. Folding what is
// folded changes nothing.
func Fold(dst, text []byte) []byte {
	f := folder{dst: dst, start: len(dst)}
	f.fold(text)
	return f.dst
}

// What folding does with a character.
const (
	gap  byte = iota // parts words
	drop             // is not there
	rare             // not ASCII
	join             // parts words, but may be inside a handle, a reference or an address
)

// ascii says what becomes of each byte: one of the above, or the letter itself.
var ascii = func() (table [256]byte) {
	for c := range 256 {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			table[c] = byte(c)
		case c >= 'A' && c <= 'Z':
			table[c] = byte(c) + 'a' - 'A'
		case c == '\'' || c == '`':
			table[c] = drop
		case c == '.' || c == '_' || c == '-' || c == '@' || c == '/' || c == '+':
			table[c] = join
		case c >= utf8.RuneSelf:
			table[c] = rare
		}
	}
	return table
}()

// folder folds one text behind dst. Where it is asked to, it notes of which byte
// of the text each folded byte was made, and which words are parts of one.
type folder struct {
	dst    []byte
	start  int
	parted bool       // something between the last word and the next
	joined bool       // and it may be inside a handle
	begun  int        // where the present run of joined words began; -1 outside
	inner  bool       // and it has more than one
	parts  []compound // the runs of more than one
	digits int        // where in dst the first digit is, or before it; -1 where there is none
	track  bool
	at     int   // where in the text the folding is
	from   []int // of each folded byte, where in the text it was written; only if track
}

// compound is a run of words that are parts of one: a handle, a reference.
type compound struct{ start, end int }

func (f *folder) fold(text []byte) {
	f.begun = -1
	for i := 0; i < len(text); {
		c := ascii[text[i]]
		f.at = i
		switch {
		case c > join && !f.track:
			f.begin()
			i = f.letters(text, i)
		case c > join:
			f.put(c)
			i++
		case c == drop:
			i++
		case c != rare:
			f.part(c == join)
			i++
		default:
			r, size := utf8.DecodeRune(text[i:])
			folded := foldRune(r)
			for j := range len(folded) {
				if c := folded[j]; c == ' ' {
					f.part(false)
				} else {
					f.put(c)
				}
			}
			i += size
		}
	}
	f.finish()
}

// put writes one byte of a word, and the space before it where a word begins.
func (f *folder) put(c byte) {
	f.begin()
	if c <= '9' && f.digits < 0 {
		f.digits = len(f.dst)
	}
	f.write(c)
}

// letters writes letters and digits up to anything else, and words behind them that a
// space parts, or one sign, or both, and returns where that is: this is where the time goes.
func (f *folder) letters(text []byte, i int) int {
	n := len(f.dst)
	dst := slices.Grow(f.dst, len(text)-i)[:n+len(text)-i]
	if !f.inner {
		parted := uint64(0) // 0x80 behind a space
		for i+8 <= len(text) {
			word := binary.LittleEndian.Uint64(text[i:])
			letters, digits, spaces := kinds(word)
			signs := ^(letters | digits | spaces) & high
			// One sign between a word and a space: the space parts them.
			dropped := signs & (spaces >> 8) & ((letters|digits)<<8 | 0x80&^parted) &^ word
			ends := signs&^dropped | dropped&(dropped-1) | spaces&(spaces<<8|parted)
			if digits != 0 && f.digits < 0 {
				f.digits = n
			}
			length := 8 // mostly, and that is known before the word is: what follows need not wait for it
			if ends != 0 {
				length = bits.TrailingZeros64(ends) / 8
				dropped &= ends&-ends - 1
			}
			before := dropped>>7 - 1 // the bytes before the one sign; all, where nothing is dropped
			folded := word | letters>>2
			binary.LittleEndian.PutUint64(dst[n:], folded&before|folded>>8&^before)
			i, n = i+length, n+length-1+int(before>>63)
			parted = spaces >> 56 & 0x80
			if ends == 0 {
				continue
			}
			if dst[n-1] == ' ' {
				i, n = i-1, n-1 // it belongs to the word behind it, if there is one
			}
			next := wordBehind(text, i)
			if next == 0 {
				break
			}
			dst[n] = ' '
			i, n, parted = next, n+1, 0x80
		}
		if (i == len(text) || ascii[text[i]] <= join) && dst[n-1] == ' ' {
			i, n = i-1, n-1
		}
		f.begun += 1 + bytes.LastIndexByte(dst[f.begun:n], ' ')
	}
	for ; i < len(text) && ascii[text[i]] > join; i, n = i+1, n+1 {
		dst[n] = ascii[text[i]]
		if dst[n] <= '9' && f.digits < 0 {
			f.digits = n
		}
	}
	f.dst = dst[:n]
	return i
}

// wordBehind returns where the next word begins behind one sign, or one and a space,
// that part words for certain; 0 where something else is to come.
func wordBehind(text []byte, i int) int {
	if i+2 >= len(text) {
		return 0
	}
	sign, after := ascii[text[i]], ascii[text[i+1]]
	switch {
	case sign == gap && after > join:
		return i + 1
	case (sign == gap || sign == join) && after == gap && ascii[text[i+2]] > join:
		return i + 2
	}
	return 0
}

const (
	each = 0x0101010101010101 // a byte in each of eight
	high = 0x80 * each        // the upper bit of each
)

// kinds says which of eight bytes are letters, digits and spaces, by the upper bit of each.
func kinds(word uint64) (letters, digits, spaces uint64) {
	low := word &^ high // so that no sum runs over into the next byte
	small := low | ('a'-'A')*each
	ascii := ^word & high
	letters = (small + (0x80-'a')*each) &^ (small + (0x80-'z'-1)*each) & ascii
	digits = (low + (0x80-'0')*each) &^ (low + (0x80-'9'-1)*each) & ascii
	spaces = ^((low ^ ' '*each) + 0x7f*each) & ascii
	return letters, digits, spaces
}

// begin writes the space before a word, and notes where a handle begins.
func (f *folder) begin() {
	if f.parted {
		if len(f.dst) > f.start {
			if f.joined {
				f.inner = true
			} else {
				f.finish()
			}
			f.write(' ')
		}
		f.parted = false
	}
	if f.begun < 0 {
		f.begun = len(f.dst)
	}
}

func (f *folder) write(c byte) {
	f.dst = append(f.dst, c)
	if f.track {
		f.from = append(f.from, f.at)
	}
}

// part ends a word. Two signs in a row, or a space, end a handle as well.
func (f *folder) part(join bool) {
	f.joined = join && !f.parted
	f.parted = true
}

// finish ends a run of joined words.
func (f *folder) finish() {
	if f.inner {
		f.parts = append(f.parts, compound{f.begun, len(f.dst)})
	}
	f.begun, f.inner = -1, false
}

// letters that have no accent to take away
var plainLetters = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'æ': "ae", 'œ': "oe", 'ß': "ss", 'ı': "i", 'ħ': "h",
}

// common are the characters of European languages, worked out once: the rest is
// worked out each time.
var common = sync.OnceValue(func() *[0x250]string {
	var table [0x250]string
	for r := range table {
		table[r] = foldSlowly(rune(r))
	}
	return &table
})

func foldRune(r rune) string {
	if table := common(); int(r) < len(table) {
		return table[r]
	}
	return foldSlowly(r)
}

// foldSlowly takes a character apart and folds the parts: "" where nothing
// remains, " " where it parts words. It is done until nothing changes.
func foldSlowly(r rune) string {
	text := foldOnce(string(r))
	for range 4 {
		again := foldOnce(text)
		if again == text {
			break
		}
		text = again
	}
	return text
}

func foldOnce(text string) string {
	var out []rune
	for _, r := range norm.NFKD.String(text) {
		r = unicode.ToLower(r)
		plain, known := plainLetters[r]
		switch {
		case r == '\'' || r == '`' || r == '’' || r == '‘' || r == 'ʼ' || r == '´' || unicode.In(r, unicode.M, unicode.Cf):
		case known:
			out = append(out, []rune(plain)...)
		case r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			out = append(out, r)
		default:
			out = append(out, ' ')
		}
	}
	return string(out)
}
