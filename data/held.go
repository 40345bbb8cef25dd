package data

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"noddfa/data/ledger"
)

// formOf is a form of a member, as the file names it.
type formOf struct{ member, form ID }

// heldDraft is a draft that could not be written: sealed, as it would stand in
// the file.
type heldDraft struct {
	Member ID     `json:"member"`
	Form   ID     `json:"form"`
	Box    []byte `json:"box"`
}

// heldDrafts is how sealed drafts are handed to the process that follows.
type heldDrafts struct {
	Vault  ID          `json:"vault"`
	Drafts []heldDraft `json:"drafts"`
}

// putDraft writes a sealed draft, or else holds it.
func (v *Vault) putDraft(ctx context.Context, of formOf, box []byte) error {
	v.drafting.Lock()
	defer v.drafting.Unlock()
	return v.putOrHold(ctx, of, box)
}

func (v *Vault) putOrHold(ctx context.Context, of formOf, box []byte) error {
	err := v.ledger.WriteUnsaved(ctx, func(tx *ledger.Tx) error { return tx.PutDraft(of.member, of.form, box) })
	if err == nil {
		v.letGo(of)
		return nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.held == nil {
		v.held = map[formOf]heldDraft{}
	}
	v.held[of] = heldDraft{of.member, of.form, box}
	return err
}

func (v *Vault) letGo(of formOf) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.held, of)
}

// Held returns the drafts that could not be written, sealed, for the process
// that follows this one; nil if there are none. It may be called after Close.
func (v *Vault) Held() []byte {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if len(v.held) == 0 {
		return nil
	}
	h := heldDrafts{Vault: v.id}
	for _, d := range v.held {
		h.Drafts = append(h.Drafts, d)
	}
	text, err := json.Marshal(h)
	if err != nil {
		return nil
	}
	return text
}

// TakeHeld takes over what Held returned, if it is of this vault, and writes it.
// What cannot be written yet is held on.
func (v *Vault) TakeHeld(ctx context.Context, sealed []byte) (taken bool) {
	h, err := readHeld(sealed)
	if err != nil || h.Vault != v.id {
		return false
	}
	for _, d := range h.Drafts {
		_ = v.putDraft(ctx, formOf{d.Member, d.Form}, d.Box)
	}
	return true
}

// RetryHeld tries again to write the drafts that could not be written.
func (v *Vault) RetryHeld(ctx context.Context) error {
	v.drafting.Lock()
	defer v.drafting.Unlock()
	v.mu.RLock()
	held := maps.Clone(v.held)
	v.mu.RUnlock()
	for of, d := range held {
		if err := v.putOrHold(ctx, of, d.Box); err != nil {
			return fail("keeping a draft", err)
		}
	}
	return nil
}

// heldBox is the draft of a form that could not be written; nil if there is none.
func (v *Vault) heldBox(of formOf) []byte {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.held[of].Box
}

// DeliverHeld writes what Held returned into a locked vault: sealed drafts need
// no key. Into a file whose structure is damaged nothing is written: they stay held.
func DeliverHeld(ctx context.Context, path string, sealed []byte) error {
	const doing = "keeping a draft"
	h, err := readHeld(sealed)
	if err != nil {
		return fail(doing, err)
	}
	l, err := ledger.Open(ctx, path)
	if err != nil {
		return failAt(doing, path, err)
	}
	boxes, _, err := l.Boxes(ctx, ledger.ClassHeader)
	if err == nil && (len(boxes) != 1 || string(boxes[0].Subject) != string(h.Vault[:])) {
		err = fmt.Errorf("another vault: %w", ledger.ErrGone)
	}
	if err == nil {
		err = l.Examine(ctx)
	}
	if err == nil {
		err = l.WriteUnsaved(ctx, func(tx *ledger.Tx) error {
			for _, d := range h.Drafts {
				if err := tx.PutDraft(d.Member, d.Form, d.Box); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if closing := l.Close(); err == nil {
		err = closing
	}
	return fail(doing, err)
}

func readHeld(sealed []byte) (heldDrafts, error) {
	var h heldDrafts
	if len(sealed) == 0 {
		return h, nil
	}
	if err := json.Unmarshal(sealed, &h); err != nil {
		return h, fmt.Errorf("reading drafts that were handed over: %w", err)
	}
	return h, nil
}
