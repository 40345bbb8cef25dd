package data

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// Draft is the unsaved text of one form, sealed to its member alone.
type Draft struct {
	Form  string          `json:"form"` // "contact:ID", "note:CASE", …: the program's name for the form
	Saved time.Time       `json:"saved"`
	Body  json.RawMessage `json:"body"`
}

// PlaceForm is the form that says where its member was at the last lock: no text of
// theirs. Its row can be told without keys.
const PlaceForm = "place"

var placeRow = ID{15: 1}

func (v *Vault) draftKey() seal.Key { return v.identity().Own("drafts") }

// formID hides the form's name in the file.
func (v *Vault) formID(form string) ID {
	if form == PlaceForm {
		return placeRow
	}
	key := v.identity().Own("draft names")
	mac := hmac.New(sha256.New, key[:])
	mac.Write([]byte(form))
	var id ID
	copy(id[:], mac.Sum(nil))
	return id
}

// SaveDraft keeps unsaved text; a later draft of the same form replaces it.
func (v *Vault) SaveDraft(ctx context.Context, form string, body any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return fail("keeping a draft", err)
	}
	text, err := json.Marshal(Draft{Form: form, Saved: v.Now().UTC(), Body: raw})
	if err != nil {
		return fail("keeping a draft", err)
	}
	id := v.formID(form)
	box := v.draftKey().Seal(text, v.draftPlace(id))
	return fail("keeping a draft", v.putDraft(ctx, formOf{v.me().ID, id}, box))
}

func (v *Vault) draftPlace(form ID) []byte {
	return seal.AssociatedData("draft", v.id[:], v.me().ID[:], form[:])
}

// LoadDraft reads the draft of a form into body and reports whether there was
// one.
func (v *Vault) LoadDraft(ctx context.Context, form string, body any) (bool, error) {
	id := v.formID(form)
	box, err := v.heldBox(formOf{v.me().ID, id}), error(nil)
	if box == nil {
		box, err = v.ledger.Draft(ctx, v.me().ID, id)
	}
	if CodeOf(err) == CodeDamaged {
		v.note(Damage{Record: id, Kind: "draft", Reason: "unreadable"})
		return false, nil
	}
	if err != nil || box == nil {
		return false, fail("reading a draft", err)
	}
	d, ok := v.openDraft(id, box)
	if !ok {
		v.note(Damage{Record: id, Kind: "draft", Reason: "box"})
		return false, nil
	}
	return true, fail("reading a draft", json.Unmarshal(d.Body, body))
}

// DraftInFile is LoadDraft of what the file has, which waits for nothing: while the rest
// is being read after the first lists.
func (v *Vault) DraftInFile(ctx context.Context, form string, body any) (bool, error) {
	id := v.formID(form)
	box, err := v.ledger.Draft(ctx, v.me().ID, id)
	if err != nil || box == nil {
		return false, fail("reading a draft", err)
	}
	d, ok := v.openDraft(id, box)
	if !ok {
		return false, refuse(CodeDamaged, "reading a draft")
	}
	return true, fail("reading a draft", json.Unmarshal(d.Body, body))
}

func (v *Vault) openDraft(id ID, box []byte) (Draft, bool) {
	var d Draft
	text, err := v.draftKey().Open(box, v.draftPlace(id))
	return d, err == nil && json.Unmarshal(text, &d) == nil
}

// DropDraft removes a draft once its text is saved or thrown away.
func (v *Vault) DropDraft(ctx context.Context, form string) error {
	id := v.formID(form)
	v.drafting.Lock()
	defer v.drafting.Unlock()
	v.letGo(formOf{v.me().ID, id})
	return fail("removing a draft", v.ledger.WriteUnsaved(ctx, func(tx *ledger.Tx) error { return tx.DeleteDraft(v.me().ID, id) }))
}

// Drafts lists this member's unsaved texts, the newest first.
func (v *Vault) Drafts(ctx context.Context) ([]Draft, error) {
	boxes, err := v.ledger.Drafts(ctx, v.me().ID)
	if CodeOf(err) == CodeDamaged {
		v.note(Damage{Kind: "draft", Reason: "unreadable"}) // nobody is kept from the records by a lost draft
	} else if err != nil {
		return nil, fail("reading drafts", err)
	}
	v.mu.RLock()
	for of, d := range v.held {
		if of.member == v.me().ID {
			if boxes == nil {
				boxes = map[ledger.ID][]byte{}
			}
			boxes[ledger.ID(of.form)] = d.Box
		}
	}
	v.mu.RUnlock()
	var list []Draft
	for id, box := range boxes {
		if len(box) == 0 {
			continue // DraftsLost says so
		}
		d, ok := v.openDraft(id, box)
		if !ok {
			v.note(Damage{Record: id, Kind: "draft", Reason: "box"})
			continue
		}
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b Draft) int {
		if c := b.Saved.Compare(a.Saved); c != 0 {
			return c
		}
		return strings.Compare(a.Form, b.Form)
	})
	return list, nil
}

// With new keys for a member what they had typed and not saved is lost: it was
// sealed with the old ones. Its sealed bytes go at once, and an empty place stays
// for each form until they unlock and are told.

// DraftsLost returns how many unsaved texts of this member went with the keys
// that they had before. It is told once: the next call returns 0.
func (v *Vault) DraftsLost() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	n := v.draftsLost
	v.draftsLost = 0
	return n
}

// countLostDrafts counts the empty places of this member's drafts and removes
// them. Where they cannot be removed it is told again.
func (v *Vault) countLostDrafts(ctx context.Context) {
	boxes, _ := v.ledger.Drafts(ctx, v.me().ID) // Drafts says what is damaged
	maps.DeleteFunc(boxes, func(_ ledger.ID, box []byte) bool { return len(box) > 0 })
	if len(boxes) == 0 {
		return
	}
	v.mu.Lock()
	v.draftsLost = len(boxes)
	v.mu.Unlock()
	_ = v.ledger.WriteUnsaved(ctx, func(tx *ledger.Tx) error {
		for form := range boxes {
			if err := tx.DeleteDraft(v.me().ID, form); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unsaved counts the unsaved texts that a member has in the file. Only they can open
// them.
func (v *Vault) Unsaved(ctx context.Context, member ID) int {
	boxes, _ := v.ledger.Drafts(ctx, member) // Drafts says what is damaged
	maps.DeleteFunc(boxes, func(form ledger.ID, box []byte) bool { return len(box) == 0 || form == placeRow })
	return len(boxes)
}

// dropLeftDrafts removes the drafts of who has left: nobody can open them.
func (v *Vault) dropLeftDrafts(ctx context.Context) {
	members, err := v.ledger.Drafting(ctx)
	members = slices.DeleteFunc(members, func(id ledger.ID) bool { m, known := v.roster().members[id]; return !known || m.Active })
	if err != nil || len(members) == 0 || v.older {
		return
	}
	_ = v.ledger.WriteUnsaved(ctx, func(tx *ledger.Tx) error { // else the next unlock does
		for _, id := range members {
			if err := tx.DropDrafts(id); err != nil {
				return err
			}
		}
		return nil
	})
}

// letGoOf forgets the drafts of a member that could not be written.
func (v *Vault) letGoOf(member ID) {
	v.mu.Lock()
	defer v.mu.Unlock()
	maps.DeleteFunc(v.held, func(of formOf, _ heldDraft) bool { return of.member == member })
}
