package data

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"noddfa/data/permitted"
)

// Attachment is a PDF or a text that belongs to a note. It is recognised by its
// content, and what its pages show nobody has checked. Its bytes are a record of
// their own, so that opening a case does not read them.
type Attachment struct {
	Note   ID             `json:"note,omitzero"`
	File   ID             `json:"file,omitzero"` // the record with its bytes
	Name   string         `json:"name,omitempty"`
	Type   permitted.Type `json:"file_type,omitempty"`
	Size   int            `json:"size,omitempty"` // bytes
	SHA256 string         `json:"sha256,omitempty"`
}

// attached are the bytes of an attachment.
type attached struct {
	Bytes []byte `json:"bytes"`
}

// ChosenFile is a file that somebody chose to attach, in memory.
type ChosenFile struct {
	Name  string
	Bytes []byte
}

// CodeAttach is the code of a refusal to keep a file.
func CodeAttach(reason permitted.Reason) Code { return codeAttach + Code(reason) }

// ChooseFile reads a file that is to be attached, and refuses what may not be
// kept: more is not read of it than it takes to know that.
func ChooseFile(path string) (ChosenFile, error) {
	const doing = "reading a file to attach"
	f, err := os.Open(path)
	if err != nil {
		return ChosenFile{}, &Error{Code: codeOfReading(err), Doing: doing, Err: err}
	}
	defer f.Close()
	switch info, err := f.Stat(); {
	case err != nil:
		return ChosenFile{}, &Error{Code: codeOfReading(err), Doing: doing, Err: err}
	case !info.Mode().IsRegular():
		return ChosenFile{}, refuse(CodeAttach(permitted.Other), doing)
	}
	head := make([]byte, 4096)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return ChosenFile{}, &Error{Code: codeOfReading(err), Doing: doing, Err: err}
	}
	if reason := permitted.Known(head[:n]); reason != permitted.Allowed {
		return ChosenFile{}, refuse(CodeAttach(reason), doing)
	}
	rest, err := io.ReadAll(io.LimitReader(f, permitted.Most))
	if err != nil {
		return ChosenFile{}, &Error{Code: codeOfReading(err), Doing: doing, Err: err}
	}
	chosen := ChosenFile{filepath.Base(path), append(head[:n:n], rest...)}
	if _, reason := permitted.Judge(chosen.Bytes); reason != permitted.Allowed {
		return ChosenFile{}, refuse(CodeAttach(reason), doing)
	}
	return chosen, nil
}

// codeOfReading is the code of a file outside the records that cannot be read.
func codeOfReading(err error) Code {
	if errors.Is(err, fs.ErrNotExist) {
		return CodeNotFound
	}
	return CodeForbidden
}

// RefusesFiles reports whether nothing may be attached in this case: a picture
// exists, is claimed or cannot be ruled out, and its person is under 18, was so in
// it, or an age is not known (practice.md 8). Where nobody asked, online blackmail means that one is claimed; in other
// cases nothing says so, and files are accepted at any age.
func (v *Vault) RefusesFiles(f *CaseFile) bool {
	c := f.Case.Value
	switch {
	case c.Image == ImageNone, c.Image == ImageNotAsked && c.Matter != OnlineBlackmail:
		return false
	case c.AgeAtImage < 18: // zero is unknown
		return true
	}
	client, _ := f.Client()
	age, known := client.Value.AgeAt(v.Now())
	return !known || age < 18
}

// Attach adds files to a note that is written. None is kept where one may not be.
func (v *Vault) Attach(ctx context.Context, caseID, note ID, files ...ChosenFile) error {
	const doing = "attaching a file"
	changes, err := v.attachmentChanges(ctx, caseID, note, files)
	if err != nil || len(changes) == 0 {
		return fail(doing, err)
	}
	records, err := v.readGroup(ctx, caseID)
	if err != nil {
		return fail(doing, err)
	}
	if !slices.ContainsFunc(records, func(o opened) bool { return o.record == note && o.kind == KindNote }) {
		return refuse(CodeNoRecord, doing)
	}
	_, err = v.commit(ctx, changes)
	return fail(doing, err)
}

