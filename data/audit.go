package data

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// AuditAction is what somebody did that managers may want to know later.
type AuditAction string

// The actions.
const (
	AuditUnlocked     AuditAction = "unlocked"
	AuditLooked       AuditAction = "looked" // somebody saw the list of cases and could search it, and it was locked before the unlock could be written
	AuditKitUsed      AuditAction = "kit-used"
	AuditRead         AuditAction = "read-restricted"
	AuditExported     AuditAction = "exported"
	AuditPrinted      AuditAction = "printed"
	AuditIssued       AuditAction = "issued"
	AuditApproved     AuditAction = "approved"
	AuditSaved        AuditAction = "saved-file"
	AuditAdded        AuditAction = "member-added"
	AuditRole         AuditAction = "member-role"
	AuditRemoved      AuditAction = "member-removed"
	AuditReset        AuditAction = "member-reset"
	AuditHanded       AuditAction = "handed-over"
	AuditCopyGone     AuditAction = "copy-gone" // somebody saw that the copy on a leaver's computer is deleted
	AuditPassphrase   AuditAction = "passphrase-changed"
	AuditRestricted   AuditAction = "case-restricted"
	AuditOpenedUp     AuditAction = "case-unrestricted"
	AuditErased       AuditAction = "erased"
	AuditErasedAgain  AuditAction = "erased-again"
	AuditBackedUp     AuditAction = "backed-up"
	AuditRestored     AuditAction = "restored"
	AuditOlder        AuditAction = "older-accepted"
	AuditRepaired     AuditAction = "repaired"
	AuditForeign      AuditAction = "foreign-removed" // a trigger, view or table that somebody put into the file
	AuditKitReplaced  AuditAction = "kit-replaced"
	AuditInbox        AuditAction = "inbox-exchanged" // the key that calls are sealed to while locked was another
	AuditCall         AuditAction = "call-taken"      // one that was taken while locked is brought in
	AuditComputersOn  AuditAction = "computers-asked"
	AuditComputersOff AuditAction = "computers-not-asked"
	AuditEnrolled     AuditAction = "computer-enrolled"
	AuditInvited      AuditAction = "computer-invited"
	AuditWithdrawn    AuditAction = "invitation-withdrawn"
	AuditSentBack     AuditAction = "sent-back"
	AuditQuestioned   AuditAction = "questioned"
	AuditWording      AuditAction = "wording-changed"
	AuditLinked       AuditAction = "cases-linked"
	AuditUnlinked     AuditAction = "cases-unlinked"
	AuditCardMade     AuditAction = "card-made"
	AuditCardTaken    AuditAction = "card-taken"
	AuditRequest      AuditAction = "request"
	AuditDecided      AuditAction = "request-decided"
	AuditStatement    AuditAction = "statement" // words about a breach for the ICO or the trustees were saved or printed
	AuditGiven        AuditAction = "given-out"
	AuditMovedOut     AuditAction = "moved-out"
	AuditMovedIn      AuditAction = "moved-in"
	AuditUnsorted     AuditAction = "sorting-undone"
	AuditHeld         AuditAction = "held"
	AuditReleased     AuditAction = "hold-lifted"
	AuditRetention    AuditAction = "retention-changed"
	AuditFigures      AuditAction = "figures-kept"
)

// What an event may add, "audit.detail.…" in assets.
const (
	DetailOwnLetter = "own-letter" // a manager approved their own letter
	DetailUrgent    = "urgent"     // a life was at risk: approval to follow
	DetailByPhone   = "by-phone"
	DetailLetter    = "letter"
	DetailPlan      = "plan"
	DetailKit       = "kit"
	DetailFile      = "attachment"
)

// AuditEvent is one line of the audit trail. It is sealed to a key pair derived
// from the management key, so that those who are watched can write it but not
// read it, and it is signed by who did it.
type AuditEvent struct {
	Action  AuditAction `json:"action"`
	Subject string      `json:"subject,omitempty"` // a member's name or a case's reference; of a restricted case a random number
	Detail  string      `json:"detail,omitempty"`  // a role, a letter's number, a moment; never what a person said
}

// Moment is when it was, where an event tells of something earlier.
func (e AuditEvent) Moment() (at time.Time, ok bool) {
	if e.Action != AuditLooked {
		return at, false
	}
	at, err := time.Parse(time.RFC3339, e.Detail)
	return at, err == nil
}

