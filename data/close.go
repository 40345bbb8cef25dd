package data

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Outcome is how a case ended, as commissioners count it (domain.md 3.2).
type Outcome string

// The outcomes.
const (
	OutcomeSupported   Outcome = "support-completed"
	OutcomeInformation Outcome = "information-only"
	OutcomeDeclined    Outcome = "declined"
	OutcomeNoContact   Outcome = "could-not-contact" // wrong details
	OutcomeUnsafe      Outcome = "unsafe-to-contact" // no answer, and not safe to leave a message
	OutcomeDisengaged  Outcome = "disengaged"
	OutcomeOutOfArea   Outcome = "out-of-area" // passed on
	OutcomeTransferred Outcome = "transferred"
	OutcomeDied        Outcome = "died"
	OutcomeOther       Outcome = "other"
)

// What may be missing when a case is to be closed.
const (
	missingOutcome      = "outcome"
	missingCrisis       = "crisis"
	missingDanger       = "danger"
	missingSafeguarding = "safeguarding"
	missingLetter       = "letter"
	missingTasks        = "tasks"
)

// Outcomes lists them in the order forms show them.
func Outcomes() []Outcome {
	return []Outcome{
		OutcomeSupported, OutcomeInformation, OutcomeDeclined, OutcomeNoContact, OutcomeUnsafe, OutcomeDisengaged, OutcomeOutOfArea, OutcomeTransferred,
		OutcomeDied, OutcomeOther,
	}
}

// Closing is what is written down when a case is closed.
type Closing struct {
	Outcome   Outcome
	Words     string // in what state it was left, and what the person was told
	KeepTasks bool   // the open tasks are meant to stay with their owners
}

// MissingToClose says why a case cannot be closed yet, "case.close.missing.…" in
// assets: no outcome; a crisis that is not finished; danger now; under 18 or an
// adult at risk without a safeguarding decision; a letter that waits for a
// manager; tasks that are open. Nothing else stops it (practice.md 1).
func (v *Vault) MissingToClose(f *CaseFile, c Closing) []string {
	var missing []string
	add := func(is bool, what string) {
		if is {
			missing = append(missing, what)
		}
	}
	client, _ := f.Client()
	age, known := client.Value.AgeAt(v.Now())
	add(c.Outcome == "", missingOutcome)
	add(f.Case.Value.Suicide.Unfinished() && c.Outcome != OutcomeDied, missingCrisis)
	add(f.Case.Value.DangerNow == Yes && c.Outcome != OutcomeDied, missingDanger)
	add((known && age < 18 || client.Value.AtRisk == Yes) && len(f.Safeguarding) == 0, missingSafeguarding)
	waits := slices.ContainsFunc(v.Letters(), func(l LetterLine) bool { return l.Case == f.ID && l.Approval == ApprovalFollows }) ||
		slices.ContainsFunc(v.Asked(), func(l AskedLine) bool { return l.Case == f.ID && l.State == ApprovalWaiting })
	add(waits, missingLetter)
	open := slices.ContainsFunc(f.Tasks, func(e Entry[Task]) bool { return e.Value.Done.IsZero() })
	add(open && !c.KeepTasks, missingTasks)
	return missing
}

// CloseCase closes a case, or refuses and says in the error's Missing what is not
// there yet. Its records stay as they are, and notes may still be added.
func (v *Vault) CloseCase(ctx context.Context, caseID ID, c Closing) error {
	const doing = "closing a case"
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return fail(doing, err)
	}
	if missing := v.MissingToClose(f, c); len(missing) > 0 {
		return &Error{Code: CodeCannotClose, Doing: doing, Args: map[string]any{"Missing": missing}}
	}
	now := f.Case.Value
	now.Closed, now.ClosedBy, now.Outcome, now.OutcomeWords, now.ReopenedWhy = v.Now(), v.me().Name, string(c.Outcome), strings.TrimSpace(c.Words), ""
	_, err = v.commit(ctx, v.caseAndCards(caseID, now))
	return fail(doing, err)
}

// ReopenCase opens a closed case again; how it was closed stays in its history.
func (v *Vault) ReopenCase(ctx context.Context, caseID ID, why string) error {
	const doing = "opening a case again"
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return fail(doing, err)
	}
	now := f.Case.Value
	now.Closed, now.ClosedBy, now.Outcome, now.OutcomeWords, now.ReopenedWhy = time.Time{}, "", "", "", strings.TrimSpace(why)
	_, err = v.commit(ctx, v.caseAndCards(caseID, now))
	return fail(doing, err)
}

// caseAndCards are a case's new version and the contact cards that follow it.
func (v *Vault) caseAndCards(caseID ID, c Case) []change {
	return append([]change{{caseID, caseID, c}}, v.cardsFollow(caseID, c)...)
}
