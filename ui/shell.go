package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// RailItem is one entry of the rail, Alt+1 being the first.
type RailItem struct {
	Route Route
	Icon  string // of assets.IconNames
	Label string // key of the translation
}

// ShellOptions describe the frame of the unlocked window. The functions must
// not be nil.
type ShellOptions struct {
	Window     fyne.Window
	Words      *assets.Translator
	Runner     *Runner
	Rail       []RailItem
	Screens    map[string]Builder
	NewContact func()
	Search     func()
	Crisis     func()
	Lock       func()
	Unfinished func()              // opens the next contact that was begun and not saved
	Cover      func()              // shows references instead of names, or names again
	Covered    bool                // it does so already
	Shown      func()              // after a page was opened
	Keys       func()              // shows the sheet of keys
	Bands      []fyne.CanvasObject // above every page, such as "nothing here is real"; the most urgent first
}

// Shell is the frame that every unlocked screen stands in.
type Shell struct {
	o       ShellOptions
	rail    []*railItem
	back    *widget.Button
	title   *widget.Text
	page    *fyne.Container
	head    *fyne.Container
	row     *headLayout    // of the head
	whole   *widget.Scroll // the page, where it is too high
	content fyne.CanvasObject
	current Screen
	history []visit
	kept    []*draftKeeper // of the dialogs on the page
	asks    string         // the draft of a question that the page was opened for
	leads   fyne.Focusable // what led to the page keeps the keyboard while that is read; nil = nothing does

	unfinished int
	parked     *railItem // hidden while nothing is unfinished
	cover      *railItem // hidden while names are shown
}

// NewShell builds the frame. Show it with Window.SetContent(shell.Content()),
// then open the first page with Go.
func NewShell(o ShellOptions) *Shell {
	s := &Shell{o: o, page: widget.Over(), title: widget.NewText("", widget.TextStyle{Size: theme.HeadingText, Bold: true, OneLine: true, Level: 1}).Announce()}
	s.back = widget.NewButton(widget.ButtonOptions{Label: o.Words.T("common.back"), Icon: "back", Kind: widget.Plain, Do: s.Back})
	s.content = s.build()
	s.bindKeys()
	return s
}

// Content is the whole window.
func (s *Shell) Content() fyne.CanvasObject { return s.content }

// Words translates for the screens.
func (s *Shell) Words() *assets.Translator { return s.o.Words }

// Runner carries the screens' work.
func (s *Shell) Runner() *Runner { return s.o.Runner }

// Window is the window the shell stands in.
func (s *Shell) Window() fyne.Window { return s.o.Window }

// Current is the page that is shown; nil before the first.
func (s *Shell) Current() Screen { return s.current }

// Go opens a page and remembers the one it leaves.
func (s *Shell) Go(r Route) {
	if s.current != nil {
		left := s.leave()
		if left.route != r {
			s.history = append(s.history, left)
		}
	}
	s.show(r, nil)
}

// Begin opens the first page. From one about somebody Back leads to Today.
func (s *Shell) Begin(r Route) {
	switch r.Screen {
	case ScreenCase, ScreenCompose, ScreenContact, screenContactForm, ScreenRequest, ScreenGiving:
		s.history = append(s.history, visit{route: Route{Screen: ScreenToday}})
	}
	s.show(r, nil)
}

// Back returns to the page one came from, where one was on it.
func (s *Shell) Back() {
	if len(s.history) == 0 {
		return
	}
	last := s.history[len(s.history)-1]
	s.history = s.history[:len(s.history)-1]
	s.leave()
	s.show(last.route, last.kept)
}

// Leave tells the page that it is left: before locking or closing.
func (s *Shell) Leave() {
	for _, k := range s.kept {
		k.flush()
	}
	if leaver, ok := s.current.(Leaver); ok {
		leaver.Leave()
	}
}

// keep lets what is typed into a dialog be sealed like the page.
func (s *Shell) keep(k *draftKeeper) {
	if k != nil {
		s.kept = append(s.kept, k)
	}
}

func (s *Shell) stopKeeping(k *draftKeeper) {
	s.kept = slices.DeleteFunc(s.kept, func(other *draftKeeper) bool { return other == k })
}

