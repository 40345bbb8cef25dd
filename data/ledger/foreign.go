package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Anybody who can write to the file can put a trigger, a view or a table of
// their own into it, and SQLite would obey. So what the file is made of has to
// be, word for word, what Create makes.

// object is a row of SQLite's own list of what a file is made of.
type object struct{ kind, name, table, sql string }

// Foreign is something in a file that this program has not put there: a
// "trigger", "view", "table" or "index", by its name.
type Foreign struct{ Kind, Name string }

// ours lists what a new file is made of.
var ours = sync.OnceValues(func() ([]object, error) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, translate("listing what a file is made of", err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	for _, statement := range statements() {
		if _, err := db.Exec(statement); err != nil {
			return nil, translate("listing what a file is made of", err)
		}
	}
	return objectsOf(context.Background(), db)
})

func statements() []string {
	var list []string
	for _, statement := range strings.Split(schema, ";\n") {
		if statement = strings.TrimSpace(statement); statement != "" {
			list = append(list, statement)
		}
	}
	return list
}

func objectsOf(ctx context.Context, q querier) ([]object, error) {
	rows, err := q.QueryContext(ctx, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema")
	if err != nil {
		return nil, translate("reading what the file is made of", err)
	}
	defer rows.Close()
	var list []object
	for rows.Next() {
		var o object
		if err := rows.Scan(&o.kind, &o.name, &o.table, &o.sql); err != nil {
			return nil, translate("reading what the file is made of", err)
		}
		list = append(list, o)
	}
	return list, translate("reading what the file is made of", rows.Err())
}

// compare finds out what is foreign in the file, and which of our tables are
// missing or are something else. From those nothing is read by SQLite.
func (l *Ledger) compare(ctx context.Context) error {
	want, err := ours()
	if err != nil {
		return err
	}
	got, err := objectsOf(ctx, l.conn)
	if err != nil {
		return err
	}
	l.foreign, l.absent, l.notOurs = nil, nil, map[string]bool{}
	for _, o := range want {
		if slices.Contains(got, o) {
			continue
		}
		if o.kind == "table" {
			l.notOurs[o.name] = true
		} else {
			l.absent = append(l.absent, o.sql)
			l.notOurs[o.table] = l.notOurs[o.table] || o.sql == "" // an index that belongs to the table
		}
	}
	for _, o := range got {
		if !slices.Contains(want, o) {
			l.foreign = append(l.foreign, Foreign{o.kind, o.name})
		}
	}
	// Triggers first, so that none of them acts while the others are taken out.
	order := []string{"trigger", "view", "table", "index"} // a table takes its own indexes with it
	slices.SortStableFunc(l.foreign, func(a, b Foreign) int { return cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)) })
	return nil
}

// misshapen reports whether one of our tables is not what it should be: then
// nothing is written any more.
func (l *Ledger) misshapen() bool {
	for _, wrong := range l.notOurs {
		if wrong {
			return true
		}
	}
	return false
}

// Foreign lists what is in the file and was not put there by this program.
// While there is any, nothing is written.
func (l *Ledger) Foreign() []Foreign {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.foreign)
}

// DropForeign takes out of the file what this program has not put there, and
// makes indexes anew that are missing. It returns what it took out. Where one of
// our tables is missing it changes nothing.
func (l *Ledger) DropForeign(ctx context.Context) ([]Foreign, error) {
	if err := l.toWrite(ctx); err != nil {
		return nil, err
	}
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	if len(l.foreign)+len(l.absent) == 0 {
		return nil, nil
	}
	if l.ReadOnly() {
		return nil, ErrReadOnly
	}
	if l.rescued != nil || l.misshapen() {
		return nil, ErrDamaged
	}
	found, absent := l.foreign, l.absent
	l.foreign, l.absent = nil, nil // what follows is the one write that may be done
	err := l.write(ctx, func(tx *Tx) error {
		for _, f := range found {
			if err := tx.exec("DROP " + strings.ToUpper(f.Kind) + " IF EXISTS " + quoted(f.Name)); err != nil {
				return err
			}
		}
		for _, statement := range absent {
			if err := tx.exec(statement); err != nil {
				return err
			}
		}
		return nil
	})
	l.roots = nil // what was dropped may have moved tables
	if comparing := l.compare(ctx); comparing != nil {
		l.foreign, l.absent = found, absent
		err = errors.Join(err, comparing)
	}
	if err != nil {
		return nil, err
	}
	if len(l.foreign) > 0 {
		return nil, fmt.Errorf("taking out what is not ours: %w", ErrDamaged)
	}
	// What a planted table held is in the journal still.
	var busy, pages, moved int
	err = l.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	return found, translate("emptying the journal", err)
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
