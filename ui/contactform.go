package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// contactForm is a contact while it is being written, in the order of a call.
// It saves with nothing filled in; what is not understood is kept in words.
type contactForm struct {
	desk
	name     string // of the draft: "contact:ID"
	record   data.ID
	c        data.Contact
	raw      asTyped // typed, but not wholly understood
	untimed  bool    // as in the draft
	keeper   *draftKeeper
	now      func() time.Time
	touched  func()   // seals what is being typed, a moment later
	told     func()   // thoughts of suicide were told of
	people   []string // who may ring back
	said     *widget.Text
	scroll   *widget.Scroll
	body     *fyne.Container
	panel    *fyne.Container // the crisis card beside the form
	strip    *fyne.Container // and what a narrow window shows of it
	first    fyne.Focusable
	lacks    fyne.Focusable // what a crisis still lacks
	finishes bool           // the form was opened to write that
	began    bool
	changed  bool // something was typed since it was opened or saved
	saved    bool // the form is left behind: its route is the contact's
	saving   bool
	safe     []*widget.Entry // where it is asked when it is safe
	advice   *fyne.Container
	known    *fyne.Container // whom this may be
	asked    data.Contact    // whom it was looked for with
	advising string          // the list that is shown
	draft    bool            // what is shown was not saved when it was left
	again    *keptPlace      // where in the form one was, until it is there
}

// contactDraft is what is sealed every two seconds.
type contactDraft struct {
	Contact data.Contact `json:"contact"`
	Record  data.ID      `json:"record,omitzero"`
	Raw     asTyped      `json:"raw,omitempty"`
	Untimed bool         `json:"untimed,omitempty"` // it was saved with somebody told, at a time that was not understood
	found   bool
}

const (
	contactDraftPrefix = "contact:"
	newPrefix          = "new:"
	toldWhen           = "crisis.told.when"
	crisisTab          = "crisis" // of the form's route, where a crisis is to be finished
)

func newContactForm(d desk, r Route) *contactForm {
	f := &contactForm{desk: d, name: contactDraftPrefix + r.ID, said: widget.Muted(""), raw: asTyped{}, finishes: r.Tab == crisisTab}
	if !strings.HasPrefix(r.ID, newPrefix) {
		_ = f.record.UnmarshalText([]byte(r.ID))
	}
	f.keeper = newDraftKeeper(d.caseDesk, f.name, func() any { return f.asDraft() })
	f.now, f.told, f.people = d.vault.Now, f.saveAtOnce, d.app.standing.colleagues
	f.touched = func() { f.keeper.touch() }
	f.keeper.after = d.app.countUnfinished
	f.frame(f.accept)
	return f
}

// frame lays the form beside the crisis card, above the button that saves it.
func (f *contactForm) frame(do func()) {
	f.scroll = widget.NewScroll(widget.Gap(0))
	f.panel, f.strip = widget.Stack(0), widget.Stack(0)
	f.panel.Hide()
	save := widget.NewButton(widget.ButtonOptions{Label: f.t("contact.save"), Kind: widget.Filled, Hint: "Ctrl+Enter", Do: do})
	foot := widget.Pad(widget.Sideways(theme.Space24, theme.Space12), widget.Row(theme.Space16, save, f.said))
	f.body = widget.Frame(widget.Sides{
		Center: beside(f.scroll, f.panel, f.strip),
		Bottom: widget.Stack(0, widget.Hairline(), foot),
	})
}

// Content is the page.
func (f *contactForm) Content() fyne.CanvasObject { return f.body }

// Route is the form's, and the contact's once that is saved.
func (f *contactForm) Route() Route {
	if f.saved {
		return Route{Screen: ScreenContact, ID: f.record.String()}
	}
	return Route{Screen: screenContactForm, ID: strings.TrimPrefix(f.name, contactDraftPrefix)}
}

// Title says whether the contact is new.
func (f *contactForm) Title() string {
	if f.record.IsZero() {
		return f.t("contact.title.new")
	}
	return f.t("contact.title.change")
}

