package writing

import (
	"sort"
	"unicode"
)

// mostWidths is how many words are remembered with their width. A text of 20,000 letters has about 1,000.
const mostWidths = 20000

// Wrap breaks the text into rows of at most that width; 0 breaks at the ends of lines only. wide measures words; ask
// again whenever it gives other answers than before.
func (t *Text) Wrap(width float32, wide func(string) float32) {
	t.width, t.wide, t.widths = width, wide, map[string]float32{}
	t.wrapAll()
}

// Narrow breaks the text into rows of another width, measured as before.
func (t *Text) Narrow(width float32) {
	if width != t.width {
		t.width = width
		t.wrapAll()
	}
}

// Rows returns the number of rows, at least 1.
func (t *Text) Rows() int { return len(t.begins) }

// Row returns where a row begins and where what can be seen of it ends: before the break of the line, and before the
// space at which it wrapped.
func (t *Text) Row(i int) (from, to int) {
	from, to = t.begins[i], t.rowStop(i)
	if i < len(t.begins)-1 && ends(t.letters[to-1]) {
		to--
	}
	return from, to
}

// RowText returns what a row shows.
func (t *Text) RowText(i int) string {
	from, to := t.Row(i)
	return string(t.letters[from:to])
}

// RowOf returns the row of a letter.
func (t *Text) RowOf(at int) int {
	return sort.Search(len(t.begins), func(i int) bool { return t.begins[i] > at }) - 1
}

// CaretRow returns the row of the cursor.
func (t *Text) CaretRow() int {
	row := t.RowOf(t.caret)
	if t.late && row > 0 {
		row--
	}
	return row
}

// CaretX returns how far the cursor is from the beginning of its row.
func (t *Text) CaretX() float32 { return t.x(t.CaretRow(), t.caret) }

// SpanOf returns from where to where a row shows what is selected; lineBreak says that the break at its end is as well.
func (t *Text) SpanOf(row int) (x0, x1 float32, lineBreak bool) {
	from, to := t.Selection()
	begin, end := t.Row(row)
	stop := t.rowStop(row)
	if from >= stop || to <= begin {
		return 0, 0, false
	}
	return t.x(row, max(from, begin)), t.x(row, min(to, end)), to >= stop && t.letters[stop-1] == '\n'
}

// rowStop returns where the next row begins.
func (t *Text) rowStop(row int) int {
	if row == len(t.begins)-1 {
		return len(t.letters)
	}
	return t.begins[row+1]
}

// x returns how far a letter is from the beginning of a row.
func (t *Text) x(row, at int) float32 {
	if t.wide == nil || at <= t.begins[row] {
		return 0
	}
	return t.wide(string(t.letters[t.begins[row]:at]))
}

// At returns the place between two letters of a row that is nearest to x. late says that it is the end of a row that
// breaks inside a word.
func (t *Text) At(row int, x float32) (at int, late bool) {
	from, to := t.Row(row)
	// The first letter whose middle is at the right of x.
	at = from + sort.Search(to-from, func(i int) bool {
		begin := from + i
		for begin > from && t.marked(begin) {
			begin--
		}
		return (t.x(row, begin)+t.x(row, t.after(begin)))/2 > x
	})
	for at < to && t.marked(at) {
		at++
	}
	return at, at == t.rowStop(row) && row < len(t.begins)-1
}

func (t *Text) wrapAll() {
	t.begins = append(t.begins[:0], 0)
	for at, more := t.rowAfter(0); more; at, more = t.rowAfter(at) {
		t.begins = append(t.begins, at)
	}
}

// rewrap breaks rows anew after came letters took the place of gone letters.
func (t *Text) rewrap(from, gone, came int) {
	old, grown := t.begins, came-gone
	row := t.RowOf(from)
	// The word that is changed may begin in an earlier row, and may fit behind the one before it now.
	for row > 0 && !ends(t.letters[old[row]-1]) {
		row--
	}
	row = max(row-1, 0)
	begins := append(t.spare[:0], old[:row+1]...)
	next := row + 1
	for at, more := t.rowAfter(old[row]); more; at, more = t.rowAfter(at) {
		for next < len(old) && (old[next] < from+gone || old[next]+grown < at) {
			next++
		}
		if next < len(old) && old[next]+grown == at {
			for _, begin := range old[next:] {
				begins = append(begins, begin+grown)
			}
			break
		}
		begins = append(begins, at)
	}
	t.begins, t.spare = begins, old
}

// rowAfter returns where the row ends that begins at a letter, and whether another begins there. It looks at nothing
// before that letter.
func (t *Text) rowAfter(begin int) (next int, more bool) {
	var used float32
	for at := begin; at < len(t.letters); {
		word := t.wordEnd(at)
		w := t.widthOf(at, word)
		if t.width > 0 && used+w > t.width {
			if at > begin {
				return at, true
			}
			if part := t.fitting(begin, word); part < word {
				return part, true
			}
		}
		used += w
		for at = word; at < len(t.letters) && blank(t.letters[at]); at++ {
			used += t.widthOf(at, at+1)
		}
		if at < len(t.letters) && t.letters[at] == '\n' {
			return at + 1, true
		}
	}
	return 0, false
}

// longestWord is how far the end of a word is looked for: what is longer fits in no row.
const longestWord = 1000

// wordEnd returns where the word ends that begins at a letter.
func (t *Text) wordEnd(at int) int {
	most := min(at+longestWord, len(t.letters))
	for at < most && t.letters[at] != '\n' && !blank(t.letters[at]) {
		at++
	}
	return at
}

// blank says whether a row can end after a letter.
func blank(r rune) bool {
	const together, figures, narrow = '\u00a0', '\u2007', '\u202f' // spaces that keep words together
	return unicode.IsSpace(r) && r != '\n' && r != together && r != figures && r != narrow
}

// ends says whether a row ends after a letter that is not seen there.
func ends(r rune) bool { return r == '\n' || blank(r) }

// fitting returns how much of a word fits in a row, one letter at least.
func (t *Text) fitting(begin, end int) int {
	var used float32
	at := begin
	for at < end {
		next := t.after(at)
		used += t.widthOf(at, next)
		if used > t.width && at > begin {
			break
		}
		at = next
	}
	return min(at, end)
}

func (t *Text) widthOf(from, to int) float32 {
	if from == to || t.wide == nil {
		return 0
	}
	words := string(t.letters[from:to])
	w, known := t.widths[words]
	if !known {
		if len(t.widths) >= mostWidths {
			clear(t.widths)
		}
		w = t.wide(words)
		t.widths[words] = w
	}
	return w
}
