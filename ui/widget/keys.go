package widget

import (
	"runtime"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A Layer lies on top of the page and has the keyboard to itself: a dialog, an open list of choices.
type Layer interface {
	fyne.CanvasObject
	// Dismiss closes the layer without doing anything.
	Dismiss()
	// Accept does what Enter does, and says whether there was something to do.
	Accept() bool
}

// TopLayer returns the layer on top of c, or nil.
func TopLayer(c fyne.Canvas) Layer {
	layer, _ := c.Overlays().Top().(Layer)
	return layer
}

// LayerKey gives Esc and Enter to what is on top of c and says whether they were used. A window's handler of typed
// keys asks it first.
func LayerKey(c fyne.Canvas, ev *fyne.KeyEvent) bool {
	layer := TopLayer(c)
	if layer == nil {
		return false
	}
	switch ev.Name {
	case fyne.KeyEscape:
		layer.Dismiss()
		return true
	case fyne.KeyReturn, fyne.KeyEnter:
		return layer.Accept()
	}
	return false
}

// AcceptKey gives Ctrl+Enter to what is on top of c and says whether there is
// something: the page below does not get it then. What cannot be taken back wants
// its button pressed. An open list of answers chooses, and what it lies on gets the key.
func AcceptKey(c fyne.Canvas) bool {
	if l, ok := TopLayer(c).(*selectList); ok {
		l.end()
	}
	layer := TopLayer(c)
	if d, ok := layer.(*Dialog); ok && !d.o.Grave {
		d.Accept()
	}
	return layer != nil
}

// ShiftHeld reports whether Shift is down: Fyne makes no shortcut of a key with Shift alone.
func ShiftHeld() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

// Unhandled passes on a key that a focused widget has no use for: to the layer on top, else to the window. Without
// it Fyne drops such keys, and F1 or Esc would be dead while a field has the focus.
func Unhandled(o fyne.CanvasObject, ev *fyne.KeyEvent) {
	c := keyCanvas(o)
	if c == nil || LayerKey(c, ev) {
		return
	}
	if handle := c.OnTypedKey(); handle != nil {
		handle(ev)
	}
}

// UnhandledShortcut passes a shortcut that a focused widget has no use for on to the window.
func UnhandledShortcut(o fyne.CanvasObject, s fyne.Shortcut) {
	if c := keyCanvas(o); c != nil {
		if window, ok := c.(fyne.Shortcutable); ok {
			window.TypedShortcut(s)
		}
	}
}

// keyCanvas is the canvas that gave o a key. Fyne knows the canvas of what was painted lately, and o may be hidden since, or
// made anew a moment ago: every key would be dead then, that of the lock too.
func keyCanvas(o fyne.CanvasObject) fyne.Canvas {
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(o); c != nil {
		return c
	}
	for _, w := range driver.AllWindows() {
		if has, ok := w.Canvas().Focused().(fyne.CanvasObject); ok && has == o {
			return w.Canvas()
		}
	}
	return nil
}

// editingKeys are the shortcuts Fyne's Entry uses itself, besides copy, paste and the like.
func editingKeys(s *desktop.CustomShortcut) bool {
	word := fyne.KeyModifierControl
	moves := []fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyBackspace, fyne.KeyDelete}
	if runtime.GOOS == "darwin" {
		word = fyne.KeyModifierAlt
		if s.Modifier == fyne.KeyModifierSuper && (s.KeyName == fyne.KeyLeft || s.KeyName == fyne.KeyRight) {
			return true
		}
	}
	return s.Modifier&^fyne.KeyModifierShift == word && slices.Contains(moves, s.KeyName)
}

// isAccept says whether a shortcut is Ctrl+Enter (Cmd+Enter on a Mac).
func isAccept(s fyne.Shortcut) bool {
	c, ok := s.(*desktop.CustomShortcut)
	return ok && c.Modifier == fyne.KeyModifierShortcutDefault && (c.KeyName == fyne.KeyReturn || c.KeyName == fyne.KeyEnter)
}
