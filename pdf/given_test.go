package pdf_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
)

// givenCase is a case with canaries in what may be struck and left out.
func givenCase(t *testing.T) (v *data.Vault, id data.ID) {
	t.Helper()
	dir := t.TempDir()
	at := func(day int) time.Time { return time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC) }
	v, _, err := data.Create(t.Context(), filepath.Join(dir, "given"+data.Extension), data.Setup{
		Organisation: data.Organisation{Name: "Hafan Example Support for Everybody Who Was Blackmailed Online in the South and West"}, Name: "Mair Example", Passphrase: "five plain words for tests",
		Options: data.Options{StateDir: dir, NoKeyring: true, Now: func() time.Time { return at(23) }},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	if id, err = v.StartCase(t.Context(), data.Case{CalledName: "Kanarycalled"}, data.Person{FirstName: "Kanaryperson", Surname: "Kanarysurname"}); err != nil {
		t.Fatal(err)
	}
	keep := func(_ any, err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	keep(data.Add(t.Context(), v, id, data.Suspect{Names: "Kanarysuspect Jones"}))
	keep(v.WriteNote(t.Context(), id, data.Note{Happened: data.At(at(3)), Practical: true, Said: "Went with Kanarysuspect Jones to the Kanarybank.\nShe rang Kanaryaunt about it.", Think: "Kanarythought stays."}))
	keep(v.WriteNote(t.Context(), id, data.Note{Happened: data.At(at(4)), Said: "Kanaryemotional: she wept."}))
	keep(v.WriteNote(t.Context(), id, data.Note{Happened: data.At(at(5)), Practical: true, Said: "Kanarywhole, all of it."}))
	contact, err := v.LogContact(t.Context(), data.Contact{Started: at(2), Matter: data.OnlineBlackmail, MayText: data.No, Alone: data.Yes, Suicide: data.Crisis{Thoughts: data.Yes}})
	keep(contact, err)
	keep(v.Triage(t.Context(), contact, id))
	keep(data.Add(t.Context(), v, id, data.Assessment{Made: at(7), Level: data.RiskMedium}))
	keep(data.Add(t.Context(), v, id, data.Plan{Made: at(8), Sections: []data.PlanSection{{Actions: []data.PlanAction{{What: "Kanaryaction", Safe: data.Unknown, Done: at(9)}}}}}))
	keep(data.Add(t.Context(), v, id, data.Event{When: data.At(at(6)), What: "Kanaryevent", Quoted: "Kanaryquoted words"}))
	return v, id
}

// open is a file whose every stream is open.
func open(t *testing.T, made []byte) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "open.pdf")
	tool(t, made, "qpdf", "--qdf", "--normalize-content=n", "--object-streams=disable", "FILE", path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// strike is the place of words in a field.
func strike(t *testing.T, item data.GiveItem, word string) data.Strike {
	t.Helper()
	for n, f := range item.Fields {
		if at := strings.Index(f.Text, word); at >= 0 {
			from := len([]rune(f.Text[:at]))
			return data.Strike{Field: n, From: from, To: from + len([]rune(word)), Reason: data.LeaveThirdParty}
		}
	}
	t.Fatalf("%q is in no field", word)
	return data.Strike{}
}

// strikeAnswer takes an answer that was chosen out.
func strikeAnswer(t *testing.T, item data.GiveItem, key string) data.Strike {
	t.Helper()
	n := slices.IndexFunc(item.Fields, func(f data.GiveField) bool { return f.Key == key })
	if n < 0 {
		t.Fatalf("%s is in no field", key)
	}
	return data.Strike{Field: n, To: len([]rune(item.Fields[n].Text)), Reason: data.LeaveHarm}
}

// Whatever was struck out or left out is nowhere in the file: not in a stream, a
// property or a tag, and its length cannot be told.
func TestWhatIsLeftOutOfNotesThatAreGivenIsNotInTheFile(t *testing.T) {
	t.Parallel()
	v, id := givenCase(t)
	ctx := t.Context()
	f, err := v.OpenCase(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	client, _ := f.Client()
	for _, language := range []data.Language{data.English, data.Welsh} {
		g := data.Giving{Person: client.ID, Language: language, Kinds: []string{"contact", "note", "event", "assessment", "plan", "suspect"}}
		if _, err := v.GivenPaper(ctx, id, g); data.CodeOf(err) != data.CodeUnseen {
			t.Fatalf("nobody looked at it, and it is given: %v", err)
		}
		struck := []string{"Kanarysuspect Jones", "Kanaryaunt", "Kanaryquoted words"}
		for _, item := range v.GiveItems(f, g) {
			c := data.GiveChoice{Record: item.Record, Revision: item.Revision}
			whole := fmt.Sprint(item.Fields)
			switch {
			case item.Kind == "suspect", item.Kind == "assessment", strings.Contains(whole, "Kanarywhole"):
				c.Leave, c.Words = data.LeaveThirdParty, "Kanarywhy"
			case strings.Contains(whole, "Kanaryemotional"):
				c.Leave = data.LeaveEmotional
			case item.Kind == "contact":
				c.Struck = append(c.Struck, strikeAnswer(t, item, "contact.alone"))
			default:
				for _, word := range struck {
					if strings.Contains(whole, word) {
						c.Struck = append(c.Struck, strike(t, item, word))
					}
				}
			}
			g.Decide(c)
		}
		given, err := v.Give(ctx, id, g, func(p data.GivenPaper) ([]byte, int, error) {
			doc, _, err := pdf.ComposeGiven(p)
			if err != nil {
				return nil, 0, err
			}
			file, err := doc.PDF()
			return file, doc.Pages(), err
		})
		if err != nil {
			t.Fatal(err)
		}
		made := given.Value.PDF
		file := open(t, made)
		for _, gone := range []string{"Kanarysuspect", "Jones", "Kanaryaunt", "Kanaryquoted", "Kanaryemotional", "wept", "Kanarywhole", "Kanaryperson", "Kanarysurname", "Kanarycalled", "Mair"} {
			if inFile(file, gone) {
				t.Errorf("%s: %q is in the file", language, gone)
			}
		}
		for _, there := range []string{"Kanarybank", "Kanarythought", "Kanaryevent", "Kanarywhy"} {
			if !inFile(file, there) {
				t.Errorf("%s: %q is not in the file", language, there)
			}
		}
		if list := tool(t, made, "pdfdetach", "-list", "FILE"); !strings.HasPrefix(list, "0 embedded") {
			t.Errorf("attachments: %s", list)
		}
		words := tool(t, made, "pdftotext", "-layout", "FILE", "-")
		sign, foot := "[left out]", "… · "+given.Value.Paper.Reference+" · made 23 November 2026" // the name gives way
		if language == data.Welsh {
			sign, foot = "[gadawyd allan]", "… · "+given.Value.Paper.Reference+" · gwnaed 23 Tachwedd 2026"
		}
		said, tr := strings.Join(strings.Fields(words), " "), assets.Lang(string(language))
		for _, there := range []string{
			tr.T("pdf.given.notIn"),
			tr.T("contact.matter") + " " + tr.T("contact.matter.online-blackmail"), tr.T("contact.mayText") + " " + tr.T("common.no"), tr.T("suicide.thoughts") + ": " + tr.T("common.yes"),
			tr.T("contact.alone") + " " + sign, tr.T("record.note.happened") + ": " + tr.DateTime(time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)),
			"1 · " + tr.T("record.plan.sections.actions.safe") + " " + tr.T("common.notKnown"), "1 · " + tr.T("record.plan.sections.actions.done") + ": " + tr.ShortDate(time.Date(2026, 11, 9, 0, 0, 0, 0, time.UTC)),
		} {
			if !strings.Contains(said, there) {
				t.Errorf("%s: %q was chosen, and is not in\n%s", language, there, words)
			}
		}
		if strings.Contains(said, tr.T("record.assessment.level")+":") || strings.Contains(said, tr.T("case.risk.level.medium")) {
			t.Errorf("%s: the level of a record that was left out is in\n%s", language, words)
		}
		if n := strings.Count(words, sign); n != len(struck)+2 || !strings.Contains(words, foot) { // and an answer, and once where the sign is explained
			t.Errorf("%s: %d signs, foot %v in\n%s", language, n, strings.Contains(words, foot), words)
		}
		if dir := os.Getenv("NODDFA_GIVEN"); dir != "" {
			_ = os.WriteFile(filepath.Join(dir, "given-"+string(language)+".pdf"), made, 0o600)
		}
	}
}

func TestAPaperOfManyNotesStaysOnItsPages(t *testing.T) {
	t.Parallel()
	p := data.GivenPaper{Reference: "NOD-7K3Q-92", Made: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	for i := range 40 {
		parts := []data.GivenPart{{Text: strings.Repeat("word ", 20+i*7)}, {Left: data.LeaveHarm}, {Text: "\n" + strings.Repeat("more ", 10)}, {Left: data.LeaveThirdParty}}
		p.Items = append(p.Items, data.GivenItem{Kind: "note", When: data.At(p.Made), Fields: []data.GivenField{{Key: "record.note.said", Parts: parts}, {Key: "unknown", Parts: slices.Clone(parts)}}})
		p.Left = append(p.Left, data.LeftOut{Kind: "note", When: data.At(p.Made), Places: 2, Reason: data.LeaveHarm})
	}
	doc, _, err := pdf.ComposeGiven(p)
	if err != nil {
		t.Fatal(err)
	}
	for i := range doc.Pages() {
		if wrong := outside(doc.Ops(i)); wrong != "" {
			t.Error(wrong)
		}
	}
	if out := tool(t, file(t, doc), "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Error(out)
	}
}
