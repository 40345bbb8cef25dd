package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

// backupPages is how many pages are copied between two looks at the context.
const backupPages = 256

// BackUp copies the file page by page, with SQLite's online backup, into one
// new file without a journal beside it, and checks the copy: SQLite's
// structure, the hash of every box and the hash and link of every revision. It
// needs no key. The copy appears under its name only when all of that is done;
// ErrExists if there is a file already.
func (l *Ledger) BackUp(ctx context.Context, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return ErrExists
	}
	part := to + ".part"
	removeAll(part)
	defer removeAll(part)
	if err := l.copyPages(ctx, part); err != nil {
		return fmt.Errorf("copying: %w", err)
	}
	synced := make(chan error, 1)
	go func() { synced <- syncFile(part) }()
	wrong := sound(ctx, part)
	if err := <-synced; err != nil {
		return translate("writing the copy to the disk", err)
	}
	if wrong != nil {
		return fmt.Errorf("checking the copy: %w", wrong)
	}
	if err := os.Link(part, to); err != nil {
		if _, taken := os.Lstat(to); taken == nil {
			return ErrExists
		}
		if err := os.Rename(part, to); err != nil { // a file system without links
			return translate("naming the copy", err)
		}
	}
	syncFolder(filepath.Dir(to))
	tell(ctx)(1, 1)
	return nil
}

func (l *Ledger) copyPages(ctx context.Context, part string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return errClosed
	}
	file, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // for this user alone, whatever the umask
	if err != nil {
		return translate("making the copy", err)
	}
	if err := file.Close(); err != nil {
		return translate("making the copy", err)
	}
	db, err := sql.Open("sqlite3", fileAddress(part)+"?mode=rw&_locking_mode=EXCLUSIVE&_journal_mode=DELETE&_synchronous=OFF") // alone: some network drives share no memory; BackUp waits for the disk, once
	if err != nil {
		return translate("making the copy", err)
	}
	defer db.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		return translate("making the copy", err)
	}
	defer conn.Close()
	err = conn.Raw(func(target any) error {
		return l.conn.Raw(func(source any) error {
			return copyAll(ctx, target.(*sqlite3.SQLiteConn), source.(*sqlite3.SQLiteConn))
		})
	})
	if err != nil {
		return translate("copying", err)
	}
	// The copied header says WAL; a backup is one file.
	var mode string
	if err := conn.QueryRowContext(ctx, "PRAGMA journal_mode=DELETE").Scan(&mode); err != nil || mode != "delete" {
		return errors.Join(fmt.Errorf("leaving the journal: the answer is %q", mode), err)
	}
	return nil
}

type progressKey struct{}

// WithProgress lets BackUp say how far it is: a page counts once when it is copied, and
// again when its rows are checked. It is all done where both numbers are the same.
func WithProgress(ctx context.Context, fn func(done, all int)) context.Context {
	return context.WithValue(ctx, progressKey{}, fn)
}

func tell(ctx context.Context) func(done, all int) {
	if fn, ok := ctx.Value(progressKey{}).(func(done, all int)); ok {
		return fn
	}
	return func(int, int) {}
}

func copyAll(ctx context.Context, target, source *sqlite3.SQLiteConn) error {
	backup, err := target.Backup("main", source, "main")
	if err != nil {
		return err
	}
	say := tell(ctx)
	for done := false; !done && err == nil; {
		if err = ctx.Err(); err == nil {
			done, err = backup.Step(backupPages)
		}
		if err == nil {
			say(backup.PageCount()-backup.Remaining(), 2*backup.PageCount())
		}
	}
	return errors.Join(err, backup.Finish())
}

