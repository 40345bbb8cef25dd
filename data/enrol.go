package data

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Passphrase and computer.
//
// Where the charity's record asks for the computer too, a member's identity is
// sealed once for each computer they are enrolled on, under a key that needs the
// passphrase and a secret of that computer, which its keyring keeps. Whoever has
// the file and the passphrase, but none of these computers, has nothing.
//
//   - The computer's secret is 32 random bytes for one vault; its id in the file
//     is derived from it. A member's row uses a share of it, derived for that member,
//     and keeps the share sealed to the member's own key: so a changed passphrase
//     re-seals the rows of all their computers, and no member learns what another's
//     row needs.
//   - A further computer is enrolled with a manager's invitation. The member's
//     own program keeps a spare row under the passphrase and a random spare key; the
//     spare key is sealed to the managers (to the audit trail's key, which those who
//     are not managers can seal to and not open). An invitation is that spare key under
//     a code of 160 bits with a last day. Neither the manager, who has no passphrase,
//     nor somebody with the code alone can open the row; the new computer has both,
//     makes its own row, and replaces the spare key: the code is spent.
//   - A manager can guess at a member's passphrase, as anybody can where no computer
//     is asked for; never does one hold another member's secret keys.
//   - Nothing depends on one keyring. Ways on when it is lost: another enrolled
//     computer, an invitation, new keys by a manager (ResetMember: a row for the
//     passphrase alone until the next unlock), and the recovery kit, whose row never
//     asks for a computer.
//
// Rows change at the member's own next unlock, because only then their keys and
// passphrase are here, and only from a whole file that is not older than this
// computer has seen: putting back a copy from before must not undo the policy.
// Where the keyring does not answer, a row for the passphrase alone stays.

// invitationLasts is how long an invitation opens.
const invitationLasts = 7 * 24 * time.Hour

// device is this computer's secret for this vault.
type device struct {
	secret seal.Key
	id     ID
}

func newDevice(secret seal.Key, vault ID) *device {
	id := secret.Derive("noddfa/1 computer " + vault.String())
	return &device{secret, ID(id[:len(ID{})])}
}

// share is what this computer's secret gives to the row of one member.
func (d device) share(member ID) seal.Key {
	return d.secret.Derive("noddfa/1 computer of " + member.String())
}

// wayIn is how an identity was opened.
type wayIn struct {
	invitation bool
}

// openedIdentity is what one row of a member holds.
type openedIdentity struct {
	member ID
	secret []byte
	way    wayIn
	other  *ledger.Box // it is the second copy of a row whose first is another
}

// boxSize is what a box of up to 252 bytes takes.
const boxSize = 285

// isBound reports whether a row asks for a computer.
func isBound(b ledger.Box) bool { return len(b.Holder) == len(ID{}) }

// askForSecret asks the keyring for this computer's secret, where a row in the
// file needs one, or an invitation will.
func (v *Vault) askForSecret(ctx context.Context, wanted, invited bool) error {
	if !wanted {
		return nil
	}
	rows, _, err := v.ledger.Boxes(ctx, ledger.ClassIdentity)
	if err != nil || !invited && !slices.ContainsFunc(rows, isBound) {
		return nil // identify says what is wrong
	}
	secret, err := v.computer.secret(ctx, v.id)
	if err != nil {
		return err
	}
	v.device = newDevice(secret, v.id)
	return nil
}

