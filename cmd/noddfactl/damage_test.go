package main

import (
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
