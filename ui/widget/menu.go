package widget

import (
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"noddfa/assets"
)

// spoken is the language of each window, by its canvas.
var spoken sync.Map

// Speak says in which language the widgets of a window say what nobody gives them: the menu of the clipboard. Fyne's own
// words follow the computer's language, and there are none in Welsh.
func Speak(c fyne.Canvas, words *assets.Translator) { spoken.Store(c, words) }

func spokenOn(c fyne.Canvas) *assets.Translator {
	if words, ok := spoken.Load(c); ok {
		return words.(*assets.Translator)
	}
	return assets.Lang(assets.English)
}

// editMenu is what the menu of a field offers besides copying: what can be taken back, and what may change.
type editMenu struct {
	undo, redo bool
	fixed      bool // it cannot be changed
	hidden     bool // it shows dots: nothing is copied out of it
}

// show opens the menu at a place of a field, and returns it; nil where the field is on no window.
func (m editMenu) show(field fyne.Focusable, at fyne.Position) *widget.PopUpMenu {
	driver := fyne.CurrentApp().Driver()
	object := field.(fyne.CanvasObject)
	c := driver.CanvasForObject(object)
	if c == nil || m.fixed && m.hidden {
		return nil
	}
	if c.Focused() != field {
		c.Focus(field)
	}
	menu := widget.NewPopUpMenu(fyne.NewMenu("", m.items(field.(fyne.Shortcutable), spokenOn(c))...), c)
	menu.ShowAtPosition(driver.AbsolutePositionForObject(object).Add(at))
	return menu
}

func (m editMenu) items(field fyne.Shortcutable, words *assets.Translator) []*fyne.MenuItem {
	clipboard := fyne.CurrentApp().Clipboard()
	var items []*fyne.MenuItem
	offer := func(offered bool, key string, s fyne.Shortcut) {
		if offered {
			items = append(items, fyne.NewMenuItem(words.T(key), func() { field.TypedShortcut(s) }))
		}
	}
	offer(m.undo, "common.undo", &fyne.ShortcutUndo{})
	offer(m.redo, "common.redo", &fyne.ShortcutRedo{})
	if len(items) > 0 {
		items = append(items, fyne.NewMenuItemSeparator())
	}
	offer(!m.fixed && !m.hidden, "common.cut", &fyne.ShortcutCut{Clipboard: clipboard})
	offer(!m.hidden, "common.copy", &fyne.ShortcutCopy{Clipboard: clipboard})
	offer(!m.fixed, "common.paste", &fyne.ShortcutPaste{Clipboard: clipboard})
	offer(true, "common.selectAll", &fyne.ShortcutSelectAll{})
	return items
}
