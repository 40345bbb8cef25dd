package ui

import (
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/a11y"
	"noddfa/ui/session"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// Options start the window. Only App is needed.
type Options struct {
	App     fyne.App
	Vault   string // the records file to open; "" = the one opened last
	Locked  bool   // this process follows one that locked
	Folder  string // where this computer's settings are kept; "" = the user's configuration folder
	Crashed bool   // this process follows one that met a fault of its own
	Held    []byte // sealed drafts that the process before could not write; nil if there are none

	Opened data.Options // how records files are opened
	Home   string       // where a new records file is offered to be kept; "" = the user's own folder

	// Synchronous does the work of the window before it goes on, so that a
	// test need not wait.
	Synchronous bool
	// Relaunch replaces this process by a fresh one with these arguments and
	// sealed drafts; nil = the system's way.
	Relaunch func(arguments []string, held []byte) error
	// WithoutWindow is called where no window could be made, and does not return; may be nil.
	WithoutWindow func()
	// Leaving is called before that, Staying where it has failed; may be nil.
	Leaving, Staying func()
	// Settled is called in the background each time all that is searched has been read; may be nil.
	Settled func()
}

// app is the window from start to lock: first the gate (doors, create, unlock),
// then the shell.
type app struct {
	o          Options
	prefs      *preferences
	words      *assets.Translator
	spoke      bool // the language was chosen since the records were opened last
	window     fyne.Window
	runner     *Runner
	gate       func() gate // builds the page before the shell again, in another language
	vault      *data.Vault
	due        *dueCount // what the retention rules say is due; nil until it was looked for
	shell      *Shell
	standing   standing
	madeUp     string // folder of the made-up charity, removed at the end
	madeUpWith string // its passphrase, which nobody is asked for
	locking    bool
	waiting    []func() // to be called when it has locked: the computer wants to sleep
	idle       *idleWatch
	trouble    *trouble
	crisis     *sheet
	keysheet   *sheet
	guide      *sheet // the user guide, where it is open
	searching  *searchSheet
	wrong      int               // wrong passphrases in a row
	guessAgain time.Time         // when another may be tried
	ending     func()            // the window is about to go; nil in tests of pages
	stopBackup func()            // ends the backup that is being made while locked; nil if there is none
	shownGate  gate              // the page before the shell that is shown
	beforeCall func() gate       // the page before the shell that a call was taken from
	tour       *tour             // of the made-up charity; nil while none is taken
	tourPlace  *fyne.Container   // where it is said; nil outside the made-up charity
	reminded   time.Time         // when a notification was shown last
	backupBand fyne.CanvasObject // says on other pages than Today that a backup is overdue; nil if none is
	call       *callPage         // a call that is taken while the records are locked; nil if none is
	covered    bool              // references stand in the place of names
	justSaved  data.ID           // the contact that was saved a moment ago
	pixels     int               // that the window has for 100 of its units; 0 until it was looked
	today      todayChosen       // whose tasks Today shows, until the next lock
	unlocked   time.Time         // when this sitting began
	calling    bool              // a contact that was written in this sitting is parked
}

// gate is a page before the shell.
type gate interface {
	Content() fyne.CanvasObject
	FirstFocus() fyne.Focusable
}

// Run opens the window and returns when it is closed.
func Run(o Options) {
	a := newApp(o)
	defer func() {
		if recover() != nil {
			a.crashed()
		}
	}()
	if !a.showWindow() && o.WithoutWindow != nil {
		o.WithoutWindow()
	}
	keepOutOfPictures(a.window)
	a.sharpen()
	watch := session.Start(a.lockFirst)
	defer watch.Stop()
	a.idle.computer = watch.Idle
	a.idle.start()
	var once sync.Once
	end := func() { once.Do(a.end) }
	a.ending = func() {
		time.AfterFunc(stuckAfter, func() {
			end()
			os.Exit(0)
		})
	}
	a.endAtLogout()
	reader := a11y.Start(a11y.Options{Window: a.window, Name: "Noddfa", Used: a.idle.touched})
	o.App.Run()
	reader.Stop()
	end()
}

// quit closes the window, or all. Fyne can wait for ever then for something that was
// to be done while its loop ended; the program ends all the same.
func (a *app) quit(window func()) {
	if a.ending != nil {
		a.ending()
	}
	window()
}

// endAtLogout ends the window where a login on Linux ends: after SIGTERM, of which
// Fyne knows, SIGHUP follows at once, and would not leave the time to keep what is
// being typed.
func (a *app) endAtLogout() {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGTERM)
	go func() {
		for s := range signals {
			a.ending()
			if s == syscall.SIGHUP {
				fyne.Do(a.o.App.Quit)
			}
		}
	}()
}

