package data_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

func day(text string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	if err != nil {
		panic(err)
	}
	return t
}

// withSampleLog is a vault with the made-up log of 2017 and 2018.
func withSampleLog(t *testing.T) *data.Vault {
	t.Helper()
	v, _, _ := newVault(t)
	log, err := os.ReadFile("contactlog/testdata/contact-log-2017-2018.csv")
	if err != nil {
		t.Fatal(err)
	}
	must[data.Imported](t)(v.ImportContacts(t.Context(), log, data.ImportOptions{OpenCases: true}))
	return v
}

func TestTheFiguresOfTheSampleLog(t *testing.T) {
	t.Parallel()
	v := withSampleLog(t)
	spring := must[data.Stats](t)(v.Stats(day("2018-01-01"), day("2018-05-06")))
	south, dyfed := spring.ByForce["south-wales"], spring.ByForce["dyfed-powys"]
	if south.Contacts.N != 42 || south.People.N != 42 || fmt.Sprintf("%.2f", south.PerFortnight.Value) != "4.67" || dyfed.Contacts.N != 7 {
		t.Errorf("South Wales %+v, Dyfed-Powys %+v", south, dyfed)
	}
	if spring.Demanded.Largest != data.Pounds(6000) || spring.Demanded.LargestPlatform != "Instagram" {
		t.Errorf("demanded %+v", spring.Demanded)
	}
	if autumn := must[data.Stats](t)(v.Stats(day("2017-09-01"), day("2017-12-31"))); autumn.Contacts.N != 32 {
		t.Errorf("the last four months of 2017: %d", autumn.Contacts.N)
	}
	want := fmt.Sprintf("People who contacted us, South Wales Police area: 42; of these reported to police: %d", south.PeopleReported.N)
	if said := spring.Sentences(assets.Lang("en")); !slices.Contains(said, want) {
		t.Errorf("%q is not in %q", want, said)
	}
	bars := 0
	for _, f := range spring.Series {
		bars += f.Contacts.N
	}
	if len(spring.Series) != 9 || spring.Series[0].From != "2018-01-01" || bars != 49 {
		t.Errorf("fortnights %+v", spring.Series)
	}
	for name, groups := range map[string]map[string]data.Group{"force": spring.ByForce, "platform": spring.ByPlatform, "age": spring.ByAge, "outcome": spring.ByOutcome} {
		sum := 0
		for _, g := range groups {
			sum += g.Contacts.N
		}
		if sum != 49 {
			t.Errorf("by %s there are %d contacts of 49", name, sum)
		}
	}
}

func TestFiguresNeverCallContactsReports(t *testing.T) {
	t.Parallel()
	v := withSampleLog(t)
	s := must[data.Stats](t)(v.Stats(day("2018-01-01"), day("2018-05-06")))
	for _, text := range append(s.Sentences(assets.Lang("en")), string(s.CSV(assets.Lang("en")))) {
		if strings.Contains(strings.ToLower(strings.ReplaceAll(text, "reported to police", "")), "report") {
			t.Errorf("%q", text)
		}
	}
}

