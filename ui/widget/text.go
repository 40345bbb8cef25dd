package widget

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// TextStyle says how a Text looks. The zero value is body text in ink, wrapped at 70 characters.
type TextStyle struct {
	Size     fyne.ThemeSizeName  // theme.BodyText if empty
	Color    fyne.ThemeColorName // theme.Ink if empty
	Bold     bool
	Mono     bool
	OneLine  bool // never wraps; ends in … where there is no room
	Lines    int  // at most so many; the last ends in … where there are more; 0 is all
	FullWide bool // wraps at the width offered, not at 70 characters
	Trailing bool // aligned right: amounts, times
	Level    int  // of a heading, from 1, for who hears the window; 0 is no heading
}

// Text shows words that wrap at the width there is, at most about 70 characters, without the padding of Fyne's Label.
type Text struct {
	widget.BaseWidget
	text   string
	style  TextStyle
	polite bool
	cache  wrapCache
}

// NewText returns a Text in that style.
func NewText(text string, style TextStyle) *Text {
	t := &Text{text: text, style: style}
	t.ExtendBaseWidget(t)
	return t
}

// Title is the one line that says where you are.
func Title(text string) *Text {
	return NewText(text, TextStyle{Size: theme.HeadingText, Bold: true, Level: 1})
}

// Display is large, for a door or a code that is read aloud.
func Display(text string) *Text {
	return NewText(text, TextStyle{Size: theme.DisplayText, Bold: true, Level: 1})
}

// Heading is the heading of a section.
func Heading(text string) *Text {
	return NewText(text, TextStyle{Size: theme.SubheadingText, Bold: true, Level: 2})
}

// Strong is a line of body text that names something.
func Strong(text string) *Text { return NewText(text, TextStyle{Bold: true}) }

// Body is a paragraph; line breaks are kept.
func Body(text string) *Text { return NewText(text, TextStyle{}) }

// Muted is a smaller second line or a hint.
func Muted(text string) *Text {
	return NewText(text, TextStyle{Size: theme.CaptionText, Color: theme.Muted})
}

// Set shows other words.
func (t *Text) Set(text string) {
	if t.text == text {
		return
	}
	t.text = text
	t.Refresh()
}

// SetColor changes the role of the colour.
func (t *Text) SetColor(role fyne.ThemeColorName) {
	if t.style.Color == role {
		return
	}
	t.style.Color = role
	t.Refresh()
}

// Text returns the words shown.
func (t *Text) Text() string { return t.text }

// AccessibilityLabel is the text itself.
func (t *Text) AccessibilityLabel() string { return t.text }

// AccessibilityRole says that this is text.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// wrapCache keeps the lines of the last width asked for.
type wrapCache struct {
	text  string
	face  face
	width float32
	lines []string
	wide  float32
}

func (t *Text) limit(width float32, f face) float32 {
	if !t.style.FullWide && !t.style.OneLine {
		width = min(width, f.measure())
	}
	return max(width, 0) // margins can leave less than nothing before a window has its size
}

func (t *Text) wrap(width float32) (lines []string, widest float32, f face) {
	f = t.style.face()
	width = t.limit(width, f)
	c := &t.cache
	if c.lines == nil || c.text != t.text || c.face != f || c.width != width {
		*c = wrapCache{text: t.text, face: f, width: width}
		if t.style.OneLine {
			c.lines = []string{fitLine(strings.ReplaceAll(t.text, "\n", " "), f, width)}
		} else {
			c.lines = atMost(t.style.Lines, wrapText(t.text, f, width), f, width)
		}
		for _, line := range c.lines {
			c.wide = max(c.wide, f.width(line))
		}
	}
	return c.lines, c.wide, f
}

// FitWidth returns the size of the words wrapped at width.
func (t *Text) FitWidth(width float32) fyne.Size {
	lines, widest, f := t.wrap(width)
	return fyne.NewSize(widest, float32(len(lines))*f.pitch)
}

// MinSize is narrow, because words wrap, and as high as the present width needs.
func (t *Text) MinSize() fyne.Size {
	width := t.Size().Width
	if width <= 0 {
		width = wide
	}
	fit := t.FitWidth(width)
	return fyne.NewSize(min(fit.Width, theme.Size(theme.BodyText)*4), fit.Height)
}

