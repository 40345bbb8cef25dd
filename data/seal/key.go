package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
)

// Key is a 256-bit symmetric key.
type Key [32]byte

// ErrOpen says that a box does not open: another key, another place, or
// damaged bytes. Which of them cannot be told apart.
var ErrOpen = errors.New("the sealed bytes do not open with this key")

const (
	boxVersion = 1
	padStep    = 256
	lengthSize = 4
)

// NewKey returns a random key.
func NewKey() Key {
	var k Key
	_, _ = rand.Read(k[:]) // never fails (crypto/rand documentation)
	return k
}

// Wipe overwrites the key.
func (k *Key) Wipe() { clear(k[:]) }

// Derive returns the key for one use, by HKDF-SHA256 with no salt and the use
// as info (RFC 5869).
//
// Of that many bytes HKDF is two HMACs, and these are written out here: unlocking
// derives a key for each case and each contact, and crypto/hkdf makes a dozen pieces of
// garbage for each.
func (k Key) Derive(use string) Key { return k.Deriver().Derive(use) }

// Deriver derives keys for many uses of one key: the first of the two HMACs is of all
// uses.
type Deriver struct{ drawn Key }

// Deriver returns the key's Deriver.
func (k Key) Deriver() Deriver { return Deriver{hmacSHA256(Key{}, k[:])} }

// Derive is Derive of the key.
func (d Deriver) Derive(use string) Key {
	var room [256]byte
	return hmacSHA256(d.drawn, append(append(room[:0], use...), 1))
}

// hmacSHA256 is HMAC (RFC 2104) with a key that is shorter than a block.
func hmacSHA256(key Key, message []byte) Key {
	var room [512]byte
	inner := append(append(room[:0], key[:]...), make([]byte, sha256.BlockSize-len(key))...)
	for i := range inner {
		inner[i] ^= 0x36
	}
	sum := sha256.Sum256(append(inner, message...))
	var outer [sha256.BlockSize + sha256.Size]byte
	copy(outer[:], key[:])
	for i := range outer[:sha256.BlockSize] {
		outer[i] ^= 0x5c
	}
	copy(outer[sha256.BlockSize:], sum[:])
	return sha256.Sum256(outer[:])
}

// DeriveWith returns the key for one use that only both keys together give: the
// same derivation from the two, one after the other.
func (k Key) DeriveWith(other Key, use string) Key {
	both := append(k[:len(k):len(k)], other[:]...)
	defer clear(both)
	bytes, err := hkdf.Key(sha256.New, both, nil, use, len(k))
	if err != nil {
		panic(err) // only for lengths above 8,160 bytes
	}
	return Key(bytes)
}

// Seal pads plain to a step of 256 bytes and seals it with AES-256-GCM and a
// random nonce, bound to ad. At most 2^32 boxes per key.
func (k Key) Seal(plain, ad []byte) []byte {
	size := lengthSize + len(plain)
	padded := make([]byte, size, (size+padStep-1)/padStep*padStep)
	binary.BigEndian.PutUint32(padded, uint32(len(plain)))
	copy(padded[lengthSize:], plain)
	padded = padded[:cap(padded)]
	aead := k.aead()
	box := make([]byte, 1, 1+len(padded)+aead.Overhead())
	box[0] = boxVersion
	box = aead.Seal(box, nil, padded, ad)
	clear(padded)
	return box
}

// Open returns what Seal was given, or ErrOpen.
func (k Key) Open(box, ad []byte) ([]byte, error) { return k.OpenInto(nil, box, ad) }

// OpenInto is Open into the room that buf has, so that many texts one after the
// other leave a single copy to overwrite. Where buf is too small there is a new
// buffer.
func (k Key) OpenInto(buf, box, ad []byte) ([]byte, error) { return k.Opener().OpenInto(buf, box, ad) }

// Opener opens many boxes of one key: what AES makes of the key is worked out once.
type Opener struct{ aead cipher.AEAD }

// Opener returns the key's Opener.
func (k Key) Opener() Opener { return Opener{k.aead()} }

// OpenInto is OpenInto of the key.
func (o Opener) OpenInto(buf, box, ad []byte) ([]byte, error) {
	if len(box) == 0 || box[0] != boxVersion {
		return nil, ErrOpen
	}
	padded, err := o.aead.Open(buf[:0], nil, box[1:], ad)
	if err != nil || len(padded) < lengthSize || len(padded)%padStep != 0 {
		return nil, ErrOpen
	}
	size := binary.BigEndian.Uint32(padded)
	rest := padded[lengthSize:]
	if uint64(size) > uint64(len(rest)) || len(rest)-int(size) >= padStep {
		return nil, ErrOpen
	}
	if !bytes.Equal(rest[size:], padding[:len(rest)-int(size)]) {
		return nil, ErrOpen // one text, one padding
	}
	return rest[:size], nil
}

// padding is what fills up a text, and nothing else.
var padding [padStep]byte

func (k Key) aead() cipher.AEAD {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		panic(err) // only for a wrong key length
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // only for a cipher that is not AES
	}
	return aead
}

// AssociatedData writes down where a box or a signature belongs: the format,
// what it is used for, and each part with its length before it, so that no two
// places have the same bytes.
func AssociatedData(use string, parts ...[]byte) []byte {
	return AppendAssociatedData(nil, use, parts...)
}

// AppendAssociatedData is AssociatedData behind what is in a buffer, for many in a
// row.
func AppendAssociatedData(ad []byte, use string, parts ...[]byte) []byte {
	ad = append(append(append(ad, "noddfa/1\x00"...), use...), 0)
	for _, part := range parts {
		ad = binary.BigEndian.AppendUint32(ad, uint32(len(part)))
		ad = append(ad, part...)
	}
	return ad
}