// openIdentities returns what the passphrase opens on this computer, or with an
// invitation: each member once.
func (v *Vault) openIdentities(ctx context.Context, master seal.Key, invitation string) ([]openedIdentity, []ledger.BoxDamage, error) {
	rows, damage, err := v.ledger.Boxes(ctx, ledger.ClassIdentity)
	if err != nil {
		return nil, nil, err
	}
	var opened []openedIdentity
	add := func(member ID, secret []byte, err error, way wayIn, other *ledger.Box) {
		known := slices.ContainsFunc(opened, func(o openedIdentity) bool { return o.member == member })
		if err == nil && len(secret) == 96 && !known {
			opened = append(opened, openedIdentity{member, secret, way, other})
		}
	}
	if invitation != "" {
		member, spare, ok, err := v.openInvitation(ctx, invitation)
		if err != nil || !ok {
			return nil, damage, err
		}
		secret, err := v.openSpare(ctx, master, member, spare)
		add(member, secret, err, wayIn{invitation: true}, nil)
		return opened, damage, nil
	}
	try := func(row ledger.Box, other *ledger.Box) {
		var member ID
		copy(member[:], row.Subject)
		place := identityPlace(v.id, member, row.Holder)
		switch {
		case len(row.Holder) == 0:
			secret, err := identityKey(master, member).Open(row.Body, place)
			add(member, secret, err, wayIn{}, other)
		case v.device != nil && bytes.Equal(row.Holder, v.device.id[:]) && len(row.Body) == 2*boxSize:
			secret, err := boundKey(master, v.device.share(member), member, v.device.id).Open(row.Body[:boxSize], place)
			add(member, secret, err, wayIn{}, other)
		}
	}
	for _, row := range rows {
		try(row, nil)
	}
	for _, row := range others(damage) {
		try(row, &row)
	}
	return opened, damage, nil
}

func boundKey(master, share seal.Key, member, computer ID) seal.Key {
	return master.DeriveWith(share, "noddfa/1 identity "+member.String()+" "+computer.String())
}

// notOpened is why nothing opened. Where rows ask for a computer that this one is
// not, it may be the computer or the passphrase, and which of them is not said.
func (v *Vault) notOpened(ctx context.Context, c Credentials, noSecret error) error {
	const doing = "finding the member"
	if c.Invitation != "" {
		if group, wrong := WrongCodeGroup(c.Invitation); wrong {
			return &Error{Code: CodeInvitation, Doing: doing, Args: map[string]any{"Of": "mistyped", "Group": group}}
		}
		return refuse(CodeInvitation, doing)
	}
	if _, err := seal.ParseCode(c.Passphrase); err == nil {
		return &Error{Code: CodePassphrase, Doing: doing, Args: map[string]any{"Of": "code"}}
	}
	rows, _, err := v.ledger.Boxes(ctx, ledger.ClassIdentity)
	if err != nil {
		return err
	}
	bound, here := map[string]bool{}, 0
	for _, row := range rows {
		if isBound(row) {
			bound[string(row.Subject)] = true
			if v.device != nil && bytes.Equal(row.Holder, v.device.id[:]) {
				here++
			}
		}
	}
	if here == len(bound) {
		return refuse(CodePassphrase, doing)
	}
	if noSecret != nil && !errors.Is(noSecret, errNoItem) {
		return noSecret
	}
	return refuse(CodeNotEnrolled, doing)
}

// rowsOf sorts a member's rows.
func (v *Vault) rowsOf(ctx context.Context, member ID) (plain bool, bound []ledger.Box, err error) {
	rows, _, err := v.ledger.BoxesOf(ctx, ledger.ClassIdentity, member[:])
	for _, row := range rows {
		if isBound(row) {
			bound = append(bound, row)
		} else {
			plain = true
		}
	}
	return plain, bound, err
}

