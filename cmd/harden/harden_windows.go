package harden

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// What the reports of Windows about a crash may hold.
const (
	noHeap = 0x01 // WER_FAULT_REPORTING_FLAG_NOHEAP
	noBox  = 0x20 // WER_FAULT_REPORTING_NO_UI, which Go sets and which would be lost
)

// Memory is done first at each start: a crash asks nobody to send a report, and what Windows keeps of one has no heap
// in it.
func Memory() error {
	windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS | windows.SEM_NOGPFAULTERRORBOX | windows.SEM_NOOPENFILEERRORBOX)
	set := windows.NewLazySystemDLL("kernel32.dll").NewProc("WerSetFlags")
	if err := set.Find(); err != nil {
		return fmt.Errorf("keeping memory out of crash reports: %w", err)
	}
	if failed, _, _ := set.Call(noHeap | noBox); failed != 0 {
		return fmt.Errorf("keeping memory out of crash reports: %#x", failed)
	}
	return nil
}
