package data_test

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"noddfa/data"
	"noddfa/data/permitted"
)

const statement = "They wrote on Friday: pay £500 or your sister sees it."

// withAttachment is a case with a note and a text that belongs to it.
func withAttachment(t *testing.T, v *data.Vault) (caseID data.ID, e data.Entry[data.Attachment]) {
	t.Helper()
	caseID = must[data.ID](t)(v.StartCase(t.Context(), data.Case{Matter: data.Stalking}, data.Person{Age: 30, AgeOn: noon}))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(t.Context(), caseID, data.Note{Said: "Brought a printout."}, data.ChosenFile{Name: "messages.txt", Bytes: []byte(statement)}))
	list := must[*data.CaseFile](t)(v.OpenCase(t.Context(), caseID)).AttachmentsOf(note.ID)
	if len(list) != 1 {
		t.Fatalf("the note has %+v", list)
	}
	return caseID, list[0]
}

func TestAttachmentIsKeptWithItsNoteAndNeverInTheClear(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	caseID, e := withAttachment(t, v)
	if a := e.Value; a.Name != "messages.txt" || a.Type != permitted.Text || a.Size != len(statement) || len(a.SHA256) != 64 {
		t.Errorf("the attachment is %+v", a)
	}
	v = reopen(t, v, path, o)
	f := must[*data.CaseFile](t)(v.OpenCase(t.Context(), caseID))
	if len(f.Attachments) != 1 || len(f.AttachmentsOf(f.Notes[0].ID)) != 1 {
		t.Fatalf("after unlocking again: %+v", f.Attachments)
	}
	if got := must[[]byte](t)(v.AttachedBytes(t.Context(), f.Attachments[0])); string(got) != statement {
		t.Errorf("read again: %q", got)
	}
	if err := v.Attach(t.Context(), caseID, f.Notes[0].ID, data.ChosenFile{Name: "more.txt", Bytes: []byte("more")}); err != nil {
		t.Errorf("another for the same note: %v", err)
	}
	if err := v.Attach(t.Context(), caseID, f.Case.ID, data.ChosenFile{Name: "more.txt", Bytes: []byte("more")}); data.CodeOf(err) != data.CodeNoRecord {
		t.Errorf("to what is no note: %v", err)
	}
	readForSearch(t, v)
	if got := found(t, v, "messages.txt"); len(got) != 1 || got[0] != "attachment" {
		t.Errorf("its name finds %v", got)
	}
	if checked := must[data.Checked](t)(v.Check(t.Context(), nil)); !checked.OK {
		t.Errorf("check: %+v", checked)
	}
	var out bytes.Buffer
	must[[]data.Damage](t)(v.Export(t.Context(), &out))
	if !strings.Contains(out.String(), base64.StdEncoding.EncodeToString([]byte(statement))) {
		t.Error("the export does not have it")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	for _, file := range must[[]string](t)(filepath.Glob(path + "*")) {
		if sealed, _ := os.ReadFile(file); bytes.Contains(sealed, []byte("your sister")) || bytes.Contains(sealed, []byte("messages.txt")) {
			t.Errorf("%s has it in the clear", filepath.Base(file))
		}
	}
}

func TestNothingIsAttachedWhereAPictureMayBeOfAChild(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	for name, c := range map[string]struct {
		matter  data.Matter
		image   data.ImageState
		atImage int
		age     int
		refuses bool
	}{
		"no picture, of any age":                 {image: data.ImageNone, matter: data.OnlineBlackmail, age: 12},
		"no picture spoken of, no blackmail":     {matter: data.DomesticAbuse},
		"blackmail, not asked":                   {matter: data.OnlineBlackmail, age: 30, refuses: true},
		"adult then and now":                     {image: data.ImageExists, atImage: 20, age: 30},
		"adult now, child then":                  {image: data.ImageExists, atImage: 16, age: 30, refuses: true},
		"adult now, age then not known":          {image: data.ImageClaimed, age: 30, refuses: true},
		"whether there is one is not known":      {image: data.ImageUnknown, age: 30, refuses: true},
		"edited or made by a machine, child now": {image: data.ImageFake, atImage: 20, age: 17, refuses: true},
		"age now not known":                      {image: data.ImageExists, atImage: 20, refuses: true},
	} {
		client := data.Person{Age: c.age, AgeOn: noon}
		id := must[data.ID](t)(v.StartCase(t.Context(), data.Case{Matter: c.matter, Image: c.image, AgeAtImage: c.atImage}, client))
		if got := v.RefusesFiles(must[*data.CaseFile](t)(v.OpenCase(t.Context(), id))); got != c.refuses {
			t.Errorf("%s: refused is %v", name, got)
		}
		_, err := v.WriteNote(t.Context(), id, data.Note{Said: "x"}, data.ChosenFile{Name: "a.txt", Bytes: []byte("a")})
		if (data.CodeOf(err) == data.CodeAttachBlocked) != c.refuses || !c.refuses && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := len(must[*data.CaseFile](t)(v.OpenCase(t.Context(), id)).Notes); c.refuses && n != 0 {
			t.Errorf("%s: half of it was written", name)
		}
	}
}

func TestAFileIsKnownByItsContentWhenItIsChosen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	choose := func(name, content string) (data.ChosenFile, error) {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return data.ChooseFile(path)
	}
	if file, err := choose("photo.jpg", "words, whatever they are called"); err != nil || file.Name != "photo.jpg" {
		t.Errorf("a text: %+v, %v", file, err)
	}
	for name, content := range map[string]string{
		"statement.pdf": "\xff\xd8\xff\xe0\x00\x10JFIF", "statement.txt": "PK\x03\x04\x14\x00", "report.pdf": "%PDF-1.7\n", "nothing.txt": "",
		"long.txt": strings.Repeat("long ", permitted.Most/5+1),
	} {
		if _, err := choose(name, content); !strings.HasPrefix(string(data.CodeOf(err)), "attach-") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := data.ChooseFile(dir); data.CodeOf(err) != data.CodeAttach(permitted.Other) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := data.ChooseFile(filepath.Join(dir, "gone.pdf")); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("no file: %v", err)
	}
}