// Paper is how many pages a paper of notes has that was made or left, and the sum of its file.
func (e AuditEvent) Paper() (pages int, sum string, ok bool) {
	if e.Action != AuditGiven {
		return 0, "", false
	}
	n, err := fmt.Sscanf(e.Detail, givenForm, &pages, &sum)
	return pages, sum, n == 2 && err == nil
}

// AuditLine is an event as managers read it.
type AuditLine struct {
	AuditEvent
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Request ID        `json:"request,omitzero"` // that it is about, while this member may open it
}

// aboutRequests are the actions whose subject is the beginning of a request's number.
var aboutRequests = []AuditAction{AuditRequest, AuditDecided, AuditStatement}

// event is the change that writes an audit event.
func event(e AuditEvent) change { return change{NewID(), groupZero(inManagement), e} }

// tell writes an audit event by itself. It never stops what is being told of:
// on a full disk or a file that can only be read, people must still be able to
// look up a number.
func (v *Vault) tell(ctx context.Context, e AuditEvent) { _ = v.tried(ctx, e) }

// tried is tell for who can tell of it another time. What was done is told even
// if whoever did it has given up waiting.
func (v *Vault) tried(ctx context.Context, e AuditEvent) error {
	if v.ledger.ReadOnly() {
		return nil
	}
	_, err := v.commit(context.WithoutCancel(ctx), []change{event(e)})
	return err
}

// TellOfCheck writes that somebody unlocked, for a look that wrote nothing until
// it was known that the file is sound. A backup and an older copy stay as they
// are: with an entry of its own no rule would ever remove it.
func (v *Vault) TellOfCheck(ctx context.Context, c Checked) {
	if c.OK && !v.older && !isBackupName(v.path) {
		v.tell(ctx, v.unlocking())
	}
}

// Tell writes an audit event of something that was done outside the records.
func (v *Vault) Tell(ctx context.Context, e AuditEvent) { v.tell(ctx, e) }

// tellOfReading writes that a restricted case, or a contact in one, was read or
// its words were found: once in each unlock.
func (v *Vault) tellOfReading(ctx context.Context, id ID) {
	v.mu.Lock()
	first := v.restricted(id) && !v.read[id]
	if first {
		v.read[id] = true
	}
	v.mu.Unlock()
	if first && v.tried(ctx, AuditEvent{Action: AuditRead, Subject: NewID().String()[:8]}) != nil {
		v.mu.Lock()
		delete(v.read, id)
		v.mu.Unlock()
	}
}

// aboutCase is what an audit event calls a case: its reference, or a random
// number where the case is restricted.
func (v *Vault) aboutCase(id ID) string {
	if v.Restricted(id) {
		return NewID().String()[:8]
	}
	return v.referenceOf(id)
}

// sealedKeySize is what HPKE with ML-KEM-768 + X25519 makes of a 32-byte key:
// 1,120 bytes of encapsulation, the key and its tag.
const sealedKeySize = 1120 + 32 + 16

func (v *Vault) sealAudit(r ledger.Revision, text []byte) ([]byte, error) {
	key := seal.NewKey()
	sealed, err := seal.Public{KEM: v.roster().audit}.Wrap(key, v.place("audit key", r))
	if err != nil {
		return nil, err
	}
	return append(sealed, key.Seal(text, v.place("revision", r))...), nil
}

func (v *Vault) openAudit(r ledger.Revision) (plain []byte, reason string) {
	management, ok := v.keys()[r.KeyVersion][inManagement]
	switch {
	case !ok && rank(v.me().Role) < rank(Manager):
		return nil, notYours
	case !ok:
		return nil, "wrap"
	case len(r.Box) < sealedKeySize:
		return nil, "box"
	}
	reader, err := v.readers.of(management)
	if err != nil {
		return nil, "wrap"
	}
	key, err := reader.Unwrap(r.Box[:sealedKeySize], v.place("audit key", r))
	if err != nil {
		return nil, "box"
	}
	plain, err = key.Open(r.Box[sealedKeySize:], v.place("revision", r))
	if err != nil {
		return nil, "box"
	}
	return plain, ""
}

