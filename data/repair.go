package data

import (
	"context"
	"maps"
	"slices"

	"noddfa/data/ledger"
)

// repair is written into a file that was made of what could be read of a
// damaged one, so that what is missing there is known and no new damage.
type repair struct {
	Gaps []gap `json:"gaps,omitempty"`
}

// gap is a revision before which others are missing, and the newest that is
// still there before them, if any.
type gap struct {
	headInFile
	Before headInFile `json:"before"`
}

// Repair makes a new vault file of everything that can be read and that counts,
// and leaves this one as it is. It returns how many gaps the chains have there.
func (v *Vault) Repair(ctx context.Context, to string) (gaps int, err error) {
	const doing = "repairing"
	if v.me().Role != Manager {
		return 0, refuse(CodeNoKey, doing)
	}
	if v.Holed() && !v.mayCloseHole() {
		return 0, refuse(CodeRoster, doing)
	}
	lines, err := v.allLines(ctx)
	if err != nil {
		return 0, fail(doing, err)
	}
	lacking, err := v.withoutGrants(ctx)
	if err != nil {
		return 0, fail(doing, err)
	}
	origin := v.computer.origin
	v.computer.origin = NewID() // a copied file never continues a chain
	defer func() { v.computer.origin = origin }()
	if err := v.followChains(ctx); err != nil {
		return 0, fail(doing, err)
	}
	groups := map[ID]bool{groupZero(inCasework): true} // of which something is kept
	keep := ledger.Kept{
		Revision: func(r *ledger.Revision) bool {
			_, _, _, reason := v.unseal(*r)
			if reason == putBack {
				r.Box = nil
			}
			kept := slices.Contains([]string{"", notYours, isErased, putBack}, reason) && (reason != notYours || v.othersHave(r.Group))
			groups[r.Group] = groups[r.Group] || kept
			return kept
		},
		Box: func(b ledger.Box) bool {
			switch {
			case v.Holed() && (b.Class == ledger.ClassRoster || slices.Contains(memberClasses, b.Class)):
				return v.keptOfMembers(b)
			case slices.Contains(memberClasses, b.Class):
				return v.roster().wrong(b).Reason == "" // it opens nothing, and would be damage there too
			}
			v.mu.RLock()
			defer v.mu.RUnlock()
			return b.Class != ledger.ClassWrap || len(b.Subject) != len(ID{}) || v.erased.groups[ID(b.Subject)].IsZero() && groups[ID(b.Subject)]
		},
	}
	holed := v.Holed()
	var made anchor
	err = v.ledger.Copied(ctx, to, keep, func(tx *ledger.Tx, missing []ledger.Gap) error {
		gaps = len(missing)
		for _, b := range v.instead {
			if !keep.Box(b) {
				continue
			}
			if err := tx.PutBox(b); err != nil {
				return err
			}
		}
		if holed {
			r, keys, err := v.closeHole(ctx, tx, func(id ID) bool { return groups[id] && v.erased.groups[id].IsZero() })
			if err != nil {
				return err
			}
			defer v.inForce(r, keys)()
		} else if err := v.grantAgain(tx, lacking); err != nil {
			return err
		}
		back, err := v.groupZeroAgain(tx)
		defer back()
		if err != nil {
			return err
		}
		for _, line := range lines {
			if err := v.putOverview(tx, line); err != nil {
				return err
			}
		}
		if err := v.draftsAgain(ctx, tx); err != nil {
			return err
		}
		_, _, err = v.append(tx, []change{
			{NewID(), groupZero(inContacts), gapsIn(missing)},
			event(AuditEvent{Action: AuditRepaired}),
		})
		if err != nil {
			return err
		}
		heads, err := tx.Heads()
		for _, h := range heads {
			if h.Origin == v.computer.origin {
				made = v.anchorOf(to, h, v.roster())
			}
		}
		return err
	})
	if err != nil {
		return 0, fail(doing, err)
	}
	if !v.older {
		v.computer.rememberRepaired(v.id, made)
	}
	return gaps, nil
}

// draftsAgain takes over what those who stay have typed and not saved, as far as it can be read.
func (v *Vault) draftsAgain(ctx context.Context, tx *ledger.Tx) error {
	v.mu.RLock()
	held := maps.Clone(v.held)
	v.mu.RUnlock()
	for _, m := range v.Members() {
		if !m.Active {
			continue
		}
		boxes, err := v.ledger.Drafts(ctx, m.ID)
		if err != nil && CodeOf(err) != CodeDamaged {
			return err
		}
		for form, box := range boxes {
			if err := tx.PutDraft(ledger.ID(m.ID), form, box); err != nil {
				return err
			}
		}
		for of, d := range held { // newer than what is in the file
			if of.member != m.ID {
				continue
			}
			if err := tx.PutDraft(ledger.ID(m.ID), ledger.ID(of.form), d.Box); err != nil {
				return err
			}
		}
	}
	return nil
}

