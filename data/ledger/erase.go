package ledger

import (
	"context"
	"fmt"
)

// EraseGroup takes everything of a group out of the file but the rows' columns,
// which the chain is made of: its keys in both tables, the sealed bytes, the
// overviews.
func (tx *Tx) EraseGroup(group ID) error {
	if err := tx.DeleteBoxes(ClassWrap, group[:]); err != nil {
		return err
	}
	if err := tx.takeOut("UPDATE revision SET box=NULL WHERE grp=? AND box IS NOT NULL", group[:]); err != nil {
		return err
	}
	return tx.DeleteOverviews(group)
}

// EraseRevision takes the sealed bytes of one version of a record out of the
// file.
func (tx *Tx) EraseRevision(record, revision ID) error {
	return tx.takeOut("UPDATE revision SET box=NULL WHERE record=? AND revision=?", record[:], revision[:])
}

// DeleteOverviews removes the overviews of a group: they are derived.
func (tx *Tx) DeleteOverviews(group ID) error {
	return tx.exec("DELETE FROM overview WHERE grp=?", group[:])
}

// Remains reports what the file still has of a group: whether there are rows at
// all, and whether any key, sealed bytes or overview is there.
func (l *Ledger) Remains(ctx context.Context, group ID) (known, remains bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return false, false, errClosed
	}
	if l.misshapen() {
		return false, false, ErrDamaged
	}
	err = l.conn.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM revision WHERE grp=?1),
		EXISTS (SELECT 1 FROM revision WHERE grp=?1 AND box IS NOT NULL) OR
		EXISTS (SELECT 1 FROM overview WHERE grp=?1) OR
		EXISTS (SELECT 1 FROM box WHERE class=?2 AND subject=?1) OR EXISTS (SELECT 1 FROM box_copy WHERE class=?2 AND subject=?1)`,
		group[:], int64(ClassWrap)).Scan(&known, &remains)
	return known, remains, translate("looking for what is left", err)
}

// Truncate moves what the journal holds into the file and leaves the journal
// empty, so that what was deleted is in neither.
func (l *Ledger) Truncate(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return errClosed
	}
	return l.truncate(ctx)
}

// truncate is for a caller that holds mu.
func (l *Ledger) truncate(ctx context.Context) error {
	var busy, frames, moved int
	if err := l.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return translate("emptying the journal", err)
	}
	if busy != 0 {
		return fmt.Errorf("emptying the journal: %w", ErrInUse)
	}
	l.stale = false
	return nil
}
