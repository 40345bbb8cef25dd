package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/widget"
)

func TestFirstScreenHasThreeDoorsInBothLanguages(t *testing.T) {
	s := newAppStage(t)
	s.shows("Start our records", "Open records we have", "Look around with made-up people")
	s.app.speak(assets.Welsh)
	s.shows("Dechrau ein cofnodion", "Agor cofnodion sydd gennym", "Edrych o gwmpas gyda phobl ddychmygol")
	if p := readPreferences(s.app.o.Folder); p.Language != assets.Welsh {
		t.Errorf("the next start would speak %q", p.Language)
	}
}

func TestRecordsAreMadeAndOpenedWithThePassphrase(t *testing.T) {
	s := newAppStage(t).created()
	s.shows("Nothing is waiting.", "The recovery kit is not confirmed yet.")
	if me := s.vault.Me(); me.Name != "Mair Example" || me.Role != data.Manager {
		t.Errorf("the first colleague is %s, %s", me.Name, me.Role)
	}
	s.app.lock()
	s.again()
	s.shows("Locked", "Records.noddfa")
	s.unlock(stagePassphrase)
	s.shows("Today", "Nothing is waiting.")
}

func TestSecondStartGoesStraightToThePassphrase(t *testing.T) {
	s := newAppStage(t).created()
	s.app.lock()
	s.start(t, Options{App: s.app.o.App, Folder: s.app.o.Folder, Home: s.home, Synchronous: true, Opened: s.app.o.Opened})
	s.shows("Open our records", "Records.noddfa")
	s.unlock(stagePassphrase)
	s.shows("Nothing is waiting.")
}

