package ui

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/assets"
	"noddfa/data"
)

func TestPlanBeginsInThePersonsLanguageAndForTheirMatter(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{Matter: data.Stalking}, data.Person{Language: data.Welsh}, tabPlan)
	section := assets.Plan(assets.Stalking).Sections[0]
	s.shows(section.Title.CY, section.Actions[0].CY)
	s.tick(section.Actions[0].CY)
	s.accept()
	plan, ok := s.file(id).Plan()
	if !ok || plan.Value.Language != data.Welsh || plan.Value.Matter != data.Stalking || plan.Value.Review.IsZero() {
		t.Fatalf("plan: %+v", plan.Value)
	}
	if got := plan.Value.Sections[0].Actions; len(got) != 1 || got[0].What != section.Actions[0].CY {
		t.Errorf("actions: %+v", got)
	}
	s.shows(section.Actions[0].CY, "Version 1")
}

func TestEveryChangeOfAPlanIsAVersion(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	record(s, id, data.Plan{Made: caseNoon, Sections: []data.PlanSection{{Title: "Tonight", Actions: []data.PlanAction{{What: "Ring my sister"}}}}})
	the[*caseScreen](s).Refresh()
	the[*caseScreen](s).OpenTab(3)
	s.tick("Ring my sister")
	s.press("Add")
	test.Type(s.entry("What"), "Sleep at hers")
	test.Type(s.entry("Who"), "Me")
	test.Type(s.entry("By when"), "in 2 days")
	s.accept()
	plan, _ := s.file(id).Plan()
	actions := plan.Value.Sections[0].Actions
	if plan.Versions != 3 || len(actions) != 2 || !actions[0].Done.Equal(caseNoon) || actions[1].Who != "Me" || actions[1].By.IsZero() {
		t.Errorf("version %d: %+v", plan.Versions, actions)
	}
	s.shows("Sleep at hers", "Version 3")
	s.press("Change", 2) // the first is that of the safe-contact rule
	s.press("Take this out of the plan")
	plan, _ = s.file(id).Plan()
	if len(plan.Value.Sections[0].Actions) != 1 || plan.Versions != 4 {
		t.Errorf("version %d: %+v", plan.Versions, plan.Value.Sections[0].Actions)
	}
}

func TestPrintedPlanIsAskedAboutAndRecorded(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{FirstName: "Siân", Surname: "Example"}, "")
	record(s, id, data.Plan{Made: caseNoon, Sections: []data.PlanSection{{Title: "Tonight"}}})
	the[*caseScreen](s).Refresh()
	the[*caseScreen](s).OpenTab(3)
	s.press("Save for printing")
	s.shows("Who will read it from this folder?", "leaves Noddfa")
	if name := filepath.Base(s.entry("File").Value()); name != s.file(id).Line.Reference+" plan.pdf" {
		t.Errorf("the file is named %q", name)
	}
	path := filepath.Join(t.TempDir(), "plan.pdf")
	s.entry("File").Set(path)
	s.enter()
	saved := s.file(id).Saved
	if !slices.ContainsFunc(saved, func(e data.Entry[data.SavedFile]) bool { return e.Value.Path == path }) {
		t.Errorf("saved: %+v", saved)
	}
	s.shows("Saved ")
}

