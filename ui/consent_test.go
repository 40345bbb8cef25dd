package ui

import (
	"strings"
	"testing"

	"noddfa/data"
)

func TestWithdrawnSharingLeavesSupportAndMakesATaskForEachLetter(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	record(s, id, data.Consent{Given: caseNoon, Scope: data.ConsentSupport})
	record(s, id, data.Consent{Given: caseNoon, Scope: data.ConsentPolice})
	record(s, id, data.IssuedLetter{Letter: data.Letter{Number: "NOD-TEST-01/1", Basis: data.BasisConsent}, Issued: caseNoon})
	record(s, id, data.IssuedLetter{Letter: data.Letter{Number: "NOD-TEST-01/2", Basis: data.BasisVital}, Issued: caseNoon})
	the[*caseScreen](s).Refresh()
	the[*caseScreen](s).OpenTab(6)
	s.press("Withdraw", 1)
	s.shows("Did they withdraw support, sharing, or both?", "What stops:",
		"1 letter still says that consent was given", "NOD-TEST-01/1 · Monday 23 November 2026")
	s.accept()
	f := s.file(id)
	support, _ := f.Consent(data.ConsentSupport)
	sharing, _ := f.Consent(data.ConsentPolice)
	if !support.Stands() || sharing.Stands() {
		t.Errorf("support %+v, sharing %+v", support, sharing)
	}
	if len(f.Tasks) != 1 || !strings.Contains(f.Tasks[0].Value.What, "NOD-TEST-01/1") || f.Tasks[0].Value.Due.IsZero() {
		t.Errorf("tasks: %+v", f.Tasks)
	}
	s.shows("Withdrawn on Monday 23 November 2026", "Given on Monday 23 November 2026")
}

func TestWhatWithdrawingConsentStopsHasTheEnglishBeneathTheWelsh(t *testing.T) {
	s := newCaseStage(t, "cy")
	id := s.newCase(data.Case{}, data.Person{}, "")
	record(s, id, data.Consent{Given: caseNoon, Scope: data.ConsentPolice})
	the[*caseScreen](s).Refresh()
	the[*caseScreen](s).OpenTab(6)
	s.press("Tynnu'n ôl")
	s.shows("Beth sy'n stopio:", "What stops: no letter can rest on this consent any more.")
}
