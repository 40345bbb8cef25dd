package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// underWay says how far long work is, and has a way to stop it.
type underWay struct {
	said    *widget.Text
	end     *widget.Button
	stop    func()
	words   *assets.Translator
	text    string // its key, with a Percent
	stopped context.Context
	told    time.Time
}

func newUnderWay(words *assets.Translator, text string) *underWay {
	u := &underWay{words: words, text: text, said: widget.Body(words.T(text, map[string]any{"Percent": 0}))}
	stopped, stop := context.WithCancel(context.Background())
	u.stopped, u.stop, u.end = stopped, stop, widget.Secondary(words.T("digest.stop"), stop)
	return u
}

// newReading is underWay for what reads all that was done, mostly at once: nothing is
// seen of it before there is something to tell.
func newReading(words *assets.Translator) *underWay {
	u := newUnderWay(words, "team.trail.far")
	u.said.Hide()
	u.end.Hide()
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
		fyne.Do(func() {
			u.said.Set(u.words.T(u.text, map[string]any{"Percent": done * 100 / max(1, all)}))
			if u.end.Hidden {
				u.said.Show()
				u.end.Show()
				settle(u.said)
			}
		})
	}
}

// trailPage is a page for which all that was done may be read, most of it at once: it says
// how far that is, and whoever stops it goes back to where they came from.
type trailPage struct {
	*widget.Scroll
	desk  caseDesk
	key   string // of its work
	going *underWay
}

func newTrailPage(d caseDesk, key string) *trailPage {
	p := &trailPage{desk: d, key: key, going: newReading(d.words)}
	p.going.said = widget.Muted(d.t("case.reading"))
	p.Scroll = widget.NewScroll(widget.Pad(widget.Around(theme.Space24), widget.Stack(theme.Space12, p.going.said, widget.Row(0, p.going.end))))
	return p
}

// Release ends what is read for nobody any more, as a Releaser does.
func (p *trailPage) Release() { p.desk.shell.Runner().Cancel(p.key) }

// readTrail reads for a page and paints what was read.
func readTrail[T any](p *trailPage, work func(context.Context) (T, error), paint func(T)) {
	Go(p.desk.shell.Runner(), p.key, func(ctx context.Context) (T, error) {
		ctx, end := p.going.of(ctx)
		defer end()
		return work(ctx)
	}, func(value T, err error) {
		switch {
		case err == nil:
			paint(value)
		case p.going.wasStopped():
			p.say(p.desk.t("digest.stopped"))
			p.desk.shell.Back()
		default:
			p.say(data.Sentence(p.desk.words, err))
		}
	})
}

func (p *trailPage) say(sentence string) {
	p.Set(widget.Pad(widget.Around(theme.Space24), widget.Body(sentence)))
}
