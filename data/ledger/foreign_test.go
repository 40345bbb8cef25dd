package ledger

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
)

// SQLite reads nothing from what has the name of a table of ours and is none.
func TestATableThatIsNotOursIsNeitherReadNorWritten(t *testing.T) {
	endless := " AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM n) SELECT x AS class, x AS subject, x AS holder, x AS number, x AS body, x AS hash FROM n"
	for name, c := range map[string]struct {
		sql  string
		rows int
	}{
		"no lists":                 {"DROP TABLE overview", 3},
		"a view without an end":    {"DROP TABLE box; CREATE VIEW box" + endless, 3},
		"a table without its rule": {"CREATE TABLE other AS SELECT * FROM revision; DROP TABLE revision; ALTER TABLE other RENAME TO revision", 0},
		"a column too many":        {"ALTER TABLE draft ADD COLUMN more BLOB", 3},
		"a table without an index": {"CREATE TABLE o (class, subject, holder, number, body, hash); INSERT INTO o SELECT * FROM box; DROP TABLE box; ALTER TABLE o RENAME TO box", 3},
	} {
		t.Run(name, func(t *testing.T) {
			box := Box{Class: ClassHeader, Subject: []byte("vault"), Number: 1, Body: []byte("text")}
			l, path := newLedger(t, nil)
			appendRows(t, l, row(1, "one"), row(2, "two"), row(3, "three"))
			if err := l.Write(t.Context(), func(tx *Tx) error { return tx.PutBox(box) }); err != nil {
				t.Fatal(err)
			}
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			db, err := sql.Open("sqlite3", fileAddress(path))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(c.sql); err != nil {
				t.Fatal(err)
			}
			db.Close()
			if l, err = Open(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if err := l.Examine(t.Context()); !errors.Is(err, ErrDamaged) {
				t.Errorf("examined: %v", err)
			}
			rows := 0
			if _, err := l.Revisions(t.Context(), func(Revision) error { rows++; return nil }); err != nil || rows < c.rows {
				t.Errorf("%d rows: %v", rows, err)
			}
			if boxes, _, err := l.Boxes(t.Context(), ClassHeader); err != nil || len(boxes) != 1 {
				t.Errorf("%d headers: %v", len(boxes), err)
			}
			if _, err := l.Drafts(t.Context(), ID{}); err != nil && !errors.Is(err, ErrDamaged) {
				t.Error(err)
			}
			if _, err := l.Overviews(t.Context()); !errors.Is(err, ErrDamaged) {
				t.Errorf("lists: %v", err)
			}
			if err := l.Write(t.Context(), func(*Tx) error { return nil }); !errors.Is(err, ErrDamaged) {
				t.Errorf("written: %v", err)
			}
			if _, err := l.DropForeign(t.Context()); err != nil && !errors.Is(err, ErrDamaged) {
				t.Errorf("taken out: %v", err)
			}
			if err := l.BackUp(t.Context(), path+".copy"); !errors.Is(err, ErrDamaged) {
				t.Errorf("backed up: %v", err)
			}
		})
	}
}

// Where a file keeps no free pages, taking out a table moves others into its place: rows
// are read where they are then.
func TestRowsAreFoundWhereATakenOutTableMovedThem(t *testing.T) {
	l, path := newLedger(t, nil)
	appendRows(t, l, row(1, "one"), row(2, "two"), row(3, "three"))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	packed := filepath.Join(t.TempDir(), "packed.noddfa")
	db, err := sql.Open("sqlite3", fileAddress(packed))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("PRAGMA auto_vacuum=FULL; ATTACH ? AS old", path); err != nil {
		t.Fatal(err)
	}
	do := []string{fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d", ApplicationID, FormatVersion)}
	for i := range 16 {
		do = append(do, fmt.Sprintf("CREATE TABLE planted%d (x)", i))
	}
	do = append(append(do, statements()...), "INSERT INTO revision SELECT * FROM old.revision")
	if _, err := db.Exec(strings.Join(do, ";\n")); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if l, err = Open(t.Context(), packed); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if before, asItIs := ofPages(t, l, math.MaxInt64, -1, 10); !asItIs || len(before) != 3 {
		t.Fatalf("%d rows, %v", len(before), asItIs)
	}
	root := l.root(t.Context(), "revision")
	if dropped, err := l.DropForeign(t.Context()); err != nil || len(dropped) != 16 {
		t.Fatalf("%d taken out: %v", len(dropped), err)
	}
	if rows, asItIs := ofPages(t, l, math.MaxInt64, -1, 10); !asItIs || len(rows) != 3 {
		t.Errorf("%d rows afterwards, %v", len(rows), asItIs)
	}
	if l.root(t.Context(), "revision") == root {
		t.Error("the table was not moved: this test tests nothing")
	}
}