// Refresh reads the draft, or the contact, once; later what is typed stands.
func (f *contactForm) Refresh() {
	if f.began {
		return
	}
	f.canvas().Unfocus() // nothing is typed into the page that was left
	Go(f.shell.Runner(), "contact form", func(ctx context.Context) (contactDraft, error) {
		d := contactDraft{Record: f.record}
		var err error
		if d.found, err = f.vault.LoadDraft(ctx, f.name, &d); d.found || err != nil {
			return d, err
		}
		if f.record.IsZero() {
			d.Contact = data.Contact{Started: f.vault.Now(), Method: data.Phone}
			return d, nil
		}
		e, err := f.vault.Contact(ctx, f.record)
		d.Contact = e.Value
		d.Untimed = e.Value.Suicide.ToldWho != "" && e.Value.Suicide.ToldAt.IsZero()
		return d, err
	}, func(d contactDraft, err error) {
		if err != nil {
			f.say(data.Sentence(f.words, err), theme.WarmInk)
			return
		}
		f.c, f.record, f.untimed, f.began, f.draft = d.Contact, d.Record, d.Untimed, true, d.found
		if d.Raw != nil {
			f.raw = d.Raw
		}
		f.build()
		f.shell.Retitle()
		if first := f.FirstFocus(); first != nil {
			f.focus(first)
		}
		f.seeAgain()
	})
}

// seen is how far down the form is, and which field has the keyboard, counted from the last: what was typed stands under
// a band afterwards, which has a button of its own.
func (f *contactForm) seen() (float32, int) {
	fields := widget.Fields(f.scroll)
	at := slices.Index(fields, f.canvas().Focused())
	if at < 0 {
		return f.scroll.Offset(), 0
	}
	return f.scroll.Offset(), len(fields) - at
}

// see goes there again, once the form is there.
func (f *contactForm) see(scrolled float32, field int) {
	f.again = &keptPlace{Scrolled: scrolled, Field: field}
	f.seeAgain()
}

func (f *contactForm) seeAgain() {
	if f.again == nil || !f.began {
		return
	}
	again := f.again
	f.again = nil
	f.scroll.ScrollTo(again.Scrolled)
	if fields := widget.Fields(f.scroll); again.Field > 0 && again.Field <= len(fields) {
		f.focus(fields[len(fields)-again.Field])
	}
}

// FirstFocus is the first question, or what a crisis lacks, once the form is there.
func (f *contactForm) FirstFocus() fyne.Focusable {
	if f.finishes && f.began && f.c.Suicide.Unfinished() {
		return f.lacks
	}
	return f.first
}

// Leave seals what is being typed.
func (f *contactForm) Leave() { f.keeper.flush() }

// discard throws the unfinished text away, after asking.
func (f *contactForm) discard() {
	widget.ShowDialog(f.canvas(), widget.DialogOptions{
		Title: f.t("today.draft.discard"), Text: f.t("today.draft.discard.sure"), Do: f.t("today.draft.discard"), Cancel: f.t("common.cancel"),
		Grave: true, Done: func() bool {
			remove := f.keeper.end()
			Go(f.shell.Runner(), "", func(ctx context.Context) (struct{}, error) { return struct{}{}, remove(ctx, f.vault) }, func(struct{}, error) {
				f.shell.Back()
			})
			return true
		},
	})
}

func (f *contactForm) say(sentence string, role fyne.ThemeColorName) {
	f.said.SetColor(role)
	f.said.Set(sentence)
	f.body.Refresh()
}

// touch is called after each change by hand.
func (f *contactForm) touch() {
	if !f.changed {
		f.changed = true
		f.say("", theme.Muted)
	}
	f.touched()
	f.lookForKnown()
}

// build lays the fields out.
func (f *contactForm) build() {
	page := f.newForm()
	f.safe = nil
	head := f.t("contact.started", map[string]any{"Time": momentWords(f.words, f.c.Started)})
	page.wide(widget.NewText(head+". "+f.t("contact.saveAnyway.hint"), widget.TextStyle{Size: theme.CaptionText, Color: theme.Muted, FullWide: true}))
	if f.draft {
		page.wide(widget.NewBand(widget.BandOptions{
			Text: f.t("contact.draft.title"), Icon: "note", Actions: []*widget.Button{widget.Link(f.t("today.draft.discard"), f.discard)},
		}))
	}
	f.safeSection(page)
	f.dangerSection(page)
	f.personSection(page)
	f.matterSection(page)
	f.suicideSection(page)
	f.adviceSection(page)
	f.followUpSection(page)
	f.callSection(page)
	f.first = page.first
	f.scroll.Set(widget.Pad(widget.Margins{Top: theme.Space16, Right: theme.Space24, Bottom: theme.Space32, Left: theme.Space24}, page.object()))
	f.showCrisis()
	f.lookForKnown()
}

func (f *contactForm) newForm() *form {
	return &form{words: f.words, now: f.now(), changed: f.touch}
}

