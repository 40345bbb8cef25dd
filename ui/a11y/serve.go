//go:build unix && !darwin

package a11y

import (
	"os"
	"strconv"

	"github.com/godbus/dbus/v5"

	"noddfa/ui/widget"
)

// sides are AT-SPI's interfaces of a node.
func (s *session) sides(n *Node, program bool) []string {
	if program {
		return []string{atspi + "Accessible", atspi + "Application"}
	}
	sides := []string{atspi + "Accessible", atspi + "Component"}
	if n.Press != nil {
		sides = append(sides, atspi+"Action")
	}
	if n.Words != nil {
		sides = append(sides, atspi+"Text")
		if n.Words.Write != nil {
			sides = append(sides, atspi+"EditableText")
		}
	}
	if chooses(n) {
		sides = append(sides, atspi+"Selection")
	}
	return sides
}

func (s *session) parent(n *Node, program bool) ref {
	switch {
	case program:
		return *s.desktop.Load()
	case n.Parent == nil:
		return s.ref(rootPath)
	}
	return s.to(n.Parent)
}

// kids of the program are its one window.
func (s *session) kids(n *Node, program bool) []*Node {
	if program {
		return []*Node{s.tree.Load().Root}
	}
	return n.Kids
}

func (s *session) accessible() map[string]any {
	return map[string]any{
		"GetChildAtIndex": func(m dbus.Message, i int32) (ref, *dbus.Error) {
			n, program, err := s.asked(m)
			if err != nil {
				return ref{}, err
			}
			if kids := s.kids(n, program); i >= 0 && int(i) < len(kids) {
				return s.to(kids[i]), nil
			}
			return s.to(nil), nil
		},
		"GetChildren": func(m dbus.Message) ([]ref, *dbus.Error) {
			n, program, err := s.asked(m)
			if err != nil {
				return nil, err
			}
			all := []ref{}
			for _, kid := range s.kids(n, program) {
				all = append(all, s.to(kid))
			}
			return all, nil
		},
		"GetIndexInParent": func(m dbus.Message) (int32, *dbus.Error) {
			n, program, err := s.asked(m)
			if err != nil || program {
				return -1, err
			}
			return int32(n.Index), nil
		},
		"GetRelationSet": func(m dbus.Message) ([]relation, *dbus.Error) {
			n, program, err := s.asked(m)
			if err != nil || program {
				return []relation{}, err
			}
			return s.relations(n), nil
		},
		"GetRole":              func(m dbus.Message) (uint32, *dbus.Error) { number, _, err := s.role(m); return number, err },
		"GetRoleName":          func(m dbus.Message) (string, *dbus.Error) { _, word, err := s.role(m); return word, err },
		"GetLocalizedRoleName": func(m dbus.Message) (string, *dbus.Error) { _, word, err := s.role(m); return word, err },
		"GetState": func(m dbus.Message) ([]uint32, *dbus.Error) {
			n, program, err := s.asked(m)
			if err != nil || program {
				return []uint32{0, 0}, err
			}
			return s.tree.Load().states(n), nil
		},
		"GetAttributes": func(m dbus.Message) (map[string]string, *dbus.Error) {
			n, program, err := s.asked(m)
			if err != nil || program {
				return map[string]string{}, err
			}
			return attributes(n), nil
		},
		"GetApplication": func(dbus.Message) (ref, *dbus.Error) { return s.ref(rootPath), nil },
		"GetInterfaces": func(m dbus.Message) ([]string, *dbus.Error) {
			n, program, err := s.asked(m)
			if err != nil {
				return nil, err
			}
			return s.sides(n, program), nil
		},
	}
}

func (s *session) role(m dbus.Message) (uint32, string, *dbus.Error) {
	n, program, err := s.asked(m)
	if err != nil {
		return 0, "", err
	}
	if program {
		return roleApplication, "application", nil
	}
	number, word := s.tree.Load().role(n)
	return number, word, nil
}

