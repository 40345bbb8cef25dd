package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// program is the program under test, built once.
var program string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "noddfa-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	program = filepath.Join(dir, "noddfa")
	build := exec.Command("go", building("-tags", "e2e", "-o", program, "noddfa/cmd/noddfa")...)
	build.Stdout, build.Stderr = os.Stderr, os.Stderr
	code := 1
	if err := build.Run(); err == nil {
		code = m.Run()
	}
	os.RemoveAll(dir)
	os.Exit(code)
}

// building is how go builds a program as the tests themselves were built: what
// scripts/test says, so that it finds its packages built already.
func building(args ...string) []string {
	race := os.Getenv("NODDFA_RACE")
	if race == "" {
		race = "-race"
	}
	return append(append([]string{"build"}, strings.Fields(race)...), args...)
}

// patience is how long the window may take to show something: the race
// detector and two busy cores make it slow.
const patience = 20 * time.Second

// desk is a screen in memory with the program on it.
type desk struct {
	t        *testing.T
	env      []string
	home     string // HOME, TMPDIR and the working folder are in it
	pictures string // "" = no pictures
	program  *exec.Cmd
	ask      *os.File
	answers  chan []byte
	printed  string     // file with what the print system was asked
	said     transcript // standard error of the program
}

// transcript is what a program says while it runs.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// thing is something on the window.
type thing struct {
	Text        string
	Field, Seen bool
	X, Y, W, H  float32
}

// sitDown starts a screen and the program with a home of its own.
func sitDown(t *testing.T, size string, env []string, args ...string) *desk {
	t.Helper()
	d := newDesk(t, size)
	d.env = append(d.env, env...)
	d.printers()
	d.start(args...)
	return d
}

