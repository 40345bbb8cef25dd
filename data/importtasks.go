package data

import (
	"context"
	"slices"

	"noddfa/assets"
	"noddfa/data/contactlog"
	"noddfa/data/seal"
	"noddfa/data/workbook"
)

// tasksAsCSV is the sheet of a workbook that lists tasks, else its first: what goes out has the contacts before them.
func tasksAsCSV(file []byte, o contactlog.Options) ([]byte, error) {
	sheets, err := workbook.AllAsCSV(file)
	if err != nil || len(sheets) == 0 {
		return nil, err
	}
	for _, sheet := range sheets {
		if _, err := contactlog.Read(sheet, o); err == nil {
			return sheet, nil
		}
	}
	return sheets[0], nil
}

// ImportTasks reads a list of tasks and writes the rows that were understood, name a case that this member has the key
// to, and are not in the vault yet. The others are listed with their reasons.
func (v *Vault) ImportTasks(ctx context.Context, file []byte, o ImportOptions) (Imported, error) {
	o.Sheet = contactlog.Tasks
	log, err := v.ReadLog(file, o)
	if err != nil {
		return Imported{Log: log}, err
	}
	done, err := v.ImportTaskRows(ctx, log.Values(), o)
	done.Rejected, done.Log = log.Rejected, log
	return done, err
}

// ParseRow understands one row of a log as ReadLog did, such as a rejected one that was corrected.
func (v *Vault) ParseRow(log *contactlog.Log, cells []string) (contactlog.Values, *contactlog.Rejection) {
	values, rejected := log.Parse(cells)
	if rejected == nil && log.Sheet == contactlog.Tasks {
		if _, ok := v.CaseByReference(values.Task.Case); !ok {
			rejected = noSuchCase(log, cells)
		}
	}
	return values, rejected
}

// refuseUnknownCases rejects the tasks of cases that are not there for this member: one that was erased, one restricted to
// others, and a slip of the pen look the same.
func (v *Vault) refuseUnknownCases(log *contactlog.Log) {
	cases := v.casesByReference()
	log.Rows = slices.DeleteFunc(log.Rows, func(row contactlog.Row) bool {
		if _, ok := cases[plainReference(row.Task.Case)]; ok {
			return false
		}
		rejected := noSuchCase(log, row.Cells)
		rejected.Line, rejected.Number = row.Line, row.Number
		log.Rejected = append(log.Rejected, *rejected)
		return true
	})
	slices.SortStableFunc(log.Rejected, func(a, b contactlog.Rejection) int { return a.Number - b.Number })
}

func noSuchCase(log *contactlog.Log, cells []string) *contactlog.Rejection {
	reason := contactlog.Reason{Code: contactlog.NoSuchCase}
	if i := slices.Index(log.Columns, contactlog.FieldCase); i >= 0 {
		reason.Column = log.Header[i]
	}
	return &contactlog.Rejection{Field: contactlog.FieldCase, Reason: reason, Cells: cells}
}

func (v *Vault) casesByReference() map[string]CaseLine {
	v.mu.RLock()
	defer v.mu.RUnlock()
	cases := map[string]CaseLine{}
	for _, line := range v.cases {
		if line.Reference != "" {
			cases[plainReference(line.Reference)] = line
		}
	}
	return cases
}

// ImportTaskRows writes tasks that were understood. A row is a duplicate if its case has, or had, a task of the same words
// as often as it has come so far: what went out for a spreadsheet comes in again without doubling.
func (v *Vault) ImportTaskRows(ctx context.Context, rows []contactlog.Values, o ImportOptions) (Imported, error) {
	var result Imported
	keys := v.rowKeys()
	if v.me().Role == Volunteer || len(keys) == 0 {
		return result, refuse(CodeNoKey, "importing tasks")
	}
	have, cases := v.tasksByHash(keys), v.casesByReference()
	seen := map[string]int{}
	var fresh []change
	for _, row := range rows {
		in, ok := cases[plainReference(row.Task.Case)]
		if !ok {
			continue // gone since it was read
		}
		task := taskOf(row)
		here := 0
		for _, key := range keys { // the newest is the last
			task.Imported = taskHash(key, in.Reference, task.What)
			here += have[task.Imported]
		}
		if seen[task.Imported]++; seen[task.Imported] <= here {
			result.Duplicates++
			continue
		}
		fresh = append(fresh, change{NewID(), in.ID, task})
	}
	for batch := range slices.Chunk(fresh, importBatch) {
		if err := ctx.Err(); err != nil {
			return result, err
		}
		if _, err := v.commit(ctx, batch); err != nil {
			return result, fail("importing tasks", err)
		}
		result.Imported += len(batch)
		if o.Progress != nil {
			o.Progress(result.Imported, len(fresh))
		}
	}
	return result, nil
}

func taskHash(key seal.Key, reference, what string) string {
	return rowHash(key, contactlog.NormalisedTask(reference, what))
}

// tasksByHash counts the tasks by the row that each came of and by the row that it would go out as, in either language.
func (v *Vault) tasksByHash(keys []seal.Key) map[string]int {
	have := map[string]int{}
	newest := keys[len(keys)-1]
	for _, l := range v.Tasks() {
		in, _ := v.CaseLine(l.Case)
		of := map[string]bool{l.Imported: l.Imported != ""}
		for _, code := range []string{assets.English, assets.Welsh} {
			of[taskHash(newest, in.Reference, l.WhatIn(assets.Lang(code)))] = true
		}
		for hash, is := range of {
			if is {
				have[hash]++
			}
		}
	}
	return have
}

// taskOf makes a task of a row. What no field holds follows in words.
func taskOf(r contactlog.Values) Task {
	t := Task{What: workbook.Typed(r.Task.What), Owner: r.Task.Owner, Due: r.Task.Due, Done: r.Task.Done}
	for _, other := range r.Other {
		t.What += "\n" + other.Column + ": " + other.Words
	}
	return t
}
