package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// Tab from nowhere would go through the rail and the header first.
func TestTheKeyboardBeginsOnWhatCanBeDone(t *testing.T) {
	s := newAppStage(t).created()
	for _, name := range []string{"Sam", "Alex"} {
		if _, err := s.vault.LogContact(t.Context(), data.Contact{
			CalledName: name, Said: "They want money.", Town: "Westmouth", Matter: data.OnlineBlackmail, Number: "07700 900123", Platform: "X",
			FollowUp: data.FollowUp{Who: "Mair Example", On: caseNoon, Promised: "Ring back"},
		}); err != nil {
			t.Fatal(err)
		}
	}
	on := func(label string) {
		t.Helper()
		if b, ok := s.window.Canvas().Focused().(*widget.Button); !ok || b.Label() != label {
			t.Errorf("the keyboard is not on %q but on %T", label, s.window.Canvas().Focused())
		}
	}
	s.window.Resize(fyne.NewSize(800, 600))
	s.goTo(Route{Screen: ScreenContacts})
	s.letters("sam")
	s.key(fyne.KeyDown)
	s.key(fyne.KeyReturn)
	page := the[*contactScreen](s.caseStage)
	if page.Title() != "Sam" {
		t.Fatalf("%q is open", page.Title())
	}
	on("Change")
	for key, scrolled := range map[fyne.KeyName]bool{fyne.KeyEnd: true, fyne.KeyHome: false} {
		page.page.ScrollTo(50)
		s.key(key)
		if at := page.page.Offset(); at > 50 != scrolled || at == 50 {
			t.Errorf("%s scrolls to %.0f", key, at)
		}
	}
	s.goTo(Route{Screen: screenEndShift})
	on("Open")
	for page, label := range map[Route]string{
		{Screen: ScreenTeam}: "What waits across the team", {Screen: screenIncidents}: "Write down what happened", {Screen: screenLost}: "This one is missing",
	} {
		s.goTo(page)
		on(label)
	}
}
