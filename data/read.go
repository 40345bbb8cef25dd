package data

import (
	"context"
	"slices"
	"time"

	"noddfa/data/ledger"
)

// Entry is one record as it is now, with who wrote it when.
type Entry[T any] struct {
	ID       ID
	Revision ID
	Value    T
	Author   ID
	By       string    // the author's name
	Written  time.Time // of this version
	First    time.Time // of the first version
	Versions int
	Behind   bool // its time is earlier than that of an entry before it: a clock was wrong
}

// Version is one revision in a record's history.
type Version struct {
	Revision ID
	By       string
	Written  time.Time
	Value    any     // of the record's type; nil if it was erased
	Erased   *Erased // what is left where it was erased
}

// opened is one revision whose box opened and whose signature holds.
type opened struct {
	record, revision, parent ID
	kind                     Kind
	author                   ID
	written                  time.Time
	value                    any
	erased                   ID // by which erasure, where there is no value any more
}

// open verifies and opens one revision. The reason is "" if all is well.
func (v *Vault) open(r ledger.Revision) (opened, string) {
	text, author, at, reason := v.unseal(r)
	if reason != "" {
		return opened{}, reason
	}
	value, err := decode(Kind(r.Kind), text)
	if err != nil {
		return opened{}, "box"
	}
	return opened{record: r.Record, revision: r.Revision, parent: r.Parent, kind: Kind(r.Kind), author: author, written: at, value: value}, ""
}

// unseal verifies one revision and returns its JSON, author and time.
func (v *Vault) unseal(r ledger.Revision) (text []byte, author ID, at time.Time, reason string) {
	s, reason := v.unsealBy(r, v.proven.check, &openRoom{})
	return s.text, s.author, s.at, reason
}

// unsealBy is unseal with all that was sealed. Of what does not open, or is not by its
// author, nothing but the reason is for use.
func (v *Vault) unsealBy(r ledger.Revision, signed signedBy, room *openRoom) (stamped, string) {
	if reason := v.rowWrong(r); reason != "" {
		return stamped{}, reason
	}
	plain, reason := v.unlockBox(r, room)
	if reason != "" {
		return stamped{}, reason
	}
	s, ok := readStamp(plain)
	if !ok {
		return stamped{}, "box"
	}
	if reason := v.notBy(s.author, r, signed); reason != "" {
		s.text = nil
		return s, reason
	}
	return s, ""
}

// notBy says why a revision is not by the author whom it names: they might not write it,
// or did not sign it.
func (v *Vault) notBy(author ID, r ledger.Revision, signed signedBy) (reason string) {
	role, public, head, wasMember := v.roster().members[author].then(r.Origin, r.Seq)
	if !wasMember || !mayWrite(role, Kind(r.Kind)) || head != nil && !v.unbroken(r, *head) || !v.allows(r, author) {
		return "author"
	}
	if signed(public, r) != nil {
		return "signature"
	}
	return ""
}

// rowWrong is what a revision's row shows of itself, without any key or
// signature: what was changed, or that it was erased.
func (v *Vault) rowWrong(r ledger.Revision) string {
	_, covered := v.erasedBy(r)
	switch {
	case r.Box != nil && !r.Whole():
		return "hash"
	case !r.Linked():
		return "link"
	case covered && r.Box == nil:
		return isErased
	case covered:
		return putBack
	case r.Box == nil:
		return emptied
	}
	if wholeGroup(Kind(r.Kind)) != (r.Record == r.Group) {
		return "record" // these and no others have their group's id
	}
	return ""
}

// wholeGroup reports whether a record of a kind is what its group is made of.
func wholeGroup(kind Kind) bool {
	return kind == KindContact || kind == KindCard || kind == KindCase || kind == KindRequest
}

// unlockBox opens a revision's box, in the room where it is of a group's key.
func (v *Vault) unlockBox(r ledger.Revision, room *openRoom) (plain []byte, reason string) {
	if forManagers(Kind(r.Kind)) {
		return v.openAudit(r)
	}
	v.mu.RLock()
	defer v.mu.RUnlock()
	g := v.groups[r.Group]
	if g == nil {
		return nil, notYours
	}
	k, ok := g.versions.of(r.KeyVersion)
	if !ok {
		return nil, "wrap"
	}
	room.place = v.appendPlace(room.place[:0], "revision", r)
	plain, err := room.open(k.key, r.Box)
	if err != nil {
		return nil, "box"
	}
	return plain, ""
}

// notYours is the reason for a revision whose group this member has no key to.
const notYours = "not yours"

