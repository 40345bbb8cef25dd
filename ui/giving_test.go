package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"noddfa/data"
	"noddfa/ui/widget"
)

// givingStage is a case with two notes that somebody asks for, and the page on which they are given out.
func givingStage(t *testing.T, kind data.RequestKind) (s *appStage, caseID, request data.ID) {
	t.Helper()
	s = newAppStage(t).created()
	ctx := t.Context()
	caseID, err := s.vault.StartCase(ctx, data.Case{CalledName: "Siân", SafeContact: data.SafeContact{Rule: "Ring after six."}}, data.Person{FirstName: "Siân"})
	if err != nil {
		t.Fatal(err)
	}
	record(s.caseStage, caseID, data.Suspect{Names: "Darren Pugh"})
	for _, n := range []data.Note{{Practical: true, Said: "Darren Pugh waited at the bank."}, {Said: "She wept.\n" + strings.Repeat("She said it again.\n", 24), CheckBefore: true}} {
		if _, err := s.vault.WriteNote(ctx, caseID, n); err != nil {
			t.Fatal(err)
		}
	}
	asker := data.AskerPerson
	if kind == data.VictimInformation {
		asker = data.AskerPolice
	}
	if request, err = s.vault.SaveRequest(ctx, data.ID{}, data.Request{Kind: kind, Name: "Siân", Case: caseID, Asker: asker}); err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenRequest, ID: request.String()})
	s.press("Give notes out")
	return s, caseID, request
}

// has looks until a page shows a text: records lie in no order of their own.
func (s *appStage) has(text string) bool { return strings.Contains(s.words(), text) }

