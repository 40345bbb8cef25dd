package ledger

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"

	"github.com/mattn/go-sqlite3"
)

// weigh looks at a file that is shorter than it says, or beside which a journal
// lies, before SQLite may act on either: it changes nothing, and of a file that is not
// damaged it keeps no more in memory than the journal. It returns nil where SQLite may
// go on, ErrJournal where the journal would take something out of the file that is there,
// and, where the file is damaged with its journal and without, what is to be read instead.
//
// A journal of this file never takes a row away that proves itself: rows are only
// ever added, and what was moved into the file is in the journal still. That is
// so however the power went, also half way through moving.
func (l *Ledger) weigh(ctx context.Context) (*remains, error) {
	if !l.toBeWeighed() {
		return nil, nil
	}
	if !hold(l.path) {
		return nil, ErrInUse
	}
	defer release(l.path)
	StopLookingAhead(ctx) // SQLite knows nothing of the lock below, and would drop it
	file, err := os.Open(l.path)
	if err != nil {
		return nil, translate("opening the file", err)
	}
	defer file.Close()
	if lockedElsewhere(file) {
		return nil, ErrInUse
	}
	info, err := file.Stat()
	if err != nil {
		return nil, translate("reading the file", err)
	}
	weighed := &standing{info, l.journalInfo()}
	alone := io.NewSectionReader(file, 0, info.Size())
	head := make([]byte, headSize)
	n, err := alone.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, translate("reading the file", err)
	}
	head = head[:n]
	size := pageSizeOf(head)
	journals, err := l.journalsFor(size)
	if err != nil {
		return nil, err
	}
	short := isShort(head, alone.Size())
	if len(journals) == 0 {
		if !short {
			return nil, nil
		}
		return whatIsLeft(alone)
	}
	var pair image = alone
	for _, o := range journals {
		pair = o.over(pair, size)
	}
	before, err := atStake(alone, size, journals)
	if err != nil {
		return nil, translate("reading the file", err)
	}
	holdsAll, err := before.allIn(pair, size)
	if err != nil {
		return nil, translate("reading the file", err)
	}
	sound, err := soundImage(ctx, pair)
	if err != nil {
		return nil, err
	}
	if sound && holdsAll {
		l.weighed = weighed
		return nil, nil
	}
	if sound {
		return nil, fmt.Errorf("%w: it lacks what the file has", ErrJournal)
	}
	if !short {
		if sound, err = soundImage(ctx, alone); err != nil {
			return nil, err
		} else if sound {
			return nil, fmt.Errorf("%w: the file is whole without it", ErrJournal)
		}
	}
	if holdsAll {
		return whatIsLeft(pair)
	}
	return whatIsLeft(alone)
}

// standing is how a file and its journal stand there.
type standing struct {
	file    os.FileInfo
	journal os.FileInfo // nil where there is none
}

// journalInfo tells of the journal beside the file; nil where there is none.
func (l *Ledger) journalInfo() os.FileInfo {
	journal, err := os.Stat(l.path + "-wal")
	if err != nil {
		return nil
	}
	os.SameFile(journal, journal) // on Windows this is when a file's number is read
	return journal
}

// foldIn empties a journal into the file, once it is open, if weigh found the two sound
// and nobody wrote to them since: their structure is known then.
func (l *Ledger) foldIn(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.weighed == nil || l.weighed.journal == nil {
		return
	}
	file, err := os.Stat(l.path)
	journal := l.journalInfo()
	if err != nil || journal == nil || !unchanged(l.weighed.file, file) || !unwritten(l.weighed.journal, journal) {
		return // of the journal SQLite may have changed the owner
	}
	err = l.truncate(ctx) // if it fails for want of room, say, it only takes longer
	l.isSound = !errors.Is(err, ErrDamaged)
}

