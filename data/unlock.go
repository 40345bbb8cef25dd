package data

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Credentials open a vault.
type Credentials struct {
	Member     string // only where two members chose the same passphrase
	Passphrase string // or a recovery code
	Invitation string // a manager's code that enrols this computer; see enrol.go
	ListFirst  bool   // Unlock returns as soon as First has the cases; the rest is read in the background: see Whole
	Untold     bool   // nothing is written, not even that somebody unlocked: for looking at a file that may be damaged
	Options

	copied     *copied               // of a file that was copied a moment ago, and its structure looked at; else nil
	beforeRest func(context.Context) // what a test does before the rest is read
}

// header is the body of the header box.
type header struct {
	Salt    []byte `json:"salt"`
	Memory  uint32 `json:"memory_kib"`
	Time    uint32 `json:"passes"`
	Threads uint8  `json:"lanes"`
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
	// The passphrase takes a while: time enough to read what the lists are made of, to
	// look at the file's structure, and to ask the keyring where a member's way in needs it. A recovery code never
	// does.
	examined := make(chan error, 1)
	examine := func() { examined <- nil }
	if c.copied == nil {
		v.ledger.HoldWrites()
		examine = func() { go func() { examined <- v.ledger.Examine(ctx) }() }
	}
	first := make(chan *early, 1)
	switch {
	case c.ListFirst && c.Invitation == "":
		go func() {
			first <- v.readFirst(ctx)
			matterLabels() // which what is read next for the search asks for
		}()
	case c.copied != nil && c.copied.survey != nil:
		examine()
		first <- earlyOf(*c.copied.survey)
		c.copied.survey = nil
	default:
		examine()
		go func() { first <- v.readEarly(ctx) }()
	}
	master, noSecret, err := v.derive(ctx, c)
	found := <-first
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
		passphrase, _ := c.phrase()
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

// phrase is what a key is made of, and whether it is a recovery code.
func (c Credentials) phrase() (phrase string, isCode bool) {
	if code, err := seal.ParseCode(c.Passphrase); err == nil {
		return string(code), true
	}
	return c.Passphrase, false
}

// derive makes a key of the passphrase, and meanwhile asks for this computer's secret, if
// neither was done for a copy.
func (v *Vault) derive(ctx context.Context, c Credentials) (master seal.Key, noSecret, err error) {
	if k := c.copied; k != nil && k.derived > 0 && k.kdf == v.kdf {
		v.derived, v.device = k.derived, k.device
		return k.master, k.noSecret, nil
	}
	phrase, isCode := c.phrase()
	asked := make(chan error, 1)
	go func() { asked <- v.askForSecret(ctx, !isCode, c.Invitation != "") }()
	began := time.Now()
	master, err = v.kdf.Master(phrase)
	v.derived = time.Since(began)
	return master, <-asked, err
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
	defer func() {
		for _, o := range opened {
			clear(o.secret)
		}
	}()
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
