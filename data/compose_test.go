package data_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// fullCase makes a case with something in every field, each secret with a word
// of its own.
func fullCase(t *testing.T, v *data.Vault) data.ID {
	t.Helper()
	ctx := t.Context()
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{
		CalledName: "Siân", Matter: data.OnlineBlackmail, DangerNow: data.No, Image: data.ImageExists,
		SafeContact: data.SafeContact{Rule: "Mobile after three", Number: "07700 900461", OnlyThrough: data.Yes},
		Police:      data.PoliceState{Force: "south-wales", Wish: data.WantsPolice, WishWords: "That it stops."},
		Suicide:     data.Crisis{Thoughts: data.No, Plan: "canary-clinical", ToldWho: "canary-told"},
	}, data.Person{
		FirstName: "Siân", Surname: "Ŵyn-Example", Born: time.Date(1999, 3, 3, 0, 0, 0, 0, time.UTC), Address: "1 canary-address Street", Postcode: "CF99 canary-postcode",
	}))
	add := func(record func() error) {
		if err := record(); err != nil {
			t.Fatal(err)
		}
	}
	add(func() error {
		_, err := data.Add(ctx, v, id, data.Person{Role: data.RoleChild, FirstName: "canary-child", School: "canary-school", SafeToTell: data.No})
		return err
	})
	add(func() error {
		_, err := data.Add(ctx, v, id, data.Event{When: data.At(noon), What: "A demand came.", MayShare: data.Yes})
		return err
	})
	add(func() error {
		_, err := data.Add(ctx, v, id, data.Event{When: data.At(noon), What: "canary-not-shared", MayShare: data.No})
		return err
	})
	add(func() error {
		_, err := v.WriteNote(ctx, id, data.Note{Said: "canary-note", Think: "canary-opinion"})
		return err
	})
	add(func() error {
		_, err := data.Add(ctx, v, id, data.Safeguarding{Decided: noon, Concern: "canary-concern"})
		return err
	})
	add(func() error {
		_, err := data.Add(ctx, v, id, data.Suspect{Accounts: []data.Account{{Platform: "Instagram", UniqueID: "u1"}}})
		return err
	})
	add(func() error {
		_, err := data.Add(ctx, v, id, data.MoneyEntry{Kind: data.Demand, Amount: data.Pounds(500)})
		return err
	})
	add(func() error {
		_, err := data.Add(ctx, v, id, data.Evidence{Kind: "messages", Shows: "the threat"})
		return err
	})
	add(func() error {
		_, err := data.Add(ctx, v, id, data.Assessment{Made: noon, Level: data.RiskMedium})
		return err
	})
	add(func() error {
		_, err := data.Add(ctx, v, id, data.Plan{Made: noon, Sections: []data.PlanSection{{Actions: []data.PlanAction{
			{What: "Blocked the account", Done: noon, MayShare: data.Yes},
			{What: "Moved to canary-place", Done: noon},
			{What: "Told canary-sister", Done: noon, MayShare: data.No},
			{What: "Change canary-lock", MayShare: data.Yes},
		}}}})
		return err
	})
	return id
}

func TestWhatIsWithheldIsNowhereInTheLetter(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	id := fullCase(t, v)
	letter, missing, err := v.Compose(t.Context(), id, data.LetterChoices{Basis: data.BasisConsent, BasisNote: "by phone"})
	if err != nil {
		t.Fatal(err)
	}
	text := must[[]byte](t)(json.Marshal(letter))
	if i := strings.Index(string(text), "canary"); i >= 0 {
		t.Errorf("withheld: %s", text[i:min(i+30, len(text))])
	}
	if !slices.Equal(letter.Actions, []string{"Blocked the account"}) || letter.Wishes != "That it stops." {
		t.Errorf("done already %q, wishes %q", letter.Actions, letter.Wishes)
	}
	for _, want := range []string{"Siân Ŵyn-Example", "07700 900461", "A demand came.", "u1", "the threat"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the letter lacks %q", want)
		}
	}
	withheld := func(f data.Field) bool {
		return slices.ContainsFunc(letter.Withheld, func(d data.Decision) bool { return d.Field == f })
	}
	if !withheld(data.FieldAddress) || !withheld(data.FieldThird) {
		t.Errorf("what is withheld is not listed: %+v", letter.Withheld)
	}
	if err := data.Refusal(missing); err != nil {
		t.Errorf("refused: %v", err)
	}
}

