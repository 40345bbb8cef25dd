package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"sync"
	"unicode/utf16"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// glyphFont is a font of the file that is addressed by glyphs: each code stands
// for one glyph that says one thing. A textFont is addressed by letters, of
// which each has one form only.
type glyphFont struct {
	face  Face
	codes map[glyphKey]int
	list  []glyphKey // the glyph of code n is at n-1
}

type glyphKey struct {
	id   uint16
	says string
}

var fontNames = [faceCount]string{
	"AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold", "SourceSans3-Regular", "SourceSans3-Bold",
	"NotoNaskhArabic-Regular", "NotoNaskhArabic-Bold", "NotoSansBengali-Regular", "NotoSansBengali-Bold",
}

func newGlyphFont(face Face) *glyphFont { return &glyphFont{face: face, codes: map[glyphKey]int{}} }

// name is what pages call the font.
func (f *glyphFont) name() string { return fmt.Sprintf("G%d", f.face) }

// code is the code of a glyph.
func (f *glyphFont) code(g Glyph) int {
	key := glyphKey{g.ID, g.Text}
	if known, ok := f.codes[key]; ok {
		return known
	}
	f.list = append(f.list, key)
	f.codes[key] = len(f.list)
	return len(f.list)
}

// addFonts adds the fonts to a file of gofpdf's and names them to its
// pages, which share one dictionary of resources.
func addFonts(o *objectFile, w *fileWriter) error {
	var names strings.Builder
	for face := range faceCount {
		if f := w.plain[face]; f != nil {
			number, err := f.add(o)
			if err != nil {
				return err
			}
			fmt.Fprintf(&names, "/%s %d 0 R\n", f.name(), number)
		}
		if f := w.shaped[face]; f != nil {
			number, err := f.add(o)
			if err != nil {
				return err
			}
			fmt.Fprintf(&names, "/%s %d 0 R\n", f.name(), number)
		}
	}
	return o.nameInPages("/Font <<\n", names.String())
}

// nameInPages puts names into the part of the pages' dictionary of resources that begins so.
func (o *objectFile) nameInPages(begins, names string) error {
	if names == "" {
		return nil
	}
	for i := range o.objects {
		if head := o.objects[i].head; bytes.Contains(head, []byte("/ProcSet")) {
			if !bytes.Contains(head, []byte(begins)) {
				break
			}
			o.objects[i].head = bytes.Replace(head, []byte(begins), []byte(begins+names), 1)
			return nil
		}
	}
	return errNotOurs
}

// add adds the objects of one font and returns the number of the first.
func (f *glyphFont) add(o *objectFile) (int, error) {
	used := map[uint16]bool{}
	toGlyph := make([]byte, 2, 2+2*len(f.list)) // code 0 is no glyph
	var widths strings.Builder
	face := faces()[f.face]
	for _, key := range f.list {
		used[key.id] = true
		toGlyph = append(toGlyph, byte(key.id>>8), byte(key.id))
		advance, err := face.font.GlyphAdvance(new(sfnt.Buffer), sfnt.GlyphIndex(key.id), fixed.I(int(face.upem)), font.HintingNone)
		if err != nil {
			return 0, fmt.Errorf("measuring a glyph: %w", err)
		}
		fmt.Fprintf(&widths, "%d ", int(float64(advance)/64*1000/face.upem+0.5))
	}
	return o.addFont(f.face, used, toGlyph, "1 ["+strings.TrimSpace(widths.String())+"]", f.toUnicode())
}

// addFont adds the objects of a font with the outlines of some glyphs alone, and
// returns the number of the first. toGlyph is the glyph of each code, widths is
// what the file says of them, unicode what each code says.
func (o *objectFile) addFont(f Face, used map[uint16]bool, toGlyph []byte, widths string, unicode []byte) (int, error) {
	face := faces()[f]
	file, err := subset(face.file, used)
	if err != nil {
		return 0, err
	}
	bounds, err := face.font.Bounds(new(sfnt.Buffer), fixed.I(1000), font.HintingNone)
	if err != nil {
		return 0, fmt.Errorf("measuring a font: %w", err)
	}
	metrics, err := face.font.Metrics(new(sfnt.Buffer), fixed.I(1000), font.HintingNone)
	if err != nil {
		return 0, fmt.Errorf("measuring a font: %w", err)
	}
	name := "NODDFA+" + fontNames[f]
	stream := o.addStream(fmt.Sprintf("/Length1 %d ", len(file)), file)
	descriptor := o.add(fmt.Sprintf("<</Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 80 /FontFile2 %d 0 R>>",
		name, bounds.Min.X.Floor(), -bounds.Max.Y.Ceil(), bounds.Max.X.Ceil(), -bounds.Min.Y.Floor(), metrics.Ascent.Ceil(), -metrics.Descent.Ceil(), metrics.Ascent.Ceil(), stream))
	ids := o.addStream("", toGlyph)
	descendant := o.add(fmt.Sprintf("<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /DW 0 /W [%s] /CIDToGIDMap %d 0 R>>",
		name, descriptor, widths, ids))
	says := o.addStream("", unicode)
	return o.add(fmt.Sprintf("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>", name, descendant, says)), nil
}

// toUnicode says what each code says.
func (f *glyphFont) toUnicode() []byte {
	var out bytes.Buffer
	out.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n")
	const most = 100 // entries of one section
	var lines []string
	for i, key := range f.list {
		if key.says != "" {
			lines = append(lines, fmt.Sprintf("<%04x> <%s>\n", i+1, utf16Digits(key.says)))
		}
	}
	for len(lines) > 0 {
		n := min(most, len(lines))
		fmt.Fprintf(&out, "%d beginbfchar\n%sendbfchar\n", n, strings.Join(lines[:n], ""))
		lines = lines[n:]
	}
	out.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return out.Bytes()
}

// utf16Digits is a text as the hexadecimal digits of UTF-16.
func utf16Digits(text string) string {
	var out strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&out, "%04x", u)
	}
	return out.String()
}

// utf16Hex is the same behind a byte-order mark, as a text of the file is
// written.
func utf16Hex(text string) string { return "feff" + utf16Digits(text) }

// addStream appends a compressed stream; more goes before its length.
func (o *objectFile) addStream(more string, content []byte) int {
	o.objects = append(o.objects, packed(more, content))
	return len(o.objects)
}

// packers are kept: one takes most of a megabyte, which costs more than packing a page.
var packers = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

// packed is an object with a compressed stream; more goes before its length.
func packed(more string, content []byte) fileObject {
	z := packers.Get().(*zlib.Writer)
	defer packers.Put(z)
	var out bytes.Buffer
	z.Reset(&out)
	_, _ = z.Write(content) // a buffer takes everything
	_ = z.Close()
	return fileObject{
		head: fmt.Appendf(nil, "<</Filter /FlateDecode %s/Length %d>>", more, out.Len()), stream: out.Bytes(), has: true,
	}
}
