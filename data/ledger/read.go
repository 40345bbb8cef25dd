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
	return l.revisions(ctx, l.query, fn)
}

// eachRevision is Revisions for an fn that keeps neither box nor signature.
func (l *Ledger) eachRevision(ctx context.Context, fn func(Revision) error) ([]Damage, error) {
	return l.revisions(ctx, l.each, fn)
}

func (l *Ledger) revisions(ctx context.Context, read func(context.Context, string, []any, func(Revision) error) error, fn func(Revision) error) ([]Damage, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	var done int64
	if l.rescued == nil {
		err := read(ctx, "SELECT "+revisionColumns+" FROM revision ORDER BY n", nil, func(r Revision) error {
			done = r.N
			return fn(r)
		})
		if err == nil || !errors.Is(err, ErrDamaged) {
			return nil, err
		}
		if err := l.rescue(ctx); err != nil {
			return nil, err
		}
	}
	for _, r := range l.rescued.rows {
		if r.N <= done {
			continue
		}
		if err := fn(r); err != nil {
			return l.rescued.lost, err
		}
	}
	return l.rescued.lost, nil
}

// gentleRows is how many rows are read before others may use the file.
const gentleRows = 100

// RevisionsGently is Revisions for work in the background: others read and write
// between every few rows, and it rests as long as it worked. While it reads it
// holds quiet, so that what fn knows and what the file has belong together.
func (l *Ledger) RevisionsGently(ctx context.Context, quiet sync.Locker, fn func(Revision) error) ([]Damage, error) {
	var done int64
	for {
		quiet.Lock()
		began, rows := time.Now(), 0
		l.mu.Lock()
		err := errClosed
		if l.conn != nil {
			err = ErrDamaged
			if l.rescued == nil {
				err = l.query(ctx, "SELECT "+revisionColumns+" FROM revision WHERE n>? ORDER BY n LIMIT ?", []any{done, gentleRows}, func(r Revision) error {
					rows, done = rows+1, r.N
					return fn(r)
				})
			}
		}
		l.mu.Unlock()
		quiet.Unlock()
		if errors.Is(err, ErrDamaged) {
			return l.rescuedGently(ctx, done, fn)
		}
		if err != nil || rows < gentleRows {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Since(began)):
		}
	}
}

// rescuedGently is RevisionsGently from a row on, for a file whose rows were read
// from its pages: they are in memory, where they stay as they are.
func (l *Ledger) rescuedGently(ctx context.Context, done int64, fn func(Revision) error) ([]Damage, error) {
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
	for some := range slices.Chunk(found.rows, gentleRows) {
		began := time.Now()
		for _, r := range some {
			if r.N <= done {
				continue
			}
			if err := fn(r); err != nil {
				return found.lost, err
			}
		}
		select {
		case <-ctx.Done():
			return found.lost, ctx.Err()
		case <-time.After(time.Since(began)):
		}
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
	var list []Revision
	if l.rescued == nil {
		err := l.query(ctx, "SELECT "+revisionColumns+" FROM revision WHERE kind<>? ORDER BY n DESC LIMIT ?", []any{int64(kind), most}, func(r Revision) error {
			list = append(list, r)
			return nil
		})
		if err == nil || !errors.Is(err, ErrDamaged) {
			return list, err
		}
		if err := l.rescue(ctx); err != nil {
			return nil, err
		}
		list = nil
	}
	for _, r := range slices.Backward(l.rescued.rows) {
		if r.Kind != kind && len(list) < most {
			list = append(list, r)
		}
	}
	return list, nil
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
	Kind       uint8
	Group      ID
	KeyVersion uint32
	Box        []byte
}

// Page is some revisions, the newest first, in a buffer that is used again for
// the next page.
type Page struct{ Rows []Sealed }

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
			page.Rows = append(page.Rows, Sealed{r.N, r.Record, r.Revision, r.Kind, r.Group, r.KeyVersion, r.Box})
		}
	}
	return nil
}

