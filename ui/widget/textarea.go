package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
	"noddfa/ui/writing"
)

// TextArea is a field of several lines that wraps words: Enter breaks the line, Tab leaves, Ctrl+Enter submits. It looks
// as Fyne's entry does, but a key takes no longer in a long text: only the rows that a change touched are broken anew, and
// only the rows in sight are drawn.
type TextArea struct {
	widget.DisableableWidget
	named
	o      EntryOptions
	words  *writing.Text
	face   face // what the words were measured with
	scroll *container.Scroll
	page   *areaPage // in the scroll
	tall   float32   // the page, when the scroll was told last
	ring   ring
	menu   *widget.PopUpMenu

	wrong   bool
	focused bool
	begun   bool      // has had the focus before
	held    bool      // the mouse's button is down on it
	shift   bool      // is held
	doubled time.Time // the last double click
}

// areaRows is how many rows a TextArea shows if nobody says.
const areaRows = 3

// NewTextArea returns a field of several lines that wraps words.
func NewTextArea(o EntryOptions) *TextArea {
	a := &TextArea{o: o, words: writing.New(), ring: newRing()}
	a.page = newAreaPage(a)
	a.scroll = container.NewVScroll(a.page)
	a.scroll.OnScrolled = func(fyne.Position) { a.page.draw() }
	a.measure()
	a.words.Set(o.Text)
	a.ExtendBaseWidget(a)
	return a
}

// Set replaces the text and forgets what could be undone.
func (a *TextArea) Set(text string) {
	if a.words.String() == writing.Clean(text) {
		return
	}
	a.words.Set(text)
	a.changed()
}

// Value returns the text as typed.
func (a *TextArea) Value() string { return a.words.String() }

// Caret returns how many letters are before the cursor.
func (a *TextArea) Caret() int { return a.words.Caret() }

// SelectedText returns the words selected.
func (a *TextArea) SelectedText() string { return a.words.Selected() }

// SetWrong outlines the field as one that needs another look. It still keeps and gives what was typed.
func (a *TextArea) SetWrong(wrong bool) {
	if a.wrong == wrong {
		return
	}
	a.wrong = wrong
	a.Refresh()
}

// changed is after each change of the text.
func (a *TextArea) changed() {
	a.moved()
	a.reveal()
	if a.o.Changed != nil {
		a.o.Changed(a.words.String())
	}
}

// moved is after each move of the cursor, and each change.
func (a *TextArea) moved() {
	a.settle()
	a.seeCaret()
	a.page.draw()
}

// measure has the words measured anew if letters are of another size now.
func (a *TextArea) measure() {
	if f := (TextStyle{}).face(); f != a.face {
		a.face = f
		a.words.Wrap(a.room(), f.measured)
	}
}

// room is how wide a row may be; 0 before the field has a size.
func (a *TextArea) room() float32 {
	if a.Size().Width <= 0 {
		return 0
	}
	return max(a.Size().Width-2*innerPadding(), 1)
}

// settle tells the scroll when the text has become longer or shorter.
func (a *TextArea) settle() {
	if tall := a.page.MinSize().Height; tall != a.tall {
		a.tall = tall
		a.scroll.Refresh()
	}
}

// seeCaret scrolls to the cursor.
func (a *TextArea) seeCaret() {
	at, size := a.page.caretPlace()
	view, air := a.scroll.Size().Height, a.face.glyph-theme.Space4
	offset := a.scroll.Offset.Y
	switch top, bottom := at.Y-air, at.Y+size.Height+air; {
	case view <= 0:
		return
	case top < offset:
		offset = top
	case bottom > offset+view:
		offset = bottom - view
	}
	a.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(offset, a.page.MinSize().Height-view))))
}

// reveal scrolls the page to the row of the cursor: whoever types looks for it.
func (a *TextArea) reveal() {
	if !a.focused || a.held {
		return
	}
	at, size := a.page.caretPlace()
	way := wayTo(a)
	for i := len(way) - 1; i >= 0; i-- {
		if s, ok := way[i].(*Scroll); ok {
			s.revealPart(way, i, at.Y-a.scroll.Offset.Y, size.Height, theme.Space24, theme.Space24)
		}
	}
}

// FocusGained puts the cursor, the first time, behind the text that is already there.
func (a *TextArea) FocusGained() {
	a.focused = true
	if !a.begun {
		a.begun = true
		a.words.Go(writing.End, false)
		a.moved()
	}
	a.Refresh()
	if !a.held {
		Reveal(a)
	}
}

// FocusLost is for Fyne.
func (a *TextArea) FocusLost() {
	a.focused, a.shift, a.held = false, false, false
	a.Refresh()
	if a.o.Left != nil {
		a.o.Left()
	}
}

// AcceptsTab is false, so that Tab and Shift+Tab leave the field.
func (a *TextArea) AcceptsTab() bool { return false }

// Cursor shows that this can be written into.
func (a *TextArea) Cursor() desktop.Cursor { return desktop.TextCursor }

// MinSize is as high as the rows asked for, and at least as high as a button.
func (a *TextArea) MinSize() fyne.Size {
	return fyne.NewSize((TextStyle{}).face().width("M")+3*innerPadding(), a.height(0))
}

// FitWidth is as high as the whole text, where that is asked for.
func (a *TextArea) FitWidth(width float32) fyne.Size {
	min, rows := a.MinSize(), 0
	if room := width - 2*innerPadding(); a.o.Whole && room > 0 {
		rows = len(wrapText(a.words.String(), (TextStyle{}).face(), room))
	}
	return fyne.NewSize(min.Width, a.height(rows))
}

// height is that of so many rows, or of those asked for where these are more.
func (a *TextArea) height(rows int) float32 {
	least := a.o.Rows
	if least <= 0 {
		least = areaRows
	}
	return max((TextStyle{}).face().glyph*float32(max(rows, least))+2*innerPadding(), theme.Size(theme.ControlHeight))
}

// write replaces the text as if typed.
func (a *TextArea) write(text string) {
	if a.Disabled() {
		return
	}
	a.Set(text)
	a.words.Go(writing.End, false)
	a.moved()
}

// place puts the cursor before a letter.
func (a *TextArea) place(at int) {
	a.words.Place(at, false)
	a.moved()
}

// Describe says what is typed and where the cursor is.
func (a *TextArea) Describe() Description {
	d := Description{Role: RoleEntry, Name: a.spoken(), Hint: a.hint, State: able(a.Disabled()) | Manylined, Active: -1}
	if d.Name == "" {
		d.Name = a.o.Placeholder
	}
	if a.wrong {
		d.State |= Wrong
	}
	from, to := a.words.Selection()
	d.Words = &Words{Text: a.words.String(), Caret: a.words.Caret(), From: from, To: to, Write: a.write, Place: a.place}
	at, size := a.page.caretPlace()
	d.Words.CaretAt, d.Words.CaretTall = at.Subtract(a.scroll.Offset).AddXY(0, inputBorder()), size.Height
	return d
}
