package main

import (
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"noddfa/data"
)

// with calls a verb with another passphrase file.
func (d *desk) with(file, verb string, args ...string) (code int, out, errs string) {
	d.t.Helper()
	was := d.passphrase
	d.passphrase = file
	defer func() { d.passphrase = was }()
	return d.on(verb, args...)
}

type memberRow struct {
	Name, Role string
	Active     bool
}

func TestMembersAreAddedChangedAndRemoved(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	vali, cadi := d.write("vali", "the phrase of vali\n"), d.write("cadi", "the phrase of cadi\n")
	d.must("members add", "--name", "Vali Example", "--role", "volunteer", "--new-passphrase-file", vali)
	d.must("members add", "--name", "Cadi Example", "--role", "caseworker", "--new-passphrase-file", cadi)
	reference := strings.Fields(d.must("cases"))[0]

	letter := []string{"--case", reference, "--force", "south-wales", "--out", filepath.Join(d.dir, "l.pdf"), "--basis", "consent", "--basis-note", "by phone"}
	for _, c := range []struct {
		who, verb string
		args      []string
		code      int
	}{
		{vali, "cases", nil, exitNoKey},
		{vali, "letter", letter, exitNoKey},
		{vali, "stats", []string{"--from", "2018-01-01", "--to", "2018-05-06"}, exitNoKey},
		{vali, "audit", nil, exitNoKey},
		{vali, "members role", []string{"--name", "Cadi Example", "--role", "manager"}, exitNoKey},
		{vali, "import contacts", []string{messyLog, "--open-cases"}, exitNoKey},
		{vali, "import contacts", []string{messyLog}, exitDone},
		{vali, "members list", nil, exitDone},
		{vali, "export", nil, exitDone},
		{vali, "check", nil, exitDone},
		{vali, "cases", []string{"--member", "vali example"}, exitNoKey},
		{vali, "export", []string{"--member", "Somebody Else"}, exitNoKey},
		{cadi, "cases", nil, exitDone},
		{cadi, "members remove", []string{"--name", "Vali Example"}, exitNoKey},
		{cadi, "members", nil, exitUsage},
		{cadi, "members add", []string{"--name", "x"}, exitUsage},
		{d.passphrase, "members role", []string{"--name", "Nobody", "--role", "manager"}, exitFailed},
		{d.passphrase, "members role", []string{"--name", "Cadi Example", "--role", "clerk"}, exitUsage},
		{d.passphrase, "members remove", []string{"--name", "Mair Example"}, exitFailed},
		{d.passphrase, "members role", []string{"--name", "Cadi Example", "--role", "manager"}, exitDone},
		{cadi, "members remove", []string{"--name", "Cadi Example"}, exitFailed}, // another manager has to
		{cadi, "members remove", []string{"--name", "Vali Example"}, exitDone},
		{vali, "export", nil, exitNoKey},
	} {
		if code, out, errs := d.with(c.who, c.verb, c.args...); code != c.code {
			t.Errorf("%s %v by %s: exit %d, want %d: %s%s", c.verb, c.args, filepath.Base(c.who), code, c.code, out, errs)
		}
	}
	rows := fromJSON[[]memberRow](t, d.must("members list", "--json"))
	want := []memberRow{{"Mair Example", "manager", true}, {"Vali Example", "volunteer", false}, {"Cadi Example", "manager", true}}
	if !slices.Equal(rows, want) {
		t.Errorf("members: %+v", rows)
	}
	trail := d.must("audit", "--json")
	for _, action := range []string{"unlocked", "exported", "member-added", "member-role", "member-removed"} {
		if !strings.Contains(trail, `"action":"`+action+`"`) {
			t.Errorf("%s is not in the audit trail", action)
		}
	}
	if code, _, errs := d.on("check"); code != exitDone {
		t.Errorf("check: exit %d: %s", code, errs)
	}
}

