package pdf_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/data/logo"
	"noddfa/pdf"
)

// logoOf is a logo of w by h dots: a harbour wall, a sail and the sea.
func logoOf(t testing.TB, w, h int) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 255, 255, 255}
			switch u, v := float64(x)/float64(w), float64(y)/float64(h); {
			case v > 0.75:
				c = color.RGBA{20, 70, 130, 255}
			case u > 0.45 && u < 0.45+v*0.5:
				c = color.RGBA{200, 90, 30, 255}
			case u < 0.3 && v > 0.4:
				c = color.RGBA{70, 80, 90, 255}
			}
			p.Set(x, y, c)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	kept, reason := logo.Read(out.Bytes())
	if reason != logo.Taken {
		t.Fatal(reason)
	}
	return kept
}

func withLogo(l data.Letter, picture []byte) data.Letter {
	l.Sender.Logo = &data.Logo{Picture: picture}
	return l
}

// logos are the shapes that a logo may have.
func logos(t testing.TB) map[string][]byte {
	return map[string][]byte{"wide": logoOf(t, 300, 60), "tall": logoOf(t, 60, 240), "thin": logoOf(t, 500, 1)}
}

// pictures are the operations of a page that draw one.
func pictures(d *pdf.Document, page int) (list []pdf.Op) {
	for _, op := range d.Ops(page) {
		if op.Kind == pdf.OpPicture {
			list = append(list, op)
		}
	}
	return list
}

func TestLogoStandsInItsBoxInTheLetterheadAndMovesNothingBelow(t *testing.T) {
	t.Parallel()
	long := shortLetter()
	long.Sender.Name, long.Sender.NameCY = strings.Repeat("Harbourside ", 30), strings.Repeat("Harbwr ", 40)
	long.Draft = true
	for name, picture := range logos(t) {
		for sample, l := range map[string]data.Letter{"short": shortLetter(), "Welsh": inWelsh(shortLetter()), "long": long} {
			for _, window := range []data.Window{data.WindowDL, data.WindowNotify} {
				l.Window = window
				bare, d := compose(t, l), compose(t, withLogo(l, picture))
				where := fmt.Sprintf("%s logo on %s %s", name, sample, window)
				drawn := pictures(d, 0)
				if len(drawn) != 1 || d.Pages() != bare.Pages() {
					t.Fatalf("%s: %d pictures on the first of %d pages", where, len(drawn), d.Pages())
				}
				box := drawn[0]
				if box.X != 25 || box.Y < 14.4 || box.W > 45.01 || box.H > 18.01 || box.Y+box.H > 33 {
					t.Errorf("%s: it stands at %.1f, %.1f and is %.1f by %.1f", where, box.X, box.Y, box.W, box.H)
				}
				if outside := outside(d.Ops(0)); outside != "" {
					t.Errorf("%s: %s", where, outside)
				}
				for _, op := range d.Ops(0) {
					if em := op.Size * 25.4 / 72; op.Kind == pdf.OpText && op.Turn == 0 && op.X < box.X+box.W && op.X+op.W > box.X && op.Y-em*0.7 < box.Y+box.H && op.Y+em*0.2 > box.Y {
						t.Errorf("%s: %q stands on it", where, op.Text)
					} else if op.Kind == pdf.OpText && op.Turn == 0 && op.X+op.W > 185.1 && op.Y < 33 && op.Y > 14 {
						t.Errorf("%s: %q ends at %.1f", where, op.Text, op.X+op.W)
					}
				}
				for i := range d.Pages() {
					if got, want := below(d, i), below(bare, i); got != want {
						t.Errorf("%s: page %d is another than without it", where, i+1)
					}
					if i > 0 && len(pictures(d, i)) > 0 {
						t.Errorf("%s: page %d has one too", where, i+1)
					}
				}
			}
		}
	}
}

// below is what stands on a page below the letterhead.
func below(d *pdf.Document, page int) string {
	var out strings.Builder
	for _, op := range d.Ops(page) {
		if op.Kind < pdf.OpBegin && (op.Y > 33 || page > 0) {
			fmt.Fprintf(&out, "%d %.3f %.3f %.3f %q\n", op.Kind, op.X, op.Y, op.Size, op.Text)
		}
	}
	return out.String()
}

