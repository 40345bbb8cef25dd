//go:build unix && !darwin

package session

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// idleAsker asks GNOME, which knows it under Wayland too, or else the X server.
type idleAsker struct {
	mu    sync.Mutex
	bus   *dbus.Conn // the session's; nil before it was asked or where there is none
	x     *xServer
	asked time.Time // when a way was looked for in vain
}

func (a *idleAsker) idle() (time.Duration, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.bus == nil && a.x == nil {
		if !a.asked.IsZero() && time.Since(a.asked) < tryAgain {
			return 0, false
		}
		a.find()
	}
	if a.bus != nil {
		if idle, ok := askMutter(a.bus); ok {
			return idle, true
		}
	}
	if a.x != nil {
		if idle, err := a.x.idle(); err == nil {
			return idle, true
		}
	}
	a.forget()
	a.asked = time.Now()
	return 0, false
}

// find looks for somebody to ask. Under Wayland the X server hears only what its own windows hear, so it is not asked
// there.
func (a *idleAsker) find() {
	if bus := sessionBus(); bus != nil {
		if _, ok := askMutter(bus); ok {
			a.bus = bus
			return
		}
		_ = bus.Close()
	}
	if os.Getenv("WAYLAND_DISPLAY") == "" {
		if x, err := dialX(os.Getenv("DISPLAY")); err == nil {
			a.x = x
		}
	}
}

func (a *idleAsker) forget() {
	if a.bus != nil {
		_ = a.bus.Close()
	}
	if a.x != nil {
		a.x.close()
	}
	a.bus, a.x = nil, nil
}

func (a *idleAsker) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.forget()
	a.asked = time.Now()
}

// sessionBus is the bus of the person's own programs where there is one; none is started.
func sessionBus() *dbus.Conn {
	address := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	if address == "" {
		socket := filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), "bus")
		if _, err := os.Stat(socket); err != nil || !filepath.IsAbs(socket) {
			return nil
		}
		address = "unix:path=" + socket
	}
	bus, err := dbus.Connect(address)
	if err != nil {
		return nil
	}
	return bus
}

func askMutter(bus *dbus.Conn) (time.Duration, bool) {
	ctx, cancel := context.WithTimeout(context.Background(), answerWithin)
	defer cancel()
	var milliseconds uint64
	err := bus.Object("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core").
		CallWithContext(ctx, "org.gnome.Mutter.IdleMonitor.GetIdletime", dbus.FlagNoAutoStart).Store(&milliseconds)
	return time.Duration(min(milliseconds, uint64(never.Milliseconds()))) * time.Millisecond, err == nil
}

const never = 365 * 24 * time.Hour
