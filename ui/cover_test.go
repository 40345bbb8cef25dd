package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
)

func TestCoveredNamesStandOnNoPage(t *testing.T) {
	s := newAppStage(t).created()
	v := s.vault
	waiting, err := v.LogContact(t.Context(), data.Contact{CalledName: "Canary Waiting", FollowUp: data.FollowUp{On: caseNoon, Promised: "Ring"}})
	if err != nil {
		t.Fatal(err)
	}
	sorted, err := v.LogContact(t.Context(), data.Contact{CalledName: "Canary Sorted", FirstName: "Canary", Surname: "Canary-Jones", Age: 15, FollowUp: data.FollowUp{On: caseNoon, Promised: "Ring Canary's mother"}})
	if err != nil {
		t.Fatal(err)
	}
	caseID, err := v.Triage(t.Context(), sorted, data.ID{})
	if err != nil {
		t.Fatal(err)
	}
	line, _ := v.CaseLine(caseID)
	record(s.caseStage, caseID, data.Suspect{Names: "Canary Suspect"})
	record(s.caseStage, caseID, data.Consent{Scope: data.ConsentPolice, Given: caseNoon, By: "Canary's mother"})
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
	about := []Route{{Screen: ScreenContact, ID: waiting.String()}, {Screen: ScreenContact, ID: sorted.String()}}
	for _, tab := range caseTabs {
		about = append(about, Route{Screen: ScreenCase, ID: caseID.String(), Tab: tab})
	}
	for _, r := range about {
		s.goTo(r)
		words := strings.ReplaceAll(s.words(), "Ring Canary's mother", "") // what somebody wrote stands
		if title := s.shell.Current().Title(); strings.Contains(title+words, "Canary") {
			t.Errorf("%s %s shows a name: %s %s", r.Screen, r.Tab, title, words)
		}
	}
	s.goTo(Route{Screen: ScreenCases})
	s.with(withShift, fyne.KeyH)
	s.shows("Canary Sorted")
}
