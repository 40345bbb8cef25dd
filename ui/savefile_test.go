package ui

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"noddfa/data/newfile"
)

// savingUntilKilled is the process that is killed: it saves one document after another and never ends by itself.
const savingUntilKilled = "NODDFA_TEST_SAVES_UNTIL_KILLED"

// A killed save leaves no words in a file of which the records do not know: nothing at all where the system has files
// without a name, elsewhere a part file that is removed by whoever looks at the copy.
func TestAKilledSaveLeavesNothingThatTheRecordsDoNotKnow(t *testing.T) {
	if how := os.Getenv(savingUntilKilled); how != "" {
		saveUntilKilled(t, how)
		return
	}
	t.Parallel()
	for _, how := range []string{"nameless", "named"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			for kill := range 6 {
				folder, log := t.TempDir(), filepath.Join(t.TempDir(), "recorded")
				killWhileSaving(t, how, folder, log, time.Duration(kill*7)*time.Millisecond)
				text, err := os.ReadFile(log)
				if err != nil {
					t.Fatal(err)
				}
				known := map[string]string{} // path → hash
				for line := range strings.Lines(string(text)) {
					hash, path, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
					known[path] = hash
				}
				parts, err := filepath.Glob(filepath.Join(folder, ".*"))
				if err != nil || how == "nameless" && len(parts) > 0 {
					t.Fatalf("left behind: %v, %v", parts, err)
				}
				for path, hash := range known {
					if state := (copyOnDisk{path: path, hash: hash}).look(); state == copyChanged {
						t.Errorf("%s is not whole", filepath.Base(path))
					}
				}
				left, err := os.ReadDir(folder)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range left {
					if known[filepath.Join(folder, f.Name())] == "" {
						t.Errorf("the records do not know of %s", f.Name())
					}
				}
			}
		})
	}
}

// killWhileSaving starts a process that saves, waits until it does, and kills it.
func killWhileSaving(t *testing.T, how, folder, log string, after time.Duration) {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestAKilledSaveLeavesNothingThatTheRecordsDoNotKnow$")
	c.Env = append(os.Environ(), savingUntilKilled+"="+how, "NODDFA_TEST_FOLDER="+folder, "NODDFA_TEST_RECORDED="+log)
	said, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(said)
	for lines.Scan() && lines.Text() != "saving" {
	}
	time.Sleep(after) // another moment of a save each time
	if err := c.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = c.Wait() // killed
}

func saveUntilKilled(t *testing.T, how string) {
	folder, log := os.Getenv("NODDFA_TEST_FOLDER"), os.Getenv("NODDFA_TEST_RECORDED")
	recorded, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY|os.O_SYNC, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	record := func(_ context.Context, path, hash string) error {
		_, err := fmt.Fprintln(recorded, hash, path)
		return err
	}
	for i := 0; ; i++ {
		words := bytes.Repeat(fmt.Appendf(nil, "what %d said ", i), 1<<18)
		path := filepath.Join(folder, fmt.Sprintf("%d.pdf", i))
		if i == 1 {
			fmt.Println("saving")
		}
		if how == "nameless" {
			o := outgoing{paper: paper{file: func(context.Context) ([]byte, error) { return words, nil }}, record: record}
			if _, err := o.write(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			continue
		}
		s, err := newfile.Prepare(path, words, partOf(path, hashOf(words)))
		if err != nil {
			t.Fatal(err)
		}
		s.Drop() // as on a memory stick, where the bytes need a name
		if err := record(t.Context(), path, hashOf(words)); err != nil {
			t.Fatal(err)
		}
		if err := s.Publish(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheRestOfAKilledSaveIsRemovedBeforeTodayIsShown(t *testing.T) {
	folder := t.TempDir()
	c := copyOnDisk{path: filepath.Join(folder, "letter.pdf"), hash: hashOf([]byte("the letter"))}
	for _, name := range []string{filepath.Base(partOf(c.path, c.hash)), "another.pdf"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("the let"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if state := c.look(); state != copyGone {
		t.Errorf("the copy is %s", state)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 || left[0].Name() != "another.pdf" {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestAFileWithoutRoomOrRecordIsNotWritten(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "letter.pdf")
	o := outgoing{
		paper:  paper{file: func(context.Context) ([]byte, error) { return []byte("the letter"), nil }},
		record: func(context.Context, string, string) error { return context.Canceled },
	}
	if _, err := o.write(t.Context(), path); err == nil {
		t.Error("saved although the records could not be written")
	}
	o.record = func(_ context.Context, to, _ string) error {
		return os.WriteFile(to, []byte("somebody was quicker"), 0o600)
	}
	if _, err := o.write(t.Context(), path); err == nil {
		t.Error("saved over another file")
	}
	left, err := os.ReadDir(folder)
	if file, _ := os.ReadFile(path); err != nil || len(left) != 1 || string(file) != "somebody was quicker" {
		t.Errorf("left: %v, %v; %q", left, err, file)
	}
}
