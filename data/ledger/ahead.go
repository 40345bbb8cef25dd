package ledger

import (
	"context"
	"os"
	"sync"
	"time"
)

// SQLite's look at a file's structure takes seconds of a large one, and so does typing a
// passphrase. So it may begin before the file is opened: no key is needed for it, and
// nothing is locked or written. It takes the place of Examine's own only where it found
// nothing, and nobody has written to the file since before it began.

// freshFor is how long a look ahead counts. A file that was written to within settledFor
// is not looked at: some disks tell the time of a write by two seconds.
const (
	freshFor   = 10 * time.Minute
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
}

// ahead is the newest look: there is one person who types.
var ahead struct {
	sync.Mutex
	look *lookAhead
}

// LookAhead begins to look at the structure of a file that somebody is about to open,
// if that is not done already. The channel is closed when it is over. A file that is open
// already, or has something in its journal, is not looked at.
func LookAhead(path string) (over <-chan struct{}) {
	path = atLink(path)
	ahead.Lock()
	before := ahead.look
	ahead.Unlock()
	if before != nil && before.path == path && before.mayCount() {
		return before.over
	}
	ctx, stop := context.WithCancel(context.Background())
	l := &lookAhead{path: path, began: time.Now().Round(0), stop: stop, over: make(chan struct{})} // also asleep time passes
	ahead.Lock()
	before, ahead.look = ahead.look, l
	ahead.Unlock()
	go func() {
		defer close(l.over)
		defer stop()
		if before != nil { // who waits for this one waits for all
			before.stop()
			<-before.over
		}
		l.whole = l.findsNothing(ctx)
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
}

// findsNothing opens the file by way of SQLite alone: the file may be opened meanwhile, and
// then another descriptor must not be closed, see hold.
func (l *lookAhead) findsNothing(ctx context.Context) bool {
	file, err := os.Stat(l.path)
	if err != nil || !file.Mode().IsRegular() || held(l.path) || OnNetwork(l.path) {
		return false
	}
	if since := time.Since(file.ModTime()); since < settledFor || (&Ledger{path: l.path}).hasJournal() {
		return false
	}
	os.SameFile(file, file) // on Windows this is when a file's number is read
	l.file = file
	complaints, err := structureOf(ctx, l.path)
	if err != nil || len(complaints) > 0 {
		return false
	}
	now, err := os.Stat(l.path)
	return err == nil && unchanged(file, now)
}

// mayCount reports whether the look goes on, or has found nothing in the file that is
// there now.
func (l *lookAhead) mayCount() bool {
	select {
	case <-l.over:
	default:
		return true
	}
	if age := time.Since(l.began); !l.whole || age < 0 || age > freshFor {
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

// lookedAhead reports whether a look ahead found nothing in the file as it is, of which
// nobody else can write a byte any more. It waits for one that goes on.
func (l *Ledger) lookedAhead(ctx context.Context) bool {
	ahead.Lock()
	look := ahead.look
	if look == nil || look.path != l.path {
		ahead.Unlock()
		return false
	}
	ahead.look = nil // it counts once
	ahead.Unlock()
	defer look.stop()
	if !l.isAlone() {
		return false
	}
	select {
	case <-look.over:
	case <-ctx.Done():
		return false
	}
	return l.isAlone() && l.is(look.path) && look.mayCount()
}
