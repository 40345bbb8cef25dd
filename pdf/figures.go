package pdf

import (
	"time"

	"noddfa/data"
)

// Figures are the figures of a period and whose they are.
type Figures struct {
	Stats  data.Stats
	Sender data.Sender
	Made   time.Time
}

// ComposeFigures lays out the figures in "en" or "cy": each chart, and below it
// the table that it draws, for those who cannot see it. What the figures hide is
// in neither. Figures that hide nothing say that they are for the charity alone.
func ComposeFigures(f Figures, lang data.Language, options ...Options) (*Document, []Warning, error) {
	size, err := reportSize(options)
	if err != nil {
		return nil, nil, err
	}
	var warn warnings
	p := &figurePages{report: newReport(lang, size, f.Sender, &warn)}
	from, _ := time.Parse(time.DateOnly, f.Stats.From)
	to, _ := time.Parse(time.DateOnly, f.Stats.To)
	p.over(from, to)
	p.head(p.say("figures.title"))
	if f.Stats.Shared {
		p.para(plain(p.say("figures.hidden.how"))...)
	} else {
		p.note(p.say("pdf.figures.own"))
	}
	p.list(p.clean(f.Stats.Sentences(p.t), &warn), false)
	for _, t := range f.Stats.Tables(p.t) {
		p.figure(p.cleanTable(t, &warn))
	}
	if missing := f.Stats.Missing(p.t); len(missing) > 0 {
		p.heading(p.say("figures.missing"))
		p.list(p.clean(missing, &warn), false)
	}
	p.finish(p.say("pdf.figures.made", values{"Date": p.t.ShortDate(f.Made)}))
	return &Document{
		title: p.say("figures.file", values{"From": fileDay(from), "To": fileDay(to)}), lang: p.t.Code(), date: f.Made, pages: p.pages,
	}, warn.list, nil
}

// fileDay is a day as the name of a file says it.
func fileDay(t time.Time) string { return t.Format(time.DateOnly) }

type figurePages struct{ *report }

func (p *figurePages) clean(texts []string, warn *warnings) []string {
	return cleaned(texts, func(string) data.Field { return PartSummary }, warn)
}

func (p *figurePages) cleanTable(t data.FigureTable, warn *warnings) data.FigureTable {
	return cleaned(t, func(string) data.Field { return PartSummary }, warn)
}

// figure is a heading, the chart if there is anything to draw, and the table.
func (p *figurePages) figure(t data.FigureTable) {
	p.heading(t.Title)
	if len(t.Rows[0].Bars) > 0 {
		c := chart{words: p.words, table: t, sheet: p.sheet}
		if t.Key == "fortnight" {
			p.add(c.upright()...)
		} else {
			p.add(c.lying()...)
		}
	}
	var columns []column
	for i, title := range t.Columns {
		share := 1.0
		if i == 0 {
			share = 2
		}
		columns = append(columns, column{title, share})
	}
	var rows []tableRow
	for _, r := range t.Rows {
		rows = append(rows, cells(append([]string{r.Label}, r.Cells...)...))
	}
	p.table(columns, rows)
}

// figures sets labels and numbers with room for long labels.
func (r *report) figures(rows []fact) {
	first := len(r.slabs)
	for _, f := range rows {
		slabs := r.factRow(f, left, measure*0.72, measure)
		slabs[0].before = r.sheet.text.lead * 0.12
		r.add(slabs...)
	}
	r.tag(RoleTable, r.slabs[first:])
}
