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

func (s *appStage) lockKey() {
	s.t.Helper()
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyL)
}

// isLocked checks that nothing of the records is left in this process.
func (s *appStage) isLocked() {
	s.t.Helper()
	want := []string{"--locked", "--vault", s.records()}
	if len(s.launched) != 1 || !slices.Equal(s.launched[0], want) {
		s.t.Fatalf("started %v, not %v", s.launched, want)
	}
	if words := s.words(); words != "" {
		s.t.Errorf("the window still shows %q", words)
	}
	if s.app.vault != nil || s.app.shell != nil {
		s.t.Error("the records are still held")
	}
	if _, err := os.Stat(s.records() + ".lock"); !os.IsNotExist(err) {
		s.t.Errorf("the records are still in use: %v", err)
	}
}

func TestLockKeepsWhatIsBeingTypedAndOffersItAgain(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What was said", "They want money by six")
	s.lockKey()
	s.isLocked()
	s.again()
	s.shows("Locked", "What you were typing is kept")
	s.unlock(stagePassphrase)
	s.shows("You have an unfinished contact") // one is back in it
	if said := s.entry("What was said").Value(); said != "They want money by six" {
		t.Errorf("offered %q", said)
	}
	s.saveForm()
	if said := s.onlyContact().Said; said != "They want money by six" {
		t.Errorf("saved %q", said)
	}
	if drafts, err := s.vault.Drafts(t.Context()); err != nil || len(drafts) > 0 {
		t.Errorf("the draft is still there: %v %v", drafts, err)
	}
}

func TestLockWorksOnTopOfACardAndADialog(t *testing.T) {
	s := newAppStage(t).created()
	s.key(fyne.KeyF2)
	s.lockKey()
	s.isLocked()
	s.again()
	s.unlock(stagePassphrase)
	s.newForm()
	s.typeIn("Where? (town)", "Westmouth")
	s.goTo(Route{Screen: ScreenToday})
	s.key(fyne.KeyReturn)
	s.press("Throw it away")
	s.lockKey()
	s.isLocked()
	s.again()
	s.unlock(stagePassphrase)
	s.shows("Westmouth")
}

func TestLockOnTheKitPageClosesTheRecordsToo(t *testing.T) {
	s := newAppStage(t).atKit()
	s.lockKey()
	s.isLocked()
}

func TestEscapeNeverLocks(t *testing.T) {
	s := newAppStage(t).created()
	for range 3 {
		s.key(fyne.KeyEscape)
	}
	if len(s.launched) > 0 || s.app.vault == nil {
		t.Error("Esc has locked")
	}
}

func TestLockWithoutAFreshProcessAsksForThePassphrase(t *testing.T) {
	s := newAppStage(t, func(o *Options) { o.Relaunch = func([]string, []byte) error { return os.ErrPermission } }).created()
	s.lockKey()
	s.shows("Locked")
	if s.app.vault != nil {
		t.Error("the records are still held")
	}
	s.unlock(stagePassphrase)
	s.shows("Nothing is waiting.")
}

// TestLockingTheMadeUpCharityLosesNothing locks while something is typed there.
func TestLockingTheMadeUpCharityLosesNothing(t *testing.T) {
	s := newAppStage(t)
	s.press("Look around with made-up people")
	s.now()
	folder := s.app.madeUp
	s.newForm()
	s.typeIn("What was said", "They want money by six")
	s.lockKey()
	if s.now(); s.app.vault != nil || s.app.shell != nil || len(s.launched) > 0 {
		t.Fatalf("not locked, or started anew: %v", s.launched)
	}
	s.shows("Locked", "Nothing in this charity is real")
	s.press("Go on looking around")
	s.now().shows("Nothing here is real.")
	if drafts, err := s.vault.Drafts(t.Context()); err != nil || !slices.ContainsFunc(drafts, func(d data.Draft) bool { return strings.Contains(string(d.Body), "by six") }) {
		t.Errorf("kept %v %v", drafts, err)
	}
	s.lockKey()
	s.press("Stop looking around")
	s.shows("Start our records")
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the made-up people are still there: %v", err)
	}
}

func TestWindowLocksWhenNobodyUsesIt(t *testing.T) {
	for _, one := range []struct {
		name  string
		begin func(*appStage)
		limit time.Duration
	}{
		{"on Today", func(*appStage) {}, 5 * time.Minute},
		{"while a contact is written", func(s *appStage) { s.newForm() }, 20 * time.Minute},
		{"while a contact is parked", func(s *appStage) {
			s.newForm()
			s.letters("y")
			s.goTo(Route{Screen: ScreenToday})
		}, 20 * time.Minute},
		{"with a contact that was parked before the last lock", func(s *appStage) {
			draft := contactDraft{Contact: data.Contact{Town: "Barry"}}
			if err := s.vault.SaveDraft(s.t.Context(), contactDraftPrefix+newPrefix+"1", draft); err != nil {
				s.t.Fatal(err)
			}
			s.app.unlocked = s.vault.Now().Add(time.Second)
			s.goTo(Route{Screen: ScreenContacts})
		}, 5 * time.Minute},
	} {
		t.Run(one.name, func(t *testing.T) {
			s := newAppStage(t).created()
			clock := time.Now()
			s.app.idle.now = func() time.Time { return clock }
			s.app.idle.touched()
			one.begin(s)
			s.app.idle.look()
			clock = clock.Add(one.limit - 50*time.Second)
			s.app.idle.look()
			s.shows("Noddfa locks in 50 seconds.")
			s.with(fyne.KeyModifierShortcutDefault, fyne.KeyN)
			s.letters("y") // somebody is there
			s.app.idle.look()
			if words := s.words(); strings.Contains(words, "Noddfa locks in") {
				t.Error("the warning is still there")
			}
			clock = clock.Add(20*time.Minute - time.Second)
			s.app.idle.look()
			if len(s.launched) > 0 {
				t.Fatal("it locked too early")
			}
			clock = clock.Add(time.Second)
			s.app.idle.look()
			s.isLocked()
		})
	}
}

