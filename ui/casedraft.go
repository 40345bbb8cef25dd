package ui

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"noddfa/data"
)

// draftEvery is how long typed text may be unsealed at most.
const draftEvery = 2 * time.Second

// draftKeeper seals what is being typed in one form, so that a lock, a crash or another call loses at most two seconds
// of it. All its methods belong to the window's goroutine.
type draftKeeper struct {
	desk  caseDesk
	name  string     // the draft's name: "note:CASE", "person:ID"
	value func() any // what stands in the form
	timer *time.Timer
	due   bool // typed since the last seal
	kept  *keptDraft
	after func() // a draft was sealed; may be nil
}

// keptDraft orders the writes of one draft, which happen off the window's goroutine.
type keptDraft struct {
	given int        // the last snapshot handed over: the window's goroutine alone counts
	mu    sync.Mutex // of the following; held while one is written, so that the window never waits for it
	done  int        // the last one written
	over  bool
}

// asTyped is what was typed into the fields of a form and is not wholly understood, by the key of the field.
type asTyped map[string]string

// keep writes down what stands in a field, or that it is understood.
func (t asTyped) keep(key, text string, unclear bool) {
	switch {
	case t == nil:
	case unclear:
		t[key] = text
	default:
		delete(t, key)
	}
}

// with is a form's value and beside it what is typed, for its draft. Drafts of older versions have only the value.
func (t asTyped) with(value any) any {
	var members map[string]json.RawMessage
	body, err := json.Marshal(value)
	if len(t) == 0 || err != nil || json.Unmarshal(body, &members) != nil {
		return value
	}
	members["as_typed"], _ = json.Marshal(t)
	return members
}

// setTyped makes *to what a draft says, and returns what was typed beside it; never nil.
func setTyped(to any, draft []byte) asTyped {
	setJSON(to, draft)
	beside := struct {
		Raw asTyped `json:"as_typed"`
	}{asTyped{}}
	_ = json.Unmarshal(draft, &beside) // what we wrote ourselves
	return beside.Raw
}

func newDraftKeeper(d caseDesk, name string, value func() any) *draftKeeper {
	return &draftKeeper{desk: d, name: name, value: value, kept: &keptDraft{}}
}

// touch is called after each change of the form.
func (k *draftKeeper) touch() {
	if k.due {
		return
	}
	k.due = true
	k.timer = k.desk.later(draftEvery, k.flush)
}

// flush seals what was typed, if it is not sealed yet.
func (k *draftKeeper) flush() {
	if !k.due {
		return
	}
	k.stop()
	body, err := json.Marshal(k.value())
	if err != nil {
		return
	}
	kept := k.kept
	kept.given++
	turn := kept.given
	vault, name := k.desk.vault, k.name
	Go(k.desk.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
		kept.mu.Lock()
		defer kept.mu.Unlock()
		if kept.over || turn < kept.done {
			return struct{}{}, nil
		}
		kept.done = turn
		return struct{}{}, vault.SaveDraft(ctx, name, json.RawMessage(body))
	}, func(struct{}, error) {
		if k.after != nil {
			k.after()
		}
	})
}

func (k *draftKeeper) stop() {
	k.due = false
	if k.timer != nil {
		k.timer.Stop()
	}
}

// end stops keeping the form. The function it returns removes the draft; it belongs into the work that saves the
// record, after the record is written.
func (k *draftKeeper) end() (remove func(context.Context, *data.Vault) error) {
	k.stop()
	kept, name := k.kept, k.name
	k.kept = &keptDraft{}
	return func(ctx context.Context, v *data.Vault) error {
		kept.mu.Lock()
		defer kept.mu.Unlock()
		kept.over = true
		_ = v.DropDraft(ctx, name) // the record is saved: at worst its text is offered once more
		return nil
	}
}

// drop throws the draft away. A nil keeper has none.
func (k *draftKeeper) drop() {
	if k == nil {
		return
	}
	remove := k.end()
	Go(k.desk.shell.Runner(), "", func(ctx context.Context) (struct{}, error) { return struct{}{}, remove(ctx, k.desk.vault) }, func(struct{}, error) {})
}
