package secondreader

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strings"

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

func (h header) master(passphrase string) []byte {
	return argon2.IDKey(norm.NFC.Bytes([]byte(passphrase)), h.Salt, h.Passes, h.MemoryKiB, h.Lanes, keySize)
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

// identify finds the member whose identity the passphrase opens.
func (f *file) identify(passphrase string) (identity, error) {
	h, err := readHeader(f.of(classHeader)[0].body)
	if err != nil {
		return identity{}, err
	}
	master := h.master(fromCode(passphrase))
	var found []identity
	for _, s := range f.of(classIdentity) {
		member, err := toID(s.subject)
		if err != nil || len(s.holder) != 0 { // one that also asks for a computer's secret is not for us
			continue
		}
		key, err := derive(master, "noddfa/1 identity "+member.String())
		if err != nil {
			return identity{}, err
		}
		text, err := openBox(key, s.body, place("identity", f.vault[:], member[:], s.holder))
		if err != nil {
			continue // somebody else's
		}
		if len(text) != 3*keySize {
			return identity{}, fmt.Errorf("%w: an identity of %d bytes", ErrDamaged, len(text))
		}
		found = append(found, identity{member, text[:32], text[32:64], text[64:]})
	}
	switch len(found) {
	case 0:
		return identity{}, ErrPassphrase
	case 1:
		return found[0], nil
	}
	return identity{}, ErrAmbiguous
}

// is says whether a card's public keys are those of the identity.
func (i identity) is(c card) bool {
	public, err := hpkePublic(i.hpke)
	return err == nil && bytes.Equal(public, c.KEM) && bytes.Equal(ed25519.NewKeyFromSeed(i.sign).Public().(ed25519.PublicKey), c.Verify)
}
