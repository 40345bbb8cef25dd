package data

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"sync"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// group is one contact's or case's keys.
type group struct {
	in       compartment // 0: restricted to the named members
	named    []ID        // who holds the key of a restricted group, the kit included
	versions keyVersions
	newest   uint32
	proven   bool // a member may rely on the newest version: see freshKeys
	sure     bool // in and named are what a signed record says, not only what the file's wraps look like
}

// groupKey is one version of a group's key and the epoch it was made in.
type groupKey struct {
	key  seal.Key
	made uint32
	ours bool // only members of its compartment could have made it
}

// keyVersions are the versions of a group's key. Nearly every group has one, and
// there are as many groups as contacts and cases: a map for each would take more
// memory than all the rest of it.
type keyVersions []keyVersion

type keyVersion struct {
	version uint32
	groupKey
}

// of returns a version; ok is false where there is none.
func (k keyVersions) of(version uint32) (key groupKey, ok bool) {
	for _, one := range k {
		if one.version == version {
			return one.groupKey, true
		}
	}
	return groupKey{}, false
}

// key is a version's key; zero where there is none.
func (k keyVersions) key(version uint32) seal.Key {
	key, _ := k.of(version)
	return key.key
}

// set puts a version in.
func (k *keyVersions) set(version uint32, key groupKey) {
	for i := range *k {
		if (*k)[i].version == version {
			(*k)[i].groupKey = key
			return
		}
	}
	more := make(keyVersions, len(*k), len(*k)+1) // what grows by itself leaves copies of keys
	copy(more, *k)
	k.wipe()
	*k = append(more, keyVersion{version, key})
}

// drop takes a version out.
func (k *keyVersions) drop(version uint32) {
	*k = slices.DeleteFunc(*k, func(one keyVersion) bool { return one.version == version }) // which clears what is left over
}

// wipe overwrites the keys.
func (k *keyVersions) wipe() { clear(*k) }

// Where a wrap's body has what: the epoch of the compartment key (zero for a
// wrap to a member), the epoch the group key was made in, then the sealed key.
const wrapHead = 8

func wrapPlace(vault, group ID, holder []byte, epoch, made, version uint32) []byte {
	return appendWrapPlace(nil, vault, group, holder, epoch, made, version)
}

func appendWrapPlace(to []byte, vault, group ID, holder []byte, epoch, made, version uint32) []byte {
	return seal.AppendAssociatedData(to, "wrap", vault[:], group[:], holder, be32(epoch), be32(made), be32(version))
}

// wrapUnder seals every version of a group's key under a compartment's key.
func (v *Vault) wrapUnder(tx *ledger.Tx, id ID, g *group, c compartment, epoch uint32, key seal.Key) error {
	for _, k := range g.versions {
		version := k.version
		body := append(append(be32(epoch), be32(k.made)...), key.Seal(k.key[:], wrapPlace(v.id, id, c.holder(), epoch, k.made, version))...)
		err := tx.PutBox(ledger.Box{Class: ledger.ClassWrap, Subject: bytes.Clone(id[:]), Holder: c.holder(), Number: uint64(version), Body: body})
		if err != nil {
			return err
		}
	}
	return nil
}

// wrapTo seals every version of a group's key to one member.
func (v *Vault) wrapTo(tx *ledger.Tx, id ID, g *group, m Member) error {
	for _, k := range g.versions {
		version := k.version
		sealed, err := m.public.Wrap(k.key, wrapPlace(v.id, id, m.ID[:], 0, k.made, version))
		if err != nil {
			return err
		}
		body := append(append(be32(0), be32(k.made)...), sealed...)
		err = tx.PutBox(ledger.Box{Class: ledger.ClassWrap, Subject: bytes.Clone(id[:]), Holder: bytes.Clone(m.ID[:]), Number: uint64(version), Body: body})
		if err != nil {
			return err
		}
	}
	return nil
}

