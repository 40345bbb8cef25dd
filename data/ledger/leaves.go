package ledger

import (
	"context"
	"encoding/binary"
	"io"
	"math"
	"os"
	"slices"
)

// To fetch a row from SQLite by way of its driver takes longer than to open what is
// sealed in it. So where very many are read, and the file by itself is all there is
// (nothing is in its journal, and it is not known to be damaged), the rows are read
// from the pages of their table, in its order. Nothing is guessed here: where anything
// is not as the format has it, SQLite is asked instead, and its word counts.

// leaves reads tables by the pages of the file, until ctx is done.
type leaves struct {
	pages
	ctx  context.Context
	file io.ReaderAt
	size int // of a page
}

// leaves returns what reads the file's pages as they are until somebody writes; nil
// where SQLite is to be asked. The caller holds mu as long as it reads.
func (l *Ledger) leaves(ctx context.Context) *leaves {
	if l.rescued != nil || l.inMemory || l.misshapen() || simulated != "" || !l.there() || !l.settled(ctx) {
		return nil
	}
	if l.byPage == nil {
		file, err := os.Open(l.path)
		if err != nil {
			return nil
		}
		l.byPage = file // closed with the ledger, not before: that would drop SQLite's locks, see hold
	}
	info, err := l.byPage.Stat()
	if err != nil || !os.SameFile(info, l.opened) {
		return nil
	}
	return leavesOf(ctx, l.byPage, int(info.Size()))
}

// leavesOf is leaves for a file of so many bytes.
func leavesOf(ctx context.Context, file io.ReaderAt, length int) *leaves {
	head := make([]byte, headSize)
	if _, err := file.ReadAt(head, 0); err != nil || !isOurs(head) {
		return nil
	}
	t := &leaves{ctx: ctx, file: file, size: pageSizeOf(head)}
	room := make([]byte, t.size)
	page := func(number int) []byte { return t.read(number, room) }
	t.pages = pages{page: page, usable: t.size - int(head[20]), length: length, left: math.MaxInt}
	if t.usable < 480 {
		return nil
	}
	return t
}

// settled reports whether nothing is in the journal: in that which SQLite has open, not in
// whatever lies at its path by now. The caller holds mu.
func (l *Ledger) settled(ctx context.Context) bool {
	empty := func() bool {
		journal, err := os.Stat(l.path + "-wal")
		if os.IsNotExist(err) {
			return l.journal == nil
		}
		return err == nil && journal.Size() == 0 && (l.journal == nil || os.SameFile(l.journal, journal))
	}
	return empty() || l.examined == nil && l.unwritable() == nil && l.truncate(ctx) == nil && empty()
}

// root is the first page of a table; 0 where it is not known.
func (l *Ledger) root(ctx context.Context, table string) (page int) {
	if l.conn.QueryRowContext(ctx, "SELECT rootpage FROM sqlite_schema WHERE type='table' AND name=?", table).Scan(&page) != nil {
		return 0
	}
	return page
}

// read reads pages up to one, as many as there is room for, and returns what of the
// last is in use; nil where they cannot be read.
func (t *leaves) read(number int, room []byte) []byte {
	first := number - len(room)/t.size
	if first < 1 || number*t.size > t.length { // the first page is no row's
		return nil
	}
	if _, err := t.file.ReadAt(room, int64(first)*int64(t.size)); err != nil {
		return nil
	}
	return room[len(room)-t.size:][:t.usable]
}

// walk goes along a table from a row back to its first.
type walk struct {
	*leaves
	room   func(size int) []byte          // for some more leaves
	fn     func(cell) (more, asItIs bool) // for each row
	before int64                          // rows from here on are not asked for
	some   []byte                         // leaves that lie together in the file
	last   int                            // the number of the last of them
}

// back calls fn for the rows of a table before one, the last first, until fn wants no
// more. Leaves are read into rooms that are asked for, so that what of them is a row's
// can be kept. It reports false where anything is not as the format has it: then what
// fn was called for does not count.
func (t *leaves) back(root int, before int64, room func(size int) []byte, fn func(cell) (more, asItIs bool)) bool {
	w := walk{leaves: t, room: room, fn: fn, before: before}
	_, asItIs := w.under(root, math.MinInt64, math.MaxInt64, mostBranches)
	return asItIs
}

