package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

func TestACopyThatWasGivenIsOfAnOlderVersionOnceThePlanChanges(t *testing.T) {
	s := newCaseStage(t, "en")
	id := planStage(s, data.Plan{CopyGiven: data.Yes})
	const older = "The copy that the person was given is of an older version of this plan."
	is := func(want data.Answer) {
		t.Helper()
		if plan, _ := s.file(id).Plan(); plan.Value.CopyGiven != want {
			t.Errorf("the plan says %q, not %q", plan.Value.CopyGiven, want)
		}
		if strings.Contains(s.words(), older) != (want == data.CopyOlder) {
			t.Errorf("shown: %s", s.words())
		}
	}
	is(data.Yes)
	s.tick("Ring my sister") // what is done by now is no other plan
	is(data.Yes)
	s.press("Change", 1)
	s.typeOn("What", "Ring my sister after six")
	s.accept()
	is(data.CopyOlder)
	s.press("Change", 1)
	s.typeOn("Who", "Cerys")
	s.accept()
	is(data.CopyOlder)
	s.press("Review and copy")
	s.shows("an older version was given")
	s.each(func(o fyne.CanvasObject) {
		if c, ok := o.(*widget.Choice); ok && c.Chosen() == string(data.CopyOlder) {
			s.window.Canvas().Focus(c)
			c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
		}
	})
	s.accept()
	is(data.Yes)
}
