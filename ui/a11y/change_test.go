package a11y

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/ui/widget"
)

// told says changes in short words.
func told(all []change) []string {
	var words []string
	for _, c := range all {
		switch c.kind {
		case cameKid:
			words = append(words, "came "+c.other.Name)
		case wentKid:
			words = append(words, "went "+c.other.Name)
		case renamed:
			words = append(words, "renamed "+c.text)
		case hinted:
			words = append(words, "hint "+c.text)
		case stateTurned:
			words = append(words, fmt.Sprintf("state %v of %s", c.on, c.node.Name))
		case textGone:
			words = append(words, fmt.Sprintf("-%s@%d", c.text, c.at))
		case textCame:
			words = append(words, fmt.Sprintf("+%s@%d", c.text, c.at))
		case caretMoved:
			words = append(words, fmt.Sprintf("caret %d", c.at))
		case choiceMoved:
			words = append(words, "choice in "+c.node.Name)
		case focusMoved:
			words = append(words, fmt.Sprintf("focus %v %s", c.on, c.node.Name))
		case announced:
			words = append(words, "says "+c.text)
		}
	}
	return words
}

func TestAReaderIsToldWhatChanges(t *testing.T) {
	entry := widget.NewEntry(widget.EntryOptions{Text: "Fion"})
	field := widget.NewField(widget.FieldOptions{Label: "Name", Control: entry})
	list := widget.NewList(widget.ListOptions{Name: "Rows", Items: widget.ItemSlice{{ID: "1", Title: "One"}, {ID: "2", Title: "Two"}}})
	band := widget.NewBand(widget.BandOptions{Text: "Saved"})
	band.Hide()
	tick := widget.NewCheck(widget.CheckOptions{Label: "Tick"})
	w := window(t, widget.Stack(8, field, list, tick, band))
	r := NewReader(w)
	was := r.Read()
	for _, c := range []struct {
		name string
		do   func()
		want []string
	}{
		{"nothing", func() {}, nil},
		{"the keyboard comes", func() { w.Canvas().Focus(entry) }, []string{"caret 4", "focus true Name"}},
		{"a letter is typed", func() { entry.CursorColumn = 1; entry.TypedRune('f') }, []string{"+f@1", "caret 2"}},
		{"a field needs another look", func() { field.SetWrong("Too short") }, []string{"hint Too short", "state true of Name", "came Too short"}},
		{"rows are gone through", func() {
			w.Canvas().Focus(list)
			list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		}, []string{"state true of Two", "choice in Rows", "focus false Name", "focus true Two"}},
		{"a tick", func() { tick.Set(true) }, []string{"state true of Tick"}},
		{"a band comes", func() { band.Show(); w.Content().Refresh() }, []string{"came Saved", "says Saved", "came Saved"}},
		{"a band says something else", func() { band.Set("Locking") }, []string{"renamed Locking", "says Locking", "renamed Locking", "-Saved@0", "+Locking@0"}},
		{"a band goes", band.Hide, []string{"went Locking", "went Locking"}},
	} {
		c.do()
		now := r.Read()
		got := told(changes(was, now))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: told %q, want %q", c.name, got, c.want)
		}
		was = now
	}
}

func TestTheCursorGoesWhereAReaderPutsIt(t *testing.T) {
	area := widget.NewTextArea(widget.EntryOptions{Text: "Rang back at six and left no message, as agreed with her.\nShe will ring on Friday.\n\nNothing else."})
	window(t, widget.NewField(widget.FieldOptions{Label: "Note", Control: area})).Resize(fyne.NewSize(220, 400))
	for at := range len([]rune(area.Value())) + 1 {
		area.Describe().Words.Place(at)
		if got := area.Caret(); got != at {
			t.Fatalf("put before letter %d, the cursor is before %d", at, got)
		}
	}
}
