package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"noddfa/ui/theme"
)

// Surface lays an object on a ground in the colour of a role, with corners of that radius. It follows the theme.
func Surface(role fyne.ThemeColorName, radius float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&overLayout{}, newGround(role, radius), o)
}

// Over lays objects over each other, all as large as the largest: what shows one of several pages.
func Over(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&overLayout{}, objects...)
}

// Card lays an object on a raised surface, with a margin of 16.
func Card(o fyne.CanvasObject) *fyne.Container {
	return raised(theme.CardRadius, Pad(Around(theme.Space16), o))
}

// raised lays an object on a surface that floats: a card, a dialog, an open list.
func raised(radius float32, o fyne.CanvasObject) *fyne.Container {
	return floating(theme.Card, radius, o)
}

// Sheet lays an object on a page that lies over another, with a line round it: in high contrast both are black.
func Sheet(radius float32, o fyne.CanvasObject) *fyne.Container {
	return floating(theme.Page, radius, o)
}

func floating(role fyne.ThemeColorName, radius float32, o fyne.CanvasObject) *fyne.Container {
	g := newGround(role, radius)
	g.raised = true
	return container.New(&overLayout{}, g, o)
}

// Hairline is a thin line across: it parts things more quietly than a box.
func Hairline() fyne.CanvasObject {
	g := newGround(theme.Hairline, 0)
	g.thick = theme.HairWidth
	return g
}

// Gap is empty room so many pixels high and wide.
func Gap(space float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSquareSize(space))
	return r
}

// ground is a rectangle that re-reads its role when the theme changes; a plain canvas.Rectangle keeps its old colour.
type ground struct {
	widget.BaseWidget
	role   fyne.ThemeColorName
	radius float32
	thick  float32
	raised bool
}

func newGround(role fyne.ThemeColorName, radius float32) *ground {
	g := &ground{role: role, radius: radius}
	g.ExtendBaseWidget(g)
	return g
}

// MinSize is as thick as a line.
func (g *ground) MinSize() fyne.Size { return fyne.NewSquareSize(g.thick) }

// CreateRenderer is for Fyne.
func (g *ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{g: g, rect: canvas.NewRectangle(nil)}
	r.rect.CornerRadius = g.radius
	r.update()
	return r
}

type groundRenderer struct {
	g    *ground
	rect *canvas.Rectangle
}

func (r *groundRenderer) update() {
	if r.g.raised {
		r.rect.StrokeWidth, r.rect.StrokeColor = theme.HairWidth, theme.Color(theme.Hairline)
		r.rect.Shadow = canvas.Shadow{Color: theme.Color(theme.Shadow), BlurRadius: 8, Offset: fyne.NewPos(0, 2)}
	}
	fill(r.rect, r.g.role)
}

func (r *groundRenderer) Layout(size fyne.Size)        { r.rect.Resize(size) }
func (r *groundRenderer) MinSize() fyne.Size           { return r.g.MinSize() }
func (r *groundRenderer) Refresh()                     { r.update() }
func (r *groundRenderer) Destroy()                     {}
func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }

// overLayout lays objects over each other, all as large as the container.
type overLayout struct{ width float32 }

func (l *overLayout) fitWidth(objects []fyne.CanvasObject, width float32) fyne.Size {
	var size fyne.Size
	for _, o := range visible(objects) {
		size = size.Max(Fit(o, width))
	}
	return size
}

func (l *overLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return minSize(l, objects, l.width)
}

func (l *overLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	for _, o := range objects {
		place(o, fyne.NewPos(0, 0), size)
	}
}

// Icon is a line icon in the colour of a role, as high as a line of body text. It never stands without a word.
type Icon struct {
	widget.BaseWidget
	name string
	role fyne.ThemeColorName
}

// NewIcon returns the icon of that name (assets.IconNames).
func NewIcon(name string, role fyne.ThemeColorName) *Icon {
	i := &Icon{name: name, role: role}
	i.ExtendBaseWidget(i)
	return i
}

// Set shows another icon in another role.
func (i *Icon) Set(name string, role fyne.ThemeColorName) {
	i.name, i.role = name, role
	i.Refresh()
}

// MinSize is the height of a line of body text.
func (i *Icon) MinSize() fyne.Size {
	return fyne.NewSize(theme.Size(theme.IconSize), TextStyle{}.face().pitch)
}

func (i *Icon) hugsWidth() bool { return true }

// CreateRenderer is for Fyne.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	r := &iconRenderer{i: i, image: canvas.NewImageFromResource(theme.Icon(i.name, i.role))}
	r.image.FillMode = canvas.ImageFillContain
	return r
}

type iconRenderer struct {
	i     *Icon
	image *canvas.Image
}

func (r *iconRenderer) Layout(size fyne.Size) {
	side := theme.Size(theme.IconSize)
	line := min(size.Height, r.i.MinSize().Height) // beside several lines it stands by the first
	place(r.image, fyne.NewPos((size.Width-side)/2, (line-side)/2), fyne.NewSquareSize(side))
}
func (r *iconRenderer) MinSize() fyne.Size { return r.i.MinSize() }
func (r *iconRenderer) Refresh() {
	r.image.Resource = theme.Icon(r.i.name, r.i.role)
	r.Layout(r.i.Size())
	r.image.Refresh()
}
func (r *iconRenderer) Destroy()                     {}
func (r *iconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.image} }
