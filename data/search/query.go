package search

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

// Query is what is looked for: every term has to be in a text. The zero Query
// finds nothing.
type Query struct{ terms []term }

// term is found where one of its alternatives is.
type term []alternative

// alternative is found where each of its needles is.
type alternative []needle

// Synonyms are words and phrases that find each other.
type Synonyms struct{ groups [][][]byte }

// NewSynonyms makes them of groups of words and phrases that mean the same.
func NewSynonyms(groups [][]string) Synonyms {
	var s Synonyms
	for _, group := range groups {
		var folded [][]byte
		for _, words := range group {
			folded = append(folded, Fold(nil, []byte(words)))
		}
		s.groups = append(s.groups, folded)
	}
	return s
}

// A longer query is cut off, after so many characters and so many terms.
const (
	mostTyped = 300
	mostTerms = 16
)

// Parse reads what somebody typed: words in any order, each of which may be part
// of a word (of one or two letters: its beginning), "phrases in quotes", and
// numbers, references and handles in any spelling. An open quote is closed at
// the end.
func Parse(typed string, s Synonyms) Query {
	var q Query
	parts := split(typed)
	for i := 0; i < len(parts) && len(q.terms) < mostTerms; {
		t, used := termOf(parts[i:], s)
		if len(t) > 0 {
			q.terms = append(q.terms, t)
		}
		i += used
	}
	// What is longest is rarest: a text without it is left at once.
	slices.SortStableFunc(q.terms, func(a, b term) int { return b.length() - a.length() })
	return q
}

// Empty reports whether there is nothing to look for.
func (q Query) Empty() bool { return len(q.terms) == 0 }

// Wipe overwrites what was typed.
func (q Query) Wipe() {
	for _, t := range q.terms {
		for _, a := range t {
			for _, n := range a {
				clear(n.bytes)
				clear(n.reduced)
			}
		}
	}
}

// length is that of the shortest alternative.
func (t term) length() int {
	least := 0
	for i, a := range t {
		length := 0
		for _, n := range a {
			length = max(length, len(n.bytes))
		}
		if i == 0 || length < least {
			least = length
		}
	}
	return least
}

// typedPart is one word, or one phrase in quotes, as typed.
type typedPart struct {
	quoted bool
	abroad bool // a number that begins with + or 00
	folded []byte
}

// split parts what was typed at spaces outside quotes.
func split(typed string) []typedPart {
	if runes := []rune(typed); len(runes) > mostTyped {
		typed = string(runes[:mostTyped])
	}
	var parts []typedPart
	add := func(text string, quoted bool) {
		if folded := Fold(nil, []byte(text)); len(folded) > 0 {
			abroad := strings.HasPrefix(text, "+") || strings.HasPrefix(text, "(+") || strings.HasPrefix(text, "00")
			parts = append(parts, typedPart{quoted, abroad, folded})
		}
	}
	for i, piece := range strings.Split(quotes.Replace(typed), `"`) {
		if i%2 == 1 {
			add(piece, true)
			continue
		}
		for _, word := range strings.FieldsFunc(piece, unicode.IsSpace) {
			add(word, false)
		}
	}
	return parts
}

var quotes = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`)

// termOf makes a term of what the parts begin with, and says of how many.
func termOf(parts []typedPart, s Synonyms) (term, int) {
	first := parts[0]
	if first.quoted {
		return term{{newNeedle(append([]byte{' '}, first.folded...))}}, 1
	}
	if t, used := numberTerm(parts); used > 0 {
		return t, used
	}
	if t, used := s.term(parts); used > 0 {
		return t, used
	}
	t := term{{newNeedle(wordNeedle(first.folded))}}
	if joined := appendWithoutSpaces(nil, first.folded); len(joined) < len(first.folded) {
		t = append(t, alternative{newNeedle(joined)}) // a handle, a reference: with or without its signs
	}
	return t, 1
}

// wordNeedle is a word that may stand anywhere in another, unless it is so short
// that it would be everywhere.
func wordNeedle(word []byte) []byte {
	if len(word) <= 2 {
		return append([]byte{' '}, word...)
	}
	return word
}

// numberTerm takes groups of digits together.
func numberTerm(parts []typedPart) (term, int) {
	var joined []byte
	var each alternative
	used := 0
	for _, p := range parts {
		digits := appendWithoutSpaces(nil, p.folded)
		if p.quoted || !onlyDigits(digits) || used > 0 && (p.abroad && digits[0] != '0' || len(joined)+len(digits) > most) {
			break
		}
		joined = append(joined, digits...)
		for _, word := range bytes.Split(p.folded, []byte{' '}) {
			each = append(each, newNeedle(append([]byte{' '}, word...)))
		}
		used++
	}
	if len(joined) < least {
		return nil, 0
	}
	t := term{{newNeedle(bytes.Clone(joined))}}
	switch within := Number(joined); {
	case len(within) != len(joined):
		t = append(t, alternative{newNeedle(within)})
	case parts[0].abroad && bytes.HasPrefix(joined, []byte("44")): // still being typed
		t = append(t, alternative{newNeedle(national(joined[2:]))})
	}
	if len(each) > 1 {
		t = append(t, each)
	}
	return t, used
}

func onlyDigits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// term makes one of the longest synonym that the parts begin with.
func (s Synonyms) term(parts []typedPart) (term, int) {
	for n := min(len(parts), 4); n > 0; n-- {
		var words [][]byte
		for _, p := range parts[:n] {
			if !p.quoted {
				words = append(words, p.folded)
			}
		}
		if len(words) < n {
			continue
		}
		typed := bytes.Join(words, []byte{' '})
		for _, group := range s.groups {
			if !slices.ContainsFunc(group, func(g []byte) bool { return bytes.Equal(g, typed) }) {
				continue
			}
			var t term
			for _, g := range group {
				t = append(t, alternative{newNeedle(bytes.Clone(g))})
			}
			if n > 1 { // the words apart are found too
				var each alternative
				for _, w := range words {
					each = append(each, newNeedle(wordNeedle(w)))
				}
				t = append(t, each)
			}
			return t, n
		}
	}
	return nil, 0
}

// in reports whether a text, as the arena keeps it, has all that is looked for.
func (q Query) in(text []byte) bool {
	for _, t := range q.terms {
		if !slices.ContainsFunc(t, func(a alternative) bool { return a.in(text) }) {
			return false
		}
	}
	return true
}

func (a alternative) in(text []byte) bool {
	for _, n := range a {
		if !bytes.Contains(text, n.bytes) {
			return false
		}
	}
	return true
}

// may returns the blocks of a signature in which the query may be.
func (q Query) may(s *signature) uint64 {
	blocks := ^uint64(0)
	for _, t := range q.terms {
		var any uint64
		for _, a := range t {
			all := blocks
			for _, n := range a {
				all &= s.may(n)
			}
			any |= all
		}
		if blocks &= any; blocks == 0 {
			return 0
		}
	}
	return blocks
}
