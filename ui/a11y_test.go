package ui

import (
	"testing"

	"noddfa/data"
	"noddfa/ui/a11y"
	"noddfa/ui/widget"
)

// TestNothingToFillInIsWithoutAName goes through the screens as a screen reader does.
func TestNothingToFillInIsWithoutAName(t *testing.T) {
	s := newCaseStage(t, "cy")
	id := s.newCase(data.Case{}, data.Person{CalledName: "Ffion"}, tabOverview)
	routes := []Route{{Screen: ScreenCases}, {Screen: ScreenLetters}, {Screen: ScreenCompose, ID: id.String()}}
	for _, tab := range caseTabs {
		routes = append(routes, Route{Screen: ScreenCase, ID: id.String(), Tab: tab})
	}
	reader := a11y.NewReader(s.window)
	for _, r := range routes {
		s.shell.Go(r)
		controls := 0
		tree := reader.Read()
		tree.Walk(func(n *a11y.Node) bool {
			if n.State&widget.CanFocus != 0 {
				controls++
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
