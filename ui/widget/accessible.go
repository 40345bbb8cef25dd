package widget

import (
	"fyne.io/fyne/v2"
)

// What Fyne itself hands to the readers of Windows and macOS is one line of words and one of four roles, so a field's
// line says what it is called and what is in it.

// AccessibilityLabel is the name and what is typed, of a passphrase only the name.
func (e *Entry) AccessibilityLabel() string {
	d := e.Describe()
	return joined(d.Name, d.Words.Text, d.Hint)
}

// AccessibilityRole says that this is text.
func (e *Entry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the name and what is typed.
func (a *TextArea) AccessibilityLabel() string {
	d := a.Describe()
	return joined(d.Name, d.Words.Text, d.Hint)
}

// AccessibilityRole says that this is text.
func (a *TextArea) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the words and whether the tick is there.
func (c *Check) AccessibilityLabel() string {
	if c.o.On {
		return "✓ " + c.o.Label
	}
	return c.o.Label
}

// AccessibilityRole says that this can be pressed.
func (c *Check) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel is the name and the answer.
func (c *Choice) AccessibilityLabel() string { return chosenLabel(c.Describe(), Checked) }

// AccessibilityRole says that this is text.
func (c *Choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the name and what is chosen.
func (s *Select) AccessibilityLabel() string { return chosenLabel(s.Describe(), Selected) }

// AccessibilityRole says that this can be pressed.
func (s *Select) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// AccessibilityLabel is the page shown.
func (t *Tabs) AccessibilityLabel() string { return chosenLabel(t.Describe(), Selected) }

// AccessibilityRole says that this is text.
func (t *Tabs) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the chosen row.
func (l *List) AccessibilityLabel() string { return chosenLabel(l.Describe(), Selected) }

// AccessibilityRole says that this is text.
func (l *List) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the sentence.
func (b *Band) AccessibilityLabel() string { return b.Text() }

// AccessibilityRole says that this is text.
func (b *Band) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func chosenLabel(d Description, which State) string {
	label := []string{d.Name}
	for _, p := range d.Parts {
		if p.State&which != 0 {
			label = append(label, p.Name)
		}
	}
	return joined(append(label, d.Hint)...)
}
