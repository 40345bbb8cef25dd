package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"noddfa/data"
	"noddfa/pdf"
)

// planFlags ask for a safety plan on paper.
type planFlags struct {
	access
	reference, out, language string
	size                     int
}

func planVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var f planFlags
	f.add(set)
	set.StringVar(&f.reference, "case", "", "the case's `REFERENCE`")
	set.StringVar(&f.out, "out", "", "write the plan to `FILE.pdf`")
	set.StringVar(&f.language, "language", "", "en or cy; without it, the plan's own language")
	set.IntVar(&f.size, "size", 14, "the size of the print in points: 12, 14 or 16")
	return func(ctx context.Context, c console, _ []string) error {
		for _, needed := range []struct{ flag, value string }{{"--case", f.reference}, {"--out", f.out}} {
			if needed.value == "" {
				return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": needed.flag})}
			}
		}
		if !slices.Contains([]string{"", "en", "cy"}, f.language) {
			return usageError{c.tr.T("ctl.plan-language")}
		}
		if !slices.Contains([]int{12, 14, 16}, f.size) {
			return usageError{c.tr.T("ctl.size")}
		}
		v, err := f.unlock(ctx, c)
		if err != nil {
			return err
		}
		return f.finish(c, v, f.write(ctx, c, v))
	}
}

// write draws the plan as it is now and records where it went.
func (f *planFlags) write(ctx context.Context, c console, v *data.Vault) error {
	line, err := caseOf(v, f.reference)
	if err != nil {
		return err
	}
	file, err := v.OpenCase(ctx, line.ID)
	if err != nil {
		return err
	}
	plan, ok := file.Plan()
	if !ok {
		return &data.Error{Code: data.CodeNoPlan, Doing: "writing a plan"}
	}
	language := f.language
	if language == "" {
		language = string(plan.Value.Language)
	}
	if language == "" {
		language = string(file.Language())
	}
	doc, warnings, err := pdf.ComposePlan(plan.Value, line.Reference, v.Organisation().Sender(), language, pdf.Options{TextSize: float64(f.size)})
	if err != nil {
		return fmt.Errorf("laying out the plan: %w", err)
	}
	for _, w := range warnings {
		fmt.Fprintln(c.err, w.Message(c.tr.Code()))
	}
	page, err := doc.PDF()
	if err != nil {
		return fmt.Errorf("drawing the plan: %w", err)
	}
	if v.ReadOnly() {
		return &data.Error{Code: v.Unwritable(), Doing: "recording a plan's copy"}
	}
	path, err := filepath.Abs(f.out)
	if err != nil {
		return fmt.Errorf("writing the file: %w", err)
	}
	if err := writeFile(path, page); err != nil {
		return err
	}
	sum := sha256.Sum256(page)
	if err := v.RecordSaved(ctx, line.ID, plan.ID, path, hex.EncodeToString(sum[:])); err != nil {
		os.Remove(path)
		return err
	}
	fmt.Fprintln(c.err, c.tr.T("ctl.plan", map[string]any{"Reference": line.Reference, "File": path}))
	return nil
}

// caseOf finds a case for who may read cases.
func caseOf(v *data.Vault, reference string) (data.CaseLine, error) {
	if v.Me().Role == data.Volunteer {
		return data.CaseLine{}, &data.Error{Code: data.CodeNoKey, Doing: "opening a case"}
	}
	line, ok := v.CaseByReference(reference)
	if !ok {
		return line, &data.Error{Code: data.CodeNoCase, Doing: "looking for the case"}
	}
	return line, nil
}
