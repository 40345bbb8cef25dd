package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// contactsScreen is the list of contacts, newest first.
type contactsScreen struct {
	desk
	filter *widget.Entry
	which  *widget.Choice
	list   *widget.List
	said   *widget.Text
	frame  *listFrame
	empty  fyne.CanvasObject // in the place of the list while there is no contact at all
	all    *contactsRead
	read   bool   // they have been read once: until then nobody is told that there are none
	told   string // said instead of the count until the list changes
	gone   bool   // the page was left
}

// contactsRead are the contacts as they are listed and found. There may be a hundred
// thousand: a row is made when it is looked at, and words that are the same for many
// are kept once.
type contactsRead struct {
	lines data.ContactList
	cards []data.ContactLine // made of contact cards
	in    map[data.ID]string // the reference of each case
	rows  []contactRow
}

// contactRow is where the line of a row is, and what it is found by.
type contactRow struct {
	at      int  // among lines, or cards
	card    bool // only its contact card is theirs to see
	waiting bool
	folded  string // of the person
	kind    string // of the contactKind
}

// contactKind is what many contacts have in common.
type contactKind struct {
	platform, force string
	matter          data.Matter
	method          data.Method
	caller          data.Caller
}

// line makes the line of a row.
func (c *contactsRead) line(row contactRow) data.ContactLine {
	if row.card {
		return c.cards[row.at]
	}
	return c.lines.At(row.at)
}

// item makes a row.
func (c *contactsRead) item(d caseDesk, row contactRow, now time.Time) widget.Item {
	line := c.line(row)
	listed := listedContact{ContactLine: line, card: row.card}
	if !row.card {
		listed.in = c.in[line.Case]
	}
	return contactItem(d, listed, now)
}

// id is the contact of a row.
func (c *contactsRead) id(row contactRow) data.ID {
	if row.card {
		return c.cards[row.at].ID
	}
	return c.lines.ID(row.at)
}

// matches reports whether all words are in what a row is found by.
func (r contactRow) matches(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(r.folded, w) && !strings.Contains(r.kind, w) })
}

// listedContact is a contact as it is listed.
type listedContact struct {
	data.ContactLine
	in   string // reference of its case
	card bool   // only its contact card is theirs to see
}

const (
	filterRoom   = 48 // letters that the words in the empty filter need
	whichAll     = "all"
	whichWaiting = "waiting"
)

func newContactsScreen(d desk) *contactsScreen {
	s := &contactsScreen{desk: d, all: &contactsRead{}, said: widget.Muted(d.t("case.reading"))}
	s.filter = widget.NewEntry(widget.EntryOptions{
		Placeholder: d.t("contacts.filter"), Icon: "search",
		Changed: func(string) { s.show() }, Submit: func(string) { s.openFirst() }, Keys: s.down(func() *widget.List { return s.list }),
	})
	s.which = widget.NewChoice(widget.ChoiceOptions{
		Always: true, Name: d.t("rail.contacts"), Options: []widget.Option{{ID: whichAll, Label: d.t("contacts.show.all")}, {ID: whichWaiting, Label: d.t("contacts.show.waiting")}},
		Chosen: whichAll, Changed: func(string) { s.show() },
	})
	s.list = widget.NewList(widget.ListOptions{Name: d.t("rail.contacts"), Open: s.open})
	noAnswer := widget.NewButton(widget.ButtonOptions{Label: d.t("contacts.noAnswer"), Icon: "phone", Hint: "Ctrl+Shift+N", Do: s.noAnswer})
	bring := widget.NewButton(widget.ButtonOptions{Label: d.t("contacts.import"), Icon: "import", Do: func() { d.shell.Go(Route{Screen: screenImport}) }})
	s.empty = widget.Empty(widget.EmptyOptions{Icon: "contacts", Title: d.t("contacts.empty"), Actions: []*widget.Button{
		widget.Primary(d.t("today.empty.log"), d.app.newContact), widget.Secondary(d.t("contacts.import"), func() { d.shell.Go(Route{Screen: screenImport}) }),
	}})
	s.empty.Hide()
	beside, under := widget.Stack(0, s.which), widget.Stack(0) // where what is shown is chosen
	find := widget.Aside(filterRoom, widget.Pad(widget.Margins{Bottom: theme.Space4}, widget.Narrow(max(520, 24*theme.Size(theme.BodyText)), s.filter)), beside)
	do := widget.Row(theme.Space12, noAnswer,
		widget.NewButton(widget.ButtonOptions{Label: d.t("contacts.waitingCall"), Icon: "clock", Hint: keyNames("Ctrl+Shift+W"), Do: d.app.askWaiting}),
		widget.NewButton(widget.ButtonOptions{Label: d.t("shift.end"), Icon: "calendar", Hint: keyNames("Ctrl+Shift+S"), Do: d.app.endShift}), bring)
	if d.vault.Me().Role == data.Manager {
		do.Add(widget.NewButton(widget.ButtonOptions{Label: d.t("sheet.save"), Icon: "save", Do: s.saveSheet}))
	}
	do.Add(s.said)
	s.frame = newListFrame(d.caseDesk,
		widget.Pad(widget.Margins{Top: theme.Space16, Right: theme.Space24, Left: theme.Space24}, find),
		widget.Pad(widget.Margins{Top: theme.Space12, Right: theme.Space24, Bottom: theme.Space8, Left: theme.Space24}, widget.Stack(theme.Space8, under, do)),
		widget.Pad(widget.Margins{Right: theme.Space12, Left: theme.Space12}, widget.Over(s.list, s.empty)))
	s.frame.moves(s.which, beside, under)
	return s
}

