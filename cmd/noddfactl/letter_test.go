package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"noddfa/assets"
	"noddfa/data"
)

func TestALetterIsRecognisedByItsBytesAlone(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	reference := strings.Fields(d.must("cases"))[0]
	letter := filepath.Join(d.dir, "letter.pdf")
	d.must("letter", "--case", reference, "--force", "south-wales", "--out", letter, "--basis", "consent", "--basis-note", "by phone",
		"--unit", "Example Protection Unit", "--attention", "DC Example", "--police-address", "1 Example Road", "--police-address", "Exampleton EX1 1EX")
	if text, err := exec.Command("pdftotext", letter, "-").Output(); err != nil || !strings.Contains(string(text), "1 Example Road\nEXAMPLETON\nEX1 1EX") ||
		!strings.Contains(string(text), "Example Protection Unit") || !strings.Contains(string(text), "DC Example") {
		t.Errorf("who the letter goes to is not on it: %v\n%s", err, text)
	}
	if out := d.must("letter", "--verify", letter); !strings.Contains(out, reference+"/1") || !strings.Contains(out, "south-wales") {
		t.Errorf("a letter that was issued: %s", out)
	}
	content, err := os.ReadFile(letter)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	changed := d.write("changed.pdf", string(content))
	if code, out, errs := d.on("letter", "--verify", changed); code != exitFailed || out != "" || !strings.Contains(errs, "is not the letter as we sent it") {
		t.Errorf("one bit changed: exit %d, %s%s", code, out, errs)
	}
	if code, _, _ := d.on("letter", "--verify", filepath.Join(d.dir, "none.pdf")); code != exitFailed {
		t.Errorf("no such file: exit %d", code)
	}
}

func TestADraftThatLeavesIsInTheTrailAndAmongTheUnprotectedCopies(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	reference := strings.Fields(d.must("cases"))[0]
	draft := filepath.Join(d.dir, "draft.pdf")
	code, _, errs := d.on("letter", "--case", reference, "--force", "south-wales", "--draft", "--out", draft)
	if code != exitDone || !strings.Contains(errs, draft) || !strings.Contains(errs, "has left Noddfa") {
		t.Errorf("exit %d, %s", code, errs)
	}
	type event struct{ Action, Subject string }
	if trail := fromJSON[[]event](t, d.must("audit", "--json")); !slices.Contains(trail, event{"saved-file", reference}) {
		t.Errorf("the draft is not in the audit trail: %v", trail)
	}
	passphrase, err := os.ReadFile(d.passphrase)
	if err != nil {
		t.Fatal(err)
	}
	v, err := data.Unlock(t.Context(), d.vault, data.Credentials{Passphrase: withoutLineEnd(passphrase)})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if list := v.UnprotectedCopies(); len(list) != 1 || list[0].Path != draft {
		t.Errorf("the unprotected copies: %+v", list)
	}
	if len(v.Letters()) != 0 {
		t.Error("a draft counts as a letter")
	}
}

func TestALetterThatNeedsAManagerIsNotACaseworkersAlone(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	cadi, nest := d.write("cadi", "the phrase of cadi\n"), d.write("nest", "the phrase of nest\n")
	d.must("members add", "--name", "Cadi Example", "--role", "caseworker", "--new-passphrase-file", cadi)
	d.must("members add", "--name", "Nest Example", "--role", "manager", "--new-passphrase-file", nest)
	reference := strings.Fields(d.must("cases"))[0]
	letter := func(name string, basis string) (string, []string) {
		file := filepath.Join(d.dir, name)
		return file, []string{"--case", reference, "--force", "south-wales", "--out", file, "--basis", basis, "--basis-note", "a child is at risk"}
	}
	file, args := letter("refused.pdf", "legitimate-interests")
	if code, _, errs := d.with(cadi, "letter", args...); code != exitFailed || !strings.Contains(errs, "needs a manager's approval") {
		t.Errorf("a caseworker: exit %d, %s", code, errs)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a refused letter was written")
	}
	file, args = letter("urgent.pdf", "vital-interests")
	if code, _, errs := d.with(cadi, "letter", args...); code != exitDone {
		t.Errorf("a life at risk: exit %d, %s", code, errs)
	}
	if text := pdfText(t, file); !strings.Contains(text, "approval to follow") {
		t.Error("the letter does not say that approval follows")
	}
	file, args = letter("own.pdf", "legitimate-interests")
	d.must("letter", args...)
	if text := pdfText(t, file); !strings.Contains(text, "Approved by Mair Example") {
		t.Error("a manager's letter does not say who approved it")
	}
	audit := d.must("audit", "--json")
	for _, want := range []string{`"issued"`, `"urgent"`, `"approved"`, `"own-letter"`} {
		if !strings.Contains(audit, want) {
			t.Errorf("the audit trail lacks %s: %s", want, audit)
		}
	}
}

