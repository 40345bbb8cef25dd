package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"time"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
)

// period is the first and the last day of a count, both included.
type period struct{ from, to string }

func (p *period) add(set *flag.FlagSet) {
	set.StringVar(&p.from, "from", "", "first `DAY`, 2018-01-01")
	set.StringVar(&p.to, "to", "", "last `DAY`, included")
}

// days are both days, which have to be given.
func (p *period) days(c console) (first, last time.Time, err error) {
	for _, one := range [][2]string{{"--from", p.from}, {"--to", p.to}} {
		if one[1] == "" {
			return first, last, usageError{c.tr.T("ctl.day", map[string]any{"Flag": one[0]})}
		}
	}
	return p.given(c)
}

// given are the days that were given; zero where none was.
func (p *period) given(c console) (first, last time.Time, err error) {
	for _, one := range []struct {
		flag, text string
		day        *time.Time
	}{{"--from", p.from, &first}, {"--to", p.to, &last}} {
		if one.text == "" {
			continue
		}
		if *one.day, err = time.ParseInLocation(time.DateOnly, one.text, time.Local); err != nil {
			return first, last, usageError{c.tr.T("ctl.day", map[string]any{"Flag": one.flag})}
		}
	}
	if !first.IsZero() && !last.IsZero() && last.Before(first) {
		return first, last, usageError{c.tr.T("ctl.day-order")}
	}
	return first, last, nil
}

func statsVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	var when period
	a.add(set)
	when.add(set)
	set.Lookup("from").Usage = "first `DAY`, 2018-01-01; else the day of the first contact or case"
	set.Lookup("to").Usage = "last `DAY`, included; else today"
	asJSON := set.Bool("json", false, "print the figures as JSON")
	asCSV := set.Bool("csv", false, "print the figures for a spreadsheet; groups under five are hidden")
	share := set.Bool("share", false, "hide groups under five, for output that leaves the charity")
	whole := set.Bool("whole", false, "with --csv: every number, for use inside the charity")
	ages := set.String("age-bands", "", "the `AGES` at which a new band begins: 18,25,40")
	return func(ctx context.Context, c console, _ []string) error {
		first, last, err := when.given(c)
		if err != nil {
			return err
		}
		o, ok := ageBands(*ages)
		switch {
		case !ok:
			return usageError{c.tr.T("ctl.stats.ages")}
		case *asJSON && *asCSV:
			return usageError{c.tr.T("ctl.stats.forms")}
		}
		v, err := a.unlock(ctx, c)
		if err != nil {
			return err
		}
		if last.IsZero() {
			last = v.Now()
		}
		if first.IsZero() {
			first = v.FirstDay(last)
		}
		stats, err := v.Stats(first, last, o)
		if err == nil {
			shares := *share || *asCSV && !*whole
			if shares {
				shown := &progress{to: c.err}
				stats, err = v.ShareStats(data.WithProgress(ctx, shown.show), stats, o)
				shown.end()
			}
			switch {
			case err != nil:
			case *asJSON:
				err = writeJSON(c.out, stats)
			case *asCSV:
				_, err = c.out.Write(stats.CSV(c.tr))
			default:
				err = printStats(c, stats)
			}
			if err == nil && shares {
				err = tellShared(ctx, c, v, stats)
			}
		}
		return a.finish(c, v, err)
	}
}

// tellShared remembers of which period figures were shared, so that those of
// another do not give away what these hide.
func tellShared(ctx context.Context, c console, v *data.Vault, s data.Stats) error {
	if v.ReadOnly() {
		fmt.Fprintln(c.err, c.tr.T("ctl.stats.untold"))
		return nil
	}
	return v.TellFigures(ctx, data.AuditSaved, s)
}

// ageBands reads "18,25,40".
func ageBands(text string) (o data.StatsOptions, ok bool) {
	if text == "" {
		return o, true
	}
	for part := range strings.SplitSeq(text, ",") {
		age, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || age < 1 || age > 120 {
			return o, false
		}
		o.AgeBands = append(o.AgeBands, age)
	}
	return o, true
}

