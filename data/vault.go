package data

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Extension is the ending of a vault's file name.
const Extension = ".noddfa"

// Vault is an open vault: the file, the keys of the member who unlocked it and
// the projection that lists show. Its methods may be called from any goroutine
// but the window's own.
type Vault struct {
	Now func() time.Time // the clock; tests set it

	path     string
	ledger   *ledger.Ledger
	id       ID
	kdf      seal.KDF
	derived  time.Duration // how long the passphrase took to become a key
	sitting  atomic.Pointer[sitting]
	computer *computer
	device   *device // this computer's secret; nil where it was not asked for or is not there
	older    bool
	keeps    bool      // something is left on this computer for the time while it is locked
	ahead    time.Time // of the newest entries, where it is after the clock
	seen     time.Time // when this computer last saw a newer state
	newest   time.Time // when the newest entry of an older file was written
	newer    string    // where a newer file was opened
	lacks    []ID      // the origins of which rows are missing that this computer has seen

	otherHeader *ledger.Box  // see takeOtherHeader
	instead     []ledger.Box // the second copies that proved right where the first was another

	unlisted []ID // groups of this member that had no line in the file at unlocking

	early *early // read while the passphrase became a key; nil once it is used

	rest *rest  // nil: everything was read before the vault was opened
	look string // the file that says so until this unlock is in the audit trail; see noteLook

	mu        lists
	groups    map[ID]*group
	read      map[ID]bool         // restricted cases whose reading is in the audit trail
	reach     map[chainEnd]uint64 // by head: see followChains; nil before that
	holders   map[ID][]ID         // by group: the members its key is wrapped to
	wrapped   map[ID]bool         // the groups that any key leads to, whosever it is; only while unlocking
	org       Entry[Organisation]
	kit       Entry[kitCheck]
	wording   Entry[Wording]
	contacts  keptLines[ContactLine]
	cases     map[ID]CaseLine
	tasks     map[ID]TaskLine
	letters   map[ID]LetterLine
	copies    map[ID]CopyLine
	asked     map[ID]AskedLine
	approvals map[ID]approvalLine
	cards     keptLines[Card]
	requests  map[ID]RequestLine
	damage    []Damage
	mended    []Damage // what unlocking met and nothing is lost with
	erased    erasures

	erasedAgain int                  // see ErasedAgain
	draftsLost  int                  // see DraftsLost
	held        map[formOf]heldDraft // drafts that could not be written

	following sync.Mutex // see followChains

	// settling is held while what the file has and what is known of it do not belong together (whose keys lead where, who
	// is a member), or words are gone and what is left is not listed yet: a check would call that damage.
	settling sync.Mutex

	drafting sync.Mutex // one draft after the other: an older text must not replace a newer one

	search    searching
	untelling bool // nothing can be written yet, so that what is told of when it is read is not found
	proven    proven
	own       ownRows
	readers   auditReaders
	trail     trail
	checks    checks
	closing   sync.Mutex // one after the other
	looked    time.Time  // when unlocking found the structure whole of a file that nothing is written to; see check
}

// Options are what a program may set about opening a vault.
type Options struct {
	StateDir  string // where this computer keeps its origin and anchor; "" = the user's configuration folder
	NoKeyring bool   // do not ask the system's keyring
	Costly    bool   // a new vault's passphrases cost as much memory as this computer gives in half a second
	Now       func() time.Time

	KeyringPatience time.Duration // how long the keyring is waited for where a member needs it; 0 = as long as it takes to type a password
}

func (v *Vault) start() {
	v.read = map[ID]bool{}
	v.groups, v.holders = map[ID]*group{}, map[ID][]ID{}
	v.contacts, v.cards, v.cases = keptContacts(), keptCards(), map[ID]CaseLine{}
	v.asked, v.approvals, v.copies = map[ID]AskedLine{}, map[ID]approvalLine{}, map[ID]CopyLine{}
	v.tasks, v.letters, v.damage = map[ID]TaskLine{}, map[ID]LetterLine{}, nil
	v.requests = map[ID]RequestLine{}
	v.erased = newErasures()
}

