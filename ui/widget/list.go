package widget

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// ListOptions describe a List. Every function may be nil.
type ListOptions struct {
	Name   string // for who hears the window
	Items  Items
	Chosen string       // ID of the row chosen at first
	Choose func(string) // the chosen row changed: arrows, type-ahead or pointer
	Open   func(string) // Enter, or a click
	Single bool         // rows of one line, in plain type: options rather than records
	Grow   bool         // as high as its rows instead of scrolling: a short list on a page that scrolls
	Wrap   bool         // the words of the first rows take as many lines as they need: see wraps
}

// List shows rows of two lines and draws only those in sight, so 100,000 are as quick as ten. Up, Down, Home, End,
// Page Up, Page Down and typed letters move; Enter opens. The chosen row is kept by ID when the rows change.
type List struct {
	widget.BaseWidget
	named
	o      ListOptions
	tops   []float32 // where each row begins; one more for the end; nil when the rows are new
	headed []bool
	// measured is the height of a row that tops was worked out with.
	measured float32
	wrapped  float32 // the width that it was worked out for, where rows wrap
	chosen   int     // -1 is none
	pointed  int
	focused  bool
	find     typeAhead
	scroll   *container.Scroll
	sheet    *listSheet
	back     func() // to where it was, once there are rows
	tab      func() // what Tab does, where it does not go to the next field
}

// NewList returns a List.
func NewList(o ListOptions) *List {
	l := &List{named: named{name: o.Name}, o: o, chosen: -1, pointed: -1}
	if l.o.Items == nil {
		l.o.Items = ItemSlice(nil)
	}
	l.sheet = newListSheet(l)
	l.scroll = container.NewVScroll(l.sheet)
	l.scroll.OnScrolled = func(fyne.Position) { l.sheet.Refresh() }
	l.ExtendBaseWidget(l)
	l.measure()
	l.chosen = l.indexOf(o.Chosen)
	return l
}

// SetItems shows other rows. The row chosen stays chosen if its ID is still there.
func (l *List) SetItems(items Items) {
	id := l.Chosen()
	if items == nil {
		items = ItemSlice(nil)
	}
	l.o.Items, l.tops = items, nil
	l.measure()
	l.chosen = l.indexOf(id)
	l.Refresh()
	if back := l.back; back != nil && l.Len() > 0 {
		l.back = nil
		back()
	}
	if l.focused && l.chosen < 0 { // it had no rows when the keyboard came to it
		l.move(0, 1)
	}
}

// Return brings the list back to a chosen row and an offset: now, or as soon as it has rows.
func (l *List) Return(id string, offset float32) {
	if l.Len() == 0 {
		l.back = func() { l.Return(id, offset) }
		return
	}
	l.Set(id)
	l.ScrollTo(offset)
}

// Len returns how many rows there are, headings included.
func (l *List) Len() int { return l.o.Items.Len() }

// Chosen returns the ID of the chosen row, or "".
func (l *List) Chosen() string {
	if l.chosen < 0 || l.chosen >= l.Len() {
		return ""
	}
	return l.o.Items.Item(l.chosen).ID
}

// Row returns the number of the chosen row, headings counted; -1 is none.
func (l *List) Row() int { return l.chosen }

// SetRow chooses the row at a number, or the nearest to it, without calling Choose: the place where one was, once the row
// that stood there is gone.
func (l *List) SetRow(i int) {
	l.measure()
	n := l.Len()
	for near := range n {
		for _, at := range []int{i + near, i - near} {
			if at >= 0 && at < n && !l.headed[at] {
				l.chosen = at
				l.inSight(at)
				l.Refresh()
				return
			}
		}
	}
}

// Set chooses a row by ID and brings it into sight, without calling Choose. An ID that is not there chooses none.
func (l *List) Set(id string) {
	l.chosen = l.indexOf(id)
	l.inSight(l.chosen)
	l.Refresh()
}

// Offset returns how far the list is scrolled.
func (l *List) Offset() float32 { return l.scroll.Offset.Y }

// ScrollTo scrolls to an offset.
func (l *List) ScrollTo(offset float32) { l.scroll.ScrollToOffset(fyne.NewPos(0, offset)) }

func (l *List) indexOf(id string) int {
	if id == "" {
		return -1
	}
	if lazy, ok := l.o.Items.(LazyItems); ok {
		return lazy.Index(id)
	}
	for i := range l.Len() {
		if row := l.o.Items.Item(i); !row.Heading && row.ID == id {
			return i
		}
	}
	return -1
}

