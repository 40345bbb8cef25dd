package data_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// sealedOf reads from the closed file every sealed byte of some groups: boxes,
// keys in both tables, overviews.
func sealedOf(t *testing.T, path string, groups ...data.ID) [][]byte {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("sqlite3", path))
	defer db.Close()
	var sealed [][]byte
	for _, g := range groups {
		rows := must[*sql.Rows](t)(db.Query(`SELECT box FROM revision WHERE grp=?1 AND box IS NOT NULL UNION ALL SELECT box FROM overview WHERE grp=?1
			UNION ALL SELECT body FROM box WHERE class=5 AND subject=?1 UNION ALL SELECT body FROM box_copy WHERE class=5 AND subject=?1`, g[:]))
		for rows.Next() {
			var b []byte
			if err := rows.Scan(&b); err != nil {
				t.Fatal(err)
			}
			sealed = append(sealed, b)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return sealed
}

// foundIn counts which of the sealed bytes are in a file, each looked for by
// pieces from its beginning to its end.
func foundIn(t *testing.T, file string, sealed [][]byte) (found int) {
	t.Helper()
	content, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	const piece = 24
	for _, b := range sealed {
		for at := 8; at+piece <= len(b); at += 64 { // a wrap begins with its epochs, which many have
			if bytes.Contains(content, b[at:at+piece]) {
				found++
				break
			}
		}
	}
	return found
}

// busy is a vault in which a case that will be erased and others were written to
// by turns, as on real days.
func busy(t *testing.T) (v *data.Vault, path string, o data.Options, caseID, contact, card data.ID) {
	t.Helper()
	v, path, o = newVault(t)
	ctx := t.Context()
	other := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Rhys"}, data.Person{FirstName: "Rhys"}))
	contact = must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Siân", Number: "07700 900461", Said: strings.Repeat("They want money by Friday. ", 90)}))
	caseID = must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	for i := range 12 {
		for _, id := range []data.ID{caseID, other} {
			n := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, id, data.Note{Said: strings.Repeat(fmt.Sprint("note ", i, " "), 1+i*i*12), Agreed: "Ring the bank"}))
			if i%4 == 0 {
				must[data.Entry[data.Note]](t)(v.Amend(ctx, id, n.ID, data.Amendment{Text: "It was the Thursday."}))
			}
		}
		must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: fmt.Sprint("Caller ", i), Number: "07700 900512"}))
	}
	for _, id := range []data.ID{caseID, other} {
		choices := data.LetterChoices{OnlyChecked: true, Basis: data.BasisVital, BasisNote: "told on the phone", Force: "south-wales"}
		letter, _, err := v.Compose(ctx, id, choices)
		if err != nil {
			t.Fatal(err)
		}
		must[data.Entry[data.IssuedLetter]](t)(v.Issue(ctx, id, choices, letter, bytes.Repeat([]byte("%PDF example "), 2000)))
	}
	if err := v.SaveDraft(ctx, "note:"+caseID.String(), "unsaved"); err != nil {
		t.Fatal(err)
	}
	db := must[*sql.DB](t)(sql.Open("sqlite3", closed(t, v, path)))
	var raw []byte
	// The card that was written to when the contact was sorted.
	if err := db.QueryRow("SELECT grp FROM revision WHERE kind=3 AND parent<>zeroblob(16)").Scan(&raw); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return unlocked(t, path, o), path, o, caseID, contact, data.ID(raw)
}

func closed(t *testing.T, v *data.Vault, path string) string {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func unlocked(t *testing.T, path string, o data.Options) *data.Vault {
	t.Helper()
	v := must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o}))
	t.Cleanup(func() { v.Close() })
	return v
}

func actions(t *testing.T, v *data.Vault) map[data.AuditAction]data.AuditLine {
	t.Helper()
	last := map[data.AuditAction]data.AuditLine{}
	for _, l := range must[[]data.AuditLine](t)(v.Audit(t.Context())) {
		last[l.Action] = l
	}
	return last
}

