package data

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"unicode/utf16"
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
// other file is refused; the error says what it is where the records know that.
func (v *Vault) FindOutput(ctx context.Context, file []byte) (Output, error) {
	const doing = "looking for what left"
	if v.me().Role == Volunteer {
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
	return Output{}, v.notLetter(ctx, file, sum)
}

// notLetter says what a file is that is no letter which was issued: another
// paper that was saved or printed, or one that bears the number of a letter.
func (v *Vault) notLetter(ctx context.Context, file []byte, sum string) error {
	const doing = "looking for what left"
	line, ok := v.copyBySum(sum)
	if !ok {
		if number := numberIn(file, v.Letters()); number != "" {
			return &Error{Code: CodeNotOurs, Doing: doing, Args: map[string]any{"Of": "number", "Number": number}}
		}
		return refuse(CodeNotOurs, doing)
	}
	records, err := v.readGroup(ctx, line.Case)
	if err != nil {
		return fail(doing, err)
	}
	v.tellOfReading(ctx, line.Case)
	of, _ := v.CaseLine(line.Case)
	said := map[string]any{"Of": "draft", "Reference": of.Reference}
	for _, e := range entries[IssuedLetter](v, records) {
		if e.ID == line.Letter {
			said["Of"], said["Number"] = string(PaperCopy), e.Value.Letter.Number
		}
	}
	for _, e := range entries[SavedFile](v, records) {
		if e.ID == line.ID && e.Value.Paper == PaperNext {
			said["Of"] = string(PaperNext)
		}
	}
	if slices.ContainsFunc(entries[Plan](v, records), func(e Entry[Plan]) bool { return e.ID == line.Letter }) {
		said["Of"] = "plan"
	}
	return &Error{Code: CodeNotLetter, Doing: doing, Args: said}
}

// copyBySum is a document with this SHA-256 that was saved or printed.
func (v *Vault) copyBySum(sum string) (CopyLine, bool) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	for _, line := range v.copies {
		if line.SHA256 == sum {
			return line, true
		}
	}
	return CopyLine{}, false
}

// numberIn is the number of a letter that a file bears in its title, the longest
// where one begins like another; "" where it bears none that can be read.
func numberIn(file []byte, letters []LetterLine) string {
	found, lower := "", bytes.ToLower(file)
	for _, l := range letters {
		var wide []byte // as a PDF writes a title, or as digits
		for _, unit := range utf16.Encode([]rune(l.Number)) {
			wide = append(wide, byte(unit>>8), byte(unit))
		}
		if len(l.Number) > len(found) && (bytes.Contains(file, []byte(l.Number)) || bytes.Contains(file, wide) || bytes.Contains(lower, []byte(hex.EncodeToString(wide)))) {
			found = l.Number
		}
	}
	return found
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
