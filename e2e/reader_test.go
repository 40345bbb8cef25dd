package e2e

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// reader is a screen reader: it knows of the window what AT-SPI tells it, names and roles, and does everything through
// AT-SPI. It has no eyes, no mouse and no keyboard.
type reader struct {
	d   *desk
	bus *dbus.Conn
}

// hearing is how long the window may take: asking for each thing by itself keeps the machine busy while keys are made.
const hearing = 60 * time.Second

// heard is one thing on the window as a reader knows it.
type heard struct {
	at      dbus.BusObject
	role    string
	name    string
	state   uint64
	parent  string // name of what it is in
	showing bool
}

type place struct {
	Program string
	Thing   dbus.ObjectPath
}

const (
	stateFocused = 1 << 12
	stateShowing = 1 << 25
)

// sessionBus starts a session's bus that knows no service but the readers' own bus.
func (d *desk) sessionBus() string {
	t, dir := d.t, d.in("bus")
	t.Helper()
	services := filepath.Join(dir, "services")
	if err := os.MkdirAll(services, 0o700); err != nil {
		t.Fatal(err)
	}
	offer, err := os.ReadFile("/usr/share/dbus-1/services/org.a11y.Bus.service")
	if err != nil {
		t.Fatalf("at-spi2-core is not installed: %v", err)
	}
	var lines []string
	for line := range strings.Lines(string(offer)) {
		if !strings.HasPrefix(line, "SystemdService") {
			lines = append(lines, line)
		}
	}
	write(t, filepath.Join(services, "org.a11y.Bus.service"), strings.Join(lines, ""))
	return d.startBus(dir)
}

// startBus starts a session's bus in a folder, with what services are offered there.
func (d *desk) startBus(dir string) string {
	t := d.t
	t.Helper()
	config := filepath.Join(dir, "bus.conf")
	write(t, config, `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=`+dir+`</listen><servicedir>`+filepath.Join(dir, "services")+`</servicedir><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`)
	bus := exec.Command("dbus-daemon", "--config-file="+config, "--nofork", "--print-address=1")
	bus.Env = append(d.env[:len(d.env):len(d.env)], "HOME="+dir, "XDG_RUNTIME_DIR="+dir, "XDG_CACHE_HOME="+dir, "GSETTINGS_BACKEND=memory")
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := bus.Start(); err != nil {
		t.Fatalf("starting a session bus: %v", err)
	}
	t.Cleanup(func() { _ = bus.Process.Kill(); _ = bus.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("waiting for the session bus: %v", err)
	}
	return strings.TrimSpace(address)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// beginReading switches a screen reader on, as a desktop does.
func (d *desk) beginReading(address string) *reader {
	t := d.t
	t.Helper()
	session, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	of := session.Object("org.a11y.Bus", "/org/a11y/bus")
	var bus string
	if err := of.Call("org.a11y.Bus.GetAddress", 0).Store(&bus); err != nil {
		t.Fatalf("asking for the readers' bus: %v", err)
	}
	if err := of.Call("org.freedesktop.DBus.Properties.Set", 0, "org.a11y.Status", "IsEnabled", dbus.MakeVariant(true)).Err; err != nil {
		t.Fatalf("switching the reader on: %v", err)
	}
	r := &reader{d: d}
	if r.bus, err = dbus.Connect(bus); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.bus.Close() })
	return r
}

func property(o dbus.BusObject, name string) any {
	var v dbus.Variant
	_ = o.Call("org.freedesktop.DBus.Properties.Get", 0, "org.a11y.atspi.Accessible", name).Store(&v)
	return v.Value()
}

