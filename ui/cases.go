package ui

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/data/search"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// CaseOptions are what the screens about cases stand on.
type CaseOptions struct {
	Vault *data.Vault
	Shell func() *Shell // asked when a screen is built, so that the shell can be made after its screens
}

// CaseScreens builds the screens about cases and letters, by the names of their routes.
func CaseScreens(o CaseOptions) map[string]Builder {
	desk := func() caseDesk {
		shell := o.Shell()
		return caseDesk{vault: o.Vault, shell: shell, words: shell.Words()}
	}
	return map[string]Builder{
		ScreenCases:      func(r Route) Screen { return newCasesScreen(desk(), r) },
		ScreenCase:       func(r Route) Screen { return newCaseScreen(desk(), r) },
		ScreenCompose:    func(r Route) Screen { return newComposeScreen(desk(), r) },
		ScreenLetters:    func(Route) Screen { return newLettersScreen(desk()) },
		screenLetterCase: func(r Route) Screen { return newCasesScreen(desk(), r) },
		screenAsked:      func(r Route) Screen { return newAskedScreen(desk(), r) },
		screenLetter:     func(r Route) Screen { return newLetterScreen(desk(), r) },
		ScreenRequests:   func(Route) Screen { return newRequestsScreen(desk()) },
		ScreenGiving:     func(r Route) Screen { return newGivingScreen(desk(), r) },
		screenStatement:  func(r Route) Screen { return newStatementScreen(desk(), r) },
		ScreenRequest:    func(r Route) Screen { return newRequestScreen(desk(), r) },
	}
}

// caseDesk is what every screen about cases works with.
type caseDesk struct {
	vault *data.Vault
	shell *Shell
	words *assets.Translator
}

func (d caseDesk) t(key string, values ...map[string]any) string { return d.words.T(key, values...) }

func (d caseDesk) canvas() fyne.Canvas { return d.shell.Window().Canvas() }

// focus puts the keyboard on something, if it is there, unless what led here has it.
func (d caseDesk) focus(o fyne.Focusable) {
	if o != nil && !d.led() {
		d.canvas().Focus(o)
	}
}

// led reports whether what led to the page has the keyboard.
func (d caseDesk) led() bool { return d.shell.leads != nil && d.canvas().Focused() == d.shell.leads }

// startAt puts the keyboard on the first field of a form that was opened, and shows the form from its top.
func (d caseDesk) startAt(first fyne.Focusable) {
	d.focus(first)
	if o, ok := first.(fyne.CanvasObject); ok {
		widget.Begin(o)
	}
}

// beginWith puts the keyboard on a page that was laid out anew, so that Tab goes on in it.
func (d caseDesk) beginWith(o fyne.Focusable) {
	if !d.led() {
		d.canvas().Unfocus()
		d.focus(o)
	}
}

// begin puts the keyboard on the first thing on a page that was read just now, where it is nowhere yet: Tab would go through
// the rail and the header first.
func (d caseDesk) begin(page fyne.CanvasObject) {
	c := d.canvas()
	if c.Overlays().Top() != nil || slices.Contains(widget.Fields(c.Content()), c.Focused()) {
		return
	}
	if fields := widget.Fields(page); len(fields) > 0 {
		d.focus(fields[0])
	}
}

// down is Down in the field over a list: the list is next.
func (d caseDesk) down(list func() *widget.List) func(*fyne.KeyEvent) bool {
	return func(ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyDown || list().Len() == 0 {
			return false
		}
		d.focus(list())
		return true
	}
}

// screenLetterCase is the list of cases from which the one is chosen that a letter is about.
const screenLetterCase = "letter-case"

// casesScreen is the list of cases.
type casesScreen struct {
	caseDesk
	filter  *widget.Entry
	list    *widget.List
	said    *widget.Text
	empty   fyne.CanvasObject // in the place of the list while there is no case at all
	all     []caseRow
	read    bool // they have been read once: until then nobody is told that there are none
	resumes bool // the question about a new case is open, with what was typed
	letter  bool // a case is chosen to write a letter in it
	gone    bool // the page was left
	body    fyne.CanvasObject
}

