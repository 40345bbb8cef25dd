package pdf

import (
	"strconv"
	"strings"

	"noddfa/assets"
	"noddfa/data"
)

// ComposePlan lays a safety plan out for the person it is for, in "en" or "cy".
// It carries the reference of the case and no name, says that others may read
// it, and when it is looked at again.
func ComposePlan(plan data.Plan, reference string, sender data.Sender, lang string, options ...Options) (*Document, []Warning, error) {
	o := Options{TextSize: 14} // read at home, perhaps in haste
	if len(options) > 0 {
		o = options[0]
	}
	size, err := o.textSize()
	if err != nil {
		return nil, nil, err
	}
	var warn warnings
	part := func(field data.Field) func(string) data.Field { return func(string) data.Field { return field } }
	p := &planPages{
		words: wordsOf(data.Language(lang)), setter: setter{sheet: newSheet(size, false)},
		plan:      cleaned(plan, part(PartPlan), &warn),
		sender:    cleaned(sender, part(PartSender), &warn),
		reference: oneLine(cleaned(reference, part(PartReference), &warn)),
	}
	p.head()
	p.sections()
	p.review()
	p.pages = paginate(p.slabs, frame{firstTop: 20, top: 20, bottom: 276})
	p.furnish()
	return &Document{
		title: p.say("pdf.plan.file", values{"Reference": p.reference}), lang: p.t.Code(), date: plan.Made, pages: p.pages,
	}, warn.list, nil
}

type planPages struct {
	setter
	words
	plan      data.Plan
	sender    data.Sender
	reference string
	pages     [][]Op
}

func (p *planPages) head() {
	st := newStyle(p.sheet.text.size*1.75, 1.25, brand)
	p.add(p.tag(RoleTitle, p.lines(st, strong(p.say("pdf.plan.title")), left, measure))...)
	p.slabs[len(p.slabs)-1].height += 2
	kept := p.say("pdf.plan.care.remember")
	if p.plan.KeptWhere != "" {
		kept += "\n" + sentence(p.say("pdf.plan.kept", values{"Where": p.plan.KeptWhere}))
	}
	p.careBox(p.words, kept)
	p.para(strong(p.say("pdf.plan.danger"))...)
	if reach := p.reach(); reach != "" {
		p.para(plain(reach)...)
	}
}

// careBox says to who takes a paper home that others may read it, and what they can do instead.
func (s *setter) careBox(w words, instead string) {
	care := w.say("pdf.plan.care") + " " + instead
	slabs := s.tag(RoleHeading, s.lines(s.sheet.heading, strong(w.say("pdf.plan.care.title")), left+6, measure-9))
	shift(&slabs[0], 2.5)
	slabs = append(slabs, s.tag(RoleParagraph, s.lines(s.sheet.text, plain(care), left+6, measure-9))...)
	slabs[len(slabs)-1].height += 2.5
	tinted(slabs, boxLook{bar: amber, tint: warm})
	s.add(keepTogether(slabs)...)
}

func (p *planPages) reach() string { return p.reachOn(p.sender) }

// reachOn is how the person reaches us.
func (w words) reachOn(sender data.Sender) string {
	phone, hours := oneLine(sender.Phone), w.hours(sender)
	switch {
	case phone == "":
		return ""
	case hours == "":
		return w.say("pdf.plan.reach", values{"Phone": whole(phone)})
	}
	return w.say("pdf.plan.reach.hours", values{"Phone": whole(phone), "Hours": hours})
}

func (p *planPages) sections() {
	written := false
	for _, s := range p.plan.Sections {
		if len(s.Actions) == 0 {
			continue
		}
		p.heading(p.sectionTitle(s))
		first := len(p.slabs)
		for _, a := range s.Actions {
			p.action(a)
		}
		p.tag(RoleList, p.slabs[first:])
		written = true
	}
	if !written {
		p.para(plain(p.say("pdf.plan.empty"))...)
	}
}

// sectionTitle is the worker's title, else that of the template it came from.
func (p *planPages) sectionTitle(s data.PlanSection) string {
	if s.Title != "" {
		return oneLine(s.Title)
	}
	for _, matter := range append([]assets.Matter{assets.Matter(p.plan.Matter)}, assets.Matters()...) {
		for _, t := range assets.Plan(matter).Sections {
			if t.Key == s.Key {
				return t.Title.In(p.t.Code())
			}
		}
	}
	return p.say("pdf.plan.section")
}

