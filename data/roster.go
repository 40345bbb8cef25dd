package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Member is a person who can unlock a vault.
type Member struct {
	ID     ID
	Name   string
	Role   Role
	Kit    bool // the recovery kit
	Active bool
	public seal.Public
	past   []standing // what they were before, oldest first
}

// standing is what a member was until an entry of the roster changed it.
type standing struct {
	role   Role
	public seal.Public
	until  map[ID]headInFile // by origin: the last place in its chain that still counts
}

// The actions of roster entries.
const (
	actGenesis = "genesis"
	actAdd     = "add"
	actRole    = "role"
	actRemove  = "remove"
	actReset   = "reset" // new keys for a member who lost theirs
)

// entry is one signed step of the roster: who is a member is what the chain
// says, and a grant counts only if the newest entry names it.
type entry struct {
	Previous string       `json:"previous"` // SHA-256 of the entry before, hexadecimal; "" for the genesis
	Epoch    uint32       `json:"epoch"`
	Action   string       `json:"action"`
	Member   ID           `json:"member"`
	Signer   ID           `json:"signer"`
	Card     []byte       `json:"card"`   // sealed under the contacts key of the epoch
	Grants   []string     `json:"grants"` // SHA-256 of every grant that counts, hexadecimal
	Heads    []headInFile `json:"heads"`  // of all origins when it was signed
	Audit    []byte       `json:"audit"`  // what audit events of the epoch are sealed to
}

type headInFile struct {
	Origin ID     `json:"origin"`
	Seq    uint64 `json:"seq"`
	Link   string `json:"link"`
}

// memberCard is what the sealed card of an entry says of its member.
type memberCard struct {
	Name   string `json:"name"`
	Role   Role   `json:"role"`
	Kit    bool   `json:"kit,omitempty"`
	KEM    []byte `json:"kem"`
	Verify []byte `json:"verify"`
}

// roster is the state that the chain of entries leads to.
type roster struct {
	vault   ID
	members map[ID]Member
	order   []ID
	epoch   uint32
	began   map[ID]headInFile // where the chains of all origins were when the epoch began; nil for the first
	next    uint64            // number of the next entry
	hashes  [][32]byte        // of the entries, oldest first
	grants  []string
	audit   []byte

	heads    map[ID]headInFile   // that the newest entry names
	contacts map[uint32]seal.Key // by epoch: the key that opened a card of it
	audits   map[uint32][]byte   // by epoch
	hole     *hole               // nil where no entry is missing
}

func (r *roster) last() [32]byte {
	if len(r.hashes) == 0 {
		return [32]byte{}
	}
	return r.hashes[len(r.hashes)-1]
}

// has reports whether an entry of this hash, in hexadecimal, is in the chain; an
// unknown hash of "" is.
func (r *roster) has(hash string) bool {
	return hash == "" || slices.ContainsFunc(r.hashes, func(h [32]byte) bool { return hexOf(h) == hash })
}

func (r *roster) cardPlace(number uint64, member ID) []byte {
	return seal.AssociatedData("roster card", r.vault[:], be64(number), member[:])
}

// sign makes the next entry about a member, applies it and returns its box.
func (r *roster) sign(signer seal.Identity, contacts seal.Key, e entry, m Member) (ledger.Box, error) {
	card, err := json.Marshal(memberCard{Name: m.Name, Role: m.Role, Kit: m.Kit, KEM: m.public.KEM, Verify: m.public.Verify})
	if err != nil {
		return ledger.Box{}, err
	}
	number := r.next
	if number > 0 {
		e.Previous = hexOf(r.last())
	}
	e.Member, e.Card = m.ID, contacts.Seal(card, r.cardPlace(number, m.ID))
	payload, err := json.Marshal(e)
	if err != nil {
		return ledger.Box{}, err
	}
	body := append(signer.Sign("roster", payload), payload...)
	box := ledger.Box{Class: ledger.ClassRoster, Subject: bytes.Clone(r.vault[:]), Number: number, Body: body}
	return box, r.take(box, func(uint32) []seal.Key { return []seal.Key{contacts} })
}

// entryIn reads an entry. Nothing in it is believed by that.
func entryIn(box ledger.Box) (e entry, payload, signature []byte, err error) {
	if len(box.Body) < 64 {
		return e, nil, nil, errors.New("is too short")
	}
	signature, payload = box.Body[:64], box.Body[64:]
	return e, payload, signature, json.Unmarshal(payload, &e)
}

// keysOf returns what may be the contacts key of an epoch: of two grants that
// open both do, until the roster is followed.
type keysOf func(epoch uint32) []seal.Key

