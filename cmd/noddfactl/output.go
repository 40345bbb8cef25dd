package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"noddfa/data"
	"noddfa/data/newfile"
)

// writeFile writes a document that leaves the vault on purpose. A file that is
// there already is never touched: it may be the records.
func writeFile(path string, content []byte) error {
	file, err := stageFile(path, content)
	if err != nil {
		return err
	}
	defer file.Drop()
	return publish(file)
}

// stageFile puts a document on the disk, ready to get its name.
func stageFile(path string, content []byte) (*newfile.File, error) {
	file, err := newfile.Prepare(path, content, filepath.Join(filepath.Dir(path), ".noddfa-"+data.NewID().String()+".tmp"))
	if err == nil {
		err = file.Stage()
	}
	return file, fileError(err)
}

// publish gives a document its name.
func publish(file *newfile.File) error { return fileError(file.Publish()) }

func fileError(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, fs.ErrExist) {
		return &data.Error{Code: data.CodeExists, Doing: "writing the file"}
	}
	return fmt.Errorf("writing the file: %w", err)
}