func (l *Ledger) pageBefore(ctx context.Context, n int64, kinds []uint8, most int, page *Page) error {
	// What is sealed comes with the IDs before it as one value, and the numbers as
	// another: fetching a value costs as much as opening it.
	const query = `SELECT n, kind | (key_version << 8), CAST(record || revision || grp || ifnull(box, x'') AS BLOB)
		FROM revision WHERE n < ? AND ? >> kind & 1 ORDER BY n DESC LIMIT ?`
	wanted := int64(0)
	for _, kind := range kinds {
		wanted |= 1 << kind
	}
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

// sealedIn is a row as pageBefore asks for it. Its box is the row's own.
func sealedIn(values [3]driver.Value) Sealed {
	var s Sealed
	s.N, _ = values[0].(int64)
	numbers, _ := values[1].(int64)
	s.Box, _ = values[2].([]byte)
	s.Kind, s.KeyVersion = uint8(numbers), uint32(numbers>>8)
	for _, id := range []*ID{&s.Record, &s.Revision, &s.Group} {
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
	if l.rescued == nil {
		var list []Revision
		err := l.query(ctx, "SELECT "+revisionColumns+" FROM revision WHERE "+column+"=? ORDER BY n", []any{id[:]}, func(r Revision) error {
			list = append(list, r)
			return nil
		})
		if err == nil || !errors.Is(err, ErrDamaged) {
			return list, err
		}
		if err := l.rescue(ctx); err != nil {
			return nil, err
		}
	}
	return l.rescued.matching(match), nil
}

func (l *Ledger) query(ctx context.Context, query string, args []any, fn func(Revision) error) error {
	return l.each(ctx, query, args, func(r Revision) error {
		r.Box, r.Signature = bytes.Clone(r.Box), bytes.Clone(r.Signature)
		return fn(r)
	})
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

// revision is what was read. A field of another length was damaged; it stays zero
// and the link will not fit.
func (r *columns) revision() Revision {
	v := Revision{N: r.n, Seq: uint64(r.seq), Kind: uint8(r.kind), KeyVersion: uint32(r.version), Box: r.box, Signature: r.signature}
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

// Overviews returns all overviews. Each has the kind and the group of the
// newest revision of its record, whatever its own row says. ErrDamaged says that
// some may be missing.
func (l *Ledger) Overviews(ctx context.Context) ([]Overview, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.sound(); err != nil {
		return nil, err
	}
	// Nearly all are of the newest revision: then two values say it all, and each that
	// is fetched costs as much as finding the row.
	rows, err := l.conn.QueryContext(ctx, `SELECT o.kind | (o.key_version << 8), CAST(o.record || o.revision || o.grp || o.box AS BLOB),
		CASE WHEN o.revision = r.revision AND o.kind = r.kind AND o.grp = r.grp THEN NULL ELSE ifnull(r.kind, -1) END,
		CASE WHEN o.revision = r.revision AND o.kind = r.kind AND o.grp = r.grp THEN NULL ELSE CAST(r.revision || r.grp AS BLOB) END,
		o.revision IS NOT r.revision AND NOT EXISTS (SELECT 1 FROM revision WHERE record = o.record AND revision = o.revision)
		FROM overview o LEFT JOIN revision r ON r.n = (SELECT max(n) FROM revision WHERE record = o.record)`)
	if err != nil {
		return nil, translate("reading overviews", err)
	}
	defer rows.Close()
	var list []Overview
	var room byteRoom
	var row, newest sql.RawBytes
	for rows.Next() {
		var numbers int64
		var kind sql.NullInt64
		var gone bool
		if err := rows.Scan(&numbers, &row, &kind, &newest, &gone); err != nil {
			return list, translate("reading overviews", err)
		}
		o := Overview{Kind: uint8(numbers), KeyVersion: uint32(numbers >> 8), Fresh: !kind.Valid}
		o.Box = room.keep(cut(row, &o.Record, &o.Revision, &o.Group))
		if gone {
			o.Gone = &Gone{Revision: o.Revision, Kind: o.Kind, Group: o.Group}
		}
		switch {
		case kind.Valid && kind.Int64 < 0: // an overview of nothing
			o.Revision = ID{}
		case kind.Valid:
			o.Kind = uint8(kind.Int64)
			cut(newest, &o.Revision, &o.Group)
		}
		list = append(list, o)
	}
	return list, translate("reading overviews", rows.Err())
}

// Newest calls fn for the newest revision of every record that has an overview
// of a kind. ErrDamaged says that the structure is damaged, and that fn was not
// called for all.
func (l *Ledger) Newest(ctx context.Context, kind uint8, fn func(Revision) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.sound(); err != nil {
		return err
	}
	return l.query(ctx, "SELECT "+revisionColumns+` FROM revision WHERE n IN (
		SELECT (SELECT max(n) FROM revision WHERE record = o.record) FROM overview o WHERE o.kind = ?) ORDER BY n`, []any{int64(kind)}, fn)
}

// Link is one step of an origin's chain.
type Link struct {
	Seq            uint64
	Previous, Link [32]byte
}

// Chain returns the steps of an origin's chain up to a place, in their order.
func (l *Ledger) Chain(ctx context.Context, origin ID, upTo uint64) ([]Link, error) {
	var list []Link
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	if l.rescued != nil {
		for _, r := range l.rescued.matching(func(r Revision) bool { return r.Origin == origin && r.Seq <= upTo }) {
			list = append(list, Link{r.Seq, r.Previous, r.Link})
		}
		slices.SortFunc(list, func(a, b Link) int { return cmp.Compare(a.Seq, b.Seq) })
		return list, nil
	}
	return chain(ctx, l.conn, origin, upTo)
}

// Chain returns the steps of an origin's chain up to a place, in their order.
func (tx *Tx) Chain(origin ID, upTo uint64) ([]Link, error) {
	return chain(tx.ctx, tx.tx, origin, upTo)
}

func chain(ctx context.Context, q querier, origin ID, upTo uint64) ([]Link, error) {
	var list []Link
	rows, err := q.QueryContext(ctx, "SELECT seq, previous, link FROM revision WHERE origin=? AND seq<=? ORDER BY seq", origin[:], int64(upTo))
	if err != nil {
		return nil, translate("following a chain", err)
	}
	defer rows.Close()
	for rows.Next() {
		var seq int64
		var previous, link sql.RawBytes
		if err := rows.Scan(&seq, &previous, &link); err != nil {
			break // what is behind the damage is not reached
		}
		step := Link{Seq: uint64(seq)}
		copy(step.Previous[:], previous)
		copy(step.Link[:], link)
		list = append(list, step)
	}
	return list, nil
}

// Heads returns the newest link of every origin.
func (l *Ledger) Heads(ctx context.Context) ([]Head, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	if l.rescued != nil {
		return l.rescued.heads(), nil
	}
	return heads(ctx, l.conn)
}

// Heads returns the newest link of every origin.
func (tx *Tx) Heads() ([]Head, error) { return heads(tx.ctx, tx.tx) }

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func heads(ctx context.Context, q querier) ([]Head, error) {
	// From one origin to the next by the index: there are few, of many rows.
	var origins []ID
	for after := []byte{}; ; {
		var origin []byte
		err := q.QueryRowContext(ctx, "SELECT origin FROM revision WHERE origin>? ORDER BY origin LIMIT 1", after).Scan(&origin)
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return nil, translate("reading origins", err)
		}
		var id ID
		copy(id[:], origin)
		origins, after = append(origins, id), origin
	}
	var list []Head
	for _, origin := range origins {
		head, err := headOf(q.QueryRowContext(ctx, headQuery, origin[:]), origin)
		if err != nil {
			return nil, err
		}
		list = append(list, head)
	}
	return list, nil
}

// HeadOf returns the newest link of one origin; Seq 0 if it has none.
func (l *Ledger) HeadOf(ctx context.Context, origin ID) (Head, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return Head{}, errClosed
	}
	if l.rescued != nil {
		for _, head := range l.rescued.heads() {
			if head.Origin == origin {
				return head, nil
			}
		}
		return Head{Origin: origin}, nil
	}
	return headOf(l.conn.QueryRowContext(ctx, headQuery, origin[:]), origin)
}

// At returns the revision at one place of a chain, and whether there is one.
func (l *Ledger) At(ctx context.Context, origin ID, seq uint64) (found Revision, there bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return found, false, errClosed
	}
	take := func(r Revision) error { found, there = r, true; return nil }
	if l.rescued != nil {
		for _, r := range l.rescued.rows {
			if r.Origin == origin && r.Seq == seq {
				_ = take(r)
			}
		}
		return found, there, nil
	}
	err = l.query(ctx, "SELECT "+revisionColumns+" FROM revision WHERE origin=? AND seq=?", []any{origin[:], int64(seq)}, take)
	return found, there, err
}

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

// Draft returns a member's sealed draft of a form, nil if there is none.
func (l *Ledger) Draft(ctx context.Context, member, form ID) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	if l.notOurs["draft"] {
		return nil, ErrDamaged
	}
	var box []byte
	err := l.conn.QueryRowContext(ctx, "SELECT box FROM draft NOT INDEXED WHERE member=? AND form=?", member[:], form[:]).Scan(&box)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return box, translate("reading a draft", err)
}

