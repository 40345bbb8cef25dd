//go:build unix && !darwin

package ui

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"

	"noddfa/data"
	"noddfa/ui/session"
)

// logins stands in for the system's service that knows of logins and of sleep, on a real bus of its own.
type logins struct {
	t     *testing.T
	bus   *dbus.Conn
	held  chan *os.File // our end of each hold: it reads its end when the program lets go
	asked chan string
}

const testBus = `<busconfig><listen>unix:dir=DIR</listen><auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

func startLogins(t *testing.T) *logins {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, []byte(strings.Replace(testBus, "DIR", dir, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command("dbus-daemon", "--nofork", "--print-address", "--config-file="+config)
	out, err := daemon.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.Start(); err != nil {
		t.Fatalf("starting a bus: %v", err)
	}
	t.Cleanup(func() { _ = daemon.Process.Kill(); _ = daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("waiting for the bus: %v", err)
	}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", strings.TrimSpace(address))
	t.Setenv("XDG_SESSION_ID", "c7")
	l := &logins{t: t, held: make(chan *os.File, 4), asked: make(chan string, 4)}
	if l.bus, err = dbus.ConnectSystemBus(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.bus.Close() })
	if err := l.bus.Export(loginService{l}, "/org/freedesktop/login1", "org.freedesktop.login1.Manager"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.bus.RequestName("org.freedesktop.login1", 0); err != nil {
		t.Fatal(err)
	}
	return l
}

type loginService struct{ l *logins }

func (s loginService) Inhibit(what, _, _, mode string) (dbus.UnixFD, *dbus.Error) {
	var ends [2]int
	if err := unix.Pipe2(ends[:], unix.O_CLOEXEC|unix.O_NONBLOCK); err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	s.l.asked <- what + " " + mode
	s.l.held <- os.NewFile(uintptr(ends[0]), "hold")
	time.AfterFunc(time.Second, func() { _ = unix.Close(ends[1]) }) // sent by then
	return dbus.UnixFD(ends[1]), nil
}

func (s loginService) GetSession(id string) (dbus.ObjectPath, *dbus.Error) {
	return dbus.ObjectPath("/org/freedesktop/login1/session/" + id), nil
}

// hold waits until the program asks to be waited for.
func (l *logins) hold() *os.File {
	l.t.Helper()
	select {
	case f := <-l.held:
		if what := <-l.asked; what != "sleep delay" {
			l.t.Errorf("the program asked for %q", what)
		}
		return f
	case <-time.After(20 * time.Second):
		l.t.Fatal("the program never asked to be waited for")
		return nil
	}
}

func (l *logins) say(path dbus.ObjectPath, signal string, values ...any) {
	l.t.Helper()
	if err := l.bus.Emit(path, signal, values...); err != nil {
		l.t.Fatal(err)
	}
}

func (l *logins) sleep(yes bool) {
	l.t.Helper()
	l.say("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", yes)
}

// letGo waits until the program lets the computer sleep.
func (l *logins) letGo(hold *os.File) {
	l.t.Helper()
	_ = hold.SetReadDeadline(time.Now().Add(20 * time.Second))
	if n, err := hold.Read(make([]byte, 1)); n != 0 || os.IsTimeout(err) {
		l.t.Fatalf("the computer is still held: %v", err)
	}
}

// stillHeld checks that the computer waits.
func (l *logins) stillHeld(hold *os.File) {
	l.t.Helper()
	_ = hold.SetReadDeadline(time.Now().Add(1500 * time.Millisecond))
	if _, err := hold.Read(make([]byte, 1)); !os.IsTimeout(err) {
		l.t.Errorf("the computer would sleep already: %v", err)
	}
}

// watched starts to watch the computer; what it says is handed over to the test, which stands for the window.
func watched(t *testing.T) <-chan func() {
	puts := make(chan func(), 4)
	w := session.Start(func(gone func()) { puts <- gone })
	t.Cleanup(w.Stop)
	return puts
}

func next(t *testing.T, puts <-chan func()) func() {
	t.Helper()
	select {
	case gone := <-puts:
		return gone
	case <-time.After(20 * time.Second):
		t.Fatal("nobody said that the records have to be put away")
		return nil
	}
}

func TestTheComputerSleepsOnlyWhenTheRecordsAreLocked(t *testing.T) {
	l := startLogins(t)
	s := newAppStage(t).created()
	s.newForm()
	s.typeIn("What was said", "They want money by six")
	puts := watched(t)
	hold := l.hold()
	l.stillHeld(hold)
	l.sleep(true)
	gone := next(t, puts)
	s.app.lockFirst(func() {
		if words := s.words(); words != "" || s.app.vault != nil {
			t.Errorf("the window still shows %q", words)
		}
		v, err := data.Unlock(t.Context(), s.records(), data.Credentials{Passphrase: stagePassphrase, Options: s.app.o.Opened})
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		if drafts, err := v.Drafts(t.Context()); err != nil || !slices.ContainsFunc(drafts, func(d data.Draft) bool { return strings.Contains(string(d.Body), "by six") }) {
			t.Errorf("kept before the sleep: %v %v", drafts, err)
		}
		l.stillHeld(hold)
		gone()
	})
	l.letGo(hold)
	s.isLocked()
	l.sleep(false)
	hold = l.hold() // for the next time
	s.again()
	l.sleep(true)
	s.app.lockFirst(next(t, puts))
	l.letGo(hold)
}

func TestNothingOpenHoldsNoSleepUp(t *testing.T) {
	l := startLogins(t)
	s := newAppStage(t)
	puts := watched(t)
	hold := l.hold()
	l.sleep(true)
	s.app.lockFirst(next(t, puts))
	l.letGo(hold)
	if len(s.launched) > 0 {
		t.Error("a program was started")
	}
}

func TestLockingTheScreenLocksTheRecords(t *testing.T) {
	const mine, other = dbus.ObjectPath("/org/freedesktop/login1/session/c7"), dbus.ObjectPath("/org/freedesktop/login1/session/c8")
	for _, one := range []struct {
		name   string
		path   dbus.ObjectPath
		signal string
		values []any
		locks  bool
	}{
		{"by its name", mine, "org.freedesktop.login1.Session.Lock", nil, true},
		{
			"as a property", mine, "org.freedesktop.DBus.Properties.PropertiesChanged",
			[]any{"org.freedesktop.login1.Session", map[string]dbus.Variant{"LockedHint": dbus.MakeVariant(true)}, []string{}},
			true,
		},
		{
			"but not unlocking it", mine, "org.freedesktop.DBus.Properties.PropertiesChanged",
			[]any{"org.freedesktop.login1.Session", map[string]dbus.Variant{"LockedHint": dbus.MakeVariant(false)}, []string{}},
			false,
		},
		{"nor somebody else's", other, "org.freedesktop.login1.Session.Lock", nil, false},
	} {
		t.Run(one.name, func(t *testing.T) {
			l := startLogins(t)
			puts := watched(t)
			l.hold()
			time.Sleep(500 * time.Millisecond) // it goes on to ask for its session
			l.say(one.path, one.signal, one.values...)
			select {
			case <-puts:
				if !one.locks {
					t.Error("the records were put away")
				}
			case <-time.After(map[bool]time.Duration{true: 20 * time.Second, false: time.Second}[one.locks]):
				if one.locks {
					t.Error("the records stayed open")
				}
			}
		})
	}
}

func TestNoBusIsNoHindrance(t *testing.T) {
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "nothing"))
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "nothing"))
	t.Setenv("DISPLAY", "")
	begun := time.Now()
	w := session.Start(func(func()) { t.Error("something was said") })
	if _, known := w.Idle(); known {
		t.Error("somebody knows how long the computer was not touched")
	}
	w.Stop()
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("it took %v", took)
	}
}
