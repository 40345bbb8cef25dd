package data_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

// found is the kinds that a search finds, sorted.
func found(t *testing.T, v *data.Vault, typed string) []string {
	t.Helper()
	var kinds []string
	for _, h := range hits(t, v, typed) {
		kinds = append(kinds, h.Kind.String())
	}
	slices.Sort(kinds)
	return kinds
}

func hits(t *testing.T, v *data.Vault, typed string) []data.Hit {
	t.Helper()
	f, err := v.Search(t.Context(), typed)
	if err != nil {
		t.Fatal(err)
	}
	if f.Reading {
		t.Fatal("everything is read, and the search says it is not")
	}
	return f.Hits
}

func readForSearch(t *testing.T, v *data.Vault) {
	t.Helper()
	if err := v.ReadForSearch(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// rich is a case with a record of every kind that is searched, and a contact
// that waits.
func rich(t *testing.T, v *data.Vault) (caseID data.ID, note data.Entry[data.Note]) {
	t.Helper()
	ctx := t.Context()
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{
		CalledName: "Siân", Surname: "Ŵyn-Example", Number: "07700 900461", Method: data.Phone, Police: data.WantsPolice,
		Advice: []string{"block"}, Said: "A stranger, a demand.",
	}))
	caseID = must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	note = must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: "Rang at three:\nblacmel rhywiol \"eto\".", Agreed: "Ring the bank", Method: data.Phone}))
	add := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := data.Add(ctx, v, caseID, data.Suspect{Names: "Unknown", Accounts: []data.Account{{Platform: "Instagram", UniqueID: "lovely.example_7", Phone: "+44 7700 900555"}}})
	add(err)
	_, err = data.Add(ctx, v, caseID, data.Evidence{Kind: "profile", DisplayName: "Lovely Example", URL: "https://social.example/u/lovely"})
	add(err)
	_, err = data.Add(ctx, v, caseID, data.MoneyEntry{Kind: data.Demand, Payee: "Westmouth Cards", Reference: "12-34-56 00012345"})
	add(err)
	_, err = data.Add(ctx, v, caseID, data.Person{Role: data.RoleFriend, FirstName: "Gethin", Words: "knows of it"})
	add(err)
	must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Llŷr", Number: "07700 900777", Said: "waits to be sorted"}))
	return caseID, note
}

func TestSearchFindsEveryKindOfRecord(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	caseID, note := rich(t, v)
	if f := must[data.Found](t)(v.Search(t.Context(), "siân")); len(f.Hits) > 0 {
		t.Error("something is found before anything was read")
	}
	line, _ := v.CaseLine(caseID)
	check := func(t *testing.T, v *data.Vault) {
		t.Helper()
		for _, c := range []struct {
			typed string
			want  []string
		}{
			{"sian", []string{"contact", "person"}},
			{"wyn-example", []string{"contact", "person"}},
			{"WYNEXAMPLE", []string{"contact", "person"}},
			{strings.ToLower(line.Reference), []string{"case"}},
			{strings.ReplaceAll(line.Reference, "-", ""), []string{"case"}},
			{"+447700900461", []string{"contact", "person"}},
			{"7700 900 777", []string{"contact"}},
			{"cribddeiliaeth rywiol", []string{"note"}},
			{`"rhywiol eto"`, []string{"note"}},
			{`"eto rhywiol"`, nil},
			{"rywiol cribddeiliaeth", nil},
			{"lovelyexample7", []string{"suspect"}},
			{"lovely.example", []string{"evidence", "suspect"}},
			{"07700900555", []string{"suspect"}},
			{"123456", []string{"money"}},
			{"gethin knows", []string{"person"}},
			{"ring bank", []string{"note", "task"}},
			{"stranger", []string{"contact", "event"}},
			{"wants", nil},
			{"block", nil},
			{"nobody wrote this", nil},
		} {
			if got := found(t, v, c.typed); !slices.Equal(got, c.want) {
				t.Errorf("%q finds %v, want %v", c.typed, got, c.want)
			}
		}
	}
	t.Run("read at once", func(t *testing.T) { readForSearch(t, v); check(t, v) })
	again := reopen(t, v, path, o)
	readForSearch(t, again)
	t.Run("read after unlocking again", func(t *testing.T) { check(t, again) })

	must[data.Entry[data.Note]](t)(again.Amend(t.Context(), caseID, note.ID, data.Amendment{Text: "It was the Thursday, diolch."}))
	must[data.ID](t)(again.LogContact(t.Context(), data.Contact{CalledName: "Ffion", Said: "diolch yn fawr"}))
	if got := found(t, again, "diolch"); !slices.Equal(got, []string{"contact", "note"}) {
		t.Errorf("what was saved a moment ago: %v", got)
	}
	if got := found(t, again, "rang three"); !slices.Equal(got, []string{"note"}) {
		t.Errorf("an amended note is found %v times", got)
	}
}

