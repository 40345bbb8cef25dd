package ledger

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"hash/maphash"
	"math"
	"slices"
)

// SQLite's integrity_check is quick_check, and besides looks each row up in each index,
// which takes two thirds of its time. What that shows is that an index leads to every row of
// its table, and nowhere else. The same can be seen on the way along the index and along the
// table, once each: its entries ascend, so that a search finds each of them, and they are
// those that SQLite writes for the rows, which a sum over the hash of each shows. Where anything is otherwise,
// or is not as the format has it, SQLite looks itself, and its word counts.

// isSound reports whether a file that nobody writes to is as integrity_check wants it; false
// where that is not known. The connection and t read the same file.
func isSound(ctx context.Context, conn *sql.Conn, t *leaves) bool {
	list, err := complaints(ctx, conn, "quick_check")
	if err != nil || len(list) > 0 {
		return false
	}
	indexes, err := indexesOf(ctx, conn)
	return err == nil && len(indexes) > 0 && t.areIndexed(indexes)
}

// index is one of SQLite's, by some columns of its table.
type index struct {
	root, table int   // their first pages
	by          []int // the columns' places in the table's rows
	unique      bool
}

// indexesOf are the indexes of a file that is made of what Create makes; none where it is
// not.
func indexesOf(ctx context.Context, conn *sql.Conn) ([]index, error) {
	want, err := ours()
	if err != nil {
		return nil, err
	}
	number := 0
	for _, o := range want {
		if o.kind == "index" {
			number++
		}
	}
	got, err := objectsOf(ctx, conn)
	if err != nil || len(got) != len(want) || slices.ContainsFunc(want, func(o object) bool { return !slices.Contains(got, o) }) {
		return nil, err
	}
	rows, err := conn.QueryContext(ctx, `SELECT t.rootpage, i.rootpage, l."unique", x.seqno, x.cid, x.desc OR x.coll<>'BINARY' OR l.partial
		FROM sqlite_schema t, pragma_index_list(t.name) l, sqlite_schema i, pragma_index_xinfo(l.name) x
		WHERE t.type='table' AND i.name=l.name AND x.key ORDER BY l.name, x.seqno`)
	if err != nil {
		return nil, translate("reading which indexes there are", err)
	}
	defer rows.Close()
	var list []index
	for rows.Next() {
		var i index
		var place, column int
		var special bool
		if err := rows.Scan(&i.table, &i.root, &i.unique, &place, &column, &special); err != nil {
			return nil, translate("reading which indexes there are", err)
		}
		if special || column < 0 {
			return nil, nil
		}
		if place == 0 {
			list = append(list, i)
		}
		last := &list[len(list)-1]
		last.by = append(last.by, column)
	}
	if len(list) != number { // of one whose name is no text, say
		list = nil
	}
	return list, translate("reading which indexes there are", rows.Err())
}

// areIndexed reports whether each index leads to every row of its table and nowhere else,
// where the pages are as quick_check wants them; false where that is not known.
func (t *leaves) areIndexed(indexes []index) bool {
	byTable := map[int][]index{}
	for _, i := range indexes {
		byTable[i.table] = append(byTable[i.table], i)
	}
	for table, indexes := range byTable {
		sums, ok := t.tableSums(table, indexes)
		if !ok {
			return false
		}
		for k, i := range indexes {
			if sum, ok := t.indexSum(i); !ok || sum != sums[k] {
				return false
			}
		}
	}
	return t.ctx.Err() == nil
}

// indexed is a sum over the entries of an index, in whatever order they come.
type indexed struct {
	entries int
	hashes  uint64
}

// sumSeed is of this process: nobody can choose what has the same sum.
var sumSeed = maphash.MakeSeed()

func (i *indexed) add(entry []byte) {
	i.entries++
	i.hashes += maphash.Bytes(sumSeed, entry)
}

// tableSums are the sums that the indexes of a table should have.
func (t *leaves) tableSums(table int, indexes []index) (sums []indexed, ok bool) {
	sums = make([]indexed, len(indexes))
	columns := 0
	for _, i := range indexes {
		columns = max(columns, slices.Max(i.by)+1)
	}
	var f, key []field
	var entry []byte
	ok = t.forth(table, func(c cell) (more, asItIs bool) {
		var filled bool
		f, filled, asItIs = fieldsOf(f[:0], c.local, columns)
		if !asItIs || !filled || len(f) != columns {
			return false, false
		}
		for k, i := range indexes {
			key = key[:0]
			for _, column := range i.by {
				key = append(key, f[column])
			}
			key = append(key, field{number: c.rowid})
			if entry, asItIs = appendEntry(entry[:0], key); !asItIs {
				return false, false
			}
			sums[k].add(entry)
		}
		return true, true
	})
	return sums, ok
}

