//go:build unix

package harden

import (
	"fmt"

	"golang.org/x/sys/unix"
)

func noCrashFile() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("switching crash files off: %w", err)
	}
	return nil
}
