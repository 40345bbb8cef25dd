package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// codeUnanswered is a question that has not been answered for everything it names.
const codeUnanswered data.Code = "unanswered"

// unchecked are the events that would leave with this letter although nobody has said that they may.
func (s *composeScreen) unchecked(missing []data.Missing) []data.Entry[data.Event] {
	if !lacks(missing, "events-unchecked") {
		return nil
	}
	return s.file.Unchecked()
}

func lacks(missing []data.Missing, code string) bool {
	return slices.ContainsFunc(missing, func(m data.Missing) bool { return m.Code == code })
}

// askToShare names every event that nobody has checked and wants an answer for each, one by one: no answer is chosen
// beforehand, and Enter alone gives none. The answers stand in the case from then on. Where something was left out the
// pages are another letter now, so they are looked at again; else the way goes on to then.
func (s *composeScreen) askToShare(events []data.Entry[data.Event], then func()) {
	f := &form{words: s.words, now: s.vault.Now()}
	f.note("compose.check.leaves")
	answers := make([]data.Answer, len(events))
	choices := make([]fyne.Focusable, len(events))
	for i, e := range events {
		v := e.Value
		if v.Quoted != "" {
			v.Quoted = "“" + v.Quoted + "”"
		}
		choice := widget.NewChoice(widget.ChoiceOptions{
			Options: []widget.Option{{ID: string(data.Yes), Label: s.t("compose.check.yes")}, {ID: string(data.No), Label: s.t("compose.check.no")}},
			Changed: func(id string) { answers[i] = data.Answer(id) },
		})
		choices[i] = choice
		f.wide(widget.Hairline())
		f.wide(widget.Stack(theme.Space4,
			widget.Strong(dots(whenWords(s.words, v.When), v.Where)),
			widget.Body(strings.Join(nonEmptyTexts(v.What, v.Quoted, v.QuotedEN), "\n")), widget.Muted(v.SourceIn(s.words))))
		f.wide(f.field("compose.check.share", choice))
	}
	s.ask(question{
		title: s.words.N("compose.check.title", len(events)), content: f, accept: s.t("compose.check.do"),
		do: func(done func(error)) {
			if open := slices.IndexFunc(answers, func(a data.Answer) bool { return a != data.Yes && a != data.No }); open >= 0 {
				done(&data.Error{Code: codeUnanswered, Doing: "checking events"})
				s.focus(choices[open])
				return
			}
			s.answered(events, answers, done, then)
		},
	})
}

// answered writes the answers into the case.
func (s *composeScreen) answered(events []data.Entry[data.Event], answers []data.Answer, done func(error), then func()) {
	Go(s.shell.Runner(), "", func(ctx context.Context) (*data.CaseFile, error) {
		for i, e := range events {
			e.Value.MayShare = answers[i]
			if _, err := data.Change(ctx, s.vault, s.id, e.ID, e.Value); err != nil {
				return nil, err
			}
		}
		return s.vault.OpenCase(ctx, s.id)
	}, func(f *data.CaseFile, err error) {
		done(err)
		if err != nil {
			return
		}
		s.file = f
		if slices.Contains(answers, data.No) {
			s.redraw()
			s.say(s.t("compose.check.again"), theme.WarmInk)
			s.OpenTab(2)
			return
		}
		then()
	})
}

// checkBand names on the page what has not been checked, with the way to do it now.
func (s *composeScreen) checkBand(d drawn) *widget.Band {
	events := s.unchecked(d.missing)
	if len(events) == 0 {
		return nil
	}
	return widget.NewBand(widget.BandOptions{Text: s.words.N("compose.check.band", len(events)), Icon: "warning", Kind: widget.BandWarm, Actions: []*widget.Button{
		widget.Link(s.t("compose.check.now"), func() { s.askToShare(events, s.redraw) }),
	}})
}
