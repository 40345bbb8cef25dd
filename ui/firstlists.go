package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// readingPage is what is shown while the contacts of many years are still being
// read: the cases, of which one can be chosen already.
type readingPage struct {
	app     *app
	first   data.FirstLists
	folded  []string // what each case is found by
	filter  *widget.Entry
	rows    *fyne.Container
	said    *widget.Text
	chosen  data.ID
	content *fyne.Container
}

// firstRows is how many cases have room above the fold.
const firstRows = 8

// patience is how long the page before is left where it is: most records are read
// by then.
const patience = 300 * time.Millisecond

// enterFirst shows the first lists until everything is read, and goes on then.
func (a *app) enterFirst(v *data.Vault, first data.FirstLists, at Route) {
	a.vault = v
	a.o.Locked = false
	a.speakTo(v.Me())
	var page *readingPage
	show := func() {
		if a.vault != v || a.shell != nil || v.Me().Role == data.Volunteer || v.Me().Kit {
			return
		}
		a.showGate(func() gate {
			before := page
			page = newReadingPage(a, first)
			if before != nil { // in another language
				page.choose(before.chosen)
			}
			return page
		})
	}
	soon := time.AfterFunc(patience, func() { fyne.Do(show) })
	Go(a.runner, "enter", func(ctx context.Context) (struct{}, error) { return struct{}{}, v.Whole(ctx) }, func(_ struct{}, err error) {
		soon.Stop()
		if a.vault != v {
			return
		}
		if err != nil {
			a.unreadable(v, err)
			return
		}
		if page != nil && !page.chosen.IsZero() {
			at = Route{Screen: ScreenCase, ID: page.chosen.String()}
		}
		a.enter(v, at)
	})
}

// unreadable is where reading the rest failed: the records are closed again.
func (a *app) unreadable(v *data.Vault, err error) {
	path := v.Path()
	a.vault = nil
	Go(a.runner, "", func(context.Context) (struct{}, error) { return struct{}{}, v.Close() }, func(struct{}, error) {
		a.showUnlock(path)
		if page, ok := a.shownGate.(*unlockPage); ok {
			page.opened(nil, err)
		}
	})
}

func newReadingPage(a *app, first data.FirstLists) *readingPage {
	p := &readingPage{app: a, first: first, rows: widget.Stack(theme.Space4), said: widget.Muted("")}
	for _, l := range first.Cases {
		p.folded = append(p.folded, foldWords(l.Reference, l.Name, l.FullName))
	}
	p.filter = widget.NewEntry(widget.EntryOptions{Placeholder: a.t("cases.filter"), Icon: "search", Changed: func(string) { p.show() }})
	p.content = widget.Stack(theme.Space16,
		widget.Display(a.t("cases.title")), widget.NewText(a.t("reading.first"), widget.TextStyle{}), p.filter, p.rows, p.said)
	p.show()
	return p
}

// Content is the page.
func (p *readingPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the filter.
func (p *readingPage) FirstFocus() fyne.Focusable { return p.filter }

// show fills the list with the first cases that the filter lets through.
func (p *readingPage) show() {
	a, words := p.app, wordsOf(p.filter.Value())
	p.rows.RemoveAll()
	found := 0
	for i, l := range p.first.Cases {
		if !matchesAll(p.folded[i], words) {
			continue
		}
		if found++; found > firstRows {
			continue
		}
		label := l.Reference
		if !a.covered {
			label = dots(caseName(a.words, l), l.Reference)
		}
		id := l.ID
		p.rows.Add(widget.NewButton(widget.ButtonOptions{Label: label, Icon: "person", Kind: widget.Plain, Do: func() { p.choose(id) }}))
	}
	p.said.Set(a.words.N("common.count.cases", found))
	p.content.Refresh()
}

// choose notes the case that is to be opened when everything is read.
func (p *readingPage) choose(id data.ID) {
	for _, l := range p.first.Cases {
		if l.ID == id {
			p.chosen = id
			p.said.Set(p.app.t("reading.opens", map[string]any{"Case": l.Reference}))
			p.content.Refresh()
		}
	}
}
