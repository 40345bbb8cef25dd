package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/data"
	"noddfa/ui/widget"
)

// BenchmarkKeyOnTheNotesPage is a key in the first box of the notes page with everything that follows from it, but for the
// painting: the note changes, its draft falls due, and the window asks everything on it for its size, as it does before
// each frame.
func BenchmarkKeyOnTheNotesPage(b *testing.B) {
	s := newCaseStage(b, "en")
	s.newCase(data.Case{}, data.Person{}, tabNotes)
	const words = "They said they would pay it, and rang again after the children were in bed.\n"
	for _, at := range []string{"beginning", "middle", "end"} {
		b.Run("20000 letters/"+at, func(b *testing.B) {
			area := s.entry("What they said or what happened").(*widget.TextArea)
			area.Set(strings.Repeat(words, 20000/len(words)))
			area.Describe().Words.Place(map[string]int{"beginning": 0, "middle": 10000, "end": 20000}[at])
			var took []time.Duration
			for b.Loop() {
				begun := time.Now()
				area.TypedRune(rune("they rang "[len(took)%10]))
				askSizes(s.window.Content())
				took = append(took, time.Since(begun))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/median")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms/p99")
		})
	}
}

// askSizes asks what is seen for its least size, what is held before what holds it.
func askSizes(o fyne.CanvasObject) {
	if o == nil || !o.Visible() {
		return
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			askSizes(child)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			askSizes(child)
		}
	}
	o.MinSize()
}
