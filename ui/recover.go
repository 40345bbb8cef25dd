package ui

import (
	"context"
	"maps"
	"slices"
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
	left, named := restrictedTicks(a, f)
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
		v, asked := a.vault, data.Recovery{Name: who(), Passphrase: secret.value, Left: left(), Named: named()}
		Go(a.runner, "recover", func(ctx context.Context) (data.Kit, error) { return v.Recover(ctx, asked, nil) }, func(kit data.Kit, err error) {
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

// restrictedTicks asks, where cases are restricted, who of those they are
// restricted to has gone, and who is to be named in their place.
func restrictedTicks(a *app, f *form) (left, named func() []string) {
	cases := a.vault.KitCases()
	if len(cases) == 0 {
		none := func() []string { return nil }
		return none, none
	}
	var holders, others []data.Member
	for _, m := range a.vault.Members() {
		inOne := func(c data.KitCase) bool {
			return slices.ContainsFunc(c.Named, func(n data.Member) bool { return n.ID == m.ID })
		}
		switch {
		case m.Kit || !m.Active || m.Role == data.Volunteer:
			continue
		case slices.ContainsFunc(cases, inOne):
			holders = append(holders, m)
		}
		others = append(others, m)
	}
	f.section("recover.restricted")
	f.wide(widget.Muted(a.words.N("recover.restricted.lead", len(cases))))
	left = func() []string { return nil }
	if len(holders) > 0 {
		left = memberTicks(a, f, "recover.restricted.left", "recover.restricted.gone", holders)
	}
	named = memberTicks(a, f, "recover.restricted.named", "recover.restricted.opens", others)
	return left, named
}

// memberTicks is a question that some of the members are the answer to. Each says
// by itself what is ticked, for whoever hears it.
func memberTicks(a *app, f *form, key, each string, members []data.Member) (names func() []string) {
	ticked := map[data.ID]string{}
	parts := []fyne.CanvasObject{widget.Strong(a.t(key))}
	if a.words.Has(key + ".hint") {
		parts = append(parts, widget.Muted(a.t(key+".hint")))
	}
	for _, m := range members {
		parts = append(parts, widget.NewCheck(widget.CheckOptions{Label: a.t(each, map[string]any{"Name": m.Name}), Hint: a.t("role." + string(m.Role)), Changed: func(on bool) {
			if delete(ticked, m.ID); on {
				ticked[m.ID] = m.Name
			}
		}}))
	}
	f.wide(widget.Stack(theme.Space8, parts...))
	return func() []string { return slices.Sorted(maps.Values(ticked)) }
}

// showNewKit shows the code of a kit that replaces an older one.
func (a *app) showNewKit(kit *data.Kit) {
	if a.shell != nil {
		a.shell.Leave()
		a.shell = nil
	}
	a.showGate(func() gate {
		return newKitStep(a, kit, widget.Display(a.t("create.kit.title")), widget.Body(a.t("recover.kit.lead")))
	})
}
