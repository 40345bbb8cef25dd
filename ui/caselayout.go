package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// caseFrame lays out a case: who it is about, how they may be reached, the row of pages, the page, and under it what
// stays in sight. Where that would leave the page too little room the head folds: the facts and the row of pages scroll
// with the page, and of the rule two lines stay, with a button that shows all of it.
type caseFrame struct {
	head   *caseHead
	tabs   fyne.CanvasObject
	scroll *widget.Scroll
	foot   *fyne.Container // stays in sight under the page: Save
	body   *fyne.Container

	above, below *fyne.Container // where the facts and the row of pages stand, above and below the rule
	within       *fyne.Container // where they stand while they scroll with the page
	folded       bool
	width        float32
}

// Heights of the page, in letters.
const (
	comfortablePage = 15 // with less the head folds
	leastPageHeight = 5  // what is left in any case
)

func newCaseFrame(head *caseHead, tabs *widget.Tabs, reading fyne.CanvasObject) *caseFrame {
	f := &caseFrame{head: head, tabs: widget.Pad(widget.Sideways(theme.Space12, 0), tabs), foot: widget.Stack(0)}
	f.above, f.below, f.within = widget.Stack(0, head.facts), widget.Stack(0, f.tabs), widget.Stack(0)
	f.scroll = widget.NewScroll(reading)
	head.turned = func() { f.body.Refresh() }
	f.body = container.New(f, f.above, head.rule, f.below, f.scroll, f.foot)
	return f
}

// put shows a page, with what stays in sight under it; foot may be nil.
func (f *caseFrame) put(page, foot fyne.CanvasObject) {
	f.foot.Objects = nil
	if foot != nil {
		f.foot.Objects = []fyne.CanvasObject{foot}
	}
	f.body.Refresh()
	f.scroll.Set(widget.Stack(0, f.within, page))
}

// fold moves the facts and the row of pages to where they belong.
func (f *caseFrame) fold(yes bool) {
	f.folded = yes
	f.above.Objects, f.below.Objects, f.within.Objects = nil, nil, nil
	if yes {
		f.above.Objects = []fyne.CanvasObject{widget.Gap(theme.Space8)}
		f.within.Objects = []fyne.CanvasObject{f.head.facts, f.tabs}
	} else {
		f.above.Objects, f.below.Objects = []fyne.CanvasObject{f.head.facts}, []fyne.CanvasObject{f.tabs}
	}
	for _, part := range []fyne.CanvasObject{f.above, f.below, f.within, f.scroll} {
		part.Refresh()
	}
}

// footHeight is what lies under the page, or would if a note were written there: the head is the same on all pages.
func (f *caseFrame) footHeight(width float32) float32 {
	return max(widget.Fit(f.foot, width).Height, theme.Size(theme.ControlHeight)+2*theme.Space12+theme.HairWidth)
}

// Layout is for Fyne.
func (f *caseFrame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	f.width = size.Width
	high := func(o fyne.CanvasObject) float32 { return widget.Fit(o, size.Width).Height }
	letter, foot := theme.Size(theme.BodyText), f.footHeight(size.Width)
	room := size.Height - foot - high(f.head.facts) - high(f.head.whole) - high(f.tabs)
	if folded := room < comfortablePage*letter; folded != f.folded {
		f.fold(folded)
	}
	rule := f.head.fold(f.folded, size.Width)
	rule = min(rule, max(0, size.Height-foot-leastPageHeight*letter)) // it scrolls on its own
	foot = high(f.foot)
	var y float32
	for _, part := range []struct {
		o      fyne.CanvasObject
		height float32
	}{{f.above, high(f.above)}, {f.head.rule, rule}, {f.below, high(f.below)}, {f.scroll, -1}, {f.foot, foot}} {
		if part.height < 0 {
			part.height = max(0, size.Height-y-foot)
		}
		part.o.Move(fyne.NewPos(0, y))
		part.o.Resize(fyne.NewSize(size.Width, part.height))
		y += part.height
	}
}

// MinSize asks for a few lines of the page only, so that Save under it stays in sight.
func (f *caseFrame) MinSize([]fyne.CanvasObject) fyne.Size {
	wide := max(f.head.facts.MinSize().Width, f.tabs.MinSize().Width, f.scroll.MinSize().Width, f.foot.MinSize().Width)
	width := max(f.width, wide)
	return fyne.NewSize(wide, widget.Fit(f.head.short, width).Height+leastPageHeight*theme.Size(theme.BodyText)+widget.Fit(f.foot, width).Height)
}
