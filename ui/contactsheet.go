package ui

import (
	"context"

	"noddfa/data"
	"noddfa/data/workbook"
	"noddfa/ui/theme"
)

// saveSheet saves the contacts, in a workbook the tasks too, for a spreadsheet: it leaves as a plain letter does.
func (s *contactsScreen) saveSheet() {
	s.askWhere(outgoing{
		name: s.t("sheet.file"), ending: bookEnding, words: "sheet.leave",
		paper: paper{
			file: func(ctx context.Context) ([]byte, error) {
				contacts, err := s.vault.ContactSheet(ctx, s.words)
				return contacts.CSV(), err
			},
			book: func(ctx context.Context) ([]byte, error) {
				contacts, err := s.vault.ContactSheet(ctx, s.words)
				if err != nil {
					return nil, err
				}
				tasks, err := s.vault.TaskSheet(s.words)
				if err != nil {
					return nil, err
				}
				return workbook.Write([]workbook.Table{contacts, tasks})
			},
		},
		record: func(ctx context.Context, _, _ string) error {
			return s.vault.TellLeft(ctx, data.AuditSaved, data.DetailSheet)
		},
		saved: func(sentence string) { say(s.said, sentence, theme.Muted) },
	})
}
