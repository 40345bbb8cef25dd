package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Output is what left the records: an issued letter, or a paper of notes that was
// given out of a case.
type Output struct {
	Letter LetterLine
	Given  Entry[Given] // none where it is a letter
	Case   ID
}

// FindOutput says what a file is: the bytes of a letter that was issued, of a
// paper that was given out, or another output that was recorded for either. Any
// other file is refused.
func (v *Vault) FindOutput(ctx context.Context, file []byte) (Output, error) {
	const doing = "looking for what left"
	if v.me.Role == Volunteer {
		return Output{}, refuse(CodeNoKey, doing)
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
			return Output{}, fail(doing, err)
		}
		if letter := outputOf(v, records, sum); !letter.IsZero() {
			v.tellOfReading(ctx, l.Case)
			return Output{Letter: lines[slices.IndexFunc(lines, func(l LetterLine) bool { return l.ID == letter })], Case: l.Case}, nil
		}
	}
	gave, err := v.casesThatGave(ctx)
	if err != nil {
		return Output{}, fail(doing, err)
	}
	for _, id := range gave {
		records, err := v.readGroup(ctx, id)
		if err != nil {
			return Output{}, fail(doing, err)
		}
		if given, ok := givenOf(v, records, sum); ok {
			v.tellOfReading(ctx, id)
			return Output{Given: given, Case: id}, nil
		}
	}
	return Output{}, refuse(CodeNotOurs, doing)
}

// casesThatGave are the cases out of which notes were given.
func (v *Vault) casesThatGave(ctx context.Context) ([]ID, error) {
	var list []ID
	for _, line := range v.Cases() {
		gave, err := v.ledger.HasKind(ctx, line.ID, uint8(KindGiven))
		if err != nil {
			return nil, err
		}
		if gave {
			list = append(list, line.ID)
		}
	}
	return list, nil
}

// givenOf is the paper of notes of a case that has an output with this SHA-256.
func givenOf(v *Vault, records []opened, sum string) (Entry[Given], bool) {
	saved := entries[SavedFile](v, records)
	for _, e := range entries[Given](v, records) {
		if e.Value.SHA256 == sum || slices.ContainsFunc(saved, func(s Entry[SavedFile]) bool { return s.Value.Letter == e.ID && s.Value.SHA256 == sum }) {
			return e, true
		}
	}
	return Entry[Given]{}, false
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
