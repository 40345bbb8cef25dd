package widget

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// Kind says how much a button asks for attention.
type Kind int

// The kinds. A screen has at most one Primary.
const (
	Quiet  Kind = iota // most buttons
	Filled             // the one thing to do next
	Plain              // words alone, in the accent: "Show all"
)

// ButtonOptions describe a button.
type ButtonOptions struct {
	Label string
	Icon  string // a name of assets.IconNames; none if empty
	Kind  Kind
	Hint  string // a key, shown small at the right: "Ctrl+N"
	Do    func() // what it does; on the UI goroutine
	Wide  bool   // fills the width of its Stack
}

// Button is a button 40 pixels high that answers Enter and Space as well as the pointer.
type Button struct {
	widget.DisableableWidget
	o                ButtonOptions
	about            string
	focused, pointed bool
}

// NewButton returns a button.
func NewButton(o ButtonOptions) *Button {
	b := &Button{o: o}
	b.ExtendBaseWidget(b)
	return b
}

// About says what the button is for, where several on a page have the same words: a screen reader reads it after them.
// What was said first stays.
func (b *Button) About(what string) *Button {
	if b.about == "" {
		b.about = what
	}
	return b
}

// Primary is the filled button: the one thing to do next.
func Primary(label string, do func()) *Button {
	return NewButton(ButtonOptions{Label: label, Kind: Filled, Do: do})
}

// Secondary is a quiet button.
func Secondary(label string, do func()) *Button {
	return NewButton(ButtonOptions{Label: label, Do: do})
}

// Link is a button of words alone.
func Link(label string, do func()) *Button {
	return NewButton(ButtonOptions{Label: label, Kind: Plain, Do: do})
}

// SetLabel changes the words.
func (b *Button) SetLabel(label string) {
	b.o.Label = label
	b.Refresh()
}

// Label returns the words.
func (b *Button) Label() string { return b.o.Label }

// Press does what a click does.
func (b *Button) Press() {
	if !b.Disabled() && b.o.Do != nil {
		b.o.Do()
	}
}

// AccessibilityLabel is the label.
func (b *Button) AccessibilityLabel() string { return b.o.Label }

// AccessibilityRole says that this is a button.
func (b *Button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped is for Fyne.
func (b *Button) Tapped(*fyne.PointEvent) { b.Press() }

// FocusGained is for Fyne.
func (b *Button) FocusGained() { b.focused = true; b.Refresh(); Reveal(b) }

// FocusLost is for Fyne.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune presses the button with Space. It is the rune that does it and not
// the key before it: a field that has the keyboard after that would take the rune.
func (b *Button) TypedRune(r rune) {
	if r == ' ' {
		b.Press()
	}
}

// TypedKey presses the button with Enter.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		b.Press()
	case fyne.KeySpace:
	default:
		Unhandled(b, ev)
	}
}

// MouseIn is for Fyne.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.pointed = true; b.Refresh() }

// MouseMoved is for Fyne.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (b *Button) MouseOut() { b.pointed = false; b.Refresh() }

// Cursor is the hand.
func (b *Button) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

func (b *Button) hugsWidth() bool { return !b.o.Wide }

// FitWidth returns the size of the label on one line, wrapped only where it does not fit.
func (b *Button) FitWidth(width float32) fyne.Size { return b.measure(width) }

func (b *Button) padding() float32 {
	if b.o.Kind == Plain {
		return theme.Space8
	}
	return theme.Space16
}

// extra is the width taken by icon, hint and padding.
func (b *Button) extra() float32 {
	w := 2 * b.padding()
	if b.o.Icon != "" {
		w += theme.Size(theme.IconSize) + theme.Space8
	}
	if b.o.Hint != "" {
		w += TextStyle{Size: theme.CaptionText}.face().width(b.o.Hint) + theme.Space12
	}
	return w
}

func (b *Button) labelStyle() TextStyle {
	return TextStyle{Bold: true, Color: b.ink(), FullWide: true}
}

func (b *Button) measure(width float32) fyne.Size {
	f := b.labelStyle().face()
	lines := wrapText(b.o.Label, f, max(width-b.extra(), f.size*2))
	var w float32
	for _, line := range lines {
		w = max(w, f.width(line))
	}
	height := max(theme.Size(theme.ControlHeight), float32(len(lines))*f.pitch+2*theme.Space8)
	return fyne.NewSize(w+b.extra()+1, height)
}

