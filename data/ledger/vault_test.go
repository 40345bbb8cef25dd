//go:build !windows

package ledger_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/psanford/sqlite3vfs"

	"noddfa/assets"
	"noddfa/data"
	"noddfa/data/ledger"
)

// These trials put the simulated disk under a whole vault: what a person was
// told is saved has to be there for them, with their passphrase.

const phrase = "five plain words for tests"

func unlock(t *testing.T, path string) (*data.Vault, error) {
	t.Helper()
	return data.Unlock(t.Context(), path, data.Credentials{
		Passphrase: phrase, Options: data.Options{StateDir: filepath.Join(t.TempDir(), "state"), NoKeyring: true},
	})
}

// newVault is a closed vault with one case in a folder in memory.
func newVault(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(ledger.MemoryDir(t), "charity"+data.Extension)
	v, _, err := data.Create(t.Context(), path, data.Setup{
		Organisation: data.Organisation{Name: "Hafan Example"}, Name: "Mair Example", Passphrase: phrase,
		Options: data.Options{StateDir: t.TempDir(), NoKeyring: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.StartCase(t.Context(), data.Case{CalledName: "Siân"}, data.Person{}); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAVaultKeepsEverythingItAcknowledgedInAPowerCut(t *testing.T) {
	notes, cuts := 20, 5
	if ledger.Soak() {
		notes, cuts = 60, 500
	}
	path := newVault(t)
	disk, eject := ledger.NewDisk(t, filepath.Dir(path))
	v, err := unlock(t, path)
	if err != nil {
		t.Fatal(err)
	}
	id := v.Cases()[0].ID
	for number := 1; number <= notes; number++ {
		if _, err := v.WriteNote(t.Context(), id, data.Note{Said: fmt.Sprint("note ", number), Agreed: "Ring the bank"}); err != nil {
			t.Fatal(err)
		}
		disk.Saved(number)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	eject()

	random := rand.New(rand.NewPCG(11, 11))
	replay, steps, dir := disk.Replay(), disk.Steps(), ledger.MemoryDir(t)
	for cut := range cuts {
		replay.To((2*cut + 1) * steps / (2 * cuts))
		ledger.Build(t, dir, replay.Cut(random))
		if err := hasNotes(t, filepath.Join(dir, filepath.Base(path)), replay.Saved); err != nil {
			t.Errorf("cut at step %d of %d: %v", (2*cut+1)*steps/(2*cuts), steps, err)
		}
	}
	t.Logf("%d cuts of a vault with %d notes", cuts, notes)
}

// hasNotes unlocks a vault and reports if it is not whole with so many notes, or
// one more, which was being saved.
func hasNotes(t *testing.T, path string, saved int) error {
	t.Helper()
	v, err := unlock(t, path)
	if err != nil {
		return err
	}
	defer v.Close()
	f, err := v.OpenCase(t.Context(), v.Cases()[0].ID)
	if err != nil {
		return err
	}
	if n := len(f.Notes); n < saved || n > saved+1 || len(f.Tasks) != n || f.Damaged > 0 {
		return fmt.Errorf("%d notes, %d tasks and %d damaged after note %d", n, len(f.Tasks), f.Damaged, saved)
	}
	for _, n := range f.Notes {
		if n.Value.Said == "" {
			return fmt.Errorf("a note is empty after note %d", saved)
		}
	}
	checked, err := v.Check(t.Context(), nil)
	if err != nil || !checked.OK {
		return fmt.Errorf("the check: %w %+v", err, checked)
	}
	return nil
}

func TestASaveThatMetAFullDiskIsToldAndCostsNothing(t *testing.T) {
	path := newVault(t)
	disk, eject := ledger.NewDisk(t, filepath.Dir(path))
	v, err := unlock(t, path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { v.Close() }()
	id := v.Cases()[0].ID
	failed, saved := 0, 0
	for nth := 1; nth <= 40; nth++ {
		disk.SetFault(func(n int) bool { return n == nth })
		if _, err := v.WriteNote(t.Context(), id, data.Note{Said: fmt.Sprint("note ", nth)}); err != nil {
			failed++
		} else {
			saved++
		}
		disk.SetFault(nil)
		f, err := v.OpenCase(t.Context(), id)
		if err != nil || len(f.Notes) != saved || f.Damaged > 0 {
			t.Fatalf("step %d failed: %d notes of %d: %v", nth, len(f.Notes), saved, err)
		}
		if _, err := v.WriteNote(t.Context(), id, data.Note{Said: "and again"}); err != nil {
			t.Fatalf("after step %d failed: %v", nth, err)
		}
		saved++
	}
	if failed < 5 {
		t.Errorf("only %d saves failed", failed)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	eject()
	if err := hasNotesAlone(t, path, saved); err != nil {
		t.Error(err)
	}
}

func hasNotesAlone(t *testing.T, path string, saved int) error {
	t.Helper()
	v, err := unlock(t, path)
	if err != nil {
		return err
	}
	defer v.Close()
	f, err := v.OpenCase(t.Context(), v.Cases()[0].ID)
	if err != nil {
		return err
	}
	checked, err := v.Check(t.Context(), nil)
	if err != nil || !checked.OK || len(f.Notes) != saved {
		return fmt.Errorf("%d notes of %d: %w %+v", len(f.Notes), saved, err, checked)
	}
	return nil
}

// A disk that stops working, for good or for a while: what happens is said, what
// was acknowledged is there, and what is typed goes on sealed, within the program
// and from one to the next.
func TestADiskThatStopsWorkingLosesNoText(t *testing.T) {
	for _, one := range []struct {
		name          string
		writes, reads error
	}{
		{"it does not write", sqlite3vfs.IOErrorWrite, nil},
		{"it does not read either", sqlite3vfs.IOErrorWrite, sqlite3vfs.IOErrorRead},
	} {
		t.Run(one.name, func(t *testing.T) {
			path := newVault(t)
			disk, eject := ledger.NewDisk(t, filepath.Dir(path))
			defer eject()
			v, err := unlock(t, path)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { v.Close() }()
			id := v.Cases()[0].ID
			write := func() error {
				_, err := v.WriteNote(t.Context(), id, data.Note{Said: "a note"})
				return err
			}
			stops := func(typed string) {
				t.Helper()
				disk.Answer(one.writes, one.reads)
				for what, err := range map[string]error{"a note": write(), "a draft": v.SaveDraft(t.Context(), "note:1", typed)} {
					said := data.Sentence(assets.Lang("en"), err)
					if data.CodeOf(err) != data.CodeDisk || !strings.Contains(said, "does not read or write properly, so this was not saved") {
						t.Errorf("%s: %v: %s", what, err, said)
					}
				}
			}
			has := func(typed string) {
				t.Helper()
				var got string
				if there, err := v.LoadDraft(t.Context(), "note:1", &got); err != nil || !there || got != typed {
					t.Errorf("the draft reads %q: %v", got, err)
				}
			}
			if err := write(); err != nil {
				t.Fatal(err)
			}
			stops("typed at first")
			has("typed at first")
			disk.Answer(nil, nil)
			if err := errors.Join(v.RetryHeld(t.Context()), write()); err != nil || v.Held() != nil {
				t.Fatalf("once it works again: %v", err)
			}
			stops("typed at last")
			_ = v.Close() // says what it says: the disk does not work
			held := v.Held()
			disk.Answer(nil, nil)
			if v, err = unlock(t, path); err != nil {
				t.Fatal(err)
			}
			if !v.TakeHeld(t.Context(), held) {
				t.Error("what was typed is not taken over")
			}
			has("typed at last")
			f, err := v.OpenCase(t.Context(), id)
			if err != nil || len(f.Notes) != 2 {
				t.Fatalf("%d notes of 2: %v", len(f.Notes), err)
			}
			if checked, err := v.Check(t.Context(), nil); err != nil || !checked.OK {
				t.Errorf("the check: %v %+v", err, checked)
			}
			if err := write(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A journal that lost its end to a bad sector is a whole file, only older. The
// file cannot know; this computer does.
func TestAJournalThatLostItsEndIsNoticed(t *testing.T) {
	path := newVault(t)
	state := data.Options{StateDir: t.TempDir(), NoKeyring: true}
	v, err := data.Unlock(t.Context(), path, data.Credentials{Passphrase: phrase, Options: state})
	if err != nil {
		t.Fatal(err)
	}
	id := v.Cases()[0].ID
	for range 3 {
		if _, err := v.WriteNote(t.Context(), id, data.Note{Said: "a note"}); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	there := filepath.Join(dir, filepath.Base(path))
	for _, end := range []string{"", "-wal"} { // a copy taken while the program runs
		content, err := os.ReadFile(path + end)
		if err != nil {
			t.Fatal(err)
		}
		if end != "" {
			clear(content[len(content)-600:])
		}
		if err := os.WriteFile(there+end, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v, err = data.Unlock(t.Context(), there, data.Credentials{Passphrase: phrase, Options: state})
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	f, err := v.OpenCase(t.Context(), id)
	if err != nil || len(f.Notes) != 2 || !v.Older() {
		t.Errorf("%d notes, older %v: %v", len(f.Notes), v.Older(), err)
	}
}
