package ui

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// caseHead is what stands above every tab of a case, always at the same place: who, risk, police, next review, and the
// safe-contact rule on its warm band.
type caseHead struct {
	caseDesk
	called, alarm, risk, state, review *widget.Text
	rules                              [2]*widget.Text // the rule: all of it, and its first lines
	facts                              *fyne.Container // everything but the rule
	whole, short                       *fyne.Container // the rule on its band, and its first lines with a button for the rest
	rule                               *widget.Scroll  // one of the two
	all, less                          *widget.Button  // show all of the rule, or its first lines
	open                               bool            // all of it is shown in a low window
	turned                             func()          // the rule takes another height now
}

// ruleLines is how many lines of the safe-contact rule stay in sight in a low window.
const ruleLines = 3

// newCaseHead makes it; change may be nil, where the rule is not changed on that page.
func newCaseHead(d caseDesk, change func()) *caseHead {
	h := &caseHead{
		caseDesk: d, called: widget.Strong(""), state: widget.Muted(""), review: widget.Muted(""),
		alarm: widget.NewText("", widget.TextStyle{Bold: true, Color: theme.DangerInk}), risk: widget.NewText("", widget.TextStyle{Bold: true}),
		rules: [2]*widget.Text{widget.NewText("", widget.TextStyle{FullWide: true}), widget.NewText("", widget.TextStyle{FullWide: true, Lines: ruleLines})},
	}
	h.alarm.Hide()
	h.facts = widget.Pad(widget.Margins{Top: theme.Space12, Right: theme.Space24, Bottom: theme.Space8, Left: theme.Space24},
		widget.Row(theme.Space16, h.alarm, h.risk, h.called, h.state, h.review))
	h.all, h.less = widget.Link(d.t("case.safe.all"), func() { h.turn(true) }), widget.Link(d.t("case.safe.less"), func() { h.turn(false) })
	h.less.Hide()
	links := []*widget.Button{h.less}
	if change != nil {
		links = append([]*widget.Button{widget.Link(d.t("case.safe.change"), change)}, links...)
	}
	h.whole = ruleBand(h.rules[0], links...)
	h.short = ruleBand(h.rules[1], h.all)
	h.rule = widget.NewScroll(h.whole)
	return h
}

// ruleBand is the band on which the rule stands.
func ruleBand(words *widget.Text, links ...*widget.Button) *fyne.Container {
	return widget.Pad(widget.Margins{Right: theme.Space24, Bottom: theme.Space8, Left: theme.Space24},
		widget.Surface(theme.WarmBand, theme.Radius, widget.Pad(
			widget.Margins{Top: theme.Space4, Right: theme.Space4, Bottom: theme.Space4, Left: theme.Space16},
			widget.Frame(widget.Sides{
				Left:   widget.Pad(widget.Margins{Top: theme.Space8, Right: theme.Space12}, widget.NewIcon("phone", theme.WarmInk)),
				Center: widget.Pad(widget.Margins{Top: theme.Space8, Bottom: theme.Space8}, words),
				Right:  widget.Stack(0, does(links...)...),
			}))))
}

// turn shows all of the rule in a low window, or its first lines again.
func (h *caseHead) turn(open bool) {
	h.open = open
	h.turned()
	if open {
		h.focus(h.less)
	} else {
		h.focus(h.all)
	}
}

// fold shows the rule as it belongs into a window of that height, and says how high it is then.
func (h *caseHead) fold(folded bool, width float32) float32 {
	shown(h.less, false)
	now := h.whole
	if short := widget.Fit(h.short, width).Height; folded && short < widget.Fit(h.whole, width).Height {
		if shown(h.less, h.open); !h.open {
			now = h.short
		}
	}
	if h.rule.Held()[0] != fyne.CanvasObject(now) {
		h.rule.Set(now)
	}
	return widget.Fit(now, width).Height
}

func (h *caseHead) show(f *data.CaseFile) {
	value, l := f.Case.Value, f.Line
	client, _ := f.Client()
	language := client.Value.Language
	if language == "" {
		language = value.Language
	}
	closed := ""
	if !l.Closed.IsZero() {
		closed = h.t("case.close.state")
	}
	held := ""
	if l.Held != nil && l.Held.Stands(h.vault.Now()) {
		held = h.t("hold.title")
	}
	h.called.Set(dots(l.Reference, closed, held, client.Value.Pronouns, languageWords(h.words, language)))
	red := alarm(h.words, l)
	h.alarm.Set(red)
	if red == "" {
		h.alarm.Hide()
	} else {
		h.alarm.Show()
	}
	risk, role := riskWords(h.words, l.Risk)
	h.risk.Set(risk)
	h.risk.SetColor(role)
	h.state.Set(policeWords(h.words, value.Police))
	h.showReview(l)
	rule := firstText(f.Safe().Line(h.words), h.t("case.safe.none"))
	for _, words := range h.rules {
		words.Set(rule)
	}
	h.facts.Refresh()
	h.rule.Refresh()
}

