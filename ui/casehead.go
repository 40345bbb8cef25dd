package ui

import (
	"context"
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
	facts, alarm, risk, state, review *widget.Text
	rule                              *widget.Text
	box                               fyne.CanvasObject
}

func newCaseHead(d caseDesk, change func()) *caseHead {
	h := &caseHead{
		caseDesk: d, facts: widget.Strong(""), state: widget.Muted(""), review: widget.Muted(""), rule: widget.NewText("", widget.TextStyle{FullWide: true}),
		alarm: widget.NewText("", widget.TextStyle{Bold: true, Color: theme.DangerInk}), risk: widget.NewText("", widget.TextStyle{Bold: true}),
	}
	h.alarm.Hide()
	band := widget.Surface(theme.WarmBand, theme.Radius, widget.Pad(
		widget.Margins{Top: theme.Space4, Right: theme.Space4, Bottom: theme.Space4, Left: theme.Space16},
		widget.Frame(widget.Sides{
			Left:   widget.Pad(widget.Margins{Top: theme.Space8, Right: theme.Space12}, widget.NewIcon("phone", theme.WarmInk)),
			Center: widget.Pad(widget.Margins{Top: theme.Space8, Bottom: theme.Space8}, h.rule),
			Right:  widget.Stack(0, widget.Link(d.t("case.safe.change"), change)),
		})))
	h.box = widget.Pad(widget.Margins{Top: theme.Space12, Right: theme.Space24, Bottom: theme.Space8, Left: theme.Space24},
		widget.Stack(theme.Space8, widget.Row(theme.Space16, h.alarm, h.risk, h.facts, h.state, h.review), band))
	return h
}

func (h *caseHead) object() fyne.CanvasObject { return h.box }

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
	h.facts.Set(dots(l.Reference, closed, client.Value.Pronouns, languageWords(h.words, language)))
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
	if rule := value.SafeContact.Sentence(); rule != "" {
		h.rule.Set(rule)
	} else {
		h.rule.Set(h.t("case.safe.none"))
	}
	h.box.Refresh()
}

// showReview says on which day a plan or a risk assessment is next looked at again.
func (h *caseHead) showReview(l data.CaseLine) {
	next, key, role := l.PlanReview, "case.review.plan", theme.Muted
	if next.IsZero() || !l.RiskReview.IsZero() && l.RiskReview.Before(next) {
		next, key = l.RiskReview, "case.review.risk"
	}
	switch {
	case next.IsZero():
		h.review.Set("")
		return
	case next.Before(startOfToday(h.vault.Now())):
		key, role = key+".late", theme.WarmInk
	}
	h.review.SetColor(role)
	h.review.Set(h.t(key, map[string]any{"Date": h.words.ShortDate(next.Local())}))
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
			if n := len(s.file.Letters); n > 0 {
				f.wide(widget.Muted(s.words.N("case.safe.letters", n)))
			}
		},
		save: saveCase(s, &value, func(c *data.Case, now data.SafeContact) { c.SafeContact = now }, func(ctx context.Context, now data.SafeContact) error {
			if now == before {
				return nil
			}
			return s.tasksForLetters(ctx, "case.task.safe")
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

// tasksForLetters makes a task due today for each letter that still says what no longer holds. Nothing is deleted by
// itself.
func (s *caseScreen) tasksForLetters(ctx context.Context, key string) error {
	f, err := s.vault.OpenCase(ctx, s.id)
	if err != nil {
		return err
	}
	for _, l := range f.Letters {
		what := s.t(key, map[string]any{"Number": l.Value.Letter.Number, "Force": recipientWords(s.words, l.Value.Letter.To)})
		task := data.Task{What: what, Owner: s.vault.Me().Name, Due: startOfToday(s.vault.Now()), From: l.ID}
		if _, err := data.Add(ctx, s.vault, s.id, task); err != nil {
			return err
		}
	}
	return nil
}