func TestLogoIsAFigureWithTheOrganisationsNameAndThePictureAlone(t *testing.T) {
	t.Parallel()
	both := inWelsh(shortLetter())
	both.Bilingual = true
	for name, c := range map[string]struct {
		letter data.Letter
		says   []string
	}{
		"English":   {shortLetter(), []string{"Harbourside Victim Support Network"}},
		"bilingual": {both, []string{"Rhwydwaith Cymorth i Ddioddefwyr yr Harbwr", "Harbourside Victim Support Network"}},
	} {
		l := withLogo(c.letter, logoOf(t, 300, 100))
		made := file(t, compose(t, l))
		if !bytes.Equal(made, file(t, compose(t, withLogo(c.letter, bytes.Clone(l.Sender.Logo.Picture))))) {
			t.Errorf("%s: the same letter is two files", name)
		}
		if out := tool(t, made, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", name, out)
		}
		list := strings.Split(strings.TrimSpace(tool(t, made, "pdfimages", "-list", "FILE")), "\n")[2:]
		if len(list) != len(c.says) || !strings.Contains(list[0], "300   100  rgb     3   8") {
			t.Errorf("%s: %d pictures: %v", name, len(list), list)
		}
		if n := bytes.Count(made, []byte("/Subtype /Image")); n != 1 {
			t.Errorf("%s: the file has the picture %d times", name, n)
		}
		tree := tool(t, made, "pdfinfo", "-struct", "FILE")
		if strings.Count(tree, "Figure") != len(c.says) {
			t.Errorf("%s: %s", name, tree)
		}
		rest := string(made)
		for _, says := range c.says {
			alt := "/S /Figure"
			at := strings.Index(rest, alt)
			if at < 0 || !strings.HasPrefix(rest[at+strings.Index(rest[at:], "/Alt"):], "/Alt <"+hex16(says)+">") {
				t.Fatalf("%s: no figure that says %q", name, says)
			}
			rest = rest[at+len(alt):]
		}
		nothingUntagged(t, made)
		closed, err := pdf.Protect(made, "river-candle")
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(closed, []byte(hex16(c.says[0]))) {
			t.Errorf("%s: protected, and the figure's words are in the clear", name)
		}
		if out := tool(t, closed, "qpdf", "--password=river-candle", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s, protected: %s", name, out)
		}
	}
}

// hex16 is a text as a PDF names it: UTF-16 behind its mark.
func hex16(text string) string {
	out := "feff"
	for _, r := range text {
		out += fmt.Sprintf("%04x", r)
	}
	return out
}

// A letter without a picture, a copy for the person and a picture that is none are as if there were no logos.
func TestNoLogoIsInTheCopyThatIsSafeToHoldAndNothingBrokenStopsALetter(t *testing.T) {
	t.Parallel()
	l := withLogo(shortLetter(), logoOf(t, 300, 100))
	held := l
	held.ForPerson = true
	for name, d := range map[string]*pdf.Document{
		"the copy": compose(t, l.CopyForPerson()), "a copy by another way": compose(t, held),
		"not read": compose(t, withLogo(shortLetter(), nil)), "no picture": compose(t, withLogo(shortLetter(), []byte("\x89PNG\r\n\x1a\nbroken"))),
	} {
		if n := len(pictures(d, 0)); n > 0 || bytes.Contains(file(t, d), []byte("/Image")) && bytes.Contains(file(t, d), []byte("/Subtype /Image")) {
			t.Errorf("%s has a logo", name)
		}
	}
	if !bytes.Equal(file(t, compose(t, withLogo(shortLetter(), nil))), file(t, compose(t, shortLetter()))) {
		t.Error("a logo that was not read changes the file")
	}
}

func TestLogoInThePreviewIsWhatAReaderDraws(t *testing.T) {
	t.Parallel()
	for name, picture := range map[string][]byte{"wide": logoOf(t, 600, 120), "tall": logoOf(t, 60, 240)} {
		d := compose(t, withLogo(shortLetter(), picture))
		dir := t.TempDir()
		path := filepath.Join(dir, "letter.pdf")
		if err := os.WriteFile(path, file(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), reader(t, "pdftoppm"), "-l", "1", "-singlefile", "-scale-to-x", "1050", "-scale-to-y", "1485", "-png", path, filepath.Join(dir, "page")).CombinedOutput(); err != nil {
			t.Fatalf("pdftoppm: %v %s", err, out)
		}
		own, err := d.Page(0, 127)
		if err != nil {
			t.Fatal(err)
		}
		theirs := readPNG(t, filepath.Join(dir, "page.png"))
		if percent := difference(own, theirs); percent >= 2 {
			t.Errorf("%s: the page differs by %.2f %%", name, percent)
		}
		box := pictures(d, 0)[0]
		area := image.Rect(int(box.X*5), int(box.Y*5), int((box.X+box.W)*5), int((box.Y+box.H)*5))
		if percent := difference(own.(*image.RGBA).SubImage(area), theirs); percent >= 2 {
			t.Errorf("%s: the logo differs by %.2f %%", name, percent)
		}
	}
}
