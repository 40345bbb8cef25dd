package ui

import (
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
)

const withShift = fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift

// asVolunteer locks the records and opens them as a volunteer of theirs.
func (s *appStage) asVolunteer() {
	s.t.Helper()
	const passphrase = "another five plain words here"
	if _, err := s.vault.AddMember(s.t.Context(), "Vol Example", data.Volunteer, passphrase); err != nil {
		s.t.Fatal(err)
	}
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyL)
	s.again()
	s.unlock(passphrase)
}

func TestSecondCallParksTheFirstAndOneKeyComesBack(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What may I call you?", "Sam")
	s.newForm()
	s.shows("Unfinished 1")
	s.typeIn("What may I call you?", "Alex")
	s.newForm()
	s.shows("Unfinished 2")
	seen := map[string]bool{}
	for range 2 {
		s.window.Canvas().Unfocus()
		s.key(fyne.KeyF4)
		seen[s.entry("What may I call you?").Value()] = true
	}
	if !seen["Sam"] || !seen["Alex"] {
		t.Errorf("F4 led to %v", seen)
	}
	s.saveForm()
	s.shows("Unfinished 1")
}

func TestWaitingTakesThreeFieldsWhileAnotherContactRuns(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What was said", "They want money")
	s.with(withShift, fyne.KeyW)
	s.letters("Alex")
	s.tab(1)
	s.letters("07700 900461")
	s.tab(1)
	s.letters("y")
	s.press("Save")
	s.now()
	s.shows("Alex is kept and stands on Today: ring back.")
	if said := s.entry("What was said").Value(); said != "They want money" {
		t.Errorf("the contact in front says %q", said)
	}
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Alex", "Due today")
	if c := s.onlyContact(); c.Number != "07700 900461" || c.SafeToTalk != data.Yes || c.FollowUp.Who != "Mair Example" {
		t.Errorf("kept %+v", c)
	}
}

func TestAPromiseWithoutADayIsForToday(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What may I call you?", "Sam")
	s.typeIn("What I promised", "Ring back")
	if strings.Contains(s.words(), "Noddfa has told no one.") {
		t.Error("whom to ring is said of nothing")
	}
	s.choose("Has the risk changed?", "y")
	s.shows("Noddfa has told no one.")
	s.saveForm()
	s.goTo(Route{Screen: screenEndShift})
	s.shows("Sam", "Ring back")
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Sam", "Due today")
}

func TestEndOfShiftHandsOnWhatIsUnfinished(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What may I call you?", "Sam")
	s.typeIn("Age", "sixteen or so")
	id, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Alex", FollowUp: data.FollowUp{Who: "Mair Example", On: caseNoon, Promised: "Ring back"}})
	if err != nil {
		t.Fatal(err)
	}
	s.with(withShift, fyne.KeyS)
	s.shows("Sam", "Alex", "Ring back", "Whoever comes next")
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyReturn)
	s.shows("Nothing is unfinished.", "Handed on: Whoever comes next")
	if c := s.contact(id); c.FollowUp.Who != "" || c.FollowUp.From != "Mair Example" || c.FollowUp.Promised != "Ring back" {
		t.Errorf("the call-back is %+v", c.FollowUp)
	}
	s.asVolunteer()
	s.shows("My call-backs", "Sam", "Alex", "handed on by Mair Example")
	for _, l := range s.vault.Contacts() {
		if c := s.contact(l.ID); c.CalledName == "Sam" && !strings.Contains(c.Said, "Age: sixteen or so") {
			t.Errorf("of the parked contact it keeps %q", c.Said)
		}
	}
}

func TestVolunteerIsToldOnlyThatSomebodyMayBeKnown(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Sam", Number: "07700 900461", SafeRule: "Text first", MayVoice: data.No})
	if err != nil {
		t.Fatal(err)
	}
	caseID, err := s.vault.Triage(t.Context(), id, data.ID{})
	if err != nil {
		t.Fatal(err)
	}
	line, _ := s.vault.CaseLine(caseID)
	s.newForm()
	s.typeIn("Number, if we are cut off", "07700 900 461")
	s.shows("May be known: "+line.Reference, "No voicemail · Text first")
	s.asVolunteer()
	s.newForm()
	s.typeIn("Number, if we are cut off", "07700 900461")
	s.shows("May be known: finish this contact, a caseworker will join it.")
	if words := s.words(); strings.Contains(words, line.Reference) || strings.Contains(words, "Text first") {
		t.Errorf("the volunteer reads more: %s", words)
	}
}

