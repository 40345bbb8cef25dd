package data_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

// requestIDs are the requests a member is shown.
func requestIDs(v *data.Vault) []data.ID {
	var list []data.ID
	for _, l := range v.Requests() {
		list = append(list, l.ID)
	}
	return list
}

func exported(t *testing.T, v *data.Vault) string {
	t.Helper()
	var out bytes.Buffer
	must[[]data.Damage](t)(v.Export(t.Context(), &out))
	return out.String()
}

func TestARequestIsKeptWithItsVersionsAndItsDecision(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	r := data.Request{Kind: data.SubjectAccess, Received: noon, How: "phone", By: "Mair Example", Asker: data.AskerPerson, Name: "Siân Example", Wants: "Everything about the harbour."}
	id := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, r))
	r.Identity = data.IdentityCheck{Asked: noon, Confirmed: noon.AddDate(0, 0, 3), How: "code word", By: "Mair Example"}
	must[data.ID](t)(v.SaveRequest(ctx, id, r))
	if err := v.DecideRequest(ctx, id, data.RequestDecision{Outcome: data.RequestRefused}); data.CodeOf(err) != data.CodeNeedsReason {
		t.Errorf("refused without a reason: %v", err)
	}
	if err := v.DecideRequest(ctx, id, data.RequestDecision{Outcome: data.RequestPart, Reason: "It names others."}); err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, path, o)
	f := must[data.RequestFile](t)(v.OpenRequest(ctx, id))
	if f.Request.Versions != 2 || f.Request.Value.Wants != r.Wants || f.Request.Value.Identity.How != "code word" || f.Decision.Value.Outcome != data.RequestPart {
		t.Errorf("read %+v", f)
	}
	if l, ok := v.RequestLine(id); !ok || l.Open() || l.Name != "Siân Example" || l.Wants != "" {
		t.Errorf("the line is %+v", l)
	}
	if history := must[[]data.Version](t)(v.History(ctx, id)); len(history) != 2 {
		t.Errorf("%d versions", len(history))
	}
	readForSearch(t, v)
	if list := hits(t, v, "harbour"); len(list) != 1 || list[0].Kind != data.KindRequest || list[0].Name != "Siân Example" || list[0].Shelf != data.ShelfRequests {
		t.Errorf("found %+v", list)
	}
	if list := hits(t, v, "subject-access"); len(list) != 0 {
		t.Errorf("a choice was found: %+v", list)
	}
	if out := exported(t, v); !strings.Contains(out, `"kind":"request"`) || !strings.Contains(out, `"kind":"request-decision"`) || !strings.Contains(out, "harbour") {
		t.Error("the export has no request")
	}
	if checked := must[data.Checked](t)(v.Check(ctx, nil)); !checked.OK {
		t.Errorf("check: %+v", checked)
	}
	var trail []string
	for _, l := range must[[]data.AuditLine](t)(v.Audit(ctx)) {
		if l.Action == data.AuditRequest || l.Action == data.AuditDecided {
			trail = append(trail, l.Detail)
			if l.Request != id {
				t.Errorf("a line of the trail is about %v", l.Request)
			}
		}
	}
	if !slices.Equal(trail, []string{"subject-access", "subject-access", "part-given"}) {
		t.Errorf("the trail has %v", trail)
	}
}

func TestWhoMayReadAndDecideARequest(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, caseworkerSecret))
	must[data.Member](t)(v.AddMember(ctx, "Vali Example", data.Volunteer, "three plain words more here"))
	id := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.Complaint, Received: noon, Name: "Rhys", Wants: "About the harbour."}))
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	cadi := unlockAs(t, path, caseworkerSecret, o)
	f := must[data.RequestFile](t)(cadi.OpenRequest(ctx, id))
	f.Request.Value.Wants += " And the pier."
	must[data.ID](t)(cadi.SaveRequest(ctx, id, f.Request.Value))
	if err := cadi.DecideRequest(ctx, id, data.RequestDecision{Outcome: data.RequestGiven}); data.CodeOf(err) != data.CodeNoKey {
		t.Errorf("a caseworker decided: %v", err)
	}
	if err := cadi.Close(); err != nil {
		t.Fatal(err)
	}
	vali := unlockAs(t, path, "three plain words more here", o)
	if len(vali.Requests()) != 0 || strings.Contains(exported(t, vali), "harbour") {
		t.Error("a volunteer reads a request")
	}
	if _, err := vali.OpenRequest(ctx, id); err == nil {
		t.Error("a volunteer opened a request")
	}
	if _, err := vali.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.Complaint}); data.CodeOf(err) != data.CodeNoKey {
		t.Errorf("a volunteer wrote a request: %v", err)
	}
}

