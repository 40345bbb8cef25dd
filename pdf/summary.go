package pdf

import (
	"strconv"

	"noddfa/data"
)

// ComposeSummary lays out the managers' summary of the referrals of a period: a
// line for each letter by its reference, then totals. It carries no name of
// anybody, and the file's title says the period alone.
func ComposeSummary(s data.ReferralSummary, options ...Options) (*Document, []Warning, error) {
	size, err := reportSize(options)
	if err != nil {
		return nil, nil, err
	}
	var warn warnings
	p := &summaryPages{report: newReport(s.Language, size, s.Sender, &warn), s: cleaned(s, func(string) data.Field { return PartReference }, &warn)}
	p.over(s.From, s.To)
	p.head(p.say("pdf.summary.title"))
	p.para(plain(p.say("pdf.summary.lead"))...)
	if len(s.Lines) == 0 {
		p.para(plain(p.say("pdf.summary.none"))...)
	} else {
		p.totals()
		p.sums("force", p.s.ByForce, func(sum data.ReferralSum) string { return sum.Name })
		p.sums("type", p.s.ByType, func(sum data.ReferralSum) string { return p.kind(data.LetterType(sum.Key)) })
		p.each()
	}
	p.finish(p.say("pdf.figures.made", values{"Date": p.t.ShortDate(s.Made)}))
	return &Document{
		title: p.say("pdf.summary.file", values{"From": fileDay(s.From), "To": fileDay(s.To)}), lang: p.t.Code(), date: s.Made, pages: p.pages,
	}, warn.list, nil
}

type summaryPages struct {
	*report
	s data.ReferralSummary
}

// kind says what kind of letter it is.
func (p *summaryPages) kind(t data.LetterType) string { return p.say("compose.type." + string(t)) }

func (p *summaryPages) totals() {
	p.heading(p.say("pdf.summary.totals"))
	all := p.s.All
	rows := []fact{}
	add := func(key, value string) {
		rows = append(rows, fact{p.say("pdf.summary.total." + key), plain(value)})
	}
	add("letters", strconv.Itoa(all.Letters))
	add("replies", strconv.Itoa(all.Replies))
	add("days", median(all))
	add("waiting", strconv.Itoa(all.Waiting))
	add("overdue", strconv.Itoa(all.Overdue))
	add("crime", strconv.Itoa(all.Crime))
	add("cases", strconv.Itoa(p.s.Waiting))
	p.figures(rows)
}

// median is the days to the reply; a dash where none has come.
func median(s data.ReferralSum) string {
	if s.Median < 0 {
		return "–"
	}
	return strconv.Itoa(s.Median)
}

func (p *summaryPages) sums(key string, list []data.ReferralSum, name func(data.ReferralSum) string) {
	p.heading(p.say("pdf.summary.by-" + key))
	columns := p.columns(key, "letters", "replies", "days", "waiting", "overdue", "crime")
	columns[0].share = 2.4
	var rows []tableRow
	for _, sum := range list {
		rows = append(rows, cells(name(sum), strconv.Itoa(sum.Letters), strconv.Itoa(sum.Replies), median(sum),
			strconv.Itoa(sum.Waiting), strconv.Itoa(sum.Overdue), strconv.Itoa(sum.Crime)))
	}
	p.table(columns, rows)
}

func (p *summaryPages) columns(keys ...string) []column {
	var list []column
	for _, key := range keys {
		list = append(list, column{p.say("pdf.summary.column." + key), 1})
	}
	return list
}

// each is one line a letter: references, never names.
func (p *summaryPages) each() {
	p.heading(p.say("pdf.summary.each"))
	var rows []tableRow
	for _, l := range p.s.Lines {
		asked, replied, crime := "–", p.say("pdf.summary.no"), p.say("pdf.summary.no")
		if !l.ReplyBy.IsZero() {
			asked = p.day(l.ReplyBy)
		}
		if days, ok := l.Days(); ok {
			replied = p.day(l.Replied) + " (" + strconv.Itoa(days) + ")"
		}
		if l.Crime {
			crime = p.say("pdf.summary.yes")
		}
		rows = append(rows, cells(whole(l.Number), p.kind(l.Type), l.Name, p.day(l.Issued), asked, replied, crime))
	}
	columns := p.columns("letter", "type", "force", "sent", "asked", "replied", "crime")
	for i, share := range []float64{1.7, 1.6, 1.6, 1.2, 1.2, 1.4, 1} {
		columns[i].share = share
	}
	cell := p.sheet.cell // seven columns side by side, in Welsh too
	p.sheet.cell = newStyle(min(cell.size, 9), 1.28, ink)
	p.table(columns, rows)
	p.sheet.cell = cell
}