func TestAVolunteerExportsContactsAlone(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	vali := d.write("vali", "the phrase of vali")
	d.must("members add", "--name", "Vali", "--role", "volunteer", "--new-passphrase-file", vali)
	waiting := fromJSON[importResult](t, d.must("import contacts", messyLog, "--json")).Imported
	_, out, _ := d.with(vali, "export")
	kinds := map[string]int{}
	for line := range strings.Lines(out) {
		kinds[fromJSON[struct{ Kind string }](t, line).Kind]++
	}
	if waiting == 0 || kinds["contact"] != waiting || kinds["case"]+kinds["note"]+kinds["person"]+kinds["audit"] != 0 {
		t.Errorf("a volunteer exports %v", kinds)
	}
}

func TestACheckIsInTheTrailUnlessTheFileIsLeftAsItIs(t *testing.T) {
	d := newDesk(t)
	d.init()
	unlocked := func() int { return strings.Count(d.must("audit", "--json"), `"unlocked"`) }
	before := unlocked()
	d.must("check")
	if n := unlocked(); n != before+2 { // this look at the trail too
		t.Errorf("a check adds %d lines that somebody unlocked", n-before-1)
	}
	revisions := fromJSON[struct{ Revisions int }](t, d.must("check", "--json")).Revisions + 2 // its own line and that of the backup
	lines := strings.Fields(d.must("backup", "--to", filepath.Join(d.dir, "stick")))
	backup := lines[len(lines)-1]
	sum := func(file string) string {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	for range 2 { // opening it makes a journal, so that not its bytes but its records are the same
		_, out, _ := d.run("check", "--json", "--vault", backup, "--passphrase-file", d.passphrase)
		if n := fromJSON[struct{ Revisions int }](t, out).Revisions; n != revisions {
			t.Errorf("a backup that is checked has %d records instead of %d", n, revisions)
		}
	}
	d.spoil("UPDATE box_copy SET body=zeroblob(length(body)) WHERE class=3")
	was := sum(d.vault)
	if code, _, _ := d.on("check"); code != exitDamaged || sum(d.vault) != was {
		t.Errorf("a damaged file that is checked: exit %d, the same: %v", code, sum(d.vault) == was)
	}
}

func TestABackupIsCheckedAndRestored(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	before := d.must("export")
	lines := strings.Split(strings.TrimSpace(d.must("backup", "--to", filepath.Join(d.dir, "stick"))), "\n")
	backup := lines[len(lines)-1]
	if info, err := os.Stat(backup); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the backup %s: %v", backup, err)
	}
	if left, _ := filepath.Glob(filepath.Join(d.dir, "stick", "*")); len(left) != 1 {
		t.Errorf("beside the backup: %v", left)
	}
	d.must("import contacts", messyLog)

	restored := filepath.Join(d.dir, "restored.noddfa")
	wrong := d.write("wrong", "not the phrase at all")
	if code, _, _ := d.run("restore", "--from", backup, "--vault", restored, "--passphrase-file", wrong); code != exitNoKey {
		t.Errorf("restoring with a wrong passphrase: exit %d", code)
	}
	if _, err := os.Stat(restored); err == nil {
		t.Error("a restore that was refused left a file")
	}
	if code, _, errs := d.run("restore", "--from", backup, "--vault", restored, "--passphrase-file", d.passphrase); code != exitDone {
		t.Fatalf("restore: exit %d: %s", code, errs)
	}
	if code, _, _ := d.run("restore", "--from", backup, "--vault", restored, "--passphrase-file", d.passphrase); code != exitFailed {
		t.Errorf("restoring over a file: exit %d", code)
	}
	if code, _, _ := d.run("restore", "--from", d.write("no.noddfa", "no backup"), "--vault", restored+"2", "--passphrase-file", d.passphrase); code != exitFailed {
		t.Errorf("restoring what is no backup: exit %d", code)
	}
	d.vault = restored
	if after := d.must("export"); after != before {
		t.Error("the restored file holds something else")
	}
	if !strings.Contains(d.must("audit", "--json"), `"action":"restored"`) {
		t.Error("the restore is not in the audit trail")
	}
	d.must("check")
}

