package secondreader

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"maps"
	"slices"
)

// hole is a roster's, from which entries were taken out or in which some do not count.
type hole struct {
	start   *roster
	gap     uint64          // how many are missing right before the next entry
	newest  bool            // the file's newest entry counts
	genuine map[string]bool // by hash: what leads to an entry that the reader signed
	heads   []head          // of the newest of these
}

func (h *hole) missing() uint64 {
	if h == nil {
		return 0
	}
	return h.gap
}

// overHoles follows the entries that count, each copy by itself, and passes over the others.
func (f *file) overHoles(r *roster, me identity, keys cardKeys) (*roster, error) {
	at := map[uint64][]small{}
	for _, s := range f.both(classRoster) {
		at[s.number] = append(at[s.number], s)
	}
	numbers := slices.Sorted(maps.Keys(at))
	previous := ""
	for _, n := range numbers {
		slices.SortStableFunc(at[n], func(a, b small) int { return named(at[n+1], b) - named(at[n+1], a) })
		err := errors.New("no entry")
		for _, s := range at[n] {
			after := r.clone()
			if n > r.next {
				after.tear(at, numbers, me)
				after.hole.gap, after.next = n-r.next, n
			}
			if err = f.step(after, s, previous, me, keys); err == nil {
				if r, previous = after, hashOf(s); r.hole != nil {
					r.hole.gap, r.hole.newest = 0, true
				}
				break
			}
		}
		if err != nil {
			if n == 0 {
				return nil, err
			}
			r.tear(at, numbers, me)
			r.hole.newest = false
		}
	}
	if r.next == 0 {
		return nil, errors.New("no first entry")
	}
	return r, nil
}

func named(after []small, s small) int {
	for _, a := range after {
		if e, ok := entryOf(a); ok && e.Previous == hashOf(s) {
			return 1
		}
	}
	return 0
}

func entryOf(s small) (e entry, ok bool) {
	return e, len(s.body) > ed25519.SignatureSize && json.Unmarshal(s.body[ed25519.SignatureSize:], &e) == nil
}

// tear begins a hole. Of the entries after it those are genuine that lead to one the reader signed.
func (r *roster) tear(at map[uint64][]small, numbers []uint64, me identity) {
	if r.hole != nil {
		return
	}
	r.hole = &hole{genuine: map[string]bool{}}
	r.hole.start = r.clone()
	r.hole.start.hole = nil
	for _, n := range slices.Backward(numbers) {
		for _, s := range at[n] {
			e, ok := entryOf(s)
			if n < r.next || !ok || e.Signer != me.member.String() ||
				!signed(ed25519.NewKeyFromSeed(me.sign).Public().(ed25519.PublicKey), "roster", s.body[ed25519.SignatureSize:], s.body[:ed25519.SignatureSize]) {
				continue
			}
			r.hole.heads = e.Heads
			for ok {
				r.hole.genuine[hashOf(s)] = true
				i := slices.IndexFunc(at[s.number-1], func(b small) bool { return hashOf(b) == e.Previous })
				if i < 0 {
					return
				}
				s = at[s.number-1][i]
				e, ok = entryOf(s)
			}
			return
		}
	}
}

// lastHeads are those of the newest entry.
func (h *hole) lastHeads() []head { return slices.Concat(h.start.newest.Heads, h.heads) }

// judge takes from everybody but the reader what the newest entry names no grants for, and gives the reader what their keys show.
func (f *file) judge(r *roster, me identity, keys map[epochKey][]byte) bool {
	if r.hole == nil {
		return true
	}
	role, has := "", func(c byte) bool { return keys[epochKey{c, r.epoch}] != nil }
	switch {
	case has(contacts) && has(casework) && has(management):
		role = "manager"
	case has(contacts) && has(casework):
		role = "caseworker"
	case has(contacts):
		role = "volunteer"
	}
	mine, known := r.now[me.member]
	if role == "" || known && !mine.active {
		return false
	}
	if known && !me.is(mine.card) {
		heads := map[string]uint64{}
		for _, h := range r.hole.start.newest.Heads {
			heads[h.Origin] = h.Seq
		}
		r.turns[me.member] = append(r.turns[me.member], turn{mine, heads})
	}
	if !known || rank[role] < rank[mine.card.Role] {
		mine.card.Role = role
	}
	mine.active, mine.card.Verify = true, ed25519.NewKeyFromSeed(me.sign).Public().(ed25519.PublicKey)
	r.now[me.member] = mine
	if !r.hole.newest {
		return true
	}
	given := map[string]map[byte]bool{}
	for _, g := range f.both(classGrant) {
		if len(g.holder) == 1 && r.names(g.hash) {
			if given[string(g.subject)] == nil {
				given[string(g.subject)] = map[byte]bool{}
			}
			given[string(g.subject)][g.holder[0]] = true
		}
	}
	for member, now := range r.now {
		left := len(given[string(member[:])])
		if member == me.member || !now.active || left >= rank[now.card.Role] {
			continue
		}
		heads := map[string]uint64{}
		for _, h := range r.hole.lastHeads() {
			heads[h.Origin] = h.Seq
		}
		r.turns[member] = append(r.turns[member], turn{now, heads})
		if now.active = left > 0; now.active {
			now.card.Role = []string{"volunteer", "caseworker"}[left-1]
		}
		r.now[member] = now
	}
	return true
}

// vouch finds the rows that a head of the start's newest entry, or of the newest genuine one, leads back to.
func (v *vault) vouch(rows []row) {
	v.vouched = map[head]bool{}
	if v.roster.hole == nil {
		return
	}
	type spot struct {
		origin string
		seq    uint64
	}
	there := map[spot]row{}
	for _, r := range rows {
		there[spot{r.origin.String(), r.seq}] = r
	}
	for _, h := range v.roster.hole.lastHeads() {
		r, ok := there[spot{h.Origin, h.Seq}]
		for ok && r.head() == h {
			v.vouched[h] = true
			before := there[spot{h.Origin, h.Seq - 1}]
			if !bytes.Equal(before.link, r.previous) {
				break
			}
			r, h, ok = before, before.head(), h.Seq > 1
		}
	}
}

// allows says whether a row of another author counts although an entry of the roster is missing.
func (v *vault) allows(r row, author id) bool {
	hole := v.roster.hole
	if hole == nil || author == v.me.member || v.vouched[r.head()] || v.roster.epoch == hole.start.epoch {
		return true
	}
	if r.kind == kindAudit || r.kind == kindIncident {
		return r.version > hole.start.epoch
	}
	return mayWrite("caseworker", r.kind) && v.ring.made[versionKey{r.group, r.version}] > hole.start.epoch
}
