package ui

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/data"
)

// logoFile writes a picture beside the documents and returns where it is.
func (s *appStage) logoFile(name string) string {
	s.t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, 120, 48))
	for i := range 120 * 48 {
		p.Set(i%120, i/120, color.RGBA{20, 60, 160, 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		s.t.Fatal(err)
	}
	return s.fileOf(name, out.String())
}

func (s *appStage) fileOf(name, content string) string {
	s.t.Helper()
	path := filepath.Join(s.home, "Documents", name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

func TestManagerChoosesALogoThatIsThereAfterALockAndRemovesIt(t *testing.T) {
	s := newAppStage(t).created()
	t.Setenv("HOME", s.home)
	for name, content := range map[string]string{"a.png": "GIF89a, whatever its name says", "b.jpg": "\xff\xd8\xff\xe0 half"} {
		s.fileOf(name, content)
	}
	s.logoFile("c.png")
	choose := func(button string, down int) {
		t.Helper()
		s.press(button)
		for range down {
			s.key(fyne.KeyDown)
		}
		s.press("Choose")
	}
	s.goTo(Route{Screen: ScreenSettings})
	s.typeIn("Charity number", "1234567") // and not saved
	for down, sentence := range map[int]string{1: "This file is not a PNG or JPEG, whatever its name says", 2: "begins as a picture but is not a whole one"} {
		choose("Choose a logo …", down)
		if !strings.Contains(s.words(), sentence) {
			t.Errorf("%q is not said: %s", sentence, s.words())
		}
		s.press("Close")
	}
	if s.vault.Organisation().Logo != nil {
		t.Error("what was refused is the logo")
	}
	choose("Choose a logo …", 3)
	s.shows("Letters written from now on have this logo.", "Saved 12:00", "Choose another logo …")
	if number := s.entry("Charity number").Value(); number != "1234567" {
		t.Errorf("choosing a logo lost what was typed: %q", number)
	}
	s.accept()
	s.with(fyne.KeyModifierShortcutDefault, fyne.KeyL)
	s.again()
	s.unlock(stagePassphrase)
	s.goTo(Route{Screen: ScreenSettings})
	s.shows("Letters written from now on have this logo.")
	id, err := s.vault.StartCase(t.Context(), data.Case{Matter: data.Stalking}, data.Person{FirstName: "Siân"})
	if err != nil {
		t.Fatal(err)
	}
	drawn, err := composeLetter(t.Context(), s.vault, id, data.LetterChoices{Force: "south-wales"}, true)
	if err != nil {
		t.Fatal(err)
	}
	if made, err := drawn.doc.PDF(); err != nil || !bytes.Contains(made, []byte("/Subtype /Image")) {
		t.Errorf("a letter has no logo: %v", err)
	}
	s.press("Remove the logo")
	if s.vault.Organisation().Logo != nil || strings.Contains(s.words(), "have this logo") {
		t.Error("the logo is still there")
	}
	if got := s.vault.Organisation().Charity; got != "1234567" {
		t.Errorf("the charity number is %q", got)
	}
}
