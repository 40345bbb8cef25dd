package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// unlockPage opens records with a passphrase. It is the lock screen as well.
type unlockPage struct {
	app        *app
	path       string // "" = asked for
	file       *widget.Entry
	name       *widget.Field
	who        *widget.Entry
	passphrase *widget.Entry
	secret     *widget.Field
	open       *widget.Button
	code       *widget.Entry // a manager's invitation
	invited    *widget.Field
	cancel     *widget.Button
	ahead      <-chan struct{} // closed when the file's structure is looked at; nil until somebody types
	tries      int
	stop       func() // gives up the unlocking that is under way
	message    *widget.Text
	backup     *fyne.Container // leads to a backup where the records do not open
	content    *fyne.Container
}

// longestWait is the longest wait after wrong passphrases: never a lock-out.
const longestWait = 10

// longUnlock is how long unlocking takes where nothing is waited for, and more.
const longUnlock = 4 * time.Second

func (a *app) showUnlock(path string) {
	a.showGate(func() gate { return newUnlockPage(a, path) })
}

func newUnlockPage(a *app, path string) *unlockPage {
	p := &unlockPage{app: a, path: path, message: widget.NewText("", widget.TextStyle{Color: theme.Muted}), content: widget.Stack(theme.Space24)}
	p.message.Hide()
	p.backup = widget.Stack(theme.Space8)
	p.backup.Hide()
	p.who = widget.NewEntry(widget.EntryOptions{Submit: func(string) { p.unlock() }})
	p.name = widget.NewField(widget.FieldOptions{Label: a.t("unlock.name"), Control: p.who})
	p.name.Hide()
	p.passphrase = widget.NewEntry(widget.EntryOptions{Password: true, Changed: p.typed, Submit: func(string) { p.unlock() }})
	p.secret = widget.NewField(widget.FieldOptions{Label: a.t("unlock.passphrase"), Control: p.passphrase, Hint: a.t("unlock.passphrase.hint")})
	p.open = widget.Primary(a.t("unlock.do"), p.unlock)
	p.code = widget.NewEntry(widget.EntryOptions{Submit: func(string) { p.unlock() }})
	p.invited = widget.NewField(widget.FieldOptions{Label: a.t("computer.code"), Control: p.code, Hint: a.t("computer.code.hint")})
	p.invited.Hide()
	p.cancel = widget.Secondary(a.t("common.cancel"), func() {
		if p.stop != nil {
			p.stop()
		}
	})
	p.cancel.Hide()

	parts := []fyne.CanvasObject{widget.Stack(theme.Space8, p.heading()...)}
	if path == "" {
		p.file = widget.NewEntry(widget.EntryOptions{Changed: func(string) { p.ahead = nil }, Submit: func(string) { p.unlock() }})
		parts = append(parts, p.found(), withChooser(widget.NewField(widget.FieldOptions{Label: a.t("unlock.file"), Control: p.file, Hint: a.t("unlock.file.hint")}), a.words, func() {
			chooseFile(a.window.Canvas(), a.words, a.runner, a.fileNamed(p.file.Value()), a.home(), []string{data.Extension}, func(path string) {
				a.showUnlock(path)
			})
		}))
	}
	parts = append(parts, p.name, p.secret, p.invited, p.message, p.backup, widget.Row(theme.Space8, p.open, p.cancel, widget.Link(a.t("unlock.other"), a.showDoors)))
	if path == "" {
		parts = append(parts, widget.Link(a.t("restore.title"), func() { a.showRestore("", "") }))
	}
	p.content.Objects = parts
	p.wait() // another page is no way round it
	return p
}

func (p *unlockPage) heading() []fyne.CanvasObject {
	a := p.app
	if a.o.Locked && p.path != "" {
		return []fyne.CanvasObject{
			widget.Display(a.t("unlock.locked")), widget.Strong(filepath.Base(p.path)), widget.Muted(a.t("unlock.locked.hint")),
		}
	}
	lines := []fyne.CanvasObject{widget.Display(a.t("unlock.title"))}
	if p.path != "" {
		lines = append(lines, widget.Strong(filepath.Base(p.path)), widget.Muted(filepath.Dir(p.path)))
	}
	return lines
}

