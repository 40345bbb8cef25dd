package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/data/workbook"
	"noddfa/pdf"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// The parts of the figures' page.
const (
	insightsCharts  = "charts"
	insightsTables  = "tables"
	insightsLetters = "letters"
)

// insightsScreen is the figures of a period, for managers: the pages with the
// charts as they are printed, the same numbers as a list, and the summary of the
// period's letters. Here every number is seen; what leaves hides small groups.
type insightsScreen struct {
	desk
	from, to time.Time
	ages     string
	language string
	form     *form
	tabs     *widget.Tabs
	list     *widget.List
	pages    *pageViews
	said     *widget.Text
	text     *widget.Text
	part     *fyne.Container
	page     *widget.Scroll
	view     insightsView
}

// insightsView is what was counted, off the window's goroutine.
type insightsView struct {
	stats     data.Stats
	options   data.StatsOptions
	sender    data.Sender
	figures   *pdf.Document
	referrals *pdf.Document
}

func newInsightsScreen(d desk, r Route) *insightsScreen {
	now := d.vault.Now()
	s := &insightsScreen{
		desk: d, from: time.Date(now.Year(), 1, 1, 0, 0, 0, 0, now.Location()), to: startOfToday(now), language: d.words.Code(),
		said: widget.Muted(""), text: widget.NewText("", widget.TextStyle{FullWide: true}),
	}
	s.ages = agesWords(d.vault.Organisation().AgeBands)
	s.form = &form{words: d.words, now: now, strict: true}
	s.form.day("insights.from", &s.from, past)
	s.form.day("insights.to", &s.to, past)
	s.form.understood("insights.ages", s.ages, func(typed string) (string, bool) {
		_, ok := agesTyped(typed)
		if ok {
			s.ages = typed
		}
		return "", ok
	})
	s.form.put(s.form.field("insights.language", widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: optionsOf(d.words, "insights.language", data.English, data.Welsh), Chosen: s.language,
		Changed: func(id string) { s.language = id; s.Refresh() },
	})))
	s.list = widget.NewList(widget.ListOptions{Name: d.t("insights.tables"), Grow: true})
	s.pages = newPageViews(d.caseDesk, "insights pages", nil)
	s.tabs = widget.NewTabs(widget.TabsOptions{
		Tabs:    []widget.Tab{{ID: insightsCharts, Label: d.t("insights.charts")}, {ID: insightsTables, Label: d.t("insights.tables")}, {ID: insightsLetters, Label: d.t("insights.letters")}},
		Chosen:  r.Tab,
		Changed: func(string) { s.show() },
	})
	s.part = widget.Stack(theme.Space12)
	count := widget.NewButton(widget.ButtonOptions{Label: d.t("insights.count"), Kind: widget.Filled, Hint: "Ctrl+Enter", Do: s.accept})
	leave := widget.Row(theme.Space8,
		widget.NewButton(widget.ButtonOptions{Label: d.t("insights.print"), Do: s.print}),
		widget.NewButton(widget.ButtonOptions{Label: d.t("insights.save"), Do: s.save}),
		widget.NewButton(widget.ButtonOptions{Label: d.t("insights.csv"), Do: s.saveCSV}),
	)
	s.page = widget.NewScroll(widget.Pad(widget.Around(theme.Space24), widget.Narrow(formWidth+80, widget.Stack(theme.Space16,
		s.form.object(), widget.Row(theme.Space12, count, s.said), s.text, s.tabs, leave, widget.Muted(d.t("insights.note")), s.part))))
	return s
}

// Content is the page.
func (s *insightsScreen) Content() fyne.CanvasObject { return s.page }

// Route is the figures'.
func (s *insightsScreen) Route() Route { return Route{Screen: ScreenInsights} }

// Title is shown in the header.
func (s *insightsScreen) Title() string { return s.t("figures.title") }

// FirstFocus is the first day.
func (s *insightsScreen) FirstFocus() fyne.Focusable { return s.form.first }

