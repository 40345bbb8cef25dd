package ui

import (
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
)

var updateScreens = flag.Bool("update", false, "make the pictures of the screens anew")

// Two pictures are of one screen if at most so many of a thousand points differ
// by more than so much of 255: letters are drawn a little differently where the
// processor rounds differently.
const (
	screenPoints = 2
	screenShade  = 40
)

func TestEachScreenLooksLikeItsPicture(t *testing.T) {
	s := newAppStage(t)
	for _, c := range []struct {
		name, code string
		look       theme.Look
		text       int
		size       fyne.Size
	}{
		{"light", assets.English, theme.Light, 100, fyne.NewSize(1280, 800)},
		{"dark", assets.Welsh, theme.Dark, 125, fyne.NewSize(1024, 640)},
	} {
		s.app.prefs.Look, s.app.prefs.TextSize = c.look, c.text
		if s.app.vault != nil {
			s.app.stopLooking()
		}
		s.app.speak(c.code)
		s.app.restyle()
		s.window.Resize(c.size)
		look := func(name string) {
			t.Helper()
			s.window.Canvas().Focus(nil) // a caret comes and goes
			looksLike(t, strings.ReplaceAll(name, " ", "-")+"-"+c.name+".png", s.window.Canvas().Capture())
		}
		// The toolkit forgets what it has drawn a minute ago, by a clock that goes on
		// only when a picture is taken.
		tick := func() { s.window.Canvas().Capture() }
		tick()
		s.app.showDoors()
		look("doors")
		s.app.showUnlock("/Documents/Hafan.noddfa")
		look("unlock")
		s.app.lookAround(func(e string) { t.Fatal(e) })
		tick()
		s.app.rebuild()
		s.now()
		pages := s.pages()
		for _, name := range slices.Sorted(maps.Keys(pages)) { // what was shown before shows in Back
			s.goTo(pages[name])
			look(name)
		}
		for _, sheet := range []struct {
			name string
			show func()
		}{{"crisis card", s.app.showCrisis}, {"keys", s.app.showKeys}, {"guide", s.app.showGuide}, {"search", s.app.showSearch}} {
			sheet.show()
			look(sheet.name)
			s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyEscape})
		}
		s.letterOnItsWay(look)
	}
}

// letterOnItsWay looks at a letter that waits for a manager, and at the same letter once it is issued.
func (s *appStage) letterOnItsWay(look func(string)) {
	s.t.Helper()
	id := s.vault.Cases()[0].ID
	s.goTo(Route{Screen: ScreenCompose, ID: id.String()})
	choices := the[*composeScreen](s.caseStage).choices
	choices.Basis, choices.BasisNote = data.BasisRecognised, "A child may be at risk."
	choices.OnlyChecked, choices.Anew = true, true
	asked, err := s.vault.AskForApproval(s.t.Context(), id, choices, "Before Friday, please.")
	if err != nil {
		s.t.Fatal(err)
	}
	s.goTo(Route{Screen: screenAsked, ID: asked.ID.String()})
	look("approval")
	page := the[*askedScreen](s.caseStage)
	s.readOn(page)
	s.accept()
	page.askToIssue()
	s.enter()
	if screen := s.shell.Current().Route().Screen; screen != screenLetter {
		s.t.Fatalf("not issued: %s", s.words())
	}
	look("issued letter")
}

// looksLike compares a screen with its picture, or takes that anew.
func looksLike(t *testing.T, name string, screen image.Image) {
	t.Helper()
	file, seen := filepath.Join("testdata", "screens", name), halved(screen)
	if *updateScreens {
		writePicture(t, file, seen)
		return
	}
	if n := differing(readPicture(t, file), seen); n*1000 > screenPoints*seen.Rect.Dx()*seen.Rect.Dy() {
		got := filepath.Join(t.ArtifactDir(), name)
		writePicture(t, got, seen)
		t.Errorf("it looks otherwise than %s: %d points differ (%s). If it is meant to, `make pictures`.", file, n, got)
	}
}

// halved is a picture at half its size in 32 shades of each colour: enough to
// see what moved, and a small file.
func halved(of image.Image) *image.NRGBA {
	b := of.Bounds()
	half := image.NewNRGBA(image.Rect(0, 0, b.Dx()/2, b.Dy()/2))
	for y := range half.Rect.Dy() {
		for x := range half.Rect.Dx() {
			var sum [3]uint32
			for _, p := range [4]image.Point{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
				r, g, b, _ := of.At(b.Min.X+2*x+p.X, b.Min.Y+2*y+p.Y).RGBA()
				sum[0], sum[1], sum[2] = sum[0]+r>>8, sum[1]+g>>8, sum[2]+b>>8
			}
			shade := func(v uint32) uint8 { return uint8(((v*31 + 2*255) / (4 * 255)) * 255 / 31) }
			half.SetNRGBA(x, y, color.NRGBA{shade(sum[0]), shade(sum[1]), shade(sum[2]), 255})
		}
	}
	return half
}

// differing counts the points of two pictures that differ; all, where the sizes do.
func differing(a, b *image.NRGBA) int {
	if a.Rect != b.Rect {
		return b.Rect.Dx() * b.Rect.Dy()
	}
	n := 0
	for i := 0; i < len(a.Pix); i += 4 {
		for channel := range 3 {
			if d := int(a.Pix[i+channel]) - int(b.Pix[i+channel]); d > screenShade || d < -screenShade {
				n++
				break
			}
		}
	}
	return n
}

func writePicture(t *testing.T, file string, of image.Image) {
	t.Helper()
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(out, of); err != nil {
		t.Fatal(err)
	}
}

func readPicture(t *testing.T, file string) *image.NRGBA {
	t.Helper()
	in, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	of, err := png.Decode(in)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	flat := image.NewNRGBA(of.Bounds())
	for y := range flat.Rect.Dy() {
		for x := range flat.Rect.Dx() {
			flat.Set(x, y, of.At(x, y))
		}
	}
	return flat
}