func TestAReviewOfAPlanSaysWhatWasFoundAndWhenTheNextIs(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	record(s, id, data.Plan{Made: caseNoon, Review: caseNoon.AddDate(0, 0, -3), Sections: []data.PlanSection{
		{Title: "Tonight", Actions: []data.PlanAction{{What: "Ring my sister"}, {What: "Sleep at hers"}}},
	}})
	the[*caseScreen](s).Refresh()
	the[*caseScreen](s).OpenTab(3)
	s.shows("The review of this plan is overdue since", "Plan review overdue since 20 Nov", "Plan (overdue)", "Review this plan")
	s.accept()
	test.Type(s.entry("What you found"), "The sister moved. Two new accounts wrote.")
	s.tick("Ring my sister")
	s.entry("Look at it again on").Set("in 7 days")
	the[*caseScreen](s).turn(tabNotes) // the telephone rings
	the[*caseScreen](s).turn(tabPlan)
	s.press("Review this plan")
	s.shows("The sister moved.")
	s.accept()
	plan, _ := s.file(id).Plan()
	if r := plan.Value.Reviews; len(r) != 1 || r[0].Found != "The sister moved. Two new accounts wrote." || r[0].By != "Mair Example" || !r[0].On.Equal(caseNoon) {
		t.Fatalf("reviews: %+v", r)
	}
	if next := startOfToday(caseNoon).AddDate(0, 0, 7); !plan.Value.Review.Equal(next) || !s.file(id).Line.PlanReview.Equal(next) {
		t.Errorf("the next review is on %v", plan.Value.Review)
	}
	if a := plan.Value.Sections[0].Actions; !a[0].Done.Equal(caseNoon) || !a[1].Done.IsZero() {
		t.Errorf("actions: %+v", a)
	}
	s.shows("What the reviews found", "Two new accounts wrote.")
	if strings.Contains(s.words(), "overdue") {
		t.Error("the review is still due")
	}
	the[*caseScreen](s).OpenTab(7)
	s.shows("What you found: The sister moved.", "Look at it again on")
}

// planStage shows the plan of a case with two actions.
func planStage(s *caseStage, plan data.Plan) data.ID {
	id := s.newCase(data.Case{}, data.Person{}, "")
	plan.Made = caseNoon
	if plan.Sections == nil {
		plan.Sections = []data.PlanSection{{Title: "Tonight", Actions: []data.PlanAction{{What: "Ring my sister", By: caseNoon.AddDate(0, 0, 2)}}}}
	}
	record(s, id, plan)
	the[*caseScreen](s).Refresh()
	the[*caseScreen](s).OpenTab(3)
	return id
}

func (s *caseStage) escape() {
	s.t.Helper()
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
}

func TestEscClosesTheFormOfAPlanAndKeepsWhatWasTyped(t *testing.T) {
	s := newCaseStage(t, "en")
	id := planStage(s, data.Plan{Review: caseNoon.AddDate(0, 0, 9)})
	page := the[*caseScreen](s)
	s.press("Review and copy")
	s.escape()
	if page.editor != nil || page.aside != nil {
		t.Fatalf("nothing was typed and the form is still there: %s", s.words())
	}
	s.press("Review and copy")
	s.typeOn("Where can it be kept safely?", "at her sister's")
	s.escape()
	s.shows("What you typed is kept: Review and copy.", "Ring my sister")
	s.press("Go on with it")
	if kept := s.entry("Where can it be kept safely?").Value(); kept != "at her sister's" {
		t.Fatalf("kept %q", kept)
	}
	s.typeOn("Look at it again on", "when she rings")
	s.escape()
	if page.editor != nil {
		t.Error("the form is still there")
	}
	s.press("Go on with it")
	if kept := s.entry("Look at it again on").Value(); kept != "when she rings" {
		t.Errorf("of the day that was not understood it kept %q", kept)
	}
	s.escape()
	if plan, _ := s.file(id).Plan(); plan.Versions != 1 {
		t.Errorf("Esc has saved version %d", plan.Versions)
	}
}

func TestEscLeadsFromTwoVersionsBackToThePlan(t *testing.T) {
	s := newCaseStage(t, "en")
	planStage(s, data.Plan{})
	s.press("Compare versions")
	s.escape()
	s.shows("Review and copy")
}

func TestAPlanSavedAsItWasIsNoVersion(t *testing.T) {
	s := newCaseStage(t, "en")
	id := planStage(s, data.Plan{Review: caseNoon.AddDate(0, 0, 9), CopyGiven: data.No})
	s.press("Review and copy")
	s.accept()
	s.press("Change", 1) // the first is that of the safe-contact rule
	s.accept()
	if plan, _ := s.file(id).Plan(); plan.Versions != 1 {
		t.Errorf("version %d", plan.Versions)
	}
	s.press("Review and copy")
	s.typeOn("Where can it be kept safely?", "at work")
	s.accept()
	if plan, _ := s.file(id).Plan(); plan.Versions != 2 {
		t.Errorf("version %d", plan.Versions)
	}
}

func (s *caseStage) typeOn(label, text string) {
	s.t.Helper()
	e := s.entry(label)
	s.window.Canvas().Focus(e)
	e.Set(text)
}