// TestOfAPlanIsFoundWhatPeopleWrote: a suggestion of the template stands in every
// plan, and so do those who see to it.
func TestOfAPlanIsFoundWhatPeopleWrote(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Vol Example", data.Volunteer, volunteerSecret))
	caseID, _ := rich(t, v)
	template := assets.Plan(assets.OnlineBlackmail).Sections[0]
	plan := data.Plan{Matter: data.OnlineBlackmail, ReviewBy: "Mair Example", KeptWhere: "behind the tea caddy", Sections: []data.PlanSection{{
		Key: template.Key, Title: template.Title.EN, Actions: []data.PlanAction{
			{What: template.Actions[0].EN, Who: "Mair Example", Safe: data.Yes}, {What: "Stay with \"Nain\" at Penrhyn", Who: "Mair Example"},
		},
	}}}
	e := must[data.Entry[data.Plan]](t)(data.Add(ctx, v, caseID, plan))
	readForSearch(t, v)
	check := func(v *data.Vault, want map[string]int) {
		t.Helper()
		for typed, n := range want {
			plans := slices.DeleteFunc(hits(t, v, typed), func(h data.Hit) bool { return h.Kind != data.KindPlan })
			if len(plans) != n {
				t.Errorf("%q finds %d plans instead of %d", typed, len(plans), n)
			}
			for _, h := range plans {
				if h.Case != caseID || h.Text == "" {
					t.Errorf("%q finds %+v", typed, h)
				}
			}
		}
	}
	suggested := strings.Fields(template.Actions[0].EN)[0]
	check(v, map[string]int{"penrhyn nain": 1, "caddy": 1, suggested: 0, "mair": 0, "online blackmail": 0, template.Key: 0, template.Title.EN: 0})
	plan.Sections[0].Actions[1].What = "Stay at the hostel"
	must[data.Entry[data.Plan]](t)(data.Change(ctx, v, caseID, e.ID, plan))
	must[data.Entry[data.Plan]](t)(v.ReviewPlan(ctx, caseID, e.ID, plan, "The ferry was late"))
	check(v, map[string]int{"penrhyn": 0, "hostel": 1, "ferry": 1, suggested: 0})
	v = asVolunteer(t, v, path, o, time.Hour)
	readForSearch(t, v)
	check(v, map[string]int{"hostel": 0, "caddy": 0})
}

func TestAHitShowsWhatWasWrittenAndWhereItIs(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	readForSearch(t, v)
	caseID, note := rich(t, v)
	got := hits(t, v, "blacmel")
	if len(got) != 1 {
		t.Fatalf("%d hits", len(got))
	}
	h := got[0]
	if h.Case != caseID || h.Record != note.ID || h.Shelf != data.ShelfNotes || !h.When.Equal(noon) {
		t.Errorf("%+v", h)
	}
	if h.Text != `Rang at three: blacmel rhywiol "eto".` || len(h.Marks) != 1 || h.Text[h.Marks[0].Start:h.Marks[0].End] != "blacmel" {
		t.Errorf("%q with marks %v", h.Text, h.Marks)
	}
	for _, h := range hits(t, v, "900461") {
		if len(h.Marks) != 1 || h.Text[h.Marks[0].Start:h.Marks[0].End] != "900461" {
			t.Errorf("a %s: %q with marks %v", h.Kind, h.Text, h.Marks)
		}
		if h.Kind == data.KindContact && h.Case != caseID {
			t.Error("a contact does not say to which case it was sorted")
		}
	}
}