func TestEachTypeOfLetterFromTheConsole(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	reference := strings.Fields(d.must("cases"))[0]
	write := func(args ...string) string {
		t.Helper()
		file := filepath.Join(d.dir, strings.Join(args[:2], "")+".pdf")
		file = strings.ReplaceAll(file, "--type", "")
		d.must("letter", append([]string{"--case", reference, "--force", "south-wales", "--basis", "consent", "--basis-note", "by phone", "--out", file}, args...)...)
		return pdfText(t, file)
	}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--type", "new-report", "--size", "16"}, "a new report"},
		{[]string{"--type", "further-information", "--leave-out", "risk=not needed"}, "further information"},
		{[]string{"--type", "support-needs", "--ground", "intimidated", "--envelope", "notify"}, "Enhanced rights"},
		{[]string{"--type", "intelligence"}, "person not named"},
		{[]string{"--type", "update-or-withdrawal", "--change", "safe-contact", "--replaces", reference + "/1"}, "replaces our letter " + reference + "/1"},
		{[]string{"--type", "update", "--replaces", reference + "/2"}, "Something in it was wrong or has changed"},
	} {
		if text := strings.Join(strings.Fields(write(c.args...)), " "); !strings.Contains(text, c.says) {
			t.Errorf("%v: the letter says %s", c.args, text)
		}
	}
	both := strings.Join(strings.Fields(write("--language", "cy+en")), " ")
	if welsh, english := strings.Index(both, "adroddiad newydd"), strings.Index(both, "a new report"); welsh < 0 || english < welsh {
		t.Errorf("Welsh does not come first, or English not at all: %s", both)
	}
	for _, args := range [][]string{
		{"--type", "update-or-withdrawal", "--change", "correction"},
		{"--type", "update", "--change", "whim", "--replaces", reference + "/1"},
		{"--type", "update-or-withdrawal", "--change", "correction", "--replaces", reference + "/99"},
		{"--type", "gossip"},
		{"--size", "9"},
		{"--ground", "none"},
		{"--include", "shoe-size"},
		{"--type", "information-only", "--include", "name", "--reason", "they need it"},
		{"--language", "fr"},
		{"--envelope", "c4"},
	} {
		out := filepath.Join(d.dir, "no.pdf")
		if code, _, _ := d.on("letter", append([]string{"--case", reference, "--force", "south-wales", "--basis", "consent", "--basis-note", "x", "--out", out}, args...)...); code != exitUsage {
			t.Errorf("%v: exit %d", args, code)
		}
	}
}

func TestAProtectedLetterOpensWithThePasswordOnStandardOutput(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	reference := strings.Fields(d.must("cases"))[0]
	file := filepath.Join(d.dir, "closed.pdf")
	args := []string{"--case", reference, "--force", "south-wales", "--out", file, "--basis", "consent", "--basis-note", "by phone", "--protect"}
	password := strings.TrimSpace(d.must("letter", args...))
	if strings.Count(password, "-") != 4 {
		t.Fatalf("standard output is %q", password)
	}
	if out, err := exec.Command("pdftotext", "-upw", password, file, "-").CombinedOutput(); err != nil || !strings.Contains(string(out), reference) {
		t.Errorf("it does not open: %v %s", err, out)
	}
	if out, err := exec.Command("qpdf", "--show-encryption", "--password="+password, file).CombinedOutput(); err != nil || !strings.Contains(string(out), "R = 6") {
		t.Errorf("%v %s", err, out)
	}
	if out, err := exec.Command("pdftotext", file, "-").CombinedOutput(); err == nil {
		t.Errorf("it opens without the password: %s", out)
	}
	if out := d.must("letter", "--verify", file); !strings.Contains(out, reference+"/1") {
		t.Errorf("the protected file is not known: %s", out)
	}
	export := d.must("export")
	if !strings.Contains(export, `"protected":true`) || !strings.Contains(export, file) || strings.Contains(export, password) {
		t.Error("the export does not say where the protected file is, or tells its password")
	}
	if code, _, _ := d.on("letter", append(args, "--draft")...); code != exitUsage {
		t.Errorf("a protected draft: exit %d", code)
	}
}

