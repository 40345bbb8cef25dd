package widget_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

func TestTextWrapsWithoutLosingAWord(t *testing.T) {
	for name, text := range map[string]string{
		"a sentence":          "They said they would send it to everybody I know unless I pay by Friday at noon.",
		"line breaks":         "First line.\n\nThird line, after an empty one.\n",
		"a word without end":  strings.Repeat("haha", 60),
		"marks stay together": strings.Repeat("w\u0302y\u0302", 80),
		"spaces kept apart":   "one  two   three and a good many more words after them to fill a line",
		"another script":      strings.Repeat("困っています。", 30),
		"nothing":             "",
		"only a break":        "\n",
	} {
		t.Run(name, func(t *testing.T) {
			body := widget.Body(text)
			window(t, body, 200, 400)
			joined := strings.Join(texts(body), "")
			plain := func(s string) string {
				return strings.NewReplacer(" ", "", "\n", "").Replace(s)
			}
			if plain(joined) != plain(text) {
				t.Errorf("shown is %q, want %q", joined, text)
			}
			for _, line := range texts(body) {
				if w := fyne.MeasureText(line, theme.Size(theme.BodyText), fyne.TextStyle{}).Width; w > 201 {
					t.Errorf("line %q is %.0f wide in 200", line, w)
				}
				if r := []rune(line)[0]; r == '\u0302' {
					t.Errorf("line %q begins with a mark that belongs to the letter before", line)
				}
			}
		})
	}
}

func TestNoDateAndNoNumberIsBrokenOverLines(t *testing.T) {
	for _, whole := range []string{"07700 900 461", "(01632) 960 461", "+44 1632 960461", "22 Hyd 2026", "23 November 2026", "10:00 i 14:00", "2026, 12:00", "0808 80 10 800"} {
		for _, before := range []string{"Ffoniwch", "Nid yw Noddfa wedi dweud wrth neb.", "Written by somebody with a long name,"} {
			body := widget.Body(before + " " + whole + " nawr, nid wedyn")
			w := window(t, body, 160, 300)
			for width := float32(160); width < 420; width += 20 {
				w.Resize(fyne.NewSize(width, 300))
				if lines := texts(body); !slices.ContainsFunc(lines, func(line string) bool { return strings.Contains(line, whole) }) {
					t.Errorf("%q is broken in a width of %.0f: %q", whole, width, lines)
				}
			}
		}
	}
	body := widget.Body(strings.Repeat("07700 ", 40)) // wider than any line
	window(t, body, 200, 400)
	if lines := texts(body); len(lines) < 10 || strings.Contains(strings.Join(lines, " "), "077 ") {
		t.Errorf("%q", lines)
	}
}

func TestTextIsNeverWiderThanAbout70Letters(t *testing.T) {
	body := widget.Body(strings.Repeat("A plain sentence for people who are tired. ", 20))
	window(t, body, 1600, 900)
	lines := texts(body)
	for _, line := range lines[:len(lines)-1] {
		if n := len([]rune(line)); n > 85 || n < 40 {
			t.Errorf("a line has %d letters: %q", n, line)
		}
	}
}

func TestTextTakesTheHeightItNeeds(t *testing.T) {
	long := strings.Repeat("Ring on Friday. ", 30)
	stack := widget.Stack(0, widget.Body(long), widget.Strong("After"))
	page := widget.NewScroll(stack)
	window(t, page, 300, 200)
	body, after := stack.Objects[0], stack.Objects[1]
	if body.Size().Height < 200 {
		t.Errorf("the long text is %.0f high", body.Size().Height)
	}
	if after.Position().Y < body.Size().Height {
		t.Errorf("the next text begins at %.0f, over the long one that ends at %.0f", after.Position().Y, body.Size().Height)
	}
}

func TestTextFollowsTheTheme(t *testing.T) {
	body := widget.Body("Noddfa")
	window(t, body, 300, 100)
	for _, o := range []theme.Options{{Look: theme.Dark, TextSize: 200}, {Look: theme.HighContrast, TextSize: 150}} {
		th := theme.New(o)
		fyne.CurrentApp().Settings().SetTheme(th)
		body.Refresh()
		eachText(body, fyne.Position{}, func(drawn *canvas.Text, _ fyne.Position) {
			if drawn.Color != th.Color(theme.Ink, 0) || drawn.TextSize != th.Size(theme.BodyText) {
				t.Errorf("%s at %d: drawn in %v, %.0f high", o.Look, o.TextSize, drawn.Color, drawn.TextSize)
			}
		})
	}
}

func TestOneLineEndsInDots(t *testing.T) {
	text := widget.NewText("Amgueddfa Genedlaethol Caerdydd", widget.TextStyle{OneLine: true})
	window(t, text, 120, 40)
	got := texts(text)
	if len(got) != 1 || !strings.HasSuffix(got[0], "…") || !strings.HasPrefix("Amgueddfa Genedlaethol Caerdydd", strings.TrimSuffix(got[0], "…")) {
		t.Errorf("shown is %q", got)
	}
}

