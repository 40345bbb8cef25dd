package ledger

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
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
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	var last sql.NullInt64
	if err := l.conn.QueryRowContext(ctx, "SELECT max(n) FROM revision").Scan(&last); err != nil {
		return nil, translate("counting revisions", err)
	}
	var damage []Damage
	err := l.scan(ctx, 1, last.Int64, fn, func(n int64) { damage = append(damage, Damage{N: n, Reason: "unreadable"}) })
	return damage, err
}

// scan reads the rows lo to hi; where a page cannot be read it halves what is
// left until only the unreadable rows are missing.
func (l *Ledger) scan(ctx context.Context, lo, hi int64, fn func(Revision) error, lost func(n int64)) error {
	if lo > hi {
		return nil
	}
	next := lo
	err := l.query(ctx, "SELECT "+revisionColumns+" FROM revision WHERE n BETWEEN ? AND ? ORDER BY n", []any{lo, hi}, func(r Revision) error {
		next = r.N + 1
		return fn(r)
	})
	if err == nil || !errors.Is(err, ErrDamaged) {
		return err
	}
	if next >= hi {
		lost(next)
		return nil
	}
	middle := next + (hi-next)/2
	if err := l.scan(ctx, next, middle, fn, lost); err != nil {
		return err
	}
	return l.scan(ctx, middle+1, hi, fn, lost)
}

// Group returns the revisions of one group in the order in which they were
// written.
func (l *Ledger) Group(ctx context.Context, group ID) ([]Revision, error) {
	return l.find(ctx, "grp", group, func(r Revision) bool { return r.Group == group })
}

// Record returns the revisions of one record, oldest first.
func (l *Ledger) Record(ctx context.Context, record ID) ([]Revision, error) {
	return l.find(ctx, "record", record, func(r Revision) bool { return r.Record == record })
}

// find reads by an index, and by reading everything where the index is
// damaged.
func (l *Ledger) find(ctx context.Context, column string, id ID, match func(Revision) bool) ([]Revision, error) {
	l.mu.Lock()
	if l.conn == nil {
		l.mu.Unlock()
		return nil, errClosed
	}
	var list []Revision
	err := l.query(ctx, "SELECT "+revisionColumns+" FROM revision WHERE "+column+"=? ORDER BY n", []any{id[:]}, func(r Revision) error {
		list = append(list, r)
		return nil
	})
	l.mu.Unlock()
	if err == nil || !errors.Is(err, ErrDamaged) {
		return list, err
	}
	list = nil
	_, err = l.Revisions(ctx, func(r Revision) error {
		if match(r) {
			list = append(list, r)
		}
		return nil
	})
	return list, err
}

func (l *Ledger) query(ctx context.Context, query string, args []any, fn func(Revision) error) error {
	rows, err := l.conn.QueryContext(ctx, query, args...)
	if err != nil {
		return translate("reading revisions", err)
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scanRevision(rows)
		if err != nil {
			return err
		}
		if err := fn(r); err != nil {
			return err
		}
	}
	return translate("reading revisions", rows.Err())
}

func scanRevision(rows *sql.Rows) (Revision, error) {
	var r Revision
	var seq, kind, version int64
	var origin, record, revision, parent, group, hash, previous, link sql.RawBytes
	if err := rows.Scan(&r.N, &origin, &seq, &record, &revision, &parent, &kind, &group, &version, &r.Box, &hash, &previous, &link, &r.Signature); err != nil {
		return r, translate("reading a revision", err)
	}
	r.Seq, r.Kind, r.KeyVersion = uint64(seq), uint8(kind), uint32(version)
	// A field of another length was damaged; it stays zero and the link will
	// not fit.
	for _, f := range []struct{ to, from []byte }{
		{r.Origin[:], origin},
		{r.Record[:], record},
		{r.Revision[:], revision},
		{r.Parent[:], parent},
		{r.Group[:], group},
		{r.Hash[:], hash},
		{r.Previous[:], previous},
		{r.Link[:], link},
	} {
		if len(f.to) == len(f.from) {
			copy(f.to, f.from)
		}
	}
	return r, nil
}

