package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"noddfa/data"
	"noddfa/ui/widget"
)

func TestCaseListFindsWordsOfAnyOrderWithoutAccents(t *testing.T) {
	s := newEmptyCaseStage(t, "en")
	for _, c := range []struct {
		name, surname, force string
	}{{"Siân", "Ŵyn-Example", "south-wales"}, {"Sioned", "Example", "gwent"}} {
		if _, err := s.vault.StartCase(t.Context(), data.Case{CalledName: c.name, Police: data.PoliceState{Force: c.force}}, data.Person{FirstName: c.name, Surname: c.surname}); err != nil {
			t.Fatal(err)
		}
	}
	s.shell.Go(Route{Screen: ScreenCases})
	reference := s.vault.Cases()[0].Reference
	for typed, found := range map[string]int{
		"": 2, "sian": 1, "wyn SIAN": 1, "south wyn": 1, "example": 2, "gwent": 1, strings.ToLower(reference): 1,
		strings.ReplaceAll(reference, "-", ""): 1, "sian gwent": 0,
	} {
		page := the[*casesScreen](s)
		page.filter.Set("")
		test.Type(page.filter, typed)
		if got := page.list.Len(); got != found {
			t.Errorf("%q finds %d cases, not %d", typed, got, found)
		}
	}
}

func TestAListThatIsStillReadNeitherSaysItIsEmptyNorForgetsItsPlace(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	contact, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Siân"})
	if err != nil {
		t.Fatal(err)
	}
	cases, contacts := newCasesScreen(s.app.desk().caseDesk, Route{}), newContactsScreen(s.app.desk())
	cases.Restore(casesKept{filter: "si", chosen: id.String()})
	contacts.Restore(contactsKept{filter: "si", which: whichAll, chosen: contact.String()})
	if cases.empty.Visible() || contacts.empty.Visible() || cases.said.Text() != "Reading …" || contacts.said.Text() != "Reading …" {
		t.Errorf("before anything is read it says %q and %q", cases.said.Text(), contacts.said.Text())
	}
	cases.Refresh()
	contacts.Refresh()
	if cases.list.Chosen() != id.String() || contacts.list.Chosen() != contact.String() {
		t.Errorf("it comes back to %q and %q", cases.list.Chosen(), contacts.list.Chosen())
	}
}

// TestAPageThatWasLeftReadsNothing: what was begun on it may be saved later, and it holds
// no list again.
func TestAPageThatWasLeftReadsNothing(t *testing.T) {
	s := newAppStage(t).created()
	if _, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Siân"}); err != nil {
		t.Fatal(err)
	}
	for _, screen := range []string{ScreenToday, ScreenCases, ScreenContacts} {
		s.goTo(Route{Screen: screen})
		left, list := s.shell.Current(), (*widget.List)(nil)
		switch page := left.(type) {
		case *todayScreen:
			list = page.list
		case *casesScreen:
			list = page.list
		case *contactsScreen:
			list = page.list
		}
		if list.Len() == 0 {
			t.Errorf("%s shows nothing", screen)
		}
		s.goTo(Route{Screen: ScreenSettings})
		if left.Refresh(); list.Len() > 0 {
			t.Errorf("%s has %d rows after it was left", screen, list.Len())
		}
	}
}

func TestNewCaseOpensWithNothingTyped(t *testing.T) {
	s := newEmptyCaseStage(t, "en")
	s.shell.Go(Route{Screen: ScreenCases})
	s.press("New case")
	s.enter()
	the[*caseScreen](s)
	if got := len(s.vault.Cases()); got != 1 {
		t.Fatalf("%d cases", got)
	}
	s.shows("Risk not assessed", "No safe-contact rule is written yet")
}

