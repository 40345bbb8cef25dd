package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// searchSheet lies over the page: a field, and under it what is found while one
// types. The keyboard stays in the field; the arrows move in the list, Enter
// opens. What was typed is forgotten when it closes.
type searchSheet struct {
	desk
	sheet *sheet
	entry *widget.Entry
	list  *widget.List
	said  *widget.Text
	help  *widget.Text // in the place of the list while nothing is found
	page  *widget.Scroll
	found foundHits
}

// foundHit is a hit with the case it belongs to.
type foundHit struct {
	data.Hit
	in   data.CaseLine
	line data.ContactLine // of a contact
}

// foundHits are what a search came to, ready to be shown.
type foundHits struct {
	typed         string // what it was for
	places        []searchedPlace
	hits          []foundHit
	all           int // with those that are still being opened
	more, reading bool
}

func (f foundHits) nothing() bool { return len(f.places)+len(f.hits) == 0 }

// readForSearch reads everything in the background. A search that is open shows
// what it then finds.
func (a *app) readForSearch() {
	v := a.vault
	look := func() {
		if a.searching != nil && a.searching.sheet.shown() {
			a.searching.look()
		}
	}
	read := func(ctx context.Context) (struct{}, error) {
		return struct{}{}, v.ReadForSearchTelling(ctx, func() { fyne.Do(look) })
	}
	pack := func(ctx context.Context) (struct{}, error) {
		v.PackSearched(ctx)
		if a.o.Settled != nil {
			a.o.Settled()
		}
		return struct{}{}, nil
	}
	Go(a.runner, "", read, func(_ struct{}, err error) {
		look()
		if err == nil {
			Go(a.runner, "", pack, func(struct{}, error) {})
		}
	})
}

// showSearch opens the search.
func (a *app) showSearch() { a.searchFor("") }

// searchFor opens the search with words that were typed elsewhere.
func (a *app) searchFor(typed string) {
	s := &searchSheet{desk: a.desk(), said: widget.Muted(""), help: widget.NewText("", widget.TextStyle{Color: theme.Muted})}
	s.list = widget.NewList(widget.ListOptions{Open: s.open})
	s.entry = widget.NewEntry(widget.EntryOptions{
		Placeholder: s.t("search.field"), Icon: "search", Changed: func(string) { s.look() }, Submit: func(string) { s.open(s.list.Chosen()) }, Keys: s.arrows,
	})
	s.page = widget.NewScroll(widget.Pad(widget.Sideways(theme.Space12, theme.Space8), s.help))
	closing := widget.NewButton(widget.ButtonOptions{Label: s.t("common.close"), Icon: "close", Hint: "Esc", Do: func() { s.sheet.Dismiss() }})
	top := widget.Stack(theme.Space8, widget.Frame(widget.Sides{Center: widget.Pad(widget.Margins{Right: theme.Space12}, s.entry), Right: closing}), s.said)
	content := widget.Frame(widget.Sides{
		Top:    widget.Pad(widget.Margins{Top: theme.Space16, Right: theme.Space16, Bottom: theme.Space8, Left: theme.Space16}, top),
		Center: widget.Pad(widget.Margins{Right: theme.Space8, Bottom: theme.Space8, Left: theme.Space8}, widget.Over(s.list, s.page)),
	})
	s.sheet = showSheetAt(s.canvas(), widget.Sheet(theme.CardRadius, content), inTheMiddle)
	s.sheet.closed = func() {
		a.searching = nil
		s.entry.Set("")
	}
	a.searching = s
	s.show(foundHits{typed: typed, reading: true})
	s.entry.Set(typed)
	s.focus(s.entry)
}

// inTheMiddle is where the search lies: as wide as its lines need, with the page
// still to be seen round it where there is room.
func inTheMiddle(window fyne.Size) (fyne.Position, fyne.Size) {
	width := min(window.Width-2*theme.Space16, max(720, theme.Size(theme.BodyText)*46))
	top := min(theme.Space48, window.Height/20)
	return fyne.NewPos((window.Width-width)/2, top), fyne.NewSize(width, window.Height-2*top)
}

// arrows moves in the list while the keyboard is in the field.
func (s *searchSheet) arrows(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		s.list.TypedKey(ev)
		return true
	}
	return false
}

