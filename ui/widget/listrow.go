package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"noddfa/ui/theme"
)

// listSheetRenderer keeps as many drawn rows as are in sight and moves them about.
type listSheetRenderer struct {
	list    *List
	sheet   *listSheet
	ring    ring
	rows    []*drawnRow
	objects []fyne.CanvasObject
}

func (r *listSheetRenderer) Layout(fyne.Size)   { r.Refresh() }
func (r *listSheetRenderer) MinSize() fyne.Size { return r.sheet.MinSize() }
func (r *listSheetRenderer) Destroy()           {}

func (r *listSheetRenderer) Objects() []fyne.CanvasObject { return r.objects }

// inSight returns the first row to draw and the one after the last.
func (r *listSheetRenderer) inSight() (first, end int) {
	l := r.list
	top, height := l.scroll.Offset.Y, l.scroll.Size().Height
	first = max(0, l.at(top))
	for end = first; end < l.Len() && l.tops[end] < top+height; end++ {
	}
	return first, end
}

// Refresh draws the rows in sight.
func (r *listSheetRenderer) Refresh() {
	first, end := r.inSight()
	for len(r.rows) < end-first {
		r.rows = append(r.rows, newDrawnRow())
	}
	r.objects = r.objects[:0]
	r.ring.show(false, theme.Focus)
	for i := first; i < end; i++ {
		l, row := r.list, r.rows[i-first]
		at, size := fyne.NewPos(0, l.tops[i]), fyne.NewSize(r.sheet.Size().Width, l.tops[i+1]-l.tops[i])
		row.draw(drawing{
			row: l.o.Items.Item(i), at: at, size: size, single: l.o.Single, wrap: l.wraps(i),
			chosen: i == l.chosen, pointed: i == l.pointed,
			line: !l.o.Single && i+1 < l.Len() && !l.headed[i+1] && i != l.chosen && i+1 != l.chosen,
		})
		r.objects = append(r.objects, row.objects()...)
		if i == l.chosen && l.focused {
			r.ring.layout(at.AddXY(0, 1), size.SubtractWidthHeight(0, 2), 0)
			r.ring.show(true, theme.Focus)
		}
	}
	r.objects = append(r.objects, r.ring.rect)
	canvas.Refresh(r.sheet)
}

// drawing is everything a row looks like at one moment; a row is redrawn only when it changes.
type drawing struct {
	row                   Item
	at                    fyne.Position
	size                  fyne.Size
	single, wrap          bool
	chosen, pointed, line bool
	theme                 *theme.Theme
	ink                   any // a colour, so that a change of the computer's own look counts too
}

// drawnRow is the shapes and words of one row.
type drawnRow struct {
	last                drawing
	ground, mark, line  *canvas.Rectangle
	title, detail, meta *Text
	found               *markedLine // in the place of detail where a part of it is marked
	icon                *canvas.Image
}

func newDrawnRow() *drawnRow {
	d := &drawnRow{
		ground: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil),
		title: NewText("", rowTitle), detail: NewText("", rowDetail),
		meta: NewText("", rowDetail), found: newMarkedLine(), icon: canvas.NewImageFromResource(nil),
	}
	d.ground.CornerRadius = theme.Radius
	d.mark.CornerRadius = 1.5
	d.icon.FillMode = canvas.ImageFillContain
	return d
}

func (d *drawnRow) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.ground, d.line, d.mark, d.icon, d.title, d.detail, d.found, d.meta}
}

func (d *drawnRow) draw(now drawing) {
	now.theme, now.ink = theme.Current(), theme.Color(theme.Ink)
	if now == d.last {
		return
	}
	d.last = now
	if now.row.Heading {
		d.drawHeading(now)
		return
	}
	d.drawGround(now)
	d.drawWords(now)
}

func (d *drawnRow) drawHeading(now drawing) {
	for _, o := range []fyne.CanvasObject{d.ground, d.mark, d.detail, d.found, d.meta, d.icon} {
		o.Hide()
	}
	d.title.style = rowHeading
	d.title.text = now.row.Title
	d.title.Refresh()
	pitch := rowHeading.face().pitch
	place(d.title, now.at.AddXY(theme.Space12, now.size.Height-pitch-theme.Space4), fyne.NewSize(max(1, now.size.Width-2*theme.Space12), pitch))
	fill(d.line, theme.Hairline)
	place(d.line, now.at.AddXY(theme.Space12, now.size.Height-1), fyne.NewSize(max(1, now.size.Width-2*theme.Space12), theme.HairWidth))
	d.line.Show()
}

func (d *drawnRow) drawGround(now drawing) {
	ground := fyne.ThemeColorName("")
	switch {
	case now.chosen:
		ground = theme.AccentSoft
	case now.pointed:
		ground = theme.Hover
	}
	fill(d.ground, ground)
	d.ground.Show()
	place(d.ground, now.at.AddXY(0, 1), now.size.SubtractWidthHeight(0, 2))
	fill(d.mark, theme.Accent)
	place(d.mark, now.at.AddXY(0, theme.Space8), fyne.NewSize(3, now.size.Height-2*theme.Space8))
	d.mark.Hidden = !now.chosen
	fill(d.line, theme.Hairline)
	place(d.line, now.at.AddXY(theme.Space12, now.size.Height-1), fyne.NewSize(max(1, now.size.Width-2*theme.Space12), theme.HairWidth))
	d.line.Hidden = !now.line
}

func (d *drawnRow) drawWords(now drawing) {
	style, above := rowTitle, theme.Space12
	if now.single {
		style, above = rowSingle, theme.Space8
	}
	left := theme.Space12
	side := theme.Size(theme.IconSize)
	pitch := style.face().pitch
	d.icon.Hidden = now.row.Icon == ""
	if now.row.Icon != "" {
		d.icon.Resource = theme.Icon(now.row.Icon, now.row.Tone.role())
		d.icon.Refresh()
		place(d.icon, now.at.AddXY(left, above+(pitch-side)/2), fyne.NewSquareSize(side))
		left += side + theme.Space12
	}
	d.meta.Show()
	d.meta.Set(now.row.Meta)
	d.meta.SetColor(now.row.Tone.role())
	d.meta.Refresh()
	room := now.row.room(now.size.Width)
	meta := Fit(d.meta, room*0.6).AddWidthHeight(1, 0)
	place(d.meta, now.at.AddXY(now.size.Width-theme.Space12-meta.Width, above+(pitch-meta.Height)/2), meta)
	title := fyne.NewSize(max(1, room-now.row.meta(now.size.Width)), pitch)
	if now.wrap {
		style = rowWrappedTitle
	}
	d.title.style, d.title.text = style, now.row.Title
	if now.wrap {
		title.Height = Fit(d.title, title.Width).Height
	}
	place(d.title, now.at.AddXY(left, above), title)
	d.title.Refresh()
	marked := strings.Contains(now.row.Detail, MarkOn)
	d.detail.Hidden = now.single || marked
	d.found.Hidden = now.single || !marked
	at, size := now.at.AddXY(left, above+title.Height), fyne.NewSize(room, rowDetail.face().pitch)
	if marked {
		d.found.set(now.row.Detail)
		place(d.found, at, size)
		d.found.Refresh()
		return
	}
	d.detail.style = rowDetail
	if now.wrap {
		d.detail.style, size.Height = rowWrapped, now.size.Height-above-title.Height-theme.Space12
	}
	d.detail.Set(now.row.Detail)
	place(d.detail, at, size)
	d.detail.Refresh()
}
