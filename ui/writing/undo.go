package writing

import "slices"

// history is what can be undone and done again.
type history struct{ past, future []edit }

// edit is letters that came in the place of others.
type edit struct {
	at         int
	gone, came []rune
	typed      bool // by one key for each letter
}

// remember notes a change. Letters typed in a row are undone by the word.
func (h *history) remember(at int, gone, came []rune) {
	h.future = nil
	next := edit{at, slices.Clone(gone), slices.Clone(came), len(gone)+len(came) == 1}
	if n := len(h.past); n > 0 && h.past[n-1].join(next) {
		return
	}
	h.past = append(h.past, next)
}

// join adds the next change if both are one for whoever types.
func (e *edit) join(next edit) bool {
	if !e.typed || !next.typed || parts(append(next.gone, next.came...)[0]) {
		return false
	}
	switch {
	case len(e.gone)+len(next.gone) == 0 && next.at == e.at+len(e.came):
		e.came = append(e.came, next.came...)
	case len(e.came)+len(next.came) == 0 && next.at+len(next.gone) == e.at:
		e.at, e.gone = next.at, append(next.gone, e.gone...)
	case len(e.came)+len(next.came) == 0 && next.at == e.at:
		e.gone = append(e.gone, next.gone...)
	default:
		return false
	}
	return true
}

// CanUndo says whether there is something to undo.
func (t *Text) CanUndo() bool { return len(t.past) > 0 }

// CanRedo says whether something was undone and nothing changed since.
func (t *Text) CanRedo() bool { return len(t.future) > 0 }

// Undo takes the last change back, and says whether there was one.
func (t *Text) Undo() bool {
	if !t.CanUndo() {
		return false
	}
	last := len(t.past) - 1
	e := t.past[last]
	t.past, t.future = t.past[:last], append(t.future, e)
	t.replace(e.at, e.at+len(e.came), e.gone)
	t.set(e.at+len(e.gone), false)
	return true
}

// Redo makes the last change again that was taken back, and says whether there was one.
func (t *Text) Redo() bool {
	if !t.CanRedo() {
		return false
	}
	last := len(t.future) - 1
	e := t.future[last]
	t.future, t.past = t.future[:last], append(t.past, e)
	t.replace(e.at, e.at+len(e.gone), e.came)
	t.set(e.at+len(e.came), false)
	return true
}
