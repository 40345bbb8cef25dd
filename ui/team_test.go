package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
)

const volunteerPhrase = "orchard velvet compass thunder"

// addColleague adds somebody on the team's page.
func (s *appStage) addColleague(name, letter string) {
	s.t.Helper()
	s.goTo(Route{Screen: ScreenTeam})
	s.accept()
	s.typeIn("Name", name)
	s.choose("Role", letter)
	s.typeIn("Passphrase", volunteerPhrase)
	s.typeIn("The same once more", volunteerPhrase)
	s.press("Add a colleague")
	s.now()
}

func TestAColleagueIsAddedAndSeesWhatIsTheirs(t *testing.T) {
	s := newAppStage(t).created()
	s.goTo(Route{Screen: ScreenTeam})
	s.shows("Mair Example", "Manager · you", "There is one manager.")
	s.accept()
	s.typeIn("Name", "Vali Example")
	s.typeIn("Passphrase", "short")
	s.press("Add a colleague")
	s.shows("Too short")
	s.typeIn("Passphrase", volunteerPhrase)
	s.press("Add a colleague")
	s.shows("The two are not the same.")
	s.typeIn("The same once more", volunteerPhrase)
	s.press("Add a colleague")
	s.shows("Vali Example", "Volunteer", "Colleague added · Vali Example · Volunteer")

	s.now().app.lock()
	s.again()
	s.unlock(volunteerPhrase)
	s.shows("Contacts")
	if words := s.words(); strings.Contains(words, "Cases") || strings.Contains(words, "Letters") {
		t.Errorf("a volunteer's window says %s", words)
	}
	s.goTo(Route{Screen: ScreenTeam})
	s.shows("Vali Example", "Volunteer · you")
	if words := s.words(); strings.Contains(words, "What was done") || strings.Contains(words, "Add a colleague") {
		t.Error("a volunteer can change the team")
	}
}

func TestWhoLeavesHandsOverWhatIsTheirsBeforeTheyAreRemoved(t *testing.T) {
	s := newAppStage(t).created()
	s.addColleague("Vali Example", "V")
	s.addColleague("Cadi Example", "C")
	if _, err := s.vault.LogContact(t.Context(), data.Contact{CalledName: "Sam", FollowUp: data.FollowUp{Who: "Vali Example", On: caseNoon}}); err != nil {
		t.Fatal(err)
	}
	page := func(name string) *leavingScreen {
		i := slices.IndexFunc(s.vault.Members(), func(m data.Member) bool { return m.Name == name })
		s.goTo(Route{Screen: screenLeaving, ID: s.vault.Members()[i].ID.String()})
		return the[*leavingScreen](s.caseStage)
	}
	p := page("Vali Example")
	s.shows("Vali Example is leaving", "1 thing is still theirs.", "Call-backs: 1", "Sam")
	p.hand("Sam", p.left.Items...)
	s.enter() // to nobody
	s.key(fyne.KeyDown)
	s.enter()
	s.shows("Nothing is left in their name.")
	if calls := s.vault.CallBacks("Cadi Example"); len(calls) != 1 {
		t.Errorf("the call-back is of %+v", calls)
	}
	s.press("Remove Vali Example")
	s.shows("Remove Vali Example?", "Nobody has seen that the copy on their computer is deleted.")
	s.enter()
	s.shows("Vali Example has left")
	p.seenBy = "Mair Example"
	p.writeSeen()
	s.now()
	s.shows("Deleted: seen by Mair Example")
	for _, m := range s.vault.Members() {
		if m.Name == "Vali Example" && m.Active {
			t.Error("the colleague is still there")
		}
	}

	// Who had to be removed at once leaves things behind that the team page tells of.
	if _, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Elin", Owner: "Cadi Example"}, data.Person{}); err != nil {
		t.Fatal(err)
	}
	if err := s.vault.RemoveMember(t.Context(), "Cadi Example"); err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenTeam})
	s.shows("Cadi Example has left, and 2 things are still theirs.", "Handed over · Vali Example · Cadi Example", "Copy deleted from their computer · Vali Example · Mair Example")
}

