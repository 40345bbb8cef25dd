package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
)

// lockedAgain is a stage whose records were made, with somebody on call, and are
// locked now.
func lockedAgain(t *testing.T, change ...func(*Options)) *appStage {
	t.Helper()
	s := newAppStage(t, change...).created()
	o := s.vault.Organisation()
	o.OnCall = []data.OnCall{{Name: "Mair Example", Number: "01632 960123"}}
	if err := s.vault.SaveOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyL)
	s.again()
	return s
}

func TestCallIsTakenWithoutUnlockingAndIsThereAfterwards(t *testing.T) {
	s := lockedAgain(t)
	s.shows("Take a call without unlocking")
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyN)
	s.shows("1 Safe to talk?", "Never confirm that someone is known to us.", "The records are locked.")
	s.letters("y")
	s.typeIn("What may I call you?", "Sam")
	s.typeIn("Number, if we are cut off", "07700 900461")
	s.typeIn("What was said", "They want money tonight")
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyReturn)
	s.shows("Saved. It will be there when somebody unlocks.")
	if said := s.entry("What may I call you?").Value(); said != "" {
		t.Errorf("the form still says %q", said)
	}
	s.with(fyne.KeyModifierAlt, fyne.KeyLeft)
	s.unlock(stagePassphrase)
	s.shows("1 call that was taken while locked is in Contacts now.")
	s.press("Go to Contacts")
	s.now()
	s.shows("Sam", "Taken while locked, unsigned")
	if words := s.words(); strings.Contains(words, "is in Contacts now.") {
		t.Error("it is said for ever")
	}
	if c := s.onlyContact(); c.Said != "They want money tonight" || c.SafeToTalk != data.Yes || !c.Locked.Finished {
		t.Errorf("brought in %+v", c)
	}
}

func TestHalfTypedCallWhileLockedIsKeptWhateverComes(t *testing.T) {
	s := lockedAgain(t)
	s.press("Take a call without unlocking")
	s.typeIn("What was said", "They want money")
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyL) // puts it away
	s.shows("Passphrase")
	if words := s.words(); strings.Contains(words, "They want money") {
		t.Error("what was typed is still shown")
	}
	s.unlock(stagePassphrase)
	if c := s.onlyContact(); c.Said != "They want money" || c.Locked == nil || c.Locked.Finished {
		t.Errorf("brought in %+v", c)
	}
	s.goTo(Route{Screen: ScreenContact, ID: s.vault.Contacts()[0].ID.String()})
	s.shows("Taken while locked, unsigned, not finished.")
}

func TestLookingAtTheFormWhileLockedLeavesNothing(t *testing.T) {
	s := lockedAgain(t)
	s.press("Take a call without unlocking")
	s.with(fyne.KeyModifierAlt, fyne.KeyLeft)
	s.unlock(stagePassphrase)
	if lines := s.vault.Contacts(); len(lines) != 0 {
		t.Errorf("it left %+v", lines)
	}
}

func TestCrisisCardHasTheOnCallListWhileLocked(t *testing.T) {
	s := lockedAgain(t)
	s.key(fyne.KeyF2)
	s.shows("Noddfa has told no one. Ring Mair Example on 01632 960123 now.", "116 123")
	s.key(fyne.KeyF2)
	s.press("Take a call without unlocking")
	s.choose("Thoughts of suicide", "y")
	s.shows("Ring Mair Example on 01632 960123 now.", "If you ring 999, say this")
}

func TestHiddenOnCallListIsNotOnTheLockedScreen(t *testing.T) {
	s := lockedAgain(t)
	s.unlock(stagePassphrase)
	o := s.vault.Organisation()
	o.OnCallHidden = true
	if err := s.vault.SaveOrganisation(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyL)
	s.again()
	s.key(fyne.KeyF2)
	s.shows("Unlock to see your own on-call list.")
	if strings.Contains(s.words(), "01632 960123") {
		t.Error("the number is there all the same")
	}
}

func TestCallIsTakenThoughTheFileIsGone(t *testing.T) {
	s := lockedAgain(t)
	away := s.records() + "-away"
	if err := os.Rename(s.records(), away); err != nil {
		t.Fatal(err)
	}
	o := s.app.o
	o.Vault, o.Locked = "", false
	s.start(t, o)
	s.press("Take a call without unlocking")
	s.typeIn("What was said", "They want money")
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyReturn)
	s.shows("Saved. It will be there when somebody unlocks.")
	if err := os.Rename(away, s.records()); err != nil {
		t.Fatal(err)
	}
	s.start(t, s.app.o)
	s.unlock(stagePassphrase)
	if c := s.onlyContact(); c.Said != "They want money" {
		t.Errorf("brought in %+v", c)
	}
}

func TestFirstStartOffersNoCallThatCouldNotBeKept(t *testing.T) {
	s := newAppStage(t)
	if strings.Contains(s.words(), "Take a call") {
		t.Error("a call is offered with no key to seal it to")
	}
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyN)
	s.shows("Start our records")
	if left, _ := filepath.Glob(filepath.Join(s.home, "state", "locked", "*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}
