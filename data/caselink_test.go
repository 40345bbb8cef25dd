package data_test

import (
	"testing"
	"time"

	"noddfa/data"
)

const caseworkerSecret = "yet another five plain words"

// twoSides are two cases, of Mair and of Cadi, with a note each, in a vault that both can open.
func twoSides(t *testing.T) (v *data.Vault, path string, o data.Options, mairs, cadis data.ID) {
	t.Helper()
	v, path, o = newVault(t)
	must[data.Member](t)(v.AddMember(t.Context(), "Cadi Example", data.Caseworker, caseworkerSecret))
	open := func(name, number, owner string) data.ID {
		contact := must[data.ID](t)(v.LogContact(t.Context(), data.Contact{CalledName: name, Number: number}))
		id := must[data.ID](t)(v.Triage(t.Context(), contact, data.ID{}))
		c := must[*data.CaseFile](t)(v.OpenCase(t.Context(), id)).Case.Value
		c.Owner = owner
		must[data.Entry[data.Case]](t)(data.Change(t.Context(), v, id, id, c))
		must[data.Entry[data.Note]](t)(v.WriteNote(t.Context(), id, data.Note{Said: name + " spoke of the harbour."}))
		must[data.Entry[data.Task]](t)(data.Add(t.Context(), v, id, data.Task{What: "Ring back", Due: v.Now()}))
		return id
	}
	return v, path, o, open("Siân", "07700 900461", "Mair Example"), open("Rhys", "07700 900512", "Cadi Example")
}

func TestOpposingCasesNeverHaveOneWorkerNorFindEachOther(t *testing.T) {
	t.Parallel()
	v, path, o, mairs, cadis := twoSides(t)
	ctx := t.Context()
	if err := v.LinkCases(ctx, mairs, cadis, data.Opposing, "told by both"); err != nil {
		t.Fatal(err)
	}
	if err := v.LinkCases(ctx, cadis, mairs, data.Returned, ""); data.CodeOf(err) != data.CodeLinked {
		t.Errorf("linked again: %v", err)
	}
	c := must[*data.CaseFile](t)(v.OpenCase(ctx, cadis)).Case.Value
	c.Owner = " mair example"
	if _, err := data.Change(ctx, v, cadis, cadis, c); data.CodeOf(err) != data.CodeOpposing {
		t.Errorf("given to the worker of the other side: %v", err)
	}
	trail := must[[]data.AuditLine](t)(v.Audit(ctx))
	if n := len(trail); n < 2 || trail[n-1].Action != data.AuditLinked || trail[n-2].Detail != string(data.Opposing) {
		t.Errorf("the trail ends with %+v", trail[n-2:])
	}

	sees := func(v *data.Vault, who string, own, other data.ID, number string) {
		t.Helper()
		readForSearch(t, v)
		for _, h := range hits(t, v, "harbour") {
			if h.Case == other {
				t.Errorf("%s finds a note of the other side", who)
			}
		}
		if len(hits(t, v, "harbour")) != 1 || len(hits(t, v, number)) != 0 {
			t.Errorf("%s finds %v and %v", who, found(t, v, "harbour"), found(t, v, number))
		}
		onToday := map[data.ID]bool{}
		for _, item := range v.Today().Today.All() {
			onToday[item.Case] = true
		}
		if !onToday[own] || onToday[other] {
			t.Errorf("on Today %s has %+v", who, v.Today().Today)
		}
		if !v.OtherSide(other) || v.OtherSide(own) || len(v.LinkedTo(own)) != 0 {
			t.Errorf("%s is shown the other side", who)
		}
		if known := v.MayBeKnown(t.Context(), data.Contact{Number: number}, data.ID{}); len(known) != 0 {
			t.Errorf("%s is told that somebody is known: %+v", who, known)
		}
	}
	sees(v, "Mair", mairs, cadis, "07700 900512")
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	cadi := unlockAs(t, path, caseworkerSecret, o)
	sees(cadi, "Cadi", cadis, mairs, "07700 900461")
	if err := cadi.LinkCases(ctx, mairs, cadis, data.SameHousehold, ""); data.CodeOf(err) != data.CodeNoKey {
		t.Errorf("a caseworker links cases: %v", err)
	}
	if err := cadi.Close(); err != nil {
		t.Fatal(err)
	}

	v = unlockAs(t, path, passphrase, o) // and once it is ended
	readForSearch(t, v)
	line, _ := v.CaseLine(mairs)
	if len(line.Links) != 1 {
		t.Fatalf("the links are %+v", line.Links)
	}
	if err := v.UnlinkCases(ctx, mairs, line.Links[0].Record); err != nil {
		t.Fatal(err)
	}
	if len(hits(t, v, "harbour")) != 2 || v.OtherSide(cadis) {
		t.Error("the link is ended, and the other side is still hidden")
	}
	v = reopen(t, v, path, o)
	for _, id := range []data.ID{mairs, cadis} {
		if line, _ := v.CaseLine(id); len(line.Links) != 0 {
			t.Errorf("after unlocking again there is %+v", line.Links)
		}
	}
}

