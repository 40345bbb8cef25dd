package widget_test

import (
	"image"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// inArea does things to a TextArea that has the focus.
type inArea struct {
	*testing.T
	w    fyne.Window
	area *widget.TextArea
}

// areaWith shows a field of three rows, each of about 30 letters.
func areaWith(t *testing.T, o widget.EntryOptions) inArea {
	t.Helper()
	a := inArea{T: t, area: widget.NewTextArea(o)}
	a.w = window(t, widget.Stack(0, a.area), 260, 400)
	a.w.Canvas().Focus(a.area)
	return a
}

func (a inArea) keys(keys ...fyne.KeyName) { press(a.w, keys...) }

func (a inArea) shifted(keys ...fyne.KeyName) {
	a.area.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	press(a.w, keys...)
	a.area.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

func (a inArea) ctrl(keys ...fyne.KeyName) {
	for _, key := range keys {
		shortcut(a.w, fyne.KeyModifierControl, key)
	}
}

func (a inArea) ctrlShift(key fyne.KeyName) {
	shortcut(a.w, fyne.KeyModifierControl|fyne.KeyModifierShift, key)
}

func (a inArea) do(s fyne.Shortcut) { a.area.TypedShortcut(s) }

func (a inArea) typed(words string) {
	for _, r := range words {
		a.area.TypedRune(r)
	}
}

// at is where the middle of a row is in the field, so many letters wide.
func (a inArea) at(row int, wide string) fyne.Position {
	size := theme.Size(theme.BodyText)
	letters := fyne.MeasureText(wide, size, fyne.TextStyle{})
	return fyne.NewPos(10+letters.Width, 10+letters.Height*(float32(row)+0.5))
}

func (a inArea) click(at fyne.Position, modifier fyne.KeyModifier) {
	ev := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, Modifier: modifier}
	ev.Position = at
	a.area.MouseDown(ev)
	a.area.MouseUp(ev)
}

const rang = "Rang at six.\nNo answer; she said don't ring\nagain before ŵyl."

func TestTextAreaEditsAsPeopleExpect(t *testing.T) {
	clip := test.NewClipboard()
	for name, c := range map[string]struct {
		do       func(a inArea)
		text     string // "" is unchanged
		selected string
		caret    int // -1 is not looked at
	}{
		"typing goes on at the end":         {do: func(a inArea) { a.typed(" Ŷ") }, text: rang + " Ŷ", caret: -1},
		"Enter breaks the line":             {do: func(a inArea) { a.keys(fyne.KeyReturn); a.typed("x") }, text: rang + "\nx", caret: -1},
		"Backspace":                         {do: func(a inArea) { a.keys(fyne.KeyBackspace) }, text: rang[:len(rang)-1], caret: -1},
		"Delete":                            {do: func(a inArea) { a.ctrl(fyne.KeyHome); a.keys(fyne.KeyDelete) }, text: rang[1:], caret: 0},
		"Delete at the end":                 {do: func(a inArea) { a.keys(fyne.KeyDelete) }, caret: 61},
		"Home and End":                      {do: func(a inArea) { a.keys(fyne.KeyHome, fyne.KeyUp, fyne.KeyEnd) }, caret: 43},
		"Ctrl+Home":                         {do: func(a inArea) { a.ctrl(fyne.KeyHome) }, caret: 0},
		"Ctrl+End":                          {do: func(a inArea) { a.ctrl(fyne.KeyHome, fyne.KeyEnd) }, caret: 61},
		"Ctrl+Left and Right":               {do: func(a inArea) { a.ctrl(fyne.KeyHome, fyne.KeyRight, fyne.KeyRight, fyne.KeyLeft) }, caret: 5},
		"Page Up":                           {do: func(a inArea) { a.keys(fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyPageUp) }, caret: 0},
		"Page Down":                         {do: func(a inArea) { a.ctrl(fyne.KeyHome); a.keys(fyne.KeyPageDown, fyne.KeyPageDown, fyne.KeyPageDown) }, caret: 61},
		"Shift selects":                     {do: func(a inArea) { a.shifted(fyne.KeyLeft, fyne.KeyLeft) }, selected: "l.", caret: 59},
		"Shift+Up selects rows":             {do: func(a inArea) { a.shifted(fyne.KeyUp, fyne.KeyHome) }, selected: "No answer; she said don't ring\nagain before ŵyl.", caret: 13},
		"Ctrl+Shift+Left selects words":     {do: func(a inArea) { a.ctrlShift(fyne.KeyLeft) }, selected: "ŵyl.", caret: 57},
		"Ctrl+Shift+Home selects up to it":  {do: func(a inArea) { a.ctrlShift(fyne.KeyHome) }, selected: rang, caret: 0},
		"Left lets go of what is selected":  {do: func(a inArea) { a.do(&fyne.ShortcutSelectAll{}); a.keys(fyne.KeyLeft) }, caret: 0},
		"Right lets go of what is selected": {do: func(a inArea) { a.do(&fyne.ShortcutSelectAll{}); a.keys(fyne.KeyRight) }, caret: 61},
		"Ctrl+A":                            {do: func(a inArea) { a.do(&fyne.ShortcutSelectAll{}) }, selected: rang, caret: 61},
		"typing replaces what is selected":  {do: func(a inArea) { a.do(&fyne.ShortcutSelectAll{}); a.typed("ŵ") }, text: "ŵ", caret: 1},
		"Enter replaces what is selected":   {do: func(a inArea) { a.do(&fyne.ShortcutSelectAll{}); a.keys(fyne.KeyReturn) }, text: "\n", caret: 1},
		"Backspace deletes what is selected": {
			do:   func(a inArea) { a.do(&fyne.ShortcutSelectAll{}); a.keys(fyne.KeyBackspace); a.typed("a") },
			text: "a", caret: 1,
		},
		"Ctrl+Backspace deletes a word": {do: func(a inArea) { a.ctrl(fyne.KeyBackspace, fyne.KeyBackspace) }, text: rang[:len(rang)-len("before ŵyl.")], caret: -1},
		"Ctrl+Delete deletes a word":    {do: func(a inArea) { a.ctrl(fyne.KeyHome, fyne.KeyDelete) }, text: rang[4:], caret: 0},
		"Ctrl+Z and Ctrl+Y": {
			do: func(a inArea) {
				a.typed(" Yes. No.")
				a.do(&fyne.ShortcutUndo{})
				a.do(&fyne.ShortcutUndo{})
				a.do(&fyne.ShortcutRedo{})
			},
			text: rang + " Yes. No", caret: -1,
		},
		"Ctrl+C copies": {
			do: func(a inArea) {
				a.ctrlShift(fyne.KeyLeft)
				a.do(&fyne.ShortcutCopy{Clipboard: clip})
				if clip.Content() != "ŵyl." {
					a.Errorf("copied %q", clip.Content())
				}
			},
			selected: "ŵyl.", caret: -1,
		},
		"Ctrl+X cuts": {
			do: func(a inArea) {
				a.ctrlShift(fyne.KeyLeft)
				a.do(&fyne.ShortcutCut{Clipboard: clip})
				if clip.Content() != "ŵyl." {
					a.Errorf("cut %q", clip.Content())
				}
			},
			text: rang[:len(rang)-len("ŵyl.")], caret: 57,
		},
		"Ctrl+X without a selection leaves the clipboard": {
			do: func(a inArea) {
				clip.SetContent("hers")
				a.do(&fyne.ShortcutCut{Clipboard: clip})
				if clip.Content() != "hers" {
					a.Errorf("the clipboard has %q", clip.Content())
				}
			},
			caret: 61,
		},
		"Ctrl+V replaces, with the lines of Windows": {
			do: func(a inArea) {
				clip.SetContent("one\r\n\r\ntwo")
				a.do(&fyne.ShortcutSelectAll{})
				a.do(&fyne.ShortcutPaste{Clipboard: clip})
			},
			text: "one\n\ntwo", caret: 8,
		},
		"an empty clipboard takes nothing away": {
			do: func(a inArea) {
				clip.SetContent("")
				a.do(&fyne.ShortcutSelectAll{})
				a.do(&fyne.ShortcutPaste{Clipboard: clip})
			},
			selected: rang, caret: -1,
		},
		"a letter made of two goes as one": {do: func(a inArea) { a.typed(" w\u0302"); a.keys(fyne.KeyBackspace) }, text: rang + " ", caret: -1},
		"a click":                          {do: func(a inArea) { a.click(a.at(1, "No answ"), 0) }, caret: 20},
		"a click right of a row":           {do: func(a inArea) { a.click(a.at(0, strings.Repeat("m", 12)), 0) }, caret: 12},
		"a click under the text": {do: func(a inArea) {
			a.do(&fyne.ShortcutSelectAll{})
			a.typed("one")
			a.click(fyne.NewPos(200, 80), 0)
		}, text: "one", caret: 3},
		"Shift and a click": {do: func(a inArea) {
			a.click(a.at(0, ""), 0)
			a.click(a.at(0, "Rang"), fyne.KeyModifierShift)
		}, selected: "Rang", caret: 4},
		"dragging": {do: func(a inArea) {
			a.click(a.at(0, "Rang "), 0)
			drag := &fyne.DragEvent{}
			drag.Position = a.at(1, "No")
			a.page().Dragged(drag)
			a.page().DragEnd()
		}, selected: "at six.\nNo", caret: 15},
		"a double click": {do: func(a inArea) {
			a.click(a.at(1, "No answer; she said do"), 0)
			a.area.DoubleTapped(&fyne.PointEvent{})
		}, selected: "don't", caret: -1},
		"a triple click": {do: func(a inArea) {
			a.click(a.at(1, "No answer; she said do"), 0)
			a.area.DoubleTapped(&fyne.PointEvent{})
			a.click(a.at(1, "No answer; she said do"), 0)
		}, selected: "No answer; she said don't ring", caret: -1},
	} {
		t.Run(name, func(t *testing.T) {
			told := rang
			a := areaWith(t, widget.EntryOptions{Text: rang, Changed: func(s string) { told = s }})
			a.area.Resize(fyne.NewSize(300, 90))
			c.do(a)
			want := c.text
			if want == "" {
				want = rang
			}
			if got := a.area.Value(); got != want || told != want {
				t.Errorf("the text is %q, told %q, want %q", got, told, want)
			}
			if got := a.area.SelectedText(); got != c.selected {
				t.Errorf("selected %q, want %q", got, c.selected)
			}
			if got := a.area.Caret(); c.caret >= 0 && got != c.caret {
				t.Errorf("the cursor is before letter %d, want %d", got, c.caret)
			}
		})
	}
}

// page is the text inside the field's scroll, which the pointer drags on.
func (a inArea) page() fyne.Draggable {
	for _, o := range test.WidgetRenderer(a.area).Objects() {
		if _, ok := o.(interface{ ScrollToOffset(fyne.Position) }); ok {
			return test.WidgetRenderer(o.(fyne.Widget)).Objects()[0].(fyne.Draggable)
		}
	}
	a.Fatal("the field has no scroll")
	return nil
}

// seen are the rows in sight, and where the cursor and what is selected are drawn.
func (a inArea) seen() (rows []string, caret, marked image.Rectangle) {
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(a.area)
	page := a.page().(fyne.Widget)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(page).Subtract(top)
	for _, o := range test.WidgetRenderer(page).Objects() {
		place := at.Add(o.Position())
		box := image.Rect(int(place.X), int(place.Y), int(place.X+o.Size().Width+1), int(place.Y+o.Size().Height))
		switch o := o.(type) {
		case *canvas.Text:
			if o.Text != "" && box.Max.Y > 0 && place.Y < a.area.Size().Height {
				rows = append(rows, o.Text)
			}
		case *canvas.Rectangle:
			if o.FillColor == theme.Color(theme.AccentSoft) && o.Visible() {
				marked = marked.Union(box)
			} else if o.FillColor == theme.Color(theme.Accent) && o.Visible() {
				caret = box
			}
		}
	}
	slices.Sort(rows)
	return rows, caret, marked
}

func TestTextAreaShowsTheRowsInSightAndTheCursor(t *testing.T) {
	var lines []string
	for i := range 900 {
		lines = append(lines, "line "+string(rune('a'+i/26/26))+string(rune('a'+i/26%26))+string(rune('a'+i%26)))
	}
	a := areaWith(t, widget.EntryOptions{Text: strings.Join(lines, "\n"), Rows: 5})
	field := image.Rect(0, 0, int(a.area.Size().Width), int(a.area.Size().Height))
	for _, c := range []struct {
		name string
		do   func()
		want string
	}{
		{"the end", func() {}, lines[899]},
		{"the beginning", func() { a.ctrl(fyne.KeyHome) }, lines[0]},
		{"a page on", func() { a.keys(fyne.KeyPageDown) }, lines[4]},
		{"deeper", func() { a.area.Describe().Words.Place(9 * 450) }, lines[450]},
		{"up", func() { a.keys(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp) }, lines[446]},
		{"typing at another place", func() { a.ctrl(fyne.KeyEnd); a.typed("\nx") }, "x"},
	} {
		c.do()
		rows, caret, _ := a.seen()
		if !slices.Contains(rows, c.want) {
			t.Errorf("%s: in sight are %q, not %q", c.name, rows, c.want)
		}
		if len(rows) > 7 {
			t.Errorf("%s: %d rows are drawn in a field of 5", c.name, len(rows))
		}
		if caret.Empty() || !caret.In(field) {
			t.Errorf("%s: the cursor is at %v, the field is %v", c.name, caret, field)
		}
	}
	a.do(&fyne.ShortcutSelectAll{})
	if _, _, marked := a.seen(); marked.Min.Y > 10 || marked.Max.Y < field.Max.Y-10 {
		t.Errorf("what is selected shows at %v in %v", marked, field)
	}
	a.w.Canvas().Unfocus()
	if _, caret, marked := a.seen(); !caret.Empty() || !marked.Empty() {
		t.Errorf("without the focus there is a cursor at %v, selected is %v", caret, marked)
	}
}

func TestTextAreaClickedFirstPutsTheCursorUnderThePointer(t *testing.T) {
	area := widget.NewTextArea(widget.EntryOptions{Text: strings.Repeat("line\n", 100)})
	a := inArea{T: t, area: area, w: window(t, widget.Stack(0, area), 260, 400)}
	a.click(a.at(1, "li"), 0)
	if area.Caret() != 7 {
		t.Errorf("the cursor is before letter %d", area.Caret())
	}
	if a.w.Canvas().Focused() != fyne.Focusable(area) {
		t.Error("the field has no focus")
	}
}

func TestTypingScrollsThePageToTheCursor(t *testing.T) {
	area := widget.NewTextArea(widget.EntryOptions{Rows: 12})
	page := widget.NewScroll(widget.Stack(0, widget.Gap(350), area, widget.Gap(900)))
	a := inArea{T: t, area: area, w: window(t, page, 260, 400)}
	a.w.Canvas().Focus(area)
	page.ScrollTo(0)
	a.typed("one")
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(area).Y
	if _, caret, _ := a.seen(); top+float32(caret.Max.Y) > 400 {
		t.Errorf("the cursor is at %.0f in a window of 400", top+float32(caret.Max.Y))
	}
	page.ScrollTo(900)
	a.keys(fyne.KeyLeft)
	if top = fyne.CurrentApp().Driver().AbsolutePositionForObject(area).Y; top < 0 {
		t.Errorf("after an arrow key the field begins at %.0f", top)
	}
}

func TestTextAreaFollowsWidthAndTextSize(t *testing.T) {
	a := areaWith(t, widget.EntryOptions{Text: strings.Repeat("ring on Friday ", 20)})
	few, _, _ := a.seen()
	a.w.Resize(fyne.NewSize(180, 400))
	narrow, caret, _ := a.seen()
	if longest(narrow) >= longest(few) || caret.Empty() {
		t.Errorf("in a narrow window the rows are %q", narrow)
	}
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Look: theme.Dark, TextSize: 200}))
	a.area.Refresh()
	a.w.Content().Refresh()
	large, _, _ := a.seen()
	if longest(large) >= longest(narrow) {
		t.Errorf("with large text the rows are %q", large)
	}
	eachText(a.area, fyne.Position{}, func(drawn *canvas.Text, _ fyne.Position) {
		if drawn.Text != "" && (drawn.Color != theme.Color(theme.Ink) || drawn.TextSize != theme.Size(theme.BodyText)) {
			t.Errorf("%q is drawn in %v, %.0f high", drawn.Text, drawn.Color, drawn.TextSize)
		}
	})
}

