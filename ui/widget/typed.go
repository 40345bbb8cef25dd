package widget

import "fyne.io/fyne/v2"

// Typed is a field for words: an Entry or a TextArea.
type Typed interface {
	fyne.Widget
	fyne.Focusable
	fyne.Disableable
	// Set replaces the text.
	Set(text string)
	// Value returns the text as typed.
	Value() string
	// Caret returns how many letters are before the cursor.
	Caret() int
	// SelectedText returns the words selected.
	SelectedText() string
}

var (
	_ Typed = (*Entry)(nil)
	_ Typed = (*TextArea)(nil)
)
