package data

import (
	"context"
	"encoding/json"
	"errors"

	"noddfa/data/ledger"
)

// Damage is a record that cannot be read, and why: "unreadable", "hash",
// "link", "signature", "box", "author", "wrap", "emptied" (its bytes are gone and
// no manager erased them), "put-back" (what was erased is there again), "missing"
// (a key or a member's row), "stranger" (such a row of nobody who is a member),
// "end" (the end of the file is missing), "foreign" (a trigger, view, table or index that is not ours) or "rows" (of an
// origin, that this computer has seen and that are gone).
type Damage struct {
	Record ID     `json:"record"`
	Kind   string `json:"kind"`
	Case   string `json:"case"` // its reference; "" outside cases, or where it is not known
	Reason string `json:"reason"`
	Lost   string `json:"lost,omitempty"` // by Check: "nothing", "version", "record", "key" or "unknown"
}

// Damaged lists what could not be read so far.
func (v *Vault) Damaged() []Damage {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return append([]Damage(nil), v.damage...)
}

// load reads the keys of the groups and the overviews: what lists show, and
// nothing else. Where the overviews cannot be relied on, the lists are made anew
// from the records.
func (v *Vault) load(ctx context.Context) error {
	for _, f := range v.ledger.Foreign() {
		v.note(Damage{Kind: f.Kind, Reason: foreign})
	}
	if err := v.loadGroups(ctx); err != nil {
		return err
	}
	if err := v.loadErasures(ctx); err != nil {
		return err
	}
	if err := v.findKeyless(ctx); err != nil {
		return err
	}
	overviews, err := v.ledger.Overviews(ctx)
	if err != nil && !errors.Is(err, ledger.ErrDamaged) {
		return err
	}
	if err != nil {
		d, err := v.structureDamage(ctx)
		if err != nil {
			return err
		}
		v.note(d)
		overviews = nil
	}
	for _, o := range overviews {
		if err := v.loadOverview(ctx, o); err != nil {
			return err
		}
	}
	for _, id := range v.withoutLine() {
		if err := v.rebuild(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

const (
	foreign  = "foreign"
	absent   = "missing"
	stranger = "stranger"
	rowsGone = "rows"
	cutOff   = "end"
)

// dropForeign takes out of the file what is not ours, for whoever unlocks has
// seen by now that it is there. Where it cannot be taken out nothing is written.
func (v *Vault) dropForeign(ctx context.Context) {
	found, err := v.ledger.DropForeign(ctx)
	if err == nil && len(found) > 0 {
		v.tell(ctx, AuditEvent{Action: AuditForeign, Subject: found[0].Kind})
	}
}

// withoutLine returns this member's groups that no list shows yet.
func (v *Vault) withoutLine() []ID {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []ID
	for id := range v.groups {
		_, isContact := v.contacts[id]
		_, isCase := v.cases[id]
		_, isCard := v.cards[id]
		shown := isContact || isCase || isCard || id == groupZero(inContacts) && !v.org.ID.IsZero() ||
			id == groupZero(inManagement) && !v.kit.ID.IsZero() || id == groupZero(inCasework)
		if !shown {
			list = append(list, id)
		}
	}
	return list
}

func (v *Vault) note(d Damage) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, known := range v.damage {
		if known == d {
			return
		}
	}
	v.damage = append(v.damage, d)
}

// loadOverview opens one overview, or makes it anew from the record where it
// is out of date or damaged.
func (v *Vault) loadOverview(ctx context.Context, o ledger.Overview) error {
	v.mu.RLock()
	g := v.groups[o.Group]
	v.mu.RUnlock()
	if g == nil {
		return nil // not this member's
	}
	if Kind(o.Kind) == KindApproval {
		return v.loadApproval(ctx, o.Record)
	}
	key, ok := v.overviewKey(g, o.KeyVersion)
	r := ledger.Revision{Group: o.Group, KeyVersion: o.KeyVersion, Kind: o.Kind, Record: o.Record, Revision: o.Revision}
	if ok && o.Fresh {
		if text, err := key.Open(o.Box, v.place("overview", r)); err == nil && v.showOverview(o, text) == nil {
			return nil
		}
	}
	if err := v.rebuild(ctx, o.Group); err != nil {
		return err
	}
	if _, erased := v.erasedBy(r); !erased { // else the version before counts again
		d := v.damageOf(r, "overview")
		d.Lost = LostNothing
		v.mu.Lock()
		v.mended = append(v.mended, d)
		v.mu.Unlock()
	}
	return nil
}

// loadApproval reads a manager's ruling itself: an overview is signed by
// nobody, and so approves nothing.
func (v *Vault) loadApproval(ctx context.Context, record ID) error {
	revisions, err := v.ledger.Record(ctx, record)
	if err != nil {
		return err
	}
	if err := v.followChains(ctx); err != nil {
		return err
	}
	for _, r := range revisions {
		o, reason := v.open(r)
		if reason != "" {
			v.noteUnreadable(r, reason)
			continue
		}
		v.mu.Lock()
		if a, ok := o.value.(Approval); ok {
			v.approvals[o.record] = approvalLine{a, o.revision, r.Group, o.author, o.written}
		}
		v.mu.Unlock()
	}
	return nil
}

// showOverview puts an opened overview into its list.
func (v *Vault) showOverview(o ledger.Overview, text []byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch Kind(o.Kind) {
	case KindContact:
		line := ContactLine{}
		if err := json.Unmarshal(text, &line); err != nil {
			return err
		}
		line.ID, line.Revision = o.Record, o.Revision
		v.contacts[o.Record] = line
	case KindCase:
		line := CaseLine{}
		if err := json.Unmarshal(text, &line); err != nil {
			return err
		}
		line.ID, line.Revision = o.Record, o.Revision
		v.cases[o.Record] = line
	case KindTask:
		line := TaskLine{}
		if err := json.Unmarshal(text, &line); err != nil {
			return err
		}
		line.ID, line.Revision = o.Record, o.Revision
		v.tasks[o.Record] = line
	case KindLetter:
		line := LetterLine{}
		if err := json.Unmarshal(text, &line); err != nil {
			return err
		}
		line.ID, line.Revision = o.Record, o.Revision
		v.letters[o.Record] = line
	case KindSaved:
		line := CopyLine{}
		if err := json.Unmarshal(text, &line); err != nil {
			return err
		}
		line.ID, line.Revision, line.Case = o.Record, o.Revision, o.Group
		v.copies[o.Record] = line
	case KindAsked:
		line := AskedLine{}
		if err := json.Unmarshal(text, &line); err != nil {
			return err
		}
		line.ID, line.Revision, line.Case = o.Record, o.Revision, o.Group
		v.asked[o.Record] = line
	case KindCard:
		var card Card
		if err := json.Unmarshal(text, &card); err != nil {
			return err
		}
		card.revision = o.Revision
		v.cards[o.Record] = card
	case KindOrganisation:
		v.org.ID, v.org.Revision = o.Record, o.Revision
		return json.Unmarshal(text, &v.org.Value)
	case KindWording:
		v.wording.ID, v.wording.Revision = o.Record, o.Revision
		return json.Unmarshal(text, &v.wording.Value)
	case KindKit:
		v.kit.ID, v.kit.Revision = o.Record, o.Revision
		return json.Unmarshal(text, &v.kit.Value)
	}
	return nil
}

// rebuild makes the lines of a group anew from its records.
func (v *Vault) rebuild(ctx context.Context, group ID) error {
	records, err := v.readGroup(ctx, group)
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, r := range records {
		v.show(applied{change{r.record, group, r.value}, r.revision, r.written, r.author})
	}
	return nil
}
