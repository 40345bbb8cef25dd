package ui

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// contactScreen shows one contact: what was said, what was promised, and who
// wrote it when.
type contactScreen struct {
	desk
	id      data.ID
	read    *readContact // nil before it is read
	said    *widget.Text
	page    *widget.Scroll
	change  *widget.Button
	tried   *widget.Button // nobody answered
	urgent  *widget.Button // what a crisis still lacks; nil where there is none
	offered bool           // somebody to talk to, after a crisis was saved
}

// readContact is a contact with what is shown beside it.
type readContact struct {
	entry    data.Entry[data.Contact]
	history  []data.Version
	card     data.Card
	hasCard  bool
	in       string // reference of its case; "" where it is in none or not theirs to see
	waiting  bool
	onlyCard bool // the words have passed to a case this colleague cannot open
}

func newContactScreen(d desk, r Route) *contactScreen {
	s := &contactScreen{desk: d, said: widget.NewText("", widget.TextStyle{Size: theme.CaptionText, Color: theme.GoodInk}), page: widget.NewScroll(widget.Gap(0))}
	_ = s.id.UnmarshalText([]byte(r.ID))
	s.change = widget.NewButton(widget.ButtonOptions{Label: d.t("contact.change"), Icon: "note", Do: s.edit})
	s.tried = widget.NewButton(widget.ButtonOptions{Label: d.t("contacts.noAnswer"), Icon: "phone", Hint: "Ctrl+Shift+N", Do: s.noAnswer})
	return s
}

// Content is the page.
func (s *contactScreen) Content() fyne.CanvasObject { return s.page }

// Route names the contact.
func (s *contactScreen) Route() Route { return Route{Screen: ScreenContact, ID: s.id.String()} }

// Title is what the person wants to be called.
func (s *contactScreen) Title() string {
	if s.read == nil {
		return s.t("contacts.title")
	}
	return s.name()
}

// FirstFocus is the first of what can be done with it, once it is read.
func (s *contactScreen) FirstFocus() fyne.Focusable {
	switch {
	case s.read == nil:
		return nil
	case s.read.onlyCard:
		return s.tried
	case s.urgent != nil: // which has the band above it in sight
		return s.urgent
	}
	return s.change
}

func (s *contactScreen) name() string {
	c := s.read.entry.Value
	if s.read.onlyCard {
		c.CalledName = s.read.card.CalledName
	}
	return s.nameOfContact(data.ContactLine{ID: s.id, Name: c.Name(), Caller: c.Caller})
}

// Refresh reads the contact anew.
func (s *contactScreen) Refresh() {
	id := s.id
	Go(s.shell.Runner(), "contact", func(ctx context.Context) (*readContact, error) {
		r := &readContact{}
		r.card, r.hasCard = s.vault.Card(id)
		e, err := s.vault.Contact(ctx, id)
		if err != nil {
			if r.onlyCard = onlyCard(s.vault, id, err); !r.onlyCard {
				return nil, err
			}
			return r, nil
		}
		r.entry = e
		if r.history, err = s.vault.History(ctx, id); err != nil {
			return nil, err
		}
		if !e.Value.Case.IsZero() {
			if line, ok := s.vault.CaseLine(e.Value.Case); ok {
				r.in = line.Reference
			}
		}
		r.waiting = data.ContactLine{Caller: e.Value.Caller, Case: e.Value.Case}.Waiting()
		return r, nil
	}, func(r *readContact, err error) {
		if err != nil {
			s.page.Set(widget.Pad(widget.Around(theme.Space24), widget.NewText(data.Sentence(s.words, err), widget.TextStyle{Color: theme.WarmInk})))
			return
		}
		if s.app.justSaved == id {
			s.app.justSaved = data.ID{}
			s.offered = r.entry.Value.Suicide.Thoughts == data.Yes
			s.said.Set(s.t("common.savedAt", map[string]any{"Time": s.words.Time(s.vault.Now().Local())}))
		}
		first := s.read == nil
		s.read = r
		s.show()
		if first {
			s.beginWith(s.FirstFocus())
		}
		s.shell.Retitle()
		s.askAgain(questions(map[string]func(){"moved.undo": s.undoSorting}))
	})
}