func TestOlderBackupsAreRemovedByRule(t *testing.T) {
	d := newDesk(t)
	d.init()
	folder := filepath.Join(d.dir, "stick")
	sealed, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, day := range []string{"20240105", "20240101", "20230601", "20230602"} {
		d.write("stick/charity-"+day+"-120000.noddfa", string(sealed))
	}
	other := d.write("stick/charity-notes.noddfa", "another file")
	d.must("backup", "--to", folder)
	kept := map[string]bool{}
	files, _ := filepath.Glob(filepath.Join(folder, "charity-2*"))
	for _, f := range files {
		kept[strings.Split(filepath.Base(f), "-")[1]] = true
	}
	// Five backups on five days: all within seven days' worth of backups.
	if len(kept) != 5 {
		t.Errorf("kept %v", kept)
	}
	for i := range 20 {
		d.write("stick/charity-202201"+string(rune('0'+i/10+1))+string(rune('0'+i%10))+"-120000.noddfa", string(sealed))
	}
	d.must("backup", "--to", folder)
	files, _ = filepath.Glob(filepath.Join(folder, "charity-20220*"))
	if len(files) > 3 {
		t.Errorf("%d old backups are kept", len(files))
	}
	if _, err := os.Stat(other); err != nil {
		t.Error("a file that is no backup was removed")
	}
}

// What the newest backup does not hold is in no other: an older copy of the
// records, or another charity's of that name, displaces none.
func TestABackupOfAnOlderOrAnotherFileDisplacesNone(t *testing.T) {
	d := newDesk(t)
	d.init()
	stick := t.TempDir()
	older, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	d.must("import contacts", sampleLog)
	good := strings.TrimSpace(d.must("backup", "--to", stick))
	displaces := func(what string) {
		t.Helper()
		for range 2 {
			d.must("backup", "--to", stick)
		}
		if err := data.JudgeBackup(good); err != nil {
			t.Errorf("a backup of %s displaced it: %v", what, err)
		}
	}
	if err := os.WriteFile(d.vault, older, 0o600); err != nil {
		t.Fatal(err)
	}
	displaces("an older file")
	for _, end := range []string{"", ".spare", "-wal"} {
		os.Remove(d.vault + end)
	}
	d.kit = filepath.Join(t.TempDir(), "kit.pdf")
	d.init()
	displaces("another charity's file")
}

func TestNoTwoMembersLookAlike(t *testing.T) {
	d := newDesk(t)
	d.init()
	phrase := d.write("new", "a quiet phrase for siân\n")
	d.must("members add", "--name", "Si\u00e2n\u200b  Vaughan", "--role", "volunteer", "--new-passphrase-file", phrase)
	for _, typed := range []string{"Si\u00e2n Vaughan", "Sia\u0302n Vaughan", "SIÂN\tVAUGHAN", "Siân Vaughan\u2060", "Siâ\u200dn Vaughan"} {
		if code, _, _ := d.on("members add", "--name", typed, "--role", "manager", "--new-passphrase-file", phrase); code != exitFailed {
			t.Errorf("%q was added beside her: exit %d", typed, code)
		}
	}
	d.must("members add", "--name", "Eve\nMair Example  manager", "--role", "volunteer", "--new-passphrase-file", d.write("eve", "another quiet phrase of words"))
	if lines := strings.Count(d.must("members list"), "\n"); lines != 3 {
		t.Errorf("three members have %d lines:\n%s", lines, d.must("members list"))
	}
	d.passphrase = phrase
	d.must("members list", "--member", "Sia\u0302n Vaughan")
}

