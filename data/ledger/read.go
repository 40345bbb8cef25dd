package ledger

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Damage is what could not be read: a revision (its row), or a range of rows
// that an unreadable page took.
type Damage struct {
	N        int64 // the row; 0 where only the table is known
	Record   ID
	Revision ID
	Kind     uint8
	Group    ID
	Reason   string // "unreadable", "hash", "link": words for a program
}

const revisionColumns = "n, origin, seq, record, revision, parent, kind, grp, key_version, box, hash, previous, link, signature"

// Revisions calls fn for every revision in the order in which they were
// written, past unreadable ones, which it returns.
func (l *Ledger) Revisions(ctx context.Context, fn func(Revision) error) ([]Damage, error) {
	return l.EachRevision(ctx, keeping(fn))
}

// keeping is fn for rows whose memory is used again.
func keeping(fn func(Revision) error) func(Revision) error {
	return func(r Revision) error {
		r.Box, r.Signature = bytes.Clone(r.Box), bytes.Clone(r.Signature)
		return fn(r)
	}
}

// EachRevision is Revisions for an fn that keeps neither box nor signature: their memory
// is used again.
func (l *Ledger) EachRevision(ctx context.Context, fn func(Revision) error) ([]Damage, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	done, last := 0, int64(0)
	if l.rescued == nil {
		read := func(r Revision) error {
			done, last = done+1, r.N
			return fn(r)
		}
		asItIs, err := l.revisionsOfPages(ctx, read)
		if asItIs || err != nil {
			return nil, err
		}
		// Past those that were read, but not by their number: a search would step over damage.
		err = l.each(ctx, "SELECT "+revisionColumns+" FROM revision ORDER BY n LIMIT -1 OFFSET ?", []any{done}, read)
		if err == nil || !errors.Is(err, ErrDamaged) {
			return nil, err
		}
		if err := l.rescue(ctx); err != nil {
			return nil, err
		}
	}
	for _, r := range l.rescued.rows {
		if done > 0 && r.N <= last {
			continue
		}
		if err := fn(r); err != nil {
			return l.rescued.lost, err
		}
	}
	return l.rescued.lost, nil
}

// revisionsOfPages calls fn for every revision, as each does, as far as the pages of the
// file are as they should be. It reports whether all are; the error is fn's.
func (l *Ledger) revisionsOfPages(ctx context.Context, fn func(Revision) error) (asItIs bool, failed error) {
	t := l.leaves(ctx)
	if t == nil {
		return false, nil
	}
	var fields []field
	asItIs = t.forth(l.root(ctx, "revision"), func(c cell) (more, asItIs bool) {
		record, ok := t.joined(c)
		if !ok {
			return false, false
		}
		var filled bool
		fields, filled, ok = fieldsOf(fields[:0], record, columnsOfAll)
		if !ok || !filled || !asWritten(fields) {
			return false, false
		}
		r, _ := revisionOf(c.rowid, fields) // which it is, with as many fields
		failed = fn(r)
		return failed == nil, true
	})
	return asItIs, failed
}

// Together reports whether that many revisions, with so many bytes in their boxes, are
// read together and no more: a few, and of attachments fewer, for they are in memory at
// once, and others wait until they are judged.
func Together(rows, bytes int) bool { return rows >= 128 || bytes >= 1<<20 }

// RevisionsGently is Revisions for work in the background: others read and write
// between every few rows, which fn gets together, and it rests as long as it worked.
// While it reads it holds quiet, so that what fn knows and what the file has belong
// together.
func (l *Ledger) RevisionsGently(ctx context.Context, quiet sync.Locker, fn func([]Revision) error) ([]Damage, error) {
	var done int64
	for {
		quiet.Lock()
		began := time.Now()
		l.mu.Lock()
		rows, err := l.nextRows(ctx, done)
		if err == nil && len(rows) > 0 {
			done = rows[len(rows)-1].N
			err = fn(rows)
		}
		l.mu.Unlock()
		quiet.Unlock()
		if errors.Is(err, ErrDamaged) {
			return l.rescuedGently(ctx, done, fn)
		}
		if err != nil || len(rows) == 0 {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Since(began)):
		}
	}
}

