//go:build darwin || freebsd

package ledger

import (
	"os"
	"syscall"
)

func changeTime(info os.FileInfo) int64 {
	if of, ok := info.Sys().(*syscall.Stat_t); ok {
		return of.Ctimespec.Nano()
	}
	return 0
}
