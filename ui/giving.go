package ui

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/pdf"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// givingScreen is how notes of a case are given out: first whose, which period and kinds; then one record after the other,
// each looked at before it is included or left out; then the paper. What is not finished survives a lock, and a
// colleague can go on with what another has kept.
type givingScreen struct {
	caseDesk
	of      data.ID // the case
	request data.ID // zero: from the case itself
	asks    data.RequestKind
	agreed  bool // to give anything out of a restricted case: asked each time
	ready   bool
	file    *data.CaseFile
	giving  data.Giving
	raw     asTyped // what is typed there and not understood
	form    *form   // of the overview
	items   []data.GiveItem
	at      int              // the record that is looked at; -1: the overview
	toList  bool             // the overview is shown next where its records begin
	reason  data.LeaveReason // for words that are struck out
	areas   []*widget.TextArea
	ticks   []fyne.CanvasObject // of the answers, which come after the texts
	last    int                 // the field that was selected in last
	said    string
	made    bool // a paper, just now: it is saved next
	keeper  *draftKeeper
	page    *widget.Scroll
	foot    *fyne.Container
	body    fyne.CanvasObject
	under   *underRule // how to reach the person safely, where it is they who ask
	filled  func()
	first   fyne.Focusable
	seen    map[data.ID]bool // records whose end has been in sight
	include *widget.Button   // of the record that is shown: until then it reads on
}

// givingRoute is where notes of a case are given out in answer to a request; none: zero.
func givingRoute(caseID, request data.ID) Route {
	return Route{Screen: ScreenGiving, ID: caseID.String(), Tab: request.String()}
}

func newGivingScreen(d caseDesk, r Route) *givingScreen {
	s := &givingScreen{caseDesk: d, at: -1, raw: asTyped{}, reason: data.LeaveThirdParty, seen: map[data.ID]bool{}, page: widget.NewScroll(widget.Pad(widget.Around(theme.Space24), widget.Muted(d.t("case.reading")))), foot: widget.Stack(0)}
	_ = s.of.UnmarshalText([]byte(r.ID))
	_ = s.request.UnmarshalText([]byte(r.Tab))
	s.keeper = newDraftKeeper(d, "giving:"+s.of.String()+":"+s.request.String(), func() any { return s.raw.with(s.giving) })
	s.body = widget.Frame(widget.Sides{Center: s.page, Bottom: s.foot})
	s.under = newUnderRule(d, s.body)
	s.page.Scrolled(s.look)
	return s
}

// Content is the page.
func (s *givingScreen) Content() fyne.CanvasObject { return s.under.body }

// Route names the case and the request.
func (s *givingScreen) Route() Route { return givingRoute(s.of, s.request) }

// Title is what is done here.
func (s *givingScreen) Title() string { return s.t("giving.title") }

// FirstFocus is what is done first.
func (s *givingScreen) FirstFocus() fyne.Focusable { return s.first }

// Leave seals what was chosen.
func (s *givingScreen) Leave() { s.keeper.flush() }

// accept is Ctrl+Enter.
func (s *givingScreen) accept() {
	if s.filled != nil {
		s.filled()
	}
}

// escape goes back from a record to the overview.
func (s *givingScreen) escape() {
	if s.at >= 0 {
		s.at = -1
		s.show()
	}
}

// givingView is what the screen reads.
type givingView struct {
	file   *data.CaseFile
	giving data.Giving
	raw    asTyped
	asks   data.RequestKind
	other  bool // somebody else asks than the person whom the case is about
}