func TestARequestAboutARestrictedCaseExistsForTheNamedAlone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(t *testing.T, v *data.Vault, caseID data.ID, named []data.ID) data.ID
	}{
		{"asked before it was restricted", func(t *testing.T, v *data.Vault, caseID data.ID, named []data.ID) data.ID {
			id := must[data.ID](t)(v.SaveRequest(t.Context(), data.ID{}, data.Request{Kind: data.SubjectAccess, Name: "Wyn", Wants: "harbour", Case: caseID}))
			if err := v.Restrict(t.Context(), caseID, named); err != nil {
				t.Fatal(err)
			}
			return id
		}},
		{"asked afterwards", func(t *testing.T, v *data.Vault, caseID data.ID, named []data.ID) data.ID {
			if err := v.Restrict(t.Context(), caseID, named); err != nil {
				t.Fatal(err)
			}
			return must[data.ID](t)(v.SaveRequest(t.Context(), data.ID{}, data.Request{Kind: data.SubjectAccess, Name: "Wyn", Wants: "harbour", Case: caseID}))
		}},
		{"joined to it later", func(t *testing.T, v *data.Vault, caseID data.ID, named []data.ID) data.ID {
			id := must[data.ID](t)(v.SaveRequest(t.Context(), data.ID{}, data.Request{Kind: data.SubjectAccess, Name: "Wyn"}))
			if err := v.Restrict(t.Context(), caseID, named); err != nil {
				t.Fatal(err)
			}
			return must[data.ID](t)(v.SaveRequest(t.Context(), id, data.Request{Kind: data.SubjectAccess, Name: "Wyn", Wants: "harbour", Case: caseID}))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			v, path, o := newVault(t)
			ctx := t.Context()
			must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, caseworkerSecret))
			carys := must[data.Member](t)(v.AddMember(ctx, "Carys Example", data.Caseworker, "five other plain words here"))
			caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
			id := c.do(t, v, caseID, []data.ID{v.Me().ID, carys.ID})
			f := must[data.RequestFile](t)(v.OpenRequest(ctx, id))
			f.Request.Value.Case = data.ID{}
			must[data.ID](t)(v.SaveRequest(ctx, id, f.Request.Value))
			if l, _ := v.RequestLine(id); l.Case != caseID || !v.Restricted(id) {
				t.Error("a request was taken out of a restricted case")
			}
			if checked := must[data.Checked](t)(v.Check(ctx, nil)); !checked.OK {
				t.Errorf("check: %+v", checked)
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
			cadi := unlockAs(t, path, caseworkerSecret, o)
			readForSearch(t, cadi)
			if slices.Contains(requestIDs(cadi), id) || len(hits(t, cadi, "harbour")) != 0 || strings.Contains(exported(t, cadi), "harbour") {
				t.Error("somebody who is not named is shown it")
			}
			if err := cadi.Close(); err != nil {
				t.Fatal(err)
			}
			named := unlockAs(t, path, "five other plain words here", o)
			if !slices.Contains(requestIDs(named), id) {
				t.Fatal("who is named is not shown it")
			}
			must[data.RequestFile](t)(named.OpenRequest(ctx, id))
		})
	}
}

func TestARequestOutlivesTheCaseThatIsErased(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
	id := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.ErasureRequest, Name: "Wyn", Case: caseID}))
	must[data.Erased](t)(v.EraseCase(ctx, caseID, data.EraseOptions{Reason: "asked for"}))
	v = reopen(t, v, path, o)
	f := must[data.RequestFile](t)(v.OpenRequest(ctx, id))
	f.Request.Value.Answer = "by letter"
	must[data.ID](t)(v.SaveRequest(ctx, id, f.Request.Value))
}

