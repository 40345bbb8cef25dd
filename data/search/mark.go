package search

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Range is a part of a text, in bytes.
type Range struct{ Start, End int }

// Mark returns where in a text, as somebody wrote it, the query is, in order and
// apart from each other, and how many of its terms are there.
func (q Query) Mark(text string) (marks []Range, terms int) {
	f := folder{dst: make([]byte, 1, len(text)+2), start: 1, track: true, from: make([]int, 1, len(text)+2)}
	f.dst[0] = ' '
	f.fold([]byte(text))
	f.dst, f.from = append(f.dst, ' '), append(f.from, len(text))
	for _, t := range q.terms {
		before := len(marks)
		for _, a := range t {
			for _, n := range a {
				marks = append(marks, f.find(text, n.bytes)...)
			}
		}
		if len(marks) > before {
			terms++
		}
	}
	slices.SortFunc(marks, func(a, b Range) int { return a.Start - b.Start })
	return merge(marks), terms
}

// find returns where a needle is: as it stands, else across the signs and spaces
// inside a number or a handle.
func (f *folder) find(text string, wanted []byte) []Range {
	if found := rangesOf(f.dst, f.from, text, wanted); len(found) > 0 {
		return found
	}
	var joined []byte
	var from []int
	for i, c := range f.dst {
		if c != ' ' {
			joined, from = append(joined, c), append(from, f.from[i])
		}
	}
	wanted = appendWithoutSpaces(nil, wanted)
	if found := rangesOf(joined, from, text, wanted); len(found) > 0 {
		return found
	}
	if len(wanted) > least && wanted[0] == '0' && onlyDigits(wanted) { // written with the country's code
		return rangesOf(joined, from, text, wanted[1:])
	}
	return nil
}

func rangesOf(folded []byte, from []int, text string, wanted []byte) []Range {
	var found []Range
	lead := 0
	if len(wanted) > 0 && wanted[0] == ' ' {
		lead = 1
	}
	for at := 0; len(wanted) > lead; {
		i := bytes.Index(folded[at:], wanted)
		if i < 0 {
			break
		}
		first, last := at+i+lead, at+i+len(wanted)-1
		end := from[last]
		for size := 0; end < len(text); end += size { // with the accents that follow the last letter
			r, n := utf8.DecodeRuneInString(text[end:])
			if size = n; end > from[last] && !unicode.Is(unicode.M, r) {
				break
			}
		}
		found = append(found, Range{from[first], end})
		at += i + len(wanted)
	}
	return found
}

func merge(marks []Range) []Range {
	var out []Range
	for _, m := range marks {
		if n := len(out); n > 0 && m.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, m.End)
			continue
		}
		out = append(out, m)
	}
	return out
}

// Excerpt cuts a piece of at most about so many characters out of a text, round
// the first mark, and moves the marks along. Line breaks become spaces.
func Excerpt(text string, marks []Range, length int) (string, []Range) {
	lead := length / 5
	start := 0
	if len(marks) > 0 {
		start = back(text, marks[0].Start, lead)
	}
	end := ahead(text, start, length)
	before, after := "", ""
	if start > 0 {
		before = "… "
	}
	if end < len(text) {
		after = " …"
	}
	cut := []byte(text[start:end])
	for i, c := range cut {
		if c < ' ' {
			cut[i] = ' '
		}
	}
	var moved []Range
	for _, m := range marks {
		if m.Start < end {
			moved = append(moved, Range{m.Start - start + len(before), min(m.End, end) - start + len(before)})
		}
	}
	return before + string(cut) + after, moved
}

// back goes so many characters back, to the beginning of a word where there is
// one in reach.
func back(text string, at, characters int) int {
	start := at
	for range characters {
		if start == 0 {
			return 0
		}
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	for i, r := range text[start:at] {
		if unicode.IsSpace(r) {
			return start + i + utf8.RuneLen(r)
		}
	}
	return start
}

// ahead goes so many characters on, and back to the end of a word where there is
// one in the second half.
func ahead(text string, at, characters int) int {
	end := at
	for range characters {
		if end >= len(text) {
			return len(text)
		}
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	for i := end; i > at+(end-at)/2; {
		r, size := utf8.DecodeLastRuneInString(text[:i])
		if i -= size; unicode.IsSpace(r) {
			return i
		}
	}
	return end
}
