package data

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"noddfa/assets"
	"noddfa/data/workbook"
)

// FigureTable is one table of the figures in somebody's language: what a chart
// shows, for the eye, for a screen reader, for paper and for a spreadsheet.
type FigureTable struct {
	Key     string // "fortnight", "force", …
	Title   string
	Columns []string // the first is that of the labels
	Rows    []FigureRow
}

// FigureRow is a line of a table. Bars are what a chart draws of it, -1 for what
// is hidden; none where there is nothing to draw.
type FigureRow struct {
	Label string
	Cells []string
	Bars  []int
}

// Tables are the figures as tables, in the order in which they are shown.
func (s Stats) Tables(t *assets.Translator) []FigureTable {
	w := figureWords{s, t}
	tables := []FigureTable{w.whole(), w.series(), w.forces()}
	tables = append(tables,
		w.groups("platform", s.ByPlatform, w.bySize(s.ByPlatform), w.platform),
		w.groups("age", s.ByAge, append(slices.Clone(s.AgeBands), NotRecorded), w.age),
		w.groups("outcome", s.ByOutcome, becameKeys(), w.became),
		w.money(), w.risk())
	return slices.DeleteFunc(tables, func(f FigureTable) bool { return len(f.Rows) == 0 })
}

// Sentences are the figures in words: a figure never says "reports" for
// contacts.
func (s Stats) Sentences(t *assets.Translator) []string {
	w := figureWords{s, t}
	list := []string{t.T("figures.sentence.all", map[string]any{
		"People": w.count(s.People), "Contacts": w.count(s.Contacts), "Cases": w.count(s.Cases), "Rate": w.rate(s.PerFortnight),
	})}
	for _, key := range w.forceKeys() {
		g := s.ByForce[key]
		sentence := "figures.sentence.force"
		if key == NotRecorded {
			sentence = "figures.sentence.noforce"
		}
		list = append(list, t.T(sentence, map[string]any{
			"Force": w.force(key), "People": w.count(g.People), "Reported": w.count(g.PeopleReported),
		}))
	}
	return list
}

// Missing says of how many contacts something is not written down.
func (s Stats) Missing(t *assets.Translator) []string {
	w := figureWords{s, t}
	var list []string
	say := func(what string, n Count) {
		if n.N > 0 {
			list = append(list, t.T("figures.missing."+what, map[string]any{"Contacts": w.count(s.Contacts), "Missing": w.count(n)}))
		}
	}
	say("platform", s.ByPlatform[NotRecorded].Contacts)
	say("force", s.ByForce[NotRecorded].Contacts)
	say("age", s.ByAge[NotRecorded].Contacts)
	say("police", s.NotAsked)
	if s.Restricted > 0 {
		list = append(list, t.T("figures.restricted", map[string]any{"Count": s.Restricted}))
	}
	return list
}

// CSV writes the tables for a spreadsheet: one line for each number. A text that
// a spreadsheet would take for a formula begins with an apostrophe.
func (s Stats) CSV(t *assets.Translator) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	write := func(cells ...string) {
		for i := range cells {
			cells[i] = workbook.Plain(cells[i])
		}
		_ = w.Write(cells) // into memory: it cannot fail
	}
	write(t.T("figures.csv.table"), t.T("figures.csv.group"), t.T("figures.csv.figure"), t.T("figures.csv.value"))
	write(t.T("figures.period"), "", t.T("figures.from"), s.From)
	write(t.T("figures.period"), "", t.T("figures.to"), s.To)
	if s.Shared {
		write(t.T("figures.period"), "", t.T("figures.csv.shared"), t.T("figures.hidden.how"))
	}
	for _, table := range s.Tables(t) {
		for _, row := range table.Rows {
			for i, cell := range row.Cells {
				write(table.Title, row.Label, table.Columns[i+1], cell)
			}
		}
	}
	w.Flush()
	return out.Bytes()
}

