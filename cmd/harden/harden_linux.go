package harden

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// Memory is done first at each start: a fresh process begins without it.
func Memory() error {
	if err := noCrashFile(); err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("hiding memory from other programs: %w", err)
	}
	return nil
}
