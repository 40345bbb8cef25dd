package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// showRecover is where the recovery kit leads: not into the records, but to a
// new passphrase for somebody, since a code that was used is spent.
func (a *app) showRecover() { a.showGate(func() gate { return newRecoverStep(a) }) }

func newRecoverStep(a *app) gate {
	names := a.standing.colleagues
	name := ""
	if len(names) == 1 {
		name = names[0]
	}
	f := &form{words: a.words, now: a.vault.Now()}
	var options []widget.Option
	for _, n := range names {
		options = append(options, widget.Option{ID: n, Label: n})
	}
	if len(options) > 0 {
		f.wide(f.field("recover.who", widget.NewSelect(widget.SelectOptions{Options: options, Chosen: name, Changed: func(id string) { name = id }})))
	}
	other := ""
	f.wide(f.field("recover.other", widget.NewEntry(widget.EntryOptions{Changed: func(s string) { other = strings.TrimSpace(s) }})))
	who := func() string {
		if other != "" {
			return other
		}
		return name
	}
	secret := newSecret(a, f, who)
	said := widget.NewText("", widget.TextStyle{Color: theme.WarmInk})
	said.Hide()
	content := widget.Stack(theme.Space24)
	say := func(sentence string) {
		said.Set(sentence)
		said.Show()
		content.Refresh()
	}
	var do *widget.Button
	do = widget.Primary(a.t("recover.do"), func() {
		switch {
		case do.Disabled():
			return
		case who() == "":
			say(a.t("recover.needsName"))
			return
		case !f.ready():
			return
		}
		do.Disable()
		say(a.t("unlock.working"))
		v, member := a.vault, who()
		Go(a.runner, "recover", func(ctx context.Context) (data.Kit, error) { return v.Recover(ctx, member, secret.value, nil) }, func(kit data.Kit, err error) {
			do.Enable()
			if err != nil {
				say(data.Sentence(a.words, err))
				return
			}
			a.showNewKit(&kit)
		})
	})
	content.Objects = []fyne.CanvasObject{
		widget.Display(a.t("recover.title")), widget.Body(a.t("recover.lead")), f.object(), said,
		widget.Row(theme.Space8, do, widget.Link(a.t("shell.lock"), a.lock)),
	}
	return stepPage{content: content, first: f.first}
}

// showNewKit shows the code of a kit that replaces an older one.
func (a *app) showNewKit(kit *data.Kit) {
	if a.shell != nil {
		a.shell.Leave()
		a.shell = nil
	}
	a.showKit(kit)
}
