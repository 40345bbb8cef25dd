package pdf

import (
	"fmt"

	"noddfa/assets"
	"noddfa/data"
)

// Options are what a reader may ask of the pages. The zero value is the
// default.
type Options struct {
	TextSize float64 // points: 12 (also for 0), 14, or 16 for large print
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
	var o Options
	if len(options) > 0 {
		o = options[0]
	}
	size, err := o.textSize()
	if err != nil {
		return nil, nil, err
	}
	var warn warnings
	l = cleaned(l, letterPart, &warn)
	loose := composeAt(l, newSheet(size, false))
	best := loose
	if len(loose.pages) > 1 {
		if tight := composeAt(l, newSheet(size, true)); len(tight.pages) < len(loose.pages) {
			best = tight
		}
	}
	best.furnish()
	for _, w := range best.warn.list {
		warn.add(w.Code, w.Field, w.Text)
	}
	return &Document{title: best.title(), lang: best.t.Code(), date: l.Date, pages: best.pages}, warn.list, nil
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
}

func composeAt(l data.Letter, sheet sheet) *letterSetter {
	c := &letterSetter{setter: setter{sheet: sheet}, words: wordsOf(l.Language), l: l}
	c.layFoot()
	c.opening()
	c.firstBox()
	c.keyFacts()
	c.asks()
	c.account()
	c.suspects()
	c.money()
	c.evidence()
	c.around()
	c.grounds()
	c.signature()
	c.replyStrip()
	c.pages = paginate(c.slabs, c.frame)
	return c
}

func (c *letterSetter) reference() string {
	if c.l.Number != "" {
		return oneLine(c.l.Number)
	}
	return oneLine(c.l.Case)
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
	agreed := "without"
	if c.consentStands() {
		agreed = "with"
	}
	if c.l.Type == data.InformationOnly {
		agreed = "unnamed"
	}
	return c.say("letter.subject."+kind, values{
		"Matter": c.say("letter.matter." + matter), "Consent": c.say("letter.subject." + agreed),
	})
}
