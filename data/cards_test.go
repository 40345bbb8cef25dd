package data_test

import (
	"testing"
	"time"

	"noddfa/data"
)

const volunteerSecret = "another five plain words here"

// asVolunteer closes the vault and opens it as its volunteer, a time later.
func asVolunteer(t *testing.T, v *data.Vault, path string, o data.Options, later time.Duration) *data.Vault {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	o.Now = func() time.Time { return noon.Add(later) }
	return unlockAs(t, path, volunteerSecret, o)
}

func TestContactCardFollowsTheCaseForWhoeverRingsBack(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Vol Example", data.Volunteer, volunteerSecret))
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{
		CalledName: "Sam", Number: "07700 900461", SafeRule: "Text first", FollowUp: data.FollowUp{Who: "Vol Example", On: noon.AddDate(0, 0, 1), Promised: "Ring back"},
	}))
	caseID := must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	file := must[*data.CaseFile](t)(v.OpenCase(ctx, caseID))
	c := file.Case.Value
	c.SafeContact.Rule, c.SafeContact.CodeWord, c.Owner = "Never ring. Text after six.", "lemon", "Mair Example"
	must[data.Entry[data.Case]](t)(data.Change(ctx, v, caseID, caseID, c))

	v = asVolunteer(t, v, path, o, 20*24*time.Hour)
	if lines := v.Contacts(); len(lines) != 0 {
		t.Fatalf("the volunteer reads %+v", lines)
	}
	cards := v.Cards()
	if len(cards) != 1 || !cards[0].Shown(v.Me().ID, v.Now()) {
		t.Fatalf("the cards are %+v", cards)
	}
	if got := cards[0]; got.SafeRule != "Never ring. Text after six." || got.CodeWord != "lemon" || got.PassTo != "Mair Example" || got.Number != "07700 900461" {
		t.Errorf("the card says %+v", got)
	}
	if today := v.Today(); today.Today.Len() != 1 || today.Today.At(0).Contact != contact || today.Today.At(0).Kind != data.TodayOverdue {
		t.Errorf("Today has %+v", today)
	}
}

func TestVolunteerSeesOpenCallBacksAndTheirOwnOfFourteenDays(t *testing.T) {
	t.Parallel()
	me, other := data.NewID(), data.NewID()
	for name, c := range map[string]struct {
		line data.ContactLine
		want bool
	}{
		"own, yesterday":            {data.ContactLine{By: me, Started: noon.AddDate(0, 0, -1)}, true},
		"own, three weeks ago":      {data.ContactLine{By: me, Started: noon.AddDate(0, 0, -21)}, false},
		"another's":                 {data.ContactLine{By: other, Started: noon}, false},
		"another's, to ring back":   {data.ContactLine{By: other, Started: noon, FollowUp: data.FollowUp{On: noon}}, true},
		"another's, sorted":         {data.ContactLine{By: other, Started: noon, FollowUp: data.FollowUp{On: noon}, Case: data.NewID()}, false},
		"another's, not finished":   {data.ContactLine{By: other, Started: noon.AddDate(0, -2, 0), Crisis: true}, true},
		"another's, in danger now":  {data.ContactLine{By: other, Started: noon, Danger: true}, true},
		"of a log, nobody's by now": {data.ContactLine{Started: noon.AddDate(-1, 0, 0)}, false},
	} {
		if got := c.line.Shown(me, noon); got != c.want {
			t.Errorf("%s: shown is %v", name, got)
		}
	}
}

func TestMatchTellsAVolunteerOnlyThatSomebodyMayBeKnown(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Vol Example", data.Volunteer, volunteerSecret))
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Sam", Age: 24, Number: "07700 900461"}))
	caseID := must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	again := data.Contact{Number: "+44 7700 900 461"}
	if known := v.MayBeKnown(t.Context(), again, data.ID{}); len(known) != 1 || known[0].Case != caseID {
		t.Errorf("the manager is told %+v", known)
	}
	if known := v.MayBeKnown(t.Context(), data.Contact{CalledName: "sam", Age: 24}, data.ID{}); len(known) != 1 {
		t.Errorf("name and age find %+v", known)
	}
	if known := v.MayBeKnown(t.Context(), data.Contact{CalledName: "Sam", Age: 25, Number: "999"}, data.ID{}); len(known) != 0 {
		t.Errorf("another age finds %+v", known)
	}
	if known := v.MayBeKnown(t.Context(), again, contact); len(known) != 0 {
		t.Errorf("a contact is its own match: %+v", known)
	}
	v = asVolunteer(t, v, path, o, time.Hour)
	if known := v.MayBeKnown(t.Context(), again, data.ID{}); len(known) != 1 || !known[0].Case.IsZero() {
		t.Errorf("the volunteer is told %+v", known)
	}
}

func TestCrisisIsFinishedOnlyWhenItSaysWhoWasToldByWhomAndWhen(t *testing.T) {
	t.Parallel()
	whole := data.Crisis{Thoughts: data.Yes, Action: "Stayed", ToldWho: "Mair", ToldBy: "Vol", ToldAt: noon}
	for name, lack := range map[string]func(*data.Crisis){
		"what was done": func(c *data.Crisis) { c.Action = "" }, "who": func(c *data.Crisis) { c.ToldWho = "" },
		"by whom": func(c *data.Crisis) { c.ToldBy = "" }, "when": func(c *data.Crisis) { c.ToldAt = time.Time{} },
		"anybody who answered": func(c *data.Crisis) { c.ToldWho, c.Tried = "", "Mair 12:05" },
	} {
		c := whole
		if lack(&c); !c.Unfinished() {
			t.Errorf("it is finished without %s", name)
		}
	}
	if whole.Unfinished() {
		t.Error("it is never finished")
	}
}

func TestWrongNumberMakesNoCard(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	id := must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Caller: data.CallerWrongNumber, Number: "07700 900461", CalledName: "Sam"}))
	if _, ok := v.Card(id); ok {
		t.Error("somebody who was rung by mistake has a card")
	}
}

func TestCardOfAContactThatIsChangedSaysWhatTheContactSaysNow(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	ctx := t.Context()
	id := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Sam"}))
	if card, ok := v.Card(id); ok {
		t.Fatalf("a card that nobody can ring back on: %+v", card)
	}
	for _, c := range []struct {
		now  data.Contact
		rule string
	}{
		{data.Contact{CalledName: "Sam", Number: "07700 900461", SafeWhen: "after four"}, "after four"},
		{data.Contact{CalledName: "Sam", Number: "07700 900461", SafeRule: "Never ring. Text.", SafeWhen: "after four"}, "Never ring. Text · after four"},
		{data.Contact{CalledName: "Sam", Number: "07700 900461", SafeRule: "Text after four", SafeWhen: "After four"}, "Text after four"},
	} {
		if err := v.ChangeContact(ctx, id, c.now); err != nil {
			t.Fatal(err)
		}
		if card, ok := v.Card(id); !ok || card.SafeRule != c.rule || card.Number != c.now.Number || card.By != v.Me().ID {
			t.Errorf("the card says %+v, not %q", card, c.rule)
		}
	}
	if err := v.ChangeContact(ctx, id, data.Contact{Caller: data.CallerWrongNumber, WrongNumber: "Mrs Example answered", Number: "07700 900461"}); err != nil {
		t.Fatal(err)
	}
	if card, _ := v.Card(id); card.Number != "" || card.CalledName != "" {
		t.Errorf("a wrong number can still be rung: %+v", card)
	}
}
