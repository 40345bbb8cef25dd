package data_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

// sealedOfRecords reads from the closed file the sealed bytes of some records.
func sealedOfRecords(t *testing.T, path string, records ...data.ID) [][]byte {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("sqlite3", path))
	defer db.Close()
	var sealed [][]byte
	for _, r := range records {
		rows := must[*sql.Rows](t)(db.Query(`SELECT box FROM revision WHERE record=?1 AND box IS NOT NULL UNION ALL SELECT box FROM overview WHERE record=?1`, r[:]))
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

func exportOf(t *testing.T, v *data.Vault) string {
	t.Helper()
	var out bytes.Buffer
	if damage := must[[]data.Damage](t)(v.Export(t.Context(), &out)); len(damage) > 0 {
		t.Errorf("exported with damage %v", damage)
	}
	return out.String()
}

func TestANoteOnTheWrongCaseIsMovedAndItsWordsAreGoneFromThere(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	wrong := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Rhys"}, data.Person{}))
	right := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân"}, data.Person{}))
	v = as(t, v, path, o, "Cadi")
	said := strings.Repeat("He came to the door again. ", 20)
	note := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, wrong, data.Note{Said: said, Agreed: "Ring the refuge"}, data.ChosenFile{Name: "list.txt", Bytes: []byte(strings.Repeat("who came when\n", 30))}))
	must[data.Entry[data.Note]](t)(v.Amend(ctx, wrong, note.ID, data.Amendment{Text: "It was the Thursday."}))
	event := must[data.Entry[data.Event]](t)(data.Add(ctx, v, wrong, data.Event{What: "A stone through the window"}))
	stays := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, wrong, data.Note{Said: "this one belongs here"}))
	plan := must[data.Entry[data.Plan]](t)(data.Add(ctx, v, wrong, data.Plan{Review: noon.AddDate(0, 0, 3)}))
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, wrong))
	records := []data.ID{note.ID, event.ID, plan.ID, f.Tasks[0].ID, f.Attachments[0].ID, f.Attachments[0].Value.File}
	for _, form := range []string{"amendment:" + note.ID.String(), "note:" + wrong.String()} {
		if err := v.SaveDraft(ctx, form, "half a sentence"); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	sealed := sealedOfRecords(t, path, records...)
	if n := foundIn(t, path, sealed); n != len(sealed) || n < 7 {
		t.Fatalf("before, %d of %d are found: the search proves nothing", n, len(sealed))
	}
	v = must[*data.Vault](t)(data.Unlock(ctx, path, data.Credentials{Passphrase: phraseOf("Megan"), Options: o}))
	t.Cleanup(func() { v.Close() })
	if err := v.ReadForSearch(ctx); err != nil {
		t.Fatal(err)
	}
	why := "filed with the wrong person"
	moved := must[data.ID](t)(v.Move(ctx, wrong, note.ID, right, why))
	for _, one := range []data.ID{event.ID, plan.ID} {
		must[data.ID](t)(v.Move(ctx, wrong, one, right, why))
	}
	_, err := v.Move(ctx, wrong, note.ID, right, why)
	wantCode(t, "moving it twice", err, data.CodeNoRecord)
	for _, file := range []string{path, path + "-wal", must[string](t)(v.BackUp(ctx, filepath.Join(t.TempDir(), "stick")))} {
		if n := foundIn(t, file, sealed); n != 0 {
			t.Errorf("%d of %d sealed texts are still in %s", n, len(sealed), filepath.Base(file))
		}
	}
	for unlocks := range 3 {
		from, to := must[*data.CaseFile](t)(v.OpenCase(ctx, wrong)), must[*data.CaseFile](t)(v.OpenCase(ctx, right))
		if len(from.Notes) != 1 || from.Notes[0].ID != stays.ID || len(from.Events)+len(from.Plans)+len(from.Tasks)+len(from.Attachments) != 0 || len(from.Line.Away) != 6 || !from.Line.PlanReview.IsZero() {
			t.Fatalf("the wrong case has %d notes, %d events, %d plans, %d tasks, %d files; away: %v", len(from.Notes), len(from.Events), len(from.Plans), len(from.Tasks), len(from.Attachments), from.Line.Away)
		}
		if len(to.Notes) != 1 || to.Notes[0].ID != moved || to.Notes[0].Value.Said != said || len(to.Notes[0].Value.Amendments) != 1 || to.Notes[0].Versions != 2 ||
			len(to.Events) != 1 || len(to.Plans) != 1 || to.Line.PlanReview.IsZero() || len(to.Tasks) != 1 || to.Tasks[0].Value.From != moved {
			t.Fatalf("the right case has %+v", to.Notes)
		}
		if e := to.Notes[0]; e.By != "Cadi" || !e.First.Equal(noon) {
			t.Errorf("it says %s wrote it on %s", e.By, e.First)
		}
		if content := must[[]byte](t)(v.AttachedBytes(ctx, to.AttachmentsOf(moved)[0])); !strings.HasPrefix(string(content), "who came when") {
			t.Errorf("its file holds %q", content)
		}
		stub, came := from.MovedAway(data.KindNote), data.Entry[data.Moved]{}
		came, ok := to.MovedFrom(moved)
		if len(stub) != 1 || stub[0].By != "Megan" || stub[0].Value.Other != right || stub[0].Value.Why != why || !ok || came.Value.Other != wrong || came.By != "Megan" {
			t.Errorf("the stubs are %+v and %+v", stub, came)
		}
		hits := must[data.Found](t)(v.Search(ctx, "door again"))
		for _, h := range hits.Hits {
			if h.Case == wrong {
				t.Error("the search finds it in the wrong case")
			}
		}
		out := exportOf(t, v)
		if strings.Count(out, "He came to the door again. He came") != 10 { // once, in the right case
			t.Errorf("the export has the words %d times", strings.Count(out, "He came to the door again. He came"))
		}
		if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || c.Erased != 7 || v.UnfinishedMoves() != 0 {
			t.Errorf("check: %+v", c)
		}
		if told := actions(t, v); told[data.AuditMovedOut].Subject != from.Line.Reference || told[data.AuditMovedIn].Subject != to.Line.Reference {
			t.Errorf("the audit trail: %+v", told)
		}
		v = as(t, v, path, o, []string{"Megan", "Megan", "Cadi"}[unlocks])
		if err := v.ReadForSearch(ctx); err != nil {
			t.Fatal(err)
		}
	}
	drafts := must[[]data.Draft](t)(v.Drafts(ctx))
	if len(drafts) != 1 || drafts[0].Form != "note:"+wrong.String() {
		t.Errorf("of Cadi's drafts are left: %v", drafts)
	}
}

