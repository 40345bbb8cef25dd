package ui

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// kept is an entry whose text is read as something else. What is not wholly
// understood is kept as it was typed and the line under the field says so; it is
// never in the way of saving.
func (f *contactForm) kept(page *form, key, text, unclear string, read func(string) meaning) {
	if words := f.raw[key]; words != "" {
		text = words
	}
	page.understood(key, text, func(s string) (string, bool) {
		s = strings.TrimSpace(s)
		r := read(s)
		f.raw.keep(key, s, s != "" && (!r.ok || r.more))
		if !r.ok && s != "" {
			return f.t(unclear), true
		}
		return withWords(r.echo, s, r.more), true
	})
}

func (f *contactForm) money(page *form, key string, to *data.Money) {
	f.kept(page, key, to.String(), "contact.money.kept", func(s string) meaning {
		amount, ok := readPounds(s)
		*to = amount
		return meaning{echo: amount.String(), ok: ok}
	})
}

func (f *contactForm) day(page *form, key string, to *time.Time) {
	text := ""
	if !to.IsZero() {
		text = to.Format("02/01/2006")
	}
	before, typed := *to, f.raw[key]
	f.kept(page, key, text, "contact.date.notUnderstood", func(s string) meaning {
		day, more, ok := readDay(s, f.now(), future)
		if s == typed && !before.IsZero() {
			day = before
		}
		*to = day
		return meaning{echo: dots(f.words.Date(day), notThatDay(f.words, s, f.now(), future)), ok: ok, more: more}
	})
}

// moment keeps the earlier time where the text is not understood, and what was
// written in words: a contact always has a time.
func (f *contactForm) moment(page *form, key, unclear string, to *time.Time) {
	text := ""
	if !to.IsZero() {
		text = to.Local().Format("02/01/2006 15:04")
	}
	before, typed := *to, f.raw[key]
	f.kept(page, key, text, unclear, func(s string) meaning {
		*to = before
		if s == "" {
			return meaning{ok: true}
		}
		base := f.now()
		if !before.IsZero() {
			base = before.Local()
		}
		at, more := readMoment(s, base, past)
		if at.IsZero() {
			return meaning{}
		}
		if s == typed {
			at = before
		}
		*to = at
		return meaning{echo: dots(momentWords(f.words, at), doubts(f.words, s, base, past)), ok: true, more: more}
	})
}

var ageDigits = regexp.MustCompile(`\d{1,3}`)

// age reads "17", "about 17" and "tua 17"; the advice follows it.
func (f *contactForm) age(page *form) {
	text := ""
	if f.c.Age > 0 {
		text = strconv.Itoa(f.c.Age)
		if f.c.AgeAbout {
			text = f.t("contact.about", map[string]any{"Age": text})
		}
	}
	f.kept(page, "contact.age", text, "contact.age.kept", func(s string) meaning {
		years, ok := 0, s == ""
		if found := ageDigits.FindAllString(s, -1); len(found) == 1 {
			years, _ = strconv.Atoi(found[0])
			ok = years > 0 && years < 121
		}
		if !ok {
			years = 0
		}
		f.c.Age, f.c.AgeAbout = years, years > 0 && s != strconv.Itoa(years)
		f.showAdvice()
		more := ok && !onlyWords(ageDigits.ReplaceAllString(s, " "), ageWords, aboutWords)
		return meaning{echo: ageEcho(years, more), ok: ok, more: more}
	})
}

// ageGroup chooses the list of advice. Where a picture may exist and the age in
// it is not known, it counts as under 18.
func ageGroup(c data.Contact) assets.AgeGroup {
	switch {
	case c.Age == 0 || c.Age < 18:
		return assets.Child
	case c.ImageUnder18 == data.No || c.ImageExists == data.ImageNone:
		return assets.Adult
	}
	return assets.AdultNowChildInImage
}

func (f *contactForm) adviceSection(page *form) {
	page.section("contact.section.advice")
	f.advice = widget.Stack(0)
	f.advising = ""
	page.wide(f.advice)
	f.showAdvice()
	page.area("contact.advice.other", 2, &f.c.AdviceOther)
}

// showAdvice shows the ticks for what the contact is about and how old the
// person is; before that is known, a way to see them all the same.
func (f *contactForm) showAdvice() {
	if f.advice == nil {
		return
	}
	group := ageGroup(f.c)
	list := string(f.c.Matter) + "/" + string(group)
	if list == f.advising {
		return
	}
	f.advising = list
	f.advice.RemoveAll()
	if f.c.Matter == data.MatterUnknown && len(f.c.Advice) == 0 {
		f.advice.Add(widget.Link(f.t("contact.advice.show"), func() { f.ticks(group); f.scroll.Refresh() }))
		f.scroll.Refresh()
		return
	}
	f.ticks(group)
	f.scroll.Refresh()
}

