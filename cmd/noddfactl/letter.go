package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/pdf"
)

// letterFlags are the choices of one letter on the command line.
type letterFlags struct {
	access
	reference, out, reason string
	verify                 string // the file that is asked about
	replaces               string // the number of the earlier letter
	language, replyBy      string
	include, leaveOut      []string // FIELD or FIELD=REASON
	protect                bool
	read                   bool   // the events that nobody has checked
	issued                 string // the number of a letter to write again
	paper                  data.PaperKind
	sheet                  bool
	choices                data.LetterChoices
}

func letterVerb(set *flag.FlagSet) func(context.Context, console, []string) error {
	var f letterFlags
	f.add(set)
	set.StringVar(&f.reference, "case", "", "the case's `REFERENCE`")
	set.StringVar(&f.verify, "verify", "", "say whether `FILE.pdf` is a letter that was issued, and else what it is if it left these records; nothing is written")
	set.StringVar(&f.out, "out", "", "write the letter to `FILE.pdf`")
	set.StringVar(&f.choices.Force, "force", "", "the police force's `ID`, south-wales; without it, the case's own")
	set.StringVar(&f.choices.Unit, "unit", "", "the unit of the force that the letter goes to")
	set.StringVar(&f.choices.Attention, "attention", "", "the `NAME` of the officer it goes to")
	addList(set, &f.choices.Address, "police-address", "a `LINE` of the police's address on this letter (again for more); without it, the one that the settings name")
	addWord(set, &f.choices.Basis, "basis", "why it may be shared: consent, vital-interests, legitimate-interests or recognised-legitimate-interest")
	set.StringVar(&f.choices.BasisNote, "basis-note", "", "how consent was given, or the reason in `WORDS`")
	set.Func("type", "new-report, further-information, support-needs, information-only (or intelligence) or update-or-withdrawal (or update)", func(s string) error {
		f.choices.Type = data.LetterType(s)
		switch s {
		case "intelligence":
			f.choices.Type = data.InformationOnly
		case "update":
			f.choices.Type = data.UpdateOrWithdrawal
		}
		return nil
	})
	set.StringVar(&f.replaces, "replaces", "", "the `NUMBER` of the earlier letter that an update or withdrawal is about")
	addWord(set, &f.choices.Change, "change", "why it does not hold: correction (the default), safe-contact, consent-withdrawn or wrong-place")
	set.StringVar(&f.language, "language", "en", "the reader's language: en, cy, or cy+en for both, Welsh first")
	set.StringVar(&f.choices.Summary, "summary", "", "the opening paragraph in `WORDS`")
	set.StringVar(&f.choices.Offence, "offence", "", "the offence as the person sees it")
	set.StringVar(&f.choices.Updates, "updates", "", "how often the person wants to hear, and through whom")
	set.StringVar(&f.choices.Copies, "copies", "", "who else gets the letter")
	set.Func("ground", "a ground for enhanced rights under the Victims' Code (again for more): serious-crime, persistently-targeted, vulnerable or intimidated", func(s string) error {
		f.choices.Grounds = append(f.choices.Grounds, data.Ground(s))
		return nil
	})
	addList(set, &f.include, "include", "put in a `FIELD` that is not in by default, such as address (again for more); FIELD=REASON gives its own reason")
	addList(set, &f.leaveOut, "leave-out", "leave a `FIELD` out (again for more); FIELD=REASON says why")
	set.BoolVar(&f.read, "unchecked-events-read", false, "you have read the events that nobody has checked, and all of them may be shared: the records keep that answer. Without it they are left out")
	set.StringVar(&f.reason, "reason", "", "why --include puts it in")
	set.IntVar(&f.choices.TextSize, "size", 12, "the size of the print in points: 12, 14 or 16")
	addWord(set, &f.choices.Window, "envelope", "where the envelope shows the address: dl or notify")
	set.StringVar(&f.replyBy, "reply-by", "", "the `DAY` by which a reply is asked for, 2026-12-31")
	set.BoolVar(&f.sheet, "envelope-sheet", false, "write a test sheet for the envelope of --envelope to --out; no letter")
	set.StringVar(&f.issued, "issued", "", "write the letter of that `NUMBER` again, as it was issued; nothing new is issued")
	addWord(set, &f.paper, "paper", "with --issued, a paper for the person instead: copy, which is safer to hold, or next, what happens next")
	set.BoolVar(&f.protect, "protect", false, "write a file that opens with a password only (AES-256) and print the password on standard output")
	set.BoolVar(&f.choices.Draft, "draft", false, "a watermarked draft that is not recorded as issued")
	return func(ctx context.Context, c console, _ []string) error {
		if f.verify != "" {
			return f.verified(ctx, c)
		}
		if f.sheet {
			return f.envelopeSheet(ctx, c)
		}
		if f.issued != "" || f.paper != "" {
			return f.again(ctx, c)
		}
		if err := f.check(c); err != nil {
			return err
		}
		v, err := f.unlock(ctx, c)
		if err != nil {
			return err
		}
		return f.finish(c, v, f.write(ctx, c, v))
	}
}

