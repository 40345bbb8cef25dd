package ledger

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"slices"

	"github.com/mattn/go-sqlite3"
)

// rescued is what a file holds whose structure is damaged: SQLite may not find
// some rows any more, or not say so. Each row carries its own proof, so they
// are read from the pages themselves, wherever they are.
type rescued struct {
	rows  []Revision
	lost  []Damage
	boxes []Box // those that prove themselves
}

// rescue goes over to reading what can be found without SQLite's structure. The
// caller holds mu.
func (l *Ledger) rescue(ctx context.Context) error {
	if l.conn == nil {
		return errClosed
	}
	if l.rescued != nil {
		return nil
	}
	var image []byte
	if err := l.conn.Raw(func(conn any) (err error) {
		image, err = conn.(*sqlite3.SQLiteConn).Serialize("main") // the journal's pages are in it
		return err
	}); err != nil {
		return translate("reading the file's pages", err)
	}
	rows := revisionsIn(image)
	size := pageSizeOf(image)
	l.rescued = &rescued{inOrder(rows), missing(rows, l.counted(ctx)), boxesIn(image, size, size)}
	return nil
}

// counted is how many rows there are as far as the table and its indexes know: one
// of them may still know of rows that no page has.
func (l *Ledger) counted(ctx context.Context) (most int64) {
	if l.notOurs["revision"] {
		return 0
	}
	for _, by := range []string{"NOT INDEXED", "INDEXED BY sqlite_autoindex_revision_1", "INDEXED BY revision_record", "INDEXED BY revision_group"} {
		var n int64
		if l.conn.QueryRowContext(ctx, "SELECT count(*) FROM revision "+by).Scan(&n) == nil {
			most = max(most, n)
		}
	}
	return most
}

// inOrder sorts rows by their place in the file, and those of one chain by their
// place in the chain, which is part of their proof.
func inOrder(rows []Revision) []Revision {
	slices.SortStableFunc(rows, func(a, b Revision) int { return cmp.Compare(a.N, b.N) })
	places := map[ID][]int{}
	for i, r := range rows {
		if r.Linked() {
			places[r.Origin] = append(places[r.Origin], i)
		}
	}
	sorted := slices.Clone(rows)
	for _, at := range places {
		chain := make([]Revision, len(at))
		for i, place := range at {
			chain[i] = rows[place]
		}
		slices.SortStableFunc(chain, func(a, b Revision) int { return cmp.Compare(a.Seq, b.Seq) })
		for i, place := range at {
			sorted[place] = chain[i]
		}
	}
	return sorted
}

// missing returns the places in the file that have no row: rows are only ever
// added, so the places are 1 to the last.
func missing(rows []Revision, known int64) []Damage {
	last := known
	there := map[int64]bool{}
	for _, r := range rows {
		there[r.N] = true
		if r.N <= 2*int64(len(rows))+1000 { // a place beyond is damaged itself
			last = max(last, r.N)
		}
	}
	var lost []Damage
	for n := int64(1); n <= last; n++ {
		if !there[n] {
			lost = append(lost, Damage{N: n, Reason: "unreadable"})
		}
	}
	return lost
}

// matching returns the rescued rows of a record or a group, and those that are
// damaged so that nobody knows whose they are.
func (d *rescued) matching(match func(Revision) bool) []Revision {
	var list []Revision
	for _, r := range d.rows {
		if match(r) || !r.Linked() {
			list = append(list, r)
		}
	}
	return list
}

// heads returns the newest link of every origin.
func (d *rescued) heads() []Head {
	newest := map[ID]Head{}
	for _, r := range d.rows {
		if h := newest[r.Origin]; r.Linked() && r.Seq > h.Seq {
			newest[r.Origin] = Head{Origin: r.Origin, Seq: r.Seq, Link: r.Link}
		}
	}
	var list []Head
	for _, h := range newest {
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b Head) int { return slices.Compare(a.Origin[:], b.Origin[:]) })
	return list
}

// groups returns the groups that have a revision.
func (d *rescued) groups() []ID {
	seen := map[ID]bool{}
	var list []ID
	for _, r := range d.rows {
		if r.Linked() && !seen[r.Group] {
			seen[r.Group] = true
			list = append(list, r.Group)
		}
	}
	return list
}

// revisionsIn reads the rows of the revision table from the pages of a file, in
// no order. See SQLite's file format: 1.6 pages, 1.5 overflow, 2.1 records.
func revisionsIn(image []byte) []Revision {
	if len(image) < headSize {
		return nil
	}
	size := int(binary.BigEndian.Uint16(image[16:]))
	if size == 1 {
		size = 65536
	}
	return rowsIn(image, size, size-int(image[20]))
}

// rowsIn is revisionsIn for pages of a known size.
func rowsIn(image []byte, size, usable int) []Revision {
	found := map[int64]Revision{}
	eachRecord(image, size, usable, func(rowid int64, fields []field) {
		r, ok := revisionOf(rowid, fields)
		if !ok {
			return
		}
		if other, twice := found[r.N]; !twice || !other.Linked() {
			found[r.N] = r
		}
	})
	rows := make([]Revision, 0, len(found))
	for _, r := range found {
		rows = append(rows, r)
	}
	return rows
}

// boxesIn reads the boxes whose hash is right from the pages of a file, in no
// order.
func boxesIn(image []byte, size, usable int) []Box {
	var boxes []Box
	eachRecord(image, size, usable, func(_ int64, f []field) {
		if b, proven := boxOf(f); proven {
			boxes = append(boxes, b)
		}
	})
	return boxes
}

// boxOf is a row of a table of boxes, if the fields are one whose hash is right.
func boxOf(f []field) (Box, bool) {
	if len(f) != 6 {
		return Box{}, false
	}
	b := Box{Class(f[0].number), f[1].bytes, f[2].bytes, uint64(f[3].number), f[4].bytes}
	hash := b.Hash()
	return b, bytes.Equal(f[5].bytes, hash[:])
}

// eachRecord goes through the records on the leaves of all tables.
func eachRecord(image []byte, size, usable int, fn func(rowid int64, fields []field)) {
	if size < 512 || usable < 480 { // a damaged header may say anything
		return
	}
	p := pagesOf(image, size, usable)
	for number := 2; number*size <= len(image); number++ {
		p.eachCell(number, func(page []byte, at int) {
			if rowid, fields, ok := p.record(page, at); ok {
				fn(rowid, fields)
			}
		})
	}
}

// revisionOf is a row of the revision table, if the fields can be one.
func revisionOf(n int64, f []field) (Revision, bool) {
	if len(f) != 14 {
		return Revision{}, false
	}
	r := Revision{N: n, Seq: uint64(f[2].number), Kind: within[uint8](f[6].number), KeyVersion: within[uint32](f[8].number), Box: f[9].bytes, Signature: f[13].bytes}
	for _, c := range []struct{ to, from []byte }{
		{r.Origin[:], f[1].bytes},
		{r.Record[:], f[3].bytes},
		{r.Revision[:], f[4].bytes},
		{r.Parent[:], f[5].bytes},
		{r.Group[:], f[7].bytes},
		{r.Hash[:], f[10].bytes},
		{r.Previous[:], f[11].bytes},
		{r.Link[:], f[12].bytes},
	} {
		if len(c.to) == len(c.from) {
			copy(c.to, c.from)
		}
	}
	return r, true
}