// settleComputer brings the rows of the member who unlocked into line with what
// the charity's record asks for.
func (v *Vault) settleComputer(ctx context.Context, master seal.Key, way wayIn) error {
	const doing = "enrolling this computer"
	switch {
	case v.ledger.ReadOnly():
		return refuse(v.Unwritable(), doing)
	case v.older:
		return refuse(CodeOlder, doing)
	case len(v.Damaged()) > 0:
		return &Error{Code: CodeDamaged, Doing: doing, Args: map[string]any{"Of": "enrol"}}
	case v.me().Kit:
		return nil
	}
	plain, bound, err := v.rowsOf(ctx, v.me().ID)
	if err != nil {
		return fail(doing, err)
	}
	spares, _, err := v.ledger.BoxesOf(ctx, ledger.ClassSpare, v.me().ID[:])
	if err != nil {
		return fail(doing, err)
	}
	if !v.Organisation().Computers {
		if len(bound) == 0 && len(spares) == 0 {
			return nil
		}
		box, err := sealIdentity(v.id, v.me().ID, master, v.identity(), v.roster().hashes[0])
		if err != nil {
			return fail(doing, err)
		}
		return fail(doing, v.ledger.Write(ctx, func(tx *ledger.Tx) error { return putRows(tx, v.me().ID, box) }))
	}
	enrol := plain || way.invitation
	if !enrol && len(spares) == 1 && spares[0].Number == uint64(v.roster().epoch) {
		return nil
	}
	var boxes []ledger.Box
	if enrol {
		if v.device == nil {
			if err := v.ensureSecret(ctx); err != nil {
				return fail(doing, err)
			}
		}
		box, err := v.boundBox(master, v.device.share(v.me().ID), v.device.id)
		if err != nil {
			return fail(doing, err)
		}
		boxes = append(boxes, box)
	}
	for _, row := range bound {
		if !enrol || !bytes.Equal(row.Holder, v.device.id[:]) {
			boxes = append(boxes, row)
		}
	}
	spare, err := v.spareBox(master)
	if err != nil {
		return fail(doing, err)
	}
	put := func(tx *ledger.Tx) error { return putRows(tx, v.me().ID, append(boxes, spare)...) }
	if !enrol {
		return fail(doing, v.ledger.Write(ctx, put))
	}
	_, err = v.commit(ctx, []change{event(AuditEvent{Action: AuditEnrolled, Subject: v.me().Name})}, put)
	return fail(doing, err)
}

// ensureSecret reads this computer's secret, or makes it.
func (v *Vault) ensureSecret(ctx context.Context) error {
	secret, err := v.computer.secret(ctx, v.id)
	if errors.Is(err, errNoItem) {
		secret, err = v.computer.makeSecret(ctx, v.id)
	}
	if err != nil {
		return err
	}
	v.device = newDevice(secret, v.id)
	return nil
}

// putRows replaces all rows of a member, the spare one and invitations too.
func putRows(tx *ledger.Tx, member ID, boxes ...ledger.Box) error {
	for _, class := range []ledger.Class{ledger.ClassIdentity, ledger.ClassSpare, ledger.ClassInvitation} {
		if err := tx.DeleteBoxes(class, member[:]); err != nil {
			return err
		}
	}
	for _, box := range boxes {
		if err := tx.PutBox(box); err != nil {
			return err
		}
	}
	return nil
}

// identityText is what every row of the member who unlocked holds.
func (v *Vault) identityText() ([]byte, error) {
	secret, err := v.identity().Bytes()
	if err != nil {
		return nil, err
	}
	return append(secret, v.roster().hashes[0][:]...), nil
}

// boundBox is the row of the member who unlocked for one computer.
func (v *Vault) boundBox(master, share seal.Key, computer ID) (ledger.Box, error) {
	text, err := v.identityText()
	if err != nil {
		return ledger.Box{}, err
	}
	defer clear(text)
	member := v.me().ID
	body := boundKey(master, share, member, computer).Seal(text, identityPlace(v.id, member, computer[:]))
	body = append(body, v.identity().Own("computers").Seal(share[:], v.sharePlace(computer))...)
	return ledger.Box{Class: ledger.ClassIdentity, Subject: bytes.Clone(member[:]), Holder: bytes.Clone(computer[:]), Body: body}, nil
}

func (v *Vault) sharePlace(computer ID) []byte {
	return seal.AssociatedData("computer", v.id[:], v.me().ID[:], computer[:])
}

// reseal makes the member's rows anew for another passphrase: those of all their
// computers, for which the shares are kept. One whose share does not open is of no
// use any more.
func (v *Vault) reseal(ctx context.Context, master seal.Key) ([]ledger.Box, error) {
	plain, bound, err := v.rowsOf(ctx, v.me().ID)
	if err != nil {
		return nil, err
	}
	var boxes []ledger.Box
	for _, row := range bound {
		var computer ID
		copy(computer[:], row.Holder)
		if len(row.Body) != 2*boxSize {
			continue
		}
		share, err := v.identity().Own("computers").Open(row.Body[boxSize:], v.sharePlace(computer))
		if err != nil || len(share) != len(seal.Key{}) {
			continue
		}
		box, err := v.boundBox(master, seal.Key(share), computer)
		if err != nil {
			return nil, err
		}
		boxes = append(boxes, box)
	}
	if len(boxes) > 0 {
		spare, err := v.spareBox(master)
		if err != nil {
			return nil, err
		}
		boxes = append(boxes, spare)
	}
	if plain || len(boxes) == 0 {
		box, err := sealIdentity(v.id, v.me().ID, master, v.identity(), v.roster().hashes[0])
		if err != nil {
			return nil, err
		}
		boxes = append(boxes, box)
	}
	return boxes, nil
}

