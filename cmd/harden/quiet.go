package harden

import (
	"fmt"
	"os"
)

// Quiet keeps what libraries and Go itself say of a fault from the terminal and from the system's log: the value of a
// panic may be what a person said. What the program says of its own goes on through os.Stderr.
func Quiet() error {
	nothing, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("opening nothing: %w", err)
	}
	defer nothing.Close()
	said, err := exchange(nothing)
	if err != nil {
		return fmt.Errorf("keeping faults quiet: %w", err)
	}
	os.Stderr = said
	return nil
}
