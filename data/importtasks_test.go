package data_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/data/contactlog"
	"noddfa/data/workbook"
)

// What a manager takes out for a spreadsheet, in either language and either form, comes in again without doubling, and
// under another case's reference as what it was. Who may not write into a case brings nothing into it.
func TestTasksGoOutForASpreadsheetAndComeInAgain(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	due := time.Date(2026, 11, 30, 9, 30, 0, 0, time.Local)
	here := must[data.ID](t)(v.StartCase(ctx, data.Case{}, data.Person{}))
	tasks := []data.Task{
		{What: "=SUM(1)\nring the bank", Owner: "Cadi", Due: due},
		{What: "Send the form", Done: due},
		{About: data.TaskReply, Number: "L-1", Owner: "Cadi", Due: due},
	}
	for _, task := range tasks {
		must[data.Entry[data.Task]](t)(data.Add(ctx, v, here, task))
	}
	hidden := must[data.ID](t)(v.StartCase(ctx, data.Case{}, data.Person{}))
	from, _ := v.CaseLine(here)
	tables := map[string]workbook.Table{}
	for _, language := range []string{"en", "cy"} {
		tables[language] = must[workbook.Table](t)(v.TaskSheet(assets.Lang(language)))
	}
	for language, table := range tables {
		words := assets.Lang(language)
		contacts := must[workbook.Table](t)(v.ContactSheet(ctx, words))
		for form, write := range map[string]func() []byte{
			"CSV": table.CSV, "workbook": func() []byte { return must[[]byte](t)(workbook.Write([]workbook.Table{contacts, table})) },
		} {
			if done := must[data.Imported](t)(v.ImportTasks(ctx, write(), data.ImportOptions{})); done.Imported != 0 || done.Duplicates != len(tasks) || len(done.Rejected) > 0 {
				t.Errorf("%s as %s into the same records: %+v", language, form, done)
			}
			other := must[data.ID](t)(v.StartCase(ctx, data.Case{}, data.Person{}))
			to, _ := v.CaseLine(other)
			for i := range table.Rows {
				table.Rows[i][0] = strings.ToLower(to.Reference)
			}
			file := write()
			for i, want := range []int{len(tasks), 0} {
				if done := must[data.Imported](t)(v.ImportTasks(ctx, file, data.ImportOptions{})); done.Imported != want || done.Duplicates != len(tasks)-want {
					t.Errorf("%s as %s, time %d: %+v, rejected %+v", language, form, i+1, done, done.Rejected)
				}
			}
			for i, task := range tasks {
				task.What, task.About, task.Number = task.WhatIn(words), "", ""
				if !slices.ContainsFunc(v.Tasks(), func(l data.TaskLine) bool {
					return l.Case == other && l.What == task.What && l.Owner == task.Owner && l.Due.Equal(task.Due) && l.Done.Equal(task.Done)
				}) {
					t.Errorf("%s as %s: task %d is not what went out", language, form, i)
				}
			}
			for i := range table.Rows {
				table.Rows[i][0] = from.Reference
			}
		}
	}
	nest := must[data.Member](t)(v.AddMember(ctx, "Nest", data.Caseworker, phraseOf("Nest")))
	if err := v.Restrict(ctx, hidden, []data.ID{idOf(t, v, "Mair Example"), nest.ID}); err != nil {
		t.Fatal(err)
	}
	secret, _ := v.CaseLine(hidden)
	file := []byte("Case,Task\n" + secret.Reference + ",canary\n" + from.Reference + ",Ring the school\n")
	v = as(t, v, path, o, "Cadi")
	done := must[data.Imported](t)(v.ImportTasks(ctx, file, data.ImportOptions{}))
	if done.Imported != 1 || len(done.Rejected) != 1 || done.Log.Refused(contactlog.NoSuchCase) != 1 {
		t.Errorf("into a case restricted to others: %+v", done)
	}
	v = as(t, v, path, o, "Vali")
	if _, err := v.ImportTasks(ctx, file, data.ImportOptions{}); data.CodeOf(err) != data.CodeNoKey {
		t.Errorf("a volunteer: %v", err)
	}
}

// A list as people keep it: in Welsh, under a title, with a column of their own, days in words, slips, and sums beneath.
func TestOfAMessyListOfTasksNothingIsLost(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	ctx := t.Context()
	in, _ := v.CaseLine(must[data.ID](t)(v.StartCase(ctx, data.Case{}, data.Person{})))
	ref := in.Reference
	file := "Tasgau'r tîm;;;;;\n\nAchos;Tasg;Pwy;Erbyn;Gwnaed;Blaenoriaeth\n" +
		strings.ReplaceAll(strings.ToLower(ref), "-", " ") + ";Ffonio'r banc;Cadi;3/11/26;na;uchel\n" +
		ref + ";Anfon y ffurflen;;pan fydd hi'n barod;ie;\n" +
		ref + ";Gweld yr ysgol;;31/02/2026;;\n" +
		";Heb achos;;;;\n" + ref + ";;Cadi;;;\nNOD-0000-00;Achos pwy?;;;;\n" +
		"Achos;Tasg;Pwy;Erbyn;Gwnaed;Blaenoriaeth\nCyfanswm;;;;;7\n"
	done := must[data.Imported](t)(v.ImportTasks(ctx, []byte(file), data.ImportOptions{}))
	var why []contactlog.Code
	for _, r := range done.Rejected {
		why = append(why, r.Reason.Code)
	}
	want := []contactlog.Code{contactlog.NoSuchDate, contactlog.NoCase, contactlog.NoTask, contactlog.NoSuchCase, contactlog.RepeatedHeader, contactlog.TotalsRow}
	if done.Imported != 2 || !slices.Equal(why, want) {
		t.Fatalf("%d came in, rejected for %v", done.Imported, why)
	}
	got := map[string]data.TaskLine{}
	for _, l := range v.Tasks() {
		got[l.What] = l
	}
	if l := got["Ffonio'r banc\nBlaenoriaeth: uchel"]; l.Owner != "Cadi" || !l.Due.Equal(time.Date(2026, 11, 3, 0, 0, 0, 0, time.Local)) || !l.Done.IsZero() {
		t.Errorf("the first task: %+v of %v", l, got)
	}
	if l := got["Anfon y ffurflen\nErbyn: pan fydd hi'n barod"]; !l.Due.IsZero() || l.Done.IsZero() {
		t.Errorf("the second task: %+v of %v", l, got)
	}
	corrected := done.Rejected[3].Cells
	if _, still := v.ParseRow(done.Log, corrected); still == nil || still.Reason != done.Rejected[3].Reason {
		t.Errorf("tried again: %+v", still)
	}
	corrected[0] = ref
	row, still := v.ParseRow(done.Log, corrected)
	if still != nil {
		t.Fatalf("corrected, it is still rejected: %+v", still)
	}
	if again := must[data.Imported](t)(v.ImportTaskRows(ctx, []contactlog.Values{row}, data.ImportOptions{})); again.Imported != 1 {
		t.Errorf("corrected: %+v", again)
	}
}
