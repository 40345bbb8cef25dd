package ui

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// creation is what is typed while records are made, over its four steps.
type creation struct {
	app        *app
	step       int
	name       string
	nameCY     string
	nation     string
	file       string
	me         string
	passphrase string
	again      string
	words      string // the random words offered
}

const createSteps = 4

func (a *app) showCreate() {
	c := &creation{app: a, step: 1, nation: "Wales", file: a.freeName(), words: drawWords()}
	c.show()
}

// freeName is a file in the folder for documents that is not there yet. It says nothing about whose records it holds: the
// name is read by whoever has the laptop.
func (a *app) freeName() string {
	base := filepath.Join(documents(a.home()), a.t("create.file.name"))
	for n, file := 2, base+data.Extension; ; n++ {
		if !exists(file) {
			return file
		}
		file = fmt.Sprintf("%s-%d%s", base, n, data.Extension)
	}
}

func (c *creation) show() {
	c.app.showGate(func() gate {
		switch c.step {
		case 1:
			return newOrganisationStep(c)
		case 2:
			return newMeStep(c)
		default:
			return newPassphraseStep(c)
		}
	})
}

func (c *creation) back() {
	if c.step == 1 {
		c.app.showDoors()
		return
	}
	c.step--
	c.show()
}

func (c *creation) next() {
	c.step++
	c.show()
}

// stepPage is one step: where one is, what is asked, and the way on.
type stepPage struct {
	content fyne.CanvasObject
	first   fyne.Focusable
	fromTop bool // what stands above the first field is read first
}

