package data

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"noddfa/data/ledger"
)

// erasure is what a manager signs to erase: from then on no sealed bytes are
// expected for what it names, and any that turn up are refused. Everybody can
// read it, since everybody has to tell erased from damaged.
type erasure struct {
	Groups   []ID            `json:"groups,omitempty"`   // whole contacts, cards and cases
	Versions []erasedVersion `json:"versions,omitempty"` // single versions of records
	Held     time.Time       `json:"held_until,omitzero"`
	Again    bool            `json:"again,omitempty"`    // done again after an older copy was put back
	Imported map[ID]string   `json:"imported,omitempty"` // by contact: the keyed hash of its row, so that no log brings it back

	touched []ID // groups with such versions, whose lines are made anew
}

// erasedVersion is one version of one record.
type erasedVersion struct {
	Record   ID `json:"record"`
	Revision ID `json:"revision"`
}

// erasureReason is why, apart from the erasure, because not everybody who may
// know that something was erased may know why.
type erasureReason struct {
	Erasure ID     `json:"erasure"`
	Reason  string `json:"reason"`
}

// Erased is what is left of something erased: when, by whom and why.
type Erased struct {
	ID     ID        `json:"id"` // of the erasure
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason,omitempty"`    // "" where this member may not read it
	Held   time.Time `json:"held_until,omitzero"` // when the last backup that holds it is removed; zero: none holds it
	Again  bool      `json:"again,omitempty"`     // erased before, and again after an older copy was put back

	Unlisted []string `json:"-"` // folders of backups that could not be told of it now
	Copies   []string `json:"-"` // files that hold it still and that no rule removes

	groups   []ID
	versions []erasedVersion
	imported map[ID]string
}

// erasures are those that count.
type erasures struct {
	groups, revisions map[ID]ID // what is erased, and by which erasure
	made              map[ID]Erased
	imported          map[ID]string // by contact: the hash of the row it came of
}

func newErasures() erasures {
	return erasures{groups: map[ID]ID{}, revisions: map[ID]ID{}, made: map[ID]Erased{}, imported: map[ID]string{}}
}

// erasedGroups are the contacts and cases that were erased as a whole.
func (v *Vault) erasedGroups() []ID {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return slices.Collect(maps.Keys(v.erased.groups))
}

// erasedVersions are the single versions that were erased.
func (v *Vault) erasedVersions() (list []erasedVersion) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	for _, e := range v.erased.made {
		list = append(list, e.versions...)
	}
	return list
}

func (e erasures) add(one Erased) {
	e.made[one.ID] = one
	maps.Copy(e.imported, one.imported)
	for _, g := range one.groups {
		if !isGroupZero(g) {
			e.groups[g] = one.ID
		}
	}
	for _, v := range one.versions {
		e.revisions[v.Revision] = one.ID
	}
}

// of returns the erasure that covers a revision. What the file's own order rests
// on, the trail and the erasures themselves, is never erased.
func (e erasures) of(r ledger.Revision) (ID, bool) {
	if by, ok := e.groups[r.Group]; ok {
		return by, true
	}
	if !erasable(Kind(r.Kind)) {
		return ID{}, false
	}
	by, ok := e.revisions[r.Revision]
	return by, ok
}

// erasable reports whether a single version of a record of this kind may be
// erased: what belongs to a contact or a case, but not what says to whom a case
// is restricted, which contacts are in it, what was moved, and what is held.
func erasable(kind Kind) bool {
	switch kind {
	case KindOrganisation, KindLink, KindKit, KindAudit, KindIncident, KindRestriction, KindRepair, KindErasure, KindReason, KindMoved, KindHold:
		return false
	}
	return true
}

func isGroupZero(id ID) bool {
	return slices.Contains([]ID{{}, groupZero(inContacts), groupZero(inCasework), groupZero(inManagement)}, id)
}

const (
	isErased = "erased"   // no damage
	emptied  = "emptied"  // the bytes are gone and no manager erased them
	putBack  = "put-back" // what was erased is there again
)

// loadErasures finds the erasures that count. It is done before any record or
// line is shown.
func (v *Vault) loadErasures(ctx context.Context) error {
	revisions, err := v.ledger.Group(ctx, groupZero(inContacts))
	if err != nil {
		return err
	}
	revisions = slices.DeleteFunc(revisions, func(r ledger.Revision) bool { return Kind(r.Kind) != KindErasure })
	if len(revisions) == 0 {
		return nil
	}
	if err := v.followChains(ctx); err != nil {
		return err
	}
	found := newErasures()
	for _, r := range revisions {
		o, reason := v.open(r)
		if reason != "" || r.Group != groupZero(inContacts) {
			v.noteUnreadable(r, reason)
			continue
		}
		e := o.value.(erasure)
		found.add(Erased{ID: o.record, At: o.written, By: v.nameOf(o.author), Held: e.Held, Again: e.Again, groups: e.Groups, versions: e.Versions, imported: e.Imported})
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.erased = found
	for id := range found.groups {
		if v.groups[id] != nil || len(v.holders[id]) > 0 {
			v.damage = append(v.damage, Damage{Record: id, Kind: "key", Reason: putBack})
		}
		delete(v.groups, id)
		delete(v.holders, id)
	}
	return nil
}

func (v *Vault) erasedBy(r ledger.Revision) (ID, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.erased.of(r)
}

// Erasures lists what was erased, the newest first, with the reasons that this
// member may read.
func (v *Vault) Erasures(ctx context.Context) ([]Erased, error) {
	reasons, err := v.reasons(ctx)
	if err != nil {
		return nil, fail("reading what was erased", err)
	}
	v.mu.RLock()
	list := slices.Collect(maps.Values(v.erased.made))
	v.mu.RUnlock()
	for i := range list {
		list[i].Reason = reasons[list[i].ID]
	}
	slices.SortFunc(list, func(a, b Erased) int {
		if c := b.At.Compare(a.At); c != 0 {
			return c
		}
		return strings.Compare(a.ID.String(), b.ID.String())
	})
	return list, nil
}

// reasons are the reasons that this member may read, by erasure.
func (v *Vault) reasons(ctx context.Context) (map[ID]string, error) {
	found := map[ID]string{}
	for _, in := range []compartment{inCasework, inManagement} {
		v.mu.RLock()
		mine := v.groups[groupZero(in)] != nil
		v.mu.RUnlock()
		if !mine {
			continue
		}
		revisions, err := v.ledger.Group(ctx, groupZero(in))
		if err != nil {
			return nil, err
		}
		list, err := v.openAll(ctx, slices.DeleteFunc(revisions, func(r ledger.Revision) bool { return Kind(r.Kind) != KindReason }))
		if err != nil {
			return nil, err
		}
		for _, e := range entries[erasureReason](v, list) {
			found[e.Value.Erasure] = e.Value.Reason
		}
	}
	return found, nil
}
