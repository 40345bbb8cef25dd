package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/data/contactlog"
)

func importVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	open := set.Bool("open-cases", false, "make a case of each contact with a named client")
	figures := set.Bool("figures-only", false, "of rows older than the retention keep what figures count, and no words")
	asJSON := set.Bool("json", false, "print the result as JSON")
	return func(ctx context.Context, c console, words []string) error {
		if len(words) != 2 || words[0] != "contacts" && words[0] != "tasks" {
			return usageError{c.tr.T("ctl.import-usage")}
		}
		if words[0] == "tasks" && (*open || *figures) {
			return usageError{c.tr.T("ctl.import-tasks-flags")}
		}
		v, err := a.unlock(ctx, c)
		if err != nil {
			return err
		}
		bring := v.ImportContacts
		if words[0] == "tasks" {
			bring = v.ImportTasks
		}
		return a.finish(c, v, importLog(ctx, c, bring, words[1], data.ImportOptions{OpenCases: *open, FiguresOnly: *figures}, *asJSON))
	}
}

// rejected is one row of a log that was not understood.
type rejected struct {
	Line   int    `json:"line"`
	Row    int    `json:"row"`
	Reason string `json:"reason"`
}

// importing is what brings in contacts, or tasks.
type importing func(context.Context, []byte, data.ImportOptions) (data.Imported, error)

func importLog(ctx context.Context, c console, bring importing, file string, o data.ImportOptions, asJSON bool) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading the file: %w", err)
	}
	o.Progress = func(done, all int) {
		if all > 1000 {
			fmt.Fprintf(c.err, "\r%d / %d", done, all)
		}
	}
	result, err := bring(ctx, content, o)
	if err != nil {
		return err
	}
	if result.Old > 0 {
		key := "ctl.imported-old"
		if o.FiguresOnly {
			key = "ctl.imported-figures"
		}
		fmt.Fprintln(c.err, c.tr.T(key, map[string]any{"Count": result.Old}))
	}
	tasks := result.Log.Sheet == contactlog.Tasks
	var noCase *int
	if n := result.Log.Refused(contactlog.NoSuchCase); tasks {
		noCase = &n
	}
	list := []rejected{}
	for _, r := range result.Rejected {
		list = append(list, rejected{r.Line, r.Number, r.Reason.Sentence(c.tr)})
	}
	if asJSON {
		return writeJSON(c.out, struct {
			Imported   int        `json:"imported"`
			Duplicates int        `json:"duplicates"`
			Erased     int        `json:"erased_before"`
			Rejected   []rejected `json:"rejected"`
			Cases      int        `json:"cases"`
			Old        int        `json:"older_than_retention"`
			NoCase     *int       `json:"no_such_case,omitempty"` // of the rejected, where tasks came in
		}{result.Imported, result.Duplicates, result.Erased, list, result.Cases, result.Old, noCase})
	}
	key, args := "ctl.imported", map[string]any{"Imported": result.Imported, "Duplicates": result.Duplicates, "Rejected": len(list), "Cases": result.Cases}
	if tasks {
		key, args["NoCase"] = "ctl.imported-tasks", *noCase
	}
	fmt.Fprintln(c.out, c.tr.T(key, args))
	if result.Erased > 0 {
		fmt.Fprintln(c.out, c.tr.T("ctl.imported-erased", map[string]any{"Count": result.Erased}))
	}
	for _, r := range list {
		fmt.Fprintln(c.out, c.tr.T("ctl.rejected", map[string]any{"Line": r.Line, "Reason": r.Reason}))
	}
	return nil
}

func casesVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	asJSON := set.Bool("json", false, "print the list as JSON")
	return func(ctx context.Context, c console, _ []string) error {
		v, err := a.unlock(ctx, c)
		if err != nil {
			return err
		}
		var damage []data.Damage
		err = listCases(c, v, *asJSON)
		if err == nil {
			err = sayRestricted(ctx, c, v)
		}
		if err == nil {
			damage, err = v.CheckCases(ctx)
		}
		return a.finish(c, v, err, damage...)
	}
}

// sayRestricted tells a manager on standard error how many cases are restricted
// to others, and so in no list of theirs.
func sayRestricted(ctx context.Context, c console, v *data.Vault) error {
	if v.Me().Role != data.Manager {
		return nil
	}
	n, err := v.RestrictedCases(ctx)
	if err != nil {
		return err
	}
	for _, line := range v.Cases() {
		if v.Restricted(line.ID) {
			n--
		}
	}
	if n > 0 {
		fmt.Fprintln(c.err, c.tr.T("ctl.restricted", map[string]any{"Count": n}))
	}
	return nil
}

