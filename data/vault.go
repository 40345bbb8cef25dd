package data

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
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

// Setup is what creating a vault needs.
type Setup struct {
	Organisation Organisation
	Name         string // of the first manager
	Passphrase   string
	Options
}

// Credentials open a vault.
type Credentials struct {
	Member     string // only where two members chose the same passphrase
	Passphrase string // or a recovery code
	Invitation string // a manager's code that enrols this computer; see enrol.go
	ListFirst  bool   // Unlock returns as soon as First has the cases; the rest is read in the background: see Whole
	Untold     bool   // nothing is written, not even that somebody unlocked: for looking at a file that may be damaged
	Options

	examined   bool                  // the file's structure was looked at a moment ago
	beforeRest func(context.Context) // what a test does before the rest is read
}

// header is the body of the header box.
type header struct {
	Salt    []byte `json:"salt"`
	Memory  uint32 `json:"memory_kib"`
	Time    uint32 `json:"passes"`
	Threads uint8  `json:"lanes"`
}

// MinPassphrase is the shortest passphrase that creating a vault accepts, in
// characters.
const MinPassphrase = 8

// Create makes a vault with its first manager and a recovery kit, and opens
// it. The file appears only when it is whole.
func Create(ctx context.Context, path string, s Setup) (*Vault, Kit, error) {
	s.Name = plainName(s.Name)
	if err := refusedPassphrase("creating a vault", s.Passphrase, s.Name, s.Organisation.Name, s.Organisation.NameCY); err != nil {
		return nil, Kit{}, err
	}
	now := s.clock()
	code := seal.FirstCode()
	v := &Vault{Now: now, path: path, id: NewID(), computer: newComputer(s.Options)}
	v.kdf = seal.NewKDF()
	if s.Costly {
		v.kdf = seal.MeasuredKDF()
	}
	boxes, err := v.found(v.kdf, s, code)
	if err != nil {
		return nil, Kit{}, fail("making the first keys", err)
	}
	v.start()
	v.computer.origin = NewID()
	made := now().UTC()
	s.Organisation.Made = made
	l, err := ledger.Create(ctx, path, func(tx *ledger.Tx) error {
		for _, b := range boxes {
			if err := tx.PutBox(b); err != nil {
				return err
			}
		}
		for _, c := range []compartment{inContacts, inCasework, inManagement} {
			if err := v.newGroup(tx, groupZero(c), c); err != nil {
				return err
			}
		}
		_, _, err := v.append(tx, []change{
			{record: NewID(), group: groupZero(inContacts), value: s.Organisation},
			{record: NewID(), group: groupZero(inManagement), value: newKitCheck(code, made)},
		})
		return err
	})
	if err != nil {
		return nil, Kit{}, fail("creating a vault", err)
	}
	v.ledger = l
	if err := v.load(ctx); err != nil {
		return nil, Kit{}, fail("reading the new vault", joinClose(err, l))
	}
	v.ledger.KeepSpare()
	v.computer.place = plainPath(path)
	v.dropAnchor(ctx, ledger.Head{})
	return v, v.kitOf(code, made), nil
}

