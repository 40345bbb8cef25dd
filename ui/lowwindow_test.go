package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// bottom is where the button with that label ends, in the window.
func (s *appStage) bottom(label string) (float32, bool) {
	var end float32
	found := false
	s.each(func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok && b.Label() == label && !found {
			end, found = fyne.CurrentApp().Driver().AbsolutePositionForObject(b).Y+b.Size().Height, true
		}
	})
	return end, found
}

func TestSaveLockAndCrisisAreInSightInALowWindow(t *testing.T) {
	for _, change := range []func(*Options){func(*Options) {}, welsh} {
		s := newAppStage(t, change, func(o *Options) {
			p := readPreferences(o.Folder)
			p.TextSize = 150
			p.save()
		})
		s.app.lookAround(func(e string) { t.Fatal(e) })
		s.now()
		s.window.Resize(fyne.NewSize(800, 600))
		id := s.vault.Cases()[0].ID
		for _, page := range []struct {
			of   Route
			form func()
			save string
		}{
			{Route{Screen: ScreenToday}, nil, ""},
			{Route{Screen: screenContactForm, ID: newPrefix + data.NewID().String()}, nil, s.app.t("contact.save")},
			{Route{Screen: ScreenCase, ID: id.String(), Tab: tabPlan}, func() { s.accept() }, s.app.t("common.save")},
		} {
			s.goTo(page.of)
			if page.form != nil {
				page.form()
			}
			for _, label := range []string{page.save, s.app.t("shell.crisis.short"), s.app.t("shell.lock")} {
				if end, there := s.bottom(label); label != "" && (!there || end > 600 || end < 20) {
					t.Errorf("%s on %s ends at %.0f (there: %v)", label, page.of.Screen, end, there)
				}
			}
			if s.shell.whole.Offset() != 0 {
				t.Errorf("%s is scrolled", page.of.Screen)
			}
			if page.save != "" && widget.Fit(s.shell.page, 800).Height > s.shell.whole.Size().Height {
				t.Errorf("%s scrolls inside of what scrolls: %.0f in %.0f", page.of.Screen, widget.Fit(s.shell.page, 800).Height, s.shell.whole.Size().Height)
			}
		}
	}
}

func TestTheOfferOfATourStaysClosed(t *testing.T) {
	s := newAppStage(t)
	s.app.lookAround(func(e string) { t.Fatal(e) })
	s.now().shows("A short tour shows")
	s.press("Close")
	if strings.Contains(s.words(), "A short tour shows") {
		t.Fatal("it does not close")
	}
	s.start(t, s.app.o)
	s.app.lookAround(func(e string) { t.Fatal(e) })
	s.now()
	if strings.Contains(s.words(), "A short tour shows") {
		t.Error("it is there again after the next start")
	}
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyF1)
	s.shows("A short tour shows")
}
