//go:build unix && !darwin

package a11y

import (
	"testing"

	"noddfa/ui/widget"
)

func TestAMagnifierIsToldWhereTheCursorIs(t *testing.T) {
	box := widget.NewTextArea(widget.EntryOptions{Text: "They want it\nby Friday"})
	w := window(t, widget.Page(widget.NewField(widget.FieldOptions{Label: "What happened", Control: box})))
	w.Canvas().Focus(box)
	s := &session{}
	at := func(letter int) area {
		box.Describe().Words.Place(letter)
		tree := NewReader(w).Read()
		s.tree.Store(tree)
		return s.letter(called(t, tree, widget.RoleEntry, "What happened"), letter)
	}
	first, later, below := at(0), at(5), at(13)
	field := s.area(called(t, s.tree.Load(), widget.RoleEntry, "What happened"))
	if later.X <= first.X || later.Y != first.Y || below.Y <= first.Y || below.X != first.X {
		t.Errorf("the cursor is at %v, %v and %v", first, later, below)
	}
	for _, l := range []area{first, later, below} {
		if l.X < field.X || l.Y < field.Y || l.X+l.Width > field.X+field.Width || l.Y+l.Height > field.Y+field.Height {
			t.Errorf("%v is not in the field %v", l, field)
		}
	}
	if other := s.letter(called(t, s.tree.Load(), widget.RoleEntry, "What happened"), 2); other != field {
		t.Errorf("of another letter %v is said", other)
	}
}