// measure works out where each row begins, if rows or text size have changed since.
func (l *List) measure() {
	n := l.Len()
	row, heading, width := l.rowHeight(), headingHeight(), float32(0)
	if l.o.Wrap {
		width = l.Size().Width
	}
	if l.tops != nil && row == l.measured && width == l.wrapped {
		return
	}
	l.measured, l.wrapped = row, width
	l.tops, l.headed = make([]float32, n+1), make([]bool, n)
	heads := func(i int) bool { return l.o.Items.Item(i).Heading }
	if lazy, ok := l.o.Items.(LazyItems); ok {
		heads = lazy.Heading
	}
	for i := range n {
		l.headed[i] = heads(i)
		l.tops[i+1] = l.tops[i] + row
		switch {
		case l.headed[i]:
			l.tops[i+1] = l.tops[i] + heading
		case width > 0 && l.wraps(i):
			now := l.o.Items.Item(i)
			detail := Fit(NewText(now.Detail, rowWrapped), now.room(width)).Height
			title := Fit(NewText(now.Title, rowWrappedTitle), now.room(width)-now.meta(width)).Height
			l.tops[i+1] += max(0, detail-rowDetail.face().pitch) + max(0, title-rowTitle.face().pitch)
		}
	}
}

// wraps reports whether the words of a row take as many lines as they need. Each such
// row is made and measured before the list is shown, and among a hundred thousand nobody
// reads far: those after the first have one line for each.
func (l *List) wraps(i int) bool { return l.o.Wrap && i < mostWrapped }

const mostWrapped = 200

var (
	rowTitle        = TextStyle{Bold: true, OneLine: true}
	rowSingle       = TextStyle{OneLine: true}
	rowWrappedTitle = TextStyle{Bold: true}
	rowDetail       = TextStyle{Size: theme.CaptionText, Color: theme.Muted, OneLine: true}
	rowWrapped      = TextStyle{Size: theme.CaptionText, Color: theme.Muted}
	rowHeading      = TextStyle{Size: theme.CaptionText, Bold: true, Color: theme.Muted, OneLine: true}
)

func (l *List) rowHeight() float32 {
	if l.o.Single {
		return rowSingle.face().pitch + 2*theme.Space8
	}
	return rowTitle.face().pitch + rowDetail.face().pitch + 2*theme.Space12
}

// room is how wide the words of a row are, in a list of some width.
func (i Item) room(width float32) float32 {
	room := width - 2*theme.Space12
	if i.Icon != "" {
		room -= theme.Size(theme.IconSize) + theme.Space12
	}
	return max(1, room)
}

// meta is how much of that the small words at the right take from the title.
func (i Item) meta(width float32) float32 {
	if i.Meta == "" {
		return 0
	}
	return Fit(NewText(i.Meta, rowDetail), i.room(width)*0.6).Width + 1 + theme.Space12
}

func headingHeight() float32 { return rowHeading.face().pitch + theme.Space16 + theme.Space8 }

// at returns the row at a height, or -1.
func (l *List) at(y float32) int {
	if y < 0 || y >= l.tops[len(l.tops)-1] {
		return -1
	}
	return sort.Search(len(l.tops), func(i int) bool { return l.tops[i] > y }) - 1
}

func (l *List) inSight(i int) {
	if i < 0 {
		return
	}
	top, bottom, height := l.tops[i], l.tops[i+1], l.scroll.Size().Height
	if i > 0 && l.headed[i-1] { // a heading belongs to its first row
		top = l.tops[i-1]
	}
	offset := l.scroll.Offset.Y
	switch {
	case l.o.Grow || height <= 0:
		return
	case top < offset:
		offset = top
	case bottom > offset+height:
		offset = bottom - height
	}
	l.scroll.ScrollToOffset(fyne.NewPos(0, offset))
}

// move chooses the row nearest to i that is no heading, looking on in direction by.
func (l *List) move(i, by int) {
	n := l.Len()
	i = max(0, min(i, n-1))
	for i >= 0 && i < n && l.headed[i] {
		i += by
	}
	if i < 0 || i >= n || n == 0 {
		return
	}
	l.choose(i)
}

func (l *List) choose(i int) {
	if i == l.chosen {
		l.inSight(i)
		return
	}
	l.chosen = i
	l.inSight(i)
	l.Refresh()
	if l.o.Choose != nil {
		l.o.Choose(l.Chosen())
	}
}

func (l *List) open() {
	if id := l.Chosen(); id != "" && l.o.Open != nil {
		l.o.Open(id)
	}
}

// RowsIn is how many rows are in sight in a list so high, one that is cut off included.
func (l *List) RowsIn(height float32) int { return int(height/l.rowHeight()) + 1 }

func (l *List) page() int {
	return max(1, int(l.scroll.Size().Height/l.rowHeight())-1)
}

// FocusGained is for Fyne.
func (l *List) FocusGained() {
	l.focused = true
	if l.chosen < 0 {
		l.move(0, 1)
	}
	l.inSight(l.chosen)
	l.Refresh()
	Reveal(l)
}

