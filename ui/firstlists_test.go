package ui

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/data/search"
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

// hasNone complains of words that are on the page.
func (s *appStage) hasNone(texts ...string) {
	s.t.Helper()
	words := s.words()
	for _, text := range texts {
		if strings.Contains(words, text) {
			s.t.Errorf("%q is on the page: %s", text, words)
		}
	}
}

func TestWhatWasWrittenIsFoundWhileTheRestIsRead(t *testing.T) {
	s, _, first := whileReading(t)
	s.app.vault = s.vault
	page := newReadingPage(s.app, first, foldFirst(s.app.words, first))
	s.app.showGate(func() gate { return page })
	wyn := first.Cases[slices.IndexFunc(first.Cases, func(l data.CaseLine) bool { return l.Name == "Wyn" })]
	page.filter.Set("sextortion")
	s.shows("0 cases · Still reading your notes")
	page.reading = false
	found := func(typed string, hits ...data.Hit) {
		t.Helper()
		page.filter.Set(typed)
		page.written = newestOfCases(hits)
		page.show()
	}
	hit := data.Hit{Kind: data.KindNote, Case: wyn.ID, Text: "asked for a voucher", Marks: []search.Range{{Start: 12, End: 19}}}
	older := data.Hit{Kind: data.KindNote, Case: wyn.ID, Text: "an older voucher"}
	elsewhere := data.Hit{Kind: data.KindNote, Case: data.NewID(), Text: "a voucher in a case that is not listed"}
	found("voucher", hit, older, elsewhere)
	s.shows("In what was written", "Wyn · "+wyn.Reference, "asked for a")
	s.hasNone("older voucher", "not listed", "0 cases")
	found("siân", hit)
	s.shows("1 case", "Siân · NOD-", "In what was written", "asked for a")
	found("wyn", hit)
	s.shows("1 case", "Wyn")
	s.hasNone("In what was written", "voucher") // it is listed by its name
	s.app.covered = true
	found("voucher", hit)
	s.shows(wyn.Reference)
	s.hasNone("Wyn", "asked")
	s.app.covered = false
	found("voucher", hit)
	page.rows.Objects[0].(*widget.Button).Tapped(&fyne.PointEvent{})
	if s.shows("opens as soon as everything is read"); page.chosen != wyn.ID {
		t.Errorf("chosen: %v", page.chosen)
	}
	found("voucher", hit)
	s.shows("opens as soon as everything is read")
}

// TestTheKeyboardIsKeptOnTheFirstList types, tabs to a case and lets what was written come in.
func TestTheKeyboardIsKeptOnTheFirstList(t *testing.T) {
	s, _, first := whileReading(t)
	s.app.vault = s.vault
	page := newReadingPage(s.app, first, foldFirst(s.app.words, first))
	s.app.showGate(func() gate { return page })
	canvas := s.app.window.Canvas()
	row := page.rows.Objects[1].(*widget.Button)
	canvas.Focus(row)
	page.reading = false
	page.search()
	if canvas.Focused() != fyne.Focusable(row) || !slices.Contains(page.rows.Objects, fyne.CanvasObject(row)) {
		t.Error("the keyboard is not on the case any more when the notes are read")
	}
	row.Press()
	if canvas.Focused() != fyne.Focusable(row) || page.chosen != page.listed[1] {
		t.Error("the keyboard is not on the case that was chosen")
	}
	page.filter.Set("wyn")
	if !page.chosen.IsZero() {
		t.Error("who types on does not want the case of before")
	}
	page.filter.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(page.listed) != 1 || page.chosen != page.listed[0] {
		t.Error("Enter does not choose the first")
	}
	again := newReadingPage(s.app, first, foldFirst(s.app.words, first))
	if again.takeOver(page); again.filter.Value() != "wyn" || again.chosen.IsZero() || again.reading {
		t.Error("in another language it begins anew")
	}
}

// TestNamesStayCoveredOnTheFirstList: what was covered at a lock is not shown by the next
// process before it knows.
func TestNamesStayCoveredOnTheFirstList(t *testing.T) {
	for _, covered := range []bool{true, false} {
		s := newAppStage(t).created()
		if covered {
			s.app.cover()
		}
		s.app.keepPlace()
		s.now()
		if err := s.vault.Close(); err != nil {
			t.Fatal(err)
		}
		v, err := data.Unlock(t.Context(), s.records(), data.Credentials{Passphrase: stagePassphrase, Options: s.app.o.Opened})
		if err != nil {
			t.Fatal(err)
		}
		if was := wasCovered(t.Context(), v); was != covered {
			t.Errorf("names were covered, %v: %v", covered, was)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatWasTypedIsSearchedWhenEverythingIsRead(t *testing.T) {
	s, v, _ := whileReading(t)
	if err := v.Whole(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.app.enterLooking(v, Route{}, func() (data.ID, string) { return data.ID{}, "wyn" })
	s.now()
	if s.shows("1 found"); s.app.searching == nil || s.app.searching.entry.Value() != "wyn" || s.app.searching.entry.Caret() != 3 {
		t.Error("the search is not open with what was typed")
	}
	s.shows("Wyn · NOD-")
	s.app.cover()
	s.hasNone("Wyn · NOD-") // the search follows, too
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
