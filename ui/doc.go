// Package ui is the window: a file per screen, on the widgets of ui/widget in
// the looks of ui/theme.
//
// Shell (shell.go) is the frame that every unlocked screen stands in: the rail,
// the header, the page. A Route (route.go) names a page; Shell.Go opens it,
// Shell.Back returns to where one was, with its scroll and selection. Runner
// (runner.go) carries vault work off the window's goroutine and paints when it
// is done.
//
// A screen is a struct with Content, Refresh, Route and Title. It asks package
// data and never remembers answers: what it keeps is what is being typed.
//
// This package never sees SQL or keys and never imports fyne/app: only
// cmd/noddfa starts an application.
package ui
