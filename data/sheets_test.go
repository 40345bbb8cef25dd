package data_test

import (
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/data/workbook"
)

// What a manager takes out for a spreadsheet, in either language and either form, another charity can bring in; nobody
// else takes anything out, and restricted cases stay.
func TestContactsGoOutForASpreadsheetAndComeInElsewhere(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	at := time.Date(2026, 11, 3, 14, 5, 0, 0, time.UTC)
	must[data.ID](t)(v.LogContact(ctx, data.Contact{
		Started: at, Method: "phone", CalledName: "Siân", Number: "07700 900512", Age: 17, Said: "=SUM(1)\nthey want £300",
		Demanded: data.Pounds(300), Police: data.ReportedPolice, Force: "south-wales",
	}))
	sorted := must[data.ID](t)(v.LogContact(ctx, data.Contact{Started: at.AddDate(0, 0, 1), CalledName: "Wyn", Said: "rang again"}))
	caseID := must[data.ID](t)(v.Triage(ctx, sorted, data.ID{}))
	must[data.Entry[data.Task]](t)(data.Add(ctx, v, caseID, data.Task{What: "Ring the bank", Owner: "Cadi", Due: at}))
	kept := must[data.ID](t)(v.LogContact(ctx, data.Contact{Started: at, CalledName: "canary", Said: "canary"}))
	restricted := must[data.ID](t)(v.Triage(ctx, kept, data.ID{}))
	must[data.Entry[data.Task]](t)(data.Add(ctx, v, restricted, data.Task{What: "canary"}))
	if err := v.Restrict(ctx, restricted, []data.ID{idOf(t, v, "Mair Example"), idOf(t, v, "Cadi")}); err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"en", "cy"} {
		words := assets.Lang(language)
		contacts := must[workbook.Table](t)(v.ContactSheet(ctx, words))
		tasks := must[workbook.Table](t)(v.TaskSheet(words))
		book := must[[]byte](t)(workbook.Write([]workbook.Table{contacts, tasks}))
		if len(contacts.Rows) != 2 || len(tasks.Rows) != 1 {
			t.Errorf("%s: %d contacts and %d tasks", language, len(contacts.Rows), len(tasks.Rows))
		}
		for form, file := range map[string][]byte{"CSV": contacts.CSV(), "workbook": book} {
			if strings.Contains(string(file), "canary") || form == "workbook" && strings.Contains(string(must[[]byte](t)(workbook.FirstAsCSV(file))), "canary") {
				t.Errorf("%s: a restricted case is in the %s", language, form)
			}
			other, _, _ := newVault(t)
			done := must[data.Imported](t)(other.ImportContacts(ctx, file, data.ImportOptions{}))
			if done.Imported != 2 || len(done.Rejected) > 0 {
				t.Fatalf("%s as %s: %d came in, rejected: %+v", language, form, done.Imported, done.Rejected)
			}
			var back data.Contact
			for _, l := range other.Contacts() {
				if l.Name == "Siân" {
					back = must[data.Entry[data.Contact]](t)(other.Contact(ctx, l.ID)).Value
				}
			}
			if !back.Started.Equal(at) || back.Method != "phone" || back.Number != "07700 900512" || back.Age != 17 || back.Demanded != data.Pounds(300) ||
				back.Police != data.ReportedPolice || back.Force != "south-wales" || !strings.Contains(back.Said, "they want £300") {
				t.Errorf("%s as %s: it came back as %+v", language, form, back)
			}
		}
	}
	for _, name := range []string{"Cadi", "Vali"} {
		v = as(t, v, path, o, name)
		if _, err := v.ContactSheet(ctx, assets.Lang("en")); data.CodeOf(err) != data.CodeNoKey {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := v.TaskSheet(assets.Lang("en")); data.CodeOf(err) != data.CodeNoKey {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADamagedWorkbookIsAnErrorWithWhatToDo(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	_, err := v.ImportContacts(t.Context(), []byte("PK\x03\x04 canary"), data.ImportOptions{})
	sentence := data.LogSentence(assets.Lang("en"), err)
	if !strings.Contains(sentence, "as CSV") || strings.Contains(sentence, "canary") {
		t.Errorf("%v: %s", err, sentence)
	}
}
