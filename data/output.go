package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// FindOutput says which issued letter a file is: the bytes that were issued,
// or another output that was recorded for it. Any other file is refused.
func (v *Vault) FindOutput(ctx context.Context, file []byte) (LetterLine, error) {
	const doing = "looking for a letter"
	if v.me.Role == Volunteer {
		return LetterLine{}, refuse(CodeNoKey, doing)
	}
	digest := sha256.Sum256(file)
	sum := hex.EncodeToString(digest[:])
	lines := v.Letters()
	var read []ID
	for _, l := range lines {
		if slices.Contains(read, l.Case) {
			continue
		}
		read = append(read, l.Case)
		records, err := v.readGroup(ctx, l.Case)
		if err != nil {
			return LetterLine{}, fail(doing, err)
		}
		if letter := outputOf(v, records, sum); !letter.IsZero() {
			v.tellOfReading(ctx, l.Case)
			return lines[slices.IndexFunc(lines, func(l LetterLine) bool { return l.ID == letter })], nil
		}
	}
	return LetterLine{}, refuse(CodeNotOurs, doing)
}

// outputOf is the letter of a case that has an output with this SHA-256.
func outputOf(v *Vault, records []opened, sum string) ID {
	letters := entries[IssuedLetter](v, records)
	for _, e := range letters {
		if slices.Contains(e.Value.SHA256, sum) {
			return e.ID
		}
	}
	for _, e := range entries[SavedFile](v, records) {
		isLetter := slices.ContainsFunc(letters, func(l Entry[IssuedLetter]) bool { return l.ID == e.Value.Letter })
		if e.Value.SHA256 == sum && isLetter && e.Value.Paper == "" {
			return e.Value.Letter
		}
	}
	return ID{}
}
