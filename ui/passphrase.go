package ui

import (
	"crypto/rand"
	"math/big"
	"slices"
	"strings"

	"noddfa/assets"
	"noddfa/data"
)

// passphraseWords is how many random words are offered.
const passphraseWords = 5

// drawWords draws words for a passphrase, each as likely as any other that was
// not drawn yet.
func drawWords() string {
	list := assets.Words()
	var drawn []string
	for len(drawn) < passphraseWords {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(list))))
		if err != nil {
			panic("drawing words: " + err.Error()) // never happens (crypto/rand documentation)
		}
		if word := list[n.Int64()]; !slices.Contains(drawn, word) {
			drawn = append(drawn, word)
		}
	}
	return strings.Join(drawn, " ")
}

// strengthHint is the line under a passphrase; it is there from the start, so
// that nothing moves while one types. names are what must not be all of it.
func strengthHint(a *app, passphrase string, names ...string) string {
	if passphrase == "" {
		return a.words.N("create.passphrase.least", data.MinPassphrase)
	}
	switch code := data.RefusedPassphrase(passphrase, names...); code {
	case "":
	case data.CodeShort:
		return a.words.N("create.passphrase.short", data.MinPassphrase)
	default:
		return data.Sentence(a.words, &data.Error{Code: code})
	}
	switch data.MeasurePassphrase(passphrase, names...) {
	case data.StrengthWeak:
		return a.t("create.passphrase.weak")
	case data.StrengthFair:
		return a.t("create.passphrase.fair")
	}
	return a.t("create.passphrase.strong")
}

// tooWeak reports whether a passphrase is not to be chosen.
func tooWeak(passphrase string, names ...string) bool {
	return data.MeasurePassphrase(passphrase, names...) <= data.StrengthWeak
}
