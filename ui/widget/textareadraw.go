package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

func innerPadding() float32 { return theme.Size(fynetheme.SizeNameInnerPadding) }
func inputBorder() float32  { return theme.Size(fynetheme.SizeNameInputBorder) }

// CreateRenderer is for Fyne.
func (a *TextArea) CreateRenderer() fyne.WidgetRenderer {
	r := &areaRenderer{a: a, box: canvas.NewRectangle(nil), border: canvas.NewRectangle(color.Transparent)}
	r.wheel = newEntryWheel(a, a.scroll)
	return r
}

// areaRenderer draws the box round the text.
type areaRenderer struct {
	a           *TextArea
	box, border *canvas.Rectangle
	wheel       *entryWheel
}

func (r *areaRenderer) Layout(size fyne.Size) {
	r.a.measure()
	r.colour()
	line := inputBorder()
	// Half a pixel less, so that the edge is not rounded out of the field.
	place(r.border, fyne.NewSquareOffsetPos(line/2), size.SubtractWidthHeight(line+.5, line+.5))
	place(r.box, fyne.NewSquareOffsetPos(line), size.SubtractWidthHeight(2*line, 2*line))
	r.a.ring.layout(fyne.NewPos(0, 0), size, 0)
	r.wheel.Resize(size)
	r.a.words.Narrow(r.a.room())
	place(r.a.scroll, fyne.NewPos(0, line), size.SubtractWidthHeight(theme.Space4, 2*line)) // its bar beside the ring
	r.a.settle()
	if r.a.focused {
		r.a.seeCaret()
	}
	r.a.page.draw()
}

func (r *areaRenderer) MinSize() fyne.Size { return r.a.MinSize() }

func (r *areaRenderer) Refresh() {
	r.Layout(r.a.Size())
	canvas.Refresh(r.a)
}

func (r *areaRenderer) colour() {
	a := r.a
	r.box.CornerRadius, r.border.CornerRadius, r.border.StrokeWidth = theme.Radius, theme.Radius, inputBorder()
	fill(r.box, fynetheme.ColorNameInputBackground)
	role := theme.WarmInk
	switch {
	case a.Disabled():
		r.border.StrokeColor = theme.Color(fynetheme.ColorNameDisabled)
	case a.focused:
		r.border.StrokeColor, role = theme.Color(fynetheme.ColorNamePrimary), theme.Focus
	default:
		r.border.StrokeColor = theme.Color(fynetheme.ColorNameInputBorder)
	}
	r.border.Refresh()
	a.ring.show((a.focused || a.wrong) && !a.Disabled(), role)
	a.page.showCaret(a.focused && !a.Disabled())
}

func (r *areaRenderer) Destroy() {}
func (r *areaRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.border, r.a.scroll, r.a.ring.rect, r.wheel}
}

// areaPage is the text in the scroll, as high as all rows. Of these it holds the ones in sight only.
type areaPage struct {
	widget.BaseWidget
	a     *TextArea
	marks []*canvas.Rectangle // under what is selected, one for each row in sight
	caret *canvas.Rectangle   // stays while the field has the keyboard: each blink would paint the whole window anew
	rows  []*canvas.Text      // row n is drawn by rows[n%len(rows)], so that most stay as they are when the text scrolls
}

func newAreaPage(a *TextArea) *areaPage {
	p := &areaPage{a: a, caret: canvas.NewRectangle(nil)}
	p.caret.Hide()
	p.ExtendBaseWidget(p)
	return p
}

func (p *areaPage) showCaret(on bool) {
	if !on {
		p.caret.Hide()
		return
	}
	fill(p.caret, fynetheme.ColorNamePrimary)
	p.caret.Show()
}

// top is where the first row begins.
func (p *areaPage) top() float32 { return innerPadding() - inputBorder() }

// MinSize is as high as all rows.
func (p *areaPage) MinSize() fyne.Size {
	rows := p.a.words.Rows()
	if p.a.words.Len() == 0 {
		rows = len(p.placeholder())
	}
	return fyne.NewSize(0, float32(rows)*p.a.face.glyph+2*p.top())
}

func (p *areaPage) placeholder() []string {
	if room := p.a.room(); room > 0 && p.a.o.Placeholder != "" {
		return wrapText(p.a.o.Placeholder, p.a.face, room)
	}
	return []string{p.a.o.Placeholder}
}

// rowAt returns the row at a place and how far from its beginning that is.
func (p *areaPage) rowAt(at fyne.Position) (row int, x float32) {
	row = int((at.Y - p.top()) / p.a.face.glyph)
	if at.Y < p.top() {
		row = 0
	}
	return row, at.X - innerPadding()
}

func (p *areaPage) rowPlace(row int) fyne.Position {
	return fyne.NewPos(innerPadding(), p.top()+float32(row)*p.a.face.glyph)
}

