package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// kitCheckForm asks for two groups of the recovery code and compares them.
type kitCheckForm struct {
	app     *app
	vault   *data.Vault
	asked   [2]int // groups, from 0
	entries [2]*widget.Entry
	fields  [2]*widget.Field
	done    func()
}

func newKitCheckForm(a *app, done func()) *kitCheckForm {
	f := &kitCheckForm{app: a, vault: a.vault, done: done}
	copy(f.asked[:], a.vault.KitQuestions())
	for i := range f.asked {
		f.entries[i] = widget.NewEntry(widget.EntryOptions{Submit: func(string) { f.confirm() }})
		f.fields[i] = widget.NewField(widget.FieldOptions{
			Label: a.t("create.kit.group", map[string]any{"Number": f.asked[i] + 1}), Control: f.entries[i],
		})
	}
	return f
}

func (f *kitCheckForm) object() fyne.CanvasObject {
	return widget.Columns(160, theme.Space16, f.fields[0], f.fields[1])
}

func (f *kitCheckForm) confirm() {
	typed := map[int]string{}
	for i, group := range f.asked {
		typed[group] = f.entries[i].Value()
	}
	Go(f.app.runner, "confirm kit", func(ctx context.Context) (bool, error) { return f.vault.ConfirmKit(ctx, typed) }, func(right bool, err error) {
		switch {
		case err != nil:
			f.fields[1].SetWrong(data.Sentence(f.app.words, err))
		case !right:
			f.fields[1].SetWrong(f.app.t("create.kit.wrong"))
		default:
			f.done()
		}
	})
}

// showKit shows the recovery code of new records, once.
func (a *app) showKit(kit *data.Kit) {
	a.showGate(func() gate {
		return newKitStep(a, kit, stepHeading(a, createSteps, "create.kit.title"), widget.Body(a.t("create.kit.lead")))
	})
}

// newKitStep begins with the code: the keyboard is on the first field below it,
// and the page stays at its top.
func newKitStep(a *app, kit *data.Kit, heading, lead fyne.CanvasObject) gate {
	into := func() {
		if a.standing.me.Kit {
			a.lock() // the code was spent; whoever was let in unlocks with their passphrase
			return
		}
		a.enter(a.vault, Route{Screen: ScreenToday})
	}
	check := newKitCheckForm(a, into)
	save := newKitSaver(a, kit)
	content := widget.Stack(theme.Space24,
		heading, lead,
		widget.Card(widget.Columns(150, theme.Space16, codeGroups(a.words, kit.Groups)...)),
		widget.Stack(theme.Space8, widget.Body(a.t("create.kit.copy")), widget.Strong(a.t("create.kit.envelope"))),
		save.object(),
		widget.Hairline(),
		widget.Stack(theme.Space12, widget.Heading(a.t("create.kit.check")), check.object()),
		widget.Row(theme.Space8, widget.Primary(a.t("create.kit.confirm"), check.confirm), widget.Link(a.t("create.kit.later"), into)),
	)
	return stepPage{content: content, first: save.folder, fromTop: true}
}

// codeGroups are the groups of a code, each with its number: a slip is told by that.
func codeGroups(words *assets.Translator, groups []string) []fyne.CanvasObject {
	code := make([]fyne.CanvasObject, len(groups))
	for i, group := range groups {
		code[i] = widget.Stack(0,
			widget.Muted(words.T("create.kit.group", map[string]any{"Number": i + 1})),
			widget.NewText(group, widget.TextStyle{Size: theme.HeadingText, Bold: true, Mono: true}),
		)
	}
	return code
}

// kitSaver writes the kit as a PDF, never beside the records.
type kitSaver struct {
	app    *app
	kit    *data.Kit
	folder *widget.Entry
	field  *widget.Field
}

func newKitSaver(a *app, kit *data.Kit) *kitSaver {
	s := &kitSaver{app: a, kit: kit}
	s.folder = widget.NewEntry(widget.EntryOptions{Text: kitFolder(a), Submit: func(string) { s.save() }})
	s.field = widget.NewField(widget.FieldOptions{Label: a.t("create.kit.folder"), Control: s.folder, Hint: a.t("create.kit.folder.hint")})
	return s
}

