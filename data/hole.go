package data

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"slices"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// An entry of the roster that was taken out of both tables, or that was written
// over, leaves a hole. The entry after it names it by its hash, so it was there,
// and whatever it said is not known: it may have removed somebody, or taken a role
// away. What is read of such a file is what can be proved without it, and nothing
// is written into it any more.

// hole is what is known of a roster with entries that are missing.
type hole struct {
	start  *roster           // what the entries before the first hole came to
	gap    uint64            // how many are missing right before the next entry
	newest bool              // the file's newest entry counts
	proven map[ID]headInFile // the heads of the newest entry that is known to be genuine
	chain  map[[32]byte]bool // that entry, and those that it leads back to
}

// knownEntries tells which entries are genuine without the chain before them: this
// computer has seen them, or whoever opens the file signed them.
type knownEntries struct {
	seen map[string]bool // hashes of entries that were once the newest
	me   ID
	mine seal.Public
}

func (k knownEntries) knows(box ledger.Box) bool {
	if k.seen[hexOf(sha256.Sum256(box.Body))] {
		return true
	}
	e, payload, signature, err := entryIn(box)
	return err == nil && e.Signer == k.me && k.mine.Check("roster", payload, signature) == nil
}

// entriesSeen are the hashes of the newest entries that this computer has seen of a
// vault, wherever its file was.
func (c *computer) entriesSeen(vault ID) map[string]bool {
	seen := map[string]bool{}
	for _, a := range c.anchorsOf(vault).places {
		seen[a.Roster] = true
	}
	delete(seen, "")
	return seen
}

// before is how many entries are missing right before the next.
func (h *hole) before() uint64 {
	if h == nil {
		return 0
	}
	return h.gap
}

// proves reports whether an entry is one that leads to a genuine one.
func (h *hole) proves(box ledger.Box) bool { return h != nil && h.chain[sha256.Sum256(box.Body)] }

// overHoles follows entries and passes over those that are missing or do not count.
func (r *roster) overHoles(boxes, others []ledger.Box, genesis [32]byte, keys keysOf, known knownEntries) (*roster, []ledger.Box, error) {
	at := map[uint64][]ledger.Box{}
	for _, b := range slices.Concat(boxes, others) {
		at[b.Number] = append(at[b.Number], b)
	}
	numbers := slices.Sorted(maps.Keys(at))
	var taken []ledger.Box
	for _, n := range numbers {
		slices.SortStableFunc(at[n], func(a, b ledger.Box) int { return named(at[n+1], b) - named(at[n+1], a) })
		var err error
		for _, box := range at[n] {
			branch := r.clone()
			if n > r.next {
				branch.open(n, at, numbers, known)
			}
			if err = branch.step(box, genesis, keys); err != nil {
				continue
			}
			if branch.hole != nil {
				branch.hole.gap, branch.hole.newest = 0, true
			}
			r = branch
			if slices.ContainsFunc(others, func(o ledger.Box) bool { return o.Number == n && bytes.Equal(o.Body, box.Body) }) {
				taken = append(taken, box)
			}
			break
		}
		switch {
		case err == nil:
		case n == 0:
			return nil, nil, err
		default: // it is there and is not what it was
			if next := r.next; r.hole == nil {
				r.open(n, at, numbers, known)
				r.next = next
			}
			r.hole.newest = false
		}
	}
	return r, taken, nil
}

// named is 1 where an entry names a box as the one before, as far as that shows
// without keys.
func named(entries []ledger.Box, box ledger.Box) int {
	hash := hexOf(sha256.Sum256(box.Body))
	if slices.ContainsFunc(entries, func(b ledger.Box) bool { e, _, _, err := entryIn(b); return err == nil && e.Previous == hash }) {
		return 1
	}
	return 0
}

// open begins a hole, or goes on with one, up to an entry.
func (r *roster) open(to uint64, at map[uint64][]ledger.Box, numbers []uint64, known knownEntries) {
	h := hole{}
	if r.hole != nil {
		h = *r.hole
	} else {
		h.start = r.clone()
		h.chain = map[[32]byte]bool{}
		h.prove(r.next, at, numbers, known)
	}
	h.gap = to - r.next
	r.hole, r.next = &h, to
}

// prove looks for the newest entry after the hole that is genuine, and goes back
// from it.
func (h *hole) prove(from uint64, at map[uint64][]ledger.Box, numbers []uint64, known knownEntries) {
	for _, n := range slices.Backward(numbers) {
		if n < from {
			return
		}
		for _, box := range at[n] {
			if !known.knows(box) {
				continue
			}
			e, _, _, err := entryIn(box)
			if err != nil {
				continue
			}
			h.proven = e.until()
			for ; err == nil; n-- {
				h.chain[sha256.Sum256(box.Body)] = true
				i := slices.IndexFunc(at[n-1], func(b ledger.Box) bool { return hexOf(sha256.Sum256(b.Body)) == e.Previous })
				if i < 0 {
					return
				}
				box = at[n-1][i]
				e, _, _, err = entryIn(box)
			}
			return
		}
	}
}

