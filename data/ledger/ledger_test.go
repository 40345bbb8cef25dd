package ledger

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

const simulatedFile = "charity.noddfa"

// escaped is what an address must escape, and Windows allows in a name.
func escaped() string {
	if runtime.GOOS == "windows" {
		return "%3f"
	}
	return "%3f?"
}

func newLedger(t *testing.T, fill func(*Tx) error) (*Ledger, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "Tŷ a'r #1"+escaped()+".noddfa")
	if fill == nil {
		fill = func(*Tx) error { return nil }
	}
	l, err := Create(t.Context(), path, fill)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l, path
}

// closedImage closes a file and returns its bytes.
func closedImage(t testing.TB, l *Ledger, path string) []byte {
	t.Helper()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	image, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return image
}

func row(record byte, box string) Revision {
	r := Revision{Origin: ID{1}, Record: ID{record}, Group: ID{9}, Kind: 8, KeyVersion: 1, Box: []byte(box)}
	r.Revision = ID(bytes.Repeat([]byte{record}, 16))
	r.Revision[0] = byte(len(box))
	return r
}

func unsigned([32]byte) []byte { return []byte("signature") }

func appendRows(t *testing.T, l *Ledger, rows ...Revision) {
	t.Helper()
	err := l.Write(t.Context(), func(tx *Tx) error {
		for _, r := range rows {
			if _, err := tx.Append(r, unsigned); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryWrongFileHasItsOwnError(t *testing.T) {
	dir := t.TempDir()
	_, good := newLedger(t, nil)
	image, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, change func([]byte) []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, change(bytes.Clone(image)), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct {
		name, path string
		want       error
	}{
		{"no file", filepath.Join(dir, "nothing"), ErrNotFound},
		{"a folder", dir, ErrDirectory},
		{"an empty file", write("empty", func([]byte) []byte { return nil }), ErrEmpty},
		{"a text", write("text", func([]byte) []byte { return []byte("minutes of the meeting") }), ErrNotVault},
		{"another program's database", write("other", func(b []byte) []byte { binary.BigEndian.PutUint32(b[68:], 7); return b }), ErrNotVault},
		{"a newer format", write("newer", func(b []byte) []byte { binary.BigEndian.PutUint32(b[60:], FormatVersion+1); return b }), ErrNewer},
		{"ours", write("ours", func(b []byte) []byte { return b }), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := Judge(c.path); !errors.Is(err, c.want) {
				t.Errorf("judged %v", err)
			}
			l, err := Open(t.Context(), c.path)
			if !errors.Is(err, c.want) {
				t.Errorf("opened: %v", err)
			}
			if l != nil {
				l.Close()
			}
		})
	}
}

func TestASecondProgramIsToldTheFileIsInUse(t *testing.T) {
	_, path := newLedger(t, nil)
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrInUse) {
		t.Errorf("got %v", err)
	}
	if _, err := Create(t.Context(), path, func(*Tx) error { return nil }); !errors.Is(err, ErrExists) {
		t.Errorf("made over an existing file: %v", err)
	}
}

func TestAWriteProtectedFileIsReadButNotWritten(t *testing.T) {
	l, path := newLedger(t, nil)
	appendRows(t, l, row(1, "one"))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if list, err := l.Record(t.Context(), ID{1}); err != nil || len(list) != 1 {
		t.Errorf("read %d rows: %v", len(list), err)
	}
	if err := l.Write(t.Context(), func(*Tx) error { return nil }); !errors.Is(err, ErrReadOnly) {
		t.Errorf("wrote: %v", err)
	}
}

func TestAWriteProtectedFileWithAJournalIsReadWhole(t *testing.T) {
	l, path := newLedger(t, nil)
	appendRows(t, l, row(1, "one"))
	// A copy taken while the program runs: the row is in the journal alone.
	there := filepath.Join(t.TempDir(), "copy.noddfa")
	for _, end := range []string{"", "-wal"} {
		content, err := os.ReadFile(path + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(there+end, content, 0o400); err != nil {
			t.Fatal(err)
		}
	}
	copied, err := Open(t.Context(), there)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	if list, err := copied.Record(t.Context(), ID{1}); err != nil || len(list) != 1 {
		t.Errorf("read %d rows: %v", len(list), err)
	}
}

func TestNothingOfAFailedWriteStays(t *testing.T) {
	l, _ := newLedger(t, nil)
	refused := errors.New("refused")
	err := l.Write(t.Context(), func(tx *Tx) error {
		if _, err := tx.Append(row(1, "one"), unsigned); err != nil {
			return err
		}
		return refused
	})
	if !errors.Is(err, refused) {
		t.Fatalf("got %v", err)
	}
	if list, err := l.Record(t.Context(), ID{1}); err != nil || len(list) != 0 {
		t.Errorf("%d rows, %v", len(list), err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Write(cancelled, func(*Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled save: %v", err)
	}
}

func TestAChangedRowDoesNotFitItsLink(t *testing.T) {
	for _, c := range []struct{ name, sql string }{
		{"the bytes", "UPDATE revision SET box=x'00' WHERE seq=2"},
		{"the bytes and their hash", "UPDATE revision SET box=x'00', hash=zeroblob(32) WHERE seq=2"},
		{"the record", "UPDATE revision SET record=zeroblob(16) WHERE seq=2"},
		{"the kind", "UPDATE revision SET kind=1 WHERE seq=2"},
		{"the group", "UPDATE revision SET grp=zeroblob(16) WHERE seq=2"},
		{"the key version", "UPDATE revision SET key_version=2 WHERE seq=2"},
		{"the link before", "UPDATE revision SET previous=zeroblob(32) WHERE seq=2"},
		{"a field of another length", "UPDATE revision SET link=x'01' WHERE seq=2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, _ := newLedger(t, nil)
			appendRows(t, l, row(1, "one"), row(2, "two!"), row(3, "three"))
			if err := l.Write(t.Context(), func(tx *Tx) error { return tx.exec(c.sql) }); err != nil {
				t.Fatal(err)
			}
			bad := 0
			if _, err := l.Revisions(t.Context(), func(r Revision) error {
				if !r.Whole() || !r.Linked() {
					bad++
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			if bad == 0 {
				t.Error("the change went unnoticed")
			}
		})
	}
}

// The vector of docs/format.md.
func TestTheLinkIsThatOfTheFormat(t *testing.T) {
	id := func(b byte) ID { return ID(bytes.Repeat([]byte{b}, 16)) }
	sum := func(b byte) [32]byte { return [32]byte(bytes.Repeat([]byte{b}, 32)) }
	r := Revision{
		Origin: id(1), Seq: 2, Record: id(3), Revision: id(4), Parent: id(5), Kind: 8, Group: id(6), KeyVersion: 7, Hash: sum(9), Previous: sum(10),
	}
	const want = "e7f2c9679ba86dc7588dcfb43b40e1cb49a1eb0a14878ea3f9659f9b1ea5b85f"
	if got := LinkOf(r); hex.EncodeToString(got[:]) != want {
		t.Errorf("got %x, want %s", got, want)
	}
}

func TestABoxSurvivesDamageToEitherCopy(t *testing.T) {
	box := Box{Class: ClassWrap, Subject: []byte("group"), Holder: []byte{1}, Number: 1, Body: []byte("sealed key")}
	for _, c := range []struct {
		name   string
		sql    []string
		boxes  int
		damage int
		lost   bool
	}{
		{"none", nil, 1, 0, false},
		{"the first copy", []string{"UPDATE box SET body=x'00'"}, 1, 1, false},
		{"the second copy", []string{"UPDATE box_copy SET hash=x'00'"}, 1, 1, false},
		{"the first copy gone", []string{"DELETE FROM box"}, 1, 1, false},
		{"its place changed", []string{"UPDATE box SET number=2"}, 1, 2, false},
		{"both copies", []string{"UPDATE box SET body=x'00'", "UPDATE box_copy SET body=x'00'"}, 0, 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, _ := newLedger(t, func(tx *Tx) error { return tx.PutBox(box) })
			if err := l.Write(t.Context(), func(tx *Tx) error {
				for _, sql := range c.sql {
					if err := tx.exec(sql); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			boxes, damage, err := l.Boxes(t.Context(), ClassWrap)
			if err != nil {
				t.Fatal(err)
			}
			lost := false
			for _, d := range damage {
				lost = lost || d.Lost
			}
			if len(boxes) != c.boxes || len(damage) != c.damage || lost != c.lost {
				t.Errorf("%d boxes, %d damaged, lost %v", len(boxes), len(damage), lost)
			}
			if len(boxes) == 1 && !bytes.Equal(boxes[0].Body, box.Body) {
				t.Error("another body")
			}
		})
	}
}

func TestBoxesComeInTheOrderOfTheirPlaces(t *testing.T) {
	l, _ := newLedger(t, func(tx *Tx) error {
		for number := range uint64(12) {
			if err := tx.PutBox(Box{Class: ClassRoster, Subject: []byte("vault"), Number: number, Body: []byte("entry")}); err != nil {
				return err
			}
		}
		return nil
	})
	if err := l.Write(t.Context(), func(tx *Tx) error { return tx.exec("DELETE FROM box WHERE number IN (0, 3)") }); err != nil {
		t.Fatal(err)
	}
	boxes, _, err := l.Boxes(t.Context(), ClassRoster)
	if err != nil || len(boxes) != 12 {
		t.Fatal(len(boxes), err)
	}
	for i, b := range boxes {
		if b.Number != uint64(i) {
			t.Errorf("place %d has box %d", i, b.Number)
		}
	}
}

func TestReadingGoesOnPastABrokenPage(t *testing.T) {
	l, path := newLedger(t, nil)
	const rows = 400
	for i := range rows {
		r := row(byte(i), string(bytes.Repeat([]byte{'x'}, 300)))
		r.Record[1] = byte(i >> 8)
		appendRows(t, l, r)
	}
	image := closedImage(t, l, path)
	// Break a leaf of the revision table: a page that is nothing but rows.
	const page = 4096
	broken := 0
	for at := len(image) / 2 / page * page; at+page <= len(image) && broken == 0; at += page {
		if image[at] == 13 && bytes.Contains(image[at:at+page], bytes.Repeat([]byte{'x'}, 300)) {
			copy(image[at:at+8], []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
			broken = at
		}
	}
	if broken == 0 {
		t.Fatal("found no page of rows")
	}
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	read := 0
	damage, err := l.Revisions(t.Context(), func(Revision) error { read++; return nil })
	if err != nil {
		t.Fatal(err)
	}
	if read+len(damage) != rows || len(damage) == 0 || len(damage) > 20 {
		t.Errorf("%d rows read, %d lost of %d", read, len(damage), rows)
	}
	if complaints, err := l.Integrity(t.Context()); err == nil && len(complaints) == 0 {
		t.Error("the check finds nothing")
	}
}

// SQLite looks at the file alone, beside whoever reads: so what the journal holds has to be in it.
func TestAFileIsLookedAtWithWhatItsJournalHolds(t *testing.T) {
	l, path := newLedger(t, nil)
	appendRows(t, l, row(1, "one"))
	if complaints, err := l.IntegrityBeside(t.Context()); err != nil || len(complaints) > 0 {
		t.Fatal(complaints, err)
	}
	if journal, err := os.Stat(path + "-wal"); err != nil || journal.Size() > 0 {
		t.Errorf("the journal is not empty: %v", err)
	}
	appendRows(t, l, row(1, "another"))
}

func TestAnOverviewCountsOnlyWhileItIsTheNewest(t *testing.T) {
	l, _ := newLedger(t, nil)
	first, second := row(1, "one"), row(1, "another")
	appendRows(t, l, first)
	put := func(revision ID) {
		if err := l.Write(t.Context(), func(tx *Tx) error {
			return tx.PutOverview(Overview{Record: first.Record, Revision: revision, Kind: 8, Group: first.Group, KeyVersion: 1, Box: []byte("line")})
		}); err != nil {
			t.Fatal(err)
		}
	}
	fresh := func() bool {
		list, err := l.Overviews(t.Context())
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		own, err := l.FirstOverviews(t.Context(), 7, 9)
		if err != nil || len(own) != 1 || own[0].Record != first.Record || own[0].Kind != 8 || own[0].KeyVersion != 1 || string(own[0].Box) != "line" {
			t.Fatal(own, err)
		}
		if newest, err := l.AreNewest(t.Context(), own); err != nil || newest != list[0].Fresh {
			t.Fatalf("fresh %v, newest %v, %v", list[0].Fresh, newest, err)
		}
		if none, err := l.FirstOverviews(t.Context(), 8); err != nil || len(none) > 0 {
			t.Fatal(none, err)
		}
		return list[0].Fresh
	}
	put(first.Revision)
	if !fresh() {
		t.Error("the overview of the newest revision does not count")
	}
	appendRows(t, l, second)
	if fresh() {
		t.Error("an overview counts after its record changed")
	}
	put(second.Revision)
	if !fresh() {
		t.Error("the overview made anew does not count")
	}
}

// Whoever has read the revisions is believed of all overviews or of none.
func TestOverviewsAreComparedWithWhatWasRead(t *testing.T) {
	l, _ := newLedger(t, nil)
	stale, fresh := row(1, "one"), row(2, "two")
	later := row(1, "another")
	later.Record, later.Parent = stale.Record, stale.Revision
	appendRows(t, l, stale, fresh, later)
	if err := l.Write(t.Context(), func(tx *Tx) error {
		for _, r := range []Revision{stale, fresh} {
			if err := tx.PutOverview(Overview{Record: r.Record, Revision: r.Revision, Kind: r.Kind, Group: r.Group, KeyVersion: 1, Box: []byte("line")}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		newest  func(Overview) bool
		atStale bool // the stale one counts
	}{
		{"nothing was read", func(Overview) bool { return false }, false},
		{"what was read is not all", func(o Overview) bool { return o.Revision == fresh.Revision }, false},
		{"all is as it was read", func(Overview) bool { return true }, true}, // they are asked, not the file
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := l.OverviewsBeside(t.Context(), c.newest)
			if err != nil || len(list) != 2 {
				t.Fatal(list, err)
			}
			for _, o := range list {
				is, want := later, c.atStale
				if o.Record == fresh.Record {
					is, want = fresh, true
				} else if c.atStale {
					is = stale
				}
				if o.Fresh != want || o.Revision != is.Revision || o.Gone != nil {
					t.Errorf("%+v", o)
				}
			}
		})
	}
}

func FuzzOpenDamagedFile(f *testing.F) {
	dir, err := os.MkdirTemp("", "noddfa-fuzz-")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "whole.noddfa")
	l, err := Create(f.Context(), path, func(tx *Tx) error {
		_, err := tx.Append(row(1, "one"), unsigned)
		return errors.Join(err, tx.PutBox(Box{Class: ClassWrap, Body: []byte("key")}))
	})
	if err != nil {
		f.Fatal(err)
	}
	image := closedImage(f, l, path)
	f.Add(uint32(100), byte(1))
	f.Add(uint32(5000), byte(255))
	f.Fuzz(func(t *testing.T, at uint32, with byte) {
		bent := bytes.Clone(image)
		bent[int(at)%len(bent)] ^= with
		path := filepath.Join(t.TempDir(), "bent.noddfa")
		if err := os.WriteFile(path, bent, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := Open(t.Context(), path)
		if err != nil {
			return
		}
		defer l.Close()
		_, _ = l.Revisions(t.Context(), func(Revision) error { return nil }) // whatever it says, it must come back
		_, _, _ = l.Boxes(t.Context(), ClassWrap)
		_, _ = l.Integrity(t.Context())
	})
}

// closedWithRoot closes a ledger and returns its file, and the first page of a table or an
// index in it.
func closedWithRoot(t *testing.T, l *Ledger, path, name string) (image []byte, root int) {
	t.Helper()
	if err := l.conn.QueryRowContext(t.Context(), "SELECT rootpage FROM sqlite_schema WHERE name=?", name).Scan(&root); err != nil {
		t.Fatal(err)
	}
	return closedImage(t, l, path), root
}

// holderEnv makes the test program a holder of a file until its input ends.
const holderEnv = "NODDFA_TEST_HOLDER"

func TestMain(m *testing.M) {
	if path := os.Getenv(holderEnv); path != "" {
		then := time.Now().Add(-time.Hour)
		if os.Chtimes(path, then, then) != nil {
			os.Exit(1)
		}
		over := LookAhead(path, ClassWrap, nil) // and so must a third, which began before
		l, err := Open(context.Background(), path)
		if err != nil {
			os.Exit(1)
		}
		var page Page
		if l.Before(context.Background(), 1, []uint8{1}, 1, &page) != nil || l.byPage == nil {
			os.Exit(1) // reading by pages opens the file once more, and must not cost the lock
		}
		if l.BackUp(context.Background(), path+".backup") != nil {
			os.Exit(1) // nor must a second connection, which looks at it meanwhile
		}
		<-over
		file, err := os.Open(path)
		if err != nil {
			os.Exit(1)
		}
		letGo(path, file)
		os.Stdout.WriteString("open\n")
		_, _ = io.ReadAll(os.Stdin)
		l.Close()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestAnotherProcessIsToldTheFileIsInUse(t *testing.T) {
	l, path := newLedger(t, nil)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), holderEnv+"="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(out, make([]byte, 5)); err != nil {
		t.Fatal("the holder did not open the file")
	}
	if l, err := Open(t.Context(), path); !errors.Is(err, ErrInUse) {
		t.Errorf("got %v", err)
		l.Close()
	}
	in.Close()
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	l, err = Open(t.Context(), path)
	if err != nil {
		t.Fatalf("after the other has closed it: %v", err)
	}
	l.Close()
	if _, err := os.Stat(path + "-shm"); err == nil {
		t.Error("a shared memory file was left")
	}
}

func TestABackupSaysHowFarItIsAndIsStopped(t *testing.T) {
	l, path := newLedger(t, nil)
	rows := make([]Revision, 1200)
	for i := range rows {
		rows[i] = row(1, "words")
		binary.BigEndian.PutUint32(rows[i].Revision[:], uint32(i))
	}
	appendRows(t, l, rows...)
	type told struct{ done, all int }
	last, checked := told{0, 1}, 0
	err := l.BackUp(WithProgress(t.Context(), func(done, all int) {
		if done*last.all < last.done*all || done > all {
			t.Errorf("%d of %d after %d of %d", done, all, last.done, last.all)
		}
		if last = (told{done, all}); 2*done > all && done < all {
			checked++
		}
	}), path+".copy")
	if err != nil || last.done != last.all || checked != 2 {
		t.Errorf("at the end %d of %d, told %d times while it was checked: %v", last.done, last.all, checked, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	err = l.BackUp(WithProgress(ctx, func(done, all int) {
		if 2*done > all {
			stop()
		}
	}), path+".stopped")
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.stopped*")); !errors.Is(err, context.Canceled) || len(left) > 0 {
		t.Errorf("stopped: %v, left %v", err, left)
	}
}
