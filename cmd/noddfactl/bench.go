package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"runtime"
	"text/tabwriter"
	"time"

	"noddfa/cmd/bench"
)

// mostCases is how many references the fictional charity has.
const mostCases = 400_000

// benchVerb measures on a fictional charity, which it makes and removes.
func benchVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var o bench.Options
	set.IntVar(&o.Cases, "cases", 0, "how many cases (default 200)")
	set.IntVar(&o.Notes, "notes", 0, "how many notes in all (default 20 a case)")
	set.IntVar(&o.Contacts, "contacts", 0, "how many contacts in all (default ten a case)")
	set.StringVar(&o.Folder, "folder", "", "the `FOLDER` in which the scratch folder is made: its disk is measured")
	set.StringVar(&o.Keep, "plain", "", "keep the same rows in the clear in `FILE`, for measuring other programs; nothing in them is real")
	set.StringVar(&o.Profiles, "profiles", "", "write a processor profile of each row into `FOLDER`")
	asJSON := set.Bool("json", false, "print the table as JSON")
	return func(ctx context.Context, c console, _ []string) error {
		if o.Cases < 0 || o.Notes < 0 || o.Contacts < 0 {
			return usageError{c.tr.T("ctl.negative")}
		}
		if o.Cases > mostCases {
			return usageError{c.tr.T("ctl.bench.many", map[string]any{"Most": mostCases})}
		}
		shown := &progress{to: c.err}
		doing := ""
		o.Progress = func(what string, done, all int) {
			if what != doing {
				shown.end()
				doing = what
				fmt.Fprintln(c.err, what)
			}
			if done > 0 {
				shown.show(done, all)
			}
		}
		report, err := bench.Run(ctx, o)
		shown.end()
		if errors.Is(err, context.Canceled) {
			fmt.Fprintln(c.err, "noddfactl: "+c.tr.T("ctl.bench.stopped"))
		}
		if err != nil {
			return err
		}
		if *asJSON {
			return json.NewEncoder(c.out).Encode(report.Rows)
		}
		return printBench(c, report)
	}
}

func printBench(c console, r bench.Report) error {
	out := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(c.out, c.tr.T("ctl.bench.cases", map[string]any{
		"Cases": r.Cases, "Notes": r.Notes, "Contacts": r.Contacts, "Processors": runtime.NumCPU(), "Made": r.Made.Round(100 * time.Millisecond).String(),
	}))
	fmt.Fprintln(out, c.tr.T("ctl.bench.head")+"\t")
	searched := ""
	bulk := map[string]any{}
	file := map[string]any{"File": megabytes(r.File), "Plain": megabytes(r.PlainFile)}
	for _, row := range r.Rows {
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%.2f\t%d\t\n", row.Name, short(row.Median), short(row.P95), short(row.P99), short(row.Floor), row.Ratio, row.Runs)
		switch row.Name {
		case "unlock":
			file["KDF"], file["Compared"], file["Whole"], file["Open"] = short(row.KDF), short(row.Compared), short(row.Ready), megabytes(row.Heap)
		case "search":
			file["NotesAfter"], file["Notes"], file["Ready"] = short(row.NotesAfter), short(row.NotesReady), short(row.Ready)
			file["WholeTyped"], file["NotesTyped"] = short(row.WholeTyped), short(row.NotesTyped)
			file["Search"] = megabytes(row.Heap)
			searched = c.tr.T("ctl.bench.search", map[string]any{"Rows": bench.Screenful, "All": short(row.All), "AllP95": short(row.AllP95)})
		case "backup":
			bulk["Structure"], bulk["Restore"] = short(row.Structure), short(row.Restore)
		case "check":
			bulk["Signatures"], bulk["Again"], bulk["Anew"] = short(row.Signatures), short(row.Again), short(row.Anew)
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(c.out, c.tr.T("ctl.bench.explained"))
	fmt.Fprintln(c.out, searched)
	fmt.Fprintln(c.out, c.tr.T("ctl.bench.bulk", bulk))
	_, err := fmt.Fprintln(c.out, c.tr.T("ctl.bench.file", file))
	return err
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f", float64(n)/1e6) }

// short is a time in milliseconds with as many figures as say something.
func short(ms float64) string {
	switch {
	case ms >= 100:
		return fmt.Sprintf("%.0f", ms)
	case ms >= 1:
		return fmt.Sprintf("%.1f", ms)
	}
	return fmt.Sprintf("%.3f", ms)
}
