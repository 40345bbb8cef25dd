package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"noddfa/ui/theme"
)

// face is what a style comes to in the theme of now.
type face struct {
	size  float32
	style fyne.TextStyle
	pitch float32 // from line to line
	glyph float32 // height Fyne draws a line in
	known *widths // nil under a theme that is not ours
}

// widths are of words measured in a face. With each frame the window asks everything on it for its size, and Fyne's own
// memory of what it measured, which lasts a minute, takes the larger part of that time to be asked.
type widths struct {
	glyph float32
	words map[string]float32
}

// longestKnown keeps whole sentences out of the memory, mostKnown keeps it small.
const (
	longestKnown = 32
	mostKnown    = 5000
)

// faces are those of one theme; another theme measures anew.
var faces struct {
	of    *theme.Theme
	known map[faceKey]*widths
}

type faceKey struct {
	size       float32
	bold, mono bool
}

func (s TextStyle) face() face {
	if s.Size == "" {
		s.Size = theme.BodyText
	}
	f := face{size: theme.Size(s.Size), style: fyne.TextStyle{Bold: s.Bold, Monospace: s.Mono}}
	f.pitch = float32(int(f.size*1.4 + 0.5))
	if now, ours := fyne.CurrentApp().Settings().Theme().(*theme.Theme); !ours {
		f.glyph = f.height()
		return f
	} else if faces.of != now {
		faces.of, faces.known = now, map[faceKey]*widths{}
	}
	key := faceKey{f.size, s.Bold, s.Mono}
	if faces.known[key] == nil {
		faces.known[key] = &widths{glyph: f.height(), words: map[string]float32{}}
	}
	f.known = faces.known[key]
	f.glyph = f.known.glyph
	return f
}

// ReadFaces has Fyne read the faces that words are drawn with, which takes a tenth of the time until the window stands
// there. It is for another goroutine than Fyne's, before there is a window: nothing else may measure words meanwhile.
func ReadFaces() {
	TextStyle{}.face()
	TextStyle{Bold: true}.face()
}

func (f face) height() float32 { return f.room("M").Height }

// measured is the width of words that are not likely to be asked for again.
func (f face) measured(s string) float32 { return f.room(s).Width }

func (f face) room(s string) fyne.Size {
	size, _ := fyne.CurrentApp().Driver().RenderedTextSize(s, f.size, f.style, f.source(s))
	return size
}

func (f face) source(s string) fyne.Resource {
	if now, ours := fyne.CurrentApp().Settings().Theme().(*theme.Theme); ours {
		return now.Source(f.style, s)
	}
	return nil
}

// on has a line drawn in the face.
func (f face) on(line *canvas.Text, words string) {
	line.Text, line.TextSize, line.TextStyle, line.FontSource = words, f.size, f.style, f.source(words)
}

func (f face) width(s string) float32 {
	if f.known == nil || len(s) > longestKnown {
		return f.measured(s)
	}
	w, known := f.known.words[s]
	if !known {
		if len(f.known.words) >= mostKnown {
			clear(f.known.words)
		}
		w = f.measured(s)
		f.known.words[s] = w
	}
	return w
}

// measure is the width of about 70 characters.
func (f face) measure() float32 { return f.size * 0.5 * 70 }
