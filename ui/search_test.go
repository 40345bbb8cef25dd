package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// search opens the search with its key and types.
func (s *appStage) search(typed string) {
	s.t.Helper()
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyK)
	s.letters(typed)
}

// caseOf opens a case with a note and a suspected person's account.
func (s *appStage) searchedCase() data.ID {
	s.t.Helper()
	id, err := s.vault.StartCase(s.t.Context(), data.Case{CalledName: "Siân"}, data.Person{FirstName: "Siân", Surname: "Ŵyn-Example", Number: "07700 900461"})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.vault.WriteNote(s.t.Context(), id, data.Note{Said: "Met a stranger; blacmel rhywiol, meddai."}); err != nil {
		s.t.Fatal(err)
	}
	record(s.caseStage, id, data.Evidence{Kind: "profile", UniqueID: "lovely.example_7"})
	return id
}

func TestWhatIsTypedIsFoundAndOpenedWithoutAMouse(t *testing.T) {
	settled := 0
	s := newAppStage(t, func(o *Options) { o.Settled = func() { settled++ } }).created()
	if settled == 0 {
		t.Error("nobody is told that all is read")
	}
	id := s.searchedCase()
	s.goTo(Route{Screen: ScreenSettings})
	s.search("cribddeiliaeth rywiol")
	s.shows("Notes, safety plans and what happened", "Siân", "blacmel rhywiol", "1 found")
	s.key(fyne.KeyReturn)
	if got, want := s.shell.Current().Route(), (Route{Screen: ScreenCase, ID: id.String(), Tab: tabNotes}); got != want {
		t.Fatalf("Enter opened %+v", got)
	}
	if widget.TopLayer(s.window.Canvas()) != nil {
		t.Error("the search still lies on the page")
	}
	s.with(fyne.KeyModifierAlt, fyne.KeyLeft)
	if got := s.shell.Current().Route().Screen; got != ScreenSettings {
		t.Errorf("Back leads to %s", got)
	}

	s.search("900 461")
	s.shows("Cases", "Ŵyn-Example")
	s.key(fyne.KeyEscape)
	s.search("lovelyexample7")
	s.key(fyne.KeyReturn)
	if got := s.shell.Current().Route().Tab; got != tabEvidence {
		t.Errorf("evidence opened %q", got)
	}
}

func TestTheArrowsMoveInTheListWhileTheKeyboardIsInTheField(t *testing.T) {
	s := newAppStage(t).created()
	for n := range 18 { // more than are in sight, and opened, at first
		if _, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: fmt.Sprintf("Caller %d", n), Said: "the same words"}); err != nil {
			t.Fatal(err)
		}
	}
	s.search("same words")
	s.shows("18 found")
	if n := s.app.searching.list.Len(); n != 1+18 {
		t.Errorf("%d rows", n)
	}
	s.key(fyne.KeyDown)
	s.key(fyne.KeyDown)
	s.key(fyne.KeyUp)
	if _, typing := s.window.Canvas().Focused().(*widget.Entry); !typing {
		t.Error("the keyboard has left the field")
	}
	s.key(fyne.KeyReturn)
	if got := s.shell.Current().Title(); got != "Caller 16" {
		t.Errorf("the second, newest first, is %q", got)
	}
}

func TestTheSearchSaysWhatItCanDoAndWhatToTry(t *testing.T) {
	s := newAppStage(t).created()
	s.search("")
	s.shows("Searches cases, people, contacts")
	s.letters("nobody wrote this")
	s.shows("Nothing found.", "Try fewer words")
	s.key(fyne.KeyEscape)
	if widget.TopLayer(s.window.Canvas()) != nil {
		t.Fatal("Esc does not close the search")
	}
	s.search("")
	if got := s.app.searching.entry.Value(); got != "" {
		t.Errorf("the search remembers %q", got)
	}
	s.key(fyne.KeyF1)
	s.shows("Ctrl+K", "Search everything you may open")
}