func TestAPassphraseFileOfAnyProgramCanBeTyped(t *testing.T) {
	d := newDesk(t)
	d.init()
	const phrase = "pedwar gair tŷ ar lan"
	units := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(phrase + "\r\n")) {
		units = append(units, byte(u), byte(u>>8))
	}
	for name, text := range map[string]string{"Vali": "\ufeff" + phrase + "\n", "Bryn": string(units)} {
		d.must("members add", "--name", name, "--role", "volunteer", "--new-passphrase-file", d.write("new", text))
		typed := d.write("typed", phrase)
		if code, _, errs := d.run("members", "list", "--vault", d.vault, "--passphrase-file", typed, "--member", name); code != exitDone {
			t.Errorf("%s: exit %d: %s", name, code, errs)
		}
	}
}

func TestTheRecoveryKitLetsSomebodyInAgain(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	code := kitCode(t, d.kit)
	d.t.Setenv("XDG_CONFIG_HOME", filepath.Join(d.dir, "another computer"))
	fresh := d.write("fresh", "a new phrase for mair\n")
	recovery := func(code string) (int, string, string) {
		return d.run("recover", "--vault", d.vault, "--kit-code-file", d.write("code", code+"\n"), "--name", "Mair Example", "--new-passphrase-file", fresh)
	}
	slip := []byte(code)
	at := strings.Index(code, "-") + 2 // in the second group
	slip[at] = map[bool]byte{true: '8', false: '9'}[slip[at] == '9']
	if exit, _, errs := recovery(string(slip)); exit != exitFailed || !strings.Contains(errs, "group 2") {
		t.Errorf("a slip in group 2: exit %d: %s", exit, errs)
	}
	exit, out, errs := recovery(code)
	if exit != exitDone {
		t.Fatalf("recover: exit %d: %s", exit, errs)
	}
	if exit, _, _ := d.on("cases"); exit != exitNoKey {
		t.Errorf("the lost passphrase: exit %d", exit)
	}
	d.passphrase = fresh
	d.must("cases")
	if exit, _, _ := recovery(code); exit != exitNoKey {
		t.Errorf("the code that was used: exit %d", exit)
	}
	d.write("fresh", "yet another phrase for mair\n")
	if exit, _, errs := recovery(strings.TrimSpace(out)); exit != exitDone {
		t.Errorf("the new code: exit %d: %s", exit, errs)
	}
	d.must("check")
}

func TestRecoverSaysWhichCasesStayClosedAndNamesOthersWhereAllHaveGone(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("members add", "--name", "Cadi Example", "--role", "caseworker", "--new-passphrase-file", d.write("cadi", "the phrase of cadi\n"))
	d.must("members add", "--name", "Lowri Example", "--role", "caseworker", "--new-passphrase-file", d.write("lowri", "the phrase of lowri\n"))
	text, err := os.ReadFile(d.passphrase)
	if err != nil {
		t.Fatal(err)
	}
	v, err := data.Unlock(t.Context(), d.vault, data.Credentials{Passphrase: withoutLineEnd(text), Options: data.Options{StateDir: t.TempDir(), NoKeyring: true}})
	if err != nil {
		t.Fatal(err)
	}
	id, err := v.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{})
	if err != nil {
		t.Fatal(err)
	}
	var named []data.ID
	for _, m := range v.Members() {
		if strings.HasPrefix(m.Name, "Mair") || strings.HasPrefix(m.Name, "Cadi") {
			named = append(named, m.ID)
		}
	}
	if err := errors.Join(v.Restrict(t.Context(), id, named), v.Close()); err != nil {
		t.Fatal(err)
	}
	fresh, code := d.write("nia", "a new phrase for nia\n"), kitCode(t, d.kit)
	recovery := func(more ...string) (int, string) {
		args := append([]string{"recover", "--vault", d.vault, "--kit-code-file", d.write("code", code), "--name", "Nia Example", "--new-passphrase-file", fresh}, more...)
		exit, out, errs := d.run(args...)
		if exit == exitDone {
			code = strings.TrimSpace(out)
		}
		return exit, errs
	}
	if exit, errs := recovery(); exit != exitDone || !strings.Contains(errs, "1 restricted case does not open for Nia Example") || !strings.Contains(errs, "\n  Cadi Example, Mair Example\n") || !strings.Contains(errs, "--restrict-to NAME") {
		t.Errorf("letting a new manager in: exit %d: %s", exit, errs)
	}
	if _, out, _ := d.with(fresh, "cases"); out != "" {
		t.Errorf("who was let in reads %s", out)
	}
	for _, c := range []struct {
		left []string
		said string
	}{
		{[]string{"--left", "Cadi Example", "--restrict-to", "Lowri Example"}, "fewer than two people"},
		{[]string{"--left", "Cadi Example", "--left", "Mair Example"}, "Name at least two people"},
	} {
		if exit, errs := recovery(c.left...); exit != exitFailed || !strings.Contains(errs, c.said) {
			t.Errorf("%v: exit %d: %s", c.left, exit, errs)
		}
	}
	if exit, errs := recovery("--left", "Cadi Example", "--left", "Mair Example", "--restrict-to", "Lowri Example"); exit != exitDone || strings.Contains(errs, "does not open") {
		t.Errorf("naming others: exit %d: %s", exit, errs)
	}
	if _, out, _ := d.with(fresh, "cases"); strings.Count(out, "NOD-") != 1 {
		t.Errorf("whoever is named reads %q", out)
	}
	if exit, _, errs := d.with(fresh, "check"); exit != exitDone {
		t.Errorf("check: exit %d: %s", exit, errs)
	}
	if exit, _, _ := d.on("cases"); exit != exitNoKey {
		t.Errorf("who has gone: exit %d", exit)
	}
}

