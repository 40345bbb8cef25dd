package ui

import (
	"strings"
	"testing"

	"noddfa/data"
)

func TestTwoVersionsOfAPlanStandBesideEachOther(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	plan := data.Plan{Made: caseNoon, KeptWhere: "at work", Sections: []data.PlanSection{{Title: "Tonight", Actions: []data.PlanAction{
		{What: "Stay at her sister's", Who: "Cerys"}, {What: "Ring the bank"}, {What: "Keep the phone charged"},
	}}}}
	e := record(s, id, plan)
	plan.KeptWhere = "at her sister's"
	plan.Sections = []data.PlanSection{{Title: "Tonight", Actions: []data.PlanAction{
		{What: "Stay at her sister's", Who: "Cerys and Mair"}, {What: "Keep the phone charged"}, {What: "Code word: lemon"},
	}}}
	if _, err := data.Change(t.Context(), s.vault, id, e.ID, plan); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	the[*caseScreen](s).OpenTab(3)
	s.press("Compare versions")
	s.shows("Version 1, 23 Nov 2026", "Version 2, 23 Nov 2026", "Mair Example", "Changed", "Cerys and Mair", "Taken out", "Ring the bank", "Not there any more",
		"Was not there", "Added", "Code word: lemon", "Where can it be kept safely? at work")
	if strings.Contains(s.words(), "Keep the phone charged") {
		t.Error("what is the same is shown")
	}
	s.tick("Show what is the same too")
	s.shows("Keep the phone charged", "Not changed")
	s.press("Back to the plan")
	s.shows("Review and copy", "Code word: lemon")
}
