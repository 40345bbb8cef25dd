//go:build !windows

package ui

import (
	"os"
	"syscall"
)

// sameDisk reports whether two paths lie on one file system, as far as that can
// be told.
func sameDisk(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	if err != nil {
		return false
	}
	x, ok := first.Sys().(*syscall.Stat_t)
	y, ok2 := second.Sys().(*syscall.Stat_t)
	return ok && ok2 && x.Dev == y.Dev
}
