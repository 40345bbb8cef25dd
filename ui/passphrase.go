package ui

import (
	"crypto/rand"
	"math"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"noddfa/assets"
	"noddfa/data"
)

// passphraseWords is how many random words are offered.
const passphraseWords = 5

// drawWords draws words for a passphrase, each as likely as any other.
func drawWords() string {
	list := assets.Words()
	drawn := make([]string, passphraseWords)
	for i := range drawn {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(list))))
		if err != nil {
			panic("drawing words: " + err.Error()) // never happens (crypto/rand documentation)
		}
		drawn[i] = list[n.Int64()]
	}
	return strings.Join(drawn, " ")
}

// strength is how hard a passphrase is to guess.
type strength int

const (
	tooShort strength = iota
	weak
	fair
	strong
)

// Bits from which a passphrase counts as fair and as strong. Five words drawn
// from our list have 55; each guess costs an attacker an Argon2id run.
const (
	fairBits   = 40
	strongBits = 55
)

// measure estimates from below how many guesses a passphrase stands.
func measure(passphrase string) strength {
	if len([]rune(passphrase)) < data.MinPassphrase {
		return tooShort
	}
	bits := guessBits(passphrase)
	switch {
	case bits >= strongBits:
		return strong
	case bits >= fairBits:
		return fair
	}
	return weak
}

// guessBits adds up the words: one of our list counts as drawn from it, any
// other by its letters, and one that came before counts as nothing new.
func guessBits(passphrase string) float64 {
	list := assets.Words()
	seen := map[string]bool{}
	var bits float64
	for _, word := range strings.FieldsFunc(passphrase, func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '.' || r == '_' }) {
		folded := strings.ToLower(word)
		if seen[folded] {
			bits++
			continue
		}
		seen[folded] = true
		if _, ours := slices.BinarySearch(list, folded); ours {
			bits += math.Log2(float64(len(list)))
			continue
		}
		bits += letterBits(word)
	}
	return bits
}

// letterBits is what a word of its own is worth: letters that people choose
// carry about two bits each after the first, random ones more.
func letterBits(word string) float64 {
	var bits float64
	var last rune
	for i, r := range []rune(word) {
		switch {
		case i > 0 && (r == last || r == last+1 || r == last-1):
			bits += 0.5 // aaaa, 1234, dcba
		case unicode.IsLower(r):
			bits += 2
		case unicode.IsUpper(r) || unicode.IsDigit(r):
			bits += 2.5
		default:
			bits += 4
		}
		last = r
	}
	if isMixed(word) {
		bits *= 1.6
	}
	return bits
}

// isMixed reports whether a word looks made by a machine: capitals and digits
// inside, not only at the ends.
func isMixed(word string) bool {
	runes := []rune(word)
	if len(runes) < 8 {
		return false
	}
	changes := 0
	for i := 1; i < len(runes); i++ {
		if unicode.IsDigit(runes[i]) != unicode.IsDigit(runes[i-1]) || unicode.IsUpper(runes[i]) != unicode.IsUpper(runes[i-1]) {
			changes++
		}
	}
	return changes >= len(runes)/3
}
