package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// The tabs of a case, in the order of Ctrl+1 to Ctrl+7.
const (
	tabOverview = "overview"
	tabNotes    = "notes"
	tabPlan     = "plan"
	tabEvidence = "evidence"
	tabLetters  = "letters"
	tabConsent  = "consent"
	tabHistory  = "history"
)

var caseTabs = []string{tabOverview, tabNotes, tabPlan, tabEvidence, tabLetters, tabConsent, tabHistory}

// casePage is what one tab of a case shows. It lives as long as the case is on screen, so that nothing typed is lost
// when another tab is looked at.
type casePage interface {
	// show brings the page up to date and returns it.
	show(f *data.CaseFile) fyne.CanvasObject
	// first is what the keyboard begins with; may be nil.
	first() fyne.Focusable
	// leave seals what is being typed.
	leave()
}

// accepter is a page whose one filled button Ctrl+Enter presses.
type accepter interface{ accept() }

// presser is a page of a case with one filled button. The pages embed the screen, so its own accept must not be theirs.
type presser interface{ press() }

// caseScreen is one case: who it is about and how to reach them on top, one of seven pages below.
type caseScreen struct {
	caseDesk
	id     data.ID
	tab    string
	file   *data.CaseFile // as it was read last; nil before
	pages  map[string]casePage
	editor *editor   // in the place of the page while a record is changed
	aside  *leftForm // the form that Esc closed last, with something typed in it
	*caseFrame
	tabs    *widget.Tabs
	resumes string         // the form to open once the case is read: the name of its draft
	at      float32        // where to scroll to once the case is read
	before  float32        // where the page was scrolled to when a form took its place
	began   fyne.Focusable // what a form was opened with
}

func newCaseScreen(d caseDesk, r Route) *caseScreen {
	s := &caseScreen{caseDesk: d, tab: r.Tab, resumes: r.Form, pages: map[string]casePage{}}
	_ = s.id.UnmarshalText([]byte(r.ID))
	if !slices.Contains(caseTabs, s.tab) {
		s.tab = tabOverview
	}
	var tabs []widget.Tab
	for _, name := range caseTabs {
		tabs = append(tabs, widget.Tab{ID: name, Label: d.t("case.tab." + name)})
	}
	s.tabs = widget.NewTabs(widget.TabsOptions{Tabs: tabs, Chosen: s.tab, Changed: s.turn})
	s.caseFrame = newCaseFrame(newCaseHead(d, s.editSafeContact), s.tabs, widget.Pad(widget.Around(theme.Space24), widget.Muted(d.t("case.reading"))))
	return s
}

// bindAccept gives Ctrl+Enter to the filled button of whatever page is shown, and Ctrl+Shift+E to notes.
func bindAccept(d caseDesk) {
	main := fyne.KeyModifierShortcutDefault
	d.canvas().AddShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyE, Modifier: main | fyne.KeyModifierShift}, func(fyne.Shortcut) {
		if s, ok := d.shell.Current().(*caseScreen); ok && s.editor == nil && widget.TopLayer(d.canvas()) == nil {
			if notes, ok := s.page().(*notesPage); ok {
				notes.makeEvent()
			}
		}
	})
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		d.canvas().AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: main}, func(fyne.Shortcut) {
			if widget.AcceptKey(d.canvas()) {
				return
			}
			if page, ok := d.shell.Current().(accepter); ok {
				page.accept()
			}
		})
	}
}

// Content is the page.
func (s *caseScreen) Content() fyne.CanvasObject { return s.body }

// Route names the case and its tab.
func (s *caseScreen) Route() Route { return Route{Screen: ScreenCase, ID: s.id.String(), Tab: s.tab} }

// Title is what the person is called.
func (s *caseScreen) Title() string {
	if s.file == nil {
		return s.t("case.title")
	}
	if s.covered() {
		return s.file.Line.Reference
	}
	return caseName(s.words, s.file.Line)
}

// FirstFocus is the row of tabs: the arrows turn the pages, Tab goes into one.
func (s *caseScreen) FirstFocus() fyne.Focusable { return s.tabs }

// Refresh reads the case anew.
func (s *caseScreen) Refresh() {
	Go(s.shell.Runner(), "case", func(ctx context.Context) (*data.CaseFile, error) { return s.vault.OpenCase(ctx, s.id) },
		func(f *data.CaseFile, err error) {
			if err != nil {
				s.scroll.Set(widget.Pad(widget.Around(theme.Space24), widget.Body(data.Sentence(s.words, err))))
				return
			}
			s.file = f
			s.head.show(f)
			s.markTabs(f)
			s.shell.Retitle()
			if s.editor == nil {
				offset := max(s.scroll.Offset(), s.at)
				s.at = 0
				widget.Anew(s.canvas(), s.scroll, s.showPage)
				s.scroll.ScrollTo(offset)
			}
			s.body.Refresh()
			if form := s.resumes; form != "" {
				s.resumes = ""
				s.resume(form)
			}
			s.askAgain(s.asks)
		})
}

