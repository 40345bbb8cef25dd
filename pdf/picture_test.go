package pdf_test

import (
	"context"
	"image"
	"image/draw"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"noddfa/data"
	"noddfa/pdf"
)

// papers are the documents that the preview is held against a reader with.
func papers(t *testing.T) map[string]*pdf.Document {
	t.Helper()
	plan, _, err := pdf.ComposePlan(plan(), "NOD-7K3Q-92", sender(), "cy")
	if err != nil {
		t.Fatal(err)
	}
	figures, _, err := pdf.ComposeFigures(pdf.Figures{Stats: figures(), Sender: sender(), Made: madeOn}, data.English)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*pdf.Document{"letter": compose(t, foreignLetter()), "plan": plan, "figures": figures}
}

// The preview differs from what poppler draws of the file by less than 2 % of the ink that a page can have, with letters of
// every script. At 127 dots an inch a dot is a fifth of a millimetre, so that both begin the page at the same place.
func TestThePreviewIsWhatAReaderDraws(t *testing.T) {
	t.Parallel()
	const dpi, most = 127, 2.0
	for name, d := range papers(t) {
		dir := t.TempDir()
		path := filepath.Join(dir, "paper.pdf")
		if err := os.WriteFile(path, file(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
		pages := 1
		if name == "letter" {
			pages = 2
		}
		out, err := exec.CommandContext(context.Background(), reader(t, "pdftoppm"), "-l", strconv.Itoa(pages), "-scale-to-x", "1050", "-scale-to-y", "1485", "-png", path, filepath.Join(dir, "page")).CombinedOutput()
		if err != nil {
			t.Fatalf("pdftoppm: %v %s", err, out)
		}
		drawn, err := filepath.Glob(filepath.Join(dir, "page*.png"))
		if err != nil || len(drawn) != pages {
			t.Fatalf("%s: %v, %v", name, drawn, err)
		}
		for i, theirs := range drawn {
			own, err := d.Page(i, dpi)
			if err != nil {
				t.Fatal(err)
			}
			if percent := difference(own, readPNG(t, theirs)); percent >= most {
				t.Errorf("%s: page %d differs by %.2f %%", name, i+1, percent)
			}
		}
	}
}

// difference is by how much two pictures differ on average, in parts of a hundred.
func difference(a, b image.Image) float64 {
	area := a.Bounds().Intersect(b.Bounds())
	greyA, greyB := image.NewGray(area), image.NewGray(area)
	draw.Draw(greyA, area, a, area.Min, draw.Src)
	draw.Draw(greyB, area, b, area.Min, draw.Src)
	sum := 0
	for i, v := range greyA.Pix {
		sum += max(int(v), int(greyB.Pix[i])) - min(int(v), int(greyB.Pix[i]))
	}
	return float64(sum) / 255 * 100 / float64(len(greyA.Pix))
}

// A page of the preview is there before a finger has left the key: the quickest of some drawings counts, for the machine
// may be busy with other things.
func TestAPreviewedPageTakesLessThanFiftyMilliseconds(t *testing.T) {
	const most = slower * 50 * time.Millisecond
	for name, d := range papers(t) {
		for i := range min(2, d.Pages()) {
			quickest := time.Hour
			for range 30 {
				start := time.Now()
				if _, err := d.Page(i, 110); err != nil {
					t.Fatal(err)
				}
				if quickest = min(quickest, time.Since(start)); quickest < most {
					break
				}
			}
			if quickest >= most {
				t.Errorf("%s: page %d takes %v", name, i+1, quickest)
			}
		}
	}
}
