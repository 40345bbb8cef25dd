package widget_test

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

func forces() []widget.Option {
	options := []widget.Option{{ID: "dp", Label: "Dyfed-Powys Police"}, {ID: "gw", Label: "Gwent Police"}, {ID: "nw", Label: "North Wales Police"}, {ID: "sw", Label: "South Wales Police"}}
	for i := range 20 {
		options = append(options, widget.Option{ID: fmt.Sprint(i), Label: fmt.Sprintf("Another force %d", i)})
	}
	return options
}

func TestSelectIsUsedByKeyboard(t *testing.T) {
	var changed []string
	s := widget.NewSelect(widget.SelectOptions{Options: forces(), Filter: "Type to find", Changed: func(id string) { changed = append(changed, id) }})
	w := window(t, widget.Page(widget.NewField(widget.FieldOptions{Label: "Force", Control: s})), 600, 500)
	w.Canvas().Focus(s)

	press(w, fyne.KeyDown, fyne.KeyDown)
	if s.Chosen() != "gw" {
		t.Errorf("two steps down chose %q", s.Chosen())
	}
	test.Type(s, "sou")
	if s.Chosen() != "sw" {
		t.Errorf("typing sou chose %q", s.Chosen())
	}
	press(w, fyne.KeyBackspace)
	if s.Chosen() != "" {
		t.Errorf("Backspace left %q", s.Chosen())
	}

	press(w, fyne.KeyReturn)
	top := widget.TopLayer(w.Canvas())
	if top == nil {
		t.Fatal("Enter did not open the list")
	}
	keepPicture(t, w, "select-open")
	test.Type(w.Canvas().Focused(), "powys")
	press(w, fyne.KeyReturn)
	if widget.TopLayer(w.Canvas()) != nil || s.Chosen() != "dp" {
		t.Errorf("finding powys chose %q", s.Chosen())
	}
	if w.Canvas().Focused() != fyne.Focusable(s) {
		t.Error("the focus did not come back to the field")
	}

	press(w, fyne.KeyReturn, fyne.KeyDown, fyne.KeyEscape)
	if widget.TopLayer(w.Canvas()) != nil || s.Chosen() != "dp" {
		t.Errorf("Esc left %q chosen", s.Chosen())
	}
	if want := []string{"dp", "gw", "sw", "", "dp"}; !slices.Equal(changed, want) {
		t.Errorf("told of %q, want %q", changed, want)
	}
}

// "No case" is an answer like the others, though it has no id.
func TestAnAnswerWithoutAnIDIsChosenInTheOpenList(t *testing.T) {
	s := widget.NewSelect(widget.SelectOptions{Options: []widget.Option{{Label: "No case"}, {ID: "one", Label: "NOD-AAAA-01"}}})
	w := window(t, s, 600, 500)
	w.Canvas().Focus(s)
	for _, step := range []struct {
		key  fyne.KeyName
		want string
	}{{fyne.KeyDown, "one"}, {fyne.KeyUp, ""}} {
		press(w, fyne.KeyReturn, step.key, fyne.KeyReturn)
		if widget.TopLayer(w.Canvas()) != nil || s.Chosen() != step.want {
			t.Fatalf("%s chose %q", step.key, s.Chosen())
		}
	}
}

func TestTabAndCtrlEnterInAnOpenListChooseAndGoOn(t *testing.T) {
	for name, options := range map[string][]widget.Option{"few": forces()[:4], "many": forces()} {
		s, next := widget.NewSelect(widget.SelectOptions{Options: options, Filter: "Type to find"}), widget.NewEntry(widget.EntryOptions{})
		w := window(t, widget.Page(widget.Stack(0, s, next)), 600, 500)
		w.Canvas().Focus(s)
		press(w, fyne.KeyReturn, fyne.KeyDown, fyne.KeyDown, fyne.KeyTab)
		if chosen := s.Chosen(); widget.TopLayer(w.Canvas()) != nil || chosen == "" || w.Canvas().Focused() != fyne.Focusable(next) {
			t.Errorf("%s: Tab chose %q and the keyboard is on %v", name, chosen, w.Canvas().Focused())
		}
		before := s.Chosen()
		w.Canvas().Focus(s)
		press(w, fyne.KeyReturn, fyne.KeyDown)
		if field, ok := w.Canvas().Focused().(fyne.Shortcutable); ok {
			field.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
			if s.Chosen() != before {
				t.Errorf("%s: the field keeps Ctrl+Enter to itself", name)
			}
		}
		if used := widget.AcceptKey(w.Canvas()); used || widget.TopLayer(w.Canvas()) != nil || s.Chosen() == before {
			t.Errorf("%s: Ctrl+Enter chose %q after %q, and the page below does not get it: %v", name, s.Chosen(), before, used)
		}
		s.Set("")
		press(w, fyne.KeyReturn, fyne.KeyEscape)
		if widget.TopLayer(w.Canvas()) != nil || s.Chosen() != "" {
			t.Errorf("%s: Esc chose %q", name, s.Chosen())
		}
	}
}