// auditReaders are the identities that audit events are sealed to, by the management keys
// of which they are made: to make one takes as long as to open an event with it.
type auditReaders struct {
	mu    sync.Mutex
	known map[seal.Key]seal.Identity
}

func (a *auditReaders) of(management seal.Key) (seal.Identity, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if reader, ok := a.known[management]; ok {
		return reader, nil
	}
	reader, err := auditIdentity(management)
	if err == nil {
		if a.known == nil {
			a.known = map[seal.Key]seal.Identity{}
		}
		a.known[management] = reader
	}
	return reader, err
}

func (a *auditReaders) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.known)
}

// Audit returns the audit trail, oldest first. Only a manager can read it.
func (v *Vault) Audit(ctx context.Context) ([]AuditLine, error) {
	return v.LatestAudit(ctx, math.MaxInt)
}

// LatestAudit is Audit for no more than so many of the newest events: in ten years there
// are some hundred thousand.
func (v *Vault) LatestAudit(ctx context.Context, most int) ([]AuditLine, error) {
	list, err := readForManagers[AuditEvent](ctx, v, KindAudit, most)
	known, requests := v.knownReferences(list), map[string]ID{}
	for _, l := range v.Requests() {
		requests[l.ID.String()[:8]] = l.ID
	}
	var lines []AuditLine
	for _, e := range list {
		if isReference(e.Value.Subject) && !known[e.Value.Subject] {
			e.Value.Subject = e.ID.String()[:8]
		}
		line := AuditLine{AuditEvent: e.Value, At: e.Written, By: e.By}
		if slices.Contains(aboutRequests, e.Value.Action) {
			line.Request = requests[e.Value.Subject]
		}
		lines = append(lines, line)
	}
	return lines, fail("reading the audit trail", err)
}

// knownReferences are those of cases that this member may open, and of erased
// ones. What was written of a case before it was restricted names it: to whoever
// is not named it reads like what was written afterwards.
func (v *Vault) knownReferences(list []Entry[AuditEvent]) map[string]bool {
	known := map[string]bool{}
	for _, line := range v.Cases() {
		known[line.Reference] = true
	}
	for _, e := range list {
		if e.Value.Action == AuditErased {
			known[e.Value.Subject] = true
		}
	}
	return known
}

// readForManagers reads what every role may write and only a manager may read, at most so
// many of the newest, oldest first.
func readForManagers[T any](ctx context.Context, v *Vault, kind Kind, most int) ([]Entry[T], error) {
	var list []Entry[T]
	err := v.eachForManagers(ctx, kind, most, func(r ledger.Revision, text []byte, author ID, at time.Time, reason string) {
		e := Entry[T]{ID: r.Record, Revision: r.Revision, Author: author, By: v.nameOf(author), Written: at, First: at, Versions: 1}
		if reason == "" && json.Unmarshal(text, &e.Value) != nil {
			reason = "box"
		}
		if reason != "" {
			v.note(Damage{Record: r.Record, Kind: kind.String(), Reason: reason})
			return
		}
		list = append(list, e)
	})
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b Entry[T]) int { return a.Written.Compare(b.Written) })
	return list, err
}

// eachForManagers opens revisions of a kind that is for managers, some together on all
// processors, and calls fn for each, the newest first.
func (v *Vault) eachForManagers(ctx context.Context, kind Kind, most int, fn func(r ledger.Revision, text []byte, author ID, at time.Time, reason string)) error {
	if v.me().Role != Manager {
		return refuse(CodeNoKey, "reading what is for managers")
	}
	if err := v.followChains(ctx); err != nil {
		return err
	}
	const together = 2048
	for before := int64(math.MaxInt64); most > 0; {
		rows, err := v.ledger.LatestOf(ctx, groupZero(inManagement), uint8(kind), before, min(most, together))
		if err != nil || len(rows) == 0 {
			return err
		}
		type read struct {
			text   []byte
			author ID
			at     time.Time
			reason string
		}
		opened := make([]read, len(rows))
		inParallel(len(rows), 16, func(i int) {
			o := &opened[i]
			o.text, o.author, o.at, o.reason = v.unseal(rows[i])
		})
		for i, o := range opened {
			fn(rows[i], o.text, o.author, o.at, o.reason)
		}
		before, most = rows[len(rows)-1].N, most-len(rows)
	}
	return nil
}
