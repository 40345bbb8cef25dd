package pdf

import (
	"strconv"
	"strings"
)

// setter makes slabs of texts: the parts every document is made of.
type setter struct {
	flow
	sheet sheet
	loose bool // rows of labels and values part from shortFact lines on already
}

// lines makes a slab of each line of spans, so that at least two lines stay at
// the foot and at the top of a page.
func (s *setter) lines(st style, spans []span, x, width float64) []slab {
	block := st.set(spans, width)
	slabs := make([]slab, len(block.lines))
	for i := range block.lines {
		slabs[i] = slab{height: st.lead, ops: block.ops(i, i+1, x, 0), keep: i == 0 || i == len(block.lines)-2}
	}
	slabs[len(slabs)-1].keep = false
	return slabs
}

// heading stays with the two lines that follow it.
func (s *setter) heading(text string) {
	st := s.sheet.heading
	slabs := s.tag(RoleHeading, s.lines(st, strong(text), left, measure))
	slabs[0].before = st.lead * 0.95 * s.sheet.gap
	slabs[len(slabs)-1].height += st.lead * 0.22
	for i := range slabs {
		slabs[i].keep, slabs[i].title = true, true
	}
	s.add(slabs...)
}

// para is one paragraph; lines within it are ended by \n.
func (s *setter) para(spans ...span) {
	slabs := s.tag(RoleParagraph, s.lines(s.sheet.text, spans, left, measure))
	slabs[0].before = s.partGap()
	s.add(slabs...)
}

// partGap is the space above a paragraph or table: none behind a heading.
func (s *setter) partGap() float64 {
	if n := len(s.slabs); n > 0 && s.slabs[n-1].title {
		return 0
	}
	return s.paraGap()
}

func (s *setter) paraGap() float64 { return s.sheet.text.lead * 0.5 * s.sheet.gap }

// prose sets each line of a text as a paragraph.
func (s *setter) prose(text string) {
	for _, p := range paragraphs(text) {
		s.para(plain(p)...)
	}
}

// paragraphs parts a text at its line ends and drops what is empty.
func paragraphs(text string) []string {
	var parts []string
	for p := range strings.SplitSeq(text, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return parts
}

// list sets items behind numbers or points. A label stays with the first line
// of its item.
func (s *setter) list(items []string, numbered bool) {
	st := s.sheet.text
	indent := st.size * pointsToMM * 1.9
	first := len(s.slabs)
	for i, item := range items {
		label := "•"
		if numbered {
			label = strconv.Itoa(i+1) + "."
		}
		slabs := s.lines(st, plain(item), left+indent, measure-indent)
		mark := apartFromNext(st.lineOps(setLine(clustersOf(plain(label)), st.size, false), left, 0))
		slabs[0].ops = append(mark, slabs[0].ops...)
		slabs[0].before = st.lead * 0.18 * s.sheet.gap
		s.add(s.tag(RoleItem, slabs)...)
	}
	if len(s.slabs)-first <= shortList {
		keepTogether(s.slabs[first:])
	}
	s.tag(RoleList, s.slabs[first:])
}

const shortList = 8 // lines up to which a list stays on one page

// fact is a label and what belongs to it.
type fact struct {
	label string
	value []span
}

// facts sets labels and values in two columns. A row stays whole unless it is
// long.
func (s *setter) facts(rows []fact) {
	first := len(s.slabs)
	for _, r := range rows {
		slabs := s.factRow(r, left, s.labels(), measure)
		slabs[0].before = s.sheet.text.lead * 0.16 * s.sheet.gap
		s.add(slabs...)
	}
	s.tag(RoleTable, s.slabs[first:])
}

// labels is the width of the column of labels: one for the whole document, so
// that all values begin at one edge.
func (s *setter) labels() float64 { return min(43*s.sheet.text.size/12, measure*0.32) }

// longFact is the number of lines from which a row may part over two pages:
// above it are rows that somebody filled with prose. Before a signature a row
// parts sooner, so that the signature finds a few lines to stand below.
const longFact, shortFact = 15, 9

func (s *setter) factRow(r fact, x, labels, width float64) []slab {
	st := s.sheet.text
	label := st.set(strong(r.label), labels-3)
	value := st.set(r.value, width-labels)
	if n := len(label.lines); n > 0 && len(label.lines[n-1].runs) > 0 {
		runs := label.lines[n-1].runs
		runs[len(runs)-1].text += " "
	}
	n := max(len(label.lines), len(value.lines))
	step := n
	if n >= longFact || s.loose && n >= shortFact {
		step = 2
	}
	var slabs []slab
	for from := 0; from < n; from += step {
		to := min(from+step, n)
		if from+step < n && from+step*2 > n { // no single line alone
			to = n
		}
		var ops []Op
		ops = append(ops, within(s.begin(RoleHead), label.ops(from, to, x, 0))...)
		ops = append(ops, within(s.begin(RoleCell), value.ops(from, to, x+labels, 0))...)
		slabs = append(slabs, slab{height: float64(to-from) * st.lead, ops: ops})
		if to == n {
			break
		}
	}
	return s.tag(RoleRow, slabs)
}

// within closes what begin opens around ops.
func within(begin Op, ops []Op) []Op {
	return append(append([]Op{begin}, ops...), end())
}
