package widget_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

func demands(open func(string)) *widget.Table {
	return widget.NewTable(widget.TableOptions{
		Name: "Demands and payments",
		Columns: []widget.Column{
			{Title: "What", Letters: 18}, {Title: "When", Letters: 14}, {Title: "How", Letters: 18}, {Title: "Amount", Letters: 12, Trailing: true},
		},
		Rows: []widget.TableRow{
			{ID: "1", Cells: []widget.Cell{{Text: "Asked for", More: "or the picture goes to her whole family and everybody at work"}, {Text: "Monday 2 November 2026"}, {Text: "Bank transfer", More: "To whom: J Example"}, {Text: "£6,000"}}},
			{ID: "2", Cells: []widget.Cell{{Text: "Paid"}, {Text: "Tuesday 3 November 2026"}, {}, {Text: "£200"}}},
			{Sum: true, Cells: []widget.Cell{{Text: "Paid in all"}, {}, {}, {Text: "£200"}}},
		},
		Open: open,
	})
}

func TestATableMovesAndOpensByKeyboard(t *testing.T) {
	var opened []string
	table := demands(func(id string) { opened = append(opened, id) })
	w := window(t, table, 800, 600)
	w.Canvas().Focus(table)
	for _, step := range []struct {
		key  fyne.KeyName
		want string
	}{{fyne.KeyUp, "1"}, {fyne.KeyDown, "2"}, {fyne.KeyDown, ""}, {fyne.KeyDown, ""}, {fyne.KeyHome, "1"}, {fyne.KeyEnd, ""}, {fyne.KeyUp, "2"}} {
		if press(w, step.key); table.Chosen() != step.want {
			t.Errorf("after %s: line %q, want %q", step.key, table.Chosen(), step.want)
		}
	}
	press(w, fyne.KeyReturn, fyne.KeySpace, fyne.KeyEnd, fyne.KeyReturn)
	if !slices.Equal(opened, []string{"2", "2"}) {
		t.Errorf("opened %q", opened)
	}
}

func TestATableIsToldNameByNameWhereItsColumnsHaveNoRoom(t *testing.T) {
	for _, tt := range []struct {
		width   float32
		text    int
		columns bool
	}{{800, 100, true}, {584, 100, true}, {400, 100, false}, {752, 150, false}, {752, 200, false}} {
		table := demands(nil)
		themedWindow(t, table, fyne.NewSize(tt.width, 900), theme.Options{Look: theme.Light, TextSize: tt.text})
		at := map[string]fyne.Position{}
		eachText(table, fyne.Position{}, func(words *canvas.Text, pos fyne.Position) {
			at[words.Text] = pos
			if right := pos.X + words.MinSize().Width; pos.X < 0 || right > tt.width {
				t.Errorf("%.0f wide, %d %%: %q lies from %.0f to %.0f", tt.width, tt.text, words.Text, pos.X, right)
			}
		})
		if _, head := at["When"]; head != tt.columns {
			t.Errorf("%.0f wide, %d %%: heads over columns: %v, want %v", tt.width, tt.text, head, tt.columns)
		}
		if name, amount := at["Asked for"], at["£6,000"]; name.Y != amount.Y || amount.X <= name.X {
			t.Errorf("%.0f wide, %d %%: the amount stands at %v, what it is for at %v", tt.width, tt.text, amount, name)
		}
		if _, told := at["When: Tuesday 3 November 2026"]; told == tt.columns && tt.text == 100 {
			t.Errorf("%.0f wide: the day is told with the name of its column: %v", tt.width, told)
		}
	}
}

func TestALineOfATableIsHeardWithTheNamesOfItsColumns(t *testing.T) {
	table := demands(nil)
	w := window(t, table, 800, 600)
	w.Canvas().Focus(table)
	press(w, fyne.KeyDown)
	d := table.Describe()
	if d.Role != widget.RoleList || d.Name != "Demands and payments" || len(d.Parts) != 3 || d.Active != 1 {
		t.Fatalf("%+v", d)
	}
	if want := "Paid, When: Tuesday 3 November 2026, Amount: £200"; d.Parts[1].Name != want {
		t.Errorf("heard: %q, want %q", d.Parts[1].Name, want)
	}
	if want := "Paid in all, £200"; d.Parts[2].Name != want {
		t.Errorf("heard: %q, want %q", d.Parts[2].Name, want)
	}
	if at := d.Parts[1]; at.Nth != 2 || at.Of != 3 || at.At.Y <= 0 || at.Size.Height <= 0 || at.State&widget.Selected == 0 {
		t.Errorf("%+v", at)
	}
}

func TestTheChosenLineOfATableIsBroughtIntoSight(t *testing.T) {
	table := demands(nil)
	page := widget.NewScroll(widget.Stack(0, widget.Body(strings.Repeat("Words above it.\n", 30)), table))
	w := window(t, page, 800, 300)
	w.Canvas().Focus(table)
	press(w, fyne.KeyEnd)
	bottom := fyne.CurrentApp().Driver().AbsolutePositionForObject(table).Y + table.Size().Height
	if bottom > 300 {
		t.Errorf("the last line ends at %.0f of 300", bottom)
	}
}