func TestSafeContactRuleStandsOnEveryPageOfACase(t *testing.T) {
	s := newCaseStage(t, "en")
	s.newCase(data.Case{CalledName: "Siân", SafeContact: data.SafeContact{Rule: "Text first, after six.", MayVoice: data.No, DoNot: "the landline"}}, data.Person{}, "")
	for n := range caseTabs {
		the[*caseScreen](s).OpenTab(n + 1)
		s.shows("No voicemail · Do not contact them by: the landline · Text first, after six.", the[*caseScreen](s).file.Line.Reference)
	}
}

func TestCaseSpeaksBothLanguagesOnEveryPage(t *testing.T) {
	key := regexp.MustCompile(`\b(case|cases|record|compose|letters|common)\.[a-z]`)
	for _, language := range []string{"en", "cy"} {
		s := newCaseStage(t, language)
		id := s.newCase(data.Case{CalledName: "Siân", Matter: data.OnlineBlackmail, Suicide: data.Crisis{Thoughts: data.WouldNotSay}}, data.Person{Born: caseNoon.AddDate(-15, 0, 0)}, "")
		record(s, id, data.Suspect{Accounts: []data.Account{{Platform: "Instagram", DisplayName: "lovely"}}})
		record(s, id, data.Assessment{Made: caseNoon, Level: data.RiskHigh, Review: caseNoon.AddDate(0, 0, -3)})
		record(s, id, data.MoneyEntry{Kind: data.Payment, Amount: data.Pounds(200)})
		record(s, id, data.Consent{Given: caseNoon, Scope: data.ConsentPolice})
		record(s, id, data.Plan{Made: caseNoon, CopyGiven: data.Unknown, Sections: []data.PlanSection{{Actions: []data.PlanAction{{Safe: data.No}}}}})
		record(s, id, data.Person{Role: data.RoleChild, SafeToTell: data.No})
		record(s, id, data.Safeguarding{Decided: caseNoon, Referred: data.Yes})
		record(s, id, data.Event{When: data.When{Words: "the Friday before"}})
		record(s, id, data.Evidence{Kind: "messages"})
		record(s, id, data.Task{Due: caseNoon})
		if _, err := s.vault.WriteNote(t.Context(), id, data.Note{Kind: data.NoteSupervision}); err != nil {
			t.Fatal(err)
		}
		for n := range caseTabs {
			s.shell.Refresh()
			the[*caseScreen](s).OpenTab(n + 1)
			if raw := key.FindString(s.words()); raw != "" {
				t.Errorf("%s, tab %d shows the key %s…", language, n+1, raw)
			}
		}
	}
}

func TestEveryFormOfACaseSavesWithNothingTyped(t *testing.T) {
	s := newCaseStage(t, "cy")
	id := s.newCase(data.Case{}, data.Person{}, "")
	page := the[*caseScreen](s)
	for name, open := range map[string]func(){
		"safe contact": page.editSafeContact, "matter": page.editMatter, "police": page.editPolice,
		"person": func() { page.editPerson(data.ID{}, data.Person{}) }, "suspect": func() { page.editSuspect(data.ID{}, data.Suspect{}) },
		"event": func() { page.editEvent(data.ID{}, data.Event{}) }, "task": func() { page.editTask(data.ID{}, data.Task{}) },
		"assessment": func() { page.editAssessment(data.ID{}, data.Assessment{}) }, "safeguarding": func() { page.editSafeguarding(data.ID{}, data.Safeguarding{}) },
		"evidence": func() { newEvidencePage(page).editEvidence(data.ID{}, data.Evidence{}) },
		"money":    func() { newEvidencePage(page).editMoney(data.ID{}, data.MoneyEntry{}) },
		"consent": func() {
			newConsentPage(page).editConsent(data.ID{}, data.Consent{Scope: data.ConsentSupport, Given: caseNoon})
		},
	} {
		open()
		if page.editor == nil {
			t.Fatalf("%s: no form opened", name)
		}
		s.accept()
		if page.editor != nil {
			t.Errorf("%s: the form did not save", name)
		}
	}
	f := s.file(id)
	if len(f.People) != 2 || len(f.Suspects) != 1 || len(f.Events) != 1 || len(f.Tasks) != 1 || len(f.Assessments) != 1 || len(f.Safeguarding) != 1 ||
		len(f.Evidence) != 1 || len(f.Money) != 1 || len(f.Consents) != 1 {
		t.Errorf("not everything is there: %+v", f)
	}
}

