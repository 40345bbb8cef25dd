package pdf_test

import (
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/pdf"
)

// A reader that cannot see the page hears its headings, tables and lists in their order.
func TestAScreenReaderFollowsTheLetter(t *testing.T) {
	t.Parallel()
	both := inWelsh(shortLetter())
	both.Bilingual = true
	long := samples()["long"]
	for name, c := range map[string]struct {
		letter data.Letter
		order  []string
	}{
		"full": {fullLetter(), []string{
			"Document", "P (block)", "H1 (block)", "Online blackmail: a new report, shared with consent", "Sect", "H2 (block)", "Read this first", "Table", "TR", "TH", "Danger now", "TD", "Not known",
			"What we ask you to do", "L (block)", "LI (block)", "Key facts", "Siân Ŵyn-Pryce", "What has happened", "TH", "When", "TD", "Suspected person", "Evidence", "Yours sincerely", "Reply strip",
		}},
		"both": {both, []string{"Document", "Blacmel ar-lein", "Darllenwch hwn yn gyntaf", "Online blackmail", "Read this first"}},
		"long": {long, []string{"H1 (block)", "What has happened", "Yours sincerely"}},
	} {
		d := compose(t, c.letter)
		made := file(t, d)
		info := tool(t, made, "pdfinfo", "FILE")
		if !strings.Contains(info, "Tagged:          yes") || !strings.Contains(info, "PDF version:     1.7") {
			t.Errorf("%s: %s", name, info)
		}
		tree := tool(t, made, "pdfinfo", "-struct-text", "FILE")
		rest := tree
		for _, want := range c.order {
			at := strings.Index(rest, want)
			if at < 0 {
				t.Fatalf("%s: no %q in its place in %s", name, want, tree)
			}
			rest = rest[at+len(want):]
		}
		for _, never := range []string{"Page 1 of", "CONFIDENTIAL", "reached you by mistake"} {
			if strings.Contains(tree, never) {
				t.Errorf("%s: %q is read as text", name, never)
			}
		}
		for i := range d.Pages() {
			for _, line := range strings.Split(d.Text(i), "\n") {
				word := strings.Fields(line)
				if len(word) > 2 && !strings.Contains(line, "\t") && strings.Contains(line, "consented") && !strings.Contains(tree, word[0]) {
					t.Errorf("%s: %q is not in the structure", name, line)
				}
			}
		}
		if out := tool(t, made, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", name, out)
		}
		closed, err := pdf.Protect(made, "a-b")
		if err != nil {
			t.Fatal(err)
		}
		if got := tool(t, closed, "pdfinfo", "-upw", "a-b", "-struct-text", "FILE"); got != tree {
			t.Errorf("%s: a protected letter has another structure", name)
		}
	}
}

func TestTheEnvelopeSheetShowsTheWindowAndNothingElseInIt(t *testing.T) {
	t.Parallel()
	for window, area := range map[data.Window]pdf.Area{data.WindowDL: {X0: 10, Y0: 46, X1: 110, Y1: 92}, data.WindowNotify: {X0: 24.6, Y0: 39.5, X1: 120, Y1: 66.3}} {
		for _, lang := range []string{"en", "cy"} {
			d, err := pdf.ComposeEnvelopeTest(sender(), window, lang)
			if err != nil {
				t.Fatal(err)
			}
			lines := 0
			for _, op := range d.Ops(0) {
				if op.Kind != pdf.OpText || op.X >= area.X1 || op.X+op.W <= area.X0 || op.Y <= area.Y0 || op.Y-op.Size*0.25 >= area.Y1 {
					continue
				}
				lines++
				if op.X != 25 || op.X+op.W > area.X1 || op.Y > area.Y1 {
					t.Errorf("%s: %q stands in the window at %.1f, %.1f", window, op.Text, op.X, op.Y)
				}
			}
			if lines != 6 || d.Pages() != 1 {
				t.Errorf("%s: %d lines in the window, %d pages", window, lines, d.Pages())
			}
			if out := tool(t, file(t, d), "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax") {
				t.Error(out)
			}
		}
	}
}

// Whatever the envelope, the window shows the address and nothing about the person.
func TestALetterForNotifysEnvelopeShowsOnlyTheAddress(t *testing.T) {
	t.Parallel()
	l := fullLetter()
	l.Window = data.WindowNotify
	for _, size := range []float64{12, 14, 16} {
		for _, op := range compose(t, l, pdf.Options{TextSize: size}).Ops(0) {
			if op.Kind == pdf.OpText && op.X < 120 && op.X+op.W > 24.6 && op.Y > 39.5 && op.Y-op.Size*0.25 < 66.3 && (op.X != 25 || op.X+op.W > 119.1) {
				t.Errorf("at %g: %q stands in the window", size, op.Text)
			}
		}
	}
}
