package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// spoil changes the desk's vault behind everybody's back.
func (d *desk) spoil(statements ...string) {
	d.t.Helper()
	db, err := sql.Open("sqlite3", d.vault)
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		done, err := db.Exec(s)
		if err != nil {
			d.t.Fatal(err)
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			d.t.Fatalf("%s changed %d rows: %v", s, n, err)
		}
	}
}

// TestEveryKindOfDamageIsSaidAndEndsWithItsCode spoils one thing at a time. What
// can be read is printed all the same, and what is damaged is named.
func TestEveryKindOfDamageIsSaidAndEndsWithItsCode(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "3")
	whole, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	oneOf := func(table, class string) string {
		return "UPDATE " + table + " SET body=zeroblob(length(body)) WHERE rowid=(SELECT min(rowid) FROM " + table + " WHERE class=" + class + ")"
	}
	for n, one := range []struct {
		name, spoil, said string
		verbs             []string
	}{
		{name: "nothing", verbs: []string{"cases", "export"}},
		{name: "a case's own record", spoil: "UPDATE revision SET box=zeroblob(length(box)) WHERE n=(SELECT max(n) FROM revision WHERE kind=4)", said: "damaged: case NOD-", verbs: []string{"cases"}},
		{name: "a case's own record, gone", spoil: "DELETE FROM revision WHERE n=(SELECT max(n) FROM revision WHERE kind=4)", said: "damaged: case ", verbs: []string{"cases"}},
		{name: "a line of a case", spoil: "UPDATE overview SET box=zeroblob(length(box)) WHERE rowid=(SELECT max(rowid) FROM overview WHERE kind=4)", said: "its line in the lists; nothing is lost", verbs: []string{"cases", "export"}},
		{name: "a copy of a grant", spoil: oneOf("box_copy", "3"), said: "damaged: grant", verbs: []string{"export"}},
		{name: "a roster entry", spoil: oneOf("box", "4"), said: "damaged: roster", verbs: []string{"cases"}},
		{name: "a copy of a key", spoil: oneOf("box_copy", "5"), said: "damaged: key", verbs: []string{"cases", "export"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			d := &desk{t, d.dir, filepath.Join(t.TempDir(), "charity.noddfa"), d.passphrase, d.kit}
			t.Setenv("XDG_CONFIG_HOME", filepath.Join(d.dir, "config", strconv.Itoa(n))) // a computer that knows nothing of the others
			if err := os.WriteFile(d.vault, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			if one.spoil != "" {
				d.spoil(one.spoil)
			}
			want := exitDamaged
			if one.said == "" {
				want = exitDone
			}
			for _, verb := range one.verbs {
				code, out, errs := d.on(verb)
				if code != want {
					t.Errorf("%s: exit %d instead of %d: %s", verb, code, want, errs)
				}
				if n := strings.Count(out, "NOD-"); n < 2 {
					t.Errorf("%s prints %d references", verb, n)
				}
				if want == exitDamaged && !strings.Contains(errs, one.said) || want == exitDone && strings.Contains(errs, "amaged") {
					t.Errorf("%s says %q instead of %q", verb, errs, one.said)
				}
			}
		})
	}
}

// TestADamagedFirstPageLeadsToTheNewestBackup follows what is said to a file that
// opens again.
func TestADamagedFirstPageLeadsToTheNewestBackup(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "3")
	folder := filepath.Join(d.dir, "our backups")
	d.must("backup", "--to", folder)
	newest := strings.TrimSpace(d.must("backup", "--to", folder))
	whole, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		name        string
		begin, end  int
		flip, blank byte
	}{
		{"its first bytes", 0, 100, 0, 0},
		{"all of it", 0, 4096, 0, 0},
		{"the list of tables", 100, 4096, 0, 0},
		{"one bit of SQLite's mark", 3, 4, 0x10, 0xff},
	} {
		bent := bytes.Clone(whole)
		for i := one.begin; i < one.end; i++ {
			bent[i] = bent[i]&one.blank ^ one.flip
		}
		if err := os.WriteFile(d.vault, bent, 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, errs := d.on("check", "--json")
		said := fromJSON[struct {
			OK      bool
			Damaged []struct{ Kind, Lost string }
			Backup  struct{ File string } `json:"newest_backup"`
		}](t, out)
		if code != exitDamaged || said.OK || len(said.Damaged) != 1 || said.Damaged[0].Lost != "unknown" || said.Backup.File != newest {
			t.Errorf("%s: exit %d: %s", one.name, code, out)
		}
		for _, want := range []string{"cannot be opened", newest, "noddfactl restore --from \"" + newest + "\" --vault " + strings.TrimSuffix(d.vault, ".noddfa") + "-restored.noddfa"} {
			if !strings.Contains(errs, want) {
				t.Errorf("%s: it does not say %q: %s", one.name, want, errs)
			}
		}
		if strings.Contains(errs, "still here") {
			t.Errorf("%s: it says what is not true: %s", one.name, errs)
		}
		for _, verb := range []string{"cases", "export"} {
			if code, out, errs := d.on(verb); code != exitDamaged || out != "" || !strings.Contains(errs, newest) {
				t.Errorf("%s: %s: exit %d: %s %s", one.name, verb, code, out, errs)
			}
		}
	}
	if err := os.Rename(folder, filepath.Join(t.TempDir(), "a stick")); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := d.on("check", "--json"); code != exitDamaged || strings.Contains(out, "newest_backup") || !strings.Contains(errs, "--backups") {
		t.Errorf("without a backup: exit %d: %s %s", code, out, errs)
	}
}

func TestADamagedBackupIsRefusedAsWhatItIs(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "1")
	backup := strings.TrimSpace(d.must("backup", "--to", filepath.Join(d.dir, "backups")))
	content, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	clear(content[len(content)/2:][:4096])
	if err := os.WriteFile(backup, content, 0o600); err != nil {
		t.Fatal(err)
	}
	again := filepath.Join(d.dir, "again.noddfa")
	code, _, errs := d.run("restore", "--from", backup, "--vault", again, "--passphrase-file", d.passphrase)
	if code != exitDamaged || !strings.Contains(errs, "This backup is damaged, so nothing was restored") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if _, err := os.Stat(again); err == nil {
		t.Error("something was restored")
	}
}