func TestSuspectKeepsDisplayNameAndUniqueIDApart(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	the[*caseScreen](s).editSuspect(data.ID{}, data.Suspect{})
	test.Type(s.entry("Display name"), "lovely")
	s.press("Add another account")
	test.Type(s.entry("Unique ID or handle"), "u544023234")
	s.accept()
	got := s.file(id).Suspects[0].Value.Accounts
	if len(got) != 1 || got[0].DisplayName != "lovely" || got[0].UniqueID != "u544023234" {
		t.Errorf("accounts: %+v", got)
	}
	s.shows("Display name: lovely", "Unique ID or handle: u544023234")
}

func TestWhatIsNotUnderstoodIsSaidOnceAndNeverRefused(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	the[*caseScreen](s).editTask(data.ID{}, data.Task{What: "Ring the bank"})
	test.Type(s.entry("By when"), "when the cows come home")
	s.accept()
	if len(s.file(id).Tasks) != 0 {
		t.Error("saved before it was said that the day was not understood")
	}
	s.shows("Not understood.")
	s.accept()
	if got := s.file(id).Tasks; len(got) != 1 || got[0].Value.What != "Ring the bank" || !got[0].Value.Due.IsZero() {
		t.Errorf("tasks: %+v", got)
	}
	if got := s.file(id).Notes; len(got) != 1 || !strings.Contains(got[0].Value.Said, "By when: when the cows come home") {
		t.Errorf("what was typed is not kept in a note: %+v", got)
	}
	the[*caseScreen](s).editPerson(data.ID{}, data.Person{})
	s.entry("Age, if no date of birth").Set("sixteen")
	s.accept()
	s.shows("Not understood.")
}

// Each kind of field has what was typed into it again after the form was left, with what it did not understand said at
// once. Where only a part is understood, the part is saved, and all of the words are in a note.
func TestWhatIsNotWhollyUnderstoodIsOfferedAgainAsItWasTyped(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	open := map[string]func(*caseScreen){
		"By when":                  func(p *caseScreen) { p.editTask(data.ID{}, data.Task{}) },
		"Recorded at":              func(p *caseScreen) { newEvidencePage(p).editEvidence(data.ID{}, data.Evidence{}) },
		"Age, if no date of birth": func(p *caseScreen) { p.editPerson(data.ID{}, data.Person{}) },
		"Amount in pounds":         func(p *caseScreen) { newEvidencePage(p).editMoney(data.ID{}, data.MoneyEntry{}) },
	}
	for _, c := range []struct {
		label, typed string
		part         bool // is understood
	}{
		{"By when", "when the cows come home", false},
		{"By when", "Friday after school", true},
		{"By when", "about 27 November 2026", true},
		{"Recorded at", "some time in spring", false},
		{"Recorded at", "Friday 14:00, she thinks", true},
		{"Age, if no date of birth", "sixteen", false},
		{"Age, if no date of birth", "16 in her passport", true},
		{"Amount in pounds", "600 in vouchers", false},
	} {
		notes := len(s.file(id).Notes)
		open[c.label](the[*caseScreen](s))
		s.entry(c.label).Set(c.typed)
		s.shell.Go(Route{Screen: ScreenCases})
		s.shell.Back()
		open[c.label](the[*caseScreen](s))
		if got := s.entry(c.label).Value(); got != c.typed {
			t.Errorf("%s, %q: offered %q", c.label, c.typed, got)
		}
		if !c.part {
			s.shows("Not understood. Put it right, or save again: your words are then kept in a note.")
			s.accept()
		}
		s.accept()
		got := s.file(id).Notes
		if len(got) != notes+1 || !slices.ContainsFunc(got, func(e data.Entry[data.Note]) bool { return strings.Contains(e.Value.Said, c.label+": "+c.typed) }) {
			t.Errorf("%s, %q is in no note: %d of them", c.label, c.typed, len(got))
		}
	}
	friday := time.Date(2026, 11, 27, 0, 0, 0, 0, caseNoon.Location())
	f := s.file(id)
	if tasks := f.Tasks; len(tasks) != 3 || !slices.ContainsFunc(tasks, func(e data.Entry[data.Task]) bool { return e.Value.Due.Equal(friday) }) {
		t.Errorf("tasks: %+v", tasks)
	}
	if people := f.People; len(people) != 3 || !slices.ContainsFunc(people, func(e data.Entry[data.Person]) bool { return e.Value.Age == 16 }) {
		t.Errorf("people: %+v", people)
	}
	if seen := f.Evidence; len(seen) != 2 || !slices.ContainsFunc(seen, func(e data.Entry[data.Evidence]) bool { return e.Value.CapturedAt.Weekday() == time.Friday }) {
		t.Errorf("evidence: %+v", seen)
	}
}