// whenStarted is for the build of the window tests.
var whenStarted = func(*app) {}

func newApp(o Options) *app {
	a := &app{o: o, prefs: readPreferences(o.Folder)}
	whenStarted(a)
	go assets.Lang(a.prefs.Language) // read while the system gets ready for a window, as the faces are
	a.applyTheme()
	faces := make(chan struct{})
	go func() {
		widget.ReadFaces()
		close(faces)
	}()
	a.window = o.App.NewWindow("Noddfa")
	a.words = assets.Lang(a.prefs.Language)
	<-faces
	a.window.SetPadded(false)
	a.window.SetMaster()
	a.window.Resize(fyne.NewSize(a.prefs.Width, a.prefs.Height))
	a.window.SetCloseIntercept(a.close)
	a.idle, a.trouble = newIdleWatch(a), newTrouble(a)
	a.newRunner()
	switch {
	case o.Vault != "":
		a.showUnlock(o.Vault)
		if o.Locked {
			a.backUpLocked(o.Vault)
		}
	case a.prefs.Vault != "" && exists(a.prefs.Vault):
		a.showUnlock(a.prefs.Vault)
	default:
		a.showDoors()
	}
	return a
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func (a *app) t(key string, values ...map[string]any) string { return a.words.T(key, values...) }

func (a *app) newRunner() {
	a.runner = NewRunner()
	if a.o.Synchronous {
		a.runner = NewRunnerHere()
	}
}

func (a *app) applyTheme() { a.o.App.Settings().SetTheme(theme.New(a.prefs.theme())) }

// show puts a page into the window, with what watches for input round it.
func (a *app) show(content fyne.CanvasObject) {
	a.clearLayers()
	widget.Speak(a.window.Canvas(), a.words)
	a.window.SetContent(a.idle.round(content))
}

func (a *app) clearLayers() {
	overlays := a.window.Canvas().Overlays()
	for top := overlays.Top(); top != nil; top = overlays.Top() {
		overlays.Remove(top)
	}
	a.crisis, a.keysheet, a.guide, a.searching = nil, nil, nil, nil
}

// showGate shows a page before the shell.
func (a *app) showGate(build func() gate) {
	if before, ok := a.shownGate.(*unlockPage); ok {
		before.release()
	}
	a.gate = build
	page := build()
	a.shownGate = page
	if call, ok := page.(*callPage); ok {
		a.show(a.callFrame(call))
	} else {
		a.call = nil
		a.show(a.gateFrame(widget.Stack(theme.Space24, page.Content(), a.offerCall(page))))
	}
	a.bindGateKeys()
	if first := page.FirstFocus(); first != nil {
		a.window.Canvas().Focus(first)
	}
	if step, ok := page.(stepPage); ok && step.fromTop {
		pageBy(a.window.Canvas(), &fyne.KeyEvent{Name: fyne.KeyHome})
	}
}

// speak changes the language of the window.
func (a *app) speak(code string) {
	if code == "" || code == a.words.Code() {
		return
	}
	a.words = assets.Lang(code)
	if a.vault != nil {
		own := a.standing.own
		a.words = a.words.With(&own)
	}
	a.prefs.Language, a.spoke = code, true
	a.prefs.save()
	a.rebuild()
}

// speakTo gives a colleague the language they chose last on this computer. What is chosen on the way in counts more.
func (a *app) speakTo(me data.Member) {
	if a.madeUp != "" || me.Kit {
		return
	}
	key := me.ID.String()
	if own := a.prefs.Spoken[key]; own != "" && !a.spoke {
		a.words = assets.Lang(own)
		a.prefs.Language = a.words.Code()
		return
	}
	a.spoke = false
	if a.prefs.Spoken[key] != a.words.Code() {
		if a.prefs.Spoken == nil {
			a.prefs.Spoken = spoken{}
		}
		a.prefs.Spoken[key] = a.words.Code()
		a.prefs.save()
	}
}

// rebuild builds what is shown anew: after a change of language.
func (a *app) rebuild() {
	if a.shell == nil {
		a.showGate(a.gate)
		return
	}
	var at Route
	if page := a.shell.Current(); page != nil {
		at = page.Route()
		a.shell.Leave()
	}
	a.enter(a.vault, at)
}

// gateFrame is the frame of a page before the shell: language and help at the
// top, the page in the middle.
func (a *app) gateFrame(content fyne.CanvasObject) fyne.CanvasObject {
	if len(a.o.Held) > 0 {
		content = widget.Stack(theme.Space24, widget.NewBand(widget.BandOptions{Text: a.t("doors.held"), Icon: "warning", Kind: widget.BandWarm, Strong: true}), content)
	}
	if a.o.Crashed {
		content = widget.Stack(theme.Space24, widget.NewBand(widget.BandOptions{Text: a.t("doors.crashed"), Icon: "warning", Kind: widget.BandWarm}), content)
	}
	language := widget.NewChoice(widget.ChoiceOptions{
		Always: true, Name: a.t("common.language"), Options: optionsOf(a.words, "common.language", data.Welsh, data.English),
		Chosen: a.words.Code(), Changed: a.speak,
	})
	top := widget.Frame(widget.Sides{
		Left: language,
		Right: widget.NewButton(widget.ButtonOptions{
			Label: a.t("crisis.title"), Icon: "crisis", Hint: "F2", Do: a.showCrisis,
		}),
	})
	return widget.Frame(widget.Sides{
		Top: widget.Pad(widget.Sideways(theme.Space24, theme.Space16), top),
		Center: widget.NewScroll(widget.Pad(
			widget.Margins{Top: theme.Space16, Right: theme.Space24, Bottom: theme.Space48, Left: theme.Space24},
			widget.Centred(gateWidth, content),
		)),
	})
}

// gateWidth is the width of a page before the shell.
const gateWidth float32 = 560

// bindGateKeys gives help and lock their keys while there is no shell.
func (a *app) bindGateKeys() {
	c := a.window.Canvas()
	c.AddShortcut(lockShortcut, func(fyne.Shortcut) { a.lock() })
	c.AddShortcut(coverShortcut, func(fyne.Shortcut) {
		if page, ok := a.shownGate.(*readingPage); ok {
			page.cover()
		}
	})
	a.bindCallKeys()
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) {
		switch {
		case ev.Name == fyne.KeyF2:
			a.showCrisis()
		case ev.Name == fyne.KeyF1:
			a.showKeys()
		case ev.Name == fyne.KeyF6:
			widget.NextPart(c, widget.ShiftHeld())
		case widget.LayerKey(c, ev):
		default:
			pageBy(c, ev)
		}
	})
}

