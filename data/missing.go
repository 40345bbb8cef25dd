package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"noddfa/data/ledger"
)

// A row of a key that was deleted from both tables leaves nothing behind that
// could be wrong. What should be there is known all the same: of groups by their
// revisions, of members by the roster.

// findKeyless notes the groups that have records and to which no key leads any
// more, whosever it was: everybody with the file can see that. What only looks
// restricted, because its keys for all were taken away, has none for the kit.
func (v *Vault) findKeyless(ctx context.Context) error {
	groups, err := v.readGroups(ctx)
	if err != nil && !errors.Is(err, ledger.ErrDamaged) {
		return err
	}
	if err == nil {
		wraps, _, err := v.readWraps(ctx)
		if err != nil {
			return err
		}
		v.findEmpty(wraps, groups)
	}
	defer func() {
		v.mu.Lock()
		v.wrapped = nil // nothing else asks
		v.mu.Unlock()
	}()
	for _, id := range groups {
		v.mu.RLock()
		_, erased := v.erased.groups[id]
		keyless := !v.wrapped[id] || v.restricted(id) && !v.heldByKit(id)
		v.mu.RUnlock()
		if erased || !keyless {
			continue
		}
		revisions, err := v.ledger.Group(ctx, id)
		if err != nil {
			return err
		}
		// A row that is damaged itself may name a group that never was.
		if slices.ContainsFunc(revisions, func(r ledger.Revision) bool { return r.Group == id && r.Linked() }) {
			v.note(Damage{Record: id, Kind: "key", Reason: absent, Lost: LostKey})
		}
	}
	return nil
}

// findEmpty notes the keys of groups that have no row. A key and the first row of
// its group are written together, so that row was there.
func (v *Vault) findEmpty(wraps []ledger.Box, groups []ledger.ID) {
	known := map[ID]bool{groupZero(inCasework): true} // nothing is written there
	for _, id := range groups {
		known[id] = true
	}
	for _, w := range wraps {
		if len(w.Subject) != len(ID{}) || known[ID(w.Subject)] {
			continue
		}
		id := ID(w.Subject)
		known[id] = true
		v.mu.RLock()
		_, erased := v.erased.groups[id]
		v.mu.RUnlock()
		if !erased {
			v.note(Damage{Record: id, Kind: boxNames[ledger.ClassWrap], Reason: rowGone, Lost: LostRecord})
		}
	}
}

// findGaps notes the rows that follow on one that is not there, unless a repair
// has written down that it could not be read.
func (v *Vault) findGaps(ctx context.Context, after []ledger.Revision) error {
	if len(after) == 0 {
		return nil
	}
	known, err := v.knownGaps(ctx)
	if err != nil {
		return err
	}
	for _, r := range after {
		if !isKnown(known, r) {
			d := v.damageOf(r, gapBefore)
			d.Lost = LostUnknown
			v.note(d)
		}
	}
	return nil
}

// lostOf is what an overview says of a revision that the file does not have. It
// counts only where this member can open it, for nobody else could have made it.
func (v *Vault) lostOf(o ledger.Overview) (Damage, bool) {
	if o.Gone == nil || ID(o.Gone.Revision).IsZero() { // of a case of which a repair kept no more than parts
		return Damage{}, false
	}
	v.mu.RLock()
	g := v.groups[o.Gone.Group]
	v.mu.RUnlock()
	if g == nil {
		return Damage{}, false
	}
	r := ledger.Revision{Group: o.Gone.Group, KeyVersion: o.KeyVersion, Kind: o.Gone.Kind, Record: o.Record, Revision: o.Gone.Revision}
	key, ok := v.overviewKey(g, o.KeyVersion)
	if !ok {
		return Damage{}, false
	}
	if _, err := key.Open(o.Box, v.place("overview", r)); err != nil {
		return Damage{}, false
	}
	d := v.damageOf(r, rowGone)
	d.Lost = LostRecord
	if o.Revision != o.Gone.Revision && o.Revision != (ledger.ID{}) {
		d.Lost = LostVersion // an older one is there
	}
	return d, true
}

// heldByKit is for a caller that holds mu.
func (v *Vault) heldByKit(id ID) bool {
	return slices.ContainsFunc(v.holders[id], func(holder ID) bool { return v.roster().members[holder].Kit })
}

// memberClasses are the classes of boxes whose subject is a member.
var memberClasses = []ledger.Class{ledger.ClassIdentity, ledger.ClassGrant, ledger.ClassSpare, ledger.ClassInvitation}

// wrong is why a row of a member does not count; its Reason is "" where it does.
// Rows of somebody the roster never named, or grants of now that it does not name,
// are what is left of entries that were taken from its end.
func (r *roster) wrong(b ledger.Box) Damage {
	var member ID
	copy(member[:], b.Subject)
	m, known := r.members[member]
	d := Damage{Record: member, Kind: boxNames[b.Class]}
	uncounted := b.Class == ledger.ClassGrant && !r.counts(b)
	switch {
	case !known, uncounted && m.Active && b.Number == uint64(r.epoch):
		d.Reason, d.Lost = notNamed, LostUnknown
	case !m.Active, uncounted:
		d.Reason, d.Lost = stranger, LostNothing
	}
	return d
}

