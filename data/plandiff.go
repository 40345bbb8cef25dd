package data

import (
	"slices"
	"strings"
)

// Differ is what became of a part of a plan between two versions.
type Differ string

// What may have become of it.
const (
	Same    Differ = "same"
	Added   Differ = "added"
	Changed Differ = "changed"
	Removed Differ = "removed"
)

// ActionDifference is one action in the two versions; Before is empty where it was
// added, Now where it was taken out.
type ActionDifference struct {
	Differ      Differ
	Before, Now PlanAction
}

// SectionDifference is one section with its actions.
type SectionDifference struct {
	Differ  Differ // of the section itself: added, taken out, or with another title
	Before  string // its titles
	Now     string
	Actions []ActionDifference
}

// ComparePlans puts two versions of a plan beside each other: sections and
// actions in the order of the later one, what was taken out where it stood. An
// action whose words are the same is the same action; of those left over, two that
// share most of their words are.
func ComparePlans(before, now Plan) []SectionDifference {
	pairs := pair(len(before.Sections), len(now.Sections), func(i, j int) bool {
		a, b := before.Sections[i], now.Sections[j]
		return a.Key == b.Key && a.Title == b.Title
	}, func(i, j int) bool {
		a, b := before.Sections[i], now.Sections[j]
		return a.Key != "" && a.Key == b.Key || sharesActions(a, b)
	})
	var list []SectionDifference
	for _, p := range pairs {
		var a, b PlanSection
		d := SectionDifference{Differ: Same}
		if p.before >= 0 {
			a = before.Sections[p.before]
		} else {
			d.Differ = Added
		}
		if p.now >= 0 {
			b = now.Sections[p.now]
		} else {
			d.Differ = Removed
		}
		d.Before, d.Now, d.Actions = a.Title, b.Title, compareActions(a.Actions, b.Actions)
		if d.Differ == Same && a.Title != b.Title {
			d.Differ = Changed
		}
		list = append(list, d)
	}
	return list
}

func compareActions(before, now []PlanAction) []ActionDifference {
	pairs := pair(len(before), len(now),
		func(i, j int) bool { return before[i].What == now[j].What },
		func(i, j int) bool { return alike(before[i].What, now[j].What) })
	var list []ActionDifference
	for _, p := range pairs {
		switch {
		case p.before < 0:
			list = append(list, ActionDifference{Differ: Added, Now: now[p.now]})
		case p.now < 0:
			list = append(list, ActionDifference{Differ: Removed, Before: before[p.before]})
		default:
			d := ActionDifference{Differ: Same, Before: before[p.before], Now: now[p.now]}
			if !sameAction(d.Before, d.Now) {
				d.Differ = Changed
			}
			list = append(list, d)
		}
	}
	return list
}

func sameAction(a, b PlanAction) bool {
	return a.What == b.What && a.Who == b.Who && a.By.Equal(b.By) && a.Done.Equal(b.Done) && a.Safe == b.Safe && a.MayShare == b.MayShare
}

func sharesActions(a, b PlanSection) bool {
	return slices.ContainsFunc(a.Actions, func(x PlanAction) bool {
		return x.What != "" && slices.ContainsFunc(b.Actions, func(y PlanAction) bool { return x.What == y.What })
	})
}

// alike reports whether two texts share most of their words.
func alike(a, b string) bool {
	words, others := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	shared := 0
	for _, w := range words {
		if i := slices.Index(others, w); i >= 0 {
			others = slices.Delete(others, i, i+1)
			shared++
		}
	}
	return shared > 0 && 2*shared >= max(len(words), shared+len(others))
}

// paired are the places of one thing in two lists; -1 where it is in one alone.
type paired struct{ before, now int }

// pair finds what belongs together: first what is the same, then what is like it.
// The order is that of the later list; what is in the earlier alone stands after
// what it stood after.
func pair(before, now int, same, like func(i, j int) bool) []paired {
	partner := make([]int, now) // in the earlier list; -1: none
	used := make([]bool, before)
	for j := range partner {
		partner[j] = -1
	}
	for _, fits := range []func(i, j int) bool{same, like} {
		for j := range partner {
			for i := 0; i < before && partner[j] < 0; i++ {
				if !used[i] && fits(i, j) {
					partner[j], used[i] = i, true
				}
			}
		}
	}
	var list []paired
	for j, i := range partner {
		list = append(list, paired{i, j})
	}
	for i := range before {
		if used[i] {
			continue
		}
		at := 0
		for n, p := range list {
			if p.before >= 0 && p.before < i {
				at = n + 1
			}
		}
		list = slices.Insert(list, at, paired{i, -1})
	}
	return list
}
