package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/data"
)

func TestARequestByTelephoneIsWrittenDownByKeyboardAndDecided(t *testing.T) {
	s := newAppStage(t).created()
	s.with(withShift, fyne.KeyR)
	s.shows("New request", "What is it?")
	if strings.Contains(s.words(), "Do not confirm") || strings.Contains(s.words(), "72 hours") {
		t.Fatalf("it warns before anything is chosen: %s", s.words())
	}
	s.key(fyne.KeySpace) // the first of the kinds: subject access
	s.shows("To be answered by Wednesday 23 December 2026.")
	s.key(fyne.KeyRight)
	s.key(fyne.KeyRight)
	s.key(fyne.KeyRight)
	s.key(fyne.KeyRight)
	s.shows("72 hours", "The ICO has to be told by")
	s.key(fyne.KeyLeft)
	s.key(fyne.KeyLeft)
	s.key(fyne.KeyLeft)
	s.key(fyne.KeyLeft)
	s.tab(4) // received, how, by whom, who asks
	s.key(fyne.KeySpace)
	for range 4 {
		s.key(fyne.KeyRight)
	}
	s.shows("Do not confirm. Tell the data lead.", "Managers here: Mair Example")
	s.typeIn("Name", "Darren Example")
	s.typeIn("What is wanted, or what happened", "Everything that she said about him.")
	s.accept()
	lines := s.vault.Requests()
	if len(lines) != 1 || lines[0].Kind != data.SubjectAccess || lines[0].Asker != data.AskerSuspect || lines[0].By != "Mair Example" {
		t.Fatalf("written down: %+v", lines)
	}
	s.shows("Do not confirm. Tell the data lead.", "Everything that she said about him.", "To be answered by Wednesday 23 December 2026.")
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Subject access · Darren Example", "Do not confirm. Tell the data lead.")
	s.with(withShift, fyne.KeyH)
	if strings.Contains(s.words(), "Darren") {
		t.Error("covered, it names who asks")
	}
	s.with(withShift, fyne.KeyH)
	s.goTo(Route{Screen: ScreenTeam})
	s.press("Requests") // two clicks from anywhere
	s.shows("1 open", "Darren Example")
	s.goTo(Route{Screen: ScreenRequest, ID: lines[0].ID.String()})
	s.accept() // Decide
	s.shows("Neither confirmed nor denied", "says neither that we know somebody")
	s.key(fyne.KeySpace)
	s.key(fyne.KeyRight)
	s.enter()
	s.shows("one sentence why") // refused without one
	s.typeIn("Reason", "It would tell of somebody else.")
	s.enter()
	s.shows("Refused", "It would tell of somebody else.")
	if l, _ := s.vault.RequestLine(lines[0].ID); l.Outcome != data.RequestRefused {
		t.Errorf("decided: %+v", l)
	}
	s.goTo(Route{Screen: ScreenTeam})
	s.shows("Request decided · Subject access of 23 Nov 2026 · Darren Example · refused")
	police, err := s.vault.SaveRequest(t.Context(), data.ID{}, data.Request{Kind: data.VictimInformation, Received: caseNoon, Asker: data.AskerPolice})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenRequest, ID: police.String()})
	s.accept()
	s.shows("a court can order it", "Neither confirmed nor denied")
	if s.has("complain") {
		t.Error("the police are told that they may complain")
	}
}

func TestARequestThatIsBeingWrittenSurvivesALock(t *testing.T) {
	s := newAppStage(t).created()
	s.with(withShift, fyne.KeyR)
	s.key(fyne.KeySpace)
	s.typeIn("Name", "Siân Example")
	s.app.lock()
	s.again()
	s.unlock(stagePassphrase)
	s.goTo(Route{Screen: ScreenToday})
	s.shows("New request")
	s.goTo(Route{Screen: ScreenRequest})
	if got := s.entry("Name").Value(); got != "Siân Example" {
		t.Errorf("after the lock the name is %q", got)
	}
	s.accept()
	s.press("Change")
	s.typeIn("Name", "Siân Other")
	s.entry("Received").Set("when the cows come home")
	s.accept()
	s.shows("your words are then kept in")
	s.accept()
	s.shows("Siân Other", "History")
	s.shows("Received: when the cows come home")
	if l := s.vault.Requests(); len(l) != 1 || l[0].Name != "Siân Other" {
		t.Errorf("changed: %+v", l)
	}
}

