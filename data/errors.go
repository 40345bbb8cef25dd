package data

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"noddfa/assets"
	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Code says what kind of thing went wrong. Each has a sentence for the person,
// "error.CODE" in assets, that says what happened and what to do.
type Code string

// The codes.
const (
	CodeNotFound    Code = "not-found"
	CodeNoFolder    Code = "no-folder"
	CodeDirectory   Code = "directory"
	CodeEmpty       Code = "empty"
	CodeNotVault    Code = "not-vault"
	CodeNewer       Code = "newer"
	CodeExists      Code = "exists"
	CodeInUse       Code = "in-use"
	CodeReadOnly    Code = "read-only"
	CodeForbidden   Code = "forbidden"
	CodeFull        Code = "disk-full"
	CodeDisk        Code = "disk"
	CodeGone        Code = "gone"
	CodeNetwork     Code = "network"
	CodeDamaged     Code = "damaged"
	CodeJournal     Code = "journal"
	CodePassphrase  Code = "wrong-passphrase"
	CodeWhichMember Code = "which-member"
	CodeNoKey       Code = "no-key"
	CodeNoRecord    Code = "no-record"
	CodeNoCase      Code = "no-case"
	CodeNoPlan      Code = "no-plan"
	CodeNoteLocked  Code = "note-locked"
	CodeNeedsBasis  Code = "needs-basis"
	CodeNeedsForce  Code = "needs-force"
	CodeNeedsReason Code = "needs-reason"
	// CodeUnchecked: nobody has said of an event that it may leave with a letter.
	CodeUnchecked Code = "events-unchecked"
	// CodeNeedsEarlier and CodeNeedsChange: an update or withdrawal says which letter it is about, and why.
	CodeNeedsEarlier Code = "needs-earlier"
	CodeNeedsChange  Code = "needs-change"
	CodeNoConsent    Code = "no-consent"
	CodeType         Code = "letter-type"
	CodeShort        Code = "passphrase-short"
	CodeCommon       Code = "passphrase-common"
	CodePattern      Code = "passphrase-pattern"
	CodeOwnName      Code = "passphrase-name"
	CodeNotEnrolled  Code = "computer-not-enrolled"
	CodeInvitation   Code = "invitation"
	CodeUninvitable  Code = "no-invitation"
	CodeOlder        Code = "older-file"

	CodeKeyringNone   Code = "keyring-none"
	CodeKeyringLocked Code = "keyring-locked"
	CodeKeyringSlow   Code = "keyring-slow"
	CodeKeyringNeeded Code = "keyring-needed"

	CodeRoster      Code = "roster"
	CodeHoled       Code = "roster-hole"
	CodeTriaged     Code = "triaged"
	CodeNotSorted   Code = "not-sorted"
	CodeHeld        Code = "held"
	CodeOpenRequest Code = "open-request"
	CodeUndecided   Code = "undecided"
	CodePeriod      Code = "period"
	CodeConfirm     Code = "confirm"
	CodeParameters  Code = "parameters"
	CodeNameTaken   Code = "name-taken"
	CodeNoMember    Code = "no-member"
	CodeLastManager Code = "last-manager"
	CodeLastNamed   Code = "last-named"
	CodeOwnRemoval  Code = "own-removal"
	CodeNeedsNamed  Code = "needs-named"
	CodeLeftLetIn   Code = "left-let-in"
	CodeNoneLeft    Code = "none-left"
	CodeNotKit      Code = "not-kit"
	CodeKitTyped    Code = "kit-mistyped"
	CodeNoInbox     Code = "no-inbox"
	CodeUnknown     Code = "unknown"

	// CodeUnseen: something is to be given out that nobody has looked at; CodeNothingGiven: all of it is left out.
	CodeUnseen       Code = "unseen"
	CodeNothingGiven Code = "nothing-given"

	CodeNeedsApproval   Code = "needs-approval"
	CodeApprovalChanged Code = "approval-changed"
	CodeNotApprover     Code = "not-approver"
	CodeNotOurs         Code = "not-ours"
	CodeNotLetter       Code = "not-letter" // it left these records, but is no letter that was sent
	CodeNoWorkbook      Code = "no-workbook"
	CodeNoPrinter       Code = "no-printer"
	CodeNotPrinted      Code = "not-printed"
	CodeDrawnOtherwise  Code = "drawn-otherwise"

	CodeAttachBlocked Code = "attach-blocked"
	CodeDigestBlocked Code = "digest-blocked"
	CodeOpposing      Code = "opposing"
	CodeCannotClose   Code = "cannot-close"
	CodeLinked        Code = "linked"
	CodeNotFile       Code = "not-file"
	codeAttach        Code = "attach-" // and the reason, see permitted.Reason
)

