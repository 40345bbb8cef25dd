package pdf

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/vector"
)

// Page draws one page, counted from 0, as a picture of dpi dots an inch (20 to
// 600): white paper and the very operations of the file.
func (d *Document) Page(page int, dpi float64) (image.Image, error) {
	if page < 0 || page >= len(d.pages) {
		return nil, fmt.Errorf("drawing page %d of %d: there is no such page", page+1, len(d.pages))
	}
	if !(dpi >= 20 && dpi <= 600) {
		return nil, fmt.Errorf("drawing page %d: %g dots an inch is not between 20 and 600", page+1, dpi)
	}
	scale := dpi / 25.4
	p := picture{
		scale: scale,
		dst:   image.NewRGBA(image.Rect(0, 0, int(math.Round(PageWidth*scale)), int(math.Round(PageHeight*scale)))),
	}
	draw.Draw(p.dst, p.dst.Bounds(), image.White, image.Point{}, draw.Src)
	for _, op := range d.pages[page] {
		switch op.Kind {
		case OpText:
			p.text(op)
		case OpRect:
			p.fill(op.Color, [][2]float64{{op.X, op.Y}, {op.X + op.W, op.Y}, {op.X + op.W, op.Y + op.H}, {op.X, op.Y + op.H}})
		case OpLine:
			p.line(op)
		case OpPicture:
			op.Picture.paintOn(p.dst, image.Rect(
				int(math.Round(op.X*scale)), int(math.Round(op.Y*scale)), int(math.Round((op.X+op.W)*scale)), int(math.Round((op.Y+op.H)*scale))))
		}
	}
	return p.dst, nil
}

type picture struct {
	dst   *image.RGBA
	scale float64 // dots per mm
	ink   vector.Rasterizer
}

// line draws a line as the thin rectangles it is made of.
func (p *picture) line(op Op) {
	length := math.Hypot(op.W, op.H)
	if length == 0 {
		return
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
		p.fill(op.Color, [][2]float64{{x0 + nx, y0 + ny}, {x1 + nx, y1 + ny}, {x1 - nx, y1 - ny}, {x0 - nx, y0 - ny}})
	}
}

// fill paints a polygon given in mm.
func (p *picture) fill(c Color, points [][2]float64) {
	var box extent
	for i := range points {
		points[i][0] *= p.scale
		points[i][1] *= p.scale
		box.include(points[i][0], points[i][1])
	}
	area := box.rectangle().Intersect(p.dst.Bounds())
	if area.Empty() {
		return
	}
	p.ink.Reset(area.Dx(), area.Dy())
	for i, pt := range points {
		x, y := float32(pt[0]-float64(area.Min.X)), float32(pt[1]-float64(area.Min.Y))
		if i == 0 {
			p.ink.MoveTo(x, y)
		} else {
			p.ink.LineTo(x, y)
		}
	}
	p.ink.ClosePath()
	p.paint(area, c)
}

func (p *picture) paint(area image.Rectangle, c Color) {
	p.ink.Draw(p.dst, area, image.NewUniform(color.RGBA{c.R, c.G, c.B, 255}), image.Point{})
}

// text draws the outlines of a run at the advances of the file.
func (p *picture) text(op Op) {
	face := faces()[op.Face]
	unit := op.Size * pointsToMM * p.scale / face.upem // dots per font unit
	sin, cos := math.Sincos(op.Turn * math.Pi / 180)
	placed := make([]placedGlyph, 0, len(op.Text))
	var box extent
	place := func(shape sfnt.Segments, x, y float64) { // in font units, y upwards
		if len(shape) == 0 {
			return
		}
		g := placedGlyph{shape, transform{
			unit * cos, unit * sin, unit * sin, unit * cos,
			op.X*p.scale + (x*cos-y*sin)*unit, op.Y*p.scale - (x*sin+y*cos)*unit,
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
		place(face.outlineOf(sfnt.GlyphIndex(g.ID)), g.X*p.scale/unit, g.Y*p.scale/unit)
	}
	area := box.rectangle().Intersect(p.dst.Bounds())
	if len(placed) == 0 || area.Empty() {
		return
	}
	p.ink.Reset(area.Dx(), area.Dy())
	for _, g := range placed {
		g.at[4] -= float64(area.Min.X)
		g.at[5] -= float64(area.Min.Y)
		g.trace(&p.ink)
	}
	p.paint(area, op.Color)
}

// transform takes font units, y downwards, to dots: a turn, a scale, a place.
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

func pointsOf(op sfnt.SegmentOp) int {
	switch op {
	case sfnt.SegmentOpQuadTo:
		return 2
	case sfnt.SegmentOpCubeTo:
		return 3
	}
	return 1
}

func (g placedGlyph) trace(ink *vector.Rasterizer) {
	for _, s := range g.shape {
		var xy [6]float32
		for i := range pointsOf(s.Op) {
			x, y := g.point(s, i)
			xy[2*i], xy[2*i+1] = float32(x), float32(y)
		}
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			ink.ClosePath()
			ink.MoveTo(xy[0], xy[1])
		case sfnt.SegmentOpLineTo:
			ink.LineTo(xy[0], xy[1])
		case sfnt.SegmentOpQuadTo:
			ink.QuadTo(xy[0], xy[1], xy[2], xy[3])
		case sfnt.SegmentOpCubeTo:
			ink.CubeTo(xy[0], xy[1], xy[2], xy[3], xy[4], xy[5])
		}
	}
	ink.ClosePath()
}

// extent grows around points.
type extent struct {
	minX, minY, maxX, maxY float64
	some                   bool
}

func (e *extent) include(x, y float64) {
	if !e.some {
		*e = extent{x, y, x, y, true}
		return
	}
	e.minX, e.maxX = min(e.minX, x), max(e.maxX, x)
	e.minY, e.maxY = min(e.minY, y), max(e.maxY, y)
}

func (e *extent) rectangle() image.Rectangle {
	return image.Rect(int(math.Floor(e.minX)), int(math.Floor(e.minY)), int(math.Ceil(e.maxX)), int(math.Ceil(e.maxY)))
}
