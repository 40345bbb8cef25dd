package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"noddfa/data"
)

// writeFile writes a document that leaves the vault on purpose: whole, and for
// this user's eyes only. A file that is there already is never touched: it may
// be the records.
func writeFile(path string, content []byte) error {
	part, err := writePart(path, content)
	if err != nil {
		return err
	}
	return place(part, path)
}

// writePart writes a document beside the file that it is to become, under a
// name of its own.
func writePart(path string, content []byte) (part string, err error) {
	if _, err := os.Lstat(path); err == nil {
		return "", &data.Error{Code: data.CodeExists, Doing: "writing the file"}
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil { // named, not the file beside
		return "", fmt.Errorf("looking for the folder: %w", err)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".noddfa-*.tmp")
	if err != nil {
		return "", fmt.Errorf("writing the file: %w", err)
	}
	_, err = file.Write(content)
	for _, step := range []func() error{file.Sync, file.Close} {
		if next := step(); err == nil {
			err = next
		}
	}
	if err != nil {
		os.Remove(file.Name())
		return "", fmt.Errorf("writing the file: %w", err)
	}
	return file.Name(), nil
}

// place gives a document its name and removes it where that is taken.
func place(part, path string) error {
	defer os.Remove(part)
	err := os.Link(part, path)
	if errors.Is(err, fs.ErrExist) {
		return &data.Error{Code: data.CodeExists, Doing: "writing the file"}
	}
	if err != nil { // a disk without links, such as a stick
		if _, there := os.Lstat(path); there == nil {
			return &data.Error{Code: data.CodeExists, Doing: "writing the file"}
		}
		err = os.Rename(part, path)
	}
	if err != nil {
		return fmt.Errorf("writing the file: %w", err)
	}
	return nil
}