// onlyCard reports whether a contact that could not be read has passed to a case,
// and its card is left to ring back on.
func onlyCard(v *data.Vault, id data.ID, err error) bool {
	if code := data.CodeOf(err); err == nil || code != data.CodeNoKey && code != data.CodeNoRecord {
		return false
	}
	_, there := v.Card(id)
	return there
}

func (s *contactScreen) show() {
	offset := s.page.Offset()
	parts := s.bands()
	if s.read.onlyCard {
		parts = append(parts, widget.Muted(s.t("contacts.cardOnly")), widget.Row(theme.Space8, s.tried, s.said))
		if card := s.cardBlock(); card != nil {
			parts = append(parts, widget.Card(widget.Stack(theme.Space8, widget.Strong(s.t("contact.card")), card)))
		}
	} else {
		parts = append(parts, s.actions())
		if card := s.cardBlock(); card != nil {
			parts = append(parts, widget.Card(widget.Stack(theme.Space8, widget.Strong(s.t("contact.card")), card)))
		}
		parts = append(parts, s.filled()...)
		parts = append(parts, s.historyBlock())
	}
	s.page.Set(widget.Pad(widget.Sideways(theme.Space24, theme.Space16), widget.Narrow(formWidth, widget.Stack(theme.Space16, parts...))))
	s.page.ScrollTo(offset)
}

// bands are the crisis that is not finished and how to reach the person.
func (s *contactScreen) bands() []fyne.CanvasObject {
	c := s.read.entry.Value
	var bands []fyne.CanvasObject
	alarm := func(key string, say func(*assets.Translator) string, actions ...*widget.Button) {
		bands = append(bands, widget.NewBand(widget.BandOptions{
			Text: bothWords(s.words, "crisis.notFinished", func(t *assets.Translator) string { return t.T(key) + ". " + say(t) }),
			Kind: widget.BandDanger, Icon: "crisis", Strong: true, Actions: actions,
		}))
	}
	s.urgent = nil
	if c.Suicide.Unfinished() {
		s.urgent = widget.Link(s.t("contact.change.crisis"), func() {
			s.shell.Go(Route{Screen: screenContactForm, ID: s.id.String(), Tab: crisisTab})
		})
		alarm("crisis.notFinished", func(t *assets.Translator) string { return s.missing(t, c.Suicide) }, s.urgent)
	}
	if c.DangerNow == data.Yes && c.Case.IsZero() {
		alarm("contacts.danger", s.ringNow)
	}
	if mark := lockedMark(s.words, c.Locked); mark != "" {
		bands = append(bands, widget.NewBand(widget.BandOptions{Text: mark + ".", Kind: widget.BandInfo, Icon: "lock"}))
	}
	if rule := s.rule(); rule != "" {
		bands = append(bands, widget.NewBand(widget.BandOptions{Text: rule, Kind: widget.BandWarm, Icon: "phone", Strong: true}))
	}
	return bands
}

// missing says what a crisis still lacks.
func (s *contactScreen) missing(t *assets.Translator, c data.Crisis) string {
	var lacks []string
	if c.Action == "" {
		lacks = append(lacks, t.T("crisis.missing.action"))
	}
	if c.ToldWho == "" || c.ToldBy == "" || c.ToldAt.IsZero() {
		lacks = append(lacks, t.T("crisis.missing.told"), s.ringNow(t))
	}
	return strings.Join(lacks, " ")
}

func (s *contactScreen) rule() string {
	safe := s.read.entry.Value.Safe()
	if s.read.hasCard {
		safe = s.read.card.Safe() // which the case keeps current
	}
	safe.Number = "" // the card has it, below what is said here
	return safe.Line(s.words)
}