// A caseworker moves it; the words leave the file when a manager unlocks, and
// nothing shows them until then.
func TestWhatACaseworkerMovesIsHiddenAtOnceAndErasedByTheNextManager(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	wrong := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Rhys"}, data.Person{}))
	right := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Siân"}, data.Person{}))
	event := must[data.Entry[data.Event]](t)(data.Add(ctx, v, wrong, data.Event{What: strings.Repeat("A stone through the window. ", 9), MayShare: data.Yes}))
	choices := data.LetterChoices{OnlyChecked: true, Basis: data.BasisVital, BasisNote: "told on the phone", Force: "south-wales"}
	v = as(t, v, path, o, "Cadi")
	if _, err := v.AskForApproval(ctx, wrong, choices, "please look"); err != nil {
		t.Fatal(err)
	}
	asked := v.Asked()[0].ID
	if _, err := v.Move(ctx, wrong, event.ID, right, "the wrong person"); err != nil {
		t.Fatal(err)
	}
	for unlocks := range 2 {
		f := must[*data.CaseFile](t)(v.OpenCase(ctx, wrong))
		if len(f.Events) != 0 || len(f.Asked) != 0 || len(v.Asked()) != 0 || len(f.MovedAway(data.KindEvent)) != 1 || v.UnfinishedMoves() != 1 {
			t.Errorf("the wrong case shows %d events and %d letters that wait; unfinished: %d", len(f.Events), len(v.Asked()), v.UnfinishedMoves())
		}
		if n := strings.Count(exportOf(t, v), "A stone through the window. A stone"); n != 4 {
			t.Errorf("the export has the words %d times", n)
		}
		if unlocks == 0 {
			v = as(t, v, path, o, "Cadi")
		}
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	sealed := sealedOfRecords(t, path, event.ID, asked)
	if n := foundIn(t, path, sealed); n != len(sealed) || n < 3 {
		t.Fatalf("%d of %d are found before a manager unlocks", n, len(sealed))
	}
	v = must[*data.Vault](t)(data.Unlock(ctx, path, data.Credentials{Passphrase: phraseOf("Megan"), Options: o}))
	t.Cleanup(func() { v.Close() })
	if n := foundIn(t, path, sealed) + foundIn(t, path+"-wal", sealed); n != 0 || v.UnfinishedMoves() != 0 {
		t.Errorf("%d of %d are found after a manager unlocked", n, len(sealed))
	}
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, right))
	if len(f.Events) != 1 || f.Events[0].By != "Mair Example" {
		t.Errorf("the right case has %+v", f.Events)
	}
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || c.Erased != 2 {
		t.Errorf("check: %+v", c)
	}
}

