package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"noddfa/ui/widget"
)

// How long nobody touches the computer before the window locks: longer while a
// contact runs, also a parked one, because the worker listens. A warning comes first.
//
// Where the computer cannot say, the time counts from the last use of this
// window. Where it can, the worker may go on in another program for a while;
// but hands on the keyboard are not always the worker's, so a window that
// nobody comes back to locks all the same.
const (
	idleAfter      = 5 * time.Minute
	idleDuringCall = 20 * time.Minute
	idleElsewhere  = 30 * time.Minute // used, but not this window
	idleWarning    = 60 * time.Second
	idleLook       = time.Second

	// A clock that went on by so much between two looks, a second apart, means
	// that the computer slept and told nobody.
	sleptFor = 15 * time.Second
)

// idleWatch locks the window when nobody has used the computer for a while.
// Fyne tells nobody of keys a focused field has used, so once a second it looks
// whether anything that keys change is different; the pointer tells it itself.
type idleWatch struct {
	app    *app
	last   time.Time // when somebody used this window
	seen   inputState
	ticker *time.Ticker
	ended  chan struct{}
	notice *widget.Band // the warning, above the page; hidden while there is time
	root   *fyne.Container
	now    func() time.Time
	ticked time.Time // when slept was asked last

	// computer asks for how long nobody touched it; nil where it cannot be
	// asked. It may wait a moment.
	computer func() (time.Duration, bool)
	asking   bool
	told     time.Time // when somebody last touched the computer, as it says
}

// inputState is what keys change: where the keyboard is and what is there.
type inputState struct {
	focused fyne.Focusable
	text    string
	caret   int
	chosen  string
	scroll  float32
}

func newIdleWatch(a *app) *idleWatch {
	w := &idleWatch{app: a, now: time.Now, ended: make(chan struct{})}
	w.last = w.now()
	return w
}

func (w *idleWatch) start() {
	ticker := time.NewTicker(idleLook)
	w.ticker = ticker
	go func() {
		for {
			select {
			case <-ticker.C:
				w.tick()
			case <-w.ended:
				return
			}
		}
	}()
}

func (w *idleWatch) stop() {
	if w.ticker != nil {
		w.ticker.Stop()
		close(w.ended)
		w.ticker = nil
	}
}

// touched is called when somebody uses the window.
func (w *idleWatch) touched() { w.last = w.now() }

// tick is the clock's own goroutine.
func (w *idleWatch) tick() {
	slept := w.slept()
	fyne.Do(func() {
		if slept {
			w.app.lock()
		}
		w.look()
		w.app.sharpen()
	})
}

// slept reports whether the computer slept since it was asked last.
func (w *idleWatch) slept() bool {
	before, now := w.ticked, w.now().Round(0) // of the clock on the wall, which alone goes on in sleep
	w.ticked = now
	return !before.IsZero() && now.Sub(before) > sleptFor
}

// look locks the window if its time is over.
func (w *idleWatch) look() {
	if state := w.state(); state != w.seen {
		w.seen = state
		w.touched()
	}
	if w.app.vault == nil || w.app.locking {
		w.touched()
		return
	}
	w.ask()
	left := w.left()
	w.warn(left)
	w.app.trouble.look(w.now())
	w.app.remind(w.now())
	if left <= 0 {
		w.app.lock()
	}
}

// left is the time until the window locks.
func (w *idleWatch) left() time.Duration {
	now := w.now()
	unused := now.Sub(w.last)
	if w.told.After(w.last) {
		return min(w.limit()-now.Sub(w.told), idleElsewhere-unused)
	}
	return w.limit() - unused
}

// ask asks the computer, once the window alone would soon be locked.
func (w *idleWatch) ask() {
	if w.computer == nil || w.asking || w.now().Sub(w.last) < w.limit()-idleWarning-5*idleLook {
		return
	}
	w.asking = true
	answered := func(idle time.Duration, ok bool) {
		w.asking = false
		if ok {
			w.told = w.now().Add(-idle)
		}
	}
	if w.app.o.Synchronous {
		answered(w.computer())
		return
	}
	go func() { // not the runner's, which locking waits for
		idle, ok := w.computer()
		fyne.Do(func() { answered(idle, ok) })
	}()
}

// warn says in the last minute that the window is about to lock.
func (w *idleWatch) warn(left time.Duration) {
	if w.notice == nil {
		return
	}
	if left > idleWarning {
		if w.notice.Visible() {
			w.notice.Hide()
			w.root.Refresh()
		}
		return
	}
	w.notice.Set(w.app.t("lock.idle", map[string]any{"Seconds": int(max(left, 0).Seconds())}))
	if !w.notice.Visible() {
		w.notice.Show()
		w.root.Refresh()
	}
}

// limit is longer while a contact is being written, or is parked and unfinished.
func (w *idleWatch) limit() time.Duration {
	if w.app.calling {
		return idleDuringCall
	}
	if w.app.shell != nil && w.app.shell.Current() != nil && w.app.shell.Current().Route().Screen == screenContactForm {
		return idleDuringCall
	}
	return idleAfter
}

func (w *idleWatch) state() inputState {
	c := w.app.window.Canvas()
	state := inputState{focused: c.Focused()}
	switch f := state.focused.(type) {
	case widget.Typed:
		state.text, state.caret = f.Value(), f.Caret()
	case interface{ Chosen() string }:
		state.chosen = f.Chosen()
	}
	if s := widget.ScrollOf(c.Content(), nil); s != nil {
		state.scroll = s.Offset()
	}
	return state
}

// round puts a page under the warning and above what watches the pointer: an
// invisible object that wants nothing, but is asked for the pointer's shape
// whenever that moves.
func (w *idleWatch) round(page fyne.CanvasObject) fyne.CanvasObject {
	p := &pointerWatcher{watch: w}
	p.ExtendBaseWidget(p)
	w.notice = widget.NewBand(widget.BandOptions{Kind: widget.BandWarm, Icon: "lock", Strong: true})
	w.notice.Hide()
	w.root = container.NewStack(p, widget.Frame(widget.Sides{Top: widget.Stack(0, w.notice, w.app.trouble.bands()), Center: page}))
	return w.root
}

type pointerWatcher struct {
	fynewidget.BaseWidget
	watch *idleWatch
}

// Cursor notes that the pointer moved; what lies below says its shape.
func (p *pointerWatcher) Cursor() desktop.Cursor {
	p.watch.touched()
	return desktop.DefaultCursor
}

// CreateRenderer draws nothing.
func (p *pointerWatcher) CreateRenderer() fyne.WidgetRenderer { return nothing{} }

type nothing struct{}

func (nothing) Layout(fyne.Size)             {}
func (nothing) MinSize() fyne.Size           { return fyne.Size{} }
func (nothing) Refresh()                     {}
func (nothing) Destroy()                     {}
func (nothing) Objects() []fyne.CanvasObject { return nil }