// Refresh reads the case, and what was chosen: what was not kept yet first, else what was kept.
func (s *givingScreen) Refresh() {
	form := s.keeper.name
	Go(s.shell.Runner(), "giving", func(ctx context.Context) (givingView, error) {
		var v givingView
		var err error
		if v.file, err = s.vault.OpenCase(ctx, s.of); err != nil {
			return v, err
		}
		if line, ok := s.vault.RequestLine(s.request); ok {
			v.asks, v.other = line.Kind, line.Asker != "" && line.Asker != data.AskerPerson
		}
		var draft json.RawMessage
		found, err := s.vault.LoadDraft(ctx, form, &draft)
		switch {
		case err != nil:
		case found:
			v.raw = setTyped(&v.giving, draft)
		default:
			v.giving, v.raw = s.begin(v.file, v.asks), asTyped{}
		}
		return v, err
	}, func(v givingView, err error) {
		if err != nil {
			s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.Body(data.Sentence(s.words, err))))
			return
		}
		s.file, s.asks = v.file, v.asks
		if !v.other {
			s.under.show(v.file)
		}
		if !s.ready {
			s.giving, s.raw, s.ready = v.giving, v.raw, true
		}
		s.show()
		s.askAgain(func(_, record string) func() {
			at := slices.IndexFunc(s.items, func(i data.GiveItem) bool { return i.Record.String() == record })
			if at < 0 {
				return nil
			}
			return func() {
				s.at = at
				s.show()
				s.leaveOut()
			}
		})
	})
}

// begin is what was kept, or a choice to begin with.
func (s *givingScreen) begin(f *data.CaseFile, asks data.RequestKind) data.Giving {
	if e, ok := f.Giving(s.request); ok {
		return copyJSON(e.Value)
	}
	g := data.Giving{Request: s.request, Language: f.Language()}
	if line, ok := s.vault.RequestLine(s.request); ok && line.Asker == data.AskerPolice {
		g.Language = data.Language(s.words.Code()) // the language of the person is not the officer's
	}
	if client, ok := f.Client(); ok {
		g.Person = client.ID
	}
	switch asks {
	case data.SubjectAccess:
		// "Everything you hold on me": what is left out is left out by somebody. Suspected persons are somebody else.
		g.Kinds = slices.DeleteFunc(data.GiveKinds(), func(kind string) bool { return kind == data.KindSuspect.String() })
	case data.VictimInformation:
		g.Kinds = []string{data.KindEvent.String()}
	default:
		g.Kinds = []string{data.KindContact.String(), data.KindNote.String()}
	}
	return g
}

func (s *givingScreen) touch() {
	s.giving.Request = s.request
	s.keeper.touch()
}

// undecided are the records that nobody has looked at yet.
func (s *givingScreen) undecided() int {
	n := 0
	for _, i := range s.items {
		if _, ok := s.giving.Choice(i, s.asks); !ok {
			n++
		}
	}
	return n
}

// next is the first record after the one that is shown which nobody has looked at; -1: there is none.
func (s *givingScreen) next() int {
	for n := range s.items {
		i := (s.at + 1 + n) % len(s.items)
		if _, ok := s.giving.Choice(s.items[i], s.asks); !ok {
			return i
		}
	}
	return -1
}

func (s *givingScreen) put(first fyne.Focusable, foot fyne.CanvasObject, parts ...fyne.CanvasObject) {
	s.first = first
	s.foot.Objects = nil
	if foot != nil {
		s.foot.Objects = []fyne.CanvasObject{foot}
	}
	s.foot.Refresh()
	s.page.Set(widget.Pad(widget.Sideways(theme.Space24, theme.Space16), widget.Narrow(formWidth, widget.Stack(theme.Space16, parts...))))
	s.page.ScrollTo(0)
	s.body.Refresh()
	s.focus(first)
}

func (s *givingScreen) show() {
	s.filled, s.include = nil, nil
	s.items = s.vault.GiveItems(s.file, s.giving)
	switch {
	case s.vault.Restricted(s.of) && !s.agreed:
		s.askRestricted()
	case s.at >= 0 && s.at < len(s.items):
		s.toList = true // once every record has been looked at
		s.showItem()
	default:
		s.at = -1
		s.showOverview()
	}
}

