package pdf_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"noddfa/data"
	"noddfa/pdf"
)

// documents are all documents that can leave, besides letters as they are sent.
func documents(t testing.TB, lang data.Language) map[string]*pdf.Document {
	t.Helper()
	all := map[string]*pdf.Document{}
	put := func(name string, d *pdf.Document, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name+" "+string(lang)] = d
	}
	warned := func(name string, d *pdf.Document, _ []pdf.Warning, err error) { t.Helper(); put(name, d, err) }
	l := fullLetter()
	if lang == data.Welsh {
		l = inWelsh(l)
	}
	d, w, err := pdf.ComposeFigures(pdf.Figures{Stats: figures(), Sender: sender(), Made: madeOn}, lang)
	warned("figures", d, w, err)
	d, w, err = pdf.ComposeSummary(referrals(25, lang))
	warned("summary of referrals", d, w, err)
	d, w, err = pdf.ComposePlan(plan(), "NOD-7K3Q-92", sender(), string(lang))
	warned("safety plan", d, w, err)
	d, w, err = pdf.ComposeNext(data.NextSteps{Letter: l, Nation: "Wales", Age: 15}, string(lang))
	warned("what happens next", d, w, err)
	d, w, err = pdf.Compose(l.CopyForPerson())
	warned("copy that is safe to hold", d, w, err)
	d, err = pdf.ComposeKit(kit(), string(lang))
	put("recovery kit", d, err)
	d, err = pdf.ComposeEnvelopeTest(sender(), data.WindowDL, string(lang))
	put("envelope sheet", d, err)
	return all
}

// Whatever leaves is read out in order by a reader that cannot see it: title, language, headings, rows of tables with
// their heads, and no word that belongs to nothing.
func TestEveryPaperHasTheStructureThatAScreenReaderFollows(t *testing.T) {
	t.Parallel()
	for _, lang := range []data.Language{data.English, data.Welsh} {
		for name, d := range documents(t, lang) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				made := file(t, d)
				if out := tool(t, made, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
					t.Error(out)
				}
				info := tool(t, made, "pdfinfo", "FILE")
				if !regexp.MustCompile(`(?m)^Title:\s+`+regexp.QuoteMeta(d.Title())+`$`).MatchString(info) || !strings.Contains(info, "Tagged:          yes") {
					t.Errorf("it is called %q: %s", d.Title(), info)
				}
				if d.Language() != string(lang) || !bytes.Contains(made, fmt.Appendf(nil, "/Lang (%s)\n/ViewerPreferences <</DisplayDocTitle true>>", lang)) {
					t.Errorf("its language is not %s", lang)
				}
				nodes := heard(tool(t, made, "pdfinfo", "-struct-text", "FILE"))
				readInOrder(t, d, nodes)
				headed(t, nodes)
				rowsHaveHeads(t, nodes)
				nothingUntagged(t, made)
			})
		}
	}
}

// node is a line of the structure: a role, or words.
type node struct {
	depth      int
	role, text string
}

var roleLine = regexp.MustCompile(`^( *)(Document|Sect|H1|H2|P|Table|TR|TH|TD|L|LI|Lbl|LBody)( \(\w+\))?:?$`)

// heard parts what pdfinfo says of a structure.
func heard(tree string) (nodes []node) {
	for line := range strings.SplitSeq(tree, "\n") {
		if m := roleLine.FindStringSubmatch(line); m != nil {
			nodes = append(nodes, node{depth: len(m[1]), role: m[2]})
			continue
		}
		text := strings.TrimSpace(line)
		if text != "" && !strings.HasPrefix(text, "/") { // attributes
			nodes = append(nodes, node{depth: len(line) - len(strings.TrimLeft(line, " ")), text: strings.Trim(text, `"`)})
		}
	}
	return nodes
}

// together is a text without spaces and quotation marks.
func together(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '"' {
			return -1
		}
		return r
	}, text)
}

