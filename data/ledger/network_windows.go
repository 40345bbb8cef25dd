package ledger

import (
	"path/filepath"
	"strings"

	"golang.org/x/sys/windows"
)

func onNetwork(path string) bool {
	volume := filepath.VolumeName(path)
	switch {
	case strings.HasPrefix(volume, `\\?\UNC\`):
		return true
	case strings.HasPrefix(volume, `\\?\`), strings.HasPrefix(volume, `\\.\`):
		volume = volume[4:]
	case strings.HasPrefix(volume, `\\`):
		return true
	}
	root, err := windows.UTF16PtrFromString(volume + `\`)
	return err == nil && windows.GetDriveType(root) == windows.DRIVE_REMOTE
}

// freeSpace is how much this person may still write in a folder.
func freeSpace(folder string) (bytes uint64, known bool) {
	name, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, false
	}
	err = windows.GetDiskFreeSpaceEx(name, &bytes, nil, nil)
	return bytes, err == nil
}