// askRestricted stands before everything where the case is restricted, each time.
func (s *givingScreen) askRestricted() {
	s.filled = func() { s.agreed = true; s.show() }
	on := widget.NewButton(widget.ButtonOptions{Label: s.t("giving.restricted.on"), Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})
	s.put(on, nil, widget.NewBand(widget.BandOptions{Text: s.t("giving.restricted"), Icon: "lock", Kind: widget.BandWarm, Strong: true}), widget.Row(theme.Space12, on, widget.Secondary(s.t("common.back"), s.shell.Back)))
}

// showOverview is what is chosen, every record with what was decided about it, and the papers that were made.
func (s *givingScreen) showOverview() {
	f := &form{words: s.words, now: s.vault.Now(), changed: func() { s.touch(); s.chooseAgain() }, strict: true, raw: s.raw}
	s.form = f
	again := s.onceRead(func() { s.touch(); s.show() })
	var people []widget.Option
	for _, e := range s.file.People {
		people = append(people, widget.Option{ID: e.ID.String(), Label: dots(firstText(s.uncovered(e.Value.FullName()), s.uncovered(e.Value.CalledName), s.file.Line.Reference), valueWords(s.words, "case.role", e.Value.Role))})
	}
	f.wide(f.field("giving.person", widget.NewSelect(widget.SelectOptions{Options: people, Chosen: s.giving.Person.String(), Changed: func(id string) {
		_ = s.giving.Person.UnmarshalText([]byte(id))
		again()
	}})))
	f.wide(f.field("giving.language", widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: optionsOf(s.words, "common.language", data.English, data.Welsh), Chosen: string(s.giving.Language), Changed: func(id string) { s.giving.Language = data.Language(id); s.touch() },
	})))
	f.day("giving.from", &s.giving.From, past)
	f.day("giving.to", &s.giving.To, past)
	f.flush()
	var kinds []fyne.CanvasObject
	for _, kind := range data.GiveKinds() {
		kinds = append(kinds, widget.NewCheck(widget.CheckOptions{Label: s.t("giving.kind." + kind), On: slices.Contains(s.giving.Kinds, kind), Changed: func(on bool) {
			s.giving.Kinds = slices.DeleteFunc(slices.Clone(s.giving.Kinds), func(k string) bool { return k == kind })
			if on {
				s.giving.Kinds = append(s.giving.Kinds, kind)
			}
			s.touch()
			s.chooseAgain()
		}}))
	}
	f.wide(widget.Columns(columnWidth, theme.Space8, kinds...))
	f.wide(widget.Row(theme.Space8, widget.Secondary(s.t("giving.gather"), s.onceRead(s.gather))))

	open := s.undecided()
	said := s.words.N("giving.undecided", open)
	switch {
	case len(s.items) == 0:
		said = s.t("giving.nothing")
	case open == 0:
		said = s.t("giving.undecided.none")
	}
	var blocks []fyne.CanvasObject
	for n, item := range s.items {
		blocks = append(blocks, block{
			name: s.nameOf(item), words: s.stateOf(item), small: s.marksOf(item), tone: s.toneOf(item),
			do: does(widget.Link(s.t("common.open"), s.onceRead(func() { s.at = n; s.show() }))),
		}.object())
	}
	foot, first := s.overviewFoot(open)
	lead := s.t("giving.lead")
	if s.asks == data.VictimInformation {
		lead += " " + s.t("giving.lead.victim")
	}
	parts := []fyne.CanvasObject{widget.Muted(lead), f.object()}
	if line, ok := s.vault.RequestLine(s.request); ok && unconfirmed(line.Request) {
		parts = append([]fyne.CanvasObject{widget.NewBand(widget.BandOptions{Text: s.t("request.identity.none"), Icon: "warning", Kind: widget.BandWarm})}, parts...)
	}
	if made, save := s.papers(); made != nil {
		parts = append([]fyne.CanvasObject{made}, parts...)
		if s.made && save != nil {
			first = save // what comes next
		}
	}
	records := part(s.t("giving.records"), nil, "", append([]fyne.CanvasObject{widget.Muted(said)}, blocks...)...)
	s.put(first, foot, append(parts, records)...)
	if s.toList && !s.made {
		s.page.BeginWith(records)
	}
	s.toList, s.made = false, false
}

