package contactlog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"noddfa/data/search"
)

// trim takes away space of any kind at both ends, also the invisible kinds that
// pasting from a web page leaves.
func trim(s string) string {
	if s == "" || s[0] > ' ' && s[0] < utf8.RuneSelf && s[len(s)-1] > ' ' && s[len(s)-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimFunc(s, isSpace)
}

func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u200e' || r == '\u200f' || r == '\u2060' || r == '\ufeff'
}

// clean is a cell as it is understood: trimmed, composed (NFC), and freed of
// the formula ="…" with which programs keep Excel from reading a number.
func clean(cell string) string {
	s := trim(cell)
	if len(s) >= 3 && strings.HasPrefix(s, `="`) && s[len(s)-1] == '"' {
		s = trim(strings.ReplaceAll(s[2:len(s)-1], `""`, `"`))
	}
	return norm.NFC.String(s)
}

// maxShort is the length, in bytes, above which a cell is no date, time, age,
// name of a thing or column, but a text: nothing is looked for in it.
const maxShort = 200

// fold reduces a text to what tells words apart, as the search does: lower case,
// no accents, no punctuation, one space between words. An apostrophe does not
// part a word.
func fold(s string) string {
	if isFolded(s) {
		return s
	}
	return string(search.Fold(nil, []byte(s)))
}

func isFolded(s string) bool {
	for i := range len(s) {
		if c := s[i]; !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// squash is fold without the spaces: "First name", "first_name" and "FirstName"
// are one.
func squash(s string) string { return strings.ReplaceAll(fold(s), " ", "") }

// hasDigit says whether a digit 0 to 9 is in s.
func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// isNothing recognises what people write into a cell that they have nothing
// for. It is not for amounts, where "none" means £0, nor for names.
func isNothing(s string) bool {
	if len(s) > 40 {
		return false
	}
	switch fold(s) {
	case "": // dashes, question marks
		return !hasDigit(s)
	case "na", "n a", "none", "nil", "unknown", "not known", "nk", "n k", "not given", "not stated", "tbc", "dk",
		"anhysbys", "ddim yn hysbys", "dim", "amherthnasol":
		return true
	}
	return false
}

// isPlaceholder is isNothing for names, of which "Na" is one.
func isPlaceholder(s string) bool {
	if len(s) > 40 {
		return false
	}
	switch fold(s) {
	case "":
		return true
	case "n a", "unknown", "not known", "not given", "not stated", "anhysbys", "ddim yn hysbys":
		return true
	}
	return false
}
