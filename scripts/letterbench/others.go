package main

import (
	"fmt"

	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"
	"github.com/johnfercher/maroto/v2/pkg/repository"
	"github.com/signintech/gopdf"

	"noddfa/assets"
)

func withMaroto(words letter) ([]byte, error) {
	fonts, err := repository.New().
		AddUTF8FontFromBytes("text", fontstyle.Normal, assets.FontRegular()).
		AddUTF8FontFromBytes("text", fontstyle.Bold, assets.FontBold()).
		Load()
	if err != nil {
		return nil, err
	}
	m := maroto.New(config.NewBuilder().
		WithCustomFonts(fonts).WithDefaultFont(&props.Font{Family: "text", Size: 12}).
		WithLeftMargin(25).WithRightMargin(25).WithTopMargin(20).WithBottomMargin(20).
		WithPageNumber(props.PageNumber{Pattern: "Page {current} of {total}"}).WithTitle(words.title, true).Build())
	for _, line := range words.before {
		m.AddRows(text.NewAutoRow(line))
	}
	for i, row := range words.table {
		p := props.Text{Size: 10.5}
		if i == 0 {
			p.Style = fontstyle.Bold
		}
		var cells []core.Col
		for _, cell := range row {
			cells = append(cells, text.NewCol(12/len(row), cell, p))
		}
		m.AddAutoRow(cells...)
	}
	for _, line := range words.after {
		m.AddRows(text.NewAutoRow(line))
	}
	doc, err := m.Generate()
	if err != nil {
		return nil, err
	}
	return doc.GetBytes(), nil
}

// gopdfPage sets lines in points from the top of a page.
type gopdfPage struct {
	gopdf.GoPdf
	y float64
}

func (p *gopdfPage) room(height float64) {
	if p.y+height > gopdf.PageSizeA4.H-57 {
		p.AddPage()
		p.y = 57
	}
}

// lines draws the lines of a text and returns their height.
func (p *gopdfPage) lines(said string, x, width, lead float64) (float64, error) {
	list, err := p.SplitTextWithWordWrap(said, width)
	for i, line := range list {
		p.SetXY(x, p.y+float64(i)*lead)
		if err := p.Cell(nil, line); err != nil {
			return 0, err
		}
	}
	return float64(len(list)) * lead, err
}

func withGopdf(words letter) ([]byte, error) {
	p := &gopdfPage{}
	p.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	p.SetInfo(gopdf.PdfInfo{Title: words.title})
	if err := p.AddTTFFontData("text", assets.FontRegular()); err != nil {
		return nil, err
	}
	if err := p.AddTTFFontData("bold", assets.FontBold()); err != nil {
		return nil, err
	}
	p.AddFooter(func() {
		_ = p.SetFont("text", "", 9)
		p.SetXY(450, 805)
		_ = p.Cell(nil, fmt.Sprintf("Page %d of 2", p.GetNumberOfPages()))
		_ = p.SetFont("text", "", 12)
	})
	p.AddPage()
	p.y = 57
	const left, measure = 71.0, 453.0
	paragraphs := func(list []string) error {
		if err := p.SetFont("text", "", 12); err != nil {
			return err
		}
		for _, said := range list {
			split, err := p.SplitTextWithWordWrap(said, measure)
			if err != nil {
				return err
			}
			p.room(float64(len(split)) * 16)
			height, err := p.lines(said, left, measure, 16)
			if err != nil {
				return err
			}
			p.y += height
		}
		return nil
	}
	if err := paragraphs(words.before); err != nil {
		return nil, err
	}
	width := measure / float64(len(words.table[0]))
	for i, row := range words.table {
		family := "text"
		if i == 0 {
			family = "bold"
		}
		if err := p.SetFont(family, "", 10.5); err != nil {
			return nil, err
		}
		p.room(60)
		tallest := 0.0
		for j, cell := range row {
			height, err := p.lines(cell, left+float64(j)*width, width-6, 14)
			if err != nil {
				return nil, err
			}
			tallest = max(tallest, height)
		}
		p.y += tallest
	}
	if err := paragraphs(words.after); err != nil {
		return nil, err
	}
	return p.GetBytesPdfReturnErr()
}
