package assets

import (
	"slices"
	"sync"
	"time"
)

// A Helpline is somebody a worker can send a person to.
type Helpline struct {
	Key       string   `json:"key"`
	Name      Text     `json:"name"`
	Number    string   `json:"number"` // to ring; empty where there is only a site
	SMS       string   `json:"sms"`    // to text; empty where none is known or it changes
	Email     string   `json:"email"`
	Site      string   `json:"site"`
	Hours     Text     `json:"hours"`
	About     Text     `json:"about"`   // one sentence: for whom, for what, what to know
	Crisis    bool     `json:"crisis"`  // belongs on the crisis card
	Nations   []string `json:"nations"` // where it works; empty: the whole UK
	MinAge    int      `json:"minAge"`
	MaxAge    int      `json:"maxAge"`  // inclusive; 0: no upper bound
	Matters   []Matter `json:"matters"` // empty: every matter
	Source    string   `json:"source"`
	Checked   string   `json:"checked"`   // the day the source was read, 2026-08-31
	Confirmed bool     `json:"confirmed"` // false: check the number before relying on it
}

// CheckedOn is the day on which the source was read.
func (h Helpline) CheckedOn() time.Time { return mustDay(h.Checked) }

// A HelplineFilter narrows the list; its zero value lets everything through.
type HelplineFilter struct {
	Nation string // "Wales", "England", "Scotland", "Northern Ireland"; empty: any
	Age    int    // years; 0: not known, so all ages are listed
	Matter Matter // empty: any
	Crisis bool   // true: only those of the crisis card
}

// Helplines returns the helplines that fit, in the order in which to offer them.
func Helplines(filter HelplineFilter) []Helpline {
	var fitting []Helpline
	for _, h := range helplines() {
		if filter.admits(h) {
			h.Nations, h.Matters = slices.Clone(h.Nations), slices.Clone(h.Matters)
			fitting = append(fitting, h)
		}
	}
	return fitting
}

func (f HelplineFilter) admits(h Helpline) bool {
	switch {
	case f.Crisis && !h.Crisis,
		f.Nation != "" && len(h.Nations) > 0 && !slices.Contains(h.Nations, f.Nation),
		f.Matter != "" && len(h.Matters) > 0 && !slices.Contains(h.Matters, f.Matter),
		f.Age > 0 && f.Age < h.MinAge,
		f.Age > 0 && h.MaxAge > 0 && f.Age > h.MaxAge:
		return false
	}
	return true
}

var helplines = sync.OnceValue(func() []Helpline {
	var all []Helpline
	mustReadData("helplines.json", &all)
	return all
})
