package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"noddfa/data"
	"noddfa/data/workbook"
	"noddfa/ui/theme"
	"noddfa/ui/widget"
)

// teamTrail is the tab of the team's route where the keyboard begins at what was done.
const teamTrail = "trail"

// trail is what was done, the newest first.
func (s *teamScreen) trail() fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	for _, l := range s.team.trail {
		blocks = append(blocks, block{name: dots(s.t("audit."+string(l.Action)), s.trailWords(l, s.subjectOf(l))), small: dots(momentWords(s.words, l.At), l.By)}.object())
	}
	save := widget.Link(s.t("sheet.save"), s.saveTrail)
	list := widget.Stack(theme.Space4, s.said, part(s.t("team.trail"), does(save), s.t("team.trail.empty"), blocks...))
	if s.route.Tab == teamTrail {
		s.first, s.done = save, list
	}
	return list
}

// subjectOf is whom or what a line of the audit is about. A request that one may no longer open keeps its number.
func (s *teamScreen) subjectOf(l data.AuditLine) string {
	r, ok := s.vault.RequestLine(l.Request)
	if !ok {
		return l.Subject
	}
	of, _ := s.vault.CaseLine(r.Case)
	return dots(r.Called(s.words), firstText(of.Reference, s.uncovered(r.Name)))
}

// trailWords are what a line is about, and what is known of it.
func (s *teamScreen) trailWords(l data.AuditLine, subject string) string {
	asks := l.Action == data.AuditRequest && subject != l.Subject // what is asked for is in its name
	if l.Detail != "" && s.words.Has("role."+l.Detail) {
		subject = dots(subject, s.t("role."+l.Detail))
	}
	if l.Detail != "" && !asks && s.words.Has("audit.detail."+l.Detail) {
		subject = dots(subject, s.t("audit.detail."+l.Detail))
	}
	if at, ok := l.Moment(); ok {
		subject = dots(subject, momentWords(s.words, at))
	}
	if pages, sum, ok := l.Paper(); ok {
		return dots(subject, s.n("request.gave.pages", pages), s.t("request.gave.sum", map[string]any{"Sum": sum}))
	}
	if l.Action == data.AuditGiven || l.Action == data.AuditHanded || l.Action == data.AuditCopyGone {
		return dots(subject, l.Detail)
	}
	return subject
}

// trailTable is the whole of it, the oldest first. It leaves the records: requests stand in it by their numbers.
func (s *teamScreen) trailTable(ctx context.Context) (workbook.Table, error) {
	table := workbook.Table{Title: s.t("team.trail"), Columns: []string{s.t("sheet.trail.when"), s.t("sheet.trail.who"), s.t("sheet.trail.what"), s.t("sheet.trail.about")}}
	lines, err := s.vault.Audit(ctx)
	for _, l := range lines {
		table.Rows = append(table.Rows, []any{l.At.Local(), l.By, s.t("audit." + string(l.Action)), s.trailWords(l, l.Subject)})
	}
	return table, err
}

// saveTrail saves it for a spreadsheet, for whoever looks into what was done.
func (s *teamScreen) saveTrail() {
	s.askWhere(outgoing{
		name: s.t("sheet.trail.file"), ending: bookEnding, words: "sheet.trail",
		paper: paper{
			file: func(ctx context.Context) ([]byte, error) {
				table, err := s.trailTable(ctx)
				return table.CSV(), err
			},
			book: func(ctx context.Context) ([]byte, error) {
				table, err := s.trailTable(ctx)
				if err != nil {
					return nil, err
				}
				return workbook.Write([]workbook.Table{table})
			},
		},
		record: func(ctx context.Context, _, _ string) error {
			return s.vault.TellLeft(ctx, data.AuditSaved, data.DetailTrail)
		},
		saved: func(sentence string) {
			say(s.said, sentence, theme.Muted)
			s.Refresh()
		},
	})
}
