package data_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

func on(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t
}

// at is a vault whose clock a test sets.
func at(t *testing.T, day string) (v *data.Vault, path string, o data.Options, set func(day string)) {
	t.Helper()
	v, path, o = newVault(t)
	now := on(day).Add(12 * time.Hour)
	o.Now = func() time.Time { return now }
	v.Now = o.Now
	return v, path, o, func(day string) { now = on(day).Add(12 * time.Hour) }
}

// TestWhatIsDueAndWhen asks on the day before, when nothing may be listed, and on
// the day itself.
func TestWhatIsDueAndWhen(t *testing.T) {
	t.Parallel()
	type scene struct {
		name, opened, lastNote, closed string
		outcome                        data.Outcome
		client                         data.Person
		rule                           string
		trigger                        data.RetentionTrigger
		since, due                     string
		check                          bool
	}
	adult := data.Person{Born: on("1980-05-05")}
	scenes := []scene{
		{"declined", "2020-01-10", "2020-01-20", "2020-02-03", data.OutcomeDeclined, adult, data.RuleDeclined, data.TriggerClosed, "2020-02-03", "2020-03-16", false},
		{"never reached", "2020-01-10", "2020-02-29", "2020-03-01", data.OutcomeNoContact, adult, data.RuleNotReached, data.TriggerLastContact, "2020-02-29", "2020-08-29", false},
		{"never reached, from the 31st", "2020-01-10", "2020-08-31", "2020-09-01", data.OutcomeUnsafe, adult, data.RuleNotReached, data.TriggerLastContact, "2020-08-31", "2021-03-01", false},
		{"served", "2020-01-10", "2020-06-01", "2020-06-20", data.OutcomeSupported, adult, data.RuleServed, data.TriggerLastContact, "2020-06-01", "2026-06-01", false},
		{"served, last on a leap day", "2020-01-10", "2020-02-29", "2020-06-20", data.OutcomeSupported, adult, data.RuleServed, data.TriggerLastContact, "2020-02-29", "2026-03-01", false},
		{"age not known", "2020-01-10", "2020-06-01", "2020-06-20", data.OutcomeOther, data.Person{}, data.RuleServed, data.TriggerLastContact, "2020-06-01", "2026-06-01", true},
		{"a child of ten", "2020-01-10", "2020-06-01", "2020-06-20", data.OutcomeSupported, data.Person{Born: on("2009-12-24")}, data.RuleChild, data.TriggerBirthday, "2020-06-01", "2034-12-24", false},
		{"a child born on a leap day", "2020-01-10", "2020-06-01", "2020-06-20", data.OutcomeSupported, data.Person{Born: on("2004-02-29")}, data.RuleChild, data.TriggerBirthday, "2020-06-01", "2029-03-01", false},
		{"the day before they are 18", "2020-01-10", "2023-06-01", "2023-06-20", data.OutcomeSupported, data.Person{Born: on("2002-01-11")}, data.RuleChild, data.TriggerLastContact, "2023-06-01", "2029-06-01", false},
		{"the day they are 18", "2020-01-10", "2020-06-01", "2020-06-20", data.OutcomeSupported, data.Person{Born: on("2002-01-10")}, data.RuleServed, data.TriggerLastContact, "2020-06-01", "2026-06-01", false},
		{"a child who declined", "2020-01-10", "2020-01-20", "2020-02-03", data.OutcomeDeclined, data.Person{Born: on("2005-07-01")}, data.RuleChild, data.TriggerBirthday, "2020-02-03", "2030-07-01", false},
		{"a child whose age was told", "2020-01-10", "2020-06-01", "2020-06-20", data.OutcomeSupported, data.Person{Age: 15, AgeOn: on("2020-01-10")}, data.RuleChild, data.TriggerBirthday, "2020-06-01", "2030-01-10", true},
	}
	v, _, _, set := at(t, "2020-01-10")
	ctx := t.Context()
	for i, s := range scenes {
		set(s.opened)
		reference := fmt.Sprintf("NOD-AAA%c-01", 'A'+i)
		id := must[data.ID](t)(v.StartCase(ctx, data.Case{Reference: reference, Opened: on(s.opened)}, s.client))
		set(s.lastNote)
		must[data.Entry[data.Note]](t)(v.WriteNote(ctx, id, data.Note{Kind: data.NoteClient, Happened: data.At(on(s.lastNote))}))
		must[data.Entry[data.Note]](t)(v.WriteNote(ctx, id, data.Note{Kind: data.NoteSupervision, Happened: data.At(on(s.lastNote).AddDate(0, 0, 9))}))
		set(s.closed)
		if err := v.CloseCase(ctx, id, data.Closing{Outcome: s.outcome}); err != nil && s.client.Born.IsZero() == false && data.CodeOf(err) != data.CodeCannotClose {
			t.Fatal(err)
		} else if data.CodeOf(err) == data.CodeCannotClose { // a child without a decision
			if _, err := data.Add(ctx, v, id, data.Safeguarding{Decided: on(s.closed)}); err != nil {
				t.Fatal(err)
			}
			if err := v.CloseCase(ctx, id, data.Closing{Outcome: s.outcome}); err != nil {
				t.Fatal(err)
			}
		}
		set(on(s.due).AddDate(0, 0, -1).Format(time.DateOnly))
		for _, d := range must[[]data.Due](t)(v.DueList(ctx)) {
			if d.Ref == reference {
				t.Errorf("%s: due a day early, on %s", s.name, d.Due.Format(time.DateOnly))
			}
		}
		set(s.due)
		found := false
		for _, d := range must[[]data.Due](t)(v.DueList(ctx)) {
			if d.Ref != reference {
				continue
			}
			found = true
			if got := d.Due.Format(time.DateOnly) + " " + d.Since.Format(time.DateOnly); got != s.due+" "+s.since || d.Rule.ID != s.rule || d.Trigger != s.trigger || d.Check != s.check || d.Stays() || d.Kind != data.KindCase {
				t.Errorf("%s: %s by %s, %s, check %t", s.name, got, d.Rule.ID, d.Trigger, d.Check)
			}
		}
		if !found {
			t.Errorf("%s: not due on %s", s.name, s.due)
		}
	}
	set("2060-01-01")
	list := must[[]data.Due](t)(v.DueList(ctx))
	if len(list) != len(scenes) || list[0].Ref != "NOD-AAAA-01" {
		t.Errorf("%d of %d are due in the end, first %s", len(list), len(scenes), list[0].Ref)
	}
	open := must[data.ID](t)(v.StartCase(ctx, data.Case{Opened: on("2020-01-10")}, adult))
	for _, d := range must[[]data.Due](t)(v.DueList(ctx)) {
		if d.Record == open {
			t.Error("an open case is due")
		}
	}
}