func TestAnErasedCaseIsNowhereInTheFile(t *testing.T) {
	t.Parallel()
	v, path, o, caseID, contact, card := busy(t)
	ctx := t.Context()
	sealed := sealedOf(t, closed(t, v, path), caseID, contact, card)
	if n := foundIn(t, path, sealed); n != len(sealed) || n < 40 {
		t.Fatalf("before, %d of %d sealed texts and keys are found: the search proves nothing", n, len(sealed))
	}
	v = unlocked(t, path, o)
	before := must[data.Checked](t)(v.Check(ctx, nil))
	reference, _ := v.CaseLine(caseID)
	stub := must[data.Erased](t)(v.EraseCase(ctx, caseID, data.EraseOptions{Reason: "she asked for it"}))
	for _, file := range []string{path, path + "-wal"} {
		if n := foundIn(t, file, sealed); n != 0 {
			t.Errorf("%d of %d sealed texts and keys are still in %s", n, len(sealed), filepath.Base(file))
		}
	}
	backup := must[string](t)(v.BackUp(ctx, filepath.Join(t.TempDir(), "stick")))
	if n := foundIn(t, backup, sealed); n != 0 {
		t.Errorf("%d are in a backup made afterwards", n)
	}

	for range 2 { // at once, and after unlocking again
		if _, ok := v.CaseLine(caseID); ok || len(v.Cases()) != 1 || len(v.Contacts()) != 12 || len(v.Letters()) != 1 {
			t.Errorf("the lists show %d cases, %d contacts, %d letters", len(v.Cases()), len(v.Contacts()), len(v.Letters()))
		}
		for _, task := range v.Tasks() {
			if task.Case == caseID {
				t.Error("a task of it is shown")
			}
		}
		if drafts := must[[]data.Draft](t)(v.Drafts(ctx)); len(drafts) != 0 {
			t.Errorf("unsaved text of it is kept: %v", drafts)
		}
		_, err := v.OpenCase(ctx, caseID)
		wantCode(t, "opening it", err, data.CodeNoCase)
		if _, found := v.CaseByReference(reference.Reference); found {
			t.Error("its reference leads to it")
		}
		checked := must[data.Checked](t)(v.Check(ctx, nil))
		if !checked.OK || checked.Erased < 30 || checked.NotYours != before.NotYours {
			t.Errorf("check: %+v", checked)
		}
		var out bytes.Buffer
		if damage := must[[]data.Damage](t)(v.Export(ctx, &out)); len(damage) > 0 || strings.Contains(out.String(), "They want money") || !strings.Contains(out.String(), "Rhys") {
			t.Errorf("exported with damage %v", damage)
		}
		if !strings.Contains(out.String(), `"kind":"erasure"`) || strings.Contains(out.String(), reference.Reference) {
			t.Error("the export lacks the stub or names the case")
		}
		history := must[[]data.Version](t)(v.History(ctx, caseID))
		if last := history[len(history)-1]; last.Erased == nil || last.Erased.Reason != "she asked for it" || last.By != "Mair Example" || !last.Written.Equal(noon) || last.Value != nil {
			t.Errorf("the stub is %+v", last)
		}
		if list := must[[]data.Erased](t)(v.Erasures(ctx)); len(list) != 1 || list[0].ID != stub.ID || list[0].Reason == "" || !list[0].Held.Equal(stub.Held) {
			t.Errorf("the list of what was erased: %+v", list)
		}
		if told := actions(t, v)[data.AuditErased]; told.Subject != reference.Reference || told.Detail != "" {
			t.Errorf("the audit trail: %+v", told)
		}
		v = reopen(t, v, path, o)
	}
	// What is made of the file later goes on.
	must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
	repaired := filepath.Join(t.TempDir(), "repaired"+data.Extension)
	if gaps := must[int](t)(v.Repair(ctx, repaired)); gaps != 0 {
		t.Errorf("repairing it finds %d gaps", gaps)
	}
	v = unlocked(t, repaired, data.Options{StateDir: t.TempDir(), NoKeyring: true})
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || c.Erased < 30 {
		t.Errorf("the repaired file: %+v", c)
	}
}