// openCard opens what an entry says of its member, and returns the key that did.
func (r *roster) openCard(e entry, number uint64, keys keysOf) (m Member, key seal.Key, err error) {
	err = errors.New("is of an epoch without a key")
	for _, key = range keys(e.Epoch) {
		var text []byte
		if text, err = key.Open(e.Card, r.cardPlace(number, e.Member)); err != nil {
			continue
		}
		var card memberCard
		if err = json.Unmarshal(text, &card); err != nil {
			return m, key, err
		}
		return Member{
			ID: e.Member, Name: card.Name, Role: card.Role, Kit: card.Kit, Active: e.Action != actRemove,
			public: seal.Public{KEM: card.KEM, Verify: card.Verify},
		}, key, nil
	}
	return m, key, err
}

// take verifies one entry against the state before it and applies it.
func (r *roster) take(box ledger.Box, keys keysOf) error {
	if box.Number != r.next {
		return fmt.Errorf("roster entry %d is missing", r.next)
	}
	e, payload, signature, err := entryIn(box)
	if err != nil {
		return fmt.Errorf("roster entry %d: %w", r.next, err)
	}
	m, contacts, err := r.openCard(e, r.next, keys)
	if err != nil {
		return fmt.Errorf("roster entry %d: %w", r.next, err)
	}
	signer := m.public
	if r.next > 0 {
		by, ok := r.members[e.Signer]
		if (!ok || !by.Active || by.Role != Manager) && !r.hole.proves(box) {
			return fmt.Errorf("roster entry %d is not signed by a manager", r.next)
		}
		signer = by.public
	}
	if err := signer.Check("roster", payload, signature); err != nil && !r.hole.proves(box) {
		return fmt.Errorf("roster entry %d: %w", r.next, err)
	}
	if err := r.follows(e, m); err != nil {
		return fmt.Errorf("roster entry %d %w", r.next, err)
	}
	if r.members == nil {
		r.members, r.audits = map[ID]Member{}, map[uint32][]byte{}
	}
	if before, known := r.members[m.ID]; known {
		m.past = append(slices.Clone(before.past), standing{before.Role, before.public, e.until()})
	} else {
		r.order = append(r.order, m.ID)
		if e.Action == actRemove { // they were added where an entry is missing
			m.past = []standing{{m.Role, m.public, e.until()}}
		}
	}
	r.members[m.ID] = m
	if r.next > 0 && e.Epoch > r.epoch {
		r.began = e.until()
	}
	r.epoch, r.grants, r.audit, r.heads = e.Epoch, e.Grants, e.Audit, e.until()
	r.audits[e.Epoch] = e.Audit
	if r.contacts != nil {
		r.contacts[e.Epoch] = contacts
	}
	r.hashes = append(r.hashes, sha256.Sum256(box.Body))
	r.next++
	return nil
}

// follows reports what is wrong with an entry in the state before it.
func (r *roster) follows(e entry, m Member) error {
	before, known := r.members[m.ID]
	sameKeys := bytes.Equal(before.public.KEM, m.public.KEM) && bytes.Equal(before.public.Verify, m.public.Verify)
	fresh := e.Epoch == r.epoch+1 // new compartment keys
	missing := r.hole.before()    // entries before this one
	switch {
	case len(compartmentsOf(m.Role)) == 0 || len(e.Audit) == 0:
		return errors.New("has no role")
	case r.next == 0:
		if e.Action != actGenesis || e.Signer != e.Member || m.Role != Manager || e.Previous != "" || e.Epoch != 1 {
			return errors.New("does not begin with a manager")
		}
		return nil
	case e.Previous != hexOf(r.last()) && missing == 0:
		return errors.New("does not follow the one before")
	case e.Epoch < r.epoch || uint64(e.Epoch-r.epoch) > missing+1:
		return errors.New("skips an epoch")
	case e.Epoch == r.epoch && !bytes.Equal(e.Audit, r.audit):
		return errors.New("changes what audit events are sealed to")
	case e.Action == actAdd:
		if known {
			return errors.New("adds a member twice")
		}
		return nil
	case !known && r.hole == nil || known && (!before.Active || before.Kit != m.Kit):
		return errors.New("is about nobody")
	case r.hole != nil && slices.Contains([]string{actRole, actRemove, actReset}, e.Action):
		return nil // what its member was before may be in an entry that is missing
	case e.Action == actRole && sameKeys && !m.Kit && (fresh || rank(m.Role) >= rank(before.Role)):
		return nil
	case e.Action == actRemove && sameKeys && !m.Kit && fresh && m.Role == before.Role:
		return nil
	case e.Action == actReset && fresh && m.Role == before.Role:
		return nil
	}
	return fmt.Errorf("has the action %q, which is not allowed here", e.Action)
}

