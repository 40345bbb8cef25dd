package ui

import (
	"context"
	"encoding/json"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// callPage takes a call while the records are locked, in use elsewhere, damaged
// or not there: the contact's form, sealed to a key that only an unlock can open
// again (practice.md 3).
type callPage struct {
	app    *app
	inbox  *data.Inbox
	runner *Runner
	own    *assets.Own // what the organisation says in its own words; nil where that is sealed
	id     data.ID     // of this call in the inbox
	form   *contactForm
	typed  bool // since it was last sealed
	any    bool // anything was typed into this form
	timer  *time.Timer
	quiet  *time.Timer // puts it away when nobody types
	busy   bool
	kept   *keptDraft
	body   *fyne.Container
}

// takeCall opens the form of a call, where this computer has a key to seal it to.
func (a *app) takeCall() {
	if a.vault != nil || a.call != nil || a.locking {
		return
	}
	inbox, err := data.OpenInbox(a.lockedPath(), a.o.Opened)
	if err != nil {
		return // it is not offered either
	}
	back := a.gate
	page := newCallPage(a, inbox)
	a.call = page
	a.showGate(func() gate { page.rewrite(); return page })
	a.beforeCall = back
}

func newCallPage(a *app, inbox *data.Inbox) *callPage {
	kept, _ := a.forLocked()
	p := &callPage{app: a, inbox: inbox, runner: a.runner, own: kept.Own, body: widget.Over()}
	p.begin()
	return p
}

// begin shows an empty form.
func (p *callPage) begin() {
	p.id, p.typed, p.any, p.kept = data.NewID(), false, false, &keptDraft{}
	p.form = p.blank(data.Contact{Started: p.now(), Method: data.Phone}, nil)
}

func (p *callPage) now() time.Time {
	if now := p.app.o.Opened.Now; now != nil {
		return now()
	}
	return time.Now()
}

// blank lays out the form with what it begins with.
func (p *callPage) blank(c data.Contact, raw asTyped) *contactForm {
	a := p.app
	f := &contactForm{desk: desk{caseDesk{words: a.words.With(p.own)}, a}, said: widget.Muted(""), raw: raw, c: c, began: true, now: p.now}
	if f.raw == nil {
		f.raw = asTyped{}
	}
	for _, who := range a.duty() {
		f.people = append(f.people, who.Name)
	}
	f.touched = p.touch
	f.told = func() { p.any = true; p.keepSoon() }
	f.frame(p.save)
	f.build()
	p.body.Objects = []fyne.CanvasObject{f.body}
	p.body.Refresh()
	return f
}

// rewrite lays the form out again in the window's language.
func (p *callPage) rewrite() { p.form = p.blank(p.form.c, p.form.raw) }

// Content is the form.
func (p *callPage) Content() fyne.CanvasObject { return p.body }

// FirstFocus is the first question.
func (p *callPage) FirstFocus() fyne.Focusable { return p.form.first }

// touch seals what is typed within two seconds.
func (p *callPage) touch() {
	p.any = true
	p.rest()
	if p.typed {
		return
	}
	p.typed = true
	if p.runner.here {
		p.keepSoon()
		return
	}
	p.timer = time.AfterFunc(draftEvery, func() { fyne.Do(p.keepSoon) })
}

// rest puts the call away when nobody has typed for as long as a call may last.
func (p *callPage) rest() {
	if p.runner.here {
		return
	}
	if p.quiet != nil {
		p.quiet.Stop()
	}
	p.quiet = time.AfterFunc(idleDuringCall, func() {
		fyne.Do(func() {
			if p.app.call == p {
				p.leave()
			}
		})
	})
}

// keep seals the call as it stands and returns when it is on the disk: closing
// the window must not be quicker.
func (p *callPage) keep() {
	if p.any {
		p.told(p.seal(false)())
	}
}

// seal hands out what writes the call as it stands, in the order in which it was
// asked for: an earlier state never replaces a later one.
func (p *callPage) seal(finished bool) func() error {
	p.stop()
	kept, id, c, at := p.kept, p.id, snapshot(p.form.finished()), p.now()
	if !finished {
		c.Ended = p.form.c.Ended
	}
	kept.mu.Lock()
	kept.given++
	turn := kept.given
	kept.mu.Unlock()
	return func() error {
		kept.mu.Lock()
		defer kept.mu.Unlock()
		if kept.over || turn < kept.done {
			return nil
		}
		err := p.inbox.Keep(id, c, finished, at)
		kept.done, kept.over = turn, finished && err == nil
		return err
	}
}

// keepSoon is keep without waiting.
func (p *callPage) keepSoon() {
	write := p.seal(false)
	Go(p.runner, "", func(context.Context) (struct{}, error) { return struct{}{}, write() }, func(_ struct{}, err error) { p.told(err) })
}

func (p *callPage) told(err error) {
	if err != nil {
		p.form.say(data.Sentence(p.app.words, err), theme.WarmInk)
	}
}

func (p *callPage) stop() {
	p.typed = false
	if p.timer != nil {
		p.timer.Stop()
	}
}

// snapshot is a contact that no field writes into any more.
func snapshot(c data.Contact) data.Contact {
	var copied data.Contact
	text, err := json.Marshal(c)
	if err != nil || json.Unmarshal(text, &copied) != nil {
		return c
	}
	clear(text)
	return copied
}

// save seals the call, finished, and shows an empty form.
func (p *callPage) save() {
	if p.busy {
		return
	}
	p.busy = true
	write := p.seal(true)
	Go(p.runner, "", func(context.Context) (struct{}, error) { return struct{}{}, write() }, func(_ struct{}, err error) {
		p.busy = false
		if err != nil {
			p.form.say(data.Sentence(p.app.words, err), theme.WarmInk)
			return
		}
		p.begin()
		p.form.say(p.app.t("call.saved"), theme.GoodInk)
		p.app.window.Canvas().Focus(p.form.first)
	})
}

// leave goes back to where a passphrase is asked for; what was typed is sealed.
func (p *callPage) leave() {
	a := p.app
	p.keep()
	p.stop()
	if p.quiet != nil {
		p.quiet.Stop()
	}
	a.call = nil
	a.clearLayers()
	widget.ForgetCopied()
	a.showGate(a.beforeCall)
}

// callFrame is the window while a call is taken: what it is, the way back, help.
func (a *app) callFrame(p *callPage) fyne.CanvasObject {
	language := widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: optionsOf(a.words, "common.language", data.Welsh, data.English), Chosen: a.words.Code(), Changed: a.speak,
	})
	back := widget.NewButton(widget.ButtonOptions{Label: a.t("call.back"), Icon: "back", Kind: widget.Plain, Hint: keyNames("Alt+←"), Do: p.leave})
	help := widget.NewButton(widget.ButtonOptions{Label: a.t("crisis.title"), Icon: "crisis", Hint: "F2", Do: a.showCrisis})
	band := widget.NewBand(widget.BandOptions{Text: a.t("call.band"), Icon: "lock", Kind: widget.BandWarm})
	return widget.Frame(widget.Sides{
		Top: widget.Pad(widget.Sideways(theme.Space24, theme.Space8),
			widget.Stack(theme.Space8, widget.Row(theme.Space8, back, help, language), band)),
		Center: p.Content(),
	})
}