func (f *contactForm) ticks(group assets.AgeGroup) {
	f.advice.RemoveAll()
	key := map[assets.AgeGroup]string{
		assets.Adult: "crisis.advice.adult", assets.Child: "crisis.advice.child", assets.AdultNowChildInImage: "crisis.advice.adultNowChildInImage",
	}[group]
	head := f.t("contact.advice.lead")
	if f.c.Matter == data.OnlineBlackmail || f.c.Matter == data.MatterUnknown {
		head += " " + f.t("contact.advice.ages", map[string]any{"Ages": strings.ToLower(f.t(key)[:1]) + f.t(key)[1:]})
		if f.c.Age == 0 || group == assets.AdultNowChildInImage && f.c.ImageUnder18 != data.Yes {
			head += ". " + f.words.TBoth("crisis.advice.unknown")
		}
	}
	list := f.words.Advice(assets.Matter(f.c.Matter), group)
	f.advice.Add(widget.Pad(widget.Margins{Bottom: theme.Space8}, widget.Muted(head)))
	given := map[string]bool{}
	for _, key := range f.c.Advice {
		given[key] = true
		if item, ok := f.words.AdviceByKey(key); ok && !slices.ContainsFunc(list, func(a assets.AdviceItem) bool { return a.Key == key }) {
			list = append(list, item) // given already, in other words or from another list
		}
	}
	for _, item := range list {
		hint := ""
		if f.words.Code() == assets.Welsh && item.CY != "" {
			hint = item.EN
		}
		f.advice.Add(widget.NewCheck(widget.CheckOptions{Label: item.In(f.words.Code()), Hint: hint, On: given[item.Key], Changed: func(on bool) {
			f.tick(item.Key, on)
		}}))
	}
	f.advice.Add(widget.Pad(widget.Margins{Top: theme.Space8}, widget.Muted(adviceSources(f.words, list, group))))
}

// adviceSources says where a list of advice comes from, and when it was read.
func adviceSources(t *assets.Translator, list []assets.AdviceItem, group assets.AgeGroup) string {
	var sources []string
	var read time.Time
	for _, item := range list {
		for source := range strings.SplitSeq(item.Source, "; ") {
			if group != assets.Adult && strings.HasPrefix(source, "StopNCII") {
				continue // at a glance it would read as advice to use the wrong service
			}
			if source != "" && !slices.Contains(sources, source) {
				sources = append(sources, source)
			}
		}
		if item.ReadOn().After(read) {
			read = item.ReadOn()
		}
	}
	return t.T("contact.advice.sources", map[string]any{"Sources": strings.Join(sources, "; "), "Date": t.ShortDate(read)})
}

func (f *contactForm) tick(key string, on bool) {
	var kept []string
	for _, k := range f.c.Advice {
		if k != key {
			kept = append(kept, k)
		}
	}
	if on {
		kept = append(kept, key)
	}
	f.c.Advice = kept
	f.touch()
}

// notAskedID stands for "not asked, because" among the answers about suicide;
// the record keeps it as not asked with a reason.
const notAskedID = "not-asked"

func (f *contactForm) suicideSection(page *form) {
	page.section("contact.section.suicide")
	page.wide(bothText(f.words, "suicide.question", widget.TextStyle{}))
	s := &f.c.Suicide
	chosen := string(s.Thoughts)
	if s.Thoughts == data.NotAsked && s.Because != "" {
		chosen = notAskedID
	}
	because := f.some(func(in *form) { in.text("crisis.why.notAsked", &s.Because) }).start(chosen == notAskedID)
	told := f.some(f.crisisFields).start(s.Thoughts == data.Yes)
	options := []widget.Option{
		{ID: string(data.Yes), Label: f.t("suicide.answer.yes")},
		{ID: string(data.No), Label: f.t("suicide.answer.no")},
		{ID: string(data.WouldNotSay), Label: f.t("suicide.answer.wouldNotSay")},
		{ID: notAskedID, Label: f.t("suicide.answer.notAsked")},
	}
	var answer *widget.Choice
	answer = widget.NewChoice(widget.ChoiceOptions{Options: options, Chosen: chosen, Changed: func(id string) {
		s.Thoughts = data.Answer(id)
		if id == notAskedID {
			s.Thoughts = data.NotAsked
		}
		because.show(id == notAskedID)
		told.show(s.Thoughts == data.Yes)
		f.showCrisis()
		widget.Reveal(answer)
		f.touch()
		if s.Thoughts == data.Yes {
			f.told()
		}
	}})
	asked := widget.Stack(theme.Space8, bothText(f.words, "suicide.thoughts", widget.TextStyle{Size: theme.CaptionText, Bold: true}), answer)
	if f.words.Code() != assets.English {
		english := assets.Lang(assets.English)
		asked.Add(widget.Muted(dots(english.T("suicide.answer.yes"), english.T("suicide.answer.no"), english.T("suicide.answer.wouldNotSay"), english.T("suicide.answer.notAsked"))))
	}
	page.wide(asked)
	page.wide(because.object)
	page.wide(told.object)
}

