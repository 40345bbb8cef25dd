package main

import (
	"context"
	"fmt"

	"noddfa/data"
)

// compose puts the letter together. What nobody has checked may not leave: it is
// left out of all but a draft, and said, unless whoever calls has read it. Then
// that is their answer for each event, as it is where the window asks.
func (f *letterFlags) compose(ctx context.Context, c console, v *data.Vault, caseID data.ID) (data.Letter, []data.Missing, error) {
	file, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return data.Letter{}, nil, err
	}
	events := file.Unchecked()
	f.choices.OnlyChecked = !f.choices.Draft && !f.read
	letter, missing, err := v.Compose(ctx, caseID, f.choices)
	if err != nil || f.choices.Draft || len(events) == 0 {
		return letter, missing, err
	}
	if !f.read {
		fmt.Fprintln(c.err, c.tr.N("ctl.letter-unchecked", len(events)))
		return letter, missing, nil
	}
	if data.Refusal(missing) != nil || v.ReadOnly() {
		return letter, missing, nil // nothing leaves, so nothing is answered
	}
	for _, e := range events {
		e.Value.MayShare = data.Yes
		if _, err := data.Change(ctx, v, caseID, e.ID, e.Value); err != nil {
			return data.Letter{}, nil, err
		}
	}
	return v.Compose(ctx, caseID, f.choices)
}
