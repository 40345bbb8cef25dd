//go:build linux || darwin || freebsd

package ledger

import "golang.org/x/sys/unix"

// freeSpace is how much this person may still write in a folder.
func freeSpace(folder string) (bytes uint64, known bool) {
	var fs unix.Statfs_t
	if unix.Statfs(folder, &fs) != nil {
		return 0, false
	}
	return uint64(fs.Bavail) * uint64(fs.Bsize), true
}
