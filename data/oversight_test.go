package data

import (
	"slices"
	"testing"
	"time"
)

func titleOf(i OversightItem) string {
	if i.ToDo != nil {
		return i.ToDo.What
	}
	return i.Title
}

// waitingFor are the titles of one reason, in the order of the list.
func waitingFor(list []OversightItem, kind OversightKind) []string {
	var titles []string
	for _, i := range list {
		if i.Kind == kind {
			titles = append(titles, titleOf(i))
		}
	}
	return titles
}

func TestAManagerSeesWhatWaitsAcrossTheTeam(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	s.v.Now = func() time.Time { return now }
	day := func(n int) time.Time { return now.AddDate(0, 0, n) }

	quiet, err := s.v.StartCase(t.Context(), Case{CalledName: "Quiet", Owner: "Cadi"}, Person{})
	s.ok(err)
	s.v.Now = func() time.Time { return now.AddDate(0, 0, 29) }
	busy, err := s.v.StartCase(t.Context(), Case{CalledName: "Busy", Suicide: Crisis{Thoughts: Yes}}, Person{Role: RoleClient, CalledName: "Busy", Age: 15})
	s.ok(err)
	_, err = Add(t.Context(), s.v, busy, Plan{Review: day(27)})
	s.ok(err)
	_, err = Add(t.Context(), s.v, busy, Plan{Review: day(27)})
	s.ok(err)
	_, err = Add(t.Context(), s.v, busy, Assessment{Level: RiskHigh, Review: day(29)}) // today: not overdue
	s.ok(err)
	_, err = Add(t.Context(), s.v, busy, Task{What: "Ring the school", Owner: "Lowri", Due: day(20)})
	s.ok(err)
	_, err = Add(t.Context(), s.v, busy, Task{What: "Done already", Due: day(20), Done: day(21)})
	s.ok(err)
	_, err = s.v.LogContact(t.Context(), Contact{Started: day(28), CalledName: "Nobody reached", Outgoing: true, Attempted: true, Debrief: true})
	s.ok(err)
	_, err = s.v.LogContact(t.Context(), Contact{Started: day(1), CalledName: "Promised", FollowUp: FollowUp{On: day(26), Who: "Vali"}})
	s.ok(err)
	for name, received := range map[string]time.Time{"Overdue": day(-10), "Has time": day(28)} {
		_, err = s.v.SaveRequest(t.Context(), ID{}, Request{Kind: SubjectAccess, Name: name, Received: received})
		s.ok(err)
	}
	_, err = s.v.SaveRequest(t.Context(), ID{}, Request{Kind: Breach, Name: "Judged", Received: day(28), ICOWhyNot: "nobody is at risk"})
	s.ok(err)
	closed, err := s.v.StartCase(t.Context(), Case{CalledName: "Closed", Closed: day(1), Suicide: Crisis{Thoughts: Yes}}, Person{})
	s.ok(err)

	list, err := s.v.Oversight(t.Context())
	s.ok(err)
	for kind, want := range map[OversightKind][]string{
		OversightCrisis: {"Busy"}, OversightSafeguarding: {"Busy"}, OversightFirst: {"Nobody reached"}, OversightReview: {"Busy"}, OversightRisk: nil,
		OversightTask: {"Ring the school", "Promised"}, OversightDebrief: {"Mair"}, OversightRequest: {"Overdue", "Judged"}, OversightQuiet: {"Quiet", "Siân"},
	} {
		got := waitingFor(list, kind)
		if kind == OversightQuiet {
			slices.Sort(got)
			if s.v.Organisation().Quiet() != 28 {
				t.Error("a case is not asked after when four weeks have passed")
			}
			got = slices.DeleteFunc(got, func(name string) bool { return name == "Siân" }) // written by the computer's own clock
			want = []string{"Quiet"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
	for _, i := range list {
		if i.Case == closed {
			t.Errorf("a closed case waits: %s", i.Kind)
		}
		if titleOf(i) == "Ring the school" && i.Who != "Lowri" || i.Case == quiet && i.Who != "Cadi" {
			t.Errorf("%q is %q's", titleOf(i), i.Who)
		}
	}

	o := s.v.Organisation()
	o.QuietDays = 42
	s.ok(s.v.SaveOrganisation(t.Context(), o))
	list, err = s.v.Oversight(t.Context())
	s.ok(err)
	if slices.Contains(waitingFor(list, OversightQuiet), "Quiet") {
		t.Error("the organisation's own number of days is not used")
	}
}

func TestALetterWaitsForItsReplyUntilItsTaskIsDone(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	v := s.as("Cadi")
	letter, err := s.issue(v, LetterChoices{Force: "south-wales", Basis: BasisVital, BasisNote: "a life is at risk", Urgent: "threat tonight"})
	s.ok(err)

	v = s.as("Mair")
	v.Now = func() time.Time { return letter.Value.Issued.AddDate(0, 2, 0) }
	list, err := v.Oversight(t.Context())
	s.ok(err)
	number := []string{letter.Value.Letter.Number}
	if got := waitingFor(list, OversightReply); !slices.Equal(got, number) {
		t.Errorf("no reply: %q", got)
	}
	if got := waitingFor(list, OversightApproval); !slices.Equal(got, number) {
		t.Errorf("left before a manager saw it: %q", got)
	}
	s.ok(v.Rule(t.Context(), s.id, letter.ID, RulingApproved, ""))
	f, err := v.OpenCase(t.Context(), s.id)
	s.ok(err)
	for _, task := range f.Tasks {
		if task.Value.From == letter.ID {
			task.Value.Done = v.Now()
			_, err := Change(t.Context(), v, s.id, task.ID, task.Value)
			s.ok(err)
		}
	}
	list, err = v.Oversight(t.Context())
	s.ok(err)
	if len(waitingFor(list, OversightReply))+len(waitingFor(list, OversightApproval)) > 0 {
		t.Errorf("still waits: %v", list)
	}
	if got := waitingFor(list, OversightLate); !slices.Equal(got, number) {
		t.Errorf("approved late: %q", got)
	}
}

func TestOnlyAManagerLooksAcrossTheTeam(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	for _, name := range []string{"Cadi", "Vali"} {
		if _, err := s.as(name).Oversight(t.Context()); CodeOf(err) != CodeNoKey {
			t.Errorf("%s: %v", name, err)
		}
	}
}
