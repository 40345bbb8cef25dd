package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/widget"
)

// underWay says how far long work is, and has a way to stop it.
type underWay struct {
	said    *widget.Text
	end     *widget.Button
	words   *assets.Translator
	text    string // its key, with a Percent
	stopped context.Context
	told    time.Time
}

func newUnderWay(words *assets.Translator, text string) *underWay {
	u := &underWay{words: words, text: text, said: widget.Body(words.T(text, map[string]any{"Percent": 0}))}
	stopped, stop := context.WithCancel(context.Background())
	u.stopped, u.end = stopped, widget.Secondary(words.T("digest.stop"), stop)
	return u
}

// of is the context of the work, with which it tells how far it is and is stopped; the
// function is called at its end.
func (u *underWay) of(ctx context.Context) (context.Context, func()) {
	ctx, end := context.WithCancel(data.WithProgress(ctx, u.tell))
	still := context.AfterFunc(u.stopped, end)
	return ctx, func() { still(); end() }
}

// wasStopped reports whether somebody stopped the work.
func (u *underWay) wasStopped() bool { return u.stopped.Err() != nil }

// tell is called on the goroutine of the work.
func (u *underWay) tell(done, all int) {
	if now := time.Now(); now.Sub(u.told) > 200*time.Millisecond || done == all {
		u.told = now
		fyne.Do(func() { u.said.Set(u.words.T(u.text, map[string]any{"Percent": done * 100 / max(1, all)})) })
	}
}
