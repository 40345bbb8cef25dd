package data_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"noddfa/assets"
	"noddfa/data"
)

// givingStage is a case with people, a suspect and notes.
func givingStage(t *testing.T) (v *data.Vault, path string, o data.Options, id data.ID, f *data.CaseFile, g data.Giving) {
	t.Helper()
	v, path, o = newVault(t)
	ctx := t.Context()
	must[data.Member](t)(v.AddMember(ctx, "Cadi Example", data.Caseworker, caseworkerSecret))
	id = must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân"}, data.Person{FirstName: "Siân", Surname: "Price", Number: "+44 7700 900123"}))
	must[data.Entry[data.Person]](t)(data.Add(ctx, v, id, data.Person{Role: data.RoleChild, FirstName: "Gwen", Surname: "Price"}))
	must[data.Entry[data.Suspect]](t)(data.Add(ctx, v, id, data.Suspect{Names: "Darren Pugh"}))
	note := func(day int, n data.Note) {
		n.Happened = data.At(noon.AddDate(0, 0, day))
		must[data.Entry[data.Note]](t)(v.WriteNote(ctx, id, n))
	}
	note(-3, data.Note{Practical: true, Said: "Siân Price met Darren Pugh and gwen; Cadi drove. His mother is on 01632 960 777, g.pugh@mail.example, not 07700 900123 on 26 11 2026."})
	note(-2, data.Note{Said: "She may have wept.", CheckBefore: true})
	note(-1, data.Note{Practical: true, Said: "The bank rang."})
	f = must[*data.CaseFile](t)(v.OpenCase(ctx, id))
	client, _ := f.Client()
	return v, path, o, id, f, data.Giving{Person: client.ID, Kinds: []string{"note"}}
}

func TestEachItemSaysWhatToLookOutFor(t *testing.T) {
	t.Parallel()
	v, _, _, id, f, g := givingStage(t)
	items := v.GiveItems(f, g)
	if len(items) != 3 {
		t.Fatalf("%d items", len(items))
	}
	first := items[0].Fields[0]
	var named []string
	for _, at := range first.Found {
		named = append(named, string([]rune(first.Text)[at[0]:at[1]]))
	}
	if !slices.Equal(named, []string{"Darren Pugh", "gwen", "Cadi", "01632 960 777", "g.pugh@mail.example"}) || !items[0].ThirdParty || items[0].Emotional {
		t.Errorf("found %v in %+v", named, items[0])
	}
	if !items[1].Emotional || !items[1].CheckBefore || items[1].ThirdParty || items[2].ThirdParty || items[2].CheckBefore {
		t.Errorf("marked: %+v", items[1:])
	}
	g.From, g.To = noon.AddDate(0, 0, -2), noon.AddDate(0, 0, -2)
	if some := v.GiveItems(f, g); len(some) != 1 || some[0].Record != items[1].Record {
		t.Errorf("of one day: %+v", some)
	}
	for kind, decided := range map[data.RequestKind]bool{data.SubjectAccess: false, data.VictimInformation: true} {
		c, ok := g.Choice(items[1], kind)
		if ok != decided || decided && c.Leave != data.LeaveEmotional {
			t.Errorf("%s: emotional support is %+v, decided %v", kind, c, ok)
		}
		if _, ok := g.Choice(items[2], kind); ok {
			t.Errorf("%s: a practical note is decided before anybody saw it", kind)
		}
	}
	// What is written afterwards has to be looked at again.
	g = data.Giving{Person: g.Person, Kinds: g.Kinds}
	for _, i := range items {
		g.Decide(data.GiveChoice{Record: i.Record, Revision: i.Revision})
	}
	must[data.GivenPaper](t)(v.GivenPaper(t.Context(), id, g))
	must[data.Entry[data.Note]](t)(v.Amend(t.Context(), id, items[2].Record, data.Amendment{Text: "Darren was there too."}))
	if _, err := v.GivenPaper(t.Context(), id, g); data.CodeOf(err) != data.CodeUnseen {
		t.Errorf("amended since, and given: %v", err)
	}
}

