package data_test

import (
	"testing"
	"time"

	"noddfa/data"
)

func TestOnlyANamedMemberMakesTheContactCardOfARestrictedCase(t *testing.T) {
	t.Parallel()
	for name, withContact := range map[string]bool{"of a contact": true, "of no contact": false} {
		v, path, o := newVault(t)
		ctx := t.Context()
		cadi := must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, caseworkerSecret))
		must[data.Member](t)(v.AddMember(ctx, "Vol Example", data.Volunteer, volunteerSecret))
		must[data.Member](t)(v.AddMember(ctx, "Other Example", data.Caseworker, "five plain words of another"))
		var id data.ID
		if withContact {
			contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Sam", Number: "07700 900461", SafeRule: "Text first"}))
			id = must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
		} else {
			id = must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Sam", SafeContact: data.SafeContact{Rule: "Text first"}}, data.Person{Number: "07700 900461"}))
		}
		call := data.FollowUp{Who: "Vol Example", On: noon.AddDate(0, 0, 1), Promised: "Ring back"}
		if err := v.MakeCard(ctx, id, call); data.CodeOf(err) != data.CodeNoKey {
			t.Errorf("%s: of a case that is not restricted: %v", name, err)
		}
		if err := v.Restrict(ctx, id, []data.ID{v.Me().ID, cadi.ID}); err != nil {
			t.Fatal(err)
		}
		if v.HasCard(id) {
			t.Errorf("%s: there is a card that nobody made", name)
		}

		volunteerSees := func(want int) {
			t.Helper()
			v = asVolunteer(t, v, path, o, time.Hour)
			cards := v.Cards()
			if len(cards) != want || want == 1 && (cards[0].Number != "07700 900461" || cards[0].SafeRule != "Text first" || cards[0].CallOn.IsZero()) {
				t.Errorf("%s: a volunteer has %+v", name, cards)
			}
			if err := v.MakeCard(ctx, id, call); data.CodeOf(err) != data.CodeNoCase {
				t.Errorf("%s: a volunteer makes one: %v", name, err)
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
			v = unlockAs(t, path, "five plain words of another", o)
			if err := v.MakeCard(ctx, id, call); data.CodeOf(err) != data.CodeNoCase {
				t.Errorf("%s: a caseworker it is not restricted to makes one: %v", name, err)
			}
			v = reopen(t, v, path, o)
		}
		volunteerSees(0)
		if err := v.MakeCard(ctx, id, call); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !v.HasCard(id) {
			t.Errorf("%s: the card is not there", name)
		}
		volunteerSees(1)
		if err := v.TakeCardBack(ctx, id); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		volunteerSees(0)
		if checked := must[data.Checked](t)(v.Check(ctx, nil)); !checked.OK {
			t.Errorf("%s: check: %+v", name, checked)
		}
		v.Close()
	}
}