func TestTheAddressGoesInOnlyByNameAndReason(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	id := fullCase(t, v)
	choices := data.LetterChoices{Basis: data.BasisConsent, BasisNote: "by phone", Include: map[data.Field]string{data.FieldAddress: " "}}
	letter, missing, err := v.Compose(t.Context(), id, choices)
	if err != nil {
		t.Fatal(err)
	}
	if letter.Person.Address != "" || data.CodeOf(data.Refusal(missing)) != data.CodeNeedsReason {
		t.Errorf("without a reason: %q, %v", letter.Person.Address, missing)
	}
	choices.Include[data.FieldAddress] = "officers must find the door tonight"
	letter, _, err = v.Compose(t.Context(), id, choices)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(letter.Person.Address, "canary-address") || len(letter.Override) != 1 || letter.Override[0].By != "Mair Example" {
		t.Errorf("with a reason: %q, %+v", letter.Person.Address, letter.Override)
	}
}

func TestALetterNeedsConsentOrALawfulReason(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		consent *data.Consent
		choices data.LetterChoices
		want    data.Code
	}{
		{"nothing", nil, data.LetterChoices{}, data.CodeNeedsBasis},
		{"consent on the case", &data.Consent{Given: noon, Scope: data.ConsentPolice}, data.LetterChoices{}, ""},
		{"support is not sharing", &data.Consent{Given: noon, Scope: data.ConsentSupport}, data.LetterChoices{}, data.CodeNeedsBasis},
		{"consent claimed, not recorded", nil, data.LetterChoices{Basis: data.BasisConsent}, data.CodeNoConsent},
		{"consent noted with the letter", nil, data.LetterChoices{Basis: data.BasisConsent, BasisNote: "by phone"}, ""},
		{"consent withdrawn", &data.Consent{Given: noon, Scope: data.ConsentPolice, Withdrawn: noon}, data.LetterChoices{Basis: data.BasisConsent, BasisNote: "by phone"}, data.CodeNoConsent},
		{"consent refused", &data.Consent{Given: noon, Scope: data.ConsentPolice, Refused: true}, data.LetterChoices{}, data.CodeNeedsBasis},
		{"vital interests", nil, data.LetterChoices{Basis: data.BasisVital, BasisNote: "threat tonight"}, ""},
		{"vital interests without why", nil, data.LetterChoices{Basis: data.BasisVital}, data.CodeNeedsBasis},
		{"a reason that is none", nil, data.LetterChoices{Basis: "curiosity", BasisNote: "x"}, data.CodeNeedsBasis},
	} {
		t.Run(c.name, func(t *testing.T) {
			v, _, _ := newVault(t)
			id := fullCase(t, v)
			if c.consent != nil {
				must[data.Entry[data.Consent]](t)(data.Add(t.Context(), v, id, *c.consent))
			}
			letter, missing, err := v.Compose(t.Context(), id, c.choices)
			if err != nil {
				t.Fatal(err)
			}
			refusal := data.Refusal(missing)
			if (c.want == "") != (refusal == nil) || refusal != nil && data.CodeOf(refusal) != c.want {
				t.Fatalf("refusal %v, want %q", refusal, c.want)
			}
			_, err = v.Issue(t.Context(), id, c.choices, letter, []byte("%PDF"))
			if (err == nil) != (c.want == "") {
				t.Errorf("issued: %v", err)
			}
			f := must[*data.CaseFile](t)(v.OpenCase(t.Context(), id))
			if (len(f.Letters) == 1) != (c.want == "") {
				t.Errorf("%d letters are recorded", len(f.Letters))
			}
		})
	}
}

