//go:build unix && !darwin

package ui

import (
	"os"
	"syscall"
)

// relaunch replaces this process by a fresh one of the same program. It returns
// only if it failed.
func relaunch(arguments []string, _ func()) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	return syscall.Exec(program, append([]string{os.Args[0]}, arguments...), os.Environ())
}
