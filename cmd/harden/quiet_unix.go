//go:build unix

package harden

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchange puts nothing in the place of standard error and returns what stood there.
func exchange(nothing *os.File) (*os.File, error) {
	kept, err := unix.FcntlInt(2, unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, err
	}
	if err := put(int(nothing.Fd()), 2); err != nil {
		_ = unix.Close(kept)
		return nil, err
	}
	return os.NewFile(uintptr(kept), "standard error"), nil
}

// Loud undoes Quiet for the program that takes this one's place.
func Loud() { _ = put(int(os.Stderr.Fd()), 2) }
