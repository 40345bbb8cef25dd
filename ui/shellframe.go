package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// build puts the frame together: the rail, the header with its actions, the
// page. In a narrow window, or with large text, the actions go to the foot of
// the rail, so that the title and the page have the width.
func (s *Shell) build() fyne.CanvasObject {
	t := s.o.Words
	places := widget.Stack(theme.Space4)
	for _, r := range s.o.Rail {
		item := newRailItem(t.T(r.Label), r.Icon, func() { s.Go(r.Route) })
		s.rail = append(s.rail, item)
		places.Add(item)
	}
	actions := widget.Row(theme.Space8)
	foot := widget.Stack(theme.Space4, widget.Pad(widget.Sideways(theme.Space16, theme.Space12), widget.Hairline()))
	for _, a := range []widget.ButtonOptions{
		{Label: t.T("shell.crisis"), Icon: "crisis", Hint: "F2", Do: s.o.Crisis},
		{Label: t.T("shell.new-contact"), Icon: "plus", Hint: "Ctrl+N", Do: s.o.NewContact},
		{Label: t.T("shell.lock"), Icon: "lock", Hint: "Ctrl+L", Do: s.o.Lock},
	} {
		actions.Add(widget.NewButton(a))
		foot.Add(newRailItem(a.Label, a.Icon, a.Do))
	}
	name := widget.Pad(widget.Margins{Top: theme.Space24, Right: theme.Space16, Bottom: theme.Space16, Left: theme.Space16}, widget.Heading(t.T("shell.name")))
	rail := widget.NewScroll(widget.Pad(widget.Margins{Right: theme.Space8, Bottom: theme.Space8, Left: theme.Space8}, widget.Stack(0, name, places, foot)))

	title := widget.Frame(widget.Sides{
		Left:   s.back,
		Center: widget.Pad(widget.Margins{Top: theme.Space4}, s.title),
		Right:  actions,
	})
	head := widget.Stack(0, widget.Pad(widget.Sideways(theme.Space24, theme.Space12), title), widget.Hairline())
	if s.o.Band != nil {
		head = widget.Stack(0, s.o.Band, head)
	}
	return container.New(
		&shellLayout{actions: actions, foot: foot},
		widget.Surface(theme.Rail, 0, rail),
		widget.Surface(theme.Page, 0, widget.Frame(widget.Sides{Top: head, Center: s.page})),
	)
}

// shellLayout lays the page beside the rail and decides where the actions go.
// It never makes the window larger: what does not fit scrolls.
type shellLayout struct{ actions, foot *fyne.Container }

// roomy is the width of a window, in letters of body text, from which the
// actions have room beside the title.
const roomy = 60

func (l *shellLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	narrow := size.Width < roomy*theme.Size(theme.BodyText)
	changed := l.actions.Hidden != narrow || l.foot.Hidden == narrow
	l.actions.Hidden, l.foot.Hidden = narrow, !narrow
	rail, page := objects[0], objects[1]
	width := min(rail.MinSize().Width, size.Width/2)
	rail.Move(fyne.NewPos(0, 0))
	rail.Resize(fyne.NewSize(width, size.Height))
	page.Move(fyne.NewPos(width, 0))
	page.Resize(fyne.NewSize(size.Width-width, size.Height))
	if changed { // the parts inside have to make room though their own size may be the same
		rail.Refresh()
		page.Refresh()
	}
}

func (l *shellLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(leastWidth, leastHeight)
}
