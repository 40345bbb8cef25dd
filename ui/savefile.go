package ui

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// savedFile is a document on its way to its folder: for this user alone, whole or not at all, and never over another
// file. Where the system can, its bytes lie on the disk without a name until publish gives it one, so that a program
// that is killed leaves nothing. Elsewhere publish writes a part file, whose name follows from what was recorded: who
// looks at that copy next removes it.
type savedFile struct {
	path, hash string
	content    []byte
	nameless   *os.File // nil where the system has no such files
}

// prepare makes everything ready that can fail before anybody is told of the file.
func prepare(path string, content []byte, hash string) (*savedFile, error) {
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
	s := &savedFile{path: path, hash: hash, content: content}
	file, err := openNameless(folder)
	if err != nil {
		return s, nil // it can still be written under a name
	}
	_, err = file.Write(content)
	if err = errors.Join(err, file.Sync()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	s.nameless = file
	return s, nil
}

// publish gives the file its name.
func (s *savedFile) publish() error {
	if s.nameless != nil {
		switch err := giveName(s.nameless, s.path); {
		case err == nil:
			syncFolderOf(s.path)
			return nil
		case errors.Is(err, fs.ErrExist):
			return err
		}
	}
	part := partOf(s.path, s.hash)
	os.Remove(part) // of a save that was killed
	file, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(s.content)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		if _, there := os.Lstat(s.path); there == nil {
			err = fs.ErrExist
		} else {
			err = os.Rename(part, s.path)
		}
	}
	if err != nil {
		os.Remove(part)
		return err
	}
	syncFolderOf(s.path)
	return nil
}

// drop lets go of a file without a name; what was published stays.
func (s *savedFile) drop() {
	if s.nameless != nil {
		s.nameless.Close()
	}
}

// partOf is the name under which a file is written before it has its own.
func partOf(path, hash string) string {
	return filepath.Join(filepath.Dir(path), ".noddfa-"+hash[:min(16, len(hash))]+".tmp")
}

// syncFolderOf puts the name on the disk too, where the system can.
func syncFolderOf(path string) {
	if folder, err := os.Open(filepath.Dir(path)); err == nil {
		_ = folder.Sync()
		folder.Close()
	}
}
