package main

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"noddfa/assets"
)

// sampleLog is a contact log as a charity keeps it.
const sampleLog = "../../data/contactlog/testdata/contact-log-2017-2018.csv"

// messyLog has what people really type.
const messyLog = "../../data/contactlog/testdata/contact-log-messy.csv"

// desk is a folder with a vault, its passphrase file and a home of its own.
type desk struct {
	t                           *testing.T
	dir, vault, passphrase, kit string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, "config"))
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	d := &desk{t, dir, filepath.Join(dir, "charity.noddfa"), filepath.Join(dir, "passphrase"), filepath.Join(t.TempDir(), "kit.pdf")}
	d.write("passphrase", "five plain words for tests\r\n")
	return d
}

func (d *desk) write(name, text string) string {
	d.t.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// run calls noddfactl and returns its exit code and what it printed.
func (d *desk) run(args ...string) (code int, out, errs string) {
	d.t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(d.t.Context(), args, console{os.Stdin, &stdout, &stderr, assets.Lang("en")})
	return code, stdout.String(), stderr.String()
}

// on calls a verb on the desk's vault.
func (d *desk) on(verb string, args ...string) (code int, out, errs string) {
	d.t.Helper()
	return d.run(append(append(strings.Fields(verb), "--vault", d.vault, "--passphrase-file", d.passphrase), args...)...)
}

// must calls a verb that has to succeed.
func (d *desk) must(verb string, args ...string) string {
	d.t.Helper()
	code, out, errs := d.on(verb, args...)
	if code != exitDone {
		d.t.Fatalf("%s: exit %d: %s", verb, code, errs)
	}
	return out
}

func (d *desk) init() {
	d.t.Helper()
	d.must("init", "--organisation", "Hafan Example", "--name", "Mair Example", "--recovery-kit", d.kit)
}

func TestNothingThatIsThereIsWrittenOver(t *testing.T) {
	d := newDesk(t)
	d.must("demo")
	reference := strings.Fields(d.must("cases"))[0]
	letter := filepath.Join(d.dir, "letter.pdf")
	reason := []string{"--case", reference, "--force", "gwent", "--basis", "vital-interests", "--basis-note", "in danger", "--out"}
	d.must("letter", append(reason, letter)...)
	issued := regexp.MustCompile(`"number":"(NOD-[^"]+)"`).FindStringSubmatch(d.must("export"))
	if issued == nil {
		t.Fatal("no letter was issued")
	}
	before, err := os.ReadFile(letter)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"demo"},
		{"plan", "--case", reference, "--out", d.vault},
		{"summary", "--from", "2026-01-01", "--to", "2026-12-31", "--out", d.vault},
		{"letter", "--issued", issued[1], "--out", d.vault},
		{"letter", "--issued", issued[1], "--out", letter},
		{"letter", "--envelope-sheet", "--envelope", "dl", "--out", d.vault},
		{"letter", "--case", reference, "--force", "gwent", "--draft", "--out", letter},
		append([]string{"letter"}, append(reason, d.vault)...),
	} {
		if code, out, errs := d.on(args[0], args[1:]...); code != exitFailed || !strings.Contains(errs, "already") {
			t.Errorf("%v: exit %d: %s%s", args, code, out, errs)
		}
	}
	if now, err := os.ReadFile(letter); err != nil || !bytes.Equal(now, before) {
		t.Errorf("the letter was written over: %v", err)
	}
	d.must("check")
	if parts, _ := filepath.Glob(filepath.Join(d.dir, ".noddfa-*")); len(parts) > 0 {
		t.Errorf("%v is left", parts)
	}
}

func fromJSON[T any](t *testing.T, text string) T {
	t.Helper()
	var value T
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return value
}

type importResult struct {
	Imported, Duplicates, Cases int
	Rejected                    []struct {
		Line   int
		Reason string
	}
}

