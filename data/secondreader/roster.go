package secondreader

import (
	"bytes"
	"cmp"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// rank orders the roles by what they open.
var rank = map[string]int{"volunteer": 1, "caseworker": 2, "manager": 3}

// entry is one roster entry's JSON.
type entry struct {
	Previous string   `json:"previous"`
	Epoch    uint32   `json:"epoch"`
	Action   string   `json:"action"`
	Member   string   `json:"member"`
	Signer   string   `json:"signer"`
	Card     []byte   `json:"card"`
	Grants   []string `json:"grants"`
	Heads    []head   `json:"heads"`
	Audit    []byte   `json:"audit"`
}

// head is the newest revision of one origin when an entry was made.
type head struct {
	Origin string `json:"origin"`
	Seq    uint64 `json:"seq"`
	Link   string `json:"link"`
}

// card is what an entry says about its member.
type card struct {
	Name   string `json:"name"`
	Role   string `json:"role"`
	Kit    bool   `json:"kit"`
	KEM    []byte `json:"kem"`
	Verify []byte `json:"verify"`
}

// standing is what a member is for a while.
type standing struct {
	card   card
	active bool
}

// turn is an entry that ended a standing; heads say which revisions were there.
type turn struct {
	before standing
	heads  map[string]uint64
}

// roster is who has been a member, from the first entry to the newest.
type roster struct {
	now    map[id]standing
	turns  map[id][]turn
	epoch  uint32
	newest entry
	heads  []head
	audits map[uint32][]byte
	cards  map[uint32][]byte // by epoch: the contacts' key that opened a card
	next   uint64            // number of the entry that follows
	hole   *hole             // nil where no entry is missing
}

// cardKeys gives what may be the contacts' key of an epoch.
type cardKeys map[uint32][][]byte

// readRoster follows the roster from the entry that the member's identity names, over a hole where there is no other way.
func (f *file) readRoster(me identity, keys cardKeys) (*roster, error) {
	begin := func() *roster {
		return &roster{now: map[id]standing{}, turns: map[id][]turn{}, audits: map[uint32][]byte{}, cards: map[uint32][]byte{}}
	}
	entries := f.of(classRoster)
	slices.SortFunc(entries, func(a, b small) int { return cmp.Compare(a.number, b.number) })
	if len(entries) == 0 {
		return nil, fmt.Errorf("%w: no roster", ErrDamaged)
	}
	r, err := f.followAll(begin(), entries, "", me, keys)
	if err != nil {
		if over, wrong := f.overHoles(begin(), me, keys); wrong == nil {
			f.lost = append(f.lost, fmt.Errorf("%w: the roster has a hole", ErrDamaged))
			return over, nil
		}
	}
	return r, err
}

// followAll follows entries to the end; where the second copy of one is another and the first does not lead there, through the second.
func (f *file) followAll(r *roster, entries []small, previous string, me identity, keys cardKeys) (*roster, error) {
	if len(entries) == 0 {
		return r, nil
	}
	through := func(s small) (*roster, error) {
		after := r.clone()
		if err := f.step(after, s, previous, me, keys); err != nil {
			return nil, err
		}
		return f.followAll(after, entries[1:], hashOf(s), me, keys)
	}
	end, err := through(entries[0])
	for _, other := range ofClass(f.other, classRoster) {
		if err != nil && other.number == entries[0].number && bytes.Equal(other.subject, entries[0].subject) {
			if instead, wrong := through(other); wrong == nil {
				return instead, nil
			}
		}
	}
	return end, err
}

func (f *file) step(r *roster, s small, previous string, me identity, keys cardKeys) error {
	err := errors.New("an entry is missing")
	switch {
	case previous == "" && hashOf(s) != hex.EncodeToString(me.genesis):
		err = errors.New("not the one this member joined")
	case s.number == r.next && bytes.Equal(s.subject, f.vault[:]):
		err = f.follow(r, s, previous, keys)
	}
	if err != nil {
		return fmt.Errorf("%w: roster entry %d: %w", ErrDamaged, s.number, err)
	}
	return nil
}

func hashOf(s small) string {
	sum := sha256.Sum256(s.body)
	return hex.EncodeToString(sum[:])
}

// clone is a copy to try an entry on.
func (r *roster) clone() *roster {
	c := *r
	c.now, c.turns, c.audits = maps.Clone(r.now), maps.Clone(r.turns), maps.Clone(r.audits)
	c.heads, c.cards = slices.Clone(r.heads), maps.Clone(r.cards)
	if r.hole != nil {
		hole := *r.hole
		c.hole = &hole
	}
	for member, turns := range c.turns {
		c.turns[member] = slices.Clone(turns)
	}
	return &c
}

// names says whether the newest entry names the grant with this hash.
func (r *roster) names(hash []byte) bool {
	return slices.Contains(r.newest.Grants, hex.EncodeToString(hash))
}

// follow checks one entry against what was before it and applies it.
func (f *file) follow(r *roster, s small, previous string, keys cardKeys) error {
	if len(s.body) < ed25519.SignatureSize {
		return errors.New("no signature")
	}
	signature, text := s.body[:ed25519.SignatureSize], s.body[ed25519.SignatureSize:]
	var e entry
	if err := json.Unmarshal(text, &e); err != nil {
		return fmt.Errorf("read its JSON: %w", err)
	}
	if e.Previous != previous && r.hole.missing() == 0 {
		return errors.New("does not follow the one before")
	}
	member, err := hexID(e.Member)
	if err != nil {
		return fmt.Errorf("read its member: %w", err)
	}
	signer, err := hexID(e.Signer)
	if err != nil {
		return fmt.Errorf("read its signer: %w", err)
	}
	c, key, err := f.openCard(e, s.number, member, keys)
	if err != nil {
		return err
	}
	genuine := r.hole != nil && r.hole.genuine[hashOf(s)]
	by, ok := r.now[signer]
	if e.Action == "genesis" {
		by, ok = standing{c, true}, signer == member
	}
	if !genuine && (!ok || !by.active || by.card.Role != "manager") {
		return errors.New("its signer is no active manager")
	}
	if !genuine && !signed(by.card.Verify, "roster", text, signature) {
		return errors.New("its signature is wrong")
	}
	if err := r.permits(e, member, c); err != nil {
		return err
	}
	if err := r.apply(e, member, c); err != nil {
		return err
	}
	r.cards[e.Epoch] = key
	return nil
}

func (f *file) openCard(e entry, number uint64, member id, keys cardKeys) (c card, key []byte, err error) {
	err = errors.New("no key of its epoch")
	var text []byte
	for _, key = range keys[e.Epoch] {
		if text, err = openBox(key, e.Card, place("roster card", f.vault[:], eight(number), member[:])); err == nil {
			break
		}
	}
	if err != nil {
		return c, nil, fmt.Errorf("open its card: %w", err)
	}
	if err := json.Unmarshal(text, &c); err != nil {
		return c, nil, fmt.Errorf("read its card: %w", err)
	}
	if rank[c.Role] == 0 || len(c.Verify) != ed25519.PublicKeySize {
		return c, nil, errors.New("its card has no known role or no key")
	}
	return c, key, nil
}

// permits holds an entry to the table of actions.
func (r *roster) permits(e entry, member id, c card) error {
	was, known := r.now[member]
	stays, next := e.Epoch == r.epoch, e.Epoch == r.epoch+1
	sameKeys := bytes.Equal(c.KEM, was.card.KEM) && bytes.Equal(c.Verify, was.card.Verify)
	sameName := c.Name == was.card.Name && c.Kit == was.card.Kit
	less := rank[c.Role] < rank[was.card.Role]
	ok := false
	action := e.Action
	if r.hole != nil {
		stays = e.Epoch >= r.epoch && uint64(e.Epoch-r.epoch) <= r.hole.missing()+1
		if next = false; action != "add" {
			action = "after a hole " + action
		}
	}
	switch action {
	case "after a hole role", "after a hole remove", "after a hole reset":
		ok = stays && (!known || was.active && c.Kit == was.card.Kit)
	case "genesis":
		ok = len(r.now) == 0 && e.Epoch == 1
	case "add":
		ok = len(r.now) > 0 && !known && (stays || next)
	case "role":
		ok = was.active && !was.card.Kit && sameKeys && sameName && (next || stays && !less)
	case "remove":
		ok = was.active && !was.card.Kit && sameKeys && sameName && c.Role == was.card.Role && next
	case "reset":
		ok = was.active && sameName && c.Role == was.card.Role && next
	}
	if !ok {
		return errors.New("its action changes what it may not")
	}
	return nil
}

func (r *roster) apply(e entry, member id, c card) error {
	if audit, ok := r.audits[e.Epoch]; ok && !bytes.Equal(audit, e.Audit) {
		return errors.New("two audit keys in one epoch")
	}
	if e.Action == "role" || e.Action == "remove" || e.Action == "reset" {
		heads := map[string]uint64{}
		for _, h := range e.Heads {
			heads[h.Origin] = h.Seq
		}
		before, known := r.now[member]
		if !known { // they were added where an entry is missing
			before = standing{c, e.Action == "remove"}
		}
		if known || before.active {
			r.turns[member] = append(r.turns[member], turn{before, heads})
		}
	}
	r.now[member] = standing{c, e.Action != "remove"}
	r.epoch, r.newest, r.audits[e.Epoch] = e.Epoch, e, e.Audit
	r.heads = append(r.heads, e.Heads...)
	r.next++
	return nil
}

// then is what a member was when they wrote the revision at this place.
func (r *roster) then(member, origin id, seq uint64) standing {
	for _, t := range r.turns[member] {
		if reached, ok := t.heads[origin.String()]; ok && seq <= reached {
			return t.before
		}
	}
	return r.now[member]
}

func hexID(s string) (id, error) {
	b, err := hex.DecodeString(s)
	if err != nil {
		return id{}, err
	}
	return toID(b)
}
