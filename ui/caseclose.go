package ui

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// ending is how the case ended, or the way to end it.
func (p *overviewPage) ending(f *data.CaseFile) fyne.CanvasObject {
	c := f.Case.Value
	if c.Closed.IsZero() {
		var blocks []fyne.CanvasObject
		if c.ReopenedWhy != "" {
			blocks = append(blocks, block{words: labelled(p.words, "record.case.reopened_why", c.ReopenedWhy)}.object())
		}
		return part(p.t("case.close.title"), does(p.link("case.close.do", p.closeCase)), p.t("case.close.open"), blocks...)
	}
	return part(p.t("case.close.title"), does(p.link("case.close.again", p.reopenCase)), "", block{
		name:  p.t("case.close.closed", map[string]any{"Date": p.words.Date(c.Closed.Local()), "Name": c.ClosedBy}),
		words: strings.Join(nonEmptyTexts(valueWords(p.words, "case.outcome", data.Outcome(c.Outcome)), c.OutcomeWords), "\n"),
	}.object())
}

// closeCase asks how it ended and says what is missing, from the beginning and not only when it is refused.
func (p *overviewPage) closeCase() {
	value := data.Closing{}
	p.edit(edit{
		title: p.t("case.close.do"), draft: "close:" + p.id.String(), value: &value,
		fill: func(f *form) {
			missing := widget.NewText("", widget.TextStyle{Color: theme.WarmInk})
			tell := func() {
				missing.Set(p.missingWords(p.vault.MissingToClose(p.file, value)))
				missing.Hidden = missing.Text() == ""
				settle(missing)
			}
			keep := f.changed
			f.changed = func() {
				keep()
				tell()
			}
			f.note("case.close.lead")
			formSelect(f, "record.case.outcome", &value.Outcome, optionsOf(p.words, "case.outcome", data.Outcomes()...))
			f.area("record.case.outcome_words", 3, &value.Words)
			f.tick("case.close.keepTasks", &value.KeepTasks)
			f.wide(missing)
			tell()
		},
		save: func() func(context.Context) error {
			now := value
			return func(ctx context.Context) error { return p.withMissing(p.vault.CloseCase(ctx, p.id, now)) }
		},
	})
}

// withMissing puts what is missing into the sentence of a refusal.
func (p *overviewPage) withMissing(err error) error {
	var e *data.Error
	if !errors.As(err, &e) || e.Code != data.CodeCannotClose {
		return err
	}
	missing, _ := e.Args["Missing"].([]string)
	return &data.Error{Code: e.Code, Doing: e.Doing, Args: map[string]any{"Missing": p.missingWords(missing)}, Err: err}
}

func (p *overviewPage) missingWords(missing []string) string {
	var lines []string
	for _, m := range missing {
		lines = append(lines, "• "+p.t("case.close.missing."+m))
	}
	return strings.Join(lines, "\n")
}

func (p *overviewPage) reopenCase() {
	why := ""
	f := &form{words: p.words, now: p.vault.Now()}
	f.area("record.case.reopened_why", 2, &why)
	p.ask(question{title: p.t("case.close.again"), lead: p.t("case.close.again.lead"), content: f, kept: "case.close.again:" + p.id.String(), accept: p.t("case.close.again"), do: func(done func(error)) {
		Go(p.shell.Runner(), "", func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.vault.ReopenCase(ctx, p.id, why)
		}, func(_ struct{}, err error) {
			done(err)
			if err == nil {
				p.Refresh()
			}
		})
	}})
}
