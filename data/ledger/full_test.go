//go:build !windows

package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Each step that SQLite asks of the disk fails once, one after the other. The
// save that met it says so, everything saved before can be read at once, the
// next save works, and the file is whole in the end.
func TestADiskThatFailsOnceCostsOneSave(t *testing.T) {
	every := 13
	if Soak() {
		every = 1
	}
	trials, met := 0, 0
	for nth := 1; ; nth += every {
		failed, steps := failOnce(t, nth)
		if steps < nth {
			break
		}
		trials++
		met += failed
	}
	t.Logf("%d trials, a save failed in %d", trials, met)
	if met < trials/2 {
		t.Error("the disk's answer hardly ever reached a save")
	}
}

// onADisk makes a file with something in it and opens it on a simulated disk,
// until end is called.
func onADisk(t *testing.T, first func(*Tx) error) (l *Ledger, path string, disk *Disk, end func()) {
	t.Helper()
	dir := MemoryDir(t)
	path = filepath.Join(dir, simulatedFile)
	l, err := Create(t.Context(), path, first)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	disk, eject := NewDisk(t, dir)
	if l, err = Open(t.Context(), path); err != nil {
		eject()
		t.Fatal(err)
	}
	return l, path, disk, func() { l.Close(); eject() }
}

// failOnce lets the nth step fail and returns how many saves that cost and how
// many steps there were.
func failOnce(t *testing.T, nth int) (failed, steps int) {
	t.Helper()
	l, path, disk, end := onADisk(t, func(*Tx) error { return nil })
	defer end()
	disk.SetFault(func(n int) bool { steps = n; return n == nth })
	random := rand.New(rand.NewPCG(6, 6))
	state := mustFingerprint(t, l)
	for number := 1; number <= 16; number++ { // enough to empty the journal into the file once
		err := saveSomething(t, l, random, number)
		now := mustFingerprint(t, l)
		if err == nil {
			state = now
			continue
		}
		failed++
		if now != state {
			t.Errorf("step %d: something of a save that failed is there", nth)
		}
	}
	if failed > 1 {
		t.Errorf("step %d: one fault cost %d saves", nth, failed)
	}
	saved := steps
	if err := l.Close(); err != nil && nth <= saved {
		t.Errorf("step %d: closing: %v", nth, err)
	}
	end()
	if err := isAt(t, path, [][32]byte{state}, 0); err != nil {
		t.Errorf("step %d: afterwards: %v", nth, err)
	}
	return failed, steps
}