func TestEveryRecordSavesWithNothingFilledIn(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	if _, err := v.LogContact(ctx, data.Contact{}); err != nil {
		t.Errorf("contact: %v", err)
	}
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{}, data.Person{}))
	if _, err := v.WriteNote(ctx, id, data.Note{}); err != nil {
		t.Errorf("note: %v", err)
	}
	for name, add := range map[string]func() error{
		"person":       func() error { _, err := data.Add(ctx, v, id, data.Person{}); return err },
		"suspect":      func() error { _, err := data.Add(ctx, v, id, data.Suspect{}); return err },
		"event":        func() error { _, err := data.Add(ctx, v, id, data.Event{}); return err },
		"plan":         func() error { _, err := data.Add(ctx, v, id, data.Plan{}); return err },
		"evidence":     func() error { _, err := data.Add(ctx, v, id, data.Evidence{}); return err },
		"money":        func() error { _, err := data.Add(ctx, v, id, data.MoneyEntry{}); return err },
		"consent":      func() error { _, err := data.Add(ctx, v, id, data.Consent{}); return err },
		"safeguarding": func() error { _, err := data.Add(ctx, v, id, data.Safeguarding{}); return err },
		"assessment":   func() error { _, err := data.Add(ctx, v, id, data.Assessment{}); return err },
		"task":         func() error { _, err := data.Add(ctx, v, id, data.Task{}); return err },
	} {
		if err := add(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	v = reopen(t, v, path, o)
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, id))
	for name, n := range map[string]int{
		"people": len(f.People) - 1, "suspects": len(f.Suspects), "events": len(f.Events), "notes": len(f.Notes), "plans": len(f.Plans), "evidence": len(f.Evidence),
		"money": len(f.Money), "consents": len(f.Consents), "safeguarding": len(f.Safeguarding), "assessments": len(f.Assessments), "tasks": len(f.Tasks),
	} {
		if n != 1 {
			t.Errorf("%d %s", n, name)
		}
	}
	if checked := must[data.Checked](t)(v.Check(ctx, nil)); !checked.OK {
		t.Errorf("%+v", checked)
	}
}

func TestANoteIsNeverChangedOnlyAmended(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	id := must[data.ID](t)(v.StartCase(t.Context(), data.Case{}, data.Person{}))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(t.Context(), id, data.Note{Said: "Monday"}))
	if _, err := data.Change(t.Context(), v, id, note.ID, data.Note{Said: "Tuesday"}); data.CodeOf(err) != data.CodeNoteLocked {
		t.Errorf("changing a note: %v", err)
	}
	must[data.Entry[data.Note]](t)(v.Amend(t.Context(), id, note.ID, data.Amendment{Text: "It was Tuesday."}))
	history := must[[]data.Version](t)(v.History(t.Context(), note.ID))
	if first := history[0].Value.(data.Note); first.Said != "Monday" || len(first.Amendments) != 0 {
		t.Errorf("the original: %+v", first)
	}
	if last := history[1].Value.(data.Note); last.Said != "Monday" || last.Amendments[0].Text != "It was Tuesday." || last.Amendments[0].By != "Mair Example" {
		t.Errorf("amended: %+v", last)
	}
}

func TestACopiedFileStartsAChainOfItsOwn(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Said: "one"}))
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	old := path + ".copy" + data.Extension
	copyTo(t, path, old)
	v = must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o}))
	must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Said: "two"}))
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v = must[*data.Vault](t)(data.Unlock(t.Context(), old, data.Credentials{Passphrase: passphrase, Options: o}))
	defer v.Close()
	if !v.Older() {
		t.Error("an older copy was put back and nothing says so")
	}
	must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Said: "three"}))
	if checked := must[data.Checked](t)(v.Check(t.Context(), nil)); !checked.OK {
		t.Errorf("%+v", checked)
	}
}

func TestAPersonIsNamedByWhatIsKnown(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]data.Person{
		"":         {},
		"Mari Puw": {FirstName: "Mari", Surname: "Puw", CalledName: "Mi"},
		"Mi Puw":   {Surname: "Puw", CalledName: "Mi"},
		"Mrs Puw":  {Surname: "Puw", CalledName: "Mrs Puw"},
		"Mi":       {CalledName: "Mi"},
		"Puw":      {Surname: "Puw"},
	} {
		if got := p.FullName(); got != want {
			t.Errorf("%+v is %q, want %q", p, got, want)
		}
	}
}
