package data

import (
	"context"
	"encoding/hex"
	"maps"
	"slices"

	"noddfa/data/ledger"
)

// A repair of a file whose roster has a hole begins the roster anew at the hole.
// Who is a member after it nobody can prove, so nobody is but the manager who
// repairs: whom they trust they add again. What the others wrote and is proved stays
// what it was.

// mayCloseHole reports whether the manager who is here was one before the hole, by
// the keys that they have now: nobody else could sign what follows.
func (v *Vault) mayCloseHole() bool {
	m, known := v.roster().hole.start.members[v.me().ID]
	return known && m.Active && m.Role == Manager && !m.Kit && v.me().Role == Manager &&
		string(m.public.Verify) == string(v.identity().Public().Verify)
}

// keptOfMembers reports whether a box of a member, or an entry, goes into a file
// in which a hole is closed.
func (v *Vault) keptOfMembers(b ledger.Box) bool {
	switch b.Class {
	case ledger.ClassRoster:
		return b.Number < v.roster().hole.start.next
	case ledger.ClassGrant:
		return false // they are made anew
	}
	m := v.roster().members[ID(b.Subject)]
	return m.ID == v.me().ID || m.Kit && b.Class == ledger.ClassIdentity // which opens nothing until there is a new kit
}

// rosterStep is an entry that is to be signed.
type rosterStep struct {
	action string
	m      Member
	fresh  bool
	heads  []headInFile
}

// closingSteps are the entries that lead from before the hole to a file of which
// this manager alone is a member. What was proved of the others is told again, so
// that what they wrote is judged by it; then they are removed.
func (v *Vault) closingSteps(heads []headInFile) (steps []rosterStep) {
	start := v.roster().hole.start
	for _, id := range v.roster().order {
		m := v.roster().members[id]
		first, was := start.members[id]
		if was && !first.Active || m.Kit && !was {
			continue
		}
		states := append(slices.Clone(m.past[len(first.past):]), standing{role: m.Role, public: m.public})
		as := func(s standing) Member {
			changed := m
			changed.Role, changed.public, changed.Active, changed.past = s.role, s.public, true, nil
			return changed
		}
		if !was {
			steps = append(steps, rosterStep{actAdd, as(states[0]), false, heads})
		}
		for i, now := range states[1:] {
			before, until := states[i], slices.Collect(maps.Values(states[i].until))
			if string(before.public.Verify) != string(now.public.Verify) {
				steps = append(steps, rosterStep{actReset, as(standing{role: before.role, public: now.public}), true, until})
			}
			if before.role != now.role && !m.Kit {
				steps = append(steps, rosterStep{actRole, as(now), rank(now.role) < rank(before.role), until})
			}
		}
		if id == v.me().ID || m.Kit {
			continue
		}
		until := heads
		if !m.Active {
			until = slices.Collect(maps.Values(states[max(0, len(states)-2)].until))
		}
		steps = append(steps, rosterStep{actRemove, as(states[len(states)-1]), true, until})
	}
	return steps
}

// closeHole signs those entries in the new file, in epochs that end with one that
// nobody but this manager has the keys of, and puts the keys of all groups under it.
// It returns what is in force in the new file.
func (v *Vault) closeHole(ctx context.Context, tx *ledger.Tx, kept func(ID) bool) (*roster, compartmentKeys, error) {
	const doing = "closing a hole in the roster"
	at, err := tx.Heads()
	if err != nil {
		return nil, nil, err
	}
	heads := inFile(at...)
	next, keys := v.roster().hole.start.clone(), maps.Clone(v.keys())
	steps := v.closingSteps(heads)
	ends := next.epoch
	for _, s := range steps {
		if s.fresh {
			ends++
		}
	}
	for ; ends <= v.roster().epoch; ends++ {
		steps = append(steps, rosterStep{actRole, v.Me(), true, heads})
	}
	for i, s := range steps {
		e := entry{Epoch: next.epoch, Action: s.action, Signer: v.me().ID, Grants: []string{}, Heads: s.heads}
		if s.fresh {
			e.Epoch++
		}
		if e.Epoch > v.roster().epoch && keys[e.Epoch] == nil {
			keys[e.Epoch] = newCompartmentKeys()
			for c, key := range keys[e.Epoch] {
				old := keys[e.Epoch-1][c]
				if err := tx.PutBox(ledger.Box{Class: ledger.ClassPast, Subject: c.holder(), Number: uint64(e.Epoch - 1), Body: key.Seal(old[:], pastPlace(v.id, c, e.Epoch-1))}); err != nil {
					return nil, nil, err
				}
			}
		}
		if roleHeld(keys[e.Epoch]) != Manager {
			return nil, nil, refuse(CodeRoster, doing) // a key of before is missing
		}
		reader, err := auditIdentity(keys[e.Epoch][inManagement])
		if err != nil {
			return nil, nil, err
		}
		if e.Audit = reader.Public().KEM; e.Epoch == next.epoch {
			e.Audit = next.audit
		}
		if i == len(steps)-1 {
			grants, err := issueGrants(v.id, v.Me(), e.Epoch, keys[e.Epoch])
			if err != nil {
				return nil, nil, err
			}
			for _, g := range grants {
				if err := tx.PutBox(g); err != nil {
					return nil, nil, err
				}
				e.Grants = append(e.Grants, hexOf(g.Hash()))
			}
		}
		box, err := next.sign(v.identity(), keys[e.Epoch][inContacts], e, s.m)
		if err == nil {
			err = tx.PutBox(box)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	for id, g := range v.groups {
		if g.in == 0 || !kept(id) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if err := v.wrapUnder(tx, id, g, g.in, next.epoch, keys[next.epoch][g.in]); err != nil {
			return nil, nil, err
		}
	}
	return next, keys, nil
}

// inForce lets what is written be of another roster for a while.
func (v *Vault) inForce(r *roster, keys compartmentKeys) (back func()) {
	was := v.here()
	v.sitting.Store(&sitting{identity: was.identity, me: r.members[was.me.ID], roster: r, keys: keys})
	return func() { v.sitting.Store(was) }
}

// rememberRepaired keeps the anchor of a file that was just made: it is not older
// than any, whatever it lacks, and says nothing of the file that it was made of.
func (c *computer) rememberRepaired(vault ID, a anchor) {
	if c.dir == "" {
		return
	}
	was, places := c.anchorsOf(vault), []anchor{a}
	for _, other := range was.places {
		if other.Path != a.Path && len(places) < mostPlaces {
			places = append(places, other)
		}
	}
	_ = c.keepAnchors(vault, was, places) // else it is called older until a manager accepts it
}

func (v *Vault) anchorOf(to string, head ledger.Head, r *roster) anchor {
	return anchor{Path: plainPath(to), Origin: head.Origin, Seq: head.Seq, Link: hex.EncodeToString(head.Link[:]), Roster: hexOf(r.last()), At: v.Now().UTC(), Restored: true}
}
