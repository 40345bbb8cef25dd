package assets_test

import (
	"testing"
	"time"

	"noddfa/assets"
)

func TestASynonymIsInOneGroupAndHasASource(t *testing.T) {
	in := map[string]int{}
	for i, g := range assets.Synonyms() {
		if _, err := time.Parse(time.DateOnly, g.Date); err != nil || g.Source == "" {
			t.Errorf("group %d: source %q, date %q", i, g.Source, g.Date)
		}
		if len(g.Words) < 2 {
			t.Errorf("group %d has nothing to find", i)
		}
		for _, w := range g.Words {
			if before, known := in[w]; known {
				t.Errorf("%q is in groups %d and %d", w, before, i)
			}
			in[w] = i
		}
	}
	if in["blacmel rhywiol"] != in["cribddeiliaeth rywiol"] {
		t.Error("blacmel rhywiol and cribddeiliaeth rywiol do not find each other")
	}
}
