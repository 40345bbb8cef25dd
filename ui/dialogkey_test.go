package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

func TestCtrlEnterAnswersAQuestionWhateverInItHasTheKeyboard(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	record(s.caseStage, id, data.Evidence{Kind: "messages", Platform: "Instagram", UniqueID: "u4411"})
	composing(s.caseStage, id)
	s.press("Take over")
	s.key(fyne.KeySpace)
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyReturn)
	if widget.TopLayer(s.window.Canvas()) != nil {
		t.Fatalf("the question is still there: %s", s.words())
	}
	if list := s.file(id).Suspects; len(list) != 1 || len(list[0].Value.Accounts) != 1 {
		t.Errorf("suspects: %+v", list)
	}
	s.newForm()
	s.typeIn("What was said", "They want money by six")
	s.goTo(Route{Screen: ScreenToday})
	s.key(fyne.KeyReturn)
	s.press("Throw it away")
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyReturn)
	s.shows("This unfinished text is thrown away for good.") // that wants its button pressed
}