// journalsFor reads the journals that SQLite would take, in the order in which it
// would.
func (l *Ledger) journalsFor(size int) ([]overlay, error) {
	var list []overlay
	for _, j := range []struct {
		end  string
		read func([]byte, int) overlay
	}{{"-journal", inRollback}, {"-wal", inWAL}} {
		content, err := os.ReadFile(l.path + j.end)
		if err != nil && !os.IsNotExist(err) {
			return nil, translate("reading the journal", err)
		}
		if o := j.read(content, size); o.pages != nil {
			list = append(list, o)
		}
	}
	return list, nil
}

// toBeWeighed reports whether the file is short or a journal lies beside it. For
// any other file, opening costs this look alone.
func (l *Ledger) toBeWeighed() bool {
	if l.hasJournal() {
		return true
	}
	info, err := os.Stat(l.path)
	if err != nil {
		return false
	}
	head, err := readHead(l.path)
	return err == nil && isShort(head, info.Size())
}

// hasJournal reports whether anything is in a journal beside the file.
func (l *Ledger) hasJournal() bool {
	for _, end := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(l.path + end); err == nil && info.Size() > 0 {
			return true
		}
	}
	return false
}

// JournalOf is the file beside a ledger that may hold its newest saves.
func JournalOf(path string) string {
	path = atLink(path)
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		return path + "-wal"
	}
	return path + "-journal"
}

// pageSizeOf is the size of a page in an image; where its header is gone, that
// of every file we make.
func pageSizeOf(image []byte) int {
	if !isOurs(image) {
		return usualPage
	}
	switch size := int(binary.BigEndian.Uint16(image[16:])); {
	case size == 1:
		return 65536
	case size >= 512 && size&(size-1) == 0:
		return size
	}
	return usualPage
}

// isShort reports whether a file of so many bytes has fewer pages than its header
// says, as far as SQLite believes that number.
func isShort(head []byte, bytes int64) bool {
	if !isOurs(head) || binary.BigEndian.Uint32(head[24:]) != binary.BigEndian.Uint32(head[92:]) {
		return false
	}
	return bytes < int64(binary.BigEndian.Uint32(head[28:]))*int64(pageSizeOf(head))
}

// remains is the image of a damaged file; cut says that its end is missing.
type remains struct {
	content []byte
	cut     bool
}

// whatIsLeft reads a damaged file into memory and lets it say no more pages than it has,
// so that SQLite reads them.
func whatIsLeft(from image) (*remains, error) {
	content, err := readImage(from)
	if err != nil {
		return nil, translate("reading the file", err)
	}
	if !isShort(content, int64(len(content))) {
		return &remains{content, false}, nil
	}
	size := pageSizeOf(content)
	pages := (len(content) + size - 1) / size
	binary.BigEndian.PutUint32(content[28:], uint32(pages))
	return &remains{append(content, make([]byte, pages*size-len(content))...), true}, nil
}

// stake is what proves itself in a file and lies on pages that a journal would
// change: rows by their place in their chain, the ids of header boxes, and the
// pages on which all that has to be found again.
type stake struct {
	rows  map[place]Revision
	ids   map[string]bool
	pages map[int]bool
}

type place struct {
	origin ID
	seq    uint64
}

func atStake(from image, size int, journals []overlay) (s stake, err error) {
	s = stake{map[place]Revision{}, map[string]bool{}, map[int]bool{}}
	last := int(from.Size()) / size
	for _, o := range journals {
		last = min(last, int(o.count))
		for number := range o.pages {
			s.pages[int(number)] = true
		}
	}
	changes := func(number int) bool { return s.pages[number] || number > last }
	p := pagesOfImage(from, size, &err)
	var leaves []int
	for number := 2; number*size <= p.length; number++ {
		p.eachCell(number, func(page []byte, at int) {
			if !changes(number) {
				if !p.spills(page, at, changes) {
					return
				}
				leaves = append(leaves, number)
			}
			_, fields, ok := p.record(page, at)
			if !ok {
				return
			}
			if r, isRow := revisionOf(0, fields); isRow && r.Linked() {
				s.rows[place{r.Origin, r.Seq}] = r
			}
			if b, proven := boxOf(fields); proven && b.Class == ClassHeader {
				s.ids[string(b.Subject)] = true
			}
		})
	}
	for _, number := range leaves {
		s.pages[number] = true
	}
	return s, err
}

