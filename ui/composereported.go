package ui

import (
	"context"

	"noddfa/data"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// What was reported before is not reported a second time by accident: two reports of one matter get two numbers and two
// officers, and the person tells everything twice.

// The answers: the letter adds to the report that was made, or is another one.
const (
	addsToReport = "adds"
	anotherOne   = "new"
)

// codeAddsOrNew is the question with no answer chosen.
const codeAddsOrNew data.Code = "adds-or-new"

// reportedBand says above the form that the police know of this already; nil where they do not, or where it is answered.
func (s *composeScreen) reportedBand(d drawn) *widget.Band {
	if !lacks(d.missing, "reported") {
		return nil
	}
	return widget.NewBand(widget.BandOptions{Text: s.t("letter.missing.reported"), Icon: "warning", Kind: widget.BandWarm, Actions: []*widget.Button{
		widget.Link(s.t("compose.reported.now"), func() { s.askWhetherItAdds(s.redraw) }),
	}})
}

// askWhetherItAdds asks whether the letter adds to a report already made, and by which number the police find it. The
// number stands in the case from then on. Where it is another report the way goes on to then.
func (s *composeScreen) askWhetherItAdds(then func()) {
	police := s.file.Case.Value.Police
	before, answer := police, ""
	f := &form{words: s.words, now: s.vault.Now()}
	formChoice(f, "compose.reported.letter", &answer, optionsOf(s.words, "compose.reported.is", addsToReport, anotherOne))
	f.flush()
	f.text("record.case.police.crime_number", &police.CrimeNumber)
	f.text("record.case.police.log_number", &police.LogNumber)
	f.wide(widget.Muted(s.t("compose.reported.numbers")))
	s.ask(question{title: s.t("compose.reported.title"), lead: s.t("letter.missing.reported"), content: f, kept: "compose.reported.title:" + s.id.String(), accept: s.t("common.continue"), do: func(done func(error)) {
		if answer == "" {
			done(&data.Error{Code: codeAddsOrNew, Doing: "asking about an earlier report"})
			s.focus(f.first)
			return
		}
		Go(s.shell.Runner(), "", func(ctx context.Context) (*data.CaseFile, error) {
			file, err := s.vault.OpenCase(ctx, s.id)
			if err != nil || police == before {
				return file, err
			}
			changed := file.Case.Value
			changed.Police.CrimeNumber, changed.Police.LogNumber = police.CrimeNumber, police.LogNumber
			if _, err := data.Change(ctx, s.vault, s.id, file.Case.ID, changed); err != nil {
				return nil, err
			}
			return s.vault.OpenCase(ctx, s.id)
		}, func(file *data.CaseFile, err error) {
			done(err)
			if err != nil {
				return
			}
			s.file = file
			s.choices.Anew = answer == anotherOne
			if answer == anotherOne {
				s.changed()
				then()
				return
			}
			s.choices.Type = data.FurtherInformation // the pages are another letter now: they are looked at again
			s.rebuild()
			s.focus(s.form.first)
			s.say(s.t("compose.reported.again"), theme.WarmInk)
			s.OpenTab(2)
		})
	}})
}