func TestOneWorkerOnBothSidesStopsALink(t *testing.T) {
	t.Parallel()
	v, _, _, mairs, cadis := twoSides(t)
	c := must[*data.CaseFile](t)(v.OpenCase(t.Context(), cadis)).Case.Value
	c.Owner = "Mair Example"
	must[data.Entry[data.Case]](t)(data.Change(t.Context(), v, cadis, cadis, c))
	if err := v.LinkCases(t.Context(), mairs, cadis, data.Opposing, ""); data.CodeOf(err) != data.CodeOpposing {
		t.Errorf("linked: %v", err)
	}
	if err := v.LinkCases(t.Context(), mairs, cadis, data.SameHousehold, ""); err != nil {
		t.Error(err)
	}
	if list := v.LinkedTo(mairs); len(list) != 1 || list[0].Line.ID != cadis || list[0].Relation != data.SameHousehold {
		t.Errorf("linked to %+v", list)
	}
	if err := v.LinkCases(t.Context(), mairs, mairs, data.Returned, ""); data.CodeOf(err) != data.CodeNoCase {
		t.Errorf("linked to itself: %v", err)
	}
}

func TestWhoeverCameBackIsCountedOnce(t *testing.T) {
	t.Parallel()
	v, _, _, first, second := twoSides(t)
	parent := must[data.ID](t)(v.LogContact(t.Context(), data.Contact{CalledName: "A parent", Caller: data.CallerParent}))
	must[data.ID](t)(v.Triage(t.Context(), parent, second))
	people := func() int {
		return must[data.Stats](t)(v.Stats(noon.Add(-time.Hour), noon)).People.N
	}
	if n := people(); n != 3 {
		t.Fatalf("before: %d", n)
	}
	if err := v.LinkCases(t.Context(), first, second, data.Returned, ""); err != nil {
		t.Fatal(err)
	}
	if n := people(); n != 2 {
		t.Errorf("who came back, and a parent: %d people", n)
	}
}

func TestMatchKnowsNumbersAddressesAndAccountsInAnySpelling(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	for _, n := range []string{"07700 900461", "Instagram: @Cerys.07", "mari@mail.example", "lovely_example"} {
		must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Number: n}))
	}
	for typed, want := range map[string]int{
		"+44 7700 900461": 1, "07700900461 (not after six)": 1, "cerys.07": 1, "https://instagram.com/CERYS.07/": 1, "insta cerys.07": 1, "@lovely_example": 1,
		"MARI@mail.example": 1, "mari": 0, "mari@mail.other.example": 0, "0770": 0, "ring the sister of cerys.07": 0, "": 0,
	} {
		if got := v.MayBeKnown(t.Context(), data.Contact{Number: typed}, data.ID{}); len(got) != want {
			t.Errorf("%q: %+v", typed, got)
		}
	}
}