func TestErasingHasItsRules(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	why := data.EraseOptions{Reason: "logged by mistake"}
	alone := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Ann", Number: "07700 900461"}))
	sorted := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Siân", Number: "07700 900512"}))
	open := must[data.ID](t)(v.Triage(ctx, sorted, data.ID{}))
	secret := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
	if err := v.Restrict(ctx, secret, []data.ID{idOf(t, v, "Mair Example"), idOf(t, v, "Cadi")}); err != nil {
		t.Fatal(err)
	}
	reference, _ := v.CaseLine(secret)
	_, err := v.EraseCase(ctx, open, data.EraseOptions{Reason: "  "})
	wantCode(t, "without a reason", err, data.CodeNeedsReason)
	_, err = v.EraseContact(ctx, sorted, why)
	wantCode(t, "a contact in a case", err, data.CodeTriaged)
	for name, want := range map[string]data.Code{"Vali": data.CodeNoKey, "Cadi": data.CodeNoKey, "Megan": data.CodeNoCase} {
		v = as(t, v, path, o, name)
		_, err := v.EraseCase(ctx, secret, why)
		wantCode(t, name+", a restricted case", err, want)
		if name == "Cadi" { // half a note, which only Cadi can read
			if err := v.SaveDraft(ctx, "note:"+secret.String(), data.Note{Said: "half a note"}); err != nil {
				t.Fatal(err)
			}
		}
		if name != "Megan" {
			_, err = v.EraseCase(ctx, open, why)
			wantCode(t, name, err, data.CodeNoKey)
			_, err = v.EraseContact(ctx, alone, why)
			wantCode(t, name+", a contact", err, data.CodeNoKey)
		}
	}
	v = as(t, v, path, o, "Megan")
	if n := must[int](t)(v.RestrictedCases(ctx)); n != 1 {
		t.Errorf("a manager sees %d restricted cases", n)
	}
	must[data.Erased](t)(v.EraseContact(ctx, alone, why))
	if len(v.Contacts()) != 1 {
		t.Errorf("%d contacts are left", len(v.Contacts()))
	}
	if _, ok := v.Card(alone); ok {
		t.Error("its card is left")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v = unlocked(t, path, o) // Mair, who is named
	must[data.Erased](t)(v.EraseCase(ctx, secret, data.EraseOptions{Reason: "a restricted reason"}))
	if n := must[int](t)(v.RestrictedCases(ctx)); n != 0 {
		t.Errorf("after erasing it, %d restricted cases", n)
	}
	told := actions(t, v)[data.AuditErased]
	if len(told.Subject) != 8 || strings.Contains(told.Subject, "NOD") || strings.Contains(secret.String(), told.Subject) {
		t.Errorf("the trail calls a restricted case %q, its reference is %s", told.Subject, reference.Reference)
	}
	v = as(t, v, path, o, "Cadi")
	if drafts := must[[]data.Draft](t)(v.Drafts(ctx)); len(drafts) != 0 {
		t.Errorf("%d unsaved texts about what was erased are left", len(drafts))
	}
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || c.Erased == 0 {
		t.Errorf("a caseworker's check: %+v", c)
	}
	for _, e := range must[[]data.Erased](t)(v.Erasures(ctx)) {
		if e.Reason == "a restricted reason" {
			t.Error("a caseworker reads why a restricted case was erased")
		}
	}
	v = as(t, v, path, o, "Vali")
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || c.Erased == 0 || c.NotYours == 0 {
		t.Errorf("a volunteer's check: %+v", c)
	}
	if err := v.RemoveMember(ctx, "Cadi"); data.CodeOf(err) != data.CodeNoKey {
		t.Error(err)
	}
	v = as(t, v, path, o, "Megan")
	if err := v.RemoveMember(ctx, "Cadi"); err != nil { // no restricted case holds her any more
		t.Error(err)
	}
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK {
		t.Errorf("in the next epoch: %+v", c)
	}
}

func TestOneVersionIsErasedAndTheOneBeforeCountsAgain(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	why := data.EraseOptions{Reason: "a third party's name"}
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân"}, data.Person{}))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, id, data.Note{Said: "first"}))
	for _, text := range []string{"second", "third"} {
		must[data.Entry[data.Note]](t)(v.Amend(ctx, id, note.ID, data.Amendment{Text: text}))
	}
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, id))
	changed := f.Case.Value
	changed.CalledName = "Her real name"
	named := must[data.Entry[data.Case]](t)(data.Change(ctx, v, id, id, changed))
	task := must[data.Entry[data.Task]](t)(data.Add(ctx, v, id, data.Task{What: "Ring"}))
	versions := must[[]data.Version](t)(v.History(ctx, note.ID))
	for _, one := range []struct{ record, revision data.ID }{{note.ID, versions[1].Revision}, {id, named.Revision}, {task.ID, task.Revision}} {
		must[data.Erased](t)(v.EraseVersion(ctx, one.record, one.revision, why))
	}
	_, err := v.EraseVersion(ctx, note.ID, versions[1].Revision, why)
	wantCode(t, "erasing it twice", err, data.CodeNoRecord)
	for unlocks := range 2 {
		if line, _ := v.CaseLine(id); line.Name != "Siân" || len(v.Tasks()) != 0 {
			t.Errorf("the lists show %q and %d tasks", line.Name, len(v.Tasks()))
		}
		history := must[[]data.Version](t)(v.History(ctx, note.ID))
		if len(history) != 3 || history[0].Erased != nil || history[1].Erased == nil || history[1].Erased.Reason != why.Reason || history[2].Erased != nil {
			t.Errorf("the history: %+v", history)
		}
		if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || c.Erased != 3 {
			t.Errorf("check: %+v", c)
		}
		var out bytes.Buffer
		if damage := must[[]data.Damage](t)(v.Export(ctx, &out)); len(damage) > 0 || strings.Contains(out.String(), "Her real name") {
			t.Errorf("exported with damage %v", damage)
		}
		if unlocks == 0 {
			v = reopen(t, v, path, o)
		}
	}
	later := must[data.Entry[data.Note]](t)(v.Amend(ctx, id, note.ID, data.Amendment{Text: "later"}))
	must[data.Erased](t)(v.EraseVersion(ctx, note.ID, later.Revision, why)) // the newest
	f = must[*data.CaseFile](t)(v.OpenCase(ctx, id))
	if len(f.Notes) != 1 || len(f.Notes[0].Value.Amendments) != 2 || len(v.Damaged()) > 0 {
		t.Errorf("the note is now %+v, damaged: %v", f.Notes, v.Damaged())
	}
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK {
		t.Errorf("check after the newest version was erased: %+v", c)
	}
}