// page returns the page of the tab that is shown.
func (s *caseScreen) page() casePage {
	if p := s.pages[s.tab]; p != nil {
		return p
	}
	var p casePage
	switch s.tab {
	case tabNotes:
		p = newNotesPage(s)
	case tabPlan:
		p = newPlanPage(s)
	case tabEvidence:
		p = newEvidencePage(s)
	case tabLetters:
		p = newCaseLettersPage(s)
	case tabConsent:
		p = newConsentPage(s)
	case tabHistory:
		p = newHistoryPage(s)
	default:
		p = newOverviewPage(s)
	}
	s.pages[s.tab] = p
	return p
}

func (s *caseScreen) showPage() {
	if s.file == nil {
		return
	}
	page := s.page()
	content := widget.Pad(widget.Sideways(theme.Space24, theme.Space16), page.show(s.file))
	var foot []fyne.CanvasObject
	if s.aside != nil {
		foot = append(foot, s.asideBand())
	}
	if footed, ok := page.(interface{ foot() fyne.CanvasObject }); ok {
		foot = append(foot, footed.foot())
	}
	if len(foot) == 0 {
		s.put(content, nil)
		return
	}
	s.put(content, widget.Stack(0, foot...))
}

// again shows the page anew where it is scrolled to, and leaves the keyboard where it was.
func (s *caseScreen) again() {
	widget.Anew(s.canvas(), s.scroll, func() {
		offset := s.scroll.Offset()
		s.showPage()
		s.scroll.ScrollTo(offset)
	})
}

// OpenTab is for Ctrl+1 to Ctrl+7.
func (s *caseScreen) OpenTab(n int) {
	if n < 1 || n > len(caseTabs) {
		return
	}
	s.tabs.Set(caseTabs[n-1])
	s.turn(caseTabs[n-1])
	if first := s.page().first(); first != nil {
		s.focus(first)
		if field, ok := first.(fyne.CanvasObject); ok {
			widget.Reveal(field)
		}
	} else {
		s.focus(s.tabs)
	}
}

// turn shows another tab. A form that is open is sealed as a draft and offered when it is opened again.
func (s *caseScreen) turn(tab string) {
	s.Leave()
	s.editor, s.aside = nil, nil
	s.tab = tab
	s.showPage()
}

// edit puts a form in the place of the page.
func (s *caseScreen) edit(e edit) {
	s.page().leave()
	s.aside = nil
	if s.editor == nil {
		s.before, s.began = s.scroll.Offset(), s.canvas().Focused()
	}
	id := s.id
	e.keep = func(ctx context.Context, words string) error {
		_, err := s.vault.WriteNote(ctx, id, data.Note{Happened: data.At(s.vault.Now()), Practical: true, Said: e.title + "\n" + words})
		return err
	}
	openEditor(s.caseDesk, e, s.edited, func(ed *editor) {
		ed.changed = func() {
			offset := s.scroll.Offset()
			s.put(ed.content(), ed.foot())
			s.scroll.ScrollTo(offset)
		}
		s.editor = ed
		s.put(ed.content(), ed.foot())
		s.startAt(ed.first())
	})
}

func (s *caseScreen) edited(saved bool) {
	s.shell.Runner().Cancel(digestWork)
	s.editor = nil
	s.showPage()
	s.scroll.ScrollTo(s.before)
	if !widget.Return(s.canvas(), s.scroll, s.began) {
		s.focus(s.tabs)
	}
	if saved {
		s.Refresh()
	}
}

// accept is Ctrl+Enter.
func (s *caseScreen) accept() {
	if s.editor != nil {
		s.editor.accept()
		return
	}
	if page, ok := s.page().(presser); ok && s.file != nil {
		page.press()
	}
}

// Leave seals what is being typed.
func (s *caseScreen) Leave() {
	s.shell.Runner().Cancel(digestWork)
	if s.editor != nil {
		s.editor.leave()
	}
	if p := s.pages[s.tab]; p != nil {
		p.leave()
	}
}

// Save is for Back.
func (s *caseScreen) Save() any { return s.scroll.Offset() }

// Restore is for Back.
func (s *caseScreen) Restore(kept any) {
	if offset, ok := kept.(float32); ok {
		s.at = offset
		s.scroll.ScrollTo(offset)
	}
}

// do carries out a change that needs no form and shows the case as it then is.
func (s *caseScreen) do(work func(context.Context) error) {
	Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) { return struct{}{}, work(ctx) }, func(_ struct{}, err error) {
		if err != nil {
			s.tell(data.Sentence(s.words, err))
		}
		s.Refresh()
	})
}
