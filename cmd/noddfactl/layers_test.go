package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestImportsGoOneWay keeps the house in order: cmd → ui → pdf → data →
// {search, ledger, seal}; everything may use assets.
func TestImportsGoOneWay(t *testing.T) {
	for _, c := range []struct {
		from      string
		forbidden []string
	}{
		{"noddfa/assets", []string{"noddfa/ui", "noddfa/pdf", "noddfa/data", "fyne.io/", "database/sql"}},
		{"noddfa/docs/guide", []string{"noddfa/", "fyne.io/"}},
		{"noddfa/data/seal", []string{"noddfa/ui", "noddfa/pdf", "noddfa/data", "noddfa/assets", "fyne.io/", "database/sql"}},
		{"noddfa/data/ledger", []string{"noddfa/ui", "noddfa/pdf", "noddfa/data", "noddfa/assets", "fyne.io/"}},
		{"noddfa/data/contactlog", []string{"noddfa/ui", "noddfa/pdf", "noddfa/data", "fyne.io/", "database/sql"}},
		{"noddfa/data", []string{"noddfa/ui", "noddfa/pdf", "fyne.io/"}},
		{"noddfa/pdf", []string{"noddfa/ui", "fyne.io/", "noddfa/data/seal", "noddfa/data/ledger"}},
		{"noddfa/ui", []string{"fyne.io/fyne/v2/app", "noddfa/data/seal", "noddfa/data/ledger", "database/sql"}},
		{"noddfa/ui/widget", []string{"noddfa/data", "noddfa/pdf", "noddfa/ui/a11y", "github.com/godbus", "database/sql"}},
		{"noddfa/ui/a11y", []string{"fyne.io/fyne/v2/app", "noddfa/data", "noddfa/pdf", "database/sql"}},
		{"noddfa/cmd/noddfactl", []string{"noddfa/ui", "fyne.io/"}},
	} {
		out, err := exec.Command("go", "list", "-f", `{{join .Imports "\n"}}`, c.from).Output()
		if err != nil {
			t.Fatalf("listing what %s imports: %v", c.from, err)
		}
		for _, imported := range strings.Fields(string(out)) {
			for _, no := range c.forbidden {
				allowed := c.from == "noddfa/data/ledger" && imported == "noddfa/data/seal" || c.from == "noddfa/data/contactlog" && imported == "noddfa/data/search"
				if strings.HasPrefix(imported, no) && imported != c.from && !allowed {
					t.Errorf("%s imports %s", c.from, imported)
				}
			}
		}
	}
}
