package data

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"time"

	"noddfa/data/ledger"
)

// checkEvery is how often signatures and sealed texts are all checked while the
// vault is open. Hashes and links are checked with every backup.
const checkEvery = 7 * 24 * time.Hour

// checkup is what is kept of the last check, beside the settings: nothing but
// when it was.
type checkup struct {
	At time.Time `json:"at"`
}

func (v *Vault) checkupFile() string {
	return filepath.Join(v.computer.dir, "checks", v.id.String()+".json")
}

// CheckDue reports whether the whole file was not checked on this computer for a
// week.
func (v *Vault) CheckDue() bool {
	if v.computer.dir == "" {
		return false
	}
	var last checkup
	if text, err := os.ReadFile(v.checkupFile()); err == nil {
		_ = json.Unmarshal(text, &last)
	}
	since := v.Now().Sub(last.At)
	return since < 0 || since >= checkEvery
}

// CheckGently is Check in the background: it lets all other work go first, notes
// what is damaged, makes the lines that are missing anew, and remembers that it
// was done.
func (v *Vault) CheckGently(ctx context.Context) (Checked, error) {
	c, err := v.check(ctx, nil, manner{gently: true})
	if err != nil {
		return c, err
	}
	for _, d := range c.Damaged {
		v.note(d)
	}
	v.listAgain(ctx, c.unlisted)
	if text, err := json.Marshal(checkup{v.Now().UTC()}); err == nil {
		_ = writeWhole(v.checkupFile(), append(text, '\n')) // else it is checked again sooner
	}
	return c, nil
}

// listAgain shows records of which the lines were missing and writes those lines.
// Where they cannot be written the next check says the same again.
func (v *Vault) listAgain(ctx context.Context, groups []ID) {
	if len(groups) == 0 || v.older || v.ReadOnly() {
		return
	}
	slices.SortFunc(groups, func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	groups = slices.Compact(groups)
	for _, id := range groups {
		if err := v.rebuild(ctx, id); err != nil {
			return
		}
	}
	_ = v.ledger.Write(ctx, func(tx *ledger.Tx) error { return v.putLines(tx, groups...) })
}
