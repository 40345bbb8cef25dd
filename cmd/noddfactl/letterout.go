package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"

	"noddfa/data"
	"noddfa/pdf"
)

// letterOutput is a letter as it is written to a file.
type letterOutput struct {
	file     []byte
	path     string
	password string // of a protected file; it is kept nowhere
}

// output is the file that is asked for: the page as it is, or one that opens
// with a password only.
func (f *letterFlags) output(page []byte) (letterOutput, error) {
	path, err := filepath.Abs(f.out) // so that whoever looks for it later finds it
	if err != nil {
		return letterOutput{}, fmt.Errorf("writing the file: %w", err)
	}
	o := letterOutput{file: page, path: path}
	if f.protect {
		o.password = pdf.NewPassword()
		o.file, err = pdf.Protect(page, o.password)
	}
	return o, err
}

// recorded writes the output into the records and says where it is.
func (o letterOutput) recorded(ctx context.Context, c console, v *data.Vault, caseID data.ID, issued data.Entry[data.IssuedLetter]) error {
	sum := sha256.Sum256(o.file)
	record, said := v.RecordSaved, "ctl.letter"
	if o.password != "" {
		record, said = v.RecordProtected, "ctl.protected"
	}
	if err := record(ctx, caseID, issued.ID, o.path, hex.EncodeToString(sum[:])); err != nil {
		return err
	}
	fmt.Fprintln(c.err, c.tr.T(said, map[string]any{"Number": issued.Value.Letter.Number, "File": o.path}))
	if o.password != "" {
		fmt.Fprintln(c.out, o.password)
	}
	return nil
}