// some shows fields that only one answer asks for.
type some struct {
	object *fyne.Container
	form   *contactForm
}

func (f *contactForm) some(fill func(*form)) some {
	inner := f.newForm()
	fill(inner)
	inner.flush()
	return some{object: widget.Stack(theme.Space16, inner.parts...), form: f}
}

func (s some) show(yes bool) {
	if yes == s.object.Visible() {
		return
	}
	if yes {
		s.object.Show()
	} else {
		s.object.Hide()
	}
	s.form.scroll.Refresh()
}

func (s some) start(yes bool) some {
	if !yes {
		s.object.Hide()
	}
	return s
}

// choice is one of a few; then runs after each change as well.
func contactChoice[T ~string](f *contactForm, page *form, key string, to *T, options []widget.Option, then func()) {
	field := page.field(key, widget.NewChoice(widget.ChoiceOptions{Options: options, Chosen: string(*to), Changed: func(id string) {
		*to = T(id)
		f.touch()
		if then != nil {
			then()
		}
	}}))
	page.put(field)
}

func (f *contactForm) safeSection(page *form) {
	page.section("contact.section.safe")
	when := f.some(func(in *form) { f.whenSafe(in, "contact.safeWhen") }).start(f.c.SafeToTalk == data.No)
	contactChoice(f, page, "contact.safe", &f.c.SafeToTalk, widget.YesNoUnknown(f.words), func() { when.show(f.c.SafeToTalk == data.No) })
	page.wide(when.object)

	organisation := f.some(func(in *form) { in.text("contact.organisation", &f.c.Organisation) }).start(f.c.Caller == data.CallerProfessional)
	wrong := f.some(func(in *form) { in.area("contact.wrongNumber", 2, &f.c.WrongNumber) }).start(f.c.Caller == data.CallerWrongNumber)
	contactChoice(f, page, "contact.caller", &f.c.Caller, optionsOf(f.words, "contact.caller", data.Callers()...), func() {
		organisation.show(f.c.Caller == data.CallerProfessional)
		wrong.show(f.c.Caller == data.CallerWrongNumber)
	})
	page.wide(bothText(f.words, "consent.neverConfirm", widget.TextStyle{Size: theme.CaptionText, Bold: true, Color: theme.WarmInk}))
	page.wide(organisation.object)
	page.wide(wrong.object)
	contactChoice(f, page, "contact.language", &f.c.Language, languageOptions(f.words, f.c.Language), nil)
	page.text("contact.interpreter", &f.c.Interpreter)
}

// whenSafe asks when it is safe to ring: where it is not safe now, and beside the
// number. What is typed in one place stands in the other.
func (f *contactForm) whenSafe(in *form, key string) {
	entry := widget.NewEntry(widget.EntryOptions{Text: f.c.SafeWhen, Changed: func(text string) {
		if text == f.c.SafeWhen {
			return
		}
		f.c.SafeWhen = text
		for _, other := range f.safe {
			if other.Value() != text {
				other.Set(text)
			}
		}
		f.touch()
	}})
	f.safe = append(f.safe, entry)
	in.put(in.field(key, entry))
}

func (f *contactForm) dangerSection(page *form) {
	page.section("contact.section.danger")
	ring := f.ringBand(f.c.DangerNow)
	contactChoice(f, page, "contact.danger", &f.c.DangerNow, widget.YesNoUnknown(f.words), func() { ring.show(f.c.DangerNow == data.Yes) })
	page.answer("contact.alone", &f.c.Alone)
	page.text("contact.town", &f.c.Town)
	page.wide(ring.object)
}

// ringBand says whom to ring while the answer to a question is yes.
func (f *contactForm) ringBand(answer data.Answer) some {
	return f.some(func(in *form) {
		in.wide(widget.NewBand(widget.BandOptions{Text: bothWords(f.words, "crisis.ringNow", f.ringNow), Kind: widget.BandWarm, Icon: "phone", Strong: true}))
	}).start(answer == data.Yes)
}

func (f *contactForm) personSection(page *form) {
	page.section("contact.section.person")
	page.text("contact.calledName", &f.c.CalledName)
	f.age(page)
	page.text("contact.number", &f.c.Number)
	f.whenSafe(page, "contact.safeTimes")
	page.text("contact.email", &f.c.EmailTo)
	f.known = widget.Stack(theme.Space4)
	page.wide(f.known)
	page.answer("contact.mayText", &f.c.MayText)
	page.answer("contact.mayVoice", &f.c.MayVoice)
	page.text("contact.codeWord", &f.c.CodeWord)
	page.wide(page.field("contact.safeRule", widget.NewEntry(widget.EntryOptions{
		Text: f.c.SafeRule, Changed: func(s string) { f.c.SafeRule = s; f.touch() },
	})))
	page.text("contact.firstName", &f.c.FirstName)
	page.text("contact.surname", &f.c.Surname)
}

