package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
)

// Issue records a letter as sent: the composed value, its exact bytes and
// their SHA-256, a task for the reply and, where the choices note a consent
// that the case does not have yet, that consent. It refuses a letter that
// lacks something it cannot go without, or tells an event that nobody has checked.
func (v *Vault) Issue(ctx context.Context, caseID ID, choices LetterChoices, letter Letter, pdf []byte) (Entry[IssuedLetter], error) {
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return Entry[IssuedLetter]{}, err
	}
	composed, missing := v.compose(f, choices)
	if err := Refusal(missing); err != nil {
		return Entry[IssuedLetter]{}, err
	}
	if err := unanswered(missing, "issuing a letter"); err != nil {
		return Entry[IssuedLetter]{}, err
	}
	if !sameApprover(letter.Approver, composed.Approver) {
		return Entry[IssuedLetter]{}, refuse(CodeNeedsApproval, "issuing a letter")
	}
	sum := sha256.Sum256(pdf)
	letter.Draft, choices.Draft = false, false
	now := v.Now()
	issued := IssuedLetter{Letter: letter, Choices: choices, Issued: now, PDF: pdf, SHA256: []string{hex.EncodeToString(sum[:])}}
	id := NewID()
	changes := []change{
		{id, caseID, issued},
		{NewID(), caseID, Task{About: TaskReply, Number: letter.Number, Owner: v.me().Name, Due: letter.ReplyBy, From: id}},
	}
	if a := composed.Approver; choices.Asked.IsZero() && a != nil && a.Name != "" && !a.ByPhone {
		// A manager's own: only this record counts, not the name that is printed.
		changes = append(changes, change{NewID(), caseID, Approval{Letter: id, Digest: issued.firstSum(), Ruling: RulingApproved}})
	}
	if _, recorded := f.Consent(ConsentPolice); !recorded && composed.Consent != nil {
		changes = append(changes, change{NewID(), caseID, *composed.Consent})
	}
	changes = append(changes, incidentOfLetter(id, choices)...)
	changes = append(changes, v.eventsOfIssuing(caseID, composed)...)
	done, err := v.commit(ctx, changes)
	if err != nil {
		return Entry[IssuedLetter]{}, fail("recording a letter", err)
	}
	return entryOf[IssuedLetter](v, done[0]), nil
}

// eventsOfIssuing are what the audit trail says of a letter that leaves: also
// that a manager approved their own, or that nobody has yet.
func (v *Vault) eventsOfIssuing(caseID ID, letter Letter) []change {
	subject := v.aboutCase(caseID)
	issued := AuditEvent{Action: AuditIssued, Subject: subject}
	a := letter.Approver
	switch {
	case a == nil:
	case a.Name == "":
		issued.Detail = DetailUrgent
	case a.ByPhone:
		issued.Detail = DetailByPhone
	case a.Name == v.me().Name && letter.Author.Name == v.me().Name:
		return []change{event(AuditEvent{Action: AuditApproved, Subject: subject, Detail: DetailOwnLetter}), event(issued)}
	}
	return []change{event(issued)}
}

func sameApprover(a, b *Signatory) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Name == b.Name && a.ByPhone == b.ByPhone
}

// Refusal is the error for the first thing missing that a letter cannot be
// issued without; nil if there is none.
func Refusal(missing []Missing) error {
	codes := map[string]Code{
		"basis": CodeNeedsBasis, "basis-note": CodeNeedsBasis, "consent": CodeNoConsent, "consent-refused": CodeNoConsent,
		"force": CodeNeedsForce, "replaces": CodeNeedsEarlier, "change": CodeNeedsChange, "reason": CodeNeedsReason, missingApproval: CodeNeedsApproval, "approval-changed": CodeApprovalChanged,
	}
	for _, m := range missing {
		if m.Blocks {
			return &Error{Code: codes[m.Code], Doing: "issuing a letter", Args: map[string]any{"Field": string(m.Field)}}
		}
	}
	return nil
}

// RecordPrinted remembers that a letter or a plan was given to a printer, or a
// paper for the person: what is DetailLetter, DetailPlan or a PaperKind.
func (v *Vault) RecordPrinted(ctx context.Context, caseID, document ID, printer, sha256, what string) error {
	printed := SavedFile{Letter: document, Printer: printer, SHA256: sha256, At: v.Now()}
	if paper := PaperKind(what); paper == PaperCopy || paper == PaperNext {
		printed.Paper = paper
	}
	told := AuditEvent{Action: AuditPrinted, Subject: v.aboutCase(caseID), Detail: what}
	_, err := v.commit(ctx, []change{{NewID(), caseID, printed}, event(told)})
	return fail("recording what was printed", err)
}
