package logo_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"

	"noddfa/data/logo"
)

const canary = "CANARY 51.4816,-3.1791 Mair's phone"

func packed(t testing.TB, p image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asJPEG(t testing.TB, p image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, p, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// filled is a picture of one colour.
func filled(w, h int, c color.Color) *image.NRGBA {
	p := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		p.Set(i%w, i/w, c)
	}
	return p
}

// noise is a picture that does not pack.
func noise(w, h int) image.Image {
	p, r := image.NewNRGBA(image.Rect(0, 0, w, h)), rand.New(rand.NewPCG(1, 2))
	for i := range p.Pix {
		p.Pix[i] = byte(r.Uint32())
	}
	return p
}

// withText is a PNG with a chunk of text behind its head.
func withText(file []byte, text string) []byte {
	const head = 8 + 25
	chunk := append([]byte("tEXt"), "Comment\x00"+text...)
	out := binary.BigEndian.AppendUint32(bytes.Clone(file[:head]), uint32(len(chunk)-4))
	out = binary.BigEndian.AppendUint32(append(out, chunk...), crc32.ChecksumIEEE(chunk))
	return append(out, file[head:]...)
}

// withEXIF is a JPEG as a camera writes it.
func withEXIF(file []byte, text string) []byte {
	body := "Exif\x00\x00" + text
	out := append([]byte("\xff\xd8\xff\xe1"), byte((len(body)+2)>>8), byte(len(body)+2))
	return append(append(out, body...), file[2:]...)
}

func TestLogoIsAnOpaquePictureOfNoMoreThanALetterheadNeedsAndNothingElse(t *testing.T) {
	t.Parallel()
	blue := color.NRGBA{20, 60, 160, 255}
	for name, c := range map[string]struct {
		file       []byte
		wide, high int
	}{
		"wide":             {packed(t, filled(700, 70, blue)), 600, 60},
		"tall":             {packed(t, filled(50, 400, blue)), 30, 240},
		"small":            {packed(t, filled(90, 40, blue)), 90, 40},
		"a line":           {packed(t, image.NewGray(image.Rect(0, 0, 2000, 1))), 600, 1},
		"JPEG":             {asJPEG(t, filled(660, 66, blue)), 600, 60},
		"grey":             {packed(t, image.NewGray16(image.Rect(0, 0, 64, 32))), 64, 32},
		"of few colours":   {packed(t, image.NewPaletted(image.Rect(0, 0, 64, 32), color.Palette{blue, color.Transparent})), 64, 32},
		"with a text":      {withText(packed(t, filled(90, 40, blue)), canary), 90, 40},
		"from a camera":    {withEXIF(asJPEG(t, filled(90, 40, blue)), canary), 90, 40},
		"with more behind": {append(packed(t, filled(90, 40, blue)), canary...), 90, 40},
	} {
		kept, reason := logo.Read(c.file)
		if reason != logo.Taken {
			t.Errorf("%s: refused, %s", name, reason)
			continue
		}
		drawn, err := logo.Open(kept)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if size := drawn.Bounds().Size(); size != image.Pt(c.wide, c.high) {
			t.Errorf("%s: kept with %v dots", name, size)
		}
		if bytes.Contains(kept, []byte("CANARY")) || bytes.Contains(kept, []byte("tEXt")) || bytes.Contains(kept, []byte("Exif")) {
			t.Errorf("%s: what stood beside the picture is kept", name)
		}
	}
	if !bytes.Contains(withEXIF(asJPEG(t, noise(9, 9)), canary), []byte(canary)) {
		t.Error("the canary was not there to be lost")
	}
}

func TestLogoStandsOnWhiteWhereItLetsTheGroundThrough(t *testing.T) {
	t.Parallel()
	for _, side := range []int{40, 500} {
		half := image.NewNRGBA(image.Rect(0, 0, side, side/2))
		half.Set(0, 0, color.NRGBA{0, 0, 0, 128})
		kept, _ := logo.Read(packed(t, half))
		drawn, err := logo.Open(kept)
		if err != nil {
			t.Fatal(err)
		}
		size := drawn.Bounds().Size()
		if r, g, b, a := drawn.At(size.X-1, size.Y-1).RGBA(); r != 0xffff || g != 0xffff || b != 0xffff || a != 0xffff {
			t.Errorf("%d dots: the ground is %x %x %x %x", side, r, g, b, a)
		}
	}
}

func TestLogoOfAnyPictureStaysSmall(t *testing.T) {
	t.Parallel()
	kept, reason := logo.Read(packed(t, noise(250, 160)))
	if reason != logo.Taken || len(kept) > 110<<10 || len(kept) < 20<<10 {
		t.Errorf("%d bytes are kept, %q", len(kept), reason)
	}
}

func TestNoLogoIsMadeOfAnythingElseWhateverItIsCalled(t *testing.T) {
	t.Parallel()
	whole := packed(t, filled(90, 40, color.Black))
	var moving bytes.Buffer
	if err := gif.Encode(&moving, filled(9, 9, color.Black), nil); err != nil {
		t.Fatal(err)
	}
	claims := bytes.Clone(whole)
	binary.BigEndian.PutUint32(claims[16:], 1<<30) // its width, as its head has it
	binary.BigEndian.PutUint32(claims[29:], crc32.ChecksumIEEE(claims[12:29]))
	for name, c := range map[string]struct {
		file []byte
		want logo.Reason
	}{
		"nothing":       {nil, logo.Other},
		"words":         {[]byte("our logo"), logo.Other},
		"a drawing":     {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), logo.Other},
		"a GIF":         {moving.Bytes(), logo.Other},
		"a PDF":         {[]byte("%PDF-1.7\n"), logo.Other},
		"half a PNG":    {whole[:len(whole)/2], logo.Broken},
		"a PNG's head":  {whole[:8], logo.Broken},
		"half a JPEG":   {asJPEG(t, noise(60, 60))[:400], logo.Broken},
		"too wide":      {packed(t, filled(2001, 1, color.Black)), logo.Huge},
		"too high":      {packed(t, filled(1, 2001, color.Black)), logo.Huge},
		"a bomb's head": {claims, logo.Huge},
		"too large":     {append(bytes.Clone(whole), make([]byte, 1<<20)...), logo.Large},
	} {
		if kept, reason := logo.Read(c.file); reason != c.want || kept != nil {
			t.Errorf("%s: %q, wanted %q", name, reason, c.want)
		}
	}
}

// FuzzRead hands any bytes to the reader: it never stops the program, and what it takes can be drawn.
func FuzzRead(f *testing.F) {
	f.Add(packed(f, filled(3, 2, color.Black)))
	f.Add(packed(f, image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.White, color.Transparent})))
	f.Add(asJPEG(f, filled(9, 9, color.White)))
	f.Add(withEXIF(asJPEG(f, image.NewGray(image.Rect(0, 0, 8, 8))), canary))
	f.Fuzz(func(t *testing.T, file []byte) {
		kept, reason := logo.Read(file)
		if (reason == logo.Taken) != (kept != nil) {
			t.Fatalf("%q with %d bytes", reason, len(kept))
		}
		if kept != nil {
			if _, err := logo.Open(kept); err != nil {
				t.Fatal(err)
			}
		}
	})
}