// nextRows reads some rows after one; none are left where there are none. The caller
// holds mu.
func (l *Ledger) nextRows(ctx context.Context, after int64) (rows []Revision, err error) {
	if l.conn == nil {
		return nil, errClosed
	}
	if l.rescued != nil {
		return nil, ErrDamaged
	}
	size := 0
	err = l.query(ctx, "SELECT "+revisionColumns+" FROM revision WHERE n>? ORDER BY n", []any{after}, func(r Revision) error {
		rows, size = append(rows, r), size+len(r.Box)
		if Together(len(rows), size) {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return rows, err
}

var errEnough = errors.New("enough rows")

// rescuedGently is RevisionsGently from a row on, for a file whose rows were read
// from its pages: they are in memory, where they stay as they are.
func (l *Ledger) rescuedGently(ctx context.Context, done int64, fn func([]Revision) error) ([]Damage, error) {
	l.mu.Lock()
	err := errClosed
	if l.conn != nil {
		err = l.rescue(ctx)
	}
	found := l.rescued
	l.mu.Unlock()
	if err != nil {
		return nil, err
	}
	var some []Revision
	size, began := 0, time.Now()
	for i, r := range found.rows {
		if r.N > done {
			some, size = append(some, r), size+len(r.Box)
		}
		if len(some) == 0 || i < len(found.rows)-1 && !Together(len(some), size) {
			continue
		}
		if err := fn(some); err != nil {
			return found.lost, err
		}
		select {
		case <-ctx.Done():
			return found.lost, ctx.Err()
		case <-time.After(time.Since(began)):
		}
		some, size, began = nil, 0, time.Now()
	}
	return found.lost, nil
}

// sound says why SQLite cannot be asked: the file is closed, or so damaged that
// its rows are read from the pages. The caller holds the lock.
func (l *Ledger) sound() error {
	switch {
	case l.conn == nil:
		return errClosed
	case l.rescued != nil:
		return ErrDamaged
	}
	return nil
}

// LatestBut returns the newest revisions that are not of a kind, the newest first.
func (l *Ledger) LatestBut(ctx context.Context, kind uint8, most int) ([]Revision, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	list, err := l.readOrRescue(ctx, "WHERE kind<>? ORDER BY n DESC LIMIT ?", int64(kind), most)
	if err != nil || l.rescued == nil {
		return list, err
	}
	for _, r := range slices.Backward(l.rescued.rows) {
		if r.Kind != kind && len(list) < most {
			list = append(list, r)
		}
	}
	return list, nil
}

// LatestOf returns the newest revisions of a kind in a group from one row to another, both
// included, the newest first: at most so many, but all that have the number of the last.
func (l *Ledger) LatestOf(ctx context.Context, group ID, kind uint8, from, to int64, most int) ([]Revision, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	list, err := l.readOrRescue(ctx, "WHERE grp=? AND kind=? AND n>=? AND n<=? ORDER BY n DESC LIMIT ?", group[:], int64(kind), from, to, most)
	if err != nil || l.rescued == nil {
		return list, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	list = l.rescued.matching(func(r Revision) bool { return r.Group == group })
	list = slices.DeleteFunc(list, func(r Revision) bool { return r.Kind != kind || r.N < from || r.N > to })
	slices.SortStableFunc(list, func(a, b Revision) int { return cmp.Compare(b.N, a.N) }) // a number may be damaged
	for most < len(list) && most > 0 && list[most].N == list[most-1].N {
		most++
	}
	return list[:min(most, len(list))], nil
}

// LastRow is the highest number that a row has; not known where rows are read from damaged
// pages. SQLite gives the next row the next number, after the last number that there is any.
func (l *Ledger) LastRow(ctx context.Context) (n int64, known bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return 0, false, errClosed
	}
	list, err := l.readOrRescue(ctx, "ORDER BY n DESC LIMIT 1")
	if err != nil || len(list) == 0 {
		return 0, false, err
	}
	return list[0].N, true, nil
}

// RoomForRows is how many revisions to make room for, before they are read: about as many as
// there are, 0 where that is not known.
func (l *Ledger) RoomForRows(ctx context.Context) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sound() != nil {
		return 0
	}
	_, last, err := l.extent(ctx)
	if err != nil {
		return 0
	}
	const most = 1 << 20 // a number may be damaged, and more room is made as it is needed
	return int(max(0, min(last, most)))
}

// Group returns the revisions of one group in the order in which they were
// written.
func (l *Ledger) Group(ctx context.Context, group ID) ([]Revision, error) {
	return l.find(ctx, "grp", group, func(r Revision) bool { return r.Group == group })
}

// GroupWithout is Group without the revisions of one kind, whose bytes are not
// read either.
func (l *Ledger) GroupWithout(ctx context.Context, group ID, kind uint8) ([]Revision, error) {
	return l.find(ctx, "kind<>"+strconv.Itoa(int(kind))+" AND grp", group, func(r Revision) bool { return r.Group == group && r.Kind != kind })
}

// Record returns the revisions of one record, oldest first.
func (l *Ledger) Record(ctx context.Context, record ID) ([]Revision, error) {
	return l.find(ctx, "record", record, func(r Revision) bool { return r.Record == record })
}

// Sealed is what opening a revision's box takes, without what proves it.
type Sealed struct {
	N          int64
	Record     ID
	Revision   ID
	Parent     ID // the version before; zero: none
	Kind       uint8
	Group      ID
	KeyVersion uint32
	Box        []byte
}

// Page is some revisions, the newest first, in memory that is used again for the next
// page.
type Page struct {
	Rows   []Sealed
	leaves [][]byte // of the file, where the boxes lie
}

// Before fills a page with the newest revisions of some kinds that come before a
// row, at most so many; none are left when the page stays empty. The boxes are
// not looked at, and other work on the file waits no longer than a page takes.
func (l *Ledger) Before(ctx context.Context, n int64, kinds []uint8, most int, page *Page) error {
	page.Rows = page.Rows[:0]
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return errClosed
	}
	if l.rescued == nil {
		err := l.pageBefore(ctx, n, kinds, most, page)
		if err == nil || !errors.Is(err, ErrDamaged) {
			return err
		}
		if err := l.rescue(ctx); err != nil {
			return err
		}
		page.Rows = page.Rows[:0]
	}
	for _, r := range slices.Backward(l.rescued.rows) {
		if r.N < n && slices.Contains(kinds, r.Kind) && len(page.Rows) < most {
			page.Rows = append(page.Rows, Sealed{r.N, r.Record, r.Revision, r.Parent, r.Kind, r.Group, r.KeyVersion, r.Box})
		}
	}
	return nil
}

func (l *Ledger) pageBefore(ctx context.Context, n int64, kinds []uint8, most int, page *Page) error {
	wanted := bitsOf(kinds)
	if t := l.leaves(ctx); t != nil && (l.takeAhead(ctx, n, wanted, most, page) || t.pageBefore(l.root(ctx, "revision"), n, wanted, most, page)) {
		return nil
	}
	page.Rows = page.Rows[:0]
	return l.pageOfSQLite(ctx, n, wanted, most, page)
}

// mostRooms is how many pieces of the file a page keeps at most, where its rows are few
// among others.
const mostRooms = 32

// pageBefore is Before from the pages of the file; false where SQLite is to be asked.
func (t *leaves) pageBefore(root int, n, wanted int64, most int, page *Page) bool {
	used, rows := 0, 0
	room := func(size int) []byte {
		if rows < len(page.Rows) { // some lie in the room before
			used, rows = used+1, len(page.Rows)
		}
		if used == len(page.leaves) {
			page.leaves = append(page.leaves, make([]byte, atATime*t.size))
		}
		return page.leaves[used][:size]
	}
	var fields []field
	return t.back(root, n, room, func(c cell) (more, asItIs bool) {
		record, ok := t.joined(c)
		if !ok {
			return false, false
		}
		if fields, _, ok = fieldsOf(fields[:0], record, columnsToBox); !ok {
			return false, false
		}
		s, ok := sealedOf(c.rowid, fields)
		if ok && wanted>>s.Kind&1 == 1 {
			page.Rows = append(page.Rows, s)
		}
		return len(page.Rows) < most && used < mostRooms, ok
	})
}

// How many columns of a revision there are: up to its key version, up to its box, and all.
const (
	columnsToVersion = 9
	columnsToBox     = 10
	columnsOfAll     = 14
)

// sealedOf is a row of the revision table, if its first fields can be of one.
func sealedOf(n int64, f []field) (s Sealed, ok bool) {
	if len(f) < columnsToVersion || f[6].isBlob || f[8].isBlob {
		return Sealed{}, false
	}
	s = Sealed{N: n, Kind: uint8(f[6].number), KeyVersion: uint32(f[8].number)}
	if len(f) == columnsToBox {
		s.Box = f[9].bytes
	}
	ok = f[3].id(&s.Record) && f[4].id(&s.Revision) && f[5].id(&s.Parent) && f[7].id(&s.Group)
	return s, ok && uint64(f[6].number) < 64 && int64(s.KeyVersion) == f[8].number
}

// asWritten reports whether the fields of a row can be of a revision that nobody damaged.
func asWritten(f []field) bool {
	if len(f) != columnsOfAll || !f[9].isBlob && !f[9].isNull || !f[13].isBlob {
		return false
	}
	for i, length := range [...]int{1: 16, 3: 16, 4: 16, 5: 16, 7: 16, 10: 32, 11: 32, 12: 32} {
		if length > 0 && len(f[i].bytes) != length {
			return false
		}
	}
	for _, number := range []field{f[2], f[6], f[8]} {
		if number.isBlob || number.isNull || number.number < 0 {
			return false
		}
	}
	return f[6].number <= math.MaxUint8 && f[8].number <= math.MaxUint32
}

// pageOfSQLite is Before as SQLite has it.
func (l *Ledger) pageOfSQLite(ctx context.Context, n, wanted int64, most int, page *Page) error {
	// What is sealed comes with the IDs before it as one value, and the numbers as
	// another: fetching a value costs as much as opening it.
	const query = `SELECT n, kind | (key_version << 8), CAST(record || revision || parent || grp || ifnull(box, x'') AS BLOB)
		FROM revision WHERE n < ? AND ? >> kind & 1 ORDER BY n DESC LIMIT ?`
	args := []driver.NamedValue{{Ordinal: 1, Value: n}, {Ordinal: 2, Value: wanted}, {Ordinal: 3, Value: int64(most)}}
	// The driver itself is asked: database/sql would copy each box once more, which is a
	// sixth of the time.
	err := l.conn.Raw(func(conn any) error {
		rows, err := conn.(driver.QueryerContext).QueryContext(ctx, query, args)
		if err != nil {
			return err
		}
		defer rows.Close()
		var values [3]driver.Value
		for {
			switch err := rows.Next(values[:]); err { // which is io.EOF itself
			case nil:
				page.Rows = append(page.Rows, sealedIn(values))
			case io.EOF:
				return nil
			default:
				return err
			}
		}
	})
	return translate("reading a page of revisions", err)
}

// sealedIn is a row as pageOfSQLite asks for it. Its box is the row's own.
func sealedIn(values [3]driver.Value) Sealed {
	var s Sealed
	s.N, _ = values[0].(int64)
	numbers, _ := values[1].(int64)
	s.Box, _ = values[2].([]byte)
	s.Kind, s.KeyVersion = uint8(numbers), uint32(numbers>>8)
	for _, id := range []*ID{&s.Record, &s.Revision, &s.Parent, &s.Group} {
		s.Box = s.Box[copy(id[:], s.Box):]
	}
	return s
}

// find reads by an index; where the file's structure is damaged, which an index
// would not always say, it looks at every row.
func (l *Ledger) find(ctx context.Context, column string, id ID, match func(Revision) bool) ([]Revision, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	list, err := l.readOrRescue(ctx, "WHERE "+column+"=? ORDER BY n", id[:])
	if err != nil || l.rescued == nil {
		return list, err
	}
	return l.rescued.matching(match), nil
}

// readOrRescue reads revisions, and where the file's structure turns out to be damaged
// rescues the rows instead: then rescued has them, and none is returned. The caller holds
// mu.
func (l *Ledger) readOrRescue(ctx context.Context, where string, args ...any) (list []Revision, err error) {
	if l.rescued != nil {
		return nil, nil
	}
	err = l.query(ctx, "SELECT "+revisionColumns+" FROM revision "+where, args, func(r Revision) error {
		list = append(list, r)
		return nil
	})
	if errors.Is(err, ErrDamaged) {
		return nil, l.rescue(ctx)
	}
	return list, err
}

func (l *Ledger) query(ctx context.Context, query string, args []any, fn func(Revision) error) error {
	return l.each(ctx, query, args, keeping(fn))
}

// each is query for an fn that keeps neither box nor signature: their memory is used
// again.
func (l *Ledger) each(ctx context.Context, query string, args []any, fn func(Revision) error) error {
	rows, err := l.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return translate("reading revisions", err)
	}
	defer rows.Close()
	for row := newColumns(); rows.Next(); {
		if err := rows.Scan(row.to...); err != nil {
			return translate("reading a revision", err)
		}
		if err := fn(row.revision()); err != nil {
			return err
		}
	}
	return translate("reading revisions", rows.Err())
}