// program finds Noddfa among the programs that are running.
func (r *reader) program() (dbus.BusObject, bool) {
	var all []place
	desktop := r.bus.Object("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
	_ = desktop.Call("org.a11y.atspi.Accessible.GetChildren", 0).Store(&all)
	for _, p := range all {
		if o := r.bus.Object(p.Program, p.Thing); property(o, "Name") == "Noddfa" {
			return o, true
		}
	}
	return nil, false
}

// listen returns everything on the window, in reading order.
func (r *reader) listen() []heard {
	program, ok := r.program()
	if !ok {
		return nil
	}
	var all []heard
	r.descend(program, "", &all)
	return all
}

// descend asks for all that a thing holds at once, so that the questions need not wait for each other.
func (r *reader) descend(o dbus.BusObject, parent string, all *[]heard) {
	const accessible = "org.a11y.atspi.Accessible"
	var kids []place
	if o.Call(accessible+".GetChildren", 0).Store(&kids) != nil {
		return
	}
	type question struct{ name, role, state, count *dbus.Call }
	asked := make([]question, len(kids))
	for i, p := range kids {
		kid := r.bus.Object(p.Program, p.Thing)
		ask := func(method string, args ...any) *dbus.Call {
			return kid.Go(method, 0, make(chan *dbus.Call, 1), args...)
		}
		get := func(name string) *dbus.Call { return ask("org.freedesktop.DBus.Properties.Get", accessible, name) }
		asked[i] = question{get("Name"), ask(accessible + ".GetRoleName"), ask(accessible + ".GetState"), get("ChildCount")}
	}
	for i, q := range asked {
		var name, count dbus.Variant
		var state []uint32
		h := heard{at: r.bus.Object(kids[i].Program, kids[i].Thing), parent: parent}
		if (<-q.name.Done).Store(&name) != nil || (<-q.role.Done).Store(&h.role) != nil ||
			(<-q.state.Done).Store(&state) != nil || (<-q.count.Done).Store(&count) != nil || len(state) != 2 {
			continue // it has just gone
		}
		h.name, _ = name.Value().(string)
		h.state = uint64(state[0]) | uint64(state[1])<<32
		h.showing = h.state&stateShowing != 0
		*all = append(*all, h)
		if count.Value() != int32(0) {
			r.descend(h.at, h.name, all)
		}
	}
}

// find waits for a thing of that role whose name begins so; what is in sight comes before what is scrolled away.
func (r *reader) find(role, name string) heard {
	r.d.t.Helper()
	return r.findIn("", role, name)
}

func (r *reader) findIn(parent, role, name string) heard {
	r.d.t.Helper()
	for end := time.Now().Add(hearing); time.Now().Before(end); time.Sleep(150 * time.Millisecond) {
		var hidden *heard
		for _, h := range r.listen() {
			if h.role != role || !strings.HasPrefix(h.name, name) || !strings.HasPrefix(h.parent, parent) {
				continue
			}
			if h.showing {
				return h
			}
			if hidden == nil {
				hidden = &h
			}
		}
		if hidden != nil {
			return *hidden
		}
	}
	r.fail("there is no %s called %q", role, name)
	return heard{}
}

func (r *reader) fail(format string, args ...any) {
	r.d.t.Helper()
	var lines []string
	for _, h := range r.listen() {
		lines = append(lines, fmt.Sprintf("%s %q showing %v", h.role, h.name, h.showing))
	}
	r.d.t.Logf("a reader knows of:\n%s", strings.Join(lines, "\n"))
	r.d.fail(format, args...)
}

// press does what the first action of a thing is.
func (r *reader) press(role, name string) {
	r.d.t.Helper()
	r.pressIn("", role, name)
}

// pressIn is press for a thing in one of that name: an answer to a question.
func (r *reader) pressIn(parent, role, name string) {
	r.d.t.Helper()
	for end := time.Now().Add(hearing); time.Now().Before(end); time.Sleep(150 * time.Millisecond) {
		h := r.findIn(parent, role, name)
		done := false
		if h.at.Call("org.a11y.atspi.Action.DoAction", 0, int32(0)).Store(&done) == nil && done {
			return
		}
	}
	r.fail("the %s called %q cannot be pressed", role, name)
}

// write puts text into the field of that name.
func (r *reader) write(role, name, text string) {
	r.d.t.Helper()
	for end := time.Now().Add(hearing); time.Now().Before(end); time.Sleep(150 * time.Millisecond) {
		h := r.find(role, name)
		done := false
		if h.at.Call("org.a11y.atspi.EditableText.SetTextContents", 0, text).Store(&done) == nil && done {
			return
		}
	}
	r.fail("nothing can be written into the %s called %q", role, name)
}

// text is what a field says is in it.
func (r *reader) text(h heard) string {
	r.d.t.Helper()
	var text string
	if err := h.at.Call("org.a11y.atspi.Text.GetText", 0, int32(0), int32(-1)).Store(&text); err != nil {
		r.d.t.Fatalf("the %s called %q has no text: %v", h.role, h.name, err)
	}
	return text
}

// watch collects what readers are told of, from now on.
func (r *reader) watch(event string) <-chan *dbus.Signal {
	r.d.t.Helper()
	if err := r.bus.AddMatchSignal(dbus.WithMatchInterface("org.a11y.atspi.Event.Object"), dbus.WithMatchMember(event)); err != nil {
		r.d.t.Fatal(err)
	}
	told := make(chan *dbus.Signal, 1000)
	r.bus.Signal(told)
	return told
}
