package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// EntryOptions describe an Entry or a TextArea. Every function may be nil.
type EntryOptions struct {
	Text        string
	Placeholder string
	Password    bool                      // an Entry only: shows dots, with an eye to reveal them
	Icon        string                    // an Entry only: a name of assets.IconNames
	Changed     func(string)              // after each change, by hand or by Set
	Submit      func(string)              // Enter in an Entry, Ctrl+Enter in a TextArea; if nil these go to the dialog or window
	Left        func()                    // the focus has gone elsewhere
	Keys        func(*fyne.KeyEvent) bool // asked first for each key, true if it used it: a field with a list under it
	Rows        int                       // a TextArea only: rows shown at least; 3 if 0
	Whole       bool                      // a TextArea only: as high as its text, which is there to be read
}

// Entry is a field of one line. Keys and shortcuts it has no use for go on to the dialog
// or window, so that F1, Esc and Ctrl+L work while somebody types.
type Entry struct {
	widget.Entry
	named
	o     EntryOptions
	ring  ring
	wrong bool
	begun bool                      // has had the focus before
	held  bool                      // the mouse's button is down on it
	keys  func(*fyne.KeyEvent) bool // for a field with a list under it: true if it used the key
	tabs  bool                      // Tab is one of these keys
	wheel *entryWheel
	menu  *widget.PopUpMenu
}

// NewEntry returns a field of one line.
func NewEntry(o EntryOptions) *Entry {
	e := &Entry{o: o, ring: newRing(), keys: o.Keys}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.Password = o.Password
	if o.Icon != "" {
		e.Icon = theme.Icon(o.Icon, theme.Muted)
	}
	e.PlaceHolder = o.Placeholder
	e.ExtendBaseWidget(e)
	e.Entry.SetText(o.Text)
	e.OnChanged = o.Changed
	return e
}

// Set replaces the text.
func (e *Entry) Set(text string) { e.SetText(text) }

// Value returns the text as typed.
func (e *Entry) Value() string { return e.Text }

// Caret returns how many letters are before the cursor.
func (e *Entry) Caret() int { return e.CursorTextOffset() }

// SetWrong outlines the field as one that needs another look. It still keeps and gives what was typed.
func (e *Entry) SetWrong(wrong bool) {
	if e.wrong == wrong {
		return
	}
	e.wrong = wrong
	e.Refresh()
}

// FocusGained puts the cursor, the first time, behind the text that is already there.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	if !e.begun {
		e.begun = true
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	}
	e.showRing(true)
	if !e.held {
		Reveal(e)
	}
}

// MouseDown gives it the keyboard. The page may not move before the button is let go: it would be let go over something
// else, which takes the keyboard away again.
func (e *Entry) MouseDown(ev *desktop.MouseEvent) {
	e.held = true
	e.Entry.MouseDown(ev)
}

// MouseUp shows what is around the field.
func (e *Entry) MouseUp(ev *desktop.MouseEvent) {
	e.Entry.MouseUp(ev)
	e.held = false
	Reveal(e)
}

// FocusLost is for Fyne.
func (e *Entry) FocusLost() {
	e.held = false
	e.Entry.FocusLost()
	e.showRing(false)
	if e.o.Left != nil {
		e.o.Left()
	}
}

// TappedSecondary opens the menu of the clipboard. Fyne does not tell whether there is anything to take back.
func (e *Entry) TappedSecondary(ev *fyne.PointEvent) {
	changes := !e.Disabled() && !e.Password
	e.menu = editMenu{undo: changes, redo: changes, fixed: e.Disabled(), hidden: e.Password}.show(e, ev.Position)
}

// Hide hides the menu as well.
func (e *Entry) Hide() {
	if e.menu != nil {
		e.menu.Hide()
		e.menu = nil
	}
	e.Entry.Hide()
}

// AcceptsTab is for Fyne: whether Tab is the field's own key.
func (e *Entry) AcceptsTab() bool { return e.tabs }

// TypedKey edits, or passes the key on.
func (e *Entry) TypedKey(ev *fyne.KeyEvent) {
	if e.keys != nil && e.keys(ev) {
		return
	}
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		e.submit(ev)
		return
	case fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
	default:
		Unhandled(e, ev)
		return
	}
	e.Entry.TypedKey(ev)
}

func (e *Entry) submit(ev *fyne.KeyEvent) {
	if e.o.Submit == nil {
		Unhandled(e, ev)
		return
	}
	e.o.Submit(e.Text)
}

// TypedShortcut edits, or passes the shortcut on.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	custom, ok := s.(*desktop.CustomShortcut)
	switch {
	case !ok || editingKeys(custom):
		switch known := s.(type) {
		case *fyne.ShortcutCopy:
			s = &fyne.ShortcutCopy{Clipboard: briefly(known.Clipboard)}
		case *fyne.ShortcutCut:
			s = &fyne.ShortcutCut{Clipboard: briefly(known.Clipboard)}
		}
		e.Entry.TypedShortcut(s)
	case isAccept(s) && e.o.Submit != nil:
		e.o.Submit(e.Text)
	case isAccept(s) && layerAccepts(e):
	default:
		UnhandledShortcut(e, s)
	}
}

// layerAccepts lets Ctrl+Enter do in a field of a dialog what Enter does elsewhere in it.
func layerAccepts(field fyne.CanvasObject) bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(field)
	if c == nil {
		return false
	}
	layer := TopLayer(c)
	if _, open := layer.(*selectList); open {
		return false // it chooses, and what lies below saves: see AcceptKey
	}
	return layer != nil && layer.Accept()
}

// MinSize is at least as high as a button.
func (e *Entry) MinSize() fyne.Size {
	size := e.Entry.MinSize()
	return fyne.NewSize(size.Width, max(size.Height, theme.Size(theme.ControlHeight)))
}

func (e *Entry) showRing(focused bool) {
	role := theme.Focus
	if e.wrong && !focused {
		role = theme.WarmInk
	}
	e.ring.show((focused || e.wrong) && !e.Disabled(), role)
}

// CreateRenderer is for Fyne.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	inner := e.Entry.CreateRenderer()
	e.wheel = newEntryWheel(e, nil)
	return &entryRenderer{WidgetRenderer: inner, e: e}
}

// entryRenderer draws our ring over Fyne's entry.
type entryRenderer struct {
	fyne.WidgetRenderer
	e *Entry
}

func (r *entryRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.e.ring.layout(fyne.NewPos(0, 0), size, 0)
	r.e.wheel.Resize(size)
}

func (r *entryRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.e.showRing(r.focused())
}

func (r *entryRenderer) focused() bool {
	c := fyne.CurrentApp().Driver().CanvasForObject(r.e)
	return c != nil && c.Focused() == fyne.Focusable(r.e)
}

func (r *entryRenderer) Objects() []fyne.CanvasObject {
	objects := r.WidgetRenderer.Objects()
	return append(objects[:len(objects):len(objects)], r.e.ring.rect, r.e.wheel)
}
