package ui

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
)

func TestRecordsThatDoNotOpenLeadToTheirNewestBackup(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What was said", "They want money by six")
	s.saveForm()
	if _, err := s.vault.BackUp(t.Context(), filepath.Join(s.home, "Documents", "kept")); err != nil {
		t.Fatal(err)
	}
	s.app.lock()
	spoilt, err := os.ReadFile(s.records())
	if err != nil {
		t.Fatal(err)
	}
	clear(spoilt[:4096])
	if err := os.WriteFile(s.records(), spoilt, 0o600); err != nil {
		t.Fatal(err)
	}
	s.again()
	s.unlock(stagePassphrase)
	s.shows("so damaged that it cannot be opened", "The newest backup is of")
	if strings.Contains(s.words(), "still here") {
		t.Error("it says what is not true")
	}
	s.key(fyne.KeySpace) // the button has the keyboard
	s.shows("Restore a backup")
	if typed := s.entry("Passphrase").Value(); typed != "" {
		t.Errorf("the key that pressed the button typed %q", typed)
	}
	s.app.speak(assets.Welsh)
	if from := s.entry("Copi wrth gefn").Value(); filepath.Dir(from) != filepath.Join(s.home, "Documents", "kept") {
		t.Errorf("offers %q", from)
	}
	s.app.speak(assets.English)
	restored := data.RestoreBeside(s.records())
	if to := s.entry("New records file").Value(); to != restored {
		t.Errorf("offers to make %q", to)
	}
	s.typeIn("Passphrase", "another one that opens nothing")
	s.press("Restore")
	s.shows("This passphrase does not open these records.")
	if _, err := os.Stat(restored); err == nil {
		t.Error("a copy was left behind")
	}
	s.typeIn("Passphrase", stagePassphrase)
	s.press("Restore")
	s.now()
	if s.vault == nil || s.vault.Path() != restored {
		t.Fatal("the backup was not opened")
	}
	if said := s.onlyContact().Said; said != "They want money by six" {
		t.Errorf("it says %q", said)
	}
}

// An entry was taken out of the middle of the list of colleagues.
func TestAHoleInTheListOfColleaguesIsSaidWithTheWaysOn(t *testing.T) {
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What was said", "They want money by six")
	s.saveForm()
	for _, name := range []string{"Cadi", "Megan"} {
		if _, err := s.vault.AddMember(t.Context(), name, data.Caseworker, stagePassphrase+" of "+name); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := s.vault.BackUp(t.Context(), filepath.Join(s.home, "Documents", "kept"))
	if err != nil {
		t.Fatal(err)
	}
	s.app.lock()
	file, err := sql.Open("sqlite3", s.records())
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"box", "box_copy"} {
		if _, err := file.Exec("DELETE FROM " + table + " WHERE class=4 AND number=2"); err != nil {
			t.Fatal(err)
		}
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	s.again()
	s.unlock(stagePassphrase)
	s.shows("An entry is missing from the list of colleagues", "nothing you type can be saved", "The newest backup that still has it is of")
	for _, other := range []string{"Some records in this file cannot be read", "These records can only be read here"} {
		if strings.Contains(s.words(), other) {
			t.Errorf("it says besides: %q", other)
		}
	}
	if said := s.onlyContact().Said; said != "They want money by six" {
		t.Errorf("it shows %q", said)
	}
	s.press("Repair into a new file")
	s.shows("Nobody is a colleague there but you")
	s.press("Repair into a new file")
	s.now()
	repaired := filepath.Join(filepath.Dir(s.records()), strings.TrimSuffix(filepath.Base(s.records()), data.Extension)+"-repaired"+data.Extension)
	if err := data.Judge(repaired); err != nil {
		t.Errorf("nothing was repaired: %v", err)
	}
	s.shows("The new file is")
	s.press("Close")
	s.press("Restore it beside")
	s.shows("Restore a backup")
	if from := s.entry("Backup").Value(); from != whole {
		t.Errorf("it offers %q", from)
	}
	s.typeIn("Passphrase", stagePassphrase)
	s.press("Restore")
	s.now()
	if s.vault == nil || s.vault.Holed() || filepath.Base(s.vault.Path()) != "Records-restored"+data.Extension {
		t.Fatal("the backup was not opened")
	}
}

func TestRecordsWithoutABackupAskForOne(t *testing.T) {
	s := newAppStage(t).created()
	s.app.lock()
	if err := os.WriteFile(s.records(), []byte("minutes of the meeting"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.again()
	s.unlock(stagePassphrase)
	s.shows("This file is not a Noddfa records file.")
	if strings.Contains(s.words(), "backup") {
		t.Errorf("it speaks of backups: %s", s.words())
	}
	s.app.showRestore("", "")
	s.press("Restore")
	s.shows("Choose the backup.")
}
