package data_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

func TestClosingSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	ctx := t.Context()
	supported := data.Closing{Outcome: data.OutcomeSupported}
	for name, c := range map[string]struct {
		of      data.Case
		client  data.Person
		task    bool
		closing data.Closing
		missing string
	}{
		"nothing":                        {closing: supported},
		"no outcome":                     {missing: "outcome"},
		"danger now":                     {of: data.Case{DangerNow: data.Yes}, closing: supported, missing: "danger"},
		"a crisis":                       {of: data.Case{Suicide: data.Crisis{Thoughts: data.Yes}}, closing: supported, missing: "crisis"},
		"a crisis, and the person died":  {of: data.Case{Suicide: data.Crisis{Thoughts: data.Yes}}, closing: data.Closing{Outcome: data.OutcomeDied}},
		"under 18 without a decision":    {client: data.Person{Age: 15, AgeOn: noon}, closing: supported, missing: "safeguarding"},
		"an adult at risk without one":   {client: data.Person{Age: 40, AgeOn: noon, AtRisk: data.Yes}, closing: supported, missing: "safeguarding"},
		"a task that is open":            {task: true, closing: supported, missing: "tasks"},
		"one that is meant to stay open": {task: true, closing: data.Closing{Outcome: data.OutcomeDeclined, KeepTasks: true}},
		"several at once":                {of: data.Case{DangerNow: data.Yes}, task: true, missing: "outcome danger tasks"},
	} {
		id := must[data.ID](t)(v.StartCase(ctx, c.of, c.client))
		if c.task {
			must[data.Entry[data.Task]](t)(data.Add(ctx, v, id, data.Task{What: "Ring the bank"}))
		}
		err := v.CloseCase(ctx, id, c.closing)
		line, _ := v.CaseLine(id)
		if c.missing == "" {
			if err != nil || line.Closed.IsZero() {
				t.Errorf("%s: %v, %+v", name, err, line)
			}
			continue
		}
		var e *data.Error
		if !errors.As(err, &e) || e.Code != data.CodeCannotClose || !line.Closed.IsZero() {
			t.Errorf("%s: %v, %+v", name, err, line)
			continue
		}
		if got, _ := e.Args["Missing"].([]string); strings.Join(got, " ") != c.missing {
			t.Errorf("%s: %v is missing, not %s", name, got, c.missing)
		}
	}
}

func TestAClosedCaseIsOpenedAgainAndKeepsItsHistory(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Sam", Number: "07700 900461", FollowUp: data.FollowUp{On: noon.AddDate(0, 0, 1)}}))
	id := must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	must[data.Entry[data.Plan]](t)(data.Add(ctx, v, id, data.Plan{Made: noon, Review: noon}))
	if err := v.CloseCase(ctx, id, data.Closing{Outcome: data.OutcomeDisengaged, Words: " No answer for weeks. ", KeepTasks: true}); err != nil {
		t.Fatal(err)
	}
	if card, _ := v.Card(contact); !card.CallOn.IsZero() {
		t.Error("a volunteer would still ring back")
	}
	review := func(i data.TodayItem) bool { return i.Kind == data.TodayReview }
	if today := v.Today(); today.Today.Only(review).Len()+today.Week.Only(review).Len() > 0 {
		t.Errorf("the plan of a closed case is on Today: %+v", today)
	}
	v = reopen(t, v, path, o)
	c := must[*data.CaseFile](t)(v.OpenCase(ctx, id)).Case.Value
	if !c.Closed.Equal(noon) || c.Outcome != "disengaged" || c.OutcomeWords != "No answer for weeks." || c.ClosedBy != "Mair Example" {
		t.Errorf("closed: %+v", c)
	}
	if err := v.ReopenCase(ctx, id, "rang again"); err != nil {
		t.Fatal(err)
	}
	c = must[*data.CaseFile](t)(v.OpenCase(ctx, id)).Case.Value
	if line, _ := v.CaseLine(id); !c.Closed.IsZero() || c.Outcome != "" || c.ReopenedWhy != "rang again" || !line.Closed.IsZero() {
		t.Errorf("opened again: %+v", c)
	}
	versions := must[[]data.Version](t)(v.History(ctx, id))
	if was, _ := versions[len(versions)-2].Value.(data.Case); was.Outcome != "disengaged" || was.Closed.Before(noon.Add(-time.Second)) {
		t.Errorf("the history has %+v", was)
	}
}