// close keeps what is being typed and closes the records before the window goes.
// Where it could not be written, the window locks instead.
func (a *app) close() {
	if a.locking {
		return
	}
	if a.call != nil {
		a.call.keep()
	}
	if a.vault == nil && len(a.o.Held) > 0 {
		a.closeHolding()
		return
	}
	a.locking = true
	path, madeUp := a.path(), a.madeUp != ""
	end := func(held []byte, end func()) {
		if len(held) > 0 {
			a.startLocked(path, madeUp, held)
			return
		}
		end()
	}
	a.putAway(true, func(held []byte) { end(held, func() { a.quit(a.window.Close) }) }, func(held []byte) { end(held, func() { os.Exit(0) }) })
}

func (a *app) path() string {
	if a.vault == nil {
		return ""
	}
	return a.vault.Path()
}

// putAway blanks the window, seals what is being typed, closes the records and
// goes on when nothing of them is left but sealed drafts that could not be
// written. If the window does not answer by then, stuck is called in the place of
// then, on another goroutine. What is put away for good leaves no made-up charity.
func (a *app) putAway(forGood bool, then, stuck func(held []byte)) {
	size := a.window.Canvas().Size()
	a.blank()
	vault, runner, shell := a.vault, a.runner, a.shell
	a.vault, a.shell, a.tour, a.tourPlace = nil, nil, nil, nil
	a.today = todayChosen{}
	a.words = assets.Lang(a.words.Code()) // without the organisation's own words
	if shell != nil {
		quietly(shell.Leave) // where that fails, the draft is two seconds old at most
	}
	a.keepSize(size)
	finish := func() []byte {
		vault.StopReading()
		runner.Stop()
		held := a.o.Held
		if vault != nil {
			_ = vault.Close() // the keys are forgotten whatever the file says
			held = a.heldBy(vault)
		}
		if forGood {
			a.removeMadeUp()
		}
		return held
	}
	after := func(held []byte, guard *time.Timer) {
		a.letSleep()
		widget.ForgetCopied() // last, since the program that has the clipboard by now may not answer
		if guard == nil || guard.Stop() {
			then(held)
		}
	}
	if a.o.Synchronous {
		after(finish(), nil)
		return
	}
	go func() {
		held := finish()
		guard := time.AfterFunc(stuckAfter, func() { stuck(held) })
		fyne.Do(func() { after(held, guard) })
	}()
}

