package ui

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// screenLost is for a computer that is missing: which one, or what to do about the
// one that the incident of its route is about.
const screenLost = "lost"

// lostScreen finds it in what the records know, opens the incident, and says what
// to do.
type lostScreen struct {
	desk
	id    data.ID // of the breach in the register; none while it is being looked for
	page  *trailPage
	view  lostView
	first fyne.Focusable // once it is read: the first computer, or the first thing to do
}

// lostView is what the page shows.
type lostView struct {
	computers []data.ComputerSeen
	breach    data.Request
	reset     map[string]time.Time
}

func newLostScreen(d desk, r Route) *lostScreen {
	s := &lostScreen{desk: d, page: newTrailPage(d.caseDesk, "lost")}
	_ = s.id.UnmarshalText([]byte(r.ID))
	return s
}

// Content is the page.
func (s *lostScreen) Content() fyne.CanvasObject { return s.page.Scroll }

// Release lets go of what is read for it.
func (s *lostScreen) Release() { s.page.Release() }

// Route is the page's.
func (s *lostScreen) Route() Route {
	if s.id.IsZero() {
		return Route{Screen: screenLost}
	}
	return Route{Screen: screenLost, ID: s.id.String()}
}

// Title is shown in the header.
func (s *lostScreen) Title() string { return s.t("lost.title") }

// FirstFocus is what is chosen or done first, once it is read.
func (s *lostScreen) FirstFocus() fyne.Focusable { return s.first }

// Refresh looks for the computers, or for what was done.
func (s *lostScreen) Refresh() {
	readTrail(s.page, func(ctx context.Context) (v lostView, err error) {
		if s.id.IsZero() {
			v.computers, err = s.vault.Computers(ctx)
			return v, err
		}
		f, err := s.vault.OpenRequest(ctx, s.id)
		if err != nil {
			return v, err
		}
		if v.breach = f.Request.Value; v.breach.Lost != nil {
			v.reset, err = s.vault.ResetSince(ctx, v.breach.Lost.UsedBy, v.breach.Aware)
		}
		return v, err
	}, func(v lostView) {
		s.view = v
		s.first = nil
		build := s.which
		if !s.id.IsZero() {
			build = s.whatToDo
		}
		parts := build()
		offset := s.page.Offset()
		s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Narrow(formWidth, widget.Stack(theme.Space24, parts...))))
		s.page.ScrollTo(offset)
		s.beginWith(s.first)
	})
}

// lead leads on; the first that is built has the keyboard.
func (s *lostScreen) lead(label string, do func()) *widget.Button {
	b := widget.Link(label, do)
	if s.first == nil {
		s.first = b
	}
	return b
}

// which lists the computers that the records know.
func (s *lostScreen) which() []fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	for _, c := range s.view.computers {
		b := block{name: joinNames(c.UsedBy), words: s.known(c), small: s.t("lost.entries", map[string]any{"First": s.words.ShortDate(c.First.Local()), "Last": momentWords(s.words, c.Last)})}
		if c.Here {
			b.small = dots(s.t("lost.here"), b.small)
		} else {
			b.do = does(s.lead(s.t("lost.this"), func() { s.open(c.ID) }))
		}
		blocks = append(blocks, b.object())
	}
	blocks = append(blocks, block{name: s.t("lost.other"), words: s.t("lost.other.lead"), do: does(s.lead(s.t("lost.this"), func() { s.open(data.ID{}) }))}.object())
	return []fyne.CanvasObject{
		widget.NewBand(widget.BandOptions{Text: s.t("lost.lead"), Icon: "clock", Kind: widget.BandWarm}),
		part(s.t("lost.which"), nil, "", blocks...), widget.Muted(s.t("lost.which.hint")),
	}
}

