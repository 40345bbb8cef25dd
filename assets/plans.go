package assets

import (
	"slices"
	"sync"
)

// A PlanTemplate is what a new safety plan for a matter starts from.
type PlanTemplate struct {
	Matter   Matter        `json:"matter"`
	Note     Text          `json:"note"` // what to remember while writing; may be empty
	Source   string        `json:"source"`
	Date     string        `json:"date"` // the day the source was read, 2026-08-31
	Sections []PlanSection `json:"sections"`
}

// A PlanSection is one heading with actions to choose from.
type PlanSection struct {
	Key     string       `json:"key"` // stable: records keep it
	Title   Text         `json:"title"`
	Actions []PlanAction `json:"actions"`
}

// A PlanAction is a suggestion, never an order.
type PlanAction struct {
	Key string `json:"key"` // stable: records keep it
	Text
}

// Plan returns the template for a matter; an unknown matter gets that of Other.
func Plan(matter Matter) PlanTemplate {
	if !slices.Contains(Matters(), matter) {
		matter = Other
	}
	i := slices.IndexFunc(plans(), func(p PlanTemplate) bool { return p.Matter == matter })
	p := plans()[i]
	p.Sections = slices.Clone(p.Sections)
	for j := range p.Sections {
		p.Sections[j].Actions = slices.Clone(p.Sections[j].Actions)
	}
	return p
}

var plans = sync.OnceValue(func() []PlanTemplate {
	var all []PlanTemplate
	mustReadData("plans.json", &all)
	return all
})
