package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"noddfa/assets"
	"noddfa/data"
)

// staff adds a caseworker and a manager to the desk's vault; each passphrase
// file is named after its member.
func (d *desk) staff() {
	d.t.Helper()
	for name, role := range map[string]string{"Cadi": "caseworker", "Megan": "manager"} {
		d.must("members add", "--name", name, "--role", role, "--new-passphrase-file", d.write(name, "the phrase of "+name))
	}
}

// by is the same desk with somebody else at it.
func (d *desk) by(name string) *desk {
	other := *d
	other.passphrase = filepath.Join(d.dir, name)
	return &other
}

func TestACaseIsErasedForGood(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	d.staff()
	stick := filepath.Join(d.dir, "stick")
	lines := strings.Split(strings.TrimSpace(d.must("backup", "--to", stick)), "\n")
	backup := lines[len(lines)-1]
	cases := fromJSON[caseList](t, d.must("cases", "--json"))
	reference, name := cases[0].Reference, cases[0].Name

	for _, c := range []struct {
		who  *desk
		args []string
		want int
	}{
		{d, []string{"--case", reference}, exitUsage},
		{d, []string{"--reason", "asked"}, exitUsage},
		{d, []string{"--case", reference, "--reason", " "}, exitFailed},
		{d, []string{"--case", "NOD-0000-00", "--reason", "asked"}, exitFailed},
		{d.by("Cadi"), []string{"--case", reference, "--reason", "asked"}, exitNoKey},
		{d.by("Cadi"), []string{"--case", "NOD-0000-00", "--reason", "asked"}, exitNoKey},
	} {
		if code, _, errs := c.who.on("erase", c.args...); code != c.want {
			t.Errorf("%v: exit %d, want %d: %s", c.args, code, c.want, errs)
		}
	}
	type result struct {
		Erased string
		Held   *string `json:"held_until"`
	}
	sealed, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	moved := d.write("stick/before the move.noddfa", string(sealed)) // which no rule removes
	code, out, errs := d.on("erase", "--case", reference, "--reason", "she asked", "--backups", stick, "--json")
	if code != exitDone || !strings.Contains(errs, moved) || strings.Contains(errs, backup) {
		t.Errorf("exit %d: %s", code, errs)
	}
	if got := fromJSON[result](t, out); len(got.Erased) != 32 || got.Held == nil {
		t.Errorf("erased: %+v", got)
	}
	if code, _, _ := d.on("erase", "--case", reference, "--reason", "again"); code != exitFailed {
		t.Errorf("erasing it again: exit %d", code)
	}
	if left := fromJSON[caseList](t, d.must("cases", "--json")); len(left) != len(cases)-1 {
		t.Errorf("%d cases are left of %d", len(left), len(cases))
	}
	if strings.Contains(d.must("export"), name) {
		t.Error("the export has the name of who was erased")
	}
	checked := fromJSON[struct {
		OK     bool
		Erased int
	}](t, d.must("check", "--json"))
	if !checked.OK || checked.Erased == 0 {
		t.Errorf("check: %+v", checked)
	}
	if trail := d.must("audit", "--json"); !strings.Contains(trail, `"action":"erased"`) || strings.Contains(trail, "she asked") {
		t.Errorf("the audit trail: %s", trail)
	}

	restored := filepath.Join(d.dir, "restored.noddfa")
	code, _, errs = d.run("restore", "--from", backup, "--vault", restored, "--passphrase-file", d.passphrase)
	if code != exitDone || !strings.Contains(errs, "erased again: ") {
		t.Fatalf("restore: exit %d: %s", code, errs)
	}
	d.vault = restored
	if left := fromJSON[caseList](t, d.must("cases", "--json")); len(left) != len(cases)-1 {
		t.Errorf("restored: %d cases of %d", len(left), len(cases))
	}
	d.must("check")
}

// restricted makes a restricted case in the desk's vault; noddfactl has no verb
// for it.
func (d *desk) restricted(named ...string) (reference string) {
	d.t.Helper()
	ctx := d.t.Context()
	phrase, err := os.ReadFile(d.passphrase)
	if err != nil {
		d.t.Fatal(err)
	}
	v, err := data.Unlock(ctx, d.vault, data.Credentials{Passphrase: withoutLineEnd(phrase)})
	if err != nil {
		d.t.Fatal(err)
	}
	defer v.Close()
	id, err := v.StartCase(ctx, data.Case{CalledName: "Siân"}, data.Person{FirstName: "Siân", Surname: "Hidden"})
	if err != nil {
		d.t.Fatal(err)
	}
	var ids []data.ID
	for _, m := range v.Members() {
		for _, name := range named {
			if m.Name == name {
				ids = append(ids, m.ID)
			}
		}
	}
	if err := v.Restrict(ctx, id, ids); err != nil {
		d.t.Fatal(err)
	}
	if _, err := v.OpenCase(ctx, id); err != nil {
		d.t.Fatal(err)
	}
	line, _ := v.CaseLine(id)
	return line.Reference
}

