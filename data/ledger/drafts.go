package ledger

import (
	"context"
	"database/sql"
	"errors"
)

// Draft returns a member's sealed draft of a form, nil if there is none.
func (l *Ledger) Draft(ctx context.Context, member, form ID) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.draftsThere(); err != nil {
		return nil, err
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
	if err := l.draftsThere(); err != nil {
		return nil, err
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
	if err := l.draftsThere(); err != nil {
		return nil, err
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

// draftsThere says why no draft can be read; nil if they can. The caller holds mu.
func (l *Ledger) draftsThere() error {
	switch {
	case l.conn == nil:
		return errClosed
	case l.notOurs["draft"]:
		return ErrDamaged
	}
	return nil
}