func newCasesScreen(d caseDesk, r Route) *casesScreen {
	s := &casesScreen{caseDesk: d, said: widget.Muted(d.t("case.reading")), resumes: r.Form == newCaseDraft, letter: r.Screen == screenLetterCase}
	s.filter = widget.NewEntry(widget.EntryOptions{
		Placeholder: d.t("cases.filter"), Icon: "search",
		Changed: func(string) { s.show() }, Submit: func(string) { s.openFirst() }, Keys: s.down(func() *widget.List { return s.list }),
	})
	s.list = widget.NewList(widget.ListOptions{Name: d.t("rail.cases"), Open: s.open})
	find := widget.Sides{Center: widget.Pad(widget.Margins{Right: theme.Space16}, widget.Narrow(520, s.filter))}
	if !s.letter {
		find.Right = widget.NewButton(widget.ButtonOptions{Label: d.t("cases.new"), Icon: "plus", Kind: widget.Filled, Do: s.newCase})
	}
	top := widget.Stack(theme.Space8, widget.Frame(find), s.said)
	s.empty = widget.Empty(widget.EmptyOptions{
		Icon: "cases", Title: d.t("cases.empty.title"), Text: d.t("cases.empty"),
		Actions: []*widget.Button{widget.Secondary(d.t("cases.new"), s.newCase)},
	})
	s.empty.Hide()
	s.body = widget.Frame(widget.Sides{
		Top:    widget.Pad(widget.Margins{Top: theme.Space16, Right: theme.Space24, Bottom: theme.Space8, Left: theme.Space24}, top),
		Center: widget.Pad(widget.Margins{Right: theme.Space12, Left: theme.Space12}, container.NewStack(s.list, s.empty)),
	})
	return s
}

// Content is the page.
func (s *casesScreen) Content() fyne.CanvasObject { return s.body }

// Route is where the list is.
func (s *casesScreen) Route() Route {
	if s.letter {
		return Route{Screen: screenLetterCase}
	}
	return Route{Screen: ScreenCases}
}

// Title is shown in the header.
func (s *casesScreen) Title() string {
	if s.letter {
		return s.t("letters.which")
	}
	return s.t("cases.title")
}

// FirstFocus is the filter.
func (s *casesScreen) FirstFocus() fyne.Focusable { return s.filter }

// caseRow is a case in the list with what it is found by, made off the window's goroutine: there may be ten thousand.
type caseRow struct {
	item   widget.Item
	folded string
}

// Refresh reads the lines anew.
func (s *casesScreen) Refresh() {
	if s.gone {
		return
	}
	Go(s.shell.Runner(), "cases", func(context.Context) ([]caseRow, error) {
		var rows []caseRow
		for _, l := range s.vault.Cases() {
			if s.vault.OtherSide(l.ID) {
				continue
			}
			rows = append(rows, caseRow{s.row(l), foldWords(l.Reference, l.Name, l.FullName, forceWords(s.words, l.Force), l.Force, matterNames(l.Matter))})
		}
		return rows, nil
	}, func(rows []caseRow, _ error) {
		s.all, s.read = rows, true
		s.show()
		if s.resumes {
			s.resumes = false
			s.newCase()
		}
	})
}

// Release lets go of the cases.
func (s *casesScreen) Release() {
	s.gone = true
	s.shell.Runner().Cancel("cases")
	s.all = nil
	s.list.SetItems(nil)
}

// casesKept is what the list returns to.
type casesKept struct {
	filter, chosen string
	offset         float32
}

// Save is for Back.
func (s *casesScreen) Save() any {
	return casesKept{s.filter.Value(), s.list.Chosen(), s.list.Offset()}
}

// Restore is for Back.
func (s *casesScreen) Restore(kept any) {
	k, ok := kept.(casesKept)
	if !ok {
		return
	}
	s.filter.Set(k.filter)
	s.list.Return(k.chosen, k.offset)
}

// show fills the list with what the filter lets through: every word, in any order.
func (s *casesScreen) show() {
	if !s.read {
		return
	}
	words := wordsOf(s.filter.Value())
	var rows widget.ItemSlice
	for _, c := range s.all {
		if matchesAll(c.folded, words) {
			rows = append(rows, c.item)
		}
	}
	s.list.SetItems(rows)
	none := len(s.all) == 0
	s.empty.Hide()
	s.list.Show()
	switch {
	case none:
		s.said.Set("")
		s.empty.Show()
		s.list.Hide()
	case len(rows) == 0:
		s.said.Set(s.t("cases.empty.filter"))
	default:
		s.said.Set(s.words.N("common.count.cases", len(rows)))
	}
}