func TestARequestStaysRestrictedWhenItsCaseIsErased(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, caseworkerSecret))
	carys := must[data.Member](t)(v.AddMember(ctx, "Carys Example", data.Caseworker, "five other plain words here"))
	caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
	before := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.ErasureRequest, Name: "Wyn", Case: caseID}))
	if err := v.Restrict(ctx, caseID, []data.ID{v.Me().ID, carys.ID}); err != nil {
		t.Fatal(err)
	}
	after := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.Complaint, Name: "Wyn", Case: caseID}))
	must[data.Erased](t)(v.EraseCase(ctx, caseID, data.EraseOptions{Reason: "asked for"}))
	v = reopen(t, v, path, o)
	for _, id := range []data.ID{before, after} {
		r := must[data.RequestFile](t)(v.OpenRequest(ctx, id)).Request.Value
		r.Answer = "by letter"
		must[data.ID](t)(v.SaveRequest(ctx, id, r))
		if err := v.DecideRequest(ctx, id, data.RequestDecision{Outcome: data.RequestGiven}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(v.Cases()); n != 0 {
		t.Errorf("%d cases in the list", n)
	}
	if checked := must[data.Checked](t)(v.Check(ctx, nil)); !checked.OK {
		t.Errorf("check: %+v", checked)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	cadi := unlockAs(t, path, caseworkerSecret, o)
	if list := cadi.Requests(); len(list) != 0 || strings.Contains(exported(t, cadi), "by letter") {
		t.Errorf("somebody who is not named is shown %+v", list)
	}
}

func TestTodayHasTheRequestsThatAreDue(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, caseworkerSecret))
	ask := func(name, owner string, kind data.RequestKind, received time.Time, asker data.Asker) {
		must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: kind, Received: received, Aware: received, Name: name, Owner: owner, Asker: asker}))
	}
	ask("late", "", data.SubjectAccess, noon.AddDate(0, -2, 0), data.AskerPerson)
	ask("this week", "Cadi Example", data.SubjectAccess, noon.AddDate(0, -1, 3), data.AskerPerson)
	ask("far off", "", data.SubjectAccess, noon, data.AskerPerson)
	ask("breach", "", data.Breach, noon.Add(-time.Hour), "")
	ask("suspect", "", data.SubjectAccess, noon, data.AskerSuspect)
	of := func(v *data.Vault) string {
		var all []string
		for part, list := range []data.TodayList{v.Today().Now, v.Today().Today, v.Today().Week} {
			for _, item := range list.All() {
				if item.Kind == data.TodayRequest {
					all = append(all, []string{"now", "today", "week"}[part]+" "+item.Title)
				}
			}
		}
		slices.Sort(all)
		return strings.Join(all, ", ")
	}
	if got := of(v); got != "now breach, today late, today suspect, week this week" {
		t.Errorf("a manager's Today has %s", got)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if got := of(unlockAs(t, path, caseworkerSecret, o)); got != "week this week" {
		t.Errorf("a caseworker's Today has %s", got)
	}
}

// A request goes once it is decided, with a reason, and not while its case is held; six years after it was decided it is
// due. Its case stays, and nothing of what was asked is left in the register, the search or what leaves the file.
func TestADecidedRequestIsDueAndErased(t *testing.T) {
	t.Parallel()
	v, path, o, set := at(t, "2020-01-10")
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, phraseOf("Cadi Example")))
	caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
	id := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.Complaint, Name: "Wyn Example", Wants: "rang at the harbour", Case: caseID}))
	erase := func(v *data.Vault, reason string) error {
		_, err := v.SignOff(ctx, id, data.RetainErase, data.EraseOptions{Reason: reason})
		return err
	}
	wantCode(t, "while nothing is decided", erase(v, "six years"), data.CodeUndecided)
	if err := v.DecideRequest(ctx, id, data.RequestDecision{Outcome: data.RequestGiven, On: on("2020-02-03")}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "without a reason", erase(v, " "), data.CodeNeedsReason)
	if err := v.HoldCase(ctx, caseID, "a trial", time.Time{}); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "under a hold", erase(v, "six years"), data.CodeHeld)
	set("2026-02-02")
	if list := must[[]data.Due](t)(v.DueList(ctx)); len(list) != 0 {
		t.Errorf("a day early %+v is due", list)
	}
	set("2026-02-03")
	list := must[[]data.Due](t)(v.DueList(ctx))
	if len(list) != 1 || list[0].Record != id || list[0].Kind != data.KindRequest || list[0].Hold == nil {
		t.Fatalf("%+v is due", list)
	}
	if err := v.LiftHold(ctx, caseID); err != nil {
		t.Fatal(err)
	}
	if why := must[[]data.Due](t)(v.DueList(ctx))[0]; why.Stays() || !strings.Contains(why.Reason(assets.Lang("en")), "Decided on Monday 3 February 2020; kept for 6 years after that.") {
		t.Errorf("%+v: %s", why, why.Reason(assets.Lang("en")))
	}
	v = as(t, v, path, o, "Cadi Example")
	wantCode(t, "by a caseworker", erase(v, "six years"), data.CodeNoKey)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v = unlockAs(t, path, passphrase, o)
	if err := erase(v, "six years"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		readForSearch(t, v)
		if _, err := v.OpenRequest(ctx, id); data.CodeOf(err) != data.CodeNoRecord || len(v.Requests()) != 0 || len(hits(t, v, "harbour")) != 0 || strings.Contains(exported(t, v), "harbour") {
			t.Errorf("something of it is left: %v", err)
		}
		if told := actions(t, v)[data.AuditErased]; told.Subject != id.String()[:8] || told.Detail != string(data.Complaint) {
			t.Errorf("the audit trail says %+v", told)
		}
		if _, ok := v.CaseLine(caseID); !ok {
			t.Error("its case is gone")
		}
		v = reopen(t, v, path, o)
	}
	if checked := must[data.Checked](t)(v.Check(ctx, nil)); !checked.OK || checked.Erased == 0 {
		t.Errorf("check: %+v", checked)
	}
}