func TestContactsInNoCaseAreDueToo(t *testing.T) {
	t.Parallel()
	v, _, _, set := at(t, "2025-01-31")
	ctx := t.Context()
	for _, c := range []data.Contact{
		{CalledName: "reached", Age: 30},
		{CalledName: "tried", Age: 30, Attempted: true},
		{CalledName: "child", Age: 15},
		{CalledName: "promised", Age: 30, FollowUp: data.FollowUp{On: on("2026-01-01")}},
		{CalledName: "crisis", Age: 30, Suicide: data.Crisis{Thoughts: data.Yes}},
	} {
		must[data.ID](t)(v.LogContact(ctx, c))
	}
	for day, want := range map[string]string{"2025-03-13": "", "2025-03-14": "reached", "2025-07-31": "reached tried", "2026-01-02": "reached promised tried", "2035-01-31": "reached promised tried child"} {
		set(day)
		var names []string
		for _, d := range must[[]data.Due](t)(v.DueList(ctx)) {
			names = append(names, d.Name)
		}
		if got := strings.Join(names, " "); got != want && !(day == "2026-01-02" && got == "promised reached tried" || day == "2035-01-31" && got == "promised reached tried child") {
			t.Errorf("on %s %q is due, not %q", day, got, want)
		}
	}
}

func TestTheRulesAreTheManagersToChange(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	rules := v.Retention()
	rules[2].Years, rules[2].Action = 7, data.RetainFigures
	if err := v.SaveRetention(ctx, rules); err != nil {
		t.Fatal(err)
	}
	rules[0].Weeks = 0
	wantCode(t, "a period of nothing", v.SaveRetention(ctx, rules), data.CodePeriod)
	org := v.Organisation()
	org.Retention = nil
	if err := v.SaveOrganisation(ctx, org); err != nil { // typed before
		t.Fatal(err)
	}
	for _, name := range []string{"Vali", "Cadi"} {
		v = as(t, v, path, o, name)
		wantCode(t, name+" changes the rules", v.SaveRetention(ctx, v.Retention()), data.CodeNoKey)
		_, err := v.DueList(ctx)
		wantCode(t, name+" reads what is due", err, data.CodeNoKey)
		if r := v.Retention()[2]; r.Years != 7 || r.Action != data.RetainFigures {
			t.Errorf("%s has %+v", name, r)
		}
	}
	id := must[data.ID](t)(func() (data.ID, error) {
		v = as(t, v, path, o, "Cadi")
		return v.StartCase(ctx, data.Case{}, data.Person{})
	}())
	wantCode(t, "a caseworker holds a case", v.HoldCase(ctx, id, "a trial", time.Time{}), data.CodeNoKey)
	_, err := v.SignOff(ctx, id, data.RetainFigures, data.EraseOptions{Reason: "due"})
	wantCode(t, "a caseworker signs off", err, data.CodeNoKey)
}