func TestTheKitAloneOpensARestrictedCase(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.staff()
	d.must("members add", "--name", "Vali", "--role", "volunteer", "--new-passphrase-file", d.write("Vali", "the phrase of Vali"))
	code := kitCode(t, d.kit)
	reference := d.restricted("Mair Example", "Cadi")

	// Another manager learns how many there are, and no more.
	megan := d.by("Megan")
	_, out, errs := megan.on("cases")
	if strings.Contains(out, reference) || !strings.Contains(errs, ": 1") {
		t.Errorf("another manager's list: %s%s", out, errs)
	}
	if _, out, _ := megan.on("stats", "--from", "2018-01-01", "--to", "2030-01-01"); !strings.Contains(out, "Restricted cases, not counted here: 1") {
		t.Errorf("the figures: %s", out)
	}
	var stats struct{ Restricted int }
	_, out, _ = megan.on("stats", "--from", "2018-01-01", "--to", "2030-01-01", "--json")
	if json.Unmarshal([]byte(out), &stats) != nil || stats.Restricted != 1 {
		t.Errorf("the figures: %s", out)
	}
	if trail := megan.must("audit", "--json"); strings.Contains(trail, reference) || !strings.Contains(trail, `"action":"case-restricted"`) || !strings.Contains(trail, `"action":"read-restricted"`) {
		t.Errorf("the audit trail names a restricted case, or says nothing: %s", trail)
	}
	if code, _, _ := megan.on("erase", "--case", reference, "--reason", "asked"); code != exitFailed {
		t.Errorf("another manager erases it: exit %d", code)
	}
	if code, _, errs := megan.on("check", "--json"); code != exitDone {
		t.Errorf("another manager's check: exit %d: %s", code, errs)
	}

	// Everybody goes whom the rules let go; of the two who are named no passphrase
	// is known any more.
	for _, name := range []string{"Vali", "Megan"} {
		d.must("members remove", "--name", name)
	}
	if code, _, _ := d.on("members remove", "--name", "Cadi"); code != exitFailed {
		t.Errorf("the last but one named member goes: exit %d", code)
	}
	d.write("passphrase", "nobody remembers")
	d.write("Cadi", "nobody remembers")

	kit := d.by("code")
	d.write("code", code)
	if !strings.Contains(kit.must("cases"), reference) {
		t.Error("the kit alone does not open the restricted case")
	}
	fresh := d.write("fresh", "a new phrase for mair\n")
	exit, next, errs := d.run("recover", "--vault", d.vault, "--kit-code-file", filepath.Join(d.dir, "code"), "--name", "Mair Example", "--new-passphrase-file", fresh)
	if exit != exitDone {
		t.Fatalf("recover: exit %d: %s", exit, errs)
	}
	mair := d.by("fresh")
	if !strings.Contains(mair.must("cases"), reference) {
		t.Error("who was let in again does not have the restricted case")
	}
	if exit, _, _ := kit.on("cases"); exit != exitNoKey {
		t.Errorf("the spent code: exit %d", exit)
	}
	d.write("code", strings.TrimSpace(next))
	if !strings.Contains(kit.must("cases"), reference) {
		t.Error("the new kit does not open the restricted case")
	}
	mair.must("erase", "--case", reference, "--reason", "asked")
	if trail := mair.must("audit", "--json"); strings.Contains(trail, reference) {
		t.Error("erasing it puts its reference into the audit trail")
	}
	mair.must("check")
}

func TestLongWorkStopsCleanly(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	stick := filepath.Join(d.dir, "stick")
	_, out, errs := d.on("backup", "--to", stick)
	backup := strings.TrimSpace(out)
	if !strings.Contains(errs, " / ") || !strings.HasSuffix(errs, "\n") {
		t.Errorf("a backup shows %q", errs)
	}
	if _, _, errs := d.on("check"); !strings.Contains(errs, "\r500") || !strings.HasSuffix(errs, "\n") {
		t.Errorf("a check shows %q", errs)
	}
	restored := filepath.Join(d.dir, "restored.noddfa")
	for verb, args := range map[string][]string{
		"check":   {"--vault", d.vault},
		"backup":  {"--vault", d.vault, "--to", filepath.Join(d.dir, "another")},
		"restore": {"--from", backup, "--vault", restored},
	} {
		// Ctrl+C comes with the first sign of progress.
		ctx, cancel := context.WithCancel(t.Context())
		said := &stopper{cancel: cancel}
		code := run(ctx, append([]string{verb, "--passphrase-file", d.passphrase}, args...), console{os.Stdin, said, said, assets.Lang("en")})
		if verb == "check" && code == exitDone {
			continue // it was over by then
		}
		if code != exitFailed || !strings.Contains(said.text.String(), "topped") {
			t.Errorf("%s: exit %d: %s", verb, code, said.text.String())
		}
	}
	for _, pattern := range []string{filepath.Join(d.dir, "another", "*.noddfa*"), restored + "*", filepath.Join(d.dir, "*.part*")} {
		if left, _ := filepath.Glob(pattern); len(left) > 0 {
			t.Errorf("it leaves %v", left)
		}
	}
	d.must("check")
}

