package data

import (
	"context"
	"errors"
	"slices"
	"sync"

	"noddfa/assets"
	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Ten years of contacts take seconds to read, and the structure of a file that
// large as long to look at. So whoever asks for it gets the list of cases first.
// Everything else that asks the vault waits until all is read: nothing is shown as
// if it were whole that is not, and nothing is written before the structure is known
// to be.

// FirstLists is what can be shown while the rest is being read.
type FirstLists struct {
	Cases        []CaseLine // those of this member, the newest first, but for what opposes a case of theirs
	Organisation Organisation
	Own          assets.Own
}

// rest is the reading that goes on after the first lists.
type rest struct {
	mu       sync.Mutex
	first    FirstLists      // empty once done is closed
	ctx      context.Context // of the reading
	stop     context.CancelFunc
	compared chan struct{}
	newest   bool // once compared is closed
	done     chan struct{}
	err      error // once done is closed

	searching sync.RWMutex
	cases     *Vault        // what SearchFirst searches; nil before it is read, and when all is
	searched  chan struct{} // closed when it is read, or will not be
	once      sync.Once
}

// lists is the lock of what lists show. Where the rest is being read it waits for
// the end of that.
type lists struct {
	now   sync.RWMutex
	whole chan struct{} // nil: they are
}

func (l *lists) wait() {
	if l.whole != nil {
		<-l.whole
	}
}

func (l *lists) Lock() { l.wait(); l.now.Lock() }

func (l *lists) Unlock() { l.now.Unlock() }

func (l *lists) RLock() { l.wait(); l.now.RLock() }

func (l *lists) RUnlock() { l.now.RUnlock() }

// First returns what is known already where a vault was unlocked with ListFirst and
// the rest is still being read. It never waits. Its lines were made by members, but
// whether they are of the newest versions FirstIsNewest tells.
func (v *Vault) First() (lists FirstLists, reading bool) {
	if v.rest == nil {
		return FirstLists{}, false
	}
	v.rest.mu.Lock()
	defer v.rest.mu.Unlock()
	select {
	case <-v.rest.done:
		return FirstLists{}, false
	default:
		return v.rest.first, true
	}
}

// FirstIsNewest waits until the lines of the first lists are compared with the newest
// versions of their records, and reports whether they are of those. Where they are not,
// somebody put back older ones, and nothing of the first lists is to be shown.
func (v *Vault) FirstIsNewest() bool {
	<-v.rest.compared
	return v.rest.newest
}

// Whole waits until everything is read that Unlock reads, and until what unlocking
// writes is written. An error means that the vault cannot be used and has to be
// closed. Where the lists did not come first it is so already.
func (v *Vault) Whole(ctx context.Context) error {
	if v.rest == nil {
		return nil
	}
	select {
	case <-v.rest.done:
		return v.rest.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// StopReading ends the reading of the rest and waits until nothing of it goes on:
// before a lock, which must not wait for anything. A vault that is not whole by then
// can only be closed. It may be called on nil.
func (v *Vault) StopReading() {
	if v != nil && v.rest != nil {
		v.rest.stop()
		<-v.rest.done
	}
}

// beside is the same vault for the same member with lists of its own, which are not
// filled yet.
func (v *Vault) beside() *Vault {
	w := &Vault{
		Now: v.Now, path: v.path, ledger: v.ledger, id: v.id, kdf: v.kdf,
		computer: v.computer, device: v.device, instead: slices.Clone(v.instead), otherHeader: v.otherHeader,
	}
	w.sitting.Store(v.here())
	w.start()
	return w
}

// adopt takes over what was read beside.
func (v *Vault) adopt(w *Vault) {
	v.mu.now.Lock()
	defer v.mu.now.Unlock()
	v.groups, v.read, v.reach, v.holders = w.groups, w.read, w.reach, w.holders
	v.org, v.kit, v.wording = w.org, w.kit, w.wording
	v.contacts, v.cases, v.tasks, v.letters, v.copies, v.asked, v.approvals, v.cards, v.requests = w.contacts, w.cases, w.tasks, w.letters, w.copies, w.asked, w.approvals, w.cards, w.requests
	v.damage, v.mended, v.erased = w.damage, w.mended, w.erased
	v.instead, v.older, v.ahead, v.seen, v.newest, v.newer, v.lacks = w.instead, w.older, w.ahead, w.seen, w.newest, w.newer, w.lacks
	w.start()
}

// listFirst makes the first lists of what was read for them and lets the rest be
// read in the background. It reports false where anything is not as usual: then all
// is read before anything is shown, as if nobody had asked for the lists.
func (v *Vault) listFirst(ctx context.Context, master seal.Key, c Credentials, noSecret error, found *early) bool {
	if found == nil || len(v.ledger.Foreign()) > 0 {
		return false
	}
	way, err := v.identify(ctx, master, c, noSecret)
	if err != nil || way.invitation || v.Holed() {
		v.instead = nil
		return false
	}
	first, cases := v.firstLists(ctx, found)
	if cases == nil || !c.Untold && !v.noteLook() {
		cases.forgetLists()
		v.instead = nil
		return false
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	v.rest = &rest{first: first, ctx: background, stop: stop, compared: make(chan struct{}), done: make(chan struct{}), searched: make(chan struct{})}
	v.mu.whole = make(chan struct{})
	v.start()
	go func() {
		defer stop()
		defer master.Wipe()
		newest, err := v.ledger.AreNewest(background, found.overviews)
		found = nil // some megabytes of sealed lines
		v.rest.newest = newest && err == nil
		close(v.rest.compared)
		v.rest.err = failAt("unlocking a vault", v.path, v.readRest(background, master, c, way, cases))
		if v.rest.err != nil {
			v.mu.now.Lock()
			v.wipeKeys() // what is not whole is nothing
			v.start()
			v.mu.now.Unlock()
		}
		v.openLists()
		v.rest.mu.Lock()
		defer v.rest.mu.Unlock()
		v.rest.first = FirstLists{}
		close(v.rest.done)
	}()
	return true
}

// openLists lets those go on who wait for the lists.
func (v *Vault) openLists() {
	select {
	case <-v.mu.whole:
	default:
		close(v.mu.whole)
	}
}

// firstLists opens what was read for the first lists. The vault that it returns has
// the keys of the cases, and is to be forgotten; nil where anything is not as usual.
func (v *Vault) firstLists(ctx context.Context, found *early) (FirstLists, *Vault) {
	f := v.beside()
	f.early = found
	f.cases = make(map[ID]CaseLine, len(found.overviews))
	err := f.loadLists(ctx)
	f.early = nil
	if err != nil || len(f.damage) > 0 {
		f.forgetLists()
		return FirstLists{}, nil
	}
	cases := slices.DeleteFunc(f.Cases(), func(l CaseLine) bool { return len(l.Links) > 0 && f.OtherSide(l.ID) })
	return FirstLists{Cases: cases, Organisation: f.Organisation(), Own: f.Wording().Value.Own}, f
}

// readRest lets what was written in cases be searched, then looks at the file's structure
// and meanwhile reads everything; where the structure is damaged, everything is read once
// more, past the damage.
func (v *Vault) readRest(ctx context.Context, master seal.Key, c Credentials, way wayIn, cases *Vault) (err error) {
	defer cases.forgetLists()
	defer func() {
		if fault := recover(); fault != nil {
			err = errors.New("reading the records did not come to its end")
		}
	}()
	defer v.rest.searchIn(nil)
	if v.rest.newest && cases.searchCases(ctx) {
		v.rest.searchIn(cases)
	} else {
		v.rest.searchIn(nil)
	}
	if c.beforeRest != nil {
		c.beforeRest(ctx)
	}
	examined := make(chan error, 1)
	go func() { examined <- v.ledger.Examine(ctx) }()
	w := v.beside()
	defer w.forgetLists()
	w.early = w.readEarly(ctx)
	err = w.loadAll(ctx)
	structure := <-examined
	if errors.Is(structure, ledger.ErrDamaged) {
		w.forgetLists()
		w = v.beside()
		defer w.forgetLists()
		err = w.loadAll(ctx)
	} else if structure != nil {
		return structure
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return err
	}
	v.adopt(w)
	v.rest.searchIn(nil)
	if structure == nil {
		v.takeSearched(cases)
	}
	v.openLists()
	return v.settleIn(ctx, master, c, way)
}

// forgetLists wipes the keys of groups, drops the lists and overwrites what was read for
// the search. It may be called on nil.
func (v *Vault) forgetLists() {
	if v == nil {
		return
	}
	v.wipeSearch()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, g := range v.groups {
		g.versions.wipe()
	}
	v.start()
}

// ofContacts are the kinds of lines that are as many as there are contacts.
var ofContacts = []uint8{uint8(KindContact), uint8(KindCard)}

// notFirst are the kinds of lines that no first list shows anything of.
var notFirst = append(slices.Clone(ofContacts), uint8(KindTask), uint8(KindLetter), uint8(KindSaved), uint8(KindAsked), uint8(KindApproval), uint8(KindRequest))

// readFirst reads what the first lists are made of; nil where something is in the
// way. Of each key the first copy will do: whether its second is the same, reading the
// rest tells, as it tells of what else may be wrong.
func (v *Vault) readFirst(ctx context.Context) *early {
	overviews, err := v.ledger.FirstOverviews(ctx, notFirst...)
	if err != nil {
		return nil
	}
	groups := make([]ledger.ID, 0, len(overviews))
	for _, o := range overviews {
		groups = append(groups, o.Group)
	}
	wraps, err := v.ledger.FirstBoxes(ctx, ledger.ClassWrap, groups)
	if err != nil {
		return nil
	}
	return &early{wraps: wraps, overviews: overviews}
}
