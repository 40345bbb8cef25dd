package data_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"noddfa/data"
)

// staffed is a vault with a colleague in each role; the passphrase of each is
// their name and " opens the vault".
func staffed(t *testing.T) (*data.Vault, string, data.Options) {
	t.Helper()
	v, path, o := newVault(t)
	for name, role := range map[string]data.Role{"Vali": data.Volunteer, "Cadi": data.Caseworker, "Megan": data.Manager} {
		must[data.Member](t)(v.AddMember(t.Context(), name, role, phraseOf(name)))
	}
	return v, path, o
}

func phraseOf(name string) string { return name + " opens the vault" }

// as closes the vault and lets somebody else unlock it.
func as(t *testing.T, v *data.Vault, path string, o data.Options, name string) *data.Vault {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := data.Unlock(t.Context(), path, data.Credentials{Passphrase: phraseOf(name), Options: o})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

func idOf(t *testing.T, v *data.Vault, name string) data.ID {
	t.Helper()
	for _, m := range v.Members() {
		if m.Name == name {
			return m.ID
		}
	}
	t.Fatalf("%s is no member", name)
	return data.ID{}
}

func wantCode(t *testing.T, what string, err error, want data.Code) {
	t.Helper()
	if data.CodeOf(err) != want {
		t.Errorf("%s: %v, want %s", what, err, want)
	}
}

func TestAColleagueIsChangedWhileTheWindowReadsAndWrites(t *testing.T) {
	t.Parallel()
	v, _, _ := staffed(t)
	ctx := t.Context()
	done := make(chan error)
	go func() {
		for _, name := range []string{"Elin", "Efa"} {
			if _, err := v.AddMember(ctx, name, data.Volunteer, phraseOf(name)); err != nil {
				done <- err
				return
			}
		}
		done <- errors.Join(v.ChangeRole(ctx, "Elin", data.Caseworker), v.RemoveMember(ctx, "Elin"), v.RemoveMember(ctx, "Efa"))
	}()
	for n := 1; ; n++ {
		me := v.Me()
		if err := v.SaveDraft(ctx, "contact", "half a call"); err != nil {
			t.Error(err)
		}
		must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Siân"}))
		if !me.Active || len(v.Members()) < 4 || len(v.Contacts()) != n {
			t.Errorf("%s, %d colleagues, %d contacts of %d", me.Name, len(v.Members()), len(v.Contacts()), n)
		}
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			return
		default:
		}
	}
}

func TestARoleOpensWhatIsItsOwn(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	sorted := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Siân", Number: "07700 900461", Said: "what was said"}))
	caseID := must[data.ID](t)(v.Triage(ctx, sorted, data.ID{}))
	must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: "the note"}))
	waiting := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Wyn"}))

	v = as(t, v, path, o, "Vali")
	if len(v.Cases()) != 0 || len(v.Contacts()) != 1 {
		t.Errorf("a volunteer sees %d cases and %d contacts", len(v.Cases()), len(v.Contacts()))
	}
	if card, ok := v.Card(sorted); !ok || card.Number != "07700 900461" {
		t.Error("a volunteer lacks the card of a contact that was sorted")
	}
	_, err := v.OpenCase(ctx, caseID)
	wantCode(t, "opening a case", err, data.CodeNoCase)
	_, err = v.Contact(ctx, sorted)
	wantCode(t, "reading a sorted contact", err, data.CodeNoRecord)
	_, err = v.StartCase(ctx, data.Case{}, data.Person{})
	wantCode(t, "opening a case", err, data.CodeNoKey)
	_, err = v.Triage(ctx, waiting, data.ID{})
	wantCode(t, "sorting", err, data.CodeNoKey)
	if _, err := v.Contact(ctx, waiting); err != nil {
		t.Errorf("what failed has changed a contact: %v", err)
	}
	wantCode(t, "saving the organisation", v.SaveOrganisation(ctx, data.Organisation{}), data.CodeNoKey)
	_, err = v.AddMember(ctx, "Eve", data.Manager, phraseOf("Eve"))
	wantCode(t, "adding a member", err, data.CodeNoKey)
	_, err = v.Audit(ctx)
	wantCode(t, "reading the audit trail", err, data.CodeNoKey)
	must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Ann"}))
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || c.NotYours == 0 {
		t.Errorf("a volunteer's check: %+v", c)
	}

	v = as(t, v, path, o, "Cadi")
	if f := must[*data.CaseFile](t)(v.OpenCase(ctx, caseID)); len(f.Notes) != 1 || len(f.Contacts) != 1 || f.Damaged != 0 {
		t.Errorf("a caseworker sees %+v", f)
	}
	if len(v.Contacts()) != 3 {
		t.Errorf("a caseworker sees %d contacts", len(v.Contacts()))
	}
	wantCode(t, "removing a member", v.RemoveMember(ctx, "Vali"), data.CodeNoKey)
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK {
		t.Errorf("a caseworker's check: %+v", c)
	}
}

