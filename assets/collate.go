package assets

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// collators sort by the alphabet of a language. One holds buffers, so each
// sorting borrows its own.
var collators = map[string]*sync.Pool{
	English: {New: func() any { return collate.New(language.BritishEnglish) }},
	Welsh:   {New: func() any { return collate.New(language.MustParse(Welsh)) }},
}

// Compare orders two names or words by the alphabet of the language: in Welsh
// ch, dd, ff, ng, ll, ph, rh and th are letters, each after its first.
func (t *Translator) Compare(a, b string) int {
	pool := collators[t.code]
	c := pool.Get().(*collate.Collator)
	defer pool.Put(c)
	return c.CompareString(a, b)
}
