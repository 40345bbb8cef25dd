package data

import (
	"context"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// A change of the roster is one transaction: the signed entry, the grants that
// it names, and where somebody leaves, is given less or loses their keys, a new
// epoch of the compartments' keys. Nothing of it is in force before the whole
// is on the disk.

// AddMember makes somebody a member who unlocks with a passphrase of their own.
func (v *Vault) AddMember(ctx context.Context, name string, role Role, passphrase string) (Member, error) {
	const doing = "adding a member"
	name = plainName(name)
	switch {
	case v.me().Role != Manager || len(compartmentsOf(role)) == 0:
		return Member{}, refuse(CodeNoKey, doing)
	case name == "" || v.named(name) != nil:
		return Member{}, refuse(CodeNameTaken, doing)
	}
	if err := v.refused(doing, passphrase, name); err != nil {
		return Member{}, err
	}
	identity, err := seal.NewIdentity()
	if err != nil {
		return Member{}, fail(doing, err)
	}
	m := Member{ID: NewID(), Name: name, Role: role, Active: true, public: identity.Public()}
	box, err := v.identityBox(m.ID, passphrase, identity)
	if err != nil {
		return Member{}, fail(doing, err)
	}
	err = v.changeRoster(ctx, actAdd, m, AuditEvent{Action: AuditAdded, Subject: name, Detail: string(role)}, func(tx *ledger.Tx, _ *roster) error {
		return tx.PutBox(box)
	})
	return m, fail(doing, err)
}

// ChangeRole gives a member another role. With less to open, new keys are made.
func (v *Vault) ChangeRole(ctx context.Context, name string, role Role) error {
	const doing = "changing a role"
	m, err := v.toChange(name)
	if err != nil {
		return fail(doing, err)
	}
	if len(compartmentsOf(role)) == 0 {
		return refuse(CodeNoKey, doing)
	}
	if m.Role == role {
		return nil
	}
	if m.Role == Manager && v.managersBeside(m.ID) == 0 {
		return refuse(CodeLastManager, doing)
	}
	if rank(role) < rank(m.Role) {
		if err := v.mayBecome(m.ID, role); err != nil {
			return fail(doing, err)
		}
	}
	changed := *m
	changed.Role = role
	volunteer := rank(role) < rank(Caseworker)
	err = v.changeRoster(ctx, actRole, changed, AuditEvent{Action: AuditRole, Subject: m.Name, Detail: string(role)}, func(tx *ledger.Tx, _ *roster) error {
		if volunteer {
			return v.dropNamed(tx, m.ID)
		}
		return nil
	})
	if err == nil && volunteer {
		v.forgetNamed(m.ID)
	}
	return fail(doing, err)
}

// RemoveMember ends somebody's access to everything that is written from now
// on. What they have read, they have read; what they typed and did not save goes.
func (v *Vault) RemoveMember(ctx context.Context, name string) error {
	return v.removeMember(ctx, name)
}

func (v *Vault) removeMember(ctx context.Context, name string, changes ...change) error {
	const doing = "removing a member"
	m, err := v.toChange(name)
	if err != nil {
		return fail(doing, err)
	}
	if m.Role == Manager && v.managersBeside(m.ID) == 0 {
		return refuse(CodeLastManager, doing)
	}
	if m.ID == v.me().ID {
		return refuse(CodeOwnRemoval, doing) // who is removed writes nothing that counts, not even that they were
	}
	if err := v.mayLeave(m.ID, false); err != nil {
		return fail(doing, err)
	}
	err = v.changeRoster(ctx, actRemove, *m, AuditEvent{Action: AuditRemoved, Subject: m.Name}, func(tx *ledger.Tx, _ *roster) error {
		if err := v.dropNamed(tx, m.ID); err != nil {
			return err
		}
		if err := tx.DropDrafts(m.ID); err != nil {
			return err
		}
		return putRows(tx, m.ID)
	}, changes...)
	if err == nil {
		v.forgetNamed(m.ID)
		v.letGoOf(m.ID)
	}
	return fail(doing, err)
}

// ResetMember gives somebody who lost their passphrase a new one, and new keys.
// What they had typed and not saved is lost with the old ones.
func (v *Vault) ResetMember(ctx context.Context, name, passphrase string) error {
	const doing = "resetting a member"
	m, err := v.toChange(name)
	if err != nil {
		return fail(doing, err)
	}
	if err := v.refused(doing, passphrase, m.Name); err != nil {
		return err
	}
	return fail(doing, v.reset(ctx, *m, passphrase, AuditEvent{Action: AuditReset, Subject: m.Name}))
}

func (v *Vault) reset(ctx context.Context, m Member, passphrase string, told AuditEvent, changes ...change) error {
	if err := v.mayLeave(m.ID, true); err != nil {
		return err
	}
	identity, err := seal.NewIdentity()
	if err != nil {
		return err
	}
	m.public = identity.Public()
	box, err := v.identityBox(m.ID, passphrase, identity)
	if err != nil {
		return err
	}
	err = v.changeRoster(ctx, actReset, m, told, func(tx *ledger.Tx, r *roster) error {
		if err := v.rewrapNamed(tx, m); err != nil {
			return err
		}
		if err := tx.DeleteDraft(m.ID, placeRow); err != nil {
			return err
		}
		if err := tx.EmptyDrafts(m.ID); err != nil {
			return err
		}
		if err := putRows(tx, m.ID, box); err != nil {
			return err
		}
		if m.ID == v.me().ID {
			v.sitting.Store(&sitting{identity: identity, me: r.members[m.ID], roster: v.roster(), keys: v.keys()})
		}
		return nil
	}, changes...)
	if err == nil {
		v.letGoOf(m.ID)
	}
	return err
}

// ChangePassphrase gives the member who is here another passphrase. Their keys
// stay the same.
func (v *Vault) ChangePassphrase(ctx context.Context, passphrase string) error {
	const doing = "changing a passphrase"
	if err := v.refused(doing, passphrase, v.me().Name); err != nil {
		return err
	}
	master, err := v.kdf.Master(passphrase)
	if err != nil {
		return fail(doing, err)
	}
	defer master.Wipe()
	boxes, err := v.reseal(ctx, master)
	if err != nil {
		return fail(doing, err)
	}
	_, err = v.commit(ctx, []change{event(AuditEvent{Action: AuditPassphrase, Subject: v.me().Name})}, func(tx *ledger.Tx) error {
		return putRows(tx, v.me().ID, boxes...)
	})
	return fail(doing, err)
}

// ReplaceKit makes a new recovery code; the old one opens nothing any more. The
// new kit is first given to whoever writes it down, who may be nil: where that
// fails, nothing is replaced, because the code would exist nowhere.
func (v *Vault) ReplaceKit(ctx context.Context, give func(Kit) error) (Kit, error) {
	const doing = "replacing the recovery kit"
	if v.me().Role != Manager {
		return Kit{}, refuse(CodeNoKey, doing)
	}
	i := slices.IndexFunc(v.Members(), func(m Member) bool { return m.Kit && m.Active })
	if i < 0 {
		return Kit{}, refuse(CodeNoMember, doing)
	}
	m, code, made := v.Members()[i], seal.NewCode(), v.Now().UTC()
	v.mu.RLock()
	record, files := v.kit.ID, v.kit.Value.Files
	v.mu.RUnlock()
	if record.IsZero() {
		record = NewID()
	}
	kit := v.kitOf(code, made)
	if give != nil {
		if err := give(kit); err != nil {
			return Kit{}, fail(doing, err)
		}
	}
	asked := newKitCheck(code, made)
	asked.Files = files
	check := change{record, groupZero(inManagement), asked}
	if err := v.reset(ctx, m, string(code), AuditEvent{Action: AuditKitReplaced}, check); err != nil {
		return Kit{}, fail(doing, err)
	}
	return kit, nil
}

// plainName is a member's name on one line, without signs that nobody sees, so
// that no two look alike and none can imitate a line of a list.
func plainName(typed string) string {
	seen := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.In(r, unicode.Cc, unicode.Cf) && r != zeroWidthJoiner && r != zeroWidthNonJoiner { // these two shape letters
			return -1
		}
		return r
	}, norm.NFC.String(typed))
	return strings.Join(strings.Fields(seen), " ")
}

