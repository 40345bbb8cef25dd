package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestTheMoreIsKeptTheEarlierItIsClearedUp(t *testing.T) {
	for _, c := range []struct {
		kept uint64
		want int
	}{{0, 100}, {1 << 20, 100}, {24 << 20, 100}, {48 << 20, 50}, {240 << 20, 10}, {1 << 40, 8}} {
		if got := garbage(c.kept); got != c.want {
			t.Errorf("%d bytes are kept: %d per cent may gather, not %d", c.kept, got, c.want)
		}
	}
	usual := debug.SetGCPercent(100)
	defer debug.SetGCPercent(usual)
	kept := make([]byte, 480<<20) // nothing is written into it, so it takes no memory
	settle()
	if now := debug.SetGCPercent(100); now < 8 || now > 10 {
		t.Errorf("with 480 MB kept %d per cent may gather", now)
	}
	runtime.KeepAlive(kept)
}
