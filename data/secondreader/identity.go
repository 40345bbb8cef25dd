package secondreader

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// header is what turns a passphrase into the master key.
type header struct {
	Salt      []byte `json:"salt"`
	MemoryKiB uint32 `json:"memory_kib"`
	Passes    uint32 `json:"passes"`
	Lanes     uint8  `json:"lanes"`
}

func readHeader(body []byte) (header, error) {
	var h header
	if err := json.Unmarshal(body, &h); err != nil {
		return h, fmt.Errorf("read the header: %w", err)
	}
	// Whoever can write the file can write the header: too little would make guessing cheap, too much would take this computer down.
	if h.MemoryKiB < 64<<10 || h.MemoryKiB > 1<<20 || h.Passes < 3 || h.Passes > 10 || h.Lanes < 1 || h.Lanes > 64 || len(h.Salt) != 16 {
		return h, ErrParameters
	}
	return h, nil
}

// masters remembers what Argon2 gave: the same few passphrases are tried again and again, and this reader opens made-up
// records alone.
var masters sync.Map // of string to []byte

func (h header) master(passphrase string) []byte {
	text := norm.NFC.Bytes([]byte(passphrase))
	question := fmt.Sprintf("%x %x %d %d %d", text, h.Salt, h.Passes, h.MemoryKiB, h.Lanes)
	if known, ok := masters.Load(question); ok {
		return known.([]byte)
	}
	master := argon2.IDKey(text, h.Salt, h.Passes, h.MemoryKiB, h.Lanes, keySize)
	masters.Store(question, master)
	return master
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeCheck is the fifth character of a recovery code's group, which stands at place from 0.
func codeCheck(place int, group string) (byte, bool) {
	sum := 11 * place
	for i := range len(group) {
		value := strings.IndexByte(crockford, group[i])
		if value < 0 {
			return 0, false
		}
		sum += (2*i + 1) * value
	}
	return crockford[sum%32], true
}

// fromCode gives the passphrase in a recovery code as printed; anything else is a passphrase as it is.
func fromCode(typed string) string {
	text := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(text) != 8*5 {
		return typed
	}
	code := ""
	for g := range 8 {
		group := text[5*g:][:5]
		if check, ok := codeCheck(g, group[:4]); !ok || check != group[4] {
			return typed
		}
		code += group[:4]
	}
	return code
}

// identity is the member whose passphrase this is.
type identity struct {
	member  id
	hpke    []byte // seed
	sign    []byte // seed
	genesis []byte // SHA-256 of the roster's first entry
}

// Secrets are what opens a records file: a passphrase or a recovery code and, where a member's identity asks for it, the computer's secret
// or a manager's invitation.
type Secrets struct {
	Passphrase string
	Computer   []byte // 32 bytes
	Invitation string
}

// identify finds the member whose identity the secrets open. With the header's second copy, where it is another, they may open what they do not
// with the first.
func (f *file) identify(s Secrets) (identity, error) {
	me, err := f.identifyBy(f.of(classHeader)[0], s)
	for _, other := range ofClass(f.other, classHeader) {
		if errors.Is(err, ErrPassphrase) || errors.Is(err, ErrParameters) {
			if opened, wrong := f.identifyBy(other, s); wrong == nil {
				return opened, nil
			}
		}
	}
	return me, err
}

func (f *file) identifyBy(head small, s Secrets) (identity, error) {
	h, err := readHeader(head.body)
	if err != nil {
		return identity{}, err
	}
	master := h.master(fromCode(s.Passphrase))
	var found []identity
	for _, row := range f.ways(s, master) {
		text, err := openBox(row.key, row.box, row.at)
		if err != nil {
			continue // somebody else's
		}
		if len(text) != 3*keySize {
			return identity{}, fmt.Errorf("%w: an identity of %d bytes", ErrDamaged, len(text))
		}
		if !slices.ContainsFunc(found, func(i identity) bool { return i.member == row.member }) {
			found = append(found, identity{row.member, text[:32], text[32:64], text[64:]})
		}
	}
	switch len(found) {
	case 0:
		return identity{}, ErrPassphrase
	case 1:
		return found[0], nil
	}
	return identity{}, ErrAmbiguous
}

// way is a box that may hold an identity, and what would open it.
type way struct {
	member       id
	key, box, at []byte
}

const (
	smallBox = 1 + 12 + 256 + 16
	hpkeKey  = 1168 // a wrapped key
)

// ways are the boxes that the secrets may open.
func (f *file) ways(s Secrets, master []byte) []way {
	var all []way
	add := func(member id, box, at, from []byte, use string) {
		if key, err := derive(from, use); err == nil {
			all = append(all, way{member, key, box, at})
		}
	}
	for _, row := range f.both(classIdentity) {
		member, err := toID(row.subject)
		if err != nil {
			continue
		}
		at := place("identity", f.vault[:], member[:], row.holder)
		if len(row.holder) == 0 {
			add(member, row.body, at, master, "noddfa/1 identity "+member.String())
			continue
		}
		computer, err := derive(s.Computer, "noddfa/1 computer "+f.vault.String())
		if err != nil || len(s.Computer) != keySize || !bytes.Equal(computer[:16], row.holder) || len(row.body) != 2*smallBox {
			continue
		}
		share, err := derive(s.Computer, "noddfa/1 computer of "+member.String())
		if err == nil {
			add(member, row.body[:smallBox], at, slices.Concat(master, share), "noddfa/1 identity "+member.String()+" "+id(row.holder).String())
		}
	}
	for _, row := range f.of(classInvitation) {
		member, err := toID(row.subject)
		code := fromCode(s.Invitation)
		if err != nil || len(code) != keySize {
			continue
		}
		key, err := derive([]byte(code), "noddfa/1 invitation "+member.String())
		if err != nil {
			continue
		}
		spareKey, err := openBox(key, row.body, place("invitation", f.vault[:], member[:], binary.BigEndian.AppendUint64(nil, row.number)))
		if err != nil {
			continue
		}
		for _, spare := range f.of(classSpare) {
			if bytes.Equal(spare.subject, member[:]) && len(spare.body) > hpkeKey {
				at := place("spare", f.vault[:], member[:], binary.BigEndian.AppendUint32(nil, uint32(spare.number)))
				add(member, spare.body[hpkeKey:], at, slices.Concat(master, spareKey), "noddfa/1 spare "+member.String())
			}
		}
	}
	return all
}

// is says whether a card's public keys are those of the identity.
func (i identity) is(c card) bool {
	public, err := hpkePublic(i.hpke)
	return err == nil && bytes.Equal(public, c.KEM) && bytes.Equal(ed25519.NewKeyFromSeed(i.sign).Public().(ed25519.PublicKey), c.Verify)
}
