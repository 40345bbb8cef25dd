package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
)

func TestTodayNamesThePersonAndShowsWhoseATaskIs(t *testing.T) {
	s := newAppStage(t).created()
	day := startOfToday(caseNoon)
	ids := map[string]data.ID{}
	for name, owner := range map[string]string{"Siân": "Mair Example", "Rhys": "Cadi Example", "Nia": ""} {
		id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: name, Owner: owner}, data.Person{})
		if err != nil {
			t.Fatal(err)
		}
		ids[name] = id
		record(s.caseStage, id, data.Task{What: "Ring about the bank", Owner: owner, Due: map[string]time.Time{"Siân": day.AddDate(0, 0, -2), "Rhys": day.AddDate(0, 0, -1), "Nia": day}[name]})
	}
	s.goTo(Route{Screen: ScreenToday})
	for name, id := range ids {
		s.shows(name, s.file(id).Line.Reference)
	}
	s.shows("Cadi Example")
	today := the[*todayScreen](s.caseStage)
	choose := func(option string) {
		s.window.Canvas().Focus(today.whose.whose)
		today.whose.whose.TypedKey(&fyne.KeyEvent{Name: map[string]fyne.KeyName{"mine": fyne.KeyRight, "everyone": fyne.KeyLeft}[option]})
	}
	choose("mine")
	s.shows("Siân", "Nia", "1 more is not shown")
	if strings.Contains(s.words(), "Rhys") {
		t.Error("a colleague's task is among mine")
	}
	s.tick("Overdue only")
	s.shows("Siân", "3 more are not shown")
	s.goTo(Route{Screen: ScreenContacts})
	if today.list.Len()+today.rows.Len()+today.read.today.Today.Len() != 0 {
		t.Error("a page that nobody sees any more holds what waits")
	}
	s.goTo(Route{Screen: ScreenToday})
	if strings.Contains(s.words(), "Nia") {
		t.Error("what was chosen is forgotten on the next page")
	}
	today = the[*todayScreen](s.caseStage)
	s.tick("Overdue only")
	choose("everyone")
	s.shows("Rhys")
	rows := today.rows
	for i := range rows.Len() {
		if rows.Heading(i) {
			continue
		}
		id := rows.Item(i).ID
		if len(id) > 300 {
			t.Fatalf("a row of a long list is known by %d letters", len(id))
		}
		if rows.Index(id) != i {
			t.Fatalf("row %d is found as row %d", i, rows.Index(id))
		}
	}
	s.with(withShift, fyne.KeyH)
	if words := s.words(); strings.Contains(words, "Rhys") || strings.Contains(words, "bank") {
		t.Errorf("covered: %s", words)
	}
}

func TestTodayTicksOffATaskAndTakesItBack(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	record(s.caseStage, id, data.Task{What: "Ring about the bank", Due: caseNoon})
	s.goTo(Route{Screen: ScreenToday})
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyD)
	s.shows("Ring about the bank: done, ")
	if done := s.file(id).Tasks[0].Value.Done; !done.Equal(caseNoon) {
		t.Fatalf("done: %v", done)
	}
	s.press("Take it back")
	if task := s.file(id).Tasks[0].Value; !task.Done.IsZero() || task.What != "Ring about the bank" {
		t.Errorf("taken back: %+v", task)
	}

	for _, what := range []string{"Ring the school", "Ring the clinic"} {
		record(s.caseStage, id, data.Task{What: what, Due: caseNoon})
	}
	s.shell.Refresh()
	today := the[*todayScreen](s.caseStage)
	list := today.list
	chosen := func() string { return today.rows.Item(list.Row()).Title }
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	below := today.rows.Item(list.Row() + 1).Title
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyD)
	if chosen() != below {
		t.Errorf("after a row was ticked off %q is chosen, and not %q below it", chosen(), below)
	}
}

func TestACrisisStaysInSightWhateverIsChosenAndIsNotTickedOff(t *testing.T) {
	s := newAppStage(t).created()
	if _, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân", Owner: "Cadi Example", Suicide: data.Crisis{Thoughts: data.Yes}}, data.Person{}); err != nil {
		t.Fatal(err)
	}
	s.app.today = todayChosen{mine: true, late: true}
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Siân", "Crisis: not finished")
	if words := s.words(); !strings.Contains(words, "Cadi Example · What was done and who was told is not written yet.") {
		t.Errorf("whose crisis it is stands behind what a narrow window cuts off: %s", words)
	}
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyD)
	s.shows("Choose a task or a review first.", "Crisis: not finished")
}

