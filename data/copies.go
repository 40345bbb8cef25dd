package data

import (
	"context"
	"slices"
	"strings"
	"time"
)

// CopyLine is a document that left the records on purpose, as Today looks for
// those that are still on a computer.
type CopyLine struct {
	ID        ID        `json:"-"`
	Revision  ID        `json:"-"`
	Case      ID        `json:"-"`
	Letter    ID        `json:"letter,omitzero"`
	Path      string    `json:"path,omitempty"`
	SHA256    string    `json:"sha256,omitempty"`
	At        time.Time `json:"at,omitzero"`
	Protected bool      `json:"protected,omitempty"`
}

func copyLine(a applied, s SavedFile) CopyLine {
	return CopyLine{ID: a.record, Revision: a.revision, Case: a.group, Letter: s.Letter, Path: s.Path, SHA256: s.SHA256, At: s.At, Protected: s.Protected}
}

// RecordSaved remembers that a copy of a letter was written outside the vault
// on purpose.
func (v *Vault) RecordSaved(ctx context.Context, caseID, letter ID, path, sha256 string) error {
	return v.RecordCopy(ctx, caseID, SavedFile{Letter: letter, Path: path, SHA256: sha256})
}

// RecordCopy remembers a document that was written outside the vault on
// purpose, now.
func (v *Vault) RecordCopy(ctx context.Context, caseID ID, saved SavedFile) error {
	saved.At = v.Now()
	_, err := v.commit(ctx, []change{{NewID(), caseID, saved}, event(AuditEvent{Action: AuditSaved, Subject: v.aboutCase(caseID)})})
	return fail("recording a saved letter", err)
}

// UnprotectedCopies lists the documents that were saved in the clear, the
// oldest first, each path once: whether they are still there is for the
// computer to say.
func (v *Vault) UnprotectedCopies() []CopyLine {
	v.mu.RLock()
	defer v.mu.RUnlock()
	var list []CopyLine
	for _, c := range v.copies {
		if c.Path != "" && !c.Protected {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b CopyLine) int {
		if n := strings.Compare(a.Path, b.Path); n != 0 {
			return n
		}
		if n := strings.Compare(a.SHA256, b.SHA256); n != 0 {
			return n
		}
		return a.At.Compare(b.At)
	})
	list = slices.CompactFunc(list, func(a, b CopyLine) bool { return a.Path == b.Path && a.SHA256 == b.SHA256 })
	slices.SortStableFunc(list, func(a, b CopyLine) int { return a.At.Compare(b.At) })
	return list
}
