package pdf

import (
	"slices"
	"strings"
	"time"
)

// The page: A4, in millimetres from its top left corner.
const (
	PageWidth  = 210.0
	PageHeight = 297.0
)

// OpKind says what an operation does.
type OpKind uint8

// The kinds of operation.
const (
	OpText    OpKind = iota // Text in Face at Size points, its baseline beginning at X, Y, its left end; W is its width without spaces at its end
	OpRect                  // a filled rectangle
	OpLine                  // a line from X, Y to X+W, Y+H, Stroke wide, dashed if Dash > 0
	OpBegin                 // what follows is Role; Node names the element and comes again where it goes on over a page; Text is what a figure shows
	OpEnd                   // ends the innermost open Role
	OpPicture               // Picture fills the rectangle
)

// Color is a colour of ink.
type Color struct{ R, G, B uint8 }

// Op is one drawing operation. Lengths are millimetres.
type Op struct {
	Kind       OpKind
	X, Y, W, H float64
	Text       string
	Face       Face
	Glyphs     []Glyph // the letters of Text where they are shaped or run from right to left; not to be changed
	Size       float64 // points
	Color      Color
	Stroke     float64
	Dash       float64
	Turn       float64 // degrees against the clock around X, Y; text only
	Role       Role
	Node       int
	Picture    *Picture
}

// Role is what a part of the page is to a reader that cannot see it, in the
// words of tagged PDF.
type Role string

// The roles.
const (
	RoleArtifact  Role = "Artifact" // head, foot, rules: not part of the text
	RoleTitle     Role = "H1"
	RoleHeading   Role = "H2"
	RoleParagraph Role = "P"
	RoleSection   Role = "Sect"
	RoleTable     Role = "Table"
	RoleRow       Role = "TR"
	RoleHead      Role = "TH"
	RoleCell      Role = "TD"
	RoleList      Role = "L"
	RoleItem      Role = "LI"
	RoleFigure    Role = "Figure"
)

// Document is pages of drawing operations in reading order. It does not change
// once it is made and may be drawn by several goroutines at once.
type Document struct {
	title string // of the file: a reference, never a name
	lang  string
	date  time.Time // of the file
	pages [][]Op
	langs []string // of each page, where they differ
	nodes int      // elements in the pages
}

// Pages is the number of pages; there is at least one.
func (d *Document) Pages() int { return len(d.pages) }

// Title is what the file calls itself: a reference, never a name.
func (d *Document) Title() string { return d.title }

// Language is "en" or "cy".
func (d *Document) Language() string { return d.lang }

// Ops returns the operations of a page, counted from 0, in reading order; nil
// for a page that is not there.
func (d *Document) Ops(page int) []Op {
	if page < 0 || page >= len(d.pages) {
		return nil
	}
	return slices.Clone(d.pages[page])
}

// Text returns what a page says in reading order: a line for each paragraph,
// heading and table row, tabs between cells. It is "" for a page that is not
// there.
func (d *Document) Text(page int) string {
	if page < 0 || page >= len(d.pages) {
		return ""
	}
	var out strings.Builder
	var open []Role
	for _, op := range d.pages[page] {
		switch op.Kind {
		case OpText:
			out.WriteString(op.Text)
		case OpBegin:
			open = append(open, op.Role)
		case OpEnd:
			role := open[len(open)-1]
			open = open[:len(open)-1]
			switch role {
			case RoleHead, RoleCell:
				out.WriteByte('\t')
			case RoleTable, RoleList, RoleSection, RoleFigure:
			default:
				out.WriteByte('\n')
			}
		}
	}
	return out.String()
}
