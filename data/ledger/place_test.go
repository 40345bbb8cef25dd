package ledger

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// notOnWindows is for what that system itself refuses: moving or deleting a file
// that is open.
func notOnWindows(t testing.TB) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("an open file cannot be moved or deleted here")
	}
}

func TestASaveIntoAFileThatIsGoneIsNotCalledSaved(t *testing.T) {
	notOnWindows(t)
	for _, one := range []struct {
		name string
		lose func(t *testing.T, path string)
	}{
		{"deleted", func(t *testing.T, path string) { removeAll(path) }},
		{"moved", func(t *testing.T, path string) { mustMove(t, path, path+".elsewhere") }},
		{"its folder renamed", func(t *testing.T, path string) { mustMove(t, filepath.Dir(path), filepath.Dir(path)+"-elsewhere") }},
		{"another put in its place", func(t *testing.T, path string) {
			if err := copyFile(path+".copy", path); err != nil {
				t.Fatal(err)
			}
			mustMove(t, path+".copy", path)
		}},
	} {
		t.Run(one.name, func(t *testing.T) {
			l, path := newLedger(t, nil)
			random := rand.New(rand.NewPCG(1, 2))
			if err := saveSomething(t, l, random, 1); err != nil {
				t.Fatal(err)
			}
			if err := l.Look(); err != nil {
				t.Errorf("while it is there: %v", err)
			}
			before := mustFingerprint(t, l)
			one.lose(t, path)
			if err := saveSomething(t, l, random, 2); !errors.Is(err, ErrGone) {
				t.Errorf("saving: %v", err)
			}
			if err := l.Look(); !errors.Is(err, ErrGone) {
				t.Errorf("looking: %v", err)
			}
			if mustFingerprint(t, l) != before {
				t.Error("something of the save that failed is there")
			}
		})
	}
}

func mustMove(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

func TestAFileThatIsBackIsWrittenOn(t *testing.T) {
	notOnWindows(t)
	l, path := newLedger(t, nil)
	random := rand.New(rand.NewPCG(1, 2))
	folder := filepath.Dir(path)
	mustMove(t, folder, folder+"-elsewhere")
	if err := saveSomething(t, l, random, 1); !errors.Is(err, ErrGone) {
		t.Errorf("saving: %v", err)
	}
	mustMove(t, folder+"-elsewhere", folder)
	if err := saveSomething(t, l, random, 2); err != nil {
		t.Fatal(err)
	}
	state := mustFingerprint(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := isAt(t, path, [][32]byte{state}, 0); err != nil {
		t.Error(err)
	}
}

func TestClosingAFileThatIsGoneLeavesTheJournalOfTheOneInItsPlace(t *testing.T) {
	notOnWindows(t)
	l, path := newLedger(t, nil)
	random := rand.New(rand.NewPCG(1, 2))
	if err := saveSomething(t, l, random, 1); err != nil {
		t.Fatal(err)
	}
	state := mustFingerprint(t, l)
	stick := t.TempDir()
	for _, end := range []string{"", "-wal"} { // a stick as it was when it was pulled out
		if err := copyFile(filepath.Join(stick, "copy"+end), path+end); err != nil {
			t.Fatal(err)
		}
	}
	for _, end := range []string{"", "-wal", ".lock"} {
		mustMove(t, path+end, path+end+".gone")
	}
	for _, end := range []string{"", "-wal"} {
		mustMove(t, filepath.Join(stick, "copy"+end), path+end)
	}
	if err := os.WriteFile(path+".lock", []byte("another\n1\n2026-11-23T12:00:00Z\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
		t.Fatalf("the journal with saves in it is gone: %v", err)
	}
	if computer, _, ok := InUseBy(path); !ok || computer != "another" {
		t.Error("the other's lock note is gone")
	}
	if err := isAt(t, path, [][32]byte{state}, 0); err != nil {
		t.Error(err)
	}
}

func TestASaveIsInTheFileWhereItsJournalWasDeleted(t *testing.T) {
	notOnWindows(t)
	l, path := newLedger(t, nil)
	random := rand.New(rand.NewPCG(1, 2))
	for number := 1; number <= 3; number++ {
		if err := saveSomething(t, l, random, number); err != nil {
			t.Fatal(err)
		}
		if number == 1 {
			if err := os.Remove(path + "-wal"); err != nil {
				t.Fatal(err)
			}
		}
	}
	state := mustFingerprint(t, l)
	alone := filepath.Join(t.TempDir(), "alone"+filepath.Ext(path))
	if err := copyFile(alone, path); err != nil { // as a power cut now would leave it
		t.Fatal(err)
	}
	if err := isAt(t, alone, [][32]byte{state}, 0); err != nil {
		t.Error(err)
	}
}

func TestLockNoteSaysWhichComputerAndSinceWhen(t *testing.T) {
	_, path := newLedger(t, nil)
	name, err := os.Hostname()
	if err != nil {
		t.Skip(err)
	}
	computer, since, ok := InUseBy(path)
	if !ok || computer != name || since.IsZero() {
		t.Errorf("%q since %v, %v", computer, since, ok)
	}
	if _, _, ok := InUseBy(path + ".other"); ok {
		t.Error("a file without a note is in use")
	}
}

// BenchmarkSave tells what a save costs, and how much of that is to look whether
// the file is still there.
func BenchmarkSave(b *testing.B) {
	path := filepath.Join(b.TempDir(), "bench.noddfa")
	l, err := Create(b.Context(), path, func(*Tx) error { return nil })
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	box := make([]byte, 1200)
	b.Run("save", func(b *testing.B) {
		number := byte(0)
		for b.Loop() {
			number++
			if err := l.Write(b.Context(), func(tx *Tx) error { return tx.PutDraft(ID{1}, ID{number}, box) }); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("look", func(b *testing.B) {
		for b.Loop() {
			if !l.there() || l.landed(b.Context()) != nil {
				b.Fatal("it is gone")
			}
		}
	})
}

func TestALinkThatLeadsElsewhereByNowIsNoticed(t *testing.T) {
	notOnWindows(t)
	l, path := newLedger(t, nil)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.noddfa")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), link)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	appendRows(t, l, row(1, "while it leads there"))
	if err := os.Remove(link); err != nil {
		t.Fatal(err)
	}
	if err := copyFile(link, path); err != nil {
		t.Fatal(err)
	}
	if err := l.Look(); !errors.Is(err, ErrGone) {
		t.Errorf("looked for: %v", err)
	}
	err = l.Write(t.Context(), func(tx *Tx) error {
		_, err := tx.Append(row(2, "no more"), unsigned)
		return err
	})
	if !errors.Is(err, ErrGone) {
		t.Errorf("saved: %v", err)
	}
}
