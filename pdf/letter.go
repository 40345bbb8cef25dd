package pdf

import (
	"fmt"
	"slices"

	"noddfa/assets"
	"noddfa/data"
)

// Options are what a reader may ask of the pages. The zero value is the
// default.
type Options struct {
	TextSize float64 // points: 12 (also for 0), 14, or 16 for large print; a letter has a size of its own
}

func (o Options) textSize() (float64, error) {
	switch o.TextSize {
	case 0:
		return 12, nil
	case 12, 14, 16:
		return o.TextSize, nil
	}
	return 0, fmt.Errorf("laying out: a text size of %g points is not 12, 14 or 16", o.TextSize)
}

// Compose lays a letter out. It never refuses what somebody wrote: whatever
// cannot be printed stands as □ and is among the warnings. It fails only for an
// option that does not exist.
func Compose(l data.Letter, options ...Options) (*Document, []Warning, error) {
	o := Options{TextSize: 12}
	if l.TextSize == 14 || l.TextSize == 16 {
		o.TextSize = float64(l.TextSize)
	}
	if len(options) > 0 && options[0].TextSize != 0 {
		o = options[0]
	}
	size, err := o.textSize()
	if err != nil {
		return nil, nil, err
	}
	var warn warnings
	l = cleaned(l, letterPart, &warn)
	var parts []*letterSetter
	if l.Bilingual {
		welsh := fitted(inLanguage(l, data.Welsh), size, 0)
		parts = []*letterSetter{welsh, fitted(inLanguage(l, data.English), size, len(welsh.pages))}
	} else {
		parts = []*letterSetter{fitted(l, size, 0)}
	}
	d := &Document{title: parts[0].title(), lang: parts[0].t.Code(), date: l.Date}
	all := 0
	for _, p := range parts {
		all += len(p.pages)
	}
	for _, p := range parts {
		p.before, p.all = len(d.pages), all
		if l.Bilingual {
			p.otherAt = (p.before+len(p.pages))%all + 1
		}
		p.furnish()
		for _, w := range p.warn.list {
			warn.add(w.Code, w.Field, w.Text)
		}
		for range p.pages {
			d.langs = append(d.langs, p.t.Code())
		}
		d.pages = append(d.pages, renumbered(p.pages, d.nodes)...)
		d.nodes += p.nodes
	}
	return d, warn.list, nil
}

// fitted sets a letter, a little closer where that saves a page or brings onto the first one what must be read first;
// where not even that is enough, with a part of the rule for safe contact in the first box. before pages come before it.
func fitted(l data.Letter, size float64, before int) *letterSetter {
	loose := composeAt(l, newSheet(size, false), brief{})
	if len(loose.pages) < 2 {
		return loose
	}
	closer := newSheet(size, true)
	tight := composeAt(l, closer, brief{})
	switch {
	case loose.firstPageHolds() && len(tight.pages) >= len(loose.pages):
		return loose
	case tight.firstPageHolds() || l.Contact == nil:
		return tight
	}
	if part := inBrief(l, closer, before); part != nil {
		return part
	}
	return tight
}

// firstPageHolds says that what must be read first ends on the first page.
func (c *letterSetter) firstPageHolds() bool {
	return c.foremost == 0 || !slices.ContainsFunc(c.pages[1:], func(ops []Op) bool { return begins(ops, c.foremost) })
}

// begins reports whether an element begins, or goes on, on a page.
func begins(page []Op, node int) bool {
	return slices.ContainsFunc(page, func(op Op) bool { return op.Kind == OpBegin && op.Node == node })
}

// inLanguage is the same letter in one of its two languages: what people wrote
// stays as they wrote it, what comes from a list is in that language.
func inLanguage(l data.Letter, lang data.Language) data.Letter {
	other := map[data.Language]data.Language{data.Welsh: data.English, data.English: data.Welsh}[lang]
	l.Language = lang
	if f, ok := assets.ForceByID(l.To.Force); ok && l.To.Name == f.NameIn(string(other)) {
		l.To.Name = f.NameIn(string(lang))
	}
	l.Author.Role = roleIn(l.Author.Role, lang, other)
	if l.Approver != nil {
		a := *l.Approver
		a.Role = roleIn(a.Role, lang, other)
		l.Approver = &a
	}
	return l
}

// roleIn is a role in another language where it is one of ours.
func roleIn(role string, lang, other data.Language) string {
	for _, r := range []data.Role{data.Volunteer, data.Caseworker, data.Manager} {
		key := "role." + string(r)
		if role == assets.Lang(string(other)).T(key) {
			return assets.Lang(string(lang)).T(key)
		}
	}
	return role
}

// renumbered gives the elements of a part numbers that no part before it has.
func renumbered(pages [][]Op, by int) [][]Op {
	for _, ops := range pages {
		for i := range ops {
			if ops[i].Kind == OpBegin && ops[i].Node > 0 {
				ops[i].Node += by
			}
		}
	}
	return pages
}

