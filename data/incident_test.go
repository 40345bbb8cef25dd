package data_test

import (
	"testing"
	"time"

	"noddfa/data"
)

func TestWrongNumberGoesToTheIncidentLogForManagersAlone(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Vol Example", data.Volunteer, volunteerSecret))
	v = asVolunteer(t, v, path, o, time.Hour)
	c := data.Contact{Caller: data.CallerWrongNumber, WrongNumber: "A man answered. We asked for Sam."}
	id := must[data.ID](t)(v.LogContact(ctx, c))
	c.Said = "Nothing more."
	if err := v.ChangeContact(ctx, id, c); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Incidents(ctx); data.CodeOf(err) != data.CodeNoKey {
		t.Errorf("a volunteer reads the log: %v", err)
	}
	v = reopen(t, v, path, o)
	log := must[[]data.Entry[data.Incident]](t)(v.Incidents(ctx))
	if len(log) != 1 || log[0].Value.Words != c.WrongNumber || log[0].Value.Contact != id || log[0].By != "Vol Example" {
		t.Errorf("the log has %+v", log)
	}
	if damage := v.Damaged(); len(damage) > 0 {
		t.Errorf("damaged: %+v", damage)
	}
}

func TestTheIncidentLogHasWhatWasDecidedInTheRegister(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, caseworkerSecret))
	must[data.ID](t)(v.LogContact(ctx, data.Contact{Caller: data.CallerWrongNumber, WrongNumber: "A man answered."}))
	must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.Breach, Incident: data.IncidentWrongPlace, Wants: "A letter went to the old address."}))
	must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.Complaint}))
	log := must[[]data.LoggedIncident](t)(v.IncidentLog(ctx))
	if len(log) != 2 {
		t.Fatalf("the log has %+v", log)
	}
	for _, i := range log {
		if i.Registered() != (i.What == data.IncidentWrongPlace) {
			t.Errorf("%+v is in the register", i)
		}
		if !i.Registered() {
			id := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, i.AsBreach(v.Now(), v.Me().Name)))
			waits := func() (n int) {
				for _, item := range v.Today().Now.All() {
					if item.Request == id {
						n++
					}
				}
				return n
			}
			if waits() != 1 {
				t.Error("it does not wait for the ICO to be told")
			}
			f := must[data.RequestFile](t)(v.OpenRequest(ctx, id))
			f.Request.Value.ICOWhyNot = "No name was said."
			must[data.ID](t)(v.SaveRequest(ctx, id, f.Request.Value))
			v = reopen(t, v, path, o)
			if waits() != 0 {
				t.Error("it is written why the ICO is not told, and it still waits")
			}
		}
	}
	log = must[[]data.LoggedIncident](t)(v.IncidentLog(ctx))
	if len(log) != 2 || !log[0].Registered() || !log[1].Registered() {
		t.Fatalf("the log has %+v", log)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v = unlockAs(t, path, caseworkerSecret, o)
	if _, err := v.IncidentLog(ctx); data.CodeOf(err) != data.CodeNoKey {
		t.Errorf("a caseworker reads it: %v", err)
	}
}

func TestAMissingComputerIsFoundByWhoUsedItAndWhatItSaved(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, caseworkerSecret))
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	there := o
	there.StateDir = t.TempDir()
	v = unlockAs(t, path, caseworkerSecret, there)
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Sam"}, data.Person{}))
	if err := v.RecordCopy(ctx, id, data.SavedFile{Path: "/home/cadi/NOD-1.pdf", SHA256: "ab"}); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Computers(ctx); data.CodeOf(err) != data.CodeNoKey {
		t.Errorf("a caseworker asks: %v", err)
	}
	v = reopen(t, v, path, o)
	list := must[[]data.ComputerSeen](t)(v.Computers(ctx))
	if len(list) != 2 {
		t.Fatalf("the computers are %+v", list)
	}
	for _, c := range list {
		if c.Here {
			continue
		}
		if len(c.UsedBy) != 1 || c.UsedBy[0] != "Cadi Example" || !c.PassphraseOnly || len(c.Copies) != 1 || c.Last.IsZero() {
			t.Errorf("the other is %+v", c)
		}
		lost := v.Lost(c)
		if lost.Bound != data.No || lost.Copies != 1 || lost.Cases != 1 {
			t.Errorf("written down: %+v", lost)
		}
	}
	since := v.Now()
	if err := v.ResetMember(ctx, "Cadi Example", "copper lantern meadow zebra"); err != nil {
		t.Fatal(err)
	}
	if done := must[map[string]time.Time](t)(v.ResetSince(ctx, []string{"Cadi Example", "Mair Example"}, since)); len(done) != 1 || done["Cadi Example"].IsZero() {
		t.Errorf("new keys: %v", done)
	}
}
