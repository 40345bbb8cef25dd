package assets

import "sync"

// A SynonymGroup is words and phrases that mean the same, so that each finds the others: forces, workers and the person
// may use different ones, in two languages and with mutations.
type SynonymGroup struct {
	Words  []string `json:"words"`
	Source string   `json:"source"`
	Date   string   `json:"date"` // the day the source was read, 2026-08-31
}

// Synonyms lists the groups.
func Synonyms() []SynonymGroup { return synonyms() }

var synonyms = sync.OnceValue(func() []SynonymGroup {
	var all []SynonymGroup
	mustReadData("synonyms.json", &all)
	return all
})