// addWord reads a flag into a word of the records.
func addWord[T ~string](set *flag.FlagSet, to *T, name, usage string) {
	set.Func(name, usage, func(s string) error { *to = T(s); return nil })
}

// addList gathers a flag that may be given several times.
func addList(set *flag.FlagSet, to *[]string, name, usage string) {
	set.Func(name, usage, func(s string) error { *to = append(*to, s); return nil })
}

// check refuses a wrong call before any passphrase is asked for.
func (f *letterFlags) check(c console) error {
	for _, needed := range []struct{ flag, value string }{{"--case", f.reference}, {"--out", f.out}} {
		if needed.value == "" {
			return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": needed.flag})}
		}
	}
	if f.choices.Type == "" {
		f.choices.Type = data.NewReport
	}
	f.choices.Language, f.choices.Bilingual = data.Language(f.language), f.language == "cy+en"
	if f.choices.Bilingual {
		f.choices.Language = data.Welsh
	}
	if f.choices.Window == "dl" {
		f.choices.Window = data.WindowDL
	}
	update := f.choices.Type == data.UpdateOrWithdrawal
	if update && f.choices.Change == "" {
		f.choices.Change = data.ChangeCorrection
	}
	for _, wrong := range []struct {
		key string
		is  bool
	}{
		{"ctl.letter-type", !slices.Contains(data.LetterTypes(), f.choices.Type)},
		{"ctl.language", f.choices.Language != data.English && f.choices.Language != data.Welsh},
		{"ctl.basis", f.choices.Basis != "" && !slices.Contains(data.Bases(), f.choices.Basis)},
		{"ctl.letter-change", update && !slices.Contains(data.LetterChanges(), f.choices.Change)},
		{"ctl.letter-ground", slices.ContainsFunc(f.choices.Grounds, func(g data.Ground) bool { return !slices.Contains(data.Grounds(), g) })},
		{"ctl.size", !slices.Contains([]int{12, 14, 16}, f.choices.TextSize)},
		{"ctl.protect-draft", f.protect && f.choices.Draft},
		{"ctl.envelope", f.choices.Window != data.WindowDL && f.choices.Window != data.WindowNotify},
	} {
		if wrong.is {
			return usageError{c.tr.T(wrong.key)}
		}
	}
	if update && f.replaces == "" {
		return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": "--replaces"})}
	}
	if f.replyBy != "" {
		day, err := time.ParseInLocation(time.DateOnly, f.replyBy, time.Local)
		if err != nil {
			return usageError{c.tr.T("ctl.day", map[string]any{"Flag": "--reply-by"})}
		}
		f.choices.ReplyBy = day
	}
	if _, err := os.Lstat(f.out); err == nil {
		return &data.Error{Code: data.CodeExists, Doing: "looking for the file"}
	}
	if _, ok := assets.ForceByID(f.choices.Force); !ok && f.choices.Force != "" {
		return &data.Error{Code: data.CodeNeedsForce, Doing: "looking for the force"}
	}
	return f.fields(c)
}

