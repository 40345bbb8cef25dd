// Package session asks the computer about the person in front of it: how long nobody has touched it, and whether it is
// about to sleep or was locked. Each system has its own way, and some have none; nothing here waits for one.
package session

import "time"

// Watch asks one computer.
type Watch struct{ system }

// Start begins to watch. When the computer is about to sleep, or the person locks its screen, put is called on a
// goroutine of its own; the computer waits until gone is called, as long as it has patience. Start returns at once,
// also where there is nothing to ask.
func Start(put func(gone func())) *Watch {
	w := &Watch{}
	w.begin(put)
	return w
}

// Idle is for how long nobody has touched the computer; false where it cannot be asked. It may wait a moment: call it
// off the window's goroutine.
func (w *Watch) Idle() (time.Duration, bool) { return w.idle() }

// Stop ends the watch.
func (w *Watch) Stop() { w.end() }