func (s *contactScreen) actions() fyne.CanvasObject {
	row := widget.Row(theme.Space8)
	volunteer := s.app.standing.me.Role == data.Volunteer
	switch {
	case s.read.in != "":
		row.Add(widget.Primary(s.t("contact.openCase", map[string]any{"Reference": s.read.in}), func() {
			s.shell.Go(Route{Screen: ScreenCase, ID: s.read.entry.Value.Case.String()})
		}))
	case !volunteer:
		row.Add(widget.NewButton(widget.ButtonOptions{Label: s.t("contact.sort"), Icon: "cases", Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept}))
	}
	row.Add(s.change)
	if s.read.in != "" && !volunteer {
		row.Add(widget.NewButton(widget.ButtonOptions{Label: s.t("moved.undo"), Do: s.undoSorting}))
	}
	row.Add(s.tried)
	row.Add(s.said)
	parts := []fyne.CanvasObject{row}
	if talk := s.debrief(); talk != nil {
		parts = append(parts, talk)
	}
	if volunteer && s.read.in == "" && s.read.waiting {
		parts = append(parts, widget.Muted(s.t("contact.notSorted")))
	}
	return widget.Stack(theme.Space8, parts...)
}

// accept sorts the contact, or opens its case.
func (s *contactScreen) accept() {
	switch {
	case s.read == nil || s.read.onlyCard:
	case s.read.in != "":
		s.shell.Go(Route{Screen: ScreenCase, ID: s.read.entry.Value.Case.String()})
	case s.app.standing.me.Role != data.Volunteer:
		s.shell.Go(Route{Screen: screenSort, ID: s.id.String()})
	}
}

func (s *contactScreen) edit() { s.shell.Go(Route{Screen: screenContactForm, ID: s.id.String()}) }

func (s *contactScreen) noAnswer() {
	s.logAttempt(s.id, func(sentence string, _ bool) {
		s.said.Set(sentence)
		s.Refresh() // which lays it out
	})
}

func (s *contactScreen) cardBlock() fyne.CanvasObject {
	card := s.read.card
	if !s.read.hasCard {
		return nil
	}
	promised := ""
	if !card.CallOn.IsZero() {
		promised = dots(s.words.Date(card.CallOn), card.Caller, card.Promised)
	}
	return facts(s.words, s.uncoveredFacts([]fact{
		{"contact.card.name", card.CalledName},
		{"contact.safeRule", card.SafeRule}, // before the number: it is read first
		{"record.case.safe_contact.do_not", card.DoNot},
		{"contact.card.number", card.Number},
		{"contact.mayText", answerWords(s.words, card.MayText)},
		{"contact.mayVoice", answerWords(s.words, card.MayVoice)},
		{"contact.codeWord", card.CodeWord},
		{"contact.language", languageWords(s.words, card.Language)},
		{"contact.card.passTo", card.PassTo},
		{"contact.card.promised", promised},
	}))
}

// debrief offers somebody to talk to after a crisis, and tells a manager who
// wants to.
func (s *contactScreen) debrief() fyne.CanvasObject {
	wanted := s.read.entry.Value.Debrief
	switch {
	case wanted && s.app.standing.me.Role == data.Manager && !s.offered:
		return widget.NewBand(widget.BandOptions{
			Text: s.t("contact.debrief.wanted", map[string]any{"Name": firstAuthor(s.read.history, s.read.entry.By)}), Kind: widget.BandInfo, Icon: "phone",
			Actions: []*widget.Button{widget.Link(s.t("contact.debrief.done"), func() { s.wantDebrief(false) })},
		})
	case !s.offered && !wanted:
		return nil
	}
	stack := widget.Stack(theme.Space4)
	if duty := s.app.duty(); len(duty) > 0 {
		stack.Add(widget.Strong(s.words.TBoth("crisis.after", map[string]any{"Name": duty[0].Name, "Number": duty[0].Number})))
	} else {
		stack.Add(widget.Strong(s.words.TBoth("crisis.after.nobody")))
	}
	english := ""
	if s.words.Code() != assets.English && assets.NeedsBoth("crisis.after.debrief") {
		english = assets.Lang(assets.English).T("crisis.after.debrief")
	}
	stack.Add(widget.NewCheck(widget.CheckOptions{Label: s.t("crisis.after.debrief"), Hint: english, On: wanted, Changed: s.wantDebrief}))
	return stack
}

func (s *contactScreen) wantDebrief(yes bool) {
	id := s.id
	Go(s.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
		e, err := s.vault.Contact(ctx, id)
		if err != nil {
			return struct{}{}, err
		}
		e.Value.Debrief = yes
		return struct{}{}, s.vault.ChangeContact(ctx, id, e.Value)
	}, func(_ struct{}, err error) {
		if err != nil {
			s.said.Set(data.Sentence(s.words, err))
		}
		s.Refresh()
	})
}