// roleHeld is the role whose compartments somebody has the keys of.
func roleHeld(keys map[compartment]seal.Key) Role {
	held := Role("")
	for _, role := range []Role{Volunteer, Caseworker, Manager} {
		for _, c := range compartmentsOf(role) {
			if _, ok := keys[c]; !ok {
				return held
			}
		}
		held = role
	}
	return held
}

// opener is the member who opens the file with their keys; false where the roster
// does not let them. Over a hole their own keys show who they are, and they have no
// role of which they do not hold the keys.
func (r *roster) opener(member ID, public seal.Public, keys compartmentKeys) (Member, bool) {
	m, known := r.members[member]
	same := bytes.Equal(m.public.Verify, public.Verify)
	if r.hole == nil {
		return m, known && m.Active && same
	}
	held := roleHeld(keys[r.epoch])
	if held == "" || known && !m.Active {
		return m, false
	}
	switch {
	case !known: // the entry that added them is missing, and their name with it
		m = Member{ID: member, Name: member.String()[:8], Role: held, Active: true}
		r.order = append(r.order, member)
	case !same: // they got new keys by an entry that is missing
		m.past = append(slices.Clone(m.past), standing{m.Role, m.public, r.hole.start.heads})
	}
	m.public = public
	if rank(held) < rank(m.Role) {
		m.Role = held
	}
	r.members[member] = m
	return m, true
}

// judge takes from the other members what the newest entry gives them no grants for:
// an entry that is missing took it from them.
func (r *roster) judge(grants []ledger.Box, but ID) {
	if r.hole == nil || !r.hole.newest {
		return
	}
	has := map[ID]map[byte]bool{}
	for _, g := range grants {
		if len(g.Subject) == len(ID{}) && len(g.Holder) == 1 && r.counts(g) {
			id := ID(g.Subject)
			if has[id] == nil {
				has[id] = map[byte]bool{}
			}
			has[id][g.Holder[0]] = true
		}
	}
	for id, m := range r.members {
		left := len(has[id])
		if id == but || !m.Active || left >= rank(m.Role) {
			continue
		}
		m.past = append(slices.Clone(m.past), standing{m.Role, m.public, r.hole.reach()})
		m.Active = left > 0
		if m.Active {
			m.Role = []Role{Volunteer, Caseworker}[left-1]
		}
		r.members[id] = m
	}
}

// reach is up to where the chains of all origins are vouched for.
func (h *hole) reach() map[ID]headInFile {
	last := maps.Clone(h.start.heads)
	if last == nil {
		last = map[ID]headInFile{}
	}
	maps.Copy(last, h.proven)
	return last
}

// allows reports whether a revision counts although entries of the roster are
// missing that may have been about its author. Whoever left, was given less or lost
// their keys there has no key that was made since; and nobody but who opens the
// file is known to be a manager still.
func (v *Vault) allows(r ledger.Revision, author ID) bool {
	h := v.roster().hole
	if h == nil || author == v.me().ID {
		return true
	}
	for _, heads := range []map[ID]headInFile{h.start.heads, h.proven} {
		if head, ok := heads[r.Origin]; ok && r.Seq <= head.Seq && v.unbroken(r, head) {
			return true
		}
	}
	began := h.start.epoch
	if v.roster().epoch == began {
		return true // nobody lost anything
	}
	if forManagers(Kind(r.Kind)) {
		return r.KeyVersion > began
	}
	if !mayWrite(Caseworker, Kind(r.Kind)) {
		return false
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	g := v.groups[r.Group]
	if g == nil {
		return false
	}
	key, _ := g.versions.of(r.KeyVersion)
	return key.ours && key.made > began
}

// findHoles notes that entries of the roster are missing.
func (v *Vault) findHoles() {
	if v.Holed() {
		v.note(Damage{Kind: boxNames[ledger.ClassRoster], Reason: absent, Lost: LostUnknown})
	}
}

// Holed reports whether entries are missing from the list of members: then it
// cannot be known who is a colleague, and nothing is written into the file.
func (v *Vault) Holed() bool { return v.roster() != nil && v.roster().hole != nil }

// RosterHoled reports whether it is among what is damaged that an entry is missing
// from the list of members.
func RosterHoled(list []Damage) bool {
	return slices.ContainsFunc(list, func(d Damage) bool {
		return d.Kind == boxNames[ledger.ClassRoster] && d.Reason == absent
	})
}