func TestAVolunteerHasNoWayToRequests(t *testing.T) {
	s := newAppStage(t).created()
	if _, err := s.vault.AddMember(t.Context(), "Vali Example", data.Volunteer, "four other plain words"); err != nil {
		t.Fatal(err)
	}
	s.app.lock()
	s.again()
	s.unlock("four other plain words")
	s.with(withShift, fyne.KeyR)
	if at := s.shell.Current().Route().Screen; at == ScreenRequest {
		t.Error("the key opens the form")
	}
	s.goTo(Route{Screen: ScreenTeam})
	if strings.Contains(s.words(), "Requests") {
		t.Error("the team's page offers them")
	}
}

func TestAnErasureRequestErasesItsCaseAndThenGoesItself(t *testing.T) {
	s := newAppStage(t).created()
	caseID, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Wyn"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	of, _ := s.vault.CaseLine(caseID)
	id, err := s.vault.SaveRequest(t.Context(), data.ID{}, data.Request{Kind: data.ErasureRequest, Name: "Wyn Example", Case: caseID})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenRequest, ID: id.String()})
	if strings.Contains(s.words(), "Erase this request") {
		t.Error("it may go before it is decided")
	}
	sign := func(button, word string) {
		t.Helper()
		s.press(button)
		s.shows("What goes cannot be brought back.")
		test.Type(s.entry("Why it goes, in words that name nobody"), "they asked for it")
		test.Type(s.entry("To confirm"), word[:3])
		s.shows("Type " + strings.ToUpper(word)) // while it is being typed too
		test.Type(s.entry("To confirm"), word[3:])
		s.enter()
		s.shows("It has gone from the records file.")
		s.enter()
	}
	sign("Erase the case", of.Reference)
	if strings.Contains(s.words(), "(before: )") {
		t.Error("the history says that nothing was taken out")
	}
	if _, ok := s.vault.CaseLine(caseID); ok {
		t.Error("the case is still there")
	}
	if err := s.vault.DecideRequest(t.Context(), id, data.RequestDecision{Outcome: data.RequestGiven}); err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenRequests})
	s.goTo(Route{Screen: ScreenRequest, ID: id.String()})
	sign("Erase this request", "erase")
	if n := len(s.vault.Requests()); n != 0 {
		t.Errorf("%d requests are left", n)
	}
	s.shows("No request yet.")
}

func TestWhoAsksIsLookedAtAndConfirmedBeforeAnythingIsDecided(t *testing.T) {
	s := newAppStage(t).created()
	for _, c := range []struct {
		request             data.Request
		warns, asks, offers string
		never               []string
	}{
		{data.Request{Kind: data.SubjectAccess, Asker: data.AskerParent}, "The records are the child's", "a code word or a question", "Given or done", nil},
		{data.Request{Kind: data.ErasureRequest, Asker: data.AskerRepresentative}, "Ask for the person's written authority", "a code word or a question", "Given or done", nil},
		{data.Request{Kind: data.VictimInformation, Asker: data.AskerPolice}, "", "a number that you looked up yourself", "Not held", nil},
		{data.Request{Kind: data.Complaint, Asker: data.AskerPerson}, "", "a code word or a question", "Upheld in part", []string{"Not held", "Given or done"}},
		{data.Request{Kind: data.Breach}, "", "", "Dealt with", []string{"Not held", "Given or done", "They were told on", "identity"}},
	} {
		id, err := s.vault.SaveRequest(t.Context(), data.ID{}, c.request)
		if err != nil {
			t.Fatal(err)
		}
		s.goTo(Route{Screen: ScreenRequest, ID: id.String()})
		s.shows(c.warns)
		if c.asks != "" {
			s.shows("Nobody has written down yet that their identity is confirmed.")
			s.press("Identity confirmed")
			s.shows(c.asks)
			s.typeIn("How?", "by a word of theirs")
			s.enter()
			if strings.Contains(s.words(), "Nobody has written down yet") {
				t.Errorf("%s: still not confirmed: %s", c.request.Kind, s.words())
			}
			if l, _ := s.vault.RequestLine(id); l.Identity.Confirmed.IsZero() || l.Identity.By != "Mair Example" {
				t.Errorf("%s: confirmed: %+v", c.request.Kind, l.Identity)
			}
		}
		s.accept() // Decide
		s.shows(c.offers)
		for _, never := range c.never {
			if strings.Contains(s.words(), never) {
				t.Errorf("%s: deciding says %q: %s", c.request.Kind, never, s.words())
			}
		}
		s.key(fyne.KeySpace)
		s.enter()
		file, err := s.vault.OpenRequest(t.Context(), id)
		if err != nil || file.Decision.Value.Outcome != data.RequestGiven || !file.Decision.Value.On.IsZero() {
			t.Errorf("%s: decided, and told before anybody told them: %+v %v", c.request.Kind, file.Decision.Value, err)
		}
	}
}
