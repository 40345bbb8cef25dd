package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/widget"
)

// Going through a safety plan again: what was found, what is done by now, and when to look next.

// reviewAgain is when a plan is looked at again where nobody says another day.
const reviewAgain = 14

// planReview is the form of a review while it is being filled in.
type planReview struct {
	Found string    `json:"found,omitempty"`
	Next  time.Time `json:"next,omitzero"`
	Done  []string  `json:"done,omitempty"` // what is to do, in its words
}

// reviewForm begins the name by which the review of a case's plan is opened, whichever plan that is by then.
const reviewForm = "plan-review:"

// reviewButton is the page's filled button while a review is due.
func (p *planPage) reviewButton(e data.Entry[data.Plan]) *widget.Button {
	kind := widget.Quiet
	if e.Value.ReviewDue(p.vault.Now()) {
		kind = widget.Filled
	}
	return widget.NewButton(widget.ButtonOptions{Label: p.t("case.plan.reviewing"), Kind: kind, Icon: "check", Hint: "Ctrl+Enter", Do: func() { p.review(e) }})
}

// reviewBand says that a review is due; nothing while none is.
func (p *planPage) reviewBand(v data.Plan) []fyne.CanvasObject {
	if !v.ReviewDue(p.vault.Now()) {
		return nil
	}
	key, kind := "case.plan.reviewDue", widget.BandInfo
	if p.overdue(v.Review) {
		key, kind = "case.plan.reviewLate", widget.BandWarm
	}
	return []fyne.CanvasObject{widget.NewBand(widget.BandOptions{
		Text: p.t(key, map[string]any{"Date": p.words.Date(v.Review.Local())}), Icon: "calendar", Kind: kind,
	})}
}

// review opens the form.
func (p *planPage) review(e data.Entry[data.Plan]) {
	value := planReview{Next: startOfToday(p.vault.Now()).AddDate(0, 0, reviewAgain)}
	p.edit(edit{
		title: p.t("case.plan.reviewing"), draft: p.planDraft(e.ID, "review"), value: &value,
		fill: func(f *form) {
			f.area("record.plan.reviews.found", 4, &value.Found)
			f.day("record.plan.review", &value.Next, future)
			p.openActions(f, e.Value, &value)
		},
		save: func() func(context.Context) error {
			now, plan := copyJSON(value), copyJSON(e.Value)
			plan.Review = now.Next
			tickOff(&plan, now.Done, p.vault.Now())
			return func(ctx context.Context) error {
				_, err := p.vault.ReviewPlan(ctx, p.id, e.ID, plan, now.Found)
				return err
			}
		},
	})
}

// openActions are what is still to do, to be ticked off while the plan is gone through.
func (p *planPage) openActions(f *form, plan data.Plan, value *planReview) {
	var sections []fyne.CanvasObject
	for _, section := range plan.Sections {
		var rows []fyne.CanvasObject
		for _, a := range section.Actions {
			if !a.Done.IsZero() || a.What == "" {
				continue
			}
			by := ""
			if !a.By.IsZero() {
				by = p.t("case.plan.by", map[string]any{"Date": p.words.ShortDate(a.By.Local())})
			}
			rows = append(rows, widget.NewCheck(widget.CheckOptions{
				Label: a.What, Hint: dots(a.Who, by), On: slices.Contains(value.Done, a.What),
				Changed: func(on bool) {
					value.Done = slices.DeleteFunc(value.Done, func(what string) bool { return what == a.What })
					if on {
						value.Done = append(value.Done, a.What)
					}
					f.touch()
				},
			}))
		}
		if len(rows) > 0 {
			title := widget.Strong(firstText(section.Title, p.t("case.plan.section.unnamed")))
			sections = append(sections, widget.Stack(0, append([]fyne.CanvasObject{title}, rows...)...))
		}
	}
	if len(sections) == 0 {
		f.note("case.plan.allDone")
		return
	}
	f.section("case.plan.done.title")
	for _, s := range sections {
		f.wide(s)
	}
}

// tickOff marks as done what was still to do.
func tickOff(plan *data.Plan, done []string, now time.Time) {
	for i := range plan.Sections {
		for j := range plan.Sections[i].Actions {
			if a := &plan.Sections[i].Actions[j]; a.Done.IsZero() && a.What != "" && slices.Contains(done, a.What) {
				a.Done = now
			}
		}
	}
}

// reviews are what was found so far, the newest first.
func (p *planPage) reviews(v data.Plan) []fyne.CanvasObject {
	if len(v.Reviews) == 0 {
		return nil
	}
	var blocks []fyne.CanvasObject
	for _, r := range slices.Backward(v.Reviews) {
		blocks = append(blocks, block{
			words: firstText(r.Found, p.t("case.plan.nothingFound")), small: dots(momentWords(p.words, r.On), r.By),
		}.object())
	}
	return []fyne.CanvasObject{widget.Narrow(formWidth, part(p.t("case.plan.reviews"), nil, "", blocks...))}
}
