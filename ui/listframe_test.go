package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

func TestAListHasRoomForRowsInALowWindowWithLargeText(t *testing.T) {
	for _, change := range []func(*Options){func(*Options) {}, welsh} {
		s := newAppStage(t, change, func(o *Options) {
			p := readPreferences(o.Folder)
			p.TextSize = 150
			p.save()
		})
		s.app.lookAround(func(e string) { t.Fatal(e) })
		s.window.Resize(fyne.NewSize(800, 600))
		s.now()
		for _, page := range []Route{{Screen: ScreenToday}, {Screen: ScreenContacts}, {Screen: screenOversight}, {Screen: ScreenLetters}} {
			s.goTo(page)
			var list *widget.List
			s.each(func(o fyne.CanvasObject) {
				if l, ok := o.(*widget.List); ok && l.Visible() {
					list = l
				}
			})
			if list == nil {
				continue // no letter yet
			}
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(list).Y
			if room := min(list.Size().Height, 600-at); room < 9*theme.Size(theme.BodyText) || s.shell.whole.Offset() != 0 {
				t.Errorf("%s leaves %.0f of 600 to its list and is scrolled by %.0f", page.Screen, room, s.shell.whole.Offset())
			}
		}
		s.goTo(Route{Screen: ScreenContacts})
		waits := s.app.t("contacts.waitingCall")
		if strings.Contains(s.words(), waits) {
			t.Error("nothing folded away: nothing is tried here")
		}
		s.press(s.app.t("list.more"))
		s.shows(waits, s.app.t("contacts.show.waiting"))
		s.key(fyne.KeyReturn) // the keyboard is on the button that shows less
		if strings.Contains(s.words(), waits) {
			t.Error("it does not fold away again")
		}
		s.window.Resize(fyne.NewSize(1280, 1000))
		s.shows(waits, s.app.t("contacts.show.waiting"))
		if strings.Contains(s.words(), s.app.t("list.more")) {
			t.Error("a window with room offers to show more")
		}
	}
}

func TestNoTitleIsCutBesideTheWayBack(t *testing.T) {
	s := newAppStage(t)
	s.app.lookAround(func(e string) { t.Fatal(e) })
	s.app.speak(assets.Welsh)
	s.now()
	for _, text := range theme.TextSizes() {
		s.app.prefs.TextSize = text
		s.app.restyle()
		s.now()
		s.goTo(Route{Screen: ScreenTeam})
		s.goTo(Route{Screen: screenOversight})
		for width := float32(800); width <= 1600; width += 80 {
			s.window.Resize(fyne.NewSize(width, 800))
			title := s.shell.title
			if has, needs := title.Size().Width, widget.Fit(title, width).Width; has < needs {
				t.Errorf("with text of %d per cent in %.0f the title has %.0f of %.0f", text, width, has, needs)
			}
		}
	}
}