// Content is the page.
func (s *contactsScreen) Content() fyne.CanvasObject { return s.frame.body }

// Route is where the list is.
func (s *contactsScreen) Route() Route { return Route{Screen: ScreenContacts} }

// Title is shown in the header.
func (s *contactsScreen) Title() string { return s.t("contacts.title") }

// FirstFocus is the filter.
func (s *contactsScreen) FirstFocus() fyne.Focusable { return s.filter }

// Refresh reads the lines anew.
func (s *contactsScreen) Refresh() {
	if s.gone {
		return
	}
	Go(s.shell.Runner(), "contacts", func(ctx context.Context) (*contactsRead, error) { return readContacts(ctx, s.words, s.vault) },
		func(all *contactsRead, err error) {
			if err != nil {
				all = &contactsRead{}
			}
			s.all, s.read = all, true
			s.show()
		})
}

// readContacts reads the contacts; it stops where ctx ends.
func readContacts(ctx context.Context, t *assets.Translator, v *data.Vault) (*contactsRead, error) {
	read := &contactsRead{lines: v.ContactList(), in: map[data.ID]string{}}
	me, now := v.Me(), v.Now()
	for _, c := range v.Cards() {
		if me.Role == data.Volunteer && c.Shown(me.ID, now) {
			line := data.ContactLine{
				ID: c.Contact, Started: c.At, Name: c.CalledName, Case: c.Case, FollowUp: data.FollowUp{Who: c.Caller, On: c.CallOn},
			}
			read.rows = append(read.rows, contactRow{at: len(read.cards), card: true, waiting: line.Waiting(), folded: foldWords(c.CalledName, c.Number)})
			read.cards = append(read.cards, line)
		}
	}
	kinds := map[contactKind]string{}
	for i, l := range read.lines.All() {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if me.Role == data.Volunteer && !l.Shown(me.ID, now) || me.Role != data.Volunteer && v.OtherSide(l.ID) {
			continue
		}
		if _, known := read.in[l.Case]; !known && !l.Case.IsZero() {
			line, _ := v.CaseLine(l.Case)
			read.in[l.Case] = line.Reference
		}
		kind := contactKind{l.Platform, l.Force, l.Matter, l.Method, l.Caller}
		if _, known := kinds[kind]; !known {
			kinds[kind] = foldWords(l.Platform, forceWords(t, l.Force),
				matterNames(l.Matter), valueWords(t, "contact.method", l.Method), valueWords(t, "contact.caller", l.Caller))
		}
		read.rows = append(read.rows, contactRow{at: i, waiting: l.Waiting(), folded: foldWords(l.Name, l.Number, read.in[l.Case]), kind: kinds[kind]})
	}
	return read, nil
}

// matterNames are what a kind of matter is called in either language: whoever
// looks for it may think in the other one.
func matterNames(m data.Matter) string {
	return dots(valueWords(assets.Lang(assets.English), "contact.matter", m), valueWords(assets.Lang(assets.Welsh), "contact.matter", m))
}

// Release lets go of the contacts.
func (s *contactsScreen) Release() {
	s.gone = true
	s.shell.Runner().Cancel("contacts")
	s.all = &contactsRead{}
	s.list.SetItems(nil)
}

// contactsKept is what the list returns to.
type contactsKept struct {
	filter, which, chosen string
	offset                float32
}

// Save is for Back.
func (s *contactsScreen) Save() any {
	return contactsKept{s.filter.Value(), s.which.Chosen(), s.list.Chosen(), s.list.Offset()}
}

// Restore is for Back.
func (s *contactsScreen) Restore(kept any) {
	k, ok := kept.(contactsKept)
	if !ok {
		return
	}
	s.which.Set(k.which)
	s.filter.Set(k.filter)
	s.list.Return(k.chosen, k.offset)
}