// look searches for what is in the field now.
func (s *searchSheet) look() {
	typed := s.entry.Value()
	if strings.TrimSpace(typed) == "" {
		s.shell.Runner().Cancel("search")
		s.show(foundHits{})
		return
	}
	_, lies := inTheMiddle(s.canvas().Size())
	first := s.list.RowsIn(lies.Height)
	Go(s.shell.Runner(), "search", func(ctx context.Context) (foundHits, error) {
		var found foundHits
		err := s.vault.SearchShowing(ctx, typed, first, func(f data.Found) {
			found = withCases(s.vault, f)
			if some := found; len(some.hits) < some.all {
				fyne.Do(func() {
					if ctx.Err() == nil && s.found.typed != typed {
						s.came(typed, some)
					}
				})
			}
		})
		return found, err
	}, func(found foundHits, err error) {
		if err != nil && s.sheet.shown() {
			s.said.Set(data.Sentence(s.words, err))
			return
		}
		s.came(typed, found)
	})
}

// came shows what was found; what was found for the same words stays where it is.
func (s *searchSheet) came(typed string, found foundHits) {
	if !s.sheet.shown() {
		return
	}
	again := s.found.typed == typed
	found.typed, found.places = typed, s.placesFor(typed)
	s.show(found)
	if !again || s.list.Chosen() == "" {
		s.list.ScrollTo(0)
		s.list.Set(s.first())
	}
}

func withCases(v *data.Vault, found data.Found) foundHits {
	out := foundHits{all: found.All, more: found.More, reading: found.Reading}
	for _, h := range found.Hits {
		hit := foundHit{Hit: h}
		hit.in, _ = v.CaseLine(h.Case)
		hit.line, _ = v.ContactLine(h.Contact)
		out.hits = append(out.hits, hit)
	}
	return out
}

// show fills the list, and says how it came to what it shows.
func (s *searchSheet) show(found foundHits) {
	s.found = found
	s.list.SetItems(append(s.placeItems(), s.items()...))
	s.help.Set("")
	said := ""
	switch {
	case found.typed == "":
		s.help.Set(s.t(s.forRole("search.what")) + "\n\n" + s.t("search.how"))
	case found.nothing() && found.reading:
		said = s.t("search.reading")
	case found.nothing():
		said = s.t("search.none")
		s.help.Set(s.t("search.none.try"))
	case found.reading:
		said = s.t("search.reading")
	case found.more:
		said = s.t("search.more")
	default:
		said = s.n("search.count", len(found.places)+found.all)
	}
	s.said.Set(said)
	if found.nothing() {
		s.list.Hide()
		s.page.Show()
	} else {
		s.list.Show()
		s.page.Hide()
	}
	s.sheet.Refresh()
}

func (s *searchSheet) forRole(key string) string {
	if s.app.standing.me.Role == data.Volunteer {
		return key + ".volunteer"
	}
	return key
}

// items are the hits under a heading for each shelf.
func (s *searchSheet) items() widget.ItemSlice {
	var items widget.ItemSlice
	headings := map[data.Shelf]string{
		data.ShelfCases: "rail.cases", data.ShelfContacts: "rail.contacts", data.ShelfNotes: "search.notes",
		data.ShelfEvidence: "search.evidence", data.ShelfLetters: "rail.letters", data.ShelfRequests: "requests.title",
	}
	for i, h := range s.found.hits {
		if i == 0 || s.found.hits[i-1].Shelf != h.Shelf {
			items = append(items, widget.Item{Heading: true, Title: s.t(headings[h.Shelf])})
		}
		items = append(items, s.item(i, h))
	}
	return items
}

func (s *searchSheet) item(i int, h foundHit) widget.Item {
	item := widget.Item{ID: strconv.Itoa(i), Detail: markedWords(h.Hit), Meta: s.words.ShortDate(h.When.Local()), Icon: hitIcon(h.Kind)}
	if s.covered() && h.Shelf != data.ShelfLetters {
		item.Detail = "" // what was written may hold a name
	}
	apart := s.apart(h)
	if len([]rune(h.Text)) > shortExcerpt {
		item.Detail, apart = apart, item.Detail // else it would be out of sight
	}
	item.Detail = dots(item.Detail, apart)
	in := ""
	if h.in.Reference != "" {
		in = dots(s.nameOfCase(h.in), h.in.Reference)
	}
	switch h.Shelf {
	case data.ShelfCases:
		item.Title = in
	case data.ShelfContacts:
		item.Title = s.nameOfContact(data.ContactLine{ID: h.Contact, Name: h.Name})
		if h.Kind == data.KindCard {
			item.Title = dots(item.Title, s.t("search.card"))
		}
	case data.ShelfLetters:
		item.Title = dots(s.t("case.kind.letter"), in)
	case data.ShelfRequests:
		item.Title = dots(s.t("request.title"), s.uncovered(h.Name), in)
	default:
		item.Title = dots(s.t("case.kind."+h.Kind.String()), in)
	}
	return item
}