func TestWhatIsHeldOrAskedForStays(t *testing.T) {
	t.Parallel()
	v, path, o, set := at(t, "2020-01-10")
	ctx := t.Context()
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân"}, data.Person{Born: on("1980-01-01")}))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, id, data.Note{Said: "evidence"}))
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Siân", Said: "words"}))
	must[data.ID](t)(v.Triage(ctx, contact, id))
	if err := v.CloseCase(ctx, id, data.Closing{Outcome: data.OutcomeSupported, KeepTasks: true}); err != nil {
		t.Fatal(err)
	}
	set("2027-01-01")
	if err := v.HoldCase(ctx, id, "a trial in Swansea", on("2027-03-01")); err != nil {
		t.Fatal(err)
	}
	o.Now = v.Now
	for range 2 {
		list := must[[]data.Due](t)(v.DueList(ctx))
		if len(list) != 1 || list[0].Hold == nil || list[0].Hold.Value.Why != "a trial in Swansea" || list[0].Hold.By != "Mair Example" {
			t.Fatalf("due: %+v", list)
		}
		why := data.EraseOptions{Reason: "due"}
		_, err := v.EraseCase(ctx, id, why)
		wantCode(t, "erasing it", err, data.CodeHeld)
		_, err = v.EraseVersion(ctx, note.ID, note.Revision, why)
		wantCode(t, "erasing a note of it", err, data.CodeHeld)
		e := must[data.Entry[data.Contact]](t)(v.Contact(ctx, contact))
		_, err = v.EraseVersion(ctx, contact, e.Revision, why)
		wantCode(t, "erasing a version of its contact", err, data.CodeHeld)
		_, err = v.KeepFigures(ctx, id, why)
		wantCode(t, "keeping its figures", err, data.CodeHeld)
		_, err = v.UndoTriage(ctx, contact, "why")
		wantCode(t, "taking its contact out", err, data.CodeHeld)
		v = reopen(t, v, path, o)
	}
	set("2027-03-01")
	_, err := v.EraseCase(ctx, id, data.EraseOptions{Reason: "due"})
	wantCode(t, "on the hold's last day", err, data.CodeHeld)
	set("2027-03-02")
	request := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.SubjectAccess, Received: v.Now(), Case: id}))
	_, err = v.SignOff(ctx, id, data.RetainErase, data.EraseOptions{Reason: "due"})
	wantCode(t, "while somebody waits for an answer", err, data.CodeOpenRequest)
	if err := v.DecideRequest(ctx, request, data.RequestDecision{Outcome: data.RequestRefused, Reason: "withdrawn"}); err != nil {
		t.Fatal(err)
	}
	must[data.Erased](t)(v.SignOff(ctx, id, data.RetainErase, data.EraseOptions{Reason: "due"}))
}