// show fills the list with what the filter lets through.
func (s *contactsScreen) show() {
	if !s.read {
		return
	}
	words := wordsOf(s.filter.Value())
	waiting := s.which.Chosen() == whichWaiting
	now := s.vault.Now()
	items := contactItems{desk: s.caseDesk, now: now, all: s.all}
	for i, row := range s.all.rows {
		if (!waiting || row.waiting) && row.matches(words) {
			items.rows = append(items.rows, int32(i))
		}
	}
	s.list.SetItems(items)
	said := ""
	switch {
	case len(s.all.rows) == 0:
	case s.told != "":
		said = s.told
	case items.Len() == 0 && waiting && len(words) == 0:
		said = s.t("contacts.empty.waiting")
	case items.Len() == 0:
		said = s.t("contacts.empty.filter")
	default:
		said = s.n("common.count.contacts", items.Len())
	}
	s.said.Set(said)
	s.frame.say(said)
	shown(s.empty, len(s.all.rows) == 0)
	shown(s.list, len(s.all.rows) > 0)
	s.frame.body.Refresh()
}

// contactItems are the rows of contacts, each made when it is looked at: there may be
// a hundred thousand.
type contactItems struct {
	desk caseDesk
	now  time.Time
	all  *contactsRead
	rows []int32 // of all
}

// Len returns how many there are.
func (c contactItems) Len() int { return len(c.rows) }

// Item makes row i.
func (c contactItems) Item(i int) widget.Item {
	return c.all.item(c.desk, c.all.rows[c.rows[i]], c.now)
}

// Heading is for the list, which has none.
func (c contactItems) Heading(int) bool { return false }

// Title is who row i is about.
func (c contactItems) Title(i int) string {
	return c.desk.nameOfContact(c.all.line(c.all.rows[c.rows[i]]))
}

// Index finds a row by its ID.
func (c contactItems) Index(id string) int {
	var contact data.ID
	if contact.UnmarshalText([]byte(id)) != nil {
		return -1
	}
	return slices.IndexFunc(c.rows, func(r int32) bool { return c.all.id(c.all.rows[r]) == contact })
}

// contactItem is a contact's row: who, what about, and the one thing that
// matters most at the right.
func contactItem(d caseDesk, l listedContact, now time.Time) widget.Item {
	t := d.words
	item := widget.Item{ID: l.ID.String(), Title: d.nameOfContact(l.ContactLine), Icon: methodIcon(l.Method)}
	item.Meta, item.Tone = contactState(t, l, now)
	what := valueWords(t, "contact.matter", l.Matter)
	if l.Attempted {
		what = t.T("contacts.attempted")
	}
	caller := ""
	if l.Caller != "" && l.Caller != data.CallerThePerson {
		caller = valueWords(t, "contact.caller", l.Caller)
	}
	item.Detail = dots(lockedMark(t, l.Locked), startWords(t, l.Started, l.DayOnly), caller, what, l.Platform)
	return item
}

// contactState is what the row says at its right; red only for danger and crisis.
func contactState(t *assets.Translator, l listedContact, now time.Time) (string, widget.Tone) {
	switch {
	case l.Crisis:
		return t.T("crisis.notFinished"), widget.ToneDanger
	case l.card && !l.FollowUp.On.IsZero():
		return t.T("contacts.followUp", map[string]any{"Date": t.ShortDate(l.FollowUp.On)}), widget.ToneDue
	case l.card:
		return t.T("contacts.card"), widget.TonePlain
	case l.in != "":
		return t.T("contacts.inCase", map[string]any{"Reference": l.in}), widget.TonePlain
	case !l.Waiting():
		return "", widget.TonePlain
	case l.Danger:
		return t.T("contacts.danger"), widget.ToneDanger
	case l.Overdue(now):
		return t.T("contacts.followUp.late", map[string]any{"Date": t.ShortDate(l.FollowUp.On)}), widget.ToneDue
	case !l.FollowUp.On.IsZero():
		return t.T("contacts.followUp", map[string]any{"Date": t.ShortDate(l.FollowUp.On)}), widget.ToneDue
	}
	return t.T("contacts.waiting"), widget.ToneDue
}

func contactName(t *assets.Translator, l data.ContactLine) string {
	if l.Name != "" {
		return l.Name
	}
	switch l.Caller {
	case data.CallerWrongNumber, data.CallerSilent, data.CallerHungUp:
		return valueWords(t, "contact.caller", l.Caller)
	}
	return t.T("contacts.noName")
}

func methodIcon(m data.Method) string {
	switch m {
	case data.Text, data.Chat, data.Email, data.Post:
		return "note"
	case data.Visit, data.WalkIn:
		return "person"
	}
	return "phone"
}

func (s *contactsScreen) open(id string) { s.shell.Go(Route{Screen: ScreenContact, ID: id}) }

