package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// showWindow shows the window and reports whether it is there. Where the computer cannot paint, the window library says so
// in its log, meets a fault, or goes on as if nothing were missing.
func (a *app) showWindow() (there bool) {
	defer func() {
		fault := recover()
		there = isThere(a.window)
		if fault != nil && there {
			panic(fault)
		}
	}()
	a.window.Show()
	return
}

// isThere reports whether the system has the window.
func isThere(w fyne.Window) bool {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return true // in memory
	}
	there := true
	native.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.WindowsWindowContext:
			there = c.HWND != 0
		case driver.MacWindowContext:
			there = c.NSWindow != 0
		case driver.X11WindowContext:
			there = c.WindowHandle != 0
		case driver.WaylandWindowContext:
			there = c.WaylandSurface != 0
		}
	})
	return there
}
