package data_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"noddfa/data"
	"noddfa/data/ledger"
)

// writerEnv makes the test program a writer that saves until it is killed. It
// holds the folder of the vault, nothing else.
const writerEnv = "NODDFA_TEST_WRITER"

// moverEnv makes it one that moves notes from one case to another.
const moverEnv = "NODDFA_TEST_MOVER"

// ctxOf is for the program that is killed, which has no test.
var ctxOf = context.Background()

func TestMain(m *testing.M) {
	if dir := os.Getenv(writerEnv); dir != "" {
		writeForEver(dir)
	}
	if dir := os.Getenv(moverEnv); dir != "" {
		fail(moveNotes(dir))
	}
	os.Exit(m.Run())
}

// moveNotes goes on with the notes of a vault that has two cases.
func moveNotes(dir string) error {
	v, err := data.Unlock(ctxOf, filepath.Join(dir, "charity"+data.Extension), data.Credentials{
		Passphrase: passphrase, Options: data.Options{StateDir: filepath.Join(dir, "state"), NoKeyring: true},
	})
	if err != nil {
		return err
	}
	written, cases := 0, map[string]data.ID{}
	for _, line := range v.Cases() {
		cases[line.Name] = line.ID
		f, err := v.OpenCase(ctxOf, line.ID)
		if err != nil {
			return err
		}
		written += len(f.Notes)
	}
	return moveForEver(v, cases["wrong"], cases["right"], written+1)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// writeForEver saves notes and prints the number of each once it is saved.
func writeForEver(dir string) {
	v, err := data.Unlock(context.Background(), filepath.Join(dir, "charity"+data.Extension), data.Credentials{
		Passphrase: passphrase, Options: data.Options{StateDir: filepath.Join(dir, "state"), NoKeyring: true},
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	id := v.Cases()[0].ID
	f, err := v.OpenCase(context.Background(), id)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for n := len(f.Notes) + 1; ; n++ {
		if _, err := v.WriteNote(context.Background(), id, data.Note{Said: strconv.Itoa(n)}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

// TestKillingTheProgramLosesNothingThatWasSaved kills it over and over on one
// vault, and where there is time on many, more often: beyond that a vault takes
// longer to read than to kill.
func TestKillingTheProgramLosesNothingThatWasSaved(t *testing.T) {
	t.Parallel()
	vaults, trials := 1, 20
	if os.Getenv("NODDFA_SOAK") != "" {
		vaults, trials = 20, 50
	}
	for n := range vaults {
		t.Run(strconv.Itoa(n+1), func(t *testing.T) { killOverAndOver(t, trials) })
	}
}

func killOverAndOver(t *testing.T, trials int) {
	t.Helper()
	v, path, o := newVault(t)
	if _, err := v.StartCase(t.Context(), data.Case{}, data.Person{}); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	written := 0
	for trial := range trials {
		acknowledged := killWhileWriting(t, filepath.Dir(path), time.Duration(rand.IntN(60))*time.Millisecond)
		if acknowledged == 0 {
			acknowledged = written
		}
		written = countNotes(t, path)
		if written < acknowledged || written > acknowledged+1 {
			t.Fatalf("trial %d: %d notes were acknowledged and %d are there", trial, acknowledged, written)
		}
	}
	if written < trials {
		t.Fatalf("only %d notes in %d trials: the writer was killed before it wrote", written, trials)
	}
	v, err := data.Unlock(t.Context(), path, data.Credentials{Passphrase: passphrase, Options: o})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if checked := must[data.Checked](t)(v.Check(t.Context(), nil)); !checked.OK {
		t.Errorf("%+v", checked)
	}
	f := must[*data.CaseFile](t)(v.OpenCase(t.Context(), v.Cases()[0].ID))
	if len(f.Notes) != written {
		t.Errorf("%d notes open of %d", len(f.Notes), written)
	}
	t.Logf("%d kills, %d acknowledged notes, 0 lost", trials, written)
}

// killWhileWriting starts a writer, lets it save for a while after its first
// note and kills it. It returns the last number the writer printed.
func killWhileWriting(t *testing.T, dir string, after time.Duration) int {
	t.Helper()
	return killWhileDoing(t, writerEnv, dir, after)
}

// killWhileDoing is killWhileWriting for any of the programs that the test
// program can be.
func killWhileDoing(t *testing.T, env, dir string, after time.Duration) int {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), env+"="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	last := 0
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if last == 0 {
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
		if n, err := strconv.Atoi(lines.Text()); err == nil {
			last = n
		}
	}
	_ = cmd.Wait() // killed
	if last == 0 {
		t.Fatal("the writer saved nothing")
	}
	return last
}

// countNotes counts the sealed notes and follows the chains, without a
// passphrase.
func countNotes(t *testing.T, path string) int {
	t.Helper()
	l, err := ledger.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	notes := 0
	damage, err := l.Revisions(t.Context(), func(r ledger.Revision) error {
		if !r.Whole() || !r.Linked() {
			t.Errorf("row %d does not fit its link", r.N)
		}
		if r.Kind == uint8(data.KindNote) {
			notes++
		}
		return nil
	})
	if err != nil || len(damage) > 0 {
		t.Fatal(err, damage)
	}
	return notes
}