// sparePlace is where a spare row and its key belong.
func (v *Vault) sparePlace(use string, member ID, epoch uint64) []byte {
	return seal.AssociatedData(use, v.id[:], member[:], be32(uint32(epoch)))
}

func spareRowKey(master, spare seal.Key, member ID) seal.Key {
	return master.DeriveWith(spare, "noddfa/1 spare "+member.String())
}

// spareBox is the row that an invitation opens, with a key that was never used.
func (v *Vault) spareBox(master seal.Key) (ledger.Box, error) {
	text, err := v.identityText()
	if err != nil {
		return ledger.Box{}, err
	}
	defer clear(text)
	spare, epoch := seal.NewKey(), uint64(v.roster().epoch)
	body, err := seal.Public{KEM: v.roster().audit}.Wrap(spare, v.sparePlace("spare key", v.me().ID, epoch))
	if err != nil {
		return ledger.Box{}, err
	}
	body = append(body, spareRowKey(master, spare, v.me().ID).Seal(text, v.sparePlace("spare", v.me().ID, epoch))...)
	return ledger.Box{Class: ledger.ClassSpare, Subject: bytes.Clone(v.me().ID[:]), Number: epoch, Body: body}, nil
}

// openSpare opens a member's spare row with the key that the invitation holds.
func (v *Vault) openSpare(ctx context.Context, master seal.Key, member ID, spare seal.Key) ([]byte, error) {
	rows, damage, err := v.ledger.BoxesOf(ctx, ledger.ClassSpare, member[:])
	if err != nil {
		return nil, err
	}
	for _, row := range append(rows, others(damage)...) {
		if len(row.Body) <= sealedKeySize {
			continue
		}
		if text, err := spareRowKey(master, spare, member).Open(row.Body[sealedKeySize:], v.sparePlace("spare", member, row.Number)); err == nil {
			return text, nil
		}
	}
	return nil, seal.ErrOpen
}

// others are the second copies of boxes whose first is another: the code, or the
// passphrase, shows which of the two is right.
func others(damage []ledger.BoxDamage) (boxes []ledger.Box) {
	for _, d := range damage {
		if d.Other != nil {
			boxes = append(boxes, *d.Other)
		}
	}
	return boxes
}

// Invitation lets a member enrol one further computer, once.
type Invitation struct {
	Member string
	Groups []string // the code, as it is typed
	Until  time.Time
}

func invitationKey(code seal.Code, member ID) seal.Key {
	return seal.Key([]byte(code)).Derive("noddfa/1 invitation " + member.String())
}

func (v *Vault) invitationPlace(member ID, until uint64) []byte {
	return seal.AssociatedData("invitation", v.id[:], member[:], be64(until))
}

// openInvitation finds the member whom a typed code invites, and their spare key.
func (v *Vault) openInvitation(ctx context.Context, typed string) (member ID, spare seal.Key, ok bool, err error) {
	code, err := seal.ParseCode(typed)
	if err != nil {
		return member, spare, false, nil //nolint:nilerr // a slip is as good as a wrong code
	}
	boxes, damage, err := v.ledger.Boxes(ctx, ledger.ClassInvitation)
	if err != nil {
		return member, spare, false, err
	}
	for _, box := range append(boxes, others(damage)...) {
		copy(member[:], box.Subject)
		text, err := invitationKey(code, member).Open(box.Body, v.invitationPlace(member, box.Number))
		if err == nil && len(text) == len(spare) && v.Now().Unix() <= int64(box.Number) {
			return member, seal.Key(text), true, nil
		}
	}
	return ID{}, spare, false, nil
}

