package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// edit describes the form for one record, or a part of one.
type edit struct {
	title string // what the form says it is
	draft string // name of its draft
	value any    // pointer to what is edited
	fill  func(*form)
	save  func() func(context.Context) error  // takes what is to be saved; the work itself is done elsewhere
	keep  func(context.Context, string) error // keeps the words of fields that were not understood; nil where they are left out
}

// editor is a form in the place of a tab's page. What is typed in it is kept as a sealed draft until it is saved or
// thrown away.
type editor struct {
	caseDesk
	edit
	original []byte  // the value as it is saved, as JSON
	opened   []byte  // the same as the form shows it before anybody types
	raw      asTyped // what is typed and not understood
	keeper   *draftKeeper
	form     *form
	said     *widget.Text
	band     fyne.CanvasObject // offers to throw a draft away; nil without one
	busy     bool
	closed   func(saved bool)
	changed  func() // the page looks different now
}

// openEditor reads the form's draft, then calls show with the finished form.
func openEditor(d caseDesk, e edit, closed func(saved bool), show func(*editor)) {
	ed := &editor{caseDesk: d, edit: e, closed: closed, said: widget.Muted(""), raw: asTyped{}}
	ed.original, _ = json.Marshal(e.value)
	ed.keeper = newDraftKeeper(d, e.draft, func() any { return ed.raw.with(e.value) })
	Go(d.shell.Runner(), "draft", func(ctx context.Context) (json.RawMessage, error) {
		var body json.RawMessage
		if found, err := d.vault.LoadDraft(ctx, e.draft, &body); err != nil || !found {
			return nil, err
		}
		return body, nil
	}, func(body json.RawMessage, _ error) {
		if len(body) > 0 {
			ed.raw = setTyped(e.value, body)
			ed.band = ed.draftBand()
		}
		ed.build()
		ed.opened, _ = json.Marshal(e.value)
		show(ed)
	})
}

func (e *editor) build() {
	e.form = &form{words: e.words, now: e.vault.Now(), changed: e.keeper.touch, keeps: e.keep != nil, raw: e.raw}
	e.fill(e.form)
	e.form.flush()
}

func (e *editor) draftBand() fyne.CanvasObject {
	return widget.NewBand(widget.BandOptions{
		Text: e.t("case.form.draft"), Icon: "note",
		Actions: []*widget.Button{widget.Link(e.t("case.form.draft.drop"), e.startAgain)},
	})
}

// startAgain throws the draft away and shows what is saved.
func (e *editor) startAgain() {
	remove := e.keeper.end()
	Go(e.shell.Runner(), "", func(ctx context.Context) (struct{}, error) { return struct{}{}, remove(ctx, e.vault) }, func(struct{}, error) {})
	setJSON(e.value, e.original)
	clear(e.raw)
	e.band = nil
	e.build()
	e.opened, _ = json.Marshal(e.value)
	e.changed()
}

// typed reports whether something stands in the form that is not saved.
func (e *editor) typed() bool {
	now, err := json.Marshal(e.value)
	return e.band != nil || len(e.raw) > 0 || err != nil || !bytes.Equal(now, e.opened)
}

// rebuild lays the form out anew with what was typed, after a part of it came or went.
func (e *editor) rebuild() {
	e.keeper.touch()
	e.build()
	e.changed()
}

// content is the page.
func (e *editor) content() fyne.CanvasObject {
	parts := []fyne.CanvasObject{widget.Heading(e.title)}
	if e.band != nil {
		parts = append(parts, e.band)
	}
	parts = append(parts, e.form.object())
	return widget.Pad(widget.Sideways(theme.Space24, theme.Space16), widget.Stack(theme.Space16, parts...))
}

// foot is what stays in sight under the form.
func (e *editor) foot() fyne.CanvasObject {
	save := widget.NewButton(widget.ButtonOptions{Label: e.t("common.save"), Kind: widget.Filled, Hint: "Ctrl+Enter", Do: e.accept})
	return pageFoot(save, widget.Secondary(e.t("common.cancel"), e.cancel), e.said)
}

func (e *editor) first() fyne.Focusable { return e.form.first }

// accept saves.
func (e *editor) accept() {
	if e.busy {
		return
	}
	if !e.form.ready() {
		e.say(e.t("case.form.look"), theme.WarmInk)
		return
	}
	e.busy = true
	e.form.putBeside()
	remove, save, left := e.keeper.end(), e.save(), e.form.leftOut()
	Go(e.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
		if left != "" && e.keep != nil { // first, so that nothing of it can be lost
			if err := e.keep(ctx, left); err != nil {
				return struct{}{}, err
			}
		}
		if err := save(ctx); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, remove(ctx, e.vault)
	}, func(_ struct{}, err error) {
		e.busy = false
		if err != nil {
			e.say(data.Sentence(e.words, err), theme.WarmInk)
			e.keeper.touch()
			return
		}
		e.closed(true)
	})
}

// cancel leaves without saving; only what was never typed on is thrown away.
func (e *editor) cancel() {
	remove := e.keeper.end()
	Go(e.shell.Runner(), "", func(ctx context.Context) (struct{}, error) { return struct{}{}, remove(ctx, e.vault) }, func(struct{}, error) {})
	e.closed(false)
}

// leave seals what is typed.
func (e *editor) leave() { e.keeper.flush() }

func (e *editor) say(text string, role fyne.ThemeColorName) {
	say(e.said, text, role)
}

// addOrChange saves a new record, or a new version of one.
func addOrChange[T data.Record](v *data.Vault, caseID, record data.ID, value *T) func() func(context.Context) error {
	return func() func(context.Context) error {
		now := copyJSON(*value)
		return func(ctx context.Context) error {
			var err error
			if record.IsZero() {
				_, err = data.Add(ctx, v, caseID, now)
			} else {
				_, err = data.Change(ctx, v, caseID, record, now)
			}
			return err
		}
	}
}

// setJSON makes *to what the text says, and nothing of what it was.
func setJSON(to any, text []byte) {
	reflect.ValueOf(to).Elem().SetZero()
	_ = json.Unmarshal(text, to) // what we wrote ourselves
}

// copyJSON is a copy that shares nothing with the original.
func copyJSON[T any](value T) T {
	var c T
	if text, err := json.Marshal(value); err == nil {
		setJSON(&c, text)
	}
	return c
}
