package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// textFont is a font of the file that is addressed by letters, as they stand in
// UTF-16: none of those we draw so needs two units. gofpdf can write such fonts
// too; it takes longer for it than for all the rest of a letter.
type textFont struct {
	face Face
	used map[rune]bool
}

func newTextFont(face Face) *textFont { return &textFont{face: face, used: map[rune]bool{}} }

// name is what pages call the font.
func (f *textFont) name() string { return fmt.Sprintf("T%d", f.face) }

// write appends a text as it stands between brackets in a page.
func (f *textFont) write(out []byte, text string) []byte {
	for _, r := range text {
		f.used[r] = true
		for _, b := range [2]byte{byte(r >> 8), byte(r)} {
			switch b {
			case '(', ')', '\\':
				out = append(out, '\\', b)
			case '\r':
				out = append(out, "\\r"...) // a bare one would be read as a line end
			default:
				out = append(out, b)
			}
		}
	}
	return out
}

// add adds the objects of the font and returns the number of the first.
func (f *textFont) add(o *objectFile) (int, error) {
	letters := slices.Sorted(maps.Keys(f.used))
	used := map[uint16]bool{}
	toGlyph := make([]byte, 2*(int(letters[len(letters)-1])+1))
	var widths strings.Builder
	font := faces()[f.face].font
	for _, r := range letters {
		id, err := font.GlyphIndex(nil, r)
		if err != nil {
			return 0, fmt.Errorf("looking for a glyph: %w", err)
		}
		used[uint16(id)] = true
		toGlyph[2*r], toGlyph[2*r+1] = byte(id>>8), byte(id)
		width, _ := f.face.width(r)
		fmt.Fprintf(&widths, "%d [%d] ", r, width)
	}
	return o.addFont(f.face, used, toGlyph, strings.TrimSpace(widths.String()), unicodeItself)
}

// unicodeItself says that each code is the letter it says.
var unicodeItself = []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
	"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n" +
	"1 beginbfrange\n<0000> <ffff> <0000>\nendbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
