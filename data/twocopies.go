package data

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Anybody who can write to the file can write one of the two copies of a box with
// its right hash. Which of two copies is right, what is inside often proves.

// secondCopies are those that are good and not the same as the first.
func secondCopies(damage []ledger.BoxDamage) []ledger.Box {
	var others []ledger.Box
	for _, d := range damage {
		if d.Other != nil {
			others = append(others, *d.Other)
		}
	}
	return others
}

// takeOthers puts the second copy of a box in the place of the first where the two
// differ and only the second is right. It returns which those are.
func takeOthers(boxes []ledger.Box, damage []ledger.BoxDamage, right func(ledger.Box) bool) (taken []ledger.Box) {
	for _, d := range damage {
		if d.Other == nil || right(d.Box) || !right(*d.Other) {
			continue
		}
		for i, b := range boxes {
			if samePlace(b, d.Box) {
				boxes[i] = *d.Other
				taken = append(taken, *d.Other)
			}
		}
	}
	return taken
}

func samePlace(a, b ledger.Box) bool {
	return a.Class == b.Class && a.Number == b.Number && bytes.Equal(a.Subject, b.Subject) && bytes.Equal(a.Holder, b.Holder)
}

// memberBoxes are the rows of members of one class. Of a grant the copy counts that
// the roster names.
func (v *Vault) memberBoxes(ctx context.Context, class ledger.Class) ([]ledger.Box, []ledger.BoxDamage, error) {
	boxes, damage, err := v.ledger.Boxes(ctx, class)
	takeOthers(boxes, damage, func(b ledger.Box) bool { return v.roster().wrong(b).Reason == "" })
	return boxes, damage, err
}

// memberKeys are the boxes that lead to the compartments' keys.
type memberKeys struct {
	grants, past            []ledger.Box
	grantDamage, pastDamage []ledger.BoxDamage
}

func (v *Vault) readMemberKeys(ctx context.Context) (k memberKeys, err error) {
	if k.grants, k.grantDamage, err = v.ledger.Boxes(ctx, ledger.ClassGrant); err != nil {
		return k, err
	}
	k.past, k.pastDamage, err = v.ledger.Boxes(ctx, ledger.ClassPast)
	return k, err
}

// openedRoster is what a member's grants lead to, with the roster that says which of
// them count, and the second copies that proved right.
type openedRoster struct {
	roster *roster
	keys   compartmentKeys
	others []ledger.Box
}

// openRoster opens a member's grants and follows the roster with them. Until that
// is done nothing says which of two grants is right, for HPKE does not say who made
// one: both are tried, and the cards of entries that count show which it was.
func (v *Vault) openRoster(ctx context.Context, k memberKeys, member ID, id seal.Identity, genesis [32]byte) (o openedRoster, err error) {
	grants, past := slices.Concat(k.grants, secondCopies(k.grantDamage)), slices.Concat(k.past, secondCopies(k.pastDamage))
	contacts := contactsKeys(grants, past, v.id, member, id)
	if len(contacts) == 0 && lostFor(k.grantDamage, member) {
		return o, fmt.Errorf("reading the grants: %w", ledger.ErrDamaged)
	}
	known := knownEntries{v.computer.entriesSeen(v.id), member, id.Public()}
	o.roster, o.others, err = readRoster(ctx, v.ledger, v.id, genesis, func(epoch uint32) []seal.Key { return contacts[epoch] }, known)
	if err != nil {
		return o, err
	}
	// Only now it is known which grants count.
	o.keys = openGrants(grants, past, v.id, member, id, o.roster.counts, o.roster.keyOf)
	if h := o.roster.hole; h != nil && !h.newest && len(o.keys) == 0 {
		o.keys = openGrants(grants, past, v.id, member, id, func(ledger.Box) bool { return true }, o.roster.keyOf)
		for epoch := range o.keys {
			o.roster.epoch = max(o.roster.epoch, epoch)
		}
	}
	o.roster.judge(grants, member)
	o.roster.contacts = nil // they are among the keys now
	if o.roster.hole != nil {
		o.roster.hole.start.contacts = nil
	}
	o.others = append(o.others, takeOthers(slices.Clone(k.grants), k.grantDamage, o.roster.counts)...)
	o.others = append(o.others, takeOthers(slices.Clone(k.past), k.pastDamage, func(b ledger.Box) bool {
		c, epoch, key, ok := o.keys.before(v.id, b)
		return ok && key == o.keys[epoch][c]
	})...)
	return o, nil
}

// contactsKeys are, by epoch, all keys of the contacts that a member's grants lead
// to.
func contactsKeys(grants, past []ledger.Box, vault, member ID, id seal.Identity) map[uint32][]seal.Key {
	keys := map[uint32][]seal.Key{}
	add := func(epoch uint32, key seal.Key) {
		if !slices.Contains(keys[epoch], key) {
			keys[epoch] = append(keys[epoch], key)
		}
	}
	for _, g := range grants {
		if bytes.Equal(g.Subject, member[:]) && bytes.Equal(g.Holder, inContacts.holder()) {
			if key, err := id.Unwrap(g.Body, grantPlace(vault, member, inContacts, uint32(g.Number))); err == nil {
				add(uint32(g.Number), key)
			}
		}
	}
	past = slices.DeleteFunc(newestFirst(past), func(p ledger.Box) bool { return !bytes.Equal(p.Subject, inContacts.holder()) })
	for _, p := range past {
		for _, next := range keys[uint32(p.Number)+1] {
			if _, epoch, key, ok := (compartmentKeys{uint32(p.Number) + 1: {inContacts: next}}).before(vault, p); ok {
				add(epoch, key)
			}
		}
	}
	return keys
}

// keyOf reports whether a key is a compartment's of an epoch, as far as the roster
// shows that.
func (r *roster) keyOf(c compartment, epoch uint32, key seal.Key) bool {
	switch c {
	case inContacts:
		known, ok := r.contacts[epoch]
		return ok && known == key
	case inManagement:
		reader, err := auditIdentity(key)
		return err == nil && bytes.Equal(reader.Public().KEM, r.audits[epoch])
	}
	return false
}