// What stands in a contact or an event can be read by somebody who never saw our forms.
func TestEachTextThatIsGivenStandsUnderItsQuestion(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	ctx := t.Context()
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{
		Started: noon, CalledName: "Siân", FirstName: "Siân", Surname: "Price", Number: "07700 900123", EmailTo: "s@mail.example", Organisation: "School", Town: "Westmouth", SafeWhen: "after six", SafeRule: "Ring.",
		CodeWord: "heron", Interpreter: "BSL", Said: "He wrote again.", Platform: "X", AdviceOther: "rest", WrongNumber: "a man", ForceWords: "SWP", Kept: []string{"row 3"}, Deadline: data.When{Words: "tonight"},
		FollowUp: data.FollowUp{Who: "Mair", Promised: "to ring"},
		Suicide:  data.Crisis{Thoughts: data.Yes, Because: "no time", Plan: "none", Action: "rang", ToldWho: "the GP", ToldHow: "by phone", ToldBy: "Mair", Tried: "at noon"},
	}))
	id := must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	must[data.Entry[data.Event]](t)(data.Add(ctx, v, id, data.Event{When: data.At(noon), What: "Wrote.", ToldBy: "person", ToldHow: "phone"}))
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, id))
	welsh := assets.Lang(assets.Welsh)
	texts := 0
	for _, i := range v.GiveItems(f, data.Giving{Kinds: []string{"contact", "event"}, Language: data.Welsh}) {
		for _, field := range i.Fields {
			texts++
			if !welsh.Has(field.Key) {
				t.Errorf("%s: %q stands under no question: %s", i.Kind, field.Text, field.Key)
			}
			if field.Text == "person" || field.Text == "phone" {
				t.Errorf("%s: printed as the program writes it: %+v", i.Kind, field)
			}
		}
	}
	if texts < 25 {
		t.Errorf("%d texts", texts)
	}
}

// A long name leaves the same as a short one.
func TestAPlaceWhereWordsWereTellsNotHowMany(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	ctx := t.Context()
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{}, data.Person{}))
	g := data.Giving{Kinds: []string{"note"}}
	for _, name := range []string{"Al", strings.Repeat("Alexandra ŵ ", 30)} {
		must[data.Entry[data.Note]](t)(v.WriteNote(ctx, id, data.Note{Said: "She met " + name + " there."}))
	}
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, id))
	for _, i := range v.GiveItems(f, g) {
		letters := len([]rune(i.Fields[0].Text))
		// In two pieces that touch: they are one place.
		g.Decide(data.GiveChoice{Record: i.Record, Revision: i.Revision, Struck: []data.Strike{
			{From: 9, To: letters - 7, Reason: data.LeaveThirdParty}, {From: 8, To: 9, Reason: data.LeaveThirdParty},
		}})
	}
	p := must[data.GivenPaper](t)(v.GivenPaper(ctx, id, g))
	if len(p.Items) != 2 || !reflect.DeepEqual(p.Items[0].Fields, p.Items[1].Fields) || len(p.Items[0].Fields[0].Parts) != 3 {
		t.Errorf("printed %+v", p.Items)
	}
	if len(p.Left) != 2 || p.Left[0].Places != 1 || p.Left[1].Places != 1 {
		t.Errorf("the list says %+v", p.Left)
	}
}

// Places of words that were struck out when only texts were given are what they were; what was chosen is looked at before
// it leaves, and struck as a whole, also where the paper is made in the other language.
func TestWhatWasStruckBeforeAnswersWereGivenIsStillStruck(t *testing.T) {
	t.Parallel()
	v, _, _, id, f, g := givingStage(t)
	item := v.GiveItems(f, g)[0]
	kept := data.GiveChoice{Record: item.Record, Revision: item.Revision, Struck: []data.Strike{{Field: 0, From: 15, To: 26, Reason: data.LeaveThirdParty}}}
	g.To, g.Choices = item.When.Time, []data.GiveChoice{kept}
	c, decided := g.Choice(item, data.SubjectAccess)
	if decided || !reflect.DeepEqual(c, kept) {
		t.Fatalf("nobody saw its answers, and it is decided: %v, %+v", decided, c)
	}
	happened := slices.IndexFunc(item.Fields, func(f data.GiveField) bool { return f.Key == "record.note.happened" })
	c.Struck = append(c.Struck, data.Strike{Field: happened, To: 2, Reason: data.LeaveHarm})
	g.Decide(c)
	for _, language := range []data.Language{data.English, data.Welsh} {
		g.Language = language
		p := must[data.GivenPaper](t)(v.GivenPaper(t.Context(), id, g))
		texts, answers := p.Items[0].Fields[0].Parts, p.Items[0].Fields[1:]
		if len(texts) != 3 || texts[0].Text != "Siân Price met " || !strings.HasPrefix(texts[2].Text, " and gwen;") {
			t.Errorf("%s: printed %+v", language, texts)
		}
		if len(answers) != 2 || !reflect.DeepEqual(answers[0].Parts, []data.GivenPart{{Left: data.LeaveHarm}}) || answers[1].Key != "record.note.practical" || answers[1].Parts[0].Text != assets.Lang(string(language)).T("common.yes") {
			t.Errorf("%s: answers %+v", language, answers)
		}
	}
}