func longest(rows []string) (most int) {
	for _, row := range rows {
		most = max(most, len(row))
	}
	return most
}

func TestTextAreaThatCannotBeUsedKeepsItsWords(t *testing.T) {
	clip := test.NewClipboard()
	clip.SetContent("pasted")
	a := areaWith(t, widget.EntryOptions{Text: rang, Changed: func(s string) { t.Errorf("changed to %q", s) }})
	a.area.Disable()
	a.typed("x")
	a.keys(fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyReturn)
	a.ctrl(fyne.KeyBackspace, fyne.KeyDelete)
	a.do(&fyne.ShortcutPaste{Clipboard: clip})
	a.do(&fyne.ShortcutSelectAll{})
	a.do(&fyne.ShortcutCut{Clipboard: clip})
	a.area.Describe().Words.Write("x")
	if a.area.Value() != rang || clip.Content() != "pasted" {
		t.Errorf("the text became %q, the clipboard %q", a.area.Value(), clip.Content())
	}
	a.do(&fyne.ShortcutCopy{Clipboard: clip})
	if clip.Content() != rang {
		t.Errorf("copied %q", clip.Content())
	}
}

func TestTextAreaForgetsWhatWasCopied(t *testing.T) {
	clip := test.NewClipboard()
	a := areaWith(t, widget.EntryOptions{Text: rang})
	a.do(&fyne.ShortcutSelectAll{})
	a.do(&fyne.ShortcutCopy{Clipboard: clip})
	widget.ForgetCopied()
	if clip.Content() != "" {
		t.Errorf("after a while the clipboard has %q", clip.Content())
	}
}

