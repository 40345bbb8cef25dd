package data

import (
	"context"
	"slices"
	"strings"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// RequestFile is one request as it is now, with what a manager decided.
type RequestFile struct {
	Request  Entry[Request]
	Decision Entry[RequestDecision] // none where its id is zero
}

// OpenRequest reads a request.
func (v *Vault) OpenRequest(ctx context.Context, id ID) (RequestFile, error) {
	const doing = "reading a request"
	if _, ok := v.RequestLine(id); !ok {
		return RequestFile{}, refuse(CodeNoRecord, doing)
	}
	list, err := v.readGroup(ctx, id)
	if err != nil {
		return RequestFile{}, fail(doing, err)
	}
	var f RequestFile
	for _, e := range entries[Request](v, list) {
		f.Request = e
	}
	for _, e := range entries[RequestDecision](v, list) {
		f.Decision = e
	}
	if f.Request.ID.IsZero() {
		return RequestFile{}, refuse(CodeNoRecord, doing)
	}
	v.tellOfReading(ctx, id)
	return f, nil
}

// SaveRequest writes a new request, or a new version of one. What concerns a
// restricted case is sealed to those to whom the case is restricted, and stays so:
// a link to such a case is not taken away again.
func (v *Vault) SaveRequest(ctx context.Context, id ID, r Request) (ID, error) {
	const doing = "writing a request"
	if v.me().Role == Volunteer {
		return ID{}, refuse(CodeNoKey, doing)
	}
	if r.Received.IsZero() {
		r.Received = v.Now()
	}
	fresh, was := id.IsZero(), ID{}
	if !fresh {
		before, err := v.OpenRequest(ctx, id)
		if err != nil {
			return ID{}, fail(doing, err)
		}
		if was = before.Request.Value.Case; v.Restricted(id) && !was.IsZero() {
			r.Case = was
		}
		r.Gave = before.Request.Value.Gave // what left, left
	}
	if _, ok := v.CaseLine(r.Case); r.Case != was && !r.Case.IsZero() && !ok {
		return ID{}, refuse(CodeNoCase, doing) // one that was erased since stays named
	}
	if fresh {
		id = NewID()
	}
	in, named := v.requestBelongs(r.Case)
	changes := []change{{id, id, r}, event(AuditEvent{Action: AuditRequest, Subject: v.aboutRequest(id, named), Detail: string(r.Kind)})}
	if in == 0 {
		changes = append(changes, change{NewID(), id, v.restrictionTo(named)})
	}
	if fresh {
		_, err := v.commit(ctx, changes, func(tx *ledger.Tx) error { return v.newGroupFor(tx, id, in, named) })
		if err == nil && in == 0 {
			v.mu.Lock()
			v.holders[id] = slices.Clone(named)
			v.mu.Unlock()
		}
		return id, fail(doing, err)
	}
	v.mu.RLock()
	moves := v.groups[id] != nil && v.groups[id].in != 0 && in == 0
	v.mu.RUnlock()
	if moves {
		return id, fail(doing, v.rewrap(ctx, id, 0, named, changes))
	}
	if in == 0 {
		changes = changes[:len(changes)-1] // it says so already
	}
	_, err := v.commit(ctx, changes)
	return id, fail(doing, err)
}

// restrictionTo is the record that says to whom a request is restricted.
func (v *Vault) restrictionTo(holders []ID) Restriction {
	return Restriction{Named: slices.DeleteFunc(slices.Clone(holders), func(id ID) bool { return v.roster().members[id].Kit })}
}

// aboutRequest is what the audit trail calls a request: the beginning of its
// number, or a random one where it is restricted.
func (v *Vault) aboutRequest(id ID, named []ID) string {
	if len(named) > 0 || v.Restricted(id) {
		id = NewID()
	}
	return id.String()[:8]
}

// DecideRequest writes a manager's decision. A refusal says why.
func (v *Vault) DecideRequest(ctx context.Context, id ID, d RequestDecision) error {
	const doing = "deciding on a request"
	if v.me().Role != Manager {
		return refuse(CodeNoKey, doing)
	}
	f, err := v.OpenRequest(ctx, id)
	if err != nil {
		return fail(doing, err)
	}
	if (d.Outcome == RequestRefused || d.Outcome == RequestPart) && strings.TrimSpace(d.Reason) == "" {
		return refuse(CodeNeedsReason, doing)
	}
	record := f.Decision.ID
	if record.IsZero() {
		record = NewID()
	}
	_, err = v.commit(ctx, []change{{record, id, d}, event(AuditEvent{Action: AuditDecided, Subject: v.aboutRequest(id, nil), Detail: string(d.Outcome)})})
	return fail(doing, err)
}

// requestBelongs is where the key of a request goes: to the casework, or to those
// to whom its case is restricted.
func (v *Vault) requestBelongs(caseID ID) (in compartment, named []ID) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if !caseID.IsZero() && v.restricted(caseID) {
		return 0, slices.Clone(v.holders[caseID])
	}
	return inCasework, nil
}

// newGroupFor makes a group's key and wraps it under a compartment, or to named
// members.
func (v *Vault) newGroupFor(tx *ledger.Tx, id ID, in compartment, named []ID) error {
	if in != 0 {
		return v.newGroup(tx, id, in)
	}
	g := &group{named: named, versions: keyVersions{{1, groupKey{seal.NewKey(), v.roster().epoch, true}}}, newest: 1, proven: true, sure: true}
	if err := v.wrap(tx, id, g); err != nil {
		return err
	}
	v.mu.Lock()
	v.groups[id] = g
	v.mu.Unlock()
	return nil
}
