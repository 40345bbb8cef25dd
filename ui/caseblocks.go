package ui

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// part is a section of a page: its heading with what can be done beside it, then its blocks, or one muted line where
// there are none.
func part(title string, do []fyne.CanvasObject, empty string, blocks ...fyne.CanvasObject) fyne.CanvasObject {
	about(title, do)
	head := widget.Aside(26, widget.Pad(widget.Margins{Top: theme.Space8}, widget.Heading(title)), widget.Row(theme.Space4, do...))
	inner := []fyne.CanvasObject{head}
	if len(blocks) == 0 && empty != "" {
		inner = append(inner, widget.Pad(widget.Margins{Bottom: theme.Space8}, widget.Muted(empty)))
	}
	for i, b := range blocks {
		if i > 0 {
			inner = append(inner, widget.Hairline())
		}
		inner = append(inner, b)
	}
	return widget.Stack(theme.Space4, inner...)
}

// block is one record on a page: a name, words that wrap, a muted line, and what can be done with it.
type block struct {
	name, words, small string
	tone               fyne.ThemeColorName // of the name; ink if empty
	more               []fyne.CanvasObject // under the words
	do                 []fyne.CanvasObject // at the right
}

func (b block) object() fyne.CanvasObject {
	var lines []fyne.CanvasObject
	if b.name != "" {
		lines = append(lines, widget.NewText(b.name, widget.TextStyle{Bold: true, Color: b.tone}))
	}
	if b.words != "" {
		lines = append(lines, widget.Body(b.words))
	}
	if b.small != "" {
		lines = append(lines, widget.Muted(b.small))
	}
	lines = append(lines, b.more...)
	sides := widget.Sides{Center: widget.Pad(widget.Margins{Top: theme.Space8, Bottom: theme.Space8}, widget.Stack(theme.Space4, lines...))}
	if len(b.do) > 0 {
		about(firstText(b.name, b.words, b.small), b.do)
		sides.Right = widget.Stack(0, widget.Row(0, b.do...))
	}
	return widget.Frame(sides)
}

// about tells a screen reader of which part or record a link is: beside each there is another "Change".
func about(what string, do []fyne.CanvasObject) {
	for _, o := range do {
		if b, ok := o.(*widget.Button); ok {
			b.About(what)
		}
	}
}

// does is a list of links.
func does(links ...*widget.Button) []fyne.CanvasObject {
	list := make([]fyne.CanvasObject, len(links))
	for i, l := range links {
		list[i] = l
	}
	return list
}

// pageFoot is a row that stays in sight under a page that scrolls.
func pageFoot(parts ...fyne.CanvasObject) fyne.CanvasObject {
	return widget.Stack(0, widget.Hairline(), widget.Pad(widget.Sideways(theme.Space24, theme.Space12), widget.Row(theme.Space12, parts...)))
}
