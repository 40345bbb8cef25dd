package assets

import (
	"slices"
	"sync"
	"time"
)

// An AdviceItem is one line a worker says and ticks.
type AdviceItem struct {
	Key    string     `json:"key"` // stable: records keep it
	Matter Matter     `json:"matter"`
	Ages   []AgeGroup `json:"ages"` // empty: all
	Text
	Source string `json:"source"`
	Date   string `json:"date"` // the day the source was read, 2026-08-31
}

// ReadOn is the day on which the source was read; zero where that is not known.
func (a AdviceItem) ReadOn() time.Time {
	day, _ := time.Parse(time.DateOnly, a.Date)
	return day
}

// Both returns the advice in the language of code; Welsh that no named translator has confirmed has the English on the
// next line, since people act on it at once.
func (a AdviceItem) Both(code string) string {
	if code != Welsh || a.CY == "" || isConfirmed("advice."+a.Key, messageForms{"other": a.CY}) {
		return a.In(code)
	}
	return a.CY + "\n" + a.EN
}

// Advice returns the list for a matter and an age group, in the order in which to give it. An unknown matter gets the
// list of Other, an unknown age group that of Child: the careful one.
func Advice(matter Matter, age AgeGroup) []AdviceItem {
	if !slices.Contains(Matters(), matter) {
		matter = Other
	}
	if !slices.Contains(AgeGroups(), age) {
		age = Child
	}
	var list []AdviceItem
	for _, a := range advice() {
		if a.Matter == matter && (len(a.Ages) == 0 || slices.Contains(a.Ages, age)) {
			a.Ages = slices.Clone(a.Ages)
			list = append(list, a)
		}
	}
	return list
}

// AdviceByKey finds one line again, whatever list it is in.
func AdviceByKey(key string) (AdviceItem, bool) {
	for _, a := range advice() {
		if a.Key == key {
			a.Ages = slices.Clone(a.Ages)
			return a, true
		}
	}
	return AdviceItem{}, false
}

var advice = sync.OnceValue(func() []AdviceItem {
	var all []AdviceItem
	mustReadData("advice.json", &all)
	return all
})