func TestTheTimeToOurFirstAttemptAndWhatIsNotWrittenDown(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	log := func(c data.Contact) { must[data.ID](t)(v.LogContact(t.Context(), c)) }
	for i, hours := range []int{2, 30, 5} {
		number := fmt.Sprintf("01632 96000%d", i)
		log(data.Contact{Started: noon, Number: number, Platform: "Snapchat", Age: []int{17, 18, 70}[i]})
		log(data.Contact{Started: noon.Add(time.Duration(hours) * time.Hour), Number: number, Outgoing: true, Attempted: true})
		log(data.Contact{Started: noon.Add(100 * time.Hour), Number: number, Outgoing: true})
	}
	log(data.Contact{Started: noon, CalledName: "Nobody rang back"})
	s := must[data.Stats](t)(v.Stats(noon, noon))
	if s.FirstAttempt.Count.N != 3 || s.FirstAttempt.MedianHours == nil || *s.FirstAttempt.MedianHours != 5 {
		t.Errorf("first attempts %+v", s.FirstAttempt)
	}
	if s.ByAge["0-17"].Contacts.N != 1 || s.ByAge["18-24"].Contacts.N != 1 || s.ByAge["65+"].Contacts.N != 1 {
		t.Errorf("ages %+v", s.ByAge)
	}
	if own := must[data.Stats](t)(v.Stats(noon, noon, data.StatsOptions{AgeBands: []int{18, 70}})); own.ByAge["18-69"].Contacts.N != 1 || own.ByAge["70+"].Contacts.N != 1 {
		t.Errorf("own bands %+v", own.ByAge)
	}
	if said := s.Missing(assets.Lang("en")); !slices.Contains(said, fmt.Sprintf("Contacts with no platform written down, of %d: %d", s.Contacts.N, s.ByPlatform[data.NotRecorded].Contacts.N)) {
		t.Errorf("missing %q", said)
	}
}

func TestRiskIsCountedAtTheStartAndNow(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	id := must[data.ID](t)(v.StartCase(t.Context(), data.Case{Opened: noon}, data.Person{}))
	for _, level := range []data.RiskLevel{data.RiskHigh, data.RiskMedium, data.RiskStandard} {
		must[data.Entry[data.Assessment]](t)(data.Add(t.Context(), v, id, data.Assessment{Made: noon, Level: level}))
	}
	v = reopen(t, v, path, o)
	s := must[data.Stats](t)(v.Stats(noon, noon))
	if s.RiskStart["high"].N != 1 || s.RiskEnd["standard"].N != 1 || len(s.RiskStart) != 1 || len(s.RiskEnd) != 1 {
		t.Errorf("start %v, end %v", s.RiskStart, s.RiskEnd)
	}
}

// contactsOf logs n contacts of a force and platform.
func contactsOf(t *testing.T, v *data.Vault, n int, c data.Contact) {
	t.Helper()
	c.Started = noon
	for range n {
		must[data.ID](t)(v.LogContact(t.Context(), c))
	}
}

func TestNoSmallGroupCanBeWorkedOutOfSharedFigures(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	contactsOf(t, v, 9, data.Contact{Force: "south-wales", Platform: "Instagram", Age: 20, Police: data.ReportedPolice})
	contactsOf(t, v, 8, data.Contact{Force: "gwent", Platform: "Snapchat", Age: 20})
	contactsOf(t, v, 1, data.Contact{Force: "dyfed-powys", Platform: "Siân's own app", Age: 16, Demanded: data.Pounds(1234)})
	contactsOf(t, v, 1, data.Contact{Force: "north-wales", Platform: "=HYPERLINK()", Age: 30})
	s := must[data.Stats](t)(v.Stats(noon, noon)).Share()
	for name, groups := range map[string]map[string]data.Group{"force": s.ByForce, "age": s.ByAge, "platform": s.ByPlatform} {
		hidden, shown := 0, 0
		for key, g := range groups {
			if !g.Contacts.Hidden {
				shown += g.Contacts.N
				if g.Contacts.N < data.Small {
					t.Errorf("%s %s shows %d", name, key, g.Contacts.N)
				}
			} else {
				hidden++
			}
		}
		if rest := s.Contacts.N - shown; hidden > 0 && rest < data.Small {
			t.Errorf("by %s, the total less what is shown tells a group of %d", name, rest)
		}
	}
	if !s.ByForce["gwent"].Contacts.Hidden || s.ByForce["south-wales"].Contacts.Hidden {
		t.Error("the next smallest force is not hidden with the two small ones, or the largest is")
	}
	text := must[[]byte](t)(json.Marshal(s))
	shared := string(text) + string(s.CSV(assets.Lang("en")))
	for _, secret := range []string{"Siân", "HYPERLINK", "1234", "1,234", "£1"} {
		if strings.Contains(shared, secret) {
			t.Errorf("%q is in shared output", secret)
		}
	}
}

