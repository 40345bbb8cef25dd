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
	runner  *Runner
	text    string // its key, with a Percent
	stopped context.Context
	told    time.Time
}

func newUnderWay(words *assets.Translator, r *Runner, text string) *underWay {
	u := &underWay{words: words, runner: r, text: text, said: widget.Body(words.T(text, map[string]any{"Percent": 0}))}
	stopped, stop := context.WithCancel(context.Background())
	u.stopped, u.stop, u.end = stopped, stop, widget.Secondary(words.T("digest.stop"), stop)
	return u
}

// newReading is underWay for what may read all that was done: nothing is seen of it before
// there is something to tell.
func newReading(words *assets.Translator, r *Runner) *underWay {
	u := newUnderWay(words, r, "team.trail.far")
	u.said.Hide()
	u.end.Hide()
	return u
}

// of is the context of the work, with which it tells how far it is and is stopped, by
// locking too; the function is called at its end.
func (u *underWay) of(ctx context.Context) (context.Context, func()) {
	ctx, end := context.WithCancel(ctx)
	ctx = data.WithProgress(ctx, func(done, all int) {
		if u.runner.isStopped() {
			end()
			return
		}
		u.tell(done, all)
	})
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
			u.said.Set(u.words.T(u.text, map[string]any{"Percent": int(100 * float64(done) / float64(max(1, all)))}))
			if u.end.Hidden {
				u.said.Show()
				u.end.Show()
				settle(u.said)
				widget.Reveal(u.said)
			}
		})
	}
}

// hide takes away what a reading said, once it is over.
func (u *underWay) hide() {
	if !u.end.Hidden {
		u.said.Hide()
		u.end.Hide()
		settle(u.said)
	}
}

// trailPage is a page for which all that was done may be read, most of it at once: it says
// how far that is, and whoever stops it goes back to where they came from.
type trailPage struct {
	*widget.Scroll
	desk  caseDesk
	key   string // of its work
	shown bool   // what was read
}

func newTrailPage(d caseDesk, key string) *trailPage {
	p := &trailPage{desk: d, key: key, Scroll: widget.NewScroll(widget.Gap(0))}
	p.put(widget.Muted(d.t("case.reading")))
	return p
}

// Release ends what is read for nobody any more, as a Releaser does.
func (p *trailPage) Release() { p.desk.shell.Runner().Cancel(p.key) }

// readTrail reads for a page and paints what was read.
func readTrail[T any](p *trailPage, work func(context.Context) (T, error), paint func(T)) {
	going := newReading(p.desk.words, p.desk.shell.Runner())
	if !p.shown {
		going.said = widget.Muted(p.desk.t("case.reading"))
		p.put(widget.Stack(theme.Space12, going.said, widget.Row(0, going.end)))
	}
	Go(p.desk.shell.Runner(), p.key, func(ctx context.Context) (T, error) {
		ctx, end := going.of(ctx)
		defer end()
		return work(ctx)
	}, func(value T, err error) {
		if c := p.desk.canvas(); c.Focused() == going.end {
			c.Unfocus()
		}
		switch {
		case err == nil:
			p.shown = true
			paint(value)
		case going.wasStopped():
			p.put(widget.Body(p.desk.t("digest.stopped")))
			p.desk.shell.Back()
		default:
			p.put(widget.Body(data.Sentence(p.desk.words, err)))
		}
	})
}

func (p *trailPage) put(o fyne.CanvasObject) { p.Set(widget.Pad(widget.Around(theme.Space24), o)) }
