package main

import "golang.org/x/sys/windows"

// sayWithoutWindow opens the system's own box: whoever starts the program from the desktop has no terminal.
func sayWithoutWindow(sentence string) {
	text, err := windows.UTF16PtrFromString(sentence)
	if err != nil {
		return
	}
	caption, _ := windows.UTF16PtrFromString("Noddfa")
	_, _ = windows.MessageBox(0, text, caption, windows.MB_OK|windows.MB_ICONWARNING)
}