// newDesk starts a screen, without the program.
func newDesk(t *testing.T, size string) *desk {
	t.Helper()
	d := &desk{t: t, home: t.TempDir(), pictures: os.Getenv("NODDFA_PICTURES")}
	folders.Store(filepath.Dir(d.home), true)
	d.startScreen(size)
	for _, dir := range []string{"tmp", "work", "run"} {
		if err := os.MkdirAll(d.in(dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	d.env = append(d.env, d.account("home"), "TMPDIR="+d.in("tmp"), "XDG_RUNTIME_DIR="+d.in("run"), "LC_ALL=C.UTF-8",
		"DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent", "NODDFA_CHECK_THREADS=1", "PATH="+os.Getenv("PATH"), "GORACE=halt_on_error=0")
	return d
}

// account makes the folder of somebody's account, and returns what programs have to know of it.
func (d *desk) account(name string) string {
	d.t.Helper()
	for _, dir := range []string{"Documents", ".cache", ".config/fyne"} {
		if err := os.MkdirAll(d.in(filepath.Join(name, dir)), 0o700); err != nil {
			d.t.Fatal(err)
		}
	}
	// The program that is delivered is built without animations.
	write(d.t, d.in(filepath.Join(name, ".config/fyne/settings.json")), `{"no_animations":true}`)
	return "HOME=" + d.in(name)
}

func (d *desk) in(name string) string { return filepath.Join(d.home, name) }

// startScreen starts Xvfb on a free display and a window manager.
func (d *desk) startScreen(size string) {
	d.t.Helper()
	display := d.startDisplay(size, "+extension")
	manager := exec.Command("openbox")
	manager.Env = append(os.Environ(), display)
	if err := manager.Start(); err != nil {
		d.t.Fatalf("starting a window manager: %v", err)
	}
	d.t.Cleanup(func() { _ = manager.Process.Kill(); _ = manager.Wait() })
}

// startDisplay starts Xvfb with or without ("-extension") OpenGL, and returns what programs have to know of it.
func (d *desk) startDisplay(size, gl string) string {
	d.t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	screen := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", size+"x24", gl, "GLX", "-noreset", "-nolisten", "tcp")
	screen.ExtraFiles = []*os.File{write}
	if err := screen.Start(); err != nil {
		d.t.Fatalf("starting a screen: %v", err)
	}
	d.t.Cleanup(func() { _ = screen.Process.Kill(); _ = screen.Wait() })
	write.Close()
	line, err := bufio.NewReader(read).ReadString('\n')
	if err != nil {
		d.t.Fatalf("waiting for the screen: %v", err)
	}
	display := "DISPLAY=:" + strings.TrimSpace(line)
	d.env = []string{display}
	return display
}

// start starts the program and waits for its window.
func (d *desk) start(args ...string) {
	d.t.Helper()
	askRead, askWrite, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	answerRead, answerWrite, err := os.Pipe()
	if err != nil {
		d.t.Fatal(err)
	}
	d.program = exec.Command(program, args...)
	d.program.Env, d.program.Dir, d.program.Stderr = d.env, d.in("work"), &d.said
	d.program.ExtraFiles = []*os.File{askRead, answerWrite}
	if err := d.program.Start(); err != nil {
		d.t.Fatalf("starting the program: %v", err)
	}
	askRead.Close()
	answerWrite.Close()
	d.ask, d.answers = askWrite, make(chan []byte, 16)
	go hear(answerRead, d.answers)
	d.t.Cleanup(func() { _ = d.program.Process.Kill(); _ = d.program.Wait() })
	d.activate()
}

func (d *desk) run(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = d.env
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// activate waits for the window and gives it the keyboard.
func (d *desk) activate() {
	d.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if id, err := d.run("xdotool", "search", "--onlyvisible", "--name", "^Noddfa$"); err == nil && id != "" {
			lines := strings.Fields(id)
			if _, err := d.run("xdotool", "windowactivate", "--sync", lines[len(lines)-1]); err == nil {
				time.Sleep(200 * time.Millisecond)
				return
			}
		}
	}
	d.fail("there is no window")
}

// fail stops the test with a picture and what the program said.
func (d *desk) fail(format string, args ...any) {
	d.t.Helper()
	d.shot("failed")
	var texts []string
	for _, s := range d.look() {
		if s.Text != "" && s.Seen {
			texts = append(texts, s.Text)
		}
	}
	d.t.Fatal(untold(fmt.Sprintf(format, args...) + "\non the window: " + strings.Join(texts, " | ") + "\nthe program said: " + d.said.String()))
}

// look asks where everything is.
func (d *desk) look() []thing {
	var seen []thing
	d.askFor("look", &seen)
	return seen
}

// hear passes on what the program answers, until it has ended.
func hear(from *os.File, answers chan<- []byte) {
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		answers <- bytes.Clone(lines.Bytes())
	}
	close(answers)
}

// askFor asks the program something; a program that has ended says nothing. One that locks begins anew, and what it was
// asked in that moment is gone with it: then it is asked again.
func (d *desk) askFor(question string, answer any) {
	d.t.Helper()
	for range 4 {
		for len(d.answers) > 0 { // too late for the question before
			<-d.answers
		}
		if _, err := d.ask.WriteString(question + "\n"); err != nil {
			return
		}
		select {
		case line, ok := <-d.answers:
			if !ok {
				return
			}
			if err := json.Unmarshal(line, answer); err != nil {
				d.t.Fatalf("reading what the program says: %v", err)
			}
			return
		case <-time.After(patience / 2):
		}
	}
}

// find waits for a text that begins with what is given.
func (d *desk) find(text string) thing {
	d.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if s, ok := pick(d.look(), text); ok {
			return s
		}
	}
	d.fail("%q is not on the window", text)
	return thing{}
}

// pick prefers a whole match in sight over a beginning, and that over what is
// scrolled away.
func pick(seen []thing, text string) (best thing, found bool) {
	rank := 0
	for _, s := range seen {
		r := 0
		switch {
		case s.Text == text && s.Seen:
			r = 4
		case strings.HasPrefix(s.Text, text) && s.Seen:
			r = 3
		case s.Text == text:
			r = 2
		case s.Text != "" && strings.HasPrefix(s.Text, text):
			r = 1
		}
		if r > rank {
			best, rank = s, r
		}
	}
	return best, rank > 0
}

// gone waits until a text is on the window no more.
func (d *desk) gone(text string) {
	d.t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if _, ok := pick(d.look(), text); !ok {
			return
		}
	}
	d.fail("%q is still on the window", text)
}