// summaryVerb writes the managers' summary of the referrals of a period.
func summaryVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	var when period
	a.add(set)
	when.add(set)
	out := set.String("out", "", "write the summary to `FILE.pdf`")
	language := set.String("language", "en", "the reader's language: en or cy")
	return func(ctx context.Context, c console, _ []string) error {
		first, last, err := when.days(c)
		switch {
		case err != nil:
			return err
		case *out == "":
			return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": "--out"})}
		case *language != assets.English && *language != assets.Welsh:
			return usageError{c.tr.T("ctl.language")}
		}
		v, err := a.unlock(ctx, c)
		if err != nil {
			return err
		}
		return a.finish(c, v, writeSummary(ctx, c, v, first, last, data.Language(*language), *out))
	}
}

func writeSummary(ctx context.Context, c console, v *data.Vault, first, last time.Time, language data.Language, out string) error {
	shown := &progress{to: c.err}
	summary, err := v.Referrals(ctx, first, last, language, func(done, all int) {
		if all > 1000 {
			shown.show(done, all)
		}
	})
	shown.end()
	if err != nil {
		return err
	}
	doc, warnings, err := pdf.ComposeSummary(summary)
	if err != nil {
		return fmt.Errorf("laying out the summary: %w", err)
	}
	for _, w := range warnings {
		fmt.Fprintln(c.err, w.Message(c.tr.Code()))
	}
	page, err := doc.PDF()
	if err != nil {
		return fmt.Errorf("drawing the summary: %w", err)
	}
	if err := writeFile(out, page); err != nil {
		return err
	}
	if err := v.TellLeft(ctx, data.AuditSaved, data.DetailReferrals); err != nil {
		return err
	}
	fmt.Fprintln(c.err, c.tr.T("ctl.summary", map[string]any{"File": out, "Letters": summary.All.Letters}))
	return nil
}

// printStats prints the figures in words; a figure never says "reports" for
// contacts.
func printStats(c console, s data.Stats) error {
	out := bufio.NewWriter(c.out)
	line := func(key string, args map[string]any) { fmt.Fprintln(out, c.tr.T(key, args)) }
	line("ctl.stats.period", map[string]any{"From": s.From, "To": s.To, "Fortnights": fmt.Sprintf("%.1f", s.Fortnights)})
	line("ctl.stats.contacts", map[string]any{"Contacts": count(c, s.Contacts), "People": count(c, s.People), "Cases": count(c, s.Cases)})
	if s.Restricted > 0 {
		line("ctl.stats.restricted", map[string]any{"Count": s.Restricted})
	}
	line("ctl.stats.by-force", nil)
	for _, f := range assets.Forces() {
		if g, ok := s.ByForce[f.ID]; ok {
			line("ctl.stats.force", map[string]any{
				"Force": f.NameIn(c.tr.Code()), "Contacts": count(c, g.Contacts), "Reported": count(c, g.Reported), "Rate": rate(c, g.PerFortnight),
			})
		}
	}
	if g, ok := s.ByForce["not-recorded"]; ok {
		line("ctl.stats.force", map[string]any{
			"Force": c.tr.T("ctl.stats.no-force"), "Contacts": count(c, g.Contacts), "Reported": count(c, g.Reported), "Rate": rate(c, g.PerFortnight),
		})
	}
	for _, of := range []struct {
		key  string
		sums data.Sums
	}{{"ctl.stats.demanded", s.Demanded}, {"ctl.stats.paid", s.Paid}} {
		sums := of.sums
		largest := sums.Largest.String()
		if sums.LargestPlatform != "" {
			largest += " (" + sums.LargestPlatform + ")"
		}
		if sums.LargestBand != "" {
			largest = sums.LargestBand
		}
		line(of.key, map[string]any{"Largest": known(c, largest), "Median": known(c, sums.Median.String()), "Total": known(c, sums.Total.String())})
	}
	return out.Flush()
}

func known(c console, text string) string {
	if text == "" {
		return c.tr.T("ctl.stats.none")
	}
	return text
}

func count(c console, n data.Count) string {
	if n.Hidden {
		return c.tr.T("ctl.stats.hidden")
	}
	return fmt.Sprint(n.N)
}

func rate(c console, r data.Rate) string {
	if r.Hidden {
		return c.tr.T("ctl.stats.hidden")
	}
	return fmt.Sprintf("%.2f", r.Value)
}
