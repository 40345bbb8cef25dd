//go:build !unix || darwin

package ui

import (
	"os"
	"os/exec"
)

// relaunch starts a fresh process of the same program and ends this one.
func relaunch(arguments []string, quit func()) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if err := exec.Command(program, arguments...).Start(); err != nil {
		return err
	}
	quit()
	return nil
}