// offersCall is a page before the shell from which a call can be taken.
type offersCall interface{ offersCall() }

func (*doors) offersCall()      {}
func (*unlockPage) offersCall() {}

// offerCall is the way to take a call without a passphrase, on the pages that
// have one and where this computer knows the records.
func (a *app) offerCall(page gate) fyne.CanvasObject {
	if _, ok := page.(offersCall); !ok {
		return widget.Gap(0)
	}
	if _, known := a.forLocked(); !known {
		return widget.Gap(0)
	}
	return widget.Stack(theme.Space12, widget.Hairline(),
		widget.Stack(theme.Space4, widget.NewButton(widget.ButtonOptions{Label: a.t("call.take"), Icon: "phone", Hint: keyNames("Ctrl+N"), Do: a.takeCall}),
			widget.Muted(a.t("call.take.hint"))))
}

// bindCallKeys gives a call its keys while there is no shell.
func (a *app) bindCallKeys() {
	c := a.window.Canvas()
	main := fyne.KeyModifierShortcutDefault
	bind := func(key fyne.KeyName, modifier fyne.KeyModifier, do func()) {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: modifier}, func(fyne.Shortcut) {
			if a.vault == nil && widget.TopLayer(c) == nil {
				do()
			}
		})
	}
	during := func(do func(*callPage)) func() {
		return func() {
			if a.call != nil {
				do(a.call)
			}
		}
	}
	bind(fyne.KeyN, main, func() {
		if _, ok := a.shownGate.(offersCall); ok {
			a.takeCall()
		}
	})
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: main}, func(fyne.Shortcut) {
			if !widget.AcceptKey(c) && a.vault == nil && a.call != nil {
				a.call.save()
			}
		})
	}
	bind(fyne.KeyLeft, fyne.KeyModifierAlt, during((*callPage).leave))
	c.AddShortcut(lockShortcut, func(fyne.Shortcut) { a.lock() })
}

// lockedPath is the records file that the page before the shell is about.
func (a *app) lockedPath() string {
	if page, ok := a.shownGate.(*unlockPage); ok && page.path != "" {
		return page.path
	}
	if a.o.Vault != "" {
		return a.o.Vault
	}
	return a.prefs.Vault
}

// forLocked is what this computer kept of the records for the time while they
// are locked.
func (a *app) forLocked() (data.ForLocked, bool) { return data.LockedOf(a.lockedPath(), a.o.Opened) }

// duty is the on-call list: that of the records, or while they are locked the
// one that this computer kept.
func (a *app) duty() []data.OnCall {
	if a.vault != nil {
		return a.standing.organisation.OnCall
	}
	kept, _ := a.forLocked()
	return kept.OnCall
}

// helpWords are the words of the crisis card: with those of the organisation, as far as they are known while it is
// locked.
func (a *app) helpWords() *assets.Translator {
	switch {
	case a.vault != nil:
		return a.words
	case a.call != nil:
		return a.words.With(a.call.own)
	}
	kept, _ := a.forLocked()
	return a.words.With(kept.Own)
}

func (a *app) nation() string {
	if a.vault != nil {
		return a.standing.organisation.Nation
	}
	kept, _ := a.forLocked()
	return kept.Nation
}

// lockedMark says of a contact that it was taken without a passphrase.
func lockedMark(t *assets.Translator, l *data.TakenLocked) string {
	switch {
	case l == nil:
		return ""
	case l.Finished:
		return t.T("call.mark")
	}
	return t.T("call.mark.half")
}
