package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
)

func TestCoveredNamesStandInNoListHeaderOrToday(t *testing.T) {
	s := newAppStage(t).created()
	v := s.vault
	waiting, err := v.LogContact(t.Context(), data.Contact{CalledName: "Canary Waiting", FollowUp: data.FollowUp{On: caseNoon, Promised: "Ring"}})
	if err != nil {
		t.Fatal(err)
	}
	sorted, err := v.LogContact(t.Context(), data.Contact{CalledName: "Canary Sorted", Age: 15, FollowUp: data.FollowUp{On: caseNoon, Promised: "Ring Canary's mother"}})
	if err != nil {
		t.Fatal(err)
	}
	caseID, err := v.Triage(t.Context(), sorted, data.ID{})
	if err != nil {
		t.Fatal(err)
	}
	line, _ := v.CaseLine(caseID)
	if err := v.SaveDraft(t.Context(), "note:"+caseID.String(), data.Note{Said: "Begun"}); err != nil {
		t.Fatal(err)
	}
	s.with(withShift, fyne.KeyH)
	s.shows("Names covered")
	pages := []Route{
		{Screen: ScreenToday}, {Screen: ScreenContacts}, {Screen: ScreenCases}, {Screen: ScreenLetters}, {Screen: screenSort, ID: waiting.String()}, {Screen: screenEndShift},
	}
	for _, r := range pages {
		s.goTo(r)
		if words := s.words(); strings.Contains(words, "Canary") {
			t.Errorf("%s shows a name: %s", r.Screen, words)
		}
	}
	s.goTo(Route{Screen: ScreenToday})
	s.shows(line.Reference, "Contact "+strings.ToUpper(waiting.String()[:4]))
	for _, r := range []Route{{Screen: ScreenContact, ID: waiting.String()}, {Screen: ScreenCase, ID: caseID.String()}} {
		s.goTo(r)
		if title := s.shell.Current().Title(); strings.Contains(title, "Canary") {
			t.Errorf("the header of %s says %q", r.Screen, title)
		}
	}
	s.goTo(Route{Screen: ScreenCases})
	s.with(withShift, fyne.KeyH)
	s.shows("Canary Sorted")
}