// relation is a kind of AT-SPI's and the things it leads to.
type relation struct {
	Kind uint32
	To   []ref
}

func (s *session) relations(n *Node) []relation {
	const labelFor, labelledBy = 1, 2
	all := []relation{}
	if n.Labels != nil {
		all = append(all, relation{labelFor, []ref{s.to(n.Labels)}})
	}
	if n.LabelBy != nil {
		all = append(all, relation{labelledBy, []ref{s.to(n.LabelBy)}})
	}
	return all
}

func attributes(n *Node) map[string]string {
	all := map[string]string{"toolkit": "Noddfa"}
	if n.Level > 0 {
		all["level"] = strconv.Itoa(n.Level)
	}
	if n.Nth > 0 {
		all["posinset"], all["setsize"] = strconv.Itoa(n.Nth), strconv.Itoa(n.Of)
	}
	if n.Role == widget.RolePlace && n.State&widget.Selected != 0 {
		all["current"] = "page"
	}
	if n.Key != "" {
		all["keyshortcuts"] = n.Key
	}
	return all
}

func (s *session) application() map[string]any {
	return map[string]any{
		"GetLocale":                func(dbus.Message, uint32) (string, *dbus.Error) { return os.Getenv("LANG"), nil },
		"GetApplicationBusAddress": func(dbus.Message) (string, *dbus.Error) { return "", refused },
	}
}

// properties answers for all sides: their plain values.
func (s *session) properties() map[string]any {
	return map[string]any{
		"Get": func(m dbus.Message, side, name string) (dbus.Variant, *dbus.Error) {
			n, program, err := s.asked(m)
			if err != nil {
				return dbus.Variant{}, err
			}
			if v, ok := s.values(n, program, side)[name]; ok {
				return v, nil
			}
			return dbus.Variant{}, dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", []any{name})
		},
		"GetAll": func(m dbus.Message, side string) (map[string]dbus.Variant, *dbus.Error) {
			n, program, err := s.asked(m)
			if err != nil {
				return nil, err
			}
			return s.values(n, program, side), nil
		},
		"Set": func(_ dbus.Message, _, name string, v dbus.Variant) *dbus.Error {
			if number, ok := v.Value().(int32); ok && name == "Id" {
				s.number.Store(number)
				return nil
			}
			return refused
		},
	}
}

func (s *session) values(n *Node, program bool, side string) map[string]dbus.Variant {
	v := dbus.MakeVariant
	switch {
	case side == atspi+"Accessible" && program:
		return map[string]dbus.Variant{
			"Name": v(s.o.Name), "Description": v(""), "Parent": v(*s.desktop.Load()), "ChildCount": v(int32(1)),
			"Locale": v(os.Getenv("LANG")), "AccessibleId": v(""), "HelpText": v(""),
		}
	case side == atspi+"Application" && program:
		return map[string]dbus.Variant{
			"ToolkitName": v("Noddfa"), "Version": v("1"), "ToolkitVersion": v("1"), "AtspiVersion": v("2.1"), "Id": v(s.number.Load()),
		}
	case program:
		return map[string]dbus.Variant{}
	case side == atspi+"Accessible":
		return map[string]dbus.Variant{
			"Name": v(n.Name), "Description": v(n.Hint), "Parent": v(s.parent(n, false)), "ChildCount": v(int32(len(n.Kids))),
			"Locale": v(os.Getenv("LANG")), "AccessibleId": v(""), "HelpText": v(""),
		}
	case side == atspi+"Action" && n.Press != nil:
		return map[string]dbus.Variant{"NActions": v(int32(1))}
	case side == atspi+"Text" && n.Words != nil:
		return map[string]dbus.Variant{
			"CharacterCount": v(int32(len([]rune(n.Words.Text)))), "CaretOffset": v(int32(n.Words.Caret)),
		}
	case side == atspi+"Selection" && chooses(n):
		return map[string]dbus.Variant{"NSelectedChildren": v(int32(len(chosen(n))))}
	}
	return map[string]dbus.Variant{}
}
