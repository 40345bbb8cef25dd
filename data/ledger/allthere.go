package ledger

import (
	"context"
	"errors"
)

// AllThere reports whether, whatever is wrong with the file's structure, nothing
// of it is lost: every row, every draft and each key in at least one of its two
// tables is found on the pages of its table, to the table's last one. Indexes and
// overviews are made anew. Whether a row's bytes are right is another question: it
// proves that itself.
func (l *Ledger) AllThere(ctx context.Context) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return false, errClosed
	}
	if l.rescued == nil {
		if err := l.rescue(ctx); err != nil {
			return false, err
		}
		defer func() { l.rescued = nil }() // this was a look
	}
	if len(l.rescued.lost) > 0 || l.misshapen() {
		return false, nil
	}
	rows, err := l.walk(ctx, "revision", "n")
	if err != nil || rows != len(l.rescued.rows) {
		return false, unlessDamaged(err)
	}
	if _, err := l.walk(ctx, "draft", "box"); err != nil {
		return false, unlessDamaged(err)
	}
	for _, table := range boxTables {
		rows, err := l.readBoxes(ctx, table, func(Box) bool { return true }, byRow, "class>=?", []any{0})
		good := err == nil
		for _, row := range rows {
			good = good && row.good
		}
		if good {
			return true, nil
		}
		if unlessDamaged(err) != nil {
			return false, err
		}
	}
	return false, nil
}

// walk reads a table from its first page to its last and counts its rows.
func (l *Ledger) walk(ctx context.Context, table, column string) (rows int, err error) {
	list, err := l.conn.QueryContext(ctx, "SELECT "+column+" FROM "+table+" NOT INDEXED")
	if err != nil {
		return 0, translate("reading "+table, err)
	}
	defer list.Close()
	for list.Next() {
		rows++
	}
	return rows, translate("reading "+table, list.Err())
}

func unlessDamaged(err error) error {
	if errors.Is(err, ErrDamaged) {
		return nil
	}
	return err
}
