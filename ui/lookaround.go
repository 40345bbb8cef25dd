package ui

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// lookAround makes a charity that does not exist and opens it. Its passphrase
// is drawn and forgotten, its folder removed when the window closes.
func (a *app) lookAround(failed func(sentence string)) {
	opened := a.o.Opened
	language := data.Language(a.words.Code())
	day := time.Now
	if opened.Now != nil {
		day = opened.Now
	}
	passphrase := drawWords()
	Go(a.runner, "look around", func(ctx context.Context) (*data.Vault, error) {
		folder, err := os.MkdirTemp("", "noddfa-made-up-")
		if err != nil {
			return nil, err
		}
		v, err := data.MakeDemo(ctx, filepath.Join(folder, "made-up"+data.Extension), passphrase, data.DemoOptions{Language: language, Day: day(), Options: madeUpOptions(opened, folder)})
		if err != nil {
			_ = os.RemoveAll(folder)
			return nil, err
		}
		return v, nil
	}, func(v *data.Vault, err error) {
		if err != nil {
			failed(data.Sentence(a.words, err))
			return
		}
		a.madeUp, a.madeUpWith = filepath.Dir(v.Path()), passphrase
		a.enter(v, Route{Screen: ScreenToday})
	})
}

// removeMadeUp removes the folder of the made-up charity, if there is one.
func (a *app) removeMadeUp() {
	if a.madeUp == "" {
		return
	}
	_ = os.RemoveAll(a.madeUp) // in the temporary folder, sealed, its passphrase forgotten
	a.madeUp, a.madeUpWith = "", ""
}

// madeUpOptions open the made-up charity, whose computer is its own folder.
func madeUpOptions(o data.Options, folder string) data.Options {
	o.NoKeyring, o.StateDir = true, filepath.Join(folder, "computer")
	return o
}

// lockMadeUp locks the made-up charity: what was written there is there again,
// as it is in real records, until one stops looking around.
func (a *app) lockMadeUp(path string) {
	a.putAway(false, func([]byte) {
		a.locking = false
		a.newRunner()
		a.showGate(func() gate { return newMadeUpPage(a, path) })
	}, func([]byte) {
		a.removeMadeUp()
		_ = a.relaunch(nil, nil)
	})
}

// madeUpPage is where a passphrase would be asked for, if anything were real.
type madeUpPage struct {
	goOn    *widget.Button
	content fyne.CanvasObject
}

func newMadeUpPage(a *app, path string) *madeUpPage {
	said := widget.NewText("", widget.TextStyle{Color: theme.WarmInk})
	said.Hide()
	p := &madeUpPage{}
	p.goOn = widget.Primary(a.t("doors.fictional.goOn"), func() {
		credentials := data.Credentials{Passphrase: a.madeUpWith, Options: madeUpOptions(a.o.Opened, a.madeUp)}
		p.goOn.Disable()
		Go(a.runner, "unlock", func(ctx context.Context) (*data.Vault, error) { return data.Unlock(ctx, path, credentials) }, func(v *data.Vault, err error) {
			if err != nil {
				p.goOn.Enable()
				said.Set(data.Sentence(a.words, err))
				said.Show()
				p.content.Refresh()
				return
			}
			a.enter(v, whereOneWas)
		})
	})
	p.content = widget.Stack(theme.Space24,
		widget.Stack(theme.Space8, widget.Display(a.t("unlock.locked")), widget.Body(a.t("doors.fictional.locked"))),
		said, widget.Row(theme.Space8, p.goOn, widget.Link(a.t("doors.fictional.end"), a.stopLooking)))
	return p
}

// Content is the page.
func (p *madeUpPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the way back in.
func (p *madeUpPage) FirstFocus() fyne.Focusable { return p.goOn }

// stopLooking closes the made-up charity and goes back to the doors.
func (a *app) stopLooking() {
	a.putAway(true, func([]byte) {
		a.newRunner()
		a.showDoors()
	}, func([]byte) { _ = a.relaunch(nil, nil) })
}
