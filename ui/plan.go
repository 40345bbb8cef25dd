package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// planPage is the safety plan: sections of actions that are ticked off, or, before there is one, the suggestions to
// begin with.
type planPage struct {
	*caseScreen
	language data.Language   // of a plan that is begun
	matter   data.Matter     // its template
	ticked   map[string]bool // suggestions taken, by key
	focusOn  fyne.Focusable
	said     string       // what was saved last
	compared *planCompare // two versions in the place of the plan; may be nil
}

func newPlanPage(s *caseScreen) *planPage { return &planPage{caseScreen: s, ticked: map[string]bool{}} }

func (p *planPage) first() fyne.Focusable { return p.focusOn }
func (p *planPage) leave()                {}

func (p *planPage) show(f *data.CaseFile) fyne.CanvasObject {
	e, ok := f.Plan()
	if !ok {
		return p.begun(f)
	}
	if p.compared != nil {
		return p.comparison(p.compared)
	}
	return p.plan(e)
}

// begun is a plan that is begun, under what says that another was on the wrong case.
func (p *planPage) begun(f *data.CaseFile) fyne.CanvasObject {
	stubs := p.stubs(f, data.KindPlan)
	if len(stubs) == 0 {
		return p.begin(f)
	}
	return widget.Stack(theme.Space24, append(stubs, p.begin(f))...)
}

// begin offers the template of the case's matter in the person's language; ticked suggestions become actions.
func (p *planPage) begin(f *data.CaseFile) fyne.CanvasObject {
	if p.matter == "" {
		p.matter = f.Case.Value.Matter
		if p.matter == "" {
			p.matter = data.OtherMatter
		}
	}
	if p.language == "" {
		client, _ := f.Client()
		p.language = data.English
		if client.Value.Language == data.Welsh || client.Value.Language == "" && f.Case.Value.Language == data.Welsh {
			p.language = data.Welsh
		}
	}
	matter := widget.NewSelect(widget.SelectOptions{
		Options: optionsOf(p.words, "contact.matter", data.Matters()...), Chosen: string(p.matter),
		Changed: func(id string) { p.matter = data.Matter(id); p.again() },
	})
	p.focusOn = matter
	language := widget.NewChoice(widget.ChoiceOptions{
		Always: true, Options: optionsOf(p.words, "common.language", data.English, data.Welsh), Chosen: string(p.language),
		Changed: func(id string) { p.language = data.Language(id); p.again() },
	})
	template := p.words.Plan(assets.Matter(p.matter))
	parts := []fyne.CanvasObject{
		widget.Heading(p.t("case.plan.begin")), widget.Body(p.t("case.plan.begin.lead")),
		widget.Narrow(formWidth, widget.Columns(columnWidth, theme.Space16,
			widget.NewField(widget.FieldOptions{Label: p.t("case.plan.template"), Control: matter}),
			widget.NewField(widget.FieldOptions{Label: p.t("record.plan.language"), Control: language}))),
	}
	if note := template.Note.In(string(p.language)); note != "" {
		parts = append(parts, widget.Muted(note))
	}
	var sections []fyne.CanvasObject
	for _, section := range template.Sections {
		sections = append(sections, p.suggestions(section))
	}
	parts = append(parts, widget.Columns(360, theme.Space24, sections...),
		widget.NewButton(widget.ButtonOptions{Label: p.t("case.plan.start"), Kind: widget.Filled, Hint: "Ctrl+Enter", Do: p.press}))
	return widget.Stack(theme.Space16, parts...)
}

func (p *planPage) suggestions(section assets.PlanSection) fyne.CanvasObject {
	lines := []fyne.CanvasObject{widget.Strong(section.Title.In(string(p.language)))}
	for _, a := range section.Actions {
		lines = append(lines, widget.NewCheck(widget.CheckOptions{
			Label: a.In(string(p.language)), On: p.ticked[a.Key], Changed: func(on bool) { p.ticked[a.Key] = on },
		}))
	}
	return widget.Stack(0, lines...)
}

// press makes the plan of what was ticked. A plan with nothing ticked has its sections, to be filled. Where there is a
// plan, it is reviewed.
func (p *planPage) press() {
	if e, ok := p.file.Plan(); ok {
		if p.compared == nil {
			p.review(e)
		}
		return
	}
	plan := data.Plan{Made: p.vault.Now(), Matter: p.matter, Language: p.language, ReviewBy: p.vault.Me().Name}
	plan.Review = startOfToday(p.vault.Now()).AddDate(0, 0, 14)
	for _, section := range p.words.Plan(assets.Matter(p.matter)).Sections {
		kept := data.PlanSection{Key: section.Key, Title: section.Title.In(string(p.language))}
		for _, a := range section.Actions {
			if p.ticked[a.Key] {
				kept.Actions = append(kept.Actions, data.PlanAction{What: a.In(string(p.language))})
			}
		}
		plan.Sections = append(plan.Sections, kept)
	}
	p.ticked = map[string]bool{}
	p.do(write(p.caseScreen, plan))
}

