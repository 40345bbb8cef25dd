package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// imports brings the desk's log in, as whoever has the passphrase, and says how
// many rows were new, here already, and erased before.
func (d *desk) imports(passphrase string, args ...string) (imported, duplicates, erased int) {
	d.t.Helper()
	other := *d
	other.passphrase = passphrase
	code, out, errs := other.on("import contacts", append([]string{filepath.Join(d.dir, "log.csv"), "--json"}, args...)...)
	if code != exitDone {
		d.t.Fatalf("import: exit %d: %s", code, errs)
	}
	got := fromJSON[struct {
		Imported, Duplicates int
		Erased               int `json:"erased_before"`
	}](d.t, out)
	return got.Imported, got.Duplicates, got.Erased
}

// TestARowIsKnownAgainWhoeverBringsItIn lets members of each role bring the same
// log in: after it became cases that a volunteer cannot open, after somebody left,
// whereupon everything new has new keys, and after one case was erased.
func TestARowIsKnownAgainWhoeverBringsItIn(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.write("log.csv", "Date,First name,Surname,Phone,Summary\n"+
		"2018-02-01,Elin,Example,07700 900101,They want money\n"+
		"2018-02-02,Sara,Example,07700 900102,They want pictures\n"+
		"2018-02-02,Sara,Example,07700 900102,They want pictures\n")
	for name, role := range map[string]string{"vera": "volunteer", "cadi": "caseworker"} {
		d.must("members add", "--name", name+" Example", "--role", role, "--new-passphrase-file", d.write(name, "five words that are of "+name))
	}
	vera := filepath.Join(d.dir, "vera")
	if n, again, _ := d.imports(d.passphrase, "--open-cases"); n != 3 || again != 0 {
		t.Fatalf("a manager: %d new, %d here already", n, again)
	}
	if n, again, _ := d.imports(vera); n != 0 || again != 3 {
		t.Errorf("a volunteer after a manager: %d new, %d here already", n, again)
	}
	d.must("members remove", "--name", "cadi Example")
	d.must("erase", "--case", d.caseOf("Elin Example"), "--reason", "asked for") // written with the new keys
	for name, passphrase := range map[string]string{"a volunteer": vera, "a manager": d.passphrase} {
		if n, again, erased := d.imports(passphrase); n != 0 || again != 2 || erased != 1 {
			t.Errorf("%s after an erasure: %d new, %d here already, %d erased before", name, n, again, erased)
		}
	}
	if out := d.must("import contacts", filepath.Join(d.dir, "log.csv")); !strings.Contains(out, "erased before: 1") {
		t.Errorf("it says %s", out)
	}
	list := d.write("tasks.csv", "Case,Task,Due\n"+d.caseOf("Sara Example")+",Ring the bank,30/11/2026\nNOD-0000-00,Whose?,\n")
	tasks := fromJSON[struct {
		Imported, Duplicates int
		NoCase               int `json:"no_such_case"`
		Rejected             []struct{ Line int }
	}](t, d.must("import tasks", list, "--json"))
	if tasks.Imported != 1 || tasks.NoCase != 1 || len(tasks.Rejected) != 1 || tasks.Rejected[0].Line != 3 {
		t.Errorf("tasks: %+v", tasks)
	}
	if out := d.must("import tasks", list); !strings.Contains(out, "0 imported, 1 here already, 1 not brought in, of which 1 name no case that is open to you") {
		t.Errorf("the same tasks again: %s", out)
	}
	d.passphrase = vera
	if code, _, errs := d.on("import tasks", list); code != exitNoKey {
		t.Errorf("tasks by a volunteer: exit %d: %s", code, errs)
	}
}

// caseOf is the reference of somebody's case.
func (d *desk) caseOf(name string) string {
	d.t.Helper()
	for _, c := range fromJSON[caseList](d.t, d.must("cases", "--json")) {
		if c.Name == name {
			return c.Reference
		}
	}
	d.t.Fatal("no case of ", name)
	return ""
}
