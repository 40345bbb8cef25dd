//go:build e2e

package ui

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"noddfa/data"
)

// probedApp is the app that is asked.
var probedApp atomic.Pointer[app]

// The window tests build with the tag e2e and ask, over two pipes, where on
// the window each text and each field is; then they use mouse and keyboard like
// anybody. They also ask for the keys, to look for them in memory later, for a fault,
// and for an end of the window that never comes. No other build has this.
func init() {
	whenStarted = probedApp.Store
	in, out := os.NewFile(3, "probe in"), os.NewFile(4, "probe out")
	if _, err := in.Stat(); err != nil {
		return
	}
	go func() {
		lines := bufio.NewScanner(in)
		for lines.Scan() {
			var answer any
			switch ask, rest, _ := strings.Cut(lines.Text(), " "); ask {
			case "keys":
				var v *data.Vault
				fyne.DoAndWait(func() { v = probedApp.Load().vault })
				answer = v.KeysHeld()
			case "fault":
				panic(rest)
			case "stick":
				fyne.DoAndWait(func() { fyne.CurrentApp().Lifecycle().SetOnStopped(func() { select {} }) })
				answer = true
			default:
				fyne.DoAndWait(func() { answer = look() })
			}
			text, err := json.Marshal(answer)
			if err != nil {
				return
			}
			fmt.Fprintf(out, "%s\n", text)
		}
	}()
}

// probed is one thing on the window, in pixels from its top left corner.
type probed struct {
	Text       string
	Field      bool // something the keyboard can be on
	Seen       bool // not scrolled out of sight
	X, Y, W, H float32
}

func look() []probed {
	var seen []probed
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		c := w.Canvas()
		l := looker{scale: c.Scale()}
		layers := append([]fyne.CanvasObject{c.Content()}, c.Overlays().List()...)
		// What lies under a dialog cannot be clicked.
		if top := layers[len(layers)-1]; top != nil {
			l.walk(top, fyne.Position{}, box{0, 0, c.Size().Width, c.Size().Height})
		}
		seen = append(seen, l.seen...)
	}
	return seen
}

// box is what of the window can be seen through a scroll.
type box struct{ x0, y0, x1, y1 float32 }

func (b box) and(at fyne.Position, size fyne.Size) box {
	return box{max(b.x0, at.X), max(b.y0, at.Y), min(b.x1, at.X+size.Width), min(b.y1, at.Y+size.Height)}
}

func (b box) holds(at fyne.Position, size fyne.Size) bool {
	middle := at.AddXY(size.Width/2, size.Height/2)
	return middle.X >= b.x0 && middle.X <= b.x1 && middle.Y >= b.y0 && middle.Y <= b.y1
}

type looker struct {
	scale float32
	seen  []probed
}

func (l *looker) walk(o fyne.CanvasObject, origin fyne.Position, sight box) {
	if o == nil || !o.Visible() {
		return
	}
	at, size := origin.Add(o.Position()), o.Size()
	p := probed{Seen: sight.holds(at, size), X: at.X * l.scale, Y: at.Y * l.scale, W: size.Width * l.scale, H: size.Height * l.scale}
	if text, ok := o.(*canvas.Text); ok {
		p.Text = text.Text
	}
	if _, p.Field = o.(fyne.Focusable); p.Field || p.Text != "" {
		l.seen = append(l.seen, p)
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			l.walk(child, at, sight)
		}
	case fyne.Widget:
		if _, ok := o.(fyne.Scrollable); ok {
			sight = sight.and(at, size)
		}
		for _, child := range test.WidgetRenderer(o).Objects() {
			l.walk(child, at, sight)
		}
	}
}
