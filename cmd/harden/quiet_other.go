//go:build !unix && !windows

package harden

import "os"

func exchange(*os.File) (*os.File, error) { return os.Stderr, nil }

// Loud has nothing to undo.
func Loud() {}
