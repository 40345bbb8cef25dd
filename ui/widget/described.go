package widget

import "fyne.io/fyne/v2"

// Role is what a thing is, to somebody who hears the window instead of seeing it.
type Role int

// The roles. RoleNone is a thing that only holds others and is not spoken of.
const (
	RoleNone Role = iota
	RoleGroup
	RoleText
	RoleHeading
	RoleProse
	RoleImage
	RoleButton
	RolePlace // an entry of the rail: it leads to another page
	RoleCheck
	RoleEntry
	RolePassword
	RoleAnswers // a Choice; its parts are RoleAnswer
	RoleAnswer
	RoleSelect // its parts are RoleOption
	RoleOption
	RoleList // its parts are RoleRow
	RoleRow
	RoleTabs // its parts are RoleTab
	RoleTab
	RoleAlert
	RoleDialog
)

// State is what can be said of a thing at the moment.
type State int

// The states. CanX says that X can be said of it at all.
const (
	Disabled State = 1 << iota
	CanFocus
	CanCheck
	Checked
	CanSelect
	Selected
	CanOpen // a list under a field
	Wrong   // needs another look
	Manylined
	Modal
)

// Description is what a screen reader is told of a thing. It is made anew whenever it is asked for.
type Description struct {
	Role  Role
	Name  string
	Hint  string // a second sentence: what is wrong, what is meant
	Key   string // a key that does the same
	Level int    // of a heading, from 1
	State State
	// Urgent is read out as soon as it appears or changes, Polite when the reader has finished its sentence.
	Urgent, Polite bool
	Words          *Words
	Parts          []Part
	Active         int // the part the keyboard is on while the thing has it; -1 is the thing itself
	// Press does what Enter does; nil if there is nothing to press.
	Press func()
}

// Words are the text of a thing. A passphrase has none: nobody but the vault is told it, nor how long it is.
type Words struct {
	Text     string
	Caret    int          // in letters; -1 if there is no cursor
	From, To int          // the letters selected
	Write    func(string) // replaces the text as if typed; nil if it cannot be changed
	Place    func(int)    // puts the cursor before a letter; nil if there is none
	// CaretAt is where the cursor stands in the thing, CaretTall how high its row is: 0 where that is not known.
	CaretAt   fyne.Position
	CaretTall float32
}

// Part is one row, answer or tab of a thing, which Fyne knows nothing of.
type Part struct {
	ID    string
	Role  Role
	Name  string
	State State
	At    fyne.Position // in the thing
	Size  fyne.Size
	Nth   int // from 1, of Of; 0 where it does not count
	Of    int
	Press func()
}

// Described is a widget that says what it is. All of ours do; a screen's own must.
type Described interface {
	fyne.CanvasObject
	Describe() Description
}

// A labelled thing is a control with the words that name it.
type labelled interface {
	// Label returns the words and the control they name.
	Label() (words, control fyne.CanvasObject)
}

// LabelOf returns the words of a Field and the control they name; nil for any other thing.
func LabelOf(o fyne.CanvasObject) (words, control fyne.CanvasObject) {
	if l, ok := o.(labelled); ok {
		return l.Label()
	}
	return nil, nil
}

// named is embedded in every control: the name comes from its options or from the Field it stands in.
type named struct{ name, hint string }

// SetName says what the control is called, where no Field does.
func (n *named) SetName(name string) { n.name = name }

func (n *named) setHint(hint string) { n.hint = hint }

func (n *named) spoken() string { return n.name }

type namer interface {
	SetName(string)
	setHint(string)
	spoken() string
}

// firstNamed is the first control in o that a label can name.
func firstNamed(o fyne.CanvasObject) fyne.CanvasObject {
	if o == nil {
		return nil
	}
	if _, ok := o.(namer); ok {
		return o
	}
	for _, child := range parts(o) {
		if found := firstNamed(child); found != nil {
			return found
		}
	}
	return nil
}

// Inside returns what a thing holds, in reading order.
func Inside(o fyne.CanvasObject) []fyne.CanvasObject { return parts(o) }

// able is the states of a control that the keyboard can be on.
func able(disabled bool) State {
	if disabled {
		return Disabled
	}
	return CanFocus
}
