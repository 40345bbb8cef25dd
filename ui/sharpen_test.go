package ui

import (
	"testing"

	"fyne.io/fyne/v2"
)

func TestWordsArePaintedAnewOnAScreenWithMorePixels(t *testing.T) {
	s := newAppStage(t)
	canvas := s.app.window.Canvas().(interface{ SetScale(float32) })
	painted := 0
	s.app.o.App.Settings().AddListener(func(fyne.Settings) { painted++ })
	for _, at := range []struct {
		scale float32
		again int
	}{{1, 0}, {1, 0}, {2, 1}, {2, 1}, {1.5, 2}} {
		canvas.SetScale(at.scale)
		s.app.idle.tick()
		if painted != at.again {
			t.Errorf("at a scale of %v everything had been painted anew %d times, not %d", at.scale, painted, at.again)
		}
	}
}