// caseRow is a case as scripts see it; what is not known is null.
type caseRow struct {
	Reference *string `json:"reference"` // null where the case's own record is lost
	Name      *string `json:"name"`
	Force     *string `json:"force"`
	Opened    *string `json:"opened"`
	Closed    *string `json:"closed"`
	Risk      *string `json:"risk"`
}

func listCases(c console, v *data.Vault, asJSON bool) error {
	if v.Me().Role == data.Volunteer {
		return &data.Error{Code: data.CodeNoKey, Doing: "listing cases"}
	}
	rows := []caseRow{}
	for _, line := range v.Cases() {
		name := line.FullName
		if name == "" {
			name = line.Name
		}
		row := caseRow{
			Reference: orNull(line.Reference), Name: orNull(name), Force: orNull(line.Force),
			Opened: dayOrNull(line.Opened), Closed: dayOrNull(line.Closed), Risk: orNull(string(line.Risk)),
		}
		rows = append(rows, row)
	}
	if asJSON {
		return writeJSON(c.out, rows)
	}
	table := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
	for _, r := range rows {
		force := orEmpty(r.Force)
		if f, ok := assets.ForceByID(force); ok {
			force = f.NameIn(c.tr.Code())
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", orEmpty(r.Reference), orEmpty(r.Opened), orEmpty(r.Name), force)
	}
	return table.Flush()
}

func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func dayOrNull(day time.Time) *string {
	if day.IsZero() {
		return nil
	}
	return orNull(day.Format(time.DateOnly))
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func exportVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	return func(ctx context.Context, c console, _ []string) error {
		v, err := a.unlock(ctx, c)
		if err != nil {
			return err
		}
		fmt.Fprintln(c.err, c.tr.T("ctl.export-warning"))
		out := bufio.NewWriter(c.out)
		damage, err := v.Export(ctx, out)
		if flushing := out.Flush(); err == nil {
			err = flushing
		}
		return a.finish(c, v, err, damage...)
	}
}

func checkVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	a := access{untold: true}
	a.add(set)
	asJSON := set.Bool("json", false, "print the result as JSON")
	repair := set.String("repair-to", "", "write what can be read to the new `FILE`; the old one stays as it is")
	anew := set.Bool("anew", false, "verify every signature, also those that held at a check before and are the same")
	accept := set.Bool("accept-older", false, "go on from a file that is older than what this computer has seen (managers)")
	return func(ctx context.Context, c console, _ []string) error {
		v, err := a.unlock(ctx, c)
		if err != nil {
			if code := data.CodeOf(err); *asJSON && (code == data.CodeDamaged || code == data.CodeRoster || code == data.CodeJournal) {
				return errors.Join(err, writeJSON(c.out, data.Closed(err, a.newestBackup())))
			}
			return err
		}
		shown, check := &progress{to: c.err}, v.Check
		if *anew {
			check = v.CheckAnew
		}
		result, err := check(ctx, func(done int) { shown.show(done, 0) })
		shown.end()
		if !result.OK {
			result.Backup = a.newestBackup()
		}
		if err == nil && *asJSON {
			err = writeJSON(c.out, result)
		} else if err == nil {
			fmt.Fprintln(c.out, c.tr.T("ctl.checked", map[string]any{"Revisions": result.Revisions, "Damaged": len(result.Damaged)}))
			sayDamage(c.out, c, result.Damaged)
			if result.NotYours > 0 {
				fmt.Fprintln(c.out, c.tr.T("ctl.not-yours", map[string]any{"Count": result.NotYours}))
			}
			if result.Vouched > 0 {
				fmt.Fprintln(c.out, c.tr.T("ctl.checked-vouched", map[string]any{"Count": result.Vouched}))
			}
			if result.Verified > 0 {
				fmt.Fprintln(c.out, c.tr.T("ctl.checked-before", map[string]any{"Count": result.Verified}))
			}
			if result.Erased > 0 {
				fmt.Fprintln(c.out, c.tr.T("ctl.checked-erased", map[string]any{"Count": result.Erased}))
			}
		}
		if err == nil && *repair == "" { // what is repaired is not touched; the new file's trail begins with it
			v.TellOfCheck(ctx, result)
		}
		if err == nil && *accept && v.Older() {
			if err = v.AcceptOlder(ctx); err == nil {
				fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("ctl.older-accepted"))
			}
		}
		if err == nil && *repair != "" {
			var gaps int
			if gaps, err = v.Repair(ctx, *repair); err == nil {
				fmt.Fprintln(c.err, c.tr.T("ctl.repaired", map[string]any{"Vault": *repair, "Gaps": gaps}))
				if v.Holed() {
					fmt.Fprintln(c.err, c.tr.T("ctl.repaired.members"))
				}
			}
		}
		if err == nil && !result.OK && !*asJSON {
			err = a.withBackup(damagedBy(result.Damaged)) // and every line of it is printed
		}
		return a.finish(c, v, err, result.Damaged...)
	}
}