// filled are the parts of the contact that were filled in, in the order of a call.
func (s *contactScreen) filled() []fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for _, section := range contactSections(s.words, s.read.entry.Value) {
		if f := facts(s.words, s.uncoveredFacts(section.facts)); f != nil {
			parts = append(parts, widget.Stack(theme.Space8, widget.Hairline(), widget.Heading(s.t(section.key)), f))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, widget.Muted(s.t("contact.nothingWritten")))
	}
	e := s.read.entry
	small := s.t("contact.loggedBy", map[string]any{"Name": firstAuthor(s.read.history, e.By), "When": momentWords(s.words, e.First)})
	if e.Value.LoggedFor != "" {
		small = dots(s.t("contact.loggedFor", map[string]any{"Name": e.Value.LoggedFor}), small)
	}
	head := dots(valueWords(s.words, "contact.method", e.Value.Method), span(s.words, e.Value), attemptWords(s.words, e.Value))
	return append([]fyne.CanvasObject{widget.Stack(theme.Space4, widget.Strong(head), widget.Muted(small))}, parts...)
}

func firstAuthor(history []data.Version, by string) string {
	if len(history) > 0 {
		return history[0].By
	}
	return by
}

func attemptWords(t *assets.Translator, c data.Contact) string {
	if c.Attempted {
		return t.T("contacts.attempted")
	}
	return ""
}

// span is when a contact was, with its end.
func span(t *assets.Translator, c data.Contact) string {
	words := startWords(t, c.Started, c.DayOnly)
	if c.Ended.After(c.Started) && c.Ended.Sub(c.Started) < 24*time.Hour {
		words += "–" + t.Time(c.Ended.Local())
	}
	return words
}

// fact is a question with its answer; an empty answer is not shown.
type fact struct{ key, value string }

// facts lays answers out under their questions; nil where there is none.
func facts(t *assets.Translator, list []fact) fyne.CanvasObject {
	var short, all []fyne.CanvasObject
	flush := func() {
		if len(short) > 0 {
			all = append(all, widget.Columns(columnWidth, theme.Space16, short...))
			short = nil
		}
	}
	for _, f := range list {
		if strings.TrimSpace(f.value) == "" {
			continue
		}
		cell := widget.Stack(0, widget.Muted(t.T(f.key)), widget.Body(f.value))
		if len([]rune(f.value)) > 40 || strings.Contains(f.value, "\n") {
			flush()
			all = append(all, cell)
			continue
		}
		short = append(short, cell)
	}
	flush()
	if len(all) == 0 {
		return nil
	}
	return widget.Stack(theme.Space12, all...)
}

type contactSection struct {
	key   string
	facts []fact
}