// Content is the page.
func (p stepPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the first field.
func (p stepPage) FirstFocus() fyne.Focusable { return p.first }

// page lays out a step.
func (c *creation) page(title string, first fyne.Focusable, on *widget.Button, parts ...fyne.CanvasObject) stepPage {
	a := c.app
	all := []fyne.CanvasObject{stepHeading(a, c.step, title)}
	all = append(all, parts...)
	all = append(all, widget.Row(theme.Space8, on, widget.Link(a.t("common.back"), c.back)))
	return stepPage{content: widget.Stack(theme.Space24, all...), first: first}
}

func stepHeading(a *app, step int, title string) fyne.CanvasObject {
	return widget.Stack(theme.Space4,
		widget.Muted(a.t("create.title")+" · "+a.t("create.step", map[string]any{"Step": step, "Steps": createSteps})),
		widget.Display(a.t(title)),
	)
}

func newOrganisationStep(c *creation) gate {
	a := c.app
	var fileField, nameField *widget.Field
	on := func() {
		if strings.TrimSpace(c.name) == "" {
			nameField.SetWrong(a.t("create.needsName"))
			return
		}
		if exists(a.fileNamed(c.file)) {
			fileField.SetWrong(data.Sentence(a.words, &data.Error{Code: data.CodeExists}))
			return
		}
		c.next()
	}
	submit := func(string) { on() }
	name := widget.NewEntry(widget.EntryOptions{Text: c.name, Submit: submit, Changed: func(s string) { c.name = s }})
	nameField = widget.NewField(widget.FieldOptions{Label: a.t("create.organisation.name"), Control: name, Hint: a.t("create.organisation.name.hint")})
	nameCY := widget.NewEntry(widget.EntryOptions{Text: c.nameCY, Submit: submit, Changed: func(s string) { c.nameCY = s }})
	file := widget.NewEntry(widget.EntryOptions{Text: c.file, Submit: submit, Changed: func(s string) { c.file = s }})
	fileField = widget.NewField(widget.FieldOptions{Label: a.t("create.file"), Control: file, Hint: a.t("create.file.hint")})
	nation := widget.NewChoice(widget.ChoiceOptions{Always: true, Options: nationOptions(a), Chosen: c.nation, Changed: func(id string) { c.nation = id }})
	return c.page("create.organisation.title", name, widget.Primary(a.t("common.continue"), on),
		nameField,
		widget.NewField(widget.FieldOptions{Label: a.t("create.organisation.nameCY"), Control: nameCY}),
		widget.NewField(widget.FieldOptions{Label: a.t("create.organisation.nation"), Control: nation, Hint: a.t("create.organisation.nation.hint")}),
		withChooser(fileField, a.words, func() {
			chooseFile(a.window.Canvas(), a.words, a.runner, c.file, a.home(), nil, func(folder string) {
				file.Set(filepath.Join(folder, filepath.Base(c.file)))
			})
		}),
	)
}

// nations are where a charity may work, as organisations and helplines name them.
var nations = []struct{ id, key string }{
	{"Wales", "settings.nation.wales"},
	{"England", "settings.nation.england"},
	{"Scotland", "settings.nation.scotland"},
	{"Northern Ireland", "settings.nation.northernIreland"},
}

func nationOptions(a *app) []widget.Option {
	var options []widget.Option
	for _, n := range nations {
		options = append(options, widget.Option{ID: n.id, Label: a.t(n.key)})
	}
	return options
}

func newMeStep(c *creation) gate {
	a := c.app
	var field *widget.Field
	on := func() {
		if strings.TrimSpace(c.me) == "" {
			field.SetWrong(a.t("create.you.needsName"))
			return
		}
		c.next()
	}
	me := widget.NewEntry(widget.EntryOptions{Text: c.me, Submit: func(string) { on() }, Changed: func(s string) { c.me = s }})
	field = widget.NewField(widget.FieldOptions{Label: a.t("create.you.name"), Control: me, Hint: a.t("create.you.name.hint")})
	return c.page("create.you.title", me, widget.Primary(a.t("common.continue"), on), widget.Body(a.t("create.you.lead")), field)
}

func newPassphraseStep(c *creation) gate {
	a := c.app
	var first, again *widget.Entry
	var firstField, againField *widget.Field
	message := widget.Muted("")
	message.Hide()
	var make *widget.Button
	content := widget.Stack(theme.Space24)
	say := func(sentence string) {
		message.Set(sentence)
		message.Show()
		content.Refresh()
	}
	on := func() {
		if make.Disabled() {
			return
		}
		switch {
		case tooWeak(c.passphrase, c.names()...):
			firstField.SetWrong(strengthHint(a, c.passphrase, c.names()...))
			return
		case c.passphrase != c.again:
			againField.SetWrong(a.t("create.passphrase.differ"))
			return
		}
		make.Disable()
		say(a.t("create.making"))
		c.make(func(sentence string) {
			make.Enable()
			say(sentence)
		})
	}
	submit := func(string) { on() }
	next := func(string) { // Enter goes on to the second field, while nothing is in it
		if c.again == "" && !tooWeak(c.passphrase, c.names()...) {
			a.window.Canvas().Focus(again)
			return
		}
		on()
	}
	first = widget.NewEntry(widget.EntryOptions{Text: c.passphrase, Password: true, Submit: next, Changed: func(s string) {
		c.passphrase = s
		firstField.SetWrong("")
		firstField.SetHint(strengthHint(a, s, c.names()...))
	}})
	again = widget.NewEntry(widget.EntryOptions{Text: c.again, Password: true, Submit: submit, Changed: func(s string) {
		c.again = s
		againField.SetWrong("")
	}})
	firstField = widget.NewField(widget.FieldOptions{Label: a.t("create.passphrase.first"), Control: first, Hint: strengthHint(a, c.passphrase, c.names()...)})
	againField = widget.NewField(widget.FieldOptions{Label: a.t("create.passphrase.again"), Control: again})
	words := widget.NewText(c.words, widget.TextStyle{Size: theme.HeadingText, Bold: true, FullWide: true})
	offer := widget.Stack(theme.Space8,
		widget.Muted(a.t("create.passphrase.offer")), words,
		widget.Row(theme.Space8,
			widget.Secondary(a.t("create.passphrase.use"), func() {
				first.Set(c.words)
				again.Set(c.words)
			}),
			widget.Link(a.t("create.passphrase.draw"), func() {
				c.words = drawWords()
				words.Set(c.words)
			}),
		),
		widget.Muted(a.t("create.passphrase.paper")),
	)
	make = widget.Primary(a.t("create.do"), on)
	content.Objects = []fyne.CanvasObject{
		c.page("create.passphrase.title", first, make, widget.Body(a.t("create.passphrase.lead")), offer, firstField, againField, message).content,
	}
	return stepPage{content: content, first: first}
}

// names are what a passphrase must not be all of.
func (c *creation) names() []string { return []string{c.name, c.nameCY, c.me} }

// made is what creating gives: the open records and the kit to copy.
type made struct {
	vault *data.Vault
	kit   data.Kit
}

// make makes the records file and goes on to the kit.
func (c *creation) make(failed func(sentence string)) {
	a := c.app
	path := a.fileNamed(c.file)
	if !strings.HasSuffix(strings.ToLower(path), data.Extension) {
		path += data.Extension
	}
	setup := data.Setup{
		Organisation: data.Organisation{Name: strings.TrimSpace(c.name), NameCY: strings.TrimSpace(c.nameCY), Nation: c.nation},
		Name:         strings.TrimSpace(c.me), Passphrase: c.passphrase, Options: a.o.Opened,
	}
	Go(a.runner, "create", func(ctx context.Context) (made, error) {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return made{}, &data.Error{Code: data.CodeForbidden, Doing: "making the folder", Err: err}
		}
		v, kit, err := data.Create(ctx, path, setup)
		return made{v, kit}, err
	}, func(m made, err error) {
		if err != nil {
			failed(data.Sentence(a.words, err))
			return
		}
		c.passphrase, c.again, c.words = "", "", ""
		a.vault = m.vault
		a.remember(m.vault.Path())
		a.showKit(&m.kit)
	})
}
