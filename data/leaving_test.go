package data_test

import (
	"slices"
	"testing"

	"noddfa/data"
)

// left is what somebody leaves behind, by kind.
func left(t *testing.T, v *data.Vault, of data.ID) map[data.LeavingKind][]data.LeavingItem {
	t.Helper()
	l, err := v.Leaving(t.Context(), of)
	if err != nil {
		t.Fatal(err)
	}
	by := map[data.LeavingKind][]data.LeavingItem{}
	for _, item := range l.Items {
		by[item.Kind] = append(by[item.Kind], item)
	}
	return by
}

func TestWhoLeavesHandsEverythingToColleaguesBeforeTheyAreRemoved(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	cadi := must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, caseworkerSecret))
	vol := must[data.Member](t)(v.AddMember(ctx, "Vol Example", data.Volunteer, volunteerSecret))
	other := must[data.Member](t)(v.AddMember(ctx, "Other Example", data.Caseworker, "five plain words of another"))
	tomorrow := noon.AddDate(0, 0, 1)
	waiting := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Sam", FollowUp: data.FollowUp{Who: "Cadi Example", On: tomorrow}}))
	must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Nobody's", FollowUp: data.FollowUp{On: tomorrow}}))
	open := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Elin", Owner: "cadi example"}, data.Person{}))
	done := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Gwen", Owner: "Cadi Example"}, data.Person{}))
	if err := v.CloseCase(ctx, done, data.Closing{Outcome: data.OutcomeSupported}); err != nil {
		t.Fatal(err)
	}
	ring := must[data.Entry[data.Task]](t)(data.Add(ctx, v, open, data.Task{What: "ring", Owner: "Cadi Example", Due: tomorrow}))
	must[data.Entry[data.Task]](t)(data.Add(ctx, v, open, data.Task{What: "over", Owner: "Cadi Example", Done: noon}))
	sorted := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Rhys", Number: "07700 900123", FollowUp: data.FollowUp{Who: "Cadi Example", On: tomorrow.AddDate(0, 0, 1)}}))
	must[data.ID](t)(v.Triage(ctx, sorted, done))
	asked := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.SubjectAccess, Name: "Elin", Owner: "Cadi Example"}))
	secret := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Hidden", Owner: "Cadi Example"}, data.Person{}))
	must[data.Entry[data.Task]](t)(data.Add(ctx, v, secret, data.Task{What: "with the case", Owner: "Cadi Example"}))
	if err := v.Restrict(ctx, secret, []data.ID{v.Me().ID, cadi.ID}); err != nil {
		t.Fatal(err)
	}

	by := left(t, v, cadi.ID)
	for kind, n := range map[data.LeavingKind]int{data.LeavingRestricted: 1, data.LeavingCase: 1, data.LeavingCallBack: 1, data.LeavingRequest: 1} {
		if len(by[kind]) != n {
			t.Errorf("%s: %+v", kind, by[kind])
		}
	}
	if tasks := by[data.LeavingTask]; len(tasks) == 0 || !slices.ContainsFunc(tasks, func(i data.LeavingItem) bool { return i.ID == ring.ID }) || slices.ContainsFunc(tasks, func(i data.LeavingItem) bool { return i.Case == secret }) {
		t.Errorf("tasks: %+v", tasks)
	}
	if err := v.RemoveMember(ctx, "Cadi Example"); data.CodeOf(err) != data.CodeLastNamed {
		t.Fatalf("removed while a restricted case is left to one: %v", err)
	}
	// A volunteer takes call-backs and nothing else.
	if n, err := v.HandOver(ctx, cadi.ID, vol.ID, slices.Concat(by[data.LeavingCase], by[data.LeavingRestricted], by[data.LeavingCallBack])...); n != 1 || data.CodeOf(err) != data.CodeNoMember {
		t.Errorf("a volunteer took %d, %v", n, err)
	}
	var rest []data.LeavingItem
	for kind, list := range by {
		if kind != data.LeavingCallBack {
			rest = append(rest, list...)
		}
	}
	if n, err := v.HandOver(ctx, cadi.ID, other.ID, rest...); err != nil || n != len(rest) {
		t.Fatalf("%d of %d were handed over: %v", n, len(rest), err)
	}
	if again := left(t, v, cadi.ID); len(again) != 0 {
		t.Errorf("still theirs: %+v", again)
	}
	if err := v.SeeOff(ctx, "Cadi Example", "Mair Example"); err != nil {
		t.Fatal(err)
	}
	l := must[data.Leaving](t)(v.Leaving(ctx, cadi.ID))
	if l.Member.Active || l.Copies == nil || l.Copies.Detail != "Mair Example" {
		t.Errorf("after removal: %+v", l)
	}
	if line, _ := v.CaseLine(done); line.Owner != "Cadi Example" {
		t.Errorf("a closed case's worker became %q", line.Owner)
	}
	if f := must[data.RequestFile](t)(v.OpenRequest(ctx, asked)); f.Request.Value.Owner != "Other Example" {
		t.Errorf("the request is %+v", f.Request.Value)
	}
	contact := must[data.Entry[data.Contact]](t)(v.Contact(ctx, waiting))
	if f := contact.Value.FollowUp; f.Who != "Vol Example" || f.From != "Cadi Example" {
		t.Errorf("the call-back is %+v", f)
	}

	// Whoever took the restricted case opens it and its task is theirs.
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v = unlockAs(t, path, "five plain words of another", o)
	if line, ok := v.CaseLine(secret); !ok || line.Owner != "Other Example" {
		t.Errorf("the restricted case is %+v, %t", line, ok)
	}
	for _, task := range v.Tasks() {
		if task.Done.IsZero() && task.Owner == "Cadi Example" {
			t.Errorf("still theirs: %+v", task)
		}
	}
	if _, err := v.Leaving(ctx, vol.ID); data.CodeOf(err) != data.CodeNoKey {
		t.Errorf("a caseworker looked: %v", err)
	}
}

func TestARestrictedCaseWhoseKeyIsNotHereSaysWhoCanHandItOver(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	cadi := must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, caseworkerSecret))
	must[data.Member](t)(v.AddMember(ctx, "Nia Example", data.Manager, "five plain words of another"))
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Hidden", Owner: "Cadi Example"}, data.Person{}))
	if err := v.Restrict(ctx, id, []data.ID{v.Me().ID, cadi.ID}); err != nil {
		t.Fatal(err)
	}
	me := v.Me().Name
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v = unlockAs(t, path, "five plain words of another", o)
	l := must[data.Leaving](t)(v.Leaving(ctx, cadi.ID))
	if len(l.Items) != 0 || l.Locked != 1 || l.Alone || !slices.Equal(l.CanOpen, []string{me}) {
		t.Errorf("to another manager: %+v", l)
	}
	if n, err := v.HandOver(ctx, cadi.ID, v.Me().ID, data.LeavingItem{Kind: data.LeavingRestricted, ID: id, Case: id}); n != 0 || err == nil {
		t.Errorf("handed over without the key: %d, %v", n, err)
	}
}
