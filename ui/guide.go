package ui

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/data/search"
	"noddfa/docs/guide"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// guideSheet is the user guide over the page: a field, under it the sections of
// every page or those that are looked for, and one section to read. It needs no
// passphrase: whoever forgot theirs must find out what to do.
type guideSheet struct {
	app    *app
	sheet  *sheet
	entry  *widget.Entry
	list   *widget.List
	said   *widget.Text
	page   *widget.Scroll
	places []guidePlace // in the order of the pages, the reader's own first
	shown  []int        // which of them are in the list
	open   int          // the section that is read; -1 = none
}

// guidePlace is a section with the page it stands on.
type guidePlace struct {
	page     guide.Page
	section  guide.Section
	english  *guide.Section // shown beneath, while no translator has signed the page
	heading  string         // folded, to be searched
	anywhere string
}

// showGuide lays the guide over the window.
func (a *app) showGuide() {
	s := &guideSheet{app: a, said: widget.Muted(""), places: guidePlaces(a.words.Code(), a.guideRole()), open: -1}
	s.list = widget.NewList(widget.ListOptions{Name: a.t("guide.open"), Open: s.read})
	s.entry = widget.NewEntry(widget.EntryOptions{
		Placeholder: a.t("guide.field"), Icon: "search", Changed: func(string) { s.look() }, Submit: func(string) { s.read(s.list.Chosen()) }, Keys: s.arrows,
	})
	s.page = widget.NewScroll(widget.Gap(0))
	closing := widget.NewButton(widget.ButtonOptions{Label: a.t("common.close"), Icon: "close", Hint: "Esc", Do: func() { s.sheet.Dismiss() }})
	top := widget.Stack(theme.Space8, widget.Frame(widget.Sides{Center: widget.Pad(widget.Margins{Right: theme.Space12}, s.entry), Right: closing}), s.said)
	content := widget.Frame(widget.Sides{
		Top:    widget.Pad(widget.Margins{Top: theme.Space16, Right: theme.Space16, Bottom: theme.Space8, Left: theme.Space16}, top),
		Center: widget.Pad(widget.Margins{Right: theme.Space8, Bottom: theme.Space8, Left: theme.Space8}, widget.Over(s.list, s.page)),
	})
	s.sheet = showSheetAt(a.window.Canvas(), widget.Sheet(theme.CardRadius, content), inTheMiddle)
	a.guide = s.sheet
	s.look()
	a.window.Canvas().Focus(s.entry)
}

// guideRole is whose page comes first; "" while nobody has unlocked.
func (a *app) guideRole() data.Role {
	if a.vault == nil {
		return ""
	}
	return a.standing.me.Role
}

// guidePlaces are the sections of all pages, those for a role first.
func guidePlaces(code string, role data.Role) []guidePlace {
	pages, english := slices.Clone(guide.Pages(code)), guide.Pages(assets.English)
	var places []guidePlace
	add := func(own bool) {
		for i, page := range pages {
			if (page.ID == string(role)) != own {
				continue
			}
			for n, section := range page.Sections {
				p := guidePlace{page: page, section: section, heading: folded(section.Heading), anywhere: folded(section.Heading + "\n" + section.Text())}
				if page.Waits && code != assets.English && n < len(english[i].Sections) {
					p.english = &english[i].Sections[n]
				}
				places = append(places, p)
			}
		}
	}
	add(true)
	add(false)
	return places
}

// folded is a text as the search folds it: accents and capitals do not matter.
func folded(text string) string { return string(search.Fold(nil, []byte(text))) }

// look shows the sections that hold every word that was typed, those that have
// them in the heading first; all of them while nothing is typed.
func (s *guideSheet) look() {
	s.open, s.shown = -1, nil
	words := wordsOf(s.entry.Value())
	var later []int
	for i, p := range s.places {
		switch {
		case matchesAll(p.heading, words):
			s.shown = append(s.shown, i)
		case matchesAll(p.anywhere, words):
			later = append(later, i)
		}
	}
	s.shown = append(s.shown, later...)
	s.list.SetItems(s.items(words))
	switch {
	case len(words) == 0:
		s.said.Set(s.places[0].page.Warning)
	case len(s.shown) == 0:
		s.said.Set(s.app.t("search.none") + " " + s.app.t("guide.try"))
	default:
		s.said.Set(s.app.words.N("search.count", len(s.shown)))
	}
	s.list.ScrollTo(0)
	if len(s.shown) > 0 {
		s.list.Set(strconv.Itoa(s.shown[0]))
	}
	s.page.Hide()
	s.list.Show()
	s.sheet.Refresh()
}