const zeroWidthNonJoiner, zeroWidthJoiner = '\u200c', '\u200d'

// sameName compares names however they are typed.
func sameName(a, b string) bool {
	bare := strings.NewReplacer(string(zeroWidthJoiner), "", string(zeroWidthNonJoiner), "")
	return strings.EqualFold(bare.Replace(plainName(a)), bare.Replace(plainName(b)))
}

// named returns the active member of a name; capitals do not matter.
func (v *Vault) named(name string) *Member {
	for _, m := range v.Members() {
		if m.Active && sameName(m.Name, name) {
			return &m
		}
	}
	return nil
}

// MemberByName finds who can unlock the records under a name.
func (v *Vault) MemberByName(name string) (Member, bool) {
	if m := v.named(name); m != nil {
		return *m, true
	}
	return Member{}, false
}

// toChange is the member whom a manager wants to change. The kit is changed by
// replacing it.
func (v *Vault) toChange(name string) (*Member, error) {
	m := v.named(name)
	switch {
	case v.me().Role != Manager:
		return nil, refuse(CodeNoKey, "changing a member")
	case m == nil || m.Kit:
		return nil, refuse(CodeNoMember, "looking for a member")
	}
	return m, nil
}

func (v *Vault) managersBeside(member ID) int {
	n := 0
	for _, m := range v.Members() {
		if m.Active && m.Role == Manager && !m.Kit && m.ID != member {
			n++
		}
	}
	return n
}

