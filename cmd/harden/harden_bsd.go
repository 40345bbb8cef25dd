//go:build unix && !linux && !darwin

package harden

// Memory is done first at each start: a fresh process begins without it.
func Memory() error { return noCrashFile() }