// openFirst opens the chosen row, or the first one.
func (s *contactsScreen) openFirst() {
	if s.list.Len() == 0 {
		return
	}
	if s.list.Chosen() == "" {
		s.focus(s.list) // which chooses the first
	}
	s.open(s.list.Chosen())
}

// noAnswer logs an attempt to reach the chosen contact.
func (s *contactsScreen) noAnswer() {
	var id data.ID
	_ = id.UnmarshalText([]byte(s.list.Chosen()))
	if id.IsZero() {
		s.say(s.t("contacts.noAnswer.choose"))
		return
	}
	s.logAttempt(id, func(sentence string, ok bool) {
		s.say(sentence)
		if ok {
			s.Refresh()
		}
	})
}

func (s *contactsScreen) say(sentence string) {
	s.told = sentence
	s.show()
}

// noAnswerer is a page that knows whom nobody reached.
type noAnswerer interface{ noAnswer() }

// bindNoAnswer gives "no answer" its one key.
func (a *app) bindNoAnswer() {
	key := &desktop.CustomShortcut{KeyName: fyne.KeyN, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
	a.window.Canvas().AddShortcut(key, func(fyne.Shortcut) {
		if a.shell == nil || widget.TopLayer(a.window.Canvas()) != nil {
			return
		}
		if page, ok := a.shell.Current().(noAnswerer); ok {
			page.noAnswer()
		}
	})
}

// logAttempt writes that a contact was tried and nobody answered, and moves a
// call-back that was due to the next day.
func (d desk) logAttempt(id data.ID, said func(sentence string, ok bool)) {
	v, me := d.vault, d.app.standing.me.Name
	Go(d.shell.Runner(), "", func(ctx context.Context) (time.Time, error) {
		e, err := v.Contact(ctx, id)
		if onlyCard(v, id, err) {
			next := tomorrow(v.Now())
			return next, v.TriedCard(ctx, id, next)
		}
		if err != nil {
			return time.Time{}, err
		}
		return attempt(ctx, v, e, me)
	}, func(next time.Time, err error) {
		if err != nil {
			said(data.Sentence(d.words, err), false)
			return
		}
		said(d.attemptLogged(next), true)
	})
}

// attemptLogged says that an attempt was logged, and when to ring next.
func (d desk) attemptLogged(next time.Time) string {
	logged := map[string]any{"Time": d.words.Time(d.vault.Now().Local())}
	if next.IsZero() {
		return d.t("contacts.noAnswer.logged", logged)
	}
	logged["Day"] = d.words.Date(next)
	return d.t("contacts.noAnswer.loggedNext", logged)
}

// attempt logs that nobody answered and returns the day to ring again. The promise stays with the contact that it was
// made in, so that it stands on Today once, however often nobody answers.
func attempt(ctx context.Context, v *data.Vault, e data.Entry[data.Contact], me string) (next time.Time, err error) {
	c, now := e.Value, v.Now()
	tried := data.Contact{
		Started: now, Ended: now, Outgoing: true, Attempted: true, Method: c.Method, Caller: data.CallerThePerson,
		CalledName: c.CalledName, FirstName: c.FirstName, Surname: c.Surname, Age: c.Age, AgeAbout: c.AgeAbout, Number: c.Number,
		EmailTo: c.EmailTo, MayText: c.MayText, MayVoice: c.MayVoice, CodeWord: c.CodeWord, SafeRule: c.SafeRule, SafeWhen: c.SafeWhen, Language: c.Language,
		Matter: c.Matter,
	}
	id, err := v.LogContact(ctx, tried)
	if err != nil {
		return next, err
	}
	if !c.Case.IsZero() {
		if _, err = v.Triage(ctx, id, c.Case); err != nil {
			return next, err
		}
		return moveTask(ctx, v, e)
	}
	if c.FollowUp.On.After(now) {
		return c.FollowUp.On, nil
	}
	if c.FollowUp.Who == "" {
		c.FollowUp.Who = me
	}
	c.FollowUp.On = tomorrow(now)
	return c.FollowUp.On, v.ChangeContact(ctx, e.ID, c)
}

// moveTask moves the task that the promise of a contact became when it was
// sorted, and its card follows.
func moveTask(ctx context.Context, v *data.Vault, e data.Entry[data.Contact]) (next time.Time, err error) {
	for _, line := range v.Tasks() {
		task := line.Task
		if task.From != e.ID || !task.Done.IsZero() {
			continue
		}
		if task.Due.After(v.Now()) {
			return task.Due, nil
		}
		task.Due = tomorrow(v.Now())
		_, err = data.Change(ctx, v, line.Case, line.ID, task)
		return task.Due, err
	}
	return next, nil
}

func tomorrow(now time.Time) time.Time { return startOfToday(now).AddDate(0, 0, 1) }