// Drafts returns a member's sealed drafts by form; with ErrDamaged those that
// can be read.
func (l *Ledger) Drafts(ctx context.Context, member ID) (map[ID][]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	if l.notOurs["draft"] {
		return nil, ErrDamaged
	}
	rows, err := l.conn.QueryContext(ctx, "SELECT form, box FROM draft NOT INDEXED WHERE member=?", member[:])
	if err != nil {
		return nil, translate("reading drafts", err)
	}
	defer rows.Close()
	drafts := map[ID][]byte{}
	for rows.Next() {
		var form, box []byte
		if err := rows.Scan(&form, &box); err != nil {
			return drafts, translate("reading drafts", err)
		}
		var id ID
		copy(id[:], form)
		drafts[id] = box
	}
	return drafts, translate("reading drafts", rows.Err())
}

// Drafting returns the members who have drafts.
func (l *Ledger) Drafting(ctx context.Context) ([]ID, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	if l.notOurs["draft"] {
		return nil, ErrDamaged
	}
	rows, err := l.conn.QueryContext(ctx, "SELECT DISTINCT member FROM draft")
	if err != nil {
		return nil, translate("reading drafts", err)
	}
	defer rows.Close()
	var members []ID
	for rows.Next() {
		var member []byte
		if err := rows.Scan(&member); err != nil {
			return nil, translate("reading drafts", err)
		}
		if len(member) == len(ID{}) {
			members = append(members, ID(member))
		}
	}
	return members, translate("reading drafts", rows.Err())
}