func matchesAll(folded string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(folded, w) {
			return false
		}
	}
	return true
}

// foldWords is a text as the search folds it, followed by the same in one word: "sian" finds "Siân", "nod7k" finds
// "NOD-7K3Q-92", and a number is found however it is spaced.
func foldWords(texts ...string) string {
	var folded []byte
	for _, text := range texts {
		begin := len(folded)
		folded = search.Fold(append(folded, ' '), []byte(text))
		folded = append(append(folded, ' '), bytes.ReplaceAll(folded[begin:], []byte(" "), nil)...)
	}
	return string(folded)
}

// wordsOf are the words that somebody types to find something.
func wordsOf(text string) []string { return strings.Fields(string(search.Fold(nil, []byte(text)))) }

func (s *casesScreen) row(l data.CaseLine) widget.Item {
	row := widget.Item{
		ID: l.ID.String(), Title: dots(s.nameOfCase(l), l.Reference), Icon: "person",
		Detail: dots(forceWords(s.words, l.Force), s.t("cases.opened", map[string]any{"Date": s.words.ShortDate(l.Opened.Local())}),
			valueWords(s.words, "contact.matter", l.Matter)),
	}
	if !l.Closed.IsZero() {
		row.Detail = dots(s.t("case.close.state"), row.Detail)
	}
	if l.Risk != data.RiskNone {
		row.Meta, _ = riskWords(s.words, l.Risk)
		if l.Risk == data.RiskHigh {
			row.Tone = widget.ToneDue
		}
	}
	if red := alarm(s.words, l); red != "" {
		row.Meta, row.Tone, row.Icon = red, widget.ToneDanger, "warning"
	}
	return row
}

// open goes to a case, or to a letter about it.
func (s *casesScreen) open(id string) {
	if s.letter {
		s.shell.Go(Route{Screen: ScreenCompose, ID: id})
		return
	}
	s.shell.Go(Route{Screen: ScreenCase, ID: id})
}

// openFirst is Enter in the filter: with one case left it opens it, with more the list is next.
func (s *casesScreen) openFirst() {
	switch s.list.Len() {
	case 0:
	case 1:
		s.focus(s.list)
		s.open(s.list.Chosen())
	default:
		s.focus(s.list)
	}
}

// newCase asks for two things and opens the case.
func (s *casesScreen) newCase() {
	Go(s.shell.Runner(), "new case", func(ctx context.Context) (typed caseBegun, _ error) {
		_, err := s.vault.LoadDraft(ctx, newCaseDraft, &typed)
		return typed, err
	}, func(typed caseBegun, _ error) { s.askNewCase(typed) })
}

// caseBegun is what is typed about a new case.
type caseBegun struct{ Called, Number string }

func (s *casesScreen) askNewCase(typed caseBegun) {
	keeper := newDraftKeeper(s.caseDesk, newCaseDraft, func() any { return typed })
	f := &form{words: s.words, now: s.vault.Now(), changed: keeper.touch}
	if typed != (caseBegun{}) {
		f.note("case.form.draft")
	}
	f.text("cases.new.called", &typed.Called)
	f.text("cases.new.number", &typed.Number)
	s.ask(question{
		title: s.t("cases.new.title"), lead: s.t("cases.new.lead"), content: f, keeper: keeper, accept: s.t("cases.new.do"),
		do: func(done func(error)) {
			called, number, remove := typed.Called, typed.Number, keeper.end()
			Go(s.shell.Runner(), "", func(ctx context.Context) (data.ID, error) {
				id, err := s.vault.StartCase(ctx,
					data.Case{Opened: s.vault.Now(), CalledName: called, Owner: s.vault.Me().Name, SafeContact: data.SafeContact{Number: number}},
					data.Person{CalledName: called, Number: number})
				if err != nil {
					return id, err
				}
				return id, remove(ctx, s.vault)
			}, func(id data.ID, err error) {
				if id.IsZero() {
					keeper.touch()
				}
				done(err)
				if err == nil {
					s.open(id.String())
				}
			})
		},
	})
}
