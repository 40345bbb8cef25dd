package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver that the vault has too

	"noddfa/data"
)

// plain is the floor: an SQLite file with the same rows in the clear, with the
// same settings, but without keys, hashes, chains and signatures.
type plain struct {
	path    string
	db      *sql.DB
	conn    *sql.Conn
	tx      *sql.Tx // while it is filled
	pending int
}

const plainSchema = `
CREATE TABLE record (n INTEGER PRIMARY KEY, id BLOB NOT NULL, kind TEXT NOT NULL, grp BLOB NOT NULL, written INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX record_id ON record (id);
CREATE INDEX record_group ON record (grp);
CREATE TABLE case_line (id BLOB PRIMARY KEY, reference TEXT, name TEXT, full_name TEXT, opened INTEGER, owner TEXT, force TEXT, risk TEXT,
	safe_rule TEXT, review INTEGER, touched INTEGER);
CREATE TABLE contact_line (id BLOB PRIMARY KEY, started INTEGER, name TEXT, number TEXT, outgoing INTEGER, attempted INTEGER, police TEXT,
	force TEXT, platform TEXT, age INTEGER, demanded INTEGER, paid INTEGER, in_case BLOB);
`

// settings are those of the vault.
var settings = []string{
	"locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "fullfsync=ON", "checkpoint_fullfsync=ON", "secure_delete=ON",
	"temp_store=MEMORY", "cell_size_check=ON", "trusted_schema=OFF", "foreign_keys=ON", "wal_autocheckpoint=100",
}

func newPlain(ctx context.Context, path string) (*plain, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("making the rows in the clear: %w", err)
	}
	if err := file.Close(); err != nil {
		return nil, fmt.Errorf("making the rows in the clear: %w", err)
	}
	p := &plain{path: path}
	if err := p.open(ctx); err != nil {
		return nil, err
	}
	if _, err := p.conn.ExecContext(ctx, plainSchema); err != nil {
		return nil, errors.Join(fmt.Errorf("making the rows in the clear: %w", err), p.close())
	}
	return p, nil
}

func (p *plain) open(ctx context.Context) error {
	address := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: p.path}).EscapedPath()}).String()
	db, err := sql.Open("sqlite3", address+"?mode=rw&_busy_timeout=200&_txlock=immediate&_locking_mode=EXCLUSIVE&_synchronous=FULL")
	if err != nil {
		return fmt.Errorf("opening the rows in the clear: %w", err)
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return errors.Join(fmt.Errorf("opening the rows in the clear: %w", err), db.Close())
	}
	p.db, p.conn = db, conn
	for _, s := range settings {
		var answer any
		if err := conn.QueryRowContext(ctx, "PRAGMA "+s).Scan(&answer); err != nil && !errors.Is(err, sql.ErrNoRows) {
			return errors.Join(fmt.Errorf("setting %s: %w", s, err), p.close())
		}
	}
	return nil
}

func (p *plain) close() error {
	if p == nil || p.db == nil {
		return nil
	}
	if p.tx != nil {
		_ = p.tx.Rollback()
	}
	err := errors.Join(p.conn.Close(), p.db.Close())
	p.tx, p.conn, p.db = nil, nil, nil
	return err
}

const insertRecord = "INSERT INTO record (id, kind, grp, written, body) VALUES (?,?,?,?,?)"

// write adds a row; lists ends it.
func (p *plain) write(ctx context.Context, kind string, record, group data.ID, body []byte) (err error) {
	if p.tx == nil {
		if p.tx, err = p.conn.BeginTx(ctx, nil); err != nil {
			return fmt.Errorf("writing a row in the clear: %w", err)
		}
	}
	if _, err := p.tx.ExecContext(ctx, insertRecord, record[:], kind, group[:], time.Now().UnixMilli(), string(body)); err != nil {
		return fmt.Errorf("writing a row in the clear: %w", err)
	}
	if p.pending++; p.pending < 5000 {
		return nil
	}
	return p.commit()
}

func (p *plain) commit() error {
	if p.tx == nil {
		return nil
	}
	err := p.tx.Commit()
	p.tx, p.pending = nil, 0
	if err != nil {
		return fmt.Errorf("writing rows in the clear: %w", err)
	}
	return nil
}

// lists writes what the lists of cases and contacts show.
func (p *plain) lists(ctx context.Context, cases []data.CaseLine, contacts []data.ContactLine) error {
	if err := p.commit(); err != nil {
		return err
	}
	tx, err := p.conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("writing the lists in the clear: %w", err)
	}
	for _, l := range cases {
		if _, err = tx.ExecContext(ctx, "INSERT INTO case_line VALUES (?,?,?,?,?,?,?,?,?,?,?)", l.ID[:], l.Reference, l.Name, l.FullName, l.Opened.UnixMilli(),
			l.Owner, l.Force, string(l.Risk), l.SafeRule, l.PlanReview.UnixMilli(), l.Touched.UnixMilli()); err != nil {
			break
		}
	}
	for _, l := range contacts {
		if err != nil {
			break
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO contact_line VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", l.ID[:], l.Started.UnixMilli(), l.Name, l.Number,
			l.Outgoing, l.Attempted, string(l.Police), l.Force, l.Platform, l.Age, l.Demanded.Pence, l.Paid.Pence, l.Case[:])
	}
	if err != nil {
		return errors.Join(fmt.Errorf("writing the lists in the clear: %w", err), tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("writing the lists in the clear: %w", err)
	}
	return nil
}

// plainLine is a case as a list shows it.
type plainLine struct {
	id                                                      data.ID
	reference, name, fullName, owner, force, risk, safeRule string
	opened, review, touched                                 int64
}

// cases reads the list of cases, the newest first.
func (p *plain) cases(ctx context.Context) ([]plainLine, error) {
	rows, err := p.conn.QueryContext(ctx, `SELECT id, reference, name, full_name, opened, owner, force, risk, safe_rule, review, touched
		FROM case_line ORDER BY opened DESC, reference`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []plainLine
	var id sql.RawBytes
	for rows.Next() {
		var l plainLine
		if err := rows.Scan(&id, &l.reference, &l.name, &l.fullName, &l.opened, &l.owner, &l.force, &l.risk, &l.safeRule, &l.review, &l.touched); err != nil {
			return nil, err
		}
		copy(l.id[:], id)
		list = append(list, l)
	}
	return list, rows.Err()
}

// group reads the records of a case.
func (p *plain) group(ctx context.Context, id data.ID) (bodies []string, err error) {
	rows, err := p.conn.QueryContext(ctx, "SELECT body FROM record WHERE grp=? ORDER BY n", id[:])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		bodies = append(bodies, body)
	}
	return bodies, rows.Err()
}

// save writes a note and touches its case.
func (p *plain) save(ctx context.Context, record, group data.ID, body []byte) error {
	tx, err := p.conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	now := time.Now().UnixMilli()
	_, err = tx.ExecContext(ctx, insertRecord, record[:], "note", group[:], now, string(body))
	if err == nil {
		_, err = tx.ExecContext(ctx, "UPDATE case_line SET touched=? WHERE id=?", now, group[:])
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
