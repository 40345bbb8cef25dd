package widget

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
)

// blinkHalf is how long a cursor can be seen, and how long not.
const blinkHalf = 530 * time.Millisecond

// blink is a cursor that goes and comes while nothing is typed. Where animations are off it stays.
type blink struct {
	caret *canvas.Rectangle
	since time.Time // of the last key
	anim  *fyne.Animation
}

// begin has the cursor seen from now on.
func (b *blink) begin() {
	b.since = time.Now()
	b.set(true)
}

// show is called when the field has the keyboard or loses it.
func (b *blink) show(on bool) {
	if !on {
		if b.anim != nil {
			b.anim.Stop()
			b.anim = nil
		}
		b.caret.Hide()
		return
	}
	fill(b.caret, fynetheme.ColorNamePrimary)
	b.caret.Show()
	if b.anim == nil && fyne.CurrentApp().Settings().ShowAnimations() {
		b.since = time.Now()
		b.anim = fyne.NewAnimation(time.Second, func(float32) {
			b.set(time.Since(b.since)%(2*blinkHalf) < blinkHalf)
		})
		b.anim.RepeatCount = fyne.AnimationRepeatForever
		b.anim.Start()
	}
}

// set shows or hides the cursor of a field that has the keyboard.
func (b *blink) set(on bool) {
	if b.anim == nil || b.caret.Visible() == on {
		return
	}
	if on {
		b.caret.Show()
	} else {
		b.caret.Hide()
	}
}
