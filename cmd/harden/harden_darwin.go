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
	if err := unix.PtraceDenyAttach(); err != nil {
		return fmt.Errorf("refusing debuggers: %w", err)
	}
	return nil
}
