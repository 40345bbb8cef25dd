package main

import (
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// Reading everything takes several times what is kept of it, and what is kept is for
// the most part text that is searched. Left to itself Go would let as much garbage
// gather again before it clears up.

// lenient lets garbage gather until the first page is painted, when the function that it returns is called: clearing up
// what is still being made took a twentieth of the time until then.
func lenient() func() {
	debug.SetGCPercent(400)
	return func() { debug.SetGCPercent(whileReading) }
}

// whileReading is the per cent of what is kept that may gather until everything is read: what is searched is read first, and
// as much garbage as that would be the most memory of all. It takes no longer.
const whileReading = 40

// spare is how much garbage may gather beside all that is kept.
const spare = 24 << 20

// settle gives back what reading everything took, and clears up earlier from now on.
func settle() {
	debug.FreeOSMemory()
	trim()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(garbage(m.HeapAlloc))
	tidying.Do(func() { go tidy() })
}

var tidying sync.Once

// tidy gives memory back where much was taken since it last was: the list of a hundred
// thousand contacts takes more than a hundred megabytes, which Go by itself keeps for
// long after another page is shown.
func tidy() {
	least := held()
	for range time.Tick(time.Minute) {
		if now := held(); now > least+2*spare {
			debug.FreeOSMemory()
			trim()
			least = held()
		} else {
			least = min(least, now)
		}
	}
}

// held is how much memory Go has from the system.
func held() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys - m.HeapReleased
}

// garbage is the per cent of what is kept that may gather: at least as much as clearing
// up is worth.
func garbage(kept uint64) int { return int(min(100, max(8, 100*spare/max(1, kept)))) }