func TestTheSampleLogGivesThePolicesOwnFigures(t *testing.T) {
	d := newDesk(t)
	d.init()
	got := fromJSON[importResult](t, d.must("import contacts", sampleLog, "--open-cases", "--json"))
	if got.Imported != 81 || got.Cases != 81 || got.Duplicates != 0 || len(got.Rejected) != 0 {
		t.Fatalf("imported %+v", got)
	}
	if again := fromJSON[importResult](t, d.must("import contacts", sampleLog, "--json")); again.Imported != 0 || again.Duplicates != 81 {
		t.Errorf("the same file again: %+v", again)
	}
	type stats struct {
		Contacts, Cases *int
		Fortnights      float64
		PerFortnight    *float64 `json:"per_fortnight"`
		ByForce         map[string]struct {
			Contacts     *int
			PerFortnight *float64 `json:"per_fortnight"`
		} `json:"by_force"`
		Demanded struct {
			Largest  *float64
			Platform string `json:"largest_platform"`
			Total    *float64
		}
	}
	spring := fromJSON[stats](t, d.must("stats", "--from", "2018-01-01", "--to", "2018-05-06", "--json"))
	south := spring.ByForce["south-wales"]
	if *spring.Contacts != 49 || *spring.Cases != 49 || spring.Fortnights != 9 || *spring.PerFortnight != 5.44 {
		t.Errorf("spring: %d contacts, %d cases, %v fortnights, %v a fortnight", *spring.Contacts, *spring.Cases, spring.Fortnights, *spring.PerFortnight)
	}
	if *south.Contacts != 42 || *south.PerFortnight != 4.67 {
		t.Errorf("South Wales: %d contacts, %v a fortnight", *south.Contacts, *south.PerFortnight)
	}
	if *spring.Demanded.Largest != 6000 || spring.Demanded.Platform != "Instagram" {
		t.Errorf("demanded: %+v", spring.Demanded)
	}
	autumn := fromJSON[stats](t, d.must("stats", "--from", "2017-09-01", "--to", "2017-12-31", "--json"))
	if *autumn.Contacts != 32 {
		t.Errorf("autumn: %d contacts", *autumn.Contacts)
	}
	shared := fromJSON[stats](t, d.must("stats", "--from", "2018-01-01", "--to", "2018-01-20", "--json", "--share"))
	for force, g := range shared.ByForce {
		if g.Contacts != nil && *g.Contacts < 5 {
			t.Errorf("%s shows %d contacts in shared output", force, *g.Contacts)
		}
	}
	if shared.Demanded.Largest != nil {
		t.Error("the largest single demand is in shared output")
	}
}

func TestAMessyLogIsUnderstoodRowByRow(t *testing.T) {
	d := newDesk(t)
	d.init()
	got := fromJSON[importResult](t, d.must("import contacts", messyLog, "--json"))
	if got.Imported != 10 || len(got.Rejected) != 2 {
		t.Fatalf("%+v", got)
	}
	if got.Rejected[0].Line != 10 || !strings.Contains(got.Rejected[0].Reason, "31 February 2018") {
		t.Errorf("the day that is not: %+v", got.Rejected[0])
	}
	if got.Rejected[1].Line != 15 || !strings.Contains(got.Rejected[1].Reason, "pounds") {
		t.Errorf("the euros: %+v", got.Rejected[1])
	}
	if again := fromJSON[importResult](t, d.must("import contacts", messyLog, "--json")); again.Imported != 0 || again.Duplicates != 10 {
		t.Errorf("again: %+v", again)
	}
	if both := fromJSON[importResult](t, d.must("import contacts", sampleLog, "--json")); both.Duplicates == 0 || both.Imported+both.Duplicates != 81 {
		t.Errorf("the whole log after some of its rows: %+v", both)
	}
}

type caseList []struct{ Reference, Name, Force, Opened string }

