package pdf_test

import (
	"fmt"
	"testing"

	"noddfa/data"
	"noddfa/pdf"
)

// However long the register is, no row is parted, no heading ends a page, the signature stays whole, and nothing
// leaves the page.
func TestARegisterOfAnyLengthBreaksBetweenItsRows(t *testing.T) {
	t.Parallel()
	for _, size := range []float64{12, 14, 16} {
		for _, n := range []int{0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 500} {
			if n == 500 && size != 16 {
				continue // one size is enough for the longest
			}
			l := fullLetter()
			row := l.Evidence[1]
			l.Evidence = nil
			for i := range n {
				row.Shows = fmt.Sprintf("row %d of the register, %d", i, i*i)
				l.Evidence = append(l.Evidence, row)
			}
			d := compose(t, l, pdf.Options{TextSize: size})
			where := fmt.Sprintf("%d rows at %g points", n, size)
			for row, pages := range rows(d) {
				if len(pages) > 1 {
					t.Errorf("%s: row %d stands on pages %v", where, row, pages)
				}
			}
			signed := 0
			for i := range d.Pages() {
				if what := outside(d.Ops(i)); what != "" {
					t.Errorf("%s: page %d: %s", where, i+1, what)
				}
				if endsWithAHeading(d.Ops(i)) {
					t.Errorf("%s: page %d ends with a heading", where, i+1)
				}
				if has := pageSays(d, i, "Yours sincerely"); has != pageSays(d, i, "Direct line") {
					t.Errorf("%s: the signature is parted on page %d", where, i+1)
				} else if has {
					signed++
				}
			}
			if signed != 1 {
				t.Errorf("%s: signed %d times", where, signed)
			}
		}
	}
}

func pageSays(d *pdf.Document, page int, text string) bool {
	for _, op := range d.Ops(page) {
		if op.Kind == pdf.OpText && len(op.Text) >= len(text) && op.Text[:len(text)] == text {
			return true
		}
	}
	return false
}

// endsWithAHeading reports whether the lowest text of a page, besides its foot, is a heading.
func endsWithAHeading(ops []pdf.Op) bool {
	var roles []pdf.Role
	lastHeading, lastText := 0.0, 0.0
	for _, op := range ops {
		switch op.Kind {
		case pdf.OpBegin:
			roles = append(roles, op.Role)
		case pdf.OpEnd:
			roles = roles[:len(roles)-1]
		case pdf.OpText:
			artifact, heading := false, false
			for _, r := range roles {
				artifact, heading = artifact || r == pdf.RoleArtifact, heading || r == pdf.RoleHeading
			}
			switch {
			case artifact:
			case heading:
				lastHeading = max(lastHeading, op.Y)
			default:
				lastText = max(lastText, op.Y)
			}
		}
	}
	return lastHeading > lastText
}

// A bilingual letter says all of it twice, in the same size, Welsh first.
func TestABilingualLetterIsWelshFirstAndEqual(t *testing.T) {
	t.Parallel()
	l := inWelsh(fullLetter())
	l.Author.Role = "Gweithiwr achos"
	l.Bilingual = true
	d := compose(t, l)
	welsh, english := compose(t, onlyIn(l, data.Welsh)), compose(t, onlyIn(l, data.English))
	if d.Pages() != welsh.Pages()+english.Pages() {
		t.Fatalf("%d pages of %d and %d", d.Pages(), welsh.Pages(), english.Pages())
	}
	sizes := func(doc *pdf.Document, from, to int) map[float64]bool {
		all := map[float64]bool{}
		for i := from; i < to; i++ {
			for _, op := range doc.Ops(i) {
				if op.Kind == pdf.OpText {
					all[op.Size] = true
				}
			}
		}
		return all
	}
	first, second := sizes(d, 0, welsh.Pages()), sizes(d, welsh.Pages(), d.Pages())
	if fmt.Sprint(first) != fmt.Sprint(second) {
		t.Errorf("sizes %v and %v", first, second)
	}
	if !pageSays(d, 0, "Heddlu De Cymru") || !pageSays(d, welsh.Pages(), "South Wales Police") {
		t.Error("the force is not named in each language")
	}
	last := fmt.Sprintf("Page %d of %d", d.Pages(), d.Pages())
	if !pageSays(d, 0, fmt.Sprintf("Tudalen 1 o %d", d.Pages())) || !pageSays(d, d.Pages()-1, last) {
		t.Error("the pages are not counted through")
	}
}

func onlyIn(l data.Letter, lang data.Language) data.Letter {
	l.Language, l.Bilingual = lang, false
	return l
}
