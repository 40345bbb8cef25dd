package pdf

import (
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Arabic runs from right to left. Every cluster of a text has a level, as in
// Unicode's bidirectional algorithm: 0 runs from left to right, 1 from right to
// left within it, 2 is a number within that. A line reverses what has level 1
// and more, then what has level 2.
//
// The plain algorithm would also turn around what only stands beside an Arabic
// name: in "name 07700 900461" the two groups of the number would change their
// places, and somebody would ring the wrong number. So each run of Arabic in a
// paragraph with other letters is isolated from what surrounds it, from its
// first letter to its last, and a number keeps its groups in their order
// everywhere. Only a paragraph without any other letter runs from right to left
// as a whole.

// kinds of cluster, as far as the order cares.
type direction uint8

const (
	neutral direction = iota
	leftward
	rightward
	digit
	arabicDigit
)

func (c cluster) direction() direction {
	r, _ := utf8.DecodeRuneInString(c.text)
	switch {
	case c.space:
		return neutral
	case c.face&^1 == Arabic && c.glyphs != nil:
		if class(r) == bidi.AN || class(r) == bidi.EN {
			return arabicDigit
		}
		return leftward
	}
	switch class(r) {
	case bidi.L:
		return rightward
	case bidi.EN, bidi.AN:
		return digit
	}
	return neutral
}

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

func hasArabic(clusters []cluster) bool {
	return slices.ContainsFunc(clusters, func(c cluster) bool { return c.face&^1 == Arabic && c.glyphs != nil })
}

// arrange gives the clusters of a text their levels.
func arrange(all []cluster) {
	if !hasArabic(all) {
		return
	}
	for start := 0; start < len(all); {
		end := start
		for end < len(all) && all[end].after != must {
			end++
		}
		arrangeParagraph(all[start:end])
		start = end + 1
	}
}

func arrangeParagraph(all []cluster) {
	if !hasArabic(all) {
		return
	}
	if !slices.ContainsFunc(all, func(c cluster) bool { return c.direction() == rightward }) {
		embed(all)
		return
	}
	for i := 0; i < len(all); {
		if d := all[i].direction(); d != leftward && d != arabicDigit {
			i++
			continue
		}
		end := phraseEnd(all, i)
		embed(all[i:end])
		i = end
	}
}

// closers are the brackets that close what each opens.
var closers = map[string]string{"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "“": "”", "‘": "’"}

// phraseEnd is behind the last Arabic letter of the phrase that begins at
// start, and behind the brackets that close what opened within it.
func phraseEnd(all []cluster, start int) int {
	end := start
	for i := start; i < len(all) && all[i].direction() != rightward; i++ {
		if d := all[i].direction(); d == leftward || d == arabicDigit {
			end = i + 1
		}
	}
	var open []string
	for _, c := range all[start:end] {
		if closes, ok := closers[c.text]; ok {
			open = append(open, closes)
		} else if n := len(open); n > 0 && open[n-1] == c.text {
			open = open[:n-1]
		}
	}
	for n := len(open); n > 0 && end < len(all) && all[end].text == open[n-1]; n-- {
		end++
	}
	return end
}

// embed sets clusters from right to left, and the numbers among them from left
// to right.
func embed(all []cluster) {
	for i := 0; i < len(all); {
		end := numberEnd(all, i)
		for ; i < end; i++ {
			all[i].level = 2
		}
		if i < len(all) {
			all[i].level = 1
			all[i] = mirrored(all[i])
			i++
		}
	}
}

// numberEnd is behind the number that begins at i: digits, a plus before them,
// and single signs or spaces between them.
func numberEnd(all []cluster, i int) int {
	isDigit := func(i int) bool {
		return i < len(all) && (all[i].direction() == digit || all[i].direction() == arabicDigit)
	}
	start := i
	if i < len(all) && all[i].text == "+" && isDigit(i+1) {
		i++
	}
	if !isDigit(i) {
		return start
	}
	for isDigit(i) || isBetweenDigits(all[i:]) && isDigit(i+1) {
		i++
	}
	return i
}

func isBetweenDigits(rest []cluster) bool {
	if len(rest) == 0 {
		return false
	}
	switch rest[0].text {
	case " ", ".", ",", ":", "/", "-", "–", "٫", "٬":
		return true
	}
	return false
}

var mirrors = map[rune]rune{
	'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '<': '>', '>': '<', '«': '»', '»': '«', '‹': '›', '›': '‹',
}

// mirrored turns a bracket to the side where it opens from right to left, and
// lets a letter that is not shaped be placed by itself.
func mirrored(c cluster) cluster {
	if c.glyphs != nil || c.after == must {
		return c
	}
	r, _ := utf8.DecodeRuneInString(c.text)
	if other, ok := mirrors[r]; ok {
		r = other
	}
	return oneGlyph(c, r)
}

// places are where each cluster of a line begins, in thousandths of the size.
func places(line []cluster) []int {
	order := make([]int, len(line))
	most := uint8(0)
	for i := range line {
		order[i] = i
		most = max(most, line[i].level)
	}
	for level := most; level > 0; level-- {
		for i := 0; i < len(order); {
			if line[order[i]].level < level {
				i++
				continue
			}
			j := i
			for j < len(order) && line[order[j]].level >= level {
				j++
			}
			slices.Reverse(order[i:j])
			i = j
		}
	}
	at := make([]int, len(line))
	pen := 0
	for _, i := range order {
		at[i] = pen
		pen += line[i].width
	}
	return at
}