func TestALetterLeavesWithABasisAndWithoutTheAddress(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	cases := fromJSON[caseList](t, d.must("cases", "--json"))
	if len(cases) != 81 || cases[0].Opened != "2018-05-06" || cases[0].Force != "south-wales" || cases[0].Name != "Zoë Cadwaladr" {
		t.Fatalf("%d cases, the newest %+v", len(cases), cases[0])
	}
	letter := filepath.Join(d.dir, "letter.pdf")
	args := []string{"--case", cases[0].Reference, "--force", "south-wales", "--out", letter}

	code, _, errs := d.on("letter", args...)
	if code != exitFailed || !strings.Contains(errs, "lawful reason") {
		t.Errorf("without a basis: exit %d, %s", code, errs)
	}
	if _, err := os.Stat(letter); err == nil {
		t.Error("a refused letter was written")
	}
	d.must("letter", append(args, "--draft")...)
	if text := pdfText(t, letter); !strings.Contains(strings.ToUpper(text), "DRAFT") {
		t.Error("the draft does not say so")
	}
	remove(t, letter)
	d.must("letter", append(args, "--basis", "consent", "--basis-note", "given by phone")...)
	text := pdfText(t, letter)
	for _, want := range []string{"South Wales Police", cases[0].Reference, "Cadwaladr", "£300", "Snapchat", "page 1 of"} {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(want)) {
			t.Errorf("the letter lacks %q", want)
		}
	}
	welsh := filepath.Join(d.dir, "llythyr.pdf")
	d.must("letter", "--case", cases[0].Reference, "--force", "south-wales", "--out", welsh, "--language", "cy", "--basis", "vital-interests", "--basis-note", "threat tonight")
	if text := pdfText(t, welsh); !strings.Contains(text, "Heddlu De Cymru") {
		t.Error("the Welsh letter does not name Heddlu De Cymru")
	}
	remove(t, letter)
	if code, _, errs := d.on("letter", append(args, "--include", "address", "--basis", "consent")...); code != exitFailed || !strings.Contains(errs, "one sentence why") {
		t.Errorf("the address without a reason: exit %d: %s", code, errs)
	}
	_, export, said := d.on("export")
	if !strings.Contains(said, "not an answer to a subject access request") || strings.Contains(export, "not an answer") {
		t.Errorf("exporting says %q", said)
	}
	if n := strings.Count(export, `"kind":"letter"`); n != 2 {
		t.Errorf("%d letters are recorded, the draft must not be", n)
	}
	if again := d.must("export"); again != export {
		t.Error("the export is not the same twice")
	}
	checked := fromJSON[struct {
		OK        bool
		Revisions int
		Damaged   []any
	}](t, d.must("check", "--json"))
	if !checked.OK || checked.Revisions < 400 || checked.Damaged == nil {
		t.Errorf("%+v", checked)
	}
	const unchanged = "signatures that held at an earlier check here and are unchanged"
	if out := d.must("check"); !strings.Contains(out, unchanged) {
		t.Errorf("a second check says: %s", out)
	}
	if out := d.must("check", "--anew"); strings.Contains(out, unchanged) {
		t.Errorf("a check that verifies all says: %s", out)
	}
}

func remove(t *testing.T, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}

func pdfText(t *testing.T, file string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out)
}

