package ledger

import (
	"math"
	"sync"
)

// rowsAhead are revisions of some kinds as they are sealed, the newest first, which a look
// ahead reads when all that a survey is of is read. Before takes them, once.
type rowsAhead struct {
	wanted int64 // a bit for each kind
	room   int   // bytes that may still be read

	mu      sync.Mutex
	pages   [][]Sealed
	noMore  bool  // the table has no others
	stopped bool  // nobody is to read on
	next    int64 // those before this row are still here
}

// newRowsAhead has room for the boxes of two hundred thousand notes: who types a
// passphrase has it, for what comes next takes more.
func newRowsAhead(kinds []uint8) *rowsAhead {
	return &rowsAhead{wanted: bitsOf(kinds), room: 256 << 20, next: math.MaxInt64}
}

// besidesBox is how many bytes a Sealed takes without its box.
const besidesBox = 104

// read reads until somebody takes some, or the room is full.
func (a *rowsAhead) read(t *leaves, revisions int) {
	const rows = 500
	var page Page
	var boxes byteRoom
	for n := int64(math.MaxInt64); a.room > 0; {
		page.Rows = page.Rows[:0]
		if !t.pageBefore(revisions, n, a.wanted, rows, &page) {
			return
		}
		kept := make([]Sealed, len(page.Rows))
		for i, r := range page.Rows {
			r.Box = boxes.keep(r.Box)
			a.room -= len(r.Box) + besidesBox
			kept[i], n = r, r.N
		}
		if !a.add(kept) {
			return
		}
	}
}

// add reports whether more are to be read.
func (a *rowsAhead) add(rows []Sealed) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stopped {
		return false
	}
	a.noMore = len(rows) == 0
	if !a.noMore {
		a.pages = append(a.pages, rows)
	}
	return !a.noMore
}

// take fills a page with rows before one, at most so many, if they are those that come
// next. It reports false where they are not, or there may be some that were not read.
func (a *rowsAhead) take(n, wanted int64, most int, page *Page) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped = true
	if wanted != a.wanted {
		return false
	}
	if n != a.next { // somebody begins once more, or is further
		a.pages, a.noMore = nil, false
	}
	if len(a.pages) == 0 {
		return a.noMore
	}
	rows := a.pages[0][:min(most, len(a.pages[0]))]
	page.Rows = append(page.Rows, rows...)
	a.next = rows[len(rows)-1].N
	clear(rows) // the boxes are the page's
	if a.pages[0] = a.pages[0][len(rows):]; len(a.pages[0]) == 0 {
		a.pages[0], a.pages = nil, a.pages[1:]
	}
	return true
}

// end lets nobody read on.
func (a *rowsAhead) end() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped = true
}

// drop lets go of what nobody took.
func (a *rowsAhead) drop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopped, a.pages, a.noMore = true, nil, false
}

// bitsOf has a bit for each kind.
func bitsOf(kinds []uint8) (bits int64) {
	for _, kind := range kinds {
		bits |= 1 << kind
	}
	return bits
}
