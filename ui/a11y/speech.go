//go:build unix && !darwin

package a11y

import "noddfa/ui/widget"

// AT-SPI's number and word for each role.
var roles = map[widget.Role]struct {
	number uint32
	word   string
}{
	widget.RoleGroup:    {99, "grouping"},
	widget.RoleText:     {29, "label"},
	widget.RoleHeading:  {83, "heading"},
	widget.RoleProse:    {73, "paragraph"},
	widget.RoleImage:    {27, "image"},
	widget.RoleButton:   {43, "push button"},
	widget.RolePlace:    {88, "link"},
	widget.RoleCheck:    {7, "check box"},
	widget.RoleEntry:    {79, "entry"},
	widget.RolePassword: {40, "password text"},
	widget.RoleAnswers:  {99, "grouping"},
	widget.RoleAnswer:   {44, "radio button"},
	widget.RoleSelect:   {11, "combo box"},
	widget.RoleOption:   {32, "list item"},
	widget.RoleList:     {98, "list box"},
	widget.RoleRow:      {32, "list item"},
	widget.RoleTabs:     {38, "page tab list"},
	widget.RoleTab:      {37, "page tab"},
	widget.RoleAlert:    {2, "alert"},
	widget.RoleDialog:   {16, "dialog"},
}

const (
	roleFrame       uint32 = 23
	roleApplication uint32 = 75
)

// AT-SPI's numbers of states: which bit of 64 says so.
const (
	stateActive         = 1
	stateChecked        = 4
	stateEditable       = 7
	stateEnabled        = 8
	stateExpandable     = 9
	stateFocusable      = 11
	stateFocused        = 12
	stateModal          = 16
	stateMultiLine      = 17
	stateSelectable     = 22
	stateSelected       = 23
	stateSensitive      = 24
	stateShowing        = 25
	stateSingleLine     = 26
	stateVisible        = 30
	stateInvalid        = 36
	stateSelectableText = 38
	stateCheckable      = 41
	stateHasPopup       = 42
	stateReadOnly       = 43
)

// said are our states with the bits and words that say the same.
var said = []struct {
	state widget.State
	bit   int
	word  string
}{
	{widget.CanFocus, stateFocusable, "focusable"},
	{widget.CanCheck, stateCheckable, "checkable"},
	{widget.Checked, stateChecked, "checked"},
	{widget.CanSelect, stateSelectable, "selectable"},
	{widget.Selected, stateSelected, "selected"},
	{widget.CanOpen, stateHasPopup, "has-popup"},
	{widget.Wrong, stateInvalid, "invalid-entry"},
	{widget.Manylined, stateMultiLine, "multi-line"},
	{widget.Modal, stateModal, "modal"},
}

// states are the 64 bits of a node, as two numbers.
func (t *Tree) states(n *Node) []uint32 {
	var bits uint64
	set := func(on bool, bit int) {
		if on {
			bits |= 1 << bit
		}
	}
	for _, s := range said {
		set(n.State&s.state != 0, s.bit)
	}
	set(n.State&widget.Disabled == 0, stateEnabled)
	set(n.State&widget.Disabled == 0, stateSensitive)
	set(true, stateVisible)
	set(n.Shown, stateShowing)
	set(n.Focused, stateFocused)
	set(n == t.Root && t.Active, stateActive)
	set(n.Role == widget.RoleSelect, stateExpandable)
	if w := n.Words; w != nil {
		set(w.Write != nil, stateEditable)
		set(w.Write != nil && n.State&widget.Manylined == 0, stateSingleLine)
		set(w.Write == nil, stateReadOnly)
		set(w.Write != nil && n.Role != widget.RolePassword, stateSelectableText)
	}
	return []uint32{uint32(bits), uint32(bits >> 32)}
}

func (t *Tree) role(n *Node) (uint32, string) {
	if n == t.Root {
		return roleFrame, "frame"
	}
	r := roles[n.Role]
	return r.number, r.word
}