func TestPapersForThePersonAreWrittenAndAreNotTheLetter(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	reference := strings.Fields(d.must("cases"))[0]
	path := func(name string) string { return filepath.Join(d.dir, name+".pdf") }
	d.must("letter", "--case", reference, "--force", "south-wales", "--out", path("letter"), "--basis", "consent", "--basis-note", "by phone")
	d.must("letter", "--issued", reference+"/1", "--out", path("again"))
	d.must("letter", "--issued", reference+"/1", "--out", path("copy"), "--paper", "copy")
	d.must("letter", "--issued", reference+"/1", "--out", path("next"), "--paper", "next")
	first, err := os.ReadFile(path("letter"))
	again, err2 := os.ReadFile(path("again"))
	if err != nil || err2 != nil || !bytes.Equal(first, again) {
		t.Errorf("the letter written again is another: %v %v", err, err2)
	}
	for name, says := range map[string]string{"copy": "YOUR COPY", "next": "What happens next"} {
		if text := pdfText(t, path(name)); !strings.Contains(text, says) {
			t.Errorf("%s: %s", name, text)
		}
	}
	d.must("letter", "--envelope-sheet", "--envelope", "notify", "--out", path("sheet"))
	if text := pdfText(t, path("sheet")); !strings.Contains(text, "Line 6 of the address") {
		t.Errorf("the envelope sheet: %s", text)
	}
	if code, _, errs := d.on("plan", "--case", reference, "--out", path("plan")); code != exitFailed || !strings.Contains(errs, "no safety plan") {
		t.Errorf("no plan: exit %d %s", code, errs)
	}
	for _, args := range [][]string{{"--issued", "NOD-0000-00/1", "--out", path("x")}, {"--issued", reference + "/1"}, {"--issued", reference + "/1", "--out", path("x"), "--paper", "poem"}} {
		if code, _, _ := d.on("letter", args...); code != exitUsage {
			t.Errorf("%v: exit %d", args, code)
		}
	}
}

// Whoever asks about a file hears what it is, in both languages; only a letter that was issued ends with 0.
func TestWhatAFileIsThatIsNotTheLetterWeSent(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	reference := strings.Fields(d.must("cases"))[0]
	path := func(name string) string { return filepath.Join(d.dir, name+".pdf") }
	letter := func(args ...string) {
		t.Helper()
		d.must("letter", append([]string{"--case", reference, "--force", "south-wales", "--basis", "consent", "--basis-note", "by phone"}, args...)...)
	}
	letter("--out", path("replaced"))
	letter("--out", path("update"), "--type", "update", "--replaces", reference+"/1")
	letter("--out", path("draft"), "--draft")
	for _, paper := range []string{"copy", "next"} {
		d.must("letter", "--issued", reference+"/1", "--out", path(paper), "--paper", paper)
	}
	d.must("letter", "--issued", reference+"/1", "--out", path("closed-copy"), "--paper", "copy", "--protect")
	if out, err := exec.Command("qpdf", "--qdf", path("update"), path("printed")).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	d.must("summary", "--from", "2018-01-01", "--to", "2018-05-06", "--out", path("summary"))
	d.write("given.pdf", d.giveNotesOut(reference))
	content, err := os.ReadFile(path("update"))
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	d.write("changed.pdf", string(content))
	other := newDesk(t)
	other.init()
	other.must("import contacts", sampleLog, "--open-cases")
	theirs := filepath.Join(other.dir, "theirs.pdf")
	other.must("letter", "--case", strings.Fields(other.must("cases"))[0], "--force", "south-wales", "--basis", "consent", "--basis-note", "by phone", "--out", theirs)
	for _, c := range []struct {
		file   string
		code   int
		en, cy string
	}{
		{path("update"), exitDone, "This is letter " + reference + "/2, issued", "Llythyr " + reference + "/2 yw hwn"},
		{path("replaced"), exitDone, "It no longer holds: letter " + reference + "/2 replaced it", "Nid yw'n ddilys mwyach"},
		{path("copy"), exitFailed, "our copy of letter " + reference + "/1 for the person", "Ein copi ni o lythyr " + reference + "/1"},
		{path("closed-copy"), exitFailed, "our copy of letter " + reference + "/1 for the person", "Ein copi ni o lythyr " + reference + "/1"},
		{path("next"), exitFailed, "our sheet of what happens next after letter " + reference + "/1", "Ein taflen ar beth sy'n digwydd nesaf"},
		{path("given"), exitFailed, "It is a paper of notes given out of " + reference, "Papur o nodiadau a roddwyd allan o " + reference},
		{path("draft"), exitFailed, "It is a draft that was saved out of " + reference, "Drafft a gadwyd o " + reference},
		{path("changed"), exitFailed, "bears the number " + reference + "/2, but it is not the letter as we sent it", "Mae'r rhif " + reference + "/2 ar y ffeil hon"},
		{path("printed"), exitFailed, "bears the number " + reference + "/2, but it is not the letter as we sent it", "Mae'r rhif " + reference + "/2 ar y ffeil hon"},
		{path("summary"), exitFailed, "This is no letter and no paper of these records", "Nid llythyr na phapur o'r cofnodion hyn yw hwn"},
		{theirs, exitFailed, "This is no letter and no paper of these records", "Nid llythyr na phapur o'r cofnodion hyn yw hwn"},
	} {
		if code, out, errs := d.on("letter", "--verify", c.file); code != c.code || !strings.Contains(out+errs, c.en) || (out == "") != (code == exitFailed) {
			t.Errorf("%s: exit %d, %s%s", c.file, code, out, errs)
		}
		var said bytes.Buffer
		args := []string{"letter", "--vault", d.vault, "--passphrase-file", d.passphrase, "--verify", c.file}
		if code := run(t.Context(), args, console{os.Stdin, &said, &said, assets.Lang("cy")}); code != c.code || !strings.Contains(said.String(), c.cy) {
			t.Errorf("%s in Welsh: exit %d, %s", c.file, code, said.String())
		}
	}
}

