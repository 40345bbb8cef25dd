package ui

import (
	"testing"

	"fyne.io/fyne/v2"

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
	if first != "Keep our own words sealed while the records are locked" {
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
		s.press(tt.link)
		s.inSight(tt.name)
	}
	for part, name := range map[string]string{settingsOnCall: "Add a name", settingsBackup: "Folder"} {
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
