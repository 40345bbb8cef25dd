package a11y

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"noddfa/ui/widget"
)

// Reader reads a window again and again and knows things by the same number each time.
type Reader struct {
	window fyne.Window
	names  *names
}

// NewReader returns a Reader of w.
func NewReader(w fyne.Window) *Reader { return &Reader{window: w, names: newNames()} }

// Read returns what is on the window now. Call it on the window's goroutine.
func (r *Reader) Read() *Tree {
	c := r.window.Canvas()
	t := &Tree{Scale: c.Scale(), Active: true, byID: map[int]*Node{}}
	w := &walk{names: r.names, seen: map[key]int{}, nodes: map[fyne.CanvasObject]*Node{}, tree: t, focus: c.Focused()}
	w.root(r.window)
	layers := append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...)
	for i, layer := range layers {
		// What lies under a dialog cannot be used; it is there, but does not show.
		w.covered = i < len(layers)-1
		w.add(layer, fyne.Position{}, t.Root, box{0, 0, c.Size().Width, c.Size().Height})
	}
	w.join()
	r.names.keep(w.seen)
	return t
}

type walk struct {
	names   *names
	seen    map[key]int
	nodes   map[fyne.CanvasObject]*Node
	pairs   [][2]fyne.CanvasObject // words and the control they name
	tree    *Tree
	focus   fyne.Focusable
	covered bool
	words   string // last read before a control: names one that has no name
}

// box is what of the window can be seen through a scroll.
type box struct{ x0, y0, x1, y1 float32 }

func (b box) and(at fyne.Position, size fyne.Size) box {
	return box{max(b.x0, at.X), max(b.y0, at.Y), min(b.x1, at.X+size.Width), min(b.y1, at.Y+size.Height)}
}

func (b box) meets(at fyne.Position, size fyne.Size) bool {
	c := b.and(at, size)
	return c.x1 > c.x0 && c.y1 > c.y0
}

func (w *walk) root(window fyne.Window) {
	size := window.Canvas().Size()
	n := &Node{Description: widget.Description{Role: widget.RoleGroup, Name: window.Title(), Active: -1}, Shown: true, Size: size}
	n.ID = w.names.of(key{part: "window"}, w.seen)
	w.tree.Root, w.tree.byID[n.ID] = n, n
}

func (w *walk) put(parent, n *Node, k key) {
	n.ID, n.Parent, n.Index = w.names.of(k, w.seen), parent, len(parent.Kids)
	if w.tree.byID[n.ID] != nil { // the same row twice: a list that is being replaced
		return
	}
	parent.Kids = append(parent.Kids, n)
	w.tree.byID[n.ID] = n
}

func (w *walk) add(o fyne.CanvasObject, origin fyne.Position, parent *Node, sight box) {
	if o == nil || !o.Visible() {
		return
	}
	at, size := origin.Add(o.Position()), o.Size()
	if words, control := widget.LabelOf(o); control != nil {
		w.pairs = append(w.pairs, [2]fyne.CanvasObject{words, control})
	}
	d, ok := describe(o)
	if ok && d.Role != widget.RoleNone {
		parent = w.node(o, d, at, parent, sight)
	}
	if _, scrolls := o.(*widget.Scroll); scrolls {
		sight = sight.and(at, size)
	}
	for _, child := range widget.Inside(o) {
		w.add(child, at, parent, sight)
	}
	if d.Role == widget.RoleDialog && parent.Name == "" {
		parent.Name = heading(parent)
	}
}

// heading is the first heading in a thing that has no name of its own.
func heading(n *Node) (words string) {
	n.walk(func(n *Node) bool {
		if n.Role == widget.RoleHeading {
			words = n.Name
		}
		return words == ""
	})
	return words
}

func describe(o fyne.CanvasObject) (widget.Description, bool) {
	switch o := o.(type) {
	case widget.Described:
		return o.Describe(), true
	case *canvas.Text:
		return widget.Description{Role: widget.RoleText, Name: o.Text, Active: -1, Words: &widget.Words{Text: o.Text, Caret: -1}}, o.Text != ""
	case *fyne.Container:
		return widget.Description{}, false
	}
	return widget.DescribeStock(o)
}

func (w *walk) node(o fyne.CanvasObject, d widget.Description, at fyne.Position, parent *Node, sight box) *Node {
	n := &Node{Description: d, Shown: !w.covered && sight.meets(at, o.Size()), Covered: w.covered, At: at, Size: o.Size()}
	switch d.Role {
	case widget.RoleText, widget.RoleHeading:
		w.words = d.Name
	case widget.RoleEntry, widget.RolePassword, widget.RoleAnswers, widget.RoleSelect:
		if n.Name == "" {
			n.Name = w.words
		}
	}
	n.seizable, _ = o.(fyne.Focusable)
	has := n.seizable != nil && w.focus == n.seizable
	w.put(parent, n, key{object: o})
	w.nodes[o] = n
	for i, p := range d.Parts {
		w.part(n, o, p, has && i == d.Active, sight)
	}
	if has && (d.Active < 0 || d.Active >= len(d.Parts)) {
		n.Focused, w.tree.Focus = true, n
	}
	return n
}

func (w *walk) part(of *Node, o fyne.CanvasObject, p widget.Part, focused bool, sight box) {
	id := p.ID
	if id == "" {
		id = strconv.Itoa(len(of.Kids))
	}
	at := of.At.Add(p.At)
	n := &Node{
		Description: widget.Description{Role: p.Role, Name: p.Name, State: p.State, Press: p.Press, Active: -1},
		Nth:         p.Nth, Of: p.Of, At: at, Size: p.Size, Focused: focused, Covered: of.Covered,
		Shown: of.Shown && p.Size.Height > 0 && sight.and(of.At, of.Size).meets(at, p.Size),
	}
	w.put(of, n, key{object: o, part: id})
	if focused {
		w.tree.Focus = n
	}
}

// join ties each label to its control.
func (w *walk) join() {
	for _, pair := range w.pairs {
		if words, control := w.nodes[pair[0]], w.nodes[pair[1]]; words != nil && control != nil {
			words.Labels, control.LabelBy = control, words
		}
	}
}
