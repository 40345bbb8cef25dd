package ui

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// build puts the frame together: the rail, the header with its actions, the
// page. In a narrow window, or with large text, the actions go to the foot of
// the rail; in one narrower still the rail itself waits behind a button. So
// title and page always have room. The crisis card and Lock are in sight in
// each of them, whatever is scrolled.
func (s *Shell) build() fyne.CanvasObject {
	t := s.o.Words
	places := s.places(func(do func()) func() { return do })
	for _, p := range places {
		s.rail = append(s.rail, p.(*railItem))
	}
	s.parked = newRailItem(s.parkedLabel(), "note", s.openParked)
	s.parked.Hidden = true
	s.cover = newRailItem(t.T("shell.covered"), "eye", s.toggleCover)
	s.cover.Hidden = !s.o.Covered
	places = append(places, s.parked, s.cover)
	actions := widget.Row(theme.Space8)
	for _, a := range s.actions() {
		actions.Add(widget.NewButton(a.ButtonOptions))
	}
	foot := widget.Stack(theme.Space4, s.foot(func(do func()) func() { return do })...)
	name := widget.Pad(widget.Margins{Top: theme.Space24, Right: theme.Space16, Bottom: theme.Space16, Left: theme.Space16}, widget.Heading(t.T("shell.name")))
	find := widget.NewButton(widget.ButtonOptions{Label: t.T("shell.search"), Hint: "Ctrl+K", Do: s.o.Search})
	inRail := func(o fyne.CanvasObject) fyne.CanvasObject {
		return widget.Pad(widget.Margins{Right: theme.Space8, Bottom: theme.Space8, Left: theme.Space8}, o)
	}
	rail := widget.Frame(widget.Sides{
		Center: widget.NewScroll(inRail(widget.Stack(0, name, widget.Pad(widget.Margins{Right: theme.Space8, Bottom: theme.Space12, Left: theme.Space8}, find),
			widget.Stack(theme.Space4, places...)))),
		Bottom: inRail(foot),
	})

	menu := widget.NewButton(widget.ButtonOptions{Label: t.T("shell.menu"), Icon: "more", Kind: widget.Plain, Do: s.openMenu})
	urgent := widget.Row(theme.Space4)
	for _, a := range s.actions() {
		if a.short != "" {
			urgent.Add(widget.NewButton(widget.ButtonOptions{Label: a.short, Icon: a.Icon, Do: a.Do}))
		}
	}
	head := &headLayout{
		left:  widget.Pad(widget.Margins{Left: -theme.Space8, Right: theme.Space8}, widget.Row(theme.Space8, menu, s.back)),
		title: s.title, actions: actions, urgent: urgent, line: widget.Hairline(),
	}
	s.row = head
	s.head = container.New(head, head.left, head.title, head.actions, head.urgent, head.line)
	bands := widget.NewScroll(widget.Gap(0))
	if len(s.o.Bands) > 0 {
		bands.Set(widget.Pad(widget.Margins{Top: theme.Space8, Right: theme.Space24, Left: theme.Space24}, widget.Stack(theme.Space4, s.o.Bands...)))
	}
	s.whole = widget.NewScroll(s.page)
	return container.New(
		&shellLayout{menu: menu, actions: actions, urgent: urgent, foot: foot},
		widget.Surface(theme.Rail, 0, rail),
		container.New(&pageLayout{bands: s.o.Bands, head: head}, bands, s.head, s.whole), // the window has the colour of a page
	)
}

// places are the entries of the rail; with wraps what each does.
func (s *Shell) places(with func(func()) func()) []fyne.CanvasObject {
	var places []fyne.CanvasObject
	for _, r := range s.o.Rail {
		places = append(places, newRailItem(s.o.Words.T(r.Label), r.Icon, with(func() { s.Go(r.Route) })))
	}
	return places
}

// actions are what can be done from every page.
func (s *Shell) actions() []shellAction {
	t := s.o.Words
	return []shellAction{
		{widget.ButtonOptions{Label: t.T("shell.crisis"), Icon: "crisis", Hint: "F2", Do: s.o.Crisis}, t.T("shell.crisis.short")},
		{widget.ButtonOptions{Label: t.T("shell.new-contact"), Icon: "plus", Hint: "Ctrl+N", Do: s.o.NewContact}, ""},
		{widget.ButtonOptions{Label: t.T("shell.lock"), Icon: "lock", Hint: "Ctrl+L", Do: s.o.Lock}, t.T("shell.lock")},
	}
}

// shellAction is one of them; short is its word where there is little room, ""
// where it waits behind the menu then.
type shellAction struct {
	widget.ButtonOptions
	short string
}

// foot is the actions as entries of the rail, under a line.
func (s *Shell) foot(with func(func()) func()) []fyne.CanvasObject {
	foot := []fyne.CanvasObject{widget.Pad(widget.Sideways(theme.Space16, theme.Space12), widget.Hairline())}
	for _, a := range s.actions() {
		foot = append(foot, newRailItem(a.Label, a.Icon, with(a.Do)))
	}
	return foot
}

// openMenu shows the rail over the page, where the window has no room for it.
func (s *Shell) openMenu() {
	var menu *sheet
	closing := func(do func()) func() {
		return func() {
			menu.Dismiss()
			do()
		}
	}
	places := s.places(closing)
	if s.unfinished > 0 {
		places = append(places, newRailItem(s.parkedLabel(), "note", closing(s.openParked)))
	}
	places = append(places, newRailItem(s.o.Words.T("shell.search"), "search", closing(s.o.Search)))
	entries := widget.Stack(theme.Space4, append(places, s.foot(closing)...)...)
	menu = showSheet(s.o.Window.Canvas(), widget.NewScroll(widget.Pad(widget.Around(theme.Space16), entries)))
	s.o.Window.Canvas().Focus(places[0].(fyne.Focusable))
}

// shellLayout lays the page beside the rail and decides where rail and actions
// go. It never makes the window larger: what does not fit scrolls.
type shellLayout struct {
	menu    *widget.Button
	actions *fyne.Container
	urgent  *fyne.Container // the two that are never out of sight
	foot    *fyne.Container
}

// Widths of a window in letters of body text.
const (
	roomy = 60 // from here the actions have room beside the title
	tight = 36 // below this the rail takes more than the page can spare
)

func (l *shellLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	letters := size.Width / theme.Size(theme.BodyText)
	rail, page := objects[0], objects[1]
	changed := shown(l.actions, letters >= roomy)
	changed = shown(l.foot, letters < roomy) || changed
	changed = shown(l.menu, letters < tight) || changed
	changed = shown(l.urgent, letters < tight) || changed
	changed = shown(rail, letters >= tight) || changed
	var width float32
	if rail.Visible() {
		width = float32(math.Ceil(float64(rail.MinSize().Width))) // a page that begins between two points has blurred lines
	}
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

// shown shows or hides o and says whether that is a change.
func shown(o fyne.CanvasObject, yes bool) bool {
	if o.Visible() == yes {
		return false
	}
	if yes {
		o.Show()
	} else {
		o.Hide()
	}
	return true
}