// attachmentChanges are the records of files that may be kept with a note.
func (v *Vault) attachmentChanges(ctx context.Context, caseID, note ID, files []ChosenFile) ([]change, error) {
	const doing = "looking at a file"
	if len(files) == 0 {
		return nil, nil
	}
	f, err := v.OpenCase(ctx, caseID)
	if err != nil {
		return nil, err
	}
	if v.RefusesFiles(f) {
		return nil, refuse(CodeAttachBlocked, doing)
	}
	var changes []change
	for _, file := range files {
		kind, reason := permitted.Judge(file.Bytes)
		if reason != permitted.Allowed {
			return nil, refuse(CodeAttach(reason), doing)
		}
		sum, bytes := sha256.Sum256(file.Bytes), NewID()
		changes = append(changes, change{bytes, caseID, attached{file.Bytes}}, change{NewID(), caseID, Attachment{
			Note: note, File: bytes, Name: file.Name, Type: kind, Size: len(file.Bytes), SHA256: hex.EncodeToString(sum[:]),
		}})
	}
	return changes, nil
}

// AttachmentsOf are the attachments of a note, in the order in which they came.
func (f *CaseFile) AttachmentsOf(note ID) []Entry[Attachment] {
	var list []Entry[Attachment]
	for _, e := range f.Attachments {
		if e.Value.Note == note {
			list = append(list, e)
		}
	}
	return list
}

// AttachedBytes reads what was attached.
func (v *Vault) AttachedBytes(ctx context.Context, e Entry[Attachment]) ([]byte, error) {
	const doing = "reading an attachment"
	revisions, err := v.ledger.Record(ctx, e.Value.File)
	if err != nil {
		return nil, fail(doing, err)
	}
	list, err := v.openAll(ctx, revisions)
	if err != nil {
		return nil, fail(doing, err)
	}
	for _, o := range list {
		file, ok := o.value.(attached)
		if sum := sha256.Sum256(file.Bytes); ok && hex.EncodeToString(sum[:]) == e.Value.SHA256 {
			v.tellOfReading(ctx, revisions[0].Group)
			return file.Bytes, nil
		}
	}
	return nil, refuse(CodeNoRecord, doing)
}

// RecordSavedAttachment remembers that a copy of an attachment was written
// outside the vault on purpose.
func (v *Vault) RecordSavedAttachment(ctx context.Context, caseID, attachment ID, path, sha256 string) error {
	saved := SavedFile{Letter: attachment, Path: path, SHA256: sha256, At: v.Now()}
	told := AuditEvent{Action: AuditSaved, Subject: v.aboutCase(caseID), Detail: DetailFile}
	_, err := v.commit(ctx, []change{{NewID(), caseID, saved}, event(told)})
	return fail("recording a saved attachment", err)
}

// EraseAttachment erases an attachment and its bytes, and leaves the note.
func (v *Vault) EraseAttachment(ctx context.Context, attachment ID, o EraseOptions) (Erased, error) {
	const doing = "erasing an attachment"
	revisions, err := v.ledger.Record(ctx, attachment)
	if err != nil {
		return Erased{}, fail(doing, err)
	}
	list, err := v.openAll(ctx, revisions)
	if err != nil {
		return Erased{}, fail(doing, err)
	}
	var all []erasedVersion
	for _, at := range list {
		a, ok := at.value.(Attachment)
		if !ok {
			return Erased{}, refuse(CodeNoRecord, doing)
		}
		all = append(all, erasedVersion{at.record, at.revision})
		parts, err := v.ledger.Record(ctx, a.File)
		if err != nil {
			return Erased{}, fail(doing, err)
		}
		for _, p := range parts {
			if Kind(p.Kind) == KindAttached && p.Group == revisions[0].Group {
				all = append(all, erasedVersion{p.Record, p.Revision})
			}
		}
	}
	if len(all) == 0 {
		return Erased{}, refuse(CodeNoRecord, doing)
	}
	group := ID(revisions[0].Group)
	if err := v.mayErase(ctx, o, group); err != nil {
		return Erased{}, fail(doing, err)
	}
	done, err := v.erase(ctx, erasure{Versions: all}, group, o)
	return done, fail(doing, err)
}
