package ledger

import (
	"context"
	"database/sql"
	"encoding/binary"
	"io"
	"math"
	"os"
	"sync"
	"time"
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
	page := func(number int) []byte {
		if t.read(number, room) == nil {
			return nil
		}
		return room[:t.usable]
	}
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

// root is the first page of a table, 0 where it is not known. Nothing moves it but
// DropForeign. The caller holds mu.
func (l *Ledger) root(ctx context.Context, table string) int {
	root := l.roots[table]
	if root == 0 {
		root = rootOf(ctx, l.conn, table)
		if l.roots == nil {
			l.roots = map[string]int{}
		}
		l.roots[table] = root
	}
	return root
}

func rootOf(ctx context.Context, conn *sql.Conn, table string) (page int) {
	if conn.QueryRowContext(ctx, "SELECT rootpage FROM sqlite_schema WHERE type='table' AND name=?", table).Scan(&page) != nil {
		return 0
	}
	return page
}

// read reads pages from one on, as many as there is room for; nil where they cannot be
// read.
func (t *leaves) read(first int, room []byte) []byte {
	if first < 2 || (first-1)*t.size+len(room) > t.length { // the first page is no row's
		return nil
	}
	if _, err := t.file.ReadAt(room, int64(first-1)*int64(t.size)); err != nil {
		return nil
	}
	return room
}

// walk goes along a table, from its first row to its last or back.
type walk struct {
	*leaves
	room   func(size int) []byte          // for some more leaves
	fn     func(cell) (more, asItIs bool) // for each row
	back   bool
	before int64  // rows from here on are not asked for
	some   []byte // leaves that lie together in the file
	first  int    // the number of the first of them
}

// back calls fn for the rows of a table before one, the last first, until fn wants no
// more. Leaves are read into rooms that are asked for, so that what of them is a row's
// can be kept. It reports false where anything is not as the format has it: then what
// fn was called for does not count.
func (t *leaves) back(root int, before int64, room func(size int) []byte, fn func(cell) (more, asItIs bool)) bool {
	w := walk{leaves: t, room: room, fn: fn, back: true, before: before}
	_, asItIs := w.under(root, math.MinInt64, math.MaxInt64, mostBranches)
	return asItIs
}

// forth calls fn for all rows of a table, the first first, until fn wants no more. Their
// leaves are good until fn returns. It reports false where anything is not as the format
// has it: what fn was called for until then counts.
func (t *leaves) forth(root int, fn func(cell) (more, asItIs bool)) bool {
	some := make([]byte, atATime*t.size)
	w := walk{leaves: t, room: func(size int) []byte { return some[:size] }, fn: fn, before: math.MaxInt64}
	_, asItIs := w.under(root, math.MinInt64, math.MaxInt64, mostBranches)
	return asItIs
}

// atATime is how many leaves are read together: those of rows that were written one
// after the other nearly always lie so.
const atATime = 16

// read reads a page. It is good until the next is read.
func (w *walk) read(number int) []byte {
	if at := (number - w.first) * w.size; number >= w.first && at < len(w.some) {
		return w.some[at:][:w.usable]
	}
	page := w.page(number)
	if page == nil || page[0] != leafOfTable {
		return page
	}
	if w.ctx.Err() != nil {
		return nil // SQLite says so
	}
	w.first = number
	pages := min(atATime, w.length/w.size-number+1)
	if w.back {
		pages = min(atATime, number-1)
		w.first = number - pages + 1
	}
	w.some = w.leaves.read(w.first, w.room(pages*w.size))
	if w.some == nil {
		return nil
	}
	return w.some[(number-w.first)*w.size:][:w.usable]
}

// mostBranches is more than any table has from its root to a leaf.
const mostBranches = 20

// under goes through the rows under a page: all are behind low, none is behind high.
func (w *walk) under(number int, low, high int64, branches int) (more, asItIs bool) {
	page := w.read(number)
	switch {
	case page == nil:
		return false, false
	case page[3]|page[4] == 0 && (page[0] != leafOfTable || branches != mostBranches):
		return false, false // it has no cells, which only the one page of an empty table may have
	case page[0] == leafOfTable:
		return w.leaf(page, low, high)
	case page[0] != branchOfTable || branches == 0:
		return false, false
	}
	parts, ok := partsOf(page, low, high)
	if !ok {
		return false, false
	}
	for i := range parts {
		p := parts[i]
		if w.back {
			p = parts[len(parts)-1-i]
		}
		if p.low >= w.before-1 {
			continue
		}
		if more, asItIs := w.under(p.page, p.low, p.high, branches-1); !more || !asItIs {
			return more, asItIs
		}
	}
	return true, true
}

// part is a page to which a branch leads, with the rows behind low and none behind high.
type part struct {
	page      int
	low, high int64
}

// partsOf is what is under a branch.
func partsOf(page []byte, low, high int64) ([]part, bool) {
	const header, child = 12, 4
	cells := int(binary.BigEndian.Uint16(page[3:]))
	if header+2*cells > len(page) {
		return nil, false
	}
	parts := make([]part, 0, cells+1)
	for i := range cells {
		at := int(binary.BigEndian.Uint16(page[header+2*i:]))
		if at < header || at+child >= len(page) {
			return nil, false
		}
		key, n := varint(page[at+child:])
		if n == 0 || int64(key) <= low || int64(key) >= high {
			return nil, false
		}
		parts = append(parts, part{int(binary.BigEndian.Uint32(page[at:])), low, int64(key)})
		low = int64(key)
	}
	return append(parts, part{int(binary.BigEndian.Uint32(page[8:])), low, high}), true
}

// leaf goes through the rows of a leaf.
func (w *walk) leaf(page []byte, low, high int64) (more, asItIs bool) {
	const header = 8
	cells := int(binary.BigEndian.Uint16(page[3:]))
	if header+2*cells > len(page) {
		return false, false
	}
	for i := range cells {
		if w.back {
			i = cells - 1 - i
		}
		c, ok := w.cell(page, int(binary.BigEndian.Uint16(page[header+2*i:])))
		if !ok || c.rowid <= low || c.rowid > high || c.rowid == math.MaxInt64 { // no row is before that
			return false, false
		}
		if w.back {
			high = c.rowid - 1
		} else {
			low = c.rowid
		}
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
		var filled bool
		f, filled, ok = fieldsOf(f[:0], record, fields)
		ok = ok && filled && len(f) == fields && fn(c.rowid, f)
		return ok, ok
	})
}

// readThrough reads the file into the system's memory, much of it at a time, until the returned
// function is called: who reads it page by page waits for the disk at each. Of a file that is
// there already it reads some pages, and no more.
func (t *leaves) readThrough() (stop func()) {
	ctx, cancel := context.WithCancel(t.ctx)
	var reading sync.WaitGroup
	reading.Go(func() {
		if t.isInMemory() {
			return
		}
		room := make([]byte, 1<<20)
		for at := 0; at < t.length && ctx.Err() == nil; at += len(room) {
			if n, _ := t.file.ReadAt(room, int64(at)); n == 0 {
				return
			}
		}
	})
	return func() {
		cancel()
		reading.Wait()
	}
}

// isInMemory reports whether most pages that are tried, all over the file, are there sooner than
// any disk has them.
func (t *leaves) isInMemory() bool {
	const tries = 64
	const fromMemory = 20 * time.Microsecond
	room := make([]byte, 512)
	slow := 0
	for i := range tries {
		began := time.Now()
		if _, err := t.file.ReadAt(room, int64(t.length/tries*i)); err != nil {
			return true // nothing is to be read ahead
		}
		if time.Since(began) > fromMemory {
			slow++
		}
	}
	return slow <= tries/8
}