// columns are the room that one revision after the other is read into.
type columns struct {
	n, seq, kind, version int64
	box, signature        sql.RawBytes
	ids                   [5]sql.RawBytes // origin, record, revision, parent, group
	sums                  [3]sql.RawBytes // hash, previous, link
	to                    []any           // in the order of revisionColumns
}

func newColumns() *columns {
	r := &columns{}
	r.to = []any{
		&r.n, &r.ids[0], &r.seq, &r.ids[1], &r.ids[2], &r.ids[3], &r.kind, &r.ids[4], &r.version,
		&r.box, &r.sums[0], &r.sums[1], &r.sums[2], &r.signature,
	}
	return r
}

// within is a number of a column, zero where the column cannot hold it: then the link
// will not fit.
func within[T uint8 | uint32](n int64) T {
	if int64(T(n)) != n {
		return 0
	}
	return T(n)
}

// revision is what was read. A field of another length was damaged; it stays zero
// and the link will not fit.
func (r *columns) revision() Revision {
	v := Revision{N: r.n, Seq: uint64(r.seq), Kind: within[uint8](r.kind), KeyVersion: within[uint32](r.version), Box: r.box, Signature: r.signature}
	for i, id := range []*ID{&v.Origin, &v.Record, &v.Revision, &v.Parent, &v.Group} {
		if len(r.ids[i]) == len(id) {
			copy(id[:], r.ids[i])
		}
	}
	for i, sum := range []*[32]byte{&v.Hash, &v.Previous, &v.Link} {
		if len(r.sums[i]) == len(sum) {
			copy(sum[:], r.sums[i])
		}
	}
	return v
}

