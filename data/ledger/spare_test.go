//go:build !windows

package ledger

import (
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// smallDiskEnv makes the test program the one that works on a small disk.
const smallDiskEnv = "NODDFA_TEST_SPARE"

// OnSmallDisk runs the rest of a test in a process of its own, on a real disk
// of some MiB, where a user may mount one; it skips the test elsewhere.
func OnSmallDisk(t *testing.T, size string, work func(t *testing.T, dir string)) {
	t.Helper()
	if dir := os.Getenv(smallDiskEnv); dir != "" {
		work(t, dir)
		return
	}
	dir := t.TempDir()
	const script = `mount -t tmpfs -o size="$2" none "$1" || exit 99; shift 2; exec "$@"`
	cmd := exec.Command("unshare", "-rm", "sh", "-c", script, "sh", dir, size, os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), smallDiskEnv+"="+dir)
	out, err := cmd.CombinedOutput()
	switch {
	case err == nil && strings.Contains(string(out), "--- PASS"):
	case strings.Contains(string(out), "=== RUN"):
		t.Errorf("%v:\n%s", err, out)
	default:
		t.Skipf("no small disk can be mounted here: %v %s", err, out)
	}
}

// fill leaves no room on the disk.
func fillDisk(t *testing.T, dir string) (empty func()) {
	t.Helper()
	filler := filepath.Join(dir, "filler")
	file, err := os.Create(filler)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for block := make([]byte, 4096); err == nil; {
		_, err = file.Write(block)
	}
	return func() {
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheSpareFileMakesRoomForWhatIsBeingTyped(t *testing.T) {
	OnSmallDisk(t, "16m", func(t *testing.T, dir string) {
		path := filepath.Join(dir, simulatedFile)
		l, err := Create(t.Context(), path, func(*Tx) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		defer func() { l.Close() }()
		l.KeepSpare()
		if info, err := os.Stat(path + ".spare"); err != nil || info.Size() != spareSize {
			t.Fatalf("there is no spare: %v", err)
		}
		random := rand.New(rand.NewPCG(1, 2))
		empty := fillDisk(t, dir)
		number := 0
		for err = nil; err == nil; {
			if number++; number > 2000 {
				t.Fatal("the disk never fills")
			}
			err = saveSomething(t, l, random, number)
		}
		if !errors.Is(err, ErrFull) {
			t.Fatalf("a save on a full disk: %v", err)
		}
		if _, err := os.Stat(path + ".spare"); err != nil {
			t.Error("a save has taken the spare")
		}
		put := func(n byte) error {
			return l.WriteUnsaved(t.Context(), func(tx *Tx) error { return tx.PutDraft(ID{1}, ID{n}, make([]byte, 20_000)) })
		}
		var told []error
		l.OnWrite(func(err error) { told = append(told, err) })
		for n := range byte(100) { // somebody goes on typing for minutes
			if err := put(n % 2); err != nil {
				t.Fatalf("draft %d: %v", n, err)
			}
		}
		if len(told) != 100 || errors.Join(told...) != nil {
			t.Errorf("told %d, %v", len(told), errors.Join(told...))
		}
		if _, err := os.Stat(path + ".spare"); !os.IsNotExist(err) {
			t.Errorf("the spare is still there: %v", err)
		}
		empty()
		l.spare.tried = time.Now().Add(-2 * spareAgain)
		if err := put(3); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path + ".spare"); err != nil {
			t.Errorf("with room again there is no spare: %v", err)
		}
		// Somebody starts the app on a full disk: the spare lets the file be opened.
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		defer fillDisk(t, dir)()
		again, err := Open(t.Context(), path)
		if err != nil {
			t.Fatalf("opening on a full disk: %v", err)
		}
		l = again
		if box, err := l.Draft(t.Context(), ID{1}, ID{3}); err != nil || len(box) != 20_000 {
			t.Errorf("the draft: %d bytes, %v", len(box), err)
		}
	})
}

func TestTheSpareIsGivenUpForTypedTextAlone(t *testing.T) {
	l, path := newLedger(t, nil)
	l.KeepSpare()
	var answer int
	if err := l.conn.QueryRowContext(t.Context(), "PRAGMA max_page_count=1").Scan(&answer); err != nil { // no more than there are
		t.Fatal(err)
	}
	large := func(tx *Tx) error { return tx.PutDraft(ID{1}, ID{2}, make([]byte, 200_000)) }
	if err := l.Write(t.Context(), large); !errors.Is(err, ErrFull) {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".spare"); err != nil {
		t.Errorf("a save has taken the spare: %v", err)
	}
	if err := l.WriteUnsaved(t.Context(), large); !errors.Is(err, ErrFull) {
		t.Errorf("where no room comes of it: %v", err)
	}
	if _, err := os.Stat(path + ".spare"); !os.IsNotExist(err) {
		t.Errorf("the spare was not given up: %v", err)
	}
}
