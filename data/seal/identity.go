package seal

import (
	"crypto/ed25519"
	"crypto/hpke"
	"crypto/rand"
	"errors"
	"fmt"
)

// Identity is the secret half of a member: an HPKE key pair to receive keys
// with and an Ed25519 key to sign with.
type Identity struct {
	kem  hpke.PrivateKey
	sign ed25519.PrivateKey
}

// Public is the public half: what others need to give this member a key and to
// verify what they signed.
type Public struct {
	KEM    []byte // 1,216 bytes: ML-KEM-768 and X25519
	Verify []byte // 32 bytes: Ed25519
}

// ErrSignature says that a signature is not this member's over these bytes.
var ErrSignature = errors.New("the signature is not valid")

const identitySize = 32 + ed25519.SeedSize

func suite() (hpke.KEM, hpke.KDF, hpke.AEAD) {
	return hpke.MLKEM768X25519(), hpke.HKDFSHA256(), hpke.AES256GCM()
}

// NewIdentity returns a random identity.
func NewIdentity() (Identity, error) {
	kem, _, _ := suite()
	private, err := kem.GenerateKey()
	if err != nil {
		return Identity{}, fmt.Errorf("making a key pair: %w", err)
	}
	_, sign, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return Identity{}, fmt.Errorf("making a signing key: %w", err)
	}
	return Identity{private, sign}, nil
}

// Bytes returns the 64 secret bytes: the HPKE seed and the Ed25519 seed.
func (i Identity) Bytes() ([]byte, error) {
	seed, err := i.kem.Bytes()
	if err != nil {
		return nil, fmt.Errorf("writing a key pair: %w", err)
	}
	return append(seed, i.sign.Seed()...), nil
}

// ParseIdentity reads what Bytes wrote.
func ParseIdentity(secret []byte) (Identity, error) {
	if len(secret) != identitySize {
		return Identity{}, fmt.Errorf("reading an identity: %d bytes instead of %d", len(secret), identitySize)
	}
	kem, _, _ := suite()
	private, err := kem.NewPrivateKey(secret[:32])
	if err != nil {
		return Identity{}, fmt.Errorf("reading an identity: %w", err)
	}
	return Identity{private, ed25519.NewKeyFromSeed(secret[32:])}, nil
}

// Public returns the public half.
func (i Identity) Public() Public {
	return Public{KEM: i.kem.PublicKey().Bytes(), Verify: i.sign.Public().(ed25519.PublicKey)}
}

// Own returns the member's own key for one use, such as drafts: nobody else
// has it.
func (i Identity) Own(use string) Key {
	var seed Key
	copy(seed[:], i.sign.Seed())
	return seed.Derive("noddfa/1 own " + use)
}

// Sign signs message for one use.
func (i Identity) Sign(use string, message []byte) []byte {
	return ed25519.Sign(i.sign, AssociatedData("sign "+use, message))
}

// Check returns ErrSignature unless signature is this member's over message
// for that use.
func (p Public) Check(use string, message, signature []byte) error {
	if len(p.Verify) != ed25519.PublicKeySize || !ed25519.Verify(p.Verify, AssociatedData("sign "+use, message), signature) {
		return ErrSignature
	}
	return nil
}

// Wrap seals a key to this member (HPKE base mode: it does not say who did).
func (p Public) Wrap(key Key, info []byte) ([]byte, error) {
	kem, kdf, aead := suite()
	public, err := kem.NewPublicKey(p.KEM)
	if err != nil {
		return nil, fmt.Errorf("reading a public key: %w", err)
	}
	box, err := hpke.Seal(public, kdf, aead, info, key[:])
	if err != nil {
		return nil, fmt.Errorf("wrapping a key: %w", err)
	}
	return box, nil
}

// Unwrap opens a key that was wrapped to this identity with the same info, or
// returns ErrOpen.
func (i Identity) Unwrap(box, info []byte) (Key, error) {
	_, kdf, aead := suite()
	key, err := hpke.Open(i.kem, kdf, aead, info, box)
	if err != nil || len(key) != len(Key{}) {
		return Key{}, ErrOpen
	}
	return Key(key), nil
}
