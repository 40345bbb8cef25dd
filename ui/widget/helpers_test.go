package widget_test

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"noddfa/ui/theme"
)

// TestMain has our theme in place before the first widget is made.
func TestMain(m *testing.M) {
	test.NewApp().Settings().SetTheme(theme.New(theme.Options{Look: theme.Light}))
	os.Exit(m.Run())
}

// window shows content in a window of that size without a screen.
func window(t *testing.T, content fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	return themedWindow(t, content, fyne.NewSize(width, height), theme.Options{Look: theme.Light})
}

func themedWindow(t *testing.T, content fyne.CanvasObject, size fyne.Size, o theme.Options) fyne.Window {
	t.Helper()
	app := fyne.CurrentApp()
	app.Settings().SetTheme(theme.New(o))
	w := app.NewWindow("Noddfa")
	t.Cleanup(func() {
		w.Close()
		app.Settings().SetTheme(theme.New(theme.Options{Look: theme.Light}))
	})
	w.SetPadded(false)
	w.SetContent(content)
	w.Resize(size)
	return w
}

func acceptsTab(focused fyne.Focusable) bool {
	own, ok := focused.(fyne.Tabbable)
	return ok && own.AcceptsTab()
}

// press types keys as the window's driver does: to what has the focus, else to the window.
func press(w fyne.Window, keys ...fyne.KeyName) {
	for _, key := range keys {
		c := w.Canvas()
		switch focused := c.Focused(); {
		case key == fyne.KeyTab && !acceptsTab(focused):
			c.FocusNext()
		case focused != nil:
			focused.TypedKey(&fyne.KeyEvent{Name: key})
		case c.OnTypedKey() != nil:
			c.OnTypedKey()(&fyne.KeyEvent{Name: key})
		}
		if focused := c.Focused(); key == fyne.KeySpace && focused != nil {
			focused.TypedRune(' ') // whoever has the keyboard by now
		}
	}
}

// shortcut presses a key with a modifier on what has the focus. That shortcuts reach the window as well can only be
// seen in a real one: Fyne's canvas for tests takes none.
func shortcut(w fyne.Window, modifier fyne.KeyModifier, key fyne.KeyName) {
	w.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: modifier})
}

// eachText calls visit with every text drawn in o and where it lies in the window.
func eachText(o fyne.CanvasObject, at fyne.Position, visit func(*canvas.Text, fyne.Position)) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	switch o := o.(type) {
	case *canvas.Text:
		visit(o, at)
	case *fyne.Container:
		for _, child := range o.Objects {
			eachText(child, at, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			eachText(child, at, visit)
		}
	}
}

// texts returns every text drawn in o, in order.
func texts(o fyne.CanvasObject) []string {
	var found []string
	eachText(o, fyne.Position{}, func(t *canvas.Text, _ fyne.Position) {
		if t.Text != "" {
			found = append(found, t.Text)
		}
	})
	return found
}

// keepPicture writes what the window shows to the folder named by NODDFA_PICTURES, for a look at it.
func keepPicture(t *testing.T, w fyne.Window, name string) {
	t.Helper()
	folder := os.Getenv("NODDFA_PICTURES")
	if folder == "" {
		return
	}
	f, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