// fields reads which fields go in and which are left out.
func (f *letterFlags) fields(c console) error {
	var names []string
	for _, d := range data.FieldsOf(f.choices) {
		if d.Default != data.Never {
			names = append(names, string(d.Field))
		}
	}
	read := func(flag string, list []string, reason string, take func(data.Field, string)) error {
		for _, text := range list {
			name, own, has := strings.Cut(text, "=")
			if !slices.Contains(names, name) {
				return usageError{c.tr.T("ctl.field", map[string]any{"Flag": flag, "Fields": strings.Join(names, ", ")})}
			}
			if !has {
				own = reason
			}
			take(data.Field(name), own)
		}
		return nil
	}
	f.choices.Include, f.choices.LeaveWhy = map[data.Field]string{}, map[data.Field]string{}
	err := read("--include", f.include, f.reason, func(field data.Field, why string) { f.choices.Include[field] = why })
	if err == nil {
		err = read("--leave-out", f.leaveOut, "", func(field data.Field, why string) {
			f.choices.LeaveOut = append(f.choices.LeaveOut, field)
			if why != "" {
				f.choices.LeaveWhy[field] = why
			}
		})
	}
	return err
}

// find names the earlier letter of the case that this one is about.
func (f *letterFlags) find(c console, v *data.Vault, caseID data.ID) error {
	if f.choices.Type != data.UpdateOrWithdrawal {
		return nil
	}
	for _, l := range v.Letters() {
		if l.Case == caseID && strings.EqualFold(l.Number, f.replaces) {
			f.choices.Replaces = l.ID
			return nil
		}
	}
	return usageError{c.tr.T("ctl.letter-none", map[string]any{"Number": f.replaces})}
}

func (f *letterFlags) write(ctx context.Context, c console, v *data.Vault) error {
	line, err := caseOf(v, f.reference)
	if err != nil {
		return err
	}
	if err := f.find(c, v, line.ID); err != nil {
		return err
	}
	// A manager who issues a letter here approves it; where another manager
	// could have, the audit trail says that it was their own.
	f.choices.Own = v.Me().Role == data.Manager
	letter, missing, err := f.compose(ctx, c, v, line.ID)
	if err != nil {
		return err
	}
	for _, m := range missing {
		fmt.Fprintln(c.err, c.tr.T("letter.missing."+m.Code))
	}
	for _, d := range letter.Withheld {
		fmt.Fprintln(c.err, c.tr.T("ctl.withheld", map[string]any{"Field": c.tr.T("letter.field." + string(d.Field))}))
	}
	letter.Draft = f.choices.Draft
	if !letter.Draft {
		if err := data.Refusal(missing); err != nil {
			return err
		}
	}
	if v.ReadOnly() {
		return &data.Error{Code: v.Unwritable(), Doing: "recording a letter"}
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
	o, err := f.output(page)
	if err != nil {
		return err
	}
	if letter.Draft {
		return o.draft(ctx, c, v, line)
	}
	// The copy is on the disk before the record says so, and away again if the
	// record fails.
	out, err := stageFile(f.out, o.file)
	if err != nil {
		return err
	}
	defer out.Drop()
	issued, err := v.Issue(ctx, line.ID, f.choices, letter, page)
	if err != nil {
		return err
	}
	if err := publish(out); err != nil {
		return err
	}
	return o.recorded(ctx, c, v, line.ID, issued)
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
	switch g := found.Given.Value; {
	case err != nil:
	case g.Pages > 0:
		line, _ := v.CaseLine(found.Case)
		err = &data.Error{Code: data.CodeNotLetter, Doing: "looking for what left", Args: map[string]any{
			"Of": "given", "Reference": line.Reference, "Date": g.At.Local().Format(time.DateOnly), "Pages": c.tr.N("request.gave.pages", g.Pages),
		}}
	default:
		fmt.Fprintln(c.out, c.tr.T("ctl.verified", map[string]any{
			"Number": found.Letter.Number, "Date": found.Letter.Issued.Local().Format(time.DateOnly), "Force": found.Letter.Force,
		}))
		if by := found.Letter.ReplacedBy; by != "" {
			fmt.Fprintln(c.out, c.tr.T("letters.verified.replaced", map[string]any{"Number": by}))
		}
	}
	return f.finish(c, v, err)
}
