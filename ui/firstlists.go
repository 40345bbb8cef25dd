package ui

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// readingPage is what is shown while the contacts of many years are still being
// read: the cases, of which one can be chosen already, and soon those too in which is
// written what somebody looks for.
type readingPage struct {
	app     *app
	vault   *data.Vault
	first   data.FirstLists
	folded  []string // what each case is found by
	filter  *widget.Entry
	written []data.Hit // the newest of each case
	reading bool       // what was written is
	rows    *fyne.Container
	said    *widget.Text
	chosen  data.ID
	content *fyne.Container
}

// firstRows is how many cases have room above the fold.
const firstRows = 8

// firstHits is how many hits are looked at for cases: the newest may all be of one.
const firstHits = 50

// patience is how long the page before is left where it is: most records are read
// by then.
const patience = 300 * time.Millisecond

// enterFirst shows the first lists until everything is read, and goes on then: with the
// case that was chosen, or with what somebody looks for.
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
				page.reading, page.chosen = before.reading, before.chosen
				page.filter.Set(before.filter.Value())
				page.search()
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
		v.FirstIsSearched()
		fyne.Do(func() {
			if page != nil {
				page.reading = false
				page.search()
			}
		})
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
		typed := ""
		switch {
		case page == nil:
		case page.chosen.IsZero():
			typed = page.filter.Value()
		default:
			at = Route{Screen: ScreenCase, ID: page.chosen.String()}
		}
		a.enterLooking(v, at, typed)
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
	p := &readingPage{app: a, vault: a.vault, first: first, folded: folded, reading: true, rows: widget.Stack(theme.Space4), said: widget.Muted("")}
	p.filter = widget.NewEntry(widget.EntryOptions{Placeholder: a.t("reading.find"), Icon: "search", Changed: func(string) { p.search() }})
	p.content = widget.Stack(theme.Space16,
		widget.Display(a.t("cases.title")), widget.NewText(a.t("reading.first"), widget.TextStyle{}), p.filter, p.said, p.rows)
	p.show()
	return p
}

// release lets go of the cases, as a Releaser does.
func (p *readingPage) release() {
	if p != nil {
		p.app.runner.Cancel("search first")
		p.first, p.folded, p.written = data.FirstLists{}, nil, nil
	}
}

// Content is the page.
func (p *readingPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the filter.
func (p *readingPage) FirstFocus() fyne.Focusable { return p.filter }

// search shows the cases of which a line has the words, and looks for them in what was
// written.
func (p *readingPage) search() {
	p.written = nil
	p.show()
	typed := p.filter.Value()
	if len(wordsOf(typed)) == 0 {
		p.app.runner.Cancel("search first")
		return
	}
	Go(p.app.runner, "search first", func(ctx context.Context) (written []data.Hit, err error) {
		_, err = p.vault.SearchFirst(ctx, typed, firstHits, func(f data.Found) { written = newestOfCases(f.Hits) })
		return written, err
	}, func(written []data.Hit, err error) {
		if err == nil && p.filter.Value() == typed { // else the search finds it when everything is read
			p.written = written
			p.show()
		}
	})
}

// newestOfCases are the first hits of each case in what was written.
func newestOfCases(hits []data.Hit) (list []data.Hit) {
	for _, h := range hits {
		if !slices.ContainsFunc(list, func(other data.Hit) bool { return other.Case == h.Case }) {
			list = append(list, h)
		}
	}
	return list
}

// show fills the list with the first cases that the filter lets through, and with those
// in which the words were written.
func (p *readingPage) show() {
	words := wordsOf(p.filter.Value())
	p.rows.RemoveAll()
	found := 0
	listed := map[data.ID]bool{}
	for i, l := range p.first.Cases {
		if !matchesAll(p.folded[i], words) {
			continue
		}
		if found++; found > firstRows {
			continue
		}
		listed[l.ID] = true
		p.rows.Add(p.row(l, "person"))
	}
	written := false
	for _, h := range p.written {
		i := slices.IndexFunc(p.first.Cases, func(l data.CaseLine) bool { return l.ID == h.Case })
		if i < 0 || listed[h.Case] || len(listed) >= 2*firstRows {
			continue
		}
		if !written && found > 0 {
			p.rows.Add(widget.Pad(widget.Margins{Top: theme.Space8}, widget.Muted(p.app.t("reading.written"))))
		}
		written = true
		listed[h.Case] = true
		p.rows.Add(p.row(p.first.Cases[i], hitIcon(h.Kind)))
		if words := cmp.Or(markedWords(h), valueWords(p.app.words, "contact.matter", h.Matter)); !p.app.covered {
			p.rows.Add(widget.Pad(widget.Margins{Left: theme.Size(theme.IconSize) + theme.Space8}, widget.NewMarkedLine(words)))
		}
	}
	p.say(found, written, len(words) > 0)
	p.content.Refresh()
}

// say says what is listed, or what will be opened.
func (p *readingPage) say(found int, written, looking bool) {
	said := p.app.words.N("common.count.cases", found)
	if found == 0 && written {
		said = p.app.t("reading.written")
	}
	if looking && p.reading {
		said = dots(said, p.app.t("search.reading"))
	}
	for _, l := range p.first.Cases {
		if l.ID == p.chosen && !p.chosen.IsZero() {
			said = p.app.t("reading.opens", map[string]any{"Case": l.Reference})
		}
	}
	p.said.Set(said)
}

// row is a case that can be chosen.
func (p *readingPage) row(l data.CaseLine, icon string) fyne.CanvasObject {
	label := l.Reference
	if !p.app.covered {
		label = dots(caseName(p.app.words, l), l.Reference)
	}
	return widget.NewButton(widget.ButtonOptions{Label: label, Icon: icon, Kind: widget.Plain, Do: func() { p.choose(l.ID) }})
}

// choose notes the case that is to be opened when everything is read.
func (p *readingPage) choose(id data.ID) {
	p.chosen = id
	p.show()
}
