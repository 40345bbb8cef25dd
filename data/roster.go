package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
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
}

// The actions of roster entries.
const (
	actGenesis = "genesis"
	actAdd     = "add"
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
	next    uint64   // number of the next entry
	last    [32]byte // hash of the newest entry
	genesis [32]byte
	grants  []string
}

func (r *roster) cardPlace(number uint64, member ID) []byte {
	return seal.AssociatedData("roster card", r.vault[:], be64(number), member[:])
}

// add signs a new entry that makes somebody a member and returns its box.
func (r *roster) add(signer seal.Identity, contacts seal.Key, e entry, m Member) (ledger.Box, error) {
	card, err := json.Marshal(memberCard{Name: m.Name, Role: m.Role, Kit: m.Kit, KEM: m.public.KEM, Verify: m.public.Verify})
	if err != nil {
		return ledger.Box{}, err
	}
	number := r.next
	if number > 0 {
		e.Previous = hex.EncodeToString(r.last[:])
	}
	e.Member, e.Card = m.ID, contacts.Seal(card, r.cardPlace(number, m.ID))
	payload, err := json.Marshal(e)
	if err != nil {
		return ledger.Box{}, err
	}
	body := append(signer.Sign("roster", payload), payload...)
	box := ledger.Box{Class: ledger.ClassRoster, Subject: r.vault[:], Number: number, Body: body}
	return box, r.take(box, contacts, nil)
}

// take verifies one entry against the state before it and applies it. keyOf
// returns the contacts key of an epoch; contacts is used where keyOf is nil.
func (r *roster) take(box ledger.Box, contacts seal.Key, keyOf func(epoch uint32) (seal.Key, bool)) error {
	if len(box.Body) < 64 || box.Number != r.next {
		return fmt.Errorf("roster entry %d is missing", r.next)
	}
	signature, payload := box.Body[:64], box.Body[64:]
	var e entry
	if err := json.Unmarshal(payload, &e); err != nil {
		return fmt.Errorf("roster entry %d: %w", r.next, err)
	}
	if keyOf != nil {
		key, ok := keyOf(e.Epoch)
		if !ok {
			return fmt.Errorf("roster entry %d is of an epoch without a key", r.next)
		}
		contacts = key
	}
	text, err := contacts.Open(e.Card, r.cardPlace(r.next, e.Member))
	if err != nil {
		return fmt.Errorf("roster entry %d: %w", r.next, err)
	}
	var card memberCard
	if err := json.Unmarshal(text, &card); err != nil {
		return fmt.Errorf("roster entry %d: %w", r.next, err)
	}
	m := Member{ID: e.Member, Name: card.Name, Role: card.Role, Kit: card.Kit, Active: true, public: seal.Public{KEM: card.KEM, Verify: card.Verify}}
	hash := sha256.Sum256(box.Body)
	signer := m.public
	switch {
	case r.next == 0:
		if e.Action != actGenesis || e.Signer != e.Member || m.Role != Manager || e.Previous != "" {
			return fmt.Errorf("the roster does not begin with a manager")
		}
		r.genesis = hash
	case e.Previous != hex.EncodeToString(r.last[:]):
		return fmt.Errorf("roster entry %d does not follow the one before", r.next)
	case e.Action != actAdd:
		return fmt.Errorf("roster entry %d has the unknown action %q", r.next, e.Action)
	default:
		by, ok := r.members[e.Signer]
		if !ok || !by.Active || by.Role != Manager {
			return fmt.Errorf("roster entry %d is not signed by a manager", r.next)
		}
		if _, taken := r.members[m.ID]; taken {
			return fmt.Errorf("roster entry %d adds a member twice", r.next)
		}
		signer = by.public
	}
	if e.Epoch < r.epoch || len(compartmentsOf(m.Role)) == 0 {
		return fmt.Errorf("roster entry %d goes back", r.next)
	}
	if err := signer.Check("roster", payload, signature); err != nil {
		return fmt.Errorf("roster entry %d: %w", r.next, err)
	}
	if r.members == nil {
		r.members = map[ID]Member{}
	}
	r.members[m.ID] = m
	r.order = append(r.order, m.ID)
	r.epoch, r.grants, r.last = e.Epoch, e.Grants, hash
	r.next++
	return nil
}

// counts reports whether the newest entry names the grant.
func (r *roster) counts(grant ledger.Box) bool {
	hash := grant.Hash()
	return slices.Contains(r.grants, hex.EncodeToString(hash[:]))
}

// issue wraps the compartment keys of a role to a member.
func issueGrants(vault ID, m Member, epoch uint32, keys map[compartment]seal.Key) ([]ledger.Box, error) {
	var boxes []ledger.Box
	for _, c := range compartmentsOf(m.Role) {
		body, err := m.public.Wrap(keys[c], grantPlace(vault, m.ID, c, epoch))
		if err != nil {
			return nil, err
		}
		boxes = append(boxes, ledger.Box{Class: ledger.ClassGrant, Subject: bytes.Clone(m.ID[:]), Holder: c.holder(), Number: uint64(epoch), Body: body})
	}
	return boxes, nil
}

func grantPlace(vault, member ID, c compartment, epoch uint32) []byte {
	return seal.AssociatedData("grant", vault[:], member[:], c.holder(), be32(epoch))
}

// openGrants returns the member's compartment keys by epoch.
func openGrants(grants []ledger.Box, vault, member ID, id seal.Identity) (map[uint32]map[compartment]seal.Key, []ledger.Box) {
	keys := map[uint32]map[compartment]seal.Key{}
	var opened []ledger.Box
	for _, g := range grants {
		if !bytes.Equal(g.Subject, member[:]) || len(g.Holder) != 1 {
			continue
		}
		c, epoch := compartment(g.Holder[0]), uint32(g.Number)
		key, err := id.Unwrap(g.Body, grantPlace(vault, member, c, epoch))
		if err != nil {
			continue
		}
		if keys[epoch] == nil {
			keys[epoch] = map[compartment]seal.Key{}
		}
		keys[epoch][c] = key
		opened = append(opened, g)
	}
	return keys, opened
}

// readRoster follows the chain from the genesis that the identity pins to its
// newest entry.
func readRoster(ctx context.Context, l *ledger.Ledger, vault ID, genesis [32]byte, keys map[uint32]map[compartment]seal.Key) (*roster, error) {
	boxes, damage, err := l.Boxes(ctx, ledger.ClassRoster)
	if err != nil {
		return nil, err
	}
	for _, d := range damage {
		if d.Lost {
			return nil, fmt.Errorf("reading the roster: %w", ledger.ErrDamaged)
		}
	}
	r := &roster{vault: vault}
	for _, box := range boxes {
		err := r.take(box, seal.Key{}, func(epoch uint32) (seal.Key, bool) {
			key, ok := keys[epoch][inContacts]
			return key, ok
		})
		if err != nil {
			return nil, &Error{Code: CodeRoster, Doing: "following the roster", Err: err}
		}
		if box.Number == 0 && r.genesis != genesis {
			return nil, refuse(CodeRoster, "comparing the roster's beginning")
		}
	}
	if r.next == 0 {
		return nil, fmt.Errorf("reading the roster: %w", ledger.ErrDamaged)
	}
	return r, nil
}

func be32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
func be64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
