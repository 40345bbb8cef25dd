package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"noddfa/data"
)

func TestNoteIsSavedFromTheKeyboardAndSaysSo(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	the[*caseScreen](s).OpenTab(2)
	test.Type(s.window.Canvas().Focused(), "They want £500 by Friday.")
	test.Type(s.entry("What we agreed and I will do"), "Ring the bank")
	s.accept()
	f := s.file(id)
	if len(f.Notes) != 1 || f.Notes[0].Value.Said != "They want £500 by Friday." || len(f.Tasks) != 1 || f.Tasks[0].Value.What != "Ring the bank" {
		t.Fatalf("notes %+v, tasks %+v", f.Notes, f.Tasks)
	}
	s.shows("Saved "+caseNoon.Local().Format("15:04"), "They want £500 by Friday.", "emotional support")
	if got := s.entry("What they said or what happened").Value(); got != "" {
		t.Errorf("still in the box: %q", got)
	}
}

func TestEmptyNoteSavesWithOnlyItsTime(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, tabNotes)
	s.accept()
	notes := s.file(id).Notes
	if len(notes) != 1 || !notes[0].Value.Happened.Time.Equal(caseNoon) {
		t.Errorf("notes: %+v", notes)
	}
}

func TestTypedNoteIsSealedAndOfferedAgain(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, tabNotes)
	test.Type(s.entry("What they said or what happened"), "half a sent")
	s.shell.Leave() // as before a lock
	var sealed data.Note
	if found, err := s.vault.LoadDraft(t.Context(), "note:"+id.String(), &sealed); err != nil || !found || sealed.Said != "half a sent" {
		t.Fatalf("sealed: %+v, %v", sealed, err)
	}
	s.shell.Go(Route{Screen: ScreenCases})
	s.shell.Go(Route{Screen: ScreenCase, ID: id.String(), Tab: tabNotes})
	if got := s.entry("What they said or what happened").Value(); got != "half a sent" {
		t.Errorf("offered %q", got)
	}
	s.shows("This was typed before and not saved.")
	s.accept()
	if got := s.file(id).Notes; len(got) != 1 || got[0].Value.Said != "half a sent" {
		t.Errorf("notes: %+v", got)
	}
	if found, _ := s.vault.LoadDraft(t.Context(), "note:"+id.String(), &sealed); found {
		t.Error("the draft is still there after saving")
	}
}

func TestTypingSurvivesALookAtAnotherTab(t *testing.T) {
	s := newCaseStage(t, "en")
	s.newCase(data.Case{}, data.Person{}, tabNotes)
	test.Type(s.entry("What they said or what happened"), "half")
	the[*caseScreen](s).OpenTab(1)
	s.shell.Refresh()
	the[*caseScreen](s).OpenTab(2)
	if got := s.entry("What they said or what happened").Value(); got != "half" {
		t.Errorf("there is %q", got)
	}
}

func TestAmendedNoteShowsTheOriginal(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, tabNotes)
	if _, err := s.vault.WriteNote(t.Context(), id, data.Note{Said: "It was Friday."}); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	s.press("Amend")
	test.Type(s.entry("What is to be added or put right"), "It was Thursday.")
	s.accept()
	s.shows("It was Friday.", "It was Thursday.", "Amended 23 Nov 2026")
}

func TestLateNoteIsMarked(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, tabNotes)
	for _, hours := range []int{1, 72} {
		if _, err := s.vault.WriteNote(t.Context(), id, data.Note{Happened: data.At(caseNoon.Add(-time.Duration(hours) * time.Hour))}); err != nil {
			t.Fatal(err)
		}
	}
	s.shell.Refresh()
	if got := strings.Count(s.words(), "Written late"); got != 1 {
		t.Errorf("%d notes are marked late", got)
	}
}

func TestSelectedWordsOfANoteBeginAnEvent(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, tabNotes)
	if _, err := s.vault.WriteNote(t.Context(), id, data.Note{Said: "blackmail", Happened: data.OnDay(caseNoon)}); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	for prose := range pageOf[*notesPage](s).noteOf {
		test.DoubleTap(prose)
		s.window.Canvas().Focus(prose)
	}
	pageOf[*notesPage](s).makeEvent()
	if got := s.entry("What happened").Value(); got != "blackmail" {
		t.Fatalf("the event begins with %q", got)
	}
	s.accept()
	if got := s.file(id).Events; len(got) != 1 || got[0].Value.What != "blackmail" || got[0].Value.When.Precision != data.DayOnly {
		t.Errorf("events: %+v", got)
	}
}
