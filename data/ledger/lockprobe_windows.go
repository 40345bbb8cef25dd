package ledger

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lockedElsewhere reports whether another program has the file open, and keeps
// others from opening it until this one closes it. The bytes are those that SQLite
// locks (os.h: SHARED_FIRST and SHARED_SIZE).
func lockedElsewhere(file *os.File) bool {
	err := windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_FAIL_IMMEDIATELY, 0, sharedSize, 0, &windows.Overlapped{Offset: sharedFirst})
	return errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}