// plan is the plan as it stands.
func (p *planPage) plan(e data.Entry[data.Plan]) fyne.CanvasObject {
	v := e.Value
	details := widget.NewButton(widget.ButtonOptions{Label: p.t("case.plan.details"), Do: func() { p.editDetails(e) }})
	review := p.reviewButton(e)
	p.focusOn = review
	print := widget.NewButton(widget.ButtonOptions{Label: p.t("case.plan.print"), Icon: "save", Do: func() { p.savePDF(e) }})
	paper := widget.NewButton(widget.ButtonOptions{Label: p.t("print.do"), Icon: "print", Do: func() { p.printPlan(e) }})
	version := p.t("case.plan.version", map[string]any{"Version": e.Versions, "When": momentWords(p.words, e.Written), "Name": e.By})
	copyGiven := ""
	older := widget.NewText("", widget.TextStyle{Bold: true, Color: theme.WarmInk})
	older.Hide()
	switch v.CopyGiven {
	case data.NotAsked:
	case data.CopyOlder:
		older.Set(p.t("case.plan.copyOlder"))
		older.Show()
	default:
		copyGiven = labelled(p.words, "record.plan.copy_given", p.t("case.plan.copy."+string(v.CopyGiven)))
	}
	next := p.t("case.plan.noReview")
	if !v.Review.IsZero() {
		next = p.t("case.plan.review", map[string]any{"Date": p.words.Date(v.Review.Local())})
	}
	said := widget.NewText(p.said, widget.TextStyle{Color: theme.GoodInk})
	said.Hidden = p.said == ""
	head := widget.Stack(theme.Space8, append(p.reviewBand(v),
		widget.Row(theme.Space12, review, details, print, paper, widget.Link(p.t("case.plan.compare.title"), func() { p.compare(e.ID) }), widget.Link(p.t("case.plan.versions"), p.showVersions),
			widget.Link(p.t("moved.short"), func() { p.move(data.KindPlan, e.ID) })),
		said, older,
		widget.Body(strings.Join(nonEmptyTexts(dots(next, v.ReviewBy), labelled(p.words, "record.plan.kept_where", v.KeptWhere), copyGiven), "\n")),
		widget.Muted(strings.Join(nonEmptyTexts(version, p.cameFrom(p.file, e.ID)), "\n")))...)
	var sections []fyne.CanvasObject
	for i := range v.Sections {
		sections = append(sections, p.section(e, i))
	}
	return widget.Stack(theme.Space24, append(append(p.stubs(p.file, data.KindPlan), []fyne.CanvasObject{
		head, widget.Columns(400, theme.Space32, sections...), widget.Link(p.t("case.plan.section.add"), func() { p.editSection(e, -1) }),
	}...), p.reviews(v)...)...)
}

// showVersions opens the history of the plan alone.
func (p *planPage) showVersions() {
	history := newHistoryPage(p.caseScreen)
	history.only = "plan"
	p.pages[tabHistory] = history
	p.OpenTab(len(caseTabs))
}

func (p *planPage) section(e data.Entry[data.Plan], i int) fyne.CanvasObject {
	section := e.Value.Sections[i]
	var rows []fyne.CanvasObject
	for j := range section.Actions {
		rows = append(rows, p.action(e, i, j))
	}
	title := firstText(section.Title, p.t("case.plan.section.unnamed"))
	return part(title, does(
		widget.Link(p.t("case.plan.action.add"), func() { p.editAction(e, i, -1) }),
	), p.t("case.plan.section.empty"), rows...)
}

func (p *planPage) action(e data.Entry[data.Plan], i, j int) fyne.CanvasObject {
	a := e.Value.Sections[i].Actions[j]
	by := ""
	switch {
	case !a.Done.IsZero():
		by = p.t("case.task.done", map[string]any{"Date": p.words.ShortDate(a.Done.Local())})
	case !a.By.IsZero():
		by = p.t("case.plan.by", map[string]any{"Date": p.words.ShortDate(a.By.Local())})
	}
	safe := ""
	switch a.Safe {
	case data.No:
		safe = p.t("case.plan.unsafe")
	case data.Yes:
		safe = p.t("case.plan.safe")
	case data.Unknown:
		safe = p.t("case.plan.safe.unknown")
	}
	tick := widget.NewCheck(widget.CheckOptions{
		Label: firstText(a.What, p.t("case.plan.action.unnamed")), Hint: dots(a.Who, by, safe), On: !a.Done.IsZero(),
		Changed: func(on bool) {
			p.change(e, func(plan *data.Plan) {
				plan.Sections[i].Actions[j].Done = tickedAt(on, p.vault.Now())
			})
		},
	})
	return widget.Frame(widget.Sides{Center: tick, Right: widget.Stack(0, widget.Link(p.t("common.edit"), func() { p.editAction(e, i, j) }).About(a.What))})
}