// sound reads a file that nobody writes to and returns ErrDamaged for anything
// in it that is not as it was written, as far as that shows without keys.
func sound(ctx context.Context, path string) error {
	l := &Ledger{path: path, readOnly: true}
	if err := l.connect(ctx, "ro&immutable=1"); err != nil {
		return err
	}
	defer l.Close()
	if len(l.foreign) > 0 {
		return fmt.Errorf("%w: something in it is not ours", ErrDamaged)
	}
	if l.rescued != nil {
		return errStructure
	}
	ctx, stop := context.WithCancel(ctx)
	structure := make(chan error, 1)
	go func() {
		complaints, err := l.IntegrityBeside(ctx)
		if err == nil && len(complaints) > 0 {
			err = errStructure
		}
		structure <- err
	}()
	err := soundRows(ctx, l)
	if err != nil {
		stop()
	}
	found := <-structure
	stop()
	if err != nil {
		return err
	}
	return found
}

var errStructure = fmt.Errorf("%w: SQLite's structure", ErrDamaged)

// soundRows is sound for the rows of a file.
func soundRows(ctx context.Context, l *Ledger) error {
	for class := ClassHeader; class <= classLast; class++ {
		if _, damage, err := l.Boxes(ctx, class); err != nil {
			return err
		} else if len(damage) > 0 {
			return fmt.Errorf("%w: a key", ErrDamaged)
		}
	}
	pages, last, err := l.extent(ctx)
	if err != nil {
		return err
	}
	say := tell(ctx)
	bad := 0
	lost, err := l.eachRevision(ctx, func(r Revision) error {
		if r.N%500 == 0 && r.N < last {
			say(pages+int(int64(pages)*r.N/last), 2*pages)
		}
		if r.Box != nil && !r.Whole() || !r.Linked() {
			bad++
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	if bad+len(lost) > 0 {
		return fmt.Errorf("%w: %d records", ErrDamaged, bad+len(lost))
	}
	return nil
}

// extent is how many pages a file has, and the number of its last revision.
func (l *Ledger) extent(ctx context.Context) (pages int, last int64, err error) {
	err = l.conn.QueryRowContext(ctx, "SELECT (SELECT page_count FROM pragma_page_count), (SELECT ifnull(max(n), 0) FROM revision)").Scan(&pages, &last)
	return pages, last, translate("counting pages", err)
}

// Gap is a revision before which others of its origin are missing, and the
// newest that is there before them; its Seq is 0 if there is none.
type Gap struct {
	Head
	Before Head
}

// Kept says what of a file goes into a copy. Revision may take the bytes of one
// that was erased away.
type Kept struct {
	Revision func(*Revision) bool
	Box      func(Box) bool
}

// Copied makes a new file of what can be read of this one: every good box and
// readable revision that keep wants, and what fill adds. fill is told before
// which revisions others are missing. Overviews and drafts are left behind.
func (l *Ledger) Copied(ctx context.Context, to string, keep Kept, fill func(tx *Tx, gaps []Gap) error) error {
	var revisions []Revision
	if _, err := l.Revisions(ctx, func(r Revision) error {
		if r.Linked() && (r.Box == nil || r.Whole()) && keep.Revision(&r) {
			revisions = append(revisions, r)
		}
		return ctx.Err()
	}); err != nil {
		return err
	}
	last := map[ID]Head{}
	var gaps []Gap
	for _, r := range revisions {
		if before := last[r.Origin]; r.Previous != before.Link || r.Seq != before.Seq+1 {
			before.Origin = r.Origin
			gaps = append(gaps, Gap{Head{Origin: r.Origin, Seq: r.Seq, Link: r.Link}, before})
		}
		last[r.Origin] = Head{Origin: r.Origin, Seq: r.Seq, Link: r.Link}
	}
	var boxes []Box
	for class := ClassHeader; class <= classLast; class++ {
		good, _, err := l.Boxes(ctx, class)
		if err != nil && !errors.Is(err, ErrDamaged) {
			return err
		}
		for _, b := range good {
			if keep.Box(b) {
				boxes = append(boxes, b)
			}
		}
	}
	made, err := Create(ctx, to, func(tx *Tx) error {
		for _, b := range boxes {
			if err := tx.PutBox(b); err != nil {
				return err
			}
		}
		for _, r := range revisions {
			if err := tx.insert(r); err != nil {
				return err
			}
		}
		return fill(tx, gaps)
	})
	if err != nil {
		return err
	}
	return made.Close()
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
