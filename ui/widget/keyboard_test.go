package widget_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/assets"
	"noddfa/ui/widget"
)

const ctrl = fyne.KeyModifierShortcutDefault

// Every widget that can have the focus must pass on what it has no use for, or F1 and Esc would be dead.
func TestWindowKeysWorkFromEveryWidget(t *testing.T) {
	words := assets.Lang(assets.English)
	for name, make := range map[string]func() fyne.CanvasObject{
		"entry":     func() fyne.CanvasObject { return widget.NewEntry(widget.EntryOptions{}) },
		"password":  func() fyne.CanvasObject { return widget.NewEntry(widget.EntryOptions{Password: true}) },
		"text area": func() fyne.CanvasObject { return widget.NewTextArea(widget.EntryOptions{}) },
		"button":    func() fyne.CanvasObject { return widget.Primary("Save", nothing) },
		"check":     func() fyne.CanvasObject { return widget.NewCheck(widget.CheckOptions{Label: "Told"}) },
		"choice": func() fyne.CanvasObject {
			return widget.NewChoice(widget.ChoiceOptions{Options: widget.YesNoUnknown(words)})
		},
		"select": func() fyne.CanvasObject {
			return widget.NewSelect(widget.SelectOptions{Options: widget.YesNoUnknown(words)})
		},
		"tabs": func() fyne.CanvasObject {
			return widget.NewTabs(widget.TabsOptions{Tabs: []widget.Tab{{ID: "a", Label: "A"}}})
		},
		"list":  func() fyne.CanvasObject { return widget.NewList(widget.ListOptions{}) },
		"prose": func() fyne.CanvasObject { return widget.NewProse("As it was written.") },
	} {
		t.Run(name, func(t *testing.T) {
			w := window(t, widget.Stack(0, make()), 400, 300)
			var keys []fyne.KeyName
			w.Canvas().SetOnTypedKey(func(ev *fyne.KeyEvent) { keys = append(keys, ev.Name) })
			press(w, fyne.KeyTab)
			if w.Canvas().Focused() == nil {
				t.Fatal("Tab does not reach it")
			}
			press(w, fyne.KeyF1, fyne.KeyF2, fyne.KeyEscape)
			if len(keys) != 3 {
				t.Errorf("of F1, F2 and Esc the window got %v", keys)
			}
		})
	}
}

func TestTabLeavesATextAreaAndEnterStays(t *testing.T) {
	sent := ""
	area := widget.NewTextArea(widget.EntryOptions{Submit: func(s string) { sent = s }})
	next := widget.NewEntry(widget.EntryOptions{})
	w := window(t, widget.Stack(0, area, next), 400, 300)
	w.Canvas().Focus(area)
	if area.AcceptsTab() {
		t.Error("the text area keeps Tab for itself")
	}
	test.Type(area, "one")
	press(w, fyne.KeyReturn)
	test.Type(area, "two")
	shortcut(w, ctrl, fyne.KeyReturn)
	if sent != "one\ntwo" {
		t.Errorf("Ctrl+Enter sent %q", sent)
	}
	press(w, fyne.KeyTab)
	if w.Canvas().Focused() != fyne.Focusable(next) {
		t.Error("Tab did not go to the next field")
	}
}

func TestTypingGoesOnWhereTheTextEnds(t *testing.T) {
	for name, entry := range map[string]widget.Typed{
		"one line": widget.NewEntry(widget.EntryOptions{Text: "ring on"}),
		"several":  widget.NewTextArea(widget.EntryOptions{Text: "They said no.\nring on"}),
	} {
		w := window(t, widget.Stack(0, entry), 400, 300)
		w.Canvas().Focus(entry)
		test.Type(entry, " Friday")
		if !strings.HasSuffix(entry.Value(), "ring on Friday") {
			t.Errorf("%s: %q", name, entry.Value())
		}
	}
}

func TestEntryStillEditsWords(t *testing.T) {
	entry := widget.NewEntry(widget.EntryOptions{Text: "ring on Friday"})
	w := window(t, entry, 400, 60)
	w.Canvas().Focus(entry)
	press(w, fyne.KeyEnd)
	shortcut(w, fyne.KeyModifierControl, fyne.KeyBackspace)
	if entry.Value() != "ring on " {
		t.Errorf("Ctrl+Backspace left %q", entry.Value())
	}
	entry.TypedShortcut(&fyne.ShortcutUndo{})
	if entry.Value() != "ring on Friday" {
		t.Errorf("Ctrl+Z gave %q", entry.Value())
	}
}

func TestButtonAnswersEnterSpaceAndPointer(t *testing.T) {
	pressed := 0
	button := widget.Primary("Save", func() { pressed++ })
	w := window(t, widget.Stack(0, button), 400, 300)
	w.Canvas().Focus(button)
	press(w, fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace)
	test.Tap(button)
	if pressed != 4 {
		t.Errorf("pressed %d times, want 4", pressed)
	}
	button.Disable()
	press(w, fyne.KeyReturn)
	test.Tap(button)
	if pressed != 4 {
		t.Error("a button that cannot be used was pressed")
	}
	if h := button.Size().Height; h != 40 {
		t.Errorf("the button is %.0f high, want 40", h)
	}
}

