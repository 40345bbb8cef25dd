package pdf_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
)

const (
	arabicName  = "محمد رضا الزهراء"
	urduName    = "ڈاکٹر ٹھیک خان"
	bengaliName = "শ্রাবন্তী রহিম"
	vowelled    = "شَرِيفَة"
)

// foreignLetter is a full letter with names and sentences in three scripts in every kind of place.
func foreignLetter() data.Letter {
	l := fullLetter()
	l.Person.Name = "Fatima " + arabicName + " Begum"
	l.Person.OwnScript = arabicName + " (أبو علي)\n" + urduName + "\n" + bengaliName
	l.Person.OtherNames = "رحیم 07700 900461; " + vowelled + "; নাম"
	l.Summary = "The caller, محمد, rang from 07700 900461. She wrote আমি ভয় পাচ্ছি। Then " + strings.Repeat("السلام عليكم ", 12) + "and no more."
	l.Events[1].Quoted = "إذا لم تدفع المال قبل يوم الأحد سأرسل الصور إلى كل عائلتك"
	l.Suspects[0].Names = "علی\u200cرضا (Ali Reza)"
	l.Sender.Name = "Hafan " + bengaliName
	return l
}

// shapedOps are the texts of a document that carry glyphs.
func shapedOps(d *pdf.Document) []pdf.Op {
	var found []pdf.Op
	for i := range d.Pages() {
		for _, op := range d.Ops(i) {
			if op.Kind == pdf.OpText && op.Glyphs != nil {
				found = append(found, op)
			}
		}
	}
	return found
}

func saying(t *testing.T, d *pdf.Document, text string) pdf.Op {
	t.Helper()
	for _, op := range shapedOps(d) {
		if strings.TrimSpace(op.Text) == text {
			return op
		}
	}
	t.Fatalf("no piece says %q", text)
	return pdf.Op{}
}

var fontFiles = map[pdf.Face][]byte{
	pdf.Regular: assets.FontRegular(), pdf.Bold: assets.FontBold(), pdf.Arabic: assets.ArabicRegular(), pdf.ArabicBold: assets.ArabicBold(),
	pdf.Bengali: assets.BengaliRegular(), pdf.BengaliBold: assets.BengaliBold(),
}

func fontOf(t *testing.T, f pdf.Face) *sfnt.Font {
	t.Helper()
	parsed, err := sfnt.Parse(fontFiles[f])
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// Letters of Arabic and Urdu take the form that joins them to their neighbours; some of Bengali change their places.
func TestNamesInOtherScriptsAreShaped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		face   pdf.Face
		glyphs []uint16 // in the order in which the name is read
	}{
		{"محمد", pdf.Arabic, []uint16{485, 139, 484, 182}}, // meem before, hah between, meem between, dal behind
		{"لا", pdf.Arabic, []uint16{450, 6}},               // one ligature of two
		{"ٹھیک", pdf.Arabic, []uint16{72, 525, 597, 376}},
		{"علی\u200cرضا", pdf.Arabic, []uint16{310, 447, 596, 1364, 211, 286, 4}}, // yeh does not join over the non-joiner
		{"কি", pdf.Bengali, []uint16{55, 20}},                                    // the vowel stands before its consonant
		{"শ্রাবন্তী", pdf.Bengali, []uint16{232, 54, 42, 357, 56}},               // two conjuncts
	} {
		l := shortLetter()
		l.Person.OwnScript = c.name
		d := compose(t, l)
		op := saying(t, d, c.name)
		var got, alone []uint16
		said := ""
		for _, g := range op.Glyphs {
			got, said = append(got, g.ID), said+g.Text
		}
		for _, r := range c.name {
			glyph, err := fontOf(t, c.face).GlyphIndex(nil, r)
			if err != nil {
				t.Fatal(err)
			}
			alone = append(alone, uint16(glyph))
		}
		if op.Face != c.face || !slices.Equal(got, c.glyphs) || slices.Equal(got, alone) {
			t.Errorf("%s is drawn with %v of face %d, wanted %v; its letters alone are %v", c.name, got, op.Face, c.glyphs, alone)
		}
		if said != c.name {
			t.Errorf("%s: the glyphs say %q", c.name, said)
		}
		l.Person.OwnScript, l.Person.Name = "", c.name
		if op := saying(t, compose(t, l), c.name); op.Face != c.face+1 {
			t.Errorf("%s in bold is drawn in face %d", c.name, op.Face)
		}
	}
}

