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
			p.fill(op.Color, op.corners())
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
	for _, corners := range op.dashes() {
		p.fill(op.Color, corners)
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
	placed, box := op.glyphs(p.scale)
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
