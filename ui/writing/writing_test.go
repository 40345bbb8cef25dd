package writing_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"noddfa/ui/writing"
)

// letters10 is a face in which each letter is 10 wide, a mark nothing.
func letters10(words string) float32 {
	n := 0
	for _, r := range words {
		if r != '\u0302' {
			n++
		}
	}
	return float32(10 * n)
}

// uneven is a face in which letters are not as wide as each other: a part of a word may fit where the word did not.
func uneven(words string) float32 {
	return letters10(words) - float32(6*strings.Count(words, "i")+5*strings.Count(words, " ")-6*strings.Count(words, "W"))
}

// written is a text in rows of so many letters, with the cursor at its end.
func written(text string, letters int) *writing.Text {
	t := writing.New()
	t.Wrap(float32(10*letters), letters10)
	t.Set(text)
	t.Go(writing.End, false)
	return t
}

func rows(t *writing.Text) []string {
	var all []string
	for i := range t.Rows() {
		all = append(all, t.RowText(i))
	}
	return all
}

func TestTextWrapsAtWordsAndLines(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"nothing":                      {"", []string{""}},
		"one row":                      {"She rang", []string{"She rang"}},
		"at a space":                   {"She rang back", []string{"She rang", "back"}},
		"exactly full":                 {"0123456789 x", []string{"0123456789", "x"}},
		"lines":                        {"one\n\ntwo\n", []string{"one", "", "two", ""}},
		"a word without end":           {"haha" + strings.Repeat("ha", 5), []string{"hahahahaha", "haha"}},
		"after a word that fits":       {"so " + strings.Repeat("ha", 6), []string{"so", "hahahahaha", "ha"}},
		"spaces hang at the end":       {"0123456789   x", []string{"0123456789  ", "x"}},
		"spaces at the beginning":      {"   one", []string{"   one"}},
		"words kept together":          {"pay £5\u00a0000 now", []string{"pay £5\u00a0000", "now"}},
		"marks stay with their letter": {strings.Repeat("w\u0302", 12), []string{strings.Repeat("w\u0302", 10), "w\u0302w\u0302"}},
		"breaks of Windows":            {"one\r\ntwo\rthree", []string{"one", "two", "three"}},
	} {
		if got := rows(written(c.text, 10)); !slices.Equal(got, c.want) {
			t.Errorf("%s: rows %q, want %q", name, got, c.want)
		}
	}
}

func TestWordCutWhereItBrokeGoesBackToTheRowBefore(t *testing.T) {
	w := unevenly("i hahahahahWaha")
	if got, want := rows(w), []string{"i", "hahahahah", "Waha"}; !slices.Equal(got, want) {
		t.Fatalf("rows %q, want %q", got, want)
	}
	w.Place(11, false)
	w.Insert(" ")
	if got, want := rows(w), []string{"i hahahahah", "Waha"}; !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
}

func TestCursorGoesWherePeopleExpect(t *testing.T) {
	const text = "Rang at six\n\nno answer, w\u0302n" // rows of ten: "Rang at", "six", "", "no answer,", "w^n"
	for _, c := range []struct {
		name string
		from int
		do   func(*writing.Text)
		want int
	}{
		{"left", 5, func(t *writing.Text) { t.Go(writing.Left, false) }, 4},
		{"left at the beginning", 0, func(t *writing.Text) { t.Go(writing.Left, false) }, 0},
		{"left over a mark", 26, func(t *writing.Text) { t.Go(writing.Left, false) }, 24},
		{"right over a mark", 24, func(t *writing.Text) { t.Go(writing.Right, false) }, 26},
		{"right at the end", 27, func(t *writing.Text) { t.Go(writing.Right, false) }, 27},
		{"down", 2, func(t *writing.Text) { t.Go(writing.Down, false) }, 10},
		{"down past a short row keeps the column", 2, func(t *writing.Text) {
			for range 3 {
				t.Go(writing.Down, false)
			}
		}, 15},
		{"down in the last row", 25, func(t *writing.Text) { t.Go(writing.Down, false) }, 27},
		{"up", 10, func(t *writing.Text) { t.Go(writing.Up, false) }, 2},
		{"up in the first row", 5, func(t *writing.Text) { t.Go(writing.Up, false) }, 0},
		{"home", 10, func(t *writing.Text) { t.Go(writing.RowBegin, false) }, 8},
		{"end of a row that wraps", 2, func(t *writing.Text) { t.Go(writing.RowEnd, false) }, 7},
		{"end of a line", 8, func(t *writing.Text) { t.Go(writing.RowEnd, false) }, 11},
		{"a word back", 27, func(t *writing.Text) { t.Go(writing.WordLeft, false) }, 24},
		{"a word back over a comma", 24, func(t *writing.Text) { t.Go(writing.WordLeft, false) }, 16},
		{"a word back stops at a line", 13, func(t *writing.Text) { t.Go(writing.WordLeft, false) }, 12},
		{"a word on", 0, func(t *writing.Text) { t.Go(writing.WordRight, false) }, 4},
		{"a word on stops at a line", 11, func(t *writing.Text) { t.Go(writing.WordRight, false) }, 12},
		{"the beginning", 9, func(t *writing.Text) { t.Go(writing.Begin, false) }, 0},
		{"the end", 9, func(t *writing.Text) { t.Go(writing.End, false) }, 27},
		{"two rows on", 0, func(t *writing.Text) { t.GoRows(2, false) }, 12},
		{"more rows on than there are", 2, func(t *writing.Text) { t.GoRows(9, false) }, 27},
		{"the mouse", 0, func(t *writing.Text) { t.PlaceAt(3, 24, false) }, 15},
		{"the mouse over a mark", 0, func(t *writing.Text) { t.PlaceAt(4, 9, false) }, 26},
		{"the mouse under the text", 0, func(t *writing.Text) { t.PlaceAt(99, 0, false) }, 24},
	} {
		w := written(text, 10)
		w.Place(c.from, false)
		c.do(w)
		if w.Caret() != c.want {
			t.Errorf("%s: the cursor goes from %d to %d, want %d", c.name, c.from, w.Caret(), c.want)
		}
		if from, to := w.Selection(); from != to {
			t.Errorf("%s: selects %q", c.name, w.Selected())
		}
	}
}