func TestNothingIsGivenOutBeforeEachRecordWasLookedAt(t *testing.T) {
	s, caseID, request := givingStage(t, data.SubjectAccess)
	s.shows("Ring after six.", "3 have not been looked at yet.", "Names or is about somebody else", "Emotional support", "Check before showing to the person")
	if s.has("Make the paper") {
		t.Fatal("a paper is offered before anybody looked")
	}
	for _, of := range []struct{ request, want string }{{request.String(), ScreenTeam}, {"", ScreenCases}} {
		if got := section(Route{Screen: ScreenGiving, ID: caseID.String(), Tab: of.request}); got != of.want {
			t.Errorf("with the request %q it belongs to %s", of.request, got)
		}
	}
	s.entry("From").Set("when it began")
	s.accept()
	s.press("Show these records")
	s.shows("Not understood. Put it right to go on.")
	s.entry("From").Set("")
	s.tick("The person and people around them")
	if s.has("Look at the next") {
		t.Error("a paper goes on from records that were chosen before")
	}
	s.accept() // shows them
	s.shows("2 have not been looked at yet.")
	for range 2 {
		s.accept() // the next that nobody has looked at
		switch {
		case s.has("Darren Pugh waited"):
			s.shows("Names or is about somebody else")
			s.key(fyne.KeyReturn) // strikes the name that was found
			s.shows("As it will be printed:", "[left out] waited at the bank.")
			if s.has("Strike the name that was found") {
				t.Error("it offers to strike what is struck")
			}
			s.press("Put the words back")
			areas := the[*givingScreen](s.caseStage).areas
			s.window.Canvas().Focus(areas[0])
			selectFirst(areas[0], len("Darren Pugh"))
			s.key(fyne.KeyDelete)
			s.shows("As it will be printed:", "[left out] waited at the bank.")
			s.tick("Practical, not emotional support: Yes")
			if item := the[*givingScreen](s.caseStage); len(struckIn(item.giving.Choices[0], 2)) != 1 || s.window.Canvas().Focused() != item.ticks[1].(fyne.Focusable) {
				t.Errorf("an answer that is not to be given: %+v", item.giving.Choices)
			}
			s.key(fyne.KeySpace) // it is where it was
			s.tick("Practical, not emotional support: Yes")
			s.window.Canvas().Focus(the[*givingScreen](s.caseStage).areas[0])
			s.letters("x") // the record is not changed here
			if got := the[*givingScreen](s.caseStage).areas[0].Value(); got != "Darren Pugh waited at the bank." {
				t.Errorf("the record reads %q", got)
			}
			s.accept()
		default:
			s.shows("She wept.", "Ring after six.", "Read on")
			for range 20 { // until the answers under the text were in sight
				if s.has("Seen, include") {
					break
				}
				s.accept()
			}
			if page := the[*givingScreen](s.caseStage); !page.page.AtEnd() || page.page.Offset() == 0 {
				t.Error("a record is included before its end was in sight")
			}
			s.accept()
			s.shows("Could it put somebody in danger") // asks each time
			s.enter()
		}
		if the[*givingScreen](s.caseStage).at >= 0 {
			s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
	}
	s.shows("Every record has been looked at.", "words in 2 places")
	s.app.lock() // nothing is kept yet
	s.again()
	s.unlock(stagePassphrase)
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Give notes out")
	s.goTo(givingRoute(caseID, request))
	s.shows("Every record has been looked at.", "words in 2 places")
	s.accept()
	s.enter()
	s.shows("Papers that were made", "2 pages")
	s.key(fyne.KeyReturn) // save it protected: what comes next has the keyboard
	path := filepath.Join(s.home, "copy.pdf")
	s.typeIn("File", path)
	s.enter()
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	r, err := s.vault.OpenRequest(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	if gave := r.Request.Value.Gave; len(gave) != 2 || gave[1].How != data.GaveProtected || gave[1].Pages != 2 {
		t.Errorf("the request says %+v", gave)
	}
	s.tick("I have written the password down, or told them on the phone")
	s.enter()
	s.goTo(Route{Screen: ScreenCase, ID: caseID.String(), Tab: tabHistory})
	s.shows("Notes given out")
	s.goTo(Route{Screen: ScreenTeam})
	s.shows("2 pages · SHA-256 of the file: ")
	given := s.file(caseID).Given[0].Value.Paper
	for _, item := range given.Items {
		for _, f := range item.Fields {
			for _, p := range f.Parts {
				if strings.Contains(p.Text, "Darren") {
					t.Errorf("struck out and given: %+v", given)
				}
			}
		}
	}
}

// selectFirst selects the first letters of a field, as Shift and the arrows do.
func selectFirst(a *widget.TextArea, letters int) {
	a.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	a.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyHome, Modifier: fyne.KeyModifierShortcutDefault})
	a.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	for range letters {
		a.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	a.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func TestEmotionalSupportIsLeftOutOfAVictimInformationRequestUnlessItIsPutIn(t *testing.T) {
	s, _, _ := givingStage(t, data.VictimInformation)
	s.shows("Notes of emotional support are left out unless you open and include them.")
	if s.has("Ring after six.") {
		t.Error("how to reach the person safely stands where the police ask")
	}
	s.tick("Notes")
	s.press("Show these records")
	s.shows("1 has not been looked at yet.", "Left out · emotional support")
	page := the[*givingScreen](s.caseStage)
	shown := page.page.Offset() // where the records begin
	if shown == 0 {
		t.Error("which records they are is below the window")
	}
	s.press("Keep for later")
	s.shows("Kept in the case. Noddfa has told no one.")
	s.accept()
	s.shows("Darren Pugh waited at the bank.")
	s.press("Leave out")
	s.enter()
	s.shows("Every record has been looked at.")
	if page.page.Offset() < shown {
		t.Errorf("what was decided is below the window: %v of %v", page.page.Offset(), shown)
	}
	s.accept()
	s.enter()
	s.shows("All of it is left out.")
}

func TestARestrictedCaseAsksEachTimeBeforeNotesAreGivenOut(t *testing.T) {
	s, caseID, request := givingStage(t, data.SubjectAccess)
	m, err := s.vault.AddMember(t.Context(), "Cadi Example", data.Caseworker, "four other plain words")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.vault.Restrict(t.Context(), caseID, []data.ID{s.vault.Me().ID, m.ID}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s.goTo(givingRoute(caseID, request))
		s.shows("This case is restricted to named colleagues.")
		if s.has("have not been looked at") {
			t.Fatal("it shows the records before it asks")
		}
		s.accept()
		s.shows("3 have not been looked at yet.", "Nobody has written down yet that their identity is confirmed.")
		s.goTo(Route{Screen: ScreenToday})
	}
}
