package pdf

import "slices"

// A column is a title and a share of the width.
type column struct {
	title string
	share float64
}

// A tableRow has a cell for each column, and a note below them over the whole
// width, which may be "". Where it is headed, its first cell says what the
// others are about.
type tableRow struct {
	cells  [][]span
	note   string
	headed bool
}

const (
	cellPad    = 1.6   // mm left and right of a cell's text
	cellTop    = 1.0   // mm above and below
	tallestRow = 180.0 // mm; only a row taller than that is parted
	smallTable = 42.0  // mm; up to this a table stays on one page
)

// table sets rows under a tinted head that is printed again on each page. A
// column without any text is left out. Where the columns have no room, each row
// becomes a list of labels and values.
func (s *setter) table(columns []column, rows []tableRow) {
	if len(rows) == 0 {
		return
	}
	columns, rows = withoutEmpty(columns, rows)
	widths, ok := s.columnWidths(columns, rows)
	if !ok {
		s.stacked(columns, rows)
		return
	}
	first := len(s.slabs)
	head := s.headRow(columns, widths)
	s.add(head)
	for _, r := range rows {
		slabs := s.bodyRow(r, widths)
		for i := range slabs {
			slabs[i].head = &head
		}
		s.add(slabs...)
	}
	if groupHeight(s.slabs[first:], true) <= smallTable {
		keepTogether(s.slabs[first:])
	}
	s.tag(RoleTable, s.slabs[first:])
}

func withoutEmpty(columns []column, rows []tableRow) ([]column, []tableRow) {
	used := make([]bool, len(columns))
	for _, r := range rows {
		for i, c := range r.cells {
			used[i] = used[i] || slices.ContainsFunc(c, func(s span) bool { return s.text != "" })
		}
	}
	if !slices.Contains(used, true) { // notes alone
		used[0] = true
	}
	keptRows := make([]tableRow, len(rows))
	for i, r := range rows {
		keptRows[i] = tableRow{cells: keep(r.cells, used), note: r.note, headed: r.headed && used[0]}
	}
	return keep(columns, used), keptRows
}

func keep[T any](all []T, used []bool) []T {
	var kept []T
	for i, v := range all {
		if used[i] {
			kept = append(kept, v)
		}
	}
	return kept
}

// columnWidths shares the measure out. No column is narrower than its longest
// word, as long as that word is not unreasonable. It fails where the words have
// no room beside each other.
func (s *setter) columnWidths(columns []column, rows []tableRow) ([]float64, bool) {
	least := make([]float64, len(columns))
	total := 0.0
	for i, c := range columns {
		least[i] = widest(strong(c.title), s.sheet.cell.size)
		cap := max(least[i], measure*0.24)
		for _, r := range rows {
			least[i] = max(least[i], min(cap, widest(r.cells[i], s.sheet.cell.size)))
		}
		least[i] += 2*cellPad + 0.1
		total += least[i]
	}
	if total > measure {
		return nil, false
	}
	return shareOut(columns, least, s.mostWidths(columns, rows)), true
}

// mostWidths is how wide each column would be without breaking a line.
func (s *setter) mostWidths(columns []column, rows []tableRow) []float64 {
	most := make([]float64, len(columns))
	for i, c := range columns {
		most[i] = longest(strong(c.title), s.sheet.cell.size)
		for _, r := range rows {
			most[i] = max(most[i], longest(r.cells[i], s.sheet.cell.size))
		}
		most[i] += 2*cellPad + 0.1
	}
	return most
}

// shareOut divides the measure by the columns' shares. No column gets less than
// it must have; what a column has no use for goes to the others.
func shareOut(columns []column, least, most []float64) []float64 {
	widths := make([]float64, len(columns))
	fixed := make([]bool, len(columns))
	free, shares := measure, 0.0
	for _, c := range columns {
		shares += c.share
	}
	settle := func(wants func(i int, share float64) (float64, bool)) {
		for again := true; again; {
			again = false
			for i, c := range columns {
				if fixed[i] {
					continue
				}
				if width, ok := wants(i, free*c.share/shares); ok {
					widths[i], fixed[i], again = width, true, true
					free -= width
					shares -= c.share
				}
			}
		}
	}
	settle(func(i int, share float64) (float64, bool) { return least[i], share < least[i] })
	settle(func(i int, share float64) (float64, bool) {
		return most[i], share > most[i] && shares > columns[i].share
	})
	for i, c := range columns {
		if !fixed[i] {
			widths[i] = free * c.share / shares
		}
	}
	return widths
}

