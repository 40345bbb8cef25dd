//go:build !windows

package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
)

// run is one life of a file on a simulated disk: the disk's log, and the state
// after each save, the first before any.
type run struct {
	disk   *Disk
	states [][32]byte
}

// live saves so many times, closing and opening the file between, and once gives
// up a save half way.
func live(t *testing.T, saves int, random *rand.Rand) run {
	t.Helper()
	dir := MemoryDir(t)
	path := filepath.Join(dir, simulatedFile)
	l, err := Create(t.Context(), path, func(*Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	disk, eject := NewDisk(t, dir)
	defer eject()
	r := run{disk: disk}
	open := func() {
		if l, err = Open(t.Context(), path); err != nil {
			t.Fatal(err)
		}
	}
	open()
	defer func() { l.Close() }()
	r.states = append(r.states, mustFingerprint(t, l))
	disk.Saved(0)
	for number := 1; number <= saves; number++ {
		if number%(saves/3) == 0 {
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			open()
		}
		if number == saves/2 {
			given := errors.New("given up")
			if err := l.Write(t.Context(), func(tx *Tx) error {
				return errors.Join(tx.PutDraft(ID{2}, ID{2}, bytes.Repeat([]byte{1}, 20000)), given)
			}); !errors.Is(err, given) {
				t.Fatal(err)
			}
		}
		if err := saveSomething(t, l, random, number); err != nil {
			t.Fatal(err)
		}
		r.states = append(r.states, mustFingerprint(t, l))
		disk.Saved(number)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}

// found is what a campaign of cuts came to.
type found struct{ cuts, again, lost, corrupt int }

// cutEverywhere cuts the power at every step of the run and looks at what is
// there, several times each.
func cutEverywhere(t *testing.T, r run, cuts int, random *rand.Rand) (f found, worst error) {
	t.Helper()
	dir := MemoryDir(t)
	replay, steps := r.disk.Replay(), r.disk.Steps()
	for f.cuts < cuts {
		step := f.cuts * steps / cuts
		f.cuts++
		replay.To(step)
		files := replay.Cut(random)
		Build(t, dir, files)
		err := look(t, filepath.Join(dir, simulatedFile), r, replay.Saved)
		switch {
		case errors.Is(err, errLost):
			f.lost++
		case err != nil:
			f.corrupt++
		}
		if err != nil && worst == nil {
			worst = fmt.Errorf("cut at step %d after save %d: %w", step, replay.Saved, err)
		}
		if err == nil && f.cuts%25 == 0 {
			more, err := cutAgain(t, dir, files, r, replay.Saved, random)
			f.again += more
			if err != nil && worst == nil {
				worst = fmt.Errorf("a second cut while opening after one at step %d: %w", step, err)
			}
		}
	}
	return f, worst
}

// cutAgain cuts the power while the file is opened after a cut and closed.
func cutAgain(t *testing.T, dir string, files map[string][]byte, r run, saved int, random *rand.Rand) (cuts int, err error) {
	t.Helper()
	Build(t, dir, files)
	disk, eject := NewDisk(t, dir)
	path := filepath.Join(dir, simulatedFile)
	err = look(t, path, r, saved)
	eject()
	replay, steps := disk.Replay(), disk.Steps()
	for step := 0; step < steps && err == nil; step += 1 + random.IntN(1+steps/4) {
		cuts++
		replay.To(step)
		Build(t, dir, replay.Cut(random))
		err = look(t, path, r, saved)
	}
	return cuts, err
}

var errLost = errors.New("an acknowledged save is lost")

// look opens a file and tells whether it is in the state after the newest
// acknowledged save, or after the one that was being made.
func look(t *testing.T, path string, r run, saved int) error {
	t.Helper()
	l, err := Open(t.Context(), path)
	if err != nil {
		return fmt.Errorf("opening: %w", err)
	}
	defer l.Close()
	if complaints, err := l.Integrity(t.Context()); err != nil || len(complaints) > 0 {
		return fmt.Errorf("checking: %w %q", err, complaints)
	}
	print, err := fingerprint(l)
	if err != nil {
		return err
	}
	switch at := slices.Index(r.states, print); {
	case at < 0:
		return errors.New("a state that never was")
	case at < saved:
		return fmt.Errorf("%w: state %d of %d", errLost, at, saved)
	case at > saved+1:
		return fmt.Errorf("state %d after save %d", at, saved)
	}
	return nil
}

func TestAPowerCutLosesNothingThatWasSaved(t *testing.T) {
	saves, cuts := 30, 250
	if Soak() {
		saves, cuts = 200, 20000
	}
	random := rand.New(rand.NewPCG(1, 1))
	f, err := cutEverywhere(t, live(t, saves, random), cuts, random)
	if err != nil {
		t.Error(err)
	}
	t.Logf("%d cuts and %d more while opening after one: %d lost an acknowledged save, %d left a damaged file", f.cuts, f.again, f.lost, f.corrupt)
}

// The trial has to be able to fail: with the driver's own setting saves are
// lost, and without any syncing files are damaged too.
func TestTheSimulatedPowerCutFindsWhatLessCareLoses(t *testing.T) {
	for _, c := range []struct {
		synchronous string
		answer      string
		damages     bool
	}{
		{"NORMAL", "1", false},
		{"OFF", "0", true},
	} {
		t.Run(c.synchronous, func(t *testing.T) {
			usual, usualAnswers := pragmas, answers
			pragmas, answers = slices.Clone(pragmas), slices.Clone(answers)
			change := func(list []pragma, to pragma, which string) {
				for i, p := range list {
					if p.set == which {
						list[i] = to
					}
				}
			}
			change(pragmas, pragma{"synchronous=" + c.synchronous, ""}, "synchronous=FULL")
			change(answers, pragma{"synchronous", c.answer}, "synchronous")
			random := rand.New(rand.NewPCG(2, 2))
			cuts := 60
			if Soak() {
				cuts = 1000
			}
			r := live(t, 30, random)
			pragmas, answers = usual, usualAnswers
			f, _ := cutEverywhere(t, r, cuts, random)
			t.Logf("%d cuts: %d lost an acknowledged save, %d left a damaged file", f.cuts, f.lost, f.corrupt)
			if f.lost == 0 || c.damages && f.corrupt == 0 {
				t.Error("the trial does not find what this setting loses")
			}
		})
	}
}

func TestAFileIsWholeOnTheDiskBeforeItIsNamed(t *testing.T) {
	dir := MemoryDir(t)
	disk, eject := NewDisk(t, dir)
	defer eject()
	l, err := Create(t.Context(), filepath.Join(dir, simulatedFile), func(tx *Tx) error {
		_, err := tx.Append(row(1, "one"), unsigned)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	const part = simulatedFile + ".part" // linked to its name after its last step
	last := 0
	for i, s := range disk.log {
		if s.file == part {
			last = i
		}
	}
	replay := disk.Replay()
	replay.To(last + 1)
	if f := replay.files[part]; f == nil || len(f.pending) > 0 || len(f.content) == 0 {
		t.Error("the new file is named before all of it is on the disk")
	}
}