func TestTheRecoveryKitIsNeverWrittenWhereTheRecordsOrTheirBackupsAre(t *testing.T) {
	d := newDesk(t)
	stick, fresh := t.TempDir(), d.write("fresh", "a new phrase for mair\n")
	code := ""
	printed := func(file, out, errs string) {
		t.Helper()
		if files, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*.pdf*")); len(files) > 0 {
			t.Errorf("there is %v", files)
		}
		if code = strings.TrimSpace(out); strings.Count(code, "-") != 7 || !strings.Contains(errs, "whoever takes it would take both") {
			t.Errorf("it prints %q and says %s", out, errs)
		}
	}
	beside := filepath.Join(d.dir, "config", "..", "kit.pdf") // by whatever name the folder is called
	if err := os.Mkdir(filepath.Join(d.dir, "config"), 0o700); err != nil {
		t.Fatal(err)
	}
	exit, out, errs := d.on("init", "--organisation", "Hafan Example", "--name", "Mair Example", "--recovery-kit", beside)
	if exit != exitDone {
		t.Fatalf("init: exit %d: %s", exit, errs)
	}
	printed(beside, out, errs)
	d.must("backup", "--to", stick)
	for _, file := range []string{beside, filepath.Join(stick, "kit.pdf")} {
		exit, out, errs := d.run("recover", "--vault", d.vault, "--kit-code-file", d.write("code", code), "--name", "Mair Example", "--new-passphrase-file", fresh, "--recovery-kit", file)
		if exit != exitDone {
			t.Fatalf("recover: exit %d: %s", exit, errs)
		}
		printed(file, out, errs)
	}
	d.t.Setenv("XDG_CONFIG_HOME", filepath.Join(d.dir, "another computer")) // which has made no backup
	exit, out, errs = d.run("recover", "--vault", d.vault, "--kit-code-file", d.write("code", code), "--name", "Mair Example", "--new-passphrase-file", fresh, "--recovery-kit", filepath.Join(stick, "kit.pdf"))
	if exit != exitDone {
		t.Fatalf("recover elsewhere: exit %d: %s", exit, errs)
	}
	printed(filepath.Join(stick, "kit.pdf"), out, errs)
	exit, _, errs = d.run("recover", "--vault", d.vault, "--kit-code-file", d.write("code", code), "--name", "Mair Example", "--new-passphrase-file", fresh, "--recovery-kit", filepath.Join(d.dir, "nowhere", "kit.pdf"))
	if exit != exitFailed || !strings.Contains(errs, "the old code still opens them") {
		t.Errorf("where nothing can be written: exit %d: %s", exit, errs)
	}
	if exit, out, errs := d.run("recover", "--vault", d.vault, "--kit-code-file", d.write("code", code), "--name", "Mair Example", "--new-passphrase-file", fresh, "--recovery-kit", d.kit); exit != exitDone || out != "" || kitCode(t, d.kit) == code {
		t.Errorf("into a folder of its own: exit %d: %s%s", exit, out, errs)
	}
}

