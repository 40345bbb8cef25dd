package writing

import (
	"slices"
	"strings"
)

// Text is a text being written. New makes one.
type Text struct {
	letters []rune
	whole   string // the letters as a string, while fresh
	fresh   bool

	caret  int
	anchor int     // the other end of what is selected
	late   bool    // the cursor is at the end of a row that breaks inside a word, not at the beginning of the next
	goal   float32 // where Up and Down aim; negative if they have not begun

	begins []int // where each row begins; the first is 0
	spare  []int // begins of before, to be written over
	width  float32
	widths map[string]float32
	wide   func(string) float32

	history
}

// New returns an empty Text of one row.
func New() *Text { return &Text{begins: []int{0}, goal: -1} }

// Set replaces the text and forgets what could be undone. The cursor stays as far as there is text.
func (t *Text) Set(text string) {
	t.letters = []rune(Clean(text))
	t.fresh = false
	t.history = history{}
	t.wrapAll()
	t.caret, t.anchor = min(t.caret, len(t.letters)), min(t.anchor, len(t.letters))
	t.late, t.goal = false, -1
}

// Clean makes the line breaks of other systems ours: one letter for each.
func Clean(text string) string {
	if !strings.Contains(text, "\r") {
		return text
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
}

// String returns the text.
func (t *Text) String() string {
	if !t.fresh {
		t.whole, t.fresh = string(t.letters), true
	}
	return t.whole
}

// Len returns the number of letters.
func (t *Text) Len() int { return len(t.letters) }

// Caret returns how many letters are before the cursor.
func (t *Text) Caret() int { return t.caret }

// Selection returns where what is selected begins and ends; both are the same if nothing is.
func (t *Text) Selection() (from, to int) { return min(t.caret, t.anchor), max(t.caret, t.anchor) }

// Selected returns the words selected.
func (t *Text) Selected() string {
	from, to := t.Selection()
	return string(t.letters[from:to])
}

// Insert puts words at the cursor, in the place of what is selected.
func (t *Text) Insert(words string) {
	from, to := t.Selection()
	t.edit(from, to, []rune(Clean(words)))
}

// DeleteBack takes away what is selected, else the letter before the cursor, and says whether there was one.
func (t *Text) DeleteBack() bool { return t.deleteTo(t.before(t.caret)) }

// DeleteOn takes away what is selected, else the letter after the cursor, and says whether there was one.
func (t *Text) DeleteOn() bool { return t.deleteTo(t.after(t.caret)) }

// DeleteWordBack is DeleteBack for a word.
func (t *Text) DeleteWordBack() bool { return t.deleteTo(t.wordBefore(t.caret)) }

// DeleteWordOn is DeleteOn for a word.
func (t *Text) DeleteWordOn() bool { return t.deleteTo(t.wordAfter(t.caret)) }

func (t *Text) deleteTo(at int) bool {
	from, to := t.Selection()
	if from == to {
		from, to = min(at, t.caret), max(at, t.caret)
	}
	return t.edit(from, to, nil)
}

// edit is every change that can be undone. It says whether it was one.
func (t *Text) edit(from, to int, came []rune) bool {
	if from == to && len(came) == 0 {
		return false
	}
	t.remember(from, t.letters[from:to], came)
	t.replace(from, to, came)
	t.set(from+len(came), false)
	return true
}

func (t *Text) replace(from, to int, came []rune) {
	t.letters = slices.Replace(t.letters, from, to, came...)
	t.fresh = false
	t.rewrap(from, to-from, len(came))
}

// set puts the cursor before a letter; what was selected stays so up to it if keep.
func (t *Text) set(at int, keep bool) {
	t.caret = max(0, min(at, len(t.letters)))
	t.late, t.goal = false, -1
	if !keep {
		t.anchor = t.caret
	}
}
