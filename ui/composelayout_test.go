package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
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
			s.window.Canvas().Focus(page.form.first)
			page.OpenTab(2) // Ctrl+2
			if has := s.window.Canvas().Focused(); !slices.Contains(widget.Fields(page.Content()), has) {
				t.Errorf("the keyboard is on a %T that cannot be seen", has)
			}
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject
			if low := at(page.doing).Y + page.doing.Size().Height; !slices.Contains(widget.Fields(page.Content()), fyne.Focusable(page.doing)) || low > 600 || at(page.right).Y+page.right.Size().Height > at(page.doing).Y && !c.together {
				t.Errorf("the button stands at %g, under the pages at %g", low, at(page.right).Y+page.right.Size().Height)
			}
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

// What is missing stands above the form: when it becomes less, the field one is in stays where it is.
func TestAnswerStaysInSightWhenLessIsMissing(t *testing.T) {
	s := newCaseStage(t, "cy")
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Options{Look: theme.Dark, TextSize: 150}))
	page := composing(s, letterCase(s))
	s.window.Resize(fyne.NewSize(800, 600))
	reason := page.needed["basis"].(*widget.Select)
	s.window.Canvas().Focus(reason)
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject
	before, high := at(reason).Y, page.lacks.Size().Height
	for range 4 {
		reason.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		if y := at(reason).Y; y != before || y < at(page.choice).Y || y+reason.Size().Height > at(page.choice).Y+page.choice.Size().Height {
			t.Fatalf("the field was at %g and is at %g; the form shows %g to %g", before, y, at(page.choice).Y, at(page.choice).Y+page.choice.Size().Height)
		}
	}
	if page.lacks.Size().Height == high {
		t.Error("what is missing did not change: the test shows nothing")
	}
}
