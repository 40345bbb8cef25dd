package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynewidget "fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// railItem is an entry of the rail: an icon and a word, never an icon alone.
type railItem struct {
	fynewidget.BaseWidget
	label, icon              string
	open                     func()
	chosen, hovered, focused bool
	row, ring                *canvas.Rectangle
	image                    *canvas.Image
	text                     *canvas.Text
}

var (
	_ fyne.Focusable    = (*railItem)(nil)
	_ fyne.Tappable     = (*railItem)(nil)
	_ desktop.Hoverable = (*railItem)(nil)
)

func newRailItem(label, icon string, open func()) *railItem {
	r := &railItem{label: label, icon: icon, open: open}
	r.ExtendBaseWidget(r)
	return r
}

func (r *railItem) choose(yes bool) {
	r.chosen = yes
	r.Refresh()
}

// Describe says where the entry leads, and whether one is there.
func (r *railItem) Describe() widget.Description {
	d := widget.Description{Role: widget.RolePlace, Name: r.label, State: widget.CanFocus, Active: -1, Press: r.open}
	if r.chosen {
		d.State |= widget.Selected
	}
	return d
}

// AccessibilityLabel is the word.
func (r *railItem) AccessibilityLabel() string { return r.label }

// AccessibilityRole says that it leads somewhere.
func (r *railItem) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleLink }

// Tapped opens the entry's page.
func (r *railItem) Tapped(*fyne.PointEvent) { r.open() }

// FocusGained shows the ring.
func (r *railItem) FocusGained() { r.focused = true; r.Refresh(); widget.Reveal(r) }

// FocusLost hides the ring.
func (r *railItem) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune is nothing to a rail.
func (r *railItem) TypedRune(rune) {}

// TypedKey opens the page on Enter and Space.
func (r *railItem) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		r.open()
	default:
		widget.Unhandled(r, ev)
	}
}

// MouseIn shows the row under the pointer.
func (r *railItem) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.Refresh() }

// MouseMoved is nothing to a rail.
func (r *railItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends what MouseIn began.
func (r *railItem) MouseOut() { r.hovered = false; r.Refresh() }

// CreateRenderer draws the row.
func (r *railItem) CreateRenderer() fyne.WidgetRenderer {
	r.row, r.ring = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	r.row.CornerRadius, r.ring.CornerRadius = theme.Radius, theme.Radius
	r.ring.StrokeWidth = theme.RingWidth
	r.image = canvas.NewImageFromResource(nil)
	r.image.FillMode = canvas.ImageFillContain
	r.text = canvas.NewText(r.label, nil)
	d := &railRenderer{r}
	d.Refresh()
	return d
}

type railRenderer struct{ r *railItem }

func (d *railRenderer) Destroy() {}

func (d *railRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.r.row, d.r.image, d.r.text, d.r.ring}
}

func (d *railRenderer) MinSize() fyne.Size {
	icon := theme.Size(theme.IconSize)
	// As wide as the word is in bold, so that the rail keeps its width whatever is chosen.
	style := fyne.TextStyle{Bold: true}
	word, _ := fyne.CurrentApp().Driver().RenderedTextSize(d.r.label, theme.Size(theme.BodyText), style, theme.Current().Source(style, d.r.label))
	return fyne.NewSize(theme.Space16+icon+theme.Space12+word.Width+theme.Space16, theme.Size(theme.ControlHeight))
}

func (d *railRenderer) Layout(size fyne.Size) {
	icon := theme.Size(theme.IconSize)
	d.r.row.Resize(size)
	d.r.ring.Resize(size)
	d.r.image.Resize(fyne.NewSquareSize(icon))
	d.r.image.Move(fyne.NewPos(theme.Space16, (size.Height-icon)/2))
	text := d.r.text.MinSize()
	d.r.text.Resize(text)
	d.r.text.Move(fyne.NewPos(theme.Space16+icon+theme.Space12, (size.Height-text.Height)/2))
}

func (d *railRenderer) Refresh() {
	r := d.r
	background, ink := fyne.ThemeColorName(""), theme.Ink
	switch {
	case r.chosen:
		background, ink = theme.AccentSoft, theme.Accent
	case r.hovered:
		background = theme.Hover
	}
	r.row.FillColor = color.Transparent // the same on the rail and on the card that stands for it
	if background != "" {
		r.row.FillColor = theme.Color(background)
	}
	r.ring.FillColor, r.ring.StrokeColor = color.Transparent, theme.Color(theme.Focus)
	r.ring.Hidden = !r.focused
	r.image.Resource = theme.Icon(r.icon, ink)
	r.text.Text = r.label
	r.text.Color = theme.Color(ink)
	r.text.TextSize = theme.Size(theme.BodyText)
	r.text.TextStyle.Bold = r.chosen
	r.text.FontSource = theme.Current().Source(r.text.TextStyle, r.label)
	for _, o := range d.Objects() {
		o.Refresh()
	}
}