// TestTheFirstHitsAreShownBeforeTheOthersAreOpened: whoever waits sees the first of
// all, and neither what one case is found by twice nor what nobody signed.
func TestTheFirstHitsAreShownBeforeTheOthersAreOpened(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Tangerine"}, data.Person{CalledName: "Tangerine"}))
	must[data.Entry[data.Person]](t)(data.Add(ctx, v, caseID, data.Person{Role: data.RoleFriend, FirstName: "Gethin", Words: "tangerine"}))
	for n := range 30 {
		must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: fmt.Sprintf("tangerine %d", n)}))
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	file := must[*sql.DB](t)(sql.Open("sqlite3", path))
	must[sql.Result](t)(file.Exec("UPDATE revision SET signature = zeroblob(64) WHERE n = (SELECT max(n) FROM revision WHERE kind = ?)", int(data.KindNote)))
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	v = unlocked(t, path, o)
	readForSearch(t, v)
	var shown []data.Found
	if err := v.SearchShowing(ctx, "tangerine", 4, func(f data.Found) { shown = append(shown, f) }); err != nil {
		t.Fatal(err)
	}
	all := hits(t, v, "tangerine")
	if len(all) != 30 || len(v.Damaged()) != 1 {
		t.Fatalf("%d hits, damaged: %v", len(all), v.Damaged())
	}
	if len(shown) != 2 || len(shown[0].Hits) != 4 || shown[0].All != 31 || len(shown[1].Hits) != 30 || shown[1].All != 30 {
		t.Fatalf("shown %d times: %+v", len(shown), shown)
	}
	for i, h := range shown[0].Hits {
		if h.Record != all[i].Record || h.Text != all[i].Text || shown[1].Hits[i].Record != h.Record {
			t.Errorf("hit %d is %+v at first, of all %+v", i, h, all[i])
		}
	}
	if all[0].Kind == data.KindNote || all[1].Text != "tangerine 28" {
		t.Errorf("the first are %+v", all[:2])
	}
}

func TestEveryoneFindsWhatTheyMayOpenAndNothingElse(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	caseID, _ := rich(t, v)
	ctx := t.Context()
	secret := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Morwenna"}, data.Person{FirstName: "Morwenna", Number: "07700 900888"}))
	must[data.Entry[data.Note]](t)(v.WriteNote(ctx, secret, data.Note{Said: "only for two of us"}))
	if err := v.Restrict(ctx, secret, []data.ID{idOf(t, v, "Mair Example"), idOf(t, v, "Cadi")}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who, typed string
		want       []string
	}{
		{"Vali", "sian", []string{"card"}},
		{"Vali", "900461", []string{"card"}},
		{"Vali", "llyr", []string{"contact"}},
		{"Vali", "rang", nil},
		{"Vali", "wyn-example", nil},
		{"Vali", "lovely", nil},
		{"Vali", "morwenna", nil},
		{"Megan", "morwenna", nil},
		{"Megan", "900888", nil},
		{"Megan", `"only for two"`, nil},
		{"Megan", "rang three", []string{"note"}},
		{"Cadi", "morwenna", []string{"person"}},
		{"Cadi", `"only for two"`, []string{"note"}},
		{"Cadi", "sian", []string{"contact", "person"}},
	} {
		if v.Me().Name != c.who {
			v = as(t, v, path, o, c.who)
			readForSearch(t, v)
		}
		if got := found(t, v, c.typed); !slices.Equal(got, c.want) {
			t.Errorf("%s, %q: %v, want %v", c.who, c.typed, got, c.want)
		}
	}
	card := hits(t, as2(t, v, path, o, "Vali"), "sian")
	if len(card) != 1 || card[0].Contact.IsZero() || !card[0].Case.IsZero() && card[0].Case != caseID {
		t.Errorf("a card's hit does not lead to its contact: %+v", card)
	}
}

// as2 is as, with everything read for the search.
func as2(t *testing.T, v *data.Vault, path string, o data.Options, name string) *data.Vault {
	t.Helper()
	again := as(t, v, path, o, name)
	readForSearch(t, again)
	return again
}

func TestACaseThatIsRestrictedToOthersIsNotFoundFromThatMomentOn(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	caseID, _ := rich(t, v)
	v = as2(t, v, path, o, "Cadi")
	if len(hits(t, v, "blacmel")) != 1 {
		t.Fatal("it is not found before")
	}
	if err := v.Restrict(t.Context(), caseID, []data.ID{idOf(t, v, "Megan"), idOf(t, v, "Mair Example")}); err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"blacmel", "sian", "lovely", "900461"} {
		if got := found(t, v, typed); len(got) > 0 {
			t.Errorf("%q still finds %v", typed, got)
		}
	}
	if got := found(t, v, "llyr"); len(got) != 1 {
		t.Error("another contact is not found any more")
	}
}

func TestALockedVaultFindsNothing(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	rich(t, v)
	readForSearch(t, v)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if f, err := v.Search(context.Background(), "sian"); err != nil || len(f.Hits) > 0 {
		t.Errorf("%d hits, %v", len(f.Hits), err)
	}
}

func TestReadingThatIsBrokenOffLeavesNothingAndCanBeginAgain(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	rich(t, v)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := v.ReadForSearch(stopped); err == nil {
		t.Error("reading that was broken off says that all is read")
	}
	if got := found(t, v, "sian"); len(got) > 0 {
		t.Errorf("half of it is found: %v", got)
	}
	readForSearch(t, v)
	if got := found(t, v, "sian"); len(got) != 2 {
		t.Errorf("after the second time: %v", got)
	}
}