// Whole reports whether the revision's bytes are those that were written.
func (r Revision) Whole() bool { return r.Box != nil && sha256.Sum256(r.Box) == r.Hash }

// Linked reports whether the row's columns are those that its link was made
// of. Whether the row before it is still there, a walk along the chain tells.
func (r Revision) Linked() bool { return LinkOf(r) == r.Link }

// HasKind reports whether a group has a record of a kind.
func (l *Ledger) HasKind(ctx context.Context, group ID, kind uint8) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return false, errClosed
	}
	if l.rescued != nil {
		return slices.ContainsFunc(l.rescued.rows, func(r Revision) bool { return r.Group == group && r.Kind == kind && r.Linked() }), nil
	}
	var found bool
	err := l.conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM revision WHERE grp=? AND kind=?)", group[:], int64(kind)).Scan(&found)
	return found, translate("reading a group", err)
}

// Groups returns the groups that have any revision.
func (l *Ledger) Groups(ctx context.Context) ([]ID, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	if l.rescued != nil {
		return l.rescued.groups(), nil
	}
	rows, err := l.conn.QueryContext(ctx, "SELECT DISTINCT grp FROM revision")
	if err != nil {
		return nil, translate("reading groups", err)
	}
	defer rows.Close()
	var groups []ID
	for rows.Next() {
		var group []byte
		if err := rows.Scan(&group); err != nil {
			return groups, translate("reading groups", err)
		}
		var id ID
		copy(id[:], group)
		groups = append(groups, id)
	}
	return groups, translate("reading groups", rows.Err())
}

// LastRevision returns the newest revision id of a record, zero if it has
// none.
func (tx *Tx) LastRevision(record ID) (ID, error) {
	var id ID
	var bytes []byte
	err := tx.tx.QueryRowContext(tx.ctx, "SELECT revision FROM revision WHERE record=? ORDER BY n DESC LIMIT 1", record[:]).Scan(&bytes)
	if errors.Is(err, sql.ErrNoRows) {
		return id, nil
	}
	copy(id[:], bytes)
	return id, translate("reading the newest revision", err)
}
