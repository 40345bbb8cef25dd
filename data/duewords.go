package data

import (
	"strings"

	"noddfa/assets"
)

// Reason says in one language why something is due.
func (d Due) Reason(words *assets.Translator) string {
	last := string(d.Trigger)
	args := map[string]any{"Since": words.Date(d.Since.Local()), "Period": d.Rule.Period(words), "Age": d.Rule.Birthday}
	lines := []string{words.T("retention.rule." + d.Rule.ID), words.T("retention.reason."+last, args)}
	if d.Check {
		lines = append(lines, words.T("retention.check"))
	}
	if d.Rule.ID == RuleChild {
		lines = append(lines, words.T("retention.child.check"))
	}
	return strings.Join(lines, " ")
}

// Stopped says why it must stay; "" where nothing stops it.
func (d Due) Stopped(words *assets.Translator) string {
	switch {
	case d.Hold != nil:
		return words.T("retention.held", map[string]any{"Name": d.Hold.By, "Why": d.Hold.Value.Why})
	case d.Request:
		return words.T("retention.request")
	}
	return ""
}

// Period is how long a rule keeps, in words: "6 years", "1 year, 6 months".
func (r RetentionRule) Period(words *assets.Translator) string {
	var parts []string
	for _, one := range []struct {
		key string
		n   int
	}{{"retention.years", r.Years}, {"retention.months", r.Months}, {"retention.weeks", r.Weeks}} {
		if one.n > 0 {
			parts = append(parts, words.N(one.key, one.n))
		}
	}
	return strings.Join(parts, ", ")
}
