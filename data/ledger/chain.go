package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
)

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

// Signed is a row's signature and what it signs.
type Signed struct {
	Kind      uint8
	Link      [32]byte
	Signature []byte
}

// LastSigned returns the rows at the last so many places of an origin, the newest first,
// but for those that were erased, and those with large boxes, at the ends of which the
// signatures are.
func (tx *Tx) LastSigned(origin ID, places int) ([]Signed, error) {
	head, err := tx.Head(origin)
	if err != nil {
		return nil, err
	}
	rows, err := tx.tx.QueryContext(tx.ctx, "SELECT kind, link, signature FROM revision WHERE origin=? AND seq>? AND length(box)<65536 ORDER BY seq DESC",
		origin[:], int64(head.Seq)-int64(places))
	if err != nil {
		return nil, translate("reading the last signatures", err)
	}
	defer rows.Close()
	var list []Signed
	for rows.Next() {
		var s Signed
		var link []byte
		if err := rows.Scan(&s.Kind, &link, &s.Signature); err != nil {
			return nil, translate("reading the last signatures", err)
		}
		if copy(s.Link[:], link) == len(s.Link) {
			list = append(list, s)
		}
	}
	return list, translate("reading the last signatures", rows.Err())
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
