package assets_test

import (
	"slices"
	"testing"

	"noddfa/assets"
)

func TestEveryMatterHasAPlan(t *testing.T) {
	seen := map[string]bool{}
	once := func(key string) {
		if key == "" || seen[key] {
			t.Errorf("plan key %q is empty or stands twice", key)
		}
		seen[key] = true
	}
	for _, m := range assets.Matters() {
		p := assets.Plan(m)
		if p.Matter != m || len(p.Sections) < 4 || p.Source == "" {
			t.Errorf("%s has no plan of its own", m)
		}
		for _, s := range p.Sections {
			once(s.Key)
			if s.Title.EN == "" || s.Title.CY == "" || len(s.Actions) == 0 {
				t.Errorf("section %s is incomplete", s.Key)
			}
			for _, a := range s.Actions {
				once(a.Key)
				if a.EN == "" || a.CY == "" {
					t.Errorf("action %s is incomplete", a.Key)
				}
			}
		}
	}
	if assets.Plan("cold calling").Matter != assets.Other {
		t.Error("an unknown matter does not get the general plan")
	}
}

func TestWhatACallerChangesIsItsOwn(t *testing.T) {
	wales := assets.HelplineFilter{Nation: "Wales", Crisis: true}
	before := helplineKeys(assets.Helplines(wales))
	for _, h := range assets.Helplines(wales) {
		for i := range h.Nations {
			h.Nations[i] = "changed"
		}
	}
	assets.Forces()[0].Name = "changed"
	assets.Words()[0] = "changed"
	assets.Plan(assets.Stalking).Sections[0].Actions[0].EN = "changed"
	if assets.Forces()[0].Name == "changed" || assets.Words()[0] == "changed" ||
		assets.Plan(assets.Stalking).Sections[0].Actions[0].EN == "changed" ||
		!slices.Equal(before, helplineKeys(assets.Helplines(wales))) {
		t.Error("a caller changed what others get")
	}
}