// TestSavingAndSearchingGoOnWhileEverythingIsRead lets all three happen at once:
// nothing is lost, nothing is found twice.
func TestSavingAndSearchingGoOnWhileEverythingIsRead(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	ctx := t.Context()
	caseID := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân"}, data.Person{}))
	write := func(n int) data.Entry[data.Note] {
		return must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: fmt.Sprintf("note%02d everybody", n)}))
	}
	for n := range 20 {
		write(n)
	}
	done := make(chan error, 1)
	go func() { done <- v.ReadForSearch(ctx) }()
	for n := range 10 {
		e := write(20 + n)
		must[data.Entry[data.Note]](t)(v.Amend(ctx, caseID, e.ID, data.Amendment{Text: "amended"}))
		if _, err := v.Search(ctx, "everybody"); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := hits(t, v, "everybody"); len(got) != 30 {
			t.Errorf("%d of 30 notes", len(got))
		}
		for n := range 30 {
			if got := hits(t, v, fmt.Sprintf("note%02d", n)); len(got) != 1 {
				t.Errorf("note %d is found %d times", n, len(got))
			}
		}
		v.PackSearched(ctx)
	}
}

func TestWhatIsErasedIsNotFound(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	readForSearch(t, v)
	caseID, note := rich(t, v)
	ctx := t.Context()
	amended := must[data.Entry[data.Note]](t)(v.Amend(ctx, caseID, note.ID, data.Amendment{Text: "never to be written"}))
	why := data.EraseOptions{Reason: "asked for"}
	must[data.Erased](t)(v.EraseVersion(ctx, note.ID, amended.Revision, why))
	check := func(v *data.Vault) {
		t.Helper()
		if got := found(t, v, "never written"); len(got) > 0 {
			t.Errorf("an erased version is found: %v", got)
		}
		if got := found(t, v, "blacmel"); !slices.Equal(got, []string{"note"}) {
			t.Errorf("the version before it: %v", got)
		}
	}
	check(v)
	v = reopen(t, v, path, o)
	readForSearch(t, v)
	check(v)
	must[data.Erased](t)(v.EraseCase(ctx, caseID, why))
	for _, typed := range []string{"blacmel", "sian", "lovely", "900461"} {
		if got := found(t, v, typed); len(got) > 0 {
			t.Errorf("%q finds %v after the case was erased", typed, got)
		}
	}
	if got := found(t, v, "llyr"); len(got) != 1 {
		t.Error("another contact is not found any more")
	}
}

func TestAHitIsDatedByWhenItHappened(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	readForSearch(t, v)
	began := time.Date(2018, 5, 4, 14, 50, 0, 0, time.UTC)
	must[data.ID](t)(v.LogContact(t.Context(), data.Contact{Started: began, CalledName: "Bryn", Said: "a tangerine profile"}))
	if got := hits(t, v, "tangerine"); len(got) != 1 || !got[0].When.Equal(began) {
		t.Errorf("%+v", got)
	}
}

// TestADamagedVersionIsSaidThoughTheSearchFindsTheOneBefore: nothing is shown, for an older
// version is not what the record says, but that something cannot be read is known then.
func TestADamagedVersionIsSaidThoughTheSearchFindsTheOneBefore(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	caseID := must[data.ID](t)(v.StartCase(t.Context(), data.Case{CalledName: "Sam"}, data.Person{}))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(t.Context(), caseID, data.Note{Said: "a heron by the weir"}))
	must[data.Entry[data.Note]](t)(v.Amend(t.Context(), caseID, note.ID, data.Amendment{Text: "two herons"}))
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err == nil {
		_, err = db.Exec("UPDATE revision SET box=zeroblob(length(box)) WHERE n=(SELECT max(n) FROM revision WHERE record=?)", note.ID[:])
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, path, o)
	readForSearch(t, v)
	if got := hits(t, v, "heron"); len(got) > 0 || len(v.Damaged()) == 0 {
		t.Errorf("found %v, damaged %v", got, v.Damaged())
	}
}

func TestASearchThatIsGivenUpOpensNoMore(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	readForSearch(t, v)
	for i := range 20 {
		must[data.ID](t)(v.LogContact(t.Context(), data.Contact{CalledName: fmt.Sprint("Person ", i), Said: "a tangerine profile"}))
	}
	ctx, stop := context.WithCancel(t.Context())
	shown := 0
	err := v.SearchShowing(ctx, "tangerine", 12, func(f data.Found) {
		if shown++; len(f.Hits) != 12 || f.All != 20 {
			t.Errorf("%d of %d hits", len(f.Hits), f.All)
		}
		stop()
	})
	if !errors.Is(err, context.Canceled) || shown != 1 {
		t.Errorf("shown %d times: %v", shown, err)
	}
}
