package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

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
	_, err := l.copyOut(ctx, to, nil)
	return err
}

// Restore is BackUp for a copy that is opened at once: of its structure it finds what Examine
// would, and it makes the copy's Survey of the file meanwhile; nil where that could not be had,
// or somebody wrote before it was there.
func (l *Ledger) Restore(ctx context.Context, to string, class Class, listed ...uint8) (*Survey, error) {
	return l.copyOut(ctx, to, &surveyed{class, listed})
}

// copyOut makes a copy for which, where nothing is wanted of it, SQLite alone is asked.
func (l *Ledger) copyOut(ctx context.Context, to string, wanted *surveyed) (*Survey, error) {
	if _, err := os.Lstat(to); err == nil {
		return nil, ErrExists
	}
	if !hold(to) {
		return nil, ErrExists // it is being made
	}
	defer release(to)
	part := to + ".part"
	if l.is(part) {
		return nil, ErrExists
	}
	removeAll(part)
	made, err := makePart(part)
	if err != nil {
		return nil, translate("making the copy", err)
	}
	defer func() {
		if isFile(part, made) {
			removeAll(part)
		}
	}()
	look := l.lookMeanwhile(ctx, wanted)
	defer look.end()
	if err := l.copyTo(ctx, part); err != nil {
		return nil, fmt.Errorf("copying: %w", err)
	}
	synced := make(chan error, 1)
	go func() { synced <- syncFile(part) }()
	wrong := sound(ctx, part, look)
	if err := <-synced; err != nil {
		return nil, translate("writing the copy to the disk", err)
	}
	if wrong != nil {
		return nil, fmt.Errorf("checking the copy: %w", wrong)
	}
	if !isFile(part, made) {
		return nil, ErrExists // another program makes one of that name
	}
	if err := os.Link(part, to); err != nil {
		if _, taken := os.Lstat(to); taken == nil {
			return nil, ErrExists
		}
		if err := os.Rename(part, to); err != nil { // a file system without links
			return nil, translate("naming the copy", err)
		}
	}
	syncFolder(filepath.Dir(to))
	Progress(ctx)(1, 1)
	return look.read(), nil
}

// makePart makes the file that a copy is written into.
func makePart(part string) (os.FileInfo, error) {
	file, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // for this user alone, whatever the umask
	if err != nil {
		return nil, err
	}
	if err := file.Close(); err != nil {
		return nil, err
	}
	made, err := os.Stat(part)
	if err == nil {
		os.SameFile(made, made) // on Windows this is when a file's number is read
	}
	return made, err
}

// isFile reports whether a path leads to a file.
func isFile(path string, file os.FileInfo) bool {
	now, err := os.Stat(path)
	return err == nil && os.SameFile(now, file)
}

// lookBeside is SQLite's look at a file's structure while the file is copied. What it finds
// counts for a copy that was byte for byte the same before anybody wrote.
type lookBeside struct {
	ledger   *Ledger
	wanted   *surveyed       // nil: of a backup
	file     *leaves         // nil: there is no look
	still    context.Context // ends when somebody is about to write
	stop     func()
	over     sync.WaitGroup
	same     bool // what is in compared, once the copy is compared
	compared chan bool
	found    chan error   // closed without one where somebody wrote
	survey   chan *Survey // has what is wanted
}

// lookMeanwhile begins a look, if the file alone is all there is.
func (l *Ledger) lookMeanwhile(ctx context.Context, wanted *surveyed) *lookBeside {
	k := &lookBeside{ledger: l, wanted: wanted, stop: func() {}, compared: make(chan bool, 1), found: make(chan error, 1), survey: make(chan *Survey, 1)}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil || l.examined != nil {
		return k
	}
	if k.file = l.leaves(ctx); k.file == nil {
		return k
	}
	ctx, k.stop = context.WithCancel(ctx)
	still, goOn := l.holdStill(ctx, true)
	var one, other *leaves // of a survey
	var roots surveyRoots
	if wanted != nil {
		one, other, roots = l.leaves(still), l.leaves(still), surveyRootsOf(still, l.conn)
	}
	path, pages := l.path, l.leaves(still)
	k.still = still
	k.over.Go(func() {
		defer goOn()
		defer close(k.found)
		var reading sync.WaitGroup
		defer reading.Wait()
		reading.Go(func() {
			defer close(k.survey)
			if one == nil || other == nil {
				return
			}
			if s, boxes, rest := wanted.by(one, other, roots); boxes && rest && still.Err() == nil {
				k.survey <- &s
			}
		})
		err := whole(structureOf(still, path, pages, wanted == nil))
		if still.Err() != nil {
			return
		}
		select { // and nobody writes before
		case same := <-k.compared:
			if same {
				k.found <- err
			}
		case <-still.Done():
		}
	})
	return k
}

