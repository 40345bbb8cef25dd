package newfile

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// openNameless makes a file that is in no folder: if this program ends, it is gone.
// An error of it names the path that it is meant for.
func openNameless(folder, path string) (*os.File, error) {
	at, err := unix.Open(folder, unix.O_TMPFILE|unix.O_WRONLY|unix.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, &os.PathError{Op: "open", Path: folder, Err: err}
	}
	return os.NewFile(uintptr(at), path), nil
}

// giveName puts a file without a name into its folder; it fails where that name is taken.
func giveName(file *os.File, path string) error {
	from := "/proc/self/fd/" + strconv.Itoa(int(file.Fd()))
	if err := unix.Linkat(unix.AT_FDCWD, from, unix.AT_FDCWD, path, unix.AT_SYMLINK_FOLLOW); err != nil {
		return &os.PathError{Op: "link", Path: path, Err: err}
	}
	return nil
}
