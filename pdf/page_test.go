package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/pdf"
)

func TestNothingLiesOutsideThePage(t *testing.T) {
	eachSample(t, func(t *testing.T, _ data.Letter, d *pdf.Document) {
		for i := range d.Pages() {
			if what := outside(d.Ops(i)); what != "" {
				t.Errorf("page %d: %s", i+1, what)
			}
		}
	})
}

// A window envelope shows x 10 to 110, y 46 to 92: only the address stands
// there, and nothing about the person stands above 95 mm anywhere.
func TestTheEnvelopeShowsNothingButTheAddress(t *testing.T) {
	eachSample(t, func(t *testing.T, l data.Letter, d *pdf.Document) {
		above := ""
		for _, op := range d.Ops(0) {
			if op.Kind != pdf.OpText || op.Turn != 0 || op.Y >= 95 {
				continue
			}
			above += op.Text + "\n"
			if inWindow := op.X < 110 && op.X+op.W > 10 && op.Y > 46; inWindow && (op.X != 25 && op.X < 99 || op.Y < 57 || op.Y > 81.5) {
				t.Errorf("%q stands in the window at %.1f, %.1f", op.Text, op.X, op.Y)
			}
		}
		p := l.Person
		for _, private := range []string{p.Name, p.OtherNames, p.Address, l.Summary, l.Wishes} {
			if private != "" && strings.Contains(above, private) {
				t.Errorf("%q can be read without opening the letter", private)
			}
		}
		if l.Person.Name != "" && !strings.Contains(text(d), l.Person.Name) {
			t.Error("the name is not in the letter at all")
		}
	})
}

func TestNoTextStandsOnOtherText(t *testing.T) {
	type area struct {
		x0, x1, y0, y1 float64
		text           string
	}
	eachSample(t, func(t *testing.T, _ data.Letter, d *pdf.Document) {
		for i := range d.Pages() {
			var areas []area
			for _, op := range d.Ops(i) {
				if op.Kind != pdf.OpText || op.Turn != 0 || strings.TrimSpace(op.Text) == "" {
					continue
				}
				em := op.Size * 25.4 / 72
				a := area{op.X + 0.1, op.X + op.W - 0.1, op.Y - em*0.68, op.Y + em*0.18, op.Text}
				for _, b := range areas {
					if a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1 {
						t.Fatalf("page %d: %q stands on %q", i+1, a.text, b.text)
					}
				}
				areas = append(areas, a)
			}
		}
	})
}

func TestEveryPageCountsThePages(t *testing.T) {
	eachSample(t, func(t *testing.T, l data.Letter, d *pdf.Document) {
		for i := range d.Pages() {
			want := fmt.Sprintf("Page %d of %d", i+1, d.Pages())
			if l.Language == data.Welsh {
				want = fmt.Sprintf("Tudalen %d o %d", i+1, d.Pages())
			}
			if !strings.Contains(d.Text(i), want) {
				t.Errorf("page %d does not say %q", i+1, want)
			}
		}
	})
}

func TestStructureIsBalancedOnEveryPage(t *testing.T) {
	eachSample(t, func(t *testing.T, _ data.Letter, d *pdf.Document) {
		for i := range d.Pages() {
			open := 0
			for _, op := range d.Ops(i) {
				switch op.Kind {
				case pdf.OpBegin:
					open++
				case pdf.OpEnd:
					open--
				case pdf.OpText, pdf.OpRect, pdf.OpLine:
					if open == 0 {
						t.Fatalf("page %d: %q belongs to nothing", i+1, op.Text)
					}
				}
				if open < 0 {
					t.Fatalf("page %d ends what it did not begin", i+1)
				}
			}
			if open != 0 {
				t.Errorf("page %d leaves %d elements open", i+1, open)
			}
		}
	})
}

// A heading is never the last thing on a page, and a page never begins with the
// last line of a table's head.
func TestHeadingsStayWithTheirText(t *testing.T) {
	eachSample(t, func(t *testing.T, _ data.Letter, d *pdf.Document) {
		for i := range d.Pages() {
			if endsWithAHeading(d.Ops(i)) {
				t.Errorf("page %d ends with a heading", i+1)
			}
		}
	})
}

