package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

func TestSaveOfTheSettingsAndOfOurOwnWordsIsInSight(t *testing.T) {
	s := newAppStage(t, welsh, func(o *Options) {
		p := readPreferences(o.Folder)
		p.TextSize = 150
		p.save()
	})
	s.app.lookAround(func(e string) { t.Fatal(e) })
	s.now()
	s.window.Resize(fyne.NewSize(800, 600))
	for _, screen := range []string{ScreenSettings, screenWording} {
		s.goTo(Route{Screen: screen})
		if end, there := s.bottom(s.app.t("settings.save")); !there || end > 600 {
			t.Errorf("the button that saves %s ends at %.0f (there: %v)", screen, end, there)
		}
	}
}

func TestKeepingOurOwnWordsSealedIsAskedFirst(t *testing.T) {
	s := newAppStage(t).created()
	s.goTo(Route{Screen: screenWording})
	var first string
	s.each(func(o fyne.CanvasObject) {
		if c, ok := o.(*widget.Check); ok && first == "" {
			first = c.Describe().Name
		}
	})
	if first != "Lock our own words away with the records" {
		t.Errorf("the first tick is %q", first)
	}
}

func TestOtherPagesLeadToThePartOfTheSettingsThatTheyMean(t *testing.T) {
	s := newAppStage(t)
	s.app.lookAround(func(e string) { t.Fatal(e) })
	s.now()
	s.window.Resize(fyne.NewSize(800, 600))
	for _, tt := range []struct {
		from Route
		link string
		name string
	}{
		{Route{Screen: screenOversight}, "After how many days a case counts as quiet", "After how many days without anything written is a case asked after?"},
	} {
		s.goTo(tt.from)
		s.press("More choices") // the window is low
		s.press(tt.link)
		s.inSight(tt.name)
	}
	for part, name := range map[string]string{settingsOnCall: "Add a name", settingsBackup: "Folder", settingsPolice: "Police force"} {
		s.goTo(Route{Screen: ScreenToday})
		s.goTo(Route{Screen: ScreenSettings, Tab: part})
		s.inSight(name)
	}
}

// inSight checks that the keyboard is on what is called so, and that it can be seen.
func (s *appStage) inSight(name string) {
	s.t.Helper()
	focused, ok := s.window.Canvas().Focused().(widget.Described)
	if !ok || focused.Describe().Name != name {
		s.t.Errorf("the keyboard is on %v, not on %q", focused, name)
		return
	}
	page := the[*settingsScreen](s.caseStage).page
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(focused).Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(page).Y
	if top < 0 || top+focused.Size().Height > page.Size().Height {
		s.t.Errorf("%q lies from %.0f to %.0f of %.0f", name, top, top+focused.Size().Height, page.Size().Height)
	}
}

func TestAnAddressOfThePoliceIsSetOnceAndOnTheNextLetters(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân", Police: data.PoliceState{Force: "gwent"}}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	choices := data.LetterChoices{Type: data.NewReport, Force: "gwent", Language: data.English}
	to := func(c data.LetterChoices) []string {
		letter, _, err := s.vault.Compose(t.Context(), id, c)
		if err != nil {
			t.Fatal(err)
		}
		return letter.To.Address
	}
	if got := to(choices); len(got) != 0 {
		t.Fatalf("an address that nobody set: %q", got)
	}
	s.goTo(Route{Screen: ScreenSettings, Tab: settingsPolice, ID: "gwent"})
	s.typeIn("Delivery address, a line each", "1 Example Road\n\nCwmbran")
	s.press("Save")
	if got := to(choices); len(got) != 2 || got[1] != "Cwmbran" {
		t.Errorf("the letter goes to %q", got)
	}
	choices.Force = "south-wales"
	if got := to(choices); len(got) != 0 {
		t.Errorf("another force has the address: %q", got)
	}
	choices.Force, choices.Address = "gwent", []string{"2 Example Road"}
	if got := to(choices); len(got) != 1 || got[0] != "2 Example Road" {
		t.Errorf("what is written for one letter: %q", got)
	}
	s.goTo(Route{Screen: ScreenCompose, ID: id.String()})
	s.shows("Delivery address", "1 Example Road", "Cwmbran")
}

// What is asked there always has an answer: chosen once more, it stays.
func TestAnAnswerThatIsAlwaysNeededIsNotTakenBack(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{FirstName: "Siân"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []Route{
		{Screen: ScreenSettings},
		{Screen: ScreenInsights},
		{Screen: ScreenContacts},
		{Screen: screenWording},
		{Screen: screenRetention},
		{Screen: ScreenGiving, ID: id.String()},
		{Screen: ScreenCase, ID: id.String(), Tab: tabPlan},
		{Screen: ScreenTeam},
	} {
		s.goTo(r)
		if r.Screen == ScreenTeam {
			s.accept() // a colleague's role
		}
		asked := 0
		s.each(func(o fyne.CanvasObject) {
			c, ok := o.(*widget.Choice)
			if !ok || c.Chosen() == "" {
				return
			}
			asked++
			before := c.Chosen()
			if c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}); c.Chosen() != before {
				t.Errorf("%s %s: %q was taken back", r.Screen, r.Tab, before)
			}
		})
		if asked == 0 {
			t.Errorf("nothing is chosen on %s", r.Screen)
		}
	}
}
