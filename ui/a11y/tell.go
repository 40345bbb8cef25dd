//go:build unix && !darwin

package a11y

import (
	"github.com/godbus/dbus/v5"

	"noddfa/ui/widget"
)

var nought = dbus.MakeVariant(int32(0))

// tell makes a Tree the present one and tells readers what is different.
func (s *session) tell(now *Tree) {
	was := s.tree.Swap(now)
	for _, c := range changes(was, now) {
		s.say(c)
	}
}

func (s *session) say(c change) {
	path := s.path(c.node)
	switch c.kind {
	case cameKid:
		s.emit(path, "Object.ChildrenChanged", "add", int32(c.at), 0, dbus.MakeVariant(s.to(c.other)))
	case wentKid:
		s.emit(path, "Object.ChildrenChanged", "remove", int32(c.at), 0, dbus.MakeVariant(s.to(c.other)))
	case renamed:
		s.emit(path, "Object.PropertyChange", "accessible-name", 0, 0, dbus.MakeVariant(c.text))
	case hinted:
		s.emit(path, "Object.PropertyChange", "accessible-description", 0, 0, dbus.MakeVariant(c.text))
	case stateTurned:
		s.turned(path, c)
	case textGone:
		s.emit(path, "Object.TextChanged", "delete", int32(c.at), int32(len([]rune(c.text))), dbus.MakeVariant(c.text))
	case textCame:
		s.emit(path, "Object.TextChanged", "insert", int32(c.at), int32(len([]rune(c.text))), dbus.MakeVariant(c.text))
	case caretMoved:
		s.emit(path, "Object.TextCaretMoved", "", int32(c.at), 0, nought)
	case choiceMoved:
		s.emit(path, "Object.SelectionChanged", "", 0, 0, nought)
	case focusMoved:
		s.emit(path, "Object.StateChanged", "focused", yesNo(c.on), 0, nought)
		if c.on {
			s.emit(path, "Focus.Focus", "", 0, 0, nought)
		}
	case announced:
		const polite, assertive = 1, 2
		how := int32(polite)
		if c.on {
			how = assertive
		}
		s.emit(path, "Object.Announcement", "", how, 0, dbus.MakeVariant(c.text))
	case windowTurned:
		event := "Window.Deactivate"
		if c.on {
			event = "Window.Activate"
		}
		s.emit(path, event, "", 0, 0, dbus.MakeVariant(c.node.Name))
		s.emit(path, "Object.StateChanged", "active", yesNo(c.on), 0, nought)
	}
}

func (s *session) turned(path dbus.ObjectPath, c change) {
	if c.state == widget.Disabled {
		s.emit(path, "Object.StateChanged", "enabled", yesNo(!c.on), 0, nought)
		s.emit(path, "Object.StateChanged", "sensitive", yesNo(!c.on), 0, nought)
		return
	}
	for _, w := range said {
		if w.state == c.state {
			s.emit(path, "Object.StateChanged", w.word, yesNo(c.on), 0, nought)
		}
	}
}

func yesNo(on bool) int32 {
	if on {
		return 1
	}
	return 0
}

// emit sends one event; a reader that is gone is noticed by the connection.
func (s *session) emit(path dbus.ObjectPath, event, detail string, one, two int32, about dbus.Variant) {
	_ = s.bus.Emit(path, atspi+"Event."+event, detail, one, two, about, map[string]dbus.Variant{})
}
