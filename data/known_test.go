package data_test

import (
	"testing"
	"time"

	"noddfa/data"
)

func TestANumberInACaseIsKnownToWhoMayOpenItThoughNobodyEverRangFromIt(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Vol Example", data.Volunteer, volunteerSecret))
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{SafeContact: data.SafeContact{Email: "quiet@mail.example"}}, data.Person{CalledName: "Sam", Number: "07700 900461"}))
	must[data.Entry[data.Person]](t)(data.Add(ctx, v, id, data.Person{CalledName: "Nan", Number: "01632 960 555"}))
	must[data.Entry[data.Suspect]](t)(data.Add(ctx, v, id, data.Suspect{Accounts: []data.Account{{Phone: "+44 7700 900777"}}}))
	must[data.Entry[data.Note]](t)(v.WriteNote(ctx, id, data.Note{Said: "The bank's number is 01632 960 999."}))
	asked := map[string]data.Contact{
		"the person's own": {Number: "+44 7700 900 461"}, "somebody's around them": {Number: "01632960555"}, "the address": {EmailTo: "quiet@mail.example"},
	}
	for name, c := range asked {
		if known := v.MayBeKnown(ctx, c, data.ID{}); len(known) != 0 {
			t.Errorf("%s is known before anything is read: %+v", name, known)
		}
	}
	readForSearch(t, v)
	for name, c := range asked {
		if known := v.MayBeKnown(ctx, c, data.ID{}); len(known) != 1 || known[0] != (data.Known{Case: id}) {
			t.Errorf("%s: %+v", name, known)
		}
	}
	if known := v.MayBeKnown(ctx, data.Contact{Number: "07700 900777"}, data.ID{}); len(known) != 1 || known[0] != (data.Known{Case: id, Suspect: true}) {
		t.Errorf("a suspected person's: %+v", known)
	}
	for _, other := range []string{"01632 960 999", "07700 900462", "900461", ""} {
		if known := v.MayBeKnown(ctx, data.Contact{Number: other}, data.ID{}); len(known) != 0 {
			t.Errorf("%q: %+v", other, known)
		}
	}
	v = asVolunteer(t, v, path, o, time.Hour)
	readForSearch(t, v)
	for name, c := range asked {
		if known := v.MayBeKnown(ctx, c, data.ID{}); len(known) != 0 {
			t.Errorf("the volunteer is told of %s: %+v", name, known)
		}
	}
}

func TestACaseIsFoundByTheNameOfItsKindInEitherLanguage(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	id := must[data.ID](t)(v.StartCase(t.Context(), data.Case{Matter: data.OnlineBlackmail}, data.Person{}))
	must[data.ID](t)(v.StartCase(t.Context(), data.Case{Matter: data.OtherMatter}, data.Person{}))
	readForSearch(t, v)
	stalking := must[data.ID](t)(v.StartCase(t.Context(), data.Case{Matter: data.Stalking}, data.Person{})) // after it was read
	for typed, want := range map[string]data.ID{"blacmel ar-lein": id, "online blackmail": id, "blacmel": id, "stelcio": stalking, "stalking": stalking} {
		list := hits(t, v, typed)
		if len(list) != 1 || list[0].Case != want || list[0].Matter == "" || list[0].Text != "" {
			t.Errorf("%q finds %+v", typed, list)
		}
	}
	if list := hits(t, v, "something else"); len(list) != 0 {
		t.Errorf("every case of no kind is found: %+v", list)
	}
}
