package widget

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Describe says that this is a button.
func (b *Button) Describe() Description {
	return Description{Role: RoleButton, Name: about(b.o.Label, b.about), Key: b.o.Hint, State: able(b.Disabled()), Active: -1, Press: b.Press}
}

// about is what a control is called, and of what it speaks.
func about(label, what string) string {
	if what == "" {
		return label
	}
	return label + ": " + what
}

// Describe says that this is a tick and whether it is there.
func (c *Check) Describe() Description {
	state := able(c.Disabled()) | CanCheck
	if c.o.On {
		state |= Checked
	}
	return Description{Role: RoleCheck, Name: c.o.Label, Hint: c.o.Hint, State: state, Active: -1, Press: c.turn}
}

// Describe says what is typed and where the cursor is; of a passphrase neither, not even while it is shown.
func (e *Entry) Describe() Description {
	d := Description{Role: RoleEntry, Name: e.spoken(), Hint: e.hint, State: able(e.Disabled()), Active: -1}
	if d.Name == "" {
		d.Name = e.PlaceHolder
	}
	if e.wrong {
		d.State |= Wrong
	}
	d.Words = &Words{Write: e.write, Place: e.place}
	if e.o.Password {
		d.Role = RolePassword
		return d
	}
	w := d.Words
	w.Text, w.Caret = e.Text, e.Caret()
	w.From, w.To = w.Caret, w.Caret
	if chosen := e.SelectedText(); chosen != "" {
		w.From, w.To = around([]rune(e.Text), []rune(chosen), w.Caret)
	}
	return d
}

// around finds what is selected beside the cursor, which is at one of its ends.
func around(text, chosen []rune, caret int) (from, to int) {
	n := len(chosen)
	if caret-n >= 0 && caret <= len(text) && string(text[caret-n:caret]) == string(chosen) {
		return caret - n, caret
	}
	return caret, min(caret+n, len(text))
}

func (e *Entry) write(text string) {
	if !e.Disabled() {
		e.SetText(text)
		e.place(len([]rune(text)))
	}
}

// place puts the cursor before a letter.
func (e *Entry) place(at int) {
	e.CursorColumn = clamp(at, len([]rune(e.Text)))
	e.Refresh()
}

// Describe says the words, and whether they are a heading.
func (t *Text) Describe() Description {
	d := Description{Role: RoleText, Name: t.text, Polite: t.polite, Active: -1, Words: &Words{Text: t.text, Caret: -1}}
	if t.style.Level > 0 {
		d.Role, d.Level = RoleHeading, t.style.Level
	}
	if t.text == "" {
		d.Role = RoleNone
	}
	return d
}

// Announce has the words read out whenever they change: a page's title, "saved".
func (t *Text) Announce() *Text {
	t.polite = true
	return t
}

// Describe says the words.
func (p *Prose) Describe() Description {
	text := p.words.Text()
	return Description{Role: RoleProse, Name: text, State: CanFocus | Manylined, Active: -1, Words: &Words{Text: text, Caret: -1}}
}

// Describe says the sentence. It is read out when it appears, at once if it is about danger.
func (b *Band) Describe() Description {
	return Description{Role: RoleAlert, Name: b.Text(), Urgent: b.kind == BandDanger, Polite: b.kind != BandDanger, Active: -1}
}

// Describe says what the dialog asks.
func (d *Dialog) Describe() Description {
	return Description{Role: RoleDialog, Name: d.o.Title, Hint: d.o.Text, State: Modal, Active: -1}
}

// Describe says whose list it is.
func (l *selectList) Describe() Description {
	return Description{Role: RoleDialog, Name: l.of.spoken(), State: Modal, Active: -1}
}

// DescribeStock describes a widget of Fyne's own, as far as Fyne lets it.
func DescribeStock(o fyne.CanvasObject) (Description, bool) {
	d := Description{Role: RoleText, Active: -1}
	switch o := o.(type) {
	case *widget.Button:
		d.Role, d.Name, d.State, d.Press = RoleButton, o.Text, able(o.Disabled()), func() { o.Tapped(nil) }
	case *widget.Label:
		d.Name = o.Text
	case fyne.Accessible:
		d.Name = strings.TrimSpace(o.AccessibilityLabel())
	default:
		return d, false
	}
	return d, d.Name != ""
}
