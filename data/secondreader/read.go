package secondreader

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Record is a record as it is now.
type Record struct {
	Kind     string
	ID       string
	Group    string
	Revision string
	Author   string // the name on the author's newest card
	First    time.Time
	Written  time.Time
	Versions int
	Fields   json.RawMessage
}

// vault is a file opened as one member.
type vault struct {
	file   *file
	me     identity
	roster *roster
	ring   *keyring

	vouched map[head]bool // by a roster with a hole
}

// Read gives the records that the member with this passphrase, or recovery code, may open, ordered by the origin and seq of their first
// revisions; audit events are among them. With damage it gives what is sound and an error that wraps ErrDamaged.
func Read(path, passphrase string) ([]Record, error) {
	return ReadWith(path, Secrets{Passphrase: passphrase})
}

// ReadWith is Read where more than a passphrase is asked for.
func ReadWith(path string, secrets Secrets) ([]Record, error) {
	v, err := open(path, secrets)
	if err != nil {
		return nil, err
	}
	defer v.file.close()
	return v.records()
}

func (v *vault) records() ([]Record, error) {
	rows, err := v.file.rows()
	if err != nil {
		return nil, err
	}
	sound, damage := v.sound(rows)
	damage = slices.Concat(v.file.lost, v.ring.damage, v.strangers(), damage)
	return v.current(sound), errors.Join(damage...)
}

func open(path string, s Secrets) (*vault, error) {
	f, err := openFile(path)
	if err != nil {
		return nil, err
	}
	v, err := f.enter(s)
	if err != nil {
		f.close()
		return nil, err
	}
	return v, nil
}

// enter opens the identity, then the roster through its grants; neither is believed before it agrees with the other.
func (f *file) enter(s Secrets) (*vault, error) {
	me, err := f.identify(s)
	if err != nil {
		return nil, err
	}
	return f.enterAs(me)
}

func (f *file) enterAs(me identity) (*vault, error) {
	grants, err := f.openGrants(me)
	if err != nil {
		return nil, err
	}
	roster, err := f.readRoster(me, f.contactsKeys(grants))
	if err != nil {
		return nil, err
	}
	counts := slices.DeleteFunc(slices.Clone(grants), func(g grantKey) bool { return !roster.names(g.hash) })
	if roster.hole != nil && !roster.hole.newest && len(counts) == 0 {
		counts = grants // the entry that names them does not count
		for _, g := range grants {
			roster.epoch = max(roster.epoch, g.at.epoch)
		}
	}
	keys, epoch, err := f.ringOf(counts, roster)
	if err != nil {
		return nil, err
	}
	if now := roster.now[me.member]; !f.judge(roster, me, keys) || roster.hole == nil && (!now.active || !me.is(now.card) || epoch != roster.epoch) {
		return nil, fmt.Errorf("%w: the roster has other keys for this member", ErrDamaged)
	}
	for _, g := range grants {
		if !slices.ContainsFunc(counts, func(other grantKey) bool { return other.at == g.at }) {
			return nil, fmt.Errorf("%w: the newest roster entry does not name the grant of compartment %d", ErrDamaged, g.at.compartment)
		}
	}
	if err := roster.audited(keys); err != nil {
		return nil, err
	}
	v := &vault{file: f, me: me, roster: roster, ring: f.openWraps(me, keys, epoch)}
	if zero := (id{15: contacts}); roster.hole != nil && !v.ring.reached[zero] {
		return nil, fmt.Errorf("%w: this member's keys are of before", ErrDamaged)
	}
	return v, nil
}

// audited checks, for who can, that audit events were sealed for the managers and nobody else.
func (r *roster) audited(keys map[epochKey][]byte) error {
	for epoch, public := range r.audits {
		key, ok := keys[epochKey{management, epoch}]
		if !ok {
			continue
		}
		seed, err := derive(key, "noddfa/1 audit receive")
		if err != nil {
			return err
		}
		if mine, err := hpkePublic(seed); err != nil || string(mine) != string(public) {
			return fmt.Errorf("%w: the audit key of epoch %d is not the managers'", ErrDamaged, epoch)
		}
	}
	return nil
}

