package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// ticked are the labels of the ticks that are there.
func (s *appStage) ticked() []string {
	var labels []string
	s.each(func(o fyne.CanvasObject) {
		if c, ok := o.(*widget.Check); ok && c.On() {
			labels = append(labels, c.AccessibilityLabel())
		}
	})
	return labels
}

func TestWhoMayOpenACaseIsKeptUntilItIsSaved(t *testing.T) {
	s, of := lockStage(t)
	s.goTo(Route{Screen: ScreenCase, ID: of.String()})
	pageOf[*overviewPage](s.caseStage).editAccess()
	s.app.runner.putOff = true
	s.tick("Nia Example")
	s.lockKey()
	s.again()
	s.unlock(stagePassphrase)
	drafts, err := s.vault.Drafts(t.Context())
	if err != nil || len(drafts) != 1 {
		t.Fatalf("kept %v, %v", drafts, err)
	}
	if got := strings.Join(s.ticked(), " "); !strings.Contains(got, "Nia Example") {
		t.Fatalf("ticked: %s", got)
	}
	s.tick("Mair Example")
	s.press("Save")
	if named := s.vault.NamedMembers(of); len(named) != 2 {
		t.Errorf("the case is restricted to %v", named)
	}
	if drafts, _ := s.vault.Drafts(t.Context()); len(drafts) != 0 {
		t.Errorf("still kept: %v", drafts)
	}
}

func TestAPassphraseIsNeverKept(t *testing.T) {
	s := newAppStage(t).created()
	s.goTo(Route{Screen: ScreenTeam})
	s.accept()
	s.typeIn("Name", "Vali Example")
	s.typeIn("Passphrase", volunteerPhrase)
	s.typeIn("The same once more", volunteerPhrase)
	drafts, err := s.vault.Drafts(t.Context())
	if err != nil || len(drafts) != 1 {
		t.Fatalf("kept %v, %v", drafts, err)
	}
	if body := string(drafts[0].Body); strings.Contains(body, "orchard") || !strings.Contains(body, "Vali Example") {
		t.Errorf("kept: %s", body)
	}
	s.press("Add a colleague")
	if drafts, _ := s.vault.Drafts(t.Context()); len(drafts) != 0 {
		t.Errorf("still kept: %v", drafts)
	}
}

// A backup that is overdue is told in one place.
func TestAnOverdueBackupIsToldOnce(t *testing.T) {
	s := newAppStage(t).created()
	o := s.vault.Organisation()
	o.Made = caseNoon.AddDate(0, -1, 0)
	if err := s.vault.SaveOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	s.app.readStanding(Route{Screen: ScreenToday})
	s.now().shows("No backup outside this computer", "There is no backup yet.")
	if strings.Contains(s.words(), "There has been no backup") {
		t.Error("it is told twice")
	}
	s.goTo(Route{Screen: ScreenContacts})
	s.shows("There has been no backup for more than a week.")
	s.goTo(Route{Screen: ScreenToday})
	if strings.Contains(s.words(), "There has been no backup") {
		t.Error("it is told twice after coming back")
	}
}

// A question that cannot be asked any more gives back what was typed into it.
func TestWordsForAQuestionThatIsOverAreShownOnce(t *testing.T) {
	s, of := lockStage(t)
	draft := askedDraft + "attach.erase:" + data.NewID().String()
	at := Route{Screen: ScreenCase, ID: of.String(), Tab: tabNotes}
	if err := s.vault.SaveDraft(t.Context(), draft, typedInto{At: at, Texts: map[string]string{"attach.erase.reason": "Sent by mistake"}}); err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Unfinished", "Erase")
	the[*todayScreen](s.caseStage).opens[draft]()
	s.shows("This can no longer be asked", "Sent by mistake")
	if drafts, _ := s.vault.Drafts(t.Context()); len(drafts) != 0 {
		t.Errorf("still kept: %v", drafts)
	}
}
