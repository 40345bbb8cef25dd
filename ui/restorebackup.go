package ui

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// offerBackup leads from records that do not open to their newest backup. Where
// there may be another reason, it says nothing unless there is one.
func (p *unlockPage) offerBackup(path string, err error) {
	sure := false
	switch data.CodeOf(err) {
	case data.CodeDamaged, data.CodeRoster, data.CodeJournal:
		sure = true
	case data.CodeNotVault, data.CodeEmpty, data.CodeParameters:
	default:
		return
	}
	a := p.app
	type offer struct {
		data.FoundBackup
		beside string
	}
	Go(a.runner, "find a backup", func(context.Context) (*offer, error) {
		found, ok := data.NewestBackup(path, a.prefs.Backup)
		if !ok {
			return nil, nil
		}
		return &offer{found, data.RestoreBeside(path)}, nil
	}, func(o *offer, _ error) {
		text, do, from, beside := a.t("restore.none"), "restore.title", "", ""
		switch {
		case o != nil:
			text, do = a.t("restore.newest", map[string]any{"Time": momentWords(a.words, o.Made)}), "restore.beside"
			from, beside = o.File, o.beside
		case !sure:
			return
		}
		button := widget.Secondary(a.t(do), func() { a.showRestore(from, beside) })
		p.backup.Objects = []fyne.CanvasObject{widget.Body(text), widget.Row(theme.Space8, button)}
		p.backup.Show()
		p.refresh()
		a.window.Canvas().Focus(button)
	})
}

// restorePage makes a records file of a backup and opens it.
type restorePage struct {
	app                       *app
	from, to, who, passphrase *widget.Entry
	backup, file, name        *widget.Field
	do                        *widget.Button
	said                      *widget.Text
	under, buttons            *fyne.Container // said and do, or how far it is and a way to stop
	content                   *fyne.Container
}

// showRestore offers a backup, and a name for what is made of it.
func (a *app) showRestore(from, to string) {
	a.showGate(func() gate {
		if before, ok := a.shownGate.(*restorePage); ok { // in another language
			from, to = before.from.Value(), before.to.Value()
		}
		return newRestorePage(a, from, to)
	})
}

func newRestorePage(a *app, from, to string) *restorePage {
	p := &restorePage{app: a, said: widget.NewText("", widget.TextStyle{Color: theme.WarmInk}), content: widget.Stack(theme.Space24)}
	p.said.Hide()
	p.under = widget.Stack(0, p.said)
	submit := func(string) { p.restore() }
	entry := func(text string) *widget.Entry {
		return widget.NewEntry(widget.EntryOptions{Text: text, Submit: submit})
	}
	p.from, p.to, p.who = entry(from), entry(to), entry("")
	p.passphrase = widget.NewEntry(widget.EntryOptions{Password: true, Submit: submit})
	p.backup = widget.NewField(widget.FieldOptions{Label: a.t("restore.from"), Control: p.from})
	p.file = widget.NewField(widget.FieldOptions{Label: a.t("restore.to"), Control: p.to, Hint: a.t("restore.to.hint")})
	p.name = widget.NewField(widget.FieldOptions{Label: a.t("unlock.name"), Control: p.who})
	p.name.Hide()
	p.do = widget.Primary(a.t("restore.do"), p.restore)
	p.buttons = widget.Row(theme.Space8, p.do, widget.Link(a.t("unlock.other"), a.showDoors))
	p.content.Objects = []fyne.CanvasObject{
		widget.Stack(theme.Space8, widget.Display(a.t("restore.title")), widget.Body(a.t("restore.lead"))),
		withChooser(p.backup, a.words, p.choose), p.file, p.name,
		widget.NewField(widget.FieldOptions{Label: a.t("unlock.passphrase"), Control: p.passphrase, Hint: a.t("restore.passphrase.hint")}),
		p.under,
		p.buttons,
	}
	return p
}

// Content is the page.
func (p *restorePage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the backup, or the passphrase where the backup is known.
func (p *restorePage) FirstFocus() fyne.Focusable {
	if p.from.Value() != "" {
		return p.passphrase
	}
	return p.from
}

func (p *restorePage) choose() {
	a := p.app
	chooseFile(a.window.Canvas(), a.words, a.runner, p.from.Value(), a.home(), []string{data.Extension}, func(path string) {
		p.from.Set(path)
		if p.to.Value() == "" {
			p.to.Set(data.RestoreBeside(filepath.Join(documents(a.home()), filepath.Base(path))))
		}
	})
}

func (p *restorePage) restore() {
	a := p.app
	from, to, held := a.fileNamed(p.from.Value()), a.fileNamed(p.to.Value()), a.o.Held
	switch {
	case p.do.Disabled():
		return
	case from == "":
		p.backup.SetWrong(a.t("restore.from.needed"))
		return
	case to == "":
		p.file.SetWrong(a.t("restore.to.needed"))
		return
	}
	c := data.Credentials{Member: strings.TrimSpace(p.who.Value()), Passphrase: p.passphrase.Value(), Options: a.o.Opened}
	p.backup.SetWrong("")
	p.file.SetWrong("")
	p.do.Disable()
	going := newUnderWay(a.words, a.runner, "restore.working")
	p.under.Objects, p.buttons.Objects[0] = []fyne.CanvasObject{going.said}, going.end
	p.content.Refresh()
	a.window.Canvas().Focus(going.end)
	Go(a.runner, "restore", func(ctx context.Context) (*data.Vault, error) {
		ctx, end := going.of(ctx)
		defer end()
		v, err := data.Restore(ctx, from, to, c)
		if err == nil && v.TakeHeld(ctx, held) {
			held = nil
		}
		return v, err
	}, func(v *data.Vault, err error) {
		p.do.Enable()
		p.passphrase.Set("")
		p.under.Objects, p.buttons.Objects[0] = []fyne.CanvasObject{p.said}, p.do
		a.o.Held = held
		if err != nil {
			a.window.Canvas().Focus(p.passphrase)
		}
		switch {
		case err != nil && going.wasStopped():
			p.say(a.t("restore.stopped"), theme.WarmInk)
			return
		case err != nil:
			if data.CodeOf(err) == data.CodeWhichMember {
				p.name.Show()
			}
			p.say(data.Sentence(a.words, err), theme.WarmInk)
			return
		}
		a.remember(v.Path())
		a.enter(v, Route{Screen: ScreenToday})
	})
}

func (p *restorePage) say(sentence string, ink fyne.ThemeColorName) {
	p.said.SetColor(ink)
	p.said.Set(sentence)
	p.said.Show()
	p.content.Refresh()
}
