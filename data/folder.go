package data

import (
	"os"
	"path/filepath"
	"runtime"
)

// ComputersFolder is where this computer keeps, for this account, what belongs
// to it alone: how far each file has come, and how its window looks. On Windows
// that is the local one of the two folders for settings: the other goes from
// computer to computer with a profile.
func ComputersFolder() (string, error) {
	folder := os.UserConfigDir
	if runtime.GOOS == "windows" {
		folder = os.UserCacheDir // %LocalAppData%
	}
	dir, err := folder()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "noddfa"), nil
}
