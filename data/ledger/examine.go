package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	_ "github.com/mattn/go-sqlite3" // the driver, without build tags
)

// SQLite's look at its own structure reads the whole file, which takes seconds of a
// large one. So it has a connection of its own, and others read meanwhile. They do
// not write: nothing is written into a file whose structure is not known to be
// whole.

// examination is the look that is not over yet.
type examination struct {
	over   chan struct{}
	stop   context.CancelFunc // nil before it begins
	beside bool               // of IntegrityBeside, SoundBeside or a backup
	yields bool               // whoever is about to write ends it
	failed error              // why it came to no end: then nothing is written either
}

// HoldWrites lets every write wait for Examine from now on.
func (l *Ledger) HoldWrites() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.examined == nil || l.examined.failed != nil {
		l.examined = &examination{over: make(chan struct{})}
	}
}

// Examine lets SQLite look at its own structure, the indexes too. If it is not
// whole the ledger still reads every row that is there, but writes nothing any
// more, and Examine returns ErrDamaged. Writes wait until it is done; where it does
// not come to an end, they fail.
func (l *Ledger) Examine(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	e, err := l.begin(ctx, stop)
	if err != nil {
		return err
	}
	var complaints []string
	if !l.wasSound() && !l.lookedAhead(ctx) {
		complaints, err = l.structure(ctx)()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	known := l.rescued != nil
	switch {
	case err == nil && len(complaints) == 0 && !known:
	case err != nil && !errors.Is(err, ErrDamaged):
		e.failed = err
	default:
		if err = l.rescue(ctx); err != nil {
			e.failed = err
		}
		err = errors.Join(ErrDamaged, err)
	}
	if l.conn == nil && err == nil {
		err = errClosed
	}
	if e.failed == nil {
		l.examined = nil
	}
	close(e.over)
	return err
}

// wasSound reports, once, whether the file and its journal were looked at to be opened.
func (l *Ledger) wasSound() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	was := l.isSound
	l.isSound = false
	return was
}