func TestAMomentInWordsStaysOnItsDayWhenItsRecordIsChangedLater(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	long := data.When{Time: caseNoon.AddDate(0, 0, -45), Precision: data.DayOnly, Words: "Friday after school"}
	e := record(s, id, data.Event{What: "They wrote", When: long})
	s.shell.Refresh()
	the[*caseScreen](s).editEvent(e.ID, e.Value)
	s.entry("What happened").Set("They wrote again")
	s.accept()
	if got := s.file(id).Events[0].Value; got.What != "They wrote again" || !got.When.Time.Equal(long.Time) || got.When.Words != long.Words {
		t.Errorf("it happened %+v", got)
	}
}

func TestAQuestionKeepsWhatItDoesNotUnderstandBesideItsWords(t *testing.T) {
	s := newCaseStage(t, "en")
	s.newCase(data.Case{}, data.Person{}, "")
	the[*caseScreen](s).page().(*overviewPage).hold()
	s.entry("Why it is held").Set("A trial in Swansea.")
	s.entry("Until which day (empty: until somebody lifts it)").Set("when the cows come home")
	s.enter()
	s.shows("your words are then kept in “Why it is held”")
	s.enter()
	s.shows("A trial in Swansea.", "when the cows come home", "Nothing of this case is erased")
}

func TestChangedSafeContactMakesATaskForEachLetterThatSaysTheOldThing(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{SafeContact: data.SafeContact{Rule: "Ring after six."}}, data.Person{}, "")
	contact := &data.SafeContact{Rule: "Ring after six."}
	letter := func(number string, contact *data.SafeContact, replaces data.ID) data.ID {
		l := data.Letter{Number: number, To: data.Recipient{Name: "Gwent Police"}, Contact: contact}
		return record(s, id, data.IssuedLetter{Letter: l, Choices: data.LetterChoices{Replaces: replaces}, Issued: caseNoon}).ID
	}
	replaced := letter("NOD-TEST-01/0", contact, data.ID{})
	letter("NOD-TEST-01/1", contact, replaced)
	letter("NOD-TEST-01/2", nil, data.ID{})
	s.shell.Refresh()
	page := the[*caseScreen](s)
	page.editSafeContact()
	s.accept() // nothing changed
	if got := s.file(id).Tasks; len(got) != 0 {
		t.Fatalf("a task although nothing changed: %+v", got)
	}
	page.editSafeContact()
	s.entry("The rule, in one plain sentence").Set("Never ring.")
	s.shows("1 letter still says the old thing", "NOD-TEST-01/1 · Gwent Police · Monday 23 November 2026")
	s.accept()
	got := s.file(id).Tasks
	if len(got) != 1 || !strings.Contains(got[0].Value.What, "NOD-TEST-01/1") || got[0].Value.Due.IsZero() {
		t.Errorf("tasks: %+v", got)
	}
	s.shows("Never ring.")
}

