package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// Column is a column of a Table.
type Column struct {
	Title    string
	Letters  int  // the room it needs at least, in letters; the room that is left is shared in the same proportion
	Trailing bool // amounts: at the right, also of a line in a narrow window
}

// Cell is what stands in one place of a Table: words, and smaller words under them.
type Cell struct{ Text, More string }

// TableRow is a line of a Table, a cell for each column; those left out at the end are empty.
type TableRow struct {
	ID    string // given to Open; "" where there is nothing to open
	Cells []Cell
	Sum   bool // it adds up the lines above
}

// TableOptions describe a Table.
type TableOptions struct {
	Name    string // for who hears the window
	Columns []Column
	Rows    []TableRow
	Open    func(id string) // Enter, or a click; may be nil
}

// Table shows lines whose words wrap in columns, as high as they are. Where the columns have no room beside each other
// each line is told by its first cell and then name by name. It is one stop of the Tab key: Up, Down, Home and End move,
// Enter opens.
type Table struct {
	widget.BaseWidget
	named
	o       TableOptions
	heads   []*Text
	rows    []*tableRow
	chosen  int
	pointed int
	focused bool
}

// tableRow is the words of a line, made once: a pair for each cell, and once more with the column's name before them.
type tableRow struct {
	text, more, told []*Text
}

// NewTable returns a Table.
func NewTable(o TableOptions) *Table {
	t := &Table{named: named{name: o.Name}, o: o, pointed: -1}
	for _, c := range o.Columns {
		t.heads = append(t.heads, NewText(c.Title, TextStyle{Size: theme.CaptionText, Bold: true, Color: theme.Muted, FullWide: true, Trailing: c.Trailing}))
	}
	for _, r := range o.Rows {
		row := &tableRow{}
		for i, c := range o.Columns {
			cell := r.cell(i)
			bold := i == 0 || r.Sum
			row.text = append(row.text, NewText(cell.Text, TextStyle{Bold: bold, FullWide: true, Trailing: c.Trailing}))
			row.more = append(row.more, NewText(cell.More, TextStyle{Size: theme.CaptionText, Color: theme.Muted, FullWide: true, Trailing: c.Trailing}))
			told := cell.Text
			if told != "" && i > 0 && !c.Trailing {
				told = c.Title + ": " + told
			}
			row.told = append(row.told, NewText(told, TextStyle{Bold: bold, FullWide: true, Trailing: c.Trailing}))
		}
		t.rows = append(t.rows, row)
	}
	t.ExtendBaseWidget(t)
	return t
}

// cell is what stands in a column; nothing where the line is shorter.
func (r TableRow) cell(i int) Cell {
	if i < len(r.Cells) {
		return r.Cells[i]
	}
	return Cell{}
}

// Chosen returns the ID of the line that the keyboard is on, or "".
func (t *Table) Chosen() string {
	if t.chosen >= len(t.o.Rows) {
		return ""
	}
	return t.o.Rows[t.chosen].ID
}

func (t *Table) choose(i int) {
	t.chosen = max(0, min(i, len(t.o.Rows)-1))
	t.Refresh()
	t.reveal()
}

func (t *Table) open() bool {
	if t.Chosen() == "" || t.o.Open == nil {
		return false
	}
	t.o.Open(t.Chosen())
	return true
}

// reveal scrolls what holds the table until the chosen line is in sight.
func (t *Table) reveal() {
	lines := t.layOut(t.Size().Width).lines
	if t.chosen >= len(lines) {
		return
	}
	line := lines[t.chosen]
	way := wayTo(t)
	for i := len(way) - 1; i >= 0; i-- {
		if s, ok := way[i].(*Scroll); ok {
			s.revealPart(way, i, line.y, line.height, theme.Space24, theme.Space24)
		}
	}
}

// FocusGained is for Fyne.
func (t *Table) FocusGained() { t.focused = true; t.Refresh(); t.reveal() }

// FocusLost is for Fyne.
func (t *Table) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune opens with the space bar.
func (t *Table) TypedRune(r rune) {
	if r == ' ' {
		t.open()
	}
}

// TypedKey moves and opens.
func (t *Table) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		t.choose(t.chosen + 1)
	case fyne.KeyUp:
		t.choose(t.chosen - 1)
	case fyne.KeyHome:
		t.choose(0)
	case fyne.KeyEnd:
		t.choose(len(t.o.Rows) - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if !t.open() {
			Unhandled(t, ev)
		}
	default:
		Unhandled(t, ev)
	}
}

// at returns the line at a height, or -1.
func (t *Table) at(y float32) int {
	for i, line := range t.layOut(t.Size().Width).lines {
		if y >= line.y && y < line.y+line.height {
			return i
		}
	}
	return -1
}

// Tapped chooses and opens the line under the pointer.
func (t *Table) Tapped(ev *fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(t); c != nil {
		c.Focus(t)
	}
	if i := t.at(ev.Position.Y); i >= 0 {
		t.choose(i)
		t.open()
	}
}

func (t *Table) point(i int) {
	if i >= 0 && (t.o.Rows[i].ID == "" || t.o.Open == nil) {
		i = -1
	}
	if i != t.pointed {
		t.pointed = i
		t.Refresh()
	}
}

// MouseIn is for Fyne.
func (t *Table) MouseIn(ev *desktop.MouseEvent) { t.point(t.at(ev.Position.Y)) }

// MouseMoved is for Fyne.
func (t *Table) MouseMoved(ev *desktop.MouseEvent) { t.point(t.at(ev.Position.Y)) }

// MouseOut is for Fyne.
func (t *Table) MouseOut() { t.point(-1) }

// Cursor is the hand over what can be opened.
func (t *Table) Cursor() desktop.Cursor {
	if t.pointed >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// FitWidth is as high as all lines.
func (t *Table) FitWidth(width float32) fyne.Size {
	return fyne.NewSize(width, t.layOut(width).height)
}

// MinSize is narrow, because the columns go under each other.
func (t *Table) MinSize() fyne.Size {
	width := t.Size().Width
	if width <= 0 {
		width = wide
	}
	return fyne.NewSize(theme.Size(theme.BodyText)*8, t.FitWidth(width).Height)
}

// Describe says the lines, each with the names of its columns.
func (t *Table) Describe() Description {
	d := Description{Role: RoleList, Name: t.spoken(), State: CanFocus, Active: -1}
	lines := t.layOut(t.Size().Width).lines
	for i, r := range t.o.Rows {
		var words []string
		for n, c := range t.o.Columns {
			cell := r.cell(n)
			if told := joined(cell.Text, cell.More); told != "" && n > 0 && c.Title != "" && !r.Sum {
				words = append(words, c.Title+": "+told)
			} else {
				words = append(words, told)
			}
		}
		p := Part{
			ID: r.ID, Role: RoleRow, Name: joined(words...), State: CanFocus | CanSelect, Nth: i + 1, Of: len(t.o.Rows),
			At: fyne.NewPos(0, lines[i].y), Size: fyne.NewSize(t.Size().Width, lines[i].height), Press: func() { t.choose(i); t.open() },
		}
		if i == t.chosen {
			p.State |= Selected
			d.Active = i
		}
		d.Parts = append(d.Parts, p)
	}
	return d
}

// AccessibilityLabel is the chosen line.
func (t *Table) AccessibilityLabel() string { return chosenLabel(t.Describe(), Selected) }

// AccessibilityRole says that this is text.
func (t *Table) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