// stopper cancels at the first thing that is written.
type stopper struct {
	cancel context.CancelFunc
	text   strings.Builder
}

func (s *stopper) Write(b []byte) (int, error) {
	s.cancel()
	return s.text.Write(b)
}

func TestADamagedFileMakesNoBackup(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	stick := filepath.Join(d.dir, "stick")
	good := strings.TrimSpace(d.must("backup", "--to", stick))
	for _, damage := range []string{
		"UPDATE revision SET box=zeroblob(length(box)) WHERE n=20",
		"UPDATE revision SET kind=9 WHERE n=21",
		"UPDATE box SET body=zeroblob(length(body)) WHERE class=5",
	} {
		d.sql(damage)
		code, out, errs := d.on("backup", "--to", stick)
		if code != exitDamaged || out != "" {
			t.Errorf("%s: exit %d: %s%s", damage, code, out, errs)
		}
		if left, _ := filepath.Glob(filepath.Join(stick, "*")); len(left) != 1 || left[0] != good {
			t.Errorf("%s: in the folder: %v", damage, left)
		}
	}
	// Nor is a damaged backup restored as if it were whole.
	d.vault = good
	d.sql("UPDATE revision SET box=zeroblob(length(box)) WHERE n=20")
	if code, _, _ := d.run("restore", "--from", good, "--vault", filepath.Join(d.dir, "restored.noddfa"), "--passphrase-file", d.passphrase); code != exitDamaged {
		t.Errorf("restoring a damaged backup: exit %d", code)
	}
}

func TestACheckNamesWhatIsLostAndTheRestIsRead(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	all := strings.Count(d.must("export"), "\n")
	type damaged struct{ Record, Kind, Case, Reason, Lost string }
	type checked struct {
		OK       bool
		Damaged  []damaged
		NotYours int `json:"not_yours"`
	}
	check := func() checked {
		t.Helper()
		code, out, errs := d.on("check", "--json")
		if code != exitDamaged {
			t.Fatalf("exit %d: %s%s", code, out, errs)
		}
		return fromJSON[checked](t, out)
	}
	d.sql("UPDATE revision SET box=zeroblob(length(box)) WHERE n=(SELECT min(n) FROM revision WHERE kind=7)")
	got := check()
	if len(got.Damaged) != 1 || got.Damaged[0].Kind != "event" || got.Damaged[0].Lost != "record" || !strings.HasPrefix(got.Damaged[0].Case, "NOD-") || len(got.Damaged[0].Record) != 32 {
		t.Errorf("a changed box: %+v", got)
	}
	d.sql("UPDATE box SET body=zeroblob(length(body)) WHERE rowid=(SELECT min(rowid) FROM box WHERE class=5)")
	if got = check(); len(got.Damaged) != 2 || got.Damaged[0].Kind != "key" && got.Damaged[1].Kind != "key" {
		t.Errorf("one copy of a key: %+v", got)
	}
	for _, one := range got.Damaged {
		if one.Kind == "key" && (one.Lost != "nothing" || one.Record == "") {
			t.Errorf("one copy of a key: %+v", one)
		}
	}
	d.sql("UPDATE overview SET box=zeroblob(length(box)) WHERE kind=4", "UPDATE revision SET signature=zeroblob(64) WHERE n=(SELECT max(n) FROM revision WHERE kind=7)")
	reasons := map[string]int{}
	for _, one := range check().Damaged {
		reasons[one.Kind+" "+one.Reason+" "+one.Lost]++
	}
	if reasons["case overview nothing"] != 81 || reasons["event signature record"] != 1 {
		t.Errorf("lines and a signature: %v", reasons)
	}
	code, out, _ := d.on("export")
	if n := strings.Count(out, "\n"); code != exitDamaged || n != all-2 {
		t.Errorf("exported with exit %d: %d of %d records", code, n, all)
	}
	if n := strings.Count(d.mustRead("cases"), "\n"); n != 81 {
		t.Errorf("%d cases are listed", n)
	}
	if code, out, _ := d.on("check"); code != exitDamaged || !strings.Contains(out, "this record is lost") || !strings.Contains(out, "nothing is lost") {
		t.Errorf("in words: %s", out)
	}
}

// mustRead calls a verb on a damaged vault that prints what it can.
func (d *desk) mustRead(verb string) string {
	d.t.Helper()
	_, out, _ := d.on(verb)
	return out
}
