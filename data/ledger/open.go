package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mattn/go-sqlite3" // without build tags
)

// Ledger is an open file. Its methods may be called from any goroutine; one
// works at a time.
type Ledger struct {
	mu       sync.Mutex
	db       *sql.DB
	conn     *sql.Conn
	path     string
	asked    string // how somebody named it: path or a link to it
	readOnly bool
	frozen   atomic.Bool                    // see Freeze
	cut      bool                           // the file is shorter than it says: it is read from memory
	examined *examination                   // nil: its structure is not being looked at
	weighed  *standing                      // the file and its journal, as they were found sound before they were opened
	isSound  bool                           // so they were when they were opened; until Examine
	look     *lookAhead                     // the look that began before it was opened, if there was one
	believed bool                           // Examine has asked what it found
	inMemory bool                           // what is read is an image of the file
	rescued  *rescued                       // set once the file's structure is found damaged: nothing is written then
	foreign  []Foreign                      // what is in the file and not ours: nothing is written while it is there
	absent   []string                       // what makes our missing indexes anew
	notOurs  map[string]bool                // by table
	isNew    bool                           // and so empty still
	scratch  string                         // folder of the sealed copy that a read-only file with a WAL is read from
	opened   os.FileInfo                    // the file as it was opened, to know it again: see place.go
	journal  os.FileInfo                    // its journal
	byPage   *os.File                       // the file, for reading by pages: see leaves
	roots    map[string]int                 // the first page of tables that were read so
	copying  map[*sqlite3.SQLiteBackup]bool // the backups that are being made of the file
	stale    bool                           // the file by itself still has what was taken out of it: the journal is not emptied yet
	spare    spare
	head     Head        // of the chain that was gone on with last; zero: it is asked for
	told     func(error) // hears how each write ended
}

// Judge looks at the file without opening it and returns nil if it is a ledger
// this program can read, else one of ErrNotFound, ErrDirectory, ErrEmpty,
// ErrNotVault, ErrNewer or ErrForbidden.
func Judge(path string) error {
	path = atLink(path)
	if held(path) {
		return ErrInUse // and touch nothing: see hold
	}
	info, err := os.Stat(path)
	if err != nil {
		return translate("looking for the file", err)
	}
	if info.IsDir() {
		return ErrDirectory
	}
	if !info.Mode().IsRegular() {
		return ErrNotVault
	}
	if info.Size() == 0 {
		return ErrEmpty
	}
	head, err := readHead(path)
	if err != nil {
		return err
	}
	if !isOurs(head) {
		// The power may have gone while the first page was moved from the journal
		// into the file: then it is whole in the journal.
		if inJournal := headInJournal(path + "-wal"); inJournal != nil {
			head = inJournal
		}
	}
	err = judgeHead(head)
	if errors.Is(err, ErrNotVault) && !bytes.HasPrefix(head, magic) && hasOurRows(path) {
		return fmt.Errorf("%w: its first page", ErrDamaged)
	}
	return err
}

// Create makes a new file, fills it by one transaction and opens it. The file
// appears under its name only when it is whole. It returns ErrExists if there
// is one already.
func Create(ctx context.Context, path string, fill func(*Tx) error) (*Ledger, error) {
	if OnNetwork(path) {
		return nil, ErrNetwork
	}
	if _, err := os.Lstat(path); err == nil {
		return nil, ErrExists
	}
	part := path + ".part"
	removeAll(part)
	file, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, translate("making the file", err)
	}
	if err := file.Close(); err != nil {
		return nil, translate("making the file", err)
	}
	defer removeAll(part)
	l := &Ledger{path: part, isNew: true}
	if err := l.connect(ctx, "rw"); err != nil {
		return nil, err
	}
	err = l.Write(ctx, func(tx *Tx) error {
		for _, statement := range statements() {
			if err := tx.exec(statement); err != nil {
				return err
			}
		}
		if err := tx.exec(fmt.Sprintf("PRAGMA application_id=%d", ApplicationID)); err != nil {
			return err
		}
		if err := tx.exec(fmt.Sprintf("PRAGMA user_version=%d", FormatVersion)); err != nil {
			return err
		}
		return fill(tx)
	})
	if err := errors.Join(err, l.Close()); err != nil {
		return nil, fmt.Errorf("filling a new file: %w", err)
	}
	if err := os.Link(part, path); err != nil { // unlike a rename, a link never replaces a file
		if _, taken := os.Lstat(path); taken == nil {
			return nil, ErrExists
		}
		if err := os.Rename(part, path); err != nil { // a file system without links
			return nil, translate("naming the file", err)
		}
	}
	os.Remove(part)
	syncFolder(filepath.Dir(path))
	return Open(ctx, path)
}

