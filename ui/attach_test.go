package ui

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/data"
)

// atHome puts files into the folder for documents of somebody's home.
func atHome(t *testing.T, files map[string]string) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	folder := filepath.Join(home, "Documents")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// chooseFirst takes the first file of the chooser: the row under the folder above.
func (s *caseStage) chooseFirst() {
	s.t.Helper()
	s.key(fyne.KeyDown)
	s.key(fyne.KeyReturn)
}

func (s *caseStage) key(name fyne.KeyName) {
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
}

func TestATextIsAttachedToTheNoteBeingTyped(t *testing.T) {
	atHome(t, map[string]string{"messages.dat": "They asked for £500."})
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{Matter: data.Stalking}, data.Person{}, tabNotes)
	s.press("Attach a file")
	s.shows("Attach a PDF or a text", "Nobody checks what the pages of a PDF show", "Do not put pictures in this record.")
	s.enter()
	s.chooseFirst()
	s.shows("Will be saved with the note: messages.dat, 21 bytes")
	test.Type(s.entry("What they said or what happened"), "Brought a printout.")
	s.accept()
	f := s.file(id)
	if len(f.Notes) != 1 || len(f.AttachmentsOf(f.Notes[0].ID)) != 1 {
		t.Fatalf("notes %+v, attachments %+v", f.Notes, f.Attachments)
	}
	s.shows("messages.dat", "Text", "21 bytes")
	if strings.Contains(s.words(), "Will be saved with the note") {
		t.Error("the file would be saved once more with the next note")
	}
	s.press("Read")
	s.shows("They asked for £500.")
}

func TestAnAttachmentIsAddedToAWrittenNoteSavedOutsideAndErased(t *testing.T) {
	folder := atHome(t, map[string]string{"order.txt": "The order"})
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{Matter: data.Stalking}, data.Person{}, tabNotes)
	if _, err := s.vault.WriteNote(t.Context(), id, data.Note{Said: "x"}); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	s.press("Attach a file", 1)
	s.enter()
	s.chooseFirst()
	s.shows("order.txt")
	s.press("Save a copy")
	s.shows("A file you save leaves Noddfa", "Who will read it from this folder?")
	s.enter()
	reference := s.file(id).Case.Value.Reference
	copied := filepath.Join(folder, reference+" attachment 1.txt")
	if got, err := os.ReadFile(copied); err != nil || string(got) != "The order" {
		t.Fatalf("the copy: %q, %v", got, err)
	}
	s.shows("A copy is still on this computer:")
	s.press("Remove")
	if _, err := os.Stat(copied); err == nil {
		t.Error("the copy is still there")
	}
	s.press("Erase")
	test.Type(s.entry("Why it is erased"), "not theirs")
	s.enter()
	if f := s.file(id); len(f.Attachments) != 0 || len(f.Notes) != 1 {
		t.Errorf("after erasing: %+v", f.Attachments)
	}
}

func TestAPictureIsRefusedWithTheWarningWhateverItIsCalled(t *testing.T) {
	atHome(t, map[string]string{"statement.pdf": "\xff\xd8\xff\xe0\x00\x10JFIF\x00"})
	s := newCaseStage(t, "cy")
	id := s.newCase(data.Case{Matter: data.Stalking}, data.Person{}, tabNotes)
	s.press("Atodi ffeil")
	s.enter()
	s.chooseFirst()
	s.shows("Ni ychwanegwyd ffeil", "Llun neu fideo yw'r ffeil hon", "Do not put pictures in this record.")
	if len(s.file(id).Attachments) != 0 || len(pageOf[*notesPage](s).files) != 0 {
		t.Error("it was kept")
	}
}

func TestNoFileIsOfferedWhereAPictureMayBeOfAChild(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{Matter: data.OnlineBlackmail, Image: data.ImageClaimed}, data.Person{Age: 30, AgeOn: caseNoon}, tabNotes)
	if _, err := s.vault.WriteNote(t.Context(), id, data.Note{Said: "x"}); err != nil {
		t.Fatal(err)
	}
	s.shell.Refresh()
	s.shows("No file can be added here: a picture may exist of somebody who was under 18")
	if strings.Contains(s.words(), "Attach a file") {
		t.Error("a file can be attached")
	}
}

func TestCoveredNamesHideTheNamesOfAttachments(t *testing.T) {
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{Matter: data.Stalking}, data.Person{}, "")
	if _, err := s.vault.WriteNote(t.Context(), id, data.Note{Said: "x"}, data.ChosenFile{Name: "Siân letter.txt", Bytes: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	s.shell.SetCovered(true)
	s.shell.Go(Route{Screen: ScreenCase, ID: id.String(), Tab: tabNotes})
	s.shows("Attachment 1")
	if strings.Contains(s.words(), "Siân letter") {
		t.Error("the name is shown")
	}
}

func TestAFileChosenBeforeALockIsAskedForAgain(t *testing.T) {
	folder := atHome(t, map[string]string{"messages.dat": "They asked for £500."})
	s := newCaseStage(t, "en")
	id := s.newCase(data.Case{Matter: data.Stalking}, data.Person{}, tabNotes)
	s.press("Attach a file")
	s.enter()
	s.chooseFirst()
	s.shell.Leave() // as before a lock
	var sealed json.RawMessage
	if found, err := s.vault.LoadDraft(t.Context(), "note:"+id.String(), &sealed); err != nil || !found {
		t.Fatalf("nothing is sealed: %v", err)
	}
	if strings.Contains(string(sealed), folder) || strings.Contains(string(sealed), "£500") {
		t.Errorf("the draft says where the file is, or what is in it: %s", sealed)
	}
	comeBack := func() {
		s.shell.Go(Route{Screen: ScreenCases})
		s.shell.Go(Route{Screen: ScreenCase, ID: id.String(), Tab: tabNotes})
	}
	comeBack()
	again := "You had chosen messages.dat for this note. It was not saved: choose it again."
	s.shows("This was typed before and not saved.", again)
	s.shell.SetCovered(true)
	comeBack()
	s.shows("You had chosen Attachment 1 for this note.")
	s.shell.SetCovered(false)
	comeBack()
	s.press("Attach a file")
	s.enter()
	s.chooseFirst()
	s.shows("Will be saved with the note: messages.dat, 21 bytes")
	if strings.Contains(s.words(), again) {
		t.Error("it is asked for once more")
	}
	s.accept()
	if f := s.file(id); len(f.Notes) != 1 || len(f.AttachmentsOf(f.Notes[0].ID)) != 1 {
		t.Errorf("notes %+v, attachments %+v", f.Notes, f.Attachments)
	}
}
