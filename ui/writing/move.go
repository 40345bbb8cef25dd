package writing

// Move is a way of the cursor.
type Move int

// The ways.
const (
	Left Move = iota
	Right
	Up
	Down
	WordLeft
	WordRight
	RowBegin
	RowEnd
	Begin
	End
)

// Go moves the cursor. With keep what it passes is selected.
func (t *Text) Go(m Move, keep bool) {
	from, to := t.Selection()
	collapse := from != to && !keep
	switch m {
	case Left:
		if collapse {
			t.set(from, false)
			return
		}
		t.set(t.before(t.caret), keep)
	case Right:
		if collapse {
			t.set(to, false)
			return
		}
		t.set(t.after(t.caret), keep)
	case WordLeft:
		t.set(t.wordBefore(t.caret), keep)
	case WordRight:
		t.set(t.wordAfter(t.caret), keep)
	case Up:
		t.GoRows(-1, keep)
	case Down:
		t.GoRows(1, keep)
	case RowBegin:
		t.set(t.begins[t.CaretRow()], keep)
	case RowEnd:
		t.toRowEnd(keep)
	case Begin:
		t.set(0, keep)
	case End:
		t.set(len(t.letters), keep)
	}
}

func (t *Text) toRowEnd(keep bool) {
	row := t.CaretRow()
	_, end := t.Row(row)
	t.set(end, keep)
	t.late = end == t.rowStop(row) && row < len(t.begins)-1
}

// GoRows moves the cursor so many rows down, negative is up, to where it was in its row when that began. At the first
// and the last row it goes to the beginning or the end.
func (t *Text) GoRows(rows int, keep bool) {
	row := t.CaretRow()
	goal := t.goal
	if goal < 0 {
		goal = t.CaretX()
	}
	switch target := row + rows; {
	case row == 0 && rows < 0:
		t.set(0, keep)
	case row == len(t.begins)-1 && rows > 0:
		t.set(len(t.letters), keep)
	default:
		at, late := t.At(max(0, min(target, len(t.begins)-1)), goal)
		t.set(at, keep)
		t.late = late
	}
	t.goal = goal
}

// Place puts the cursor before a letter.
func (t *Text) Place(at int, keep bool) { t.set(at, keep) }

// PlaceAt puts the cursor at the place of a row nearest to x.
func (t *Text) PlaceAt(row int, x float32, keep bool) {
	at, late := t.At(max(0, min(row, len(t.begins)-1)), x)
	t.set(at, keep)
	t.late = late
}

// SelectAll selects everything.
func (t *Text) SelectAll() {
	t.set(0, false)
	t.set(len(t.letters), true)
}

// SelectWord selects the word at the cursor, or what stands between two words.
func (t *Text) SelectWord() { t.selectSpan(t.wordRound(t.caret)) }

// SelectLine selects the line of the cursor.
func (t *Text) SelectLine() { t.selectSpan(t.lineRound(t.caret)) }

func (t *Text) selectSpan(from, to int) {
	t.set(from, false)
	t.set(to, true)
}
