package data

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"slices"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// change is one revision to be written: a record's new value.
type change struct {
	record ID
	group  ID
	value  any
}

// applied is a change that has been written.
type applied struct {
	change
	revision ID
	written  time.Time
	author   ID
}

// commit writes changes in one transaction, with whatever else belongs to
// them, and when they are on the disk lets the lists show them.
func (v *Vault) commit(ctx context.Context, changes []change, besides ...func(*ledger.Tx) error) ([]applied, error) {
	return v.commitAfter(ctx, (*ledger.Tx).LastRevision, changes, besides...)
}

// commitNew is commit for records that were begun with NewID a moment ago, of which the
// file need not be asked for the version before.
func (v *Vault) commitNew(ctx context.Context, changes []change) ([]applied, error) {
	return v.commitAfter(ctx, func(*ledger.Tx, ledger.ID) (ledger.ID, error) { return ledger.ID{}, nil }, changes)
}

// versionBefore is the newest revision of a record; zero if there is none.
type versionBefore = func(*ledger.Tx, ledger.ID) (ledger.ID, error)

func (v *Vault) commitAfter(ctx context.Context, before versionBefore, changes []change, besides ...func(*ledger.Tx) error) ([]applied, error) {
	v.mu.wait() // until it is known what is there, and whose chain is gone on with
	if err := v.mayWorkOn(changes); err != nil {
		return nil, err
	}
	var groups []ID
	for _, c := range changes {
		if !forManagers(kindOf(c.value)) {
			groups = append(groups, c.group)
		}
	}
	wrap, undo, err := v.freshKeys(ctx, groups)
	if err != nil {
		return nil, err
	}
	var done []applied
	var head ledger.Head
	err = v.ledger.Write(ctx, func(tx *ledger.Tx) error {
		for _, do := range append(besides, wrap) {
			if err := do(tx); err != nil {
				return err
			}
		}
		var err error
		done, head, err = v.appendAfter(tx, before, changes)
		return err
	})
	if err != nil {
		undo()
		v.forgetNewGroups(changes)
		return nil, err
	}
	v.dropAnchor(ctx, head)
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, a := range done {
		v.show(a)
		v.searchFor(a)
	}
	return done, nil
}

// append seals and signs the changes and writes the overviews that follow from
// them. head is the newest link then; zero where there was no change.
func (v *Vault) append(tx *ledger.Tx, changes []change) (done []applied, head ledger.Head, err error) {
	return v.appendAfter(tx, (*ledger.Tx).LastRevision, changes)
}

func (v *Vault) appendAfter(tx *ledger.Tx, before versionBefore, changes []change) (done []applied, head ledger.Head, err error) {
	now := v.Now().UTC().Truncate(time.Millisecond)
	for _, c := range changes {
		kind := kindOf(c.value)
		if !mayWrite(v.me().Role, kind) {
			return nil, head, refuse(CodeNoKey, "writing a "+kind.String())
		}
		body, err := json.Marshal(c.value)
		if err != nil {
			return nil, head, err
		}
		parent, err := before(tx, c.record)
		if err != nil {
			return nil, head, err
		}
		r := ledger.Revision{Origin: v.computer.origin, Record: c.record, Revision: NewID(), Parent: parent, Kind: uint8(kind), Group: c.group}
		if err := v.seal(&r, stamped{v.me().ID, now, v.ownVouch(tx, kind), body}.plain()); err != nil {
			return nil, head, err
		}
		if r, err = tx.Append(r, v.sign); err != nil {
			return nil, head, err
		}
		v.signed(kind, r.Link, r.Signature)
		head = ledger.Head{Origin: r.Origin, Seq: r.Seq, Link: r.Link}
		done = append(done, applied{c, r.Revision, now, v.me().ID})
	}
	for _, o := range v.linesOf(done) {
		if err := v.putOverview(tx, o); err != nil {
			return nil, head, err
		}
	}
	return done, head, nil
}

// seal seals a revision's text with the newest key of its group; an audit
// event to those who may read it.
func (v *Vault) seal(r *ledger.Revision, text []byte) (err error) {
	if forManagers(Kind(r.Kind)) {
		r.KeyVersion = v.roster().epoch
		r.Box, err = v.sealAudit(*r, text)
		return err
	}
	var key seal.Key
	if r.KeyVersion, key, err = v.keyOf(r.Group); err == nil {
		r.Box = key.Seal(text, v.place("revision", *r))
	}
	return err
}

func (v *Vault) sign(link [32]byte) []byte { return v.identity().Sign("link", link[:]) }

// stamped is what is in a revision's box: the JSON of its record, who wrote it when, and
// what they vouch for.
type stamped struct {
	author ID
	at     time.Time
	vouch  vouch
	text   []byte
}

