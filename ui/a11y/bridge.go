//go:build unix && !darwin

package a11y

import (
	"context"
	"os"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"github.com/godbus/dbus/v5"
)

// Options start a Bridge.
type Options struct {
	Window fyne.Window
	Name   string // of the program
	Used   func() // somebody pressed or wrote something through a reader; on the window's goroutine
}

// pace is how often the window is read while a reader is there: less than anybody can hear.
const pace = 50 * time.Millisecond

// hasty is how long the bus may take to answer one question.
const hasty = 5 * time.Second

// A Bridge stands between the window and a screen reader.
type Bridge struct {
	o      Options
	reader *Reader
	asked  atomic.Bool // the window has been asked to read itself and has not yet
	active atomic.Bool
	stop   context.CancelFunc
}

// Start waits, beside the window, for a screen reader. Stop the Bridge when the window has closed.
func Start(o Options) *Bridge {
	ctx, stop := context.WithCancel(context.Background())
	b := &Bridge{o: o, reader: NewReader(o.Window), stop: stop}
	b.active.Store(true)
	life := fyne.CurrentApp().Lifecycle()
	life.SetOnEnteredForeground(func() { b.active.Store(true) })
	life.SetOnExitedForeground(func() { b.active.Store(false) })
	go b.wait(ctx)
	return b
}

// Stop ends what is told to readers. It does not wait for the bus.
func (b *Bridge) Stop() { b.stop() }

const (
	busName = "org.a11y.Bus"
	busPath = dbus.ObjectPath("/org/a11y/bus")
	status  = "org.a11y.Status"
)

// wait looks for a reader on the session's bus and serves it while it is there.
func (b *Bridge) wait(ctx context.Context) {
	if address := os.Getenv("AT_SPI_BUS_ADDRESS"); address != "" {
		b.serve(ctx, address)
		return
	}
	bus, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return // no session bus: nobody can be listening
	}
	defer bus.Close()
	news := make(chan *dbus.Signal, 16)
	bus.Signal(news)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchInterface("org.freedesktop.DBus.Properties"), dbus.WithMatchObjectPath(busPath)},
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, busName)},
	} {
		if bus.AddMatchSignalContext(ctx, match...) != nil {
			return
		}
	}
	served := "" // the address of the bus that is served
	end := func() {}
	defer func() { end() }()
	for {
		if address := wanted(ctx, bus); address != served {
			end()
			served = address
			end = b.begin(ctx, address)
		}
		select {
		case <-ctx.Done():
			return
		case _, open := <-news:
			if !open {
				return
			}
		}
	}
}

// begin serves a bus until the returned function is called.
func (b *Bridge) begin(ctx context.Context, address string) (end func()) {
	ctx, end = context.WithCancel(ctx)
	if address != "" {
		go b.serve(ctx, address)
	}
	return end
}

// wanted returns the address of the readers' bus if a reader is running. It starts nothing: where no program offers
// that bus there is no reader.
func wanted(ctx context.Context, bus *dbus.Conn) string {
	ctx, done := context.WithTimeout(ctx, hasty)
	defer done()
	var there bool
	if bus.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, busName).Store(&there) != nil || !there {
		return ""
	}
	of := bus.Object(busName, busPath)
	on := false
	for _, property := range []string{"IsEnabled", "ScreenReaderEnabled"} {
		var v dbus.Variant
		if of.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, status, property).Store(&v) == nil {
			yes, _ := v.Value().(bool)
			on = on || yes
		}
	}
	var address string
	if !on || of.CallWithContext(ctx, busName+".GetAddress", 0).Store(&address) != nil {
		return ""
	}
	return address
}

// again is how long to wait after the readers' bus has gone before looking for it again.
const again = 5 * time.Second

// serve tells readers of the window until ctx ends.
func (b *Bridge) serve(ctx context.Context, address string) {
	for ctx.Err() == nil {
		b.session(ctx, address)
		select {
		case <-ctx.Done():
		case <-time.After(again):
		}
	}
}

// session serves one connection until it or ctx ends.
func (b *Bridge) session(ctx context.Context, address string) {
	trees := make(chan *Tree, 1)
	b.ask(trees)
	var first *Tree
	select {
	case <-ctx.Done():
		return
	case first = <-trees:
	}
	s, err := newSession(ctx, b.o, address, first)
	if err != nil {
		return
	}
	defer s.bus.Close()
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.bus.Context().Done():
			return
		case <-tick.C:
			b.ask(trees)
		case tree := <-trees:
			s.tell(tree)
		}
	}
}

// ask has the window read itself, unless it has not yet done so the last time.
func (b *Bridge) ask(trees chan<- *Tree) {
	if !b.asked.CompareAndSwap(false, true) {
		return
	}
	fyne.Do(func() {
		tree := b.reader.Read()
		tree.Active = b.active.Load()
		b.asked.Store(false)
		select {
		case trees <- tree:
		default: // the last one has not been told yet
		}
	})
}
