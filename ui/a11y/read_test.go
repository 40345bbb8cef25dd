package a11y

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

func TestMain(m *testing.M) {
	test.NewApp().Settings().SetTheme(theme.New(theme.Options{Look: theme.Light}))
	os.Exit(m.Run())
}

func window(t *testing.T, content fyne.CanvasObject) fyne.Window {
	t.Helper()
	w := fyne.CurrentApp().NewWindow("Noddfa")
	t.Cleanup(w.Close)
	w.SetPadded(false)
	w.SetContent(content)
	w.Resize(fyne.NewSize(800, 600))
	return w
}

// called returns the node of that role and name.
func called(t *testing.T, tree *Tree, role widget.Role, name string) *Node {
	t.Helper()
	var found *Node
	tree.Walk(func(n *Node) bool {
		if n.Role == role && n.Name == name {
			found = n
		}
		return found == nil
	})
	if found == nil {
		t.Fatalf("nothing of role %d is called %q", role, name)
	}
	return found
}

func TestAReaderHearsNameRoleValueAndState(t *testing.T) {
	entry := widget.NewEntry(widget.EntryOptions{Text: "Ffion"})
	field := widget.NewField(widget.FieldOptions{Label: "Called name", Control: entry, Hint: "As she says it"})
	safe := widget.NewChoice(widget.ChoiceOptions{Options: []widget.Option{{ID: "y", Label: "Yes"}, {ID: "n", Label: "No"}}, Chosen: "n"})
	force := widget.NewSelect(widget.SelectOptions{Options: []widget.Option{{ID: "s", Label: "South Wales"}, {ID: "g", Label: "Gwent"}}, Chosen: "g"})
	tick := widget.NewCheck(widget.CheckOptions{Label: "Ring after six", On: true})
	tabs := widget.NewTabs(widget.TabsOptions{Tabs: []widget.Tab{{ID: "a", Label: "Notes"}, {ID: "b", Label: "Plan"}}, Chosen: "b"})
	list := widget.NewList(widget.ListOptions{Name: "Contacts", Grow: true, Chosen: "2", Items: widget.ItemSlice{
		{Title: "Today", Heading: true}, {ID: "1", Title: "Ffion", Meta: "14:05"}, {ID: "2", Title: "Gwen", Detail: "call"},
	}})
	pressed := 0
	button := widget.Primary("Save", func() { pressed++ })
	w := window(t, widget.Page(widget.Title("New contact"), field,
		widget.NewField(widget.FieldOptions{Label: "Safe to talk?", Control: safe}), widget.NewField(widget.FieldOptions{Label: "Force", Control: force}),
		tick, tabs, list, widget.NewBand(widget.BandOptions{Text: "Do not ring", Kind: widget.BandDanger}), widget.NewProse("What was said"), button))
	tree := NewReader(w).Read()

	if h := called(t, tree, widget.RoleHeading, "New contact"); h.Level != 1 {
		t.Errorf("the page's title is a heading of level %d", h.Level)
	}
	name := called(t, tree, widget.RoleEntry, "Called name")
	if name.Words.Text != "Ffion" || name.Hint != "As she says it" || name.LabelBy == nil || name.LabelBy.Labels != name {
		t.Errorf("of the field is said %q, %q, labelled by %v", name.Words.Text, name.Hint, name.LabelBy)
	}
	for _, c := range []struct {
		parent, part widget.Role
		of, name     string
		want         widget.State
	}{
		{widget.RoleAnswers, widget.RoleAnswer, "Safe to talk?", "No", widget.Checked},
		{widget.RoleSelect, widget.RoleOption, "Force", "Gwent", widget.Selected},
		{widget.RoleList, widget.RoleRow, "Contacts", "Gwen, call", widget.Selected},
		{widget.RoleTabs, widget.RoleTab, "", "Plan", widget.Selected},
	} {
		part := called(t, tree, c.part, c.name)
		if part.Parent != called(t, tree, c.parent, c.of) || part.State&c.want == 0 {
			t.Errorf("%q is in %q with the state %b", c.name, part.Parent.Name, part.State)
		}
		for _, other := range part.Parent.Kids {
			if other != part && other.State&c.want != 0 {
				t.Errorf("%q is chosen too", other.Name)
			}
		}
	}
	if called(t, tree, widget.RoleCheck, "Ring after six").State&widget.Checked == 0 {
		t.Error("the tick is not said")
	}
	if a := called(t, tree, widget.RoleAlert, "Do not ring"); !a.Urgent {
		t.Error("danger waits for the end of the sentence")
	}
	called(t, tree, widget.RoleProse, "What was said")
	called(t, tree, widget.RoleButton, "Save").Press()
	if pressed != 1 {
		t.Errorf("the button was pressed %d times", pressed)
	}
}

func TestAPassphraseIsNotToldNorHowLongItIs(t *testing.T) {
	secret := widget.NewEntry(widget.EntryOptions{Text: "zebra copper lantern", Password: true})
	w := window(t, widget.NewField(widget.FieldOptions{Label: "Passphrase", Control: secret}))
	r := NewReader(w)
	before := r.Read()
	secret.Password = false // the eye beside it
	secret.Set("zebra copper lantern quiet")
	after := r.Read()
	for _, tree := range []*Tree{before, after} {
		n := called(t, tree, widget.RolePassword, "Passphrase")
		if n.Words.Text != "" || n.Words.Caret != 0 {
			t.Errorf("told: %q, cursor %d", n.Words.Text, n.Words.Caret)
		}
	}
	for _, c := range changes(before, after) {
		if strings.Contains(c.text, "zebra") || c.kind == textCame {
			t.Errorf("told while typing: %+v", c)
		}
	}
	if label := secret.AccessibilityLabel(); strings.Contains(label, "zebra") {
		t.Errorf("told to Windows and macOS: %q", label)
	}
}

func TestWhatIsUnderADialogCannotBeReached(t *testing.T) {
	w := window(t, widget.Primary("Save", func() {}))
	widget.ShowDialog(w.Canvas(), widget.DialogOptions{Title: "Erase?", Do: "Erase", Cancel: "Cancel"})
	tree := NewReader(w).Read()
	if n := called(t, tree, widget.RoleButton, "Save"); n.Shown || !n.Covered {
		t.Errorf("the button under the dialog: shown %v, covered %v", n.Shown, n.Covered)
	}
	if n := called(t, tree, widget.RoleButton, "Erase"); !n.Focused || n.Covered || n.Parent != called(t, tree, widget.RoleDialog, "Erase?") {
		t.Errorf("the button of the dialog: focused %v, in %q", n.Focused, n.Parent.Name)
	}
}
