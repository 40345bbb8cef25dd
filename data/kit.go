package data

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"noddfa/data/seal"
)

// kitCheck lets two typed groups of the recovery code be compared after the
// code itself is forgotten. It knows no more than those two: whoever reads it
// learns 40 of the code's 160 bits.
type kitCheck struct {
	Made      time.Time      `json:"made"`
	Confirmed time.Time      `json:"confirmed,omitzero"`
	Salt      seal.Key       `json:"salt"`
	Groups    map[int]string `json:"groups"` // by their place from 0: HMAC-SHA256 under the salt, hexadecimal
	Files     []KitFile      `json:"files,omitempty"`
}

// KitFile is a file that the kit was saved as.
type KitFile struct {
	Path   string    `json:"path"`
	SHA256 string    `json:"sha256"`
	At     time.Time `json:"at"`
}

// kitQuestions is how many groups are asked for.
const kitQuestions = 2

func newKitCheck(code seal.Code, made time.Time) kitCheck {
	check := kitCheck{Made: made, Salt: seal.NewKey(), Groups: map[int]string{}}
	groups := code.Groups()
	for _, i := range rand.Perm(len(groups))[:kitQuestions] {
		check.Groups[i] = check.hash(i, groups[i])
	}
	return check
}

func (c kitCheck) hash(i int, group string) string {
	mac := hmac.New(sha256.New, c.Salt[:])
	mac.Write([]byte{byte(i)})
	mac.Write([]byte(group))
	return hex.EncodeToString(mac.Sum(nil))
}

// kitOf is the kit as it is printed.
func (v *Vault) kitOf(code seal.Code, made time.Time) Kit {
	return Kit{Organisation: v.Organisation().Name, VaultName: filepath.Base(v.path), Number: v.Number(), Made: made, Groups: code.Groups()}
}

// Number is the vault's id in four groups, as people compare it: it stays the
// same whatever the file is called.
func (v *Vault) Number() string {
	id := v.id.String()
	return strings.Join([]string{id[:8], id[8:16], id[16:24], id[24:]}, " ")
}

// KitQuestions returns the places, from 0, of the two groups that confirm the
// recovery kit.
func (v *Vault) KitQuestions() []int {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return slices.Sorted(maps.Keys(v.kit.Value.Groups))
}

// KitPending reports whether the recovery kit has not been confirmed yet.
func (v *Vault) KitPending() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return !v.kit.ID.IsZero() && v.kit.Value.Confirmed.IsZero()
}

// HoldsRecords reports whether a folder holds records or backups, or is one that
// this computer makes backups into. A recovery kit may not lie there: whoever
// takes the folder would take both.
func (v *Vault) HoldsRecords(folder string) bool {
	asked, err := os.Stat(folder)
	if err != nil {
		return false
	}
	return len(filesIn(folder, "", Extension)) > 0 || slices.ContainsFunc(append(v.backupFolders(), filepath.Dir(v.path)), func(held string) bool {
		there, err := os.Stat(held)
		return err == nil && os.SameFile(asked, there)
	})
}

// KitFiles are the files that this kit and those before it were saved as, for a manager: whether they are still there is
// for the computer to say.
func (v *Vault) KitFiles() []KitFile {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if v.me().Role != Manager {
		return nil
	}
	return slices.Clone(v.kit.Value.Files)
}

// RecordKitFile remembers that the kit is about to be written to a file on purpose.
func (v *Vault) RecordKitFile(ctx context.Context, path, sha256 string) error {
	v.mu.RLock()
	record, check := v.kit.ID, v.kit.Value
	v.mu.RUnlock()
	known := slices.ContainsFunc(check.Files, func(f KitFile) bool { return f.Path == path && f.SHA256 == sha256 })
	if record.IsZero() || known { // older records have no check
		return nil
	}
	check.Files = append(slices.Clone(check.Files), KitFile{Path: path, SHA256: sha256, At: v.Now().UTC()})
	_, err := v.commit(ctx, []change{{record, groupZero(inManagement), check}})
	return fail("recording the recovery kit's file", err)
}

// kitEvery is how long it is until the kit's paper should be looked for again.
const kitEvery = 365 * 24 * time.Hour

// KitDrill reports whether a manager should try again whether the kit is where
// it should be: a year after it was confirmed last.
func (v *Vault) KitDrill() bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	k := v.kit
	return v.me().Role == Manager && !k.ID.IsZero() && !k.Value.Confirmed.IsZero() && v.Now().Sub(k.Value.Confirmed) >= kitEvery
}

// ConfirmKit compares the typed groups of the code, by their places, with the
// kit that was printed, and remembers that they were right.
func (v *Vault) ConfirmKit(ctx context.Context, typed map[int]string) (bool, error) {
	v.mu.RLock()
	record, check := v.kit.ID, v.kit.Value
	v.mu.RUnlock()
	if record.IsZero() || v.me().Role != Manager {
		return false, refuse(CodeNoKey, "confirming the recovery kit")
	}
	for i, hash := range check.Groups {
		group, answered := typed[i]
		if !answered || check.hash(i, seal.FoldCode(group)) != hash {
			return false, nil
		}
	}
	check.Confirmed = v.Now().UTC()
	_, err := v.commit(ctx, []change{{record, groupZero(inManagement), check}})
	return err == nil, fail("confirming the recovery kit", err)
}

// WrongCodeGroup returns which group of a typed recovery code, from 1, has a slip
// in it or is not there, and whether one has.
func WrongCodeGroup(typed string) (group int, wrong bool) {
	group = seal.FirstSlip(typed)
	return group, group > 0
}
