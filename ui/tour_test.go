package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
)

func TestEachRoleHasATourThroughTheMadeUpCharity(t *testing.T) {
	s := newAppStage(t)
	s.app.lookAround(func(e string) { t.Fatal(e) })
	s.now()
	for _, code := range []string{assets.English, assets.Welsh} {
		s.app.speak(code)
		s.now()
		for _, role := range []data.Role{data.Volunteer, data.Caseworker, data.Manager} {
			s.goTo(Route{Screen: ScreenToday})
			s.press(s.app.t("tour." + string(role)))
			steps := s.app.tourSteps(role)
			if len(steps) < 4 || len(steps) > 6 {
				t.Errorf("the tour of a %s has %d steps", role, len(steps))
			}
			for i, want := range steps {
				said := s.app.t("tour." + string(role) + "." + string(rune('1'+i)))
				if got := s.app.t("tour.step", map[string]any{"Step": i + 1, "Steps": len(steps)}); !strings.Contains(s.words(), got) || strings.HasPrefix(said, "tour.") {
					t.Fatalf("%s, step %d: %s", role, i+1, s.words())
				}
				if got := s.shell.Current().Route(); got.Screen != want.Screen || got.Tab != want.Tab {
					t.Errorf("%s, step %d is on %v, want %v", role, i+1, got, want)
				}
				s.shell.Refresh()    // as where a page is read for a while
				s.key(fyne.KeySpace) // on, and at the end away
			}
			if s.app.tour != nil {
				t.Errorf("the tour of a %s has no end", role)
			}
		}
	}
}

func TestATourCanBeLeftAndBegunAgain(t *testing.T) {
	s := newAppStage(t)
	s.app.lookAround(func(e string) { t.Fatal(e) })
	s.now().press("As a manager")
	s.press("Next")
	s.shows("Step 2 of 5.", "Ctrl+Shift+T shows what waits")
	s.press("Back a step")
	s.shows("Step 1 of 5.")
	s.press("Leave the tour")
	if strings.Contains(s.words(), "Step ") {
		t.Error("the tour goes on")
	}
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyF1)
	s.shows("Keys", "A short tour shows")
	s.press("As a caseworker")
	s.now().shows("Step 1 of 6.")
	s.app.lock()
	if s.app.tour != nil {
		t.Error("the tour outlives the lock")
	}
}

func TestRealRecordsHaveNoTour(t *testing.T) {
	s := newAppStage(t).created()
	if strings.Contains(s.words(), "tour") {
		t.Errorf("offered: %s", s.words())
	}
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyF1)
	s.shows("Lock, from anywhere", "make an event of the chosen words")
	if strings.Contains(s.words(), "tour") {
		t.Error("F1 offers a tour of real records")
	}
}