func TestChoiceAnswersTheKeyboard(t *testing.T) {
	var changed []string
	choice := widget.NewChoice(widget.ChoiceOptions{
		Options: widget.YesNoUnknown(assets.Lang(assets.English)), Changed: func(id string) { changed = append(changed, id) },
	})
	w := window(t, widget.Stack(0, choice), 400, 300)
	w.Canvas().Focus(choice)
	for _, step := range []struct {
		key  fyne.KeyName
		want string
	}{
		{fyne.KeySpace, "yes"},
		{fyne.KeyRight, "no"},
		{fyne.KeyDown, "unknown"},
		{fyne.KeyRight, "yes"},
		{fyne.KeyLeft, "unknown"},
		{fyne.KeyHome, "yes"},
		{fyne.KeyEnd, "unknown"},
		{fyne.KeyBackspace, ""},
		{fyne.KeyRight, "no"}, // the next after the one with the ring
		{fyne.KeyBackspace, ""},
		{fyne.KeyLeft, "unknown"},
		{fyne.KeyBackspace, ""},
	} {
		press(w, step.key)
		if choice.Chosen() != step.want {
			t.Errorf("after %s: %q, want %q", step.key, choice.Chosen(), step.want)
		}
	}
	test.Type(choice, "y")
	if choice.Chosen() != "yes" {
		t.Errorf("typing y chose %q", choice.Chosen())
	}
	test.Type(choice, "no thoughts of it") // by somebody who takes it for a box
	if choice.Chosen() != "yes" {
		t.Errorf("words that were typed made it %q", choice.Chosen())
	}
	press(w, fyne.KeyBackspace)
	test.Type(choice, "n")
	if choice.Chosen() != "no" {
		t.Errorf("typing n chose %q", choice.Chosen())
	}
	if len(changed) != 15 {
		t.Errorf("told of %d changes, want 15", len(changed))
	}
	choice.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10, 10)})
	if choice.Chosen() != "yes" {
		t.Errorf("a click on yes chose %q", choice.Chosen())
	}
	choice.Tapped(&fyne.PointEvent{Position: fyne.NewPos(10, 10)})
	if choice.Chosen() != "" {
		t.Error("a second click did not take the answer back")
	}
}

func TestCheckTurnsWithSpaceAndEnter(t *testing.T) {
	var told []bool
	check := widget.NewCheck(widget.CheckOptions{Label: "Told", Changed: func(on bool) { told = append(told, on) }})
	w := window(t, widget.Stack(0, check), 400, 300)
	w.Canvas().Focus(check)
	press(w, fyne.KeySpace)
	if !check.On() {
		t.Error("Space did not turn it")
	}
	press(w, fyne.KeyReturn)
	test.Tap(check)
	check.Set(false)
	if check.On() || len(told) != 3 {
		t.Errorf("on is %v after %d turns, want off after 3", check.On(), len(told))
	}
}

func TestTabsTurnWithArrowsAndNumbers(t *testing.T) {
	var turned []string
	tabs := widget.NewTabs(widget.TabsOptions{
		Tabs:    []widget.Tab{{ID: "overview", Label: "Overview"}, {ID: "notes", Label: "Notes"}, {ID: "plan", Label: "Plan"}},
		Changed: func(id string) { turned = append(turned, id) },
	})
	w := window(t, widget.Stack(0, tabs), 400, 300)
	w.Canvas().Focus(tabs)
	press(w, fyne.KeyRight)
	press(w, fyne.KeyEnd)
	press(w, fyne.KeyRight)
	press(w, fyne.KeyLeft)
	tabs.Open(2)
	tabs.Open(9)
	tabs.Set("notes")
	want := []string{"notes", "plan", "overview", "plan", "notes"}
	if len(turned) != len(want) {
		t.Fatalf("turned to %q, want %q", turned, want)
	}
	for i := range want {
		if turned[i] != want[i] {
			t.Errorf("turned to %q, want %q", turned, want)
		}
	}
}

func TestFieldKeepsWhatItCannotUnderstand(t *testing.T) {
	entry := widget.NewEntry(widget.EntryOptions{Text: "one fine day"})
	field := widget.NewField(widget.FieldOptions{Label: "When", Hint: "For example 21/11/2026", Control: entry})
	window(t, widget.Stack(0, field), 400, 300)
	field.SetWrong("This is not a date we know. It is kept as you typed it.")
	if got := texts(field); got[len(got)-1] != "This is not a date we know. It is kept as you typed it." {
		t.Errorf("shown is %q", got)
	}
	if entry.Value() != "one fine day" {
		t.Errorf("the text became %q", entry.Value())
	}
	field.SetWrong("")
	if got := texts(field); got[len(got)-1] != "For example 21/11/2026" {
		t.Errorf("the hint did not come back: %q", got)
	}
}

func TestTheWheelOverAFieldScrollsThePage(t *testing.T) {
	entry := widget.NewEntry(widget.EntryOptions{Text: "one line"})
	short, long := widget.NewTextArea(widget.EntryOptions{Text: "short"}), widget.NewTextArea(widget.EntryOptions{Text: strings.Repeat("line\n", 40)})
	page := widget.NewScroll(widget.Stack(8, widget.Gap(400), entry, short, long, widget.Gap(2000)))
	w := test.NewWindow(page)
	defer w.Close()
	w.Resize(fyne.NewSize(600, 1200))
	for name, c := range map[string]struct {
		field widget.Typed
		page  bool
	}{"one line": {entry, true}, "few lines": {short, true}, "more lines than it shows": {long, false}} {
		page.ScrollTo(0)
		objects := test.WidgetRenderer(c.field).Objects()
		objects[len(objects)-1].(fyne.Scrollable).Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -60)})
		if moved := page.Offset() > 0; moved != c.page {
			t.Errorf("%s: the page moved: %v", name, moved)
		}
	}
}
