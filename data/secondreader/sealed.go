package secondreader

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

const (
	keySize   = 32
	nonceSize = 12
	padding   = 256
)

// place is PLACE of the document: what a box or signature is for, so that it opens nowhere else.
func place(use string, parts ...[]byte) []byte {
	out := append([]byte("noddfa/1\x00"+use), 0)
	for _, part := range parts {
		out = append(append(out, four(len(part))...), part...)
	}
	return out
}

func four[N int | uint32](n N) []byte  { return binary.BigEndian.AppendUint32(nil, uint32(n)) }
func eight[N int | uint64](n N) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// derive is Derive of the document: one key out of another, by what it is for.
func derive(key []byte, use string) ([]byte, error) {
	out, err := hkdf.Key(sha256.New, key, nil, use, keySize)
	if err != nil {
		return nil, fmt.Errorf("derive a key: %w", err)
	}
	return out, nil
}

// openBox opens a box and takes its padding off.
func openBox(key, box, at []byte) ([]byte, error) {
	if len(box) < 1+nonceSize || box[0] != 1 {
		return nil, errors.New("open a box: not one of version 1")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("open a box: %w", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("open a box: %w", err)
	}
	padded, err := gcm.Open(nil, box[1:1+nonceSize], box[1+nonceSize:], at)
	if err != nil {
		return nil, fmt.Errorf("open a box: %w", err)
	}
	text, err := unpad(padded)
	if err != nil {
		return nil, fmt.Errorf("open a box: %w", err)
	}
	return text, nil
}

// unpad accepts only what a writer makes, so that one text has one plaintext.
func unpad(padded []byte) ([]byte, error) {
	if len(padded) < 4 {
		return nil, errors.New("too short for its length")
	}
	length := uint64(binary.BigEndian.Uint32(padded))
	if want := (4 + length + padding - 1) / padding * padding; uint64(len(padded)) != want {
		return nil, errors.New("a length no writer makes")
	}
	for _, b := range padded[4+length:] {
		if b != 0 {
			return nil, errors.New("padding that is not zeros")
		}
	}
	return padded[4 : 4+length], nil
}

// unwrap opens what was wrapped to the holder of an HPKE seed.
func unwrap(seed, sealed, at []byte) ([]byte, error) {
	private, err := hpke.MLKEM768X25519().NewPrivateKey(seed)
	if err != nil {
		return nil, fmt.Errorf("read an HPKE seed: %w", err)
	}
	text, err := hpke.Open(private, hpke.HKDFSHA256(), hpke.AES256GCM(), at, sealed)
	if err != nil {
		return nil, fmt.Errorf("unwrap: %w", err)
	}
	return text, nil
}

// hpkePublic is the public key of a seed.
func hpkePublic(seed []byte) ([]byte, error) {
	private, err := hpke.MLKEM768X25519().NewPrivateKey(seed)
	if err != nil {
		return nil, fmt.Errorf("read an HPKE seed: %w", err)
	}
	return private.PublicKey().Bytes(), nil
}

func signed(by ed25519.PublicKey, use string, message, signature []byte) bool {
	return len(by) == ed25519.PublicKeySize && ed25519.Verify(by, place("sign "+use, message), signature)
}