// contactSections are the questions of a contact with their answers in words.
func contactSections(t *assets.Translator, c data.Contact) []contactSection {
	age := ""
	if c.Age > 0 {
		age = strconv.Itoa(c.Age)
		if c.AgeAbout {
			age = t.T("contact.about", map[string]any{"Age": age})
		}
	}
	instead, times := "", c.SafeWhen // one answer, which is asked in two places
	if c.SafeToTalk == data.No {
		instead, times = c.SafeWhen, ""
	}
	told := dots(c.Suicide.ToldWho, c.Suicide.ToldHow, c.Suicide.ToldBy, momentWords(t, c.Suicide.ToldAt))
	return []contactSection{
		{"contact.section.safe", []fact{
			{"contact.safe", answerWords(t, c.SafeToTalk)},
			{"contact.safeWhen", instead},
			{"contact.caller", valueWords(t, "contact.caller", c.Caller)},
			{"contact.organisation", c.Organisation},
			{"contact.wrongNumber", c.WrongNumber},
			{"contact.language", languageWords(t, c.Language)},
			{"contact.interpreter", c.Interpreter},
		}},
		{"contact.section.danger", []fact{
			{"contact.danger", answerWords(t, c.DangerNow)}, {"contact.alone", answerWords(t, c.Alone)}, {"contact.town", c.Town},
		}},
		{"contact.section.person", []fact{
			{"contact.calledName", c.CalledName},
			{"contact.firstName", c.FirstName},
			{"contact.surname", c.Surname},
			{"contact.age", age},
			{"contact.number", c.Number},
			{"contact.safeTimes", times},
			{"contact.email", c.EmailTo},
			{"contact.mayText", answerWords(t, c.MayText)},
			{"contact.mayVoice", answerWords(t, c.MayVoice)},
			{"contact.codeWord", c.CodeWord},
			{"contact.safeRule", c.SafeRule},
		}},
		{"contact.section.matter", []fact{
			{"contact.matter", valueWords(t, "contact.matter", c.Matter)},
			{"contact.said", c.Said},
			{"contact.kept", strings.Join(c.Kept, "\n")},
			{"contact.platform", c.Platform},
			{"contact.deadline", whenWords(t, c.Deadline)},
			{"contact.demanded", c.Demanded.String()},
			{"contact.paid", c.Paid.String()},
			{"contact.image", valueWords(t, "contact.image", c.ImageExists)},
			{"contact.imageUnder18", answerWords(t, c.ImageUnder18)},
			{"contact.police", valueWords(t, "contact.police", c.Police)},
			{"contact.force", forceWords(t, c.Force)},
			{"contact.forceWords", c.ForceWords},
		}},
		{"contact.section.suicide", []fact{
			{"suicide.thoughts", answerWords(t, c.Suicide.Thoughts)},
			{"crisis.why.notAsked", c.Suicide.Because},
			{"suicide.plan.words", c.Suicide.Plan},
			{"crisis.action", c.Suicide.Action},
			{"crisis.told.who", told},
			{"crisis.told.tried", c.Suicide.Tried},
		}},
		{"contact.section.advice", []fact{{"contact.advice.lead", adviceWords(t, c.Advice)}, {"contact.advice.other", c.AdviceOther}}},
		{"contact.section.followUp", []fact{
			{"contact.followUp.who", c.FollowUp.Who},
			{"contact.followUp.on", t.Date(c.FollowUp.On)},
			{"contact.followUp.promised", c.FollowUp.Promised},
			{"contact.riskChanged", answerWords(t, c.RiskChanged)},
		}},
	}
}

func adviceWords(t *assets.Translator, keys []string) string {
	var lines []string
	for _, key := range keys {
		if item, ok := t.AdviceByKey(key); ok {
			lines = append(lines, "• "+item.In(t.Code()))
		}
	}
	return strings.Join(lines, "\n")
}

// historyBlock lists who wrote which version when, and what was different.
func (s *contactScreen) historyBlock() fyne.CanvasObject {
	lines := []fyne.CanvasObject{widget.Hairline(), widget.Heading(s.t("contact.history"))}
	var before map[string]string
	var rows []fyne.CanvasObject
	for i, v := range s.read.history {
		c, ok := v.Value.(data.Contact)
		if !ok {
			continue
		}
		now := answers(s.words, c)
		what := s.t("contact.history.first")
		if i > 0 {
			what = s.differences(before, now)
		}
		before = now
		head := s.t("contact.history.version", map[string]any{"When": momentWords(s.words, v.Written), "Name": v.By})
		rows = append([]fyne.CanvasObject{widget.Stack(0, widget.Body(what), widget.Muted(head))}, rows...)
	}
	return widget.Stack(theme.Space8, append(lines, rows...)...)
}

// answers are all answers of a contact by their question.
func answers(t *assets.Translator, c data.Contact) map[string]string {
	all := map[string]string{}
	for _, section := range contactSections(t, c) {
		for _, f := range section.facts {
			all[f.key] = f.value
		}
	}
	if !c.Case.IsZero() {
		all["contact.sort"] = c.Case.String()
	}
	return all
}

func (s *contactScreen) differences(before, now map[string]string) string {
	var names []string
	order := contactSections(s.words, data.Contact{})
	for _, section := range order {
		for _, f := range section.facts {
			if before[f.key] != now[f.key] {
				names = append(names, strings.TrimRight(s.t(f.key), "?."))
			}
		}
	}
	if before["contact.sort"] != now["contact.sort"] {
		names = append(names, s.t("contact.sort"))
	}
	if len(names) == 0 {
		return s.t("contact.history.same")
	}
	return s.t("contact.history.changed", map[string]any{"Fields": strings.Join(names, ", ")})
}
