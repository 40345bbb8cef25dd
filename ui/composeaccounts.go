package ui

import (
	"context"

	"noddfa/data"
	"noddfa/ui/widget"
)

// accountsBand offers the accounts of the evidence register where the suspect has none that the police could find.
func (s *composeScreen) accountsBand(d drawn) *widget.Band {
	if !lacks(d.missing, "unique-id-evidence") {
		return nil
	}
	return widget.NewBand(widget.BandOptions{Text: s.t("letter.missing.unique-id-evidence"), Kind: widget.BandInfo, Actions: []*widget.Button{
		widget.Link(s.t("compose.accounts.take"), s.askForAccounts),
	}})
}

// askForAccounts asks which accounts of the evidence are the suspect's: the register says where something was seen, not
// whose it is.
func (s *composeScreen) askForAccounts() {
	accounts := s.file.AccountsInEvidence()
	theirs := make([]bool, len(accounts))
	f := &form{words: s.words, now: s.vault.Now()}
	for i, a := range accounts {
		id := a.UniqueID
		if id != "" {
			id = labelled(s.words, "record.suspect.accounts.unique_id", id)
		}
		check := widget.NewCheck(widget.CheckOptions{Label: dots(a.Platform, a.DisplayName), Hint: dots(id, a.URL), Changed: func(on bool) { theirs[i] = on }})
		if f.first == nil {
			f.first = check
		}
		f.wide(check)
	}
	whose := ""
	if len(s.file.Suspects) > 1 {
		var options []widget.Option
		for _, e := range s.file.Suspects {
			name := s.nameOfSuspect(e.Value)
			if e.Value.Names == "" || s.covered() {
				name = dots(name, e.Value.Relationship)
			}
			options = append(options, widget.Option{ID: e.ID.String(), Label: name})
		}
		whose = options[0].ID
		formSelect(f, "compose.accounts.whose", &whose, options)
	}
	s.ask(question{title: s.t("compose.accounts.title"), lead: s.t("compose.accounts.lead"), content: f, accept: s.t("compose.accounts.take"), do: func(done func(error)) {
		var taken []data.Account
		for i, a := range accounts {
			if theirs[i] {
				taken = append(taken, a)
			}
		}
		if len(taken) == 0 {
			done(&data.Error{Code: codeNoneChosen, Doing: "taking accounts over"})
			return
		}
		s.takeAccounts(whose, taken, done)
	}})
}

// codeNoneChosen is a question in which nothing was ticked.
const codeNoneChosen data.Code = "none-chosen"

// takeAccounts writes accounts under the suspected person, who is new where there was none.
func (s *composeScreen) takeAccounts(whose string, accounts []data.Account, done func(error)) {
	suspects := s.file.Suspects
	Go(s.shell.Runner(), "", func(ctx context.Context) (*data.CaseFile, error) {
		record, suspect := data.ID{}, data.Suspect{}
		for _, e := range suspects {
			if whose == "" || e.ID.String() == whose {
				record, suspect = e.ID, e.Value
				break
			}
		}
		for _, a := range accounts {
			suspect = suspect.WithAccount(a)
		}
		if err := addOrChange(s.vault, s.id, record, &suspect)()(ctx); err != nil {
			return nil, err
		}
		return s.vault.OpenCase(ctx, s.id)
	}, func(f *data.CaseFile, err error) {
		done(err)
		if err == nil {
			s.file = f
			s.redraw()
		}
	})
}
