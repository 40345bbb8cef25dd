package ui

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/widget"
)

// listPage is what a page that is one list shares with others: the keyboard
// begins on the list, and Back finds the line that was chosen.
type listPage struct {
	list   *widget.List
	chosen string // until the lines are there again
}

// FirstFocus is the list.
func (p *listPage) FirstFocus() fyne.Focusable { return p.list }

// Save is for Back.
func (p *listPage) Save() any { return p.list.Chosen() }

// Restore is for Back.
func (p *listPage) Restore(kept any) {
	if id, ok := kept.(string); ok {
		p.chosen = id
		p.list.Set(id)
	}
}

// found chooses the line again, once the lines are there.
func (p *listPage) found() {
	if p.chosen != "" {
		p.list.Set(p.chosen)
		p.chosen = ""
	}
}
