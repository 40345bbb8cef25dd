package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// sortScreen sorts a contact into a case: a new one, or one that is there.
type sortScreen struct {
	desk
	contact data.ID
	fresh   *widget.Button
	filter  *widget.Entry
	list    *widget.List
	said    *widget.Text
	body    *fyne.Container
	all     []data.CaseLine
	folded  []string
	name    string
	busy    bool
	done    bool
	into    data.ID
}

func newSortScreen(d desk, r Route) *sortScreen {
	s := &sortScreen{desk: d, said: widget.Muted("")}
	_ = s.contact.UnmarshalText([]byte(r.ID))
	s.fresh = widget.NewButton(widget.ButtonOptions{Label: d.t("contact.sort.new"), Icon: "plus", Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})
	s.filter = widget.NewEntry(widget.EntryOptions{
		Placeholder: d.t("contact.sort.filter"), Icon: "search",
		Changed: func(string) { s.show() }, Keys: s.down(func() *widget.List { return s.list }),
	})
	s.list = widget.NewList(widget.ListOptions{Name: d.t("rail.cases"), Open: func(id string) {
		var into data.ID
		_ = into.UnmarshalText([]byte(id))
		s.sort(into)
	}})
	top := widget.Stack(theme.Space16,
		widget.Stack(theme.Space8, s.fresh, widget.Muted(d.t("contact.sort.new.hint"))),
		widget.Hairline(),
		widget.Heading(d.t("contact.sort.existing")),
		widget.Narrow(520, s.filter), s.said,
	)
	s.body = widget.Frame(widget.Sides{
		Top:    widget.Pad(widget.Margins{Top: theme.Space24, Right: theme.Space24, Bottom: theme.Space8, Left: theme.Space24}, top),
		Center: widget.Pad(widget.Margins{Right: theme.Space12, Left: theme.Space12}, s.list),
	})
	return s
}

// Content is the page.
func (s *sortScreen) Content() fyne.CanvasObject { return s.body }

// accept opens a new case.
func (s *sortScreen) accept() { s.sort(data.ID{}) }

// Route is the contact's place in sorting, and the case once it is there: so
// that Back does not return to a question that is answered.
func (s *sortScreen) Route() Route {
	if s.done {
		return Route{Screen: ScreenCase, ID: s.into.String()}
	}
	return Route{Screen: screenSort, ID: s.contact.String()}
}

// Title says who is sorted.
func (s *sortScreen) Title() string {
	if s.name == "" || s.covered() {
		return s.t("contact.sort")
	}
	return s.t("contact.sort") + ": " + s.name
}

// FirstFocus is the new case: what most contacts become.
func (s *sortScreen) FirstFocus() fyne.Focusable { return s.fresh }

type sorting struct {
	cases []data.CaseLine
	name  string
}

// Refresh reads the cases anew.
func (s *sortScreen) Refresh() {
	Go(s.shell.Runner(), "sort", func(ctx context.Context) (sorting, error) {
		e, err := s.vault.Contact(ctx, s.contact)
		return sorting{s.vault.Cases(), e.Value.Name()}, err
	}, func(read sorting, err error) {
		if err != nil {
			s.fail(err)
			return
		}
		s.name, s.all = read.name, nil
		s.folded = nil
		for _, c := range read.cases {
			if c.Closed.IsZero() && !s.vault.OtherSide(c.ID) {
				s.all = append(s.all, c)
				s.folded = append(s.folded, foldWords(c.Reference, c.Name, c.FullName))
			}
		}
		s.show()
		s.shell.Retitle()
	})
}

func (s *sortScreen) show() {
	words := wordsOf(s.filter.Value())
	var items widget.ItemSlice
	for i, c := range s.all {
		if matchesAll(s.folded[i], words) {
			items = append(items, widget.Item{
				ID: c.ID.String(), Title: dots(s.nameOfCase(c), c.Reference), Icon: "cases",
				Detail: dots(valueWords(s.words, "contact.matter", c.Matter), c.Owner, s.words.ShortDate(c.Opened.Local())),
			})
		}
	}
	s.list.SetItems(items)
	s.said.Set("")
	switch {
	case len(s.all) == 0:
		s.said.Set(s.t("contact.sort.noCase"))
	case len(items) == 0:
		s.said.Set(s.t("contact.sort.none"))
	}
	s.body.Refresh()
}

// sort sorts the contact into a case; the zero ID opens a new one. It cannot be
// undone here, so the key that saves does not do it.
func (s *sortScreen) sort(into data.ID) {
	if s.busy {
		return
	}
	s.busy = true
	Go(s.shell.Runner(), "", func(ctx context.Context) (data.ID, error) { return s.vault.Triage(ctx, s.contact, into) }, func(id data.ID, err error) {
		s.busy = false
		if err != nil {
			s.fail(err)
			return
		}
		s.done, s.into = true, id
		s.shell.Go(Route{Screen: ScreenCase, ID: id.String()})
	})
}

func (s *sortScreen) fail(err error) {
	s.said.SetColor(theme.WarmInk)
	s.said.Set(data.Sentence(s.words, err))
	s.body.Refresh()
}
