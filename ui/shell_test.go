package ui_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"noddfa/assets"
	"noddfa/ui"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// page is a screen with a list and something typed in it.
type page struct {
	route ui.Route
	list  *widget.List
	left  *[]string
}

func (p *page) Content() fyne.CanvasObject { return p.list }
func (p *page) Refresh()                   {}
func (p *page) Route() ui.Route            { return p.route }
func (p *page) Title() string              { return "Page " + p.route.Screen + p.route.ID }
func (p *page) Leave()                     { *p.left = append(*p.left, p.route.Screen+p.route.ID) }
func (p *page) Save() any                  { return [2]any{p.list.Chosen(), p.list.Offset()} }
func (p *page) Restore(kept any) {
	was := kept.([2]any)
	p.list.Set(was[0].(string))
	p.list.ScrollTo(was[1].(float32))
}

// frame is a shell with three places and a page for each record.
type frame struct {
	*ui.Shell
	window fyne.Window
	left   []string
	did    []string
}

func newFrame(t *testing.T, size fyne.Size, textSize int) *frame {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.New(theme.Options{Look: theme.Light, TextSize: textSize}))
	f := &frame{window: app.NewWindow("Noddfa")}
	t.Cleanup(f.window.Close)
	build := func(r ui.Route) ui.Screen {
		var items widget.ItemSlice
		for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"} {
			items = append(items, widget.Item{ID: id, Title: "Person " + id, Detail: "opened 2 May"})
		}
		return &page{route: r, list: widget.NewList(widget.ListOptions{Items: items}), left: &f.left}
	}
	note := func(what string) func() { return func() { f.did = append(f.did, what) } }
	f.Shell = ui.NewShell(ui.ShellOptions{
		Window: f.window, Words: assets.Lang(assets.English), Runner: ui.NewRunnerHere(),
		Rail: []ui.RailItem{
			{Route: ui.Route{Screen: ui.ScreenToday}, Icon: "today", Label: "rail.today"},
			{Route: ui.Route{Screen: ui.ScreenContacts}, Icon: "contacts", Label: "rail.contacts"},
			{Route: ui.Route{Screen: ui.ScreenCases}, Icon: "cases", Label: "rail.cases"},
		},
		Screens:    map[string]ui.Builder{ui.ScreenToday: build, ui.ScreenContacts: build, ui.ScreenCases: build, ui.ScreenCase: build},
		NewContact: note("new contact"), Search: note("search"), Crisis: note("crisis"), Lock: note("lock"), Keys: note("keys"),
	})
	f.window.SetPadded(false)
	f.window.SetContent(f.Content())
	f.window.Resize(size)
	f.Go(ui.Route{Screen: ui.ScreenToday})
	return f
}

// seen returns where each text of the window begins and ends.
func (f *frame) seen() map[string][2]fyne.Position {
	found := map[string][2]fyne.Position{}
	root := f.window.Content()
	if top := f.window.Canvas().Overlays().Top(); top != nil {
		root = top
	}
	var look func(o fyne.CanvasObject, at fyne.Position)
	look = func(o fyne.CanvasObject, at fyne.Position) {
		if !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		switch o := o.(type) {
		case *canvas.Text:
			found[o.Text] = [2]fyne.Position{at, at.Add(o.MinSize())}
		case *fyne.Container:
			for _, child := range o.Objects {
				look(child, at)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				look(child, at)
			}
		}
	}
	look(root, fyne.Position{})
	return found
}

func (f *frame) press(key fyne.KeyName) {
	if focused := f.window.Canvas().Focused(); focused != nil {
		focused.TypedKey(&fyne.KeyEvent{Name: key})
		return
	}
	f.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
}

func TestBackReturnsToWhereOneWas(t *testing.T) {
	f := newFrame(t, fyne.NewSize(1120, 480), 100)
	f.Go(ui.Route{Screen: ui.ScreenCases})
	list := f.Current().(*page).list
	list.Set("k")
	offset := list.Offset()
	f.Go(ui.Route{Screen: ui.ScreenCase, ID: " 7"})
	f.Back()
	again := f.Current().(*page)
	if again.route.Screen != ui.ScreenCases || again.list.Chosen() != "k" || again.list.Offset() != offset || offset == 0 {
		t.Errorf("back on %q with %q chosen, scrolled to %.0f, was %.0f", again.route.Screen, again.list.Chosen(), again.list.Offset(), offset)
	}
	f.Back()
	f.Back()
	if got := f.Current().Route().Screen; got != ui.ScreenToday {
		t.Errorf("all the way back is %q", got)
	}
}

