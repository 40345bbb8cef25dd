package pdf

// Margins of every page, in mm. Address, headings and text share the left edge.
const (
	left    = 25.0
	right   = PageWidth - 25.0
	measure = right - left
)

// The inks. All but pale carry text on white and on tint at 4.5:1 or more, and
// read apart in black and white.
var (
	ink     = Color{0x16, 0x16, 0x16}
	soft    = Color{0x55, 0x55, 0x55}
	brand   = Color{0x1b, 0x36, 0x5d}
	alarm   = Color{0x8c, 0x10, 0x12}
	tint    = Color{0xe6, 0xea, 0xef}
	warm    = Color{0xfb, 0xf4, 0xe6}
	amber   = Color{0xa8, 0x6a, 0x00}
	redTint = Color{0xfb, 0xec, 0xeb}
	hair    = Color{0xb4, 0xb8, 0xbd}
	pale    = Color{0xe4, 0xe4, 0xe4}
)

// style is how a line is set. lead is the distance of baselines in mm.
type style struct {
	size  float64
	lead  float64
	color Color
}

func newStyle(size, ratio float64, c Color) style {
	return style{size: size, lead: size * ratio * pointsToMM, color: c}
}

// sheet holds the styles of one document; everything follows from the size of
// its text.
type sheet struct {
	text, cell, small, heading, title style
	gap                               float64 // mm: multiplies every space between parts
}

// newSheet makes the styles for text of the given size in points. tight sets
// everything a little closer, for a letter that would else spill a few lines
// onto another page.
func newSheet(size float64, tight bool) sheet {
	ratio, cellRatio, gap := 1.35, 1.28, 1.0
	if tight {
		ratio, cellRatio, gap = 1.25, 1.2, 0.65
	}
	return sheet{
		text:    newStyle(size, ratio, ink),
		cell:    newStyle(max(10.5, size-1.5), cellRatio, ink),
		small:   newStyle(size*0.72, 1.3, soft),
		heading: newStyle(size*1.17, 1.25, ink),
		title:   newStyle(min(size*1.32, max(18, size*1.18)), 1.25, ink), // large print has room for one line of it
		gap:     gap,
	}
}

// baseline is how far below the top of its line the baseline of a style lies.
func (s style) baseline() float64 {
	return s.lead/2 + s.size*pointsToMM*0.34
}

// lineOps draws one set line with its top at y.
func (s style) lineOps(l line, x, y float64) []Op {
	ops := make([]Op, 0, len(l.runs))
	for _, r := range l.runs {
		ops = append(ops, Op{
			Kind: OpText, X: x + r.x, Y: y + s.baseline(), W: r.width, Text: r.text, Face: r.face, Glyphs: r.glyphs, Size: s.size * faceScale[r.face], Color: s.color,
		})
	}
	return ops
}

// textBlock is text set in lines, ready to be placed.
type textBlock struct {
	style style
	lines []line
}

func (s style) set(spans []span, width float64) textBlock {
	return textBlock{style: s, lines: breakLines(spans, s.size, width)}
}

func (b textBlock) height() float64 { return float64(len(b.lines)) * b.style.lead }

// ops draws lines from up to before to, the first with its top at y.
func (b textBlock) ops(from, to int, x, y float64) []Op {
	var ops []Op
	for i := from; i < min(to, len(b.lines)); i++ {
		ops = append(ops, b.style.lineOps(b.lines[i], x, y+float64(i-from)*b.style.lead)...)
	}
	return ops
}