func TestOnlyAManagerGivesOutAndTheRequestSaysWhatLeft(t *testing.T) {
	t.Parallel()
	v, path, o, id, f, g := givingStage(t)
	ctx := t.Context()
	asked := must[data.ID](t)(v.SaveRequest(ctx, data.ID{}, data.Request{Kind: data.SubjectAccess, Name: "Siân", Case: id, Refers: "their own number"}))
	g.Request = asked
	items := v.GiveItems(f, g)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	draw := func(data.GivenPaper) ([]byte, int, error) { return []byte("%PDF-1.7 pages"), 3, nil }
	cadi := unlockAs(t, path, caseworkerSecret, o)
	g.Decide(data.GiveChoice{Record: items[0].Record, Revision: items[0].Revision, Leave: data.LeaveThirdParty})
	g.Decide(data.GiveChoice{Record: items[1].Record, Revision: items[1].Revision})
	g.Decide(data.GiveChoice{Record: items[2].Record, Revision: items[2].Revision})
	if err := cadi.SaveGiving(ctx, id, g); err != nil {
		t.Fatal(err)
	}
	if _, err := cadi.Give(ctx, id, g, draw); data.CodeOf(err) != data.CodeNoKey {
		t.Errorf("a caseworker gave it out: %v", err)
	}
	if err := cadi.Close(); err != nil {
		t.Fatal(err)
	}
	v = must[*data.Vault](t)(data.Unlock(ctx, path, data.Credentials{Member: "Mair Example", Passphrase: passphrase, Options: o}))
	defer v.Close()
	f = must[*data.CaseFile](t)(v.OpenCase(ctx, id))
	kept, ok := f.Giving(asked)
	if !ok || len(kept.Value.Choices) != 3 {
		t.Fatalf("a manager finds %+v", kept)
	}
	given := must[data.Entry[data.Given]](t)(v.Give(ctx, id, kept.Value, draw))
	if given.Value.Paper.Theirs != "their own number" || len(given.Value.Paper.Items) != 2 || len(given.Value.SHA256) != 64 {
		t.Errorf("given %+v", given.Value.Paper)
	}
	if out, err := v.FindOutput(ctx, given.Value.PDF); err != nil || out.Given.ID != given.ID || out.Case != id {
		t.Errorf("whose the paper is: %+v, %v", out, err)
	}
	if err := v.RecordGiven(ctx, id, given.ID, data.SavedFile{Path: "/x/copy.pdf", SHA256: strings.Repeat("a", 64), Protected: true}); err != nil {
		t.Fatal(err)
	}
	r := must[data.RequestFile](t)(v.OpenRequest(ctx, asked)).Request.Value
	if len(r.Gave) != 2 || r.Gave[0].SHA256 != given.Value.SHA256 || r.Gave[0].Pages != 3 || r.Gave[1].How != data.GaveProtected || r.Gave[1].SHA256 != strings.Repeat("a", 64) || r.Gave[1].Left != 1 || r.Gave[1].Items != 2 {
		t.Errorf("the request says %+v", r.Gave)
	}
	r.Gave = nil
	must[data.ID](t)(v.SaveRequest(ctx, asked, r))
	if after := must[data.RequestFile](t)(v.OpenRequest(ctx, asked)).Request.Value; len(after.Gave) != 2 {
		t.Error("a change of the request lost what was given")
	}
	var trail []string
	for _, l := range must[[]data.AuditLine](t)(v.Audit(ctx)) {
		if l.Action == data.AuditGiven {
			trail = append(trail, l.Detail)
		}
	}
	if len(trail) != 2 || trail[0] != "pages=3 sha256="+given.Value.SHA256 || !strings.Contains(trail[1], strings.Repeat("a", 64)) {
		t.Errorf("the trail has %v", trail)
	}
	if copies := v.UnprotectedCopies(); len(copies) != 0 {
		t.Errorf("a protected file counts as one that anybody can read: %+v", copies)
	}
	if checked := must[data.Checked](t)(v.Check(ctx, nil)); !checked.OK {
		t.Errorf("check: %+v", checked)
	}
	none := data.Giving{Kinds: []string{"note"}, From: noon.AddDate(1, 0, 0)}
	if _, err := v.GivenPaper(ctx, id, none); data.CodeOf(err) != data.CodeNothingGiven {
		t.Errorf("nothing to give: %v", err)
	}
}