// stuckAfter is how long the window may take to go when the records are closed.
const stuckAfter = 5 * time.Second

// keepTyped seals what is being typed, as far as that works.
func (a *app) keepTyped() {
	quietly(func() {
		if a.call != nil {
			a.call.keep()
		}
	})
	quietly(func() {
		if a.shell != nil {
			a.shell.Leave()
		}
	})
}

// blank takes everything off the window.
func (a *app) blank() {
	a.clearLayers()
	widget.Speak(a.window.Canvas(), a.words)
	a.window.SetContent(widget.Surface(theme.Page, 0, widget.Gap(0)))
}

// end is after the window. Where the system ended the program, as at a logout, what
// is being typed is kept here. Nothing made up stays behind.
func (a *app) end() {
	a.idle.stop()
	a.keepTyped()
	if a.vault != nil {
		a.vault.StopReading()
		a.runner.Stop()
		_ = a.vault.Close()
	}
	a.removeMadeUp()
}

func (a *app) keepSize(size fyne.Size) {
	if size.Width >= leastWidth && size.Height >= leastHeight {
		a.prefs.Width, a.prefs.Height = size.Width, size.Height
	}
	a.prefs.save()
}

// pageBy scrolls what the keyboard is on, or else the page, by a window or to an end.
func pageBy(c fyne.Canvas, ev *fyne.KeyEvent) {
	const all = 10_000
	pages := map[fyne.KeyName]float32{fyne.KeyPageDown: 1, fyne.KeyPageUp: -1, fyne.KeyEnd: all, fyne.KeyHome: -all}[ev.Name]
	if pages == 0 {
		return
	}
	focused, _ := c.Focused().(fyne.CanvasObject)
	if s := widget.ScrollOf(widget.OnTop(c), focused); s != nil {
		s.PageBy(pages)
	}
}
