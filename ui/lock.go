package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// lockShortcut locks from anywhere, whatever is open.
var lockShortcut = &desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierShortcutDefault}

// coverShortcut covers names, or shows them again.
var coverShortcut = &desktop.CustomShortcut{KeyName: fyne.KeyH, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}

// lock blanks the window at once, seals what is being typed, closes the records
// and replaces this process by a fresh one, which never had their keys. Before
// the records are open there is nothing to lock but a call that is being taken.
// The made-up charity locks in this process: nothing of it has to be forgotten.
func (a *app) lock() {
	if a.call != nil {
		a.call.leave()
		return
	}
	if a.locking || a.vault == nil {
		return
	}
	a.locking = true
	a.keepPlace()
	path := a.vault.Path()
	if a.madeUp != "" {
		a.lockMadeUp(path)
		return
	}
	start := func(held []byte) { a.startLocked(path, false, held) }
	a.putAway(true, start, start)
}

// startLocked starts the fresh process.
func (a *app) startLocked(path string, madeUp bool, held []byte) {
	arguments := []string{"--locked", "--vault", path}
	if madeUp {
		arguments = nil // the made-up charity is gone: back to the doors
	}
	if err := a.relaunch(arguments, held); err != nil {
		a.o.Held = held
		a.stayLocked(path, madeUp)
	}
}

// lockFirst locks and then calls gone: the computer is about to sleep. It may be
// called from any goroutine.
func (a *app) lockFirst(gone func()) {
	fyne.Do(func() {
		a.waiting = append(a.waiting, gone)
		a.lock()
		if !a.locking {
			a.letSleep() // nothing was open
		}
	})
}

// letSleep calls those who wait until it has locked.
func (a *app) letSleep() {
	for _, gone := range a.waiting {
		gone()
	}
	a.waiting = nil
}

func (a *app) relaunch(arguments []string, held []byte) error {
	if a.o.Leaving != nil {
		a.o.Leaving()
	}
	start := a.o.Relaunch
	if start == nil {
		start = func(arguments []string, held []byte) error {
			return relaunch(arguments, held, func() { a.quit(a.o.App.Quit) })
		}
	}
	err := start(arguments, held)
	if err != nil && a.o.Staying != nil {
		a.o.Staying()
	}
	return err
}

// stayLocked is where no fresh process can be had: the records are closed and
// the keys forgotten, and this process asks for the passphrase.
func (a *app) stayLocked(path string, madeUp bool) {
	a.locking = false
	a.o.Locked = true
	a.newRunner()
	if madeUp {
		a.showDoors()
		return
	}
	a.showUnlock(path)
}