func TestMovingHasItsRules(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	open := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Rhys"}, data.Person{}))
	secret := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
	pictures := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Elin", Image: data.ImageExists}, data.Person{}))
	inOpen := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, open, data.Note{Said: "about Wyn"}))
	inSecret := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, secret, data.Note{Said: "about Rhys"}))
	withFile := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, open, data.Note{Said: "about Elin"}, data.ChosenFile{Name: "a.txt", Bytes: []byte("words")}))
	money := must[data.Entry[data.MoneyEntry]](t)(data.Add(ctx, v, open, data.MoneyEntry{Kind: data.Payment}))
	if err := v.Restrict(ctx, secret, []data.ID{idOf(t, v, "Mair Example"), idOf(t, v, "Cadi")}); err != nil {
		t.Fatal(err)
	}
	try := func(what string, from, record, to data.ID, why string, want data.Code) {
		t.Helper()
		if _, err := v.Move(ctx, from, record, to, why); err != nil || want != "" {
			wantCode(t, what, err, want)
		}
	}
	try("without a reason", open, inOpen.ID, pictures, " ", data.CodeNeedsReason)
	try("to the same case", open, inOpen.ID, open, "why", data.CodeNoCase)
	try("a payment", open, money.ID, pictures, "why", data.CodeNoRecord)
	try("a file to where none may be", open, withFile.ID, pictures, "why", data.CodeAttachBlocked)
	if err := v.HoldCase(ctx, open, "a trial", time.Time{}); err != nil {
		t.Fatal(err)
	}
	try("out of a held case", open, inOpen.ID, pictures, "why", data.CodeHeld)
	if err := v.LiftHold(ctx, open); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Vali", "Megan"} {
		v = as(t, v, path, o, name)
		try(name+", into a restricted case", open, inOpen.ID, secret, "why", data.CodeNoCase)
		try(name+", out of a restricted case", secret, inSecret.ID, open, "why", data.CodeNoCase)
	}
	v = as(t, v, path, o, "Cadi") // who is named, and no manager
	try("into a restricted case", open, inOpen.ID, secret, "why", "")
	try("out of a restricted case", secret, inSecret.ID, open, "why", "")
	v = as(t, v, path, o, "Megan") // a manager who is not named cannot tell whether it arrived
	if v.UnfinishedMoves() != 1 {
		t.Errorf("%d moves are unfinished for who is not named", v.UnfinishedMoves())
	}
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, open))
	if _, known := v.CaseLine(f.MovedAway(data.KindNote)[0].Value.Other); known {
		t.Error("the restricted case has a line for who is not named")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v = unlocked(t, path, o) // Mair, who is named
	if v.UnfinishedMoves() != 0 {
		t.Errorf("%d moves are unfinished for a named manager", v.UnfinishedMoves())
	}
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || c.Erased != 2 {
		t.Errorf("check: %+v", c)
	}
}