func (s *kitSaver) object() fyne.CanvasObject {
	a := s.app
	return widget.Stack(theme.Space8, s.field, widget.Row(theme.Space8,
		widget.NewButton(widget.ButtonOptions{Label: a.t("file.choose"), Icon: "search", Do: func() {
			chooseFile(a.window.Canvas(), a.words, a.runner, s.folder.Value(), a.home(), nil, s.folder.Set)
		}}),
		widget.Secondary(a.t("create.kit.save"), s.save),
		widget.NewButton(widget.ButtonOptions{Label: a.t("print.do"), Icon: "print", Do: s.print})))
}

// print gives the kit to a printer.
func (s *kitSaver) print() {
	a, kit, vault := s.app, *s.kit, s.app.vault
	language := a.words.Code()
	printing{
		canvas: a.window.Canvas(), words: a.words, runner: a.runner,
		paper: paper{doc: func(context.Context) (*pdf.Document, error) { return pdf.ComposeKit(kit, language) }},
		record: func(ctx context.Context, _, _ string) error {
			vault.Tell(ctx, data.AuditEvent{Action: data.AuditPrinted, Detail: data.DetailKit})
			return nil
		},
		done: s.field.SetHint,
	}.ask()
}

// kitFolder is a stick where one is plugged in, else nothing: there is no good
// folder on the computer that holds the records.
func kitFolder(a *app) string {
	for _, stick := range sticks() {
		if !sameFolder(stick, filepath.Dir(a.vault.Path())) {
			return stick
		}
	}
	return ""
}

func (s *kitSaver) save() {
	a := s.app
	folder := strings.TrimSpace(s.folder.Value())
	if folder != "" {
		folder = a.fileNamed(folder)
	}
	info, err := os.Stat(folder)
	switch {
	case folder == "" || err != nil || !info.IsDir():
		s.field.SetWrong(a.t("create.kit.folder.none"))
		return
	case a.vault.HoldsRecords(folder) || a.prefs.Backup != "" && sameFolder(folder, a.prefs.Backup):
		s.field.SetWrong(a.t("create.kit.folder.same"))
		return
	}
	kit, language := *s.kit, a.words.Code()
	name := strings.TrimSuffix(kit.VaultName, data.Extension) + "-" + strings.ReplaceAll(a.t("create.kit.title"), " ", "-") + ".pdf"
	vault := a.vault
	Go(a.runner, "save kit", func(ctx context.Context) (string, error) {
		page, err := pdf.ComposeKit(kit, language)
		if err != nil {
			return "", err
		}
		text, err := page.PDF()
		if err != nil {
			return "", err
		}
		file := filepath.Join(folder, name)
		// The records know of it first: killed at any moment, there is no file of which they do not know.
		if err := vault.RecordKitFile(ctx, file, hashOf(text)); err != nil {
			return file, err
		}
		if err := writeNew(file, text); err != nil {
			return file, err
		}
		vault.Tell(ctx, data.AuditEvent{Action: data.AuditSaved, Detail: data.DetailKit})
		return file, nil
	}, func(file string, err error) {
		if err != nil {
			s.field.SetWrong(data.Sentence(a.words, err))
			return
		}
		s.field.SetWrong("")
		s.field.SetHint(a.t("create.kit.savedTo", map[string]any{"File": file}))
	})
}

// writeNew writes a file that only its owner can read and that is not there yet.
func writeNew(file string, text []byte) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		code := data.CodeForbidden
		if os.IsExist(err) {
			code = data.CodeExists
		}
		return &data.Error{Code: code, Doing: "saving the recovery kit", Err: err}
	}
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(file)
		return &data.Error{Code: data.CodeFull, Doing: "saving the recovery kit", Err: err}
	}
	return nil
}

// sameFolder reports whether two names mean one folder.
func sameFolder(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}