func TestSelectOpensAndChoosesWithThePointer(t *testing.T) {
	s := widget.NewSelect(widget.SelectOptions{Options: forces()[:4]})
	w := window(t, widget.Page(s), 600, 500)
	test.Tap(s)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s)
	test.TapCanvas(w.Canvas(), at.AddXY(40, s.Size().Height+30))
	if s.Chosen() != "dp" || widget.TopLayer(w.Canvas()) != nil {
		t.Errorf("a click on the first option chose %q", s.Chosen())
	}
	test.Tap(s)
	test.TapCanvas(w.Canvas(), fyne.NewPos(590, 490))
	if s.Chosen() != "dp" || widget.TopLayer(w.Canvas()) != nil {
		t.Error("a click beside the open list did not close it")
	}
}

func TestDialogHasTheKeyboardToItself(t *testing.T) {
	field := widget.NewEntry(widget.EntryOptions{})
	w := window(t, widget.Page(field), 800, 600)
	w.Canvas().Focus(field)
	done := 0
	show := func(grave bool) *widget.Dialog {
		return widget.ShowDialog(w.Canvas(), widget.DialogOptions{
			Title: "Remove this letter?", Text: "The copy on this computer is deleted. What was sent stays sent.",
			Do: "Remove", Grave: grave, Cancel: "Keep it", Done: func() bool { done++; return true },
		})
	}
	show(false)
	keepPicture(t, w, "dialog")
	for range 5 { // Tab stays inside
		press(w, fyne.KeyTab)
		if w.Canvas().Focused() == fyne.Focusable(field) {
			t.Fatal("Tab left the dialog")
		}
	}
	press(w, fyne.KeyEscape)
	if widget.TopLayer(w.Canvas()) != nil || done != 0 {
		t.Error("Esc did not close the dialog, or did what it asked about")
	}
	if w.Canvas().Focused() != fyne.Focusable(field) {
		t.Error("the focus did not come back")
	}

	show(false)
	press(w, fyne.KeyReturn)
	if widget.TopLayer(w.Canvas()) != nil || done != 1 {
		t.Errorf("Enter did it %d times", done)
	}

	show(true)
	press(w, fyne.KeyReturn)
	if done != 1 {
		t.Error("Enter did what cannot be taken back")
	}
}

func TestDialogStaysOpenUntilItIsDone(t *testing.T) {
	w := window(t, widget.Page(widget.Body("Page")), 800, 600)
	reason := widget.NewEntry(widget.EntryOptions{})
	widget.ShowDialog(w.Canvas(), widget.DialogOptions{
		Title: "Send the address?", Content: widget.NewField(widget.FieldOptions{Label: "Why", Control: reason}), First: reason,
		Do: "Send it", Cancel: "Leave it out", Done: func() bool { return reason.Value() != "" },
	})
	press(w, fyne.KeyReturn)
	if widget.TopLayer(w.Canvas()) == nil {
		t.Fatal("the dialog closed though nothing was given")
	}
	test.Type(reason, "asked for by the officer")
	press(w, fyne.KeyReturn)
	if widget.TopLayer(w.Canvas()) != nil {
		t.Error("the dialog did not close")
	}
}

func TestDialogFitsASmallWindowWithLargeText(t *testing.T) {
	w := themedWindow(t, widget.Page(widget.Body("Page")), fyne.NewSize(640, 480), theme.Options{Look: theme.Light, TextSize: 200})
	d := widget.ShowDialog(w.Canvas(), widget.DialogOptions{
		Title: "Remove this letter from this computer?", Text: "The copy on this computer is deleted. What was sent stays sent, and what was printed stays printed; neither can be called back.",
		Do: "Remove the letter", Grave: true, Cancel: "Keep it",
	})
	keepPicture(t, w, "dialog-large")
	panel := d.Held()[0]
	if p, s := panel.Position(), panel.Size(); p.X < 0 || p.Y < 0 || p.X+s.Width > 640 || p.Y+s.Height > 480 {
		t.Errorf("the dialog lies at %v, %v large", p, s)
	}
}

