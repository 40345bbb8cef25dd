package data_test

import (
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// planOf makes a plan of lines: "# title" begins a section, else an action "what | who".
func planOf(text string) data.Plan {
	var p data.Plan
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if title, ok := strings.CutPrefix(line, "# "); ok {
			p.Sections = append(p.Sections, data.PlanSection{Title: title})
		} else if line != "" {
			what, who, _ := strings.Cut(line, " | ")
			s := &p.Sections[len(p.Sections)-1]
			s.Actions = append(s.Actions, data.PlanAction{What: what, Who: who})
		}
	}
	return p
}

func TestTwoVersionsOfAPlanAreComparedPartByPart(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, now, want string }{
		"nothing changed": {"# A\none", "# A\none", "same A; same one"},
		"added":           {"# A\none", "# A\none\ntwo", "same A; same one; added two"},
		"taken out stays where it stood": {
			"# A\none\ntwo\nthree", "# A\none\nthree", "same A; same one; removed two; same three",
		},
		"another person does it":   {"# A\none | Mair", "# A\none | Cadi", "same A; changed one"},
		"put in other words":       {"# A\nring the bank today", "# A\nring the bank tomorrow", "same A; changed ring the bank tomorrow"},
		"other words altogether":   {"# A\nring the bank", "# A\nchange all locks", "same A; removed ring the bank; added change all locks"},
		"two alike, one taken out": {"# A\none\none", "# A\none", "same A; same one; removed one"},
		"moved":                    {"# A\none\ntwo", "# A\ntwo\none", "same A; same two; same one"},
		"a section with its title changed": {
			"# A\none", "# B\none", "changed B; same one",
		},
		"a section added, one taken out": {"# A\none", "# B\ntwo", "removed A; removed one; added B; added two"},
		"no plan before":                 {"", "# A\none", "added A; added one"},
	} {
		var got []string
		for _, s := range data.ComparePlans(planOf(c.before), planOf(c.now)) {
			title := s.Now
			if s.Differ == data.Removed {
				title = s.Before
			}
			got = append(got, string(s.Differ)+" "+title)
			for _, a := range s.Actions {
				what := a.Now.What
				if a.Differ == data.Removed {
					what = a.Before.What
				}
				got = append(got, string(a.Differ)+" "+what)
			}
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: %s\nwant %s", name, text, c.want)
		}
	}
}

func TestATickIsAChangeOfAPlan(t *testing.T) {
	t.Parallel()
	before, now := planOf("# A\none"), planOf("# A\none")
	now.Sections[0].Actions[0].Done = noon.Add(time.Hour)
	if got := data.ComparePlans(before, now)[0].Actions[0]; got.Differ != data.Changed || !got.Before.Done.IsZero() {
		t.Errorf("ticked: %+v", got)
	}
}
