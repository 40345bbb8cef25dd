package widget

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// Scroll shows content that may be higher than the room there is. It settles in one pass, keeps what has the focus in
// sight, and answers Page Up and Page Down through the window.
type Scroll struct {
	widget.BaseWidget
	scroll *container.Scroll
}

// NewScroll returns a Scroll of content, as wide as the Scroll.
func NewScroll(content fyne.CanvasObject) *Scroll {
	s := &Scroll{scroll: container.NewVScroll(content)}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows other content, from its top.
func (s *Scroll) Set(content fyne.CanvasObject) {
	s.scroll.Content = content
	s.scroll.Offset = fyne.Position{}
	s.settle(s.Size())
	s.Refresh()
}

// Scrolled calls do each time the content is scrolled.
func (s *Scroll) Scrolled(do func()) { s.scroll.OnScrolled = func(fyne.Position) { do() } }

// Offset returns how far the content is scrolled, in device independent pixels.
func (s *Scroll) Offset() float32 { return s.scroll.Offset.Y }

// ScrollTo scrolls to an offset, or as near as the content allows.
func (s *Scroll) ScrollTo(offset float32) {
	s.settle(s.Size())
	most := max(0, s.scroll.Content.MinSize().Height-s.Size().Height)
	s.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(offset, most))))
}

// BeginWith scrolls until o, which is in it, is on top: also where o was laid out just now and never drawn.
func (s *Scroll) BeginWith(o fyne.CanvasObject) {
	top := -theme.Space16
	way := pathTo(s, o)
	for _, at := range way[min(2, len(way)):] { // the first in s is its content, which the scrolling moves
		top += at.Position().Y
	}
	s.ScrollTo(top)
}

// AtEnd reports whether the last of the content is in sight.
func (s *Scroll) AtEnd() bool { return s.Size().Height > 0 && s.Offset() >= s.hidden()-theme.Space16 }

// PageBy scrolls by so many windows; negative is up.
func (s *Scroll) PageBy(pages float32) {
	s.ScrollTo(s.Offset() + pages*s.Size().Height*0.9)
}

// Held returns the content.
func (s *Scroll) Held() []fyne.CanvasObject { return []fyne.CanvasObject{s.scroll.Content} }

// MinSize is the width of the content and room for ten lines, of large text fewer.
func (s *Scroll) MinSize() fyne.Size {
	return fyne.NewSize(s.scroll.Content.MinSize().Width, min(10*TextStyle{}.face().pitch, 240))
}

// hidden is how much of the content is out of sight.
func (s *Scroll) hidden() float32 { return s.scroll.Content.Size().Height - s.Size().Height }

// settle gives the content its width before the scroller asks for its height.
func (s *Scroll) settle(size fyne.Size) {
	if size.Width <= 0 {
		return
	}
	content := s.scroll.Content
	fit := Fit(content, size.Width)
	content.Resize(fyne.NewSize(max(size.Width, content.MinSize().Width), max(fit.Height, size.Height)))
}

// CreateRenderer is for Fyne.
func (s *Scroll) CreateRenderer() fyne.WidgetRenderer { return &scrollRenderer{s} }

type scrollRenderer struct{ s *Scroll }

func (r *scrollRenderer) Layout(size fyne.Size) {
	r.s.settle(size)
	r.s.scroll.Resize(size)
	r.s.scroll.Refresh()
}
func (r *scrollRenderer) MinSize() fyne.Size { return r.s.MinSize() }

// Refresh asks for a new picture itself: new content is on no canvas yet, so that refreshing it asks for none.
func (r *scrollRenderer) Refresh() {
	r.s.settle(r.s.Size())
	r.s.scroll.Refresh()
	canvas.Refresh(r.s)
}
func (r *scrollRenderer) Destroy()                     {}
func (r *scrollRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.s.scroll} }

// seenAhead is how many letters of the page are in sight below a field that has the keyboard: what is asked next.
const seenAhead = 6

