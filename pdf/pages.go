package pdf

import (
	"strconv"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

// report is what the pages of figures and of the summary of referrals share:
// title, period, tables, and a foot with the charity, the period and the number
// of the page.
type report struct {
	setter
	words
	sender data.Sender
	period string // with its days said in full
	span   string // the same, short, for the foot
	pages  [][]Op
}

func newReport(lang data.Language, size float64, sender data.Sender, warn *warnings) *report {
	return &report{
		words: wordsOf(lang), setter: setter{sheet: newSheet(size, true)},
		sender: cleaned(sender, func(string) data.Field { return PartSender }, warn),
	}
}

// name is the charity's, in the language of the pages.
func (r *report) name() string {
	if r.t.Code() == assets.Welsh && r.sender.NameCY != "" {
		return oneLine(r.sender.NameCY)
	}
	return oneLine(r.sender.Name)
}

// over says which days the pages are about.
func (r *report) over(from, to time.Time) {
	v := values{"From": r.plainDate(from), "To": r.plainDate(to)}
	r.period = r.say("pdf.period", v)
	r.span = r.say("pdf.period.foot", values{"From": r.t.ShortDate(from), "To": r.t.ShortDate(to)})
}

// head is the charity's name, the title and the period.
func (r *report) head(title string) {
	if name := r.name(); name != "" {
		r.add(r.tag(RoleParagraph, r.lines(newStyle(r.sheet.text.size, 1.3, soft), plain(name), left, measure))...)
	}
	st := newStyle(r.sheet.text.size*1.75, 1.25, brand)
	r.add(r.tag(RoleTitle, r.lines(st, strong(title), left, measure))...)
	r.para(strong(r.period)...)
}

// finish breaks the pages and numbers them.
func (r *report) finish(made string) {
	r.pages = paginate(r.slabs, frame{firstTop: 18, top: 18, bottom: 276})
	st := newStyle(max(9.5, r.sheet.small.size), 1.3, soft)
	for i := range r.pages {
		const y = 281.0
		page := setLine(clustersOf(strong(r.say("pdf.page", values{"Page": strconv.Itoa(i + 1), "Pages": strconv.Itoa(len(r.pages))}))), st.size, false)
		text := ""
		for _, t := range nonEmpty(r.name(), r.span, made) {
			if text != "" {
				text += " · "
			}
			text += t
		}
		foot, _ := fitLine(text, false, st.size, measure-page.width-6)
		ops := []Op{{Kind: OpLine, X: left, Y: y - 1.2, W: measure, Stroke: 0.2, Color: soft}}
		ops = append(ops, apartFromNext(st.lineOps(foot, left, y))...)
		ops = append(ops, st.lineOps(page, right-page.width, y)...)
		r.pages[i] = append(r.pages[i], artifact(ops...)...)
	}
}

// cells makes a row of plain texts; the first says what the others are about.
func cells(texts ...string) tableRow {
	row := tableRow{headed: true}
	for _, t := range texts {
		row.cells = append(row.cells, plain(t))
	}
	return row
}

// reportSize is that of the text: 11 points, or as the options say.
func reportSize(options []Options) (float64, error) {
	if len(options) == 0 {
		return 11, nil
	}
	return options[0].textSize()
}