// figureWords says the figures in a language.
type figureWords struct {
	Stats
	t *assets.Translator
}

func (w figureWords) count(n Count) string {
	if n.Hidden {
		return w.t.T("figures.hidden")
	}
	return fmt.Sprint(n.N)
}

func (w figureWords) rate(r Rate) string {
	if r.Hidden {
		return w.t.T("figures.hidden")
	}
	return fmt.Sprintf("%.2f", r.Value)
}

// part is a count with its share of the whole.
func (w figureWords) part(n, whole Count) string {
	if n.Hidden || whole.Hidden || whole.N == 0 {
		return w.count(n)
	}
	return fmt.Sprintf("%d (%d%%)", n.N, int(math.Round(float64(n.N)*100/float64(whole.N))))
}

func (w figureWords) amount(m Money, of Sums) string {
	switch {
	case m.Known:
		return m.String()
	case of.Count.N > 0:
		return w.t.T("figures.hidden")
	}
	return w.t.T("figures.none")
}

func bar(n Count) int {
	if n.Hidden {
		return -1
	}
	return n.N
}

func (w figureWords) table(key string, columns ...string) FigureTable {
	f := FigureTable{Key: key, Title: w.t.T("figures.table." + key)}
	for _, c := range columns {
		f.Columns = append(f.Columns, w.t.T("figures.column."+c))
	}
	return f
}

func (w figureWords) whole() FigureTable {
	f := w.table("whole", "figure", "number")
	add := func(key, value string) {
		f.Rows = append(f.Rows, FigureRow{Label: w.t.T("figures.whole." + key), Cells: []string{value}})
	}
	add("people", w.count(w.People))
	add("contacts", w.count(w.Contacts))
	add("rate", w.rate(w.PerFortnight))
	add("reached", w.part(w.Reached, w.Contacts))
	add("reported", w.part(w.Reported, w.Contacts))
	add("cases", w.count(w.Cases))
	add("attempts", w.count(w.FirstAttempt.Count))
	if h := w.FirstAttempt.MedianHours; h != nil {
		add("wait", w.wait(*h))
	}
	return f
}

// wait says hours up to two days, else days.
func (w figureWords) wait(hours float64) string {
	if hours < 48 {
		return w.t.T("figures.hours", map[string]any{"Hours": fmt.Sprintf("%.1f", hours)})
	}
	return w.t.T("figures.days", map[string]any{"Days": fmt.Sprintf("%.1f", hours/24)})
}

func (w figureWords) series() FigureTable {
	f := w.table("fortnight", "fortnight", "contacts", "cases")
	for _, n := range w.Series {
		label := n.From
		if day, err := time.Parse(time.DateOnly, n.From); err == nil {
			label = w.t.ShortDate(day)
		}
		f.Rows = append(f.Rows, FigureRow{
			Label: label, Cells: []string{w.count(n.Contacts), w.count(n.Cases)}, Bars: []int{bar(n.Contacts), bar(n.Cases)},
		})
	}
	return f
}

func (w figureWords) forceKeys() []string {
	var keys []string
	for _, f := range assets.Forces() {
		if _, ok := w.ByForce[f.ID]; ok {
			keys = append(keys, f.ID)
		}
	}
	for key := range w.ByForce {
		if !slices.Contains(keys, key) && key != NotRecorded {
			keys = append(keys, key)
		}
	}
	slices.SortStableFunc(keys, func(a, b string) int { return w.order(w.ByForce[a], w.ByForce[b], w.force(a), w.force(b)) })
	if _, ok := w.ByForce[NotRecorded]; ok {
		keys = append(keys, NotRecorded)
	}
	return keys
}

// order is the largest first; what is hidden comes last, and its order tells
// nothing of its size.
func (w figureWords) order(a, b Group, nameA, nameB string) int {
	return cmp.Or(-cmp.Compare(bar(a.Contacts), bar(b.Contacts)), strings.Compare(nameA, nameB))
}

