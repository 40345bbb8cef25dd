package pdf

import (
	"bytes"
	"fmt"
	"image"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/draw"

	"noddfa/data/logo"
)

// The box of the logo, in mm, at the left of the letterhead: it ends above what
// an envelope's window may show.
const (
	logoWidth  = 45.0
	logoHeight = 18.0
	logoGap    = 5.0
)

// Picture is what an OpPicture draws: a small opaque picture.
type Picture struct {
	kept  []byte
	drawn func() (image.Image, error) // decodes it once
}

// pictureOf holds a logo as package logo made it.
func pictureOf(kept []byte) *Picture {
	return &Picture{kept, sync.OnceValues(func() (image.Image, error) { return logo.Open(kept) })}
}

// nameOf is what the pages of a file call a picture: a number, nothing of where
// it came from.
func (w *fileWriter) nameOf(p *Picture) string {
	at := slices.IndexFunc(w.drawn, func(other *Picture) bool { return bytes.Equal(other.kept, p.kept) })
	if at < 0 {
		at = len(w.drawn)
		w.drawn = append(w.drawn, p)
	}
	return fmt.Sprintf("Picture%d", at+1)
}

// addPictures adds the pictures to a file of gofpdf's, as the colours of their
// dots alone, and names them to its pages.
func addPictures(o *objectFile, pictures []*Picture) error {
	var names strings.Builder
	for i, p := range pictures {
		drawn, err := p.drawn()
		if err != nil {
			return err
		}
		size := drawn.Bounds().Size()
		dots := make([]byte, 0, 3*size.X*size.Y)
		for y := range size.Y {
			for x := range size.X {
				r, g, b, _ := drawn.At(x, y).RGBA()
				dots = append(dots, byte(r>>8), byte(g>>8), byte(b>>8))
			}
		}
		number := o.addStream(fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 ", size.X, size.Y), dots)
		fmt.Fprintf(&names, "/Picture%d %d 0 R\n", i+1, number)
	}
	return o.nameInPages("/XObject <<\n", names.String())
}

// paintOn draws the picture into an area of a page.
func (p *Picture) paintOn(dst *image.RGBA, area image.Rectangle) {
	if drawn, err := p.drawn(); err == nil {
		draw.CatmullRom.Scale(dst, area, drawn, drawn.Bounds(), draw.Src, nil)
	}
}

// logoOps is the logo beside the organisation's name, in a band of the page
// that is high mm; wide is what it takes of the measure. All of it is nothing
// where the letter has none, and in the copy that somebody holds at home: it
// tells from afar where the paper is from.
func (c *letterSetter) logoOps(high float64) (ops []Op, wide float64) {
	l := c.l.Sender.Logo
	if l == nil || c.l.ForPerson || len(l.Picture) == 0 {
		return nil, 0
	}
	p := pictureOf(l.Picture)
	drawn, err := p.drawn()
	if err != nil {
		return nil, 0
	}
	w, h := float64(drawn.Bounds().Dx()), float64(drawn.Bounds().Dy())
	scale := min(logoWidth/w, logoHeight/h)
	op := Op{Kind: OpPicture, X: left, Y: letterheadTop, W: w * scale, H: h * scale, Picture: p}
	op.Y += max(0, high-op.H) / 2
	begin := Op{Kind: OpBegin, Role: RoleArtifact}
	if name := c.senderName(); name != "" {
		begin = c.begin(RoleFigure)
		begin.Text = name
	}
	return within(begin, []Op{op}), op.W + logoGap
}
