package widget

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"noddfa/ui/writing"
)

// TypedRune puts a letter in the place of what is selected.
func (a *TextArea) TypedRune(r rune) { a.insert(string(r)) }

func (a *TextArea) insert(words string) {
	if a.Disabled() {
		return
	}
	a.words.Insert(words)
	a.changed()
}

// KeyDown notes that Shift is held: what the cursor passes then is selected.
func (a *TextArea) KeyDown(ev *fyne.KeyEvent) { a.hold(ev, true) }

// KeyUp notes that Shift is let go.
func (a *TextArea) KeyUp(ev *fyne.KeyEvent) { a.hold(ev, false) }

func (a *TextArea) hold(ev *fyne.KeyEvent, held bool) {
	if ev.Name == desktop.KeyShiftLeft || ev.Name == desktop.KeyShiftRight {
		a.shift = held
	}
}

// areaMoves are the keys that move the cursor.
var areaMoves = map[fyne.KeyName]writing.Move{
	fyne.KeyLeft: writing.Left, fyne.KeyRight: writing.Right, fyne.KeyUp: writing.Up, fyne.KeyDown: writing.Down,
	fyne.KeyHome: writing.RowBegin, fyne.KeyEnd: writing.RowEnd,
}

// TypedKey edits, or passes the key on.
func (a *TextArea) TypedKey(ev *fyne.KeyEvent) {
	if a.o.Keys != nil && a.o.Keys(ev) {
		return
	}
	move, moves := areaMoves[ev.Name]
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		a.insert("\n")
	case fyne.KeyBackspace:
		a.delete(a.words.DeleteBack)
	case fyne.KeyDelete:
		a.delete(a.words.DeleteOn)
	case fyne.KeyPageUp:
		a.turn(-a.rowsInSight())
	case fyne.KeyPageDown:
		a.turn(a.rowsInSight())
	default:
		if !moves {
			Unhandled(a, ev)
			return
		}
		a.move(move, a.shift)
	}
}

func (a *TextArea) delete(do func() bool) {
	if !a.Disabled() && do() {
		a.changed()
	}
}

func (a *TextArea) move(m writing.Move, keep bool) {
	if !a.Disabled() {
		a.words.Go(m, keep)
		a.moved()
		a.reveal()
	}
}

func (a *TextArea) turn(rows int) {
	if !a.Disabled() {
		a.words.GoRows(rows, a.shift)
		a.moved()
		a.reveal()
	}
}

// rowsInSight is how far Page Down goes: one row of those in sight stays.
func (a *TextArea) rowsInSight() int { return max(1, int(a.scroll.Size().Height/a.face.glyph)-1) }

// TypedShortcut edits, or passes the shortcut on.
func (a *TextArea) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutUndo:
		a.delete(a.words.Undo)
	case *fyne.ShortcutRedo:
		a.delete(a.words.Redo)
	case *fyne.ShortcutCopy:
		a.copy(s.Clipboard)
	case *fyne.ShortcutCut:
		if !a.Disabled() && a.copy(s.Clipboard) {
			a.delete(a.words.DeleteBack)
		}
	case *fyne.ShortcutPaste:
		if s.Clipboard != nil && s.Clipboard.Content() != "" {
			a.insert(s.Clipboard.Content())
		}
	case *fyne.ShortcutSelectAll:
		a.selectAll()
	case *desktop.CustomShortcut:
		a.customShortcut(s)
	default:
		UnhandledShortcut(a, s)
	}
}

func (a *TextArea) customShortcut(s *desktop.CustomShortcut) {
	keep := s.Modifier&fyne.KeyModifierShift != 0
	move, moves := bigMoves(s)
	switch {
	case moves:
		a.move(move, keep)
	case editingKeys(s) && s.KeyName == fyne.KeyBackspace:
		a.delete(a.words.DeleteWordBack)
	case editingKeys(s) && s.KeyName == fyne.KeyDelete:
		a.delete(a.words.DeleteWordOn)
	case isAccept(s) && a.o.Submit != nil:
		a.o.Submit(a.Value())
	case isAccept(s) && layerAccepts(a):
	default:
		UnhandledShortcut(a, s)
	}
}

// bigMoves are the shortcuts that move the cursor: by words, and to the beginning and the end; on a Mac with the keys
// used there.
func bigMoves(s *desktop.CustomShortcut) (writing.Move, bool) {
	word, all := fyne.KeyModifierControl, fyne.KeyModifierControl
	ways := map[fyne.KeyName]writing.Move{fyne.KeyHome: writing.Begin, fyne.KeyEnd: writing.End}
	if runtime.GOOS == "darwin" {
		word, all = fyne.KeyModifierAlt, fyne.KeyModifierSuper
		ways = map[fyne.KeyName]writing.Move{
			fyne.KeyLeft: writing.RowBegin, fyne.KeyRight: writing.RowEnd, fyne.KeyUp: writing.Begin, fyne.KeyDown: writing.End,
		}
	}
	modifier := s.Modifier &^ fyne.KeyModifierShift
	if modifier == word {
		switch s.KeyName {
		case fyne.KeyLeft:
			return writing.WordLeft, true
		case fyne.KeyRight:
			return writing.WordRight, true
		}
	}
	move, ok := ways[s.KeyName]
	return move, ok && modifier == all
}

func (a *TextArea) selectAll() {
	a.words.SelectAll()
	a.moved()
}

// copy says whether there was something to copy.
func (a *TextArea) copy(to fyne.Clipboard) bool {
	words := a.words.Selected()
	if words == "" || to == nil {
		return false
	}
	briefly(to).SetContent(words)
	return true
}
