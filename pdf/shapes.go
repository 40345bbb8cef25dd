package pdf

import (
	"image"
	"iter"
	"math"

	"golang.org/x/image/font/sfnt"
)

// Shape is what a page is filled with where it is drawn by outlines, as a printer's driver does: polygons in one colour,
// their inside by the non-zero winding rule, or a picture in a rectangle. Lengths are in the unit of Shapes, x to the right
// and y downwards from the top left corner of the paper.
type Shape struct {
	Color      Color
	Polygons   [][]Point
	Picture    image.Image // fills X, Y, W, H; then there are no polygons
	X, Y, W, H float64
}

// Point is a place on the paper.
type Point struct{ X, Y float64 }

// flat is how far the sides of a polygon may lie beside the curve they stand for, in mm: an eighth of the dot of a printer
// with 600 dots an inch.
const flat = 0.005

// Shapes yields what a page, counted from 0, is filled with, in its order; perMM is how many units a millimetre has. The
// outlines are those of the preview.
func (d *Document) Shapes(page int, perMM float64) iter.Seq[Shape] {
	return func(yield func(Shape) bool) {
		for _, op := range d.Ops(page) {
			for _, s := range op.shapes(perMM) {
				if !yield(s) {
					return
				}
			}
		}
	}
}

func (op Op) shapes(perMM float64) []Shape {
	switch op.Kind {
	case OpText:
		placed, _ := op.glyphs(perMM)
		s := Shape{Color: op.Color}
		for _, g := range placed {
			s.Polygons = g.polygons(s.Polygons, flat*perMM)
		}
		if len(s.Polygons) == 0 {
			return nil
		}
		return []Shape{s}
	case OpRect:
		return []Shape{polygon(op.Color, op.corners(), perMM)}
	case OpLine:
		var all []Shape
		for _, corners := range op.dashes() {
			all = append(all, polygon(op.Color, corners, perMM))
		}
		return all
	case OpPicture:
		if drawn, err := op.Picture.drawn(); err == nil {
			return []Shape{{Picture: drawn, X: op.X * perMM, Y: op.Y * perMM, W: op.W * perMM, H: op.H * perMM}}
		}
	}
	return nil
}

func polygon(c Color, corners [][2]float64, perMM float64) Shape {
	points := make([]Point, len(corners))
	for i, at := range corners {
		points[i] = Point{at[0] * perMM, at[1] * perMM}
	}
	return Shape{Color: c, Polygons: [][]Point{points}}
}

// corners are those of a rectangle, in mm.
func (op Op) corners() [][2]float64 {
	return [][2]float64{{op.X, op.Y}, {op.X + op.W, op.Y}, {op.X + op.W, op.Y + op.H}, {op.X, op.Y + op.H}}
}

// dashes are the corners of the thin rectangles that a line is made of, in mm.
func (op Op) dashes() (all [][][2]float64) {
	length := math.Hypot(op.W, op.H)
	if length == 0 {
		return nil
	}
	dx, dy := op.W/length, op.H/length
	nx, ny := -dy*op.Stroke/2, dx*op.Stroke/2
	piece, step := length, length
	if op.Dash > 0 {
		piece, step = op.Dash, 2*op.Dash
	}
	for at := 0.0; at < length; at += step {
		to := min(at+piece, length)
		x0, y0, x1, y1 := op.X+dx*at, op.Y+dy*at, op.X+dx*to, op.Y+dy*to
		all = append(all, [][2]float64{{x0 + nx, y0 + ny}, {x1 + nx, y1 + ny}, {x1 - nx, y1 - ny}, {x0 - nx, y0 - ny}})
	}
	return all
}