func (f *contactForm) matterSection(page *form) {
	page.section("contact.section.matter")
	contactChoice(f, page, "contact.matter", &f.c.Matter, optionsOf(f.words, "contact.matter", data.Matters()...), f.showAdvice)
	page.area("contact.said", 5, &f.c.Said)
	page.text("contact.platform", &f.c.Platform)
	page.when("contact.deadline", &f.c.Deadline, future)
	f.money(page, "contact.demanded", &f.c.Demanded)
	f.money(page, "contact.paid", &f.c.Paid)
	contactChoice(f, page, "contact.image", &f.c.ImageExists, optionsOf(f.words, "contact.image",
		data.ImageExists, data.ImageClaimed, data.ImageFake, data.ImageNone, data.ImageUnknown), f.showAdvice)
	contactChoice(f, page, "contact.imageUnder18", &f.c.ImageUnder18, widget.YesNoUnknown(f.words), f.showAdvice)
	contactChoice(f, page, "contact.police", &f.c.Police, optionsOf(f.words, "contact.police",
		data.WantsPolice, data.NoPolice, data.UnsurePolice, data.NotReportedYet, data.ReportedPolice), nil)
	page.put(page.field("contact.force", widget.NewSelect(widget.SelectOptions{
		Options: forceOptions(f.words, f.now()), Chosen: f.c.Force, Placeholder: f.t("contact.force.none"), Filter: f.t("common.search"),
		Changed: func(id string) { f.c.Force = id; f.touch() },
	})))
}

func (f *contactForm) followUpSection(page *form) {
	page.section("contact.section.followUp")
	var names []widget.Option
	for _, name := range f.people {
		names = append(names, widget.Option{ID: name, Label: name})
	}
	if who := f.c.FollowUp.Who; who != "" {
		if !hasOption(names, who) {
			names = append(names, widget.Option{ID: who, Label: who})
		}
	}
	page.put(page.field("contact.followUp.who", widget.NewSelect(widget.SelectOptions{
		Options: names, Chosen: firstText(f.c.FollowUp.Who, f.ringsBack()), Changed: func(id string) { f.c.FollowUp.Who = id; f.touch() },
	})))
	f.day(page, "contact.followUp.on", &f.c.FollowUp.On)
	page.area("contact.followUp.promised", 2, &f.c.FollowUp.Promised)
	ring := f.ringBand(f.c.RiskChanged)
	contactChoice(f, page, "contact.riskChanged", &f.c.RiskChanged, widget.YesNoUnknown(f.words), func() { ring.show(f.c.RiskChanged == data.Yes) })
	page.wide(ring.object)
}

// ringsBack is who does where a new contact promises it and names nobody: who
// takes it.
func (f *contactForm) ringsBack() string {
	if f.vault == nil || !f.isNew() {
		return ""
	}
	return f.app.standing.me.Name
}

// isNew reports whether the contact was begun with this form.
func (f *contactForm) isNew() bool {
	return f.vault == nil || strings.HasPrefix(f.name, contactDraftPrefix+newPrefix)
}

func hasOption(options []widget.Option, id string) bool {
	for _, o := range options {
		if o.ID == id {
			return true
		}
	}
	return false
}

func (f *contactForm) callSection(page *form) {
	page.section("contact.section.call")
	contactChoice(f, page, "contact.method", &f.c.Method, optionsOf(f.words, "contact.method", data.Methods()...), nil)
	direction := map[bool]string{false: "in", true: "out"}[f.c.Outgoing]
	page.put(page.field("contact.direction", widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: optionsOf(f.words, "contact.direction", "in", "out"), Chosen: direction,
		Changed: func(id string) { f.c.Outgoing = id == "out"; f.touch() },
	})))
	reached := map[bool]string{false: string(data.Yes), true: string(data.No)}[f.c.Attempted]
	page.put(page.field("contact.reached", widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: widget.YesNoUnknown(f.words)[:2], Chosen: reached,
		Changed: func(id string) { f.c.Attempted = id == string(data.No); f.touch() },
	})))
	f.moment(page, "contact.startTime", "contact.time.kept", &f.c.Started)
	f.moment(page, "contact.endTime", "contact.time.kept", &f.c.Ended)
}