// showReview says on which day a plan or a risk assessment is next looked at
// again; of each that is overdue, that it is.
func (h *caseHead) showReview(l data.CaseLine) {
	on := func(key string, day time.Time) string {
		return h.t(key, map[string]any{"Date": h.words.ShortDate(day.Local())})
	}
	var late []string
	if h.overdue(l.PlanReview) {
		late = append(late, on("case.review.plan.late", l.PlanReview))
	}
	if h.overdue(l.RiskReview) {
		late = append(late, on("case.review.risk.late", l.RiskReview))
	}
	if len(late) > 0 {
		h.review.SetColor(theme.WarmInk)
		h.review.Set(dots(late...))
		return
	}
	next, key := l.PlanReview, "case.review.plan"
	if next.IsZero() || !l.RiskReview.IsZero() && l.RiskReview.Before(next) {
		next, key = l.RiskReview, "case.review.risk"
	}
	h.review.SetColor(theme.Muted)
	h.review.Set("")
	if !next.IsZero() {
		h.review.Set(on(key, next))
	}
}

// markTabs says on the tab of the plan that its review is overdue.
func (s *caseScreen) markTabs(f *data.CaseFile) {
	label := s.t("case.tab." + tabPlan)
	if s.overdue(f.Line.PlanReview) {
		label = s.t("case.tab.plan.late")
	}
	s.tabs.SetLabel(tabPlan, label)
}

// overdue reports whether the day of a review is over.
func (d caseDesk) overdue(review time.Time) bool {
	now := d.vault.Now()
	return !review.IsZero() && startOfToday(review.In(now.Location())).Before(startOfToday(now))
}

func startOfToday(now time.Time) time.Time {
	return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
}

// editSafeContact changes how the person may be reached. Where letters still say the old thing, each becomes a task.
func (s *caseScreen) editSafeContact() {
	if s.file == nil {
		return
	}
	value := s.file.Case.Value.SafeContact
	before := value
	s.edit(edit{
		title: s.t("case.safe.title"), draft: "safe-contact:" + s.id.String(), value: &value,
		fill: func(f *form) {
			f.area("record.case.safe_contact.rule", 2, &value.Rule)
			f.text("record.case.safe_contact.number", &value.Number)
			f.text("record.case.safe_contact.email", &value.Email)
			f.text("record.case.safe_contact.times", &value.Times)
			f.text("record.case.safe_contact.code_word", &value.CodeWord)
			f.answer("record.case.safe_contact.may_text", &value.MayText)
			f.answer("record.case.safe_contact.may_voicemail", &value.MayVoice)
			f.answer("record.case.safe_contact.may_post", &value.MayPost)
			f.answer("record.case.safe_contact.only_through_us", &value.OnlyThrough)
			f.answer("record.case.safe_contact.marked_car", &value.MarkedCar)
			f.text("record.case.safe_contact.others_use", &value.OthersUse)
			f.text("record.case.safe_contact.do_not", &value.DoNot)
			f.text("record.case.safe_contact.out_of_hours", &value.OutOfHours)
			s.listLetters(f, "case.safe.letters", data.Letter.SaysSafeContact)
		},
		save: saveCase(s, &value, func(c *data.Case, now data.SafeContact) { c.SafeContact = now }, func(ctx context.Context, now data.SafeContact) error {
			if now == before {
				return nil
			}
			return s.tasksForLetters(ctx, "case.task.safe", data.Letter.SaysSafeContact)
		}),
	})
}

// saveCase writes the case with one part of it changed, on top of what the case is by then.
func saveCase[T any](s *caseScreen, value *T, put func(*data.Case, T), after ...func(context.Context, T) error) func() func(context.Context) error {
	return func() func(context.Context) error {
		now := copyJSON(*value)
		return func(ctx context.Context) error {
			f, err := s.vault.OpenCase(ctx, s.id)
			if err != nil {
				return err
			}
			changed := f.Case.Value
			put(&changed, now)
			if _, err := data.Change(ctx, s.vault, s.id, f.Case.ID, changed); err != nil {
				return err
			}
			for _, do := range after {
				if err := do(ctx, now); err != nil {
					return err
				}
			}
			return nil
		}
	}
}

// listLetters says in a form which letters still say what is about to change; key is of the sentence that counts them.
func (s *caseScreen) listLetters(f *form, key string, says func(data.Letter) bool) {
	letters := s.file.LettersSaying(says)
	if len(letters) == 0 {
		return
	}
	lines := []string{s.words.N(key, len(letters))}
	for _, l := range letters {
		lines = append(lines, "• "+dots(l.Value.Letter.Number, recipientWords(s.words, l.Value.Letter.To), s.words.Date(l.Value.Issued.Local())))
	}
	f.wide(widget.Body(strings.Join(lines, "\n")))
}

// tasksForLetters makes a task due today for each letter that still says what no longer holds. Nothing is deleted by
// itself.
func (s *caseScreen) tasksForLetters(ctx context.Context, key string, says func(data.Letter) bool) error {
	f, err := s.vault.OpenCase(ctx, s.id)
	if err != nil {
		return err
	}
	for _, l := range f.LettersSaying(says) {
		what := s.t(key, map[string]any{"Number": l.Value.Letter.Number, "Force": recipientWords(s.words, l.Value.Letter.To)})
		task := data.Task{What: what, Owner: s.vault.Me().Name, Due: startOfToday(s.vault.Now()), From: l.ID}
		if _, err := data.Add(ctx, s.vault, s.id, task); err != nil {
			return err
		}
	}
	return nil
}