// glyphs are the outlines of a text at the advances of the file, and the box around them, in units of which a millimetre
// has perMM.
func (op Op) glyphs(perMM float64) (placed []placedGlyph, box extent) {
	face := faces()[op.Face]
	unit := op.Size * pointsToMM * perMM / face.upem // of a font unit
	sin, cos := math.Sincos(op.Turn * math.Pi / 180)
	placed = make([]placedGlyph, 0, len(op.Text))
	place := func(shape sfnt.Segments, x, y float64) { // in font units, y upwards
		if len(shape) == 0 {
			return
		}
		g := placedGlyph{shape, transform{
			unit * cos, unit * sin, unit * sin, unit * cos,
			op.X*perMM + (x*cos-y*sin)*unit, op.Y*perMM - (x*sin+y*cos)*unit,
		}}
		g.extend(&box)
		placed = append(placed, g)
	}
	pen := 0.0
	if op.Glyphs == nil {
		for _, r := range op.Text {
			place(face.outline(r), pen, 0)
			w, _ := op.Face.width(r)
			pen += float64(w) * face.upem / 1000
		}
	}
	for _, g := range op.Glyphs {
		place(face.outlineOf(sfnt.GlyphIndex(g.ID)), g.X*perMM/unit, g.Y*perMM/unit)
	}
	return placed, box
}

// transform takes font units, y downwards, to the page: a turn, a scale, a place.
type transform [6]float64

type placedGlyph struct {
	shape sfnt.Segments
	at    transform
}

func (g placedGlyph) point(s sfnt.Segment, i int) (x, y float64) {
	u, v := float64(s.Args[i].X)/64, float64(s.Args[i].Y)/64
	return g.at[0]*u + g.at[1]*v + g.at[4], -g.at[2]*u + g.at[3]*v + g.at[5]
}

func (g placedGlyph) extend(box *extent) {
	for _, s := range g.shape {
		for i := range pointsOf(s.Op) {
			box.include(g.point(s, i))
		}
	}
}

// polygons appends the outline, its curves as sides that lie no farther than off beside them.
func (g placedGlyph) polygons(all [][]Point, off float64) [][]Point {
	for _, s := range g.shape {
		var at [3]Point
		for i := range pointsOf(s.Op) {
			at[i].X, at[i].Y = g.point(s, i)
		}
		if s.Op == sfnt.SegmentOpMoveTo {
			all = append(all, []Point{at[0]})
			continue
		}
		last := &all[len(all)-1]
		pen := (*last)[len(*last)-1]
		switch s.Op {
		case sfnt.SegmentOpLineTo:
			*last = append(*last, at[0])
		case sfnt.SegmentOpQuadTo: // a cubic one whose control points lie two thirds of the way to its own
			*last = appendCurve(*last, pen, between(pen, at[0], 2./3), between(at[1], at[0], 2./3), at[1], off)
		case sfnt.SegmentOpCubeTo:
			*last = appendCurve(*last, pen, at[0], at[1], at[2], off)
		}
	}
	return all
}

// appendCurve appends the sides for a cubic Bézier curve behind its first point. With n of them none lies farther beside it
// than three quarters of how much its control points bend, by n².
func appendCurve(points []Point, a, b, c, d Point, off float64) []Point {
	bend := max(math.Hypot(a.X-2*b.X+c.X, a.Y-2*b.Y+c.Y), math.Hypot(b.X-2*c.X+d.X, b.Y-2*c.Y+d.Y))
	n := math.Ceil(math.Sqrt(0.75 * bend / off))
	for i := 1.0; i < n; i++ {
		t := i / n
		ab, bc, cd := between(a, b, t), between(b, c, t), between(c, d, t)
		points = append(points, between(between(ab, bc, t), between(bc, cd, t), t))
	}
	return append(points, d)
}

// between is the point at t of the way from one to another.
func between(from, to Point, t float64) Point {
	return Point{from.X + (to.X-from.X)*t, from.Y + (to.Y-from.Y)*t}
}

func pointsOf(op sfnt.SegmentOp) int {
	switch op {
	case sfnt.SegmentOpQuadTo:
		return 2
	case sfnt.SegmentOpCubeTo:
		return 3
	}
	return 1
}
