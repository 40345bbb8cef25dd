package main

import (
	"runtime"
	"runtime/debug"
)

// Reading everything takes several times what is kept of it, and what is kept is for
// the most part text that is searched. Left to itself Go would let as much garbage
// gather again before it clears up.

// spare is how much garbage may gather beside all that is kept.
const spare = 24 << 20

// settle gives back what reading everything took, and clears up earlier from now on.
func settle() {
	debug.FreeOSMemory()
	trim()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(garbage(m.HeapAlloc))
}

// garbage is the per cent of what is kept that may gather: at least as much as clearing
// up is worth.
func garbage(kept uint64) int { return int(min(100, max(8, 100*spare/max(1, kept)))) }
