package main

import (
	"bytes"
	"fmt"
	"io"

	"codeberg.org/go-pdf/fpdf"
	"github.com/jung-kurt/gofpdf"

	"noddfa/assets"
)

// writer is what gofpdf and fpdf have in common.
type writer interface {
	AddUTF8FontFromBytes(family, style string, file []byte)
	SetFont(family, style string, size float64)
	SetMargins(left, top, right float64)
	SetAutoPageBreak(auto bool, margin float64)
	SetFooterFunc(func())
	AliasNbPages(alias string)
	SetTitle(title string, isUTF8 bool)
	AddPage()
	PageNo() int
	GetXY() (x, y float64)
	SetXY(x, y float64)
	SplitText(text string, width float64) []string
	MultiCell(w, h float64, text, border, align string, fill bool)
	CellFormat(w, h float64, text, border string, ln int, align string, fill bool, link int, url string)
	Output(io.Writer) error
}

func withGofpdf(words letter) ([]byte, error) {
	return withWriter(gofpdf.New("P", "mm", "A4", ""), words)
}

func withFpdf(words letter) ([]byte, error) {
	return withWriter(fpdf.New("P", "mm", "A4", ""), words)
}

const lineHeight, cellHeight = 5.7, 5.0

// withWriter sets the words one below the other, and a table whose rows are not
// parted.
func withWriter(p writer, words letter) ([]byte, error) {
	p.AddUTF8FontFromBytes("text", "", bytes.Clone(assets.FontRegular()))
	p.AddUTF8FontFromBytes("text", "B", bytes.Clone(assets.FontBold()))
	p.SetMargins(25, 20, 25)
	p.SetAutoPageBreak(true, 20)
	p.AliasNbPages("{nb}")
	p.SetTitle(words.title, true)
	p.SetFooterFunc(func() {
		p.SetXY(25, 282)
		p.SetFont("text", "", 9)
		p.CellFormat(160, 5, fmt.Sprintf("Page %d of {nb}", p.PageNo()), "", 0, "R", false, 0, "")
	})
	p.AddPage()
	lines := func(list []string) {
		p.SetFont("text", "", 12)
		for _, text := range list {
			p.MultiCell(160, lineHeight, text, "", "L", false)
		}
	}
	lines(words.before)
	width := 160 / float64(len(words.table[0]))
	for i, row := range words.table {
		style := ""
		if i == 0 {
			style = "B"
		}
		p.SetFont("text", style, 10.5)
		most := 1
		for _, cell := range row {
			most = max(most, len(p.SplitText(cell, width-2)))
		}
		height := float64(most) * cellHeight
		_, y := p.GetXY()
		if y+height > 277 {
			p.AddPage()
			p.SetFont("text", style, 10.5)
			_, y = p.GetXY()
		}
		for j, cell := range row {
			p.SetXY(25+float64(j)*width, y)
			p.MultiCell(width, cellHeight, cell, "", "L", false)
		}
		p.SetXY(25, y+height)
	}
	lines(words.after)
	var out bytes.Buffer
	err := p.Output(&out)
	return out.Bytes(), err
}