// accept counts.
func (s *insightsScreen) accept() {
	if s.form.ready() {
		s.Refresh()
	}
}

// agesWords are the ages at which a new band begins: the charity's own, or ours.
func agesWords(bands []int) string {
	if len(bands) == 0 {
		bands = data.DefaultAgeBands()
	}
	var ages []string
	for _, age := range bands {
		ages = append(ages, strconv.Itoa(age))
	}
	return strings.Join(ages, ", ")
}

// keepAges makes what was typed the charity's own bands: the next time, and every
// colleague, begins with them.
func (s *insightsScreen) keepAges(ctx context.Context, o data.StatsOptions) error {
	org := s.vault.Organisation()
	if s.vault.ReadOnly() || agesWords(o.AgeBands) == agesWords(org.AgeBands) {
		return nil
	}
	org.AgeBands = o.AgeBands
	return s.vault.SaveOrganisation(ctx, org)
}

// agesTyped reads "18, 25, 40"; false where something in it is no age. Nothing
// typed is Noddfa's own bands.
func agesTyped(text string) (data.StatsOptions, bool) {
	var o data.StatsOptions
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;/", r) }) {
		age, err := strconv.Atoi(word)
		if err != nil || age < 1 || age >= 130 {
			return data.StatsOptions{}, false
		}
		o.AgeBands = append(o.AgeBands, age)
	}
	return o, true
}

// Refresh counts the period anew.
func (s *insightsScreen) Refresh() {
	from, to, language := s.from, s.to, data.Language(s.language)
	o, _ := agesTyped(s.ages)
	if from.IsZero() || to.IsZero() || to.Before(from) {
		say(s.said, s.t("insights.days"), theme.WarmInk)
		return
	}
	say(s.said, s.t("insights.counting"), theme.Muted)
	large := pdf.Options{TextSize: 12}
	if theme.Size(theme.BodyText) >= 20 {
		large.TextSize = 16
	}
	Go(s.shell.Runner(), "insights", func(ctx context.Context) (insightsView, error) {
		view := insightsView{options: o}
		var err error
		if err = s.keepAges(ctx, o); err != nil {
			return view, err
		}
		if view.stats, err = s.vault.Stats(from, to, o); err != nil {
			return view, err
		}
		summary, err := s.vault.Referrals(ctx, from, to, language, func(done, all int) {
			if all > 100 && done%20 == 0 {
				fyne.Do(func() { s.said.Set(s.t("insights.reading", map[string]any{"Done": done, "All": all})) })
			}
		})
		if err != nil {
			return view, err
		}
		view.sender = summary.Sender
		if view.referrals, _, err = pdf.ComposeSummary(summary); err != nil {
			return view, err
		}
		view.figures, _, err = pdf.ComposeFigures(pdf.Figures{Stats: view.stats, Sender: view.sender, Made: s.vault.Now()}, language, large)
		return view, err
	}, func(view insightsView, err error) {
		if err != nil {
			say(s.said, data.Sentence(s.words, err), theme.WarmInk)
			return
		}
		s.view = view
		say(s.said, "", theme.Muted)
		s.show()
	})
}

// show paints the part that is chosen.
func (s *insightsScreen) show() {
	if s.view.figures == nil {
		return
	}
	said := append(s.view.stats.Sentences(s.words), s.view.stats.Missing(s.words)...)
	s.text.Set(strings.Join(said, "\n"))
	switch s.tabs.Chosen() {
	case insightsTables:
		s.list.SetItems(tableItems(s.view.stats.Tables(s.words)))
		s.part.Objects = []fyne.CanvasObject{s.list}
	case insightsLetters:
		s.pages.Set(s.view.referrals)
		s.part.Objects = []fyne.CanvasObject{s.pages}
	default:
		s.pages.Set(s.view.figures)
		s.part.Objects = []fyne.CanvasObject{s.pages}
	}
	s.part.Refresh()
	settle(s.part)
}

