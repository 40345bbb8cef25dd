package pdf

import (
	"fmt"
	"sync"
	"sync/atomic"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"noddfa/assets"
)

// Face is one of the faces text is drawn in.
type Face uint8

// The faces: the text face, the one that has the letters it lacks, and those
// whose letters are shaped (shape.go).
const (
	Regular Face = iota
	Bold
	FallbackRegular
	FallbackBold
	Arabic // and Urdu, Persian, Kurdish, Pashto
	ArabicBold
	Bengali
	BengaliBold
	faceCount
)

// faceScale is by how much a face is drawn larger than the text around it, so
// that their letters look alike in size.
var faceScale = [faceCount]float64{1, 1, 1, 1, 1.15, 1.15, 1, 1}

// fallback is the face to look in when f lacks a letter.
func (f Face) fallback() Face { return f + 2 }

// loadedFace is a parsed font. It is shared and safe for concurrent use.
type loadedFace struct {
	file   []byte
	font   *sfnt.Font
	upem   float64
	widths [0x2800]atomic.Int32 // of the letters everybody uses: 0 = not looked up, else width + 2, 1 = no glyph
	glyphs sync.Map             // rune or sfnt.GlyphIndex → sfnt.Segments in font units, for pictures
}

var faces = sync.OnceValue(func() [faceCount]*loadedFace {
	var all [faceCount]*loadedFace
	for i, file := range [faceCount][]byte{
		assets.FontRegular(), assets.FontBold(), assets.FallbackRegular(), assets.FallbackBold(),
		assets.ArabicRegular(), assets.ArabicBold(), assets.BengaliRegular(), assets.BengaliBold(),
	} {
		parsed, err := sfnt.Parse(file)
		if err != nil {
			panic(fmt.Sprintf("pdf: font %d: %v", i, err)) // embedded, so a test finds it before anybody else
		}
		all[i] = &loadedFace{file: file, font: parsed, upem: float64(parsed.UnitsPerEm())}
	}
	return all
})

// width returns the advance of r in thousandths of the face's own size, and whether
// the face has the letter. There is no kerning: gofpdf sets none.
func (f Face) width(r rune) (int, bool) {
	face := faces()[f]
	if int(r) < len(face.widths) {
		if known := face.widths[r].Load(); known != 0 {
			return int(known) - 2, known != 1
		}
	}
	w, ok := face.lookUp(r)
	if int(r) < len(face.widths) {
		if ok {
			face.widths[r].Store(int32(w + 2))
		} else {
			face.widths[r].Store(1)
		}
	}
	return w, ok
}

func (f *loadedFace) lookUp(r rune) (int, bool) {
	if r > 0xffff {
		return 0, false
	}
	glyph, err := f.font.GlyphIndex(nil, r)
	if err != nil || glyph == 0 {
		return 0, false
	}
	advance, err := f.font.GlyphAdvance(nil, glyph, fixed.I(int(f.upem)), font.HintingNone)
	if err != nil {
		return 0, false
	}
	return int(float64(advance)/64*1000/f.upem + 0.5), true
}

// outline returns the shape of r in font units, y downwards; nil for what
// leaves no ink.
func (f *loadedFace) outline(r rune) sfnt.Segments {
	if known, ok := f.glyphs.Load(r); ok {
		return known.(sfnt.Segments)
	}
	glyph, err := f.font.GlyphIndex(nil, r)
	if err != nil {
		return nil
	}
	own := f.outlineOf(glyph)
	f.glyphs.Store(r, own)
	return own
}

// outlineOf returns the shape of a glyph as outline does that of a letter.
func (f *loadedFace) outlineOf(glyph sfnt.GlyphIndex) sfnt.Segments {
	if known, ok := f.glyphs.Load(glyph); ok {
		return known.(sfnt.Segments)
	}
	loaded, err := f.font.LoadGlyph(new(sfnt.Buffer), glyph, fixed.I(int(f.upem)), nil)
	if err != nil {
		return nil
	}
	own := append(sfnt.Segments(nil), loaded...)
	f.glyphs.Store(glyph, own)
	return own
}

// CanPrint reports whether every letter of text can be drawn, and which cannot.
// It judges the text as Sanitise leaves it.
func CanPrint(text string) (missing string, ok bool) {
	clean, warned := Sanitise(text)
	for _, w := range warned {
		missing = mergeRunes(missing, w.Text)
		ok = false
	}
	missing = mergeRunes(missing, uncovered(clean))
	return missing, missing == "" && len(warned) == 0
}

// uncovered lists the letters that no face has.
func uncovered(clean string) string {
	missing := ""
	var word []rune // of letters that are shaped
	shaped := func() {
		if len(word) > 0 && !canShape(word) {
			missing = mergeRunes(missing, string(word))
		}
		word = nil
	}
	for _, r := range clean {
		if _, ok := shapedFace(r); ok || isJoiner(r) {
			word = append(word, r)
			continue
		}
		shaped()
		if r == '\n' || isSpace(r) || r == noBreakHyphen {
			continue
		}
		if _, ok := Regular.width(r); ok {
			continue
		}
		if _, ok := FallbackRegular.width(r); !ok {
			missing = mergeRunes(missing, string(r))
		}
	}
	shaped()
	return missing
}
