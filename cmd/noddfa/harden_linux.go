package main

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// harden keeps what is in memory out of crash files and away from other
// programs of the same user. A fresh process begins without it, so it is done
// first at each start.
func harden() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("switching crash files off: %w", err)
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("hiding memory from other programs: %w", err)
	}
	return nil
}
