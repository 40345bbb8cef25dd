package logo

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
)

// Reason says why a file is no logo.
type Reason string

// The reasons.
const (
	Taken  Reason = ""
	Large  Reason = "large"  // the file
	Huge   Reason = "huge"   // the picture in it
	Broken Reason = "broken" // begins as a picture and is none
	Other  Reason = "other"  // not PNG, not JPEG
)

// What is read, and what is kept. A letterhead has 45 by 18 mm for it: the width is 340 dots an inch there.
const (
	MostBytes  = 1 << 20
	MostDots   = 2000 // of a side
	MostWidth  = 600
	MostHeight = 240
	keptBytes  = 108 << 10
)

// Read makes a logo of a PNG or JPEG file, or says why it does not. A logo as it
// is kept is an opaque PNG of colours alone.
func Read(file []byte) (picture []byte, reason Reason) {
	defer func() {
		if recover() != nil { // the decoders are given what anybody may have made
			picture, reason = nil, Broken
		}
	}()
	if len(file) > MostBytes {
		return nil, Large
	}
	read, measure := png.Decode, png.DecodeConfig
	switch {
	case bytes.HasPrefix(file, []byte("\x89PNG\r\n\x1a\n")):
	case bytes.HasPrefix(file, []byte("\xff\xd8\xff")):
		read, measure = jpeg.Decode, jpeg.DecodeConfig
	default:
		return nil, Other
	}
	size, err := measure(bytes.NewReader(file))
	switch {
	case err != nil || size.Width < 1 || size.Height < 1:
		return nil, Broken
	case size.Width > MostDots || size.Height > MostDots:
		return nil, Huge
	}
	drawn, err := read(bytes.NewReader(file))
	if err != nil || drawn.Bounds().Empty() {
		return nil, Broken
	}
	if picture, err = kept(drawn); err != nil {
		return nil, Broken
	}
	return picture, Taken
}

// kept draws a picture on white, as large as there is room for it and no larger than it is, smaller where it takes too
// many bytes: a photograph is no good logo.
func kept(drawn image.Image) ([]byte, error) {
	from := drawn.Bounds()
	scale := min(1, float64(MostWidth)/float64(from.Dx()), float64(MostHeight)/float64(from.Dy()))
	for ; ; scale *= 0.8 {
		area := image.Rect(0, 0, max(1, int(float64(from.Dx())*scale+0.5)), max(1, int(float64(from.Dy())*scale+0.5)))
		paper := image.NewRGBA(area)
		draw.Draw(paper, area, image.NewUniform(color.White), image.Point{}, draw.Src)
		if area.Size() == from.Size() {
			draw.Draw(paper, area, drawn, from.Min, draw.Over)
		} else {
			draw.CatmullRom.Scale(paper, area, drawn, from, draw.Over, nil)
		}
		var out bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, paper); err != nil {
			return nil, err
		}
		if out.Len() <= keptBytes {
			return out.Bytes(), nil
		}
	}
}

var errNotKept = errors.New("reading a logo: it was not made here")

// Open decodes a logo that Read made, and nothing else.
func Open(kept []byte) (image.Image, error) {
	size, err := png.DecodeConfig(bytes.NewReader(kept))
	if err != nil || len(kept) > keptBytes || size.Width > MostWidth || size.Height > MostHeight || size.ColorModel != color.RGBAModel {
		return nil, errNotKept
	}
	drawn, err := png.Decode(bytes.NewReader(kept))
	if err != nil {
		return nil, errNotKept
	}
	return drawn, nil
}