// othersHave reports whether somebody else may have the key of a group that this
// manager cannot open: a case that is restricted to them. To the rows of any other
// no key leads any more, and they would be damage in each file made of this one.
func (v *Vault) othersHave(group ID) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return len(v.holders[group]) > 0
}

// groupZeroAgain makes new keys for what belongs to no case where the old ones are
// lost: without them nothing could be written into the repaired file. back forgets
// them, for they are not this file's.
func (v *Vault) groupZeroAgain(tx *ledger.Tx) (back func(), err error) {
	var made []ID
	back = func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		for _, id := range made {
			delete(v.groups, id)
		}
	}
	for _, c := range compartmentsOf(Manager) {
		id := groupZero(c)
		v.mu.RLock()
		_, known := v.groups[id]
		v.mu.RUnlock()
		if known {
			continue
		}
		if err := v.newGroup(tx, id, c); err != nil {
			return back, err
		}
		made = append(made, id)
	}
	return back, nil
}

// withoutGrants are the members who lack a grant of their role that counts. The
// kit's are made anew with a new kit alone.
func (v *Vault) withoutGrants(ctx context.Context) ([]Member, error) {
	grants, _, err := v.memberBoxes(ctx, ledger.ClassGrant)
	if err != nil {
		return nil, err
	}
	have := map[ID]int{}
	for _, g := range grants {
		if len(g.Subject) == len(ID{}) && g.Number == uint64(v.roster().epoch) && v.roster().counts(g) {
			have[ID(g.Subject)]++
		}
	}
	return slices.DeleteFunc(v.Members(), func(m Member) bool { return !m.Active || m.Kit || have[m.ID] >= rank(m.Role) }), nil
}

// grantAgain gives members in a repaired file what their role opens, with an
// entry of the roster for each that changes nothing else.
func (v *Vault) grantAgain(tx *ledger.Tx, lacking []Member) error {
	next := v.roster().clone()
	keys := v.keys()[next.epoch]
	heads, err := tx.Heads()
	if err != nil {
		return err
	}
	for _, m := range lacking {
		issued, err := issueGrants(v.id, m, next.epoch, keys)
		if err != nil {
			return err
		}
		e := entry{Epoch: next.epoch, Action: actRole, Signer: v.me().ID, Grants: slices.Clone(next.grants), Heads: inFile(heads...), Audit: next.audit}
		for _, g := range issued {
			e.Grants = append(e.Grants, hexOf(g.Hash()))
		}
		step, err := next.sign(v.identity(), keys[inContacts], e, m)
		if err != nil {
			return err
		}
		for _, b := range append(issued, step) {
			if err := tx.PutBox(b); err != nil {
				return err
			}
		}
	}
	return nil
}

// allLines makes every overview anew from the records themselves.
func (v *Vault) allLines(ctx context.Context) ([]overviewLine, error) {
	v.mu.RLock()
	groups := make([]ID, 0, len(v.groups))
	for id := range v.groups {
		groups = append(groups, id)
	}
	v.mu.RUnlock()
	var lines []overviewLine
	for _, id := range groups {
		records, err := v.readGroup(ctx, id)
		if err != nil {
			return nil, err
		}
		var done []applied
		for _, r := range newest(records) {
			done = append(done, applied{change{r.record, id, r.value}, r.revision, r.written, r.author})
		}
		for _, line := range v.linesOf(done) {
			// A line whose record is lost is made of what is left whenever the file is opened.
			if slices.ContainsFunc(done, func(a applied) bool { return a.record == line.record }) {
				lines = append(lines, line)
			}
		}
	}
	return lines, nil
}

// knownGaps are the gaps that a repair has written down.
func (v *Vault) knownGaps(ctx context.Context) ([]gap, error) {
	gaps, _, err := v.repaired(ctx)
	return gaps, err
}

// repaired reports whether the file was made by a repair, and the gaps that it
// has written down: there are none where whole chains were left out.
func (v *Vault) repaired(ctx context.Context) (gaps []gap, is bool, err error) {
	revisions, err := v.ledger.Group(ctx, groupZero(inContacts))
	if err != nil {
		return nil, false, err
	}
	for _, r := range revisions {
		if Kind(r.Kind) != KindRepair {
			continue
		}
		if o, reason := v.open(r); reason == "" {
			gaps, is = append(gaps, o.value.(repair).Gaps...), true
		}
	}
	return gaps, is, nil
}

func isKnown(gaps []gap, r ledger.Revision) bool {
	return slices.ContainsFunc(gaps, func(g gap) bool {
		return g.headInFile == inFile(ledger.Head{Origin: r.Origin, Seq: r.Seq, Link: r.Link})[0]
	})
}

func gapsIn(missing []ledger.Gap) repair {
	var r repair
	for _, m := range missing {
		r.Gaps = append(r.Gaps, gap{inFile(m.Head)[0], inFile(m.Before)[0]})
	}
	return r
}