// moveForEver writes a note into one case and moves it to the other, until it is
// killed. It prints the number of each note once it is written.
func moveForEver(v *data.Vault, wrong, right data.ID, from int) error {
	for n := from; ; n++ {
		e, err := v.WriteNote(ctxOf, wrong, data.Note{Said: fmt.Sprint("note ", n)})
		if err != nil {
			return err
		}
		fmt.Println(n)
		if _, err := v.Move(ctxOf, wrong, e.ID, right, "killed in the middle"); err != nil {
			return err
		}
	}
}

func TestKillingTheProgramWhileANoteIsMovedLosesNoWord(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	for _, name := range []string{"wrong", "right"} {
		must[data.ID](t)(v.StartCase(ctx, data.Case{Reference: "NOD-" + strings.ToUpper(name), CalledName: name}, data.Person{}))
	}
	v.Close()
	for trial := range 4 {
		last := killWhileDoing(t, moverEnv, filepath.Dir(path), time.Duration(rand.IntN(40))*time.Millisecond)
		v := unlocked(t, path, o)
		counts := map[string]int{}
		for _, line := range v.Cases() {
			f := must[*data.CaseFile](t)(v.OpenCase(ctx, line.ID))
			for _, n := range f.Notes {
				counts[n.Value.Said]++
			}
			if f.Damaged > 0 {
				t.Errorf("trial %d: %d damaged", trial, f.Damaged)
			}
		}
		for n := 1; n <= last; n++ {
			if counts[fmt.Sprint("note ", n)] != 1 {
				t.Errorf("trial %d: note %d of %d stands %d times", trial, n, last, counts[fmt.Sprint("note ", n)])
			}
		}
		if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || v.UnfinishedMoves() != 0 {
			t.Errorf("trial %d: %+v", trial, c)
		}
		v.Close()
	}
}

