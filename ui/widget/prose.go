package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// Prose is text that can be selected and copied: a note as it was written. Dragging selects, a double click selects a
// word; with the focus, Ctrl+A selects everything and Ctrl+C copies.
type Prose struct {
	widget.BaseWidget
	words    *Text
	focused  bool
	from, to int // letters, counted over all lines with one for each line's end
}

// NewProse returns Prose in body text.
func NewProse(text string) *Prose {
	p := &Prose{words: Body(text)}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows other words and selects nothing.
func (p *Prose) Set(text string) {
	p.words.Set(text)
	p.from, p.to = 0, 0
	p.Refresh()
}

// Selected returns the words selected, in one line where the text only wrapped.
func (p *Prose) Selected() string {
	from, to := p.span()
	if from == to {
		return ""
	}
	lines, _, _ := p.words.wrap(p.Size().Width)
	var b strings.Builder
	for i, at := range lineStarts(lines) {
		line := []rune(lines[i])
		first, end := clamp(from-at, len(line)), clamp(to-at, len(line))
		b.WriteString(string(line[first:end]))
		if to > at+len(line) && from <= at+len(line) {
			b.WriteString(p.joint(lines, i))
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// joint is what stood in the text between line i and the next: a line break, a space, or nothing in a parted word.
func (p *Prose) joint(lines []string, i int) string {
	rest := p.words.Text()
	for _, line := range lines[:i+1] {
		if at := strings.Index(rest, line); at >= 0 {
			rest = rest[at+len(line):]
		}
	}
	switch {
	case strings.HasPrefix(strings.TrimLeft(rest, " \r"), "\n"):
		return "\n"
	case strings.HasPrefix(rest, " "):
		return " "
	default:
		return ""
	}
}

func (p *Prose) span() (from, to int) { return min(p.from, p.to), max(p.from, p.to) }

func clamp(n, most int) int { return max(0, min(n, most)) }

// lineStarts returns the number of letters before each line.
func lineStarts(lines []string) []int {
	starts := make([]int, len(lines))
	at := 0
	for i, line := range lines {
		starts[i] = at
		at += len([]rune(line)) + 1
	}
	return starts
}

// letterAt returns the letter nearest to a place.
func (p *Prose) letterAt(at fyne.Position) int {
	lines, _, f := p.words.wrap(p.Size().Width)
	i := clamp(int(at.Y/f.pitch), len(lines)-1)
	if at.Y < 0 {
		i = 0
	}
	line := []rune(lines[i])
	n := 0
	for n < len(line) && f.width(string(line[:n+1]))-f.width(string(line[n:n+1]))/2 < at.X {
		n++
	}
	return lineStarts(lines)[i] + n
}

func (p *Prose) mark(from, to int) {
	p.from, p.to = from, to
	p.Refresh()
}

// MouseDown begins to select.
func (p *Prose) MouseDown(ev *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		c.Focus(p)
	}
	at := p.letterAt(ev.Position)
	if ev.Modifier&fyne.KeyModifierShift != 0 {
		p.mark(p.from, at)
		return
	}
	p.mark(at, at)
}

// MouseUp is for Fyne.
func (p *Prose) MouseUp(*desktop.MouseEvent) {}

// Dragged selects up to the pointer.
func (p *Prose) Dragged(ev *fyne.DragEvent) { p.mark(p.from, p.letterAt(ev.Position)) }

// DragEnd is for Fyne.
func (p *Prose) DragEnd() {}

// DoubleTapped selects the word under the pointer.
func (p *Prose) DoubleTapped(ev *fyne.PointEvent) {
	at := p.letterAt(ev.Position)
	lines, _, _ := p.words.wrap(p.Size().Width)
	for i, start := range lineStarts(lines) {
		line := []rune(lines[i])
		if at < start || at > start+len(line) {
			continue
		}
		from, to := at-start, at-start
		for from > 0 && line[from-1] != ' ' {
			from--
		}
		for to < len(line) && line[to] != ' ' {
			to++
		}
		p.mark(start+from, start+to)
	}
}

// Cursor shows that text can be selected.
func (p *Prose) Cursor() desktop.Cursor { return desktop.TextCursor }

// FocusGained is for Fyne.
func (p *Prose) FocusGained() { p.focused = true; p.Refresh(); Reveal(p) }

// FocusLost is for Fyne. What is selected stays, so that a button can use it.
func (p *Prose) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune is for Fyne.
func (p *Prose) TypedRune(rune) {}

// TypedKey passes keys on.
func (p *Prose) TypedKey(ev *fyne.KeyEvent) { Unhandled(p, ev) }

// TypedShortcut copies and selects everything; the rest goes on.
func (p *Prose) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if text := p.Selected(); text != "" && s.Clipboard != nil {
			briefly(s.Clipboard).SetContent(text)
		}
	case *fyne.ShortcutSelectAll:
		lines, _, _ := p.words.wrap(p.Size().Width)
		starts := lineStarts(lines)
		last := len(lines) - 1
		p.mark(0, starts[last]+len([]rune(lines[last])))
	default:
		UnhandledShortcut(p, s)
	}
}

// AccessibilityLabel is the text itself.
func (p *Prose) AccessibilityLabel() string { return p.words.Text() }

// AccessibilityRole says that this is text.
func (p *Prose) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// FitWidth returns the size of the words wrapped at width.
func (p *Prose) FitWidth(width float32) fyne.Size { return p.words.FitWidth(width) }

// MinSize is that of the words.
func (p *Prose) MinSize() fyne.Size { return p.words.MinSize() }

// CreateRenderer is for Fyne.
func (p *Prose) CreateRenderer() fyne.WidgetRenderer {
	return &proseRenderer{p: p, ring: newRing()}
}

type proseRenderer struct {
	p     *Prose
	marks []*canvas.Rectangle
	ring  ring
}

func (r *proseRenderer) Layout(size fyne.Size) {
	r.p.words.Resize(size)
	r.ring.layout(fyne.NewPos(-theme.Space4, -theme.Space4), size.AddWidthHeight(2*theme.Space4, 2*theme.Space4), 0)
	r.draw()
}

// draw puts a tint under the letters selected, a rectangle a line.
func (r *proseRenderer) draw() {
	for _, m := range r.marks {
		if m != nil {
			m.Hide()
		}
	}
	from, to := r.p.span()
	lines, _, f := r.p.words.wrap(r.p.Size().Width)
	for i, at := range lineStarts(lines) {
		line := []rune(lines[i])
		first, end := clamp(from-at, len(line)), clamp(to-at, len(line))
		if first >= end {
			continue
		}
		if len(r.marks) <= i {
			r.marks = append(r.marks, make([]*canvas.Rectangle, i+1-len(r.marks))...)
		}
		if r.marks[i] == nil {
			r.marks[i] = canvas.NewRectangle(nil)
		}
		x := f.width(string(line[:first]))
		fill(r.marks[i], theme.AccentSoft)
		place(r.marks[i], fyne.NewPos(x, float32(i)*f.pitch), fyne.NewSize(f.width(string(line[:end]))-x, f.pitch))
		r.marks[i].Show()
	}
	r.ring.show(r.p.focused, theme.Focus)
}

func (r *proseRenderer) MinSize() fyne.Size { return r.p.MinSize() }
func (r *proseRenderer) Refresh()           { r.p.words.Refresh(); r.draw(); canvas.Refresh(r.p) }
func (r *proseRenderer) Destroy()           {}
func (r *proseRenderer) Objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for _, m := range r.marks {
		if m != nil {
			objects = append(objects, m)
		}
	}
	return append(objects, r.p.words, r.ring.rect)
}