// of is what the structure of a copy comes to: what the look finds, where that counts for
// the copy, else what another at the copy does.
func (k *lookBeside) of(ctx context.Context, l *Ledger) error {
	if k.countsFor(ctx, l.path) {
		select {
		case err, over := <-k.found:
			if over {
				return err
			} // else somebody wrote before
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if k.wanted != nil {
		return whole(l.SoundBeside(ctx)())
	}
	return whole(l.IntegrityBeside(ctx))
}

// read is what is wanted of a copy, if that is known to be the same.
func (k *lookBeside) read() *Survey {
	if k.wanted == nil || !k.same {
		return nil
	}
	return <-k.survey
}

// countsFor compares a copy and reports whether what the look finds may be said of it.
func (k *lookBeside) countsFor(ctx context.Context, copied string) bool {
	if k.file == nil {
		return false
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(k.still, stop)()
	k.same = k.file.sameAs(ctx, copied) && k.ledger.there() && k.still.Err() == nil
	k.compared <- k.same
	if !k.same {
		k.stop()
	}
	return k.same
}

// end ends the look, if it goes on.
func (k *lookBeside) end() {
	k.stop()
	k.over.Wait()
}

// whole is what a look at the structure of a file comes to.
func whole(complaints []string, err error) error {
	if err == nil && len(complaints) > 0 {
		return errStructure
	}
	return err
}

// anew are the bytes of a header that SQLite writes itself into a copy: that it has no
// journal, how often the file and its tables were changed, and by which SQLite.
var anew = [][2]int{{18, 20}, {24, 28}, {40, 44}, {92, 100}}

// sameAs reports whether a file is byte for byte this one; false where that is not known.
func (t *leaves) sameAs(ctx context.Context, copied string) bool {
	file, err := os.Open(copied)
	if err != nil {
		return false
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || info.Size() != int64(t.length) {
		return false
	}
	var rooms [2][1 << 18]byte
	for at := 0; at < t.length; at += len(rooms[0]) {
		a, b := rooms[0][:min(len(rooms[0]), t.length-at)], rooms[1][:min(len(rooms[1]), t.length-at)]
		if _, err := t.file.ReadAt(a, int64(at)); err != nil {
			return false
		}
		if _, err := file.ReadAt(b, int64(at)); err != nil {
			return false
		}
		if at == 0 {
			for _, of := range anew {
				copy(a[of[0]:of[1]], b[of[0]:of[1]])
			}
		}
		if ctx.Err() != nil || !bytes.Equal(a, b) {
			return false
		}
	}
	return ctx.Err() == nil
}

// copyTo copies the file. Others read and write it between two steps: what they write
// comes into the copy.
func (l *Ledger) copyTo(ctx context.Context, part string) error {
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
	err = conn.Raw(func(target any) error { return l.copyAll(ctx, target.(*sqlite3.SQLiteConn)) })
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

// WithProgress lets long work say how far it is; BackUp counts a page once when it is copied,
// and again when its rows are checked. It is all done where both numbers are the same.
func WithProgress(ctx context.Context, fn func(done, all int)) context.Context {
	return context.WithValue(ctx, progressKey{}, fn)
}

// Progress is what WithProgress was given, or does nothing.
func Progress(ctx context.Context) func(done, all int) {
	if fn, ok := ctx.Value(progressKey{}).(func(done, all int)); ok {
		return fn
	}
	return func(int, int) {}
}

func (l *Ledger) copyAll(ctx context.Context, target *sqlite3.SQLiteConn) (err error) {
	backup, err := l.beginCopy(target)
	if err != nil {
		return err
	}
	defer func() {
		if ending := l.endCopy(backup); err == nil {
			err = ending
		}
	}()
	say := Progress(ctx)
	before := -1
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		var pages, left int
		if done, pages, left, err = l.copySome(backup); err != nil {
			return err
		}
		if left == before { // something is in the way
			time.Sleep(10 * time.Millisecond)
		}
		before = left
		say(pages-left, 2*pages)
	}
	return nil
}

func (l *Ledger) beginCopy(target *sqlite3.SQLiteConn) (backup *sqlite3.SQLiteBackup, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, errClosed
	}
	err = l.conn.Raw(func(source any) error {
		backup, err = target.Backup("main", source.(*sqlite3.SQLiteConn), "main")
		return err
	})
	if err == nil {
		if l.copying == nil {
			l.copying = map[*sqlite3.SQLiteBackup]bool{}
		}
		l.copying[backup] = true
	}
	return backup, err
}

// copySome copies some pages and says how many there are and how many are left.
func (l *Ledger) copySome(backup *sqlite3.SQLiteBackup) (done bool, pages, left int, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.copying[backup] {
		return false, 0, 0, errClosed
	}
	done, err = backup.Step(backupPages)
	return done, backup.PageCount(), backup.Remaining(), err
}

func (l *Ledger) endCopy(backup *sqlite3.SQLiteBackup) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.copying[backup] {
		return nil // by Close
	}
	delete(l.copying, backup)
	return backup.Finish()
}

// sound reads a copy that nobody writes to and returns ErrDamaged for anything
// in it that is not as it was written, as far as that shows without keys.
func sound(ctx context.Context, path string, look *lookBeside) error {
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
	var looking sync.WaitGroup
	defer looking.Wait()
	defer stop()
	structure := make(chan error, 1)
	looking.Go(func() { structure <- look.of(ctx, l) })
	if err := soundRows(ctx, l); err != nil {
		return err
	}
	return <-structure
}

var errStructure = fmt.Errorf("%w: SQLite's structure", ErrDamaged)

// soundRows is sound for the rows of a file.
func soundRows(ctx context.Context, l *Ledger) error {
	for class := ClassHeader; class <= classLast; class++ {
		if damage, err := l.DamagedBoxes(ctx, class); err != nil {
			return err
		} else if len(damage) > 0 {
			return fmt.Errorf("%w: a key", ErrDamaged)
		}
	}
	pages, last, err := l.extent(ctx)
	if err != nil {
		return err
	}
	say := Progress(ctx)
	bad := 0
	lost, err := l.EachRevision(ctx, func(r Revision) error {
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
