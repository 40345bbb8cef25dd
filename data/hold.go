package data

import (
	"context"
	"strings"
	"time"
)

// Hold is a legal hold on a case: while it lasts nothing of the case is erased,
// moved out of it or reduced to its figures. Only managers set and lift it.
type Hold struct {
	Why    string    `json:"why,omitempty"`
	Until  time.Time `json:"until,omitzero"` // it ends after this day; zero: when it is lifted
	Lifted time.Time `json:"lifted,omitzero"`
}

// Stands reports whether a hold holds at a time.
func (h Hold) Stands(now time.Time) bool {
	return h.Lifted.IsZero() && (h.Until.IsZero() || !startOfDay(now).After(startOfDay(h.Until.In(now.Location()))))
}

// HoldCase puts a case under a legal hold, or changes the one it is under.
func (v *Vault) HoldCase(ctx context.Context, caseID ID, why string, until time.Time) error {
	const doing = "holding a case"
	if strings.TrimSpace(why) == "" {
		return refuse(CodeNeedsReason, doing)
	}
	return fail(doing, v.putHold(ctx, caseID, Hold{Why: strings.TrimSpace(why), Until: until}, AuditHeld))
}

// LiftHold ends a legal hold; what was written of it stays in the history.
func (v *Vault) LiftHold(ctx context.Context, caseID ID) error {
	const doing = "lifting a hold"
	list, err := v.readGroup(ctx, caseID)
	if err != nil {
		return fail(doing, err)
	}
	now, ok := newestHold(v, list)
	if !ok || !now.Value.Lifted.IsZero() {
		return refuse(CodeNoRecord, doing)
	}
	now.Value.Lifted = v.Now()
	return fail(doing, v.putHold(ctx, caseID, now.Value, AuditReleased))
}

func (v *Vault) putHold(ctx context.Context, caseID ID, h Hold, action AuditAction) error {
	switch _, ok := v.CaseLine(caseID); {
	case v.me().Role != Manager:
		return refuse(CodeNoKey, "looking at who holds a case")
	case !ok:
		return refuse(CodeNoCase, "looking for the case")
	}
	list, err := v.readGroup(ctx, caseID)
	if err != nil {
		return err
	}
	record := NewID()
	if now, ok := newestHold(v, list); ok {
		record = now.ID
	}
	_, err = v.commit(ctx, []change{{record, caseID, h}, event(AuditEvent{Action: action, Subject: v.aboutCase(caseID)})})
	return err
}

// newestHold is the hold of a case, standing or not.
func newestHold(v *Vault, list []opened) (found Entry[Hold], ok bool) {
	for _, e := range entries[Hold](v, list) {
		found, ok = e, true
	}
	return found, ok
}

// Hold returns the legal hold that a case is under.
func (f *CaseFile) Hold(now time.Time) (Entry[Hold], bool) {
	for _, e := range f.Holds {
		if e.Value.Stands(now) {
			return e, true
		}
	}
	return Entry[Hold]{}, false
}

// heldBack refuses what would take something out of a case under a legal hold.
// list are the case's own records, of which each is signed.
func (v *Vault) heldBack(list []opened, caseID ID) error {
	h, ok := newestHold(v, list)
	if !ok || !h.Value.Stands(v.Now()) {
		return nil
	}
	return &Error{Code: CodeHeld, Doing: "looking for a legal hold", Args: map[string]any{"Reference": v.referenceOf(caseID), "Name": h.By}}
}
