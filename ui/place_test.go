package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
)

// lockedAndUnlocked locks by key and lets the same colleague in again.
func (s *appStage) lockedAndUnlocked() {
	s.t.Helper()
	s.lockKey()
	s.isLocked()
	s.again()
	s.unlock(stagePassphrase)
}

func TestAfterUnlockingOneIsWhereOneWas(t *testing.T) {
	clock := caseNoon
	s := newAppStage(t, func(o *Options) { o.Opened.Now = func() time.Time { return clock } }).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenCase, ID: id.String(), Tab: tabEvidence})
	s.lockedAndUnlocked()
	if r := the[*caseScreen](s.caseStage).Route(); r.ID != id.String() || r.Tab != tabEvidence {
		t.Errorf("on %+v", r)
	}
	s.with(fyne.KeyModifierAlt, fyne.KeyLeft)
	the[*todayScreen](s.caseStage)
	s.lockedAndUnlocked()
	the[*todayScreen](s.caseStage)
	s.goTo(Route{Screen: ScreenTeam})
	s.lockedAndUnlocked()
	the[*teamScreen](s.caseStage)

	s.goTo(Route{Screen: ScreenCase, ID: id.String()})
	the[*caseScreen](s.caseStage).editSafeContact()
	s.typeIn("Number", "07700 900461")
	s.lockedAndUnlocked()
	if number := s.entry("Number").Value(); number != "07700 900461" {
		t.Errorf("the form has %q", number)
	}

	s.goTo(Route{Screen: ScreenCase, ID: id.String()})
	s.lockKey()
	s.again()
	clock = clock.Add(20 * time.Hour)
	s.unlock(stagePassphrase)
	the[*todayScreen](s.caseStage) // another day
}

func TestNamesStayCoveredAndALongFormStaysWhereItWasOverALock(t *testing.T) {
	s := newAppStage(t).created()
	if _, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{}); err != nil {
		t.Fatal(err)
	}
	s.app.cover()
	s.lockedAndUnlocked() // from Today, which is where one begins anyway
	s.goTo(Route{Screen: ScreenCases})
	if !s.app.covered || strings.Contains(s.words(), "Siân") {
		t.Error("a name can be read again after a lock")
	}
	s.lockedAndUnlocked()
	if the[*casesScreen](s.caseStage); strings.Contains(s.words(), "Siân") {
		t.Error("a name can be read again after a lock on the list")
	}
	s.app.cover()
	s.lockedAndUnlocked()
	if s.app.covered {
		t.Error("names are covered that nobody covered")
	}

	s.app.newContact()
	s.now()
	s.typeIn("What may I call you?", "Nia")
	s.typeIn("What I promised", "Ring on Friday.")
	s.window.Canvas().Focus(s.entry("What I promised"))
	before := the[*contactForm](s.caseStage).scroll.Offset()
	if before < 500 {
		t.Fatalf("the form is scrolled by %.0f: nothing is tried here", before)
	}
	s.lockedAndUnlocked()
	form := the[*contactForm](s.caseStage)
	if s.window.Canvas().Focused() != s.entry("What I promised") {
		t.Error("the keyboard is not where it was")
	}
	if after := form.scroll.Offset(); after < before-100 || after > before+200 {
		t.Errorf("it is scrolled by %.0f, not by %.0f", after, before)
	}
}

func TestAfterUnlockingNobodyIsWhereTheyMayNotGo(t *testing.T) {
	s := newAppStage(t).created()
	nobody := data.NewID()
	for _, r := range []Route{
		{Screen: ScreenCase, ID: nobody.String()},
		{Screen: ScreenContact, ID: nobody.String()},
		{Screen: screenLetter, ID: nobody.String()},
		{Screen: screenAsked, ID: nobody.String()},
		{Screen: screenLeaving},
		{Screen: screenContactForm, ID: newPrefix + nobody.String()}, // in which nothing was typed
	} {
		if opens(t.Context(), s.vault, r) {
			t.Errorf("%+v", r)
		}
	}
}
