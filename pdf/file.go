package pdf

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/text/unicode/bidi"
)

// noDate stands in the file of a document without a date, so that its bytes
// never depend on the clock.
var noDate = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// PDF returns the document as a file. The same document gives the same bytes on
// every machine. The file holds the text and its fonts, the title and the date
// of the document, and nothing about the machine, the program or the author.
func (d *Document) PDF() (file []byte, err error) {
	defer func() {
		// gofpdf panics where it meets something it did not expect; the value may hold text and is not repeated.
		if recover() != nil {
			file, err = nil, fmt.Errorf("drawing the document as PDF: the PDF writer stopped")
		}
	}()
	w := newWriter(d)
	for _, ops := range d.pages {
		w.pdf.AddPage()
		w.page(ops)
	}
	var out bytes.Buffer
	if err := w.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("drawing the document as PDF: the PDF writer refused it")
	}
	if file, err = tagged(out.Bytes(), d, w); err != nil {
		return nil, fmt.Errorf("giving the document its structure: %w", err)
	}
	return file, nil
}

type fileWriter struct {
	pdf    *gofpdf.Fpdf
	plain  [faceCount]*textFont  // of texts that are letter for letter
	shaped [faceCount]*glyphFont // of texts that carry their glyphs
	drawn  []*Picture            // each once
}

// page draws a page and marks what belongs to its text: pieces are counted as
// newStructure counts them, all else is an artifact.
func (w *fileWriter) page(ops []Op) {
	marks := 0
	var artifacts []bool // of what is open: is it one, or in one?
	within := func() bool { return len(artifacts) > 0 && artifacts[len(artifacts)-1] }
	for i, op := range ops {
		switch {
		case op.Kind == OpBegin:
			if op.Role == RoleArtifact && !within() {
				w.pdf.RawWriteStr("/Artifact BMC\n")
			}
			artifacts = append(artifacts, within() || op.Role == RoleArtifact)
		case op.Kind == OpEnd:
			ended := within()
			artifacts = artifacts[:len(artifacts)-1]
			if ended && !within() {
				w.pdf.RawWriteStr("EMC\n")
			}
		case within():
			w.draw(op)
		case op.Kind == OpPicture:
			w.pdf.RawWriteStr(fmt.Sprintf("/Figure <</MCID %d>> BDC\n", marks))
			marks++
			w.draw(op)
			w.pdf.RawWriteStr("EMC\n")
		case op.Kind != OpText:
			w.pdf.RawWriteStr("/Artifact BMC\n")
			w.draw(op)
			w.pdf.RawWriteStr("EMC\n")
		default:
			if beginsText(ops, i) {
				w.pdf.RawWriteStr(fmt.Sprintf("/Span <</MCID %d>> BDC\n", marks))
				marks++
			}
			w.draw(op)
			if i+1 == len(ops) || ops[i+1].Kind != OpText {
				w.pdf.RawWriteStr("EMC\n")
			}
		}
	}
}

func newWriter(d *Document) *fileWriter {
	p := gofpdf.NewCustom(&gofpdf.InitType{
		OrientationStr: "P", UnitStr: "mm", Size: gofpdf.SizeType{Wd: PageWidth, Ht: PageHeight},
	})
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(0, 0, 0)
	p.SetCatalogSort(true)
	p.SetProducer("", false)
	p.SetTitle(d.title, true)
	date := d.date
	if date.IsZero() {
		date = noDate
	}
	p.SetCreationDate(date)
	p.SetModificationDate(date)
	p.SetCompression(false) // the streams are compressed when the file is put together
	return &fileWriter{pdf: p}
}

