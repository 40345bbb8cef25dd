package data_test

import (
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"noddfa/assets"
	"noddfa/data"
)

type typed struct{ Text string }

// lose moves the folder of a vault away, as if its stick was pulled out, and
// returns what puts it back.
func lose(t *testing.T, path string) (back func()) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("an open file cannot be moved here")
	}
	away := filepath.Dir(path) + "-away"
	if err := os.Rename(filepath.Dir(path), away); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Rename(away, filepath.Dir(path)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestATypedTextThatCannotBeWrittenGoesSealedToTheNextProcess(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	if err := v.SaveDraft(t.Context(), "note:1", typed{"an older text"}); err != nil {
		t.Fatal(err)
	}
	back := lose(t, path)
	if err := v.SaveDraft(t.Context(), "note:1", typed{"They want money by six"}); data.CodeOf(err) != data.CodeGone {
		t.Fatalf("a draft on a stick that is gone: %v", err)
	}
	if err := v.Look(); data.CodeOf(err) != data.CodeGone {
		t.Errorf("looking: %v", err)
	}
	var got typed
	if found, err := v.LoadDraft(t.Context(), "note:1", &got); err != nil || !found || got.Text != "They want money by six" {
		t.Errorf("the form opened again shows %q, %v %v", got.Text, found, err)
	}
	if list := must[[]data.Draft](t)(v.Drafts(t.Context())); len(list) != 1 || !strings.Contains(string(list[0].Body), "by six") {
		t.Errorf("drafts: %v", list)
	}
	_ = v.Close()
	held := v.Held()
	if len(held) == 0 || strings.Contains(string(held), "money") || strings.Contains(string(held), "note:") {
		t.Fatalf("handed over: %q", held)
	}
	if err := data.DeliverHeld(t.Context(), path, held); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("delivered to nothing: %v", err)
	}
	back()
	again, err := data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if !again.TakeHeld(t.Context(), held) || again.Held() != nil {
		t.Error("it was not taken over")
	}
	again = reopen(t, again, path, o)
	if found, err := again.LoadDraft(t.Context(), "note:1", &got); err != nil || !found || got.Text != "They want money by six" {
		t.Errorf("offered again: %q, %v %v", got.Text, found, err)
	}
}

func TestALockedVaultTakesTypedTextWithoutAKey(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	back := lose(t, path)
	_ = v.SaveDraft(t.Context(), "note:1", typed{"They want money by six"})
	back()
	_ = v.Close()
	other, otherPath, _ := newVault(t)
	other.Close()
	if err := data.DeliverHeld(t.Context(), otherPath, v.Held()); err == nil {
		t.Error("another vault has taken it")
	}
	if err := data.DeliverHeld(t.Context(), path, v.Held()); err != nil {
		t.Fatal(err)
	}
	again, err := data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	var got typed
	if found, err := again.LoadDraft(t.Context(), "note:1", &got); err != nil || !found || got.Text != "They want money by six" {
		t.Errorf("offered again: %q, %v %v", got.Text, found, err)
	}
}

func TestATypedTextThatWaitsIsWrittenOnceThatGoes(t *testing.T) {
	t.Parallel()
	v, path, _ := newVault(t)
	back := lose(t, path)
	_ = v.SaveDraft(t.Context(), "note:1", typed{"one"})
	_ = v.SaveDraft(t.Context(), "note:2", typed{"two"})
	if err := v.RetryHeld(t.Context()); data.CodeOf(err) != data.CodeGone {
		t.Errorf("while it is gone: %v", err)
	}
	_ = v.DropDraft(t.Context(), "note:2") // thrown away meanwhile
	back()
	if err := v.RetryHeld(t.Context()); err != nil || v.Held() != nil {
		t.Errorf("%v, held %q", err, v.Held())
	}
	if list := must[[]data.Draft](t)(v.Drafts(t.Context())); len(list) != 1 || list[0].Form != "note:1" {
		t.Errorf("drafts: %v", list)
	}
}

