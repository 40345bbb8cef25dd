package data

import (
	"context"
	"slices"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Restriction says to whom a case is restricted, from when on. The rule itself
// is who holds the key: nobody else's passphrase opens the case, and for them
// it is in no list and no figure.
type Restriction struct {
	Named  []ID `json:"named,omitempty"` // without the recovery kit
	Lifted bool `json:"lifted,omitempty"`
}

// leastNamed is how many named members a restricted case has at least, one of
// them a manager: one may fall ill or leave.
const leastNamed = 2

// Restricted reports whether a group, a case or a contact in it, is restricted
// to named members.
func (v *Vault) Restricted(id ID) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.restricted(id)
}

// restricted is for a caller that holds mu.
func (v *Vault) restricted(id ID) bool {
	if len(v.holders[id]) == 0 {
		return false // as nearly all, of which no more is looked at
	}
	g := v.groups[id]
	return g == nil || g.in == 0
}

// RestrictedCases counts the restricted cases, for managers; those whom a case
// is not restricted to learn no more of it.
func (v *Vault) RestrictedCases(ctx context.Context) (int, error) {
	if v.me().Role != Manager {
		return 0, refuse(CodeNoKey, "counting restricted cases")
	}
	var restricted []ID // the contacts of a restricted case are too
	v.mu.RLock()
	for id := range v.holders {
		if v.restricted(id) {
			restricted = append(restricted, id)
		}
	}
	v.mu.RUnlock()
	n := 0
	for _, id := range restricted {
		isCase, err := v.ledger.HasKind(ctx, id, uint8(KindCase))
		if err != nil {
			return 0, fail("counting restricted cases", err)
		}
		if isCase {
			n++
		}
	}
	return n, nil
}

// NamedMembers are the members to whom a case is restricted, without the
// recovery kit; none where it is not restricted.
func (v *Vault) NamedMembers(caseID ID) []Member {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if !v.restricted(caseID) {
		return nil
	}
	return v.namedOf(caseID)
}

// namedOf is for a caller that holds mu.
func (v *Vault) namedOf(id ID) []Member {
	var list []Member
	for _, holder := range v.holders[id] {
		if m := v.roster().members[holder]; m.Active && !m.Kit {
			list = append(list, m)
		}
	}
	return list
}

// enough reports whether these may be all who can open a restricted case.
func enough(named []Member) bool {
	return len(named) >= leastNamed && slices.ContainsFunc(named, func(m Member) bool { return m.Role == Manager }) &&
		!slices.ContainsFunc(named, func(m Member) bool { return rank(m.Role) < rank(Caseworker) })
}

// Restrict gives a case, and the contacts sorted into it, to the named members
// and the recovery kit alone. It is also how others are named later.
func (v *Vault) Restrict(ctx context.Context, caseID ID, named []ID) error {
	const doing = "restricting a case"
	var members []Member
	var ids []ID
	for _, id := range named {
		if m := v.roster().members[id]; m.Active && !m.Kit && !slices.Contains(ids, id) {
			members, ids = append(members, m), append(ids, id)
		}
	}
	if !enough(members) {
		return refuse(CodeNeedsNamed, doing)
	}
	return fail(doing, v.regroup(ctx, caseID, 0, v.withKit(ids), Restriction{Named: ids}, AuditRestricted))
}

// Unrestrict gives a restricted case back to all caseworkers.
func (v *Vault) Unrestrict(ctx context.Context, caseID ID) error {
	return fail("lifting a restriction", v.regroup(ctx, caseID, inCasework, nil, Restriction{Lifted: true}, AuditOpenedUp))
}

// regroup puts the keys of a case and of all that belongs to it where they are
// to be, and nowhere else; where they are restricted, with a new version for what
// is written from now on.
func (v *Vault) regroup(ctx context.Context, caseID ID, in compartment, holders []ID, r Restriction, action AuditAction) error {
	if _, ok := v.CaseLine(caseID); !ok {
		return refuse(CodeNoCase, "looking for the case")
	}
	groups, err := v.groupsOfCase(ctx, caseID)
	if err != nil {
		return err
	}
	v.mu.RLock()
	requests := v.requestsOf(caseID)
	v.mu.RUnlock()
	groups = append(groups, requests...)
	type where struct {
		in    compartment
		named []ID
	}
	before := map[ID]where{}
	v.settling.Lock()
	defer v.settling.Unlock()
	v.mu.Lock()
	for _, id := range groups {
		g := v.groups[id]
		before[id] = where{g.in, g.named}
		g.in, g.named, g.sure = in, holders, true
		if in == 0 { // whoever had the key until now does not open what is written from now on
			g.newest++
			g.versions.set(g.newest, groupKey{seal.NewKey(), v.roster().epoch, true})
			g.proven = true
		}
		if id != caseID && in != 0 && v.isCard(id) {
			g.in = inContacts
		}
	}
	v.mu.Unlock()
	restore := func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		for id, w := range before {
			g := v.groups[id]
			if g.in, g.named = w.in, w.named; in == 0 {
				g.versions.drop(g.newest)
				g.newest, g.proven = g.newest-1, false
			}
		}
	}
	told := AuditEvent{Action: action, Subject: NewID().String()[:8]} // no reference: the trail outlives the restriction
	changes := []change{{NewID(), caseID, r}, event(told)}
	for _, id := range requests { // each says so itself: it outlives the case
		changes = append(changes, change{NewID(), id, r})
	}
	_, err = v.commit(ctx, changes, func(tx *ledger.Tx) error {
		for _, id := range groups {
			if err := tx.DeleteBoxes(ledger.ClassWrap, id[:]); err != nil {
				return err
			}
			if err := v.wrap(tx, id, v.groups[id]); err != nil {
				return err
			}
		}
		return v.putLines(tx, groups...)
	})
	if err != nil {
		restore()
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, id := range groups {
		delete(v.holders, id)
		if in == 0 {
			v.holders[id] = slices.Clone(holders)
		}
		v.groups[id].proven = false
	}
	if in == 0 && !slices.Contains(holders, v.me().ID) {
		v.forgetFound(groups...)
	}
	return nil
}

