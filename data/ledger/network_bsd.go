//go:build darwin || freebsd

package ledger

import (
	"path/filepath"

	"golang.org/x/sys/unix"
)

func onNetwork(path string) bool {
	var fs unix.Statfs_t
	if unix.Statfs(path, &fs) != nil && unix.Statfs(filepath.Dir(path), &fs) != nil {
		return false
	}
	return uint64(fs.Flags)&unix.MNT_LOCAL == 0
}