// changeRoster signs one entry about a member and does what belongs to it.
func (v *Vault) changeRoster(ctx context.Context, action string, m Member, told AuditEvent, besides func(*ledger.Tx, *roster) error, changes ...change) error {
	v.settling.Lock()
	defer v.settling.Unlock()
	next := v.roster().clone()
	keys := v.keys()[next.epoch]
	before := v.here()
	me := before.me
	old, known := next.members[m.ID]
	fresh := action == actRemove || action == actReset || known && rank(m.Role) < rank(old.Role)
	if err := v.followChains(ctx); err != nil {
		return err
	}
	gaps, err := v.knownGaps(ctx)
	if err != nil {
		return err
	}
	v.mu.RLock()
	reach := v.reach
	v.mu.RUnlock()
	undo := func() { v.setReach(reach); v.sitting.Store(before) }
	_, err = v.commit(ctx, append(changes, event(told)), func(tx *ledger.Tx) error {
		heads, err := tx.Heads()
		if err != nil {
			return err
		}
		e := entry{Epoch: next.epoch, Action: action, Signer: me.ID, Grants: slices.Clone(next.grants), Heads: inFile(heads...), Audit: next.audit}
		switch {
		case fresh:
			e.Epoch++
			if keys, e.Grants, err = v.beginEpoch(ctx, tx, next, next.remaining(action, m)); err != nil {
				return err
			}
			reader, err := auditIdentity(keys[inManagement])
			if err != nil {
				return err
			}
			e.Audit = reader.Public().KEM
		default:
			issued, err := issueGrants(v.id, m, e.Epoch, keys)
			if err != nil {
				return err
			}
			for _, g := range issued {
				if err := tx.PutBox(g); err != nil {
					return err
				}
				e.Grants = append(e.Grants, hexOf(g.Hash()))
			}
		}
		step, err := next.sign(before.identity, keys[inContacts], e, m)
		if err != nil {
			return err
		}
		if err := tx.PutBox(step); err != nil {
			return err
		}
		if besides != nil {
			if err := besides(tx, next); err != nil {
				return err
			}
		}
		// How far back the chains lead from here is known before anybody goes by it.
		more := maps.Clone(reach)
		if err := next.follow(more, gaps, func(end chainEnd) ([]ledger.Link, error) { return tx.Chain(end.origin, end.seq) }); err != nil {
			return err
		}
		v.setReach(more)
		// What is written from here on in this transaction is of the new state.
		now := &sitting{identity: v.identity(), me: next.members[me.ID], roster: next, keys: maps.Clone(before.keys)}
		now.keys[next.epoch] = keys
		v.sitting.Store(now)
		if fresh {
			return v.putLines(tx)
		}
		return nil
	})
	if err != nil {
		undo()
	}
	return err
}

// remaining is who gets the keys of a new epoch.
func (r *roster) remaining(action string, changed Member) []Member {
	var list []Member
	for _, id := range r.order {
		m := r.members[id]
		if id == changed.ID {
			m = changed
			if action == actRemove {
				continue
			}
		}
		if m.Active {
			list = append(list, m)
		}
	}
	return list
}

func inFile(heads ...ledger.Head) []headInFile {
	var list []headInFile
	for _, h := range heads {
		list = append(list, headInFile{Origin: h.Origin, Seq: h.Seq, Link: hex.EncodeToString(h.Link[:])})
	}
	return list
}

// identityBox seals a member's secret keys under their passphrase.
func (v *Vault) identityBox(member ID, passphrase string, identity seal.Identity) (ledger.Box, error) {
	master, err := v.kdf.Master(passphrase)
	if err != nil {
		return ledger.Box{}, err
	}
	defer master.Wipe()
	return sealIdentity(v.id, member, master, identity, v.roster().hashes[0])
}