// found makes the header, both identities, the roster and the grants.
func (v *Vault) found(kdf seal.KDF, s Setup, code seal.Code) ([]ledger.Box, error) {
	head, err := json.Marshal(header{Salt: kdf.Salt[:], Memory: kdf.Memory, Time: kdf.Time, Threads: kdf.Threads})
	if err != nil {
		return nil, err
	}
	boxes := []ledger.Box{{Class: ledger.ClassHeader, Subject: v.id[:], Number: ledger.FormatVersion, Body: head}}
	now := sitting{keys: compartmentKeys{1: newCompartmentKeys()}, roster: &roster{vault: v.id}}
	audit, err := auditIdentity(now.keys[1][inManagement])
	if err != nil {
		return nil, err
	}
	var grants []string
	for _, one := range []struct {
		name, passphrase, action string
		kit                      bool
	}{{s.Name, s.Passphrase, actGenesis, false}, {KitName, string(code), actAdd, true}} {
		identity, err := seal.NewIdentity()
		if err != nil {
			return nil, err
		}
		m := Member{ID: NewID(), Name: one.name, Role: Manager, Kit: one.kit, Active: true, public: identity.Public()}
		if !one.kit {
			now.identity, now.me = identity, m
		}
		issued, err := issueGrants(v.id, m, 1, now.keys[1])
		if err != nil {
			return nil, err
		}
		for _, g := range issued {
			grants = append(grants, hexOf(g.Hash()))
		}
		e := entry{Epoch: 1, Action: one.action, Signer: now.me.ID, Grants: slices.Clone(grants), Audit: audit.Public().KEM}
		step, err := now.roster.sign(now.identity, now.keys[1][inContacts], e, m)
		if err != nil {
			return nil, err
		}
		master, err := kdf.Master(one.passphrase)
		if err != nil {
			return nil, err
		}
		sealed, err := sealIdentity(v.id, m.ID, master, identity, now.roster.hashes[0])
		if err != nil {
			return nil, err
		}
		boxes = append(append(boxes, issued...), step, sealed)
	}
	now.me = now.roster.members[now.me.ID]
	v.sitting.Store(&now)
	return boxes, nil
}

// KitName is what the roster calls the recovery kit.
const KitName = "Recovery kit"

// sealIdentity makes the identity box of a member on no particular computer
// ("passphrase only").
func sealIdentity(vault, member ID, master seal.Key, id seal.Identity, genesis [32]byte) (ledger.Box, error) {
	secret, err := id.Bytes()
	if err != nil {
		return ledger.Box{}, err
	}
	defer clear(secret)
	body := identityKey(master, member).Seal(append(secret, genesis[:]...), identityPlace(vault, member, nil))
	return ledger.Box{Class: ledger.ClassIdentity, Subject: bytes.Clone(member[:]), Body: body}, nil
}

func identityKey(master seal.Key, member ID) seal.Key {
	return master.Derive("noddfa/1 identity " + member.String())
}

func identityPlace(vault, member ID, computer []byte) []byte {
	return seal.AssociatedData("identity", vault[:], member[:], computer)
}

// Unlock opens a vault with a passphrase or a recovery code. A wrong
// passphrase and an unknown member give the same error after the same work.
func Unlock(ctx context.Context, path string, c Credentials) (*Vault, error) {
	l, err := ledger.Open(ctx, path)
	if err != nil {
		return nil, failAt("opening a vault", path, err)
	}
	v := &Vault{Now: c.clock(), path: path, ledger: l, computer: newComputer(c.Options)}
	if err := v.unlock(ctx, c); err != nil {
		return nil, failAt("unlocking a vault", path, joinClose(err, l))
	}
	return v, nil
}