func TestACaseIsRestrictedInTheWindow(t *testing.T) {
	s := newAppStage(t).created()
	s.addColleague("Cadi Example", "C")
	id, err := s.vault.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	s.goTo(Route{Screen: ScreenCase, ID: id.String()})
	s.shows("All caseworkers and managers.")
	page := pageOf[*overviewPage](s.caseStage)
	page.editAccess()
	s.tick("Mair Example")
	s.press("Save")
	s.shows("Name at least two people")
	s.tick("Cadi Example")
	s.press("Save")
	s.shows("and the recovery kit.")
	if !s.vault.Restricted(id) {
		t.Error("the case is not restricted")
	}
}

func TestWhoChangesTheirPassphraseIsToldWhatMakesNewKeys(t *testing.T) {
	s := newAppStage(t).created()
	s.goTo(Route{Screen: ScreenSettings})
	s.press("Change your passphrase")
	s.shows("If somebody may know the old one, ask a manager for a new one instead")
}

func TestWhoGotANewPassphraseIsToldOnceThatUnsavedTextIsLost(t *testing.T) {
	const sentence, fresh = "Text not saved before your new passphrase cannot be read.", "copper lantern meadow zebra"
	s := newAppStage(t).created()
	s.addColleague("Vali Example", "V")
	s.app.lock()
	s.again()
	s.unlock(volunteerPhrase)
	if err := s.vault.SaveDraft(t.Context(), contactDraftPrefix+"new:1", contactDraft{}); err != nil {
		t.Fatal(err)
	}
	s.app.lock()
	s.again()
	s.unlock(stagePassphrase)
	if err := s.vault.ResetMember(t.Context(), "Vali Example", fresh); err != nil {
		t.Fatal(err)
	}
	for first := range 2 {
		s.app.lock()
		s.again()
		s.unlock(fresh)
		if told := strings.Contains(s.words(), sentence); told != (first == 0) || strings.Contains(s.words(), "cannot be read. The others are whole") {
			t.Errorf("unlocking for time %d, the window says %s", first+1, s.words())
		}
		if first == 0 {
			s.press("Close")
		}
	}
}

func TestABackupIsMadeByHandAndAfterLocking(t *testing.T) {
	s := newAppStage(t).created()
	stick := filepath.Join(s.home, "Stick")
	s.goTo(Route{Screen: ScreenSettings})
	s.shows("There is no backup yet.")
	s.press("Make one now")
	s.shows("Choose a folder first.")
	s.typeIn("Folder", stick)
	s.press("Make one now")
	s.shows("and checked.")
	made, _ := filepath.Glob(filepath.Join(stick, "Records-*.noddfa"))
	if len(made) != 1 {
		t.Fatalf("%d backups", len(made))
	}
	if err := os.Remove(made[0]); err != nil {
		t.Fatal(err)
	}
	s.app.lock()
	s.again()
	if made, _ = filepath.Glob(filepath.Join(stick, "Records-*.noddfa")); len(made) != 1 {
		t.Errorf("after locking there are %d backups", len(made))
	}
	s.unlock(stagePassphrase)
	s.shows("Today")
}

func TestAnOlderFileIsAcceptedByAManager(t *testing.T) {
	s := newAppStage(t).created()
	s.app.lock()
	before, err := os.ReadFile(s.records())
	if err != nil {
		t.Fatal(err)
	}
	s.again()
	s.unlock(stagePassphrase)
	if _, err := s.vault.LogContact(t.Context(), data.Contact{}); err != nil {
		t.Fatal(err)
	}
	s.app.lock()
	if err := os.WriteFile(s.records(), before, 0o600); err != nil {
		t.Fatal(err)
	}
	s.again()
	s.unlock(stagePassphrase)
	s.shows("This file is older")
	s.press("Go on from this copy")
	s.shows("This computer has seen the records of: ")
	s.press("Go on from this copy")
	if strings.Contains(s.words(), "This file is older") {
		t.Error("it is still said")
	}
}

func TestAPassphraseIsChanged(t *testing.T) {
	s := newAppStage(t).created()
	s.goTo(Route{Screen: ScreenSettings})
	s.press("Change your passphrase")
	s.typeIn("Passphrase", volunteerPhrase)
	s.typeIn("The same once more", volunteerPhrase)
	s.press("Save")
	s.shows("Changed.")
	s.app.lock()
	s.again()
	s.unlock(stagePassphrase)
	s.shows("This passphrase does not open these records.")
	s.unlock(volunteerPhrase)
	s.shows("Today")
}