// items are the sections: under the title of their page, or, where something is
// looked for, with the words round it.
func (s *guideSheet) items(words []string) widget.ItemSlice {
	var items widget.ItemSlice
	title := ""
	for _, i := range s.shown {
		p := s.places[i]
		item := widget.Item{ID: strconv.Itoa(i), Title: keyNames(p.section.Heading), Detail: keyNames(guideExcerpt(p.section, words))}
		switch {
		case len(words) > 0:
			item.Meta = p.page.Title
		case p.page.Title != title:
			title = p.page.Title
			items = append(items, widget.Item{Heading: true, Title: title})
		}
		items = append(items, item)
	}
	return items
}

// guideExcerpt is the line of a section that has the first of the words, else
// its first line.
func guideExcerpt(section guide.Section, words []string) string {
	for _, word := range words {
		for _, b := range section.Blocks {
			if strings.Contains(folded(b.Text), word) {
				return b.Text
			}
		}
	}
	if len(section.Blocks) == 0 {
		return ""
	}
	return section.Blocks[0].Text
}

// read shows one section, with the way back and on.
func (s *guideSheet) read(id string) {
	i, err := strconv.Atoi(id)
	if err != nil || i >= len(s.places) {
		return
	}
	s.open = i
	p := s.places[i]
	back := widget.Link(s.app.t("guide.all"), func() {
		s.look()
		s.list.Set(id)
		s.app.window.Canvas().Focus(s.entry)
	})
	ways := widget.Row(theme.Space16, back)
	if i+1 < len(s.places) && s.places[i+1].page.ID == p.page.ID {
		next := keyNames(s.places[i+1].section.Heading)
		ways.Add(widget.Link(s.app.t("guide.next", map[string]any{"Heading": next}), func() { s.read(strconv.Itoa(i + 1)) }))
	}
	parts := []fyne.CanvasObject{
		ways, widget.Muted(p.page.Title), widget.Title(keyNames(p.section.Heading)), guideBlocks(p.section.Blocks),
	}
	if len(p.page.Lead) > 0 {
		lead := widget.Stack(theme.Space4)
		for _, b := range p.page.Lead {
			lead.Add(widget.Muted(b.Text))
		}
		parts = append(parts, widget.Hairline(), lead)
	}
	if p.english != nil {
		parts = append(parts, widget.Heading(p.english.Heading), guideBlocks(p.english.Blocks))
	}
	s.said.Set(p.page.Warning)
	s.page.Set(widget.Pad(widget.Margins{Top: theme.Space8, Right: theme.Space16, Bottom: theme.Space32, Left: theme.Space16}, widget.Stack(theme.Space12, parts...)))
	s.list.Hide()
	s.page.Show()
	s.sheet.Refresh()
	s.app.window.Canvas().Focus(back)
}

// guideBlocks are paragraphs, points and steps.
func guideBlocks(blocks []guide.Block) fyne.CanvasObject {
	stack := widget.Stack(theme.Space8)
	for _, b := range blocks {
		text := widget.Body(keyNames(b.Text))
		if b.Mark == "" {
			stack.Add(text)
			continue
		}
		mark := widget.Pad(widget.Margins{Right: theme.Space8}, widget.Body(b.Mark))
		stack.Add(widget.Frame(widget.Sides{Left: mark, Center: text}))
	}
	return stack
}

// arrows moves in the list, or on the section, while the keyboard is in the field.
func (s *guideSheet) arrows(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		if s.open < 0 {
			s.list.TypedKey(ev)
			return true
		}
		if ev.Name == fyne.KeyPageUp || ev.Name == fyne.KeyUp {
			s.page.PageBy(-1)
		} else {
			s.page.PageBy(1)
		}
		return true
	}
	return false
}
