package ledger

import (
	"errors"
	"os"
	"path/filepath"
)

// WriteWhole writes a file for this user alone, whole or not at all, so that it
// survives a power cut: a part file, on the disk before it gets the name.
func WriteWhole(path string, content []byte) error {
	part := path + ".part"
	os.Remove(part) // a link that somebody put there leads elsewhere
	file, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	if err == nil {
		err = os.Rename(part, path)
	}
	if err != nil {
		os.Remove(part)
		return err
	}
	syncFolder(filepath.Dir(path))
	return nil
}