func TestASpreadsheetRunsNothingThatSomebodyTyped(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	for _, platform := range []string{"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "＝1", "plain, \"quoted\"\nand more"} {
		contactsOf(t, v, 1, data.Contact{Platform: platform})
	}
	rows, err := csv.NewReader(strings.NewReader(string(must[data.Stats](t)(v.Stats(noon, noon)).CSV(assets.Lang("en"))))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, row := range rows {
		for _, cell := range row {
			if strings.IndexAny(cell, "=+-@＝") == 0 {
				t.Errorf("a formula: %q", cell)
			}
			if strings.HasPrefix(cell, "'") {
				found++
			}
		}
	}
	if found == 0 {
		t.Error("no platform is in the list")
	}
}

func TestTheSummaryOfReferralsCountsLettersRepliesAndWaitingCases(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	issue := func(id data.ID, choices data.LetterChoices) data.Entry[data.IssuedLetter] {
		t.Helper()
		choices.Basis, choices.BasisNote, choices.Own = data.BasisConsent, "by phone", true
		letter, _, err := v.Compose(ctx, id, choices)
		if err != nil {
			t.Fatal(err)
		}
		return must[data.Entry[data.IssuedLetter]](t)(v.Issue(ctx, id, choices, letter, []byte("pages")))
	}
	first := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Canary", Police: data.PoliceState{CrimeNumber: "2600001234"}}, data.Person{}))
	second := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Canary"}, data.Person{}))
	third := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Canary"}, data.Person{}))
	answered := issue(first, data.LetterChoices{Force: "south-wales"})
	issue(first, data.LetterChoices{Force: "south-wales", Type: data.FurtherInformation})
	issue(second, data.LetterChoices{Force: "gwent"})
	issue(third, data.LetterChoices{Force: "gwent"})
	for _, task := range v.Tasks() {
		if task.From == answered.ID {
			must[data.Entry[data.Task]](t)(data.Change(ctx, v, first, task.ID, data.Task{What: task.What, Due: task.Due, From: task.From, Done: noon.AddDate(0, 0, 6)}))
		}
	}
	if err := v.Restrict(ctx, third, []data.ID{idOf(t, v, "Mair Example"), idOf(t, v, "Cadi")}); err != nil {
		t.Fatal(err)
	}
	o.Now = func() time.Time { return noon.AddDate(0, 0, 20) }
	v = reopen(t, v, path, o)
	s := must[data.ReferralSummary](t)(v.Referrals(ctx, noon, noon, data.Welsh, nil))
	if s.All.Letters != 3 || s.All.Replies != 1 || s.All.Median != 6 || s.All.Waiting != 2 || s.All.Overdue != 2 || s.All.Crime != 2 || s.Waiting != 2 {
		t.Errorf("all %+v, cases waiting %d", s.All, s.Waiting)
	}
	if len(s.ByForce) != 2 || s.ByForce[0].Name != "Heddlu De Cymru" || s.ByForce[0].Letters != 2 || len(s.ByType) != 2 {
		t.Errorf("by force %+v, by kind %+v", s.ByForce, s.ByType)
	}
	if text := string(must[[]byte](t)(json.Marshal(s))); strings.Contains(text, "Canary") || strings.Contains(text, "2600001234") {
		t.Errorf("a name or a crime reference is in %s", text)
	}
	if none := must[data.ReferralSummary](t)(v.Referrals(ctx, noon.AddDate(0, 0, 1), noon.AddDate(0, 0, 2), data.English, nil)); len(none.Lines) != 0 {
		t.Errorf("another period: %+v", none.Lines)
	}
	v = as(t, v, path, o, "Vali")
	_, err := v.Referrals(ctx, noon, noon, data.English, nil)
	wantCode(t, "a volunteer", err, data.CodeNoKey)
}
