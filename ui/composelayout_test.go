package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
)

// A form beside its pages is read by nobody where either has no room: there they take turns.
func TestLetterShowsFormOrPagesWhereBothHaveNoRoom(t *testing.T) {
	for _, c := range []struct {
		width    float32
		textSize int
		together bool
	}{{1120, 100, true}, {800, 100, false}, {800, 150, false}, {1120, 150, false}, {1600, 150, true}} {
		t.Run(fmt.Sprintf("%g wide, text at %d per cent", c.width, c.textSize), func(t *testing.T) {
			s := newCaseStage(t, "cy")
			fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Look: theme.Dark, TextSize: c.textSize}))
			page := composing(s, letterCase(s))
			s.window.Resize(fyne.NewSize(c.width, 600))
			if page.left.Visible() == false || page.right.Visible() != c.together {
				t.Fatalf("at first form %v, pages %v", page.left.Visible(), page.right.Visible())
			}
			least := float32(296)
			if !c.together {
				least = 480
			}
			if got := page.left.Size().Width; got < least {
				t.Errorf("the form has %g", got)
			}
			page.OpenTab(2) // Ctrl+2
			if page.left.Visible() != c.together || !page.right.Visible() {
				t.Errorf("then form %v, pages %v", page.left.Visible(), page.right.Visible())
			}
			if got := page.right.Size().Width; got < least {
				t.Errorf("the pages have %g", got)
			}
			if len(page.pages.pages) != page.pages.doc.Pages() {
				t.Errorf("%d pages are drawn of %d", len(page.pages.pages), page.pages.doc.Pages())
			}
			s.accept() // a reason is missing: the form says so
			if !page.left.Visible() {
				t.Error("what is missing cannot be seen")
			}
		})
	}
}
