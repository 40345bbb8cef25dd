package ui

import (
	"strings"
	"testing"

	"noddfa/assets"
	"noddfa/data"
)

func TestAMissingComputerOpensAnIncidentWithItsClockAndWordsThatNameNoClient(t *testing.T) {
	s := newAppStage(t).created()
	s.addColleague("Cadi Example", "C")
	if _, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{}); err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenTeam})
	s.press("A computer is missing")
	s.now()
	s.shows("Which computer?", "This computer", "Mair Example", "Opens with a passphrase alone.")
	s.press("This one is missing") // another, which the records do not know
	s.now()
	s.shows("What went wrong?", "72 hours left", "Was it locked")
	s.accept()
	s.now()
	s.shows("Missing computer", "72 hours left", "What to do now", "Words for the ICO")
	page := the[*requestScreen](s.caseStage)
	id := page.id
	if r := page.file.Request.Value; r.Incident != data.IncidentComputer || r.Lost == nil || r.Lost.Cases != 1 {
		t.Errorf("written down: %+v", r)
	}
	s.press("What to do now")
	s.now()
	s.shows("Ask who used it", "Was the recovery kit near it?", "Words for the trustees")
	s.press("Words for the ICO")
	s.now()
	words := the[*statementScreen](s.caseStage)
	if text := words.text.Value(); !strings.Contains(text, "about 1 case and 0 contacts") || !strings.Contains(text, "The 72 hours end 26 Nov 2026, 12:00") || strings.Contains(text, "Siân") {
		t.Errorf("the ICO reads %s", text)
	}
	words.language = assets.Welsh
	if text := words.sentences(); !strings.Contains(text, "dor data personol") || strings.Contains(text, "Siân") {
		t.Errorf("in Welsh: %s", text)
	}
	s.press("Copy")
	s.shows("Copied.")
	s.enter()
	if doc, err := words.outgoing().doc(t.Context()); err != nil || doc == nil {
		t.Errorf("the paper: %v", err)
	}

	// The log says what was decided, and why.
	f, err := s.vault.OpenRequest(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	f.Request.Value.ICOWhyNot, f.Request.Value.Told = "The disk is encrypted and it was off.", "The chair of the trustees"
	if _, err := s.vault.SaveRequest(t.Context(), id, f.Request.Value); err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: screenIncidents})
	s.shows("Missing computer", "The ICO was not told: The disk is encrypted and it was off.", "The chair of the trustees")
	s.goTo(Route{Screen: ScreenRequests})
	s.shows("The ICO was told, or it is written why not.")
}
