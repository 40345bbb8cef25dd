package data

import (
	"context"
	"strings"
	"time"

	"noddfa/assets"
	"noddfa/data/contactlog"
	"noddfa/data/workbook"
)

// ContactSheet is every contact as a row, oldest first, under names of columns that ReadLog knows again: what goes out so
// can come in elsewhere. Managers only: nothing leaves in bulk without one. Contacts of restricted cases are never in it.
func (v *Vault) ContactSheet(ctx context.Context, t *assets.Translator) (workbook.Table, error) {
	if v.me().Role != Manager {
		return workbook.Table{}, refuse(CodeNoKey, "listing contacts for a spreadsheet")
	}
	table := workbook.Table{Title: t.T("sheet.contacts"), Columns: []string{t.T("sheet.case")}}
	for _, c := range contactColumns {
		table.Columns = append(table.Columns, c.field.Label(t))
	}
	table.Columns[len(table.Columns)-1] = t.T("sheet.kept")
	lines := v.ContactList()
	for i := lines.Len() - 1; i >= 0; i-- { // newest first in lists
		line := lines.At(i)
		if v.Restricted(line.ID) || !line.Case.IsZero() && v.Restricted(line.Case) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return table, err
		}
		e, err := v.readContact(ctx, line.ID)
		if err != nil {
			return table, fail("listing contacts for a spreadsheet", err)
		}
		in, _ := v.CaseLine(line.Case)
		row := []any{in.Reference}
		for _, c := range contactColumns {
			row = append(row, c.cell(rowWords{t, e.By}, e.Value))
		}
		table.Rows = append(table.Rows, row)
	}
	return table, nil
}

// TaskSheet is every task of the cases as a row: what, whose, by when, done. Managers only, without restricted cases.
func (v *Vault) TaskSheet(t *assets.Translator) (workbook.Table, error) {
	if v.me().Role != Manager {
		return workbook.Table{}, refuse(CodeNoKey, "listing tasks for a spreadsheet")
	}
	table := workbook.Table{Title: t.T("sheet.tasks"), Columns: []string{
		t.T("sheet.case"), t.T("sheet.task"), t.T("sheet.task.owner"), t.T("sheet.task.due"), t.T("sheet.task.done"),
	}}
	for _, l := range v.Tasks() {
		if v.Restricted(l.Case) {
			continue
		}
		in, _ := v.CaseLine(l.Case)
		table.Rows = append(table.Rows, []any{in.Reference, l.WhatIn(t), l.Owner, local(l.Due), local(l.Done)})
	}
	return table, nil
}

// Sheets are the tables of the figures, as a workbook shows them.
func (s Stats) Sheets(t *assets.Translator) []workbook.Table {
	about := workbook.Table{Title: t.T("figures.period"), Columns: []string{t.T("figures.csv.figure"), t.T("figures.csv.value")}, Rows: [][]any{
		{t.T("figures.from"), s.From}, {t.T("figures.to"), s.To},
	}}
	if s.Shared {
		about.Rows = append(about.Rows, []any{t.T("figures.csv.shared"), t.T("figures.hidden.how")})
	}
	all := []workbook.Table{about}
	for _, f := range s.Tables(t) {
		table := workbook.Table{Title: f.Title, Columns: f.Columns}
		for _, r := range f.Rows {
			row := []any{r.Label}
			for _, cell := range r.Cells {
				row = append(row, cell)
			}
			table.Rows = append(table.Rows, row)
		}
		all = append(all, table)
	}
	return all
}

// rowWords says values in a language.
type rowWords struct {
	*assets.Translator
	by string // who logged it
}

// say is a code in words, or as it is where there are none.
func (w rowWords) say(prefix, code string) any {
	if code == "" {
		return nil
	}
	if key := prefix + "." + code; w.Has(key) {
		return w.T(key)
	}
	return code
}

func (w rowWords) answer(a Answer) any {
	switch a {
	case Yes:
		return w.T("common.yes")
	case No:
		return w.T("common.no")
	case Unknown:
		return w.T("common.notKnown")
	}
	return nil
}

func (w rowWords) bool(yes bool) any {
	if yes {
		return w.T("common.yes")
	}
	return w.T("common.no")
}

func orEmpty(words string) any {
	if words == "" {
		return nil
	}
	return words
}