func TestTextAreaSaysWhatIsAskedWhileItIsEmpty(t *testing.T) {
	a := areaWith(t, widget.EntryOptions{Placeholder: "What they said, in their own words and not in ours"})
	rows, _, _ := a.seen()
	if len(rows) < 2 {
		t.Errorf("the placeholder does not wrap: %q", rows)
	}
	a.typed("x")
	if rows, _, _ = a.seen(); !slices.Equal(rows, []string{"x"}) {
		t.Errorf("with a letter typed there is %q", rows)
	}
	a.keys(fyne.KeyBackspace)
	if rows, _, _ = a.seen(); len(rows) < 2 {
		t.Errorf("emptied again there is %q", rows)
	}
}

func TestTextAreaHasTheMenuOfTheClipboard(t *testing.T) {
	clip := fyne.CurrentApp().Clipboard()
	clip.SetContent("!")
	a := areaWith(t, widget.EntryOptions{Text: "Pay"})
	a.typed("s")
	a.do(&fyne.ShortcutSelectAll{})
	a.area.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(10, 10)})
	menu := a.w.Canvas().Overlays().Top()
	if menu == nil {
		t.Fatal("there is no menu")
	}
	if got, want := texts(menu), []string{"Undo", "Cut", "Copy", "Paste", "Select all"}; !slices.Equal(got, want) {
		t.Errorf("the menu has %q, want %q", got, want)
	}
	if a.area.SelectedText() != "Pays" {
		t.Errorf("selected is %q", a.area.SelectedText())
	}
}