func TestTabGoesInReadingOrder(t *testing.T) {
	var order []string
	field := func(name string) *widget.Entry { return widget.NewEntry(widget.EntryOptions{Placeholder: name}) }
	frame := widget.Frame(widget.Sides{
		Top: field("top"), Left: widget.Stack(0, field("left 1"), field("left 2")),
		Center: widget.Columns(100, 0, field("centre 1"), field("centre 2")), Right: widget.Row(0, field("right")), Bottom: field("bottom"),
	})
	w := window(t, frame, 800, 600)
	for range 7 {
		w.Canvas().FocusNext()
		order = append(order, w.Canvas().Focused().(*widget.Entry).PlaceHolder)
	}
	want := []string{"top", "left 1", "left 2", "centre 1", "centre 2", "right", "bottom"}
	if !slices.Equal(order, want) {
		t.Errorf("Tab goes %q, want %q", order, want)
	}
}

func TestFocusScrollsIntoSight(t *testing.T) {
	var fields []fyne.CanvasObject
	for range 30 {
		fields = append(fields, widget.NewField(widget.FieldOptions{Label: "A field", Control: widget.NewEntry(widget.EntryOptions{})}))
	}
	page := widget.Page(fields...)
	w := window(t, widget.Frame(widget.Sides{Top: widget.Title("Form"), Center: page}), 400, 300)
	driver := fyne.CurrentApp().Driver()
	for i := range 30 {
		w.Canvas().FocusNext()
		field := w.Canvas().Focused().(fyne.CanvasObject)
		top := driver.AbsolutePositionForObject(field).Y
		if top < page.Position().Y || top+field.Size().Height > 300 {
			t.Fatalf("field %d lies at %.0f with the focus, the page from %.0f to 300", i+1, top, page.Position().Y)
		}
	}
}

func TestTheKeyboardGoesFromPartToPart(t *testing.T) {
	field := func(name string) *widget.Entry { return widget.NewEntry(widget.EntryOptions{Placeholder: name}) }
	of := func(part string, lines int) (all []fyne.CanvasObject) {
		all = append(all, widget.Heading(part), widget.Body("About "+part))
		for i := range lines {
			all = append(all, field(part+" "+string(rune('1'+i))))
		}
		return all
	}
	hidden := widget.Stack(0, of("hidden", 2)...)
	hidden.Hide()
	page := widget.Page(append(append(append(of("one", 9), hidden), of("two", 9)...), append(of("empty", 0), of("three", 9)...)...)...)
	w := window(t, widget.Frame(widget.Sides{Left: field("rail"), Top: widget.Title("Form"), Center: page}), 400, 300)
	c, driver := w.Canvas(), fyne.CurrentApp().Driver()
	for i, step := range []struct {
		back bool
		want string
	}{{false, "rail"}, {false, "one 1"}, {false, "two 1"}, {false, "three 1"}, {false, "rail"}, {true, "three 1"}, {true, "two 1"}, {true, "one 1"}, {true, "rail"}} {
		widget.NextPart(c, step.back)
		got := c.Focused().(*widget.Entry)
		if got.PlaceHolder != step.want {
			t.Fatalf("step %d is on %q, want %q", i, got.PlaceHolder, step.want)
		}
		if top := driver.AbsolutePositionForObject(got).Y; step.want != "rail" && (top < page.Position().Y+theme.Space24 || top > 200) {
			t.Errorf("%s lies at %.0f, without its heading", step.want, top)
		}
		c.FocusNext() // into the middle of the part
		c.FocusPrevious()
	}
	c.Focus(c.Focused())
	widget.NextPart(c, false)
	c.FocusNext()
	if widget.NextPart(c, true); c.Focused().(*widget.Entry).PlaceHolder != "one 1" {
		t.Error("from the middle of a part back is not where it begins")
	}
}

// A page that moved while the button is down would have it let go over something else, and what is typed then goes nowhere.
func TestThePageStaysWhereItIsUntilTheButtonIsLetGo(t *testing.T) {
	for name, field := range map[string]fyne.CanvasObject{
		"a line":    widget.NewEntry(widget.EntryOptions{}),
		"long text": widget.NewTextArea(widget.EntryOptions{Rows: 2}),
	} {
		t.Run(name, func(t *testing.T) {
			var fields []fyne.CanvasObject
			for range 30 {
				fields = append(fields, widget.NewField(widget.FieldOptions{Label: "A field", Control: widget.NewEntry(widget.EntryOptions{})}))
			}
			fields[3] = widget.NewField(widget.FieldOptions{Label: "The field", Control: field})
			w := window(t, widget.Page(fields...), 400, 360)
			driver := fyne.CurrentApp().Driver()
			at := driver.AbsolutePositionForObject(field)
			w.Resize(fyne.NewSize(400, at.Y+field.Size().Height+4)) // at the very foot
			press := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, 12)}}
			field.(desktop.Mouseable).MouseDown(press)
			if now := driver.AbsolutePositionForObject(field); now != at || w.Canvas().Focused() != field.(fyne.Focusable) {
				t.Errorf("with the button down the field goes from %v to %v, and %T has the keyboard", at, now, w.Canvas().Focused())
			}
			field.(desktop.Mouseable).MouseUp(press)
			if now := driver.AbsolutePositionForObject(field); now.Y > at.Y-40 {
				t.Errorf("let go, the field lies at %v as before at %v: what is asked next is out of sight", now, at)
			}
		})
	}
}
