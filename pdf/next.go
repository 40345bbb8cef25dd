package pdf

import (
	"noddfa/assets"
	"noddfa/data"
)

// ComposeNext lays out the sheet "What happens next" for the person a letter is
// about: what was sent and to whom, what the police were asked, and whom to ring,
// in their nation and at their age. It names nobody and tells nothing of what
// happened, since somebody else may find it.
func ComposeNext(next data.NextSteps, lang string, options ...Options) (*Document, []Warning, error) {
	o := Options{TextSize: 14} // read at home
	if len(options) > 0 && options[0].TextSize != 0 {
		o = options[0]
	}
	size, err := o.textSize()
	if err != nil {
		return nil, nil, err
	}
	var warn warnings
	next.Letter = cleaned(next.Letter, letterPart, &warn)
	p := &nextPages{words: wordsOf(data.Language(lang)), setter: setter{sheet: newSheet(size, false)}, next: next}
	p.intro()
	p.steps()
	p.numbers()
	pages := paginate(p.slabs, frame{firstTop: 20, top: 20, bottom: 276})
	reference := oneLine(next.Letter.Number)
	pages = p.footed(p.words, pages, next.Letter.Sender, reference, p.plainDate(next.Letter.Date))
	return &Document{title: p.say("pdf.next.file", values{"Reference": reference}), lang: p.t.Code(), date: next.Letter.Date, pages: pages}, warn.list, nil
}

type nextPages struct {
	setter
	words
	next data.NextSteps
}

func (p *nextPages) intro() {
	st := newStyle(p.sheet.text.size*1.75, 1.25, brand)
	p.add(p.tag(RoleTitle, p.lines(st, strong(p.say("pdf.next.title")), left, measure))...)
	p.slabs[len(p.slabs)-1].height += 2
	p.careBox(p.words, p.say("pdf.care.keep"))
	p.para(strong(p.say("pdf.plan.danger"))...)
	if reach := p.reachOn(p.next.Letter.Sender); reach != "" {
		p.para(plain(reach)...)
	}
}

// steps follow the type of the letter. Nothing is promised for the police.
func (p *nextPages) steps() {
	l := p.next.Letter
	p.heading(p.say("pdf.next.steps"))
	force := oneLine(l.To.Name)
	if f, ok := assets.ForceByID(l.To.Force); ok {
		force = f.NameIn(p.t.Code())
	}
	v := values{"Force": force, "Date": p.date(l.Date), "Number": whole(oneLine(l.Number))}
	sent := "pdf.next.sent"
	switch {
	case l.Type == data.InformationOnly:
		sent = "pdf.next.sent.unnamed"
	case l.Replaces != nil && l.Replaces.Change.Withdraws():
		sent = "pdf.next.sent.withdrawn"
	}
	steps := []string{p.say(sent, v)}
	if !l.ReplyBy.IsZero() {
		steps = append(steps, p.say("pdf.next.reply", values{"Date": p.date(l.ReplyBy)}))
	}
	if l.Type != data.InformationOnly {
		if l.Contact != nil {
			steps = append(steps, p.say("pdf.next.contact"))
		}
		steps = append(steps, p.say("pdf.next.number"))
		if f, ok := assets.ForceByID(l.To.Force); ok && f.UnderVictimsCode() {
			steps = append(steps, p.say("pdf.next.code"))
		}
		if l.Consent != nil {
			steps = append(steps, p.say("pdf.next.consent"))
		}
	}
	p.list(append(steps, p.say("pdf.next.changes")), true)
}

// numbers are the helplines of the person's nation and age. Those for one
// matter alone are left out: they would tell whoever finds the sheet.
func (p *nextPages) numbers() {
	var rows []tableRow
	for _, h := range assets.Helplines(assets.HelplineFilter{Nation: p.next.Nation, Age: p.next.Age}) {
		reach := lines(whole(h.Number), h.Site)
		if h.Number == "" && h.Site == "" || len(h.Matters) > 0 {
			continue
		}
		rows = append(rows, tableRow{headed: true, cells: [][]span{
			{{h.Name.In(p.t.Code()), true}, {"\n" + h.About.In(p.t.Code()), false}}, plain(reach), plain(h.Hours.In(p.t.Code())),
		}})
	}
	if len(rows) == 0 {
		return
	}
	p.heading(p.say("pdf.next.numbers"))
	p.table([]column{{p.say("pdf.next.who"), 80}, {p.say("pdf.next.where"), 45}, {p.say("pdf.next.hours"), 35}}, rows)
}
