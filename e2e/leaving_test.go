package e2e

import (
	"context"
	"testing"

	"noddfa/data"
)

// TestSomebodyLeavesAndTheirComputerIsMissing hands a case to a colleague, removes who had it, opens the incident of a
// computer that is gone, and erases a case that no rule calls due.
func TestSomebodyLeavesAndTheirComputerIsMissing(t *testing.T) {
	t.Parallel()
	const theirs = "NOD-AAAA-01"
	d, _ := atRecords(t, func(ctx context.Context, v *data.Vault) error {
		if _, err := v.AddMember(ctx, caseworkerName, data.Caseworker, secretPhrase+" too"); err != nil {
			return err
		}
		_, err := v.StartCase(ctx, data.Case{Reference: theirs, CalledName: calledName, Owner: caseworkerName}, data.Person{})
		return err
	})
	d.key("alt+6")
	d.click(say("team.remove"))
	d.find(say("leaving.title.of", map[string]any{"Name": caseworkerName}))
	d.shot("leaving")
	d.click(say("leaving.hand"))
	d.find(say("leaving.to"))
	d.key("Down", "Tab", "Return") // the only one who may take it
	d.find(say("leaving.nothing"))
	d.key("ctrl+Return")
	d.find(say("leaving.remove.unseen")[:20])
	d.key("Return")
	d.find(say("leaving.gone", map[string]any{"Name": caseworkerName}))

	d.key("alt+6")
	d.click(say("lost.title"))
	d.find(say("lost.other"))
	d.shot("missing-computer")
	d.click(say("lost.this"))
	d.find(say("request.kind.breach"))
	d.key("ctrl+Return")
	d.click(say("lost.do"))
	d.find(say("lost.title"))

	d.key("alt+3")
	d.click(calledName)
	d.find(say("case.tab.history"))
	d.key("ctrl+7")
	d.click(say("erase.case"))
	d.fill(say("retention.why"), signedWhy)
	d.fill(say("retention.confirm"), theirs)
	d.click(say("retention.sign"))
	d.find(say("common.close"))
	d.key("Return")
	d.gone(calledName)
	v := d.locked()
	if n := len(v.Cases()); n != 0 {
		t.Errorf("%d cases are left", n)
	}
	log, err := v.IncidentLog(t.Context())
	if err != nil || len(log) != 1 {
		t.Errorf("the incident log is %+v: %v", log, err)
	}
	for _, m := range v.Members() {
		if m.Name == caseworkerName && m.Active {
			t.Error("whoever left can still unlock")
		}
	}
}
