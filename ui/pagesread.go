package ui

import (
	"strconv"
	"strings"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// pagesRead knows which pages of a letter somebody has looked at: those whose last line has been in sight. Who approves
// a letter answers for every page of it.
type pagesRead struct {
	pages  *pageViews
	scroll *widget.Scroll
	panes  *panes
	seen   []bool
	more   func() // after pages were drawn or looked at; may be nil
}

// look notes the pages whose end is in sight now.
func (r *pagesRead) look() {
	more := len(r.seen) != len(r.pages.pages)
	if more {
		r.seen = make([]bool, len(r.pages.pages))
	}
	inSight := r.panes != nil && r.panes.right.Visible() && r.pages.Size().Width > 0
	from := r.scroll.Offset() - theme.Space16
	for i, before := range r.seen {
		foot := r.pages.foot(i)
		r.seen[i] = before || inSight && foot > from && foot <= from+r.scroll.Size().Height
		more = more || r.seen[i] != before
	}
	if more && r.more != nil {
		r.more()
	}
}

// left are the numbers of the pages that nobody looked at to their end, and whether they are drawn at all.
func (r *pagesRead) left() (numbers []int, drawn bool) {
	for i, seen := range r.seen {
		if !seen {
			numbers = append(numbers, i+1)
		}
	}
	return numbers, len(r.seen) > 0
}

// anyLeft reports whether a page was not looked at to its end, or none is drawn yet.
func (r *pagesRead) anyLeft() bool {
	left, drawn := r.left()
	return !drawn || len(left) > 0
}

// on shows what comes next of the first page that was not looked at to its end.
func (r *pagesRead) on() {
	left, _ := r.left()
	switch {
	case !r.panes.right.Visible():
		r.panes.OpenTab(2)
	case len(left) == 0:
	case r.pages.top(left[0]-1)+theme.Space16 > r.scroll.Offset()+r.scroll.Size().Height/2:
		r.scroll.ScrollTo(r.pages.top(left[0] - 1))
	case r.pages.foot(left[0]-1)+theme.Space16 < r.scroll.Offset(): // it was jumped over
		r.scroll.ScrollTo(r.pages.top(left[0] - 1))
	default:
		r.scroll.PageBy(1)
	}
	r.look()
}

// leftWords says which pages were not looked at; "" where none is left.
func (p *letterPage) leftWords() string {
	left, drawn := p.looked.left()
	switch {
	case !drawn:
		return p.t("asked.notDrawn")
	case len(left) == 0:
		return ""
	}
	var numbers []string
	for _, n := range left {
		numbers = append(numbers, strconv.Itoa(n))
	}
	return p.t("asked.notLooked", map[string]any{"Pages": strings.Join(numbers, ", ")})
}