func TestEndOfARowInsideAWordIsOnThatRow(t *testing.T) {
	w := written(strings.Repeat("ha", 8), 10)
	w.Place(3, false)
	w.Go(writing.RowEnd, false)
	if w.Caret() != 10 || w.CaretRow() != 0 || w.CaretX() != 100 {
		t.Errorf("End went before letter %d in row %d at %.0f", w.Caret(), w.CaretRow(), w.CaretX())
	}
	w.Go(writing.RowBegin, false)
	if w.Caret() != 0 {
		t.Errorf("Home then went before letter %d", w.Caret())
	}
	w.Place(10, false)
	if w.CaretRow() != 1 {
		t.Error("the cursor before the second row is not in it")
	}
}

func TestSelectionGrowsAndIsReplaced(t *testing.T) {
	w := written("don't pay him", 40)
	for _, c := range []struct {
		name string
		do   func()
		want string
	}{
		{"shift and left", func() { w.Go(writing.Left, true) }, "m"},
		{"a word more", func() { w.Go(writing.WordLeft, true) }, "him"},
		{"everything", w.SelectAll, "don't pay him"},
		{"right lets go", func() { w.Go(writing.Right, false) }, ""},
		{"a word with an apostrophe", func() { w.Place(2, false); w.SelectWord() }, "don't"},
		{"between words", func() { w.Place(5, false); w.SelectWord() }, " "},
		{"the line", w.SelectLine, "don't pay him"},
		{"left lets go at its beginning", func() { w.Go(writing.Left, false) }, ""},
	} {
		if c.do(); w.Selected() != c.want {
			t.Errorf("%s: selected %q, want %q", c.name, w.Selected(), c.want)
		}
	}
	if w.Caret() != 0 {
		t.Errorf("the cursor is before letter %d", w.Caret())
	}
	w.SelectWord()
	w.Insert("Never")
	if w.String() != "Never pay him" {
		t.Errorf("the text is %q", w.String())
	}
	w.Undo()
	if w.String() != "don't pay him" {
		t.Errorf("one step back is %q", w.String())
	}
}

func TestUndoGoesByWords(t *testing.T) {
	w := written("", 40)
	typed := func(words string) {
		for _, r := range words {
			w.Insert(string(r))
		}
	}
	typed("ring on")
	w.Insert(" Friday, after six")
	typed("ish")
	w.DeleteBack()
	w.DeleteBack()
	w.DeleteWordBack()
	var steps []string
	for w.Undo() {
		steps = append(steps, w.String())
	}
	want := []string{
		"ring on Friday, after sixi", "ring on Friday, after sixish", "ring on Friday, after six", "ring on", "ring", "",
	}
	if !slices.Equal(steps, want) {
		t.Errorf("undone to %q, want %q", steps, want)
	}
	for range 4 {
		w.Redo()
	}
	if w.String() != "ring on Friday, after sixish" {
		t.Errorf("done again to %q", w.String())
	}
	w.Insert("!")
	if w.Redo() {
		t.Error("what was undone before a change can be done again")
	}
}