func TestADamagedFileIsRepairedIntoANewOne(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	d.sql("UPDATE revision SET box=zeroblob(length(box)) WHERE n IN (20, 31)", "DELETE FROM revision WHERE n=40",
		"UPDATE revision SET box=zeroblob(length(box)) WHERE n=(SELECT max(n) FROM revision WHERE kind=4)") // all there is of a case's own record
	before, _ := os.ReadFile(d.vault)
	repaired := filepath.Join(d.dir, "repaired.noddfa")
	if code, out, errs := d.on("check", "--repair-to", repaired); code != exitDamaged {
		t.Fatalf("exit %d: %s%s", code, out, errs)
	}
	d.vault = repaired
	if code, out, errs := d.on("check"); code != exitDone {
		t.Errorf("the repaired file: exit %d: %s%s", code, out, errs)
	}
	if after, _ := os.ReadFile(filepath.Join(d.dir, "charity.noddfa")); string(after) != string(before) {
		t.Error("the damaged file was changed")
	}
	if n := strings.Count(d.must("cases"), "\n"); n < 78 {
		t.Errorf("%d cases are left", n)
	}
	if !strings.Contains(d.must("audit", "--json"), `"action":"repaired"`) {
		t.Error("the repair is not in the audit trail")
	}
}

// kitCode reads the code from the printed kit as one would copy it by hand.
func kitCode(t *testing.T, kit string) string {
	t.Helper()
	text, err := exec.Command("pdftotext", "-layout", kit, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	groups := regexp.MustCompile(`\b[0-9A-HJKMNP-TV-Z]{5}\b`).FindAllString(string(text), -1)
	if len(groups) != 8 {
		t.Fatalf("%d groups in the kit: %s", len(groups), text)
	}
	return strings.Join(groups, "-")
}

// sql changes the closed file as any program could.
func (d *desk) sql(statements ...string) {
	d.t.Helper()
	db, err := sql.Open("sqlite3", d.vault)
	if err != nil {
		d.t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			d.t.Fatal(err)
		}
	}
}

