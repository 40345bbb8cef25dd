package main

import (
	"context"
	"flag"
	"fmt"
	"time"

	"noddfa/data"
)

func eraseVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var a access
	a.add(set)
	reference := set.String("case", "", "the case's `REFERENCE`")
	reason := set.String("reason", "", "why it is erased, in `WORDS` that name nobody")
	asJSON := set.Bool("json", false, "print the result as JSON")
	return func(ctx context.Context, c console, _ []string) error {
		for _, needed := range []struct{ flag, value string }{{"--case", *reference}, {"--reason", *reason}} {
			if needed.value == "" {
				return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": needed.flag})}
			}
		}
		v, err := a.unlock(ctx, c)
		if err != nil {
			return err
		}
		return a.finish(c, v, erase(ctx, c, v, *reference, data.EraseOptions{Reason: *reason, Backups: nonEmpty(a.backups)}, *asJSON))
	}
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

func erase(ctx context.Context, c console, v *data.Vault, reference string, o data.EraseOptions, asJSON bool) error {
	if v.Me().Role != data.Manager {
		return &data.Error{Code: data.CodeNoKey, Doing: "erasing a case"}
	}
	line, ok := v.CaseByReference(reference)
	if !ok {
		return &data.Error{Code: data.CodeNoCase, Doing: "looking for the case"}
	}
	stub, err := v.EraseCase(ctx, line.ID, o)
	if err != nil {
		return err
	}
	for _, folder := range stub.Unlisted {
		fmt.Fprintln(c.err, c.tr.T("ctl.erased-unlisted", map[string]any{"Folder": folder}))
	}
	for _, file := range stub.Copies {
		fmt.Fprintln(c.err, c.tr.T("ctl.erased-copy", map[string]any{"File": file}))
	}
	held := ""
	if !stub.Held.IsZero() {
		held = stub.Held.Format(time.DateOnly)
	}
	if asJSON {
		return writeJSON(c.out, struct {
			Erased data.ID `json:"erased"`
			Held   *string `json:"held_until"`
		}{stub.ID, orNull(held)})
	}
	fmt.Fprintln(c.out, c.tr.T("ctl.erased", map[string]any{"Case": line.Reference}))
	if held != "" {
		fmt.Fprintln(c.out, c.tr.T("ctl.erased-held", map[string]any{"Day": held}))
	}
	return nil
}
