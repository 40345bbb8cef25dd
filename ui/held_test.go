package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// pullOut moves the folder of the records away, as if it were a stick, and
// returns what plugs it in again.
func (s *appStage) pullOut() (back func()) {
	s.t.Helper()
	if runtime.GOOS == "windows" {
		s.t.Skip("an open file cannot be moved here")
	}
	folder := filepath.Dir(s.records())
	if err := os.Rename(folder, folder+"-away"); err != nil {
		s.t.Fatal(err)
	}
	return func() {
		s.t.Helper()
		if err := os.Rename(folder+"-away", folder); err != nil {
			s.t.Fatal(err)
		}
	}
}

// lookAgain lets the watch look at the file once more.
func (s *appStage) lookAgain() {
	s.app.trouble.looked = time.Time{}
	s.app.idle.look()
}

func TestAStickPulledOutLosesNothingThatWasTyped(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What was said", "They want money")
	back := s.pullOut()
	s.typeIn("What was said", "They want money by six")
	s.shows("its stick was pulled out")
	if said := s.entry("What was said").Value(); said != "They want money by six" {
		t.Errorf("on the screen is %q", said)
	}
	s.lockKey()
	if len(s.held) == 0 || strings.Contains(string(s.held), "money") {
		t.Fatalf("handed over: %q", s.held)
	}
	s.again()
	s.shows("could not be written into the file")
	s.unlock(stagePassphrase)
	s.shows("There is no records file at this place.", "could not be written into the file")
	back()
	s.unlock(stagePassphrase)
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Unfinished")
	s.press("Lock") // it is in the file now
	if s.held != nil {
		t.Error("it is still handed on")
	}
	s.again()
	s.unlock(stagePassphrase)
	s.goTo(Route{Screen: ScreenToday})
	s.key("Return")
	if said := s.entry("What was said").Value(); said != "They want money by six" {
		t.Errorf("offered %q", said)
	}
}

func TestTheBandGoesOnceTheFileIsBack(t *testing.T) {
	s := newAppStage(t).created()
	back := s.pullOut()
	s.lookAgain() // nobody has to save for it to be noticed
	s.shows("its stick was pulled out")
	s.newForm()
	s.typeIn("What was said", "They want money by six")
	back()
	s.lookAgain()
	if strings.Contains(s.words(), "pulled out") {
		t.Error("the band is still there")
	}
	drafts, err := s.vault.Drafts(t.Context())
	if err != nil || len(drafts) != 1 || s.vault.Held() != nil {
		t.Errorf("the text that waited was not written: %v %v", drafts, err)
	}
}

func TestClosingTheWindowLocksWhereTypedTextCannotBeWritten(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	back := s.pullOut()
	s.typeIn("What was said", "They want money by six")
	s.app.close()
	if len(s.launched) != 1 || len(s.held) == 0 {
		t.Fatalf("started %v with %d bytes", s.launched, len(s.held))
	}
	s.again()
	s.app.close()
	s.shows("Not everything is written", "Close anyway", "Keep Noddfa open")
	s.press("Keep Noddfa open")
	back()
	s.app.close()
	s.closed = true
	v, err := data.Unlock(t.Context(), s.records(), data.Credentials{Passphrase: stagePassphrase, Options: s.app.o.Opened})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if drafts, err := v.Drafts(t.Context()); err != nil || len(drafts) != 1 || !strings.Contains(string(drafts[0].Body), "by six") {
		t.Errorf("kept %v %v", drafts, err)
	}
}

func TestNoBackupOutsideThisComputerIsOnTodayAfterAWeek(t *testing.T) {
	clock := caseNoon
	s := newAppStage(t, func(o *Options) { o.Opened.Now = func() time.Time { return clock } }).created()
	const red = "No backup outside this computer"
	for _, one := range []struct {
		days    int
		prepare func()
		shown   bool
	}{
		{6, func() {}, false},
		{8, func() {}, true},
		{8, func() { s.app.prefs.BackedUp = clock }, true}, // made, but beside the records
		{8, func() { s.app.prefs.Outside = clock }, false},
		{14, func() {}, false},
		{16, func() {}, true},
	} {
		clock = caseNoon.AddDate(0, 0, one.days)
		one.prepare()
		s.app.readStanding(Route{Screen: ScreenToday})
		s.now()
		if strings.Contains(s.words(), red) != one.shown {
			t.Errorf("after %d days: shown %v: %s", one.days, !one.shown, s.words())
		}
	}
	s.goTo(Route{Screen: ScreenContacts}) // Today says it in its list
	s.shows("There has been no backup for more than a week. The last one was made 1 Dec 2026")
}

