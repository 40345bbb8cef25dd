package ledger

import (
	"context"
	"fmt"
	"os"

	"github.com/mattn/go-sqlite3"
)

// A system lets a program go on writing into a file that was deleted or whose
// stick was pulled out: SQLite then says "saved" and nothing is. So before and
// after each write the file at the path has to be the one that is open.

// remember notes which file was opened, and which journal lay beside it.
func (l *Ledger) remember() {
	l.journal = nil
	if journal, err := os.Stat(l.path + "-wal"); err == nil {
		os.SameFile(journal, journal)
		l.journal = journal
	}
	if info, err := os.Stat(l.path); err == nil {
		os.SameFile(info, info) // on Windows this is when a file's number is read
		l.opened = info
	}
}

// there reports whether the file at the path is the one that is open, also where that
// path is a link.
func (l *Ledger) there() bool { return l.is(l.path) && (l.asked == "" || l.is(l.asked)) }

// is reports whether a path leads to the file that is open.
func (l *Ledger) is(path string) bool {
	now, err := os.Stat(path)
	return err == nil && l.opened != nil && os.SameFile(l.opened, now)
}

// Look says whether the file is still where it was opened: ErrGone if not.
func (l *Ledger) Look() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil || l.readOnly || l.there() {
		return nil
	}
	return fmt.Errorf("looking for the file: %w", ErrGone)
}

// landed makes sure of what was committed: the file is at its path, and so is
// the journal. A journal that was deleted is emptied into the file at once.
func (l *Ledger) landed(ctx context.Context) error {
	if !l.there() {
		return fmt.Errorf("finishing to write: %w", ErrGone)
	}
	journal, err := os.Stat(l.path + "-wal")
	if err == nil && l.journal == nil {
		os.SameFile(journal, journal)
		l.journal = journal
	}
	if err == nil && os.SameFile(l.journal, journal) {
		return nil
	}
	var busy, pages, moved int
	if err := l.conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
		return translate("emptying the journal", err)
	}
	if busy != 0 {
		return fmt.Errorf("emptying the journal: %w", ErrGone)
	}
	return nil
}

// leaveJournal keeps SQLite from removing, at closing, the journal at the path:
// it belongs to another file by now, perhaps with saves in it.
func (l *Ledger) leaveJournal() {
	_ = l.conn.Raw(func(driver any) error {
		return driver.(*sqlite3.SQLiteConn).SetFileControlInt("main", sqlite3.SQLITE_FCNTL_PERSIST_WAL, 1)
	})
}
