// Package newfile writes a document that leaves the records on purpose: for this
// user alone, whole or not at all, and never over another file. Where the system
// can, its bytes lie on the disk without a name until they are whole, so that a
// program that is killed leaves nothing of them behind.
package newfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a document on its way to its folder.
type File struct {
	path, part string
	content    []byte
	nameless   *os.File // nil where the system has no such files
	staged     bool     // the bytes lie under the part's name
}

// Prepare makes everything ready that can fail before anybody is told of the
// file. Where the system has no files without a name, nothing is written yet;
// then part is the name that the bytes have until they are whole.
func Prepare(path string, content []byte, part string) (*File, error) {
	if path == "" {
		return nil, fs.ErrNotExist
	}
	if _, err := os.Lstat(path); err == nil {
		return nil, fs.ErrExist
	}
	folder := filepath.Dir(path)
	if _, err := os.Stat(folder); err != nil {
		return nil, err
	}
	f := &File{path: path, part: part, content: content}
	file, err := openNameless(folder, path)
	if err != nil {
		return f, nil // it can still be written under a name
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	f.nameless = file
	return f, nil
}

// Stage writes the bytes to the disk now, under the part's name where they can
// have none: for those who want to be sure of the room before they tell anybody.
func (f *File) Stage() error {
	if f.nameless != nil || f.staged {
		return nil
	}
	os.Remove(f.part) // of a save that was killed
	file, err := os.OpenFile(f.part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(f.content)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		os.Remove(f.part)
		return err
	}
	f.staged = true
	return nil
}

// Publish gives the file its name.
func (f *File) Publish() error {
	if f.nameless != nil {
		switch err := giveName(f.nameless, f.path); {
		case err == nil:
			syncFolderOf(f.path)
			return nil
		case errors.Is(err, fs.ErrExist):
			return err
		}
		f.Drop() // a disk on which they cannot be given one
	}
	if err := f.Stage(); err != nil {
		return err
	}
	err := os.Link(f.part, f.path) // unlike a rename, a link never replaces a file
	if err != nil && !errors.Is(err, fs.ErrExist) {
		if _, there := os.Lstat(f.path); there == nil {
			err = fs.ErrExist
		} else {
			err = os.Rename(f.part, f.path) // a disk without links, such as a stick
		}
	}
	f.Drop()
	if err == nil {
		syncFolderOf(f.path)
	}
	return err
}

// Drop lets go of the bytes that have no name of their own yet; what was published
// stays.
func (f *File) Drop() {
	if f.nameless != nil {
		f.nameless.Close()
		f.nameless = nil
	}
	if f.staged {
		os.Remove(f.part)
		f.staged = false
	}
}

// syncFolderOf puts the name on the disk too, where the system can.
func syncFolderOf(path string) {
	if folder, err := os.Open(filepath.Dir(path)); err == nil {
		_ = folder.Sync()
		folder.Close()
	}
}
