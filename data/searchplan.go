package data

import (
	"maps"
	"sync"

	"noddfa/assets"
)

// Of a safety plan the search finds what people wrote: an action in their own
// words, what a review found, where the plan is kept. The suggestions of a
// template stand in every plan that was begun with it and tell none from another.

// notOfPlan are the fields of a plan in which nobody tells anything: who does it
// is in every plan too.
var notOfPlan = map[string]bool{"key": true, "who": true, "by": true, "review_by": true}

// suggestions are the sentences of Noddfa's own templates.
var suggestions = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for _, m := range Matters() {
		suggestionsOf(known, assets.Plan(assets.Matter(m)))
	}
	return known
})

func suggestionsOf(known map[string]bool, template assets.PlanTemplate) {
	add := func(t assets.Text) {
		for _, code := range []string{assets.English, assets.Welsh} {
			known[t.In(code)] = true
		}
	}
	for _, section := range template.Sections {
		add(section.Title)
		for _, a := range section.Actions {
			add(a.Text)
		}
	}
}

// of says which kind of record is read next.
func (w *wordReader) of(v *Vault, kind Kind) {
	w.plan = nil
	if kind == KindPlan {
		v.search.mu.Lock()
		w.plan = v.search.common
		v.search.mu.Unlock()
	}
}

// suggestedIn are the sentences of the templates that plans of an organisation
// begin with.
func suggestedIn(own assets.Own) map[string]bool {
	if len(own.Plans) == 0 {
		return suggestions()
	}
	known := maps.Clone(suggestions())
	for _, template := range own.Plans {
		suggestionsOf(known, template)
	}
	return known
}