func TestASaveOnAStickThatIsGoneShowsNothingAsSaved(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	id := must[data.ID](t)(v.StartCase(t.Context(), data.Case{Opened: noon}, data.Person{CalledName: "Aled"}))
	back := lose(t, path)
	if _, err := v.WriteNote(t.Context(), id, data.Note{Said: "gone"}); data.CodeOf(err) != data.CodeGone {
		t.Errorf("saving: %v", err)
	}
	if _, err := v.StartCase(t.Context(), data.Case{Opened: noon}, data.Person{CalledName: "Bethan"}); data.CodeOf(err) != data.CodeGone {
		t.Errorf("saving: %v", err)
	}
	if n := len(v.Cases()); n != 1 {
		t.Errorf("the list shows %d cases", n)
	}
	back()
	if _, err := v.WriteNote(t.Context(), id, data.Note{Said: "back"}); err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, path, o)
	f := must[*data.CaseFile](t)(v.OpenCase(t.Context(), id))
	if len(f.Notes) != 1 || f.Notes[0].Value.Said != "back" || v.Older() {
		t.Errorf("notes %v, older %v", f.Notes, v.Older())
	}
	if c := must[data.Checked](t)(v.Check(t.Context(), nil)); !c.OK {
		t.Errorf("check: %+v", c)
	}
}

func TestInUseSaysWhichComputerSinceWhen(t *testing.T) {
	t.Parallel()
	_, path, o := newVault(t)
	name, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	for _, err := range []error{data.Judge(path), func() error {
		_, err := data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o})
		return err
	}()} {
		for _, language := range []string{assets.English, assets.Welsh} {
			tr := assets.Lang(language)
			sentence := data.Sentence(tr, err)
			if data.CodeOf(err) != data.CodeInUse || !strings.Contains(sentence, name) || strings.Contains(sentence, "Mair") || sentence == tr.T("error.in-use") {
				t.Errorf("%s: %v", sentence, err)
			}
		}
	}
}

func TestAClockThatWasSetBackLosesNothingAndIsSaid(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	clock := noon
	o.Now = func() time.Time { return clock }
	v = reopen(t, v, path, o)
	id := must[data.ID](t)(v.StartCase(t.Context(), data.Case{Opened: noon}, data.Person{CalledName: "Aled"}))
	note := func(said string) {
		t.Helper()
		must[data.Entry[data.Note]](t)(v.WriteNote(t.Context(), id, data.Note{Said: said, Happened: data.At(noon)}))
	}
	clock = noon.Add(time.Hour)
	note("first")
	clock = noon.Add(time.Hour - time.Minute) // clocks differ a little
	note("second")
	clock = noon.AddDate(-6, 0, 0)
	note("third")
	for range 101 { // the newest entries are of the audit trail
		must[[]data.Damage](t)(v.Export(t.Context(), io.Discard))
	}
	v = reopen(t, v, path, o)
	if newest, behind := v.ClockBehind(); !behind || !newest.Equal(noon.Add(time.Hour)) {
		t.Errorf("behind %v, newest %v", behind, newest)
	}
	f := must[*data.CaseFile](t)(v.OpenCase(t.Context(), id))
	if len(f.Notes) != 3 {
		t.Fatalf("there are %d notes", len(f.Notes))
	}
	for i, want := range []struct {
		said   string
		behind bool
	}{{"first", false}, {"second", false}, {"third", true}} {
		if n := f.Notes[i]; n.Value.Said != want.said || n.Behind != want.behind {
			t.Errorf("note %d: %q, behind %v", i, n.Value.Said, n.Behind)
		}
	}
	third := f.Notes[2].ID
	clock = noon.AddDate(-7, 0, 0)
	must[data.Entry[data.Note]](t)(v.Amend(t.Context(), id, third, data.Amendment{Text: "later in truth"}))
	if h := must[[]data.Version](t)(v.History(t.Context(), third)); len(h) != 2 || len(h[1].Value.(data.Note).Amendments) != 1 {
		t.Errorf("the history is in the clock's order: %v", h)
	}
	clock = noon.AddDate(0, 0, 1)
	v = reopen(t, v, path, o)
	if _, behind := v.ClockBehind(); behind {
		t.Error("a clock that is right is said to be behind")
	}
	if c := must[data.Checked](t)(v.Check(t.Context(), nil)); !c.OK {
		t.Errorf("check: %+v", c)
	}
}

