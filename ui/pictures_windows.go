package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

// What Windows shows of a window in pictures of the screen.
const (
	black  = 0x01 // WDA_MONITOR: a black area
	absent = 0x11 // WDA_EXCLUDEFROMCAPTURE: what is behind the window; from Windows 10 of May 2020 on
)

var setWindowDisplayAffinity = windows.NewLazySystemDLL("user32.dll").NewProc("SetWindowDisplayAffinity")

// keepOutOfPictures has Windows leave the window out of screen pictures, recordings and shared screens. It is called when
// the window is there; where Windows refuses, the window is shown as any other.
func keepOutOfPictures(w fyne.Window) {
	native, ok := w.(driver.NativeWindow)
	if !ok || setWindowDisplayAffinity.Find() != nil {
		return
	}
	native.RunNative(func(context any) {
		window, ok := context.(driver.WindowsWindowContext)
		if !ok || window.HWND == 0 {
			return
		}
		if done, _, _ := setWindowDisplayAffinity.Call(window.HWND, absent); done == 0 {
			_, _, _ = setWindowDisplayAffinity.Call(window.HWND, black)
		}
	})
}
