package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/data"
)

// closedLongAgo is a case of which six years are over.
func closedLongAgo(t *testing.T, v *data.Vault, name string) data.ID {
	t.Helper()
	id, err := v.StartCase(t.Context(), data.Case{CalledName: name, Opened: caseNoon.AddDate(-8, 0, 0)}, data.Person{FirstName: name, Born: caseNoon.AddDate(-40, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.WriteNote(t.Context(), id, data.Note{Said: "The neighbour rang.", Kind: data.NoteClient, Happened: data.At(caseNoon.AddDate(-7, 0, 0))}); err != nil {
		t.Fatal(err)
	}
	if err := v.CloseCase(t.Context(), id, data.Closing{Outcome: data.OutcomeSupported}); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestWhatIsDueIsSignedOffWithAReasonAndTheReferenceTyped(t *testing.T) {
	s := newAppStage(t).created()
	words, whole, held := closedLongAgo(t, s.vault, "Elin"), closedLongAgo(t, s.vault, "Rhodri"), closedLongAgo(t, s.vault, "Gwen")
	if err := s.vault.HoldCase(t.Context(), held, "a trial in Swansea", time.Time{}); err != nil {
		t.Fatal(err)
	}
	reference := map[data.ID]string{}
	for _, line := range s.vault.Cases() {
		reference[line.ID] = line.Reference
	}
	s.app.due = nil // it is looked for once after unlocking
	s.goTo(Route{Screen: ScreenToday})
	s.shows("Due by the retention rules", "2 wait for a manager to sign off")
	the[*todayScreen](s.caseStage).open("due")
	s.now()
	page := the[*dueScreen](s.caseStage)
	s.shows("3 are due.", reference[words]+" · Elin", "Supported by us. Last contact on Saturday 23 November 2019; kept for 6 years after that.", "Legal hold by Mair Example: a trial in Swansea")

	page.signOff(page.due[words.String()])
	s.key(fyne.KeyRight) // the words go, the figures stay
	test.Type(s.entry("Why it goes, in words that name nobody"), "six years are over")
	test.Type(s.entry("To confirm"), "NOD-XXXX-11")
	s.enter()
	if line, _ := s.vault.CaseLine(words); !line.Figures.IsZero() {
		t.Fatal("it went with another reference")
	}
	s.entry("To confirm").Set("")
	s.enter()
	s.shows("Nothing has gone. Type " + reference[words] + " to confirm.")
	test.Type(s.entry("To confirm"), strings.ToLower(reference[words]))
	s.enter()
	s.shows("It has gone from the records file.")
	s.enter()
	if line, ok := s.vault.CaseLine(words); !ok || line.Figures.IsZero() || line.Name != "" || len(s.file(words).Notes) != 0 {
		t.Errorf("the case is now %+v", line)
	}

	page.signOff(page.due[whole.String()])
	test.Type(s.entry("To confirm"), reference[whole])
	s.enter()
	s.shows("Write one sentence why")
	test.Type(s.entry("Why it goes, in words that name nobody"), "six years are over")
	s.enter()
	if _, ok := s.vault.CaseLine(whole); ok {
		t.Error("it is still there")
	}
	s.enter()
	s.shows("1 is due.")

	page.signOff(page.due[held.String()])
	s.shows("Legal hold by Mair Example: a trial in Swansea")
	if strings.Contains(s.words(), "To confirm") {
		t.Error("what is held can be signed off")
	}
	s.enter()
	s.shows("Legal hold, set by Mair Example")
}

func TestTheRulesOfRetentionAreChangedInSettings(t *testing.T) {
	s := newAppStage(t).created()
	s.goTo(Route{Screen: ScreenSettings})
	s.press("Change the rules")
	s.shows("Reached, and did not take the service up.", "Could not be reached.", "Supported by us.", "Under 18 when they came.", "check with your data lead")
	page := the[*retentionScreen](s.caseStage)
	page.form.unclear[2].entry.Set("seven")
	page.accept()
	page.accept()
	s.shows("Not understood. Put it right to go on.")
	if years := page.typed.Rules[2].Years; s.vault.Retention()[2].Years != 6 || years != 6 {
		t.Fatalf("what is not understood became %d", years)
	}
	s.goTo(Route{Screen: ScreenSettings})
	s.press("Change the rules")
	page = the[*retentionScreen](s.caseStage)
	if typed := page.form.unclear[2].entry.Value(); typed != "seven" || page.form.unclear[3].entry.Value() == "seven" {
		t.Errorf("offered again: %q", typed)
	}
	page.form.unclear[2].entry.Set("7")
	page.accept()
	s.shows("Saved ")
	if r := s.vault.Retention()[2]; r.Years != 7 || r.Months != 0 {
		t.Errorf("the rule is %+v", r)
	}
}

func TestACaseThatIsNotDueAndOneVersionAreErasedFromTheHistory(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Rhodri"}, data.Person{FirstName: "Rhodri"})
	if err != nil {
		t.Fatal(err)
	}
	event := record(s.caseStage, id, data.Event{What: "The neighbour rang."}).ID
	if _, err := data.Change(t.Context(), s.vault, id, event, data.Event{What: "The nephew rang."}); err != nil {
		t.Fatal(err)
	}
	reference := s.file(id).Line.Reference
	history := Route{Screen: ScreenCase, ID: id.String(), Tab: tabHistory}
	if err := s.vault.HoldCase(t.Context(), id, "a trial in Swansea", time.Time{}); err != nil {
		t.Fatal(err)
	}
	s.goTo(history)
	s.press("Erase this case")
	s.shows("a trial in Swansea. Nothing of this case is erased or moved out.")
	if strings.Contains(s.words(), "To confirm") {
		t.Error("what is held can be signed off")
	}
	s.enter()
	if err := s.vault.LiftHold(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()

	sign := func(word string) {
		t.Helper()
		test.Type(s.entry("Why it goes, in words that name nobody"), "it names somebody else")
		test.Type(s.entry("To confirm"), word)
		s.enter()
	}
	page := the[*caseScreen](s.caseStage).page().(*historyPage)
	newest := slices.IndexFunc(page.all, func(l versionLine) bool { return l.record == event && l.number == 2 })
	if only := page.all[slices.IndexFunc(page.all, func(l versionLine) bool { return l.kind == "case" })]; !only.version.IsZero() {
		t.Error("the only version of the case itself can be erased")
	}
	page.eraseVersion(event, page.all[newest].version)
	s.shows("What happened · version 2", "Its words go.")
	sign(reference)
	s.shows("It has gone from the records file.")
	s.enter()
	s.shows("Erased. Reason: it names somebody else", "The neighbour rang.")
	if left := s.file(id).Events; strings.Contains(s.words(), "nephew") || len(left) != 1 || left[0].Value.What != "The neighbour rang." {
		t.Errorf("the event is now %+v", left)
	}

	s.press("Erase this case")
	s.shows("The case goes, with its contacts", "What goes cannot be brought back.")
	sign(reference)
	s.shows("It has gone from the records file.")
	s.enter()
	if _, ok := s.vault.CaseLine(id); ok || s.shell.Current().Route().Screen != ScreenCases {
		t.Error("the case is still there")
	}
	s.goTo(Route{Screen: screenDue})
	s.shows("Nothing is due.", "Erased · Mair Example", "it names somebody else.")
}