// letterSetter is a letter being set.
type letterSetter struct {
	setter
	words
	l     data.Letter
	warn  warnings
	frame frame
	foot  textBlock
	pages [][]Op
	win   window

	before, all int // pages of the document before this part, and in all
	foremost    int // the row of the first box that must end on the first page, with all before it
	brief       brief
	wholeRule   int // the heading of that
	otherAt     int // the page on which the same begins in the other language, 0 where there is none
}

func composeAt(l data.Letter, sheet sheet, b brief) *letterSetter {
	c := &letterSetter{setter: setter{sheet: sheet}, words: wordsOf(l.Language), l: l, win: windowOf(l.Window), brief: b}
	c.layFoot()
	c.opening()
	if l.ForPerson {
		c.careBox(c.words, c.say("pdf.care.keep"))
	} else {
		c.firstBox()
	}
	c.asks() // who is asked for what, and by when, stands on the first page: the facts can follow
	c.contactWhole()
	c.keyFacts()
	if l.Type == data.SupportNeeds {
		c.needs()
	}
	c.account()
	c.suspects()
	c.money()
	c.evidence()
	c.around()
	c.grounds()
	c.signature()
	if !l.ForPerson {
		c.replyStrip()
	}
	c.pages = paginate(c.slabs, c.frame)
	return c
}

func (c *letterSetter) reference() string {
	if c.l.Number != "" {
		return oneLine(c.l.Number)
	}
	return oneLine(c.l.Case)
}

// earlier is the number of the letter that this one is about.
func (c *letterSetter) earlier() string {
	if c.l.Replaces == nil {
		return ""
	}
	if c.l.Replaces.Number == "" {
		return "…" // of a draft: nobody has chosen it
	}
	return whole(oneLine(c.l.Replaces.Number))
}

// withdraws reports whether the letter takes an earlier one back.
func (c *letterSetter) withdraws() bool {
	return c.l.Replaces != nil && c.l.Replaces.Change.Withdraws()
}

func (c *letterSetter) title() string {
	return c.say("letter.title", values{"Reference": c.reference()})
}

// phone is where the reader reaches us, "" if nobody wrote it down.
func (c *letterSetter) phone() string {
	for _, p := range []string{c.l.Author.Phone, c.l.Sender.Phone} {
		if p != "" {
			return whole(oneLine(p))
		}
	}
	return ""
}

// codeApplies says whether the Victims' Code of England and Wales does.
func (c *letterSetter) codeApplies() bool {
	switch c.l.Nation {
	case "England", "Wales", "UK":
		return true
	case "":
		f, ok := assets.ForceByID(c.l.To.Force)
		return ok && f.UnderVictimsCode()
	}
	return false
}

// opening is the salutation and the subject, which names nobody.
func (c *letterSetter) opening() {
	to := c.addressee()
	greeting := c.say("letter.dear.none")
	if to != "" {
		greeting = c.say("letter.dear.named", values{"Name": to})
	}
	c.para(plain(greeting)...)
	st := c.sheet.title
	slabs := c.tag(RoleTitle, c.lines(st, strong(c.subject()), left, measure))
	slabs[0].before = st.lead * 0.45 * c.sheet.gap
	slabs[len(slabs)-1].height += st.lead * 0.3 * c.sheet.gap
	for i := range slabs {
		slabs[i].keep = true
	}
	c.add(slabs...)
}

// addressee is the officer the letter greets, "" if none is named.
func (c *letterSetter) addressee() string { return oneLine(c.l.To.Attention) }

func (c *letterSetter) subject() string {
	kind := string(c.l.Type)
	if !c.t.Has("letter.subject." + kind) {
		kind = string(data.NewReport)
	}
	matter := string(c.l.Matter)
	if matter == "" || !c.t.Has("letter.matter."+matter) {
		matter = string(data.OtherMatter)
	}
	if kind == string(data.UpdateOrWithdrawal) && c.l.Replaces != nil {
		kind += "." + string(c.l.Replaces.Change)
		if !c.t.Has("letter.subject." + kind) {
			kind = string(data.UpdateOrWithdrawal) + "." + string(data.ChangeCorrection)
		}
	}
	return c.say("letter.subject."+kind, values{
		"Matter": c.say("letter.matter." + matter), "Consent": c.say("letter.subject." + c.agreed()), "Number": c.earlier(),
	})
}

// agreed is what the subject says of consent to share. A draft that rests on
// nothing yet says so: it claims neither that the person agreed nor that they
// did not.
func (c *letterSetter) agreed() string {
	switch {
	case c.l.Type == data.InformationOnly:
		return "unnamed"
	case c.restsOnConsent():
		return "with"
	case c.consentStands():
		return "besides"
	case c.l.Draft && (c.l.Basis == "" || c.l.Basis == data.BasisConsent):
		return "undecided"
	}
	return "without"
}
