package main

import (
	"bytes"
	"database/sql"
	"errors"
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

// TestAnInterruptedCopyIsReadAndRepaired cuts the end off, which is what happens
// to a copy most often.
func TestAnInterruptedCopyIsReadAndRepaired(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "3")
	lines := strings.Count(d.must("export"), "\n")
	whole, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	for _, cut := range []int{1, 3 * 4096} {
		left := whole[:len(whole)-cut]
		if err := os.WriteFile(d.vault, left, 0o600); err != nil {
			t.Fatal(err)
		}
		again := filepath.Join(t.TempDir(), "again.noddfa")
		code, out, errs := d.on("check", "--json", "--repair-to", again)
		if code != exitDamaged || !strings.Contains(out, `"kind":"file","case":"","reason":"end"`) || !strings.Contains(errs, again) {
			t.Errorf("cut by %d: exit %d: %s%s", cut, code, out, errs)
		}
		code, out, errs = d.on("export")
		if code != exitDamaged || strings.Count(out, "\n") < lines-9 || !strings.Contains(errs, "the end of the file is missing") {
			t.Errorf("cut by %d: export: exit %d with %d lines of %d: %s", cut, code, strings.Count(out, "\n"), lines, errs)
		}
		if code, _, errs := d.run("check", "--vault", again, "--passphrase-file", d.passphrase); code != exitDone {
			t.Errorf("cut by %d: the new file: exit %d: %s", cut, code, errs)
		}
		if now, err := os.ReadFile(d.vault); err != nil || !bytes.Equal(now, left) {
			t.Errorf("cut by %d: the old file was changed: %v", cut, err)
		}
	}
}

// TestAnotherFilesJournalIsNamedAndLeftAlone puts the journal of another charity
// beside the records: SQLite would write it into them.
func TestAnotherFilesJournalIsNamedAndLeftAlone(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "1")
	other := &desk{t, d.dir, filepath.Join(d.dir, "other.noddfa"), d.passphrase, d.kit}
	other.must("demo", "--cases", "2")
	db, err := sql.Open("sqlite3", other.vault)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE revision SET box=zeroblob(length(box))"); err != nil {
		t.Fatal(err)
	}
	journal, err := os.ReadFile(other.vault + "-wal")
	if err != nil || len(journal) < 4096 {
		t.Fatal("no journal:", err)
	}
	before, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.vault+"-wal", journal, 0o600); err != nil {
		t.Fatal(err)
	}
	for verb, said := range map[string]string{"cases": "", "check --json": `"kind":"journal"`} {
		code, out, errs := d.on(verb)
		if code != exitDamaged || !strings.Contains(errs, d.vault+"-wal is not the journal of these records") || !strings.Contains(out, said) {
			t.Errorf("%s: exit %d: %s%s", verb, code, out, errs)
		}
	}
	for name, want := range map[string][]byte{d.vault: before, d.vault + "-wal": journal} {
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, want) {
			t.Errorf("%s was changed: %v", filepath.Base(name), err)
		}
	}
	if err := os.Rename(d.vault+"-wal", filepath.Join(t.TempDir(), "kept")); err != nil {
		t.Fatal(err)
	}
	d.must("check")
}

// TestDamageThatCostsNothingIsCalledThat spoils what is made anew: an index, a
// list's lines. A repair is recommended all the same.
func TestDamageThatCostsNothingIsCalledThat(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "2")
	lines := strings.Count(d.must("export"), "\n")
	whole, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", d.vault)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, name := range []string{"sqlite_autoindex_revision_1", "overview", "box_copy"} {
		var root int
		if err := db.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name=?", name).Scan(&root); err != nil {
			t.Fatal(err)
		}
		bent := bytes.Clone(whole)
		for i := range 4096 {
			bent[(root-1)*4096+i] = byte(i*i + 7)
		}
		spoiled := &desk{t, d.dir, filepath.Join(t.TempDir(), "spoiled.noddfa"), d.passphrase, d.kit}
		if err := os.WriteFile(spoiled.vault, bent, 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, errs := spoiled.on("check")
		if code != exitDamaged || !strings.Contains(out, "damaged: file (the file's structure; nothing is lost)") || strings.Contains(out, "what was there is lost") || !strings.Contains(errs, "check --repair-to") {
			t.Errorf("%s: exit %d: %s%s", name, code, out, errs)
		}
		if name != "overview" {
			continue
		}
		if code, out, _ := spoiled.on("export"); code != exitDamaged || strings.Count(out, "\n") != lines {
			t.Errorf("%s: exit %d with %d lines of %d", name, code, strings.Count(out, "\n"), lines)
		}
	}
	bent := bytes.Clone(whole) // what is not made anew
	var root int
	if err := db.QueryRow("SELECT rootpage FROM sqlite_schema WHERE name='draft'").Scan(&root); err != nil {
		t.Fatal(err)
	}
	clear(bent[(root-1)*4096:][:4096])
	unsaved := &desk{t, d.dir, filepath.Join(t.TempDir(), "unsaved.noddfa"), d.passphrase, d.kit}
	if err := os.WriteFile(unsaved.vault, bent, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := unsaved.on("check"); code != exitDamaged || !strings.Contains(out, "what was there is lost") {
		t.Errorf("unsaved text: exit %d: %s%s", code, out, errs)
	}
}