// change saves a new version of the plan.
func (p *planPage) change(e data.Entry[data.Plan], change func(*data.Plan)) {
	plan := copyJSON(e.Value)
	change(&plan)
	p.do(func(ctx context.Context) error {
		_, err := data.Change(ctx, p.vault, p.id, e.ID, plan)
		return err
	})
}

// planDraft names the draft of one part of a plan.
func (p *planPage) planDraft(plan data.ID, what string, at ...int) string {
	return fmt.Sprintf("plan-%s:%s:%s:%v", what, p.id, plan, at)
}

func (p *planPage) editAction(e data.Entry[data.Plan], i, j int) {
	value, title := data.PlanAction{}, "case.plan.action.new"
	if j >= 0 {
		value, title = e.Value.Sections[i].Actions[j], "case.plan.action.edit"
	}
	p.edit(edit{
		title: p.t(title), draft: p.planDraft(e.ID, "action", i, j), value: &value,
		fill: func(f *form) {
			f.area("record.plan.sections.actions.what", 3, &value.What)
			f.text("record.plan.sections.actions.who", &value.Who)
			f.day("record.plan.sections.actions.by", &value.By, future)
			f.answer("record.plan.sections.actions.safe", &value.Safe)
			f.day("record.plan.sections.actions.done", &value.Done, past)
			f.answer("record.plan.sections.actions.may_share", &value.MayShare)
			if j >= 0 {
				f.wide(widget.Link(p.t("case.plan.action.remove"), func() {
					p.editor.cancel()
					p.change(e, func(plan *data.Plan) { plan.Sections[i].Actions = slices.Delete(plan.Sections[i].Actions, j, j+1) })
				}))
			}
		},
		save: savePlan(p, e, &value, func(plan *data.Plan, now data.PlanAction) {
			if j >= 0 {
				plan.Sections[i].Actions[j] = now
			} else {
				plan.Sections[i].Actions = append(plan.Sections[i].Actions, now)
			}
		}),
	})
}

func (p *planPage) editSection(e data.Entry[data.Plan], i int) {
	value := data.PlanSection{}
	p.edit(edit{
		title: p.t("case.plan.section.add"), draft: p.planDraft(e.ID, "section", i), value: &value,
		fill: func(f *form) { f.text("record.plan.sections.title", &value.Title) },
		save: savePlan(p, e, &value, func(plan *data.Plan, now data.PlanSection) { plan.Sections = append(plan.Sections, now) }),
	})
}

// editDetails is everything about the plan but its actions.
func (p *planPage) editDetails(e data.Entry[data.Plan]) {
	value := copyJSON(e.Value)
	p.edit(edit{
		title: p.t("case.plan.details"), draft: p.planDraft(e.ID, "details"), value: &value,
		fill: func(f *form) {
			f.day("record.plan.review", &value.Review, future)
			if due := e.Value.Review; !due.IsZero() && due.Before(startOfToday(p.vault.Now())) {
				f.wide(widget.Body(p.t("case.plan.reviewPast", map[string]any{"Date": p.words.Date(due.Local())})))
			}
			f.text("record.plan.review_by", &value.ReviewBy)
			f.text("record.plan.kept_where", &value.KeptWhere)
			answers := []data.Answer{data.Yes, data.No, data.Unknown}
			if value.CopyGiven == data.CopyOlder {
				answers = append(answers, data.CopyOlder)
			}
			formChoice(f, "record.plan.copy_given", &value.CopyGiven, optionsOf(p.words, "case.plan.copy", answers...))
			formChoice(f, "record.plan.language", &value.Language, languageOptions(p.words, value.Language))
		},
		save: savePlan(p, e, &value, func(plan *data.Plan, now data.Plan) {
			now.Sections = plan.Sections
			*plan = now
		}),
	})
}

func savePlan[T any](p *planPage, e data.Entry[data.Plan], value *T, put func(*data.Plan, T)) func() func(context.Context) error {
	return func() func(context.Context) error {
		now, plan := copyJSON(*value), copyJSON(e.Value)
		put(&plan, now)
		return func(ctx context.Context) error {
			_, err := data.Change(ctx, p.vault, p.id, e.ID, plan)
			return err
		}
	}
}
