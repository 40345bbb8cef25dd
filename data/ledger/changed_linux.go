package ledger

import (
	"os"
	"syscall"
)

// changeTime is when the system last wrote anything about a file, in nanoseconds: unlike
// the time of the last write, no program can set it.
func changeTime(info os.FileInfo) int64 {
	if of, ok := info.Sys().(*syscall.Stat_t); ok {
		return of.Ctim.Nano()
	}
	return 0
}