func TestBackupsOutliveAClockThatWasSetBackOrForward(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	clock := noon
	o.Now = func() time.Time { return clock }
	v = reopen(t, v, path, o)
	folder := t.TempDir()
	make := func(at time.Time) string {
		t.Helper()
		clock = at
		return must[string](t)(v.BackUp(t.Context(), folder))
	}
	there := func(file string) bool { _, err := os.Stat(file); return err == nil }
	var future []string
	for day := range 7 {
		future = append(future, make(noon.AddDate(9, 0, day))) // the clock was years ahead for a week
	}
	var right []string
	for day := range 3 {
		right = append(right, make(noon.AddDate(0, 0, day)))
	}
	for _, file := range append(right, future[6]) {
		if !there(file) {
			t.Errorf("%s was removed", filepath.Base(file))
		}
	}
	if at := data.LastBackup(path, folder, clock); !at.Equal(noon.AddDate(0, 0, 2)) {
		t.Errorf("the last backup is said to be of %v", at)
	}
	back := make(noon.AddDate(-6, 0, 0))
	for _, file := range []string{right[2], back} { // the newest in truth, and the newest by its name
		if !there(file) {
			t.Errorf("after the clock was set back %s was removed", filepath.Base(file))
		}
	}
	if at := data.LastBackup(path, folder, clock); !at.Equal(noon.AddDate(-6, 0, 0)) {
		t.Errorf("with the clock set back the last backup is said to be of %v", at)
	}
}

func TestTheWholeFileIsCheckedOnceAWeek(t *testing.T) {
	t.Parallel()
	v, path, o := newVault(t)
	clock := noon
	o.Now = func() time.Time { return clock }
	v = reopen(t, v, path, o)
	id := must[data.ID](t)(v.StartCase(t.Context(), data.Case{Opened: noon}, data.Person{CalledName: "Aled"}))
	for range 120 { // more than are read in one go
		must[data.Entry[data.Task]](t)(data.Add(t.Context(), v, id, data.Task{What: "ring"}))
	}
	if !v.CheckDue() {
		t.Error("no check is due though there was none")
	}
	if c := must[data.Checked](t)(v.CheckGently(t.Context())); !c.OK || c.Revisions < 120 {
		t.Errorf("check: %+v", c)
	}
	for _, one := range []struct {
		after time.Duration
		due   bool
	}{{0, false}, {6 * 24 * time.Hour, false}, {7 * 24 * time.Hour, true}, {-time.Hour, true}} {
		clock = noon.Add(one.after)
		if v.CheckDue() != one.due {
			t.Errorf("after %v: due %v", one.after, !one.due)
		}
	}
	kept := must[[]byte](t)(os.ReadFile(must[[]string](t)(filepath.Glob(filepath.Join(o.StateDir, "checks", "*.json")))[0]))
	if text := string(kept); len(text) > 60 || !strings.Contains(text, `{"at":"2026-11-23T12:00:00Z"}`) {
		t.Errorf("kept: %s", text)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	flipLastBox(t, path)
	v = must[*data.Vault](t)(data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o}))
	defer v.Close()
	if len(v.Damaged()) > 0 {
		t.Fatalf("the flip was found before: %v", v.Damaged())
	}
	if c := must[data.Checked](t)(v.CheckGently(t.Context())); c.OK || len(v.Damaged()) == 0 {
		t.Errorf("the check found %+v, noted %v", c, v.Damaged())
	}
}

func TestTheKitIsAskedForOnceAYear(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	clock := noon
	o := data.Options{StateDir: filepath.Join(dir, "state"), NoKeyring: true, Now: func() time.Time { return clock }}
	v, kit, err := data.Create(t.Context(), filepath.Join(dir, "charity"+data.Extension), data.Setup{
		Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair Example", Passphrase: passphrase, Options: o,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	clock = noon.AddDate(2, 0, 0)
	if v.KitDrill() {
		t.Error("a drill is due for a kit that was never confirmed")
	}
	confirm := func() {
		t.Helper()
		answers := map[int]string{}
		for _, i := range v.KitQuestions() {
			answers[i] = kit.Groups[i]
		}
		if right, err := v.ConfirmKit(t.Context(), answers); err != nil || !right {
			t.Fatalf("%v %v", right, err)
		}
	}
	confirm()
	for _, one := range []struct {
		days int
		due  bool
	}{{1, false}, {364, false}, {365, true}, {800, true}} {
		clock = noon.AddDate(2, 0, one.days)
		if v.KitDrill() != one.due {
			t.Errorf("after %d days: due %v", one.days, !one.due)
		}
	}
	confirm()
	if v.KitDrill() {
		t.Error("a drill is due right after one")
	}
}

// flipLastBox changes one bit of the last sealed record of a closed vault.
func flipLastBox(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int64
	var box []byte
	if err := db.QueryRow("SELECT n, box FROM revision WHERE kind=15 ORDER BY n DESC LIMIT 1").Scan(&n, &box); err != nil {
		t.Fatal(err)
	}
	box[len(box)/2] ^= 1
	if _, err := db.Exec("UPDATE revision SET box=? WHERE n=?", box, n); err != nil {
		t.Fatal(err)
	}
}