func TestEveryFailureHasItsExitCodeAndSentence(t *testing.T) {
	d := newDesk(t)
	d.init()
	other := d.write("other-passphrase", "something else entirely")
	text := d.write("minutes.noddfa", "minutes of the meeting")
	empty := d.write("empty.noddfa", "")
	image, err := os.ReadFile(d.vault)
	if err != nil {
		t.Fatal(err)
	}
	newer := bytes.Clone(image)
	newer[63] = 99 // user_version
	newerFile := d.write("newer.noddfa", string(newer))
	p := d.passphrase
	seen := map[string]string{}
	for _, c := range []struct {
		name string
		args []string
		code int
	}{
		{"no verb", []string{"frobnicate"}, exitUsage},
		{"no arguments", nil, exitUsage},
		{"an unknown flag", []string{"cases", "--vault", d.vault, "--colour"}, exitUsage},
		{"no vault", []string{"cases", "--passphrase-file", p}, exitUsage},
		{"no passphrase", []string{"cases", "--vault", d.vault}, exitUsage},
		{"a wrong passphrase", []string{"cases", "--vault", d.vault, "--passphrase-file", other}, exitNoKey},
		{"no file", []string{"cases", "--vault", filepath.Join(d.dir, "none"), "--passphrase-file", other}, exitFailed},
		{"a folder", []string{"cases", "--vault", d.dir, "--passphrase-file", other}, exitFailed},
		{"an empty file", []string{"cases", "--vault", empty, "--passphrase-file", other}, exitFailed},
		{"no vault at all", []string{"cases", "--vault", text, "--passphrase-file", other}, exitFailed},
		{"a newer format", []string{"cases", "--vault", newerFile, "--passphrase-file", other}, exitFailed},
		{"init over a file", []string{"init", "--vault", d.vault, "--passphrase-file", p, "--organisation", "O", "--name", "N", "--recovery-kit", filepath.Join(d.dir, "k.pdf")}, exitFailed},
		{"no such case", []string{"letter", "--vault", d.vault, "--passphrase-file", p, "--case", "NOD-AAAA-00", "--force", "south-wales", "--out", filepath.Join(d.dir, "x.pdf")}, exitFailed},
		{"no such force", []string{"letter", "--vault", d.vault, "--passphrase-file", p, "--case", "NOD-AAAA-00", "--force", "narnia", "--out", filepath.Join(d.dir, "x.pdf")}, exitFailed},
		{"a day that is none", []string{"stats", "--vault", d.vault, "--passphrase-file", p, "--from", "yesterday", "--to", "2018-01-01"}, exitUsage},
		{"a picture for a log", []string{"import", "contacts", "--vault", d.vault, "--passphrase-file", p, d.kit}, exitFailed},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, out, errs := d.run(c.args...)
			if code != c.code {
				t.Errorf("exit %d instead of %d: %s", code, c.code, errs)
			}
			if errs == "" || out != "" {
				t.Errorf("printed %q and said %q", out, errs)
			}
			if strings.Contains(errs, "error.") || strings.Contains(errs, "ctl.") {
				t.Errorf("a sentence is missing: %s", errs)
			}
			if c.code == exitFailed {
				if before, said := seen[errs]; said {
					t.Errorf("says the same as %q: %s", before, errs)
				}
				seen[errs] = c.name
			}
		})
	}
	_, _, wrong := d.run("cases", "--vault", d.vault, "--passphrase-file", other)
	code, _, unknown := d.on("cases", "--member", "Nobody")
	if code != exitNoKey || wrong != unknown {
		t.Errorf("an unknown name: exit %d, %q instead of %q", code, unknown, wrong)
	}
}

func TestAWriteProtectedVaultIsReadButRefusesToBeWritten(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", messyLog, "--open-cases")
	if err := os.Chmod(d.vault, 0o400); err != nil {
		t.Fatal(err)
	}
	cases := fromJSON[caseList](t, d.must("cases", "--json"))
	if len(cases) != 10 {
		t.Errorf("%d cases", len(cases))
	}
	code, _, errs := d.on("import contacts", sampleLog)
	if code != exitFailed || !strings.Contains(errs, "only be read") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func TestADamagedVaultIsStillReadAndSaysSo(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "3")
	db, err := sql.Open("sqlite3", d.vault)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("UPDATE revision SET box=zeroblob(285) WHERE n=(SELECT min(n) FROM revision WHERE kind=8)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	code, out, _ := d.on("export")
	if code != exitDamaged || strings.Count(out, "\n") < 20 {
		t.Errorf("export: exit %d with %d lines", code, strings.Count(out, "\n"))
	}
	code, out, _ = d.on("check", "--json")
	if code != exitDamaged || !strings.Contains(out, `"kind":"note"`) || strings.Count(out, `"reason"`) != 1 {
		t.Errorf("check: exit %d, %s", code, out)
	}
}

func TestNoddfactlLinksNoWindow(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, dep := range strings.Fields(string(out)) {
		if strings.HasPrefix(dep, "fyne.io/") || dep == "noddfa/ui" {
			t.Errorf("noddfactl links %s", dep)
		}
	}
}
