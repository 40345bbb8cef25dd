package data

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// InstallerCheck is what a downloaded installer came to.
type InstallerCheck struct {
	SHA256 string // of the installer, lower-case hexadecimal
	Listed bool   // a file with its sum lies beside it
	Same   bool   // and says the same
}

// sumSize is more than a line of sha256sum has.
const sumSize = 4096

// CheckInstaller works out the SHA-256 of a downloaded installer and compares
// it with the one in the file beside it, which has the installer's name and
// .sha256 after it (a line of sha256sum: the sum, two spaces, the name).
func CheckInstaller(ctx context.Context, path string, o DigestOptions) (InstallerCheck, error) {
	var c InstallerCheck
	var err error
	if c.SHA256, err = Digest(ctx, path, o); err != nil {
		return InstallerCheck{}, err
	}
	list, err := os.Open(path + ".sha256")
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return InstallerCheck{}, fmt.Errorf("reading the sum beside an installer: %w", err)
	}
	defer list.Close()
	text, err := io.ReadAll(io.LimitReader(list, sumSize))
	if err != nil {
		return InstallerCheck{}, fmt.Errorf("reading the sum beside an installer: %w", err)
	}
	c.Listed, c.Same = judgeSum(string(text), filepath.Base(path), c.SHA256)
	return c, nil
}

// judgeSum says whether lines of sha256sum speak of a file, and whether with
// this sum. A line without a name speaks of the file it lies beside.
func judgeSum(lines, name, sum string) (listed, same bool) {
	for line := range strings.Lines(lines) {
		of, named, _ := strings.Cut(strings.TrimSpace(line), " ")
		if raw, err := hex.DecodeString(of); err != nil || len(raw) != 32 {
			continue
		}
		if named = strings.TrimLeft(named, " *"); named == "" || named == name {
			return true, strings.EqualFold(of, sum)
		}
	}
	return false, false
}