// begin lets every write wait for a look that stop ends. It waits for another that goes
// on already.
func (l *Ledger) begin(ctx context.Context, stop context.CancelFunc) (*examination, error) {
	for {
		l.HoldWrites()
		l.mu.Lock()
		e := l.examined
		if e != nil && !e.beside {
			e.stop = stop
			l.mu.Unlock()
			return e, nil
		}
		l.mu.Unlock()
		if e == nil {
			continue // it was over just now
		}
		select {
		case <-e.over:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// toWrite is Lock for whoever is about to write.
func (l *Ledger) toWrite(ctx context.Context) error {
	for {
		l.mu.Lock()
		e := l.examined
		if e == nil {
			l.forgetLook()
			return nil
		}
		if e.failed != nil {
			l.mu.Unlock()
			return fmt.Errorf("looking at the file's structure before writing: %w", e.failed)
		}
		l.mu.Unlock()
		if e.yields {
			e.stop()
		}
		select {
		case <-e.over:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// stopExamining ends a look that goes on. The caller does not hold mu.
func (l *Ledger) stopExamining() {
	l.mu.Lock()
	e := l.examined
	switch {
	case e == nil || e.failed != nil:
	case e.stop != nil:
		e.stop()
	default: // it never began
		e.failed = errClosed
		close(e.over)
	}
	l.mu.Unlock()
	if e != nil {
		<-e.over
	}
}

// structure gets ready what finds the same as Integrity, beside all other reading where the
// file alone is all there is. Nobody may write before that is over.
func (l *Ledger) structure(ctx context.Context) (look func() ([]string, error)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.alone() {
		return func() ([]string, error) { return l.Integrity(ctx) }
	}
	path, t := l.path, l.leaves(ctx)
	return func() ([]string, error) { return structureOf(ctx, path, t, false) }
}

// isAlone reports whether the file alone is all there is. What is in a journal counts, and
// only one connection may know of it.
func (l *Ledger) isAlone() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.alone()
}

func (l *Ledger) alone() bool {
	journal, err := os.Stat(l.path + "-wal")
	return l.conn != nil && l.rescued == nil && !l.inMemory && simulated == "" && (err != nil || journal.Size() == 0)
}

// structureOf is what Integrity finds in a file that nobody writes to and that has nothing
// in its journal. What t reads of its pages is believed too, unless SQLite alone is asked; nil
// reads nothing.
func structureOf(ctx context.Context, path string, t *leaves, alone bool) (list []string, err error) {
	if t != nil {
		defer t.readThrough()()
	}
	err = byItself(ctx, path, func(conn *sql.Conn) error {
		if t != nil && !alone && isSound(ctx, conn, t) {
			return nil
		}
		list, err = complaints(ctx, conn, "integrity_check")
		return err
	})
	return list, err
}

// byItself gives fn a connection to a file that nobody writes to and that has nothing in its
// journal.
func byItself(ctx context.Context, path string, fn func(*sql.Conn) error) error {
	db, err := sql.Open("sqlite3", fileAddress(path)+"?mode=ro&immutable=1")
	if err != nil {
		return translate("opening the file to look at its structure", err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return translate("opening the file to look at its structure", err)
	}
	defer conn.Close()
	// Without cell_size_check: the look at each page that integrity_check begins with sees
	// that and more, and it would take an eighth of the time.
	for _, set := range []string{"temp_store=MEMORY", "trusted_schema=OFF", roomFor(sizeOf(path))} {
		if _, err := conn.ExecContext(ctx, "PRAGMA "+set); err != nil {
			return translate("setting "+set, err)
		}
	}
	var id int64
	if err := conn.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return translate("reading whose file it is", err)
	}
	if id != ApplicationID {
		return fmt.Errorf("%w: whose file it is", ErrDamaged) // a look ahead may be at any file
	}
	return fn(conn)
}

// roomFor is the setting that keeps the indexes of a file of so many bytes in memory while
// each row is looked up in them. They are about a twenty-fourth of it; more than they need
// takes longer than it saves.
func roomFor(bytes int64) string {
	return fmt.Sprintf("cache_size=-%d", min(max(bytes/24/1000, 2000), 48000))
}

// sizeOf is the size of a file, 0 where that is not known.
func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Integrity asks SQLite to look at its own structure and returns what it
// complains of, nothing if all is well.
func (l *Ledger) Integrity(ctx context.Context) ([]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	defer l.withRoom(ctx)()
	return complaints(ctx, l.conn, "integrity_check")
}

// IntegrityBeside is Integrity while others read. Whoever is about to write waits.
func (l *Ledger) IntegrityBeside(ctx context.Context) ([]string, error) {
	ctx, goOn := l.keepStill(ctx)
	defer goOn()
	if !l.isAlone() {
		return l.Integrity(ctx)
	}
	return structureOf(ctx, l.path, nil, true)
}

// SoundBeside gets ready what finds the same as IntegrityBeside, which takes half as long
// where that is nothing, and is to be called. It begins then however long others read.
func (l *Ledger) SoundBeside(ctx context.Context) (look func() ([]string, error)) {
	ctx, goOn := l.keepStill(ctx)
	find := l.structure(ctx)
	return func() ([]string, error) {
		defer goOn()
		return find()
	}
}

// keepStill lets whoever is about to write wait until goOn is called. The context ends
// when the ledger is closed.
func (l *Ledger) keepStill(ctx context.Context) (still context.Context, goOn func()) {
	if l.toWrite(ctx) != nil {
		return context.WithCancel(ctx) // nothing is written anyway, or it has ended
	}
	defer l.mu.Unlock()
	still, goOn = l.holdStill(ctx, false)
	if l.unwritable() == nil {
		_ = l.truncate(still) // what a journal holds is not read beside: without it, it only takes longer
	}
	return still, goOn
}

// holdStill is keepStill for a caller that holds mu while nobody looks. If it yields, the
// context ends as soon as somebody is about to write.
func (l *Ledger) holdStill(ctx context.Context, yields bool) (still context.Context, goOn func()) {
	still, stop := context.WithCancel(ctx)
	e := &examination{over: make(chan struct{}), stop: stop, beside: true, yields: yields}
	l.examined = e
	return still, func() {
		stop()
		l.mu.Lock()
		defer l.mu.Unlock()
		l.examined = nil
		close(e.over)
	}
}

// withRoom gives the connection more memory until the returned function is called.
// The caller holds mu.
func (l *Ledger) withRoom(ctx context.Context) (giveBack func()) {
	var usual int64
	if l.conn.QueryRowContext(ctx, "PRAGMA cache_size").Scan(&usual) != nil {
		return func() {}
	}
	_, _ = l.conn.ExecContext(ctx, "PRAGMA "+roomFor(sizeOf(l.path))) // without it, it only takes longer
	return func() {
		ctx := context.WithoutCancel(ctx)
		_, _ = l.conn.ExecContext(ctx, fmt.Sprintf("PRAGMA cache_size=%d", usual))
		_, _ = l.conn.ExecContext(ctx, "PRAGMA shrink_memory")
	}
}

// MoreRoom lets the file be read with more memory, for reading much of it, until
// the returned function is called.
func (l *Ledger) MoreRoom(ctx context.Context) (giveBack func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return func() {}
	}
	back := l.withRoom(ctx)
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.conn != nil {
			back()
		}
	}
}

// complaints are what SQLite finds with one of its checks.
func complaints(ctx context.Context, conn *sql.Conn, check string) ([]string, error) {
	rows, err := conn.QueryContext(ctx, "PRAGMA "+check)
	if err != nil {
		return nil, translate("checking the file's structure", err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return list, translate("checking the file's structure", err)
		}
		if line != "ok" {
			list = append(list, line)
		}
	}
	return list, translate("checking the file's structure", rows.Err())
}
