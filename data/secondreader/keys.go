package secondreader

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// The compartments.
const (
	contacts = 1 + iota
	casework
	management
)

// epochKey names a compartment's key of one epoch.
type epochKey struct {
	compartment byte
	epoch       uint32
}

// versionKey names a group's key of one version.
type versionKey struct {
	group   id
	version uint32
}

// keyring is every key that a member's grants lead to.
type keyring struct {
	compartments map[epochKey][]byte
	groups       map[versionKey][]byte
	made         map[versionKey]uint32 // the epoch in which a key was made that is wrapped under a compartment
	reached      map[id]bool           // the groups of which any key is there
	wrapped      map[id]bool           // the groups that have a key for anybody at all
	damage       []error
}

// grantKey is what one grant, or a second copy of it that is another, gives its member.
type grantKey struct {
	at        epochKey
	key, hash []byte
}

// openGrants opens a member's grants. Of two copies that differ both may open: which of them counts, the roster says.
func (f *file) openGrants(me identity) ([]grantKey, error) {
	var grants []grantKey
	failed := map[epochKey]error{}
	for _, s := range f.both(classGrant) {
		if !bytes.Equal(s.subject, me.member[:]) || len(s.holder) != 1 {
			continue
		}
		at := epochKey{s.holder[0], uint32(s.number)}
		key, err := unwrap(me.hpke, s.body, place("grant", f.vault[:], me.member[:], s.holder, four(at.epoch)))
		if err != nil || len(key) != keySize {
			failed[at] = fmt.Errorf("%w: grant of compartment %d: %w", ErrDamaged, at.compartment, err)
			continue
		}
		grants = append(grants, grantKey{at, key, s.hash})
	}
	for _, g := range grants {
		delete(failed, g.at)
	}
	for _, err := range failed {
		return nil, err
	}
	return grants, nil
}

// contactsKeys gives, by epoch, all that may be the contacts' key.
func (f *file) contactsKeys(grants []grantKey) cardKeys {
	keys := cardKeys{}
	newest := uint32(0)
	add := func(epoch uint32, key []byte) {
		if !slices.ContainsFunc(keys[epoch], func(k []byte) bool { return bytes.Equal(k, key) }) {
			keys[epoch] = append(keys[epoch], key)
		}
	}
	for _, g := range grants {
		if g.at.compartment == contacts {
			add(g.at.epoch, g.key)
			newest = max(newest, g.at.epoch)
		}
	}
	for epoch := newest; epoch > 1; epoch-- {
		for _, s := range f.both(classPast) {
			for _, next := range keys[epoch] {
				if !bytes.Equal(s.subject, []byte{contacts}) || s.number != uint64(epoch-1) {
					continue
				}
				if key, err := openBox(next, s.body, place("past", f.vault[:], s.subject, four(epoch-1))); err == nil && len(key) == keySize {
					add(epoch-1, key)
				}
			}
		}
	}
	return keys
}

// fits says whether a key is a compartment's of an epoch, as far as the roster shows that.
func (r *roster) fits(at epochKey, key []byte) bool {
	switch at.compartment {
	case contacts:
		return bytes.Equal(r.cards[at.epoch], key)
	case management:
		seed, err := derive(key, "noddfa/1 audit receive")
		if err != nil {
			return false
		}
		public, err := hpkePublic(seed)
		return err == nil && bytes.Equal(public, r.audits[at.epoch])
	}
	return false
}

// ringOf gives the keys of compartments that grants lead to, the epochs before with them. Of two that open the one is taken that fits.
func (f *file) ringOf(grants []grantKey, r *roster) (map[epochKey][]byte, uint32, error) {
	newest := uint32(0)
	keys := map[epochKey][]byte{}
	for _, g := range grants {
		if newest = max(newest, g.at.epoch); keys[g.at] == nil || r.fits(g.at, g.key) {
			keys[g.at] = g.key
		}
	}
	past := f.both(classPast)
	for epoch := newest; epoch > 1; epoch-- {
		failed := map[epochKey]error{}
		for _, s := range past {
			if len(s.subject) != 1 || s.number != uint64(epoch-1) {
				continue
			}
			next, ok := keys[epochKey{s.subject[0], epoch}]
			if !ok {
				continue // a compartment this member may not open
			}
			at := epochKey{s.subject[0], epoch - 1}
			key, err := openBox(next, s.body, place("past", f.vault[:], s.subject, four(at.epoch)))
			if err != nil || len(key) != keySize {
				failed[at] = fmt.Errorf("%w: key of compartment %d in epoch %d: %w", ErrDamaged, at.compartment, at.epoch, err)
			} else if keys[at] == nil || r.fits(at, key) {
				keys[at] = key
			}
		}
		for at, err := range failed {
			if keys[at] == nil {
				return nil, 0, err
			}
		}
	}
	return keys, newest, nil
}

// openWraps opens the keys of every group that the member can reach, through a compartment or as one of those a case is restricted to.
func (f *file) openWraps(me identity, compartments map[epochKey][]byte, newest uint32) *keyring {
	ring := &keyring{compartments: compartments, groups: map[versionKey][]byte{}, made: map[versionKey]uint32{}, reached: map[id]bool{}, wrapped: map[id]bool{}}
	under := map[versionKey]bool{} // wrapped under a compartment, beside which a wrap to a member does not count
	count := map[id]uint64{}
	for _, s := range f.of(classWrap) {
		if group, err := toID(s.subject); err == nil {
			count[group]++
		}
	}
	open := func(s small, group id) ([]byte, error) {
		if len(s.body) < 8 {
			return nil, errors.New("without its epochs")
		}
		epoch, at := binary.BigEndian.Uint32(s.body), versionKey{group, uint32(s.number)}
		place := place("wrap", f.vault[:], group[:], s.holder, s.body[:4], s.body[4:8], four(at.version))
		var compartment epochKey
		if len(s.holder) == 1 {
			compartment = epochKey{s.holder[0], newest}
		}
		kek, mine := compartments[compartment]
		switch {
		case mine && (s.number == 0 || s.number > count[group]+65536): // nobody comes that far
			return nil, fmt.Errorf("key version %d of %d wraps", s.number, count[group])
		case mine && epoch != newest: // of an epoch whose key a former member knows
			return nil, fmt.Errorf("made in epoch %d", epoch)
		case mine:
			under[at] = true
			key, err := openBox(kek, s.body[8:], place)
			if err == nil {
				ring.made[at] = binary.BigEndian.Uint32(s.body[4:8])
			}
			return key, err
		case bytes.Equal(s.holder, me.member[:]) && !under[at] && s.number != 0 && s.number <= count[group]+65536:
			return unwrap(me.hpke, s.body[8:], place)
		}
		return nil, errNoKey
	}
	others := ofClass(f.other, classWrap)
	for _, s := range f.of(classWrap) {
		group, err := toID(s.subject)
		if err != nil {
			ring.damage = append(ring.damage, fmt.Errorf("%w: a wrap of no group", ErrDamaged))
			continue
		}
		ring.wrapped[group] = true
		key, err := open(s, group)
		for _, other := range others {
			if err != nil && other.number == s.number && bytes.Equal(other.subject, s.subject) && bytes.Equal(other.holder, s.holder) {
				key, err = open(other, group)
			}
		}
		switch {
		case errors.Is(err, errNoKey):
		case err != nil || len(key) != keySize:
			ring.damage = append(ring.damage, fmt.Errorf("%w: key of group %s: %v", ErrDamaged, group, err))
		default:
			ring.groups[versionKey{group, uint32(s.number)}], ring.reached[group] = key, true
		}
	}
	return ring
}
