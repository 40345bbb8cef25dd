package data_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/data/logo"
)

// logoFile writes a picture to a file and returns where it is.
func logoFile(t *testing.T, c color.Color) string {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, 120, 48))
	for i := range 120 * 48 {
		p.Set(i%120, i/120, c)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "harbour.png")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLogoIsKeptSealedAndStandsOnLettersUntilItIsRemoved(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	caseID := must[data.ID](t)(v.StartCase(t.Context(), data.Case{Matter: data.Stalking}, data.Person{Age: 30, AgeOn: noon}))
	letter := func() data.Letter {
		t.Helper()
		l, _, err := v.Compose(t.Context(), caseID, data.LetterChoices{Force: "south-wales"})
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	before, _ := json.Marshal(letter())
	if letter().Sender.Logo != nil || bytes.Contains(before, []byte("logo")) {
		t.Error("a letter has a logo that nobody chose")
	}
	picture := must[[]byte](t)(data.ChooseLogo(logoFile(t, color.RGBA{20, 60, 160, 255})))
	if err := v.SetLogo(t.Context(), picture); err != nil {
		t.Fatal(err)
	}
	org := v.Organisation()
	org.Logo, org.Phone = nil, "01632 960123" // typed before the logo was chosen
	if err := v.SaveOrganisation(t.Context(), org); err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, path, o)
	first := letter()
	if first.Sender.Logo == nil || !bytes.Equal(first.Sender.Logo.Picture, picture) || first.Sender.Phone != "01632 960123" {
		t.Fatalf("after unlocking again the letterhead is %+v", first.Sender)
	}
	if first.CopyForPerson().Sender.Logo != nil {
		t.Error("the copy that the person holds has the logo")
	}
	written, _ := json.Marshal(first)
	if len(written) > len(before)+300 {
		t.Errorf("the record of a letter carries the picture: %d bytes more", len(written)-len(before))
	}
	var again data.Letter
	if err := json.Unmarshal(written, &again); err != nil {
		t.Fatal(err)
	}
	other := must[[]byte](t)(data.ChooseLogo(logoFile(t, color.RGBA{160, 20, 60, 255})))
	if err := v.SetLogo(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if got := letter().Sender.Logo; got == nil || !bytes.Equal(got.Picture, other) {
		t.Error("a letter has not the logo that was chosen last")
	}
	if got := v.WithLogo(t.Context(), again).Sender.Logo.Picture; !bytes.Equal(got, picture) {
		t.Error("a letter of before has another logo than it had")
	}
	again.Sender.Logo.SHA256 = strings.Repeat("0", 64)
	if got := v.WithLogo(t.Context(), again).Sender.Logo.Picture; got != nil {
		t.Error("a picture that is not the one named is on the letter")
	}
	if err := v.SetLogo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if letter().Sender.Logo != nil || v.Organisation().Phone != "01632 960123" {
		t.Errorf("removed, and the letterhead is %+v", v.Organisation())
	}
	if checked := must[data.Checked](t)(v.Check(t.Context(), nil)); !checked.OK {
		t.Errorf("check: %+v", checked)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	for _, file := range must[[]string](t)(filepath.Glob(path + "*")) {
		// Four letters alone may stand in the random bytes of the spare file.
		if sealed, _ := os.ReadFile(file); bytes.Contains(sealed, []byte("\x00\x00\x00\rIHDR")) || bytes.Contains(sealed, []byte("harbour.png")) {
			t.Errorf("%s has it in the clear", filepath.Base(file))
		}
	}
}

func TestFileThatIsNoLogoIsRefusedInWordsAndNothingIsWritten(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for path, want := range map[string]data.Code{
		write("logo.png", "GIF89a is what it is"):        data.CodeLogo(logo.Other),
		write("half.jpg", "\xff\xd8\xff\xe0"):            data.CodeLogo(logo.Broken),
		write("large.png", strings.Repeat("x", 1<<20+1)): data.CodeLogo(logo.Large),
		folder:                               data.CodeLogo(logo.Other),
		filepath.Join(folder, "nothing.png"): data.CodeNotFound,
	} {
		if _, err := data.ChooseLogo(path); data.CodeOf(err) != want {
			t.Errorf("%s: %v, wanted %s", filepath.Base(path), err, want)
		}
	}
	if err := v.SetLogo(t.Context(), []byte("<svg/>")); data.CodeOf(err) != data.CodeLogo(logo.Broken) || v.Organisation().Logo != nil {
		t.Errorf("a picture that was not made here: %v", err)
	}
}
