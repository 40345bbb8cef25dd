package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"noddfa/ui/widget"
)

// Tabbed is a screen whose parts Ctrl+1 to Ctrl+9 open.
type Tabbed interface{ OpenTab(n int) }

// bindKeys gives every action of the frame its key. The fields of ui/widget
// pass on what they do not use, so that these work while something is typed.
func (s *Shell) bindKeys() {
	c := s.o.Window.Canvas()
	main := fyne.KeyModifierShortcutDefault
	bind := func(key fyne.KeyName, modifier fyne.KeyModifier, do func()) {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: modifier}, func(fyne.Shortcut) { do() })
	}
	bind(fyne.KeyL, main, s.o.Lock)
	bind(fyne.KeyN, main, s.onPage(s.o.NewContact))
	bind(fyne.KeyH, main|fyne.KeyModifierShift, s.toggleCover)
	bind(fyne.KeyK, main, s.onPage(s.o.Search))
	bind(fyne.KeyLeft, fyne.KeyModifierAlt, s.onPage(s.Back))
	for i, item := range s.o.Rail {
		bind(fyne.KeyName(fmt.Sprint(i+1)), fyne.KeyModifierAlt, s.onPage(func() { s.Go(item.Route) }))
	}
	for n := 1; n <= 9; n++ {
		bind(fyne.KeyName(fmt.Sprint(n)), main, s.onPage(func() {
			if tabs, ok := s.current.(Tabbed); ok {
				tabs.OpenTab(n)
			}
		}))
	}
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		switch ev.Name {
		case fyne.KeyF1:
			s.o.Keys()
		case fyne.KeyF2:
			s.o.Crisis()
		case fyne.KeyF4:
			s.onPage(s.openParked)()
		case fyne.KeyF6:
			widget.NextPart(c, widget.ShiftHeld())
		default:
			s.typed(ev)
		}
	})
}

// escaper is a page that may show something in its own place, such as a form:
// Esc closes that, and never the page.
type escaper interface{ escape() }

// typed is a key that no action of the frame has.
func (s *Shell) typed(ev *fyne.KeyEvent) {
	c := s.o.Window.Canvas()
	if widget.LayerKey(c, ev) {
		return
	}
	if page, ok := s.current.(escaper); ok && ev.Name == fyne.KeyEscape {
		page.escape()
		return
	}
	pageBy(c, ev)
}

func (s *Shell) toggleCover() {
	if s.o.Cover != nil {
		s.o.Cover()
	}
}

func (s *Shell) openParked() {
	if s.o.Unfinished != nil {
		s.o.Unfinished()
	}
}

// onPage keeps a key from acting on the page while a dialog lies on it.
func (s *Shell) onPage(do func()) func() {
	return func() {
		if widget.TopLayer(s.o.Window.Canvas()) == nil {
			do()
		}
	}
}