// giveNotesOut writes a note in a case and gives it out, and returns the paper.
func (d *desk) giveNotesOut(reference string) string {
	d.t.Helper()
	ctx := d.t.Context()
	passphrase, err := os.ReadFile(d.passphrase)
	if err != nil {
		d.t.Fatal(err)
	}
	v, err := data.Unlock(ctx, d.vault, data.Credentials{Passphrase: withoutLineEnd(passphrase)})
	if err != nil {
		d.t.Fatal(err)
	}
	defer v.Close()
	id := v.Cases()[slices.IndexFunc(v.Cases(), func(c data.CaseLine) bool { return c.Reference == reference })].ID
	_, err = v.WriteNote(ctx, id, data.Note{Happened: data.At(v.Now()), Said: "The bank rang."})
	if err != nil {
		d.t.Fatal(err)
	}
	f, err := v.OpenCase(ctx, id)
	if err != nil {
		d.t.Fatal(err)
	}
	person, _ := f.Client()
	g := data.Giving{Person: person.ID, Kinds: []string{"note"}}
	for _, item := range v.GiveItems(f, g) {
		g.Decide(data.GiveChoice{Record: item.Record, Revision: item.Revision})
	}
	given, err := v.Give(ctx, id, g, func(data.GivenPaper) ([]byte, int, error) { return []byte("%PDF-1.7 a page"), 1, nil })
	if err != nil {
		d.t.Fatal(err)
	}
	return string(given.Value.PDF)
}

func TestASafetyPlanFromTheConsole(t *testing.T) {
	d := newDesk(t)
	d.must("demo", "--cases", "12", "--notes", "2")
	out := filepath.Join(d.dir, "plan.pdf")
	for _, line := range strings.Split(d.must("cases"), "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		code, _, errs := d.on("plan", "--case", fields[0], "--out", out, "--size", "16", "--language", "cy")
		if code == exitFailed && strings.Contains(errs, "no safety plan") {
			continue
		}
		if text := pdfText(t, out); code != exitDone || !strings.Contains(text, fields[0]) || !strings.Contains(text, "cynllun") {
			t.Errorf("exit %d: %s %s", code, errs, text)
		}
		if code, _, errs := d.on("letter", "--verify", out); code != exitFailed || !strings.Contains(errs, "It is a safety plan that left "+fields[0]) {
			t.Errorf("what the plan is: exit %d %s", code, errs)
		}
		return
	}
	t.Error("no case of the made-up charity has a plan")
}

// What nobody has checked leaves neither by the window nor from here.
func TestALetterFromTheConsoleTellsOnlyWhatSomebodyHasChecked(t *testing.T) {
	d := newDesk(t)
	d.init()
	d.must("import contacts", sampleLog, "--open-cases")
	reference := strings.Fields(d.must("cases"))[0]
	letter := func(name string, more ...string) (text, said string) {
		t.Helper()
		file := filepath.Join(d.dir, name+".pdf")
		// The force is that of the case.
		code, _, errs := d.on("letter", append([]string{"--type", "new-report", "--case", reference, "--out", file, "--basis", "consent", "--basis-note", "by phone"}, more...)...)
		if code != exitDone {
			t.Fatalf("%s: exit %d, %s", name, code, errs)
		}
		return pdfText(t, file), errs
	}
	without, said := letter("without")
	if !strings.Contains(said, "1 event is left out") || !strings.Contains(said, "--unchecked-events-read") {
		t.Errorf("it does not say that an event is left out: %s", said)
	}
	draft, _ := letter("draft", "--draft")
	with, said := letter("with", "--unchecked-events-read")
	if strings.Contains(said, "left out: nobody") || len(with) <= len(without) || len(draft) <= len(without) {
		t.Errorf("who has read the event sends it: %s", said)
	}
	if after, said := letter("after"); strings.Contains(said, "left out: nobody") || len(after) < len(with)-20 {
		t.Errorf("the answer does not stand in the case: %s", said)
	}
}
