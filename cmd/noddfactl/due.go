package main

import (
	"context"
	"flag"
	"fmt"
	"text/tabwriter"
	"time"

	"noddfa/data"
)

func dueVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	return listVerb(set, "print the list as JSON", due)
}

// listVerb is a verb that prints what the records have, as text or as JSON.
func listVerb(set *flag.FlagSet, json string, list func(context.Context, console, *data.Vault, bool) error) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	asJSON := set.Bool("json", false, json)
	return func(ctx context.Context, c console, _ []string) error {
		v, err := a.unlock(ctx, c)
		if err != nil {
			return err
		}
		return a.finish(c, v, list(ctx, c, v, *asJSON))
	}
}

// dueLine is one case, contact or request that is due. Only a case has a reference.
type dueLine struct {
	Ref     *string  `json:"ref"`
	Record  data.ID  `json:"record"`
	Kind    string   `json:"kind"`
	Rule    string   `json:"rule"`
	Trigger string   `json:"trigger"`
	Since   string   `json:"since"`
	Due     string   `json:"due"`
	Action  string   `json:"action"`
	Reason  string   `json:"reason"`
	Check   bool     `json:"check"`
	Hold    *dueHold `json:"hold"`
	Request bool     `json:"open_request"`
}

type dueHold struct {
	By    string  `json:"by"`
	Why   string  `json:"why"`
	Until *string `json:"until"`
}

func due(ctx context.Context, c console, v *data.Vault, asJSON bool) error {
	list, err := v.DueList(ctx)
	if err != nil {
		return err
	}
	lines := []dueLine{}
	for _, d := range list {
		line := dueLine{
			orNull(d.Ref), d.Record, d.Kind.String(), d.Rule.ID, string(d.Trigger), d.Since.Format(time.DateOnly), d.Due.Format(time.DateOnly), string(d.Rule.Action),
			d.Reason(c.tr), d.Check, nil, d.Request,
		}
		if d.Hold != nil {
			line.Hold = &dueHold{d.Hold.By, d.Hold.Value.Why, nil}
			if !d.Hold.Value.Until.IsZero() {
				line.Hold.Until = orNull(d.Hold.Value.Until.Format(time.DateOnly))
			}
		}
		lines = append(lines, line)
	}
	if asJSON {
		return writeJSON(c.out, lines)
	}
	if len(list) == 0 {
		fmt.Fprintln(c.out, c.tr.T("ctl.due.none"))
		return nil
	}
	w := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, c.tr.T("ctl.due.head"))
	for i, d := range list {
		ref := d.Ref
		if ref == "" {
			ref = c.tr.T("ctl.due."+d.Kind.String(), map[string]any{"Record": d.Record.String()[:8]})
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", ref, lines[i].Due, c.tr.T("retention.action."+lines[i].Action), d.Reason(c.tr))
		if stays := d.Stopped(c.tr); stays != "" {
			fmt.Fprintf(w, "\t\t\t%s\n", stays)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(c.out, c.tr.T("ctl.due.sign"))
	return nil
}