// allIn reports whether an image has all that is at stake.
func (s stake) allIn(from image, size int) (all bool, err error) {
	rows, ids := maps.Clone(s.rows), maps.Clone(s.ids)
	p := pagesOfImage(from, size, &err)
	for number := range s.pages {
		p.eachCell(number, func(page []byte, at int) {
			_, fields, ok := p.record(page, at)
			if !ok {
				return
			}
			if r, isRow := revisionOf(0, fields); isRow && r.Linked() {
				at := place{r.Origin, r.Seq}
				if was, known := rows[at]; known && was.Link == r.Link && (r.Box == nil || r.Whole() || !was.Whole()) {
					delete(rows, at)
				}
			}
			if b, proven := boxOf(fields); proven && b.Class == ClassHeader {
				delete(ids, string(b.Subject))
			}
		})
	}
	return len(rows)+len(ids) == 0, err
}

// soundImage reports whether SQLite finds nothing wrong with a file's image, and
// our tables in it.
func soundImage(ctx context.Context, from image) (sound bool, err error) {
	read := &watched{image: from}
	defer func() {
		if read.failed != nil {
			sound, err = false, translate("reading the file", read.failed)
		}
	}()
	l := &Ledger{readOnly: true}
	err = l.connectImage(ctx, read)
	if errors.Is(err, ErrDamaged) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer l.Close()
	if _, err := l.conn.ExecContext(ctx, "PRAGMA "+roomFor(from.Size())); err != nil {
		return false, translate("making room for an image", err)
	}
	found, err := complaints(ctx, l.conn, "integrity_check")
	if err != nil && !errors.Is(err, ErrDamaged) {
		return false, err
	}
	return err == nil && len(found) == 0 && !l.misshapen(), nil
}

// openRemains reads a damaged file from its image: the file itself is not
// touched any more.
func (l *Ledger) openRemains(ctx context.Context, left remains) error {
	l.readOnly, l.cut = true, left.cut
	if !hold(l.path) {
		return ErrInUse
	}
	if err := l.connectMemory(ctx, left.content); err != nil {
		release(l.path)
		return err
	}
	l.mu.Lock()
	err := l.rescue(ctx)
	l.mu.Unlock()
	if err != nil {
		return errors.Join(err, l.Close())
	}
	return nil
}

// connectMemory opens an image that is in memory.
func (l *Ledger) connectMemory(ctx context.Context, content []byte) error {
	if isOurs(content) {
		content[18], content[19] = 1, 1 // in memory there is no journal
	}
	return l.connectCopy(ctx, ":memory:", func(driver any) error {
		return driver.(*sqlite3.SQLiteConn).Deserialize(content, "main")
	})
}

// connectCopy opens what is no file of its own, and fills it.
func (l *Ledger) connectCopy(ctx context.Context, address string, fill func(driver any) error) error {
	db, err := sql.Open("sqlite3", address)
	if err != nil {
		return translate("opening an image of the file", err)
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return errors.Join(translate("opening an image of the file", err), db.Close())
	}
	l.db, l.conn, l.inMemory = db, conn, true
	err = translate("opening an image of the file", conn.Raw(fill))
	if err == nil {
		err = l.settle(ctx, false)
	}
	if err != nil {
		l.conn, l.db = nil, nil
		err = errors.Join(err, conn.Close(), db.Close())
	}
	return err
}

// Cut reports whether the end of the file is missing.
func (l *Ledger) Cut() bool { return l.cut }