func TestMembersAreChangedByRule(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	_, err := v.AddMember(ctx, "vali", data.Volunteer, phraseOf("Another"))
	wantCode(t, "a name twice", err, data.CodeNameTaken)
	_, err = v.AddMember(ctx, "Ann", data.Volunteer, "short")
	wantCode(t, "a short passphrase", err, data.CodeShort)
	_, err = v.AddMember(ctx, "Ann", "clerk", phraseOf("Ann"))
	wantCode(t, "no such role", err, data.CodeNoKey)
	wantCode(t, "removing nobody", v.RemoveMember(ctx, "Nobody"), data.CodeNoMember)
	wantCode(t, "removing the kit", v.RemoveMember(ctx, data.KitName), data.CodeNoMember)

	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"promote", func() error { return v.ChangeRole(ctx, "Vali", data.Caseworker) }},
		{"demote", func() error { return v.ChangeRole(ctx, "Megan", data.Volunteer) }},
		{"reset", func() error { return v.ResetMember(ctx, "Cadi", phraseOf("Cadi again")) }},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
	}
	wantCode(t, "removing the last manager", v.RemoveMember(ctx, "Mair Example"), data.CodeLastManager)
	wantCode(t, "demoting the last manager", v.ChangeRole(ctx, "Mair Example", data.Caseworker), data.CodeLastManager)
	caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))

	v = as(t, v, path, o, "Vali")
	if len(v.Cases()) != 1 {
		t.Error("somebody promoted does not see cases")
	}
	must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: "as a caseworker"}))
	v = as(t, v, path, o, "Megan")
	if len(v.Cases()) != 0 {
		t.Error("somebody demoted sees cases")
	}
	v = as(t, v, path, o, "Cadi again")
	if v.Me().Name != "Cadi" || len(v.Cases()) != 1 {
		t.Errorf("reset: %+v", v.Me())
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = data.Unlock(ctx, path, data.Credentials{Passphrase: phraseOf("Cadi"), Options: o})
	wantCode(t, "the passphrase before the reset", err, data.CodePassphrase)
	v = must[*data.Vault](t)(data.Unlock(ctx, path, data.Credentials{Passphrase: passphrase, Options: o}))
	defer v.Close()
	if err := v.RemoveMember(ctx, "Vali"); err != nil {
		t.Fatal(err)
	}
	if f := must[*data.CaseFile](t)(v.OpenCase(ctx, caseID)); len(f.Notes) != 1 || f.Notes[0].By != "Vali" || f.Damaged != 0 {
		t.Errorf("what somebody wrote before they left: %+v", f.Notes)
	}
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK {
		t.Errorf("after all changes: %+v", c)
	}
	v = reopen(t, v, path, o)
	if f := must[*data.CaseFile](t)(v.OpenCase(ctx, caseID)); len(f.Notes) != 1 {
		t.Errorf("after unlocking again: %+v", f.Notes)
	}
	if err := v.ChangePassphrase(ctx, phraseOf("Mair")); err != nil {
		t.Fatal(err)
	}
	v = as(t, v, path, o, "Mair")
	if v.Me().Name != "Mair Example" {
		t.Errorf("a changed passphrase opens as %+v", v.Me())
	}
}