func TestErasingTakesAttachmentsToo(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	why := data.EraseOptions{Reason: "held by mistake"}
	caseID, e := withAttachment(t, v)
	must[data.Erased](t)(v.EraseAttachment(t.Context(), e.ID, why))
	f := must[*data.CaseFile](t)(v.OpenCase(t.Context(), caseID))
	if len(f.Attachments) != 0 || len(f.Notes) != 1 || f.Damaged != 0 {
		t.Errorf("one erased: %d attachments, %d notes, %d damaged", len(f.Attachments), len(f.Notes), f.Damaged)
	}
	if _, err := v.AttachedBytes(t.Context(), e); err == nil {
		t.Error("its bytes are still there")
	}
	if _, err := v.EraseAttachment(t.Context(), f.Notes[0].ID, why); data.CodeOf(err) != data.CodeNoRecord {
		t.Errorf("a note was erased as an attachment: %v", err)
	}
	whole, other := withAttachment(t, v)
	must[data.Erased](t)(v.EraseCase(t.Context(), whole, why))
	if _, err := v.AttachedBytes(t.Context(), other); err == nil {
		t.Error("the case was erased, and its attachment can be read")
	}
	v = reopen(t, v, path, o)
	if checked := must[data.Checked](t)(v.Check(t.Context(), nil)); !checked.OK || checked.Erased < 4 {
		t.Errorf("check: %+v", checked)
	}
}

func TestASavedCopyOfAnAttachmentIsInTheTrail(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	caseID, e := withAttachment(t, v)
	if err := v.RecordSavedAttachment(t.Context(), caseID, e.ID, "copy.txt", e.Value.SHA256); err != nil {
		t.Fatal(err)
	}
	trail := must[[]data.AuditLine](t)(v.Audit(t.Context()))
	if last := trail[len(trail)-1]; last.Action != data.AuditSaved || last.Detail != data.DetailFile {
		t.Errorf("the trail ends with %+v", last)
	}
}