// A backup from before an erasure is put back: whoever does it, however much has
// changed since, what was erased is erased again.
func TestWhatWasErasedIsErasedAgainInAnOlderCopy(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	stick := filepath.Join(t.TempDir(), "stick")
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Siân", Number: "07700 900461", Said: "what was said"}))
	id := must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	kept := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Rhys"}, data.Person{}))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, kept, data.Note{Said: "a sentence too many"}))
	backup := must[string](t)(v.BackUp(ctx, stick))
	sealed := sealedOf(t, backup, id, contact)
	image := must[[]byte](t)(os.ReadFile(backup))

	// Afterwards somebody leaves, somebody else becomes a manager, and it is they
	// who erase: the backup has never heard of either.
	if err := v.RemoveMember(ctx, "Vali"); err != nil {
		t.Fatal(err)
	}
	must[data.Member](t)(v.AddMember(ctx, "Carys", data.Manager, phraseOf("Carys")))
	v = as(t, v, path, o, "Carys")
	away := filepath.Join(t.TempDir(), "a stick that is not here")
	why := data.EraseOptions{Reason: "she asked for it", Backups: []string{away}} // the folder of the backup is known
	if stub := must[data.Erased](t)(v.EraseCase(ctx, id, why)); len(stub.Unlisted) != 1 || stub.Unlisted[0] != away || stub.Held.IsZero() {
		t.Errorf("not told %q; a backup holds it until %v", stub.Unlisted, stub.Held)
	}
	must[data.Erased](t)(v.EraseVersion(ctx, note.ID, note.Revision, why))
	lists := must[[]string](t)(filepath.Glob(filepath.Join(stick, "*.erased")))
	if len(lists) != 1 {
		t.Fatalf("the list beside the backups: %v", lists)
	}
	list := must[[]byte](t)(os.ReadFile(lists[0]))
	if bytes.Contains(list, []byte("NOD-")) || bytes.Contains(list, []byte("asked")) || bytes.Count(list, []byte("\n")) != 2 {
		t.Errorf("the list is %s", list)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}

	gone := func(t *testing.T, v *data.Vault) {
		t.Helper()
		if _, ok := v.CaseLine(id); ok {
			t.Error("the erased case is in the list")
		}
		if f := must[*data.CaseFile](t)(v.OpenCase(ctx, kept)); len(f.Notes) != 0 {
			t.Error("the erased version is shown")
		}
		if n := foundIn(t, v.Path(), sealed) + foundIn(t, v.Path()+"-wal", sealed); n != 0 {
			t.Errorf("%d of its sealed texts and keys are in the file", n)
		}
		if actions(t, v)[data.AuditErasedAgain].By != v.Me().Name || v.ErasedAgain() < 2 {
			t.Errorf("it is not said that it was erased again: %d", v.ErasedAgain())
		}
		if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || c.Erased == 0 {
			t.Errorf("check: %+v", c)
		}
		if must[[]data.Erased](t)(v.Erasures(ctx))[0].Again != true {
			t.Error("the stub does not say that it was done again")
		}
	}
	elsewhere := func() data.Options { return data.Options{StateDir: t.TempDir(), NoKeyring: true} }
	t.Run("restored by a manager", func(t *testing.T) {
		to := filepath.Join(t.TempDir(), "restored"+data.Extension)
		v := must[*data.Vault](t)(data.Restore(ctx, backup, to, data.Credentials{Passphrase: phraseOf("Megan"), Options: elsewhere()}))
		defer v.Close()
		gone(t, v)
		if actions(t, v)[data.AuditRestored].By != "Megan" {
			t.Error("the restore is not in the trail")
		}
		if !bytes.Equal(image, must[[]byte](t)(os.ReadFile(backup))) {
			t.Error("the backup was changed")
		}
	})
	t.Run("restored by a caseworker, then a manager unlocks", func(t *testing.T) {
		to, o := filepath.Join(t.TempDir(), "restored"+data.Extension), elsewhere()
		v := must[*data.Vault](t)(data.Restore(ctx, backup, to, data.Credentials{Passphrase: phraseOf("Cadi"), Options: o}))
		if v.ErasedAgain() != 0 || v.ToErase(ctx) < 2 {
			t.Errorf("a caseworker erased %d and is told of %d", v.ErasedAgain(), v.ToErase(ctx))
		}
		v = as(t, v, to, o, "Megan")
		gone(t, v)
	})
	t.Run("put back by hand and accepted", func(t *testing.T) {
		if err := os.WriteFile(path, image, 0o600); err != nil {
			t.Fatal(err)
		}
		v := must[*data.Vault](t)(data.Unlock(ctx, path, data.Credentials{Passphrase: phraseOf("Megan"), Options: o}))
		defer v.Close()
		if !v.Older() || v.ErasedAgain() != 0 {
			t.Fatalf("older %v, erased again %d", v.Older(), v.ErasedAgain())
		}
		if err := v.AcceptOlder(ctx); err != nil {
			t.Fatal(err)
		}
		gone(t, v)
	})
	t.Run("the list goes with later backups", func(t *testing.T) {
		to := filepath.Join(t.TempDir(), "another stick")
		if _, err := data.BackUp(ctx, path, to, noon); err != nil { // without a key
			t.Fatal(err)
		}
		if lists := must[[]string](t)(filepath.Glob(filepath.Join(to, "*.erased"))); len(lists) != 1 {
			t.Errorf("%v", lists)
		}
	})
}

