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

// trail is the audit trail as far as it was opened since unlocking. In ten years there are
// some hundred thousand events, each of which takes a sixth of a millisecond to open.
type trail struct {
	mu   sync.Mutex
	next int64 // the row from which on none was opened
	made []madeEvent
}

// madeEvent is an event, and where it was written.
type madeEvent struct {
	Entry[AuditEvent]
	origin ID
}

// readTrail returns all events, in the order in which they were written into the file.
func (v *Vault) readTrail(ctx context.Context) ([]madeEvent, error) {
	t := &v.trail
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.made) == 0 {
		t.next = math.MinInt64
	}
	var since []madeEvent
	last := int64(math.MinInt64)
	err := eachForManagers(ctx, v, KindAudit, t.next, math.MaxInt, func(r ledger.Revision, e Entry[AuditEvent]) {
		since, last = append(since, madeEvent{e, r.Origin}), max(last, r.N)
	})
	if err != nil {
		return nil, err
	}
	slices.Reverse(since)
	all := append(t.made, since...)
	highest, known, err := v.ledger.LastRow(ctx)
	switch {
	case err != nil:
		return nil, err
	case !known || highest == math.MaxInt64: // the next event may have any number
		t.made = nil
	case len(since) > 0:
		t.made, t.next = all, last+1
	}
	return slices.Clone(all), nil
}

// forget waits for whoever reads it.
func (t *trail) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.made = nil
}

// Audit returns the audit trail, oldest first. Only a manager can read it.
func (v *Vault) Audit(ctx context.Context) ([]AuditLine, error) {
	made, err := v.readTrail(ctx)
	if err != nil {
		return nil, fail("reading the audit trail", err)
	}
	list := make([]Entry[AuditEvent], len(made))
	for i, e := range made {
		list[i] = e.Entry
	}
	return v.auditLines(list), nil
}

// LatestAudit is Audit for so many of the events that came into the file last. Where they
// do not say that a case was erased, its reference is a number.
func (v *Vault) LatestAudit(ctx context.Context, most int) ([]AuditLine, error) {
	list, err := readForManagers[AuditEvent](ctx, v, KindAudit, most)
	if err != nil {
		return nil, fail("reading the audit trail", err)
	}
	return v.auditLines(list), nil
}

// auditLines are events as managers read them, by the time at which they were written.
func (v *Vault) auditLines(list []Entry[AuditEvent]) []AuditLine {
	slices.SortStableFunc(list, byWritten[AuditEvent])
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
	return lines
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
	err := eachForManagers(ctx, v, kind, math.MinInt64, most, func(_ ledger.Revision, e Entry[T]) { list = append(list, e) })
	slices.Reverse(list)
	slices.SortStableFunc(list, byWritten[T])
	return list, err
}

func byWritten[T any](a, b Entry[T]) int { return a.Written.Compare(b.Written) }

// eachForManagers opens revisions of a kind that is for managers from a row on, some
// together on all processors, and calls fn for those that can be read, the newest first,
// until they are so many. Where it takes long it says how far it is.
func eachForManagers[T any](ctx context.Context, v *Vault, kind Kind, from int64, most int, fn func(ledger.Revision, Entry[T])) error {
	if v.me().Role != Manager {
		return refuse(CodeNoKey, "reading what is for managers")
	}
	if err := v.followChains(ctx); err != nil {
		return err
	}
	const together = 512
	say, first := Progress(ctx), int64(0)
	for to := int64(math.MaxInt64); most > 0; {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows, err := v.ledger.LatestOf(ctx, groupZero(inManagement), uint8(kind), from, to, min(most, together))
		if err != nil || len(rows) == 0 {
			return err
		}
		entries := make([]Entry[T], len(rows))
		reasons := make([]string, len(rows))
		inParallel(len(rows), 16, func(i int) {
			r := rows[i]
			text, author, at, reason := v.unseal(r)
			e := Entry[T]{ID: r.Record, Revision: r.Revision, Author: author, By: v.nameOf(author), Written: at, First: at, Versions: 1}
			if reason == "" && json.Unmarshal(text, &e.Value) != nil {
				reason = "box"
			}
			entries[i], reasons[i] = e, reason
		})
		for i, r := range rows {
			if reasons[i] != "" {
				v.note(Damage{Record: r.Record, Kind: kind.String(), Reason: reasons[i]})
				continue
			}
			if most > 0 {
				fn(r, entries[i])
				most--
			}
		}
		if to = rows[len(rows)-1].N; to == math.MinInt64 {
			return nil
		}
		if first == 0 {
			first = rows[0].N
		}
		if len(rows) == together {
			if all := first - max(from, 1); all > 0 { // or somebody numbered the rows
				say(int(min(max(first-to, 0), all-1)), int(all))
			}
		}
		to--
	}
	return nil
}