// wrap puts a group's keys where the group belongs: under its compartment, or
// to the named members.
func (v *Vault) wrap(tx *ledger.Tx, id ID, g *group) error {
	if g.in != 0 {
		key, ok := v.keys()[v.roster().epoch][g.in]
		if !ok {
			return refuse(CodeNoKey, "wrapping a key")
		}
		return v.wrapUnder(tx, id, g, g.in, v.roster().epoch, key)
	}
	for _, member := range g.named {
		if m := v.roster().members[member]; m.Active {
			if err := v.wrapTo(tx, id, g, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// unwrapFrom deletes a holder's wraps of a group.
func unwrapFrom(tx *ledger.Tx, id ID, g *group, holder []byte) error {
	for _, k := range g.versions {
		if err := tx.DeleteBox(ledger.Box{Class: ledger.ClassWrap, Subject: id[:], Holder: holder, Number: uint64(k.version)}); err != nil {
			return err
		}
	}
	return nil
}

// newGroup makes a group's key and wraps it under a compartment.
func (v *Vault) newGroup(tx *ledger.Tx, id ID, in compartment) error {
	g := &group{in: in, versions: keyVersions{{1, groupKey{seal.NewKey(), v.roster().epoch, true}}}, newest: 1, proven: true, sure: true}
	if err := v.wrap(tx, id, g); err != nil {
		return err
	}
	v.mu.Lock()
	v.groups[id] = g
	v.mu.Unlock()
	return nil
}

// farAhead is how far a key's version may be beyond the number of its group's wraps, of which some may be lost. One
// that somebody planted at the end of the numbers would have the next begin again at 0, over keys that are in use.
const farAhead = 1 << 16

// loadGroups opens the wraps that this member has the keys for. A wrap of an
// older epoch does not count: whoever left could have made it.
func (v *Vault) loadGroups(ctx context.Context) error {
	wraps, damage, err := v.readWraps(ctx)
	if err != nil {
		return err
	}
	v.instead = append(v.instead, takeOthers(wraps, damage, v.opensWrap)...)
	keys := v.openWraps(wraps)
	var mended []Damage
	for _, d := range damage {
		if !d.Lost {
			mended = append(mended, v.boxDamage(d))
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.mended = mended
	v.wrapped = make(map[ID]bool, len(wraps))
	if len(v.groups) == 0 {
		v.groups = make(map[ID]*group, len(wraps))
	}
	for _, d := range damage {
		if len(d.Box.Subject) == len(ID{}) {
			v.wrapped[ID(d.Box.Subject)] = true // and named as damaged
		}
	}
	count := sync.OnceValue(func() map[ID]uint64 { return wrapsByGroup(wraps) })
	for _, w := range wraps {
		if len(w.Subject) == len(ID{}) {
			v.wrapped[ID(w.Subject)] = true
		}
	}
	for i, w := range wraps {
		if len(w.Body) < wrapHead || len(w.Subject) != len(ID{}) {
			continue
		}
		id, version := ID(w.Subject), uint32(w.Number)
		epoch, made := binary.BigEndian.Uint32(w.Body), binary.BigEndian.Uint32(w.Body[4:])
		planted := w.Number == 0 || w.Number > farAhead && w.Number > count()[id]+farAhead
		var key seal.Key
		var in compartment
		switch len(w.Holder) {
		case 1:
			in = compartment(w.Holder[0])
			if _, ok := v.keys()[v.roster().epoch][in]; !ok {
				continue // not this member's
			}
			if keys[i] == nil || epoch != v.roster().epoch || planted {
				v.damage = append(v.damage, Damage{Record: id, Kind: "key", Reason: "wrap"})
				continue
			}
			key = *keys[i]
		case len(ID{}):
			v.holders[id] = append(v.holders[id], ID(w.Holder))
			if rank(v.me().Role) < rank(Caseworker) {
				continue // no volunteer is ever named
			}
			if !bytes.Equal(w.Holder, v.me().ID[:]) {
				continue
			}
			if key, err = v.identity().Unwrap(w.Body[wrapHead:], wrapPlace(v.id, id, w.Holder, epoch, made, version)); err != nil || epoch != 0 || planted {
				v.damage = append(v.damage, Damage{Record: id, Kind: "key", Reason: "wrap"})
				continue
			}
		default:
			continue
		}
		g := v.groups[id]
		if g == nil {
			g = &group{}
			v.groups[id] = g
		}
		if _, known := g.versions.of(version); known && in == 0 {
			continue // a wrap to a member beside one under the compartment is nothing we make
		}
		g.in = max(g.in, in)
		g.versions.set(version, groupKey{key, made, in != 0})
		g.newest = max(g.newest, version)
	}
	for id, holders := range v.holders {
		slices.SortFunc(holders, func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
		v.holders[id] = slices.Compact(holders)
		if g := v.groups[id]; g != nil && g.in == 0 {
			g.named = v.holders[id]
		}
	}
	for _, d := range damage {
		if d.Lost && len(d.Box.Subject) == len(ID{}) {
			v.damage = append(v.damage, Damage{Record: ID(d.Box.Subject), Kind: "key", Reason: "wrap"})
		}
	}
	return nil
}

func wrapsByGroup(wraps []ledger.Box) map[ID]uint64 {
	count := map[ID]uint64{}
	for _, w := range wraps {
		if len(w.Subject) == len(ID{}) {
			count[ID(w.Subject)]++
		}
	}
	return count
}

// opensWrap reports whether a wrap gives this member a key.
func (v *Vault) opensWrap(w ledger.Box) bool {
	if len(w.Body) < wrapHead || len(w.Subject) != len(ID{}) {
		return false
	}
	if bytes.Equal(w.Holder, v.me().ID[:]) {
		epoch, made := binary.BigEndian.Uint32(w.Body), binary.BigEndian.Uint32(w.Body[4:])
		_, err := v.identity().Unwrap(w.Body[wrapHead:], wrapPlace(v.id, ID(w.Subject), w.Holder, epoch, made, uint32(w.Number)))
		return err == nil
	}
	return v.openWraps([]ledger.Box{w})[0] != nil
}

// openWraps opens the wraps under compartments, each with the key that this
// member has of now; nil where it does not open.
func (v *Vault) openWraps(wraps []ledger.Box) []*seal.Key {
	keys := make([]*seal.Key, len(wraps))
	under := map[compartment]seal.Opener{}
	for in, key := range v.keys()[v.roster().epoch] {
		under[in] = key.Opener()
	}
	byWorkers(len(wraps), 64, func() func(int) {
		var room openRoom
		return func(i int) {
			w := wraps[i]
			if len(w.Body) < wrapHead || len(w.Subject) != len(ID{}) || len(w.Holder) != 1 {
				return
			}
			by, ok := under[compartment(w.Holder[0])]
			if !ok {
				return
			}
			epoch, made := binary.BigEndian.Uint32(w.Body), binary.BigEndian.Uint32(w.Body[4:])
			room.place = appendWrapPlace(room.place[:0], v.id, ID(w.Subject), w.Holder, epoch, made, uint32(w.Number))
			room.text = slices.Grow(room.text[:0], len(w.Body))
			text, err := by.OpenInto(room.text, w.Body[wrapHead:], room.place)
			if err == nil && len(text) == len(seal.Key{}) {
				key := seal.Key(text)
				keys[i] = &key
			}
		}
	})
	return keys
}

// keyOf returns the newest key of a group.
func (v *Vault) keyOf(id ID) (uint32, seal.Key, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	g := v.groups[id]
	if g == nil {
		return 0, seal.Key{}, refuse(CodeNoKey, "looking for a key")
	}
	return g.newest, g.versions.key(g.newest), nil
}

// freshKeys gives each group that is about to be written a new key version
// where the newest was made before the present epoch, so that whoever left
// cannot read what is written from now on, or where no member's signed
// revision shows that the newest is one of ours: a key that was planted in the
// file never seals anything. It returns what takes the new versions back.
func (v *Vault) freshKeys(ctx context.Context, groups []ID) (wrap func(*ledger.Tx) error, undo func(), err error) {
	var made []ID
	for _, id := range groups {
		v.mu.RLock()
		g := v.groups[id]
		v.mu.RUnlock()
		if g == nil || slices.Contains(made, id) {
			continue // it is made in this transaction, or its key is not this member's
		}
		if err := v.makeSure(ctx, id, g); err != nil {
			return nil, nil, err
		}
		newest, _ := g.versions.of(g.newest)
		fit := newest.made == v.roster().epoch
		if fit && !g.proven {
			if fit, err = v.proves(ctx, id, g.newest); err != nil {
				return nil, nil, err
			}
		}
		v.mu.Lock()
		g.proven = true
		if !fit {
			g.newest++
			g.versions.set(g.newest, groupKey{seal.NewKey(), v.roster().epoch, true})
			made = append(made, id)
		}
		v.mu.Unlock()
	}
	wrap = func(tx *ledger.Tx) error {
		for _, id := range made {
			if err := v.wrap(tx, id, v.groups[id]); err != nil {
				return err
			}
		}
		return nil
	}
	undo = func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		for _, id := range made {
			g := v.groups[id]
			g.versions.drop(g.newest)
			g.newest--
			g.proven = false
		}
	}
	return wrap, undo, nil
}

// makeSure finds out from the signed restriction who may have the key of a group
// that looks restricted. Anybody who can write to the file could have wrapped an
// old key to whom they like.
func (v *Vault) makeSure(ctx context.Context, id ID, g *group) error {
	if g.in != 0 || g.sure {
		g.sure = true
		return nil
	}
	v.mu.RLock()
	caseID := id
	contact, isContact := v.contacts.of(id)
	card, isCard := v.cards.of(id)
	v.mu.RUnlock()
	switch {
	case isContact:
		caseID = contact.Case
	case isCard:
		caseID = card.Case
	}
	list, err := v.readGroup(ctx, caseID)
	if err != nil {
		return err
	}
	var newest Restriction
	for _, e := range entries[Restriction](v, list) {
		newest = e.Value
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	g.sure = true
	if len(newest.Named) > 0 && !newest.Lifted {
		g.named = v.withKit(newest.Named)
		return nil
	}
	g.in, g.named = inCasework, nil
	if isCard || isContact && caseID.IsZero() {
		g.in = inContacts
	}
	delete(v.holders, id)
	return nil
}

// withKit adds the recovery kit to the named members.
func (v *Vault) withKit(named []ID) []ID {
	all := slices.Clone(named)
	for _, id := range v.roster().order {
		if m := v.roster().members[id]; m.Kit && m.Active && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// proves reports whether a revision that counts is sealed with this version of
// the group's key, and was written since the epoch began: what is sealed before
// may be of a key that somebody who left still knows.
func (v *Vault) proves(ctx context.Context, id ID, version uint32) (bool, error) {
	if err := v.followChains(ctx); err != nil {
		return false, err
	}
	revisions, err := v.ledger.GroupWithout(ctx, id, uint8(KindAttached)) // none of them stands alone
	if err != nil {
		return false, err
	}
	for _, r := range slices.Backward(revisions) {
		if r.KeyVersion == version && r.Seq > v.roster().began[r.Origin].Seq {
			if _, _, _, reason := v.unseal(r); reason == "" {
				return true, nil
			}
		}
	}
	return false, nil
}

// proveBy spares proves its reading where a revision was just opened that counts
// for it.
func (v *Vault) proveBy(r ledger.Revision) {
	if Kind(r.Kind) == KindAttached {
		return // none of them stands alone
	}
	v.mu.RLock()
	g := v.groups[r.Group]
	counts := g != nil && !g.proven && r.KeyVersion == g.newest && r.Seq > v.roster().began[r.Origin].Seq
	if counts {
		newest, _ := g.versions.of(g.newest)
		counts = newest.made == v.roster().epoch
	}
	v.mu.RUnlock()
	if counts {
		v.mu.Lock()
		if r.KeyVersion == g.newest { // still
			g.proven = true
		}
		v.mu.Unlock()
	}
}

const overviewUse = "noddfa/1 overview"

// overviewKey seals the overviews of a group. It comes of the group's key and of
// the compartment's newest, so that an overview, which nobody signs, can be made
// by none but those who are members now.
func (v *Vault) overviewKey(g *group, version uint32) (seal.Key, bool) {
	return v.overviewKeys().of(g, version)
}

// overviewKeys are the compartments' part in the keys of overviews.
type overviewKeys map[compartment]seal.Deriver

func (v *Vault) overviewKeys() overviewKeys {
	k := overviewKeys{}
	for in, key := range v.keys()[v.roster().epoch] {
		k[in] = key.Deriver()
	}
	return k
}

func (k overviewKeys) of(g *group, version uint32) (seal.Key, bool) {
	key, ok := g.versions.of(version)
	under, mine := k[g.in]
	if !ok || !mine {
		return seal.Key{}, false // a restricted group has none: its lines are made of its records
	}
	own := key.key.Derive(overviewUse)
	var use [len(overviewUse) + 1 + 2*len(seal.Key{})]byte
	return under.Derive(string(hex.AppendEncode(append(append(use[:0], overviewUse...), ' '), own[:]))), true
}
