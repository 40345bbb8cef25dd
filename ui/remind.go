package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
)

// When a colleague who asked for it is told on the desktop that something is
// due: while they work in another program, and once an hour at most.
const (
	remindAfter = 2 * time.Minute // the window was not used for so long
	remindEvery = time.Hour
)

// remind tells how many things are due, never what or whose. On Windows the
// words go through a script, so nothing that anybody typed is ever among them.
func (a *app) remind(now time.Time) {
	if !a.prefs.Notify || a.vault == nil || now.Sub(a.idle.last) < remindAfter || now.Sub(a.reminded) < remindEvery {
		return
	}
	a.reminded = now
	v := a.vault
	Go(a.runner, "remind", func(context.Context) (int, error) {
		t := v.Today()
		return t.Now.Len() + t.Today.Len(), nil
	}, func(due int, _ error) {
		if due > 0 && a.vault == v {
			a.o.App.SendNotification(fyne.NewNotification(a.t("common.app.name"), a.words.N("notify.due", due)))
		}
	})
}