// readGroup opens all revisions of a group, oldest first, but for the bytes of
// attachments, which are read one by one. What cannot be read is noted and left
// out.
func (v *Vault) readGroup(ctx context.Context, group ID) ([]opened, error) {
	revisions, err := v.ledger.GroupWithout(ctx, group, uint8(KindAttached))
	if err != nil {
		return nil, err
	}
	return v.openAll(ctx, revisions)
}

// openAll opens revisions and puts those of each record in their order. What was
// erased is left out.
func (v *Vault) openAll(ctx context.Context, revisions []ledger.Revision) ([]opened, error) {
	list, err := v.openWithStubs(ctx, revisions)
	return slices.DeleteFunc(list, func(o opened) bool { return !o.erased.IsZero() }), err
}

// openWithStubs is openAll with the places of what was erased.
func (v *Vault) openWithStubs(ctx context.Context, revisions []ledger.Revision) ([]opened, error) {
	if err := v.followChains(ctx); err != nil {
		return nil, err
	}
	list := make([]opened, 0, len(revisions))
	for _, r := range revisions {
		if forManagers(Kind(r.Kind)) {
			continue // read by itself
		}
		o, reason := v.open(r)
		if reason == isErased {
			by, _ := v.erasedBy(r)
			o, reason = opened{record: r.Record, revision: r.Revision, parent: r.Parent, kind: Kind(r.Kind), erased: by}, ""
		}
		if reason != "" {
			v.noteUnreadable(r, reason)
			continue
		}
		if o.erased.IsZero() {
			v.proveBy(r)
		}
		list = append(list, o)
	}
	ordered, moved := inOrder(list)
	for _, record := range moved {
		v.note(Damage{Record: record, Reason: "order"})
	}
	return ordered, nil
}

// noteUnreadable remembers a revision that should have opened.
func (v *Vault) noteUnreadable(r ledger.Revision, reason string) {
	if reason != notYours && reason != isErased {
		v.note(Damage{Record: r.Record, Kind: Kind(r.Kind).String(), Case: v.referenceOf(r.Group), Reason: reason})
	}
}

func (v *Vault) referenceOf(group ID) string {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.cases[group].Reference
}

// newest keeps the last revision of each record, in the order in which the
// records began.
func newest(list []opened) []opened {
	at := map[ID]int{}
	var kept []opened
	for _, o := range list {
		if i, ok := at[o.record]; ok {
			kept[i] = o
			continue
		}
		at[o.record] = len(kept)
		kept = append(kept, o)
	}
	return kept
}

// entries returns the records of one type in a group, in the order in which
// they began.
func entries[T Record](v *Vault, list []opened) []Entry[T] {
	at := map[ID]int{}
	var out []Entry[T]
	var latest time.Time
	for _, o := range list {
		behind := o.written.Before(latest.Add(-clockSlack))
		if o.written.After(latest) {
			latest = o.written
		}
		value, ok := o.value.(T)
		if !ok {
			continue
		}
		e := Entry[T]{ID: o.record, Revision: o.revision, Value: value, Author: o.author, By: v.nameOf(o.author), Written: o.written, First: o.written, Versions: 1, Behind: behind}
		if i, seen := at[o.record]; seen {
			e.First, e.Versions, e.Behind = out[i].First, out[i].Versions+1, out[i].Behind
			out[i] = e
			continue
		}
		at[o.record] = len(out)
		out = append(out, e)
	}
	return out
}

func (v *Vault) nameOf(member ID) string { return v.roster().members[member].Name }

// History returns every version of a record, oldest first. Of an erased one it
// has what is left: when, by whom and why it was erased.
func (v *Vault) History(ctx context.Context, record ID) ([]Version, error) {
	revisions, err := v.ledger.Record(ctx, record)
	if err != nil {
		return nil, fail("reading a history", err)
	}
	var list []Version
	records, err := v.openWithStubs(ctx, slices.DeleteFunc(revisions, func(r ledger.Revision) bool { return r.Group != revisions[0].Group }))
	if err != nil {
		return nil, fail("reading a history", err)
	}
	var reasons map[ID]string
	for _, o := range records {
		if o.erased.IsZero() {
			list = append(list, Version{o.revision, v.nameOf(o.author), o.written, o.value, nil})
			continue
		}
		if reasons == nil {
			if reasons, err = v.reasons(ctx); err != nil {
				return nil, fail("reading a history", err)
			}
		}
		v.mu.RLock()
		stub := v.erased.made[o.erased]
		v.mu.RUnlock()
		stub.Reason = reasons[stub.ID]
		list = append(list, Version{Revision: o.revision, By: stub.By, Written: stub.At, Erased: &stub})
	}
	if len(list) == 0 {
		return nil, refuse(CodeNoRecord, "reading a history")
	}
	v.tellOfReading(ctx, revisions[0].Group)
	return list, nil
}