// rewrap puts the keys of one group, a request's or a card's, where they are to
// be, and nowhere else, with what is written. Where that is with named members
// alone it gets a new version for what is written from now on: whoever had the key
// until now does not open that.
func (v *Vault) rewrap(ctx context.Context, id ID, in compartment, holders []ID, changes []change) error {
	v.settling.Lock()
	defer v.settling.Unlock()
	v.mu.Lock()
	g := v.groups[id]
	before, named := g.in, g.named
	g.in, g.named, g.sure, g.proven = in, holders, true, false
	if in == 0 {
		g.newest++
		g.versions.set(g.newest, groupKey{seal.NewKey(), v.roster().epoch, true})
		g.proven = true
	}
	v.mu.Unlock()
	_, err := v.commit(ctx, changes, func(tx *ledger.Tx) error {
		if err := tx.DeleteBoxes(ledger.ClassWrap, id[:]); err != nil {
			return err
		}
		if err := v.wrap(tx, id, g); err != nil {
			return err
		}
		return v.putLines(tx, id)
	})
	v.mu.Lock()
	defer v.mu.Unlock()
	g.proven = false
	if err != nil {
		if in == 0 {
			g.versions.drop(g.newest)
			g.newest--
		}
		g.in, g.named = before, named
		return err
	}
	delete(v.holders, id)
	if in == 0 {
		v.holders[id] = slices.Clone(holders)
	}
	return nil
}

// groupsOfCase are the groups that share a case's fate: its own, the contacts
// that were sorted into it, and their cards.
func (v *Vault) groupsOfCase(ctx context.Context, caseID ID) ([]ID, error) {
	list, err := v.readGroup(ctx, caseID)
	if err != nil {
		return nil, err
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	groups := []ID{caseID}
	for _, l := range entries[link](v, list) {
		if !l.Value.Undone.IsZero() {
			continue
		}
		if c, shown := v.contacts.of(l.Value.Contact); shown && c.Case != caseID {
			continue // it was taken out of the case again
		}
		if v.groups[l.Value.Contact] != nil && !slices.Contains(groups, l.Value.Contact) {
			groups = append(groups, l.Value.Contact)
		}
	}
	for id, card := range v.cards.all() {
		if card.Case == caseID && v.groups[id] != nil {
			groups = append(groups, id)
		}
	}
	return groups, nil
}

// isCard is for a caller that holds mu.
func (v *Vault) isCard(id ID) bool {
	_, ok := v.cards.of(id)
	return ok
}

// mayLeave reports why a member may not go, or get new keys, yet: a restricted
// case would be left to too few, or to nobody who is here to pass its key on.
func (v *Vault) mayLeave(member ID, keepsPlace bool) error {
	v.mu.RLock()
	defer v.mu.RUnlock()
	for id, holders := range v.holders {
		if !v.restricted(id) || !slices.Contains(holders, member) {
			continue
		}
		if keepsPlace && v.groups[id] != nil {
			continue // whoever is here holds the key and passes it on
		}
		left := slices.DeleteFunc(v.namedOf(id), func(m Member) bool { return m.ID == member })
		if v.roster().members[member].Kit || !enough(left) {
			return refuse(CodeLastNamed, "looking at restricted cases")
		}
	}
	return nil
}

// mayBecome reports why a member may not have a lesser role yet: a restricted
// case would be left to too few, or to no manager.
func (v *Vault) mayBecome(member ID, role Role) error {
	if rank(role) < rank(Caseworker) {
		return v.mayLeave(member, false) // no volunteer is ever named
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	for id, holders := range v.holders {
		if !v.restricted(id) || !slices.Contains(holders, member) {
			continue
		}
		then := v.namedOf(id)
		for i := range then {
			if then[i].ID == member {
				then[i].Role = role
			}
		}
		if !enough(then) {
			return refuse(CodeLastNamed, "looking at restricted cases")
		}
	}
	return nil
}

// dropNamed takes a member's keys of restricted cases away.
func (v *Vault) dropNamed(tx *ledger.Tx, member ID) error {
	return tx.DeleteBoxesOfHolder(ledger.ClassWrap, member[:])
}

// rewrapNamed gives a member's new keys the restricted cases whose keys are
// here, and takes away what the old keys could open.
func (v *Vault) rewrapNamed(tx *ledger.Tx, m Member) error {
	if err := v.dropNamed(tx, m.ID); err != nil {
		return err
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	for id, g := range v.groups {
		if g.in == 0 && slices.Contains(g.named, m.ID) {
			if err := v.wrapTo(tx, id, g, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// forgetNamed lets the memory follow after a member's keys were taken away.
func (v *Vault) forgetNamed(member ID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for id, holders := range v.holders {
		left := slices.DeleteFunc(slices.Clone(holders), func(h ID) bool { return h == member })
		v.holders[id] = left
		if g := v.groups[id]; g != nil && g.in == 0 {
			g.named = left
		}
	}
}
