package pdf_test

import (
	"strings"
	"testing"

	"noddfa/pdf"
)

// linesOf returns the lines in which a summary is set at 12 points.
func linesOf(t *testing.T, summary string) []string {
	t.Helper()
	l := shortLetter()
	l.Summary = summary
	d := compose(t, l)
	var lines []string
	for i := range d.Pages() {
		in, y := false, 0.0
		for _, op := range d.Ops(i) {
			switch {
			case op.Kind == pdf.OpText && op.Text == "What has happened":
				in = true
			case op.Kind == pdf.OpText && strings.HasPrefix(op.Text, "Consent, legal"):
				in = false
			case op.Kind == pdf.OpText && in && op.X >= 25 && op.Size == 12:
				if op.Y == y {
					lines[len(lines)-1] += op.Text
				} else {
					lines = append(lines, op.Text)
				}
				y = op.Y
			}
		}
	}
	return lines
}

func TestLinesBreakWhereAReaderExpects(t *testing.T) {
	filler := strings.Repeat("x", 60)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"behind a space, which stays for searches", filler + " " + filler, []string{filler + " ", filler}},
		{"not at a no-break space", filler + " 01632\u00a0960123 " + filler, []string{filler + " 01632 960123 ", filler}},
		{"not inside a telephone number", filler + "xxxxxxxxxx 01632 960 123", []string{filler + "xxxxxxxxxx ", "01632 960 123"}},
		{"behind the hyphen of a long word", filler + " aaaaaaaaaaaa-bbbbbbbbbbbb", []string{filler + " aaaaaaaaaaaa-", "bbbbbbbbbbbb"}},
		{"not behind the hyphen of a short word", filler + "xxxxxxxxxxxx self-harm", []string{filler + "xxxxxxxxxxxx ", "self-harm"}},
		{"not before a mark", strings.Repeat("ẹ\u0300", 90), nil},
		{"a space at the end of a full line takes no room", filler + "                " + "y", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := linesOf(t, c.text)
			if c.want != nil && strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("%q, wanted %q", got, c.want)
			}
			for _, line := range got {
				if strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\u0300") {
					t.Errorf("a line begins with %q", line[:1])
				}
			}
			if c.want == nil && len(got) == 0 {
				t.Error("no lines")
			}
		})
	}
}

// A word longer than the line is broken, and nothing of it is lost.
func TestLongWordsAreBrokenWhole(t *testing.T) {
	word := strings.Repeat("Llanfairpwllgwyngyll", 30)
	got := linesOf(t, word)
	if strings.Join(got, "") != word || len(got) < 5 {
		t.Errorf("%d lines: %q", len(got), got)
	}
}

// A letter the first face lacks comes from the second, in the same line.
func TestEachLetterComesFromAFaceThatHasIt(t *testing.T) {
	l := shortLetter()
	l.Person.Name = "Nguyễn Олена Ŵyn"
	faces := map[string]pdf.Face{}
	for _, op := range compose(t, l).Ops(0) {
		for _, part := range []string{"Nguy", "ễ", "Олена", "Ŵyn"} {
			if op.Kind == pdf.OpText && strings.Contains(op.Text, part) {
				faces[part] = op.Face
			}
		}
	}
	for part, want := range map[string]pdf.Face{"Nguy": pdf.Bold, "ễ": pdf.FallbackBold, "Олена": pdf.FallbackBold, "Ŵyn": pdf.Bold} {
		if got, ok := faces[part]; !ok || got != want {
			t.Errorf("%q is set in face %d, wanted %d", part, got, want)
		}
	}
}