// The words of a case go and every figure stays as it was.
func TestTheWordsGoAndTheFiguresStay(t *testing.T) {
	t.Parallel()
	v, path, o, _, _, _ := busy(t)
	ctx := t.Context()
	first := must[data.ID](t)(v.LogContact(ctx, data.Contact{
		CalledName: "Siân", Surname: "Puw", Number: "07700 900461", Said: "They want money again", Platform: "Instagram", Demanded: data.Pounds(500), Paid: data.Pounds(20),
		Police: data.ReportedPolice, Force: "gwent", Age: 41, LoggedFor: "Vali",
	}))
	var id data.ID
	for _, line := range v.Cases() {
		if line.Name == "Siân" {
			id = line.ID
		}
	}
	must[data.ID](t)(v.Triage(ctx, first, id))
	again := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Siân", Number: "07700 900461", Said: "back again", Age: 41})) // the same person, in no case
	for _, level := range []data.RiskLevel{data.RiskHigh, data.RiskMedium} {
		e := must[data.Entry[data.Assessment]](t)(data.Add(ctx, v, id, data.Assessment{Made: noon, Level: data.RiskStandard, Judgement: "frightened of the neighbour"}))
		if _, err := data.Change(ctx, v, id, e.ID, data.Assessment{Made: noon, Level: level, Judgement: "still frightened"}); err != nil {
			t.Fatal(err)
		}
	}
	must[data.Entry[data.MoneyEntry]](t)(data.Add(ctx, v, id, data.MoneyEntry{Kind: data.Payment, Amount: data.Pounds(20), Words: "by voucher from the corner shop", Payee: "a neighbour"}))
	must[data.Entry[data.Note]](t)(v.WriteNote(ctx, id, data.Note{Said: "the neighbour rang"}, data.ChosenFile{Name: "a.txt", Bytes: []byte(strings.Repeat("a neighbour's letter ", 30))}))
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, id))
	c := f.Case.Value
	c.Closed, c.Outcome, c.OutcomeWords, c.Police.CrimeNumber = noon, string(data.OutcomeSupported), "moved to her sister in Tenby", "2600123"
	if _, err := data.Change(ctx, v, id, id, c); err != nil {
		t.Fatal(err)
	}
	figures := func() string {
		s := must[data.Stats](t)(v.Stats(noon.AddDate(-1, 0, 0), noon.AddDate(1, 0, 0)))
		r := must[data.ReferralSummary](t)(v.Referrals(ctx, noon.AddDate(-1, 0, 0), noon.AddDate(1, 0, 0), data.English, nil))
		r.Made = time.Time{}
		text := must[[]byte](t)(json.MarshalIndent([]any{s, r}, "", " "))
		return string(text)
	}
	before := figures()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	sealed := sealedOf(t, path, id, first)
	if n := foundIn(t, path, sealed); n != len(sealed) || n < 40 {
		t.Fatalf("before, %d of %d are found: the search proves nothing", n, len(sealed))
	}
	keys := sealedKeys(t, path, id, first) // of the groups, which stay, as do the ids of the contacts in the case
	v = unlocked(t, path, o)
	stub := must[data.Erased](t)(v.KeepFigures(ctx, id, data.EraseOptions{Reason: "six years are over"}))
	for _, file := range []string{path, path + "-wal", must[string](t)(v.BackUp(ctx, filepath.Join(t.TempDir(), "stick")))} {
		if n := foundIn(t, file, without(sealed, keys)); n != 0 {
			t.Errorf("%d of %d sealed texts are still in %s", n, len(sealed), filepath.Base(file))
		}
	}
	for range 2 {
		if after := figures(); after != before {
			t.Errorf("the figures were\n%s\nand are\n%s", before, after)
		}
		f := must[*data.CaseFile](t)(v.OpenCase(ctx, id))
		if len(f.Notes)+len(f.Events)+len(f.People)+len(f.Plans)+len(f.Attachments) != 0 || len(f.Money) != 3 || f.Line.Name != "" || f.Line.Figures.IsZero() || f.Damaged != 0 {
			t.Errorf("of the case are left %d notes, %d events, %d people, %d sums, named %q", len(f.Notes), len(f.Events), len(f.People), len(f.Money), f.Line.Name)
		}
		out := exportOf(t, v)
		for _, word := range []string{"neighbour", "Tenby", "Puw", "frightened", "2600123", "Ring the bank", "They want money"} {
			if strings.Contains(out, word) && word != "Ring the bank" { // the other case has that one
				t.Errorf("the export still says %q", word)
			}
		}
		if checked := must[data.Checked](t)(v.Check(ctx, nil)); !checked.OK || checked.Erased < 40 {
			t.Errorf("check: %+v", checked)
		}
		if told := actions(t, v)[data.AuditFigures]; told.Subject != f.Line.Reference || stub.ID.IsZero() {
			t.Errorf("the audit trail: %+v", told)
		}
		for _, d := range must[[]data.Due](t)(v.DueList(ctx)) {
			if d.Record == id {
				t.Error("what is only figures is due")
			}
		}
		v = reopen(t, v, path, o)
	}
	must[data.Erased](t)(v.KeepFigures(ctx, again, data.EraseOptions{Reason: "due"}))
	if after := figures(); after != before {
		t.Error("the figures change with a contact that is in no case")
	}
	if _, ok := v.Card(again); ok {
		t.Error("its card is left")
	}
	var out bytes.Buffer
	must[[]data.Damage](t)(v.Export(ctx, &out))
	if strings.Contains(out.String(), "back again") || strings.Contains(out.String(), "07700 900461") {
		t.Error("the words of the contact are left")
	}
}

// sealedKeys are the keys of groups as the closed or open file has them.
func sealedKeys(t *testing.T, path string, groups ...data.ID) [][]byte {
	t.Helper()
	var keys [][]byte
	for _, g := range groups {
		keys = append(keys, boxesOf(t, path, g)...)
	}
	return keys
}

func without(all, some [][]byte) [][]byte {
	var left [][]byte
	for _, b := range all {
		keep := true
		for _, s := range some {
			keep = keep && !bytes.Equal(b, s)
		}
		if keep {
			left = append(left, b)
		}
	}
	return left
}