// Error is what a method of Vault returns: a code for the program, a sentence
// for the person, and the cause. It never holds what somebody said.
type Error struct {
	Code  Code
	Doing string         // what was being done, for a log
	Args  map[string]any // for the sentence; names of fields and files, never contents
	Err   error
}

// Error describes the failure for a log.
func (e *Error) Error() string {
	text := string(e.Code)
	if e.Doing != "" {
		text = e.Doing + ": " + text
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Sentence says what happened and what to do, in the translator's language.
func Sentence(tr *assets.Translator, err error) string {
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{Code: CodeOf(err)}
	}
	if since, known := e.Args["Since"].(time.Time); known && e.Code == CodeInUse {
		return tr.T("error.in-use.by", map[string]any{"Computer": e.Args["Computer"], "Since": tr.DateTime(since.Local())})
	}
	if of, known := e.Args["Of"].(string); known {
		return tr.T("error."+string(e.Code)+"."+of, e.Args)
	}
	return tr.T("error."+string(e.Code), e.Args)
}

// CodeOf returns the code of an error.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	for _, c := range []struct {
		err  error
		code Code
	}{
		{ledger.ErrGone, CodeGone}, // first: it is why the others happen
		{ledger.ErrJournal, CodeJournal},
		{ledger.ErrDamaged, CodeDamaged},
		{ledger.ErrNotFound, CodeNotFound},
		{ledger.ErrDirectory, CodeDirectory},
		{ledger.ErrEmpty, CodeEmpty},
		{ledger.ErrNotVault, CodeNotVault},
		{ledger.ErrNewer, CodeNewer},
		{ledger.ErrExists, CodeExists},
		{ledger.ErrInUse, CodeInUse},
		{ledger.ErrReadOnly, CodeReadOnly},
		{ledger.ErrFrozen, CodeHoled},
		{ledger.ErrFull, CodeFull},
		{ledger.ErrNetwork, CodeNetwork},
		{ledger.ErrDisk, CodeDisk},
		{ledger.ErrForbidden, CodeForbidden},
		{seal.ErrParameters, CodeParameters},
	} {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	return CodeUnknown
}

// CodeOfFile is the code of what the system says of a file.
func CodeOfFile(err error) Code {
	if errors.Is(err, syscall.EISDIR) {
		return CodeDirectory
	}
	return CodeOf(ledger.Told("using a file", err))
}

// fail wraps an error with what was being done.
func fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return &Error{Code: CodeOf(err), Doing: doing, Err: err}
}

// refuse is an error that has a code and no deeper cause.
func refuse(code Code, doing string) error { return &Error{Code: code, Doing: doing} }

// failAt is fail about a file that did not open: where it is open elsewhere, the
// error says on which computer and since when; where it is damaged, that nothing
// of it can be read; where its journal is not its own, which file that is.
func failAt(doing, path string, err error) error {
	if CodeOf(err) == CodeInUse {
		e := &Error{Code: CodeInUse, Doing: doing, Err: err}
		if computer, since, known := ledger.InUseBy(path); known {
			e.Args = map[string]any{"Computer": computer, "Since": since}
		}
		return e
	}
	if e := (&Error{}); CodeOf(err) == CodeDamaged && !(errors.As(err, &e) && e.Args["Of"] != nil) {
		return &Error{Code: CodeDamaged, Doing: doing, Args: map[string]any{"Of": "closed"}, Err: err}
	}
	if CodeOf(err) == CodeJournal {
		return &Error{Code: CodeJournal, Doing: doing, Args: map[string]any{"Journal": ledger.JournalOf(path)}, Err: err}
	}
	return fail(doing, err)
}
