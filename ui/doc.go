// Package ui is the window: a file per screen, on the widgets of ui/widget in
// the looks of ui/theme; ui/writing is a text while it is written.
//
// Shell (shell.go) is the frame that every unlocked screen stands in: the rail,
// the header, the page. A Route (route.go) names a page; Shell.Go opens it,
// Shell.Back returns to where one was, with its scroll and selection. Runner
// (runner.go) carries vault work off the window's goroutine and paints when it
// is done.
//
// The frame adapts (shellframe.go): with less than 60 letters of room the
// actions of the header go to the foot of the rail, with less than 36 the rail
// waits behind a button, so that everything stays usable at 200 per cent.
//
// A screen is a struct with Content, Refresh, Route and Title. It asks package
// data and never remembers answers: what it keeps is what is being typed. It may also be a Keeper (scroll
// and selection for Back), a Leaver (told before it goes), a Focuser (what the
// keyboard begins with) and Tabbed (Ctrl+1 to Ctrl+9).
//
// This package never sees SQL or keys and never imports fyne/app: only
// cmd/noddfa starts an application.
package ui
