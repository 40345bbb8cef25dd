package a11y

import "noddfa/ui/widget"

// change is one thing a reader has to be told.
type change struct {
	kind  changeKind
	node  *Node
	other *Node // a child that came or went
	at    int
	on    bool
	text  string
	state widget.State
}

type changeKind int

const (
	cameKid changeKind = iota
	wentKid
	renamed
	hinted
	stateTurned
	textGone
	textCame
	caretMoved
	choiceMoved
	focusMoved
	announced
	windowTurned
)

// changes returns what is different, in the order in which a reader should hear of it.
func changes(before, after *Tree) []change {
	var all []change
	add := func(c change) { all = append(all, c) }
	before.Walk(func(n *Node) bool {
		now := after.Find(n.ID)
		if now == nil || now.Parent.id() != n.Parent.id() {
			if n.Parent != nil {
				add(change{kind: wentKid, node: n.Parent, other: n, at: n.Index})
			}
		}
		return true
	})
	after.Walk(func(n *Node) bool {
		was := before.Find(n.ID)
		if was == nil || was.Parent.id() != n.Parent.id() {
			if n.Parent != nil {
				add(change{kind: cameKid, node: n.Parent, other: n, at: n.Index})
			}
		}
		if was != nil {
			differ(was, n, add)
		}
		if (n.Urgent || n.Polite) && n.Shown && n.Name != "" && (was == nil || was.Name != n.Name || !was.Shown) {
			add(change{kind: announced, node: n, text: n.Name, on: n.Urgent})
		}
		return true
	})
	if before.Active != after.Active {
		add(change{kind: windowTurned, node: after.Root, on: after.Active})
	}
	moved(before, after, add)
	return all
}

func (n *Node) id() int {
	if n == nil {
		return 0
	}
	return n.ID
}

// moved tells of the keyboard leaving one thing and coming to another.
func moved(before, after *Tree, add func(change)) {
	if before.Focus.id() == after.Focus.id() {
		return
	}
	if before.Focus != nil {
		if n := after.Find(before.Focus.ID); n != nil {
			add(change{kind: focusMoved, node: n})
		}
	}
	if after.Focus != nil {
		add(change{kind: focusMoved, node: after.Focus, on: true})
	}
}

// differ tells of one thing that stayed.
func differ(was, n *Node, add func(change)) {
	if was.Name != n.Name {
		add(change{kind: renamed, node: n, text: n.Name})
	}
	if was.Hint != n.Hint {
		add(change{kind: hinted, node: n, text: n.Hint})
	}
	for _, s := range []widget.State{widget.Disabled, widget.Checked, widget.Selected, widget.Wrong} {
		if (was.State^n.State)&s != 0 {
			add(change{kind: stateTurned, node: n, state: s, on: n.State&s != 0})
			if s == widget.Selected && n.State&s != 0 && n.Parent != nil {
				add(change{kind: choiceMoved, node: n.Parent})
			}
		}
	}
	if was.Words != nil && n.Words != nil && n.Role != widget.RolePassword {
		if was.Words.Text != n.Words.Text {
			edited(n, []rune(was.Words.Text), []rune(n.Words.Text), add)
		}
		if was.Words.Caret != n.Words.Caret {
			add(change{kind: caretMoved, node: n, at: n.Words.Caret})
		}
	}
}

// edited finds the one place where a text differs.
func edited(n *Node, was, now []rune, add func(change)) {
	from := 0
	for from < len(was) && from < len(now) && was[from] == now[from] {
		from++
	}
	end := 0
	for end < len(was)-from && end < len(now)-from && was[len(was)-1-end] == now[len(now)-1-end] {
		end++
	}
	if gone := was[from : len(was)-end]; len(gone) > 0 {
		add(change{kind: textGone, node: n, at: from, text: string(gone)})
	}
	if came := now[from : len(now)-end]; len(came) > 0 {
		add(change{kind: textCame, node: n, at: from, text: string(came)})
	}
}
