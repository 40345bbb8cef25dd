package widget

import (
	"slices"

	"fyne.io/fyne/v2"
)

// Anew does something that makes a page anew because of what was chosen on it, and puts the keyboard on the control that
// now stands for the one that had it: the one of its name. A word that is being typed to find an option goes on there.
func Anew(c fyne.Canvas, page fyne.CanvasObject, build func()) {
	before := c.Focused()
	build()
	if before == nil || c.Focused() != before || c.Overlays().Top() != nil {
		return
	}
	now := standsFor(page, before)
	if now == nil || now == before {
		return
	}
	from, was := before.(*Select)
	if to, is := now.(*Select); was && is {
		to.find = from.find
	}
	c.Focus(now)
}

// GiveBack gives the keyboard back to what had it before a layer lay on it. The page may have been made anew meanwhile.
func GiveBack(c fyne.Canvas, had fyne.Focusable) {
	if had != nil && !Return(c, OnTop(c), had) {
		c.Focus(had)
	}
}

// Return puts the keyboard back on what had it, or on the control of page that now stands for it. It says whether there is
// one.
func Return(c fyne.Canvas, page fyne.CanvasObject, had fyne.Focusable) bool {
	now := standsFor(page, had)
	if now != nil {
		c.Focus(now)
	}
	return now != nil
}

// standsFor is a control of page, or, where the page was made anew since, the one of its name; nil if there is none.
func standsFor(page fyne.CanvasObject, had fyne.Focusable) fyne.Focusable {
	if had == nil || slices.Contains(Fields(page), had) {
		return had
	}
	old, _ := had.(fyne.CanvasObject)
	now, _ := controlNamed(page, nameOf(old)).(fyne.Focusable)
	return now
}

// nameOf is what a control is called; "" if it has no name.
func nameOf(o fyne.CanvasObject) string {
	switch o := o.(type) {
	case namer:
		return o.spoken()
	case Described:
		return o.Describe().Name
	}
	return ""
}

// controlNamed is the first control in o, of those that are shown, with a name; nil if there is none.
func controlNamed(o fyne.CanvasObject, name string) fyne.CanvasObject {
	if o == nil || !o.Visible() || name == "" {
		return nil
	}
	if _, ok := o.(fyne.Focusable); ok && nameOf(o) == name {
		return o
	}
	for _, child := range parts(o) {
		if found := controlNamed(child, name); found != nil {
			return found
		}
	}
	return nil
}
