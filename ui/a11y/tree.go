package a11y

import (
	"fyne.io/fyne/v2"

	"noddfa/ui/widget"
)

// Node is one thing on the window as it was when the window was read.
type Node struct {
	ID     int
	Parent *Node
	Kids   []*Node
	Index  int // in Parent

	widget.Description
	Nth, Of  int  // a row's place in its list; 0 where it does not count
	Shown    bool // in sight
	Covered  bool // under a dialog
	Focused  bool
	Labels   *Node // what this node is the label of
	LabelBy  *Node // what labels this node
	At       fyne.Position
	Size     fyne.Size
	seizable fyne.Focusable // takes the keyboard; nil if it cannot
}

// Tree is the whole window.
type Tree struct {
	Root   *Node // the window
	Focus  *Node // where the keyboard is; nil if nowhere
	Scale  float32
	Active bool // the window has the keyboard
	byID   map[int]*Node
}

// Find returns the node of that number, or nil.
func (t *Tree) Find(id int) *Node {
	if t == nil {
		return nil
	}
	return t.byID[id]
}

// Walk visits every node, parents before what they hold, until visit says no.
func (t *Tree) Walk(visit func(*Node) bool) {
	if t != nil {
		t.Root.walk(visit)
	}
}

func (n *Node) walk(visit func(*Node) bool) bool {
	if !visit(n) {
		return false
	}
	for _, kid := range n.Kids {
		if !kid.walk(visit) {
			return false
		}
	}
	return true
}

// key tells one thing from another: a widget, or a part of one.
type key struct {
	object fyne.CanvasObject
	part   string
}

// names gives a thing the same number as long as it is on the window, and no number twice.
type names struct {
	known map[key]int
	last  int
}

func newNames() *names { return &names{known: map[key]int{}} }

func (n *names) of(k key, seen map[key]int) int {
	id, ok := n.known[k]
	if !ok {
		n.last++
		id = n.last
	}
	seen[k] = id
	return id
}

// keep forgets what is no longer there.
func (n *names) keep(seen map[key]int) { n.known = seen }