func local(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.Local()
}

func pounds(m Money) any {
	if !m.Known {
		return nil
	}
	return m.Pounds()
}

var contactColumns = []struct {
	field contactlog.Field
	cell  func(w rowWords, c Contact) any
}{
	{contactlog.FieldDate, func(_ rowWords, c Contact) any {
		if c.DayOnly {
			return c.Started.Format(time.DateOnly)
		}
		return local(c.Started)
	}},
	{contactlog.FieldMethod, func(w rowWords, c Contact) any { return w.say("contact.method", string(c.Method)) }},
	{contactlog.FieldWith, func(w rowWords, c Contact) any { return w.say("contact.caller", string(c.Caller)) }},
	{contactlog.FieldOrganisation, func(_ rowWords, c Contact) any { return orEmpty(c.Organisation) }},
	{contactlog.FieldReached, func(w rowWords, c Contact) any { return w.bool(!c.Attempted) }},
	{contactlog.FieldSafeToTalk, func(w rowWords, c Contact) any { return w.answer(c.SafeToTalk) }},
	{contactlog.FieldDangerNow, func(w rowWords, c Contact) any { return w.answer(c.DangerNow) }},
	{contactlog.FieldTown, func(_ rowWords, c Contact) any { return orEmpty(c.Town) }},
	{contactlog.FieldFirstName, func(_ rowWords, c Contact) any { return orEmpty(c.FirstName) }},
	{contactlog.FieldSurname, func(_ rowWords, c Contact) any { return orEmpty(c.Surname) }},
	{contactlog.FieldCalledName, func(_ rowWords, c Contact) any { return orEmpty(c.CalledName) }},
	{contactlog.FieldAge, func(_ rowWords, c Contact) any {
		if c.Age == 0 {
			return nil
		}
		return c.Age
	}},
	{contactlog.FieldPhone, func(_ rowWords, c Contact) any { return orEmpty(c.Number) }},
	{contactlog.FieldEmail, func(_ rowWords, c Contact) any { return orEmpty(c.EmailTo) }},
	{contactlog.FieldSafeRule, func(w rowWords, c Contact) any {
		return orEmpty(joinDots(c.Safe().never(w.Translator), safely(c.SafeRule, c.SafeWhen)))
	}},
	{contactlog.FieldCodeWord, func(_ rowWords, c Contact) any { return orEmpty(c.CodeWord) }},
	{contactlog.FieldLanguage, func(_ rowWords, c Contact) any { return orEmpty(string(c.Language)) }},
	{contactlog.FieldSummary, func(_ rowWords, c Contact) any { return orEmpty(c.Said) }},
	{contactlog.FieldPlatform, func(_ rowWords, c Contact) any { return orEmpty(c.Platform) }},
	{contactlog.FieldDemanded, func(_ rowWords, c Contact) any { return pounds(c.Demanded) }},
	{contactlog.FieldPaid, func(_ rowWords, c Contact) any { return pounds(c.Paid) }},
	{contactlog.FieldReported, func(w rowWords, c Contact) any {
		if c.Police == "" {
			return nil
		}
		return w.bool(c.Police == ReportedPolice)
	}},
	{contactlog.FieldForce, func(w rowWords, c Contact) any {
		if f, ok := assets.ForceByID(c.Force); ok {
			return f.NameIn(w.Code())
		}
		return orEmpty(c.ForceWords)
	}},
	{contactlog.FieldSuicide, func(w rowWords, c Contact) any { return w.answer(c.Suicide.Thoughts) }},
	{contactlog.FieldAdvice, func(_ rowWords, c Contact) any { return orEmpty(c.AdviceOther) }},
	{contactlog.FieldRiskChanged, func(w rowWords, c Contact) any { return w.answer(c.RiskChanged) }},
	{contactlog.FieldFollowUpBy, func(_ rowWords, c Contact) any { return orEmpty(c.FollowUp.Who) }},
	{contactlog.FieldFollowUpOn, func(_ rowWords, c Contact) any { return local(c.FollowUp.On) }},
	{contactlog.FieldVolunteer, func(w rowWords, c Contact) any { return orEmpty(firstOf(c.LoggedFor, w.by)) }},
	{"", func(_ rowWords, c Contact) any { return orEmpty(strings.Join(c.Kept, "\n")) }},
}