func (p *areaPage) caretPlace() (fyne.Position, fyne.Size) {
	x := p.a.words.CaretX()
	if room := p.a.room(); room > 0 {
		x = min(x, room) // spaces at the end of a row go on beyond it
	}
	return p.rowPlace(p.a.words.CaretRow()).AddXY(x-inputBorder()/2, 0), fyne.NewSize(inputBorder(), p.a.face.glyph)
}

// sight is the rows in sight.
func (p *areaPage) sight() (first, last int) {
	offset, height := p.a.scroll.Offset.Y-p.top(), p.a.scroll.Size().Height
	end := p.a.words.Rows() - 1
	return clamp(int(offset/p.a.face.glyph), end), clamp(int((offset+height)/p.a.face.glyph), end)
}

// draw shows the rows in sight. What shows the same as before is left alone.
func (p *areaPage) draw() {
	a := p.a
	if a.Size().Width <= 0 {
		return
	}
	first, last := p.sight()
	texts := make([]string, 0, last-first+1)
	ink := fynetheme.ColorNameForeground
	if a.words.Len() == 0 && a.o.Placeholder != "" {
		first, texts, ink = 0, p.placeholder(), fynetheme.ColorNamePlaceHolder
	} else {
		for row := first; row <= last; row++ {
			texts = append(texts, a.words.RowText(row))
		}
	}
	if a.Disabled() {
		ink = fynetheme.ColorNameDisabled
	}
	grown := p.grow(len(texts))
	for i := range p.rows {
		row := first + (i-first%len(p.rows)+len(p.rows))%len(p.rows) // the row that this object draws
		p.drawRow(p.rows[i], row, row-first, texts, theme.Color(ink))
		p.drawMark(p.marks[i], row, row-first < len(texts))
	}
	at, size := p.caretPlace()
	place(p.caret, at, size)
	if grown {
		canvas.Refresh(p)
	}
}

// grow has enough objects, and says whether there are more now.
func (p *areaPage) grow(rows int) bool {
	had := len(p.rows)
	for len(p.rows) < rows {
		p.rows = append(p.rows, canvas.NewText("", nil))
		mark := canvas.NewRectangle(nil)
		mark.Hide()
		p.marks = append(p.marks, mark)
	}
	return len(p.rows) > had
}

func (p *areaPage) drawRow(t *canvas.Text, row, i int, texts []string, ink color.Color) {
	words := ""
	if i < len(texts) {
		words = texts[i]
	}
	if t.Text != words || t.Color != ink || t.TextSize != p.a.face.size {
		t.Text, t.Color, t.TextSize, t.TextStyle = words, ink, p.a.face.size, p.a.face.style
		t.Refresh()
	}
	if at := p.rowPlace(row); t.Position() != at {
		t.Move(at)
	}
	if size := fyne.NewSize(p.a.room(), p.a.face.glyph); t.Size() != size {
		t.Resize(size)
	}
}

// breakWidth is how wide the break at the end of a line is shown where it is selected.
const breakWidth = theme.Space4

func (p *areaPage) drawMark(m *canvas.Rectangle, row int, shown bool) {
	var x0, x1 float32
	if from, to := p.a.words.Selection(); shown && from != to && p.a.focused {
		var lineBreak bool
		if x0, x1, lineBreak = p.a.words.SpanOf(row); lineBreak {
			x1 += breakWidth
		}
	}
	if x1 <= x0 {
		if m.Visible() {
			m.Hide()
		}
		return
	}
	if tint := theme.Color(fynetheme.ColorNameSelection); m.FillColor != tint {
		m.FillColor = tint
		m.Refresh()
	}
	place(m, p.rowPlace(row).AddXY(x0, 0), fyne.NewSize(x1-x0, p.a.face.glyph))
	m.Show()
}

// Dragged selects up to the pointer. It is here because the scroll would take it, to move the text.
func (p *areaPage) Dragged(ev *fyne.DragEvent) { p.a.dragged(ev.Position) }

// DragEnd is for Fyne.
func (p *areaPage) DragEnd() {}

// CreateRenderer is for Fyne.
func (p *areaPage) CreateRenderer() fyne.WidgetRenderer { return &areaPageRenderer{p} }

type areaPageRenderer struct{ p *areaPage }

func (r *areaPageRenderer) Layout(fyne.Size)   {}
func (r *areaPageRenderer) MinSize() fyne.Size { return r.p.MinSize() }
func (r *areaPageRenderer) Refresh()           { r.p.draw() }
func (r *areaPageRenderer) Destroy()           {}
func (r *areaPageRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, 0, 2*len(r.p.rows)+1)
	for _, m := range r.p.marks {
		objects = append(objects, m)
	}
	for _, t := range r.p.rows {
		objects = append(objects, t)
	}
	return append(objects, r.p.caret)
}
