package ui

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"noddfa/data"
)

// lookAround makes a charity that does not exist and opens it. Its passphrase
// is drawn and forgotten, its folder removed when the window closes.
func (a *app) lookAround(failed func(sentence string)) {
	opened := a.o.Opened
	opened.NoKeyring = true
	language := data.Language(a.words.Code())
	day := time.Now
	if opened.Now != nil {
		day = opened.Now
	}
	Go(a.runner, "look around", func(ctx context.Context) (*data.Vault, error) {
		folder, err := os.MkdirTemp("", "noddfa-made-up-")
		if err != nil {
			return nil, err
		}
		opened.StateDir = filepath.Join(folder, "computer")
		v, err := data.MakeDemo(ctx, filepath.Join(folder, "made-up"+data.Extension), drawWords(), data.DemoOptions{Language: language, Day: day(), Options: opened})
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
		a.madeUp = filepath.Dir(v.Path())
		a.enter(v, Route{Screen: ScreenToday})
	})
}

// removeMadeUp removes the folder of the made-up charity, if there is one.
func (a *app) removeMadeUp() {
	if a.madeUp == "" {
		return
	}
	_ = os.RemoveAll(a.madeUp) // in the temporary folder, sealed, its passphrase forgotten
	a.madeUp = ""
}

// stopLooking closes the made-up charity and goes back to the doors.
func (a *app) stopLooking() {
	a.putAway(func([]byte) {
		a.newRunner()
		a.showDoors()
	}, func([]byte) { _ = a.relaunch(nil, nil) })
}
