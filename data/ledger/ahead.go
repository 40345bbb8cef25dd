package ledger

import (
	"context"
	"database/sql"
	"os"
	"slices"
	"sync"
	"time"
)

// SQLite's look at a file's structure takes seconds of a large one, and so does typing a
// passphrase. So it may begin before the file is opened, and a survey beside it: no key is
// needed for either, and nothing is locked or written. They take the place of Examine's
// look and of Survey's only where nobody has written to the file since before they began,
// the look only where it found nothing.

// freshFor is how long a look ahead counts. A file that was written to within settledFor
// is not looked at: some disks tell the time of a write by two seconds. Rows take more memory
// than a survey does, and are let go of sooner.
const (
	freshFor   = 10 * time.Minute
	rowsFor    = 2 * time.Minute
	settledFor = 3 * time.Second
)

// lookAhead is a look at a file that may be opened soon.
type lookAhead struct {
	path  string
	began time.Time
	stop  context.CancelFunc
	over  chan struct{}
	file  os.FileInfo // as it was before; once over is closed
	whole bool        // once over is closed

	wanted surveyed
	read   chan struct{}
	mu     sync.Mutex
	survey *Survey    // once read is closed: nil where it could not be had, or was taken
	rows   *rowsAhead // has them once read is closed
}

// ahead is the newest look: there is one person who types.
var ahead struct {
	sync.Mutex
	look *lookAhead
}

// LookAhead begins to look at the structure of a file that somebody is about to open, and
// to make a survey of it and then read the revisions of some kinds, if that is not done
// already. The channel is closed when all is over. A file that is open already, or has
// something in its journal, is not looked at.
func LookAhead(path string, class Class, listed []uint8, kinds ...uint8) (over <-chan struct{}) {
	path = atLink(path)
	ahead.Lock()
	before := ahead.look
	ahead.Unlock()
	if before != nil && before.path == path && before.mayCount() {
		return before.over
	}
	ctx, stop := context.WithCancel(context.Background())
	l := &lookAhead{
		path: path, began: time.Now().Round(0), stop: stop, over: make(chan struct{}), // also asleep time passes
		wanted: surveyed{class, listed}, read: make(chan struct{}), rows: newRowsAhead(kinds),
	}
	ahead.Lock()
	before, ahead.look = ahead.look, l
	ahead.Unlock()
	go func() {
		defer close(l.over)
		defer stop()
		if before != nil { // who waits for this one waits for all
			before.stop()
			<-before.over
			before.drop()
		}
		l.whole = l.findsNothing(ctx)
		time.AfterFunc(rowsFor, l.rows.drop)
		time.AfterFunc(freshFor, l.drop) // some ten megabytes
	}()
	return l.over
}

// StopLookingAhead ends a look that nobody waits for, and returns when it is over.
func StopLookingAhead(ctx context.Context) {
	ahead.Lock()
	look := ahead.look
	ahead.look = nil
	ahead.Unlock()
	if look == nil {
		return
	}
	look.stop()
	select {
	case <-look.over:
	case <-ctx.Done():
	}
	look.drop()
}

// findsNothing looks and reads. Another descriptor of the file is not closed while it is open
// by now, see hold.
func (l *lookAhead) findsNothing(ctx context.Context) bool {
	reading := sync.OnceFunc(func() { close(l.read) })
	defer reading()
	file, err := os.Stat(l.path)
	if err != nil || !file.Mode().IsRegular() || held(l.path) || OnNetwork(l.path) {
		return false
	}
	if since := time.Since(file.ModTime()); since < settledFor || (&Ledger{path: l.path}).hasJournal() {
		return false
	}
	os.SameFile(file, file) // on Windows this is when a file's number is read
	l.file = file
	pages, err := os.Open(l.path)
	if err != nil {
		return false
	}
	defer letGo(l.path, pages)
	if opened, err := pages.Stat(); err != nil || !unchanged(file, opened) {
		return false
	}
	read := func() *leaves { return leavesOf(ctx, pages, int(file.Size())) }
	var survey sync.WaitGroup
	survey.Go(func() {
		defer reading()
		l.readSurvey(ctx, read, reading)
	})
	defer survey.Wait()
	complaints, err := structureOf(ctx, l.path, read(), false)
	if err != nil || len(complaints) > 0 {
		return false
	}
	now, err := os.Stat(l.path)
	return err == nil && unchanged(file, now)
}

