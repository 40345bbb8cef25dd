//go:build !linux

package ui

import (
	"fmt"
	"os"
	"os/exec"
	"time"
)

// handOver is how long the fresh process may take to read sealed drafts.
const handOver = 10 * time.Second

// relaunch starts a fresh process of the same program and ends this one. Sealed
// drafts go with it through its standard input.
func relaunch(arguments []string, held []byte, quit func()) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if len(held) == 0 {
		if err := exec.Command(program, arguments...).Start(); err != nil {
			return err
		}
		quit()
		return nil
	}
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("making a way to the next process: %w", err)
	}
	next := exec.Command(program, append(arguments, "--held", "0")...)
	next.Stdin = read
	err = next.Start()
	_ = read.Close()
	if err != nil {
		_ = write.Close()
		return err
	}
	over := make(chan error, 1)
	go func() {
		_, err := write.Write(held)
		_ = write.Close()
		over <- err
	}()
	select {
	case err = <-over:
	case <-time.After(handOver):
		err = os.ErrDeadlineExceeded
	}
	if err != nil {
		_ = next.Process.Kill()
		return fmt.Errorf("handing over to the next process: %w", err)
	}
	quit()
	return nil
}
