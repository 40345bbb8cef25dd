package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
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
	ErrFrozen    = errors.New("nothing is written to the file any more")
	ErrFull      = errors.New("the disk is full")
	ErrDamaged   = errors.New("the file is damaged")
	ErrJournal   = errors.New("the journal beside the file is not its own, or is damaged")
	ErrForbidden = errors.New("this account may not open the file")
	ErrGone      = errors.New("the file is not where it was opened")
	ErrDisk      = errors.New("the disk does not read or write as it should")
	ErrNetwork   = errors.New("the file is on a network drive")
)

// Told wraps what the system says of a file in one of the errors above.
func Told(doing string, err error) error { return translate(doing, err) }

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
			if s.ExtendedCode == sqlite3.ErrReadonly.Extend(4) { // SQLITE_READONLY_DBMOVED
				kind = ErrGone
			}
		case sqlite3.ErrFull:
			kind = ErrFull
		case sqlite3.ErrCantOpen, sqlite3.ErrPerm, sqlite3.ErrAuth:
			kind = ErrForbidden
		case sqlite3.ErrIoErr:
			if kind = ofSystem(s.SystemErrno); kind == nil {
				kind = ErrDisk
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
	case strings.HasPrefix(err.Error(), "sql: Scan error"): // it has no type of its own
		kind = ErrDamaged // a number that is none: STRICT lets nobody write that
	default:
		var number syscall.Errno
		if errors.As(err, &number) {
			kind = ofSystem(number)
		}
	}
	if kind == nil || errors.Is(err, kind) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return fmt.Errorf("%s: %w (%w)", doing, kind, err)
}

// ofSystem is what the system's number of a failure means for a file; nil for
// the others.
func ofSystem(number syscall.Errno) error {
	switch number {
	case syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG: // of the disk, of the person, of one file
		return ErrFull
	case syscall.EROFS:
		return ErrReadOnly
	case syscall.EIO, syscall.ENXIO, syscall.ENODEV, syscall.ESTALE:
		return ErrDisk
	}
	return nil
}
