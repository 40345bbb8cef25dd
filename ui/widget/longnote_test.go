package widget_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"noddfa/ui/widget"
)

// A key in a long text costs more than a key in a short one: Fyne breaks all lines anew for each. A frame is 16 ms; the
// note page asks for a new note from 12,000 letters on.
func BenchmarkKeyInALongText(b *testing.B) {
	for _, letters := range []int{1000, 5000, 12000, 20000} {
		b.Run(fmt.Sprintf("%d letters", letters), func(b *testing.B) {
			const words = "They said they would pay it.\n"
			test.NewTempApp(b)
			w := test.NewTempWindow(b, nil)
			area := widget.NewTextArea(widget.EntryOptions{Text: strings.Repeat(words, letters/len(words)), Rows: 5})
			w.SetContent(area)
			w.Resize(fyne.NewSize(760, 300))
			w.Canvas().Focus(area)
			b.ReportAllocs()
			for b.Loop() {
				area.TypedRune('x')
			}
		})
	}
}
