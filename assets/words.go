package assets

import (
	"slices"
	"strings"
	"sync"
)

// Words returns the list from which passphrases are drawn: plain English words of 3 to 8 letters a to z, sorted.
// Each word of a passphrase is worth log2(len(Words())) bits when drawn at random.
func Words() []string { return slices.Clone(words()) }

var words = sync.OnceValue(func() []string {
	data, err := dataFiles.ReadFile("data/words.txt")
	if err != nil {
		panic("assets: " + err.Error())
	}
	return strings.Fields(string(data))
})