func TestTheAuditTrailIsForManagers(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	v = as(t, v, path, o, "Vali")
	v = as(t, v, path, o, "Megan")
	if err := v.RemoveMember(t.Context(), "Vali"); err != nil {
		t.Fatal(err)
	}
	v = as(t, v, path, o, "Megan")
	var told []string
	for _, line := range must[[]data.AuditLine](t)(v.Audit(t.Context())) {
		told = append(told, strings.Join([]string{line.By, string(line.Action), line.Subject, line.Detail}, " "))
	}
	for _, want := range []string{"Mair Example member-added Cadi caseworker", "Vali unlocked  ", "Megan member-removed Vali ", "Megan unlocked  "} {
		if !slices.Contains(told, want) {
			t.Errorf("%q is not in the audit trail: %q", want, told)
		}
	}
}

func TestARestrictedCaseIsNowhereForOthers(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{Started: noon, CalledName: "Siân", Number: "07700 900461", Force: "south-wales"}))
	caseID := must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
	mair, cadi, vali, megan := idOf(t, v, "Mair Example"), idOf(t, v, "Cadi"), idOf(t, v, "Vali"), idOf(t, v, "Megan")
	for name, named := range map[string][]data.ID{"one": {mair}, "no manager": {cadi}, "a volunteer": {mair, vali}, "one twice": {mair, mair}} {
		wantCode(t, name, v.Restrict(ctx, caseID, named), data.CodeNeedsNamed)
	}
	if err := v.Restrict(ctx, caseID, []data.ID{mair, cadi}); err != nil {
		t.Fatal(err)
	}
	must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: "after it was restricted"}))
	if err := v.ChangeContact(ctx, contact, data.Contact{Started: noon, CalledName: "Siân", Number: "07700 900462", Force: "south-wales"}); err != nil {
		t.Fatal(err) // as a form does that was begun before it was sorted
	}
	wantCode(t, "removing the last but one", v.RemoveMember(ctx, "Cadi"), data.CodeLastNamed)
	wantCode(t, "demoting the last but one", v.ChangeRole(ctx, "Cadi", data.Volunteer), data.CodeLastNamed)
	for _, role := range []data.Role{data.Caseworker, data.Volunteer} {
		wantCode(t, "making the only named manager a "+string(role), v.ChangeRole(ctx, "Mair Example", role), data.CodeLastNamed)
	}

	v = as(t, v, path, o, "Megan")
	if len(v.Cases()) != 1 || len(v.Contacts()) != 0 {
		t.Errorf("a manager who is not named sees %d cases, %d contacts", len(v.Cases()), len(v.Contacts()))
	}
	if _, ok := v.Card(contact); ok {
		t.Error("its card is still there")
	}
	s := must[data.Stats](t)(v.Stats(noon, noon))
	if s.Restricted != 1 || s.Contacts.N != 0 {
		t.Errorf("figures: %d restricted, %d contacts", s.Restricted, s.Contacts.N)
	}
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || c.NotYours == 0 {
		t.Errorf("check by a manager who is not named: %+v", c)
	}
	wantCode(t, "resetting a named member without their key", v.ResetMember(ctx, "Cadi", phraseOf("Cadi")), data.CodeLastNamed)
	_, err := v.ReplaceKit(ctx, nil)
	wantCode(t, "replacing the kit without the key", err, data.CodeLastNamed)
	for _, line := range must[[]data.AuditLine](t)(v.Audit(ctx)) {
		if strings.Contains(line.Subject, "NOD-") {
			t.Errorf("the audit trail names %q", line.Subject)
		}
	}

	v = as(t, v, path, o, "Cadi")
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, caseID))
	if len(f.Notes) != 1 || len(f.Contacts) != 1 || len(v.NamedMembers(caseID)) != 2 {
		t.Errorf("a named member sees %d notes, %d contacts", len(f.Notes), len(f.Contacts))
	}
	if s := must[data.Stats](t)(v.Stats(noon, noon)); s.Contacts.N != 0 {
		t.Error("a named member's figures count it")
	}
	if err := v.Restrict(ctx, caseID, []data.ID{mair, cadi, megan}); err != nil {
		t.Fatal(err)
	}
	v = as(t, v, path, o, "Megan")
	if err := v.ChangeRole(ctx, "Mair Example", data.Caseworker); err != nil {
		t.Fatalf("demoting one of two named managers: %v", err)
	}
	if err := v.RemoveMember(ctx, "Cadi"); err != nil {
		t.Fatalf("removing one of three: %v", err)
	}
	if err := v.Unrestrict(ctx, caseID); err != nil {
		t.Fatal(err)
	}
	must[data.Member](t)(v.AddMember(ctx, "Carys", data.Caseworker, phraseOf("Carys")))
	v = as(t, v, path, o, "Carys")
	if f := must[*data.CaseFile](t)(v.OpenCase(ctx, caseID)); len(f.Notes) != 1 || f.Damaged != 0 {
		t.Errorf("after the restriction was lifted: %+v", f.Notes)
	}
}