func TestStepsSayWhatIsMissing(t *testing.T) {
	s := newAppStage(t)
	s.press("Start our records")
	s.press("Continue")
	s.shows("Write the name, so that everybody knows whose records these are.")
	s.typeIn("Name of the organisation", "Westmouth Example")
	if file := s.entry("Where the records file is kept").Value(); file != s.records() {
		t.Errorf("the file offered is %s", file)
	}
	if err := os.WriteFile(s.records(), []byte("something else"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.press("Continue")
	s.shows("There is already a file with this name here.")
	s.typeIn("Where the records file is kept", filepath.Join(s.home, "other.noddfa"))
	s.press("Continue")
	s.press("Continue")
	s.shows("Write your name, so that others know who wrote what.")
	s.typeIn("Your name", "Mair Example")
	s.press("Continue")
	s.typeIn("Passphrase", "short")
	s.press("Make the records file")
	s.shows("Too short: use at least 8 characters.")
	s.typeIn("Passphrase", stagePassphrase)
	s.typeIn("The same once more", stagePassphrase+"!")
	s.press("Make the records file")
	s.shows("The two are not the same.")
	s.press("Back")
	if name := s.entry("Your name").Value(); name != "Mair Example" {
		t.Errorf("the name typed before is %q", name)
	}
}

func TestOfferedWordsOpenTheRecords(t *testing.T) {
	s := newAppStage(t)
	s.press("Start our records")
	s.typeIn("Name of the organisation", "Westmouth Example")
	s.press("Continue")
	s.typeIn("Your name", "Mair Example")
	s.press("Continue")
	s.press("Draw others")
	s.press("Use these words")
	s.shows("Strong.")
	words := s.entry("Passphrase").Value()
	if n := len(strings.Fields(words)); n != 5 {
		t.Fatalf("%d words are offered", n)
	}
	s.press("Make the records file")
	s.press("Do this later")
	s.now().app.lock()
	s.again()
	s.unlock(words)
	s.shows("Nothing is waiting.")
}

func TestTheWordsThatAreOfferedAreStrong(t *testing.T) {
	for range 20 {
		if words := drawWords(); data.MeasurePassphrase(words) != data.StrengthStrong {
			t.Errorf("%q is not strong", words)
		}
	}
}

func TestWrongPassphraseSaysTheSameHoweverWrong(t *testing.T) {
	s := newAppStage(t).created()
	s.app.lock()
	s.again()
	var said []string
	for _, wrong := range []string{"not the passphrase", "", "0000-0000-0000"} {
		s.unlock(wrong)
		said = append(said, s.words())
		if s.entry("Passphrase").Value() != "" {
			t.Error("the wrong passphrase stands there still")
		}
	}
	if !strings.Contains(said[0], "This passphrase does not open these records.") || said[0] != said[1] || said[1] != said[2] {
		t.Errorf("wrong passphrases are answered: %q", said)
	}
	s.unlock(stagePassphrase)
	s.shows("Nothing is waiting.")
}

func TestFilesThatAreNoRecordsAreSaidPlainly(t *testing.T) {
	s := newAppStage(t)
	other := filepath.Join(s.home, "list.txt")
	if err := os.WriteFile(other, []byte("shopping"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, sentence := range map[string]string{
		filepath.Join(s.home, "nothing.noddfa"): "There is no records file at this place.",
		s.home:                                  "This is a folder, not a records file.",
		other:                                   "This file is not a Noddfa records file.",
	} {
		s.app.showUnlock("")
		s.typeIn("Records file", path)
		s.unlock(stagePassphrase)
		s.shows(sentence)
	}
}

func TestRecordsInTheUsualPlacesAreOffered(t *testing.T) {
	s := newAppStage(t).created()
	s.app.lock()
	s.again()
	s.press("Other records")
	s.press("Open records we have")
	s.press(s.records())
	s.unlock(stagePassphrase)
	s.shows("Nothing is waiting.")
}

// kitOnScreen reads the recovery code from the page, as one copies it by hand.
func (s *appStage) kitOnScreen() []string {
	s.t.Helper()
	var texts []string
	s.each(func(o fyne.CanvasObject) {
		if text, ok := o.(*canvas.Text); ok {
			texts = append(texts, text.Text)
		}
	})
	var groups []string
	for n := 1; ; n++ {
		i := slices.Index(texts, fmt.Sprintf("Group %d", n))
		if i < 0 {
			break
		}
		groups = append(groups, texts[i+1])
	}
	if len(groups) != 8 {
		s.t.Fatalf("%d groups are on the page", len(groups))
	}
	return groups
}

// typeKit types the groups asked for, as they stand or with a slip.
func (s *appStage) typeKit(groups []string, slip bool) {
	s.t.Helper()
	typed := 0
	for n, group := range groups {
		label := fmt.Sprintf("Group %d", n+1)
		var field *widget.Entry
		var last string
		s.each(func(o fyne.CanvasObject) {
			switch o := o.(type) {
			case *widget.Text:
				last = o.Text()
			case *widget.Entry:
				if last == label {
					field = o
				}
			}
		})
		if field == nil {
			continue
		}
		if slip {
			group = "0000"
		}
		field.Set(strings.ToLower(group))
		typed++
	}
	if typed != 2 {
		s.t.Fatalf("%d groups are asked for", typed)
	}
}

func (s *appStage) atKit() *appStage {
	s.t.Helper()
	s.press("Start our records")
	s.typeIn("Name of the organisation", "Westmouth Example")
	s.press("Continue")
	s.typeIn("Your name", "Mair Example")
	s.press("Continue")
	s.typeIn("Passphrase", stagePassphrase)
	s.typeIn("The same once more", stagePassphrase)
	s.press("Make the records file")
	return s.now()
}

func TestKitIsConfirmedByTwoGroupsFromThePaper(t *testing.T) {
	s := newAppStage(t).atKit()
	groups := s.kitOnScreen()
	s.typeKit(groups, true)
	s.press("Confirm the kit")
	s.shows("These are not the groups on the kit.")
	s.typeKit(groups, false)
	s.press("Confirm the kit")
	s.now().shows("Nothing is waiting.")
	if strings.Contains(s.words(), "not confirmed") {
		t.Error("the window still says that the kit is not confirmed")
	}
}

func TestCtrlEnterAnswersAQuestionOnTheKitToo(t *testing.T) {
	t.Setenv("PATH", t.TempDir()) // no printer is found
	s := newAppStage(t).atKit()
	s.press("Print")
	if s.now(); widget.TopLayer(s.window.Canvas()) == nil {
		t.Fatal("nothing says that there is no printer")
	}
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyReturn)
	if s.now(); widget.TopLayer(s.window.Canvas()) != nil {
		t.Error("Ctrl+Enter does nothing")
	}
}

func TestKitCanBeConfirmedAnotherDay(t *testing.T) {
	s := newAppStage(t).atKit()
	groups := s.kitOnScreen()
	s.press("Do this later")
	s.now().shows("The recovery kit is not confirmed yet.", "Confirm the recovery kit")
	s.app.lock()
	s.again()
	s.unlock(stagePassphrase)
	s.press("Confirm it")
	s.typeKit(groups, false)
	s.accept()
	if s.now(); s.vault.KitPending() || strings.Contains(s.words(), "not confirmed") {
		t.Error("the kit is not confirmed")
	}
}

func TestRecoveryCodeOpensTheRecords(t *testing.T) {
	s := newAppStage(t).atKit()
	code := strings.Join(s.kitOnScreen(), " ")
	s.press("Do this later")
	s.now().app.lock()
	s.again()
	s.unlock(code)
	s.shows("This code lets somebody in again.")
	s.typeIn("Passphrase", "Gwers")
	s.typeIn("The same once more", "Gwers")
	s.press("Let them in")
	s.shows("Too short")
	const fresh = "copper lantern meadow zebra"
	s.typeIn("Passphrase", fresh)
	s.typeIn("The same once more", fresh)
	s.press("Let them in")
	if groups := s.kitOnScreen(); strings.Join(groups, " ") == code {
		t.Error("the code that was used is shown again")
	}
	s.press("Do this later")
	s.again()
	s.unlock(fresh)
	s.shows("Today")
}

func TestRecoveryNamesOthersForCasesWhosePeopleHaveGone(t *testing.T) {
	s := newAppStage(t).atKit()
	code := strings.Join(s.kitOnScreen(), " ")
	s.press("Do this later")
	s.now().addColleague("Cadi Example", "C")
	s.addColleague("Lowri Example", "C")
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	var named []data.ID
	for _, m := range s.vault.Members() {
		if m.Name == "Mair Example" || m.Name == "Cadi Example" {
			named = append(named, m.ID)
		}
	}
	if err := s.vault.Restrict(t.Context(), id, named); err != nil {
		t.Fatal(err)
	}
	s.app.lock()
	s.again()
	s.unlock(code)
	s.shows("1 case is restricted.", "only this code opens it", "Who has gone?")
	const fresh = "copper lantern meadow zebra"
	s.typeIn("Or somebody new, as a manager", "Nia Example")
	s.typeIn("Passphrase", fresh)
	s.typeIn("The same once more", fresh)
	s.tick("Mair Example has gone")
	s.press("Let them in")
	s.shows("A restricted case would be left to fewer than two people")
	s.tick("Cadi Example has gone")
	s.press("Let them in")
	s.shows("Name at least two people")
	s.tick("Lowri Example opens their cases")
	s.press("Let them in")
	s.kitOnScreen()
	s.press("Do this later")
	s.again()
	s.unlock(fresh)
	if named := s.vault.NamedMembers(id); len(named) != 2 {
		t.Errorf("named are %v", named)
	}
	if _, err := s.vault.OpenCase(t.Context(), id); err != nil {
		t.Error(err)
	}
}

func TestKitIsNeverSavedBesideTheRecords(t *testing.T) {
	s := newAppStage(t).atKit()
	stick := t.TempDir()
	for folder, sentence := range map[string]string{
		filepath.Join(s.home, "Documents"): "The records or their backups are in that folder.",
		filepath.Join(s.home, "nowhere"):   "There is no such folder.",
		"":                                 "There is no such folder.",
	} {
		s.typeIn("Folder for the PDF", folder)
		s.press("Save as PDF")
		s.shows(sentence)
	}
	s.typeIn("Folder for the PDF", stick)
	s.press("Save as PDF")
	saved, _ := filepath.Glob(filepath.Join(stick, "*.pdf"))
	if len(saved) != 1 {
		t.Fatalf("%d files are on the stick", len(saved))
	}
	if info, err := os.Stat(saved[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the kit: %v %v", info.Mode(), err)
	}
	before, _ := os.ReadFile(saved[0])
	s.press("Save as PDF")
	if after, _ := os.ReadFile(saved[0]); string(after) != string(before) {
		t.Error("a file that was there was written over")
	}
	s.shows("There is already a file with this name here.")
	s.press("Do this later")
	s.now().shows("The kit file is still on this computer")
	the[*todayScreen](s.caseStage).open("kitFile")
	s.shows("The file is removed from where it was saved.")
	s.key(fyne.KeyReturn)
	if _, err := os.Stat(saved[0]); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
	if words := s.words(); strings.Contains(words, "The kit file is still") {
		t.Error("Today still says so")
	}
}

func TestLookingAroundIsNotRealAndLeavesNothingBehind(t *testing.T) {
	s := newAppStage(t)
	s.press("Look around with made-up people")
	s.now().shows("Nothing here is real.")
	folder := s.app.madeUp
	s.goTo(Route{Screen: ScreenContacts})
	s.shows("Nothing here is real.")
	if s.app.prefs.Vault != "" {
		t.Error("the next start would open made-up people")
	}
	s.press("Stop looking around")
	s.shows("Start our records")
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the made-up people are still there: %v", err)
	}
}

func TestEachColleagueHasTheirOwnLanguageOnOneComputer(t *testing.T) {
	s := newAppStage(t).created()
	s.asVolunteer()
	s.app.speak(assets.Welsh)
	s.now().shows("Heddiw")
	unlockAnew := func(passphrase string) {
		s.app.lock()
		s.again()
		s.app.shownGate.(*unlockPage).passphrase.Set(passphrase)
		s.app.shownGate.(*unlockPage).unlock()
		s.now()
	}
	unlockAnew(stagePassphrase)
	s.shows("Today")
	unlockAnew("another five plain words here")
	s.shows("Heddiw")
	s.app.lock()
	s.again()
	s.app.speak(assets.English) // on the way in
	s.unlock("another five plain words here")
	s.shows("Today")
	unlockAnew("another five plain words here")
	s.shows("Today")
}

func TestSettingsOfThisComputerHoldNothingAboutClients(t *testing.T) {
	s := newAppStage(t).created()
	s.app.newContact()
	s.now().typeIn("What may I call you?", "Canary Name")
	s.accept()
	s.goTo(Route{Screen: ScreenContacts})
	the[*contactsScreen](s.caseStage).filter.Set("Canary Name")
	s.app.lock()
	err := filepath.Walk(s.home, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), "Canary") {
			t.Errorf("%s holds what was typed", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

var textKey = regexp.MustCompile(`\b(doors|create|unlock|lock|today|contacts?|import|settings|crisis|suicide|keys|error|rail|shell|common)\.[a-zA-Z]`)

func TestEveryPageOfThisPartSpeaksWelsh(t *testing.T) {
	s := newAppStage(t, welsh)
	english := map[string]bool{}
	look := func(page string) {
		t.Helper()
		if key := textKey.FindString(s.words()); key != "" {
			t.Errorf("%s shows the key %q", page, key)
		}
		for _, word := range []string{"Save ", "Back ", "Continue", "New contact", "Settings"} {
			if strings.Contains(s.words()+" ", " "+word) {
				english[page+": "+word] = true
			}
		}
	}
	tr := s.app.words
	look("doors")
	s.key(fyne.KeyF1)
	look("keys")
	s.key(fyne.KeyEscape)
	s.app.showUnlock("")
	look("unlock")
	s.app.showDoors()
	s.press(tr.T("doors.start"))
	look("organisation")
	s.typeIn(tr.T("create.organisation.name"), "Enghraifft")
	s.press(tr.T("common.continue"))
	look("you")
	s.typeIn(tr.T("create.you.name"), "Mair")
	s.press(tr.T("common.continue"))
	look("passphrase")
	s.typeIn(tr.T("create.passphrase.first"), stagePassphrase)
	s.typeIn(tr.T("create.passphrase.again"), stagePassphrase)
	s.press(tr.T("create.do"))
	look("kit")
	s.press(tr.T("create.kit.later"))
	s.now()
	for _, r := range []Route{
		{Screen: ScreenToday},
		{Screen: ScreenContacts},
		{Screen: screenContactForm, ID: "new:1"},
		{Screen: screenImport},
		{Screen: ScreenSettings},
		{Screen: screenKit},
	} {
		s.goTo(r)
		look(r.Screen)
	}
	s.goTo(Route{Screen: screenContactForm, ID: "new:1"})
	s.accept()
	look("contact")
	s.accept()
	look("sort")
	if len(english) > 0 {
		t.Errorf("English words on Welsh pages: %v", english)
	}
}
