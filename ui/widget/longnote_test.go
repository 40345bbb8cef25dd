package widget_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"fyne.io/fyne/v2/test"

	"noddfa/ui/widget"
)

// longNote is a note of so many letters: lines as people write them, or one without a break.
func longNote(letters int, lines bool) string {
	words := "They said they would pay it, and rang again after the children were in bed. "
	if lines {
		words += "\nShe keeps it by the door.\n"
	}
	return strings.Repeat(words, letters/len(words)+1)[:letters]
}

// shownArea is a field as wide and high as on the page of notes, with the cursor so many letters in.
func shownArea(t testing.TB, text string, at int) (*widget.TextArea, fyne.Window) {
	area := widget.NewTextArea(widget.EntryOptions{Text: text, Rows: 5, Changed: func(string) {}})
	w := test.NewTempWindow(t, area)
	w.Resize(fyne.NewSize(760, 300))
	w.Canvas().Focus(area)
	area.Describe().Words.Place(at)
	return area, w
}

// What a key does is counted instead of timed, so that a busy machine changes nothing.
func TestAKeyInALongNoteDoesNoMoreThanInAShortOne(t *testing.T) {
	const keys = 200
	cost := func(letters int, lines bool, at int) float64 {
		area, _ := shownArea(t, longNote(letters, lines), at)
		return testing.AllocsPerRun(keys, func() { area.TypedRune('x') })
	}
	for _, c := range []struct {
		lines bool
		most  float64 // times what it costs in a short note
	}{
		{true, 1.5},
		{false, 10}, // the words of one long line may all move on
	} {
		short := cost(1000, c.lines, 500)
		for _, at := range []int{0, 10000, 20000} {
			if long := cost(20000, c.lines, at); long > c.most*short {
				t.Errorf("lines %v, letter %d of 20,000: a key takes %.0f steps, in a short note %.0f", c.lines, at, long, short)
			}
		}
	}
}

// BenchmarkKeyInALongText shows a key of Fyne's entry of several lines beside one of ours. A frame is 16 ms. The median,
// and the time that one key in a hundred takes longer than, are of each key by itself.
func BenchmarkKeyInALongText(b *testing.B) {
	for _, letters := range []int{1000, 5000, 20000, 100000} {
		for _, lines := range []bool{true, false} {
			text := longNote(letters, lines)
			for _, at := range []string{"beginning", "middle", "end"} {
				offset := map[string]int{"beginning": 0, "middle": letters / 2, "end": letters}[at]
				name := fmt.Sprintf("%d letters/lines %v/%s", letters, lines, at)
				b.Run("ours/"+name, func(b *testing.B) {
					area, _ := shownArea(b, text, offset)
					timeKeys(b, area.TypedRune)
				})
				if letters > 20000 {
					continue
				}
				b.Run("Fyne's/"+name, func(b *testing.B) {
					area := fynewidget.NewMultiLineEntry()
					area.Wrapping = fyne.TextWrapWord
					area.SetText(text)
					area.OnChanged = func(string) {}
					w := test.NewTempWindow(b, area)
					w.Resize(fyne.NewSize(760, 300))
					w.Canvas().Focus(area)
					area.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
					area.CursorRow = (area.CursorRow * offset) / letters
					area.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyLeft, Modifier: fyne.KeyModifierControl})
					timeKeys(b, area.TypedRune)
				})
			}
		}
	}
}

func timeKeys(b *testing.B, key func(rune)) {
	var took []time.Duration
	n := 0
	for b.Loop() {
		begun := time.Now()
		key(rune("they rang "[n%10]))
		took = append(took, time.Since(begun))
		n++
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms/p99")
}
