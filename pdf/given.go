package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"noddfa/data"
)

// ComposeGiven lays out notes that are given to somebody who asked for them. Where
// words were left out there stands the same sign whatever their number, and the
// margin says why; at the end is a list of everything that was left out. The
// title, the foot and the file's properties name the case's reference and nobody.
func ComposeGiven(paper data.GivenPaper, options ...Options) (*Document, []Warning, error) {
	o := Options{TextSize: 12}
	if len(options) > 0 {
		o = options[0]
	}
	size, err := o.textSize()
	if err != nil {
		return nil, nil, err
	}
	var warn warnings
	g := &givenPages{words: wordsOf(paper.Language), setter: setter{sheet: newSheet(size, false)}, paper: paper}
	g.paper = cleaned(paper, func(string) data.Field { return PartNotes }, &warn)
	g.head()
	for _, item := range g.paper.Items {
		g.item(item)
	}
	g.leftOut()
	pages := paginate(g.slabs, frame{firstTop: 20, top: 20, bottom: 276})
	made := g.say("pdf.given.made", values{"Date": g.plainDate(paper.Made)})
	pages = g.footed(g.words, pages, g.paper.Sender, oneLine(g.paper.Reference), made)
	return &Document{
		title: g.say("pdf.given.file", values{"Reference": oneLine(g.paper.Reference)}), lang: g.t.Code(), date: paper.Made, pages: pages,
	}, warn.list, nil
}

type givenPages struct {
	setter
	words
	paper data.GivenPaper
}

// The column of the text, and the margin in which the reasons stand.
const (
	givenText   = measure * 0.76
	givenMargin = measure * 0.21
)

func (g *givenPages) head() {
	st := newStyle(g.sheet.text.size*1.75, 1.25, brand)
	g.add(g.tag(RoleTitle, g.lines(st, strong(g.say("pdf.given.title")), left, measure))...)
	g.slabs[len(g.slabs)-1].height += 2
	rows := []fact{{g.say("pdf.given.ours"), plain(whole(g.paper.Reference))}}
	if g.paper.Theirs != "" {
		rows = append(rows, fact{g.say("pdf.given.theirs"), plain(g.paper.Theirs)})
	}
	if g.paper.Asks != "" {
		rows = append(rows, fact{g.say("pdf.given.request"), plain(g.say("request.kind." + string(g.paper.Asks)))})
	}
	if period := g.period(); period != "" {
		rows = append(rows, fact{g.say("pdf.given.period"), plain(period)})
	}
	g.facts(rows)
	g.para(plain(g.say("pdf.given.lead", values{"Sign": g.say("pdf.given.sign")}))...)
	g.para(plain(g.say("pdf.given.notIn"))...)
}

func (g *givenPages) period() string {
	v := values{}
	if !g.paper.From.IsZero() {
		v["From"] = g.plainDate(g.paper.From)
	}
	if !g.paper.To.IsZero() {
		v["To"] = g.plainDate(g.paper.To)
	}
	switch {
	case v["From"] != nil && v["To"] != nil:
		return g.say("pdf.period", v)
	case v["From"] != nil:
		return g.say("pdf.given.since", v)
	case v["To"] != nil:
		return g.say("pdf.given.until", v)
	}
	return ""
}

// named is what a record is called, with when it was.
func (g *givenPages) named(kind string, at data.When) string {
	name := kind
	if key := "giving.kind.one." + kind; g.t.Has(key) {
		name = g.say(key)
	}
	if when := g.moment(at, false); when != "" {
		name += " · " + when
	}
	return name
}

func (g *givenPages) item(item data.GivenItem) {
	g.heading(g.named(item.Kind, item.When))
	answers := slices.IndexFunc(item.Fields, func(f data.GivenField) bool { return f.Question != "" })
	for n, f := range item.Fields {
		switch {
		case n == answers:
			g.caption("pdf.given.answers")
		case f.Question == "" && g.t.Has(f.Key):
			g.caption(f.Key)
		}
		if f.Question != "" {
			g.marked(append([]data.GivenPart{{Text: f.Question}}, f.Parts...), 0)
			continue
		}
		for _, p := range paragraphsOf(f.Parts) {
			g.marked(p, g.partGap())
		}
	}
}