// found offers the records files in the usual places, so that nobody has to
// type a folder.
func (p *unlockPage) found() fyne.CanvasObject {
	stack := widget.Stack(theme.Space4)
	stack.Hide()
	Go(p.app.runner, "find records", func(context.Context) ([]string, error) {
		return findRecords(p.app.home()), nil
	}, func(files []string, _ error) {
		if len(files) == 0 {
			return
		}
		stack.Add(widget.NewText(p.app.t("unlock.found"), widget.TextStyle{Size: theme.CaptionText, Bold: true}))
		for _, file := range files {
			stack.Add(widget.NewButton(widget.ButtonOptions{Label: file, Icon: "lock", Kind: widget.Plain, Do: func() { p.app.showUnlock(file) }}))
		}
		stack.Show()
		p.refresh()
	})
	return stack
}

// findRecords looks for records files in the usual folders and on sticks.
func findRecords(home string) []string {
	folders := append([]string{documents(home), home, filepath.Join(home, "Desktop")}, sticks()...)
	var files []string
	for _, folder := range folders {
		entries, _ := os.ReadDir(folder)
		for _, e := range entries {
			if filepath.Ext(e.Name()) == data.Extension {
				files = append(files, filepath.Join(folder, e.Name()))
			}
		}
	}
	slices.Sort(files)
	files = slices.Compact(files)
	return files[:min(len(files), 8)]
}

