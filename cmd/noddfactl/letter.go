package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
)

// letterFlags are the choices of one letter on the command line.
type letterFlags struct {
	access
	reference, out, include, reason string
	verify                          string // the file that is asked about
	choices                         data.LetterChoices
}

func letterVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var f letterFlags
	f.add(set)
	set.StringVar(&f.reference, "case", "", "the case's `REFERENCE`")
	set.StringVar(&f.verify, "verify", "", "say whether `FILE.pdf` is a letter that was issued; nothing is written")
	set.StringVar(&f.out, "out", "", "write the letter to `FILE.pdf`")
	set.StringVar(&f.choices.Force, "force", "", "the police force's `ID`, south-wales")
	set.Func("basis", "why it may be shared: consent, vital-interests, legitimate-interests or recognised-legitimate-interest", func(s string) error {
		f.choices.Basis = data.Basis(s)
		return nil
	})
	set.StringVar(&f.choices.BasisNote, "basis-note", "", "how consent was given, or the reason in `WORDS`")
	letterType := set.String("type", string(data.NewReport), "the type of letter")
	language := set.String("language", "en", "the reader's language: en or cy")
	set.StringVar(&f.include, "include", "", "put in a `FIELD` that is normally withheld, such as address")
	set.StringVar(&f.reason, "reason", "", "why it is put in")
	set.BoolVar(&f.choices.Draft, "draft", false, "a watermarked draft that is not recorded as issued")
	return func(ctx context.Context, c console, _ []string) error {
		if f.verify != "" {
			return f.verified(ctx, c)
		}
		f.choices.Type, f.choices.Language = data.LetterType(*letterType), data.Language(*language)
		if err := f.check(c); err != nil {
			return err
		}
		v, err := f.unlock(ctx, c)
		if err != nil {
			return err
		}
		return finish(c, v, f.write(ctx, c, v))
	}
}

// check refuses a wrong call before any passphrase is asked for.
func (f *letterFlags) check(c console) error {
	for _, needed := range []struct{ flag, value string }{{"--case", f.reference}, {"--force", f.choices.Force}, {"--out", f.out}} {
		if needed.value == "" {
			return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": needed.flag})}
		}
	}
	if f.choices.Type != data.NewReport {
		return usageError{c.tr.T("ctl.letter-type")}
	}
	if f.choices.Language != data.English && f.choices.Language != data.Welsh {
		return usageError{c.tr.T("ctl.language")}
	}
	if f.choices.Basis != "" && !slices.Contains(data.Bases(), f.choices.Basis) {
		return usageError{c.tr.T("ctl.basis")}
	}
	if _, ok := assets.ForceByID(f.choices.Force); !ok {
		return &data.Error{Code: data.CodeNeedsForce, Doing: "looking for the force"}
	}
	if f.include != "" {
		field := data.Field(f.include)
		if !slices.ContainsFunc(data.LetterFields(), func(d data.FieldDefault) bool { return d.Field == field }) {
			return usageError{c.tr.T("ctl.field")}
		}
		f.choices.Include = map[data.Field]string{field: f.reason}
	}
	return nil
}

func (f *letterFlags) write(ctx context.Context, c console, v *data.Vault) error {
	if v.Me().Role == data.Volunteer {
		return &data.Error{Code: data.CodeNoKey, Doing: "writing a letter"}
	}
	line, ok := v.CaseByReference(f.reference)
	if !ok {
		return &data.Error{Code: data.CodeNoCase, Doing: "looking for the case"}
	}
	// A manager who issues a letter here approves it; where another manager
	// could have, the audit trail says that it was their own.
	f.choices.Own = v.Me().Role == data.Manager
	letter, missing, err := v.Compose(ctx, line.ID, f.choices)
	if err != nil {
		return err
	}
	for _, m := range missing {
		fmt.Fprintln(c.err, c.tr.T("letter.missing."+m.Code))
	}
	letter.Draft = f.choices.Draft
	if !letter.Draft {
		if err := data.Refusal(missing); err != nil {
			return err
		}
		if v.ReadOnly() {
			return &data.Error{Code: data.CodeReadOnly, Doing: "recording a letter"}
		}
	}
	doc, warnings, err := pdf.Compose(letter)
	if err != nil {
		return fmt.Errorf("laying out the letter: %w", err)
	}
	for _, w := range warnings {
		fmt.Fprintln(c.err, w.Message(c.tr.Code()))
	}
	page, err := doc.PDF()
	if err != nil {
		return fmt.Errorf("drawing the letter: %w", err)
	}
	if letter.Draft {
		return writeFile(f.out, page)
	}
	// The copy is on the disk before the record says so, and away again if the
	// record fails.
	part := f.out + ".unrecorded"
	if err := writeFile(part, page); err != nil {
		return err
	}
	defer os.Remove(part)
	issued, err := v.Issue(ctx, line.ID, f.choices, letter, page)
	if err != nil {
		return err
	}
	if err := os.Rename(part, f.out); err != nil {
		return fmt.Errorf("writing the file: %w", err)
	}
	if err := v.RecordSaved(ctx, line.ID, issued.ID, f.out, issued.Value.SHA256[0]); err != nil {
		return err
	}
	fmt.Fprintln(c.err, c.tr.T("ctl.letter", map[string]any{"Number": letter.Number, "File": f.out}))
	return nil
}

// verified says which issued letter a file is, by the SHA-256 of its bytes.
func (f *letterFlags) verified(ctx context.Context, c console) error {
	file, err := os.ReadFile(f.verify)
	if err != nil {
		return fmt.Errorf("reading the file: %w", err)
	}
	v, err := f.unlock(ctx, c)
	if err != nil {
		return err
	}
	found, err := v.FindOutput(ctx, file)
	if err == nil {
		fmt.Fprintln(c.out, c.tr.T("ctl.verified", map[string]any{
			"Number": found.Number, "Date": found.Issued.Local().Format(time.DateOnly), "Force": found.Force,
		}))
	}
	return finish(c, v, err)
}
