package e2e

import (
	"bufio"
	"os/exec"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"noddfa/assets"
)

func TestWhereNothingCanBePaintedItIsSaidWhatToDo(t *testing.T) {
	t.Parallel()
	d := &desk{t: t, home: t.TempDir()}
	d.startDisplay("800x600", "-extension")
	for _, c := range []struct{ name, display, locale, want string }{
		{"no OpenGL", d.env[0], "en_GB.UTF-8", say("doors.noGraphics")},
		{"no OpenGL, in Welsh", d.env[0], "cy_GB.UTF-8", assets.Lang("cy").T("doors.noGraphics")},
		{"no screen", "DISPLAY=", "en_GB.UTF-8", say("doors.noDisplay")},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := exec.Command(program)
			start.Env = []string{c.display, "HOME=" + d.home, "LC_ALL=" + c.locale}
			out, err := start.CombinedOutput()
			if err == nil || start.ProcessState.ExitCode() != 1 || strings.TrimSpace(string(out)) != c.want {
				t.Errorf("it ends with %v and says %q", err, out)
			}
		})
	}
}

// notices is a desktop that shows notifications.
type notices chan string

func (n notices) Notify(_ string, _ uint32, _, _, body string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	n <- body
	return 1, nil
}

// Whoever starts it from a menu sees no terminal.
func TestWhereNothingCanBePaintedTheDesktopIsToldToo(t *testing.T) {
	t.Parallel()
	daemon := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	out, err := daemon.StdoutPipe()
	if err == nil {
		err = daemon.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { daemon.Process.Kill(); daemon.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address = strings.TrimSpace(address)
	bus, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer bus.Close()
	shown := make(notices, 1)
	if err := bus.Export(shown, "/org/freedesktop/Notifications", "org.freedesktop.Notifications"); err != nil {
		t.Fatal(err)
	}
	if _, err := bus.RequestName("org.freedesktop.Notifications", dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	start := exec.Command(program)
	start.Env = []string{"DISPLAY=", "HOME=" + t.TempDir(), "LC_ALL=en_GB.UTF-8", "DBUS_SESSION_BUS_ADDRESS=" + address}
	if err := start.Run(); err == nil {
		t.Fatal("it ends as if all were well")
	}
	select {
	case body := <-shown:
		if body != say("doors.noDisplay") {
			t.Errorf("it says %q", body)
		}
	default:
		t.Error("nothing is shown")
	}
}
