package ledger

import (
	"context"
	"database/sql"
)

// Overviews returns all overviews. Each has the kind and the group of the
// newest revision of its record, whatever its own row says. ErrDamaged says that
// some may be missing.
func (l *Ledger) Overviews(ctx context.Context) ([]Overview, error) {
	return l.OverviewsBeside(ctx, func(Overview) bool { return false })
}

// OverviewsBeside is Overviews for whoever has read the revisions: where each overview
// names, by its own row, what they have as the newest of its record, they are not read
// again. Where a single one does not, they are.
func (l *Ledger) OverviewsBeside(ctx context.Context, newest func(Overview) bool) ([]Overview, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.sound(); err != nil {
		return nil, err
	}
	if t := l.leaves(ctx); t != nil {
		w := newSurveyor()
		if w.readOverviews(t, l.root(ctx, "overview")) && (w.areNewest(newest) || w.readRevisions(t, l.root(ctx, "revision"), nil)) {
			return w.compared(), nil
		}
	}
	return l.overviewsOfSQLite(ctx)
}

// overviewsOfSQLite is Overviews as SQLite has them, for a caller that holds mu.
func (l *Ledger) overviewsOfSQLite(ctx context.Context) ([]Overview, error) {
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
