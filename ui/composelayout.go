package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// panes are the words about a letter and its pages: side by side where there is room for both, else one at a time,
// turned with a row of two words, or Ctrl+1 and Ctrl+2.
type panes struct {
	caseDesk
	tabs        *widget.Tabs
	left, right fyne.CanvasObject
	foot        fyne.CanvasObject // what is done with it: under the words, and under the pages where they stand alone; may be nil
	body        *fyne.Container
	under       *underRule // the whole page: the safe-contact rule, then these
	narrow      bool
	turned      func() // after another pane is shown; may be nil
}

const (
	paneWords = "words"
	panePages = "pages"
)

// newPanes puts two scrolling panes together; words is the key of what the left one is called.
func newPanes(d caseDesk, words string, left, foot, right fyne.CanvasObject) *panes {
	p := &panes{caseDesk: d, left: left, foot: foot, right: right}
	if foot == nil {
		p.foot = widget.Gap(0)
	}
	p.tabs = widget.NewTabs(widget.TabsOptions{
		Tabs: []widget.Tab{{ID: paneWords, Label: d.t(words)}, {ID: panePages, Label: d.t("panes.pages")}}, Changed: func(string) { p.turn() },
	})
	p.body = container.New(p, widget.Pad(widget.Sideways(theme.Space16, 0), p.tabs), left, p.foot, right)
	p.under = newUnderRule(d, p.body)
	p.turn()
	return p
}

// OpenTab is for Ctrl+1 and Ctrl+2.
func (p *panes) OpenTab(n int) { p.tabs.Open(n) }

// turn shows what belongs on the screen. The keyboard does not stay on what is hidden.
func (p *panes) turn() {
	focused := p.canvas().Focused()
	had := slices.Contains(widget.Fields(p.body), focused)
	show := func(o fyne.CanvasObject, on bool) {
		if on != o.Visible() {
			if on {
				o.Show()
			} else {
				o.Hide()
			}
		}
	}
	show(p.body.Objects[0], p.narrow)
	show(p.left, !p.narrow || p.tabs.Chosen() == paneWords)
	show(p.right, !p.narrow || p.tabs.Chosen() == panePages)
	if size := p.body.Size(); size.Width > 0 {
		p.place(size)
	}
	if had && !slices.Contains(widget.Fields(p.body), focused) {
		p.canvas().Focus(p.tabs)
	}
	if p.turned != nil {
		p.turned()
	}
}

const (
	choicesLeast float32 = 296
	choicesMost  float32 = 480
	// bothFrom is the width, in text of ordinary size, from which both panes have room.
	bothFrom float32 = 720
)

func largerText() float32 { return theme.Size(theme.BodyText) / 16 }

// MinSize lets the window shrink to one pane.
func (p *panes) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(choicesLeast, 200) }

// Layout is for Fyne.
func (p *panes) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	if narrow := size.Width < bothFrom*largerText(); narrow != p.narrow {
		p.narrow = narrow
		p.turn()
		return
	}
	p.place(size)
}

func (p *panes) place(size fyne.Size) {
	at := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(0, width), max(0, height)))
	}
	if p.narrow {
		high, foot := widget.Fit(p.body.Objects[0], size.Width).Height, widget.Fit(p.foot, size.Width).Height
		at(p.body.Objects[0], 0, 0, size.Width, high)
		at(p.left, 0, high, size.Width, size.Height-high-foot)
		at(p.right, 0, high, size.Width, size.Height-high-foot)
		at(p.foot, 0, size.Height-foot, size.Width, foot)
		return
	}
	left := max(choicesLeast, min(choicesMost*largerText(), size.Width*0.44))
	foot := widget.Fit(p.foot, left).Height
	at(p.left, 0, 0, left, size.Height-foot)
	at(p.foot, 0, size.Height-foot, left, foot)
	at(p.right, left, 0, size.Width-left, size.Height)
}
