package ui

import (
	"context"
	"image"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"noddfa/pdf"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// pageViews shows the pages of a document as wide as there is room, one under the other. The pictures are drawn off
// the window's goroutine at the size they are shown in.
type pageViews struct {
	fynewidget.BaseWidget
	desk     caseDesk
	key      string // of the work, so that newer drawing replaces older
	doc      *pdf.Document
	pages    []*canvas.Image
	edges    []*canvas.Rectangle
	spoken   string // what the pages of spokenOf say
	spokenOf *pdf.Document
	drawn    float32 // width, in pixels of the screen, of what is shown
	wait     *time.Timer
	drew     func(pages int) // after each drawing; may be nil
}

func newPageViews(d caseDesk, key string, drew func(pages int)) *pageViews {
	p := &pageViews{desk: d, key: key, drew: drew}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows another document. The old pages stay until the new ones are drawn.
func (p *pageViews) Set(doc *pdf.Document) {
	p.doc = doc
	p.draw()
}

// Describe says what the pages say, as they will be printed.
func (p *pageViews) Describe() widget.Description {
	if p.doc == nil {
		return widget.Description{}
	}
	if p.spokenOf != p.doc {
		p.spokenOf, p.spoken = p.doc, ""
		for i := range p.doc.Pages() {
			p.spoken += p.doc.Text(i) + "\n"
		}
	}
	return widget.Description{
		Role: widget.RoleProse, Name: p.doc.Title(), State: widget.Manylined, Active: -1,
		Words: &widget.Words{Text: p.spoken, Caret: -1},
	}
}

// pixels is the width of a page on this screen.
func (p *pageViews) pixels() float32 {
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		scale = c.Scale()
	}
	return p.Size().Width * scale
}

func (p *pageViews) draw() {
	doc, width := p.doc, p.pixels()
	if doc == nil || width < 40 {
		return
	}
	p.drawn = width
	dpi := min(max(float64(width)/(pdf.PageWidth/25.4), 20), 600)
	Go(p.desk.shell.Runner(), p.key, func(ctx context.Context) ([]image.Image, error) {
		pictures := make([]image.Image, doc.Pages())
		for i := range pictures {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			picture, err := doc.Page(i, dpi)
			if err != nil {
				return nil, err
			}
			pictures[i] = picture
		}
		return pictures, nil
	}, func(pictures []image.Image, err error) {
		if err != nil {
			return
		}
		p.put(pictures)
		if p.drew != nil {
			p.drew(len(pictures))
		}
	})
}

func (p *pageViews) put(pictures []image.Image) {
	changed := len(pictures) != len(p.pages)
	p.pages, p.edges = p.pages[:min(len(p.pages), len(pictures))], p.edges[:min(len(p.edges), len(pictures))]
	for len(p.pages) < len(pictures) {
		page, edge := canvas.NewImageFromImage(nil), canvas.NewRectangle(nil)
		page.FillMode, page.ScaleMode = canvas.ImageFillStretch, canvas.ImageScaleFastest
		edge.StrokeWidth = theme.HairWidth
		p.pages, p.edges = append(p.pages, page), append(p.edges, edge)
	}
	for i, picture := range pictures {
		p.pages[i].Image = picture
		p.pages[i].Refresh()
	}
	p.Refresh()
	if changed {
		settle(p)
	}
}

func (p *pageViews) pageHeight(width float32) float32 { return width * pdf.PageHeight / pdf.PageWidth }

// pageEnds is how far down a page its text ends at most; the margin is below.
const pageEnds = 0.94

// top and foot are where a page begins, and where its text ends.
func (p *pageViews) top(page int) float32 {
	return float32(page) * (p.pageHeight(p.Size().Width) + theme.Space16)
}

func (p *pageViews) foot(page int) float32 {
	return p.top(page) + p.pageHeight(p.Size().Width)*pageEnds
}

// FitWidth is all pages under each other, with room between them.
func (p *pageViews) FitWidth(width float32) fyne.Size {
	n := float32(max(len(p.pages), 1))
	return fyne.NewSize(width, n*p.pageHeight(width)+(n-1)*theme.Space16)
}

// MinSize is small; the pages take the width they get.
func (p *pageViews) MinSize() fyne.Size {
	width := p.Size().Width
	return fyne.NewSize(160, p.FitWidth(max(width, 160)).Height)
}

// CreateRenderer is for Fyne.
func (p *pageViews) CreateRenderer() fyne.WidgetRenderer { return &pageViewsRenderer{p} }

type pageViewsRenderer struct{ p *pageViews }

func (r *pageViewsRenderer) Layout(size fyne.Size) {
	height := r.p.pageHeight(size.Width)
	for i := range r.p.pages {
		at := fyne.NewPos(0, r.p.top(i))
		r.p.pages[i].Move(at)
		r.p.pages[i].Resize(fyne.NewSize(size.Width, height))
		r.p.edges[i].Move(at)
		r.p.edges[i].Resize(fyne.NewSize(size.Width, height))
	}
	if r.p.drawn != r.p.pixels() {
		r.later()
	}
}

// later draws at the new width once the window has stopped changing.
func (r *pageViewsRenderer) later() {
	if r.p.drawn == 0 {
		r.p.draw()
		return
	}
	if r.p.wait != nil {
		r.p.wait.Stop()
	}
	r.p.wait = r.p.desk.later(redrawAfter, r.p.draw)
}

func (r *pageViewsRenderer) MinSize() fyne.Size { return r.p.MinSize() }

func (r *pageViewsRenderer) Refresh() {
	for _, e := range r.p.edges {
		e.StrokeColor = theme.Color(theme.Border)
		e.Refresh()
	}
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

func (r *pageViewsRenderer) Destroy() {}

func (r *pageViewsRenderer) Objects() []fyne.CanvasObject {
	var objects []fyne.CanvasObject
	for i := range r.p.pages {
		objects = append(objects, r.p.pages[i], r.p.edges[i])
	}
	return objects
}
