//go:build unix && !darwin

package a11y

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"github.com/godbus/dbus/v5"
)

const (
	objects  = "/org/a11y/atspi/accessible/"
	rootPath = dbus.ObjectPath(objects + "root")
	nullPath = dbus.ObjectPath("/org/a11y/atspi/null")
	atspi    = "org.a11y.atspi."
)

// ref is how AT-SPI names a thing: the program and the thing in it.
type ref struct {
	Program string
	Thing   dbus.ObjectPath
}

// session is one connection to the readers' bus.
type session struct {
	o       Options
	bus     *dbus.Conn
	tree    atomic.Pointer[Tree]
	desktop atomic.Pointer[ref] // what holds all programs; a reader may ask before the registry has said
	number  atomic.Int32
}

func newSession(ctx context.Context, o Options, address string, first *Tree) (*session, error) {
	s := &session{o: o}
	s.tree.Store(first)
	s.desktop.Store(&ref{Thing: nullPath})
	bus, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return nil, fmt.Errorf("reaching the screen reader's bus: %w", err)
	}
	s.bus = bus
	if err := s.offer(); err != nil {
		bus.Close()
		return nil, err
	}
	ctx, done := context.WithTimeout(ctx, hasty)
	defer done()
	registry := bus.Object(atspi+"Registry", rootPath)
	var desktop ref
	if err := registry.CallWithContext(ctx, atspi+"Socket.Embed", 0, s.ref(rootPath)).Store(&desktop); err != nil {
		bus.Close()
		return nil, fmt.Errorf("saying to screen readers that we are here: %w", err)
	}
	s.desktop.Store(&desktop)
	s.emit(s.path(first.Root), "Window.Create", "", 0, 0, dbus.MakeVariant(first.Root.Name))
	if first.Active {
		s.emit(s.path(first.Root), "Window.Activate", "", 0, 0, dbus.MakeVariant(first.Root.Name))
		s.emit(s.path(first.Root), "Object.StateChanged", "active", 1, 0, nought)
	}
	if first.Focus != nil {
		s.emit(s.path(first.Focus), "Object.StateChanged", "focused", 1, 0, nought)
	}
	return s, nil
}

// offer exports what may be called.
func (s *session) offer() error {
	tables := map[string]map[string]any{
		"org.freedesktop.DBus.Properties": s.properties(),
		atspi + "Accessible":              s.accessible(),
		atspi + "Application":             s.application(),
		atspi + "Component":               s.component(),
		atspi + "Action":                  s.action(),
		atspi + "Selection":               s.selection(),
		atspi + "Text":                    s.text(),
		atspi + "EditableText":            s.editableText(),
	}
	for name, table := range tables {
		if err := s.bus.ExportSubtreeMethodTable(table, "/org/a11y/atspi/accessible", name); err != nil {
			return fmt.Errorf("offering %s: %w", name, err)
		}
	}
	// Readers then ask for each thing by itself.
	none := map[string]any{"GetItems": func() ([]cached, *dbus.Error) { return []cached{}, nil }}
	if err := s.bus.ExportMethodTable(none, "/org/a11y/atspi/cache", atspi+"Cache"); err != nil {
		return fmt.Errorf("offering a cache: %w", err)
	}
	return nil
}

// cached has the shape of one line of AT-SPI's cache.
type cached struct {
	Self, Program, Parent ref
	Index, Kids           int32
	Interfaces            []string
	Name                  string
	Role                  uint32
	Description           string
	State                 []uint32
}

func (s *session) ref(path dbus.ObjectPath) ref { return ref{s.bus.Names()[0], path} }

func (s *session) path(n *Node) dbus.ObjectPath {
	return dbus.ObjectPath(objects + strconv.Itoa(n.ID))
}

func (s *session) to(n *Node) ref {
	if n == nil {
		return ref{"", nullPath}
	}
	return s.ref(s.path(n))
}

// asked returns the thing that a call is about; nil, true is the program itself.
func (s *session) asked(m dbus.Message) (n *Node, program bool, err *dbus.Error) {
	path, _ := m.Headers[dbus.FieldPath].Value().(dbus.ObjectPath)
	if path == rootPath {
		return nil, true, nil
	}
	id, fault := strconv.Atoi(strings.TrimPrefix(string(path), objects))
	if n = s.tree.Load().Find(id); fault != nil || n == nil {
		return nil, false, dbus.NewError("org.freedesktop.DBus.Error.UnknownObject", []any{"it is no longer on the window"})
	}
	return n, false, nil
}

// thing is asked for calls that the program itself does not answer.
func (s *session) thing(m dbus.Message) (*Node, *dbus.Error) {
	n, program, err := s.asked(m)
	if program {
		return nil, refused
	}
	return n, err
}

var refused = dbus.NewError("org.freedesktop.DBus.Error.NotSupported", []any{"this thing has no such side"})

// do has the window do something and waits a moment for it, so that the reader's next question finds it done.
func (s *session) do(what func()) bool {
	if what == nil {
		return false
	}
	done := make(chan struct{})
	fyne.Do(func() {
		defer close(done)
		what()
		if s.o.Used != nil {
			s.o.Used()
		}
	})
	select {
	case <-done:
	case <-time.After(time.Second):
	}
	return true
}
