package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// tripled is how soon after a double click a third one counts with it.
const tripled = 500 * time.Millisecond

// MouseDown puts the cursor there; with Shift it selects up to there, and a third click in a row selects the line.
func (a *TextArea) MouseDown(ev *desktop.MouseEvent) {
	at := ev.Position.Add(a.scroll.Offset).SubtractXY(0, inputBorder()) // before the focus scrolls anything
	a.begun = true
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

// MouseUp is for Fyne.
func (a *TextArea) MouseUp(*desktop.MouseEvent) {}

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

// TappedSecondary opens the menu of the clipboard. Its words are Fyne's, as in a field of one line.
func (a *TextArea) TappedSecondary(ev *fyne.PointEvent) {
	a.seize()
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(a)
	if c == nil {
		return
	}
	a.menu = widget.NewPopUpMenu(fyne.NewMenu("", a.menuItems()...), c)
	a.menu.ShowAtPosition(driver.AbsolutePositionForObject(a).Add(ev.Position))
}

func (a *TextArea) menuItems() []*fyne.MenuItem {
	clipboard := fyne.CurrentApp().Clipboard()
	item := func(label string, s fyne.Shortcut) *fyne.MenuItem {
		return fyne.NewMenuItem(label, func() { a.TypedShortcut(s) })
	}
	copies, all := item(lang.L("Copy"), &fyne.ShortcutCopy{Clipboard: clipboard}), item(lang.L("Select all"), &fyne.ShortcutSelectAll{})
	if a.Disabled() {
		return []*fyne.MenuItem{copies, all}
	}
	var items []*fyne.MenuItem
	if a.words.CanUndo() {
		items = append(items, item(lang.L("Undo"), &fyne.ShortcutUndo{}))
	}
	if a.words.CanRedo() {
		items = append(items, item(lang.L("Redo"), &fyne.ShortcutRedo{}))
	}
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	return append(items, item(lang.L("Cut"), &fyne.ShortcutCut{Clipboard: clipboard}), copies,
		item(lang.L("Paste"), &fyne.ShortcutPaste{Clipboard: clipboard}), all)
}

// Hide hides the menu as well.
func (a *TextArea) Hide() {
	if a.menu != nil {
		a.menu.Hide()
		a.menu = nil
	}
	a.DisableableWidget.Hide()
}