// Open opens a ledger. A file without write permission, or in a folder without,
// is opened for reading, and so is what is left of one that is cut off. Where the disk is so full that not even that goes, the
// spare file makes room.
func Open(ctx context.Context, path string) (*Ledger, error) {
	asked := path
	path = atLink(path)
	if err := Judge(path); err != nil {
		return nil, err
	}
	if OnNetwork(path) {
		return nil, ErrNetwork
	}
	l := &Ledger{path: path, asked: asked}
	info, err := os.Stat(path)
	if err != nil {
		return nil, translate("looking for the file", err)
	}
	left, err := l.weigh(ctx)
	if err != nil {
		return nil, err
	}
	if left != nil {
		return l, l.openRemains(ctx, *left)
	}
	if info.Mode().Perm()&0o200 == 0 || !writable(path) {
		return l, l.openForReading(ctx)
	}
	err = l.connect(ctx, "rw")
	if errors.Is(err, ErrFull) && l.freeSpare() {
		err = l.connect(ctx, "rw")
	}
	if errors.Is(err, ErrForbidden) || errors.Is(err, ErrReadOnly) {
		return l, l.openForReading(ctx) // no journal can be made beside it
	}
	if err != nil {
		return nil, err
	}
	l.foldIn(ctx)
	l.writeLockNote()
	return l, nil
}

// OpenToRead opens a ledger and changes nothing of it, not even how it keeps its
// journal: for a backup.
func OpenToRead(ctx context.Context, path string) (*Ledger, error) {
	path = atLink(path)
	if err := Judge(path); err != nil {
		return nil, err
	}
	l := &Ledger{path: path}
	left, err := l.weigh(ctx)
	if err != nil {
		return nil, err
	}
	if left != nil {
		return l, l.openRemains(ctx, *left)
	}
	return l, l.openForReading(ctx)
}

// openForReading reads a write-protected file in place, or, where a WAL has to
// be replayed first, a copy of the sealed pair in a folder of its own.
func (l *Ledger) openForReading(ctx context.Context) error {
	l.readOnly = true
	if info, err := os.Stat(l.path + "-wal"); err != nil || info.Size() == 0 {
		return l.connect(ctx, "ro&immutable=1")
	}
	folder, err := os.MkdirTemp("", "noddfa-sealed-")
	if err != nil {
		return translate("making a folder to read from", err)
	}
	l.scratch = folder
	copied := filepath.Join(folder, "copy")
	for _, end := range []string{"", "-wal"} {
		if err := copyFile(copied+end, l.path+end); err != nil {
			os.RemoveAll(folder)
			return translate("copying the sealed file", err)
		}
	}
	l.path, l.asked = copied, ""
	if err := l.connect(ctx, "rw"); err != nil {
		os.RemoveAll(folder)
		return err
	}
	return nil
}

// simulated is the disk that the fault trials put under SQLite; "" is the real
// one, always so outside this package's tests.
var simulated string

func (l *Ledger) connect(ctx context.Context, mode string) error {
	address := fileAddress(l.path) + "?mode=" + mode + "&_busy_timeout=200&_txlock=immediate&_stmt_cache_size=32"
	if mode == "rw" {
		// The driver sets synchronous by itself, which opens the journal: only
		// with this in the address does that happen under the exclusive lock.
		address += "&_locking_mode=EXCLUSIVE&_synchronous=FULL"
	}
	if simulated != "" {
		address += "&vfs=" + simulated
	}
	if !hold(l.path) {
		return ErrInUse
	}
	db, err := sql.Open("sqlite3", address)
	if err != nil {
		release(l.path)
		return translate("opening the file", err)
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		release(l.path)
		return errors.Join(translate("opening the file", err), db.Close())
	}
	l.db, l.conn = db, conn
	if err := l.settle(ctx, mode == "rw"); err != nil {
		l.conn, l.db = nil, nil
		err = errors.Join(err, conn.Close(), db.Close())
		release(l.path)
		return err
	}
	l.remember()
	return nil
}

func fileAddress(path string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String()
}