// saveAtOnce writes the contact while the call goes on: thoughts of suicide are
// on Today for every colleague from the moment they are told of (practice.md 1).
func (f *contactForm) saveAtOnce() {
	if f.saving || !f.began {
		return
	}
	f.saving = true
	c, record := f.finished(), f.record
	c.Ended = f.c.Ended
	Go(f.shell.Runner(), "", func(ctx context.Context) (data.ID, error) {
		if record.IsZero() {
			return f.vault.LogContact(ctx, c)
		}
		return record, f.vault.ChangeContact(ctx, record, c)
	}, func(id data.ID, err error) {
		f.saving = false
		if err != nil {
			f.keeper.touch()
			f.say(data.Sentence(f.words, err), theme.WarmInk)
			return
		}
		f.record = id
		f.keeper.touch() // the draft goes on from what is saved
		f.say(f.t("contact.savedCrisis", map[string]any{"Time": f.words.Time(f.vault.Now().Local())}), theme.WarmInk)
	})
}

// accept saves the contact as it stands.
func (f *contactForm) accept() {
	if f.saving || !f.began {
		return
	}
	f.saving = true
	c, record := f.finished(), f.record
	remove := f.keeper.end()
	Go(f.shell.Runner(), "", func(ctx context.Context) (data.ID, error) {
		id := record
		var err error
		if id.IsZero() {
			id, err = f.vault.LogContact(ctx, c)
		} else {
			err = f.vault.ChangeContact(ctx, id, c)
		}
		if err != nil {
			return id, err
		}
		return id, remove(ctx, f.vault)
	}, func(id data.ID, err error) {
		f.saving = false
		if err != nil {
			f.say(data.Sentence(f.words, err), theme.WarmInk)
			f.keeper.touch()
			return
		}
		f.record, f.saved = id, true
		f.app.justSaved = id
		f.shell.Go(Route{Screen: ScreenContact, ID: id.String()})
	})
}

func (f *contactForm) asDraft() contactDraft {
	return contactDraft{Contact: f.c, Record: f.record, Raw: f.raw, Untimed: f.untimed}
}

// finished is the contact as it is saved.
func (f *contactForm) finished() data.Contact {
	me := ""
	if f.vault != nil {
		me = f.app.standing.me.Name
	}
	c := finishContact(f.words, f.asDraft(), f.now(), me)
	if f.isNew() && c.FollowUp.Promised != "" && c.FollowUp.On.IsZero() {
		c.FollowUp.On = startOfToday(f.now()) // else it would wait on no list
	}
	if c.FollowUp.Who == "" && (!c.FollowUp.On.IsZero() || c.FollowUp.Promised != "") {
		c.FollowUp.Who = f.ringsBack()
	}
	return c
}

// finishContact fills in the end of a contact, and by whom and when somebody was
// told; what was not understood is added to the words it belongs to.
func finishContact(t *assets.Translator, d contactDraft, now time.Time, me string) data.Contact {
	c := d.Contact
	if hour, minute, second := c.Started.Clock(); hour+minute+second != 0 {
		c.DayOnly = false
	}
	if c.Started.IsZero() {
		c.Started = now
	}
	if c.Ended.IsZero() && d.Record.IsZero() && now.Sub(c.Started) < 12*time.Hour {
		c.Ended = now
	}
	for _, key := range []string{"contact.age", "contact.demanded", "contact.paid", "contact.startTime", "contact.endTime"} {
		if words := d.Raw[key]; words != "" {
			c.Said = joinLines(c.Said, t.T(key)+": "+words)
		}
	}
	if words := d.Raw["contact.followUp.on"]; words != "" {
		c.FollowUp.Promised = joinLines(c.FollowUp.Promised, t.T("contact.followUp.on")+" "+words)
	}
	if c.Suicide.Thoughts != data.NotAsked {
		c.Suicide.Because = ""
	}
	when := d.Raw[toldWhen]
	if when != "" {
		c.Suicide.ToldHow = joinLines(c.Suicide.ToldHow, t.T(toldWhen)+": "+when)
	}
	if c.Suicide.ToldWho != "" {
		if c.Suicide.ToldBy == "" {
			c.Suicide.ToldBy = me
		}
		if c.Suicide.ToldAt.IsZero() && when == "" && !d.Untimed { // they said when, so it was not now
			c.Suicide.ToldAt = now
		}
	}
	return c
}

func joinLines(a, b string) string { return strings.TrimSpace(a + "\n" + b) }
