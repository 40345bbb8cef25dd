package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"noddfa/ui/theme"
)

// tablePlan is where everything of a Table is at one width.
type tablePlan struct {
	columns []cell // of the head; none where the columns have no room beside each other
	head    float32
	lines   []tableLine
	height  float32
}

type tableLine struct {
	y, height float32
	words     []tableWords
}

// tableWords is a text at its place in a line.
type tableWords struct {
	text *Text
	cell
}

const tableGap = theme.Space16

// widths shares a width among the columns; nil where they have no room beside each other.
func (t *Table) widths(width float32) []float32 {
	letters := 0
	for _, c := range t.o.Columns {
		letters += c.Letters
	}
	room := width - 2*theme.Space12 - tableGap*float32(len(t.o.Columns)-1)
	if letters == 0 || room < float32(letters)*theme.Size(theme.BodyText)/2 {
		return nil
	}
	widths := make([]float32, len(t.o.Columns))
	for i, c := range t.o.Columns {
		widths[i] = room * float32(c.Letters) / float32(letters)
	}
	return widths
}

// layOut works out where everything is. It is asked often and changes nothing.
func (t *Table) layOut(width float32) tablePlan {
	p := tablePlan{}
	widths := t.widths(width)
	if widths != nil {
		x, high := theme.Space12, float32(0)
		for i, w := range widths {
			high = max(high, Fit(t.heads[i], w).Height)
			p.columns = append(p.columns, cell{fyne.NewPos(x, theme.Space4), fyne.NewSize(w, 0)})
			x += w + tableGap
		}
		for i := range p.columns {
			c := &p.columns[i]
			c.size.Height = Fit(t.heads[i], c.size.Width).Height
			c.at.Y += high - c.size.Height
		}
		p.head = high + 2*theme.Space4
	}
	y := p.head
	for i, row := range t.rows {
		line := row.beside(p.columns, t.o.Rows[i].Sum)
		if widths == nil {
			line = row.underEachOther(t.o.Columns, width)
		}
		line.y = y
		line.height += 2 * theme.Space8
		for i := range line.words {
			line.words[i].at.Y += y + theme.Space8
		}
		y += line.height
		p.lines = append(p.lines, line)
	}
	p.height = y
	return p
}

// beside lays the cells of a line under the heads of their columns. What adds up takes the room of the empty cells right
// of it.
func (r *tableRow) beside(columns []cell, sum bool) tableLine {
	var line tableLine
	for i, c := range columns {
		for n := i + 1; sum && n < len(columns) && r.text[n].Text() == ""; n++ {
			c.size.Width = columns[n].at.X + columns[n].size.Width - c.at.X
		}
		var y float32
		for _, text := range []*Text{r.text[i], r.more[i]} {
			if text.Text() == "" {
				continue
			}
			size := fyne.NewSize(c.size.Width, Fit(text, c.size.Width).Height)
			line.words = append(line.words, tableWords{text, cell{fyne.NewPos(c.at.X, y), size}})
			y += size.Height
		}
		line.height = max(line.height, y)
	}
	return line
}

// underEachOther lays the cells of a line under each other, each with the name of its column; amounts stand at the right of the
// first.
func (r *tableRow) underEachOther(columns []Column, width float32) tableLine {
	var line tableLine
	room := max(1, width-2*theme.Space12)
	first := room
	for i, c := range columns {
		if c.Trailing && i > 0 && r.told[i].Text() != "" {
			w := min(Fit(r.told[i], room).Width+1, room/2)
			size := fyne.NewSize(w, Fit(r.told[i], w).Height)
			line.words = append(line.words, tableWords{r.told[i], cell{fyne.NewPos(theme.Space12+room-w, 0), size}})
			line.height = max(line.height, size.Height)
			first = room - w - tableGap
		}
	}
	var y float32
	for i, c := range columns {
		texts := []*Text{r.told[i], r.more[i]}
		if c.Trailing && i > 0 {
			texts = texts[1:]
		}
		for _, text := range texts {
			if text.Text() == "" {
				continue
			}
			w := room
			if y == 0 {
				w = first
			}
			size := fyne.NewSize(w, Fit(text, w).Height)
			line.words = append(line.words, tableWords{text, cell{fyne.NewPos(theme.Space12, y), size}})
			y += size.Height
		}
	}
	line.height = max(line.height, y)
	return line
}

// CreateRenderer is for Fyne.
func (t *Table) CreateRenderer() fyne.WidgetRenderer {
	r := &tableRenderer{t: t, ring: newRing(), under: canvas.NewRectangle(nil)}
	for range t.rows {
		ground, line := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
		ground.CornerRadius = theme.Radius
		r.grounds, r.lines = append(r.grounds, ground), append(r.lines, line)
	}
	r.update(t.Size())
	return r
}

type tableRenderer struct {
	t              *Table
	under          *canvas.Rectangle // the line under the head
	grounds, lines []*canvas.Rectangle
	ring           ring
	objects        []fyne.CanvasObject
}

func (r *tableRenderer) update(size fyne.Size) {
	plan := r.t.layOut(size.Width)
	r.objects = r.objects[:0]
	if len(plan.columns) > 0 {
		for i, c := range plan.columns {
			place(r.t.heads[i], c.at, c.size)
			r.objects = append(r.objects, r.t.heads[i])
		}
		fill(r.under, theme.Border)
		place(r.under, fyne.NewPos(theme.Space12, plan.head-theme.HairWidth), fyne.NewSize(max(1, size.Width-2*theme.Space12), theme.HairWidth))
		r.objects = append(r.objects, r.under)
	}
	r.ring.show(false, theme.Focus)
	for i, line := range plan.lines {
		at, whole := fyne.NewPos(0, line.y), fyne.NewSize(size.Width, line.height)
		r.ground(i, at, whole)
		for _, w := range line.words {
			place(w.text, w.at, w.size)
			r.objects = append(r.objects, w.text)
		}
		if i == r.t.chosen && r.t.focused {
			r.ring.layout(at.AddXY(0, 1), whole.SubtractWidthHeight(0, 2), 0)
			r.ring.show(true, theme.Focus)
		}
	}
	r.objects = append(r.objects, r.ring.rect)
}

// ground is what a line stands on, and the line above it: stronger where it begins to add up.
func (r *tableRenderer) ground(i int, at fyne.Position, size fyne.Size) {
	ground, above := fyne.ThemeColorName(""), theme.Hairline
	switch {
	case i == r.t.chosen && r.t.focused:
		ground = theme.AccentSoft
	case i == r.t.pointed:
		ground = theme.Hover
	}
	rows := r.t.o.Rows
	if rows[i].Sum && i > 0 && !rows[i-1].Sum {
		above = theme.Border
	}
	fill(r.grounds[i], ground)
	place(r.grounds[i], at.AddXY(0, 1), size.SubtractWidthHeight(0, 2))
	fill(r.lines[i], above)
	place(r.lines[i], at.AddXY(theme.Space12, 0), fyne.NewSize(max(1, size.Width-2*theme.Space12), theme.HairWidth))
	r.objects = append(r.objects, r.grounds[i])
	if i > 0 {
		r.objects = append(r.objects, r.lines[i])
	}
}

func (r *tableRenderer) Layout(size fyne.Size) { r.update(size) }
func (r *tableRenderer) MinSize() fyne.Size    { return r.t.MinSize() }
func (r *tableRenderer) Refresh() {
	r.update(r.t.Size())
	canvas.Refresh(r.t)
}
func (r *tableRenderer) Destroy()                     {}
func (r *tableRenderer) Objects() []fyne.CanvasObject { return r.objects }