func TestTableHeadsComeAgainOnEachPage(t *testing.T) {
	d := compose(t, samples()["long"])
	found := 0
	for i := range d.Pages() {
		events := strings.Count(d.Text(i), "WhatsApp within the hour")
		if events == 0 {
			continue
		}
		found++
		if !strings.Contains(d.Text(i), "What happened") {
			t.Errorf("page %d has events and no head above them", i+1)
		}
	}
	if found < 3 {
		t.Errorf("events on %d pages only: too few to show anything", found)
	}
}

// rows returns for each table row of the document the pages it stands on.
func rows(d *pdf.Document) map[int][]int {
	pages := map[int][]int{}
	for i := range d.Pages() {
		for _, op := range d.Ops(i) {
			if op.Kind == pdf.OpBegin && op.Role == pdf.RoleRow {
				pages[op.Node] = append(pages[op.Node], i)
			}
		}
	}
	return pages
}

func TestTableRowsAreNotParted(t *testing.T) {
	for _, size := range []float64{12, 14, 16} {
		all := rows(compose(t, samples()["long"], pdf.Options{TextSize: size}))
		if len(all) < 60 {
			t.Fatalf("%d rows: too few to show anything", len(all))
		}
		for row, pages := range all {
			if len(pages) > 1 {
				t.Errorf("at %g points row %d stands on pages %v", size, row, pages)
			}
		}
	}
}

func TestSignatureAndReplyStripStayWhole(t *testing.T) {
	eachSample(t, func(t *testing.T, l data.Letter, d *pdf.Document) {
		together := func(first, second string) {
			t.Helper()
			for i := range d.Pages() {
				if strings.Contains(d.Text(i), first) != strings.Contains(d.Text(i), second) {
					t.Errorf("page %d has one of %q and %q", i+1, first, second)
				}
			}
		}
		if l.Author.Name == "" {
			return
		}
		close, direct, reply, unit := "Yours ", "Direct line", "Reply strip", "Unit "
		if l.Language == data.Welsh {
			close, direct, reply, unit = "gywir\n", "Llinell uniongyrchol", "Stribed ateb", "Uned "
		}
		together(close, direct)
		together(reply, unit)
		last := d.Ops(d.Pages() - 1)
		for i, op := range last {
			if op.Kind == pdf.OpText && strings.HasPrefix(op.Text, strings.TrimSpace(reply)) {
				rest := ""
				for _, after := range last[i:] {
					rest += after.Text
				}
				if l.Person.Name != "" && strings.Contains(rest, l.Person.Name) {
					t.Error("the reply strip names the person")
				}
				return
			}
		}
		t.Error("the reply strip is not on the last page")
	})
}

func TestAFullLetterTakesFourPagesAndAShortOneTwo(t *testing.T) {
	for name, most := range map[string]int{"short": 2, "short Welsh": 2, "full": 4, "full Welsh": 4} {
		if got := compose(t, samples()[name]).Pages(); got > most {
			t.Errorf("%s: %d pages, wanted at most %d", name, got, most)
		}
	}
}

func TestTextGrowsWithTheOption(t *testing.T) {
	sizeOf := func(size float64) float64 {
		for _, op := range compose(t, shortLetter(), pdf.Options{TextSize: size}).Ops(0) {
			if strings.HasPrefix(op.Text, "Dear ") {
				return op.Size
			}
		}
		return 0
	}
	for asked, want := range map[float64]float64{0: 12, 12: 12, 14: 14, 16: 16} {
		if got := sizeOf(asked); got != want {
			t.Errorf("size %g gives text of %g points", asked, got)
		}
	}
	if _, _, err := pdf.Compose(shortLetter(), pdf.Options{TextSize: 9}); err == nil {
		t.Error("a size of 9 points was taken")
	}
}

func TestAPageThatIsNotThere(t *testing.T) {
	d := compose(t, shortLetter())
	for _, page := range []int{-1, d.Pages()} {
		if d.Text(page) != "" || d.Ops(page) != nil {
			t.Errorf("page %d has content", page)
		}
		if _, err := d.Page(page, 96); err == nil {
			t.Errorf("page %d was drawn", page)
		}
	}
	for _, dpi := range []float64{0, 19, 601, -96} {
		if _, err := d.Page(0, dpi); err == nil {
			t.Errorf("%g dots an inch were drawn", dpi)
		}
	}
}