// settle gives the pragmas one by one and checks each answer.
func (l *Ledger) settle(ctx context.Context, writing bool) error {
	for _, p := range pragmas {
		if !writing && (strings.HasPrefix(p.set, "journal_mode") || strings.HasPrefix(p.set, "locking_mode")) {
			continue
		}
		if err := l.give(ctx, p); err != nil {
			return err
		}
	}
	for _, p := range answers {
		if err := l.give(ctx, p); err != nil {
			return err
		}
	}
	if l.isNew {
		return nil
	}
	if err := l.compare(ctx); err != nil {
		return err
	}
	var version int64
	if err := l.conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return translate("reading the format's number", err)
	}
	if !l.misshapen() && version == FormatVersion {
		return nil
	}
	return l.rescue(ctx) // a number below the first was never written: somebody or something changed it
}

func (l *Ledger) give(ctx context.Context, p pragma) error {
	var answer string
	err := l.conn.QueryRowContext(ctx, "PRAGMA "+p.set).Scan(&answer)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	if err != nil {
		return translate("setting "+p.set, err)
	}
	if p.want != "" && answer != p.want {
		return fmt.Errorf("setting %s: the answer is %q", p.set, answer)
	}
	return nil
}

// Close empties the WAL into the file and closes it.
func (l *Ledger) Close() error {
	defer l.forgetLook()
	for {
		l.stopExamining()
		l.mu.Lock()
		if l.examined == nil || !l.examined.beside {
			break
		}
		l.mu.Unlock() // another look began
	}
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil
	}
	var err error
	there := l.readOnly || l.there()
	switch {
	case !there:
		l.leaveJournal()
	case !l.readOnly:
		_, err = l.conn.ExecContext(context.Background(), "PRAGMA wal_checkpoint(TRUNCATE)")
	}
	err = translate("emptying the journal", err)
	if errors.Is(err, ErrFull) {
		err = nil // what was saved is safe in the journal, and the next opening goes on from it
	}
	for backup := range l.copying {
		_ = backup.Finish() // its next step says that the file is closed
	}
	l.copying = nil
	err = errors.Join(err, l.conn.Close(), l.db.Close())
	l.conn, l.db = nil, nil
	if l.byPage != nil {
		err = errors.Join(err, l.byPage.Close())
		l.byPage = nil
	}
	release(l.path)
	if l.scratch != "" {
		err = errors.Join(err, os.RemoveAll(l.scratch))
	}
	if !l.readOnly && there {
		os.Remove(l.lockNote())
	}
	return err
}

// ReadOnly reports whether nothing is written to the file: it was opened for
// reading alone, or frozen.
func (l *Ledger) ReadOnly() bool { return l.readOnly || l.frozen.Load() }

// Freeze lets nothing be written to the file from now on.
func (l *Ledger) Freeze() { l.frozen.Store(true) }

// lockNote is the file that tells a second computer who has the ledger open.
// It is a courtesy: the lock itself is SQLite's.
func (l *Ledger) lockNote() string { return l.path + ".lock" }

func (l *Ledger) writeLockNote() {
	computer, _ := os.Hostname()
	text := fmt.Sprintf("%s\n%d\n%s\n", computer, os.Getpid(), time.Now().UTC().Format(time.RFC3339))
	_ = WriteWhole(l.lockNote(), []byte(text)) // without it nothing is lost but the courtesy
}

// InUseBy says which computer opened a file and when, as far as its lock note
// tells. The note never names a member.
func InUseBy(path string) (computer string, since time.Time, ok bool) {
	text, err := os.ReadFile((&Ledger{path: atLink(path)}).lockNote())
	lines := strings.Split(string(text), "\n")
	if err != nil || len(text) > 4096 || len(lines) < 3 || lines[0] == "" {
		return "", since, false
	}
	since, err = time.Parse(time.RFC3339, lines[2])
	return lines[0], since, err == nil
}

func writable(path string) bool {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	file.Close()
	return true
}

func copyFile(to, from string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Close())
}

// removeAll removes a file and the journal SQLite may have left beside it.
func removeAll(path string) {
	for _, end := range []string{"", "-wal", "-shm", "-journal"} {
		os.Remove(path + end)
	}
}

// Remove takes a closed ledger away with all that lies beside it: one that was
// made and is not to be.
func Remove(path string) {
	removeAll(path)
	os.Remove((&Ledger{path: path}).sparePath())
	os.Remove((&Ledger{path: path}).lockNote())
}

// syncFolder makes a new name durable where the system can.
func syncFolder(path string) {
	if folder, err := os.Open(path); err == nil {
		_ = folder.Sync() // not every file system can
		folder.Close()
	}
}