func TestKeysThatChangeNothingSaySo(t *testing.T) {
	w := written("", 10)
	if w.DeleteBack() || w.DeleteOn() || w.DeleteWordBack() || w.DeleteWordOn() || w.Undo() || w.Redo() {
		t.Error("an empty text was changed")
	}
	w.Insert("w\u0302n")
	w.Place(2, false)
	if !w.DeleteBack() || w.String() != "n" {
		t.Errorf("a letter and its mark: %q is left", w.String())
	}
}

func unevenly(text string) *writing.Text {
	w := writing.New()
	w.Wrap(100, uneven)
	w.Set(text)
	return w
}

// model is the same text as a plain string, with every row broken anew after each change.
type model struct {
	text    string
	at, end int
}

func (m *model) edit(words string) {
	r := []rune(m.text)
	from, to := min(m.at, m.end), max(m.at, m.end)
	m.text = string(r[:from]) + words + string(r[to:])
	m.at = from + utf8.RuneCountInString(words)
	m.end = m.at
}

// step does one thing to both. It returns an error in words if they differ then.
func (m *model) step(w *writing.Text, n uint16) string {
	pieces := []string{
		"a", "ŵ", "w\u0302", " ", "  ", "\n", "haha", "ring on Friday ", strings.Repeat("ha", 9), "\u00a0", "困っています", ".", "i hahahahahWaha", "W", "i'r ysgol\n\n", "\t",
	}
	at, pick := int(n)/16%(w.Len()+1), int(n)/7
	switch n % 8 {
	case 0, 1, 2:
		w.Insert(pieces[pick%len(pieces)])
		m.edit(pieces[pick%len(pieces)])
	case 3:
		w.Place(at, false)
		m.at, m.end = at, at
	case 4:
		w.Place(at, true)
		m.at = at
	case 5:
		w.Go(writing.Move(pick%int(writing.End+1)), pick%3 == 0)
		from, to := w.Selection()
		m.at, m.end = w.Caret(), from+to-w.Caret()
	case 6:
		if m.at == m.end {
			w.Go(writing.Left, true)
			from, to := w.Selection()
			m.at, m.end = from, to
		}
		w.DeleteBack()
		m.edit("")
	case 7:
		for range 3 {
			w.Undo()
		}
		for w.Redo() {
		}
		m.at, m.end = w.Caret(), w.Caret()
	}
	from, to := w.Selection()
	if w.String() != m.text || w.Caret() != m.at || from != min(m.at, m.end) || to != max(m.at, m.end) {
		return fmt.Sprintf("step %d: %q at %d (%d to %d), want %q at %d to %d", n, w.String(), w.Caret(), from, to, m.text, m.at, m.end)
	}
	anew := unevenly(m.text)
	for i := range max(anew.Rows(), w.Rows()) {
		if i >= anew.Rows() || i >= w.Rows() {
			return fmt.Sprintf("step %d: %q wraps to %q, want %q", n, m.text, rows(w), rows(anew))
		}
		f0, t0 := w.Row(i)
		f1, t1 := anew.Row(i)
		if f0 != f1 || t0 != t1 {
			return fmt.Sprintf("step %d: %q wraps to %q, want %q", n, m.text, rows(w), rows(anew))
		}
	}
	return ""
}

func TestAnyRowOfEditsGivesThePlainText(t *testing.T) {
	for seed := range uint64(60) {
		random := rand.New(rand.NewPCG(seed, 4))
		w, m := unevenly(""), &model{}
		for range 150 {
			if wrong := m.step(w, uint16(random.Uint32())); wrong != "" {
				t.Fatalf("seed %d, %s", seed, wrong)
			}
		}
		for w.Undo() {
		}
		if w.String() != "" {
			t.Fatalf("seed %d: everything undone leaves %q", seed, w.String())
		}
	}
}

// FuzzEdits does what it is told to a text and to a plain string.
func FuzzEdits(f *testing.F) {
	f.Add([]byte("a note is typed, corrected and undone"))
	f.Add([]byte{0, 0, 0, 70, 0, 140, 0, 3, 1, 255, 0, 7})
	f.Fuzz(func(t *testing.T, steps []byte) {
		w, m := unevenly(""), &model{}
		for i := 0; i+1 < min(len(steps), 400); i += 2 {
			if wrong := m.step(w, uint16(steps[i])<<8|uint16(steps[i+1])); wrong != "" {
				t.Fatal(wrong)
			}
		}
	})
}
