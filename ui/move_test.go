package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"noddfa/data"
)

func TestANoteOnTheWrongCaseIsMovedAndBothSidesShowIt(t *testing.T) {
	s := newCaseStage(t, "en")
	right := s.newCase(data.Case{CalledName: "Elin"}, data.Person{}, tabNotes)
	wrong := s.newCase(data.Case{CalledName: "Rhodri"}, data.Person{}, tabNotes)
	to, from := s.file(right).Line.Reference, s.file(wrong).Line.Reference
	if _, err := s.vault.WriteNote(t.Context(), wrong, data.Note{Said: "She was followed home."}); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	s.press("Move to another case")
	test.Type(s.entry("Reference of the right case"), "NOD-XXXX-00")
	test.Type(s.entry("Why it was on the wrong case"), "two windows open")
	s.enter()
	s.shows("Move this note to another case") // there is no such case
	s.entry("Reference of the right case").Set("")
	test.Type(s.entry("Reference of the right case"), strings.ToLower(to))
	s.shows("Elin")
	s.enter()
	s.shows("A note was moved to "+to, "Mair Example, ", ": two windows open")
	if strings.Contains(s.words(), "followed home") {
		t.Error("its words are still on the wrong case")
	}
	s.press("Open")
	s.shows("She was followed home.", "Moved here from "+from+" by Mair Example")
	if s.file(right).Notes[0].Value.Said != "She was followed home." || len(s.file(wrong).Notes) != 0 {
		t.Error("the note is not where it belongs")
	}
}

func TestAnEventAndAPlanAreMoved(t *testing.T) {
	s := newCaseStage(t, "en")
	right := s.newCase(data.Case{CalledName: "Elin"}, data.Person{}, "")
	to := s.file(right).Line.Reference
	wrong := s.newCase(data.Case{CalledName: "Rhodri"}, data.Person{}, "")
	record(s, wrong, data.Event{What: "A stone through the window"})
	record(s, wrong, data.Plan{Review: caseNoon.AddDate(0, 0, 7)})
	for _, one := range []struct{ tab, link, title, stub string }{
		{tabOverview, "Move", "Move this event to another case", "An event was moved to "},
		{tabPlan, "Move", "Move this safety plan to another case", "A safety plan was moved to "},
	} {
		s.shell.Go(Route{Screen: ScreenCase, ID: wrong.String(), Tab: one.tab})
		s.shell.Refresh()
		s.press(one.link)
		s.shows(one.title)
		test.Type(s.entry("Reference of the right case"), to)
		s.enter()
		s.shows("Write one sentence why")
		test.Type(s.entry("Why it was on the wrong case"), "the wrong one")
		s.enter()
		s.shows(one.stub + to)
	}
	if f := s.file(right); len(f.Events) != 1 || len(f.Plans) != 1 || len(s.file(wrong).Events) != 0 {
		t.Errorf("the right case has %d events and %d plans", len(f.Events), len(f.Plans))
	}
}

func TestAManagerHoldsACaseAndNothingIsMovedOutOfIt(t *testing.T) {
	s := newCaseStage(t, "en")
	right := s.newCase(data.Case{CalledName: "Elin"}, data.Person{}, "")
	id := s.newCase(data.Case{CalledName: "Rhodri"}, data.Person{}, "")
	s.press("Hold this case")
	test.Type(s.entry("Why it is held"), "a trial in Swansea")
	test.Type(s.entry("Until which day (empty: until somebody lifts it)"), "3 May 2027")
	s.enter()
	s.shows("Legal hold until Monday 3 May 2027, set by Mair Example", "a trial in Swansea. Nothing of this case is erased or moved out.")
	record(s, id, data.Event{What: "A stone"})
	s.shell.Refresh()
	s.press("Move")
	test.Type(s.entry("Reference of the right case"), s.file(right).Line.Reference)
	test.Type(s.entry("Why it was on the wrong case"), "the wrong one")
	s.enter()
	s.shows(s.file(id).Line.Reference + " is under a legal hold that Mair Example set.")
	s.press("Cancel")
	s.press("Lift the hold")
	s.enter()
	s.shows("This case is not under a legal hold.")
	if h := s.file(id).Holds; len(h) != 1 || !h[0].Value.Lifted.Equal(caseNoon) || !h[0].Value.Until.Equal(time.Date(2027, 5, 3, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("holds: %+v", h)
	}
}

func TestTheMoveIsAskedInWelsh(t *testing.T) {
	s := newCaseStage(t, "cy")
	id := s.newCase(data.Case{}, data.Person{}, tabNotes)
	if _, err := s.vault.WriteNote(t.Context(), id, data.Note{Said: "un"}); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	s.press("Symud i achos arall")
	s.shows("Symud y nodyn hwn i achos arall", "Cyfeirnod yr achos cywir")
}

func TestTheSortingOfAContactIsUndone(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Siân", Said: "They want money"})
	if err != nil {
		t.Fatal(err)
	}
	in, err := s.vault.Triage(t.Context(), id, data.ID{})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenContact, ID: id.String()})
	s.press("Undo sorting")
	s.shows("It waits to be sorted again, and everyone who takes contacts can read it again, volunteers too.")
	test.Type(s.entry("Why it was sorted wrongly"), "another Siân")
	s.enter()
	line, _ := s.vault.CaseLine(in)
	s.shows(line.Reference + " was opened for this contact and has nothing else. A manager can erase it.")
	s.enter()
	s.shows("Sort into a case")
	if c := s.contact(id); !c.Case.IsZero() || len(s.file(in).Events) != 0 {
		t.Errorf("it is in %s", c.Case)
	}
}