// Content is the page.
func (p *unlockPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the passphrase, or the file where it is asked for.
func (p *unlockPage) FirstFocus() fyne.Focusable {
	if p.file != nil {
		return p.file
	}
	return p.passphrase
}

func (p *unlockPage) unlock() {
	if p.open.Disabled() {
		return
	}
	a := p.app
	path := p.chosen()
	p.backup.Hide()
	credentials := data.Credentials{Member: strings.TrimSpace(p.who.Value()), Passphrase: p.passphrase.Value(), Invitation: strings.TrimSpace(p.code.Value()), ListFirst: !a.o.Synchronous, Options: a.o.Opened}
	p.secret.SetWrong("")
	p.invited.SetWrong("")
	held := a.o.Held
	p.busy(a.t("unlock.working"))
	p.tries++
	given := make(chan struct{})
	p.stop = sync.OnceFunc(func() { close(given) })
	p.offerToStop()
	Go(a.runner, "unlock", func(ctx context.Context) (*data.Vault, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		go func() {
			select {
			case <-given:
				cancel()
			case <-ctx.Done():
			}
		}()
		if a.stopBackup != nil {
			a.stopBackup() // whoever comes to unlock does not wait for it
		}
		if err := data.Judge(path); err != nil {
			return nil, err
		}
		v, err := data.Unlock(ctx, path, credentials)
		if err == nil && v.TakeHeld(ctx, held) {
			held = nil
		}
		return v, err
	}, func(v *data.Vault, err error) {
		a.o.Held = held
		p.opened(v, err)
	})
}

// typed lets the file's structure be looked at while the passphrase is typed: both take
// seconds, and no key is needed.
func (p *unlockPage) typed(text string) {
	path := p.chosen()
	switch {
	case text == "":
		p.ahead = nil
	case p.ahead == nil && path != "" && !p.app.o.Synchronous:
		Go(p.app.runner, "look ahead", func(context.Context) (<-chan struct{}, error) {
			return data.LookAhead(path), nil
		}, func(over <-chan struct{}, _ error) { p.ahead = over })
	}
}

// release ends a look at a file that is not opened after all.
func (p *unlockPage) release() {
	if p.ahead == nil {
		return
	}
	Go(p.app.runner, "look ahead", func(ctx context.Context) (any, error) {
		data.StopLookingAhead(ctx)
		return nil, nil
	}, func(any, error) {})
}

// chosen is the file that is to be opened.
func (p *unlockPage) chosen() string {
	if p.file != nil {
		return p.app.fileNamed(p.file.Value())
	}
	return p.path
}

// offerToStop says after some seconds what may be waited for, and lets a person
// give up: the keyring is another program, and may never answer.
func (p *unlockPage) offerToStop() {
	if p.app.o.Synchronous {
		return
	}
	try := p.tries
	time.AfterFunc(longUnlock, func() {
		fyne.Do(func() {
			if p.stop != nil && p.tries == try {
				p.cancel.Show()
				p.say(p.app.t("computer.waiting"))
			}
		})
	})
}

func (p *unlockPage) opened(v *data.Vault, err error) {
	a := p.app
	p.stop = nil
	p.ahead = nil
	p.cancel.Hide()
	if err == nil {
		a.wrong = 0
		p.passphrase.Set("")
		a.remember(v.Path())
		a.enter(v, whereOneWas)
		return
	}
	if errors.Is(err, context.Canceled) {
		p.free("")
		return
	}
	switch code := data.CodeOf(err); code {
	case data.CodePassphrase, data.CodeNotEnrolled, data.CodeInvitation, data.CodeKeyringNone, data.CodeKeyringLocked, data.CodeKeyringSlow:
		if _, slip := data.WrongCodeGroup(p.passphrase.Value()); code == data.CodeNotEnrolled || !slip {
			p.invited.Show() // whoever types a whole code may hold an invitation
		}
		a.wrong++
		p.passphrase.Set("")
		wrong := p.secret
		if code == data.CodeInvitation {
			wrong = p.invited
		}
		wrong.SetWrong(data.Sentence(a.words, err))
		a.guessAgain = time.Now().Add(time.Duration(min(1<<min(a.wrong-1, 5)-1, longestWait)) * time.Second)
		p.free("")
		a.window.Canvas().Focus(p.passphrase)
		p.wait()
	case data.CodeWhichMember:
		p.name.Show()
		p.free(data.Sentence(a.words, err))
		a.window.Canvas().Focus(p.who)
	default:
		p.free(data.Sentence(a.words, err))
		p.offerBackup(p.chosen(), err)
	}
}

// wait holds the button for some seconds: nothing after the first wrong
// passphrase, then 1, 3, 7 and at most 10.
func (p *unlockPage) wait() {
	left := time.Until(p.app.guessAgain)
	if left <= 0 || p.app.o.Synchronous {
		return
	}
	p.busy(p.app.words.N("unlock.wait", int(left.Seconds()+1)))
	time.AfterFunc(min(left, time.Second), func() {
		fyne.Do(func() {
			if p.wait(); p.app.shownGate == gate(p) && time.Until(p.app.guessAgain) <= 0 {
				p.free("")
				p.app.window.Canvas().Focus(p.passphrase)
			}
		})
	})
}

func (p *unlockPage) busy(sentence string) {
	p.open.Disable()
	p.message.SetColor(theme.Muted)
	p.say(sentence)
}

func (p *unlockPage) free(sentence string) {
	p.open.Enable()
	p.message.SetColor(theme.WarmInk)
	p.say(sentence)
}

func (p *unlockPage) say(sentence string) {
	p.message.Set(sentence)
	if sentence == "" {
		p.message.Hide()
	} else {
		p.message.Show()
	}
	p.refresh()
}

func (p *unlockPage) refresh() { p.content.Refresh() }

// remember keeps the path of the records for the next start; never that of the
// made-up ones.
func (a *app) remember(path string) {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	a.prefs.Vault = path
	a.keepSize(a.window.Canvas().Size())
}

func (a *app) home() string {
	if a.o.Home != "" {
		return a.o.Home
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return string(filepath.Separator)
	}
	return home
}

// documents is the folder for documents, where there is one.
func documents(home string) string {
	for _, name := range []string{"Documents", "Dogfennau"} {
		folder := filepath.Join(home, name)
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
	}
	return home
}

// fileNamed is the file a person means: quotes and ~ as in a terminal, and the
// folder for documents where no folder is named.
func (a *app) fileNamed(text string) string {
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	switch {
	case text == "":
		return text
	case text == "~", strings.HasPrefix(text, "~/"), strings.HasPrefix(text, `~\`):
		return filepath.Join(a.home(), text[1:])
	case !filepath.IsAbs(text):
		return filepath.Join(documents(a.home()), text)
	}
	return filepath.Clean(text)
}