// click clicks on a text, scrolling to it first where it is out of sight.
func (d *desk) click(text string) {
	d.t.Helper()
	s := d.find(text)
	s = d.scrollTo(s, func() (thing, bool) { return pick(d.look(), text) })
	d.clickAt(s.X+min(s.W/2, 40), s.Y+s.H/2)
}

// clickBelow clicks on the nearest text under another, such as the link of one
// record under the heading of its kind.
func (d *desk) clickBelow(heading, text string) {
	d.t.Helper()
	d.clickNearest(heading, text, func(h, s thing) (float32, bool) { return s.Y, s.Y > h.Y+h.H/2 && s.X > h.X })
}

// clickBeside clicks on the nearest text on the line of a heading, such as the link that adds one of its kind.
func (d *desk) clickBeside(heading, text string) {
	d.t.Helper()
	d.clickNearest(heading, text, func(h, s thing) (float32, bool) {
		return s.X, s.X > h.X && s.Y+s.H/2 > h.Y && s.Y+s.H/2 < h.Y+h.H
	})
}

// clickNearest clicks on the text that is where it should be from a heading, and of several on the one with the least
// distance.
func (d *desk) clickNearest(heading, text string, from func(heading, s thing) (distance float32, there bool)) {
	d.t.Helper()
	d.find(heading)
	nearest := func() (best thing, found bool) {
		seen := d.look()
		h, ok := pick(seen, heading)
		least := float32(0)
		for _, s := range seen {
			if distance, there := from(h, s); ok && there && s.Text == text && (!found || distance < least) {
				best, found, least = s, true, distance
			}
		}
		return best, found
	}
	s, ok := nearest()
	if !ok {
		d.fail("%q is not at %q", text, heading)
	}
	s = d.scrollTo(s, nearest)
	d.clickAt(s.X+min(s.W/2, 40), s.Y+s.H/2)
}

// field clicks into the field that stands under a label.
func (d *desk) field(label string) {
	d.t.Helper()
	d.find(label)
	under := func() (thing, bool) {
		seen := d.look()
		l, ok := pick(seen, label)
		if !ok {
			return l, false
		}
		return below(seen, l)
	}
	f, ok := under()
	if !ok {
		d.fail("there is no field under %q", label)
	}
	f = d.scrollTo(f, under)
	d.clickAt(f.X+min(f.W/2, 60), f.Y+min(f.H/2, 18))
}

// below is the nearest field under a label.
func below(seen []thing, label thing) (best thing, found bool) {
	for _, s := range seen {
		if !s.Field || s.Y < label.Y+label.H-6 || s.X > label.X+label.W || s.X+s.W < label.X {
			continue
		}
		if !found || s.Y < best.Y {
			best, found = s, true
		}
	}
	return best, found
}

// scrollTo turns the wheel until a thing is in sight.
func (d *desk) scrollTo(s thing, again func() (thing, bool)) thing {
	d.t.Helper()
	try, notch := 0, float32(0) // how far one notch of the wheel goes, once that was seen
	for range 60 {
		// A bar of buttons may lie over the foot of a page that scrolls on.
		if s.Seen && (s.Y+18 < 640 || try > 2) {
			// The page may still be moving.
			still := true
			for range 2 {
				time.Sleep(150 * time.Millisecond)
				now, ok := again()
				if still = still && ok && now == s; ok {
					s = now
				}
			}
			if still {
				return s
			}
			continue
		}
		button := "5"
		if s.Y < 240 { // under the head of the page, or above it
			button = "4"
		}
		notches := float32(2)
		if notch > 0 {
			notches = min(max(notches, abs(s.Y-440)/notch), 40)
		}
		// Beside the fields, which may keep the wheel for themselves.
		d.moveTo(beside(s, try), 450)
		d.must("xdotool", "click", "--repeat", strconv.Itoa(int(notches)), "--delay", "20", button)
		time.Sleep(200 * time.Millisecond)
		before := s.Y
		var ok bool
		if s, ok = again(); !ok {
			d.fail("it went away while scrolling to it")
		}
		if s.Y == before {
			try++
			notch = 0
		} else {
			notch = abs(s.Y-before) / notches
		}
	}
	d.fail("%q cannot be scrolled into sight", s.Text)
	return s
}