func (w *fileWriter) draw(op Op) {
	p := w.pdf
	r, g, b := int(op.Color.R), int(op.Color.G), int(op.Color.B)
	switch {
	case op.Kind == OpText && op.Glyphs != nil:
		w.glyphs(op)
	case op.Kind == OpText:
		w.letters(op)
	case op.Kind == OpRect:
		p.SetFillColor(r, g, b)
		p.Rect(op.X, op.Y, op.W, op.H, "F")
	case op.Kind == OpLine:
		p.SetDrawColor(r, g, b)
		p.SetLineWidth(op.Stroke)
		if op.Dash > 0 {
			p.SetDashPattern([]float64{op.Dash, op.Dash}, 0)
			defer p.SetDashPattern(nil, 0)
		}
		p.Line(op.X, op.Y, op.X+op.W, op.Y+op.H)
	case op.Kind == OpPicture:
		const dots = 1 / pointsToMM
		p.RawWriteStr(fmt.Sprintf("q %.2f 0 0 %.2f %.2f %.2f cm /%s Do Q\n", op.W*dots, op.H*dots, op.X*dots, (PageHeight-op.Y-op.H)*dots, w.nameOf(op.Picture)))
	}
}

// letters draws a text letter for letter.
func (w *fileWriter) letters(op Op) {
	font := w.plain[op.Face]
	if font == nil {
		font = newTextFont(op.Face)
		w.plain[op.Face] = font
	}
	sin, cos := math.Sincos(op.Turn * math.Pi / 180)
	out := fmt.Appendf(nil, "q %.3f %.3f %.3f rg BT /%s %.2f Tf ", float64(op.Color.R)/255, float64(op.Color.G)/255, float64(op.Color.B)/255, font.name(), op.Size)
	x, y := op.X/pointsToMM, (PageHeight-op.Y)/pointsToMM
	if op.Turn == 0 {
		out = fmt.Appendf(out, "%.2f %.2f Td (", x, y)
	} else {
		out = fmt.Appendf(out, "%.4f %.4f %.4f %.4f %.2f %.2f Tm (", cos, sin, -sin, cos, x, y)
	}
	out = append(font.write(out, op.Text), ") Tj ET Q\n"...)
	w.pdf.RawWriteBuf(bytes.NewReader(out))
}

// glyphs draws a text by the glyphs it carries, in the order in which it is
// read. What it says stands beside it for readers that look for it; not where
// it runs from right to left, for poppler would turn it around.
func (w *fileWriter) glyphs(op Op) {
	font := w.shaped[op.Face]
	if font == nil {
		font = newGlyphFont(op.Face)
		w.shaped[op.Face] = font
	}
	sin, cos := math.Sincos(op.Turn * math.Pi / 180)
	var out strings.Builder
	says := op.Face&^1 == Bengali
	if says {
		fmt.Fprintf(&out, "/Span <</ActualText <%s>>> BDC\n", utf16Hex(op.Text))
	}
	fmt.Fprintf(&out, "q %.3f %.3f %.3f rg BT /%s %.2f Tf\n",
		float64(op.Color.R)/255, float64(op.Color.G)/255, float64(op.Color.B)/255, font.name(), op.Size)
	for _, g := range spaced(op) {
		x, y := op.X+g.X*cos-g.Y*sin, PageHeight-op.Y+g.X*sin+g.Y*cos
		fmt.Fprintf(&out, "%.4f %.4f %.4f %.4f %.2f %.2f Tm <%04x> Tj\n", cos, sin, -sin, cos, x/pointsToMM, y/pointsToMM, font.code(g))
	}
	out.WriteString("ET Q\n")
	if says {
		out.WriteString("EMC\n")
	}
	w.pdf.RawWriteStr(out.String())
}

// spaced are the glyphs of a text, and one for the space at its end, if it has
// one: there readers part the last word of a line from the first of the next.
func spaced(op Op) []Glyph {
	space, err := faces()[op.Face].font.GlyphIndex(nil, ' ')
	if err != nil || !strings.HasSuffix(op.Text, " ") || op.Glyphs[len(op.Glyphs)-1].Text == " " {
		return op.Glyphs
	}
	g := Glyph{ID: uint16(space), X: op.W, Text: " "}
	if first, _ := utf8.DecodeRuneInString(op.Text); class(first) == bidi.AL {
		width, _ := op.Face.width(' ')
		g.X = -float64(width) / 1000 * op.Size * pointsToMM
	}
	return append(op.Glyphs[:len(op.Glyphs):len(op.Glyphs)], g)
}
