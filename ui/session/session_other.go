//go:build (!unix && !windows) || darwin

package session

import "time"

// system is one that only tells programs written in its own language: the window's own clock has to do.
type system struct{}

func (*system) begin(func(gone func()))     {}
func (*system) end()                        {}
func (*system) idle() (time.Duration, bool) { return 0, false }