func (b *Button) ink() fyne.ThemeColorName {
	switch {
	case b.Disabled():
		return theme.Faint
	case b.o.Kind == Filled:
		return theme.OnAccent
	case b.o.Kind == Plain:
		return theme.Accent
	default:
		return theme.Ink
	}
}

func (b *Button) ground() fyne.ThemeColorName {
	lively := b.pointed && !b.Disabled()
	switch {
	case b.o.Kind == Plain && !lively:
		return ""
	case b.o.Kind == Plain:
		return theme.Hover
	case b.Disabled():
		return theme.Quiet
	case b.o.Kind == Filled && lively:
		return theme.AccentStrong
	case b.o.Kind == Filled:
		return theme.Accent
	case lively:
		return theme.Hover
	default:
		return theme.Quiet
	}
}

// MinSize is the label on one line.
func (b *Button) MinSize() fyne.Size {
	b.ExtendBaseWidget(b)
	return b.measure(min(wide, theme.Size(theme.BodyText)*30))
}

// CreateRenderer is for Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		b: b, ground: canvas.NewRectangle(nil), ring: newRing(), label: NewText(b.o.Label, b.labelStyle()),
		hint: NewText(b.o.Hint, TextStyle{Size: theme.CaptionText, OneLine: true}),
	}
	r.ground.CornerRadius = theme.Radius
	r.objects = []fyne.CanvasObject{r.ground, r.label, r.hint, r.ring.rect}
	if b.o.Icon != "" {
		r.icon = canvas.NewImageFromResource(nil)
		r.icon.FillMode = canvas.ImageFillContain
		r.objects = append(r.objects, r.icon)
	}
	r.update()
	return r
}

type buttonRenderer struct {
	b       *Button
	ground  *canvas.Rectangle
	label   *Text
	hint    *Text
	icon    *canvas.Image
	ring    ring
	objects []fyne.CanvasObject
}

func (r *buttonRenderer) update() {
	ink := r.b.ink()
	fill(r.ground, r.b.ground())
	r.label.Set(r.b.o.Label)
	r.label.SetColor(ink)
	if r.b.o.Kind == Quiet || r.b.o.Kind == Plain {
		r.hint.SetColor(theme.Muted)
	} else {
		r.hint.SetColor(ink)
	}
	if r.icon != nil {
		r.icon.Resource = theme.Icon(r.b.o.Icon, ink)
		r.icon.Refresh()
	}
	if role := r.b.ink(); r.b.o.Kind == Filled {
		r.ring.show(r.b.focused, role)
	} else {
		r.ring.show(r.b.focused, theme.Focus)
	}
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	inset := float32(0)
	if r.b.o.Kind == Filled {
		inset = 3
	}
	r.ring.layout(fyne.NewPos(0, 0), size, inset)
	r.ring.rect.CornerRadius = theme.Radius - inset

	extra := r.b.extra()
	text := Fit(r.label, max(size.Width-extra, 1))
	x := r.b.padding()
	spare := size.Width - extra - text.Width
	if r.b.o.Hint == "" {
		x += max(0, spare/2)
	}
	if r.icon != nil {
		side := theme.Size(theme.IconSize)
		place(r.icon, fyne.NewPos(x, (size.Height-side)/2), fyne.NewSquareSize(side))
		x += side + theme.Space8
	}
	place(r.label, fyne.NewPos(x, (size.Height-text.Height)/2), fyne.NewSize(max(size.Width-extra, 1), text.Height))
	if r.b.o.Hint != "" {
		h := Fit(r.hint, wide)
		place(r.hint, fyne.NewPos(size.Width-r.b.padding()-h.Width, (size.Height-h.Height)/2), h.AddWidthHeight(1, 0))
	}
}

func (r *buttonRenderer) MinSize() fyne.Size           { return r.b.MinSize() }
func (r *buttonRenderer) Refresh()                     { r.update(); r.Layout(r.b.Size()); canvas.Refresh(r.b) }
func (r *buttonRenderer) Destroy()                     {}
func (r *buttonRenderer) Objects() []fyne.CanvasObject { return r.objects }
