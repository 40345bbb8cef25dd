//go:build windows

package ui

import (
	"path/filepath"
	"strings"
)

// sameDisk reports whether two paths lie on one volume.
func sameDisk(a, b string) bool {
	return strings.EqualFold(filepath.VolumeName(a), filepath.VolumeName(b))
}
