package e2e

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

// clipboard is what can be pasted now.
func (d *desk) clipboard() string {
	out, err := d.run("timeout", "5", "xclip", "-selection", "clipboard", "-o")
	if err != nil {
		return "" // nobody has anything
	}
	return out
}

func (d *desk) copies(words string) {
	d.t.Helper()
	for end := time.Now().Add(patience); d.clipboard() != words; time.Sleep(500 * time.Millisecond) {
		if time.Now().After(end) {
			d.fail("copying gave %q", d.clipboard())
		}
		d.key("ctrl+a", "ctrl+c") // what was typed may not have arrived yet
	}
}

// nothingCopied waits until nothing can be pasted.
func (d *desk) nothingCopied(within time.Duration) {
	d.t.Helper()
	for begun := time.Now(); d.clipboard() != ""; time.Sleep(200 * time.Millisecond) {
		if time.Since(begun) > within {
			d.t.Fatalf("it still gives %q", d.clipboard())
		}
	}
}

func TestWhatWasCopiedLeavesTheClipboard(t *testing.T) {
	t.Parallel()
	const words = "Pomegranate Lodge"
	d := sitDown(t, "1280x800", nil)
	d.click(say("doors.look"))
	d.find(say("rail.contacts"))
	d.key("ctrl+n")
	d.fill(say("contact.calledName"), words)
	d.copies(words)
	d.nothingCopied(time.Minute + patience) // by itself
	d.copies(words)
	d.key("ctrl+l")
	d.nothingCopied(patience)
	d.activate()
	d.click(say("doors.fictional.goOn"))
	d.field(say("contact.calledName")) // the same form, with what was typed
	d.copies(words)
	d.key("alt+F4")
	d.nothingCopied(patience)
	d.quiet()
	d.searchForCanaries("")
}

func TestNoOtherPageGoesRoundTheWaitAfterWrongPassphrases(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "1280x800")
	records := d.in("home/Documents/hafan.noddfa")
	v, err := data.MakeDemo(t.Context(), records, secretPhrase, data.DemoOptions{Cases: 1})
	if err != nil {
		t.Fatal(err)
	}
	v.Close()
	d.start("--vault", records)
	unlock := func(phrase string) {
		d.field(say("unlock.passphrase"))
		d.write(phrase)
		d.key("Return")
	}
	wait, _, _ := strings.Cut(assets.Lang("en").N("unlock.wait", 9), "9")
	for wrong := range 4 { // nothing is waited for after the first, then 1, 3 and 7 seconds
		unlock("not this one")
		if wrong > 0 && wrong < 3 {
			d.find(wait)
			d.gone(wait)
		}
	}
	d.find(wait)
	d.click(say("unlock.other"))
	d.click(say("doors.open"))
	d.click(os.TempDir()) // the records that were found, whose name takes two lines
	d.find(wait)
	unlock(secretPhrase)
	d.find(wait) // the right one has to wait as well
	d.gone(wait)
	d.key("Return")
	d.find(say("rail.contacts"))
	d.key("alt+F4")
	d.quiet()
}

func TestAFaultOutsideTheWindowSaysNothingOfWhatWasSaid(t *testing.T) {
	t.Parallel()
	const said = "Pomegranate Lodge by six"
	for _, one := range []struct {
		name  string
		check string
		says  bool
	}{
		{"as it is used", "0", false},
		{"while it is checked", "1", true}, // or the test could not fail
	} {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			d := sitDown(t, "1280x800", []string{"NODDFA_CHECK_THREADS=" + one.check})
			d.find(say("doors.start"))
			d.askFor("fault "+said, nil)
			d.ended()
			if strings.Contains(d.said.String(), said) != one.says {
				t.Errorf("the program said:\n%s", d.said.String())
			}
		})
	}
}

// TestOtherProgramsCannotLookIntoMemory starts both programs as somebody who is not the administrator: to whom the
// system gives a program that may not be looked into, and its crash files.
func TestOtherProgramsCannotLookIntoMemory(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "noddfa-harden-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	control := filepath.Join(dir, "noddfactl")
	if out, err := exec.Command("go", building("-o", control, "noddfa/cmd/noddfactl")...).CombinedOutput(); err != nil {
		t.Fatalf("building: %v %s", err, out)
	}
	for _, open := range []string{dir, filepath.Dir(program)} {
		if err := os.Chmod(open, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	fifo := filepath.Join(dir, "passphrase")
	if err := syscall.Mkfifo(fifo, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(fifo, 0o666); err != nil {
		t.Fatal(err)
	}
	screen, err := net.Listen("unix", filepath.Join(dir, "screen")) // that takes everybody in and never answers
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	if err := os.Chmod(filepath.Join(dir, "screen"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		name   string
		hidden bool
		args   []string
	}{
		{"any other program", false, []string{"sleep", "60"}},
		{"the window", true, []string{program}},
		{"the command", true, []string{
			control, "init", filepath.Join(dir, "new.noddfa"), "--organisation", "Example", "--name", "Mair Example",
			"--recovery-kit", filepath.Join(dir, "kit", "kit.pdf"), "--passphrase-file", fifo,
		}},
	} {
		t.Run(one.name, func(t *testing.T) {
			run := exec.Command(one.args[0], one.args[1:]...)
			run.Env = []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH"), "WAYLAND_DISPLAY=" + filepath.Join(dir, "screen"), "XDG_RUNTIME_DIR=" + dir}
			run.Dir = dir
			uid := uint32(os.Getuid())
			if uid == 0 {
				uid = 65534
				run.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: 65534}}
			}
			if err := run.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() { _ = run.Process.Kill(); _ = run.Wait() }()
			var hidden, noCrashFile bool
			for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
				hidden, noCrashFile = looks(t, run.Process.Pid, uid)
				if hidden == one.hidden && (noCrashFile || !one.hidden) {
					break
				}
			}
			if hidden != one.hidden || one.hidden && !noCrashFile {
				t.Errorf("memory hidden: %v, no crash file: %v", hidden, noCrashFile)
			}
		})
	}
}

// looks reads what the system says of a running program: whether its own user may look into it, and whether it would
// leave a crash file.
func looks(t *testing.T, pid int, uid uint32) (hidden, noCrashFile bool) {
	t.Helper()
	proc := fmt.Sprintf("/proc/%d/", pid)
	memory, err := os.Stat(proc + "mem")
	if err != nil {
		t.Fatalf("the program has ended: %v", err)
	}
	limits, err := os.ReadFile(proc + "limits")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(limits)) {
		if rest, found := strings.CutPrefix(line, "Max core file size"); found {
			noCrashFile = strings.Join(strings.Fields(rest)[:2], " ") == "0 0"
		}
	}
	return memory.Sys().(*syscall.Stat_t).Uid != uid, noCrashFile
}
