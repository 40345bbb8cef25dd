package ui

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// whileReading is a stage on which the records are unlocked and the rest is being read.
func whileReading(t *testing.T) (s *appStage, v *data.Vault, first data.FirstLists) {
	t.Helper()
	s = newAppStage(t).created()
	for _, name := range []string{"Siân", "Wyn"} {
		if _, err := s.vault.StartCase(t.Context(), data.Case{CalledName: name}, data.Person{}); err != nil {
			t.Fatal(err)
		}
	}
	first = data.FirstLists{Cases: s.vault.Cases()}
	s.app.lock()
	s.again()
	v, err := data.Unlock(t.Context(), s.records(), data.Credentials{Passphrase: stagePassphrase, ListFirst: true, Options: s.app.o.Opened})
	if err != nil {
		t.Fatal(err)
	}
	return s, v, first
}

func TestTheCasesAreShownWhileTheRestIsRead(t *testing.T) {
	s, v, first := whileReading(t)
	s.app.vault = v
	var page *readingPage
	s.app.showGate(func() gate { page = newReadingPage(s.app, first, foldFirst(s.app.words, first)); return page })
	wyn := first.Cases[slices.IndexFunc(first.Cases, func(l data.CaseLine) bool { return l.Name == "Wyn" })]
	s.shows("Cases", "Contacts and letters are still being read", "Siân · NOD-", "Wyn · "+wyn.Reference, "2 cases")
	page.filter.Set("wyn")
	page.show()
	if s.shows("1 case"); len(page.rows.Objects) != 1 {
		t.Errorf("%d cases are shown for one", len(page.rows.Objects))
	}
	page.rows.Objects[0].(*widget.Button).Tapped(&fyne.PointEvent{})
	if s.shows("opens as soon as everything is read"); page.chosen != wyn.ID {
		t.Errorf("chosen: %v", page.chosen)
	}
	s.app.covered = true
	page.show()
	if words := s.words(); strings.Contains(words, "Wyn") || !strings.Contains(words, "NOD-") {
		t.Errorf("under the cover: %s", words)
	}
	s.lockKey()
	s.isLocked()
}

func TestThePageGoesOnWhenEverythingIsRead(t *testing.T) {
	s, v, first := whileReading(t)
	s.app.enterFirst(v, first, Route{Screen: ScreenCase, ID: first.Cases[0].ID.String()})
	s.now()
	if r := s.shell.Current().Route(); r.Screen != ScreenCase || r.ID != first.Cases[0].ID.String() {
		t.Errorf("it went to %v", r)
	}
}

func TestTheStructureIsLookedAtWhileThePassphraseIsTyped(t *testing.T) {
	s := newAppStage(t).created()
	s.app.lock()
	s.again()
	page := s.app.shownGate.(*unlockPage)
	path := page.chosen()
	then := time.Now().Add(-time.Minute)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
	s.app.o.Synchronous = false
	page.passphrase.Set("f")
	s.app.o.Synchronous = true
	if page.ahead == nil {
		t.Fatal("it waits until somebody has typed all of it")
	}
	<-page.ahead
	if data.LookAhead(path) != page.ahead {
		t.Error("the look does not count for the file that is opened")
	}
	over := page.ahead
	if s.app.showDoors(); data.LookAhead(path) == over {
		t.Error("the look is kept for somebody who went elsewhere")
	}
	if page.passphrase.Set(""); page.ahead != nil {
		t.Error("who begins to type again gets no look")
	}
}
