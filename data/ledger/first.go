package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"slices"
)

// The first list is read while a passphrase becomes a key, which keeps all processors
// busy: each value that the driver fetches, and each that it is given, costs as much as
// SQLite needs to find it. So a row comes as two of them, and IDs go in many at a time.

// together is how many rows are looked for at a time. Others who ask for something
// wait no longer than that takes.
const together = 200

// each makes the numbers 0 to together-1 in SQL: ids are the bytes at them.
const each = "WITH RECURSIVE each (i) AS (SELECT 0 UNION ALL SELECT i+1 FROM each WHERE i+1<?) "

// FirstOverviews returns the overviews but for those of some kinds, as their own rows
// have them. Whether they are of the newest revisions AreNewest tells.
func (l *Ledger) FirstOverviews(ctx context.Context, but ...uint8) ([]Overview, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.sound(); err != nil {
		return nil, err
	}
	left := int64(0)
	for _, kind := range but {
		left |= 1 << kind
	}
	rows, err := l.conn.QueryContext(ctx, "SELECT kind | (key_version << 8), CAST(record || revision || grp || box AS BLOB) FROM overview NOT INDEXED WHERE NOT ? >> kind & 1", left)
	if err != nil {
		return nil, translate("reading overviews", err)
	}
	defer rows.Close()
	var list []Overview
	var room byteRoom
	var row sql.RawBytes
	for rows.Next() {
		var numbers int64
		if err := rows.Scan(&numbers, &row); err != nil {
			return nil, translate("reading overviews", err)
		}
		o := Overview{Kind: uint8(numbers), KeyVersion: uint32(numbers >> 8), Fresh: true}
		o.Box = room.keep(cut(row, &o.Record, &o.Revision, &o.Group))
		list = append(list, o)
	}
	return list, translate("reading overviews", rows.Err())
}

// AreNewest reports whether each of some overviews is of the newest revision of its
// record.
func (l *Ledger) AreNewest(ctx context.Context, overviews []Overview) (bool, error) {
	const query = each + `SELECT CAST(group_concat((SELECT revision || grp || char(kind) FROM revision
		WHERE record = substr(?, 16*i+1, 16) ORDER BY n DESC LIMIT 1), '') AS BLOB) FROM each`
	if s := l.readAhead(ctx); s != nil {
		return s.areNewest(overviews), nil
	}
	var records, wanted []byte
	for some := range slices.Chunk(overviews, together) {
		records, wanted = records[:0], wanted[:0]
		for _, o := range some {
			records = append(records, o.Record[:]...)
			wanted = append(append(append(wanted, o.Revision[:]...), o.Group[:]...), o.Kind)
		}
		same, err := l.sameBytes(ctx, wanted, query, len(some), records)
		if err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// areNewest is AreNewest by what was surveyed.
func (s *Survey) areNewest(overviews []Overview) bool {
	wanted := make(map[ID]*Overview, len(overviews))
	for i, o := range overviews {
		wanted[o.Record] = &overviews[i]
	}
	found := 0
	for _, newest := range s.Overviews {
		if o := wanted[newest.Record]; o != nil {
			if newest.Revision == (ID{}) || o.Revision != newest.Revision || o.Kind != newest.Kind || o.Group != newest.Group {
				return false
			}
			found++
		}
	}
	return found == len(wanted)
}

// sameBytes reports whether the one value that a query gives is as wanted.
func (l *Ledger) sameBytes(ctx context.Context, wanted []byte, query string, args ...any) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.sound(); err != nil {
		return false, err
	}
	var found []byte
	err := l.conn.QueryRowContext(ctx, query, args...).Scan(&found)
	return bytes.Equal(found, wanted), translate("comparing overviews", err)
}

// FirstBoxes returns the boxes of some subjects that are under a key that many have, and
// those that are of one member, as the first table has them: what is damaged is found
// when they are opened.
func (l *Ledger) FirstBoxes(ctx context.Context, class Class, subjects []ID) ([]Box, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.sound(); err != nil {
		return nil, err
	}
	var boxes []Box
	var room byteRoom
	read := func(holder int, from string, args ...any) error {
		rows, err := l.conn.QueryContext(ctx, from, args...)
		if err != nil {
			return translate("reading keys", err)
		}
		defer rows.Close()
		var number int64
		var row sql.RawBytes
		for rows.Next() {
			if err := rows.Scan(&number, &row); err != nil {
				return translate("reading keys", err)
			}
			if len(row) < len(ID{})+holder {
				continue
			}
			kept := room.keep(row)
			subject, rest := kept[:len(ID{}):len(ID{})], kept[len(ID{}):]
			boxes = append(boxes, Box{class, subject, rest[:holder:holder], uint64(number), rest[holder:]})
		}
		return translate("reading keys", rows.Err())
	}
	sorted := slices.SortedFunc(slices.Values(subjects), func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	var ids []byte
	for _, id := range slices.Compact(sorted) {
		ids = append(ids, id[:]...)
	}
	// First the places of the rows, by the index, then the rows in the order in which they
	// stand in the file.
	const columns = "SELECT number, CAST(subject || holder || body AS BLOB) FROM box "
	const named = "WHERE rowid IN (SELECT b.rowid FROM each CROSS JOIN box b ON b.class=? AND b.subject=substr(?, 16*i+1, 16) WHERE length(b.holder)=1)"
	if err := read(1, each+columns+named, len(ids)/len(ID{}), int64(class), ids); err != nil {
		return nil, err
	}
	if err := read(len(ID{}), columns+"WHERE class=? AND length(holder)=16", int64(class)); err != nil {
		return nil, err
	}
	slices.SortFunc(boxes, comparePlaces)
	return boxes, nil
}

// cut cuts IDs off the beginning of a row and returns the rest of it.
func cut(row []byte, ids ...*ID) []byte {
	for _, id := range ids {
		row = row[copy(id[:], row):]
	}
	return row
}

// byteRoom keeps the bytes of many rows in few pieces of memory.
type byteRoom []byte

func (r *byteRoom) keep(from []byte) []byte {
	if len(*r)+len(from) > cap(*r) {
		*r = make([]byte, 0, max(roomForRows, len(from)))
	}
	*r = append(*r, from...)
	return (*r)[len(*r)-len(from) : len(*r) : len(*r)]
}

const roomForRows = 64 << 10
