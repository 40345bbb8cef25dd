package widget

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
)

// DialogOptions describe a Dialog.
type DialogOptions struct {
	Title   string
	Text    string            // one or two plain sentences; none if empty
	Content fyne.CanvasObject // fields under the text; may be nil
	First   fyne.Focusable    // what the keyboard begins with; the safe button if nil
	Do      string            // label of the button that does it
	Grave   bool              // it cannot be taken back: the keyboard begins on Cancel
	Done    func() bool       // does it; false keeps the dialog open
	Cancel  string            // label of the button that does nothing; none if empty, where there is nothing to decide
	Closed  func()            // the dialog has gone, whichever way; may be nil
}

// Dialog asks one question over the page. Esc closes it, Enter does what its button says, Tab stays inside, and what
// had the focus has it again afterwards. Use it only for what cannot be taken back: a message belongs on the page.
type Dialog struct {
	layer
	o      DialogOptions
	body   *Scroll
	edge   *fyne.Container // between what scrolls and the buttons
	bottom *fyne.Container
}

const dialogWidth float32 = 520

// ShowDialog opens a dialog on c.
func ShowDialog(c fyne.Canvas, o DialogOptions) *Dialog {
	d := &Dialog{o: o}
	kind := Filled
	if o.Grave {
		kind = Quiet // its words say what is lost: red is for people in danger
	}
	do := NewButton(ButtonOptions{Label: o.Do, Kind: kind, Do: func() { d.Accept() }})
	cancel := Secondary(o.Cancel, d.Dismiss)
	cancel.Hidden = o.Cancel == ""
	parts := []fyne.CanvasObject{Title(o.Title)}
	if o.Text != "" {
		parts = append(parts, Body(o.Text))
	}
	if o.Content != nil {
		parts = append(parts, o.Content)
	}
	d.body = NewScroll(Pad(Margins{Top: theme.Space24, Right: theme.Space24, Bottom: theme.Space16, Left: theme.Space24}, Stack(theme.Space12, parts...)))
	d.edge = Stack(0, Hairline(), Gap(theme.Space16))
	d.bottom = Stack(0, d.edge, Pad(Margins{Right: theme.Space24, Bottom: theme.Space24, Left: theme.Space24}, Row(theme.Space12, do, cancel)))
	panel := raised(theme.CardRadius, Frame(Sides{Center: d.body, Bottom: d.bottom}))
	d.layer = layer{canvas: c, panel: panel, place: d.where, scrim: true}
	d.put(d)
	switch {
	case o.First != nil:
		c.Focus(o.First)
		if first, ok := o.First.(fyne.CanvasObject); ok {
			Begin(first)
		}
	case o.Grave && o.Cancel != "":
		c.Focus(cancel)
	default:
		c.Focus(do)
	}
	return d
}

// where lays the panel in the middle, as high as its words, never higher than the window.
func (d *Dialog) where(window fyne.Size) (fyne.Position, fyne.Size) {
	width := min(max(dialogWidth, theme.Size(theme.BodyText)*30), window.Width-2*theme.Space16)
	content, most := Fit(d.body.Held()[0], width).Height, window.Height-2*theme.Space16
	d.edge.Hide()
	if content+Fit(d.bottom, width).Height > most {
		d.edge.Show()
	}
	height := min(content+Fit(d.bottom, width).Height, most)
	return fyne.NewPos((window.Width-width)/2, max(theme.Space16, (window.Height-height)*0.4)), fyne.NewSize(width, height)
}

// Dismiss closes the dialog without doing anything.
func (d *Dialog) Dismiss() {
	if d.take(d) && d.o.Closed != nil {
		d.o.Closed()
	}
}

// Accept does what the dialog asks about, and closes it if that is done.
func (d *Dialog) Accept() bool {
	if d.o.Done == nil || d.o.Done() {
		d.Dismiss()
	}
	return true
}
