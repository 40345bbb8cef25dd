package widget_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/ui/widget"
)

func people(names ...string) widget.ItemSlice {
	var items widget.ItemSlice
	for _, name := range names {
		items = append(items, widget.Item{ID: name, Title: name, Detail: "opened 2 May"})
	}
	return items
}

func TestListMovesByKeyboard(t *testing.T) {
	var opened []string
	items := widget.ItemSlice{{Heading: true, Title: "Today"}}
	for i := range 40 {
		items = append(items, widget.Item{ID: fmt.Sprint(i), Title: fmt.Sprintf("Person %02d", i)})
	}
	items = slices.Insert(items, 3, widget.Item{Heading: true, Title: "This week"})
	list := widget.NewList(widget.ListOptions{Items: items, Open: func(id string) { opened = append(opened, id) }})
	w := window(t, list, 400, 300)
	w.Canvas().Focus(list)
	for _, step := range []struct {
		key  fyne.KeyName
		want string
	}{
		{fyne.KeyUp, "0"}, // the heading above cannot be chosen
		{fyne.KeyDown, "1"},
		{fyne.KeyDown, "2"}, // over the heading between
		{fyne.KeyUp, "1"},
		{fyne.KeyEnd, "39"},
		{fyne.KeyDown, "39"},
		{fyne.KeyPageUp, "36"},
		{fyne.KeyPageDown, "39"},
		{fyne.KeyHome, "0"},
	} {
		press(w, step.key)
		if list.Chosen() != step.want {
			t.Errorf("after %s: row %q, want %q", step.key, list.Chosen(), step.want)
		}
	}
	press(w, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnter)
	if !slices.Equal(opened, []string{"1", "1"}) {
		t.Errorf("opened %q", opened)
	}
}

func TestListFindsWhatIsTyped(t *testing.T) {
	list := widget.NewList(widget.ListOptions{Items: people("Amara", "Ben", "Beth", "Bethan", "Ceri")})
	w := window(t, list, 400, 300)
	w.Canvas().Focus(list)
	test.Type(list, "bet")
	if list.Chosen() != "Beth" {
		t.Errorf("typing bet chose %q", list.Chosen())
	}
	test.Type(list, "ha")
	if list.Chosen() != "Bethan" {
		t.Errorf("going on to betha chose %q", list.Chosen())
	}
	time.Sleep(1100 * time.Millisecond) // after a pause a new word begins
	test.Type(list, "a")
	if list.Chosen() != "Amara" {
		t.Errorf("typing a after a pause chose %q", list.Chosen())
	}
}

func TestListKeepsTheChosenRowWhenRowsChange(t *testing.T) {
	list := widget.NewList(widget.ListOptions{Items: people("Amara", "Ben", "Ceri"), Chosen: "Ben"})
	window(t, list, 400, 300)
	list.SetItems(people("Aled", "Alun", "Amara", "Ben"))
	if list.Chosen() != "Ben" {
		t.Errorf("chosen is %q, want Ben", list.Chosen())
	}
	list.SetItems(people("Aled", "Ceri"))
	if list.Chosen() != "" {
		t.Errorf("chosen is %q though Ben is gone", list.Chosen())
	}
	list.SetItems(nil)
	if list.Len() != 0 {
		t.Errorf("an empty list has %d rows", list.Len())
	}
}

func TestListReturnsToWhereItWasOnceItsRowsAreThere(t *testing.T) {
	items := people()
	for i := range 60 {
		items = append(items, widget.Item{ID: fmt.Sprint(i), Title: fmt.Sprintf("Person %02d", i)})
	}
	list := widget.NewList(widget.ListOptions{})
	window(t, list, 400, 300)
	list.Return("20", 900)
	list.SetItems(items)
	if list.Chosen() != "20" || list.Offset() != 900 {
		t.Errorf("it is at %q, %v down", list.Chosen(), list.Offset())
	}
	list.Set("3")
	list.SetItems(items)
	if list.Chosen() != "3" {
		t.Errorf("new rows bring it back to %q", list.Chosen())
	}
}

func TestListChoosesItsFirstRowOnceItHasOne(t *testing.T) {
	list := widget.NewList(widget.ListOptions{})
	w := window(t, list, 400, 300)
	list.SetItems(people("Amara"))
	if list.Chosen() != "" {
		t.Errorf("without the keyboard %q is chosen", list.Chosen())
	}
	list.SetItems(nil)
	w.Canvas().Focus(list)
	list.SetItems(append(widget.ItemSlice{{Heading: true, Title: "Today"}}, people("Ben", "Ceri")...))
	if list.Chosen() != "Ben" {
		t.Errorf("the keyboard is on %q", list.Chosen())
	}
}

func TestListOpensWithAClick(t *testing.T) {
	opened := ""
	list := widget.NewList(widget.ListOptions{Items: people("Amara", "Ben", "Ceri"), Open: func(id string) { opened = id }})
	w := window(t, list, 400, 300)
	test.TapCanvas(w.Canvas(), fyne.NewPos(100, 90))
	if opened != "Ben" || list.Chosen() != "Ben" {
		t.Errorf("a click on the second row opened %q and chose %q", opened, list.Chosen())
	}
}

// counted is a long list that counts how often a row is asked for.
type counted struct{ n, asked int }

func (c *counted) Len() int { return c.n }
func (c *counted) Item(i int) widget.Item {
	c.asked++
	return widget.Item{ID: fmt.Sprint(i), Title: fmt.Sprintf("Row %d", i)}
}

func TestLongListDrawsOnlyWhatIsInSight(t *testing.T) {
	rows := &counted{n: 100_000}
	list := widget.NewList(widget.ListOptions{Items: rows})
	w := window(t, list, 400, 600)
	if got := len(texts(list)); got > 60 {
		t.Errorf("%d texts are drawn", got)
	}
	w.Canvas().Focus(list)
	rows.asked = 0
	press(w, fyne.KeyDown)
	if rows.asked > 100 {
		t.Errorf("one step asked for %d rows", rows.asked)
	}
	press(w, fyne.KeyEnd)
	if list.Chosen() != "99999" || !slices.Contains(texts(list), "Row 99999") {
		t.Errorf("End chose %q and shows %q", list.Chosen(), texts(list))
	}
}

// manyRows makes a row each time it is asked for one, and counts them.
type manyRows struct{ n, made int }

func (m *manyRows) Len() int           { return m.n }
func (m *manyRows) Heading(i int) bool { return i == 0 }
func (m *manyRows) Title(i int) string { return "Siân" }
func (m *manyRows) Index(string) int   { return -1 }
func (m *manyRows) Item(i int) widget.Item {
	m.made++
	return widget.Item{ID: fmt.Sprint(i), Title: "Siân", Detail: strings.Repeat("What was done and who was told is not written yet. ", 4)}
}

func TestALongListMakesFewRowsBeforeItIsShown(t *testing.T) {
	for _, wrap := range []bool{false, true} {
		rows := &manyRows{n: 100_000}
		list := widget.NewList(widget.ListOptions{Name: "Today", Wrap: wrap})
		window(t, list, 500, 600)
		list.SetItems(rows)
		if rows.made > 500 {
			t.Errorf("wrapped %v: %d rows were made", wrap, rows.made)
		}
		list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
		if got := list.Chosen(); got != "99999" {
			t.Errorf("wrapped %v: the last row is %q", wrap, got)
		}
	}
}