// atATime is how many leaves are read together: those of rows that were written one
// after the other nearly always lie so.
const atATime = 16

// read reads a page. A branch is good until the next is read.
func (w *walk) read(number int) []byte {
	if back := (w.last - number) * w.size; number <= w.last && back < len(w.some) {
		return w.some[len(w.some)-w.size-back:][:w.usable]
	}
	page := w.page(number)
	if page == nil || page[0] != leafOfTable {
		return page
	}
	if w.ctx.Err() != nil {
		return nil // SQLite says so
	}
	w.some, w.last = w.room(min(atATime, number-1)*w.size), number
	return w.leaves.read(number, w.some)
}

// mostBranches is more than any table has from its root to a leaf.
const mostBranches = 20

// under goes through the rows under a page: all are behind low, none is behind high.
func (w *walk) under(number int, low, high int64, branches int) (more, asItIs bool) {
	page := w.read(number)
	switch {
	case page == nil:
		return false, false
	case page[0] == leafOfTable:
		return w.leaf(page, low, high)
	case page[0] != branchOfTable || branches == 0:
		return false, false
	}
	page = slices.Clone(page)
	const header, child = 12, 4
	cells := int(binary.BigEndian.Uint16(page[3:]))
	if header+2*cells > len(page) {
		return false, false
	}
	next, end := int(binary.BigEndian.Uint32(page[8:])), high
	for i := cells; ; i-- {
		begin := low
		var before int
		if i > 0 {
			at := int(binary.BigEndian.Uint16(page[header+2*(i-1):]))
			if at < header || at+child >= len(page) {
				return false, false
			}
			key, n := varint(page[at+child:])
			before, begin = int(binary.BigEndian.Uint32(page[at:])), int64(key)
			if n == 0 || begin <= low || begin >= end {
				return false, false
			}
		}
		if begin < w.before-1 {
			if more, asItIs := w.under(next, begin, end, branches-1); !more || !asItIs {
				return more, asItIs
			}
		}
		if i == 0 {
			return true, true
		}
		next, end = before, begin
	}
}

// leaf goes through the rows of a leaf.
func (w *walk) leaf(page []byte, low, high int64) (more, asItIs bool) {
	const header = 8
	cells := int(binary.BigEndian.Uint16(page[3:]))
	if header+2*cells > len(page) {
		return false, false
	}
	for i := cells - 1; i >= 0; i-- {
		c, ok := w.cell(page, int(binary.BigEndian.Uint16(page[header+2*i:])))
		if !ok || c.rowid <= low || c.rowid > high || c.rowid == math.MaxInt64 { // no row is before that
			return false, false
		}
		high = c.rowid - 1
		if c.rowid >= w.before {
			continue
		}
		if more, asItIs := w.fn(c); !more || !asItIs {
			return more, asItIs
		}
	}
	return true, true
}

// joined is the record of a row: where it lies on the leaf, or in memory of its own.
func (t *leaves) joined(c cell) (record []byte, ok bool) {
	if c.next == 0 {
		return c.local, len(c.local) == c.length
	}
	return t.payload(c)
}

// each calls fn for all rows of a table, the last first, with the first fields of each,
// as many as are asked for; bytes of a record that is not all on its leaf may be asked
// for only where whole says so. The fields are good until fn returns. It reports false
// where anything is not as it should be.
func (t *leaves) each(root, fields int, whole bool, fn func(rowid int64, f []field) bool) bool {
	some := make([]byte, atATime*t.size)
	var f []field
	return t.back(root, math.MaxInt64, func(size int) []byte { return some[:size] }, func(c cell) (more, asItIs bool) {
		record, ok := c.local, true
		if whole {
			record, ok = t.joined(c)
		}
		if !ok {
			return false, false
		}
		f, ok = fieldsOf(f[:0], record, fields)
		ok = ok && len(f) == fields && fn(c.rowid, f)
		return ok, ok
	})
}