// gather shows the records that are chosen, where they begin.
func (s *givingScreen) gather() {
	s.toList = true
	s.show()
}

// chooseAgain makes what was chosen anew the next thing to see: a paper is made of what is in sight.
func (s *givingScreen) chooseAgain() {
	s.filled = s.onceRead(s.gather)
	again := widget.NewButton(widget.ButtonOptions{Label: s.t("giving.gather"), Icon: "eye", Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})
	s.foot.Objects = []fyne.CanvasObject{pageFoot(again)}
	s.foot.Refresh()
	s.body.Refresh()
}

// onceRead does something once the days that were typed are understood: a wrong
// one would give out more than was asked for.
func (s *givingScreen) onceRead(do func()) func() {
	return func() {
		if s.form.ready() {
			do()
		}
	}
}

// overviewFoot is what comes next: to look at a record, or to make the paper.
func (s *givingScreen) overviewFoot(open int) (fyne.CanvasObject, fyne.Focusable) {
	key, icon, keep := "giving.look", "eye", "giving.keep"
	s.filled = func() { s.at = s.next(); s.show() }
	manager := s.vault.Me().Role == data.Manager
	if manager {
		keep = "giving.keep.own"
	}
	switch {
	case len(s.items) == 0:
		s.filled = nil
		return nil, nil
	case open == 0 && manager:
		key, icon, s.filled = "giving.make", "check", s.askToMake
	case open == 0:
		key, icon, s.filled = keep, "save", s.keepIt
	}
	s.filled = s.onceRead(s.filled)
	does := widget.NewButton(widget.ButtonOptions{Label: s.t(key), Icon: icon, Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})
	row := []fyne.CanvasObject{does}
	if open > 0 || manager {
		row = append(row, widget.Secondary(s.t(keep), s.onceRead(s.keepIt)))
	}
	if s.said != "" {
		row = append(row, widget.NewText(s.said, widget.TextStyle{Color: theme.GoodInk}))
	}
	return pageFoot(row...), does
}

// keepIt keeps what was chosen in the case, for whoever goes on with it.
func (s *givingScreen) keepIt() {
	now, remove := copyJSON(s.giving), s.keeper.end()
	now.Request = s.request
	Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
		if err := s.vault.SaveGiving(ctx, s.of, now); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, remove(ctx, s.vault)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.keeper.touch()
			s.tell(data.Sentence(s.words, err))
			return
		}
		s.said, s.toList = s.t("giving.kept"), true
		s.Refresh()
	})
}

// nameOf is what a record is and when it was.
func (s *givingScreen) nameOf(item data.GiveItem) string {
	return dots(s.t("giving.kind.one."+item.Kind), whenWords(s.words, item.When))
}

// stateOf is what was decided about a record.
func (s *givingScreen) stateOf(item data.GiveItem) string {
	c, decided := s.giving.Choice(item, s.asks)
	switch {
	case !decided:
		return s.t("giving.state.open")
	case c.Leave != "":
		return dots(s.t("giving.state.left"), s.t("pdf.given.why."+string(c.Leave)), c.Words)
	case len(c.Struck) > 0:
		return dots(s.t("giving.state.included"), s.words.N("pdf.given.left.places", len(c.Struck)))
	}
	return s.t("giving.state.included")
}

func (s *givingScreen) toneOf(item data.GiveItem) fyne.ThemeColorName {
	if _, decided := s.giving.Choice(item, s.asks); !decided {
		return theme.WarmInk
	}
	return ""
}

// marksOf are what to look out for in a record.
func (s *givingScreen) marksOf(item data.GiveItem) string { return dots(s.marks(item)...) }

func (s *givingScreen) marks(item data.GiveItem) []string {
	var marks []string
	for _, m := range []struct {
		on  bool
		key string
	}{{item.ThirdParty, "third-party"}, {item.Emotional, "emotional"}, {item.CheckBefore, "check"}} {
		if m.on {
			marks = append(marks, s.t("giving.mark."+m.key))
		}
	}
	return marks
}