func TestWeakPassphrasesAreRefusedWithTheReasonAndOlderFilesAreTold(t *testing.T) {
	d := newDesk(t)
	good := d.passphrase
	d.passphrase = d.write("weak", "Hafan Example 2026\n")
	code, _, errs := d.on("init", "--organisation", "Hafan Example", "--name", "Mair Example", "--recovery-kit", d.kit)
	if code != exitFailed || !strings.Contains(errs, "only a name that goes with these records") {
		t.Errorf("init: exit %d: %s", code, errs)
	}
	d.passphrase = good
	d.init()
	for text, reason := range map[string]string{"password1": "the first that anybody would try", "1234567890": "characters in a row", "short": "too short"} {
		if code, _, errs := d.on("members add", "--name", "Vali", "--role", "volunteer", "--new-passphrase-file", d.write("new", text)); code != exitFailed || !strings.Contains(errs, reason) {
			t.Errorf("%s: exit %d: %s", text, code, errs)
		}
	}
	code, _, errs = d.on("members add", "--name", "Vali", "--role", "volunteer", "--new-passphrase-file", d.write("new", "the phrase of vali"))
	if code != exitDone || !strings.Contains(errs, "This passphrase is weak") {
		t.Errorf("a weak one: exit %d: %s", code, errs)
	}
	old, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	d.must("import contacts", sampleLog)
	if err := os.WriteFile(d.vault, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := d.on("cases"); code != exitDone || !strings.Contains(errs, "The newest entry in the file: ") || !strings.Contains(errs, "This computer has seen the records of: ") {
		t.Errorf("an older file: exit %d: %s", code, errs)
	}
}

// Without a keyring the policy can be read and is not switched on, and what it would
// need is said.
func TestTheComputerIsNotAskedForWhereNoKeyringIs(t *testing.T) {
	d := newDesk(t)
	d.init()
	code, _, errs := d.on("members computers", "--ask", "yes")
	if code != exitFailed || !strings.Contains(errs, "so nothing was changed") || strings.Contains(errs, "passphrase is wrong") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if out := d.must("members computers"); !strings.Contains(out, "The passphrase alone opens these records") {
		t.Errorf("it says %s", out)
	}
	if out := d.must("members computers", "--json"); strings.TrimSpace(out) != `{"asked":false}` {
		t.Errorf("it says %s", out)
	}
	d.must("members computers", "--ask", "no")
	if code, _, _ := d.on("members computers", "--ask", "perhaps"); code != exitUsage {
		t.Errorf("neither yes nor no: exit %d", code)
	}
	if code, _, errs := d.on("members invite", "--name", "Mair Example"); code != exitFailed || !strings.Contains(errs, "passphrase alone") {
		t.Errorf("inviting where nothing asks for it: exit %d: %s", code, errs)
	}
	if code, _, _ := d.on("cases", "--invitation-file", d.write("code", "01232-4567D-89ABR-CDEF3-GHJKE-MNPQS-RSTV4-WXYZF")); code != exitNoKey {
		t.Errorf("a code that nobody gave: exit %d", code)
	}
}

func TestAManagerGoesOnFromAnOlderFile(t *testing.T) {
	d := newDesk(t)
	d.init()
	older, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	d.must("members add", "--name", "Vali", "--role", "volunteer", "--new-passphrase-file", d.write("Vali", "the phrase of Vali"))
	newest, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what, vault string
		bytes       []byte
		told        string
	}{
		{"put back", d.vault, older, "This file is older"},
		{"accepted there, so it is no copy of it any more", filepath.Join(d.dir, "other.noddfa"), newest, "here: " + d.vault},
	} {
		d.vault = d.write(filepath.Base(c.vault), string(c.bytes))
		if code, _, errs := d.on("check"); code != exitDone || !strings.Contains(errs, c.told) {
			t.Errorf("%s: exit %d: %s", c.what, code, errs)
		}
		if code, _, errs := d.on("check", "--accept-older"); code != exitDone || !strings.Contains(errs, "Accepted") {
			t.Errorf("%s, accepting: exit %d: %s", c.what, code, errs)
		}
		if code, _, errs := d.on("check"); code != exitDone || strings.Contains(errs, "older") {
			t.Errorf("%s, accepted: exit %d: %s", c.what, code, errs)
		}
		if !strings.Contains(d.must("audit", "--json"), `"action":"older-accepted"`) {
			t.Errorf("%s: not in the audit trail", c.what)
		}
	}
}

// Removing somebody asks nothing, for scripts; what ends, what is left and what is next stands on standard error.
func TestRemovingAMemberSaysWhatEndsAndWhatIsNext(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.staff()
	d.restricted("Mair Example", "Megan", "Cadi")
	d.must("import contacts", d.write("log.csv", "Date,First name,Surname\n2018-02-01,Elin,Example\n"), "--open-cases")
	d.must("import tasks", d.write("tasks.csv", "Case,Task,Who\n"+d.caseOf("Elin Example")+",Ring the bank,Cadi\n"))
	code, out, errs := d.on("members remove", "--name", "cadi")
	if code != exitDone || out != "" {
		t.Errorf("exit %d: %s", code, out)
	}
	for _, want := range []string{
		"Cadi is removed, and new keys are made", "They were named in one restricted case and are no longer.",
		"Cadi has left, and 1 thing is still theirs. Hand it over in the window", "the copy on their computer",
	} {
		if !strings.Contains(errs, want) {
			t.Errorf("it does not say %q: %s", want, errs)
		}
	}
}