// sound opens every revision that counts, in the order of the file, and says what is wrong with those that do not.
func (v *vault) sound(rows []row) ([]opened, []error) {
	v.vouch(rows)
	first := map[id]row{}
	var out []opened
	var damage []error
	erased, err := v.erasures(rows)
	if err != nil {
		damage = append(damage, err)
	}
	for _, r := range rows {
		var o opened
		err := r.linked()
		if err == nil && (r.box == nil || erased.covers(r)) {
			if err = erased.judge(r); err == nil {
				continue // a place in its chain, and nothing to read
			}
		} else if err == nil {
			o, err = v.open(r)
		}
		before, known := first[r.record]
		if err == nil && known && (r.kind != before.kind || r.group != before.group) {
			err = errors.New("its record is of another kind or group") // or a volunteer could take a case's place
		}
		switch {
		case err == nil:
			if !known {
				first[r.record] = r
			}
			out = append(out, o)
		case !errors.Is(err, errNoKey):
			damage = append(damage, fmt.Errorf("%w: origin %s, seq %d: %w", ErrDamaged, r.origin, r.seq, err))
		}
	}
	damage = append(damage, v.keyless(rows, erased)...)
	mended, err := repairs(out)
	if err != nil {
		damage = append(damage, fmt.Errorf("%w: a repair: %w", ErrDamaged, err))
	}
	return out, append(damage, chain(rows, v.roster.heads, mended)...)
}

// strangers finds the rows of members that belong to no active one, and the grants that do not count.
func (v *vault) strangers() []error {
	var damage []error
	for _, class := range []int{classIdentity, classGrant, classSpare, classInvitation} {
		for _, s := range v.file.of(class) {
			member, err := toID(s.subject)
			_, known := v.roster.now[member]
			counts := class != classGrant || v.roster.names(s.hash) || v.file.hasOther(s, v.roster.names)
			switch {
			case err != nil || !known, v.roster.now[member].active && !counts && s.number == uint64(v.roster.epoch):
				damage = append(damage, fmt.Errorf("%w: class %d of member %x: entries were taken from the end of the roster", ErrDamaged, class, s.subject))
			case !v.roster.now[member].active || !counts:
				damage = append(damage, fmt.Errorf("%w: class %d of member %s, who has left, or of an older epoch", ErrDamaged, class, member))
			}
		}
	}
	return damage
}

// keyless finds the groups that have rows and no key for anybody: what was deleted from both tables leaves nothing that is wrong.
func (v *vault) keyless(rows []row, erased erased) []error {
	var damage []error
	told := map[id]bool{}
	for _, r := range rows {
		if told[r.group] || v.ring.wrapped[r.group] || erased.groups[r.group.String()] || r.linked() != nil {
			continue
		}
		told[r.group] = true
		damage = append(damage, fmt.Errorf("%w: group %s has no key", ErrDamaged, r.group))
	}
	return damage
}

// current folds revisions into records.
func (v *vault) current(sound []opened) []Record {
	type history struct {
		first, last opened
		versions    int
	}
	var order []id
	all := map[id]*history{}
	for _, o := range sound {
		h, ok := all[o.record]
		if !ok {
			h = &history{first: o}
			all[o.record] = h
			order = append(order, o.record)
		}
		h.last, h.versions = o, h.versions+1
	}
	slices.SortStableFunc(order, func(a, b id) int {
		x, y := all[a].first, all[b].first
		return cmp.Or(bytes.Compare(x.origin[:], y.origin[:]), cmp.Compare(x.seq, y.seq))
	})
	var out []Record
	for _, record := range order {
		h := all[record]
		name, ok := kindNames[h.last.kind]
		if !ok {
			continue
		}
		out = append(out, Record{
			Kind: name, ID: record.String(), Group: h.last.group.String(), Revision: h.last.revision.String(),
			Author: v.roster.now[h.last.author].card.Name, First: h.first.written, Written: h.last.written, Versions: h.versions, Fields: h.last.fields,
		})
	}
	return out
}