// TestNothingIsListedAsIfItWereAll deletes notes, which leave no other trace than
// that the row after each follows on nothing.
func TestNothingIsListedAsIfItWereAll(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "1")
	db, err := sql.Open("sqlite3", d.vault)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("DELETE FROM revision WHERE kind=8")
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"cases", "export", "stats --from 2016-01-01 --to 2026-12-31"} {
		if code, out, errs := d.on(verb); code != exitDamaged || out == "" || !strings.Contains(errs, "rows before it are missing") {
			t.Errorf("%s: exit %d: %s", verb, code, errs)
		}
	}
}

// TestAHoleInTheListOfMembersIsNamedAndTheRecordsAreRead takes the entry by which a
// colleague was added out of both tables.
func TestAHoleInTheListOfMembersIsNamedAndTheRecordsAreRead(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "1")
	whole := strings.TrimSpace(d.must("backup", "--to", filepath.Join(d.dir, "backups")))
	d.staff()
	lines := strings.Count(d.must("export"), "\n")
	db, err := sql.Open("sqlite3", d.vault)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"box", "box_copy"} {
		if _, err := db.Exec("DELETE FROM " + table + " WHERE class=4 AND number=(SELECT max(number)-1 FROM " + table + " WHERE class=4)"); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	holed, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	if code, _, errs := d.on("backup", "--to", filepath.Join(d.dir, "backups")); code != exitDamaged {
		t.Errorf("a backup of it: exit %d: %s", code, errs)
	}
	const said = "damaged: roster (an entry of the list of members is missing"
	again := filepath.Join(d.dir, "again.noddfa")
	for verb, want := range map[string]string{"cases": "NOD-", "export": `"kind":"case"`, "check --json --repair-to " + again: `"kind":"roster","case":"","reason":"missing","lost":"unknown"`} {
		code, out, errs := d.on(verb)
		if code != exitDamaged || !strings.Contains(out, want) || !strings.Contains(out+errs, said) {
			t.Errorf("%s: exit %d: %s%s", verb, code, out, errs)
		}
		if !strings.Contains(errs, "--from "+whole) {
			t.Errorf("%s does not name the backup that is whole: %s", verb, errs)
		}
		if verb == "export" && strings.Count(out, "\n") < lines-1 {
			t.Errorf("it exports %d lines of %d", strings.Count(out, "\n"), lines)
		}
		if strings.Contains(verb, again) && !strings.Contains(errs, "Nobody is a member of the new file but you") {
			t.Errorf("the repair does not say who is a member: %s", errs)
		}
	}
	if code, _, errs := d.on("members add", "--name", "Nia", "--role", "volunteer", "--new-passphrase-file", d.passphrase); code != exitDamaged || !strings.Contains(errs, "nothing is saved into it any more") {
		t.Errorf("a change of members: exit %d: %s", code, errs)
	}
	if now, err := os.ReadFile(d.vault); err != nil || !bytes.Equal(now, holed) {
		t.Errorf("the file was changed: %v", err)
	}
	if code, out, errs := d.run("members", "list", "--vault", again, "--passphrase-file", d.passphrase); code != exitDone || strings.Count(out, "\n") != strings.Count(out, "has left")+1 {
		t.Errorf("the new file: exit %d: %s%s", code, out, errs)
	}
}

// Whatever a repair finds, it leaves the file that it reads as it was, a sound one too.
func TestARepairNeverTouchesTheFileItReads(t *testing.T) {
	d := newDesk(t)
	d.init()
	before, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	if code, out, errs := d.on("check", "--repair-to", filepath.Join(t.TempDir(), "new.noddfa")); code != exitDone {
		t.Fatalf("exit %d: %s%s", code, out, errs)
	}
	after, err := os.ReadFile(d.vault)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file is another now (%v)", err)
	}
}
