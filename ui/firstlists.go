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
	looking bool       // in it
	rows    *fyne.Container
	buttons map[string]*widget.Button // by what they show, so that the keyboard stays on one
	listed  []data.ID
	found   int // how many cases have the words in their line
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
	whole := false
	show := func(folded []string, covered bool) {
		if a.vault != v || whole || v.Me().Role == data.Volunteer || v.Me().Kit {
			return
		}
		a.covered = a.covered || covered
		a.showGate(func() gate {
			before := page
			page = newReadingPage(a, first, folded)
			page.takeOver(before)
			return page
		})
	}
	words := a.words
	soon := time.AfterFunc(patience, func() {
		if !v.FirstIsNewest() {
			return
		}
		folded := foldFirst(words, first) // there may be ten thousand: not on the window's goroutine
		covered := at == whereOneWas && (len(a.o.Held) > 0 || wasCovered(context.Background(), v))
		fyne.Do(func() { show(folded, covered) })
		v.FirstIsSearched()
		fyne.Do(func() {
			if page != nil && !whole {
				page.reading = false
				page.search()
			}
		})
	})
	Go(a.runner, "enter", func(ctx context.Context) (struct{}, error) { return struct{}{}, v.Whole(ctx) }, func(_ struct{}, err error) {
		soon.Stop()
		whole = true
		if a.vault != v {
			return
		}
		if err != nil {
			a.unreadable(v, err)
			return
		}
		a.enterLooking(v, at, func() (chosen data.ID, typed string) {
			if page == nil {
				return data.ID{}, ""
			}
			defer page.release()
			return page.chosen, page.filter.Value()
		})
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
	p := &readingPage{
		app: a, vault: a.vault, first: first, folded: folded, reading: true,
		rows: widget.Stack(theme.Space4), buttons: map[string]*widget.Button{}, said: widget.Muted("").Announce(),
	}
	p.filter = widget.NewEntry(widget.EntryOptions{
		Placeholder: a.t("reading.find"), Icon: "search", Submit: func(string) { p.chooseFirst() },
		Changed: func(string) {
			p.chosen = data.ID{}
			p.search()
		},
	})
	p.content = widget.Stack(theme.Space16,
		widget.Display(a.t("cases.title")), widget.NewText(a.t("reading.first"), widget.TextStyle{}), p.filter, p.said, p.rows)
	p.show()
	return p
}

// takeOver goes on where the same page was in another language.
func (p *readingPage) takeOver(before *readingPage) {
	if before == nil {
		return
	}
	p.reading = before.reading
	chosen, typed := before.chosen, before.filter.Value()
	before.release()
	p.filter.Set(typed)
	if !chosen.IsZero() {
		p.choose(chosen)
	}
}

// release lets go of the cases, as a Releaser does.
func (p *readingPage) release() {
	if p != nil {
		p.app.runner.Cancel("search first")
		p.first, p.folded, p.written = data.FirstLists{}, nil, nil
		clear(p.buttons) // they have names and what was written
	}
}

// Content is the page.
func (p *readingPage) Content() fyne.CanvasObject { return p.content }

// FirstFocus is the filter.
func (p *readingPage) FirstFocus() fyne.Focusable { return p.filter }

// search shows the cases of which a line has the words, and looks for them in what was
// written.
func (p *readingPage) search() {
	typed := p.filter.Value()
	p.written, p.looking = nil, len(wordsOf(typed)) > 0
	p.show()
	if !p.looking {
		p.app.runner.Cancel("search first")
		return
	}
	Go(p.app.runner, "search first", func(ctx context.Context) (written []data.Hit, err error) {
		_, err = p.vault.SearchFirst(ctx, typed, firstHits, func(f data.Found) { written = newestOfCases(f.Hits) })
		return written, err
	}, func(written []data.Hit, err error) {
		if err == nil && p.filter.Value() == typed { // else the search finds it when everything is read
			p.written, p.looking = written, false
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
	p.found, p.listed = 0, nil
	for i, l := range p.first.Cases {
		if !matchesAll(p.folded[i], words) {
			continue
		}
		if p.found++; p.found <= firstRows {
			p.add(l, "person", "")
		}
	}
	named := len(p.listed)
	for _, h := range p.written {
		i := slices.IndexFunc(p.first.Cases, func(l data.CaseLine) bool { return l.ID == h.Case })
		if i < 0 || slices.Contains(p.listed, h.Case) || len(p.listed) >= 2*firstRows {
			continue
		}
		if named > 0 && len(p.listed) == named {
			p.rows.Add(widget.Pad(widget.Margins{Top: theme.Space8}, widget.Muted(p.app.t("reading.written"))))
		}
		p.add(p.first.Cases[i], hitIcon(h.Kind), cmp.Or(markedWords(h), valueWords(p.app.words, "contact.matter", h.Matter)))
	}
	p.say()
	p.content.Refresh()
}

// add adds a case that can be chosen, with a line that was written in it.
func (p *readingPage) add(l data.CaseLine, icon, written string) {
	label := l.Reference
	if p.app.covered {
		written = ""
	} else {
		label = dots(caseName(p.app.words, l), l.Reference)
	}
	p.listed = append(p.listed, l.ID)
	as := icon + label + written
	if p.buttons[as] == nil {
		p.buttons[as] = widget.NewButton(widget.ButtonOptions{Label: label, Icon: icon, Kind: widget.Plain, Do: func() { p.choose(l.ID) }})
		if written != "" {
			p.buttons[as].About(widget.Unmarked(written))
		}
	}
	p.rows.Add(p.buttons[as])
	if written != "" {
		p.rows.Add(widget.Pad(widget.Margins{Left: theme.Size(theme.IconSize) + theme.Space8}, widget.NewMarkedLine(written)))
	}
}

// say says what is listed, or what will be opened.
func (p *readingPage) say() {
	said := p.app.words.N("common.count.cases", p.found)
	if p.found == 0 && len(p.listed) > 0 {
		said = p.app.t("reading.written")
	}
	if len(wordsOf(p.filter.Value())) > 0 && (p.reading || p.looking) {
		said = dots(said, p.app.t("search.reading"))
	}
	for _, l := range p.first.Cases {
		if l.ID == p.chosen && !p.chosen.IsZero() {
			said = p.app.t("reading.opens", map[string]any{"Case": l.Reference})
		}
	}
	p.said.Set(said)
}

// choose notes the case that is to be opened when everything is read.
func (p *readingPage) choose(id data.ID) {
	p.chosen = id
	p.say()
	p.content.Refresh()
}

// chooseFirst chooses the first of those that are listed.
func (p *readingPage) chooseFirst() {
	if len(p.listed) > 0 {
		p.choose(p.listed[0])
	}
}

// cover shows references in the place of names, or names again.
func (p *readingPage) cover() {
	p.app.covered = !p.app.covered
	p.show()
}
