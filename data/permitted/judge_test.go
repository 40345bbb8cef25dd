package permitted_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"unicode/utf16"

	"noddfa/data/permitted"
)

// pdf is a document of these objects, whole and with its table of contents.
func pdf(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
	return b.Bytes()
}

const (
	catalogue = "<< /Type /Catalog /Pages 2 0 R >>"
	page      = "<< /Type /Page /Resources << /Font << /F1 4 0 R >> >> >>"
	scan      = "<< /Type /XObject /Subtype /Image /Filter /DCTDecode /Length 4 >>\nstream\n\xff\xd8\xff\xe0\nendstream"
)

func packed(objects string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	fmt.Fprint(z, objects)
	z.Close()
	return fmt.Sprintf("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", b.Len(), b.String())
}

func picture(encode func(*bytes.Buffer, image.Image) error) []byte {
	var b bytes.Buffer
	if err := encode(&b, image.NewGray(image.Rect(0, 0, 40, 40))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func archive() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, _ := z.Create("inside.txt")
	fmt.Fprint(f, "inside")
	z.Close()
	return b.Bytes()
}

func utf16Of(words string, little bool) []byte {
	var b []byte
	for _, u := range append([]uint16{0xfeff}, utf16.Encode([]rune(words))...) {
		if little {
			b = append(b, byte(u), byte(u>>8))
		} else {
			b = append(b, byte(u>>8), byte(u))
		}
	}
	return b
}

func TestOnlyPDFAndTextAreKeptWhateverTheyAreCalled(t *testing.T) {
	t.Parallel()
	jpg := picture(func(b *bytes.Buffer, m image.Image) error { return jpeg.Encode(b, m, nil) })
	pngs := picture(func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) })
	gifs := picture(func(b *bytes.Buffer, m image.Image) error { return gif.Encode(b, m, nil) })
	whole := pdf(catalogue, page)
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	text := func(s string) []byte { return []byte(s) }
	for name, c := range map[string]struct {
		file   []byte
		kind   permitted.Type
		reason permitted.Reason
	}{
		"PDF":                              {whole, permitted.PDF, ""},
		"PDF 2.0":                          {bytes.Replace(whole, []byte("%PDF-1.7"), []byte("%PDF-2.0"), 1), permitted.PDF, ""},
		"PDF with a logo":                  {pdf(catalogue, page, scan), permitted.PDF, ""},
		"PDF with a font packed away":      {pdf(catalogue, packed("3 0 << /Font << >> >>"), scan), permitted.PDF, ""},
		"PDF of nothing but a picture":     {pdf(catalogue, scan), permitted.PDF, permitted.Picture},
		"PDF with a film":                  {pdf(catalogue, page, "<< /Subtype /RichMedia >>"), permitted.PDF, permitted.Picture},
		"PDF with files in it":             {pdf(catalogue, page, "<< /Type /EmbeddedFile >>"), permitted.PDF, permitted.Archive},
		"the same, spelt otherwise":        {pdf(catalogue, page, "<< /Type /Embedded#46ile >>"), permitted.PDF, permitted.Archive},
		"the same, packed away":            {pdf(catalogue, page, packed("3 0 << /EmbeddedFiles 1 0 R >>")), permitted.PDF, permitted.Archive},
		"PDF with a password":              {pdf(catalogue, page, "<< /Encrypt 9 0 R >>"), permitted.PDF, permitted.Secret},
		"PDF cut off":                      {whole[:len(whole)-20], permitted.PDF, permitted.Broken},
		"PDF in name alone":                {text("%PDF-1.7\nnothing\n"), permitted.PDF, permitted.Broken},
		"PDF whose table is nowhere":       {bytes.Replace(whole, []byte("startxref\n"), []byte("startxref\n9"), 1), permitted.PDF, permitted.Broken},
		"PDF with a picture behind it":     {join(whole, pngs), permitted.PDF, permitted.Broken},
		"PDF with a picture in the middle": {pdf(catalogue, page, string(pngs)), permitted.PDF, permitted.Picture},
		"PDF that opens as an archive":     {pdf(catalogue, page, string(archive())), permitted.PDF, permitted.Archive},
		"picture with a PDF behind it":     {join(jpg, whole), "", permitted.Picture},
		"JPEG":                             {jpg, "", permitted.Picture},
		"PNG":                              {pngs, "", permitted.Picture},
		"GIF":                              {gifs, "", permitted.Picture},
		"WebP":                             {text("RIFF\x24\x00\x00\x00WEBPVP8 \x18\x00\x00\x00"), "", permitted.Picture},
		"HEIC":                             {text("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "", permitted.Picture},
		"MP4":                              {text("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00"), "", permitted.Picture},
		"Matroska":                         {text("\x1aE\xdf\xa3\x01\x00\x00\x00"), "", permitted.Picture},
		"bitmap":                           {text("BM\x36\x00\x00\x00\x00\x00\x00\x00\x36\x00"), "", permitted.Other},
		"archive, or a word processor's":   {archive(), "", permitted.Archive},
		"gzip":                             {text("\x1f\x8b\x08\x00\x00"), "", permitted.Archive},
		"rich text":                        {text(`{\rtf1\ansi words}`), permitted.Text, permitted.Archive},
		"drawing in words":                 {text(`<?xml version="1.0"?><SVG xmlns="x">`), permitted.Text, permitted.Picture},
		"picture as numbers":               {text("P3\n2 2\n255\n0 0 0 1 1 1\n"), permitted.Text, permitted.Picture},
		"picture in base 64":               {text("Look:\n" + base64.StdEncoding.EncodeToString(jpg)), permitted.Text, permitted.Picture},
		"archive in base 64":               {text(base64.StdEncoding.EncodeToString(archive())), permitted.Text, permitted.Archive},
		"mail with a picture":              {text("Content-Type: image/jpeg; name=a\n\n"), permitted.Text, permitted.Picture},
		"words":                            {text("They said: “pay £500”.\r\n\tŵyn\n"), permitted.Text, ""},
		"words that begin as a file would": {text("The moov by GIF89a, FWS and ID3"), permitted.Text, ""},
		"a path to pictures":               {text(`C:\pictures\holiday`), permitted.Text, ""},
		"words with a mark before them":    {text("\xef\xbb\xbfpay"), permitted.Text, ""},
		"UTF-16, little end first":         {utf16Of("pay £500 😀", true), permitted.Text, ""},
		"UTF-16, big end first":            {utf16Of("pay £500 😀", false), permitted.Text, ""},
		"UTF-16 with half a character":     {append(utf16Of("a", true), 0x3d, 0xd8), "", permitted.Other},
		"drawing in UTF-16":                {utf16Of("<svg>", true), permitted.Text, permitted.Picture},
		"Windows-1252":                     {text("pay \xa3500, \x93now\x94"), permitted.Text, ""},
		"bytes of no Windows character":    {text("pay \xa3 \x81"), "", permitted.Other},
		"words with a control character":   {text("pay\x00now"), "", permitted.Other},
		"a program":                        {text("\x7fELF\x02\x01\x01"), "", permitted.Other},
		"nothing":                          {nil, "", permitted.Empty},
		"too much":                         {bytes.Repeat([]byte("a"), permitted.Most+1), "", permitted.Large},
	} {
		kind, reason := permitted.Judge(c.file)
		if reason != c.reason || reason == permitted.Allowed && kind != c.kind {
			t.Errorf("%s: %q, %q, not %q, %q", name, kind, reason, c.kind, c.reason)
		}
	}
}

func TestWordsOfATextAreReadAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	const words = "pay £500, “now”: tŷ 😀"
	for name, file := range map[string][]byte{
		"UTF-8": []byte("\xef\xbb\xbf" + words), "UTF-16": utf16Of(words, false), "the other way round": utf16Of(words, true),
	} {
		if got := permitted.Words(file); got != words {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := permitted.Words([]byte("\x93\xa3500\x94 \x80")); got != "“£500” €" {
		t.Errorf("Windows: %q", got)
	}
}

func FuzzJudge(f *testing.F) {
	f.Add(pdf(catalogue, page, scan))
	f.Add(pdf(catalogue, packed("3 0 << /Font << >> >>")))
	f.Add([]byte("They said £500"))
	f.Add(utf16Of("pay", true))
	f.Add(archive())
	f.Fuzz(func(t *testing.T, file []byte) {
		kind, reason := permitted.Judge(file)
		if again, why := permitted.Judge(file); again != kind || why != reason {
			t.Fatal("judged twice, and not alike")
		}
		if reason != permitted.Allowed {
			return
		}
		switch kind {
		case permitted.PDF:
			if !bytes.HasPrefix(file, []byte("%PDF-")) {
				t.Error("a PDF that does not begin as one is kept")
			}
			if r := permitted.Known(append([]byte(nil), file...)); r != permitted.Allowed {
				t.Errorf("a PDF that is %s is kept", r)
			}
		case permitted.Text:
			if words := permitted.Words(file); strings.ContainsAny(words, "\x00\x1b\x07") {
				t.Error("a text with control characters is kept")
			}
		default:
			t.Errorf("%q is kept", kind)
		}
	})
}