// crisisFields are asked where there are thoughts of suicide: what was done and
// who was told. Until they are written, the contact is first on Today.
func (f *contactForm) crisisFields(in *form) {
	s := &f.c.Suicide
	in.wide(widget.NewBand(widget.BandOptions{Text: bothWords(f.words, "crisis.notFinished", func(t *assets.Translator) string {
		return t.T("crisis.notFinished") + ". " + f.ringNow(t)
	}), Kind: widget.BandDanger, Icon: "crisis", Strong: true}))
	in.wide(bothText(f.words, "crisis.finish", widget.TextStyle{Size: theme.CaptionText, Color: theme.Muted}))
	in.area("suicide.plan.words", 2, &s.Plan)
	f.lacks = in.area("crisis.action", 2, &s.Action)
	told := widget.NewEntry(widget.EntryOptions{Text: s.ToldWho, Changed: func(text string) { s.ToldWho = text; f.touch() }})
	in.put(in.field("crisis.told.who", told))
	if s.Action != "" {
		f.lacks = told
	}
	in.text("crisis.told.how", &s.ToldHow)
	in.put(in.field("crisis.told.by", widget.NewEntry(widget.EntryOptions{
		Text: s.ToldBy, Placeholder: f.app.standing.me.Name, Changed: func(text string) { s.ToldBy = text; f.touch() }, // as finishContact fills it in
	})))
	f.moment(in, "crisis.told.when", "contact.told.kept", &s.ToldAt)
	tried := in.area("crisis.told.tried", 2, &s.Tried)
	in.wide(widget.NewButton(widget.ButtonOptions{Label: f.t("crisis.told.tried.now"), Icon: "phone", Do: func() {
		who := ""
		if duty := f.app.duty(); len(duty) > 0 {
			who = duty[0].Name + ": "
		}
		tried.Set(joinLines(s.Tried, who+f.t("crisis.told.noAnswer", map[string]any{"Time": f.words.Time(f.now().Local())})))
	}}))
}

// showCrisis opens the crisis card beside the form while it is needed.
func (f *contactForm) showCrisis() {
	needed := f.c.Suicide.Thoughts == data.Yes
	if needed == f.panel.Visible() {
		return
	}
	f.panel.RemoveAll()
	f.strip.RemoveAll()
	f.panel.Hide()
	if needed {
		card := f.app.newCrisisCard(f.crisisOptions())
		f.panel.Add(widget.Stack(theme.Space16, bothText(f.words, "crisis.title", widget.TextStyle{Size: theme.HeadingText, Bold: true, Level: 2}), card.body))
		ring := bothText(f.words, "crisis.toldNoOne", widget.TextStyle{Bold: true})
		if duty := f.app.duty(); len(duty) > 0 { // the form says that nobody was told
			ring = widget.Strong(f.t("crisis.onCall.line", map[string]any{"Name": duty[0].Name, "Number": duty[0].Number}))
		}
		open := widget.NewButton(widget.ButtonOptions{Label: f.t("crisis.title"), Icon: "crisis", Hint: "F2", Do: f.app.showCrisis})
		f.strip.Add(widget.Frame(widget.Sides{Center: widget.Pad(widget.Margins{Top: theme.Space8}, ring), Right: widget.Pad(widget.Margins{Left: theme.Space16}, open)}))
		f.panel.Show()
	}
	f.body.Refresh()
}

// crisisOptions are what the form knows of what the crisis card asks.
func (f *contactForm) crisisOptions() crisisOptions {
	o := crisisOptions{child: data.Unknown, matter: assets.Matter(f.c.Matter)}
	switch {
	case f.c.Age >= 18:
		o.child = data.No
	case f.c.Age > 0:
		o.child = data.Yes
	}
	return o
}

// beside lays a panel at the right of a page. Where the window is too narrow for both, a strip under the page has what
// is needed of it at once.
func beside(page fyne.CanvasObject, panel, strip *fyne.Container) fyne.CanvasObject {
	side := widget.Surface(theme.Card, 0, widget.NewScroll(widget.Pad(widget.Around(theme.Space24), panel)))
	padded := widget.Pad(widget.Sideways(theme.Space24, theme.Space8), strip)
	return container.New(&besideLayout{panel, padded}, page, side, widget.Surface(theme.Card, 0, widget.NewScroll(padded)))
}

type besideLayout struct{ panel, strip fyne.CanvasObject }

const (
	besidePanel float32 = 400
	besideLeast float32 = 480 // what the page needs beside the panel
)

func (l *besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, leastPageHeight*theme.Size(theme.BodyText))
}

func (l *besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	page, side, under := objects[0], objects[1], objects[2]
	page.Move(fyne.Position{})
	side.Hide()
	under.Hide()
	switch {
	case !l.panel.Visible():
		page.Resize(size)
	case size.Width >= besidePanel+besideLeast:
		side.Show()
		page.Resize(fyne.NewSize(size.Width-besidePanel, size.Height))
		side.Move(fyne.NewPos(size.Width-besidePanel, 0))
		side.Resize(fyne.NewSize(besidePanel, size.Height))
	default:
		under.Show()
		height := min(widget.Fit(l.strip, size.Width).Height, size.Height/2)
		page.Resize(fyne.NewSize(size.Width, size.Height-height))
		under.Move(fyne.NewPos(0, size.Height-height))
		under.Resize(fyne.NewSize(size.Width, height))
	}
}
