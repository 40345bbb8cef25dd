//go:build once

package seal

import (
	"crypto/sha256"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/crypto/argon2"
)

// A program that people use must never be built like this: its salts are known.
func init() {
	if !testing.Testing() {
		panic("built for tests alone, with known salts")
	}
}

// Hundreds of tests open the same few vaults; where each did what is slow by
// design, most of the time of all tests would be this one function. In the
// programs of the tests, and nowhere else, what it gave is remembered.
var remembered sync.Map // of question to func() Key

// question is all that the answer depends on, the passphrase as a hash.
type question struct {
	text [32]byte
	kdf  KDF
}

func argon2id(text []byte, k KDF) Key {
	private := append([]byte(nil), text...) // the caller clears its own
	answer, _ := remembered.LoadOrStore(question{sha256.Sum256(text), k}, sync.OnceValue(func() Key {
		defer clear(private)
		return Key(argon2.IDKey(private, k.Salt[:], k.Time, k.Memory, k.Threads, 32))
	}))
	return answer.(func() Key)()
}

// vaults counts the salts.
var vaults atomic.Uint32

// newSalt returns one of two salts by turns, so that the same passphrase in
// another test's vault is the same question.
func newSalt() [16]byte {
	return [16]byte{1 + byte(vaults.Add(1)%2)}
}

// FirstCode is the same for each vault's first kit, for the same reason.
var FirstCode = sync.OnceValue(NewCode)