// Close forgets the keys and closes the file. The keys go before anything that
// may take its time: a disk, another program. Only a check that goes on stops before
// them, and writes down what it has verified, which nobody forces onto the disk.
func (v *Vault) Close() error {
	if v == nil || v.ledger == nil {
		return nil
	}
	v.closing.Lock()
	defer v.closing.Unlock()
	v.StopReading()
	v.endSearch()
	v.checks.end()
	v.trail.forget()
	locked := v.forLocked()
	v.forget()
	v.writeForLocked(locked)
	v.keepAnchorInKeyring()
	return fail("closing a vault", v.ledger.Close())
}

// forget wipes the keys and the lists.
func (v *Vault) forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wipeKeys()
	v.start()
}

// wipeKeys is for a caller that holds mu.
func (v *Vault) wipeKeys() {
	for _, g := range v.groups {
		g.versions.wipe()
	}
	was := v.here()
	for _, keys := range was.keys {
		for in := range keys {
			keys[in] = seal.Key{}
		}
	}
	clear(was.keys)
	v.sitting.Store(&sitting{me: was.me, roster: was.roster})
	v.device = nil
	v.readers.forget()
}

// Path returns the vault's file.
func (v *Vault) Path() string { return v.path }

// sitting is who unlocked the vault, and the roster and the keys of this moment. A change of members puts another in
// its place and never alters one, so that whoever reads meanwhile reads one state of them.
type sitting struct {
	identity seal.Identity
	me       Member
	roster   *roster
	keys     compartmentKeys
}

// here is the sitting; an empty one until somebody unlocked.
func (v *Vault) here() *sitting {
	if now := v.sitting.Load(); now != nil {
		return now
	}
	return &sitting{}
}

func (v *Vault) identity() seal.Identity { return v.here().identity }
func (v *Vault) me() *Member             { return &v.here().me } // to be read, never written
func (v *Vault) roster() *roster         { return v.here().roster }
func (v *Vault) keys() compartmentKeys   { return v.here().keys }

// Me returns the member who unlocked the vault.
func (v *Vault) Me() Member { return *v.me() }

// Members lists who can unlock the vault, in the order in which they joined.
func (v *Vault) Members() []Member {
	var list []Member
	r := v.roster()
	for _, id := range r.order {
		list = append(list, r.members[id])
	}
	return list
}

// ReadOnly reports whether the file can only be read; Holed may be why.
func (v *Vault) ReadOnly() bool { return v.ledger.ReadOnly() }

// Unwritable is why a file can only be read.
func (v *Vault) Unwritable() Code {
	if v.Holed() {
		return CodeHoled
	}
	return CodeReadOnly
}

// Older reports whether this computer has seen a newer state of the file: a
// copy was put back.
func (v *Vault) Older() bool {
	v.mu.wait()
	return v.older
}

func (o Options) clock() func() time.Time {
	if o.Now != nil {
		return o.Now
	}
	return time.Now
}

func joinClose(err error, l *ledger.Ledger) error {
	if closing := l.Close(); closing != nil {
		return fmt.Errorf("%w; closing: %w", err, closing)
	}
	return err
}

// Forget removes a vault that was made a moment ago and that nobody may use.
func Forget(path string) { ledger.Remove(path) }

// Judge looks at a file before any passphrase is asked for and says whether it
// is a vault this program can open.
func Judge(path string) error {
	const doing = "looking at the file"
	if err := ledger.Judge(path); err != nil {
		return failAt(doing, path, err)
	}
	if ledger.OnNetwork(path) {
		return fail(doing, ledger.ErrNetwork)
	}
	return nil
}

// JudgeBackup is Judge for a file that is only copied: it may lie on a network
// drive.
func JudgeBackup(path string) error {
	return backupError(failAt("looking at the file", path, ledger.Judge(path)))
}

// Look says whether the file is still where it was opened: CodeGone if not.
func (v *Vault) Look() error { return fail("looking for the file", v.ledger.Look()) }

// OnWrite lets somebody hear how each write ended, on the goroutine that wrote.
func (v *Vault) OnWrite(told func(error)) { v.ledger.OnWrite(told) }

// LookAhead begins what needs no key of unlocking a file, for somebody who is about to: SQLite looks at its structure, and what
// lists are made of is read as it is sealed. The channel is closed when it is over.
func LookAhead(path string) (over <-chan struct{}) {
	return ledger.LookAhead(path, ledger.ClassWrap, listedKinds, casesFirst()[0]...)
}

// StopLookingAhead ends such a look, for somebody who does not unlock after all.
func StopLookingAhead(ctx context.Context) { ledger.StopLookingAhead(ctx) }
