package seal

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// KDF is how a passphrase becomes a key: Argon2id with the vault's one salt
// and parameters (RFC 9106).
type KDF struct {
	Salt    [16]byte
	Memory  uint32 // KiB
	Time    uint32 // passes
	Threads uint8
}

// The floor is RFC 9106's second recommended choice; a file that asks for less
// would help somebody who guesses, one that asks for more than the ceiling
// would stop the machine.
const (
	floorMemory, ceilingMemory = 64 << 10, 1 << 20 // KiB
	floorTime, ceilingTime     = 3, 10
	threads                    = 4
)

// ErrParameters says that a file asks for a key derivation weaker than the
// floor or heavier than the ceiling.
var ErrParameters = errors.New("the passphrase parameters are outside what is allowed")

// NewKDF returns the floor's parameters with a fresh salt.
func NewKDF() KDF {
	return KDF{Salt: newSalt(), Memory: floorMemory, Time: floorTime, Threads: threads}
}

// What a passphrase may cost at most is half a second on the computer that makes
// the vault; memory alone is raised, because it is what a guesser has to buy.
const patience = 500 * time.Millisecond

// MeasuredKDF returns the floor's parameters with as many times the floor's
// memory, at most four, as one measured run lets expect within half a second.
func MeasuredKDF() KDF {
	k := NewKDF()
	start := time.Now()
	_ = argon2.IDKey(k.Salt[:], k.Salt[:], k.Time, k.Memory, k.Threads, 32)
	k.Memory = memoryFor(time.Since(start))
	return k
}

// memoryFor is the memory for a computer on which one run at the floor took so
// long.
func memoryFor(run time.Duration) uint32 {
	for _, times := range []uint32{4, 3, 2} {
		if time.Duration(times)*run <= patience {
			return times * floorMemory
		}
	}
	return floorMemory
}

// Validate returns ErrParameters for parameters outside the bounds.
func (k KDF) Validate() error {
	if k.Memory < floorMemory || k.Memory > ceilingMemory || k.Time < floorTime || k.Time > ceilingTime || k.Threads == 0 || k.Threads > 64 {
		return fmt.Errorf("%w: %d KiB, %d passes, %d lanes", ErrParameters, k.Memory, k.Time, k.Threads)
	}
	return nil
}

// Master runs Argon2id once over the passphrase in Unicode's form NFC, so that
// "ŵ" is the same key however the keyboard composed it.
func (k KDF) Master(passphrase string) (Key, error) {
	if err := k.Validate(); err != nil {
		return Key{}, err
	}
	text := norm.NFC.AppendString(nil, passphrase)
	defer clear(text)
	return argon2id(text, k), nil
}