// Reveal scrolls every Scroll that holds o until o is in sight, with its label, the line under it, and what is asked next
// where there is room for it.
func Reveal(o fyne.CanvasObject) {
	way := wayTo(o)
	var field *Field
	for i := len(way) - 1; i >= 0; i-- {
		switch at := way[i].(type) {
		case *Field:
			if field == nil {
				field = at
			}
		case *Scroll:
			if field != nil && field.Size().Height <= at.Size().Height {
				at.revealPart(way[:slices.Index(way, fyne.CanvasObject(field))+1], i, 0, field.Size().Height, theme.Space8, seenAhead*theme.Size(theme.BodyText))
			} else {
				at.revealPart(way, i, 0, o.Size().Height, theme.Space24, theme.Space24)
			}
		}
	}
}

// Begin shows what was opened just now from its top where o, which has the keyboard, is in sight there; else from the
// heading above o, where that leaves room for it; else as far up as it can be.
func Begin(o fyne.CanvasObject) {
	way := wayTo(o)
	for i := len(way) - 1; i >= 0; i-- {
		if s, ok := way[i].(*Scroll); ok {
			end := o.MinSize().Height + theme.Space8
			for _, at := range way[min(i+2, len(way)):] {
				end += at.Position().Y
			}
			s.beginAbove(o, end)
			return
		}
	}
}

// beginAbove scrolls as Begin says; o ends so far down in the content.
func (s *Scroll) beginAbove(o fyne.CanvasObject, end float32) {
	s.ScrollTo(0)
	if end <= s.Size().Height {
		return
	}
	starts, _ := partsBelow(s, nil, nil)
	for _, p := range starts {
		if first, ok := p.first.(fyne.CanvasObject); ok && first == o {
			s.BeginWith(p.heading)
		}
	}
	if end > s.Offset()+s.Size().Height || s.Offset() == 0 {
		s.ScrollTo(end - s.Size().Height)
	}
}

// Holds reports whether o lies in s, in sight or not.
func (s *Scroll) Holds(o fyne.CanvasObject) bool { return pathTo(s, o) != nil }

// fieldOf is the Field round o, with its label, or nil.
func fieldOf(o fyne.CanvasObject) *Field {
	way := wayTo(o)
	for i := len(way) - 1; i >= 0; i-- {
		if f, ok := way[i].(*Field); ok {
			return f
		}
	}
	return nil
}

// wayTo returns the objects from what lies on top of the window down to o, both included, or nil. What was laid out just
// now and never drawn is on no canvas yet as far as Fyne knows: it is looked for in the windows.
func wayTo(o fyne.CanvasObject) []fyne.CanvasObject {
	if c := CanvasOf(o); c != nil {
		return pathTo(OnTop(c), o)
	}
	return nil
}

// revealPart scrolls to the part of the end of a way that begins so far down in it and is so high, with air above and
// below it; s is at i of the way.
func (s *Scroll) revealPart(way []fyne.CanvasObject, i int, from, height, above, below float32) {
	top := from
	for _, o := range way[min(i+2, len(way)):] { // the first in s is its content, which the scrolling moves
		top += o.Position().Y
	}
	bottom := top + height
	room := max(0, (s.Size().Height-height)/2)
	above, below = min(above, room), min(below, room)
	switch {
	case top-above < s.Offset():
		s.ScrollTo(top - above)
	case bottom+below > s.Offset()+s.Size().Height:
		s.ScrollTo(min(top-above, bottom+below-s.Size().Height))
	}
}

// pathTo returns the objects from root down to target, both included, or nil.
func pathTo(root, target fyne.CanvasObject) []fyne.CanvasObject {
	if root == nil || !root.Visible() {
		return nil
	}
	if root == target {
		return []fyne.CanvasObject{root}
	}
	for _, child := range parts(root) {
		if way := pathTo(child, target); way != nil {
			return append([]fyne.CanvasObject{root}, way...)
		}
	}
	return nil
}

// Fields returns what can have the keyboard below root, in reading order.
func Fields(root fyne.CanvasObject) []fyne.Focusable {
	if root == nil || !root.Visible() {
		return nil
	}
	if field, ok := root.(fyne.Focusable); ok {
		return []fyne.Focusable{field}
	}
	var fields []fyne.Focusable
	for _, child := range parts(root) {
		fields = append(fields, Fields(child)...)
	}
	return fields
}

