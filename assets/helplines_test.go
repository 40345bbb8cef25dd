package assets_test

import (
	"slices"
	"strings"
	"testing"

	"noddfa/assets"
)

func TestHelplinesFitTheCaller(t *testing.T) {
	for _, c := range []struct {
		name        string
		filter      assets.HelplineFilter
		has, hasNot []string
	}{
		{
			"crisis card in Wales",
			assets.HelplineFilter{Nation: "Wales", Crisis: true},
			[]string{"999", "samaritans", "nhs-111-wales", "live-fear-free"},
			[]string{"nhs-111-england", "101", "stopncii"},
		},
		{
			"child blackmailed",
			assets.HelplineFilter{Age: 15, Matter: assets.OnlineBlackmail},
			[]string{"999", "ceop", "report-remove", "take-it-down", "papyrus"},
			[]string{"stopncii", "revenge-porn-helpline", "stalking-helpline"},
		},
		{
			"adult blackmailed",
			assets.HelplineFilter{Age: 42, Matter: assets.OnlineBlackmail},
			[]string{"stopncii", "revenge-porn-helpline"},
			[]string{"ceop", "report-remove", "childline", "papyrus"},
		},
		{
			"age not known",
			assets.HelplineFilter{Matter: assets.OnlineBlackmail},
			[]string{"stopncii", "report-remove"},
			[]string{"stalking-helpline"},
		},
		{
			"fraud in Scotland",
			assets.HelplineFilter{Nation: "Scotland"},
			[]string{"101"},
			[]string{"report-fraud", "live-fear-free"},
		},
	} {
		keys := helplineKeys(assets.Helplines(c.filter))
		for _, key := range c.has {
			if !slices.Contains(keys, key) {
				t.Errorf("%s: %s is missing from %v", c.name, key, keys)
			}
		}
		for _, key := range c.hasNot {
			if slices.Contains(keys, key) {
				t.Errorf("%s: %s does not belong", c.name, key)
			}
		}
	}
}

func helplineKeys(list []assets.Helpline) []string {
	var keys []string
	for _, h := range list {
		keys = append(keys, h.Key)
	}
	return keys
}

func TestHelplinesSayWhereTheyAreFrom(t *testing.T) {
	seen := map[string]bool{}
	for _, h := range assets.Helplines(assets.HelplineFilter{}) {
		if seen[h.Key] || h.Name.EN == "" || h.Name.CY == "" || h.About.EN == "" || h.About.CY == "" || h.Source == "" || h.CheckedOn().IsZero() {
			t.Errorf("helpline %q is incomplete or stands twice", h.Key)
		}
		seen[h.Key] = true
		if h.Crisis && h.Number == "" && h.SMS == "" {
			t.Errorf("%s is on the crisis card without a number", h.Key)
		}
		if h.Confirmed && strings.Contains(h.Source, "check before relying") {
			t.Errorf("%s is called confirmed, but its source is %q", h.Key, h.Source)
		}
		for _, m := range h.Matters {
			if !slices.Contains(assets.Matters(), m) {
				t.Errorf("%s is for an unknown matter %q", h.Key, m)
			}
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d helplines", len(seen))
	}
}
