package widget

import "fyne.io/fyne/v2"

// Anew does something that makes a page anew because of what was chosen on it, and puts the keyboard on the control that
// now stands for the one that had it: the one of its name. A word that is being typed to find an option goes on there.
func Anew(c fyne.Canvas, page fyne.CanvasObject, build func()) {
	before := c.Focused()
	build()
	old, ok := before.(namer)
	if !ok || c.Focused() != before || old.spoken() == "" {
		return
	}
	now, ok := controlNamed(page, old.spoken()).(fyne.Focusable)
	if !ok || now == before {
		return
	}
	from, was := before.(*Select)
	if to, is := now.(*Select); was && is {
		to.find = from.find
	}
	c.Focus(now)
}

// controlNamed is the first control in o, of those that are shown, with a name; nil if there is none.
func controlNamed(o fyne.CanvasObject, name string) fyne.CanvasObject {
	if o == nil || !o.Visible() {
		return nil
	}
	if n, ok := o.(namer); ok && n.spoken() == name {
		return o
	}
	for _, child := range parts(o) {
		if found := controlNamed(child, name); found != nil {
			return found
		}
	}
	return nil
}
