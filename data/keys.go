package data

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// compartmentKeys are the compartments' keys by epoch. A new epoch begins when
// somebody leaves, is given less, or loses their keys.
type compartmentKeys map[uint32]map[compartment]seal.Key

func (k compartmentKeys) put(epoch uint32, c compartment, key seal.Key) {
	if k[epoch] == nil {
		k[epoch] = map[compartment]seal.Key{}
	}
	k[epoch][c] = key
}

func newCompartmentKeys() map[compartment]seal.Key {
	return map[compartment]seal.Key{inContacts: seal.NewKey(), inCasework: seal.NewKey(), inManagement: seal.NewKey()}
}

// issueGrants wraps the compartment keys of a role to a member.
func issueGrants(vault ID, m Member, epoch uint32, keys map[compartment]seal.Key) ([]ledger.Box, error) {
	var boxes []ledger.Box
	for _, c := range compartmentsOf(m.Role) {
		body, err := m.public.Wrap(keys[c], grantPlace(vault, m.ID, c, epoch))
		if err != nil {
			return nil, err
		}
		boxes = append(boxes, ledger.Box{Class: ledger.ClassGrant, Subject: bytes.Clone(m.ID[:]), Holder: c.holder(), Number: uint64(epoch), Body: body})
	}
	return boxes, nil
}

func grantPlace(vault, member ID, c compartment, epoch uint32) []byte {
	return seal.AssociatedData("grant", vault[:], member[:], c.holder(), be32(epoch))
}

// openGrants returns the compartment keys that the grants to a member hold,
// and with them the older ones. Of two boxes of one place that open, the first is
// taken, or that which is right.
func openGrants(grants, past []ledger.Box, vault, member ID, id seal.Identity, counts func(ledger.Box) bool, right func(compartment, uint32, seal.Key) bool) compartmentKeys {
	keys := compartmentKeys{}
	for _, g := range grants {
		if !bytes.Equal(g.Subject, member[:]) || len(g.Holder) != 1 || !counts(g) {
			continue
		}
		c, epoch := compartment(g.Holder[0]), uint32(g.Number)
		key, err := id.Unwrap(g.Body, grantPlace(vault, member, c, epoch))
		if _, known := keys[epoch][c]; err == nil && (!known || right(c, epoch, key)) {
			keys.put(epoch, c, key)
		}
	}
	for _, p := range newestFirst(past) {
		c, epoch, key, ok := keys.before(vault, p)
		if _, known := keys[epoch][c]; ok && (!known || right(c, epoch, key)) {
			keys.put(epoch, c, key)
		}
	}
	return keys
}

// newestFirst are keys of before in the order of their epochs from the newest,
// whose key leads back step by step.
func newestFirst(past []ledger.Box) []ledger.Box {
	past = slices.Clone(past)
	slices.SortStableFunc(past, func(a, b ledger.Box) int { return cmp.Compare(b.Number, a.Number) })
	return past
}

// before opens a compartment's key of an earlier epoch with that of the next.
func (k compartmentKeys) before(vault ID, past ledger.Box) (c compartment, epoch uint32, key seal.Key, ok bool) {
	if len(past.Subject) != 1 {
		return 0, 0, key, false
	}
	c, epoch = compartment(past.Subject[0]), uint32(past.Number)
	next, ok := k[epoch+1][c]
	if !ok {
		return c, epoch, key, false
	}
	text, err := next.Open(past.Body, pastPlace(vault, c, epoch))
	if err != nil || len(text) != len(seal.Key{}) {
		return c, epoch, key, false
	}
	return c, epoch, seal.Key(text), true
}

func pastPlace(vault ID, c compartment, epoch uint32) []byte {
	return seal.AssociatedData("past", vault[:], c.holder(), be32(epoch))
}

// derivedIdentity is a key pair that whoever has a compartment's key can make.
func derivedIdentity(key seal.Key, use string) (seal.Identity, error) {
	receive, sign := key.Derive("noddfa/1 "+use+" receive"), key.Derive("noddfa/1 "+use+" sign")
	return seal.ParseIdentity(append(receive[:], sign[:]...))
}

// auditIdentity is what audit events of an epoch are sealed to: everybody
// knows its public half, and whoever has the management key its secret one.
func auditIdentity(management seal.Key) (seal.Identity, error) {
	return derivedIdentity(management, "audit")
}

// beginEpoch makes new compartment keys, gives them to everybody who remains,
// and puts every group's keys under them. It returns the hashes of the grants
// that now count.
func (v *Vault) beginEpoch(ctx context.Context, tx *ledger.Tx, r *roster, remaining []Member) (map[compartment]seal.Key, []string, error) {
	before, epoch := v.keys()[r.epoch], r.epoch+1
	fresh := newCompartmentKeys()
	for c, key := range fresh {
		old, ok := before[c]
		if !ok {
			return nil, nil, refuse(CodeNoKey, "beginning an epoch")
		}
		box := ledger.Box{Class: ledger.ClassPast, Subject: c.holder(), Number: uint64(r.epoch), Body: key.Seal(old[:], pastPlace(v.id, c, r.epoch))}
		if err := tx.PutBox(box); err != nil {
			return nil, nil, err
		}
	}
	if err := tx.DeleteClass(ledger.ClassGrant); err != nil {
		return nil, nil, err
	}
	var hashes []string
	for _, m := range remaining {
		issued, err := issueGrants(v.id, m, epoch, fresh)
		if err != nil {
			return nil, nil, err
		}
		for _, g := range issued {
			if err := tx.PutBox(g); err != nil {
				return nil, nil, err
			}
			hashes = append(hashes, hexOf(g.Hash()))
		}
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	for id, g := range v.groups {
		if g.in == 0 {
			continue // a restricted case's keys are with its named members
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if err := v.wrapUnder(tx, id, g, g.in, epoch, fresh[g.in]); err != nil {
			return nil, nil, err
		}
	}
	return fresh, hashes, nil
}