// CreateRenderer is for Fyne.
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return &textRenderer{t: t} }

type textRenderer struct {
	t     *Text
	lines []*canvas.Text
}

func (r *textRenderer) Layout(size fyne.Size) { r.draw(size.Width) }

func (r *textRenderer) draw(width float32) {
	words, _, f := r.t.wrap(width)
	role := r.t.style.Color
	if role == "" {
		role = theme.Ink
	}
	for len(r.lines) < len(words) {
		r.lines = append(r.lines, canvas.NewText("", nil))
	}
	r.lines = r.lines[:len(words)]
	y := (f.pitch - f.glyph) / 2
	for i, line := range r.lines {
		f.on(line, words[i])
		line.Color = theme.Color(role)
		var x float32
		if r.t.style.Trailing {
			x = max(0, width-f.width(words[i]))
		}
		line.Move(fyne.NewPos(x, y+float32(i)*f.pitch))
		line.Resize(fyne.NewSize(max(0, width-x), f.glyph))
		line.Refresh()
	}
}

func (r *textRenderer) MinSize() fyne.Size { return r.t.MinSize() }
func (r *textRenderer) Refresh()           { r.draw(r.t.Size().Width); canvas.Refresh(r.t) }
func (r *textRenderer) Destroy()           {}
func (r *textRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.lines))
	for i, line := range r.lines {
		objects[i] = line
	}
	return objects
}

// wrapText breaks text into lines no wider than width: at line breaks, else at spaces, else inside a word that is
// wider than a whole line.
func wrapText(text string, f face, width float32) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, wrapParagraph(strings.TrimRight(paragraph, " \r"), f, width)...)
	}
	return lines
}

// atMost returns the first most of the lines, the last of them with as much of the rest as has room; all where most is 0.
func atMost(most int, lines []string, f face, width float32) []string {
	if most <= 0 || len(lines) <= most {
		return lines
	}
	return append(lines[:most-1:most-1], fitLine(strings.Join(lines[most-1:], " "), f, width))
}

// wrapParagraph adds up the widths of words, each of which Fyne has measured before, instead of measuring every
// beginning of every line.
func wrapParagraph(paragraph string, f face, width float32) []string {
	if len(paragraph) < 16 && f.width(paragraph) <= width {
		return []string{paragraph}
	}
	space := f.width("n n") - f.width("nn")
	var lines []string
	start, end := 0, 0 // of the line in the paragraph
	var used float32   // by the line without trailing spaces
	at := 0
	for _, part := range unbroken(paragraph, f, width) {
		word := strings.TrimSuffix(part, " ")
		w := f.width(word)
		lead := float32(strings.Count(paragraph[end:at], " ")) * space
		switch {
		case used+lead+w <= width:
			used += lead + w
		default:
			if end > start {
				lines = append(lines, strings.TrimRight(paragraph[start:end], " "))
			}
			start = at
			for w > width {
				n := fitting(word, f, width)
				lines = append(lines, word[:n])
				word, start = word[n:], start+n
				w = f.width(word)
			}
			used = w
		}
		at += len(part)
		end = at - (len(part) - len(strings.TrimSuffix(part, " ")))
	}
	return append(lines, strings.TrimRight(paragraph[start:], " "))
}

// fitting returns how many bytes of a word fit in width, at least one letter, never parting a letter from its marks.
func fitting(word string, f face, width float32) int {
	ends := letterEnds(word)
	low, high := 1, len(ends)
	for low < high {
		mid := (low + high + 1) / 2
		if f.width(word[:ends[mid-1]]) <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return ends[low-1]
}

// letterEnds returns the offset after each letter with its combining marks.
func letterEnds(s string) []int {
	var ends []int
	joined := false
	for i, r := range s {
		mark := unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) || r == '\u200d'
		if i > 0 && !mark && !joined {
			ends = append(ends, i)
		}
		joined = r == '\u200d'
	}
	return append(ends, len(s))
}

// fitLine shortens a line with … until it fits.
func fitLine(line string, f face, width float32) string {
	if line == "" || f.width(line) <= width {
		return line
	}
	n := fitting(line, f, width-f.width("…"))
	return strings.TrimRight(line[:n], " ") + "…"
}
