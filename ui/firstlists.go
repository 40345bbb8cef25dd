package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
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
	a.vault, a.due = v, nil
	a.o.Locked = false
	a.speakTo(v.Me())
	var page *readingPage
	show := func(folded []string) {
		if a.vault != v || a.shell != nil || v.Me().Role == data.Volunteer || v.Me().Kit {
			return
		}
		a.showGate(func() gate {
			before := page
			page = newReadingPage(a, first, folded)
			if before != nil { // in another language
				page.choose(before.chosen)
			}
			return page
		})
	}
	words := a.words
	soon := time.AfterFunc(patience, func() {
		if !v.FirstIsNewest() {
			return
		}
		folded := foldFirst(words, first) // there may be ten thousand: not on the window's goroutine
		fyne.Do(func() { show(folded) })
	})
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
		page.release()
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

// foldFirst is what each case is found by, as in the list of cases.
func foldFirst(words *assets.Translator, first data.FirstLists) []string {
	folded := make([]string, 0, len(first.Cases))
	for _, l := range first.Cases {
		folded = append(folded, foldWords(l.Reference, l.Name, l.FullName, forceWords(words, l.Force), l.Force, matterNames(l.Matter)))
	}
	return folded
}

func newReadingPage(a *app, first data.FirstLists, folded []string) *readingPage {
	p := &readingPage{app: a, first: first, folded: folded, rows: widget.Stack(theme.Space4), said: widget.Muted("")}
	p.filter = widget.NewEntry(widget.EntryOptions{Placeholder: a.t("cases.filter"), Icon: "search", Changed: func(string) { p.show() }})
	p.content = widget.Stack(theme.Space16,
		widget.Display(a.t("cases.title")), widget.NewText(a.t("reading.first"), widget.TextStyle{}), p.filter, p.said, p.rows)
	p.show()
	return p
}

// release lets go of the cases, as a Releaser does.
func (p *readingPage) release() {
	if p != nil {
		p.first, p.folded = data.FirstLists{}, nil
	}
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