// FocusLost is for Fyne.
func (l *List) FocusLost() { l.focused = false; l.Refresh() }

// TypedKey moves and opens.
func (l *List) TypedKey(ev *fyne.KeyEvent) {
	if ev.Name == fyne.KeyTab && l.tab != nil {
		l.tab()
		return
	}
	switch ev.Name {
	case fyne.KeyDown:
		l.move(l.chosen+1, 1)
	case fyne.KeyUp:
		l.move(max(l.chosen-1, 0), -1)
	case fyne.KeyHome:
		l.move(0, 1)
	case fyne.KeyEnd:
		l.move(l.Len()-1, -1)
	case fyne.KeyPageDown:
		l.move(l.chosen+l.page(), 1)
	case fyne.KeyPageUp:
		l.move(l.chosen-l.page(), 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.Chosen() == "" || l.o.Open == nil {
			Unhandled(l, ev)
			return
		}
		l.open()
	default:
		Unhandled(l, ev)
	}
}

// AcceptsTab is for Fyne: whether Tab is the list's own key.
func (l *List) AcceptsTab() bool { return l.tab != nil }

// TypedRune moves to the next row whose title begins with the letters typed within a second of each other.
func (l *List) TypedRune(r rune) {
	if r == ' ' && l.find.quiet() {
		l.open()
		return
	}
	title := func(i int) string { return l.o.Items.Item(i).Title }
	if lazy, ok := l.o.Items.(LazyItems); ok {
		title = lazy.Title
	}
	name := func(i int) string {
		if l.headed[i] {
			return ""
		}
		return title(i)
	}
	if i := l.find.next(r, l.Len(), l.chosen, name); i >= 0 {
		l.choose(i)
	}
}

// tap chooses and opens the row at a height of the sheet.
func (l *List) tap(y float32) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
	if i := l.at(y); i >= 0 && !l.headed[i] {
		l.choose(i)
		l.open()
	}
}

func (l *List) point(i int) {
	if i >= 0 && l.headed[i] {
		i = -1
	}
	if i != l.pointed {
		l.pointed = i
		l.sheet.Refresh()
	}
}

// FitWidth is as high as all rows if the list grows.
func (l *List) FitWidth(width float32) fyne.Size {
	return fyne.NewSize(width, l.MinSize().Height)
}

// MinSize is room for three rows, or for all if the list grows.
func (l *List) MinSize() fyne.Size {
	h := 3 * l.rowHeight()
	if l.o.Grow {
		h = l.tops[len(l.tops)-1]
	}
	return fyne.NewSize(theme.Size(theme.BodyText)*8, h)
}

// CreateRenderer is for Fyne.
func (l *List) CreateRenderer() fyne.WidgetRenderer { return &listRenderer{l} }

type listRenderer struct{ l *List }

func (r *listRenderer) Layout(size fyne.Size) {
	r.l.measure()
	r.l.sheet.Resize(fyne.NewSize(size.Width, r.l.sheet.MinSize().Height))
	r.l.scroll.Resize(size)
	r.l.inSight(r.l.chosen)
	r.l.sheet.Refresh()
}

func (r *listRenderer) MinSize() fyne.Size { return r.l.MinSize() }
func (r *listRenderer) Refresh() {
	r.l.measure()
	r.l.scroll.Refresh()
	r.l.sheet.Refresh()
}
func (r *listRenderer) Destroy()                     {}
func (r *listRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.l.scroll} }

// listSheet is the scrolled part: as high as all rows, drawn only where it is in sight.
type listSheet struct {
	widget.BaseWidget
	list *List
}

func newListSheet(l *List) *listSheet {
	s := &listSheet{list: l}
	s.ExtendBaseWidget(s)
	return s
}

// Tapped chooses and opens.
func (s *listSheet) Tapped(ev *fyne.PointEvent) { s.list.tap(ev.Position.Y) }

// MouseIn is for Fyne.
func (s *listSheet) MouseIn(ev *desktop.MouseEvent) { s.list.point(s.list.at(ev.Position.Y)) }

// MouseMoved is for Fyne.
func (s *listSheet) MouseMoved(ev *desktop.MouseEvent) { s.list.point(s.list.at(ev.Position.Y)) }

// MouseOut is for Fyne.
func (s *listSheet) MouseOut() { s.list.point(-1) }

// MinSize is the height of all rows.
func (s *listSheet) MinSize() fyne.Size {
	return fyne.NewSize(theme.Size(theme.BodyText)*8, s.list.tops[len(s.list.tops)-1])
}

// CreateRenderer is for Fyne.
func (s *listSheet) CreateRenderer() fyne.WidgetRenderer {
	return &listSheetRenderer{list: s.list, sheet: s, ring: newRing()}
}