func TestTodaySaysOfAContactThatWaitsWhatIsUrgentAboutIt(t *testing.T) {
	s := newAppStage(t).created()
	for _, c := range []data.Contact{
		{CalledName: "Bryn", Age: 40, Matter: data.OtherMatter, Started: caseNoon.AddDate(0, 0, -9)},
		{CalledName: "Nia", Age: 16, Matter: data.OnlineBlackmail, Started: caseNoon},
		{CalledName: "Rhys", Matter: data.Stalking, Started: caseNoon.Add(time.Minute), Suicide: data.Crisis{Thoughts: data.Yes, Action: "Rang 999", ToldWho: "Mair", ToldBy: "Mair", ToldAt: caseNoon}},
		{CalledName: "Elin", Age: 15, Matter: data.OnlineBlackmail, Started: caseNoon, Suicide: data.Crisis{Thoughts: data.Yes}},
	} {
		if _, err := s.vault.LogContact(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	s.goTo(Route{Screen: ScreenToday})
	words := s.words()
	at := -1
	for _, text := range []string{
		"Elin", "Under 18 · Online blackmail · What was done", "Crisis: not finished",
		"Nia", "Online blackmail · Waiting to be sorted", "Under 18",
		"Rhys", "Stalking · Waiting to be sorted", "Thoughts of suicide",
		"Bryn", "Waiting to be sorted",
	} {
		next := strings.Index(words[max(at, 0):], text)
		if next < 0 {
			t.Fatalf("%q does not come where it should: %s", text, words)
		}
		at = max(at, 0) + next + 1
	}
	if strings.Contains(words, "Something else") {
		t.Errorf("a matter that says nothing is said: %s", words)
	}
}

// TestAFollowUpWithoutWordsSaysWhomItIsAbout: a log that was brought in has a day
// and often no more.
func TestAFollowUpWithoutWordsSaysWhomItIsAbout(t *testing.T) {
	s := newAppStage(t).created()
	contact, err := s.vault.LogContact(t.Context(), data.Contact{
		CalledName: "Siân", Matter: data.OnlineBlackmail, Imported: "a row", FollowUp: data.FollowUp{Who: "Mair Example", On: caseNoon.AddDate(0, 0, -3)},
	})
	if err != nil {
		t.Fatal(err)
	}
	id, err := s.vault.Triage(t.Context(), contact, data.ID{})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Follow-up: Siân · Online blackmail")
	if words := s.words(); strings.Contains(words, "Siân · Overdue") {
		t.Errorf("her name stands there twice: %s", words)
	}
	s.goTo(Route{Screen: screenOversight})
	s.shows("Follow-up: Siân · Online blackmail")
	s.goTo(Route{Screen: ScreenCase, ID: id.String()})
	s.shows("Follow-up: Siân · Online blackmail")
	s.with(withShift, fyne.KeyH)
	if words := s.words(); strings.Contains(words, "Follow-up: Siân") {
		t.Errorf("covered: %s", words)
	}
}

// Of a plan or a risk that is looked at again the key of ticking off opens what is written then.
func TestAReviewIsTickedOffWithWhatWasFound(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	late := caseNoon.AddDate(0, 0, -3)
	record(s.caseStage, id, data.Plan{Review: late, Sections: []data.PlanSection{{Title: "Home", Actions: []data.PlanAction{{What: "Ring"}}}}})
	record(s.caseStage, id, data.Assessment{Made: late, Level: data.RiskHigh, Review: late})
	for _, form := range []string{"What you found", "Your judgement, in words"} {
		s.goTo(Route{Screen: ScreenToday})
		s.shows("Tick off")
		s.with(fyne.KeyModifierShortcutDefault, fyne.KeyD)
		s.typeIn(form, "Nothing new.")
		s.accept()
	}
	s.goTo(Route{Screen: ScreenToday})
	if s.has("overdue since") {
		t.Errorf("what was looked at again still waits: %s", s.words())
	}
}