func TestASortingIsUndoneAndTheContactWaitsAgain(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	said := "They want £500 by Friday"
	wrong := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Rhys"}, data.Person{}))
	v = as(t, v, path, o, "Vali")
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{
		CalledName: "Siân", Number: "07700 900461", Said: said, Platform: "Instagram", Demanded: data.Pounds(500),
		FollowUp: data.FollowUp{Who: "Vali", On: noon.AddDate(0, 0, 1), Promised: "ring"},
	}))
	v = as(t, v, path, o, "Cadi")
	must[data.ID](t)(v.Triage(ctx, contact, wrong))
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, wrong))
	changed := f.Money[0].Value
	changed.Method = "gift cards"
	if _, err := data.Change(ctx, v, wrong, f.Money[0].ID, changed); err != nil {
		t.Fatal(err)
	}
	_, err := v.UndoTriage(ctx, contact, "")
	wantCode(t, "without a reason", err, data.CodeNeedsReason)
	done := must[data.Undone](t)(v.UndoTriage(ctx, contact, "another Siân"))
	if done.Stays != 1 || done.Empty {
		t.Errorf("undone: %+v", done)
	}
	_, err = v.UndoTriage(ctx, contact, "again")
	wantCode(t, "undoing it twice", err, data.CodeNotSorted)
	for range 2 {
		f = must[*data.CaseFile](t)(v.OpenCase(ctx, wrong))
		if len(f.Contacts)+len(f.Events)+len(f.Suspects)+len(f.Tasks) != 0 || len(f.Money) != 1 || len(v.Tasks()) != 0 {
			t.Errorf("the case has %d contacts, %d events, %d suspects, %d tasks, %d sums", len(f.Contacts), len(f.Events), len(f.Suspects), len(f.Tasks), len(f.Money))
		}
		if line, _ := v.ContactLine(contact); !line.Waiting() {
			t.Error("the contact does not wait")
		}
		v = as(t, v, path, o, "Cadi")
	}
	v = as(t, v, path, o, "Vali")
	e := must[data.Entry[data.Contact]](t)(v.Contact(ctx, contact))
	card, ok := v.Card(contact)
	if e.Value.Said != said || !ok || !card.Case.IsZero() || card.Number != "07700 900461" || len(v.CallBacks("Vali")) != 1 {
		t.Errorf("a volunteer has %+v and the card %+v", e.Value, card)
	}
	v = as(t, v, path, o, "Megan")
	if told := actions(t, v)[data.AuditUnsorted]; told.By != "Cadi" || v.UnfinishedMoves() != 0 {
		t.Errorf("the audit trail: %+v", told)
	}
	// It is sorted again, where it belongs; and into the same case.
	right := must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	if done := must[data.Undone](t)(v.UndoTriage(ctx, contact, "not a case")); !done.Empty {
		t.Errorf("a case of nothing else: %+v", done)
	}
	must[data.ID](t)(v.Triage(ctx, contact, wrong))
	f = must[*data.CaseFile](t)(v.OpenCase(ctx, wrong))
	if len(f.Contacts) != 1 || len(f.Events) != 1 || f.Events[0].Value.What != said {
		t.Errorf("sorted again: %d contacts, %+v", len(f.Contacts), f.Events)
	}
	must[data.Erased](t)(v.EraseCase(ctx, right, data.EraseOptions{Reason: "opened by mistake"}))
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK {
		t.Errorf("check: %+v", c)
	}
	if _, ok := v.ContactLine(contact); !ok {
		t.Error("the contact went with the case that it was taken out of")
	}
}

func TestASortingOfARestrictedCaseIsUndoneByANamedColleague(t *testing.T) {
	t.Parallel()
	v, path, o := staffed(t)
	ctx := t.Context()
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{CalledName: "Siân", Number: "07700 900461", Said: "the wrong one"}))
	secret := must[data.ID](t)(v.StartCase(ctx, data.Case{CalledName: "Wyn"}, data.Person{}))
	must[data.ID](t)(v.Triage(ctx, contact, secret))
	if err := v.Restrict(ctx, secret, []data.ID{idOf(t, v, "Mair Example"), idOf(t, v, "Cadi")}); err != nil {
		t.Fatal(err)
	}
	v = as(t, v, path, o, "Megan")
	if _, err := v.UndoTriage(ctx, contact, "why"); err == nil {
		t.Error("a manager who is not named undid it")
	}
	v = as(t, v, path, o, "Cadi")
	must[data.Undone](t)(v.UndoTriage(ctx, contact, "another Siân"))
	v = as(t, v, path, o, "Vali")
	if e := must[data.Entry[data.Contact]](t)(v.Contact(ctx, contact)); e.Value.Said != "the wrong one" {
		t.Errorf("a volunteer reads %+v", e.Value)
	}
	if _, ok := v.Card(contact); !ok {
		t.Error("a volunteer has no card to ring back by")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v = unlocked(t, path, o)
	if c := must[data.Checked](t)(v.Check(ctx, nil)); !c.OK || v.UnfinishedMoves() != 0 {
		t.Errorf("check: %+v", c)
	}
}

// boxesOf are the wrapped keys of a group in a file, and its links to contacts.
func boxesOf(t *testing.T, path string, group data.ID) [][]byte {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("sqlite3", path))
	defer db.Close()
	rows := must[*sql.Rows](t)(db.Query(`SELECT body FROM box WHERE class=5 AND subject=?1 UNION ALL SELECT box FROM revision WHERE grp=?1 AND kind=17`, group[:]))
	defer rows.Close()
	var boxes [][]byte
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			t.Fatal(err)
		}
		boxes = append(boxes, b)
	}
	return boxes
}
