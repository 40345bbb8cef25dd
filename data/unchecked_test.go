package data_test

import (
	"testing"

	"noddfa/data"
)

// Somebody answers for each event that leaves, whichever program issues the letter.
func TestNoLetterLeavesWithAnEventThatNobodyHasChecked(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	ctx := t.Context()
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Ann"}, data.Person{FirstName: "Ann"}))
	event := must[data.Entry[data.Event]](t)(data.Add(ctx, v, id, data.Event{When: data.At(noon), What: "Somebody wrote to her."}))
	choices := data.LetterChoices{Force: "south-wales", Basis: data.BasisConsent, BasisNote: "by phone"}
	issue := func() (data.Entry[data.IssuedLetter], error) {
		t.Helper()
		letter, missing, err := v.Compose(ctx, id, choices)
		if err != nil || data.Refusal(missing) != nil {
			t.Fatal(err, missing)
		}
		return v.Issue(ctx, id, choices, letter, []byte("%PDF example"))
	}
	_, err := issue()
	wantCode(t, "issuing", err, data.CodeUnchecked)
	_, err = v.AskForApproval(ctx, id, choices, "")
	wantCode(t, "asking for approval", err, data.CodeUnchecked)
	choices.OnlyChecked = true
	if without := must[data.Entry[data.IssuedLetter]](t)(issue()); len(without.Value.Letter.Events) != 0 {
		t.Errorf("what nobody has checked left: %v", without.Value.Letter.Events)
	}
	event.Value.MayShare = data.Yes
	must[data.Entry[data.Event]](t)(data.Change(ctx, v, id, event.ID, event.Value))
	for _, only := range []bool{true, false} {
		choices.OnlyChecked = only
		if checked := must[data.Entry[data.IssuedLetter]](t)(issue()); len(checked.Value.Letter.Events) != 1 {
			t.Errorf("what may be shared did not leave: %v", checked.Value.Letter.Events)
		}
	}
}
