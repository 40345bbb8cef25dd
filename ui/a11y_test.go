package ui

import (
	"testing"

	"noddfa/data"
	"noddfa/ui/a11y"
	"noddfa/ui/widget"
)

// TestNothingToFillInIsWithoutAName goes through the screens as a screen reader does. What is pressed is called
// otherwise than all else on its page: "Change" says what it changes.
func TestNothingToFillInIsWithoutAName(t *testing.T) {
	s := newCaseStage(t, "cy")
	id := s.newCase(data.Case{}, data.Person{CalledName: "Ffion"}, tabOverview)
	record(s, id, data.Note{Happened: data.When{Time: caseNoon}, Said: "Rang at four."})
	record(s, id, data.Note{Happened: data.When{Time: caseNoon.AddDate(0, 0, -1)}, Said: "Rang at five."})
	record(s, id, data.Plan{Sections: []data.PlanSection{{Title: "Tonight", Actions: []data.PlanAction{{What: "Ring Mam"}, {What: "Keep the messages"}}}, {Title: "Later"}}})
	routes := []Route{{Screen: ScreenCases}, {Screen: ScreenLetters}, {Screen: ScreenCompose, ID: id.String()}}
	for _, tab := range caseTabs {
		routes = append(routes, Route{Screen: ScreenCase, ID: id.String(), Tab: tab})
	}
	reader := a11y.NewReader(s.window)
	for _, r := range routes {
		s.shell.Go(r)
		controls, pressed := 0, map[string]bool{}
		tree := reader.Read()
		tree.Walk(func(n *a11y.Node) bool {
			if n.State&widget.CanFocus != 0 {
				controls++
				if n.Role == widget.RoleButton && pressed[n.Name] && r.Tab != tabHistory { // there by the minute
					t.Errorf("on %v two things to press are called %q", r, n.Name)
				}
				pressed[n.Name] = n.Role == widget.RoleButton
				if n.Name == "" && n.Role != widget.RoleTabs {
					t.Errorf("on %v a thing of role %d has no name", r, n.Role)
				}
			}
			return true
		})
		if controls < 5 {
			t.Errorf("on %v a reader finds %d things to use", r, controls)
		}
		if tree.Focus != nil && tree.Focus.Name == "" {
			t.Errorf("on %v the keyboard begins on a thing without a name", r)
		}
	}
}
