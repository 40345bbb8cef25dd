package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/assets"
	"noddfa/data"
)

func TestTheDesktopSaysHowManyThingsAreDueAndNothingElse(t *testing.T) {
	s := newAppStage(t).created()
	for range 2 {
		c := data.Contact{Started: caseNoon, CalledName: "Siân", FollowUp: data.FollowUp{On: caseNoon, Promised: "about the money"}}
		if _, err := s.vault.LogContact(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	clock := time.Now()
	s.app.idle.now = func() time.Time { return clock }
	s.app.idle.look()
	later := func(by time.Duration) func() { return func() { clock = clock.Add(by); s.app.remind(clock) } }

	test.AssertNotificationSent(t, nil, later(3*time.Minute)) // nobody asked for it
	s.goTo(Route{Screen: ScreenSettings})
	s.shows("never a name")
	s.tick("Remind me on the desktop when things are due")
	if !readPreferences(s.app.o.Folder).Notify {
		t.Error("the choice is not kept")
	}
	s.app.idle.last = clock
	test.AssertNotificationSent(t, nil, later(time.Minute)) // the window is in use
	test.AssertNotificationSent(t, fyne.NewNotification("Noddfa", "2 things are due"), later(3*time.Minute))
	test.AssertNotificationSent(t, nil, later(10*time.Minute)) // told already
	s.app.speak(assets.Welsh)
	s.now()
	test.AssertNotificationSent(t, fyne.NewNotification("Noddfa", "Mae 2 beth i'w gwneud"), later(time.Hour))
	s.app.lock()
	test.AssertNotificationSent(t, nil, later(2*time.Hour)) // it has no keys
}
