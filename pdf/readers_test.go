package pdf_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/pdf"
)

// Three families of readers take every type of letter in both languages: in
// ordinary letters with pages of evidence, in large ones with none.
func TestEachReaderTakesEachLetter(t *testing.T) {
	t.Parallel()
	for _, kind := range data.LetterTypes() {
		for _, lang := range []data.Language{data.English, data.Welsh} {
			for size, rows := range map[float64]int{12: 40, 16: 0} {
				t.Run(fmt.Sprintf("%s in %s at %g", kind, lang, size), func(t *testing.T) {
					t.Parallel()
					taken(t, flow(rows, 4, kind, lang), size, rows)
				})
			}
		}
	}
	t.Run("five hundred rows", func(t *testing.T) {
		t.Parallel()
		taken(t, flow(500, 4, data.NewReport, data.English), 12, 500)
	})
}

// embedded matches what pdffonts says of embedding, of subsets and of Unicode.
var embedded = regexp.MustCompile(`yes (yes|no) +yes`)

func taken(t *testing.T, l data.Letter, size float64, rows int) {
	t.Helper()
	d := compose(t, l, pdf.Options{TextSize: size})
	made := file(t, d)
	if out := tool(t, made, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Errorf("qpdf: %s", out)
	}
	fonts := strings.Split(strings.TrimSpace(tool(t, made, "pdffonts", "FILE")), "\n")
	if len(fonts) < 3 {
		t.Errorf("pdffonts finds no font: %s", fonts)
	}
	for _, line := range fonts[min(2, len(fonts)):] {
		// embedded, and with the letters that its glyphs stand for
		if !embedded.MatchString(line) {
			t.Errorf("pdffonts: %s", line)
		}
	}
	shows := l.Type != data.SupportNeeds && l.Type != data.UpdateOrWithdrawal
	for reader, text := range map[string]string{
		"pdftotext": tool(t, made, "pdftotext", "FILE", "-"),
		"mutool":    complaint(t, tool(t, made, "mutool", "draw", "-F", "text", "-o", "-", "FILE")),
	} {
		words := strings.Join(strings.Fields(text), " ")
		wanted := []string{l.Number}
		if shows && rows > 0 {
			wanted = append(wanted, fmt.Sprintf("row %d of the register", 0), fmt.Sprintf("row %d of the register", rows-1))
		}
		for _, want := range wanted {
			if !strings.Contains(words, want) {
				t.Errorf("%s does not find %q", reader, want)
			}
		}
	}
}

// complaint fails where a reader had to mend something; what it says of itself
// is left out.
func complaint(t *testing.T, out string) string {
	t.Helper()
	var text []string
	for line := range strings.Lines(out) {
		switch {
		case strings.Contains(line, "ICC support is not available"):
		case strings.HasPrefix(line, "warning:"), strings.HasPrefix(line, "error:"):
			t.Errorf("mutool: %s", line)
		default:
			text = append(text, line)
		}
	}
	return strings.Join(text, "")
}
