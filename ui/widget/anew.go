package widget

import "fyne.io/fyne/v2"

// Anew does something that makes a page anew because of what was chosen on it, and puts the keyboard on the control that
// now stands for the one that had it: the one of its name. A word that is being typed to find an option goes on there.
func Anew(c fyne.Canvas, page fyne.CanvasObject, build func()) {
	before := c.Focused()
	build()
	if before == nil || c.Focused() != before {
		return
	}
	old, _ := before.(fyne.CanvasObject)
	now, ok := controlNamed(page, nameOf(old)).(fyne.Focusable)
	if !ok || now == before {
		return
	}
	from, was := before.(*Select)
	if to, is := now.(*Select); was && is {
		to.find = from.find
	}
	c.Focus(now)
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