func (w figureWords) force(key string) string {
	if f, ok := assets.ForceByID(key); ok {
		return f.NameIn(w.t.Code())
	}
	if key == NotRecorded {
		return w.t.T("figures.force.none")
	}
	return key
}

func (w figureWords) forces() FigureTable {
	f := w.table("force", "force", "contacts", "rate", "reported", "people")
	for _, key := range w.forceKeys() {
		g := w.ByForce[key]
		row := w.row(w.force(key), g)
		row.Cells = append(row.Cells, w.count(g.People))
		f.Rows = append(f.Rows, row)
	}
	return f
}

func (w figureWords) row(label string, g Group) FigureRow {
	return FigureRow{Label: label, Cells: []string{w.count(g.Contacts), w.rate(g.PerFortnight), w.part(g.Reported, g.Contacts)}, Bars: []int{bar(g.Contacts)}}
}

func (w figureWords) groups(key string, groups map[string]Group, keys []string, name func(string) string) FigureTable {
	f := w.table(key, key, "contacts", "rate", "reported")
	for _, k := range keys {
		if g, ok := groups[k]; ok {
			f.Rows = append(f.Rows, w.row(name(k), g))
		}
	}
	return f
}

func (w figureWords) bySize(groups map[string]Group) []string {
	var keys, last []string
	for key := range groups {
		if key == NotRecorded || key == OtherPlatforms {
			last = append(last, key)
		} else {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return w.order(groups[a], groups[b], a, b) })
	slices.Sort(last)
	slices.Reverse(last) // "other", then what nobody wrote down
	return append(keys, last...)
}

func (w figureWords) became(key string) string {
	if w.t.Has("case.outcome." + key) {
		return w.t.T("case.outcome." + key)
	}
	return w.t.T("figures.outcome." + key)
}

func (w figureWords) platform(key string) string {
	switch key {
	case NotRecorded:
		return w.t.T("figures.platform.none")
	case OtherPlatforms:
		return w.t.T("figures.platform.other")
	}
	return key
}

func (w figureWords) age(key string) string {
	if key == NotRecorded {
		return w.t.T("figures.age.none")
	}
	if from, ok := strings.CutSuffix(key, "+"); ok {
		return w.t.T("figures.age.over", map[string]any{"Age": from})
	}
	from, to, _ := strings.Cut(key, "-")
	return w.t.T("figures.age.band", map[string]any{"From": from, "To": to})
}

func (w figureWords) money() FigureTable {
	f := w.table("money", "money", "count", "sum", "median", "largest")
	for _, of := range []struct {
		key  string
		sums Sums
	}{{"demanded", w.Demanded}, {"paid", w.Paid}} {
		if of.sums.Count.N == 0 {
			continue
		}
		largest := w.amount(of.sums.Largest, of.sums)
		if of.sums.LargestPlatform != "" {
			largest += " (" + of.sums.LargestPlatform + ")"
		}
		if of.sums.LargestBand != "" {
			largest = of.sums.LargestBand
		}
		f.Rows = append(f.Rows, FigureRow{Label: w.t.T("figures.money." + of.key), Cells: []string{
			w.count(of.sums.Count), w.amount(of.sums.Total, of.sums), w.amount(of.sums.Median, of.sums), largest,
		}})
	}
	return f
}

func (w figureWords) risk() FigureTable {
	f := w.table("risk", "risk", "start", "end")
	for _, level := range []string{string(RiskHigh), string(RiskMedium), string(RiskStandard), NotRecorded} {
		start, end := w.RiskStart[level], w.RiskEnd[level]
		if start.N > 0 || end.N > 0 {
			f.Rows = append(f.Rows, FigureRow{
				Label: w.t.T("figures.risk." + level), Cells: []string{w.count(start), w.count(end)}, Bars: []int{bar(start), bar(end)},
			})
		}
	}
	return f
}
