package pdf

import (
	"strconv"

	"noddfa/data"
)

// chart draws a table of the figures as bars with the operations of every other
// page, so that the screen and the paper show one picture. The table stands
// below it: to a reader that cannot see it the chart is nothing.
type chart struct {
	words
	table data.FigureTable
	sheet sheet
}

// The inks of the two series; they read apart in black and white.
var chartInks = [2]Color{brand, amber}

const (
	chartHeight = 46.0 // mm of the highest upright bar
	chartLabel  = 0.34 // of the measure, for the labels of lying bars
	chartNumber = 16.0 // mm for the number behind a lying bar
)

// most is the largest number, at least 1.
func (c chart) most() float64 {
	most := 1
	for _, r := range c.table.Rows {
		for _, n := range r.Bars {
			most = max(most, n)
		}
	}
	return float64(most)
}

// legend says which ink is which, where there are two.
func (c chart) legend() []slab {
	if len(c.table.Rows[0].Bars) < 2 {
		return nil
	}
	st := c.sheet.cell
	var ops []Op
	x := left
	for i, title := range c.table.Columns[1:3] {
		l := setLine(clustersOf(plain(title)), st.size, false)
		ops = append(ops, Op{Kind: OpRect, X: x, Y: st.lead * 0.25, W: 4, H: st.lead * 0.5, Color: chartInks[i]})
		ops = append(ops, st.lineOps(l, x+5.5, 0)...)
		x += 5.5 + l.width + 8
	}
	return []slab{{height: st.lead + 1.5, keep: true, ops: artifact(ops...)}}
}

// lying sets a bar for each row, its label before it and its number behind it.
// A number that is hidden has a dash in the place of its bar.
func (c chart) lying() []slab {
	slabs := c.legend()
	st := c.sheet.cell
	labels := measure * chartLabel
	scale := (measure - labels - chartNumber) / c.most()
	for _, r := range c.table.Rows {
		label, _ := fitLine(r.Label, false, st.size, labels-3)
		thick := st.lead * 0.72 / float64(len(r.Bars))
		ops := st.lineOps(label, left, 0)
		for i, n := range r.Bars {
			y := st.lead*0.14 + float64(i)*thick
			number, width := strconv.Itoa(n), float64(n)*scale
			if n < 0 {
				number, width = "–", 0
			}
			if width > 0 {
				ops = append(ops, Op{Kind: OpRect, X: left + labels, Y: y, W: width, H: thick * 0.92, Color: chartInks[i]})
			}
			if small := st; len(r.Bars) == 1 || n != 0 {
				if len(r.Bars) > 1 {
					small = newStyle(st.size*0.72, 1, ink)
				}
				l := setLine(clustersOf(plain(number)), small.size, false)
				ops = append(ops, small.lineOps(l, left+labels+width+1.5, y+thick/2-small.lead/2)...)
			}
		}
		slabs = append(slabs, slab{height: st.lead * 1.12, keep: true, ops: artifact(ops...)})
	}
	slabs[len(slabs)-1].height += 2
	return slabs
}

// upright sets the rows beside each other over time, with a line at the top
// that says what its height means.
func (c chart) upright() []slab {
	st := newStyle(max(8.5, c.sheet.small.size), 1.2, soft)
	most, rows := c.most(), c.table.Rows
	top := st.lead + 1
	base := top + chartHeight
	step := measure / float64(len(rows))
	ops := []Op{{Kind: OpLine, X: left, Y: base, W: measure, Stroke: 0.2, Color: soft}, {Kind: OpLine, X: left, Y: top, W: measure, Stroke: 0.15, Dash: 1, Color: hair}}
	ops = append(ops, st.lineOps(setLine(clustersOf(plain(strconv.Itoa(int(most)))), st.size, false), left, 0)...)
	for i, r := range rows {
		x := left + float64(i)*step
		thick := step * 0.8 / float64(len(r.Bars))
		for j, n := range r.Bars {
			at := x + step*0.1 + float64(j)*thick
			switch height := float64(n) / most * chartHeight; {
			case n > 0:
				ops = append(ops, Op{Kind: OpRect, X: at, Y: base - height, W: thick * 0.94, H: height, Color: chartInks[j]})
			case n < 0:
				ops = append(ops, Op{Kind: OpLine, X: at, Y: base - 1, W: thick * 0.94, Stroke: 0.4, Dash: 0.5, Color: chartInks[j]})
			}
		}
	}
	first, last := c.mark(st, rows[0].Label), c.mark(st, rows[len(rows)-1].Label)
	ops = append(ops, st.lineOps(first, left, base+0.6)...)
	if len(rows) > 1 && first.width+last.width+4 < measure {
		ops = append(ops, st.lineOps(last, right-last.width, base+0.6)...)
	}
	return append(c.legend(), slab{height: base + st.lead + 3, keep: true, ops: artifact(ops...)})
}

func (c chart) mark(st style, label string) line {
	return setLine(clustersOf(plain(label)), st.size, false)
}