// known is what is known of a computer besides who used it.
func (s *lostScreen) known(c data.ComputerSeen) string {
	key := "lost.bound"
	if c.PassphraseOnly {
		key = "lost.passphrase"
	}
	lines := []string{s.t(key)}
	if n := len(c.Copies); n > 0 {
		var names []string
		for _, one := range c.Copies {
			names = append(names, filepath.Base(filepath.FromSlash(strings.ReplaceAll(one.Path, `\`, "/"))))
		}
		slices.Sort(names)
		lines = append(lines, s.n("lost.copies", n)+" "+strings.Join(slices.Compact(names), ", "))
	}
	return strings.Join(lines, "\n")
}

// open begins the incident with what is known.
func (s *lostScreen) open(computer data.ID) {
	s.shell.Go(Route{Screen: ScreenRequest, Tab: beginLost + computer.String()})
}

// whatToDo are the steps, with what was done of them.
func (s *lostScreen) whatToDo() []fyne.CanvasObject {
	var keys []fyne.CanvasObject
	if lost := s.view.breach.Lost; lost != nil {
		for _, name := range lost.UsedBy {
			keys = append(keys, s.keysOf(name))
		}
	}
	if len(keys) == 0 {
		keys = append(keys, block{words: s.t("lost.do.keys.unknown"), do: does(s.team())}.object())
	}
	breach := Route{Screen: ScreenRequest, ID: s.id.String()}
	return []fyne.CanvasObject{
		widget.NewBand(widget.BandOptions{Text: dueWords(s.words, s.view.breach, s.vault.Now()), Icon: "clock", Kind: widget.BandWarm, Strong: true}),
		part(s.t("lost.do.keys"), nil, "", keys...),
		part(s.t("lost.do.rest"), nil, "",
			block{words: s.t("lost.do.kit"), do: does(s.team())}.object(),
			block{words: s.t("lost.do.papers"), do: does(s.lead(s.t("letters.title"), func() { s.shell.Go(Route{Screen: ScreenLetters}) }))}.object(),
			block{words: s.t("lost.do.backup")}.object(),
			block{words: s.t("lost.do.police")}.object()),
		part(s.t("lost.do.tell"), nil, "",
			block{words: s.t("lost.do.decide"), do: does(s.lead(s.t("lost.do.open"), func() { s.shell.Go(breach) }))}.object(),
			statementLinks(s.caseDesk, s.id)),
	}
}

func (s *lostScreen) team() *widget.Button {
	return s.lead(s.t("team.title"), func() { s.shell.Go(Route{Screen: ScreenTeam}) })
}

// keysOf is somebody who used the computer, with whether they have new keys.
func (s *lostScreen) keysOf(name string) fyne.CanvasObject {
	b := block{name: name, small: s.t("lost.do.keys.open")}
	if at, done := s.view.reset[name]; done {
		b.small = s.t("lost.do.keys.done", map[string]any{"Time": momentWords(s.words, at)})
		return b.object()
	}
	i := slices.IndexFunc(s.vault.Members(), func(m data.Member) bool { return m.Name == name && m.Active && !m.Kit })
	switch {
	case i < 0:
		b.small = s.t("lost.do.keys.left")
	case name == s.vault.Me().Name:
		b.small = s.t("lost.do.keys.own")
	default:
		m := s.vault.Members()[i]
		b.do = does(s.lead(s.t("team.reset"), func() { s.reset(m, s.Refresh) }),
			widget.Link(s.t("team.remove"), func() { s.shell.Go(Route{Screen: screenLeaving, ID: m.ID.String()}) }))
	}
	return b.object()
}

// statementLinks lead to the words for those who are told.
func statementLinks(d caseDesk, breach data.ID) fyne.CanvasObject {
	open := func(reader string) *widget.Button {
		return widget.NewButton(widget.ButtonOptions{Label: d.t("statement.for." + reader), Icon: "letters", Do: func() {
			d.shell.Go(Route{Screen: screenStatement, ID: breach.String(), Tab: reader})
		}})
	}
	return widget.Row(theme.Space12, open(forICO), open(forTrustees))
}
