package contactlog

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// A cursor walks through a short text such as "3ydd o Fedi 2017, 2.35yp". It is
// copied to try one way of reading after another.
type cursor struct{ s string }

// plainLower is s without capitals and accents, punctuation kept.
func plainLower(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	plain, _, err := transform.String(transform.Chain(norm.NFKD, runes.Remove(runes.In(unicode.Mn))), s)
	if err != nil {
		plain = s
	}
	return strings.ToLower(plain)
}

// number reads digits; more than nine count as nine and n is worth nothing.
func (c *cursor) number() (n, digits int) {
	for digits < len(c.s) && c.s[digits] >= '0' && c.s[digits] <= '9' {
		if digits < 9 {
			n = n*10 + int(c.s[digits]-'0')
		}
		digits++
	}
	c.s = c.s[digits:]
	return n, min(digits, 9)
}

// word reads letters.
func (c *cursor) word() string {
	end := len(c.s)
	for i, r := range c.s {
		if !unicode.IsLetter(r) {
			end = i
			break
		}
	}
	w := c.s[:end]
	c.s = c.s[end:]
	return w
}

// skip passes over any of the characters in set and says whether there were some.
func (c *cursor) skip(set string) bool {
	rest := strings.TrimLeft(c.s, set)
	moved := len(rest) < len(c.s)
	c.s = rest
	return moved
}

// one passes over one character if it is in set, and returns it, else 0.
func (c *cursor) one(set string) byte {
	if c.s == "" || strings.IndexByte(set, c.s[0]) < 0 {
		return 0
	}
	b := c.s[0]
	c.s = c.s[1:]
	return b
}

// phrase passes over the first of the phrases that c is at and that no letter
// follows.
func (c *cursor) phrase(phrases ...string) string {
	for _, p := range phrases {
		rest, ok := strings.CutPrefix(c.s, p)
		if !ok {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(rest); rest == "" || !unicode.IsLetter(r) {
			c.s = rest
			return p
		}
	}
	return ""
}

// aboutWords stand before a value that is not exact; the longer first.
var aboutWords = []string{
	"approximately", "approx.", "approx", "roughly", "around", "about", "circa", "nearly", "almost", "maybe", "probably", "abt",
	"ca.", "ca", "c.", "c", "est.", "est", "tua", "oddeutu", "rhyw", "bron yn", "efallai",
}

// about passes over such words, and a tilde.
func (c *cursor) about() bool {
	found := false
	for {
		c.skip(" ")
		if c.skip("~≈") || c.phrase(aboutWords...) != "" {
			found = true
			continue
		}
		return found
	}
}
