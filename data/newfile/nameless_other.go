//go:build !linux

package newfile

import (
	"errors"
	"os"
)

// openNameless is for systems that have files without a name.
func openNameless(string, string) (*os.File, error) { return nil, errors.ErrUnsupported }

func giveName(*os.File, string) error { return errors.ErrUnsupported }