// tableItems are the tables as rows that the keyboard walks through and a
// screen reader says.
func tableItems(tables []data.FigureTable) widget.ItemSlice {
	var items widget.ItemSlice
	for _, t := range tables {
		items = append(items, widget.Item{Heading: true, Title: t.Title})
		for i, r := range t.Rows {
			var more []string
			for j, cell := range r.Cells[1:] {
				more = append(more, t.Columns[j+2]+": "+cell)
			}
			items = append(items, widget.Item{ID: fmt.Sprintf("%s/%d", t.Key, i), Title: r.Label, Meta: r.Cells[0], Detail: strings.Join(more, " · ")})
		}
	}
	return items
}

// letters reports whether the summary of the letters is shown, and so leaves.
func (s *insightsScreen) letters() bool { return s.tabs.Chosen() == insightsLetters }

// outgoing is the document that is shown, as it leaves: the figures with small
// groups hidden, the summary as it is.
func (s *insightsScreen) outgoing() (outgoing, string) {
	view, detail, name := s.view, data.DetailFigures, s.view.figures.Title()
	language := data.Language(view.figures.Language()) // that of the pages which are seen
	if s.letters() {
		detail, name = data.DetailReferrals, view.referrals.Title()
	}
	return outgoing{
		name: name, words: "insights.leave",
		paper: paper{doc: func(ctx context.Context) (*pdf.Document, error) {
			if detail != data.DetailFigures {
				return view.referrals, nil
			}
			shared, err := s.vault.ShareStats(ctx, view.stats, view.options)
			if err != nil {
				return nil, err
			}
			doc, _, err := pdf.ComposeFigures(pdf.Figures{Stats: shared, Sender: view.sender, Made: s.vault.Now()}, language)
			return doc, err
		}},
		record: func(ctx context.Context, _, _ string) error { return s.tellLeft(ctx, data.AuditSaved, detail, view) },
		saved:  func(sentence string) { say(s.said, sentence, theme.Muted) },
	}, detail
}

func (s *insightsScreen) print() {
	if s.view.figures == nil {
		return
	}
	o, detail := s.outgoing()
	view := s.view
	s.caseDesk.print(o, func(ctx context.Context, _, _ string) error { return s.tellLeft(ctx, data.AuditPrinted, detail, view) })
}

// tellLeft writes down what left, of figures also of which period.
func (s *insightsScreen) tellLeft(ctx context.Context, action data.AuditAction, detail string, view insightsView) error {
	if detail == data.DetailFigures {
		return s.vault.TellFigures(ctx, action, view.stats)
	}
	return s.vault.TellLeft(ctx, action, detail)
}

func (s *insightsScreen) save() {
	if s.view.figures != nil {
		o, _ := s.outgoing()
		s.askWhere(o)
	}
}

// saveCSV saves the tables for a spreadsheet, as CSV or as a workbook, small groups hidden.
func (s *insightsScreen) saveCSV() {
	if s.view.figures == nil {
		return
	}
	view := s.view
	s.askWhere(outgoing{
		name: s.t("figures.file", map[string]any{"From": view.stats.From, "To": view.stats.To}), ending: bookEnding, words: "insights.leave.sheet",
		paper: paper{file: func(ctx context.Context) ([]byte, error) {
			shared, err := s.vault.ShareStats(ctx, view.stats, view.options)
			return shared.CSV(s.words), err
		}, book: func(ctx context.Context) ([]byte, error) {
			shared, err := s.vault.ShareStats(ctx, view.stats, view.options)
			if err != nil {
				return nil, err
			}
			return workbook.Write(shared.Sheets(s.words))
		}},
		record: func(ctx context.Context, _, _ string) error {
			return s.tellLeft(ctx, data.AuditSaved, data.DetailFigures, view)
		},
		saved: func(sentence string) { say(s.said, sentence, theme.Muted) },
	})
}
