package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"noddfa/assets"
)

// Issue records a letter as sent: the composed value, its exact bytes and
// their SHA-256, a task for the reply and, where the choices note a consent
// that the case does not have yet, that consent. It refuses a letter that
// lacks something it cannot go without.
func (v *Vault) Issue(ctx context.Context, caseID ID, choices LetterChoices, letter Letter, pdf []byte) (Entry[IssuedLetter], error) {
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return Entry[IssuedLetter]{}, err
	}
	composed, missing := v.compose(f, choices)
	if err := Refusal(missing); err != nil {
		return Entry[IssuedLetter]{}, err
	}
	sum := sha256.Sum256(pdf)
	letter.Draft, choices.Draft = false, false
	now := v.Now()
	issued := IssuedLetter{Letter: letter, Choices: choices, Issued: now, PDF: pdf, SHA256: []string{hex.EncodeToString(sum[:])}}
	id := NewID()
	changes := []change{
		{id, caseID, issued},
		{NewID(), caseID, Task{What: assets.Lang("en").T("task.reply", map[string]any{"Number": letter.Number}), Owner: v.me.Name, Due: letter.ReplyBy, From: id}},
	}
	if _, recorded := f.Consent(ConsentPolice); !recorded && composed.Consent != nil {
		changes = append(changes, change{NewID(), caseID, *composed.Consent})
	}
	changes = append(changes, event(AuditEvent{Action: AuditIssued, Subject: v.aboutCase(caseID)}))
	done, err := v.commit(ctx, changes)
	if err != nil {
		return Entry[IssuedLetter]{}, fail("recording a letter", err)
	}
	return entryOf[IssuedLetter](v, done[0]), nil
}

// Refusal is the error for the first thing missing that a letter cannot be
// issued without; nil if there is none.
func Refusal(missing []Missing) error {
	codes := map[string]Code{
		"basis": CodeNeedsBasis, "basis-note": CodeNeedsBasis, "consent": CodeNoConsent, "consent-refused": CodeNoConsent,
		"force": CodeNeedsForce, "reason": CodeNeedsReason,
	}
	for _, m := range missing {
		if m.Blocks {
			return &Error{Code: codes[m.Code], Doing: "issuing a letter", Args: map[string]any{"Field": string(m.Field)}}
		}
	}
	return nil
}

// RecordSaved remembers that a copy of a letter was written outside the vault
// on purpose.
func (v *Vault) RecordSaved(ctx context.Context, caseID, letter ID, path, sha256 string) error {
	saved := SavedFile{Letter: letter, Path: path, SHA256: sha256, At: v.Now()}
	_, err := v.commit(ctx, []change{{NewID(), caseID, saved}, event(AuditEvent{Action: AuditSaved, Subject: v.aboutCase(caseID)})})
	return fail("recording a saved letter", err)
}
