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

func pagesOf(image []byte, size, usable int) *pages {
	return &pages{image: image, size: size, usable: usable, left: 8 * len(image)}
}

// eachCell goes through the cells of a page, if it is a leaf of a table.
func (p *pages) eachCell(number int, fn func(page []byte, at int)) {
	page := p.page(number)
	if page == nil || page[0] != leafOfTable {
		return
	}
	cells := int(binary.BigEndian.Uint16(page[3:]))
	for i := 0; i < cells && 8+2*i+2 <= p.usable; i++ {
		fn(page, int(binary.BigEndian.Uint16(page[8+2*i:])))
	}
}

const leafOfTable = 13

type pages struct {
	image        []byte
	size, usable int
	left         int // bytes that may still be copied: pages that lead in circles must come to an end
}

func (p *pages) page(number int) []byte {
	if number < 1 || number*p.size > len(p.image) {
		return nil
	}
	return p.image[(number-1)*p.size : number*p.size][:p.usable]
}

// record reads the cell of a leaf: the length, the rowid, the record.
func (p *pages) record(page []byte, at int) (rowid int64, fields []field, ok bool) {
	if at < 8 || at >= len(page) {
		return 0, nil, false
	}
	cell := page[at:]
	length, n := varint(cell)
	id, m := varint(cell[n:])
	if n == 0 || m == 0 || length > uint64(len(p.image)) {
		return 0, nil, false
	}
	record, ok := p.payload(cell[n+m:], int(length))
	if !ok {
		return 0, nil, false
	}
	fields, ok = fieldsOf(record)
	return int64(id), fields, ok
}

// local is how much of a record is in its cell; the rest spilled over.
func (p *pages) local(length int) int {
	most := p.usable - 35
	if length <= most {
		return length
	}
	least := (p.usable-12)*32/255 - 23
	if local := least + (length-least)%(p.usable-4); local <= most {
		return local
	}
	return least
}

// spills reports whether a record spilled over onto a page of some.
func (p *pages) spills(page []byte, at int, onto func(number int) bool) bool {
	if at < 8 || at >= len(page) {
		return false
	}
	length, n := varint(page[at:])
	_, m := varint(page[at+n:])
	if n == 0 || m == 0 || length > uint64(len(p.image)) {
		return false
	}
	local := p.local(int(length))
	if at += n + m + local; local == int(length) || at+4 > len(page) {
		return false
	}
	next := int(binary.BigEndian.Uint32(page[at:]))
	for left := int(length) - local; left > 0 && next > 0; left -= p.usable - 4 {
		if onto(next) {
			return true
		}
		spilled := p.page(next)
		if spilled == nil {
			return false
		}
		next = int(binary.BigEndian.Uint32(spilled))
	}
	return false
}

// payload joins what is in the cell with what spilled over onto other pages.
func (p *pages) payload(cell []byte, length int) ([]byte, bool) {
	local := p.local(length)
	if local < length && len(cell) < local+4 {
		return nil, false
	}
	if p.left -= length; len(cell) < local || p.left < 0 {
		return nil, false
	}
	record := slices.Clone(cell[:local])
	next := 0
	if local < length {
		next = int(binary.BigEndian.Uint32(cell[local:]))
	}
	for len(record) < length {
		page := p.page(next)
		if page == nil {
			return nil, false
		}
		next = int(binary.BigEndian.Uint32(page))
		record = append(record, page[4:min(len(page), 4+length-len(record))]...)
	}
	return record, true
}

// field is one column: a number, or bytes, which are nil for NULL.
type field struct {
	number int64
	bytes  []byte
	isBlob bool
}

// fieldsOf takes a record apart.
func fieldsOf(record []byte) ([]field, bool) {
	header, n := varint(record)
	if n == 0 || header < uint64(n) || header > uint64(len(record)) {
		return nil, false
	}
	types, body := record[n:header], record[header:]
	var fields []field
	for len(types) > 0 {
		kind, n := varint(types)
		if n == 0 {
			return nil, false
		}
		types = types[n:]
		var f field
		size := uint64(0)
		switch {
		case kind <= 6:
			size = []uint64{0, 1, 2, 3, 4, 6, 8}[kind]
		case kind == 8, kind == 9:
			f.number = int64(kind - 8)
		case kind >= 12 && kind%2 == 0:
			size, f.isBlob = (kind-12)/2, true
		default:
			return nil, false // a fraction or a text: there is none in this table
		}
		if size > uint64(len(body)) {
			return nil, false
		}
		if f.isBlob {
			f.bytes = body[:size:size]
		} else {
			for _, b := range body[:size] {
				f.number = f.number<<8 | int64(b)
			}
		}
		body = body[size:]
		fields = append(fields, f)
	}
	return fields, true
}

// revisionOf is a row of the revision table, if the fields can be one.
func revisionOf(n int64, f []field) (Revision, bool) {
	if len(f) != 14 {
		return Revision{}, false
	}
	r := Revision{N: n, Seq: uint64(f[2].number), Kind: uint8(f[6].number), KeyVersion: uint32(f[8].number), Box: f[9].bytes, Signature: f[13].bytes}
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

// varint reads SQLite's variable-length number and says how long it is, 0 if it
// is cut off.
func varint(b []byte) (value uint64, length int) {
	for i := 0; i < len(b) && i < 9; i++ {
		if i == 8 {
			return value<<8 | uint64(b[i]), 9
		}
		value = value<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return value, i + 1
		}
	}
	return 0, 0
}