// A file that may not grow is what a full disk is to SQLite, on every system.
func TestAFileThatCannotGrowIsReadAndWrittenAgain(t *testing.T) {
	l, path := newLedger(t, nil)
	limit := func(pages int) {
		var answer int
		if err := l.conn.QueryRowContext(t.Context(), fmt.Sprint("PRAGMA max_page_count=", pages)).Scan(&answer); err != nil {
			t.Fatal(err)
		}
	}
	random := rand.New(rand.NewPCG(8, 8))
	state, full := mustFingerprint(t, l), 0
	for number := range 60 {
		if limit(1); number%3 == 0 { // no less than there are now
			limit(1 << 20)
		}
		err := saveSomething(t, l, random, number)
		now := mustFingerprint(t, l)
		switch {
		case err == nil:
		case !errors.Is(err, ErrFull):
			t.Fatal(err)
		case number%3 == 0:
			t.Fatalf("with room again: %v", err)
		case now != state:
			t.Error("something of a save that failed is there")
		default:
			full++
		}
		state = now
	}
	if full < 20 {
		t.Errorf("the file was full %d times", full)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := isAt(t, path, [][32]byte{state}, 0); err != nil {
		t.Error(err)
	}
}

// fullEnv makes the test program the one that works on a small disk.
const fullEnv = "NODDFA_TEST_SMALL_DISK"

// A real disk that is full, where a user may mount one of their own.
func TestAFullDiskKeepsWhatIsThere(t *testing.T) {
	if dir := os.Getenv(fullEnv); dir != "" {
		fillUp(t, dir)
		return
	}
	onSmallDisk(t)
}

// onSmallDisk runs the test that calls it once more, with a disk of its own.
func onSmallDisk(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	const script = `mount -t tmpfs -o size=3m none "$1" || exit 99; shift; exec "$@"`
	cmd := exec.Command("unshare", "-rm", "sh", "-c", script, "sh", dir, os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	cmd.Env = append(os.Environ(), fullEnv+"="+dir)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
	case errors.As(err, &exit) && bytes.Contains(out, []byte("=== RUN")):
		t.Errorf("%v:\n%s", err, out)
	default:
		t.Skipf("no small disk can be mounted here: %v %s", err, out)
	}
}

// A disk that the system lets nobody write to any more, as it does with one that
// has errors: everything is read, a save says so, and later the next one works.
func TestADiskMadeReadOnlyIsReadAndSaysSo(t *testing.T) {
	dir := os.Getenv(fullEnv)
	if dir == "" {
		onSmallDisk(t)
		return
	}
	mount := func(how string) {
		t.Helper()
		if out, err := exec.Command("mount", "-o", "remount,"+how, dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	path, random := filepath.Join(dir, simulatedFile), rand.New(rand.NewPCG(5, 5))
	l, err := Create(t.Context(), path, func(*Tx) error { return nil })
	for number := 1; number <= 5 && err == nil; number++ {
		err = saveSomething(t, l, random, number)
	}
	if err != nil {
		t.Fatal(err)
	}
	state := mustFingerprint(t, l)
	journal := contents(t, dir)[simulatedFile+"-wal"]
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, killed := range []bool{false, true} {
		if killed { // there is a journal that cannot be emptied into the file
			if err := os.WriteFile(path+"-wal", journal, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		mount("ro")
		if l, err = Open(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		if !l.ReadOnly() || mustFingerprint(t, l) != state {
			t.Errorf("killed before %v: read-only %v, or not all is there", killed, l.ReadOnly())
		}
		if err := saveSomething(t, l, random, 6); !errors.Is(err, ErrReadOnly) {
			t.Errorf("killed before %v: a save says %v", killed, err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		mount("rw")
	}
	if l, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := saveSomething(t, l, random, 7); err != nil || mustFingerprint(t, l) == state {
		t.Errorf("once it can be written again: %v", err)
	}
}

func fillUp(t *testing.T, dir string) {
	path, filler := filepath.Join(dir, simulatedFile), filepath.Join(dir, "filler")
	l, err := Create(t.Context(), path, func(*Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 7))
	number, rounds := 0, 4
	if Soak() {
		rounds = 20
	}
	for round := range rounds {
		for range 1 + random.IntN(5) {
			number++
			if err := saveSomething(t, l, random, number); err != nil {
				t.Fatal(err)
			}
		}
		state := mustFingerprint(t, l)
		_ = os.WriteFile(filler, make([]byte, 4<<20), 0o600) // as much as fits
		if info, err := os.Stat(filler); err == nil {
			_ = os.Truncate(filler, max(0, info.Size()-int64(random.IntN(200_000)))) // and now and then a little room
		}
		for err = nil; err == nil; {
			number++
			if err = saveSomething(t, l, random, number); err == nil {
				state = mustFingerprint(t, l)
			}
			if number > 5000 {
				t.Fatal("the disk never fills")
			}
		}
		if !errors.Is(err, ErrFull) {
			t.Errorf("round %d: %v", round, err)
		}
		if mustFingerprint(t, l) != state {
			t.Errorf("round %d: what was saved is not there, or what failed is", round)
		}
		if round%2 == 1 { // somebody starts the app again before making room
			if err := l.Close(); err != nil {
				t.Errorf("round %d: closing on a full disk: %v", round, err)
			}
			if again, err := Open(t.Context(), path); err == nil {
				again.Close()
			} else if !errors.Is(err, ErrFull) {
				t.Errorf("round %d: opening on a full disk: %v", round, err)
			}
		}
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		if round%2 == 1 {
			if l, err = Open(t.Context(), path); err != nil {
				t.Fatal(err)
			}
		}
		number++
		if err := saveSomething(t, l, random, number); errors.Is(err, ErrFull) {
			break // the file itself has filled the disk
		} else if err != nil {
			t.Fatalf("round %d: with room again: %v", round, err)
		}
		state = mustFingerprint(t, l)
		if err := l.Close(); err != nil {
			t.Fatalf("round %d: closing: %v", round, err)
		}
		if err := isAt(t, path, [][32]byte{state}, 0); err != nil {
			t.Fatalf("round %d: afterwards: %v", round, err)
		}
		if l, err = Open(t.Context(), path); err != nil {
			t.Fatal(err)
		}
	}
	l.Close()
}