func TestTheSearchFindsPagesByWhatTheyAreCalledAndEnterOpensThem(t *testing.T) {
	s := newAppStage(t).created()
	s.searchedCase()
	for _, c := range []struct {
		typed, page string
		want        Route
	}{
		{"request", "New request", Route{Screen: ScreenRequest}},
		{"COMPLAINT", "New request", Route{Screen: ScreenRequest}},
		{"how long are", "How long records are kept", Route{Screen: screenRetention}},
		{"stolen", "A computer is missing", Route{Screen: screenLost}},
		{"audit", "What was done", Route{Screen: ScreenTeam, Tab: teamTrail}},
	} {
		s.search(c.typed)
		s.shows("Pages", c.page)
		s.key(fyne.KeyReturn)
		if got := s.shell.Current().Route(); got != c.want {
			t.Errorf("%s opens %+v", c.typed, got)
		}
	}
	b, ok := s.window.Canvas().Focused().(*widget.Button)
	if team := the[*teamScreen](s.caseStage); !ok || b.Label() != "Save for a spreadsheet" || team.page.Offset() == 0 {
		t.Error("the trail was asked for, and the page or the keyboard begins elsewhere")
	}
	s.search("tea") // most often the beginning of a name
	if s.has("Pages") {
		t.Errorf("three letters find pages: %s", s.words())
	}
	s.key(fyne.KeyEscape)
	s.app.speak(assets.Welsh)
	s.search("cyfieithu ffigur")
	s.shows("Ni chanfuwyd dim.")
	s.key(fyne.KeyEscape)
	s.search("ffigur")
	s.key(fyne.KeyReturn)
	if got := s.shell.Current().Route().Screen; got != ScreenInsights {
		t.Errorf("in Welsh the figures open %s", got)
	}
}

func TestTheSearchSaysWhileItIsStillReading(t *testing.T) {
	s := newAppStage(t).created()
	s.search("")
	s.app.searching.show(foundHits{typed: "siân", reading: true})
	s.shows("Still reading your notes …")
}

func TestAVolunteerFindsContactsAndCardsOnly(t *testing.T) {
	s := newAppStage(t).created()
	id := s.searchedCase()
	_ = id
	contact, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Llŷr", Number: "07700 900777", Said: "what the volunteer must not read"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.vault.Triage(t.Context(), contact, data.ID{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.vault.AddMember(t.Context(), "Vali Example", data.Volunteer, "another five plain words"); err != nil {
		t.Fatal(err)
	}
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyL)
	s.again()
	s.unlock("another five plain words")
	s.search("")
	s.shows("Searches the contacts and contact cards you may open, and the pages of Noddfa.")
	s.letters("siân")
	s.shows("Nothing found.")
	s.app.searching.entry.Set("llyr")
	s.shows("contact card")
	if words := s.words(); strings.Contains(words, "Cases") || strings.Contains(words, "must not read") {
		t.Errorf("a volunteer sees: %s", words)
	}
	s.key(fyne.KeyReturn)
	s.shows("07700 900777")
}

func TestTheSearchFitsASmallWindowWithLargeTextInWelsh(t *testing.T) {
	s := newAppStage(t).created()
	s.searchedCase()
	s.app.speak("cy")
	s.now()
	s.app.o.App.Settings().SetTheme(theme.New(theme.Options{Look: theme.Dark, TextSize: 200}))
	s.window.Resize(fyne.NewSize(800, 600))
	s.search("rhywiol")
	s.shows("Nodiadau, cynlluniau diogelwch a'r hyn a ddigwyddodd")
	at, size := inTheMiddle(s.window.Canvas().Size())
	if at.X < 0 || at.X+size.Width > 800 || at.Y+size.Height > 600 {
		t.Errorf("the search lies at %v, %v", at, size)
	}
	marked := false
	s.each(func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok && text.Text == "rhywiol" && text.TextStyle.Bold {
			marked = true
		}
	})
	if !marked {
		t.Error("what was looked for does not stand out")
	}
}

func TestNamesakesAreToldApart(t *testing.T) {
	s := newAppStage(t).created()
	for _, c := range []data.Case{{CalledName: "Siân", Owner: "Mair Example", Matter: data.Stalking}, {CalledName: "Siân", Owner: "Cadi Example", Matter: data.OnlineBlackmail}} {
		if _, err := s.vault.StartCase(t.Context(), c, data.Person{CalledName: "Siân"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []data.Contact{{CalledName: "Siân", Method: data.Phone, Platform: "Instagram"}, {CalledName: "Siân", Method: data.Text}} {
		if _, err := s.vault.LogContact(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	s.search("sian")
	s.shows("Stalking · Mair Example · last written", "Online blackmail · Cadi Example · last written", "Instagram · Phone · 12:00", "Text · 12:00")
	s.key(fyne.KeyEscape)
	s.search("blacmel ar-lein")
	s.shows("Online blackmail · Cadi Example", "1 found")
}

func TestSortingHasAWayBack(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Siân"})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenContact, ID: id.String()})
	s.goTo(Route{Screen: screenSort, ID: id.String()})
	s.press("Back")
	s.now()
	if got := s.shell.Current().Route().Screen; got != ScreenContact {
		t.Errorf("Back leads to %s", got)
	}
}