// caption stands over a text, or over the answers that were chosen.
func (g *givenPages) caption(key string) {
	st := g.sheet.cell
	st.color = soft
	slabs := g.tag(RoleParagraph, g.lines(st, strong(g.say(key)), left, givenText))
	slabs[0].before = g.partGap()
	for i := range slabs {
		slabs[i].keep = true
	}
	slabs[len(slabs)-1].title = true
	g.add(slabs...)
}

// paragraphsOf parts a field at its line ends.
func paragraphsOf(parts []data.GivenPart) [][]data.GivenPart {
	var all [][]data.GivenPart
	var now []data.GivenPart
	for _, p := range parts {
		if p.Left != "" {
			now = append(now, p)
			continue
		}
		for i, line := range strings.Split(p.Text, "\n") {
			if i > 0 {
				all, now = append(all, now), nil
			}
			if strings.TrimSpace(line) != "" {
				now = append(now, data.GivenPart{Text: line})
			}
		}
	}
	return slices.DeleteFunc(append(all, now), func(p []data.GivenPart) bool { return len(p) == 0 })
}

// marked is a paragraph with the sign where words were left out; beside it stands
// why, read out before it. The gap is above it.
func (g *givenPages) marked(parts []data.GivenPart, gap float64) {
	var spans []span
	var reasons []string
	for i, p := range parts {
		if p.Left == "" {
			text := strings.TrimSpace(p.Text)
			first, _ := utf8.DecodeRuneInString(text)
			if i > 0 && !unicode.IsPunct(first) {
				text = " " + text
			}
			spans = append(spans, plain(text)...)
			continue
		}
		sign := g.say("pdf.given.sign")
		if i > 0 {
			sign = " " + sign
		}
		spans = append(spans, strong(sign)...)
		if why := g.say("pdf.given.why." + string(p.Left)); !slices.Contains(reasons, why) {
			reasons = append(reasons, why)
		}
	}
	slabs := g.tag(RoleParagraph, g.lines(g.sheet.text, spans, left, givenText))
	if len(reasons) > 0 {
		st := newStyle(max(10, g.sheet.small.size), 1.3, soft)
		note := st.set(plain(g.say("pdf.given.margin", values{"Reasons": strings.Join(reasons, ", ")})), givenMargin)
		high := float64(len(slabs)) * g.sheet.text.lead
		if more := note.height() - high; more > 0 {
			slabs[len(slabs)-1].height += more
			for i := range slabs {
				slabs[i].keep = i < len(slabs)-1
			}
		}
		ops := within(g.begin(RoleParagraph), note.ops(0, len(note.lines), right-givenMargin, (g.sheet.text.lead-st.lead)/2))
		slabs[0].ops = append(ops, slabs[0].ops...)
	}
	slabs[0].before = gap
	g.add(slabs...)
}

// leftOut is the list at the end.
func (g *givenPages) leftOut() {
	g.heading(g.say("pdf.given.left.title"))
	if len(g.paper.Left) == 0 {
		g.para(plain(g.say("pdf.given.left.none"))...)
		return
	}
	rows := make([]tableRow, 0, len(g.paper.Left))
	for _, l := range g.paper.Left {
		what := g.say("pdf.given.left.whole")
		if l.Places > 0 {
			what = g.t.N("pdf.given.left.places", l.Places)
		}
		why := capital(g.say("pdf.given.why." + string(l.Reason)))
		if l.Words != "" {
			why += ": " + l.Words
		}
		rows = append(rows, tableRow{cells: [][]span{plain(g.named(l.Kind, l.When)), plain(what), plain(why)}})
	}
	g.table([]column{{g.say("pdf.given.left.what"), 62}, {g.say("pdf.given.left.how"), 38}, {g.say("pdf.given.left.why"), 60}}, rows)
}
