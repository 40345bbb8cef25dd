package data

import (
	"context"
	"slices"
	"strings"

	"noddfa/data/ledger"
)

// Undone is what became of a case when the sorting of a contact into it was
// undone.
type Undone struct {
	Stays int  // records that were made of the contact and changed since: somebody has to look at them
	Empty bool // the case was opened for this contact and has nothing else; a manager may erase it
}

// UndoTriage takes a contact out of the case that it was sorted into: it waits to
// be sorted again, and its words are the contacts' again. What sorting made of it
// in the case, which nobody has changed since, goes with it, as a moved record
// does; what somebody has changed since stays.
func (v *Vault) UndoTriage(ctx context.Context, contact ID, why string) (Undone, error) {
	const doing = "undoing the sorting of a contact"
	var done Undone
	why = strings.TrimSpace(why)
	e, err := v.Contact(ctx, contact)
	if err != nil {
		return done, err
	}
	c, caseID := e.Value, e.Value.Case
	switch _, ok := v.CaseLine(caseID); {
	case caseID.IsZero():
		return done, refuse(CodeNotSorted, doing)
	case !ok || v.OtherSide(caseID):
		return done, refuse(CodeNoCase, doing)
	case why == "":
		return done, refuse(CodeNeedsReason, doing)
	}
	list, err := v.readGroup(ctx, caseID)
	if err != nil {
		return done, fail(doing, err)
	}
	if err := v.heldBack(list, caseID); err != nil {
		return done, fail(doing, err)
	}
	before, err := v.asSorted(ctx, contact)
	if err != nil {
		return done, fail(doing, err)
	}
	list = withoutAway(list)
	var changes []change
	var gone []ID
	done, changes, gone = v.unmake(list, contact, caseID, before, why)
	c.Case = ID{}
	changes = append(changes, change{contact, contact, c}, event(AuditEvent{Action: AuditUnsorted, Subject: v.aboutCase(caseID)}))
	if err := v.passBack(ctx, contact, c, changes); err != nil {
		return Undone{}, fail(doing, err)
	}
	return done, fail(doing, v.afterAway(ctx, caseID, gone...))
}

// passBack writes the changes by which a contact, as it is now, is in no case any more.
func (v *Vault) passBack(ctx context.Context, contact ID, now Contact, changes []change) error {
	v.settling.Lock()
	defer v.settling.Unlock()
	back, restore := v.backToContacts(contact)
	cards, begin := v.cardAfter(contact, now)
	if _, err := v.commit(ctx, append(changes, cards...), back, begin); err != nil {
		restore()
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, id := range append(v.cardsOfContact(contact), contact) {
		delete(v.holders, id)
	}
	return nil
}

// asSorted is a contact as it was when it was sorted last.
func (v *Vault) asSorted(ctx context.Context, contact ID) (Contact, error) {
	list, err := v.readGroup(ctx, contact)
	if err != nil {
		return Contact{}, err
	}
	var sorted, last Contact
	for _, o := range list {
		now, ok := o.value.(Contact)
		if ok && !now.Case.IsZero() && last.Case != now.Case {
			sorted = now
		}
		last = now
	}
	sorted.Case = ID{}
	return sorted, nil
}

// unmake ends the link of a contact to its case and takes out what sorting made
// of it there.
func (v *Vault) unmake(list []opened, contact, caseID ID, before Contact, why string) (done Undone, changes []change, gone []ID) {
	var tie opened
	for _, o := range list {
		if l, ok := o.value.(link); ok && l.Contact == contact && l.Undone.IsZero() {
			tie = o
		}
	}
	if tie.record.IsZero() {
		return done, nil, nil // it came with an imported log of another build, which made nothing of it
	}
	changes = append(changes, change{tie.record, caseID, link{Contact: contact, Undone: v.Now()}})
	begun := slices.ContainsFunc(list, func(o opened) bool { return o.record == caseID && o.parent.IsZero() && o.written.Equal(tie.written) })
	others := 0
	made := v.contactChanges(caseID, contact, before)
	for _, c := range made {
		if task, ok := c.value.(Task); ok {
			task.From = ID{} // as older builds wrote it
			made = append(made, change{c.record, c.group, task})
		}
	}
	for _, o := range newest(list) {
		versions := versionsOf(list, o.record)
		i := slices.IndexFunc(made, func(c change) bool {
			return versions[0].written.Equal(tie.written) && versions[0].author == tie.author && sameJSON(versions[0].value, c.value)
		})
		person, isPerson := o.value.(Person)
		switch {
		case i >= 0 && len(versions) == 1:
			made = slices.Delete(made, i, i+1)
			gone = append(gone, o.record)
			changes = append(changes, change{NewID(), caseID, Moved{Record: o.record, What: o.kind.String(), Out: true, Contact: contact, Why: why, Revisions: []ID{o.revision}}})
		case i >= 0:
			made = slices.Delete(made, i, i+1)
			done.Stays++
			others++
		case o.record == caseID && len(versions) == 1, isPerson && person.Role == RoleClient && len(versions) == 1, o.record == tie.record:
		default:
			others++
		}
	}
	done.Empty = begun && others == 0
	return done, changes, gone
}

func (v *Vault) cardsOfContact(contact ID) []ID {
	var list []ID
	for id, card := range v.cards.all() {
		if card.Contact == contact && v.groups[id] != nil {
			list = append(list, id)
		}
	}
	return list
}

// backToContacts puts the keys of a contact and of its card under the contacts'
// compartment, and nowhere else.
func (v *Vault) backToContacts(contact ID) (wrap func(*ledger.Tx) error, restore func()) {
	type where struct {
		in    compartment
		named []ID
	}
	before := map[ID]where{}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, id := range append(v.cardsOfContact(contact), contact) {
		if g := v.groups[id]; g != nil {
			before[id] = where{g.in, g.named}
			g.in, g.named, g.sure = inContacts, nil, true
		}
	}
	wrap = func(tx *ledger.Tx) error {
		for id := range before {
			if err := tx.DeleteBoxes(ledger.ClassWrap, id[:]); err != nil {
				return err
			}
			if err := v.wrap(tx, id, v.groups[id]); err != nil {
				return err
			}
		}
		return nil
	}
	return wrap, func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		for id, w := range before {
			v.groups[id].in, v.groups[id].named = w.in, w.named
		}
	}
}