// clone is a copy to try a step on.
func (r *roster) clone() *roster {
	c := *r
	c.members, c.order = maps.Clone(r.members), slices.Clone(r.order)
	c.hashes, c.grants = slices.Clone(r.hashes), slices.Clone(r.grants)
	c.contacts, c.audits = maps.Clone(r.contacts), maps.Clone(r.audits)
	return &c
}

// rank orders the roles by what they can open.
func rank(role Role) int { return len(compartmentsOf(role)) }

// until is the last place of each origin's chain when the entry was signed.
func (e entry) until() map[ID]headInFile {
	last := map[ID]headInFile{}
	for _, h := range e.Heads {
		last[h.Origin] = h
	}
	return last
}

// then returns what a member was when a revision at this place of a chain was
// written, and whether they were a member at all. What somebody wrote before
// they were changed counts only as far as the chain leads there from head, which
// the entry that changed them names: their old keys could rewrite it.
func (m Member) then(origin ID, seq uint64) (role Role, public seal.Public, head *headInFile, member bool) {
	for _, s := range m.past {
		if h, ok := s.until[origin]; ok && seq <= h.Seq {
			return s.role, s.public, &h, true
		}
	}
	return m.Role, m.public, nil, m.Active
}

// counts reports whether the newest entry names the grant.
func (r *roster) counts(grant ledger.Box) bool {
	hash := grant.Hash()
	return slices.Contains(r.grants, hexOf(hash))
}

// readRoster follows the chain from the genesis that the identity pins to its
// newest entry, over entries that are missing where there is no other way. It
// returns the second copies of entries that are right where the first are others.
func readRoster(ctx context.Context, l *ledger.Ledger, vault ID, genesis [32]byte, keys keysOf, known knownEntries) (*roster, []ledger.Box, error) {
	boxes, damage, err := l.Boxes(ctx, ledger.ClassRoster)
	if err != nil {
		return nil, nil, err
	}
	if len(boxes) == 0 || slices.ContainsFunc(damage, func(d ledger.BoxDamage) bool { return d.Lost && d.Box.Number > boxes[len(boxes)-1].Number }) {
		return nil, nil, fmt.Errorf("reading the roster: %w", ledger.ErrDamaged)
	}
	others := secondCopies(damage)
	begin := func() *roster {
		return &roster{vault: vault, members: map[ID]Member{}, audits: map[uint32][]byte{}, contacts: map[uint32]seal.Key{}}
	}
	r, taken, err := begin().along(boxes, others, genesis, keys)
	if err != nil {
		if holed, more, wrong := begin().overHoles(boxes, others, genesis, keys, known); wrong == nil {
			return holed, more, nil
		}
	}
	return r, taken, err
}

// along follows entries to their end. Where the two copies of one differ it is the
// first from which the chain leads there. An entry names the one before, and so
// fits after one alone: the tries do not multiply.
func (r *roster) along(boxes, others []ledger.Box, genesis [32]byte, keys keysOf) (*roster, []ledger.Box, error) {
	for i, box := range boxes {
		at := slices.IndexFunc(others, func(b ledger.Box) bool { return samePlace(b, box) })
		if at < 0 {
			if err := r.step(box, genesis, keys); err != nil {
				return nil, nil, err
			}
			continue
		}
		try := func(box ledger.Box) (*roster, []ledger.Box, error) {
			branch := r.clone()
			if err := branch.step(box, genesis, keys); err != nil {
				return nil, nil, err
			}
			return branch.along(boxes[i+1:], others, genesis, keys)
		}
		end, taken, err := try(box)
		if err != nil {
			if other, more, wrong := try(others[at]); wrong == nil {
				return other, append(more, others[at]), nil
			}
		}
		return end, taken, err
	}
	return r, nil, nil
}

func (r *roster) step(box ledger.Box, genesis [32]byte, keys keysOf) error {
	if err := r.take(box, keys); err != nil {
		return &Error{Code: CodeRoster, Doing: "following the roster", Err: err}
	}
	if box.Number == 0 && r.last() != genesis {
		return refuse(CodeRoster, "comparing the roster's beginning")
	}
	return nil
}

func hexOf(hash [32]byte) string { return hex.EncodeToString(hash[:]) }

func be32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
func be64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
