package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/data"
)

func TestACaseIsClosedWithItsOutcomeAndOpenedAgain(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{CalledName: "Cerys", DangerNow: data.Yes}, data.Person{}, "")
	record(s, id, data.Task{What: "Ring the bank"})
	s.shell.Refresh()
	s.press("Close the case")
	s.shows("• How it ended is not chosen", "• It still says: in danger now", "• Tasks are open")
	s.accept()
	s.shows("Not closed yet.")
	if line, _ := s.vault.CaseLine(id); !line.Closed.IsZero() {
		t.Fatal("it was closed")
	}
	s.press("Cancel")
	c := s.file(id).Case.Value
	c.DangerNow = data.No
	if _, err := data.Change(t.Context(), s.vault, id, id, c); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	s.press("Close the case")
	s.key(fyne.KeyDown) // how it ended
	test.Type(s.entry("How it was left, and what the person was told"), "They know where we are.")
	s.tick("Close it all the same: the open tasks stay with their owners")
	if strings.Contains(s.words(), "Tasks are open") {
		t.Error("what is settled still stands among what is missing")
	}
	s.accept()
	s.shows("Closed on Monday 23 November 2026 by Mair Example", "Support completed", "They know where we are.", "Closed")
	s.press("Open the case again")
	test.Type(s.entry("Why it was opened again?"), "rang again")
	s.enter()
	s.shows("Why it was opened again? rang again")
	if got := s.file(id).Case.Value; !got.Closed.IsZero() || got.ReopenedWhy != "rang again" {
		t.Errorf("opened again: %+v", got)
	}
}

func TestWhereRiskHasRisenSomebodyIsToBeRung(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{CalledName: "Siân"}, data.Person{}, "")
	for i, c := range []struct {
		level data.RiskLevel
		rose  bool
	}{{data.RiskStandard, false}, {data.RiskHigh, true}, {data.RiskMedium, false}} {
		record(s, id, data.Assessment{Made: caseNoon.Add(time.Duration(i) * time.Minute), Level: c.level})
		s.shell.Refresh()
		if strings.Contains(s.words(), "Noddfa has told no one.") != c.rose {
			t.Errorf("after %s: %s", c.level, s.words())
		}
	}
}

func TestANewAssessmentProposesItsNextReviewInSixWeeks(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	s.press("Assess")
	s.shows("Six to eight weeks from now is usual")
	s.accept()
	if got := s.file(id).Assessments; len(got) != 1 || !got[0].Value.Review.Equal(startOfToday(caseNoon).Add(42*24*time.Hour)) {
		t.Errorf("assessments: %+v", got)
	}
}

func TestTheFirstConsentToShareWithOthersCanBeRecorded(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, tabConsent)
	s.press("Record", 2)
	s.accept()
	if got := s.file(id).Consents; len(got) != 1 || got[0].Value.Scope != data.ConsentOther {
		t.Errorf("consents: %+v", got)
	}
}
