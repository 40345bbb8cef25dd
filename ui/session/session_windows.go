package session

import (
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	getLastInputInfo = windows.NewLazySystemDLL("user32.dll").NewProc("GetLastInputInfo")
	getTickCount     = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetTickCount")
	powerRegister    = windows.NewLazySystemDLL("powrprof.dll").NewProc("PowerRegisterSuspendResumeNotification")
	powerUnregister  = windows.NewLazySystemDLL("powrprof.dll").NewProc("PowerUnregisterSuspendResumeNotification")
)

const (
	deviceNotifyCallback = 2
	suspending           = 4 // PBT_APMSUSPEND
	patience             = 1800 * time.Millisecond
)

// system is Windows. It tells of sleep by calling a function, and sleeps two seconds later at the latest.
type system struct {
	subscription subscription
	handle       uintptr
}

type subscription struct {
	callback uintptr
	context  uintptr
}

type lastInput struct{ size, ticks uint32 }

func (s *system) begin(put func(gone func())) {
	s.subscription.callback = windows.NewCallback(func(_, event, _ uintptr) uintptr {
		if event == suspending {
			done := make(chan struct{}, 1)
			put(func() {
				select {
				case done <- struct{}{}:
				default:
				}
			})
			select {
			case <-done:
			case <-time.After(patience):
			}
		}
		return 0
	})
	if powerRegister.Find() == nil {
		_, _, _ = powerRegister.Call(deviceNotifyCallback, uintptr(unsafe.Pointer(&s.subscription)), uintptr(unsafe.Pointer(&s.handle)))
	}
}

func (s *system) end() {
	if s.handle != 0 && powerUnregister.Find() == nil {
		_, _, _ = powerUnregister.Call(s.handle)
	}
}

// idle is from the last key or movement of the pointer in any program of this person's login.
func (s *system) idle() (time.Duration, bool) {
	if getLastInputInfo.Find() != nil || getTickCount.Find() != nil {
		return 0, false
	}
	last := lastInput{size: uint32(unsafe.Sizeof(lastInput{}))}
	if ok, _, _ := getLastInputInfo.Call(uintptr(unsafe.Pointer(&last))); ok == 0 {
		return 0, false
	}
	now, _, _ := getTickCount.Call()
	return time.Duration(uint32(now)-last.ticks) * time.Millisecond, true
}