// Arabic runs from right to left; what stands beside it does not change its place, and no number is turned around.
func TestWhatStandsBesideAnArabicNameKeepsItsPlace(t *testing.T) {
	t.Parallel()
	places := func(summary string, texts ...string) []float64 {
		l := shortLetter()
		l.Summary = summary
		var found []float64
		for _, text := range texts {
			at := -1.0
			d := compose(t, l)
			for i := range d.Pages() {
				for _, op := range d.Ops(i) {
					if op.Kind == pdf.OpText && strings.Contains(op.Text, text) && op.Size >= 12 {
						at = op.X
					}
				}
			}
			if at < 0 {
				t.Fatalf("%q is in no piece of its own", text)
			}
			found = append(found, at)
		}
		return found
	}
	for _, c := range []struct {
		name, summary string
		leftToRight   []string
	}{
		{"a number behind a name", "Zing محمد 07999 900461 now", []string{"Zing", "محمد", "07999 900461 now"}},
		{"two words of a name, and the sentence goes on", "Zeen محمد علي zame", []string{"Zeen", "محمد علي", "zame"}},
		{"a number within Arabic", "Zq رقمي 07999 900461 اتصل zq", []string{"اتصل", "07999 900461", "رقمي"}},
		{"Arabic alone", "رقمي 07999 900461 (اتصل)", []string{"اتصل", "07999 900461", "رقمي"}},
		{"brackets that belong to the name", "Zq محمد (أبو علي) zY", []string{"أبو علي", "محمد", "zY"}},
	} {
		got := places(c.summary, c.leftToRight...)
		if !slices.IsSorted(got) || slices.Contains(got[1:], got[0]) {
			t.Errorf("%s: %v stand at %v", c.name, c.leftToRight, got)
		}
	}
	// A bracket within Arabic opens to the right.
	l := shortLetter()
	l.Summary = "محمد (علي)"
	shape, err := fontOf(t, pdf.Regular).GlyphIndex(nil, ')')
	if err != nil {
		t.Fatal(err)
	}
	op := saying(t, compose(t, l), "(")
	if !slices.ContainsFunc(op.Glyphs, func(g pdf.Glyph) bool { return g.Text == "(" && g.ID == uint16(shape) }) {
		t.Errorf("a bracket opens to the wrong side: %+v", op.Glyphs)
	}
}

// What a reader, a search and a screen reader take out of the file is the name as it was typed.
func TestNamesInOtherScriptsAreReadAsTheyWereTyped(t *testing.T) {
	t.Parallel()
	l := foreignLetter()
	open := file(t, compose(t, l))
	closed, err := pdf.Protect(open, "a-b")
	if err != nil {
		t.Fatal(err)
	}
	for name, made := range map[string][]byte{"open": open, "protected": closed} {
		copied := strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\n", " ").Replace(tool(t, made, "pdftotext", "-upw", "a-b", "FILE", "-"))
		for _, want := range []string{arabicName, urduName, bengaliName, "رحیم", "علی\u200cرضا", "নাম", "আমি ভয় পাচ্ছি।", "السلام عليكم", "07700 900461"} {
			if !strings.Contains(copied, want) {
				t.Errorf("%s: %q cannot be copied from\n%s", name, want, copied)
			}
		}
	}
	heard := tool(t, open, "pdfinfo", "-struct-text", "FILE")
	for _, want := range []string{"Fatima " + arabicName + " Begum", arabicName + " (أبو علي) " + urduName, "رحیم 07700 900461; " + vowelled + "; নাম", l.Events[1].Quoted} {
		if !strings.Contains(heard, want) {
			t.Errorf("%q is not heard in\n%s", want, heard)
		}
	}
	if out := tool(t, closed, "qpdf", "--password=a-b", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Error(out)
	}
	fonts := tool(t, open, "pdffonts", "FILE")
	for _, want := range []string{"NotoNaskhArabic-Regular", "NotoNaskhArabic-Bold", "NotoSansBengali-Regular"} {
		if !strings.Contains(fonts, want) {
			t.Errorf("no %s in\n%s", want, fonts)
		}
	}
	if size := len(open) - len(file(t, compose(t, fullLetter()))); size > 60<<10 {
		t.Errorf("three scripts make the file %d bytes larger", size)
	}
}

