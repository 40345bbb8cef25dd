package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/assets"
)

func TestSettingsSayTheVersionCheckAnInstallerAndShowTheLicences(t *testing.T) {
	s := newAppStage(t).created()
	t.Setenv("HOME", s.home)
	const setup = "the whole installer"
	sum := sha256.Sum256([]byte(setup))
	text := hex.EncodeToString(sum[:])
	s.fileOf("a-setup.exe", setup)
	s.fileOf("a-setup.exe.sha256", text+"  a-setup.exe\n")
	s.fileOf("b-setup.exe", "half of it")
	s.fileOf("b-setup.exe.sha256", text+"  b-setup.exe\n")
	s.fileOf("c-setup.exe", setup)
	s.goTo(Route{Screen: ScreenSettings})
	if !strings.Contains(s.words(), "Noddfa "+assets.Version) {
		t.Errorf("the version is not said:\n%s", s.words())
	}
	for down, sentence := range map[int]string{1: "The installer is whole", 2: "Do not start it", 3: text[:8] + " " + text[8:16]} {
		s.press("Check a downloaded installer …")
		for range down {
			s.key(fyne.KeyDown)
		}
		s.press("Choose")
		if !strings.Contains(s.words(), sentence) {
			t.Errorf("file %d: %q is not said:\n%s", down, sentence, s.words())
		}
	}
	s.press("What Noddfa is made of")
	for _, want := range []string{"MIT", "SIL OPEN FONT LICENSE"} {
		if !strings.Contains(s.words(), want) {
			t.Errorf("%q is not among the licences", want)
		}
	}
	s.key(fyne.KeyEscape)
}
