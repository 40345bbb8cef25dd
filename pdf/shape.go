package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"golang.org/x/image/font/sfnt"
)

// Glyph is one form of a script whose letters join, change their places or run
// from right to left. gofpdf sets letters one by one in the order in which they
// are typed; such texts carry their glyphs instead.
type Glyph struct {
	ID   uint16  // in the face of the operation
	X, Y float64 // mm from the beginning of the operation on its baseline, Y upwards
	Text string  // what it says; "" where other glyphs of the letter say it
}

const (
	nonJoiner = '\u200c'
	joiner    = '\u200d'
)

func isJoiner(r rune) bool { return r == nonJoiner || r == joiner }

// scriptOf is the face of the script that r belongs to, false for a script that
// needs no shaping.
func scriptOf(r rune) (Face, bool) {
	switch {
	case r < 0x600:
		return 0, false
	case r <= 0x6ff, r >= 0x750 && r <= 0x77f, r >= 0x8a0 && r <= 0x8ff, r >= 0xfb50 && r <= 0xfdff, r >= 0xfe70 && r <= 0xfeff:
		return Arabic, true
	case r >= 0x980 && r <= 0x9ff, r == 0x964, r == 0x965: // the last two end a sentence
		return Bengali, true
	}
	return 0, false
}

// shapedFace is the face that shapes r, false where none has it.
func shapedFace(r rune) (Face, bool) {
	f, ok := scriptOf(r)
	if !ok {
		return 0, false
	}
	_, ok = f.width(r)
	return f, ok
}

// shapedWord returns how many runes at the beginning of a text are shaped as
// one, and in which face; 0 for other letters. Digits, which run from left to
// right in each script, are words of their own.
func shapedWord(runes []rune) (n int, face Face) {
	face, ok := shapedFace(runes[0])
	if !ok {
		return 0, 0
	}
	digits := unicode.IsDigit(runes[0])
	for n = 1; n < len(runes); n++ {
		r := runes[n]
		if isJoiner(r) && n+1 < len(runes) {
			r = runes[n+1]
		}
		if f, ok := shapedFace(r); !ok || f != face || !unicode.Is(unicode.Mn, r) && unicode.IsDigit(r) != digits {
			break
		}
	}
	return n, face
}

// keepJoiners leaves joiners, which choose between forms of a letter, between
// two letters that are shaped, and drops all others.
func keepJoiners(text string) string {
	var out []rune
	runes := []rune(text)
	for i, r := range runes {
		if isJoiner(r) {
			if len(out) == 0 || i+1 == len(runes) {
				continue
			}
			_, before := scriptOf(out[len(out)-1])
			_, behind := scriptOf(runes[i+1])
			if !before || !behind {
				continue
			}
		}
		out = append(out, r)
	}
	return string(out)
}

// shapers hold a parsed font each; a shaper serves one goroutine at a time and
// keeps nothing of the text.
var shapers [faceCount]sync.Pool

func (f Face) shaper() (*harfbuzz.Font, error) {
	if s, ok := shapers[f].Get().(*harfbuzz.Font); ok {
		return s, nil
	}
	parsed, err := font.ParseTTF(bytes.NewReader(faces()[f].file))
	if err != nil {
		return nil, fmt.Errorf("reading the font of a script: %w", err)
	}
	return harfbuzz.NewFont(parsed), nil
}

// shapeWord sets a word of one script in its face and returns its clusters in
// reading order; false where the face cannot.
func shapeWord(runes []rune, face Face) (clusters []cluster, ok bool) {
	defer func() {
		if recover() != nil { // a fault of the shaper; the value may hold text and is not repeated
			clusters, ok = nil, false
		}
	}()
	shaper, err := face.shaper()
	if err != nil {
		return nil, false
	}
	base := face &^ 1
	rightToLeft := base == Arabic && !unicode.IsDigit(runes[0])
	buf := harfbuzz.NewBuffer()
	buf.AddRunes(runes, 0, -1)
	buf.ClusterLevel = harfbuzz.MonotoneCharacters
	buf.Props = harfbuzz.SegmentProperties{Direction: harfbuzz.LeftToRight, Script: language.Bengali}
	if base == Arabic {
		buf.Props.Script = language.Arabic
	}
	if rightToLeft {
		buf.Props.Direction = harfbuzz.RightToLeft
	}
	buf.Shape(shaper, nil)
	shapers[face].Put(shaper)
	return clustersOfGlyphs(buf, runes, face, rightToLeft)
}

// clustersOfGlyphs parts a shaped word where letters may be told apart. The
// glyphs come from left to right, whatever the script.
func clustersOfGlyphs(buf *harfbuzz.Buffer, runes []rune, face Face, rightToLeft bool) ([]cluster, bool) {
	unit := 1000 / faces()[face].upem * faceScale[face]
	n := len(buf.Info)
	starts := make([]int, 0, n+1)
	for _, g := range buf.Info {
		starts = append(starts, g.Cluster)
	}
	slices.Sort(starts)
	starts = append(slices.Compact(starts), len(runes))
	var clusters []cluster
	for i := 0; i < n; {
		from := buf.Info[i].Cluster
		at, _ := slices.BinarySearch(starts, from)
		c := cluster{text: string(runes[from:starts[at+1]]), face: face, after: letter}
		pen := 0.0
		for ; i < n && buf.Info[i].Cluster == from; i++ {
			glyph, at := buf.Info[i].Glyph, buf.Pos[i]
			if glyph == 0 || glyph > 0xffff {
				return nil, false
			}
			c.glyphs = append(c.glyphs, Glyph{ID: uint16(glyph), X: pen + float64(at.XOffset)*unit, Y: float64(at.YOffset) * unit})
			pen += float64(at.XAdvance) * unit
		}
		c.says()
		if rightToLeft && pen == 0 && !unicode.Is(unicode.Mn, runes[from]) {
			c.glyphs[0].X -= nudge
		}
		c.width = int(pen + 0.5)
		clusters = append(clusters, c)
	}
	if rightToLeft {
		slices.Reverse(clusters)
	}
	return clusters, len(clusters) > 0
}

// nudge, in thousandths of the size, moves what takes no room of its own, such
// as the second half of a ligature, to the left of the letter before it. It
// cannot be seen; readers that sort the letters of a page by their places, as
// poppler does, would else not know which comes first.
const nudge = 4

// says shares the letters of a cluster out among its glyphs.
func (c *cluster) says() {
	runes := []rune(c.text)
	for i := range c.glyphs {
		switch {
		case len(runes) == 0:
		case i == len(c.glyphs)-1:
			c.glyphs[i].Text = string(runes)
		default:
			c.glyphs[i].Text, runes = string(runes[:1]), runes[1:]
		}
	}
}

// canShape reports whether every word of shaped letters can be drawn.
func canShape(runes []rune) bool {
	for len(runes) > 0 {
		n, face := shapedWord(runes)
		if n == 0 {
			return isJoiner(runes[0])
		}
		if _, ok := shapeWord(runes[:n], face); !ok {
			return false
		}
		runes = runes[n:]
	}
	return true
}

// oneGlyph is a cluster of a letter that needs no shaping, for places where the
// text runs from right to left: brackets open to the other side there.
func oneGlyph(c cluster, r rune) cluster {
	glyph, err := faces()[c.face].font.GlyphIndex(new(sfnt.Buffer), r)
	if err != nil || glyph == 0 {
		return c
	}
	c.glyphs = []Glyph{{ID: uint16(glyph), Text: c.text}}
	return c
}