// readSurvey makes the survey, if the pages of the file are as they should be, and reads on
// when that is done.
func (l *lookAhead) readSurvey(ctx context.Context, read func() *leaves, done func()) {
	var roots surveyRoots
	err := byItself(ctx, l.path, func(conn *sql.Conn) error {
		roots = surveyRootsOf(ctx, conn)
		return nil
	})
	one, other := read(), read()
	if err != nil || one == nil || other == nil {
		return
	}
	if s, boxes, rest := l.wanted.by(one, other, roots); boxes && rest {
		l.mu.Lock()
		l.survey = &s
		l.mu.Unlock()
		done()
		l.rows.read(one, roots.revisions)
	}
}

// drop lets go of what was read.
func (l *lookAhead) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.survey = nil
	l.rows.drop()
}

// mayCount reports whether the look goes on, or has found nothing in the file that is
// there now.
func (l *lookAhead) mayCount() bool {
	select {
	case <-l.over:
		return l.whole && l.isOfNow()
	default:
		return true
	}
}

// isOfNow reports whether the file is as it was before the look, of which some has been
// read.
func (l *lookAhead) isOfNow() bool {
	if age := time.Since(l.began); l.file == nil || age < 0 || age > freshFor {
		return false
	}
	now, err := os.Stat(l.path)
	return err == nil && unchanged(l.file, now)
}

// unchanged reports whether a file is the same, and was not written to between, whatever
// time it was given.
func unchanged(before, now os.FileInfo) bool {
	return unwritten(before, now) && changeTime(before) == changeTime(now)
}

func unwritten(before, now os.FileInfo) bool {
	return os.SameFile(before, now) && before.Size() == now.Size() && before.ModTime().Equal(now.ModTime())
}

// takeLook is the look ahead at this file; nil where there is none. It is nobody else's
// from then on.
func (l *Ledger) takeLook() *lookAhead {
	ahead.Lock()
	defer ahead.Unlock()
	if look := ahead.look; look != nil && look.path == l.path {
		if l.look != nil {
			l.look.drop()
		}
		l.look, ahead.look = look, nil
	}
	return l.look
}

// forgetLook is for whoever wrote, or closes the file.
func (l *Ledger) forgetLook() {
	ahead.Lock()
	look := l.look
	l.look = nil
	ahead.Unlock()
	if look != nil {
		look.drop()
	}
}

// lookedAhead reports whether a look ahead found nothing in the file as it is, of which
// nobody else can write a byte any more. It waits for one that goes on, and believes it
// once.
func (l *Ledger) lookedAhead(ctx context.Context) bool {
	look := l.takeLook()
	if look == nil || l.believed {
		return false
	}
	l.believed = true
	defer look.stop()
	if !l.isAlone() {
		return false
	}
	look.rows.end() // they are not waited for
	select {
	case <-look.over:
	case <-ctx.Done():
		return false
	}
	return l.isAlone() && l.is(look.path) && look.mayCount()
}

// surveyedAhead is what a look ahead read for Survey, which it is given once.
func (l *Ledger) surveyedAhead(ctx context.Context, wanted surveyed) (s Survey, ok bool) {
	look := l.takeLook()
	if look == nil || look.wanted.class != wanted.class || !slices.Equal(look.wanted.listed, wanted.listed) {
		return s, false
	}
	read := l.readAhead(ctx)
	look.drop()
	if read == nil {
		return s, false
	}
	return *read, true
}

// readAhead is what a look ahead read, where the pages are what Survey would read and
// are as they were then; nil where they are not, or it was taken. It waits for one that
// goes on.
func (l *Ledger) readAhead(ctx context.Context) *Survey {
	look := l.takeLook()
	if look == nil {
		return nil
	}
	select {
	case <-look.read:
	case <-ctx.Done():
		return nil
	}
	look.mu.Lock()
	read := look.survey
	look.mu.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	if read == nil || l.sound() != nil || l.leaves(ctx) == nil || !look.isOfNow() {
		return nil
	}
	return read
}

// takeAhead fills a page for Before with what a look ahead read, if there is some and the
// file is as it was then. The caller holds mu, and has found that pages may be read.
func (l *Ledger) takeAhead(ctx context.Context, n, wanted int64, most int, page *Page) bool {
	look := l.takeLook()
	if look == nil || ctx.Err() != nil {
		return false
	}
	select {
	case <-look.read:
		return look.isOfNow() && look.rows.take(n, wanted, most, page)
	default:
		return false
	}
}
