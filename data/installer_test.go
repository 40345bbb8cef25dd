package data_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"noddfa/data"
)

func TestADownloadedInstallerIsComparedWithTheSumBesideIt(t *testing.T) {
	t.Parallel()
	const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // of "abc", FIPS 180-4
	for name, c := range map[string]struct {
		beside       string
		listed, same bool
	}{
		"as sha256sum writes it":      {sum + "  noddfa-setup.exe\n", true, true},
		"as Windows' tools write it":  {strings.ToUpper(sum) + " *noddfa-setup.exe\r\n", true, true},
		"the sum alone":               {sum, true, true},
		"one of many":                 {strings.Repeat("0", 64) + "  noddfa.deb\n" + sum + "  noddfa-setup.exe\n", true, true},
		"another sum":                 {strings.Repeat("0", 64) + "  noddfa-setup.exe\n", true, false},
		"the sum of another file":     {sum + "  noddfa.deb\n", false, false},
		"no sum":                      {"<html>not found</html>", false, false},
		"an empty file":               {"", false, false},
		"half a sum":                  {sum[:40] + "  noddfa-setup.exe\n", false, false},
		"a sum after a binary garble": {"\x00\xff\n" + sum + "  noddfa-setup.exe\n", true, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "noddfa-setup.exe")
			if err := os.WriteFile(file, []byte("abc"), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := data.CheckInstaller(t.Context(), file, data.DigestOptions{}); err != nil || got != (data.InstallerCheck{SHA256: sum}) {
				t.Fatalf("without a sum beside it: %+v, %v", got, err)
			}
			if err := os.WriteFile(file+".sha256", []byte(c.beside), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := data.CheckInstaller(t.Context(), file, data.DigestOptions{}); err != nil || got != (data.InstallerCheck{SHA256: sum, Listed: c.listed, Same: c.same}) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	if _, err := data.CheckInstaller(t.Context(), filepath.Join(t.TempDir(), "gone.exe"), data.DigestOptions{}); err == nil {
		t.Error("a file that is not there has a sum")
	}
}