// readInOrder compares what is heard with what the layout says, artifacts apart.
func readInOrder(t *testing.T, d *pdf.Document, nodes []node) {
	t.Helper()
	var said, read strings.Builder
	for i := range d.Pages() {
		var open []pdf.Role
		for _, op := range d.Ops(i) {
			switch op.Kind {
			case pdf.OpBegin:
				open = append(open, op.Role)
			case pdf.OpEnd:
				open = open[:len(open)-1]
			case pdf.OpText:
				if !slices.Contains(open, pdf.RoleArtifact) {
					said.WriteString(together(op.Text))
				}
			}
		}
	}
	for _, n := range nodes {
		read.WriteString(together(n.text))
	}
	if said.String() != read.String() || said.Len() < 100 {
		t.Errorf("the page says\n%s\nand a screen reader\n%s", said.String(), read.String())
	}
}

// headed looks for one title, before all other headings, and something under each heading.
func headed(t *testing.T, nodes []node) {
	t.Helper()
	titles, parts := 0, 0
	for i, n := range nodes {
		switch n.role {
		case "H1":
			titles++
			if parts > 0 {
				t.Error("a heading comes before the title")
			}
		case "H2":
			parts++
			next := slices.IndexFunc(nodes[i+1:], func(n node) bool { return n.role != "" })
			if next < 0 || nodes[i+1+next].role == "H2" {
				t.Errorf("nothing stands under %q", nodes[i+1].text)
			}
		}
	}
	if titles != 1 {
		t.Errorf("%d titles", titles)
	}
}

// rowsHaveHeads looks in each table for a row of heads on top, or a head at the beginning of each row; and for rows of as
// many cells as the first, notes apart.
func rowsHaveHeads(t *testing.T, nodes []node) {
	t.Helper()
	for i, n := range nodes {
		if n.role != "Table" {
			continue
		}
		var rows []string
		for _, in := range nodes[i+1:] {
			if in.depth <= n.depth {
				break
			}
			switch in.role {
			case "TR":
				rows = append(rows, "")
			case "TH":
				rows[len(rows)-1] += "h"
			case "TD":
				rows[len(rows)-1] += "d"
			}
		}
		onTop := len(rows) > 0 && strings.Trim(rows[0], "h") == ""
		for _, row := range rows {
			if !onTop && (!strings.HasPrefix(row, "h") || !strings.Contains(row, "d")) || len(row) != len(rows[0]) && row != "d" {
				t.Errorf("a table has the rows %q", rows)
				break
			}
		}
	}
}

var (
	contentsOf = regexp.MustCompile(`/Contents (\d+) 0 R`)
	ofMarks    = regexp.MustCompile(`^(BDC|BMC|EMC)$`)
	paints     = regexp.MustCompile(`^(Tj|TJ|'|"|f\*?|F|B\*?|b\*?|S|s|Do|sh)$`)
)

// nothingUntagged looks in each page for something drawn that is neither part of the text nor marked as an artifact.
func nothingUntagged(t *testing.T, made []byte) {
	t.Helper()
	open := tool(t, made, "qpdf", "--qdf", "--object-streams=disable", "FILE", "-")
	pages := contentsOf.FindAllStringSubmatch(open, -1)
	for _, m := range pages {
		_, rest, _ := strings.Cut(open, "\n"+m[1]+" 0 obj\n")
		_, rest, _ = strings.Cut(rest, "stream\n")
		content, _, _ := strings.Cut(rest, "endstream")
		depth, drawn := 0, 0
		for _, token := range operators(content) {
			switch {
			case token == "EMC":
				depth--
			case ofMarks.MatchString(token):
				depth++
			case paints.MatchString(token):
				drawn++
				if depth < 1 {
					t.Fatalf("%s is drawn outside of every mark", token)
				}
			}
		}
		if depth != 0 || drawn == 0 {
			t.Errorf("%d marks are open at the end, %d things drawn", depth, drawn)
		}
	}
	if len(pages) == 0 {
		t.Error("no pages")
	}
}

// operators are the words of a page's content that are no texts.
func operators(content string) []string {
	var out strings.Builder
	for i := 0; i < len(content); i++ {
		if content[i] != '(' {
			out.WriteByte(content[i])
			continue
		}
		for depth := 0; i < len(content); i++ {
			switch content[i] {
			case '\\':
				i++
			case '(':
				depth++
			case ')':
				depth--
			}
			if depth == 0 {
				break
			}
		}
		out.WriteByte(' ')
	}
	return strings.FieldsFunc(out.String(), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("[]<>", r) })
}
