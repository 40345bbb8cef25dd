package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestALogIsChosenWithoutTypingItsFolder(t *testing.T) {
	s := newAppStage(t).created()
	folder := filepath.Join(s.home, "Documents", "Logs")
	for _, dir := range []string{folder, filepath.Join(s.home, "Documents", ".hidden")} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"log.csv": smallLog, "picture.png": "no log"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.goTo(Route{Screen: screenImport})
	s.press("Choose …")
	s.shows("Choose a file", "Up one folder", "Logs")
	if strings.Contains(s.words(), "hidden") {
		t.Error("a hidden folder is shown")
	}
	s.key(fyne.KeyDown)
	s.key(fyne.KeyReturn)
	s.shows("log.csv")
	if strings.Contains(s.words(), "picture.png") {
		t.Error("a file that is no log is offered")
	}
	s.key(fyne.KeyReturn) // the folder above
	s.key(fyne.KeyDown)
	s.key(fyne.KeyReturn)
	s.key(fyne.KeyDown)
	s.press("Choose")
	s.shows("1 row is understood.")
}

func TestRecordsAreMadeInAFolderThatIsChosen(t *testing.T) {
	s := newAppStage(t)
	folder := filepath.Join(s.home, "Stick")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	s.press("Start our records")
	s.press("Choose …")
	s.press("Home")
	s.key(fyne.KeyEnd)
	s.key(fyne.KeyReturn)
	s.shows(folder)
	s.press("Use this folder")
	if got, want := s.entry("Where the records file is kept").Value(), filepath.Join(folder, "Records.noddfa"); got != want {
		t.Errorf("the file is to be %q, want %q", got, want)
	}
}
