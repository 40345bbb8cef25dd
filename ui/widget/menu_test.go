package widget_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/ui/widget"
)

func TestTheMenuOfAFieldSpeaksTheLanguageOfTheWindow(t *testing.T) {
	for _, c := range []struct {
		language string
		password bool
		want     []string
	}{
		{assets.English, false, []string{"Undo", "Redo", "Cut", "Copy", "Paste", "Select all"}},
		{assets.Welsh, false, []string{"Dadwneud", "Ail-wneud", "Torri", "Copïo", "Gludo", "Dewis y cyfan"}},
		{assets.Welsh, true, []string{"Gludo", "Dewis y cyfan"}},
	} {
		e := widget.NewEntry(widget.EntryOptions{Text: "Siân", Password: c.password})
		w := window(t, widget.Stack(0, e), 260, 300)
		widget.Speak(w.Canvas(), assets.Lang(c.language))
		e.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(10, 10)})
		menu := w.Canvas().Overlays().Top()
		if menu == nil {
			t.Fatal("there is no menu")
		}
		if got := texts(menu); !slices.Equal(got, c.want) {
			t.Errorf("in %q the menu has %q, want %q", c.language, got, c.want)
		}
	}
}
