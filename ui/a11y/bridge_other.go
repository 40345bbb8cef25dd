//go:build !unix || darwin

package a11y

import "fyne.io/fyne/v2"

// Options start a Bridge.
type Options struct {
	Window fyne.Window
	Name   string // of the program
	Used   func() // somebody pressed or wrote something through a reader; on the window's goroutine
}

// A Bridge is nothing here: these systems' readers are told by Fyne, see docs/accessibility.md.
type Bridge struct{}

// Start does nothing.
func Start(Options) *Bridge { return &Bridge{} }

// Stop does nothing.
func (*Bridge) Stop() {}