func TestAWrongClockAndAYearOldKitAreSaid(t *testing.T) {
	clock := caseNoon
	s := newAppStage(t, func(o *Options) { o.Opened.Now = func() time.Time { return clock } }).atKit()
	s.typeKit(s.kitOnScreen(), false)
	s.press("Confirm the kit")
	s.now()
	for _, one := range []struct {
		at         time.Time
		clock, kit bool
	}{
		{caseNoon.Add(-time.Minute), false, false},
		{caseNoon.AddDate(-1, 0, 0), true, false},
		{caseNoon.AddDate(1, 0, 1), false, true},
	} {
		clock = one.at
		s.lockKey()
		s.again()
		s.unlock(stagePassphrase)
		if got := strings.Contains(s.words(), "The clock of this computer says"); got != one.clock {
			t.Errorf("at %v: clock %v", one.at, got)
		}
		if got := strings.Contains(s.words(), "was last checked over a year ago"); got != one.kit {
			t.Errorf("at %v: kit %v", one.at, got)
		}
	}
	s.press("Check the kit")
	s.shows("Confirm")
}

func TestDamageFoundByTheWeeklyCheckIsSaid(t *testing.T) {
	s := newAppStage(t).created()
	if s.vault.CheckDue() {
		t.Error("it was not checked after unlocking")
	}
	for text, said := range map[string]string{
		"doors.damaged":         "Some records in this file cannot be read.",
		"doors.damaged.nothing": "This file is damaged, but nothing in it is lost.",
	} {
		s.app.trouble.damaged = text
		s.app.trouble.show()
		s.shows(said)
	}
}

// Each form on which something is typed seals it by itself, without being left,
// and has it again after the program was killed.
func TestWhatIsTypedInAnyFormIsSealedAndOfferedAgain(t *testing.T) {
	const words = "They want money by six"
	s := newAppStage(t).created()
	caseID, err := s.vault.StartCase(t.Context(), data.Case{Opened: caseNoon, CalledName: "Aled"}, data.Person{Role: data.RoleClient, CalledName: "Aled"})
	if err != nil {
		t.Fatal(err)
	}
	note, err := s.vault.WriteNote(t.Context(), caseID, data.Note{Said: "hello"})
	if err != nil {
		t.Fatal(err)
	}
	onCase := func(open func(*caseScreen)) func() {
		return func() {
			s.goTo(Route{Screen: ScreenCase, ID: caseID.String()})
			open(the[*caseScreen](s.caseStage))
		}
	}
	for _, form := range []struct {
		name string
		open func()
	}{
		{"contact", func() { s.goTo(Route{Screen: screenContactForm, ID: "new:" + caseID.String()}) }},
		{"note", func() { s.goTo(Route{Screen: ScreenCase, ID: caseID.String(), Tab: tabNotes}) }},
		{"amendment", func() {
			s.goTo(Route{Screen: ScreenCase, ID: caseID.String(), Tab: tabNotes})
			pageOf[*notesPage](s.caseStage).amend(note.ID)
		}},
		{"letter", func() { s.goTo(Route{Screen: ScreenCompose, ID: caseID.String()}) }},
		{"organisation", func() { s.goTo(Route{Screen: ScreenSettings}) }},
		{"new case", func() {
			s.goTo(Route{Screen: ScreenCases})
			the[*casesScreen](s.caseStage).newCase()
		}},
		{"event", onCase(func(c *caseScreen) { c.editEvent(data.ID{}, data.Event{}) })},
		{"person", onCase(func(c *caseScreen) { c.editPerson(data.ID{}, data.Person{}) })},
	} {
		t.Run(form.name, func(t *testing.T) {
			s.t, s.caseStage.t = t, t
			form.open()
			entry := s.fields()[0]
			s.window.Canvas().Focus(entry)
			entry.Set(words) // the pause before sealing is nothing here: it is draftEvery
			if !s.sealed(words) {
				t.Fatal("nothing is sealed")
			}
			s.app.shell = nil // killed: nobody is told
			s.shell = nil
			s.app.clearLayers()
			s.app.enter(s.vault, Route{Screen: ScreenToday})
			s.now()
			form.open()
			if !strings.Contains(s.values(), words) {
				t.Errorf("it is not offered again: %s", s.words())
			}
			drafts, err := s.vault.Drafts(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range drafts {
				if err := s.vault.DropDraft(t.Context(), d.Form); err != nil {
					t.Error(err)
				}
			}
			s.app.clearLayers()
		})
	}
	if draftEvery > 2*time.Second {
		t.Errorf("text is unsealed for %v", draftEvery)
	}
}

func (s *appStage) sealed(words string) bool {
	s.t.Helper()
	drafts, err := s.vault.Drafts(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	text, err := json.Marshal(drafts)
	return err == nil && strings.Contains(string(text), words)
}

// fields are what can be typed into now, on the page or the dialog on it.
func (s *appStage) fields() []widget.Typed {
	var list []widget.Typed
	s.each(func(o fyne.CanvasObject) {
		if e, ok := o.(widget.Typed); ok {
			list = append(list, e)
		}
	})
	return list
}

// values is all that stands in them.
func (s *appStage) values() string {
	var all []string
	for _, e := range s.fields() {
		all = append(all, e.Value())
	}
	return strings.Join(all, " ")
}
