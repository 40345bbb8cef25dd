package widget

import (
	"strings"
	"time"
)

// typeAhead finds by the letters typed within a second of each other.
type typeAhead struct {
	letters string
	at      time.Time
}

// quiet says that no letters are being collected, so that a space is not one of them.
func (t *typeAhead) quiet() bool { return t.letters == "" || time.Since(t.at) > time.Second }

// next takes another letter and returns the index, of n, whose name begins with the letters so far, looking on from
// index from; -1 if there is none.
func (t *typeAhead) next(r rune, n, from int, name func(int) string) int {
	fresh := t.quiet()
	if fresh {
		t.letters = ""
	}
	t.at = time.Now()
	t.letters += strings.ToLower(string(r))
	for i := range n {
		at := max(from, 0) + i
		if fresh && from >= 0 {
			at++ // a new word looks beyond the present one
		}
		if strings.HasPrefix(strings.ToLower(name(at%n)), t.letters) {
			return at % n
		}
	}
	return -1
}
