//go:build unix

package ledger

import (
	"errors"
	"os"
	"syscall"
)

// lockedElsewhere reports whether another program has the file open, and keeps
// others from opening it until this one closes it. The bytes are those that SQLite
// locks (os.h: SHARED_FIRST and SHARED_SIZE).
func lockedElsewhere(file *os.File) bool {
	lock := syscall.Flock_t{Type: syscall.F_RDLCK, Start: sharedFirst, Len: sharedSize}
	err := syscall.FcntlFlock(file.Fd(), syscall.F_SETLK, &lock)
	return errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES)
}