func TestFormIsOfferedAgainWithWhatWasTyped(t *testing.T) {
	s := newCaseStage(t, "en")
	s.newCase(data.Case{}, data.Person{}, "")
	page := the[*caseScreen](s)
	page.editTask(data.ID{}, data.Task{})
	test.Type(s.entry("What"), "Ring the school")
	s.shell.Go(Route{Screen: ScreenCases})
	s.shell.Back()
	page = the[*caseScreen](s)
	page.editTask(data.ID{}, data.Task{})
	if got := s.entry("What").Value(); got != "Ring the school" {
		t.Errorf("offered %q", got)
	}
	s.shows("This was typed before and not saved.")
	s.press("Throw it away")
	if got := s.entry("What").Value(); got != "" {
		t.Errorf("still there after it was thrown away: %q", got)
	}
	page.editor.cancel()
	page.editTask(data.ID{}, data.Task{})
	if strings.Contains(s.words(), "This was typed before") {
		t.Error("offered again after it was thrown away")
	}
}

func TestTickedTaskIsDoneNow(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	record(s, id, data.Task{What: "Ring the bank"})
	s.shell.Refresh()
	s.tick("Ring the bank")
	if got := s.file(id).Tasks[0].Value.Done; !got.Equal(caseNoon) {
		t.Errorf("done at %v", got)
	}
}

func TestHistoryShowsWhoChangedWhatWhen(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	e := record(s, id, data.Task{What: "Ring the bank"})
	if _, err := data.Change(t.Context(), s.vault, id, e.ID, data.Task{What: "Ring the bank again"}); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	the[*caseScreen](s).OpenTab(7)
	s.shows("Task · version 2", "What: Ring the bank again (before: Ring the bank)", "Mair Example", "23 Nov 2026")
	// In the order of the form, and what is gone where it stood.
	m := record(s, id, data.MoneyEntry{Kind: data.Payment, Other: "gift cards", Payee: "A shop", Words: "once"})
	if _, err := data.Change(t.Context(), s.vault, id, m.ID, data.MoneyEntry{Kind: data.Demand, Payee: "B shop", Words: "twice"}); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	s.shows("Demand or payment: Asked for (before: Paid) Or other than pounds: taken out (before: gift cards) To whom: B shop (before: A shop) Anything else: twice (before: once)")
}

func TestOpeningACaseIsOnTheScreenAtOnce(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{CalledName: "Siân"}, data.Person{}, "")
	for range 20 {
		if _, err := s.vault.WriteNote(t.Context(), id, data.Note{Said: strings.Repeat("She rang again. ", 40)}); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Now()
	s.shell.Go(Route{Screen: ScreenCase, ID: id.String(), Tab: tabNotes})
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("a case with 20 notes took %v", took)
	}
}

func TestSavingLeavesNoDraft(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{}, data.Person{}, "")
	the[*caseScreen](s).editTask(data.ID{}, data.Task{})
	test.Type(s.entry("What"), "x")
	s.accept()
	drafts, err := s.vault.Drafts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range drafts {
		if strings.Contains(d.Form, id.String()) {
			t.Errorf("a draft is left after saving: %s", d.Form)
		}
	}
}

func TestAReviewThatIsLateSaysSo(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	record(s.caseStage, id, data.Plan{Made: caseNoon, Review: caseNoon})
	record(s.caseStage, id, data.Assessment{Made: caseNoon, Review: caseNoon.AddDate(0, 0, -8)})
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Safety plan review due today", "Risk review overdue since 15 Nov 2026")
	s.goTo(Route{Screen: ScreenCase, ID: id.String()})
	s.shows("Risk review overdue since 15 Nov 2026", "Review overdue since 15 Nov 2026")
	if words := s.words(); strings.Contains(words, "Plan review overdue") || strings.Contains(words, "Plan (overdue)") {
		t.Errorf("a review of today is not late yet: %s", words)
	}
}
