// Package a11y tells a screen reader what is on the window.
//
// Fyne says nothing to readers on Linux, so this package speaks AT-SPI itself, the protocol of Orca, over D-Bus. It
// begins only when the desktop says that a reader is running, and ends with it; without one it costs one sleeping
// connection to the session's bus.
//
//	walk.go      on the window's goroutine: the window as a Tree of plain values, by what each widget says of itself
//	             (widget.Described)
//	tree.go      a Tree, and which thing of one is which of the next
//	change.go    what a reader has to be told between one Tree and the next
//	bridge.go    waits for a reader; then reads the window twenty times a second and tells of changes
//	session.go   one connection to the bus of the readers, and what they may call
//	serve*.go    the answers to their calls, from the last Tree
//	speech.go    AT-SPI's numbers for roles and states
//
// A reader's question is answered from the last Tree and never waits for the window; the window never waits for a
// reader. A passphrase is never in a Tree, nor how long it is.
//
// The package knows widgets, not records: it imports no data. Start with walk.go.
package a11y