// plain puts them together: 16 bytes, then 8 bytes of milliseconds since 1970, big endian,
// then the JSON, which the vouch is a member of.
func (s stamped) plain() []byte {
	to := make([]byte, 0, 24+vouchLength+len(s.text))
	to = append(to, s.author[:]...)
	to = binary.BigEndian.AppendUint64(to, uint64(s.at.UnixMilli()))
	return appendVouched(to, s.vouch, s.text)
}

// readStamp takes apart what a box held, and changes it: the text begins where the vouch
// ended.
func readStamp(plain []byte) (s stamped, ok bool) {
	if len(plain) < 24 {
		return s, false
	}
	copy(s.author[:], plain)
	s.at = time.UnixMilli(int64(binary.BigEndian.Uint64(plain[16:24]))).UTC()
	s.vouch, s.text = cutVouch(plain[24:])
	return s, true
}

// place is where a box belongs: it does not open anywhere else.
func (v *Vault) place(use string, r ledger.Revision) []byte { return v.appendPlace(nil, use, r) }

func (v *Vault) appendPlace(to []byte, use string, r ledger.Revision) []byte {
	return seal.AppendAssociatedData(to, use, v.id[:], r.Group[:], be32(r.KeyVersion), []byte{r.Kind}, r.Record[:], r.Revision[:])
}

func (v *Vault) putOverview(tx *ledger.Tx, o overviewLine) error {
	v.mu.RLock()
	g := v.groups[o.group]
	v.mu.RUnlock()
	if g == nil {
		return refuse(CodeNoKey, "looking for a key")
	}
	key, ok := v.overviewKey(g, g.newest)
	if !ok {
		return tx.DeleteOverview(o.record)
	}
	body, err := json.Marshal(o.line)
	if err != nil {
		return err
	}
	r := ledger.Revision{Group: o.group, KeyVersion: g.newest, Kind: uint8(o.kind), Record: o.record, Revision: o.revision}
	return tx.PutOverview(ledger.Overview{
		Record: o.record, Revision: o.revision, Kind: uint8(o.kind), Group: o.group, KeyVersion: g.newest,
		Box: key.Seal(body, v.place("overview", r)),
	})
}

// putLines writes the overviews of groups, all of them if none is named, as the
// lists show them now.
func (v *Vault) putLines(tx *ledger.Tx, groups ...ID) error {
	for _, line := range v.lines() {
		if len(groups) == 0 || slices.Contains(groups, line.group) {
			if err := v.putOverview(tx, line); err != nil {
				return err
			}
		}
	}
	return nil
}

// lines are the overviews of everything that the lists show.
func (v *Vault) lines() []overviewLine {
	v.mu.RLock()
	defer v.mu.RUnlock()
	lines := []overviewLine{{v.org.ID, v.org.Revision, groupZero(inContacts), KindOrganisation, v.org.Value}}
	if !v.wording.ID.IsZero() {
		lines = append(lines, overviewLine{v.wording.ID, v.wording.Revision, groupZero(inContacts), KindWording, v.wording.Value})
	}
	if !v.kit.ID.IsZero() {
		lines = append(lines, overviewLine{v.kit.ID, v.kit.Revision, groupZero(inManagement), KindKit, v.kit.Value})
	}
	for id, l := range v.contacts.all() {
		lines = append(lines, overviewLine{id, l.Revision, id, KindContact, l})
	}
	for id, c := range v.cards.all() {
		lines = append(lines, overviewLine{id, c.revision, id, KindCard, c})
	}
	for id, l := range v.cases {
		lines = append(lines, overviewLine{id, l.Revision, id, KindCase, l})
	}
	for id, l := range v.requests {
		lines = append(lines, overviewLine{id, l.Revision, id, KindRequest, l})
	}
	for id, l := range v.tasks {
		lines = append(lines, overviewLine{id, l.Revision, l.Case, KindTask, l})
	}
	for id, l := range v.letters {
		lines = append(lines, overviewLine{id, l.Revision, l.Case, KindLetter, l})
	}
	for id, l := range v.copies {
		lines = append(lines, overviewLine{id, l.Revision, l.Case, KindSaved, l})
	}
	for id, l := range v.asked {
		lines = append(lines, overviewLine{id, l.Revision, l.Case, KindAsked, l})
	}
	for id, l := range v.approvals {
		lines = append(lines, overviewLine{id, l.revision, l.group, KindApproval, struct{}{}})
	}
	return lines
}

// forgetNewGroups drops keys of groups whose first write failed.
func (v *Vault) forgetNewGroups(changes []change) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, c := range changes {
		if c.record != c.group {
			continue
		}
		isContact := v.contacts.has(c.record)
		_, isCase := v.cases[c.record]
		isCard := v.cards.has(c.record)
		_, isRequest := v.requests[c.record]
		if !isContact && !isCase && !isCard && !isRequest {
			delete(v.groups, c.group)
		}
	}
}
