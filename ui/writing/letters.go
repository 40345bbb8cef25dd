package writing

import (
	"strings"
	"unicode"
)

const joiner = '\u200d' // what is on both sides of it is one letter: families, flags

// marked says whether letter i is a mark on the one before.
func (t *Text) marked(i int) bool {
	if i <= 0 || i >= len(t.letters) || t.letters[i-1] == '\n' {
		return false
	}
	r := t.letters[i]
	return unicode.In(r, unicode.M, unicode.Variation_Selector) || r == joiner || t.letters[i-1] == joiner ||
		r >= 0x1F3FB && r <= 0x1F3FF // the colour of a skin
}

// before returns where the letter before the cursor begins, with its marks.
func (t *Text) before(at int) int {
	for at--; at > 0 && t.marked(at); at-- {
	}
	return max(at, 0)
}

// after returns where the letter after the cursor ends, with its marks.
func (t *Text) after(at int) int {
	for at++; at < len(t.letters) && t.marked(at); at++ {
	}
	return min(at, len(t.letters))
}

// parts says whether a letter stands between words.
func parts(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsPunct(r) && r != '_' || strings.ContainsRune("`~$^+=|<>", r)
}

// between says whether letter i stands between words. An apostrophe inside a word does not: don't, i'r.
func (t *Text) between(i int) bool {
	if r := t.letters[i]; r != '\'' && r != '’' {
		return parts(r)
	}
	return i == 0 || i == len(t.letters)-1 || parts(t.letters[i-1]) || parts(t.letters[i+1])
}

// wordBefore returns where the word before the cursor begins. The beginning of a line is a stop of its own.
func (t *Text) wordBefore(at int) int {
	if at > 0 && t.letters[at-1] == '\n' {
		return at - 1
	}
	for at > 0 && t.letters[at-1] != '\n' && t.between(at-1) {
		at--
	}
	for at > 0 && !t.between(at-1) {
		at--
	}
	return at
}

// wordAfter returns where the word after the cursor ends.
func (t *Text) wordAfter(at int) int {
	n := len(t.letters)
	if at < n && t.letters[at] == '\n' {
		return at + 1
	}
	for at < n && t.letters[at] != '\n' && t.between(at) {
		at++
	}
	for at < n && !t.between(at) {
		at++
	}
	return at
}

// wordRound returns the word round a letter, or what stands between two words.
func (t *Text) wordRound(at int) (from, to int) {
	n := len(t.letters)
	if at == n || t.letters[at] == '\n' {
		at--
	}
	if at < 0 || t.letters[at] == '\n' {
		return at + 1, at + 1
	}
	like := t.between(at)
	for from = at; from > 0 && t.letters[from-1] != '\n' && t.between(from-1) == like; from-- {
	}
	for to = at + 1; to < n && t.letters[to] != '\n' && t.between(to) == like; to++ {
	}
	return from, to
}

// lineRound returns the line round a letter, without its break.
func (t *Text) lineRound(at int) (from, to int) {
	for from = at; from > 0 && t.letters[from-1] != '\n'; from-- {
	}
	for to = at; to < len(t.letters) && t.letters[to] != '\n'; to++ {
	}
	return from, to
}
