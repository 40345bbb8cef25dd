package pdf_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"golang.org/x/image/vector"

	"noddfa/pdf"
)

// filled draws a page from its shapes alone.
func filled(t *testing.T, d *pdf.Document, page int, dpi float64) *image.RGBA {
	t.Helper()
	perMM := dpi / 25.4
	dst := image.NewRGBA(image.Rect(0, 0, int(math.Round(pdf.PageWidth*perMM)), int(math.Round(pdf.PageHeight*perMM))))
	draw.Draw(dst, dst.Bounds(), image.White, image.Point{}, draw.Src)
	for s := range d.Shapes(page, perMM) {
		if s.Picture != nil {
			continue
		}
		var ink vector.Rasterizer
		ink.Reset(dst.Bounds().Dx(), dst.Bounds().Dy())
		for _, points := range s.Polygons {
			for i, at := range points {
				if i == 0 {
					ink.MoveTo(float32(at.X), float32(at.Y))
				} else {
					ink.LineTo(float32(at.X), float32(at.Y))
				}
			}
			ink.ClosePath()
		}
		ink.Draw(dst, dst.Bounds(), image.NewUniform(color.RGBA{s.Color.R, s.Color.G, s.Color.B, 255}), image.Point{})
	}
	return dst
}

// Where a page is printed by its outlines it is the page of the preview: texts that run from right to left, turned
// watermarks, rules and tables.
func TestThePrintedOutlinesAreThoseOfThePreview(t *testing.T) {
	t.Parallel()
	letter := fullLetter()
	letter.Draft = true
	d := compose(t, letter)
	for page := range min(2, d.Pages()) {
		preview, err := d.Page(page, 60)
		if err != nil {
			t.Fatal(err)
		}
		drawn, seen, inked := filled(t, d, page, 60), preview.(*image.RGBA), 0
		for i := range seen.Pix {
			if difference := int(seen.Pix[i]) - int(drawn.Pix[i]); difference > 40 || difference < -40 {
				t.Fatalf("page %d: dot %d is %d, in the preview %d", page+1, i/4, drawn.Pix[i], seen.Pix[i])
			}
			if seen.Pix[i] < 128 {
				inked++
			}
		}
		if inked < 1000 {
			t.Errorf("page %d: nothing is on it", page+1)
		}
	}
}