// findNotNamed notes the members whom the roster should name and does not.
func (v *Vault) findNotNamed(ctx context.Context) error {
	for _, class := range memberClasses {
		boxes, _, err := v.memberBoxes(ctx, class)
		if err != nil && !errors.Is(err, ledger.ErrDamaged) {
			return err
		}
		for _, b := range boxes {
			if d := v.roster().wrong(b); d.Reason == notNamed {
				v.note(d)
			}
		}
	}
	return nil
}

// lastLooked is how many of the last rows of each chain are looked at for who wrote
// them when the file is unlocked; all of them are by a check.
const lastLooked = 4

// findUnknownAuthors notes what was written last on each computer by somebody whom
// the roster does not name at all: where their own rows and the roster's end were
// taken out, what they wrote is all that tells of them.
func (v *Vault) findUnknownAuthors(ctx context.Context, heads []ledger.Head) {
	for _, h := range heads {
		for seq := h.Seq; seq > 0 && h.Seq-seq < lastLooked; seq-- {
			r, there, err := v.ledger.At(ctx, h.Origin, seq)
			if err != nil || !there || r.Box == nil {
				continue // load and the check say what is wrong
			}
			plain, reason := v.unlockBox(r, &openRoom{})
			if s, ok := readStamp(plain); reason == "" && ok {
				if _, known := v.roster().members[s.author]; !known {
					v.noteUnreadable(r, "author")
				}
			}
		}
	}
}

// MembersCut reports whether it is among what is damaged that the list of members
// does not name somebody any more.
func MembersCut(list []Damage) bool {
	return slices.ContainsFunc(list, func(d Damage) bool { return d.Reason == notNamed })
}

// checkMembers compares the rows of members with the roster: each member has a
// way in and the grants of their role, and nobody else has any.
func (v *Vault) checkMembers(ctx context.Context) ([]Damage, error) {
	var list []Damage
	there := map[string]bool{}
	place := func(class ledger.Class, member []byte, holder []byte) string {
		if class == ledger.ClassIdentity {
			holder = nil // whichever computer it asks for
		}
		return fmt.Sprintf("%d %x %x", class, member, holder)
	}
	for _, class := range memberClasses {
		boxes, damage, err := v.memberBoxes(ctx, class)
		if err != nil {
			return nil, err
		}
		for _, d := range damage {
			if d.Other == nil {
				there[place(class, d.Box.Subject, d.Box.Holder)] = true // and named as damaged
			}
		}
		for _, b := range boxes {
			if d := v.roster().wrong(b); d.Reason != "" {
				if !slices.Contains(list, d) {
					list = append(list, d)
				}
				continue
			}
			there[place(class, b.Subject, b.Holder)] = true
		}
	}
	for _, id := range v.roster().order {
		m := v.roster().members[id]
		if !m.Active {
			continue
		}
		if !there[place(ledger.ClassIdentity, id[:], nil)] {
			list = append(list, Damage{Record: id, Kind: boxNames[ledger.ClassIdentity], Reason: absent, Lost: LostKey})
		}
		for _, c := range compartmentsOf(m.Role) {
			if !there[place(ledger.ClassGrant, id[:], c.holder())] {
				list = append(list, Damage{Record: id, Kind: boxNames[ledger.ClassGrant], Reason: absent, Lost: LostKey})
				break
			}
		}
	}
	return list, nil
}

// wayInMissing reports whether somebody who is a member, as far as the roster
// shows that without keys, has no row to open with a passphrase: then a
// passphrase that opens nothing may be right.
func wayInMissing(ctx context.Context, l *ledger.Ledger) (bool, error) {
	entries, copies, err := l.Boxes(ctx, ledger.ClassRoster)
	if err != nil {
		return false, err
	}
	takeOthers(entries, copies, followsOne(slices.Concat(entries, secondCopies(copies))))
	active := map[ID]bool{}
	for _, b := range entries {
		var e entry
		if len(b.Body) > 64 && json.Unmarshal(b.Body[64:], &e) == nil {
			active[e.Member] = e.Action != actRemove
		}
	}
	rows, damage, err := l.Boxes(ctx, ledger.ClassIdentity)
	if err != nil {
		return false, err
	}
	for _, d := range damage {
		rows = append(rows, d.Box)
	}
	for member, is := range active {
		if is && !slices.ContainsFunc(rows, func(b ledger.Box) bool { return bytes.Equal(b.Subject, member[:]) }) {
			return true, nil
		}
	}
	return len(rows) == 0, nil
}

// followsOne reports whether an entry of the roster names one at the place before
// it, as far as that shows without keys.
func followsOne(entries []ledger.Box) func(ledger.Box) bool {
	hashes := map[uint64][]string{}
	for _, b := range entries {
		hashes[b.Number+1] = append(hashes[b.Number+1], hexOf(sha256.Sum256(b.Body)))
	}
	return func(b ledger.Box) bool {
		var e entry
		return len(b.Body) > 64 && json.Unmarshal(b.Body[64:], &e) == nil && (b.Number == 0 && e.Previous == "" || slices.Contains(hashes[b.Number], e.Previous))
	}
}
