package widget_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"noddfa/ui/widget"
)

func TestTextWithoutRoomIsLaidOutAllTheSame(t *testing.T) {
	test.NewTempApp(t)
	for _, width := range []float32{-16, 0, 1} {
		got := widget.Body("words that wrap").FitWidth(width)
		if got.Height <= 0 {
			t.Errorf("at width %v the text is %v high", width, got.Height)
		}
	}
}
