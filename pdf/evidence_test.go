package pdf_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
)

// flow is a letter that shows how pages are broken: rows is the length of the register of evidence, filler that of the
// text before the signature.
func flow(rows, filler int, kind data.LetterType, lang data.Language) data.Letter {
	l := fullLetter()
	l.Type = kind
	if lang == data.Welsh {
		l = inWelsh(l)
	}
	if kind == data.UpdateOrWithdrawal {
		l.Replaces = &data.EarlierLetter{Number: "NOD-7K3Q-92/0", Change: data.ChangeCorrection}
	}
	row := l.Evidence[1]
	l.Evidence = nil
	for i := range rows {
		row.Shows = fmt.Sprintf("row %d of the register, %d", i, i*i)
		l.Evidence = append(l.Evidence, row)
	}
	l.BasisNote = strings.Repeat("A word of why. ", filler)
	return l
}

// flowFault says what is wrong with the breaks between the pages of a letter, "" if nothing is.
func flowFault(d *pdf.Document, lang data.Language) string {
	t := assets.Lang(string(lang))
	lines, last := rowLines(d, t.T("letter.grounds.title"))
	for row, pages := range rows(d) {
		most := 15 // from here on a row is prose, and may part between its lines
		if row > last {
			most = 9 // so that a signature finds lines to stand below
		}
		if len(pages) > 1 && lines[row] < most {
			return fmt.Sprintf("row %d of %d lines stands on pages %v", row, lines[row], pages)
		}
	}
	closing, strip := t.T("letter.close.sincerely"), t.T("letter.strip.title")
	closings, strips := 0, 0
	for i := range d.Pages() {
		if what := outside(d.Ops(i)); what != "" {
			return fmt.Sprintf("page %d: %s", i+1, what)
		}
		if endsWithAHeading(d.Ops(i)) {
			return fmt.Sprintf("page %d ends with a heading", i+1)
		}
		body := bodyTexts(d.Ops(i))
		for at, text := range body {
			switch {
			case strings.HasPrefix(text, closing):
				if closings++; at < 2 {
					return fmt.Sprintf("the signature stands alone on page %d", i+1)
				}
			case strings.HasPrefix(text, strip):
				if strips++; closings != 1 || at < 4 {
					return fmt.Sprintf("the reply strip stands alone on page %d", i+1)
				}
			}
		}
		if pageSays(d, i, closing) != pageSays(d, i, "01632 960145") && !strings.Contains(strings.Join(body, " "), "01632 960145") {
			return fmt.Sprintf("the signature is parted on page %d", i+1)
		}
		if len(body) == 0 || i == d.Pages()-1 && strips != 1 {
			return fmt.Sprintf("page %d has no text, or the last no strip", i+1)
		}
	}
	if closings != 1 || strips != 1 {
		return fmt.Sprintf("%d signatures, %d strips", closings, strips)
	}
	return ""
}

// rowLines counts the lines of each table row, and returns the element of the heading that says title.
func rowLines(d *pdf.Document, title string) (lines map[int]int, heading int) {
	lines = map[int]int{}
	for i := range d.Pages() {
		var open []pdf.Op
		ys := map[int]map[float64]bool{}
		for _, op := range d.Ops(i) {
			switch op.Kind {
			case pdf.OpBegin:
				open = append(open, op)
			case pdf.OpEnd:
				open = open[:len(open)-1]
			case pdf.OpText:
				for _, o := range open {
					if o.Role == pdf.RoleRow {
						if ys[o.Node] == nil {
							ys[o.Node] = map[float64]bool{}
						}
						ys[o.Node][op.Y] = true
					}
					if o.Role == pdf.RoleHeading && op.Text == title {
						heading = o.Node
					}
				}
			}
		}
		for node, at := range ys {
			lines[node] += len(at)
		}
	}
	return lines, heading
}

// bodyTexts are the texts of a page that are no artifacts, in the order in which they are read.
func bodyTexts(ops []pdf.Op) []string {
	var texts []string
	var artifacts []bool
	for _, op := range ops {
		switch op.Kind {
		case pdf.OpBegin:
			artifacts = append(artifacts, op.Role == pdf.RoleArtifact)
		case pdf.OpEnd:
			artifacts = artifacts[:len(artifacts)-1]
		case pdf.OpText:
			if !slices.Contains(artifacts, true) {
				texts = append(texts, op.Text)
			}
		}
	}
	return texts
}

var letterTypes = []data.LetterType{data.NewReport, data.FurtherInformation, data.SupportNeeds, data.InformationOnly, data.UpdateOrWithdrawal}

// However long the register is and whatever kind of letter it is, no row is parted, no heading ends a page, the signature
// and the reply strip stay whole and stand below text, and nothing leaves the page.
func TestARegisterOfAnyLengthBreaksBetweenItsRows(t *testing.T) {
	t.Parallel()
	some := 0
	for _, kind := range letterTypes {
		for _, lang := range []data.Language{data.English, data.Welsh} {
			for _, size := range []float64{12, 14, 16} {
				some++
				for n, filler := range map[int]int{some % 7: some * 3 % 60, 7 + some*7%40: some * 11 % 60} {
					if what := flowFault(compose(t, flow(n, filler, kind, lang), pdf.Options{TextSize: size}), lang); what != "" {
						t.Errorf("%s, %s, %g points, %d rows, %d: %s", kind, lang, size, n, filler, what)
					}
				}
			}
		}
	}
	if what := flowFault(compose(t, flow(500, 4, data.NewReport, data.Welsh), pdf.Options{TextSize: 16}), data.Welsh); what != "" {
		t.Error(what)
	}
}

// FuzzPages breaks letters of any length into pages.
func FuzzPages(f *testing.F) {
	f.Add(uint16(0), uint16(0), uint8(0), uint8(0), false)
	f.Add(uint16(499), uint16(0), uint8(1), uint8(2), true)
	f.Add(uint16(3), uint16(55), uint8(4), uint8(1), true)
	f.Fuzz(func(t *testing.T, rows, filler uint16, kind, size uint8, welsh bool) {
		lang := data.English
		if welsh {
			lang = data.Welsh
		}
		l := flow(int(rows)%501, int(filler)%200, letterTypes[int(kind)%len(letterTypes)], lang)
		if what := flowFault(compose(t, l, pdf.Options{TextSize: float64(12 + 2*int(size%3))}), lang); what != "" {
			t.Fatal(what)
		}
	})
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
