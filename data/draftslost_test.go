package data_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"noddfa/data"
)

// draftsIn counts the drafts in the closed file, and those with anything in them.
func draftsIn(t *testing.T, v *data.Vault, path string) (rows, full int) {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("SELECT count(*), count(*) FILTER (WHERE length(box)>0) FROM draft").Scan(&rows, &full); err != nil {
		t.Fatal(err)
	}
	return rows, full
}

func TestTextFromBeforeNewKeysIsToldOnceAndIsNoDamage(t *testing.T) {
	t.Parallel()
	for name, give := range map[string]func(ctx context.Context, v *data.Vault, path string, o data.Options, code string) (*data.Vault, error){
		"by a manager": func(ctx context.Context, v *data.Vault, _ string, _ data.Options, _ string) (*data.Vault, error) {
			return v, v.ResetMember(ctx, "Cadi", phraseOf("Cadi again"))
		},
		"with the recovery kit": func(ctx context.Context, v *data.Vault, path string, o data.Options, code string) (*data.Vault, error) {
			if err := v.Close(); err != nil {
				return v, err
			}
			v, err := data.Unlock(ctx, path, data.Credentials{Passphrase: code, Options: o})
			if err == nil {
				_, err = v.Recover(ctx, data.Recovery{Name: "Cadi", Passphrase: phraseOf("Cadi again")}, nil)
			}
			return v, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			v, path, o, _ := withUnsaved(t)
			code := strings.Join(must[data.Kit](t)(v.ReplaceKit(ctx, nil)).Groups, "-")
			v, err := give(ctx, v, path, o, code)
			if err != nil {
				t.Fatal(err)
			}
			if rows, full := draftsIn(t, v, path); rows != 3 || full != 1 {
				t.Errorf("the file has %d drafts, %d of them with text", rows, full)
			}
			v = as(t, v, path, o, "Cadi again")
			if err := v.SaveDraft(ctx, "note:2", typed{"by six"}); err != nil {
				t.Fatal(err)
			}
			if first, then := v.DraftsLost(), v.DraftsLost(); first != 2 || then != 0 {
				t.Errorf("told of %d lost texts, then of %d", first, then)
			}
			if list := must[[]data.Draft](t)(v.Drafts(ctx)); len(list) != 1 || len(v.Damaged()) > 0 {
				t.Errorf("drafts %v, damage %v", list, v.Damaged())
			}
			v = as(t, v, path, o, "Cadi again")
			if list := must[[]data.Draft](t)(v.Drafts(ctx)); len(list) != 1 || v.DraftsLost() != 0 || len(v.Damaged()) > 0 {
				t.Errorf("the next time: drafts %v, damage %v", list, v.Damaged())
			}
			v = as(t, v, path, o, "Megan")
			if list := must[[]data.Draft](t)(v.Drafts(ctx)); len(list) != 1 || v.DraftsLost() != 0 {
				t.Errorf("a colleague's drafts: %v", list)
			}
			if rows, _ := draftsIn(t, v, path); rows != 2 {
				t.Errorf("%d drafts are in the file", rows)
			}
		})
	}
}

// withUnsaved is a vault that Megan has open, with unsaved text of hers and of Cadi's.
func withUnsaved(t *testing.T) (v *data.Vault, path string, o data.Options, cadi data.Member) {
	t.Helper()
	ctx := t.Context()
	v, path, o = newVault(t)
	cadi = must[data.Member](t)(v.AddMember(ctx, "Cadi", data.Caseworker, phraseOf("Cadi")))
	must[data.Member](t)(v.AddMember(ctx, "Megan", data.Manager, phraseOf("Megan")))
	v = as(t, v, path, o, "Cadi")
	for _, form := range []string{"note:1", "note:2", data.PlaceForm} {
		if err := v.SaveDraft(ctx, form, typed{"not saved"}); err != nil {
			t.Fatal(err)
		}
	}
	v = as(t, v, path, o, "Megan")
	if err := v.SaveDraft(ctx, "note:1", typed{"another's"}); err != nil {
		t.Fatal(err)
	}
	return v, path, o, cadi
}

// Nobody can open what somebody had typed when they were removed: it goes, and
// whoever removes them can know of it before.
func TestTextOfWhoIsRemovedGoesWithThem(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	v, path, o, cadi := withUnsaved(t)
	if n := v.Unsaved(ctx, cadi.ID); n != 2 {
		t.Errorf("Cadi has %d unsaved texts", n)
	}
	if err := v.RemoveMember(ctx, "Cadi"); err != nil {
		t.Fatal(err)
	}
	if rows, full := draftsIn(t, v, path); rows != 1 || full != 1 {
		t.Errorf("the file has %d drafts, %d of them with text", rows, full)
	}
	// One that was there before they went so, or came out of a process of before.
	file, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Exec("INSERT INTO draft VALUES (?, zeroblob(16), zeroblob(285))", cadi.ID[:]); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	v = as(t, v, path, o, "Megan")
	if rows, full := draftsIn(t, v, path); rows != 1 || full != 1 {
		t.Errorf("after an unlock the file has %d drafts, %d of them with text", rows, full)
	}
}