func abs(x float32) float32 { return max(x, -x) }

// beside is a place left of a thing, or at the right edge of the page.
func beside(s thing, try int) float32 {
	if try%2 == 0 {
		return max(236, s.X-8)
	}
	return 1106
}

func (d *desk) must(name string, args ...string) {
	d.t.Helper()
	if out, err := d.run(name, args...); err != nil {
		d.fail("%s %s: %v %s", name, strings.Join(args, " "), err, out)
	}
}

func (d *desk) moveTo(x, y float32) {
	d.t.Helper()
	window, err := d.run("xdotool", "getactivewindow")
	if err != nil {
		d.fail("no window has the keyboard")
	}
	d.must("xdotool", "mousemove", "--window", window, strconv.Itoa(int(x)), strconv.Itoa(int(y)))
	time.Sleep(80 * time.Millisecond)
}

// clickAt moves and clicks in two steps: in one the click is sometimes lost.
func (d *desk) clickAt(x, y float32) {
	d.t.Helper()
	d.moveTo(x, y)
	d.must("xdotool", "click", "1")
	time.Sleep(200 * time.Millisecond)
}

// write types text into what has the keyboard; what the keyboard has no key
// for is pasted.
func (d *desk) write(text string) {
	d.t.Helper()
	for _, r := range text {
		if r > 126 || r < 32 {
			paste := exec.Command("xclip", "-selection", "clipboard", "-i")
			paste.Env, paste.Stdin = d.env, strings.NewReader(text)
			if err := paste.Run(); err != nil {
				d.fail("copying: %v", err)
			}
			time.Sleep(200 * time.Millisecond)
			d.key("ctrl+v")
			return
		}
	}
	d.must("xdotool", "type", "--delay", "12", "--", text)
	time.Sleep(200 * time.Millisecond)
}

// fill clicks into the field under a label and writes.
func (d *desk) fill(label, text string) {
	d.t.Helper()
	d.field(label)
	d.write(text)
}

// replace does as fill, after emptying the field.
func (d *desk) replace(label, text string) {
	d.t.Helper()
	d.field(label)
	d.key("ctrl+a")
	d.write(text)
}

func (d *desk) key(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		d.must("xdotool", "key", k)
		time.Sleep(200 * time.Millisecond)
	}
}

// fillIn waits for a form and types into its fields from the first on, by keyboard; "" leaves one as it is.
func (d *desk) fillIn(first string, texts ...string) {
	d.t.Helper()
	d.find(first)
	for i, text := range texts {
		if i > 0 {
			d.key("Tab")
		}
		if text != "" {
			d.write(text)
		}
	}
}

// save saves the form that stands in the place of a page, and waits for the page.
func (d *desk) save() {
	d.t.Helper()
	d.key("ctrl+Return")
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if !slices.ContainsFunc(d.look(), func(s thing) bool { return s.Text == say("common.save") }) {
			return
		}
	}
	d.fail("the form is still there")
}

// asked does what a question asks, and waits until it is there no more.
func (d *desk) asked(title string) {
	d.t.Helper()
	d.key("ctrl+Return")
	d.gone(title)
}

// shot keeps a picture of the screen where pictures are wanted.
func (d *desk) shot(name string) {
	d.t.Helper()
	if d.pictures == "" {
		return
	}
	time.Sleep(300 * time.Millisecond)
	_, _ = d.run("import", "-window", "root", filepath.Join(d.pictures, "window-"+name+".png"))
}

// quiet fails if the program complained about races or about drawing from the
// wrong goroutine.
func (d *desk) quiet() {
	d.t.Helper()
	for _, bad := range []string{"DATA RACE", "Error in Fyne call thread", "panic:", "fatal error"} {
		if strings.Contains(d.said.String(), bad) {
			d.t.Errorf("the program said %q:\n%s", bad, untold(d.said.String()))
		}
	}
}