func TestAListThatNoManagerWroteErasesNothing(t *testing.T) {
	t.Parallel()
	v, _, _ := newVault(t)
	ctx := t.Context()
	stick := filepath.Join(t.TempDir(), "stick")
	id := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân"}, data.Person{}))
	other := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Rhys"}, data.Person{}))
	backup := must[string](t)(v.BackUp(ctx, stick))
	must[data.Erased](t)(v.EraseCase(ctx, id, data.EraseOptions{Reason: "asked", Backups: []string{stick}}))
	list := must[[]string](t)(filepath.Glob(filepath.Join(stick, "*.erased")))[0]
	true1 := must[[]byte](t)(os.ReadFile(list))
	for name, text := range map[string][]byte{
		"another case in its place": bytes.ReplaceAll(true1, []byte(id.String()), []byte(other.String())),
		"no proof":                  []byte(`{"erasure":"` + id.String() + `","groups":["` + other.String() + `"]}` + "\n"),
		"noise":                     bytes.Repeat([]byte{0xff, '\n'}, 100),
	} {
		if err := os.WriteFile(list, text, 0o600); err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(t.TempDir(), "restored"+data.Extension)
		restored := must[*data.Vault](t)(data.Restore(ctx, backup, to, data.Credentials{Passphrase: passphrase, Options: data.Options{StateDir: t.TempDir(), NoKeyring: true}}))
		if len(restored.Cases()) != 2 || restored.ErasedAgain() != 0 {
			t.Errorf("%s: %d cases, %d erased", name, len(restored.Cases()), restored.ErasedAgain())
		}
		if err := restored.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheStubSaysWhenTheLastBackupGoes(t *testing.T) {
	t.Parallel()
	v, path, _ := newVault(t) // it is 23 November 2026
	ctx := t.Context()
	held := func(folders ...string) string {
		id := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Ann"}))
		e := must[data.Erased](t)(v.EraseContact(ctx, id, data.EraseOptions{Reason: "asked", Backups: folders}))
		if e.Held.IsZero() {
			return ""
		}
		return e.Held.Format(time.DateOnly)
	}
	folder := func(days ...string) string {
		dir := t.TempDir()
		for _, day := range days {
			if err := os.WriteFile(filepath.Join(dir, strings.TrimSuffix(filepath.Base(path), data.Extension)+"-"+day+"-120000"+data.Extension), []byte("a backup"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	for _, c := range []struct {
		what    string
		folders []string
		want    string
	}{
		{"the newest of a month is kept until twelve others have one", []string{folder("20261031")}, "2027-10-01"},
		{"one of the same month is followed by newer ones", []string{folder("20261122")}, "2026-12-14"},
		{"of two folders the one that keeps it longer counts", []string{folder("20261122"), folder("20261031")}, "2027-10-01"},
		{"no backup holds it", []string{folder()}, ""},
	} {
		if got := held(c.folders...); got != c.want {
			t.Errorf("%s: %s, want %s", c.what, got, c.want)
		}
	}
	if got := held(); got != "2027-10-01" {
		t.Errorf("where no folder is known the rule counts: %s", got)
	}
}

// A backup that was being made while a case was erased does not bring it back.
func TestWhatIsErasedWhileABackupIsMadeStaysErased(t *testing.T) {
	for _, when := range []string{"while it is copied", "while it is checked"} {
		t.Run(when, func(t *testing.T) {
			v, path, o, caseID, _, _ := busy(t)
			sealed := sealedOf(t, closed(t, v, path), caseID)
			v = unlocked(t, path, o)
			erased := false
			ctx := data.WithProgress(t.Context(), func(done, all int) {
				if erased || when == "while it is checked" && done < all/2 {
					return
				}
				erased = true
				must[data.Erased](t)(v.EraseCase(t.Context(), caseID, data.EraseOptions{Reason: "she asked for it"}))
			})
			backup := must[string](t)(v.BackUp(ctx, filepath.Join(t.TempDir(), "backups"))) // which nobody knows yet
			if !erased {
				t.Fatal("nothing was erased meanwhile")
			}
			elsewhere := data.Credentials{Passphrase: passphrase, Options: data.Options{StateDir: t.TempDir(), NoKeyring: true}}
			to := filepath.Join(t.TempDir(), "restored"+data.Extension)
			restored := must[*data.Vault](t)(data.Restore(t.Context(), backup, to, elsewhere))
			defer restored.Close()
			if _, there := restored.CaseLine(caseID); there {
				t.Error("the case is there again")
			}
			if n := foundIn(t, to, sealed); n > 0 {
				t.Errorf("%d of its texts are in the restored file", n)
			}
			if c := must[data.Checked](t)(restored.Check(t.Context(), nil)); !c.OK {
				t.Errorf("%+v", c.Damaged)
			}
		})
	}
}
