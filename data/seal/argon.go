//go:build !once

package seal

import "golang.org/x/crypto/argon2"

// argon2id is RFC 9106's function, run each time.
func argon2id(text []byte, k KDF) Key {
	return Key(argon2.IDKey(text, k.Salt[:], k.Time, k.Memory, k.Threads, 32))
}

// newSalt returns sixteen random bytes.
func newSalt() (salt [16]byte) {
	random := NewKey()
	copy(salt[:], random[:])
	return salt
}

// FirstCode is NewCode for the kit of new records.
func FirstCode() Code { return NewCode() }
