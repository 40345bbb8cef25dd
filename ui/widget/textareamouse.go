package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// tripled is how soon after a double click a third one counts with it.
const tripled = 500 * time.Millisecond

// MouseDown puts the cursor there; with Shift it selects up to there, and a third click in a row selects the line.
func (a *TextArea) MouseDown(ev *desktop.MouseEvent) {
	at := ev.Position.Add(a.scroll.Offset).SubtractXY(0, inputBorder()) // before the focus scrolls anything
	a.begun, a.held = true, true                                        // as with an Entry, the page waits until the button is let go
	a.seize()
	if ev.Button == desktop.MouseButtonSecondary && a.words.Selected() != "" {
		return // the menu is about what is selected
	}
	row, x := a.page.rowAt(at)
	a.words.PlaceAt(row, x, ev.Modifier&fyne.KeyModifierShift != 0)
	if ev.Button == desktop.MouseButtonPrimary && time.Since(a.doubled) < tripled {
		a.words.SelectLine()
	}
	a.moved()
}

func (a *TextArea) seize() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(a); c != nil && c.Focused() != fyne.Focusable(a) {
		c.Focus(a)
	}
}

// MouseUp shows what is around the field.
func (a *TextArea) MouseUp(*desktop.MouseEvent) {
	a.held = false
	Reveal(a)
}

// Tapped is for Fyne: MouseDown has done everything.
func (a *TextArea) Tapped(*fyne.PointEvent) {}

// DoubleTapped selects the word under the pointer.
func (a *TextArea) DoubleTapped(*fyne.PointEvent) {
	a.doubled = time.Now()
	a.words.SelectWord()
	a.moved()
}

// dragged selects up to a place of the page.
func (a *TextArea) dragged(at fyne.Position) {
	row, x := a.page.rowAt(at)
	a.words.PlaceAt(row, x, true)
	a.moved()
}

// TappedSecondary opens the menu of the clipboard.
func (a *TextArea) TappedSecondary(ev *fyne.PointEvent) {
	a.menu = editMenu{undo: !a.Disabled() && a.words.CanUndo(), redo: !a.Disabled() && a.words.CanRedo(), fixed: a.Disabled()}.show(a, ev.Position)
}

// Hide hides the menu as well.
func (a *TextArea) Hide() {
	if a.menu != nil {
		a.menu.Hide()
		a.menu = nil
	}
	a.DisableableWidget.Hide()
}