func (s *setter) headRow(columns []column, widths []float64) slab {
	cells := make([][]span, len(columns))
	for i, c := range columns {
		cells[i] = strong(c.title)
	}
	blocks, height := s.setCells(cells, widths)
	row := slab{height: height + 2*cellTop, keep: true, before: s.partGap() * 0.7}
	row.ops = within(Op{Kind: OpBegin, Role: RoleArtifact}, []Op{{Kind: OpRect, X: left, W: measure, H: row.height, Color: tint}})
	row.ops = append(row.ops, s.cellOps(func(int) Role { return RoleHead }, blocks, widths, 0, len(blocks)+1000)...)
	return s.tag(RoleRow, []slab{row})[0]
}

func (s *setter) setCells(cells [][]span, widths []float64) (blocks []textBlock, height float64) {
	for i, c := range cells {
		b := s.sheet.cell.set(c, widths[i]-2*cellPad)
		blocks = append(blocks, b)
		height = max(height, b.height())
	}
	return blocks, height
}

// cellOps draws the lines from up to before to of each cell; role says what the
// cell of a column is.
func (s *setter) cellOps(role func(column int) Role, blocks []textBlock, widths []float64, from, to int) []Op {
	var ops []Op
	x := left
	for i, b := range blocks {
		ops = append(ops, within(s.begin(role(i)), b.ops(from, to, x+cellPad, cellTop))...)
		x += widths[i]
	}
	return ops
}

// bodyRow is one slab, or several where the row alone is taller than most of a
// page.
func (s *setter) bodyRow(r tableRow, widths []float64) []slab {
	blocks, height := s.setCells(r.cells, widths)
	n := 0
	for _, b := range blocks {
		n = max(n, len(b.lines))
	}
	step := n
	if height > tallestRow {
		step = 8
	}
	role := func(column int) Role {
		if r.headed && column == 0 {
			return RoleHead
		}
		return RoleCell
	}
	var slabs []slab
	for from := 0; from < n; from += step {
		to := min(from+step, n)
		slabs = append(slabs, slab{
			height: float64(to-from)*s.sheet.cell.lead + cellTop,
			ops:    s.cellOps(role, blocks, widths, from, to),
		})
	}
	slabs = append(s.tag(RoleRow, slabs), s.tag(RoleRow, s.noteSlabs(r.note))...)
	if height <= tallestRow {
		slabs = []slab{merge(slabs)}
	}
	last := &slabs[len(slabs)-1]
	last.height += cellTop
	last.ops = append(last.ops, rule(0, last.height)...)
	return slabs
}

// noteSlabs set a note as cells over the whole width: a row of its own, which
// tags.go lets span the columns.
func (s *setter) noteSlabs(note string) []slab {
	if note == "" {
		return nil
	}
	st := s.sheet.cell
	st.size *= 0.88
	st.color = soft
	block := st.set(plain(note), measure-2*cellPad)
	step := 20
	var slabs []slab
	for from := 0; from < len(block.lines); from += step {
		to := min(from+step, len(block.lines))
		slabs = append(slabs, slab{
			height: float64(to-from) * st.lead,
			ops:    within(s.begin(RoleCell), block.ops(from, to, left+cellPad, 0.4)),
		})
	}
	return slabs
}

// merge makes one slab of several.
func merge(slabs []slab) slab {
	var all slab
	if len(slabs) > 0 {
		all.before = slabs[0].before
	}
	for i, s := range slabs {
		if i > 0 {
			all.height += s.before
		}
		for _, op := range s.ops {
			op.Y += all.height
			all.ops = append(all.ops, op)
		}
		all.height += s.height
	}
	return all
}

// rule is a hairline over the whole measure at y.
func rule(x, y float64) []Op {
	return within(Op{Kind: OpBegin, Role: RoleArtifact}, []Op{
		{Kind: OpLine, X: left + x, Y: y, W: measure - x, Stroke: 0.15, Color: hair},
	})
}

// stacked sets each row as labels and values: the form of a table for large
// print.
func (s *setter) stacked(columns []column, rows []tableRow) {
	for i, r := range rows {
		var facts []fact
		for j, c := range r.cells {
			if slices.ContainsFunc(c, func(s span) bool { return s.text != "" }) {
				facts = append(facts, fact{columns[j].title, c})
			}
		}
		first := len(s.slabs)
		s.facts(facts)
		for _, n := range s.noteSlabs(r.note) {
			n.ops[0].Role = RoleParagraph
			s.add(n)
		}
		slabs := s.slabs[first:]
		if len(slabs) == 0 {
			continue
		}
		slabs[0].before = s.paraGap()
		if len(slabs) <= 8 {
			keepTogether(slabs)
		}
		if i < len(rows)-1 {
			last := &slabs[len(slabs)-1]
			last.height += 1.5
			last.ops = append(last.ops, rule(0, last.height)...)
		}
	}
}
