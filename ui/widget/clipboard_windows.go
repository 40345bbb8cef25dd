package widget

import (
	"time"
	"unsafe"

	"fyne.io/fyne/v2"
	"golang.org/x/sys/windows"
)

var (
	user32   = windows.NewLazySystemDLL("user32.dll")
	kernel32 = windows.NewLazySystemDLL("kernel32.dll")

	getActiveWindow         = user32.NewProc("GetActiveWindow")
	openClipboard           = user32.NewProc("OpenClipboard")
	emptyClipboard          = user32.NewProc("EmptyClipboard")
	setClipboardData        = user32.NewProc("SetClipboardData")
	closeClipboard          = user32.NewProc("CloseClipboard")
	registerClipboardFormat = user32.NewProc("RegisterClipboardFormatW")

	globalAlloc  = kernel32.NewProc("GlobalAlloc")
	globalLock   = kernel32.NewProc("GlobalLock")
	globalUnlock = kernel32.NewProc("GlobalUnlock")
	globalFree   = kernel32.NewProc("GlobalFree")
)

const (
	unicodeText = 13 // CF_UNICODETEXT
	moveable    = 2  // GMEM_MOVEABLE
)

// unwatched are the formats beside a text by which Windows and programs that watch the clipboard leave it out of the
// history and off other computers. https://learn.microsoft.com/windows/win32/dataxchg/clipboard-formats
var unwatched = []string{"ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory", "CanUploadToCloudClipboard"}

// putBriefly puts text into the clipboard together with the wish that nobody keeps it. Both have to come in one step:
// between two the history would have it already. While another program has the clipboard open, nothing is copied.
func putBriefly(_ fyne.Clipboard, text string) {
	words, err := windows.UTF16FromString(text)
	window, _, _ := getActiveWindow.Call()
	if err != nil || !opened(window) {
		return
	}
	defer closeClipboard.Call()
	_, _, _ = emptyClipboard.Call()
	for _, name := range unwatched {
		if format, _, _ := registerClipboardFormat.Call(uintptr(unsafe.Pointer(windows.StringToUTF16Ptr(name)))); format != 0 {
			give(format, []uint16{0, 0}) // a number of 32 bits: no
		}
	}
	give(unicodeText, words)
}

// opened waits a moment for a program that has the clipboard open.
func opened(window uintptr) bool {
	for range 5 {
		if done, _, _ := openClipboard.Call(window); done != 0 {
			return true
		}
		time.Sleep(10 * time.Millisecond)
	}
	return false
}

// give hands memory over to the clipboard.
func give(format uintptr, words []uint16) {
	memory, _, _ := globalAlloc.Call(moveable, uintptr(len(words)*2))
	if memory == 0 {
		return
	}
	at, _, _ := globalLock.Call(memory)
	if at != 0 {
		copy(unsafe.Slice((*uint16)(*(*unsafe.Pointer)(unsafe.Pointer(&at))), len(words)), words)
		_, _, _ = globalUnlock.Call(memory)
		if done, _, _ := setClipboardData.Call(format, memory); done != 0 {
			return // the clipboard's now
		}
	}
	_, _, _ = globalFree.Call(memory)
}