func TestTheKitOpensWhatNobodyElseCan(t *testing.T) {
	t.Parallel()
	path := t.TempDir() + "/charity.noddfa"
	o := data.Options{StateDir: t.TempDir(), NoKeyring: true}
	ctx := t.Context()
	v, kit, err := data.Create(ctx, path, data.Setup{Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: passphrase, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	must[data.Member](t)(v.AddMember(ctx, "Megan", data.Manager, phraseOf("Megan")))
	caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân"}, data.Person{}))
	if err := v.Restrict(ctx, caseID, []data.ID{idOf(t, v, "Mair"), idOf(t, v, "Megan")}); err != nil {
		t.Fatal(err)
	}
	_, err = v.Recover(ctx, data.Recovery{Name: "Mair", Passphrase: phraseOf("Mair")}, nil)
	wantCode(t, "recovering without the kit", err, data.CodeNotKit)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	old := strings.Join(kit.Groups, "-")
	v = must[*data.Vault](t)(data.Unlock(ctx, path, data.Credentials{Passphrase: old, Options: data.Options{StateDir: t.TempDir(), NoKeyring: true}}))
	if _, err := v.OpenCase(ctx, caseID); err != nil {
		t.Errorf("the kit alone does not open a restricted case: %v", err)
	}
	kit = must[data.Kit](t)(v.Recover(ctx, data.Recovery{Name: "Mair", Passphrase: phraseOf("Mair")}, nil))
	v = as(t, v, path, o, "Mair")
	if _, err := v.OpenCase(ctx, caseID); err != nil {
		t.Errorf("a named member who recovered: %v", err)
	}
	if !v.KitPending() {
		t.Error("the new kit counts as confirmed")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = data.Unlock(ctx, path, data.Credentials{Passphrase: old, Options: o})
	wantCode(t, "the code that was used", err, data.CodePassphrase)
	v = must[*data.Vault](t)(data.Unlock(ctx, path, data.Credentials{Passphrase: strings.Join(kit.Groups, " "), Options: o}))
	defer v.Close()
	if _, err := v.OpenCase(ctx, caseID); err != nil || !v.Me().Kit {
		t.Errorf("the new kit: %v", err)
	}
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK {
		t.Errorf("check: %+v", c)
	}
}

func TestAnotherManagerHasToRemoveAManager(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	wantCode(t, "removing oneself", v.RemoveMember(ctx, "mair example"), data.CodeOwnRemoval)
	must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK {
		t.Errorf("after it was refused: %+v", c.Damaged)
	}
	v = as(t, v, path, o, "Megan")
	if err := v.RemoveMember(ctx, "Mair Example"); err != nil {
		t.Fatal(err)
	}
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || len(v.Cases()) != 1 {
		t.Errorf("after another manager did it: %d cases, %+v", len(v.Cases()), c.Damaged)
	}
	if lines := must[[]data.AuditLine](t)(v.Audit(ctx)); !slices.ContainsFunc(lines, func(l data.AuditLine) bool {
		return l.Action == data.AuditRemoved && l.Subject == "Mair Example" && l.By == "Megan"
	}) {
		t.Errorf("the removal is not in the audit trail: %+v", lines)
	}
}