// asking is the draft of the question that lies on the page; "" where there is none.
func (s *Shell) asking() string {
	if len(s.kept) == 0 {
		return ""
	}
	return s.kept[len(s.kept)-1].name
}

func (s *Shell) leave() visit {
	v := visit{route: s.current.Route()}
	if keeper, ok := s.current.(Keeper); ok {
		v.kept = keeper.Save()
	}
	s.Leave()
	return v
}

func (s *Shell) show(r Route, kept any) {
	build, ok := s.o.Screens[r.Screen]
	if !ok {
		return
	}
	s.asks, s.leads = "", nil
	if strings.HasPrefix(r.Form, askedDraft) {
		s.asks, r.Form = r.Form, ""
	}
	left := s.current
	s.current = build(r)
	s.page.Objects = []fyne.CanvasObject{s.current.Content()}
	s.page.Refresh()
	if releaser, ok := left.(Releaser); ok {
		releaser.Release()
	}
	s.whole.ScrollTo(0)
	f, begins := s.current.(Focuser)
	if !begins {
		s.o.Window.Canvas().Unfocus() // before it is read: it may begin with something then
	}
	s.current.Refresh()
	if keeper, ok := s.current.(Keeper); ok && kept != nil {
		keeper.Restore(kept)
	}
	s.Retitle()
	if hide := len(s.history) == 0 || section(r) == r.Screen; s.back.Hidden != hide {
		s.back.Hidden = hide
		s.content.Refresh()
	}
	for i, item := range s.rail {
		item.choose(s.o.Rail[i].Route.Screen == section(r))
	}
	if begins {
		if first := f.FirstFocus(); first != nil {
			s.o.Window.Canvas().Focus(first)
			if o, ok := first.(fyne.CanvasObject); ok && kept == nil && r.Tab == "" { // a part that was asked for is where the page begins
				widget.Begin(o)
			}
		}
	}
	if s.o.Shown != nil {
		s.o.Shown()
	}
}

// Lead gives the keyboard to what leads from page to page, and leaves it there when the page has been read.
func (s *Shell) Lead(on fyne.Focusable) {
	s.leads = on
	s.o.Window.Canvas().Focus(on)
}

// SetUnfinished says how many contacts were begun and not saved.
func (s *Shell) SetUnfinished(n int) {
	if n == s.unfinished {
		return
	}
	s.unfinished = n
	s.parked.label = s.parkedLabel()
	s.parked.Hidden = n == 0
	s.content.Refresh()
	s.parked.Refresh()
}

// SetCovered shows references in the place of names, or names again.
func (s *Shell) SetCovered(yes bool) {
	s.o.Covered = yes
	s.cover.Hidden = !yes
	s.content.Refresh()
	s.Refresh()
}

// Covered reports whether references stand in the place of names.
func (s *Shell) Covered() bool { return s.o.Covered }

func (s *Shell) parkedLabel() string {
	return s.o.Words.T("shell.unfinished", map[string]any{"Count": s.unfinished})
}

// Retitle shows the page's title anew, after its record was read.
func (s *Shell) Retitle() {
	title := s.current.Title()
	if title == s.title.Text() {
		return
	}
	s.title.Set(title)
	if before := s.head.Size().Height; before > 0 && s.row.height(s.head.Size().Width) != before {
		s.content.Refresh()
		return
	}
	s.head.Refresh()
}

// Refresh lets the page show what is in the vault now.
func (s *Shell) Refresh() {
	if s.current != nil {
		s.current.Refresh()
		s.Retitle()
	}
}

// section is the rail's entry to which a page belongs.
func section(r Route) string {
	switch r.Screen {
	case ScreenGiving:
		if r.Tab == "" { // from a case, in answer to no request
			return ScreenCases
		}
		return ScreenTeam
	case ScreenContact, screenContactForm, screenSort, screenImport, screenEndShift:
		return ScreenContacts
	case ScreenCase, ScreenCompose:
		return ScreenCases
	case screenLetter, screenAsked, screenLetterCase:
		return ScreenLetters
	case screenOversight, screenDue, screenLeaving, screenIncidents, screenLost, screenStatement, ScreenRequests, ScreenRequest:
		return ScreenTeam
	case screenWording, screenKit, screenRetention:
		return ScreenSettings
	}
	return r.Screen
}
