package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// letterPage is what every page about one letter has: the facts at the left, its very pages at the right.
type letterPage struct {
	caseDesk
	*panes
	id     data.ID
	facts  *widget.Scroll
	pages  *pageViews
	looked *pagesRead // at of the pages
	focal  fyne.Focusable
}

func newLetterPage(d caseDesk, r Route) letterPage {
	p := letterPage{caseDesk: d}
	_ = p.id.UnmarshalText([]byte(r.ID))
	p.facts = widget.NewScroll(widget.Pad(widget.Around(theme.Space24), widget.Muted(d.t("case.reading"))))
	p.looked = &pagesRead{}
	p.pages = newPageViews(d, "pages", func(int) { p.looked.look() })
	p.looked.pages, p.looked.scroll = p.pages, widget.NewScroll(widget.Pad(widget.Around(theme.Space16), p.pages))
	p.panes = newPanes(d, "panes.facts", p.facts, nil, widget.Surface(theme.Rail, 0, p.looked.scroll))
	p.looked.panes, p.turned = p.panes, p.looked.look
	p.looked.scroll.Scrolled(p.looked.look)
	return p
}

// Content is the page.
func (p *letterPage) Content() fyne.CanvasObject { return p.under.body }

// FirstFocus is the filled button, once the letter is read.
func (p *letterPage) FirstFocus() fyne.Focusable { return p.focal }

// fail says why there is no letter to show.
func (p *letterPage) fail(err error) {
	p.facts.Set(widget.Pad(widget.Around(theme.Space24), widget.Body(data.Sentence(p.words, err))))
}

// lay shows the facts and puts the keyboard on what is done first.
func (p *letterPage) lay(first fyne.Focusable, parts ...fyne.CanvasObject) {
	p.focal = first
	p.facts.Set(widget.Pad(widget.Sideways(theme.Space24, theme.Space16), widget.Stack(theme.Space24, parts...)))
	p.focus(first)
}

// line is one fact; nothing is shown of an empty one.
func (p *letterPage) line(key, value string) fyne.CanvasObject {
	text := widget.Body(labelled(p.words, key, value))
	text.Hidden = value == ""
	return text
}

// toCase leads to the letters of the case.
func (p *letterPage) toCase(of data.ID) *widget.Button {
	return widget.Link(p.t("letters.openCase"), func() { p.shell.Go(Route{Screen: ScreenCase, ID: of.String(), Tab: tabLetters}) })
}

// theOne is what a list has under an id, or the error that says that there is nothing.
func theOne[T any](list []T, is func(T) bool) (T, error) {
	if at := slices.IndexFunc(list, is); at >= 0 {
		return list[at], nil
	}
	var none T
	return none, &data.Error{Code: data.CodeNoRecord, Doing: "opening a letter"}
}