func (v *Vault) unlock(ctx context.Context, c Credentials) error {
	if err := v.readHeader(ctx); err != nil {
		return err
	}
	passphrase, isCode := c.Passphrase, false
	if code, err := seal.ParseCode(passphrase); err == nil {
		passphrase, isCode = string(code), true
	}
	// The passphrase takes a while: time enough to read what the lists are made of, to
	// look at the file's structure, and to ask the keyring where a member's way in needs it. A recovery code never
	// does.
	examined := make(chan error, 1)
	examine := func() { examined <- nil }
	if !c.examined {
		v.ledger.HoldWrites()
		examine = func() { go func() { examined <- v.ledger.Examine(ctx) }() }
	}
	first := make(chan *early, 1)
	if firstWanted := c.ListFirst && c.Invitation == ""; firstWanted {
		go func() {
			first <- v.readFirst(ctx)
			matterLabels() // which what is read next for the search asks for
		}()
	} else {
		examine()
		go func() { first <- v.readEarly(ctx) }()
	}
	asked := make(chan error, 1)
	go func() { asked <- v.askForSecret(ctx, !isCode, c.Invitation != "") }()
	began := time.Now()
	master, err := v.kdf.Master(passphrase)
	v.derived = time.Since(began)
	found := <-first
	noSecret := <-asked
	defer func() { master.Wipe() }()
	if c.ListFirst && c.Invitation == "" {
		if err == nil && ctx.Err() == nil && v.listFirst(ctx, master, c, noSecret, found) {
			return nil
		}
		found = nil
		examine()
	}
	v.early = found
	if structure := <-examined; structure != nil {
		if !errors.Is(structure, ledger.ErrDamaged) {
			return structure
		}
		v.early = nil // where it is damaged, load says so and reading goes on
	} else if c.Untold {
		v.looked = time.Now()
	}
	if err := ctx.Err(); err != nil {
		return err // somebody gave up waiting for the keyring
	}
	var way wayIn
	if err == nil {
		way, err = v.enter(ctx, master, c, noSecret)
	}
	if opensNothing(err) && v.takeOtherHeader() {
		master.Wipe()
		if other, wrong := v.kdf.Master(passphrase); wrong == nil {
			master = other
			way, err = v.enter(ctx, master, c, noSecret)
		}
	}
	if err != nil {
		return err
	}
	return v.settleIn(ctx, master, c, way)
}

// settleIn writes what an unlock leaves in the file. It fails only where the
// computer was to be enrolled and was not, and where somebody gave up waiting.
func (v *Vault) settleIn(ctx context.Context, master seal.Key, c Credentials, way wayIn) error {
	if !c.Untold {
		v.dropForeign(ctx)
	}
	if !c.Untold || way.invitation {
		if err := v.settleComputer(ctx, master, way); err != nil && way.invitation {
			return err // nothing was spent
		}
		if err := ctx.Err(); err != nil {
			return err // somebody gave up waiting
		}
	}
	if !c.Untold {
		v.ledger.KeepSpare()
		v.tellOfUnlock(ctx)
		v.countLostDrafts(ctx)
		v.dropLeftDrafts(ctx)
		v.followErasures(ctx)
	}
	return nil
}

// opensNothing reports whether an unlock failed by what the header says, or because
// no member's row opened.
func opensNothing(err error) bool {
	return slices.Contains([]Code{CodePassphrase, CodeNotEnrolled, CodeInvitation, CodeParameters}, CodeOf(err))
}

// Derived is how long the passphrase took to become a key: that part of an
// unlock is meant to be slow.
func (v *Vault) Derived() time.Duration { return v.derived }

// followErasures erases again what a copy that was put back still has, and keeps
// the list of this computer. It never stops an unlock.
func (v *Vault) followErasures(ctx context.Context) {
	if v.older || v.Holed() {
		return // until a manager accepts the older file
	}
	_ = v.eraseAgain(ctx)
	_ = v.finishMoves(ctx)
	v.finishErasures(ctx)
	v.dropErasedDrafts(ctx, v.erasedGroups(), v.erasedVersions())
	v.spreadErased(ctx)
}

// enter is what follows once the passphrase has become a key.
func (v *Vault) enter(ctx context.Context, master seal.Key, c Credentials, noSecret error) (wayIn, error) {
	way, err := v.identify(ctx, master, c, noSecret)
	if err != nil {
		return way, err
	}
	v.start()
	if v.Holed() {
		v.ledger.Freeze()
	}
	return way, v.loadAll(ctx)
}

// unlocking is the audit event of this unlock.
func (v *Vault) unlocking() AuditEvent {
	if v.me().Kit {
		return AuditEvent{Action: AuditKitUsed}
	}
	return AuditEvent{Action: AuditUnlocked}
}