// InviteComputer makes the code with which a member enrols one further computer.
// An earlier invitation of theirs ends.
func (v *Vault) InviteComputer(ctx context.Context, name string) (Invitation, error) {
	const doing = "inviting a computer"
	m, err := v.toChange(name)
	if err != nil {
		return Invitation{}, fail(doing, err)
	}
	rows, _, err := v.ledger.BoxesOf(ctx, ledger.ClassSpare, m.ID[:])
	if err != nil {
		return Invitation{}, fail(doing, err)
	}
	code, until := seal.NewCode(), v.Now().Add(invitationLasts).UTC().Truncate(time.Second)
	for _, row := range slices.Backward(rows) {
		spare, ok := v.openSpareKey(m.ID, row)
		if !ok {
			continue
		}
		number := uint64(until.Unix())
		box := ledger.Box{
			Class: ledger.ClassInvitation, Subject: bytes.Clone(m.ID[:]), Number: number,
			Body: invitationKey(code, m.ID).Seal(spare[:], v.invitationPlace(m.ID, number)),
		}
		_, err = v.commit(ctx, []change{event(AuditEvent{Action: AuditInvited, Subject: m.Name})}, func(tx *ledger.Tx) error {
			if err := tx.DeleteBoxes(ledger.ClassInvitation, m.ID[:]); err != nil {
				return err
			}
			return tx.PutBox(box)
		})
		return Invitation{Member: m.Name, Groups: code.Groups(), Until: until}, fail(doing, err)
	}
	return Invitation{}, refuse(CodeUninvitable, doing) // theirs opens with the passphrase alone
}

// openSpareKey opens a member's spare key as a manager.
func (v *Vault) openSpareKey(member ID, row ledger.Box) (seal.Key, bool) {
	management, ok := v.keys()[uint32(row.Number)][inManagement]
	if !ok || len(row.Body) <= sealedKeySize {
		return seal.Key{}, false
	}
	reader, err := auditIdentity(management)
	if err != nil {
		return seal.Key{}, false
	}
	spare, err := reader.Unwrap(row.Body[:sealedKeySize], v.sparePlace("spare key", member, row.Number))
	return spare, err == nil
}

// WithdrawInvitation ends a member's invitation before it was used.
func (v *Vault) WithdrawInvitation(ctx context.Context, name string) error {
	const doing = "withdrawing an invitation"
	m, err := v.toChange(name)
	if err != nil {
		return fail(doing, err)
	}
	boxes, _, err := v.ledger.BoxesOf(ctx, ledger.ClassInvitation, m.ID[:])
	if err != nil {
		return fail(doing, err)
	}
	if len(boxes) == 0 {
		return refuse(CodeUninvitable, doing)
	}
	_, err = v.commit(ctx, []change{event(AuditEvent{Action: AuditWithdrawn, Subject: m.Name})}, func(tx *ledger.Tx) error {
		return tx.DeleteBoxes(ledger.ClassInvitation, m.ID[:])
	})
	return fail(doing, err)
}

// AskForComputers sets whether the records ask for the computer besides the
// passphrase. Each member's rows follow at their next unlock. It is switched on
// only where this computer's own keyring answers.
func (v *Vault) AskForComputers(ctx context.Context, on bool) error {
	const doing = "asking for the computer"
	if v.me().Role != Manager {
		return refuse(CodeNoKey, doing)
	}
	v.mu.RLock()
	record, o := v.org.ID, v.org.Value
	v.mu.RUnlock()
	if o.Computers == on {
		return nil
	}
	action := AuditComputersOff
	if on {
		action = AuditComputersOn
		if _, err := v.computer.secret(ctx, v.id); err != nil && !errors.Is(err, errNoItem) {
			return &Error{Code: CodeKeyringNeeded, Doing: doing, Err: err}
		}
	}
	o.Computers = on
	_, err := v.commit(ctx, []change{{record, groupZero(inContacts), o}, event(AuditEvent{Action: action})})
	return fail(doing, err)
}

// Enrolled reports whether the member who is here unlocked with a row that asks
// for this computer.
func (v *Vault) Enrolled(ctx context.Context) (bool, error) {
	_, bound, err := v.rowsOf(ctx, v.me().ID)
	if err != nil || v.device == nil {
		return false, fail("looking for this computer", err)
	}
	return slices.ContainsFunc(bound, func(b ledger.Box) bool { return bytes.Equal(b.Holder, v.device.id[:]) }), nil
}