// TestTheWholeComputerCounts lets somebody work in another program.
func TestTheWholeComputerCounts(t *testing.T) {
	for _, one := range []struct {
		name   string
		idle   time.Duration // as the computer says, when the window was not used for the given time
		known  bool
		unused time.Duration
		locks  bool
		warns  bool
	}{
		{name: "work elsewhere keeps it open", known: true, unused: 12 * time.Minute},
		{name: "a pause elsewhere warns", idle: 4*time.Minute + 10*time.Second, known: true, unused: 12 * time.Minute, warns: true},
		{name: "nobody at the computer", idle: 5 * time.Minute, known: true, unused: 5 * time.Minute, locks: true},
		{name: "a window nobody comes back to warns", known: true, unused: 29*time.Minute + 10*time.Second, warns: true},
		{name: "a window nobody comes back to", known: true, unused: 30 * time.Minute, locks: true},
		{name: "a computer that does not say", unused: 5 * time.Minute, locks: true},
	} {
		t.Run(one.name, func(t *testing.T) {
			s := newAppStage(t).created()
			clock := time.Now()
			w := s.app.idle
			w.now = func() time.Time { return clock }
			w.look()
			w.touched()
			w.computer = func() (time.Duration, bool) { return one.idle, one.known }
			clock = clock.Add(one.unused)
			w.look()
			if one.locks {
				s.isLocked()
				return
			}
			if warned := strings.Contains(s.words(), "Noddfa locks in"); len(s.launched) > 0 || warned != one.warns {
				t.Errorf("locked: %v, warned: %v", s.launched, warned)
			}
		})
	}
}

func TestAComputerThatSleptHasLocked(t *testing.T) {
	for _, one := range []struct {
		name  string
		slept time.Duration
		locks bool
	}{{"a busy moment", 10 * time.Second, false}, {"a closed lid", 20 * time.Second, true}} {
		t.Run(one.name, func(t *testing.T) {
			s := newAppStage(t).created()
			clock := time.Now()
			s.app.idle.now = func() time.Time { return clock }
			s.app.idle.tick()
			clock = clock.Add(time.Second)
			s.app.idle.tick()
			clock = clock.Add(one.slept)
			s.app.idle.tick()
			if one.locks {
				s.isLocked()
			} else if len(s.launched) > 0 {
				t.Error("it locked")
			}
		})
	}
}

func TestMovingThePointerCountsAsUse(t *testing.T) {
	s := newAppStage(t).created()
	clock := time.Now()
	s.app.idle.now = func() time.Time { return clock }
	s.app.idle.touched()
	clock = clock.Add(6 * time.Minute)
	(&pointerWatcher{watch: s.app.idle}).Cursor()
	s.app.idle.look()
	if len(s.launched) > 0 {
		t.Error("it locked under the pointer")
	}
}

func TestClosingTheWindowKeepsWhatIsBeingTyped(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What was said", "They want money by six")
	s.app.close()
	s.closed = true
	v, err := data.Unlock(t.Context(), s.records(), data.Credentials{Passphrase: stagePassphrase, Options: s.app.o.Opened})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	drafts, err := v.Drafts(t.Context())
	if err != nil || len(drafts) != 1 || !strings.Contains(string(drafts[0].Body), "by six") {
		t.Errorf("kept %v %v", drafts, err)
	}
}

func TestKeysOfTheSheetAreOnIt(t *testing.T) {
	s := newAppStage(t).created()
	s.key(fyne.KeyF1)
	s.shows("Ctrl+L", "Lock, from anywhere", "F2", "Ctrl+Shift+N")
	if _, ok := widget.TopLayer(s.window.Canvas()).(*sheet); !ok {
		t.Fatal("no sheet is on top")
	}
	s.key(fyne.KeyF1)
	if widget.TopLayer(s.window.Canvas()) != nil {
		t.Error("the sheet is still there")
	}
}

func TestWhereNoFreshProcessStartsItStaysLockedAndQuiet(t *testing.T) {
	var told []string
	s := newAppStage(t, func(o *Options) {
		o.Relaunch = func([]string, []byte) error { return os.ErrPermission }
		o.Leaving = func() { told = append(told, "leaving") }
		o.Staying = func() { told = append(told, "staying") }
	}).created()
	s.lockKey()
	if !slices.Equal(told, []string{"leaving", "staying"}) {
		t.Errorf("told %v", told)
	}
	if s.app.vault != nil || s.app.shell != nil {
		t.Error("the records are still held")
	}
	s.shows("Locked")
}