// NextPart gives the keyboard to the first thing that can have it under the next heading of the page, or under the one
// before, and shows that heading. It stays where it is behind the last.
func NextPart(c fyne.Canvas, back bool) {
	root := OnTop(c)
	at, target := -1, part{}
	fields := Fields(root)
	if focused := c.Focused(); focused != nil {
		at = slices.Index(fields, focused)
	}
	starts, _ := partsBelow(root, nil, nil)
	for _, p := range starts {
		i := slices.Index(fields, p.first)
		if back && i < at || !back && i > at {
			target = p
			if !back {
				break
			}
		}
	}
	if target.first == nil { // past the last it goes on with the first
		if len(starts) == 0 {
			return
		}
		if target = starts[0]; back {
			target = starts[len(starts)-1]
		}
	}
	c.Focus(target.first)
	if first, ok := target.first.(fyne.CanvasObject); ok {
		if s := ScrollOf(root, first); s != nil && pathTo(s, target.heading) != nil {
			s.BeginWith(target.heading)
		}
	}
}

// part is a heading and the first thing below it that can have the keyboard.
type part struct {
	heading *Text
	first   fyne.Focusable
}

// partsBelow adds the parts below root, in reading order. A heading that has had nothing yet is open.
func partsBelow(root fyne.CanvasObject, found []part, open *Text) ([]part, *Text) {
	if root == nil || !root.Visible() {
		return found, open
	}
	if text, ok := root.(*Text); ok && text.style.Level > 0 {
		return found, text
	}
	if field, ok := root.(fyne.Focusable); ok {
		if open != nil {
			found = append(found, part{open, field})
		}
		return found, nil
	}
	for _, child := range parts(root) {
		found, open = partsBelow(child, found, open)
	}
	return found, open
}

func parts(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case Holder:
		return o.Held()
	}
	return nil
}

// ScrollOf returns the innermost Scroll round o that has more than it shows, or else the largest such below root: what
// Page Down moves when o has no use for it. It returns nil if everything is in sight.
func ScrollOf(root, o fyne.CanvasObject) *Scroll {
	way := pathTo(root, o)
	for i := len(way) - 1; i >= 0; i-- {
		if s, ok := way[i].(*Scroll); ok && s.hidden() > 0.5 {
			return s
		}
	}
	return largestScroll(root)
}

func largestScroll(o fyne.CanvasObject) *Scroll {
	if o == nil || !o.Visible() {
		return nil
	}
	var best *Scroll
	area := func(s *Scroll) float32 { return s.Size().Width * s.Size().Height }
	if s, ok := o.(*Scroll); ok && s.hidden() > 0.5 {
		best = s
	}
	for _, child := range parts(o) {
		if s := largestScroll(child); s != nil && (best == nil || area(s) > area(best)) {
			best = s
		}
	}
	return best
}

// CanvasOf is the canvas on which o is, also where it was hidden until now: of what was never drawn Fyne does not know.
func CanvasOf(o fyne.CanvasObject) fyne.Canvas {
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(o); c != nil {
		return c
	}
	for _, w := range driver.AllWindows() {
		if pathTo(OnTop(w.Canvas()), o) != nil {
			return w.Canvas()
		}
	}
	return nil
}

// OnTop is what lies on top: the last layer, or else the page.
func OnTop(c fyne.Canvas) fyne.CanvasObject {
	if layer := c.Overlays().Top(); layer != nil {
		return layer
	}
	return c.Content()
}

// Settle lays out anew what holds o, after parts of o were shown, hidden or replaced. In a window Fyne would do so
// with the next frame; this does it at once, so that focus and scrolling find things where they are.
func Settle(o fyne.CanvasObject) {
	o.Refresh()
	c := CanvasOf(o)
	if c == nil {
		return
	}
	root := OnTop(c)
	for _, holder := range pathTo(root, o) {
		if s, ok := holder.(*Scroll); ok {
			s.Refresh()
			return
		}
	}
	if root != nil {
		root.Refresh()
	}
}
