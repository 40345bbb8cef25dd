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

// longRule is how somebody may be reached, in more words than a low window has room for.
const longRule = "Ring only on weekdays from ten to two, and let it ring twice. If a man answers, say that you are calling from the library about a book. " +
	"Never leave a message, never text, never write a name. If she says that the weather is fine, hang up and ring again on the next day. " +
	"She shares the telephone with her sister, who knows, and with her brother, who does not and must not. Write in Welsh. The last word of it is heather."

func TestSaveStaysInSightUnderALongRuleAndAllOfTheRuleCanBeRead(t *testing.T) {
	s := newAppStage(t, welsh, func(o *Options) {
		p := readPreferences(o.Folder)
		p.TextSize = 150
		p.save()
	})
	s.app.lookAround(func(e string) { t.Fatal(e) })
	s.now()
	s.window.Resize(fyne.NewSize(800, 600))
	line := s.vault.Cases()[0]
	c := s.file(line.ID).Case
	c.Value.SafeContact.Rule = longRule
	if _, err := data.Change(t.Context(), s.vault, line.ID, c.ID, c.Value); err != nil {
		t.Fatal(err)
	}
	for _, tab := range caseTabs {
		s.goTo(Route{Screen: ScreenCase, ID: line.ID.String(), Tab: tab})
		page := the[*caseScreen](s.caseStage)
		if room := page.scroll.Size().Height; room < 5*24 {
			t.Errorf("%s has %.0f of 600 for what it shows", tab, room)
		}
		if page.foot.Size().Height+page.foot.Position().Y > page.body.Size().Height || s.shell.whole.Offset() != 0 || page.body.Size().Height > 600 {
			t.Errorf("what is under %s is out of sight", tab)
		}
	}
	s.goTo(Route{Screen: ScreenCase, ID: line.ID.String(), Tab: tabNotes})
	if end, there := s.bottom(s.app.t("case.note.save")); !there || end > 600 {
		t.Errorf("the button that saves a note ends at %.0f (there: %v)", end, there)
	}
	page := the[*caseScreen](s.caseStage)
	page.OpenTab(2)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	box := pageOf[*notesPage](s.caseStage).boxes[0]
	if top, end := at(box).Y, at(box).Y+box.Size().Height; top < at(page.scroll).Y || end > at(page.foot).Y {
		t.Errorf("the box that is typed in lies from %.0f to %.0f, the page from %.0f to %.0f", top, end, at(page.scroll).Y, at(page.foot).Y)
	}
	s.shows("Ring only on weekdays")
	if strings.Contains(s.words(), "heather") {
		t.Fatal("the rule is short: nothing is tried here")
	}
	s.press(s.app.t("case.safe.all"))
	s.shows("Ring only on weekdays", "The last word of it is heather")
	if end, there := s.bottom(s.app.t("case.note.save")); !there || end > 600 {
		t.Errorf("with all of the rule the button that saves a note ends at %.0f (there: %v)", end, there)
	}
	s.key(fyne.KeyReturn) // the keyboard is on the button that shows less
	if words := s.words(); strings.Contains(words, "heather") || !strings.Contains(words, "Ring only on weekdays") {
		t.Error("the first lines of the rule do not stand alone again")
	}
	s.window.Resize(fyne.NewSize(1280, 1400))
	s.shows("Ring only on weekdays", "The last word of it is heather")
	if words := s.words(); strings.Contains(words, s.app.t("case.safe.all")) || strings.Contains(words, s.app.t("case.safe.less")) {
		t.Error("a window with room offers to show more or less")
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