// action is one thing to do behind a box to tick; who and by when below it.
func (p *planPages) action(a data.PlanAction) {
	mark := "☐"
	if !a.Done.IsZero() {
		mark = "✓"
	}
	text := []span{{text: a.What}}
	if a.Safe == data.No {
		text = append(strong(p.say("pdf.plan.unsafe")+" "), text...)
	}
	var more []string
	if a.Who != "" {
		more = append(more, p.say("pdf.plan.who", values{"Who": a.Who}))
	}
	switch {
	case !a.Done.IsZero():
		more = append(more, p.say("pdf.plan.done", values{"Date": p.plainDate(a.Done)}))
	case !a.By.IsZero():
		more = append(more, p.say("pdf.plan.by", values{"Date": p.date(a.By)}))
	}
	st := p.sheet.text
	const indent = 8.0
	slabs := p.lines(st, text, left+indent, measure-indent)
	ops := apartFromNext(st.lineOps(setLine(clustersOf(plain(mark)), st.size, false), left, 0))
	slabs[0].ops = append(ops, slabs[0].ops...)
	slabs[0].before = st.lead * 0.35
	if len(more) > 0 {
		small := p.sheet.cell
		small.color = soft
		slabs[len(slabs)-1].keep = true
		slabs = append(slabs, p.lines(small, plain(join(more...)), left+indent, measure-indent)...)
	}
	p.add(p.tag(RoleItem, slabs)...)
}

func (p *planPages) review() {
	p.heading(p.say("pdf.plan.review.title"))
	v := values{"Date": p.date(p.plan.Review), "Name": oneLine(p.plan.ReviewBy)}
	switch {
	case p.plan.Review.IsZero():
		p.para(plain(p.say("pdf.plan.review.none"))...)
	case p.plan.ReviewBy == "":
		p.para(plain(p.say("pdf.plan.review", v))...)
	default:
		p.para(plain(p.say("pdf.plan.review.by", v))...)
	}
}

// furnish adds who made the plan, when, and the number of each page.
func (p *planPages) furnish() {
	made := ""
	if !p.plan.Made.IsZero() {
		made = p.say("pdf.plan.made", values{"Date": p.plainDate(p.plan.Made)})
	}
	p.pages = p.footed(p.words, p.pages, p.sender, p.reference, made)
}

// fitFoot is the name and what comes after it on one line: where both have no
// room it is the name that is cut.
func fitFoot(name, after string, size, width float64) line {
	letters := []rune(name)
	for n := len(letters); n > 0; n-- {
		short := string(letters[:n])
		if n < len(letters) {
			short = strings.TrimSpace(short) + "…"
		}
		if foot, cut := fitLine(strings.Join(nonEmpty(short, after), " · "), false, size, width); !cut {
			return foot
		}
	}
	foot, _ := fitLine(after, false, size, width)
	return foot
}

// footed adds to each page of a paper for the person whose it is, what it
// belongs to, and its number.
func (s *setter) footed(w words, pages [][]Op, sender data.Sender, reference, made string) [][]Op {
	st := newStyle(max(10, s.sheet.small.size), 1.3, soft)
	name := sender.Name
	if w.t.Code() == assets.Welsh && sender.NameCY != "" {
		name = sender.NameCY
	}
	for i := range pages {
		const y = 281.0
		page := setLine(clustersOf(strong(w.say("pdf.page", values{"Page": strconv.Itoa(i + 1), "Pages": strconv.Itoa(len(pages))}))), st.size, false)
		foot := fitFoot(oneLine(name), strings.Join(nonEmpty(reference, made), " · "), st.size, measure-page.width-6)
		ops := []Op{{Kind: OpLine, X: left, Y: y - 1.2, W: measure, Stroke: 0.2, Color: soft}}
		ops = append(ops, apartFromNext(st.lineOps(foot, left, y))...)
		ops = append(ops, st.lineOps(page, right-page.width, y)...)
		pages[i] = append(pages[i], artifact(ops...)...)
	}
	return pages
}
