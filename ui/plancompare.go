package ui

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// planCompare are two versions of the plan beside each other.
type planCompare struct {
	versions    []data.Version // those that are not erased, oldest first
	numbers     []int          // what they are called
	before, now int            // places in versions
	all         bool           // also what is the same
}

// compare reads the versions and shows the last two.
func (p *planPage) compare(plan data.ID) {
	Go(p.shell.Runner(), "plan versions", func(ctx context.Context) (*planCompare, error) {
		versions, err := p.vault.History(ctx, plan)
		if err != nil {
			return nil, err
		}
		c := &planCompare{}
		for i, v := range versions {
			if _, ok := v.Value.(data.Plan); ok {
				c.versions, c.numbers = append(c.versions, v), append(c.numbers, i+1)
			}
		}
		c.now = len(c.versions) - 1
		c.before = max(0, c.now-1)
		return c, nil
	}, func(c *planCompare, err error) {
		if err != nil {
			p.tell(data.Sentence(p.words, err))
			return
		}
		p.compared = c
		p.again()
		p.focus(p.focusOn)
	})
}

// comparison is the page of the two versions. What became of each part is said in words.
func (p *planPage) comparison(c *planCompare) fyne.CanvasObject {
	options := make([]widget.Option, len(c.versions))
	for i, v := range c.versions {
		options[i] = widget.Option{ID: strconv.Itoa(i), Label: p.versionWords(c.numbers[i], v)}
	}
	choose := func(key string, to *int) (*widget.Select, fyne.CanvasObject) {
		s := widget.NewSelect(widget.SelectOptions{Options: options, Chosen: strconv.Itoa(*to), Changed: func(id string) {
			*to, _ = strconv.Atoi(id)
			p.again()
		}})
		return s, widget.NewField(widget.FieldOptions{Label: p.t(key), Control: s})
	}
	earlier, first := choose("case.plan.compare.before", &c.before)
	_, second := choose("case.plan.compare.now", &c.now)
	p.focusOn = earlier
	all := widget.NewCheck(widget.CheckOptions{Label: p.t("case.plan.compare.all"), On: c.all, Changed: func(on bool) { c.all = on; p.again() }})
	back := widget.NewButton(widget.ButtonOptions{Label: p.t("case.plan.compare.back"), Icon: "back", Hint: "Esc", Do: p.shut})
	parts := []fyne.CanvasObject{
		widget.Heading(p.t("case.plan.compare.title")), widget.Columns(300, theme.Space24, first, second), widget.Row(theme.Space16, all, back),
	}
	before, _ := c.versions[c.before].Value.(data.Plan)
	now, _ := c.versions[c.now].Value.(data.Plan)
	rows := p.comparedRows(c, before, now)
	if len(rows) == 0 {
		rows = append(rows, widget.Muted(p.t("case.plan.compare.none")))
	}
	return widget.Stack(theme.Space16, append(parts, rows...)...)
}

// shut goes back to the plan.
func (p *planPage) shut() {
	if p.compared == nil {
		return
	}
	p.compared = nil
	p.again()
	p.focus(p.focusOn)
}

func (p *planPage) versionWords(number int, v data.Version) string {
	return p.t("case.plan.version", map[string]any{"Version": number, "When": momentWords(p.words, v.Written), "Name": v.By})
}

// comparedRows are what is about the plan as a whole, then its sections.
func (p *planPage) comparedRows(c *planCompare, before, now data.Plan) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	whole := func(key, a, b string) {
		differ := data.Changed
		switch {
		case a == b:
			differ = data.Same
		case a == "":
			differ = data.Added
		case b == "":
			differ = data.Removed
		}
		if a+b != "" && (c.all || differ != data.Same) {
			rows = append(rows, p.comparedRow(differ, labelled(p.words, key, a), labelled(p.words, key, b)))
		}
	}
	whole("record.plan.review", p.dayWords(before.Review), p.dayWords(now.Review))
	whole("record.plan.review_by", before.ReviewBy, now.ReviewBy)
	whole("record.plan.kept_where", before.KeptWhere, now.KeptWhere)
	whole("record.plan.copy_given", valueWords(p.words, "case.plan.copy", before.CopyGiven), valueWords(p.words, "case.plan.copy", now.CopyGiven))
	for _, s := range data.ComparePlans(before, now) {
		rows = append(rows, p.comparedSection(c, s)...)
	}
	return rows
}

func (p *planPage) dayWords(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return p.words.Date(day.Local())
}

func (p *planPage) comparedSection(c *planCompare, s data.SectionDifference) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for _, a := range s.Actions {
		if c.all || a.Differ != data.Same {
			rows = append(rows, p.comparedRow(a.Differ, p.comparedAction(a.Before), p.comparedAction(a.Now)))
		}
	}
	if !c.all && s.Differ == data.Same && len(rows) == 0 {
		return nil
	}
	title, word := firstText(s.Now, s.Before, p.t("case.plan.section.unnamed")), ""
	if s.Differ != data.Same {
		word = p.t("case.plan.differ.section." + string(s.Differ))
	}
	if s.Differ == data.Changed {
		word = p.t("case.plan.differ.title", map[string]any{"Title": s.Before})
	}
	return append([]fyne.CanvasObject{widget.Hairline(), widget.Heading(dots(title, word))}, rows...)
}

// comparedRow is one thing as it was and as it is.
func (p *planPage) comparedRow(differ data.Differ, before, now string) fyne.CanvasObject {
	side := func(which, words string, role fyne.ThemeColorName) fyne.CanvasObject {
		label := widget.NewText(p.t("case.plan.differ."+which+"."+string(differ)), widget.TextStyle{Size: theme.CaptionText, Bold: true, Color: role})
		if words == "" {
			return label
		}
		return widget.Stack(0, label, widget.Body(words))
	}
	left, right := theme.Muted, theme.Muted
	switch differ {
	case data.Added:
		right = theme.GoodInk
	case data.Changed:
		right = theme.WarmInk
	case data.Removed:
		left = theme.WarmInk
	}
	return widget.Columns(300, theme.Space24, side("before", before, left), side("now", now, right))
}

// comparedAction is one action in words.
func (p *planPage) comparedAction(a data.PlanAction) string {
	if a == (data.PlanAction{}) {
		return ""
	}
	var by, done string
	if !a.By.IsZero() {
		by = p.t("case.plan.by", map[string]any{"Date": p.words.ShortDate(a.By.Local())})
	}
	if !a.Done.IsZero() {
		done = p.t("case.task.done", map[string]any{"Date": p.words.ShortDate(a.Done.Local())})
	}
	safe := labelled(p.words, "record.plan.sections.actions.safe", answerWords(p.words, a.Safe))
	share := labelled(p.words, "record.plan.sections.actions.may_share", answerWords(p.words, a.MayShare))
	return strings.Join(nonEmptyTexts(firstText(a.What, p.t("case.plan.action.unnamed")), dots(a.Who, by, done, safe), share), "\n")
}