// askToMake says once more what leaves, then makes the paper and records it.
func (s *givingScreen) askToMake() {
	lead := s.t("giving.make.lead")
	if s.vault.Restricted(s.of) {
		lead = s.t("giving.restricted") + " " + lead
	}
	s.ask(question{title: s.t("giving.make"), lead: lead, accept: s.t("giving.make"), do: func(done func(error)) {
		now, remove := copyJSON(s.giving), s.keeper.end()
		now.Request = s.request
		Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			if _, err := s.vault.Give(ctx, s.of, now, drawGiven); err != nil {
				return struct{}{}, err
			}
			return struct{}{}, remove(ctx, s.vault)
		}, func(_ struct{}, err error) {
			done(err)
			if err != nil {
				s.keeper.touch()
				return
			}
			s.said, s.made = s.t("giving.made"), true
			s.Refresh()
		})
	}})
}

// drawGiven makes the pages of a paper of notes.
func drawGiven(p data.GivenPaper) (file []byte, pages int, err error) {
	doc, _, err := pdf.ComposeGiven(p)
	if err != nil {
		return nil, 0, err
	}
	file, err = doc.PDF()
	return file, doc.Pages(), err
}

// papers are what was made, with the ways in which it leaves, and the foremost of these for the newest; nil where there is none.
func (s *givingScreen) papers() (made fyne.CanvasObject, save fyne.Focusable) {
	var blocks []fyne.CanvasObject
	for _, e := range slices.Backward(s.file.Given) {
		if e.Value.Request != s.request {
			continue
		}
		var left []string
		for _, c := range copiesOf(s.file, e.ID) {
			left = append(left, dots(firstText(c.path, s.t("letters.copy.printed", map[string]any{"Printer": c.printer})), momentWords(s.words, c.at)))
		}
		b := block{
			name: dots(s.words.N("request.gave.pages", e.Value.Pages), momentWords(s.words, e.Value.At), e.By), small: strings.Join(append([]string{s.t("request.gave.sum", map[string]any{"Sum": e.Value.SHA256})}, left...), "\n"),
		}
		if s.vault.Me().Role == data.Manager {
			protect := widget.Secondary(s.t("letters.protect"), func() { s.askWhere(s.outgoing(e, true)) })
			if save == nil {
				save = protect
			}
			b.more = []fyne.CanvasObject{widget.Row(theme.Space8, protect,
				widget.Link(s.t("letters.save"), func() { s.askWhere(s.outgoing(e, false)) }), widget.Link(s.t("print.do"), func() { s.printGiven(e) }))}
		}
		blocks = append(blocks, b.object())
	}
	if len(blocks) == 0 {
		return nil, nil
	}
	return part(s.t("giving.papers"), nil, "", blocks...), save
}

// outgoing is a paper on its way out: the bytes that were recorded.
func (s *givingScreen) outgoing(e data.Entry[data.Given], protect bool) outgoing {
	of, id := s.of, e.ID
	return outgoing{
		name: e.Value.Paper.Reference + " " + s.t("giving.file"), protect: protect,
		paper: paper{
			doc: func(context.Context) (*pdf.Document, error) {
				doc, _, err := pdf.ComposeGiven(e.Value.Paper)
				return doc, err
			},
			file: func(context.Context) ([]byte, error) { return e.Value.PDF, nil },
		},
		record: func(ctx context.Context, path, hash string) error {
			return s.vault.RecordGiven(ctx, of, id, data.SavedFile{Path: path, SHA256: hash, Protected: protect})
		},
		saved: func(sentence string) { s.said = sentence; s.Refresh() },
	}
}

func (s *givingScreen) printGiven(e data.Entry[data.Given]) {
	of, id := s.of, e.ID
	s.print(s.outgoing(e, false), func(ctx context.Context, printer, hash string) error {
		return s.vault.RecordGiven(ctx, of, id, data.SavedFile{Printer: printer, SHA256: hash})
	})
}
