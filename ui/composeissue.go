package ui

import (
	"context"
	"slices"

	"noddfa/data"
	"noddfa/pdf"
	"noddfa/ui/theme"
)

// accept issues the letter: it says what is missing, or asks once.
func (s *composeScreen) accept() {
	if s.busy || s.file == nil {
		return
	}
	if !s.form.ready() {
		s.OpenTab(1)
		s.say(s.t("case.form.look"), theme.WarmInk)
		return
	}
	// Judged by what stands on the screen now: the pages follow a moment later.
	// Not under the key of the pages: drawing them for the last key pressed must not take this away.
	choices := copyJSON(s.choices)
	Go(s.shell.Runner(), "issue", func(ctx context.Context) (drawn, error) {
		return composeLetter(ctx, s.vault, s.id, choices, true)
	}, func(d drawn, err error) {
		if err == nil {
			s.shown(d)
			err = data.Refusal(d.missing)
		}
		if lacks(d.missing, "reported") && (err == nil || onlyApproval(d.missing)) {
			s.say("", theme.Muted)
			s.askWhetherItAdds(s.accept)
			return
		}
		if events := s.unchecked(d.missing); len(events) > 0 && (err == nil || onlyApproval(d.missing)) {
			s.say("", theme.Muted)
			s.askToShare(events, s.accept)
			return
		}
		if onlyApproval(d.missing) {
			s.say("", theme.Muted)
			s.askManager()
			return
		}
		if err == nil {
			s.askToIssue(d)
			return
		}
		s.say(data.Sentence(s.words, err), theme.WarmInk)
		s.OpenTab(1)
		for _, m := range d.missing {
			if m.Blocks {
				s.focus(s.needed[m.Code])
				break
			}
		}
	})
}

// askToIssue asks once, and says once more what the pages cannot print as it was written.
func (s *composeScreen) askToIssue(d drawn) {
	s.say("", theme.Muted)
	lead := s.t("compose.issue.why", map[string]any{"Why": s.t("compose.basis." + string(s.choices.Basis))})
	if approved := s.approvalWords(d.letter); approved != "" {
		lead += "\n" + approved
	}
	lead += "\n" + s.t("compose.issue.lead")
	for _, w := range spoilt(d.notes) {
		lead += "\n• " + w.Message(s.words.Code())
	}
	s.ask(question{
		title: s.t("compose.issue.title", map[string]any{"Force": forceWords(s.words, s.choices.Force)}),
		lead:  lead, accept: s.t("compose.issue"), do: s.issue,
	})
}

// spoilt are the warnings that something stands on the page otherwise than it was written: □ for a letter, cut, or on another page.
func spoilt(notes []pdf.Warning) []pdf.Warning {
	return slices.DeleteFunc(slices.Clone(notes), func(w pdf.Warning) bool {
		return w.Code != pdf.Unprintable && w.Code != pdf.Broken && w.Code != pdf.TooLong && w.Code != pdf.LongRule
	})
}

// issue writes the letter into the records: its words, its exact bytes, a task for the reply.
func (s *composeScreen) issue(done func(error)) {
	s.busy = true
	choices, remove := copyJSON(s.choices), s.keeper.end()
	choices.Draft = false
	Go(s.shell.Runner(), "", func(ctx context.Context) (data.ID, error) {
		letter, err := issueLetter(ctx, s.vault, s.id, choices)
		if err != nil {
			return data.ID{}, err
		}
		return letter, remove(ctx, s.vault)
	}, func(letter data.ID, err error) {
		s.busy = false
		done(err)
		if letter.IsZero() {
			s.keeper.touch()
			return
		}
		s.shell.Go(Route{Screen: screenLetter, ID: letter.String()})
	})
}

// issueLetter draws the letter as it leaves and writes it into the records.
func issueLetter(ctx context.Context, v *data.Vault, caseID data.ID, choices data.LetterChoices) (data.ID, error) {
	d, err := composeLetter(ctx, v, caseID, choices, false)
	if err != nil {
		return data.ID{}, err
	}
	file, err := d.doc.PDF()
	if err != nil {
		return data.ID{}, err
	}
	e, err := v.Issue(ctx, caseID, choices, d.letter, file)
	return e.ID, err
}
