//go:build unix && !darwin

package session

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTheScreenSaysForHowLongNobodyTouchedIt asks a real X server, and moves its pointer.
func TestTheScreenSaysForHowLongNobodyTouchedIt(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	screen := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "640x480x24", "-noreset", "-nolisten", "tcp")
	screen.ExtraFiles = []*os.File{write}
	if err := screen.Start(); err != nil {
		t.Fatalf("starting a screen: %v", err)
	}
	t.Cleanup(func() { _ = screen.Process.Kill(); _ = screen.Wait() })
	write.Close()
	number, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(number)+".0")
	t.Setenv("XAUTHORITY", filepath.Join(t.TempDir(), "none"))
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
	var a idleAsker
	defer a.close()
	time.Sleep(1500 * time.Millisecond)
	idle, known := a.idle()
	if !known || idle < time.Second || idle > time.Minute {
		t.Fatalf("nobody touched it for %v, known: %v", idle, known)
	}
	if out, err := exec.Command("xdotool", "mousemove", "100", "100", "mousemove", "200", "200").CombinedOutput(); err != nil {
		t.Fatalf("moving the pointer: %v %s", err, out)
	}
	now, known := a.idle()
	if !known || now >= idle {
		t.Errorf("after moving the pointer it is %v, known: %v", now, known)
	}
	_ = screen.Process.Kill()
	_ = screen.Wait()
	if _, known := a.idle(); known {
		t.Error("a screen that is gone still answers")
	}
}

// TestTheCookieOfThisScreenIsFound reads a file as X servers write it.
func TestTheCookieOfThisScreenIsFound(t *testing.T) {
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	entry := func(family byte, parts ...string) string {
		text := string([]byte{family, 0})
		if family == 255 {
			text = "\xff\xff"
		}
		for _, p := range parts {
			text += string([]byte{0, byte(len(p))}) + p
		}
		return text
	}
	const name = "MIT-MAGIC-COOKIE-1"
	file := filepath.Join(t.TempDir(), "cookies")
	text := entry(1, "elsewhere", "4", name, "not this host") + entry(1, host, "5", name, "not this screen") + entry(1, host, "4", "OTHER", "not this kind") + entry(1, host, "4", name, "right") + entry(255, "", "", name, "any")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XAUTHORITY", file)
	for number, want := range map[string]string{"4": "right", "9": "any"} {
		if got, cookie := xCookie(number); string(got) != name || string(cookie) != want {
			t.Errorf("screen %s: %q %q", number, got, cookie)
		}
	}
	if err := os.WriteFile(file, []byte(text[:len(text)-2])[:40], 0o600); err != nil {
		t.Fatal(err)
	}
	if name, _ := xCookie("4"); name != nil {
		t.Error("a broken file has a cookie")
	}
}
