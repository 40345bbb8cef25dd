package ui

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// parked is a contact that was begun and not saved: Ctrl+N during a contact
// parks it, and nothing of it is lost.
type parked struct {
	form  string // the draft's name
	saved time.Time
	draft contactDraft
}

func (p parked) route() Route {
	return Route{Screen: screenContactForm, ID: strings.TrimPrefix(p.form, contactDraftPrefix)}
}

// parkedContacts are this colleague's unfinished contacts, the one that began
// first at the front.
func parkedContacts(ctx context.Context, v *data.Vault) ([]parked, error) {
	drafts, err := v.Drafts(ctx)
	var list []parked
	for _, d := range drafts {
		p := parked{form: d.Form, saved: d.Saved}
		if strings.HasPrefix(d.Form, contactDraftPrefix) && json.Unmarshal(d.Body, &p.draft) == nil {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(a, b parked) int {
		if order := a.draft.Contact.Started.Compare(b.draft.Contact.Started); order != 0 {
			return order
		}
		return strings.Compare(a.form, b.form)
	})
	return list, err
}

// countUnfinished lets the rail say how many contacts are parked: all that are
// unfinished but the one in front. One that was written in this sitting may
// still have somebody on the line.
func (a *app) countUnfinished() {
	v, shell := a.vault, a.shell
	if v == nil || shell == nil || shell.Current() == nil {
		return
	}
	Go(a.runner, "unfinished", func(ctx context.Context) ([]parked, error) { return parkedContacts(ctx, v) }, func(list []parked, _ error) {
		if a.shell == shell && shell.Current() != nil {
			here := shell.Current().Route()
			list = slices.DeleteFunc(list, func(p parked) bool { return p.route() == here })
			shell.SetUnfinished(len(list))
			a.calling = slices.ContainsFunc(list, func(p parked) bool { return !p.saved.Before(a.unlocked) })
		}
	})
}

// nextUnfinished goes on with the contact that was parked; with several, with
// each in turn.
func (a *app) nextUnfinished() {
	v, here := a.vault, a.shell.Current().Route()
	Go(a.runner, "next unfinished", func(ctx context.Context) ([]parked, error) { return parkedContacts(ctx, v) }, func(list []parked, _ error) {
		at := slices.IndexFunc(list, func(p parked) bool { return p.route() == here })
		if len(list) == 0 || len(list) == 1 && at == 0 {
			return
		}
		a.shell.Go(list[(at+1)%len(list)].route())
	})
}

// bindShift gives what happens between calls its keys.
func (a *app) bindShift() {
	c := a.window.Canvas()
	bind := func(key fyne.KeyName, do func()) {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}, func(fyne.Shortcut) {
			if a.shell != nil && widget.TopLayer(c) == nil {
				do()
			}
		})
	}
	bind(fyne.KeyW, a.askWaiting)
	bind(fyne.KeyS, a.endShift)
	bind(fyne.KeyT, func() { a.desk().openOversight() })
	bind(fyne.KeyR, func() { a.desk().newRequest() })
}

func (a *app) endShift() { a.shell.Go(Route{Screen: screenEndShift}) }

// waitingCall is the question about somebody who waits.
const waitingCall = "contacts.waitingCall"

// askWaiting takes down somebody who rings while another contact runs: a name, a
// number, is it safe to ring. The contact in front stays as it is.
func (a *app) askWaiting() {
	d := a.desk()
	c := data.Contact{Method: data.Phone, Caller: data.CallerThePerson}
	f := &form{words: a.words, now: a.vault.Now()}
	f.wide(f.field("contact.calledName", widget.NewEntry(widget.EntryOptions{Changed: func(s string) { c.CalledName = s; f.touch() }})))
	f.wide(f.field("contact.card.number", widget.NewEntry(widget.EntryOptions{Changed: func(s string) { c.Number = s; f.touch() }})))
	f.wide(f.field("contacts.waitingCall.safe", widget.NewChoice(widget.ChoiceOptions{
		Options: widget.YesNoUnknown(a.words), Changed: func(id string) { c.SafeToTalk = data.Answer(id); f.touch() },
	})))
	d.ask(question{title: a.t("contacts.waitingCall"), lead: a.t("contacts.waitingCall.lead"), content: f, kept: waitingCall, accept: a.t("common.save"), do: func(done func(error)) {
		v := a.vault
		c.Started = v.Now()
		c.FollowUp = data.FollowUp{Who: a.standing.me.Name, On: c.Started, Promised: a.t("contacts.waitingCall.promised")}
		if c.SafeToTalk == data.No {
			c.SafeRule = a.t("contacts.waitingCall.notSafe")
		}
		taken := c
		Go(a.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			_, err := v.LogContact(ctx, taken)
			return struct{}{}, err
		}, func(_ struct{}, err error) {
			done(err)
			if err != nil {
				return
			}
			if f := a.formInFront(); f != nil {
				f.say(a.t("contacts.waitingCall.kept", map[string]any{"Name": a.desk().uncovered(firstText(taken.CalledName, a.t("contacts.noName")))}), theme.GoodInk)
				return
			}
			a.shell.Refresh()
		})
	}})
}

// lookForKnown says under the caller's number whether they may be known to us:
// to a volunteer only that, to others which case it is and how to reach them.
func (f *contactForm) lookForKnown() {
	c := data.Contact{Number: f.c.Number, EmailTo: f.c.EmailTo, CalledName: f.c.CalledName, FirstName: f.c.FirstName, Surname: f.c.Surname, Age: f.c.Age}
	if f.vault == nil || f.known == nil || c.Number+c.EmailTo+c.Name() == "" && len(f.known.Objects) == 0 {
		return
	}
	if sameCaller(c, f.asked) {
		return
	}
	f.asked = c
	v, record, volunteer := f.vault, f.record, f.app.standing.me.Role == data.Volunteer
	Go(f.shell.Runner(), "known", func(ctx context.Context) ([]string, error) {
		var lines []string
		for _, known := range v.MayBeKnown(ctx, c, record) {
			line, ok := v.CaseLine(known.Case)
			switch {
			case ok && !volunteer && known.Suspect:
				lines = append(lines, dots(f.t("contact.known.suspect", map[string]any{"Reference": line.Reference}), line.Owner))
			case ok && !volunteer:
				safe, err := v.SafeContact(ctx, known.Case)
				rule := safe.Line(f.words)
				if err != nil {
					rule = data.Sentence(f.words, err)
				}
				lines = append(lines, dots(f.t("contact.known.case", map[string]any{"Reference": line.Reference}), line.Owner, rule))
			case volunteer:
				lines = append(lines, f.t("contact.known"))
			default:
				lines = append(lines, f.t("contact.known.contact"))
			}
		}
		return slices.Compact(lines), nil
	}, func(lines []string, _ error) {
		if len(lines) == 0 && len(f.known.Objects) == 0 {
			return
		}
		f.known.RemoveAll()
		for _, line := range lines {
			f.known.Add(widget.NewText(line, widget.TextStyle{Bold: true, Color: theme.WarmInk}))
		}
		f.scroll.Refresh()
	})
}

func sameCaller(a, b data.Contact) bool {
	return a.Number == b.Number && a.EmailTo == b.EmailTo && a.Name() == b.Name() && a.FullName() == b.FullName() && a.Age == b.Age
}
