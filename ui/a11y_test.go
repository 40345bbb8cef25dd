package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/a11y"
	"noddfa/ui/widget"
)

// heard reads the window as a screen reader does. What can be used has a name, on the page or on what lies over it no two
// things to press share one, and the keyboard is somewhere.
func (s *caseStage) heard(where string) {
	s.t.Helper()
	tree, called := a11y.NewReader(s.window).Read(), map[string]bool{}
	tree.Walk(func(n *a11y.Node) bool {
		if n.Covered || n.State&widget.CanFocus == 0 {
			return true
		}
		if n.Name == "" && n.Role != widget.RoleTabs {
			s.t.Errorf("%s: a thing of role %d has no name", where, n.Role)
		}
		if n.Role == widget.RoleProse || n.Role == widget.RoleTabs {
			return true
		}
		name := fmt.Sprint(n.Role, n.Name)
		if n.Role == widget.RoleAnswer {
			name += " to " + n.Parent.Name
		}
		if called[name] && !strings.HasPrefix(n.Name, "Erase: ") { // what was written is told by its minute, and here all is of one
			s.t.Errorf("%s: two things are called %q", where, n.Name)
		}
		called[name] = true
		return true
	})
	c := s.window.Canvas()
	menu := c.Overlays().Top() != nil && widget.TopLayer(c) == nil // Fyne's own
	readOnly := s.shell != nil && len(widget.Fields(s.shell.Current().Content())) == 0
	if (tree.Focus == nil || tree.Focus.Covered) && !menu && !readOnly {
		s.t.Errorf("%s: the keyboard is nowhere", where)
	}
}

// TestNothingToFillInIsWithoutAName goes through the screens as a screen reader does. What is pressed is called
// otherwise than all else on its page: "Change" says what it changes.
func TestNothingToFillInIsWithoutAName(t *testing.T) {
	s, id := lockStage(t)
	record(s.caseStage, id, data.Note{Happened: data.When{Time: caseNoon.Add(time.Hour)}, Said: "Rang at four."})
	record(s.caseStage, id, data.Note{Happened: data.When{Time: caseNoon.AddDate(0, 0, -1)}, Said: "Rang at five."})
	record(s.caseStage, id, data.Plan{Sections: []data.PlanSection{{Title: "Tonight", Actions: []data.PlanAction{{What: "Ring Mam"}, {What: "Keep the messages"}}}, {Title: "Later"}}})
	contact, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Sam", Said: "They want money.", Suicide: data.Crisis{Thoughts: data.Yes}})
	if err != nil {
		t.Fatal(err)
	}
	request, err := s.vault.SaveRequest(t.Context(), data.ID{}, data.Request{Kind: data.SubjectAccess, Received: caseNoon, Case: id})
	if err != nil {
		t.Fatal(err)
	}
	routes := []Route{
		{Screen: ScreenToday},
		{Screen: ScreenContacts},
		{Screen: ScreenContact, ID: contact.String()},
		{Screen: screenSort, ID: contact.String()},
		{Screen: screenEndShift},
		{Screen: ScreenCases},
		{Screen: ScreenLetters},
		{Screen: ScreenCompose, ID: id.String()},
		{Screen: ScreenGiving, ID: id.String()},
		{Screen: ScreenInsights},
		{Screen: ScreenTeam},
		{Screen: screenOversight},
		{Screen: screenIncidents},
		{Screen: screenLost},
		{Screen: ScreenRequests},
		{Screen: ScreenRequest, ID: request.String()},
		{Screen: ScreenSettings},
		{Screen: screenWording},
		{Screen: screenRetention},
		{Screen: screenImport},
		{Screen: screenDue},
	}
	for _, tab := range caseTabs {
		routes = append(routes, Route{Screen: ScreenCase, ID: id.String(), Tab: tab})
	}
	reader := a11y.NewReader(s.window)
	for _, r := range routes {
		s.goTo(r)
		s.heard(fmt.Sprint(r))
		controls := 0
		reader.Read().Walk(func(n *a11y.Node) bool {
			if n.State&widget.CanFocus != 0 {
				controls++
			}
			return true
		})
		if controls < 5 {
			t.Errorf("on %v a reader finds %d things to use", r, controls)
		}
	}
}

// The page is made anew once something is saved, and with it what the keyboard was on.
func TestTheKeyboardComesBackToWhatOpenedAForm(t *testing.T) {
	s, id := lockStage(t)
	for _, one := range []struct {
		on   Route
		name string
		end  func()
	}{
		{Route{Screen: ScreenTeam}, "Role: Nia Example", s.enter},
		{Route{Screen: ScreenCase, ID: id.String()}, "Add: What happened", func() { s.key(fyne.KeyEscape) }},
		{Route{Screen: ScreenCase, ID: id.String()}, "Change: What it is about", s.accept},
	} {
		s.goTo(one.on)
		named := func(o fyne.Focusable) bool {
			d, ok := o.(widget.Described)
			return ok && d.Describe().Name == one.name
		}
		fields := func() []fyne.Focusable { return widget.Fields(s.shell.Current().Content()) }
		at := slices.IndexFunc(fields(), named)
		if at < 0 {
			t.Fatalf("nothing is called %q", one.name)
		}
		button := fields()[at].(*widget.Button)
		s.window.Canvas().Focus(button)
		button.Press()
		s.now()
		one.end()
		s.now()
		if has := s.window.Canvas().Focused(); !named(has) || !slices.Contains(fields(), has) {
			t.Errorf("%s: the keyboard comes back to a %T that is there: %v", one.name, has, slices.Contains(fields(), has))
		}
	}
}
