package assets_test

import (
	"math"
	"regexp"
	"testing"

	"noddfa/assets"
)

func TestFivePassphraseWordsAreWorthFiftyFiveBits(t *testing.T) {
	words := assets.Words()
	shape := regexp.MustCompile(`^[a-z]{3,8}$`)
	for i, w := range words {
		if !shape.MatchString(w) {
			t.Errorf("%q is not 3 to 8 letters a to z", w)
		}
		if i > 0 && words[i-1] >= w {
			t.Errorf("%q and %q are not in order, or the same", words[i-1], w)
		}
	}
	if bits := 5 * math.Log2(float64(len(words))); bits < 55 {
		t.Errorf("five of %d words are worth %.1f bits", len(words), bits)
	}
}
