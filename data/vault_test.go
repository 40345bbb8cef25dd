package data_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/data"
)

const passphrase = "five plain words for tests"

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// newVault makes a vault in a folder of the test, with a state folder of its
// own.
func newVault(t *testing.T) (*data.Vault, string, data.Options) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "charity"+data.Extension)
	o := data.Options{StateDir: filepath.Join(dir, "state"), NoKeyring: true, Now: func() time.Time { return noon }}
	v, _, err := data.Create(t.Context(), path, data.Setup{
		Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair Example", Passphrase: passphrase, Options: o,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v, path, o
}

// reopen closes the vault and unlocks it again.
func reopen(t *testing.T, v *data.Vault, path string, o data.Options) *data.Vault {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	return again
}

func must[T any](t *testing.T) func(value T, err error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func TestWhatWasSavedIsThereAfterUnlockingAgain(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := context.Background()
	contact := must[data.ID](t)(v.LogContact(ctx, data.Contact{
		Started: noon, Method: data.Phone, CalledName: "Siân", FirstName: "Siân", Surname: "Ŵyn-Example", Number: "07700 900461",
		Said: "They want money by Friday.", Platform: "Instagram", Demanded: data.Pounds(500), Force: "south-wales", Age: 24,
		FollowUp: data.FollowUp{Who: "Mair Example", On: noon.AddDate(0, 0, 2), Promised: "Ring back"},
	}))
	caseID := must[data.ID](t)(v.Triage(ctx, contact, data.ID{}))
	note := must[data.Entry[data.Note]](t)(v.WriteNote(ctx, caseID, data.Note{Said: "Came in.", Agreed: "Ring the bank\n- Send the plan"}))
	must[data.Entry[data.Note]](t)(v.Amend(ctx, caseID, note.ID, data.Amendment{Text: "It was the Thursday."}))
	must[data.Entry[data.Plan]](t)(data.Add(ctx, v, caseID, data.Plan{Made: noon, Review: noon.AddDate(0, 0, 14)}))

	v = reopen(t, v, path, o)
	if got := v.Contacts(); len(got) != 1 || got[0].Case != caseID || got[0].Name != "Siân" {
		t.Fatalf("contacts: %+v", got)
	}
	lines := v.Cases()
	if len(lines) != 1 || lines[0].FullName != "Siân Ŵyn-Example" || lines[0].Force != "south-wales" || lines[0].PlanReview.IsZero() {
		t.Fatalf("cases: %+v", lines)
	}
	f := must[*data.CaseFile](t)(v.OpenCase(ctx, caseID))
	if len(f.Notes) != 1 || len(f.Notes[0].Value.Amendments) != 1 || f.Notes[0].Versions != 2 || f.Notes[0].Value.Said != "Came in." {
		t.Errorf("notes: %+v", f.Notes)
	}
	if len(f.Tasks) != 3 || len(f.Money) != 1 || len(f.Events) != 1 || len(f.Contacts) != 1 || f.Damaged != 0 {
		t.Errorf("case: %d tasks, %d money, %d events, %d contacts, %d damaged", len(f.Tasks), len(f.Money), len(f.Events), len(f.Contacts), f.Damaged)
	}
	if history := must[[]data.Version](t)(v.History(ctx, note.ID)); len(history) != 2 || history[1].By != "Mair Example" {
		t.Errorf("history: %+v", history)
	}
}

func TestAWrongPassphraseAndAnUnknownNameAreTheSameError(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	_, wrong := data.Unlock(t.Context(), path, data.Credentials{Passphrase: "another phrase", Options: o})
	_, unknown := data.Unlock(t.Context(), path, data.Credentials{Member: "Nobody", Passphrase: passphrase, Options: o})
	if data.CodeOf(wrong) != data.CodePassphrase || wrong.Error() != unknown.Error() {
		t.Errorf("wrong passphrase: %v; unknown name: %v", wrong, unknown)
	}
}

func TestTheRecoveryKitOpensTheVault(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "charity"+data.Extension)
	o := data.Options{StateDir: dir, NoKeyring: true}
	v, kit, err := data.Create(t.Context(), path, data.Setup{Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair", Passphrase: passphrase, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	asked := v.KitQuestions()
	if len(asked) != 2 || asked[0] == asked[1] || asked[1] > 7 {
		t.Fatalf("groups %v are asked for", asked)
	}
	typed := map[int]string{asked[0]: strings.ToLower(kit.Groups[asked[0]])}
	if must[bool](t)(v.ConfirmKit(t.Context(), typed)) {
		t.Error("one group confirmed the kit")
	}
	typed[asked[1]] = "0000U"
	if must[bool](t)(v.ConfirmKit(t.Context(), typed)) {
		t.Error("a wrong group confirmed the kit")
	}
	typed[asked[1]] = kit.Groups[asked[1]]
	if !must[bool](t)(v.ConfirmKit(t.Context(), typed)) || v.KitPending() {
		t.Error("the right groups did not confirm the kit")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := data.Unlock(t.Context(), path, data.Credentials{Passphrase: strings.Join(kit.Groups, "-"), Options: o})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if !again.Me().Kit || again.KitPending() {
		t.Errorf("opened as %+v", again.Me())
	}
}

func TestADraftIsKeptUntilItIsDropped(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	ctx := t.Context()
	for _, text := range []string{"first", "second"} {
		if err := v.SaveDraft(ctx, "note:1", map[string]string{"said": text}); err != nil {
			t.Fatal(err)
		}
	}
	v = reopen(t, v, path, o)
	var body map[string]string
	if ok := must[bool](t)(v.LoadDraft(ctx, "note:1", &body)); !ok || body["said"] != "second" {
		t.Fatalf("draft: %v", body)
	}
	if err := v.DropDraft(ctx, "note:1"); err != nil {
		t.Fatal(err)
	}
	if ok := must[bool](t)(v.LoadDraft(ctx, "note:1", &body)); ok {
		t.Error("the draft is still there")
	}
	if list := must[[]data.Draft](t)(v.Drafts(ctx)); len(list) != 0 {
		t.Error("the draft is still listed")
	}
}

func copyTo(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}
