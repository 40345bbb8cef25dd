package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// markedLine is one line of small words in which what is between MarkOn and MarkOff is bold and underlined. It ends in
// dots where there is no room.
type markedLine struct {
	widget.BaseWidget
	text string
}

// NewMarkedLine is one line of small words in which what is between MarkOn and MarkOff stands out.
func NewMarkedLine(text string) fyne.CanvasObject {
	m := newMarkedLine()
	m.set(text)
	return m
}

func newMarkedLine() *markedLine {
	m := &markedLine{}
	m.ExtendBaseWidget(m)
	return m
}

func (m *markedLine) set(text string) { m.text = strings.ReplaceAll(text, "\n", " ") }

// AccessibilityLabel is the text itself.
func (m *markedLine) AccessibilityLabel() string { return Unmarked(m.text) }

// Unmarked is a text without MarkOn and MarkOff.
func Unmarked(text string) string { return strings.NewReplacer(MarkOn, "", MarkOff, "").Replace(text) }

// AccessibilityRole says that this is text.
func (m *markedLine) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// MinSize is one line high; how wide it is its place decides.
func (m *markedLine) MinSize() fyne.Size { return fyne.NewSize(1, rowDetail.face().pitch) }

// piece is a part of the line in one style.
type piece struct {
	text   string
	marked bool
}

// pieces parts the line at its marks.
func (m *markedLine) pieces() []piece {
	var all []piece
	rest, marked := m.text, false
	for rest != "" {
		sign := MarkOn
		if marked {
			sign = MarkOff
		}
		before, after, ended := strings.Cut(rest, sign)
		if before != "" {
			all = append(all, piece{before, marked})
		}
		rest, marked = after, marked != ended
	}
	return all
}

// CreateRenderer is for Fyne.
func (m *markedLine) CreateRenderer() fyne.WidgetRenderer { return &markedLineRenderer{m: m} }

type markedLineRenderer struct {
	m       *markedLine
	objects []fyne.CanvasObject
}

func (r *markedLineRenderer) Layout(size fyne.Size) { r.draw(size.Width) }

func (r *markedLineRenderer) draw(width float32) {
	r.objects = r.objects[:0]
	var x float32
	for _, p := range r.m.pieces() {
		style := TextStyle{Size: rowDetail.Size, Color: rowDetail.Color}
		if p.marked {
			style.Bold, style.Color = true, theme.Ink
		}
		f := style.face()
		if x >= width {
			return
		}
		shown := p.text
		if f.width(shown) > width-x {
			shown = fitLine(shown, f, width-x)
		}
		text := canvas.NewText("", theme.Color(style.Color))
		f.on(text, shown)
		wide := f.width(shown)
		place(text, fyne.NewPos(x, (f.pitch-f.glyph)/2), fyne.NewSize(wide, f.glyph))
		r.objects = append(r.objects, text)
		if p.marked {
			line := canvas.NewRectangle(theme.Color(theme.Accent))
			place(line, fyne.NewPos(x, f.pitch-theme.RingWidth), fyne.NewSize(wide, theme.RingWidth))
			r.objects = append(r.objects, line)
		}
		x += wide
		if shown != p.text {
			return
		}
	}
}

func (r *markedLineRenderer) MinSize() fyne.Size           { return r.m.MinSize() }
func (r *markedLineRenderer) Refresh()                     { r.draw(r.m.Size().Width); canvas.Refresh(r.m) }
func (r *markedLineRenderer) Destroy()                     {}
func (r *markedLineRenderer) Objects() []fyne.CanvasObject { return r.objects }
