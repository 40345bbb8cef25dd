package widget

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
)

// FieldOptions describe a Field.
type FieldOptions struct {
	Label   string
	About   string            // of what it is asked, where a page asks the same of several things: a screen reader reads it after the label
	Control fyne.CanvasObject // an Entry, a Choice, a Select …
	Hint    string            // a muted line under the control; none if empty
}

// Field is a label over a control with a line under it for a hint or for what needs another look.
type Field struct {
	compound
	label, line *Text
	hint        string
	control     fyne.CanvasObject
	named       fyne.CanvasObject // what the label names, in the control
}

// NewField returns a Field.
func NewField(o FieldOptions) *Field {
	f := &Field{
		label: NewText(o.Label, TextStyle{Size: theme.CaptionText, Bold: true}), line: Muted(""), hint: o.Hint, control: o.Control,
	}
	if f.named = firstNamed(o.Control); f.named != nil {
		f.named.(namer).SetName(about(o.Label, o.About))
	}
	f.hold(f, Stack(theme.Space4+2, f.label, o.Control, f.line))
	f.show(o.Hint, theme.Muted)
	return f
}

// SetWrong puts a sentence under the control in the danger colour; "" brings back the hint. What was typed stays.
func (f *Field) SetWrong(sentence string) {
	if w, ok := f.control.(interface{ SetWrong(bool) }); ok {
		w.SetWrong(sentence != "")
	}
	if sentence == "" {
		f.show(f.hint, theme.Muted)
		return
	}
	f.show(sentence, theme.WarmInk)
}

// SetHint changes the muted line.
func (f *Field) SetHint(hint string) {
	f.hint = hint
	f.show(hint, theme.Muted)
}

// Label returns the words and the control they name.
func (f *Field) Label() (words, control fyne.CanvasObject) { return f.label, f.named }

func (f *Field) show(line string, role fyne.ThemeColorName) {
	f.line.SetColor(role)
	f.line.Set(line)
	if f.named != nil {
		f.named.(namer).setHint(line)
	}
	if line == "" {
		f.line.Hide()
	} else {
		f.line.Show()
	}
	f.Refresh()
}
