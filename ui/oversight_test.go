package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
)

func TestAManagerOpensWhatWaitsAcrossTheTeam(t *testing.T) {
	s := newAppStage(t).created()
	s.press("What waits across the team")
	s.shows("Nothing is waiting.", "no case has gone quiet")
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân", Suicide: data.Crisis{Thoughts: data.Yes}}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := data.Add(t.Context(), s.vault, id, data.Plan{Review: caseNoon.AddDate(0, 0, -3)}); err != nil {
		t.Fatal(err)
	}
	contact, err := s.vault.LogContact(t.Context(), data.Contact{Started: caseNoon, CalledName: "Gethin", Debrief: true})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenToday})
	s.with(withShift, fyne.KeyT)
	s.shows("Crisis: not finished: 1", "Plan reviews overdue: 1", "Due 20 Nov 2026", "Would like to talk it over: 1", "Mair Example", "3 things wait across the team.")

	for at, want := range []Route{
		{Screen: ScreenCase, ID: id.String()}, {Screen: ScreenCase, ID: id.String(), Tab: "plan"}, {Screen: ScreenContact, ID: contact.String()},
	} {
		s.goTo(Route{Screen: screenOversight})
		s.key(fyne.KeyHome)
		for range at {
			s.key(fyne.KeyDown)
		}
		s.key(fyne.KeyReturn)
		got := s.shell.Current().Route()
		if want.Tab == "" {
			got.Tab = ""
		}
		if got != want {
			t.Errorf("row %d opens %v, want %v", at+1, got, want)
		}
	}

	s.with(withShift, fyne.KeyH)
	s.goTo(Route{Screen: screenOversight})
	if strings.Contains(s.words(), "Siân") {
		t.Error("a name is shown while names are covered")
	}
	s.with(withShift, fyne.KeyH)
	s.app.speak("cy")
	s.now().shows("Beth sy'n aros ar draws y tîm", "Adolygiadau cynllun yn hwyr: 1")
}

func TestTheOrganisationSaysWhenACaseIsQuiet(t *testing.T) {
	s := newAppStage(t).created()
	s.goTo(Route{Screen: ScreenSettings})
	s.choose("After how many days without anything written is a case asked after?", "4")
	s.accept()
	if got := s.vault.Organisation().Quiet(); got != 42 {
		t.Errorf("a case is asked after when %d days have passed", got)
	}
}

func TestAVolunteerHasNoListOfTheTeam(t *testing.T) {
	s := newAppStage(t).created()
	s.addColleague("Vali Example", "V")
	s.app.lock()
	s.again()
	s.unlock(volunteerPhrase)
	if strings.Contains(s.words(), "across the team") {
		t.Error("a volunteer is offered the managers' list")
	}
	s.with(withShift, fyne.KeyT)
	if at := s.shell.Current().Route().Screen; at != ScreenToday {
		t.Errorf("the key opens %s", at)
	}
}
