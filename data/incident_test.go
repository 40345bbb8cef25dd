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