// Whole reports whether the revision's bytes are those that were written.
func (r Revision) Whole() bool { return r.Box != nil && sha256.Sum256(r.Box) == r.Hash }

// Linked reports whether the row's columns are those that its link was made
// of. Whether the row before it is still there, a walk along the chain tells.
func (r Revision) Linked() bool { return LinkOf(r) == r.Link }

// Overviews returns the overviews of one kind.
func (l *Ledger) Overviews(ctx context.Context, kind uint8) ([]Overview, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	rows, err := l.conn.QueryContext(ctx, `SELECT record, revision, grp, key_version, box,
		revision = (SELECT r.revision FROM revision r WHERE r.record = o.record ORDER BY r.n DESC LIMIT 1)
		FROM overview o WHERE kind=?`, int64(kind))
	if err != nil {
		return nil, translate("reading overviews", err)
	}
	defer rows.Close()
	var list []Overview
	for rows.Next() {
		o := Overview{Kind: kind}
		var version int64
		var fresh sql.NullBool
		var record, revision, group sql.RawBytes
		if err := rows.Scan(&record, &revision, &group, &version, &o.Box, &fresh); err != nil {
			return list, translate("reading overviews", err)
		}
		copy(o.Record[:], record)
		copy(o.Revision[:], revision)
		copy(o.Group[:], group)
		o.KeyVersion, o.Fresh = uint32(version), fresh.Bool
		list = append(list, o)
	}
	return list, translate("reading overviews", rows.Err())
}

// Heads returns the newest link of every origin.
func (l *Ledger) Heads(ctx context.Context) ([]Head, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
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
	rows, err := q.QueryContext(ctx, "SELECT DISTINCT origin FROM revision ORDER BY origin")
	if err != nil {
		return nil, translate("reading origins", err)
	}
	var origins []ID
	for rows.Next() {
		var origin []byte
		if err := rows.Scan(&origin); err != nil {
			return nil, errors.Join(translate("reading origins", err), rows.Close())
		}
		var id ID
		copy(id[:], origin)
		origins = append(origins, id)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, translate("reading origins", err)
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
	return headOf(l.conn.QueryRowContext(ctx, headQuery, origin[:]), origin)
}

// GroupsOf returns the groups that have a record of a kind.
func (l *Ledger) GroupsOf(ctx context.Context, kind uint8) ([]ID, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	rows, err := l.conn.QueryContext(ctx, "SELECT DISTINCT grp FROM revision WHERE kind=?", int64(kind))
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
	var box []byte
	err := l.conn.QueryRowContext(ctx, "SELECT box FROM draft WHERE member=? AND form=?", member[:], form[:]).Scan(&box)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return box, translate("reading a draft", err)
}

// Drafts returns the forms of which a member has a draft.
func (l *Ledger) Drafts(ctx context.Context, member ID) (map[ID][]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	rows, err := l.conn.QueryContext(ctx, "SELECT form, box FROM draft WHERE member=?", member[:])
	if err != nil {
		return nil, translate("reading drafts", err)
	}
	defer rows.Close()
	drafts := map[ID][]byte{}
	for rows.Next() {
		var form, box []byte
		if err := rows.Scan(&form, &box); err != nil {
			return nil, translate("reading drafts", err)
		}
		var id ID
		copy(id[:], form)
		drafts[id] = box
	}
	return drafts, translate("reading drafts", rows.Err())
}

// Integrity asks SQLite to look at its own structure and returns what it
// complains of, nothing if all is well.
func (l *Ledger) Integrity(ctx context.Context) ([]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	rows, err := l.conn.QueryContext(ctx, "PRAGMA integrity_check")
	if err != nil {
		return nil, translate("checking the file's structure", err)
	}
	defer rows.Close()
	var complaints []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return complaints, translate("checking the file's structure", err)
		}
		if line != "ok" {
			complaints = append(complaints, line)
		}
	}
	return complaints, translate("checking the file's structure", rows.Err())
}
