package pdf_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"noddfa/data"
	"noddfa/pdf"
)

func TestTheSameLetterGivesTheSameBytes(t *testing.T) {
	want := file(t, compose(t, fullLetter()))
	if again := file(t, compose(t, fullLetter())); !bytes.Equal(want, again) {
		t.Error("two drawings differ")
	}
	d := compose(t, fullLetter())
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			doc := d
			if i%2 == 0 {
				var err error
				if doc, _, err = pdf.Compose(fullLetter()); err != nil {
					t.Error(err)
					return
				}
			}
			if got, err := doc.PDF(); err != nil || !bytes.Equal(got, want) {
				t.Errorf("a drawing beside seven others differs: %v", err)
			}
			if _, err := d.Page(0, 60); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	other := fullLetter()
	other.Wishes += " "
	other.Wishes += "More."
	if bytes.Equal(file(t, compose(t, other)), want) {
		t.Error("another letter gives the same bytes")
	}
}

func TestReadersAcceptTheFile(t *testing.T) {
	kitPage, err := pdf.ComposeKit(kit(), "en")
	if err != nil {
		t.Fatal(err)
	}
	planPage, _, err := pdf.ComposePlan(plan(), "NOD-7K3Q-92", sender(), "cy")
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string]*pdf.Document{"kit": kitPage, "plan": planPage}
	for name, l := range samples() {
		docs[name] = compose(t, l)
	}
	for name, d := range docs {
		if out := tool(t, file(t, d), "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// What a reader takes out of the file is word for word what the list of
// operations says.
func TestTheFileSaysWhatTheLayoutSays(t *testing.T) {
	for _, l := range []data.Letter{fullLetter(), inWelsh(fullLetter())} {
		d := compose(t, l)
		pages := strings.Split(tool(t, file(t, d), "pdftotext", "-raw", "FILE", "-"), "\f")
		for i := range d.Pages() {
			got, want := strings.Fields(pages[i]), strings.Fields(d.Text(i))
			// A running reader sees repeated heads and lines in its own order.
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("page %d:\n%q\n%q", i+1, got, want)
			}
		}
		all := strings.Join(pages, "")
		for _, letters := range []string{"Siân Ŵyn-Pryce", "Małgorzata Żółkiewska", "Chloe Şahin", "łatwo", "Nguyễn", "Олена"} {
			if !strings.Contains(all, letters) {
				t.Errorf("%q cannot be copied from the file", letters)
			}
		}
	}
	l := shortLetter()
	l.Summary = "ŵ ŷ Ŵ Ŷ Ł Ş ș ț İ ő Þ € “quoted”"
	if got := tool(t, file(t, compose(t, l)), "pdftotext", "-raw", "FILE", "-"); !strings.Contains(got, l.Summary) {
		t.Errorf("the letters are not in the file: %s", got)
	}
}

func TestNumbersAndReferencesCanBeCopied(t *testing.T) {
	l := shortLetter()
	l.Police.CrimeNumber = "SWP-2600-412345"
	got := tool(t, file(t, compose(t, l)), "pdftotext", "-layout", "FILE", "-")
	for _, want := range []string{"SWP-2600-412345", "07700 900461", "01632 960145", "NOD-7K3Q-92/1"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in one piece, with ordinary spaces and hyphens", want)
		}
	}
}

func TestTheFileNamesNobodyInItsProperties(t *testing.T) {
	out := tool(t, file(t, compose(t, fullLetter())), "pdfinfo", "FILE")
	for _, want := range []string{"Referral NOD-7K3Q-92/1", "Nov 21", "A4"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	for _, never := range []string{"Author", "Producer", "Creator", "Subject", "Keywords", "Siân", "Małgorzata"} {
		if strings.Contains(out, never) {
			t.Errorf("%q in\n%s", never, out)
		}
	}
	fonts := tool(t, file(t, compose(t, fullLetter())), "pdffonts", "FILE")
	if strings.Contains(fonts, "no  ") && !strings.Contains(fonts, "yes") {
		t.Errorf("fonts are not embedded:\n%s", fonts)
	}
}

// utf16Bytes is how text stands in the drawing operators of the file.
func utf16Bytes(text string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = binary.BigEndian.AppendUint16(out, u)
	}
	return out
}

// What is withheld is not in the file at all, not even under something else.
func TestWithheldTextIsAbsentFromTheFile(t *testing.T) {
	holds := func(l data.Letter, text string) bool {
		path := filepath.Join(t.TempDir(), "open.pdf")
		tool(t, file(t, compose(t, l)), "qpdf", "--qdf", "--normalize-content=n", "--object-streams=disable", "FILE", path)
		open, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(open, utf16Bytes(text)) || bytes.Contains(open, []byte(text))
	}
	const canary = "Canary-Lane-77"
	l := fullLetter()
	l.Suicide.Plan = canary
	l.Withheld = []data.Decision{{Field: data.FieldAddress}}
	if holds(l, canary) {
		t.Error("the file holds what the letter does not print")
	}
	l.Person.Address = canary
	if !holds(l, canary) {
		t.Error("the search does not find what is there")
	}
}

// The preview is the page: drawn from the same list, and alike to the eye.
func TestThePictureIsThePage(t *testing.T) {
	const dpi = 60
	dir := t.TempDir()
	d := compose(t, samples()["draft"])
	path := filepath.Join(dir, "letter.pdf")
	if err := os.WriteFile(path, file(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(context.Background(), reader(t, "pdftoppm"), "-r", "60", "-png", path, filepath.Join(dir, "page")).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm: %v %s", err, out)
	}
	for i := range d.Pages() {
		own, err := d.Page(i, dpi)
		if err != nil {
			t.Fatal(err)
		}
		theirs := readPNG(t, filepath.Join(dir, "page-"+string(rune('1'+i))+".png"))
		worst := 0.0
		for y := 0; y+8 <= own.Bounds().Dy(); y += 8 {
			for x := 0; x+8 <= own.Bounds().Dx(); x += 8 {
				area := image.Rect(x, y, x+8, y+8)
				worst = max(worst, abs(grey(own, area)-grey(theirs, area)))
			}
		}
		if worst > 40 {
			t.Errorf("page %d: an area differs by %.0f of 255", i+1, worst)
		}
	}
}

func readPNG(t *testing.T, path string) image.Image {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func grey(img image.Image, area image.Rectangle) float64 {
	sum := 0.0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			sum += float64(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)
		}
	}
	return sum / float64(area.Dx()*area.Dy())
}

func abs(x float64) float64 { return max(x, -x) }
