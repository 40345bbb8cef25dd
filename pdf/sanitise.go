package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// box stands for what cannot be printed.
const box = '□'

// maxMarks is how many combining marks one letter keeps. No language needs
// more; text that is made to spill over the page does.
const maxMarks = 8

// Sanitise makes any text fit to be drawn: valid UTF-8, composed (NFC), lines
// ended by \n alone, tabs as spaces, and without controls, bidirectional and
// zero-width characters, soft hyphens and byte-order marks; a joiner stays
// between letters of Arabic or Bengali, where it chooses a form. Characters beyond
// the Basic Multilingual Plane (emoji among them) and broken bytes become □,
// each kind with one warning, whose Field the caller fills in.
//
// Sanitising twice changes nothing more.
func Sanitise(text string) (string, []Warning) {
	var warn warnings
	clean, plain := text, isPlain(text)
	if !plain {
		clean = norm.NFC.String(keepJoiners(cleanRunes(text, &warn)))
		// The normaliser parts very long runs of marks with this one.
		clean = strings.ReplaceAll(clean, "\u034f", "")
	}
	return clean, warn.list
}

// isPlain says that every byte is printable ASCII or a line feed, which most
// texts are.
func isPlain(text string) bool {
	for i := range len(text) {
		if b := text[i]; (b < ' ' || b > '~') && b != '\n' {
			return false
		}
	}
	return true
}

func cleanRunes(text string, warn *warnings) string {
	var out strings.Builder
	out.Grow(len(text))
	marks := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		broken := r == utf8.RuneError
		i += size
		switch {
		case broken:
			warn.add(Broken, "", "")
			r = box
		case r == '\r':
			if i < len(text) && text[i] == '\n' {
				continue
			}
			r = '\n'
		case r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			r = '\n'
		case r == '\t':
			r = ' '
		case r != '\n' && !isJoiner(r) && isInvisible(r):
			continue
		case isBeyondPlane(r):
			warn.add(Unprintable, "", string(r))
			r = box
		}
		if isJoiner(r) {
			out.WriteRune(r) // keepJoiners looks at what stands beside it
			continue
		}
		if unicode.In(r, unicode.Mn, unicode.Me) {
			if marks++; marks > maxMarks {
				continue
			}
		} else {
			marks = 0
		}
		out.WriteRune(r)
	}
	return out.String()
}

// isBeyondPlane says that a character is not in the Basic Multilingual Plane, or is a
// compatibility ideograph that composing makes one of those.
func isBeyondPlane(r rune) bool {
	if r >= 0xf900 && r <= 0xfaff {
		r, _ = utf8.DecodeRuneInString(norm.NFC.String(string(r)))
	}
	return r > 0xffff
}

// isInvisible says that a character shows nothing of its own and may steer how
// others are shown, broken or read.
func isInvisible(r rune) bool {
	switch {
	case unicode.In(r, unicode.Cc, unicode.Cf):
		return true
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0000 && r <= 0xe0fff: // variation selectors, tags
		return true
	case r == 0x034f, r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0: // joiner, Hangul fillers
		return true
	case r >= 0x180b && r <= 0x180f: // Mongolian selectors
		return true
	case r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe: // not characters
		return true
	}
	return false
}