func TestVolunteerRingsBackFromTheContactCard(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Sam", Number: "07700 900461", SafeWhen: "after six", MayVoice: data.No, CodeWord: "lemon", FollowUp: data.FollowUp{On: caseNoon}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.vault.Triage(t.Context(), id, data.ID{}); err != nil {
		t.Fatal(err)
	}
	s.asVolunteer()
	s.goTo(Route{Screen: ScreenContacts})
	s.shows("Sam", "Follow-up 23 Nov")
	if strings.Contains(s.words(), "07700 900461") {
		t.Error("a number can be dialled before the card is seen")
	}
	s.goTo(Route{Screen: ScreenContact, ID: id.String()})
	s.shows("No voicemail · Safe to ring: after six", "Before you ring", "07700 900461", "lemon", "If they ring, pass to", "Mair Example")
}

func TestNoAnswerMovesTheCallOfAContactThatWasSortedForBothRoles(t *testing.T) {
	s := newAppStage(t).created()
	var ids [2]data.ID
	for i, name := range []string{"Sam", "Alex"} {
		id, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: name, Number: "07700 90046" + strconv.Itoa(i), SafeRule: "Text first", FollowUp: data.FollowUp{On: caseNoon, Promised: "Ring back"}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.vault.Triage(t.Context(), id, data.ID{}); err != nil {
			t.Fatal(err)
		}
		ids[i] = id
	}
	try := func(id data.ID) {
		s.goTo(Route{Screen: ScreenContact, ID: id.String()})
		s.with(withShift, fyne.KeyN)
		s.shows("Attempt logged 12:00. Ring again on Tuesday 24 November 2026.")
		if card, _ := s.vault.Card(id); card.CallOn.Day() != 24 || card.Promised != "Ring back" {
			t.Errorf("the card says %+v", card)
		}
	}
	try(ids[0])
	for _, task := range s.vault.Tasks() {
		if task.From == ids[0] && task.Due.Day() != 24 {
			t.Errorf("the task is %+v", task)
		}
	}
	s.asVolunteer()
	s.goTo(Route{Screen: ScreenContact, ID: ids[1].String()})
	s.press("No answer")
	s.shows("Attempt logged 12:00.")
	try(ids[1])
	for _, line := range s.vault.Contacts() {
		if line.Attempted && line.Name == "Alex" && s.contact(line.ID).SafeRule == "Text first" {
			return
		}
	}
	t.Errorf("no attempt in %+v", s.vault.Contacts())
}

func TestDebriefWantedIsOnTheManagersToday(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.choose("Thoughts of suicide", "y")
	s.typeIn("What was done", "Stayed on the line")
	s.typeIn("Told", "Mair, safeguarding lead")
	s.saveForm()
	if c := s.onlyContact().Suicide; c.Unfinished() || c.ToldBy != "Mair Example" || !c.ToldAt.Equal(caseNoon) {
		t.Errorf("kept %+v", c)
	}
	s.tick("Debrief wanted")
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Would like to talk over a contact")
	s.goTo(Route{Screen: ScreenContact, ID: s.vault.Contacts()[0].ID.String()})
	s.press("We have talked")
	if s.onlyContact().Debrief {
		t.Error("it stays wanted")
	}
}

func TestNobodyAnsweredIsWrittenDownAndDoesNotFinishTheCrisis(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.choose("Thoughts of suicide", "y")
	s.typeIn("What was done", "Stayed on the line")
	s.press("No answer: write down the time")
	s.saveForm()
	if c := s.onlyContact().Suicide; !c.Unfinished() || c.Tried != "No answer, tried at 12:00" {
		t.Errorf("kept %+v", c)
	}
	s.shows("Crisis: not finished", "No answer, tried at 12:00")
	s.press("Write it now")
	s.now()
	s.letters("Mair, by phone")
	s.saveForm()
	if c := s.onlyContact().Suicide; c.Unfinished() || c.ToldWho != "Mair, by phone" {
		t.Errorf("what was lacking is kept as %+v", c)
	}
}

func TestAdviceSaysWhereItComesFromAndWhenItWasRead(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.choose("What is it about?", "o")
	s.shows("Sources: Police Scotland", "Read 31 Aug")
}

func TestWrongNumberIsInTheIncidentLogOfTheTeam(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.choose("Who is it?", "w")
	s.typeIn("Who answered, what did we say, did we name anyone?", "A man answered. We asked for Sam.")
	s.saveForm()
	s.goTo(Route{Screen: ScreenTeam})
	s.press("Incident log")
	s.now()
	s.shows("Incident log", "Wrong number", "A man answered. We asked for Sam.", "Nothing is decided yet.")
	s.press("Decide")
	s.now()
	s.shows("What went wrong?", "A man answered. We asked for Sam.")
	if _, ok := s.vault.Card(s.vault.Contacts()[0].ID); ok {
		t.Error("a person was made of a wrong number")
	}
}
