package data_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"noddfa/data"
)

// A vault may have as long a name as the system allows; its backups' names are
// longer by the time, and by what SQLite adds.
func TestAVaultWithALongNameIsBackedUpAndItsBackupsAreItsOwn(t *testing.T) {
	t.Parallel()
	folder, begin := t.TempDir(), filepath.Join(t.TempDir(), strings.Repeat("ŵ", 108))
	one, other := begin+"one"+data.Extension, begin+"two"+data.Extension
	v, _, err := data.Create(t.Context(), one, data.Setup{
		Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair Example", Passphrase: passphrase, Options: data.Options{StateDir: t.TempDir(), NoKeyring: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for range 9 { // more days than are kept
		file, err := data.BackUp(t.Context(), one, folder, now)
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.ValidString(filepath.Base(file)) || len(filepath.Base(file)) > 255-len(".part-journal") {
			t.Errorf("it is called %q", filepath.Base(file))
		}
		if at := data.LastBackup(one, folder, now); !at.Equal(now) {
			t.Errorf("the last backup is of %v", at)
		}
		if found, ok := data.NewestBackup(one, folder); !ok || found.File != file {
			t.Errorf("the newest backup is %v", found)
		}
		now = now.AddDate(0, 0, 1)
	}
	if n := len(data.Backups(one, folder)); n != 7 { // one for each of seven days
		t.Errorf("%d backups are kept", n)
	}
	if n := len(data.Backups(other, folder)); n != 0 {
		t.Errorf("another vault, whose name begins so, has %d of them", n)
	}
	if beside := data.RestoreBeside(one); len(filepath.Base(beside)) > 255-len(".spare.part") {
		t.Errorf("what is restored would be called %q", filepath.Base(beside))
	}
}

// A format below the first there never was: the file is read, and never written.
func TestAFormatThatNeverWasIsDamage(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	if _, err := v.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{}); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"PRAGMA user_version=0", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	db.Close()
	v = must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o}))
	defer v.Close()
	c := must[data.Checked](t)(v.Check(t.Context(), nil))
	if !slices.Contains(c.Damaged, data.Damage{Kind: "file", Reason: "structure", Lost: data.LostNothing}) || len(v.Cases()) != 1 {
		t.Errorf("%d cases, and the check says %+v", len(v.Cases()), c.Damaged)
	}
	if _, err := v.StartCase(t.Context(), data.Case{CalledName: "Aled"}, data.Person{}); data.CodeOf(err) != data.CodeDamaged {
		t.Errorf("it is written to: %v", err)
	}
	if _, err := v.BackUp(t.Context(), t.TempDir()); data.CodeOf(err) != data.CodeDamaged {
		t.Errorf("it is backed up: %v", err)
	}
	again := filepath.Join(t.TempDir(), "again"+data.Extension)
	if _, err := v.Repair(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	mended := must[*data.Vault](t)(data.Unlock(t.Context(), again, data.Credentials{Passphrase: passphrase, Options: o}))
	defer mended.Close()
	if c := must[data.Checked](t)(mended.Check(t.Context(), nil)); !c.OK || len(mended.Cases()) != 1 {
		t.Errorf("after the repair: %d cases, %+v", len(mended.Cases()), c.Damaged)
	}
}
