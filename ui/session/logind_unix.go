//go:build unix && !darwin

package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
)

const (
	login        = "org.freedesktop.login1"
	loginManager = login + ".Manager"
	loginSession = login + ".Session"
	loginPath    = dbus.ObjectPath("/org/freedesktop/login1")
	properties   = "org.freedesktop.DBus.Properties"

	answerWithin = 2 * time.Second
	tryAgain     = 30 * time.Second // after the bus went away, or where there was none yet
)

// system is logind for sleep and the locked screen, and whoever knows how long nobody touched the computer.
type system struct {
	stop context.CancelFunc
	ask  idleAsker
}

func (s *system) begin(put func(gone func())) {
	ctx, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	go func() {
		for {
			_ = listen(ctx, put) // without a bus the window's own clock has to do
			select {
			case <-ctx.Done():
				return
			case <-time.After(tryAgain):
			}
		}
	}()
}

func (s *system) end() {
	s.stop()
	s.ask.close()
}

func (s *system) idle() (time.Duration, bool) { return s.ask.idle() }

// listen waits for sleep and for the locked screen until the bus is gone.
func listen(ctx context.Context, put func(gone func())) error {
	bus, err := dbus.ConnectSystemBus(dbus.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("reaching the system's bus: %w", err)
	}
	defer bus.Close()
	signals := make(chan *dbus.Signal, 16)
	bus.Signal(signals)
	if err := bus.AddMatchSignal(dbus.WithMatchObjectPath(loginPath), dbus.WithMatchInterface(loginManager), dbus.WithMatchMember("PrepareForSleep")); err != nil {
		return fmt.Errorf("asking to be told of sleep: %w", err)
	}
	hold, err := holdSleep(ctx, bus)
	if err != nil {
		return err
	}
	defer func() { hold.release() }()
	mine := watchScreen(ctx, bus)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case signal, open := <-signals:
			if !open {
				return errors.New("the system's bus is gone")
			}
			switch {
			case signal.Name == loginManager+".PrepareForSleep" && truth(signal.Body, 0):
				put(hold.release)
			case signal.Name == loginManager+".PrepareForSleep":
				hold.release() // awake again: the next sleep has to wait as well
				if hold, err = holdSleep(ctx, bus); err != nil {
					return err
				}
			case signal.Path == mine && locked(signal):
				put(func() {})
			}
		}
	}
}

// holder makes the computer wait before it sleeps. The program that replaces this one does not inherit it.
type holder struct {
	mu sync.Mutex
	fd int // -1 when it was let go
}

// release lets the computer sleep. It may be called more than once, from any goroutine.
func (h *holder) release() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.fd >= 0 {
		_ = unix.Close(h.fd)
		h.fd = -1
	}
}

func holdSleep(ctx context.Context, bus *dbus.Conn) (*holder, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	var fd dbus.UnixFD
	call := bus.Object(login, loginPath).CallWithContext(ctx, loginManager+".Inhibit", 0, "sleep", "Noddfa", "Locking the records", "delay")
	if err := call.Store(&fd); err != nil {
		return nil, fmt.Errorf("asking to be waited for before sleep: %w", err)
	}
	return &holder{fd: int(fd)}, nil
}

// watchScreen asks to be told when this person's screen is locked, and returns the session's path; "" where this
// program belongs to none.
func watchScreen(ctx context.Context, bus *dbus.Conn) dbus.ObjectPath {
	path := sessionPath(ctx, bus)
	if path == "" {
		return ""
	}
	_ = bus.AddMatchSignal(dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(loginSession), dbus.WithMatchMember("Lock"))
	_ = bus.AddMatchSignal(dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(properties), dbus.WithMatchMember("PropertiesChanged"))
	return path
}

// sessionPath is the login that this program belongs to. A desktop may start programs beside it; then it is the one
// that the person sees.
func sessionPath(ctx context.Context, bus *dbus.Conn) dbus.ObjectPath {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	manager := bus.Object(login, loginPath)
	var path dbus.ObjectPath
	if id := os.Getenv("XDG_SESSION_ID"); id != "" && manager.CallWithContext(ctx, loginManager+".GetSession", 0, id).Store(&path) == nil {
		return path
	}
	if manager.CallWithContext(ctx, loginManager+".GetSessionByPID", 0, uint32(os.Getpid())).Store(&path) == nil {
		return path
	}
	var user dbus.ObjectPath
	if manager.CallWithContext(ctx, loginManager+".GetUser", 0, uint32(os.Getuid())).Store(&user) != nil {
		return ""
	}
	var display struct {
		ID   string
		Path dbus.ObjectPath
	}
	var value dbus.Variant
	if bus.Object(login, user).CallWithContext(ctx, properties+".Get", 0, login+".User", "Display").Store(&value) != nil || value.Store(&display) != nil {
		return ""
	}
	return display.Path
}

// locked reports whether a signal of the session says that its screen is locked.
func locked(signal *dbus.Signal) bool {
	switch signal.Name {
	case loginSession + ".Lock":
		return true
	case properties + ".PropertiesChanged":
		if len(signal.Body) > 1 {
			changed, _ := signal.Body[1].(map[string]dbus.Variant)
			yes, _ := changed["LockedHint"].Value().(bool)
			return yes
		}
	}
	return false
}

func truth(body []any, at int) bool {
	if at >= len(body) {
		return false
	}
	yes, _ := body[at].(bool)
	return yes
}
