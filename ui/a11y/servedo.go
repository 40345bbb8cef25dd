//go:build unix && !darwin

package a11y

import (
	"fyne.io/fyne/v2"
	"github.com/godbus/dbus/v5"

	"noddfa/ui/widget"
)

// actionWord is what pressing does, in AT-SPI's words.
func actionWord(n *Node) string {
	switch n.Role {
	case widget.RoleCheck:
		return "toggle"
	case widget.RolePlace:
		return "jump"
	case widget.RoleRow, widget.RoleSelect:
		return "activate"
	}
	return "press"
}

// described is one action: name, what it does, key.
type described struct{ Name, Description, Key string }

func (s *session) action() map[string]any {
	first := func(m dbus.Message, i int32) (*Node, *dbus.Error) {
		n, err := s.thing(m)
		if err == nil && (n.Press == nil || i != 0) {
			err = refused
		}
		return n, err
	}
	name := func(m dbus.Message, i int32) (string, *dbus.Error) {
		n, err := first(m, i)
		if err != nil {
			return "", err
		}
		return actionWord(n), nil
	}
	return map[string]any{
		"GetName":          name,
		"GetLocalizedName": name,
		"GetDescription":   func(m dbus.Message, i int32) (string, *dbus.Error) { _, err := first(m, i); return "", err },
		"GetKeyBinding": func(m dbus.Message, i int32) (string, *dbus.Error) {
			n, err := first(m, i)
			if err != nil {
				return "", err
			}
			return n.Key, nil
		},
		"GetActions": func(m dbus.Message) ([]described, *dbus.Error) {
			n, err := s.thing(m)
			if err != nil || n.Press == nil {
				return []described{}, err
			}
			return []described{{actionWord(n), "", n.Key}}, nil
		},
		"DoAction": func(m dbus.Message, i int32) (bool, *dbus.Error) {
			n, err := first(m, i)
			if err != nil {
				return false, err
			}
			return !n.Covered && n.State&widget.Disabled == 0 && s.do(n.Press), nil
		},
	}
}

func (s *session) component() map[string]any {
	return map[string]any{
		"Contains": func(m dbus.Message, x, y int32, _ uint32) (bool, *dbus.Error) {
			n, err := s.thing(m)
			if err != nil {
				return false, err
			}
			return s.area(n).holds(x, y), nil
		},
		"GetAccessibleAtPoint": func(m dbus.Message, x, y int32, _ uint32) (ref, *dbus.Error) {
			n, err := s.thing(m)
			if err != nil {
				return ref{}, err
			}
			var best *Node
			n.walk(func(n *Node) bool {
				if n.Shown && s.area(n).holds(x, y) {
					best = n // the last is the innermost, and on top
				}
				return true
			})
			return s.to(best), nil
		},
		"GetExtents": func(m dbus.Message, _ uint32) (area, *dbus.Error) {
			n, err := s.thing(m)
			if err != nil {
				return area{}, err
			}
			return s.area(n), nil
		},
		"GetPosition": func(m dbus.Message, _ uint32) (int32, int32, *dbus.Error) {
			n, err := s.thing(m)
			if err != nil {
				return 0, 0, err
			}
			a := s.area(n)
			return a.X, a.Y, nil
		},
		"GetSize": func(m dbus.Message) (int32, int32, *dbus.Error) {
			n, err := s.thing(m)
			if err != nil {
				return 0, 0, err
			}
			a := s.area(n)
			return a.Width, a.Height, nil
		},
		"GetLayer": func(m dbus.Message) (uint32, *dbus.Error) {
			const ofWidgets, ofWindows = 3, 7
			n, err := s.thing(m)
			if err == nil && n.Parent == nil {
				return ofWindows, nil
			}
			return ofWidgets, err
		},
		"GetMDIZOrder": func(dbus.Message) (int16, *dbus.Error) { return 0, nil },
		"GetAlpha":     func(dbus.Message) (float64, *dbus.Error) { return 1, nil },
		"GrabFocus": func(m dbus.Message) (bool, *dbus.Error) {
			n, err := s.thing(m)
			if err != nil || n.Covered {
				return false, err
			}
			for n != nil && n.seizable == nil {
				n = n.Parent
			}
			return n != nil && n.State&widget.Disabled == 0 && s.do(func() { s.o.Window.Canvas().Focus(n.seizable) }), nil
		},
		"ScrollTo": func(m dbus.Message, _ uint32) (bool, *dbus.Error) {
			n, err := s.thing(m)
			if err != nil {
				return false, err
			}
			o, ok := n.seizable.(fyne.CanvasObject)
			return ok && s.do(func() { widget.Reveal(o) }), nil
		},
	}
}

// area is where a thing is, in pixels of the window. Fyne does not say where the window is on the screen.
type area struct{ X, Y, Width, Height int32 }

func (a area) holds(x, y int32) bool {
	return x >= a.X && y >= a.Y && x < a.X+a.Width && y < a.Y+a.Height
}

func (s *session) area(n *Node) area {
	scale := s.tree.Load().Scale
	return area{int32(n.At.X * scale), int32(n.At.Y * scale), int32(n.Size.Width * scale), int32(n.Size.Height * scale)}
}

// chooses says that a thing has parts of which one is chosen.
func chooses(n *Node) bool {
	switch n.Role {
	case widget.RoleAnswers, widget.RoleSelect, widget.RoleList, widget.RoleTabs:
		return true
	}
	return false
}

// chosen are the parts that are.
func chosen(n *Node) []*Node {
	var all []*Node
	for _, kid := range n.Kids {
		if kid.State&(widget.Selected|widget.Checked) != 0 {
			all = append(all, kid)
		}
	}
	return all
}

func (s *session) selection() map[string]any {
	kid := func(m dbus.Message, i int32, of func(*Node) []*Node) (*Node, *dbus.Error) {
		n, err := s.thing(m)
		if err != nil {
			return nil, err
		}
		if kids := of(n); i >= 0 && int(i) < len(kids) {
			return kids[i], nil
		}
		return nil, refused
	}
	every := func(n *Node) []*Node { return n.Kids }
	no := func(dbus.Message) (bool, *dbus.Error) { return false, nil }
	return map[string]any{
		"GetSelectedChild": func(m dbus.Message, i int32) (ref, *dbus.Error) {
			n, err := kid(m, i, chosen)
			if err == refused {
				return s.to(nil), nil
			}
			return s.to(n), err
		},
		"SelectChild": func(m dbus.Message, i int32) (bool, *dbus.Error) {
			n, err := kid(m, i, every)
			if err != nil || n.Covered || n.State&widget.Disabled != 0 {
				return false, err
			}
			return s.do(n.Press), nil
		},
		"IsChildSelected": func(m dbus.Message, i int32) (bool, *dbus.Error) {
			n, err := kid(m, i, every)
			return err == nil && n.State&(widget.Selected|widget.Checked) != 0, err
		},
		"SelectAll": no, "ClearSelection": no,
		"DeselectSelectedChild": func(dbus.Message, int32) (bool, *dbus.Error) { return false, nil },
		"DeselectChild":         func(dbus.Message, int32) (bool, *dbus.Error) { return false, nil },
	}
}
