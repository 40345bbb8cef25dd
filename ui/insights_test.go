package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// figuresOf shows the figures of the sample log from one day to another.
func (s *appStage) figuresOf(from, to string) *insightsScreen {
	s.t.Helper()
	s.goTo(Route{Screen: ScreenInsights})
	screen := the[*insightsScreen](s.caseStage)
	s.typeIn("First day", from)
	s.typeIn("Last day", to)
	s.accept()
	s.now()
	return screen
}

func TestAManagerSeesTheFiguresOfTheSampleLog(t *testing.T) {
	s := newAppStage(t).created()
	log, err := os.ReadFile("../data/contactlog/testdata/contact-log-2017-2018.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.vault.ImportContacts(t.Context(), log, data.ImportOptions{OpenCases: true}); err != nil {
		t.Fatal(err)
	}
	screen := s.figuresOf("01/01/2018", "06/05/2018")
	s.shows("People who contacted us, South Wales Police area: 42; of these reported to police:")
	if said := screen.pages.Describe().Words.Text; !strings.Contains(said, "South Wales Police\t42\t4.67") {
		t.Errorf("who cannot see the charts hears %q", said)
	}
	screen.tabs.Set(insightsTables)
	rows := ""
	for i := range screen.list.Len() {
		item := tableItems(screen.view.stats.Tables(s.shell.Words())).Item(i)
		rows += item.Title + ": " + item.Meta + " " + item.Detail + "\n"
	}
	for _, want := range []string{"South Wales Police: 42 A fortnight: 4.67", "Dyfed-Powys Police: 7 ", "Largest: £6,000 (Instagram)"} {
		if !strings.Contains(rows, want) {
			t.Errorf("%q is not in the tables:\n%s", want, rows)
		}
	}
	if s.figuresOf("01/09/2017", "31/12/2017").view.stats.Contacts.N != 32 {
		t.Error("the last four months of 2017 are not 32 contacts")
	}
	s.app.speak("cy")
	s.now().shows("Pobl a gysylltodd â ni")
}

func TestWhatIsSavedOfTheFiguresHidesSmallGroupsAndIsInTheTrail(t *testing.T) {
	s := newAppStage(t).created()
	t.Setenv("HOME", s.home)
	for range 6 {
		if _, err := s.vault.LogContact(t.Context(), data.Contact{Started: caseNoon, Force: "south-wales", Platform: "Instagram"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.vault.LogContact(t.Context(), data.Contact{Started: caseNoon, Force: "gwent", Platform: "Canary"}); err != nil {
		t.Fatal(err)
	}
	screen := s.figuresOf("01/01/2026", "31/12/2026")
	s.shows("Gwent Police area: 1")
	for _, kind := range []struct{ tab, button, ending string }{
		{insightsCharts, "Save as PDF", ".pdf"}, {insightsCharts, "Save for a spreadsheet", ".csv"}, {insightsLetters, "Save as PDF", ".pdf"},
	} {
		screen.tabs.Set(kind.tab)
		s.press(kind.button)
		s.enter()
		s.now()
	}
	files, _ := filepath.Glob(filepath.Join(s.home, "Documents", "*2026-01-01*"))
	if len(files) != 3 {
		t.Fatalf("saved: %v", files)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "Canary") || strings.HasSuffix(file, ".csv") && !strings.Contains(string(text), "hidden") {
			t.Errorf("%s: %s", file, text)
		}
	}
	trail, err := s.vault.Audit(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]int{}
	for _, line := range trail {
		if line.Action == data.AuditSaved {
			told[line.Detail]++
		}
	}
	if !slices.ContainsFunc(trail, func(l data.AuditLine) bool {
		return l.Detail == data.DetailFigures && l.Subject == "2026-01-01/2026-12-31"
	}) {
		t.Error("the trail does not tell of which period the figures were")
	}
	if told[data.DetailFigures] != 2 || told[data.DetailReferrals] != 1 {
		t.Errorf("the trail tells %v", told)
	}
	for _, unclear := range []string{"21, forty", "21, 400", "0"} {
		s.entry("Age bands begin at").Set(unclear)
		s.accept()
		s.accept()
		s.shows("Not understood. Put it right to go on.")
	}
	if bands := s.vault.Organisation().AgeBands; len(bands) != 0 {
		t.Errorf("what is not understood became %v", bands)
	}
	s.entry("Age bands begin at").Set("21, 40")
	s.accept()
	s.now()
	if bands := s.vault.Organisation().AgeBands; !slices.Equal(bands, []int{21, 40}) {
		t.Errorf("the charity's age bands are %v", bands)
	}
	screen.from = time.Time{}
	screen.accept()
	s.shows("Write the first and the last day")
}

func TestAVolunteerHasNoFigures(t *testing.T) {
	s := newAppStage(t).created()
	s.shows("Figures")
	s.addColleague("Vali Example", "V")
	s.app.lock()
	s.again()
	s.unlock(volunteerPhrase)
	if strings.Contains(s.words(), "Figures") {
		t.Error("a volunteer is offered the figures")
	}
}

func TestLettersLeadToANewLetterAndManagersToTheReferralSummary(t *testing.T) {
	s := newAppStage(t).created()
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân", Matter: data.Stalking}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Mabli"}, data.Person{}); err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenLetters})
	s.shows("No letter has been issued yet.", "Choose the case that it is about, then the kind of letter.")
	s.press("Referral summary")
	s.now()
	if screen := the[*insightsScreen](s.caseStage); !screen.letters() {
		t.Error("the summary of the letters is not what is shown")
	}
	s.goTo(Route{Screen: ScreenLetters})
	s.accept() // Ctrl+Enter
	s.now()
	s.shows("Choose the case", "Mabli")
	page := the[*casesScreen](s.caseStage)
	page.filter.Set("sian")
	page.show()
	page.openFirst()
	s.now()
	if got := the[*composeScreen](s.caseStage).id; got != id {
		t.Errorf("a letter about %v began, want %v", got, id)
	}
	s.shows("Kind of letter")

	if _, err := s.vault.AddMember(t.Context(), "Cadi Example", data.Caseworker, "the phrase of cadi example"); err != nil {
		t.Fatal(err)
	}
	s.app.lock()
	s.again()
	s.unlock("the phrase of cadi example")
	s.goTo(Route{Screen: ScreenLetters})
	s.shows("Write a letter")
	if words := s.words(); strings.Contains(words, "Referral summary") {
		t.Error("a caseworker is led to what they may not see")
	}
}
