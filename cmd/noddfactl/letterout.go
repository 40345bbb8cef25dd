package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"noddfa/data"
	"noddfa/pdf"
)

// letterOutput is a letter as it is written to a file.
type letterOutput struct {
	file     []byte
	path     string
	password string // of a protected file; it is kept nowhere
	paper    data.PaperKind
}

// output is the file that is asked for: the page as it is, or one that opens
// with a password only.
func (f *letterFlags) output(page []byte) (letterOutput, error) {
	path, err := filepath.Abs(f.out) // so that whoever looks for it later finds it
	if err != nil {
		return letterOutput{}, fmt.Errorf("writing the file: %w", err)
	}
	o := letterOutput{file: page, path: path, paper: f.paper}
	if f.protect {
		o.password = pdf.NewPassword()
		o.file, err = pdf.Protect(page, o.password)
	}
	return o, err
}

// recorded writes the output into the records and says where it is.
func (o letterOutput) recorded(ctx context.Context, c console, v *data.Vault, caseID data.ID, issued data.Entry[data.IssuedLetter]) error {
	sum := sha256.Sum256(o.file)
	said := "ctl.letter"
	if o.password != "" {
		said = "ctl.protected"
	}
	saved := data.SavedFile{Letter: issued.ID, Path: o.path, SHA256: hex.EncodeToString(sum[:]), Protected: o.password != "", Paper: o.paper}
	if err := v.RecordCopy(ctx, caseID, saved); err != nil {
		return err
	}
	fmt.Fprintln(c.err, c.tr.T(said, map[string]any{"Number": issued.Value.Letter.Number, "File": o.path}))
	if o.password != "" {
		fmt.Fprintln(c.out, o.password)
	}
	return nil
}

// draft writes a draft and records that it left: its words can be read like those
// of a letter that was issued.
func (o letterOutput) draft(ctx context.Context, c console, v *data.Vault, of data.CaseLine) error {
	if err := writeFile(o.path, o.file); err != nil {
		return err
	}
	sum := sha256.Sum256(o.file)
	if err := v.RecordCopy(ctx, of.ID, data.SavedFile{Path: o.path, SHA256: hex.EncodeToString(sum[:])}); err != nil {
		os.Remove(o.path)
		return err
	}
	fmt.Fprintln(c.err, c.tr.T("ctl.letter-draft", map[string]any{"Reference": of.Reference, "File": o.path}))
	return nil
}

// again writes an issued letter, or a paper for the person, without issuing
// anything.
func (f *letterFlags) again(ctx context.Context, c console) error {
	for _, needed := range []struct{ flag, value string }{{"--issued", f.issued}, {"--out", f.out}} {
		if needed.value == "" {
			return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": needed.flag})}
		}
	}
	if !slices.Contains([]data.PaperKind{"", data.PaperCopy, data.PaperNext}, f.paper) {
		return usageError{c.tr.T("ctl.paper")}
	}
	v, err := f.unlock(ctx, c)
	if err != nil {
		return err
	}
	return f.finish(c, v, f.writeAgain(ctx, c, v))
}

func (f *letterFlags) writeAgain(ctx context.Context, c console, v *data.Vault) error {
	if v.Me().Role == data.Volunteer {
		return &data.Error{Code: data.CodeNoKey, Doing: "writing a letter"}
	}
	lines := v.Letters()
	at := slices.IndexFunc(lines, func(l data.LetterLine) bool { return strings.EqualFold(l.Number, f.issued) })
	if at < 0 {
		return usageError{c.tr.T("ctl.letter-unknown", map[string]any{"Number": f.issued})}
	}
	file, err := v.OpenCase(ctx, lines[at].Case)
	if err != nil {
		return err
	}
	found := slices.IndexFunc(file.Letters, func(e data.Entry[data.IssuedLetter]) bool { return e.ID == lines[at].ID })
	if found < 0 {
		return &data.Error{Code: data.CodeNoRecord, Doing: "opening a letter"}
	}
	issued := file.Letters[found]
	page, err := f.page(v, file, issued.Value)
	if err != nil {
		return err
	}
	o, err := f.output(page)
	if err != nil {
		return err
	}
	if v.ReadOnly() {
		return &data.Error{Code: v.Unwritable(), Doing: "recording a letter's copy"}
	}
	if err := writeFile(o.path, o.file); err != nil {
		return err
	}
	if err := o.recorded(ctx, c, v, file.ID, issued); err != nil {
		os.Remove(o.path)
		return err
	}
	return nil
}

// page is the letter as it was issued, or the paper that is asked for.
func (f *letterFlags) page(v *data.Vault, file *data.CaseFile, issued data.IssuedLetter) ([]byte, error) {
	var doc *pdf.Document
	var err error
	switch f.paper {
	case data.PaperCopy:
		doc, _, err = pdf.Compose(issued.Letter.CopyForPerson())
	case data.PaperNext:
		doc, _, err = pdf.ComposeNext(v.NextSteps(file, issued.Letter), string(file.Language()))
	default:
		return issued.PDF, nil
	}
	if err != nil {
		return nil, fmt.Errorf("laying out the paper: %w", err)
	}
	page, err := doc.PDF()
	if err != nil {
		return nil, fmt.Errorf("drawing the paper: %w", err)
	}
	return page, nil
}

// envelopeSheet writes the sheet that shows what the window of an envelope
// shows.
func (f *letterFlags) envelopeSheet(ctx context.Context, c console) error {
	if f.out == "" {
		return usageError{c.tr.T("ctl.needs", map[string]any{"Flag": "--out"})}
	}
	if f.choices.Window == "dl" {
		f.choices.Window = data.WindowDL
	}
	if f.choices.Window != data.WindowDL && f.choices.Window != data.WindowNotify {
		return usageError{c.tr.T("ctl.envelope")}
	}
	v, err := f.unlock(ctx, c)
	if err != nil {
		return err
	}
	doc, err := pdf.ComposeEnvelopeTest(v.Organisation().Sender(), f.choices.Window, f.language)
	if err == nil {
		var page []byte
		if page, err = doc.PDF(); err == nil {
			err = writeFile(f.out, page)
		}
	}
	if err == nil {
		fmt.Fprintln(c.err, c.tr.T("ctl.envelope-sheet", map[string]any{"File": f.out}))
	}
	return f.finish(c, v, err)
}
