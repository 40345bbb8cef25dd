package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// unbroken parts a paragraph where a line may end: after each space, but not inside a date, a time or a number in groups,
// nor before "…", as long as these fit on a line. Half a telephone number is dialled wrong.
func unbroken(paragraph string, f face, width float32) []string {
	words := strings.SplitAfter(paragraph, " ")
	if !strings.ContainsAny(paragraph, "0123456789…") {
		return words
	}
	parts := make([]string, 0, len(words))
	for i, word := range words {
		if last := len(parts) - 1; i > 0 && belongs(words, i) && f.width(strings.TrimRight(parts[last]+word, " ")) <= width {
			parts[last] += word
		} else {
			parts = append(parts, word)
		}
	}
	return parts
}

// belongs reports whether word i is read in one with the word before it.
func belongs(words []string, i int) bool {
	word := func(i int) string {
		if i < 0 || i >= len(words) {
			return ""
		}
		return strings.Trim(words[i], " ()")
	}
	before, now := word(i-1), word(i)
	switch {
	case now == "…":
		return true
	case isDay(before) && startsUpper(now): // 22 Hyd
		return true
	case isDay(word(i-2)) && startsUpper(before) && startsDigit(now): // 22 Hyd 2026
		return true
	case isTime(word(i-2)) && len(before) <= 3 && isTime(now), isTime(before) && len(now) <= 3 && isTime(word(i+1)): // 10:00 i 14:00
		return true
	case strings.HasSuffix(before, ",") && isTime(now): // 2026, 12:00
		return startsDigit(before)
	}
	return endsDigit(before) && startsDigit(now) // 07700 900 461
}

func startsDigit(s string) bool { return s != "" && isDigit(s[0]) }
func endsDigit(s string) bool   { return s != "" && isDigit(s[len(s)-1]) }
func isDigit(b byte) bool       { return b >= '0' && b <= '9' }

func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

func isDay(s string) bool {
	return len(s) > 0 && len(s) <= 2 && startsDigit(s) && endsDigit(s)
}

func isTime(s string) bool {
	colon := strings.IndexByte(s, ':')
	return (colon == 1 || colon == 2) && startsDigit(s) && startsDigit(s[colon+1:])
}