func TestProseIsCopiedAsItWasWritten(t *testing.T) {
	const note = "She said: “I cannot sleep.”\n\nAgreed to ring on Friday, after three, and to ask for the library book so that nobody wonders."
	prose := widget.NewProse(note)
	w := window(t, widget.Stack(0, prose), 300, 300)
	w.Canvas().Focus(prose)
	prose.TypedShortcut(&fyne.ShortcutSelectAll{})
	clipboard := test.NewClipboard()
	prose.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clipboard})
	if clipboard.Content() != note {
		t.Errorf("copied %q", clipboard.Content())
	}
	prose.DoubleTapped(&fyne.PointEvent{Position: fyne.NewPos(20, 10)})
	if prose.Selected() != "She" {
		t.Errorf("a double click selected %q", prose.Selected())
	}
	prose.Set("Something else.")
	if prose.Selected() != "" {
		t.Error("other words, and still something selected")
	}
}

func TestWhatIsCopiedIsTakenOutAgain(t *testing.T) {
	clipboard := test.NewClipboard()
	prose := widget.NewProse("what a person said")
	w := test.NewWindow(prose)
	defer w.Close()
	prose.TypedShortcut(&fyne.ShortcutSelectAll{})
	prose.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clipboard})
	widget.ForgetCopied()
	if got := clipboard.Content(); got != "" {
		t.Errorf("the clipboard still has %q", got)
	}
	prose.TypedShortcut(&fyne.ShortcutCopy{Clipboard: clipboard})
	clipboard.SetContent("of another program")
	widget.ForgetCopied()
	if got := clipboard.Content(); got != "of another program" {
		t.Errorf("what another program copied became %q", got)
	}
	entry := widget.NewEntry(widget.EntryOptions{Text: "a name"})
	for _, s := range []fyne.Shortcut{&fyne.ShortcutCopy{Clipboard: clipboard}, &fyne.ShortcutCut{Clipboard: clipboard}} {
		entry.TypedShortcut(s) // with nothing selected
		widget.ForgetCopied()
		if got := clipboard.Content(); got != "of another program" {
			t.Errorf("after copying nothing, what another program copied became %q", got)
		}
	}
	for _, s := range []fyne.Shortcut{&fyne.ShortcutCopy{Clipboard: clipboard}, &fyne.ShortcutCut{Clipboard: clipboard}} {
		entry.TypedShortcut(&fyne.ShortcutSelectAll{})
		entry.TypedShortcut(s)
		if got := clipboard.Content(); got != "a name" {
			t.Errorf("copied %q from a field", got)
		}
		widget.ForgetCopied()
		if got := clipboard.Content(); got != "" {
			t.Errorf("the clipboard still has %q of a field", got)
		}
	}
}

// A list that does not fit below its field lies above it, and the words that say what is asked stay in sight.
func TestListNeverLiesOnTheLabelOfItsField(t *testing.T) {
	long := "Why it may be shared with somebody who does not know it yet, in a line that is broken"
	for _, c := range []struct {
		name string
		room float32 // above the field
	}{{"where it fits below", 0}, {"where it fits above alone", 600}, {"where it fits nowhere whole", 120}} {
		s := widget.NewSelect(widget.SelectOptions{Options: forces()[:8]})
		field := widget.NewField(widget.FieldOptions{Label: long, Control: s})
		w := themedWindow(t, widget.NewScroll(widget.Stack(0, widget.Gap(c.room), field, widget.Gap(900))), fyne.NewSize(420, 480), theme.Options{Look: theme.Light, TextSize: 150})
		w.Canvas().Focus(s)
		test.Tap(s)
		list, ok := w.Canvas().Focused().(fyne.CanvasObject)
		if !ok || widget.TopLayer(w.Canvas()) == nil {
			t.Fatalf("%s: the list is not open", c.name)
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject
		top, bottom, label := at(list).Y, at(list).Y+list.Size().Height, at(field).Y
		if top < at(s).Y+s.Size().Height && bottom > label {
			t.Errorf("%s: the list is at %g to %g, its label and answer at %g to %g", c.name, top, bottom, label, at(s).Y+s.Size().Height)
		}
		if label < 0 || top < 0 || bottom > 480 {
			t.Errorf("%s: label at %g, list at %g to %g in a window of 480", c.name, label, top, bottom)
		}
	}
}

func TestADialogWithNothingToDecideHasOneButton(t *testing.T) {
	w := window(t, widget.Body("the page"), 600, 400)
	d := widget.ShowDialog(w.Canvas(), widget.DialogOptions{Title: "No file was added", Do: "Close"})
	var labels []string
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if b, ok := o.(*widget.Button); ok && b.Visible() {
			labels = append(labels, b.Label())
		}
		for _, inside := range widget.Inside(o) {
			walk(inside)
		}
	}
	walk(d)
	if len(labels) != 1 || labels[0] != "Close" {
		t.Errorf("its buttons: %q", labels)
	}
	if press(w, fyne.KeyReturn); widget.TopLayer(w.Canvas()) != nil {
		t.Error("Enter does not close it")
	}
}
