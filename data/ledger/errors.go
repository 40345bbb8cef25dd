package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// What can be wrong with a file before any passphrase is asked for, and while
// it is written.
var (
	ErrNotFound  = errors.New("there is no such file")
	ErrDirectory = errors.New("this is a folder, not a file")
	ErrEmpty     = errors.New("the file is empty")
	ErrNotVault  = errors.New("the file is not one of Noddfa's")
	ErrNewer     = errors.New("the file was made by a newer Noddfa")
	ErrExists    = errors.New("a file of this name exists")
	ErrInUse     = errors.New("the file is open elsewhere")
	ErrReadOnly  = errors.New("the file can be read but not written")
	ErrFull      = errors.New("the disk is full")
	ErrDamaged   = errors.New("the file is damaged")
	ErrForbidden = errors.New("this account may not open the file")
)

// translate wraps what SQLite or the system says in one of the errors above.
func translate(doing string, err error) error {
	if err == nil {
		return nil
	}
	var s sqlite3.Error
	kind := error(nil)
	switch {
	case errors.As(err, &s):
		switch s.Code {
		case sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrFormat:
			kind = ErrDamaged
		case sqlite3.ErrBusy, sqlite3.ErrLocked:
			kind = ErrInUse
		case sqlite3.ErrReadonly:
			kind = ErrReadOnly
		case sqlite3.ErrFull:
			kind = ErrFull
		case sqlite3.ErrCantOpen, sqlite3.ErrPerm, sqlite3.ErrAuth:
			kind = ErrForbidden
		case sqlite3.ErrIoErr:
			if s.SystemErrno == syscall.ENOSPC {
				kind = ErrFull
			}
		case sqlite3.ErrError:
			kind = ErrDamaged // our statements are fixed: a table that is not there was damaged away
		}
	case errors.Is(err, fs.ErrNotExist):
		kind = ErrNotFound
	case errors.Is(err, fs.ErrPermission):
		kind = ErrForbidden
	case errors.Is(err, fs.ErrExist):
		kind = ErrExists
	case errors.Is(err, syscall.ENOSPC):
		kind = ErrFull
	}
	if kind == nil || errors.Is(err, kind) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %w (%w)", doing, kind, err)
}