// shortExcerpt is how many letters leave room for what tells namesakes apart.
const shortExcerpt = 32

// apart is what tells one person from another of the same name: of a case its
// kind, its force, its worker and when something was last written; of a contact
// how and when it was and the case it is in.
func (s *searchSheet) apart(h foundHit) string {
	switch h.Shelf {
	case data.ShelfCases:
		last := ""
		if !h.in.Touched.IsZero() {
			last = s.t("search.last", map[string]any{"Date": s.words.ShortDate(h.in.Touched.Local())})
		}
		return dots(valueWords(s.words, "contact.matter", h.in.Matter), forceWords(s.words, h.in.Force), h.in.Owner, last)
	case data.ShelfContacts:
		return dots(valueWords(s.words, "contact.matter", h.line.Matter), h.line.Platform, valueWords(s.words, "contact.method", h.line.Method), s.words.Time(h.When.Local()), h.in.Reference)
	}
	return ""
}

// markedWords is the excerpt with signs round what was looked for.
func markedWords(h data.Hit) string {
	text := h.Text
	for _, m := range slices.Backward(h.Marks) {
		text = text[:m.Start] + widget.MarkOn + text[m.Start:m.End] + widget.MarkOff + text[m.End:]
	}
	return text
}

func hitIcon(kind data.Kind) string {
	switch kind {
	case data.KindCase, data.KindPerson:
		return "person"
	case data.KindContact, data.KindCard:
		return "phone"
	case data.KindTask:
		return "check"
	case data.KindPlan:
		return "plan"
	case data.KindEvent:
		return "calendar"
	case data.KindSuspect, data.KindEvidence:
		return "evidence"
	case data.KindMoney:
		return "money"
	case data.KindLetter, data.KindRequest:
		return "letters"
	}
	return "note"
}

// first is the row that Enter opens at first.
func (s *searchSheet) first() string {
	switch {
	case len(s.found.places) > 0:
		return placeID(0)
	case len(s.found.hits) > 0:
		return "0"
	}
	return ""
}

// open goes to the page of a hit; Back returns to the page the search lay on.
func (s *searchSheet) open(id string) {
	found := s.found
	for i, p := range found.places {
		if id == placeID(i) {
			s.sheet.Dismiss()
			p.do()
			return
		}
	}
	i, err := strconv.Atoi(id)
	if err != nil || i >= len(found.hits) {
		return
	}
	s.sheet.Dismiss()
	s.shell.Go(routeOf(found.hits[i].Hit))
}

// routeOf is the page that shows a hit.
func routeOf(h data.Hit) Route {
	switch h.Shelf {
	case data.ShelfContacts:
		return Route{Screen: ScreenContact, ID: h.Contact.String()}
	case data.ShelfLetters:
		return Route{Screen: screenLetter, ID: h.Record.String()}
	case data.ShelfRequests:
		return Route{Screen: ScreenRequest, ID: h.Record.String()}
	case data.ShelfEvidence:
		if h.Kind != data.KindSuspect {
			return Route{Screen: ScreenCase, ID: h.Case.String(), Tab: tabEvidence}
		}
	case data.ShelfNotes:
		switch h.Kind {
		case data.KindNote, data.KindAttachment:
			return Route{Screen: ScreenCase, ID: h.Case.String(), Tab: tabNotes}
		case data.KindPlan:
			return Route{Screen: ScreenCase, ID: h.Case.String(), Tab: tabPlan}
		case data.KindConsent:
			return Route{Screen: ScreenCase, ID: h.Case.String(), Tab: tabConsent}
		}
	}
	return Route{Screen: ScreenCase, ID: h.Case.String(), Tab: tabOverview}
}