// appendEntry appends what SQLite writes for an entry, byte for byte: it has ways to read
// others that this program does not have. False is an entry that no index of ours has.
func appendEntry(to []byte, key []field) (_ []byte, ok bool) {
	begin := len(to)
	to = append(to, 0) // how long the types are
	for _, f := range key {
		kind := numberKind(f.number)
		if f.isBlob {
			kind = 12 + 2*len(f.bytes)
		}
		switch {
		case f.isNull || kind >= 1<<14:
			return to, false
		case kind >= 0x80:
			to = append(to, 0x80|byte(kind>>7), byte(kind&0x7f))
		default:
			to = append(to, byte(kind))
		}
	}
	if to[begin] = byte(len(to) - begin); len(to)-begin >= 0x80 {
		return to, false
	}
	for _, f := range key {
		if f.isBlob {
			to = append(to, f.bytes...)
		} else if kind := numberKind(f.number); kind < len(sizes) {
			var number [8]byte
			binary.BigEndian.PutUint64(number[:], uint64(f.number))
			to = append(to, number[8-sizes[kind]:]...)
		}
	}
	return to, true
}

// numberKind is the kind that SQLite gives to a number: that of the fewest bytes.
func numberKind(n int64) int {
	if n == 0 || n == 1 {
		return 8 + int(n)
	}
	kind := 1
	for sign := n >> 63; n>>(8*sizes[kind]-1) != sign; {
		kind++
	}
	return kind
}

const (
	branchOfIndex = 2
	leafOfIndex   = 10
)

// indexSum is the sum of an index whose entries ascend.
func (t *leaves) indexSum(i index) (sum indexed, ok bool) {
	columns := len(i.by)
	compared := columns + 1 // with the row
	if i.unique {
		compared = columns
	}
	var f, before []field
	var room []byte
	ok = t.entriesUnder(i.root, mostBranches, func(entry []byte) bool {
		var filled, asItIs bool
		f, filled, asItIs = fieldsOf(f[:0], entry, math.MaxInt)
		if !asItIs || !filled || len(f) != columns+1 || before != nil && !ascend(before[:compared], f[:compared]) {
			return false
		}
		before, room = keepFields(before, f, room)
		sum.add(entry)
		return true
	})
	return sum, ok
}

// ascend reports whether one key is before another, as SQLite has it.
func ascend(one, other []field) bool {
	for k, f := range one {
		g := other[k]
		if f.isBlob != g.isBlob || f.isNull || g.isNull {
			return false // not known
		}
		order := cmp.Compare(f.number, g.number)
		if f.isBlob {
			order = bytes.Compare(f.bytes, g.bytes)
		}
		if order != 0 {
			return order < 0
		}
	}
	return false
}

// keepFields copies fields into the memory of others, and their bytes into room.
func keepFields(to, fields []field, room []byte) ([]field, []byte) {
	room = room[:0]
	for _, f := range fields {
		room = append(room, f.bytes...)
	}
	to = append(to[:0], fields...)
	rest := room
	for k := range to {
		n := len(to[k].bytes)
		to[k].bytes, rest = rest[:n:n], rest[n:]
	}
	return to, room
}

// entriesUnder calls fn for the entries under a page of an index, in their order. They are
// good until fn returns.
func (t *leaves) entriesUnder(number, branches int, fn func(entry []byte) bool) bool {
	page := t.page(number)
	if page == nil || branches == 0 || t.ctx.Err() != nil {
		return false
	}
	header, child := 8, 0
	switch page[0] {
	case leafOfIndex:
	case branchOfIndex:
		header, child = 12, 4
		page = bytes.Clone(page) // others are read into its room
	default:
		return false
	}
	cells := int(binary.BigEndian.Uint16(page[3:]))
	if header+2*cells > len(page) || cells == 0 && (child > 0 || branches != mostBranches) {
		return false
	}
	most := (t.usable-12)*64/255 - 23 // of an entry that does not spill over
	for i := range cells {
		at := int(binary.BigEndian.Uint16(page[header+2*i:]))
		if at < header || at+child >= len(page) {
			return false
		}
		if child > 0 && !t.entriesUnder(int(binary.BigEndian.Uint32(page[at:])), branches-1, fn) {
			return false
		}
		entry := page[at+child:]
		length, n := varint(entry)
		if n == 0 || n > 2 || length > uint64(most) || int(length) > len(entry)-n || !fn(entry[n:n+int(length)]) {
			return false
		}
	}
	return child == 0 || t.entriesUnder(int(binary.BigEndian.Uint32(page[8:])), branches-1, fn)
}