func TestEveryPageIsToldThatItIsLeft(t *testing.T) {
	f := newFrame(t, fyne.NewSize(1120, 760), 100)
	f.Go(ui.Route{Screen: ui.ScreenCase, ID: " 7"})
	f.Go(ui.Route{Screen: ui.ScreenCase, ID: " 7"}) // a page that opens itself anew loses what is typed in it, too
	f.Go(ui.Route{Screen: ui.ScreenCases})
	f.Back()
	f.Leave()
	if want := []string{"today", "case 7", "case 7", "cases", "case 7"}; !slices.Equal(f.left, want) {
		t.Errorf("told to leave: %q, want %q", f.left, want)
	}
}

func TestBackHasAButtonOnlyWhereItLeadsSomewhere(t *testing.T) {
	f := newFrame(t, fyne.NewSize(1120, 760), 100)
	for _, step := range []struct {
		to   ui.Route
		want bool
	}{
		{ui.Route{Screen: ui.ScreenCases}, false},
		{ui.Route{Screen: ui.ScreenCase, ID: " 7"}, true},
		{ui.Route{Screen: ui.ScreenToday}, false},
	} {
		f.Go(step.to)
		if _, there := f.seen()["Back"]; there != step.want {
			t.Errorf("on %q the button is there: %v", step.to.Screen, there)
		}
	}
}

func TestTitleAndActionsFitEveryWindow(t *testing.T) {
	for _, c := range []struct {
		size fyne.Size
		text int
	}{
		{fyne.NewSize(640, 480), 100},
		{fyne.NewSize(800, 600), 100},
		{fyne.NewSize(960, 600), 100},
		{fyne.NewSize(1120, 760), 100},
		{fyne.NewSize(800, 600), 130},
		{fyne.NewSize(1120, 760), 200},
		{fyne.NewSize(800, 600), 200},
	} {
		f := newFrame(t, c.size, c.text)
		if least := f.Content().MinSize(); least.Width > 640 || least.Height > 480 {
			t.Errorf("%v at %d: the window cannot be smaller than %v", c.size, c.text, least)
		}
		seen := f.seen()
		if _, ok := seen["Page today"]; !ok {
			t.Errorf("%v at %d: the title is cut", c.size, c.text)
		}
		if _, ok := seen["Menu"]; ok {
			for _, label := range []string{"Crisis", "Lock"} { // without opening anything
				if where, ok := seen[label]; !ok || where[1].X > c.size.Width || where[1].Y > c.size.Height {
					t.Errorf("%v at %d: %q is out of sight, at %v", c.size, c.text, label, where)
				}
			}
			f.press(fyne.KeyTab)
			f.window.Canvas().FocusNext()
			f.press(fyne.KeyReturn)
			seen = f.seen()
		}
		for _, label := range []string{"Today", "Contacts", "Cases", "Crisis card", "New contact", "Lock"} {
			where, ok := seen[label]
			if !ok || where[0].X < 0 || where[1].X > c.size.Width {
				t.Errorf("%v at %d: %q lies at %v (there: %v)", c.size, c.text, label, where, ok)
			}
		}
	}
}

func TestMenuOpensWhereTheRailHasNoRoom(t *testing.T) {
	f := newFrame(t, fyne.NewSize(800, 600), 200)
	f.window.Canvas().Unfocus()
	f.window.Canvas().FocusNext()
	f.press(fyne.KeyReturn) // the menu
	f.window.Canvas().FocusNext()
	f.press(fyne.KeyReturn) // the second place
	if got := f.Current().Route().Screen; got != ui.ScreenContacts {
		t.Errorf("the menu opened %q", got)
	}
	if widget.TopLayer(f.window.Canvas()) != nil {
		t.Error("the menu stayed open")
	}
}

func TestFunctionKeysWorkFromAPage(t *testing.T) {
	f := newFrame(t, fyne.NewSize(1120, 760), 100)
	f.window.Canvas().Focus(f.Current().(*page).list)
	f.press(fyne.KeyF1)
	f.press(fyne.KeyF2)
	f.press(fyne.KeyEscape)
	if want := []string{"keys", "crisis"}; !slices.Equal(f.did, want) {
		t.Errorf("F1, F2 and Esc did %q, want %q", f.did, want)
	}
}