// Whatever the size of the text, no glyph leaves the width of its piece or the room between its line and the next.
func TestShapedTextStaysInItsLine(t *testing.T) {
	t.Parallel()
	for _, size := range []float64{12, 14, 16} {
		d := compose(t, foreignLetter(), pdf.Options{TextSize: size})
		pieces := shapedOps(d)
		if len(pieces) < 20 {
			t.Fatalf("%d pieces: too few to show anything", len(pieces))
		}
		for i := range d.Pages() {
			if what := outside(d.Ops(i)); what != "" {
				t.Errorf("page %d: %s", i+1, what)
			}
		}
		for _, op := range pieces {
			if op.X < 25-0.01 || op.X+op.W > 185.01 {
				t.Errorf("%q runs from %.1f to %.1f", op.Text, op.X, op.X+op.W)
			}
			face, unit := fontOf(t, op.Face), op.Size*25.4/72
			for _, g := range op.Glyphs {
				box, _, err := face.GlyphBounds(new(sfnt.Buffer), sfnt.GlyphIndex(g.ID), fixed.I(1000), font.HintingNone)
				if err != nil {
					t.Fatal(err)
				}
				x0, x1 := g.X+float64(box.Min.X)/64000*unit, g.X+float64(box.Max.X)/64000*unit
				up, down := g.Y-float64(box.Min.Y)/64000*unit, -g.Y+float64(box.Max.Y)/64000*unit
				if slack := 0.12 * unit; x0 < -slack || x1 > op.W+slack || up > 1.05*unit || down > 0.5*unit {
					t.Errorf("%q: a glyph lies at %.2f to %.2f of %.2f, %.2f em up, %.2f down", op.Text, x0, x1, op.W, up/unit, down/unit)
				}
			}
		}
	}
}

// A long sentence from right to left is broken between its words, and each line says what comes next.
func TestArabicIsBrokenBetweenWords(t *testing.T) {
	t.Parallel()
	sentence := strings.TrimSpace(strings.Repeat("إذا لم تدفع المال قبل يوم الأحد سأرسل الصور ", 6))
	l := shortLetter()
	l.Summary = sentence
	var lines []string
	for _, op := range shapedOps(compose(t, l)) {
		lines = append(lines, strings.TrimSpace(op.Text))
	}
	if len(lines) < 3 || strings.Join(lines, " ") != sentence {
		t.Errorf("%d lines: %q", len(lines), lines)
	}
}

// The plan, the sheet, the figures and the summary draw names as letters do.
func TestEveryPaperDrawsOtherScripts(t *testing.T) {
	t.Parallel()
	from := data.Sender{Name: "Hafan " + arabicName, Phone: "01632 960123"}
	p := plan()
	p.Sections[0].Actions[0].Who = bengaliName
	p.KeptWhere = urduName
	l := foreignLetter()
	l.To.Force, l.To.Name = "", "Force "+bengaliName
	s := referrals(3, data.English)
	s.Sender = from
	for name, made := range map[string]func() (*pdf.Document, []pdf.Warning, error){
		"plan":    func() (*pdf.Document, []pdf.Warning, error) { return pdf.ComposePlan(p, "NOD-7K3Q-92", from, "en") },
		"next":    func() (*pdf.Document, []pdf.Warning, error) { return pdf.ComposeNext(data.NextSteps{Letter: l}, "en") },
		"summary": func() (*pdf.Document, []pdf.Warning, error) { return pdf.ComposeSummary(s) },
		"figures": func() (*pdf.Document, []pdf.Warning, error) {
			return pdf.ComposeFigures(pdf.Figures{Stats: figures(), Sender: from, Made: madeOn}, data.English)
		},
	} {
		d, warnings, err := made()
		if err != nil || len(warnings) > 0 && name != "figures" { // these have an emoji of their own
			t.Fatalf("%s: %v, %v", name, warnings, err)
		}
		if len(shapedOps(d)) == 0 || len(warnings) == 0 && strings.Contains(text(d), "□") {
			t.Errorf("%s: nothing is shaped in %s", name, text(d))
		}
		if out := tool(t, file(t, d), "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// The same letter in three scripts is the same file, beside others too.
func TestShapedTextIsDrawnTheSameByMany(t *testing.T) {
	t.Parallel()
	want := file(t, compose(t, foreignLetter()))
	done := make(chan error)
	for range 2 {
		go func() {
			d, _, err := pdf.Compose(foreignLetter())
			if err == nil {
				var made []byte
				if made, err = d.PDF(); err == nil && !bytes.Equal(made, want) {
					err = fmt.Errorf("%d bytes differ", len(made))
				}
			}
			done <- err
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
