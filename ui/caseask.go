package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynewidget "fyne.io/fyne/v2/widget"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// question is asked on top of the page. Enter does it, Esc goes back to the page.
type question struct {
	title, lead string
	content     *form                  // what has to be filled in; may be nil
	accept      string                 // the words of the filled button
	do          func(done func(error)) // calls done when it is finished; the question stays until then, and on an error
}

// asking is a question that lies on the page.
type asking struct {
	fynewidget.BaseWidget
	question
	desk   caseDesk
	scrim  *surface
	panel  fyne.CanvasObject
	inner  fyne.CanvasObject // of the panel, as high as it wants to be
	said   *widget.Text
	before fyne.Focusable
	busy   bool
	gone   bool
}

var _ widget.Layer = (*asking)(nil)

const askingWidth float32 = 560

// ask lays a question on the page.
func (d caseDesk) ask(q question) {
	a := &asking{question: q, desk: d, scrim: newSurface(theme.Scrim), said: widget.NewText("", widget.TextStyle{Color: theme.DangerInk})}
	a.said.Hide()
	accept := widget.NewButton(widget.ButtonOptions{Label: q.accept, Kind: widget.Filled, Do: func() { a.Accept() }})
	cancel := widget.Secondary(d.t("common.cancel"), a.Dismiss)
	parts := []fyne.CanvasObject{widget.Title(q.title)}
	if q.lead != "" {
		parts = append(parts, widget.Body(q.lead))
	}
	first := fyne.Focusable(accept)
	if q.content != nil {
		parts = append(parts, q.content.object())
		first = q.content.first
	}
	parts = append(parts, a.said, widget.Row(theme.Space12, accept, cancel))
	a.inner = widget.Pad(widget.Around(theme.Space24), widget.Stack(theme.Space16, parts...))
	a.panel = widget.Surface(theme.Card, theme.CardRadius, widget.NewScroll(a.inner))
	a.ExtendBaseWidget(a)
	a.before = d.canvas().Focused()
	d.canvas().Overlays().Add(a)
	a.Resize(d.canvas().Size())
	d.focus(first)
}

// Accept does what was asked.
func (a *asking) Accept() bool {
	if a.busy || a.content != nil && !a.content.ready() {
		return true
	}
	a.busy = true
	a.do(func(err error) {
		a.busy = false
		if err == nil {
			a.Dismiss()
			return
		}
		a.said.Set(data.Sentence(a.desk.words, err))
		a.said.Show()
		a.Refresh()
	})
	return true
}

// Dismiss goes back to the page.
func (a *asking) Dismiss() {
	if a.gone {
		return
	}
	a.gone = true
	a.desk.canvas().Overlays().Remove(a)
	a.desk.focus(a.before)
}

// Held is the panel, for what looks for a focused field.
func (a *asking) Held() []fyne.CanvasObject { return []fyne.CanvasObject{a.panel} }

// Tapped swallows what is beside the panel.
func (a *asking) Tapped(*fyne.PointEvent) {}

// CreateRenderer draws the panel in the middle of the window.
func (a *asking) CreateRenderer() fyne.WidgetRenderer { return &askingRenderer{a} }

type askingRenderer struct{ a *asking }

func (r *askingRenderer) Layout(size fyne.Size) {
	r.a.scrim.Resize(size)
	width := min(askingWidth, size.Width-2*theme.Space16)
	height := min(widget.Fit(r.a.inner, width).Height, size.Height-2*theme.Space16)
	r.a.panel.Resize(fyne.NewSize(width, height))
	r.a.panel.Move(fyne.NewPos((size.Width-width)/2, max(theme.Space16, (size.Height-height)/3)))
}

func (r *askingRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *askingRenderer) Refresh() {
	r.a.scrim.Refresh()
	r.Layout(r.a.Size())
	r.a.panel.Refresh()
	canvas.Refresh(r.a)
}

func (r *askingRenderer) Destroy() {}

func (r *askingRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.a.scrim, r.a.panel}
}

// tell says something that has nothing to decide.
func (d caseDesk) tell(sentence string) {
	d.ask(question{title: sentence, accept: d.t("common.ok"), do: func(done func(error)) { done(nil) }})
}

// settle lays out anew what holds o, after its size changed.
func settle(o fyne.CanvasObject) {
	o.Refresh()
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	root := c.Overlays().Top()
	if root == nil {
		root = c.Content()
	}
	if scroll := widget.ScrollOf(root, o); scroll != nil {
		scroll.Refresh()
	}
	if layer := widget.TopLayer(c); layer != nil {
		layer.Refresh()
	}
}
