package ui

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/widget"
)

// listPage is what a page that is one list shares with others: the keyboard
// begins on the list, and Back finds the line that was chosen.
type listPage struct {
	list *widget.List
	left *linePlace // until the lines are there again
	gone bool       // the page was left
}

// linePlace is a line by what it is, and by where it stood.
type linePlace struct {
	id  string
	row int
}

// FirstFocus is the list.
func (p *listPage) FirstFocus() fyne.Focusable { return p.list }

// Save is for Back.
func (p *listPage) Save() any { return p.at() }

// Release lets go of the lines.
func (p *listPage) Release() {
	p.gone = true
	p.list.SetItems(nil)
}

func (p *listPage) at() linePlace { return linePlace{p.list.Chosen(), p.list.Row()} }

// Restore is for Back.
func (p *listPage) Restore(kept any) {
	if at, ok := kept.(linePlace); ok && at.row >= 0 {
		p.left = &at
	}
}

// put shows the lines and chooses the one that was chosen; where it is done with and gone, the one that came into its
// place.
func (p *listPage) put(lines widget.Items) {
	at := p.at()
	if p.left != nil && lines.Len() > 0 {
		at, p.left = *p.left, nil
	}
	p.list.SetItems(lines)
	if at.row < 0 {
		return
	}
	if p.list.Set(at.id); p.list.Row() < 0 {
		p.list.SetRow(at.row)
	}
}
