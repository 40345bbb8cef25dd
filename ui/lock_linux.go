package ui

import (
	"fmt"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// relaunch replaces this process by a fresh one of the same program. It returns
// only if it failed. Sealed drafts go with it through a descriptor that stays
// open: a piece of memory without a name, which holds any length.
func relaunch(arguments []string, held []byte, _ func()) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if len(held) > 0 {
		fd, err := unix.MemfdCreate("noddfa-sealed", 0)
		if err != nil {
			return fmt.Errorf("making a way to the next process: %w", err)
		}
		if err := fill(fd, held); err != nil {
			_ = unix.Close(fd)
			return fmt.Errorf("handing over to the next process: %w", err)
		}
		arguments = append(arguments, "--held", strconv.Itoa(fd))
	}
	return syscall.Exec(program, append([]string{os.Args[0]}, arguments...), os.Environ())
}

func fill(fd int, content []byte) error {
	for len(content) > 0 {
		n, err := unix.Write(fd, content)
		if err != nil && err != unix.EINTR {
			return err
		}
		content = content[max(n, 0):]
	}
	_, err := unix.Seek(fd, 0, unix.SEEK_SET)
	return err
}