func (v *Vault) readHeader(ctx context.Context) error {
	boxes, damage, err := v.ledger.Boxes(ctx, ledger.ClassHeader)
	if err != nil {
		return err
	}
	if len(boxes) != 1 || len(boxes[0].Subject) != len(v.id) {
		return fmt.Errorf("reading the header: %w", ledger.ErrDamaged)
	}
	copy(v.id[:], boxes[0].Subject)
	for _, d := range damage {
		if d.Other != nil {
			v.otherHeader = d.Other
		}
	}
	var ok bool
	if v.kdf, ok = kdfIn(boxes[0]); !ok && !v.takeOtherHeader() {
		return fmt.Errorf("reading the header: %w", ledger.ErrDamaged)
	}
	return nil
}

func kdfIn(b ledger.Box) (seal.KDF, bool) {
	var h header
	if json.Unmarshal(b.Body, &h) != nil || len(h.Salt) != 16 {
		return seal.KDF{}, false
	}
	return seal.KDF{Salt: [16]byte(h.Salt), Memory: h.Memory, Time: h.Time, Threads: h.Threads}, true
}

// takeOtherHeader goes over to the header's second copy, where it is another than
// the first, with which nothing opens: somebody wrote one of them.
func (v *Vault) takeOtherHeader() bool {
	if v.otherHeader == nil {
		return false
	}
	kdf, ok := kdfIn(*v.otherHeader)
	if ok {
		v.kdf, v.instead = kdf, append(v.instead, *v.otherHeader)
	}
	v.otherHeader = nil
	return ok
}

// identify tries every identity with the master key. Members whom the roster
// does not name do not count.
func (v *Vault) identify(ctx context.Context, master seal.Key, c Credentials, noSecret error) (wayIn, error) {
	name, way := c.Member, wayIn{}
	opened, damage, err := v.openIdentities(ctx, master, c.Invitation)
	if err != nil {
		return way, err
	}
	boxes, err := v.readMemberKeys(ctx)
	if err != nil {
		return way, err
	}
	found := 0
	var unreadable error
	for _, o := range opened {
		member, secret := o.member, o.secret
		identity, err := seal.ParseIdentity(secret[:64])
		if err != nil {
			return way, err
		}
		genesis := [32]byte(secret[64:])
		in, err := v.openRoster(ctx, boxes, member, identity, genesis)
		if err != nil {
			unreadable = err
			continue
		}
		m, ok := in.roster.opener(member, identity.Public(), in.keys)
		if !ok {
			unreadable = refuse(CodeRoster, "looking for the member in the roster")
			continue
		}
		if len(in.keys[in.roster.epoch]) < rank(m.Role) {
			unreadable = refuse(CodeRoster, "looking for the member's grants")
			continue
		}
		if name != "" && !sameName(name, m.Name) {
			continue
		}
		v.sitting.Store(&sitting{identity: identity, me: m, roster: in.roster, keys: in.keys})
		v.instead = append(v.instead, in.others...)
		way = o.way
		if o.other != nil {
			v.instead = append(v.instead, *o.other)
		}
		found++
	}
	switch {
	case found == 1:
		return way, nil
	case found > 1:
		return way, refuse(CodeWhichMember, "finding the member")
	case unreadable != nil:
		return way, unreadable
	case lostAny(damage):
		return way, fmt.Errorf("reading the members: %w", ledger.ErrDamaged)
	}
	if missing, err := wayInMissing(ctx, v.ledger); err != nil || missing {
		return way, errors.Join(fmt.Errorf("reading the members: %w", ledger.ErrDamaged), err)
	}
	return way, v.notOpened(ctx, c, noSecret)
}

func lostAny(damage []ledger.BoxDamage) bool {
	for _, d := range damage {
		if d.Lost {
			return true
		}
	}
	return false
}

func lostFor(damage []ledger.BoxDamage, member ID) bool {
	for _, d := range damage {
		if d.Lost && bytes.Equal(d.Box.Subject, member[:]) {
			return true
		}
	}
	return false
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
