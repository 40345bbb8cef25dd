package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"sync"
	"testing"
	"time"
)

func TestACopyIsComparedByteForByte(t *testing.T) {
	l, path := manyRows(t, 500)
	copied := filepath.Join(t.TempDir(), "copy.noddfa")
	if err := l.BackUp(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	image, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	same := func() bool {
		l.mu.Lock()
		file := l.leaves(t.Context())
		l.mu.Unlock()
		return file != nil && file.sameAs(t.Context(), copied)
	}
	if !same() {
		t.Fatal("a backup is not the same as its file")
	}
	for _, at := range []int{0, 17, 100, 4095, 4096, len(image) / 2, len(image) - 1} {
		image[at] ^= 4
		if err := os.WriteFile(copied, image, 0o600); err != nil {
			t.Fatal(err)
		}
		if same() {
			t.Errorf("byte %d is another, and the copy is said to be the same", at)
		}
		image[at] ^= 4
	}
	for _, other := range [][]byte{image[:len(image)-4096], append(image, make([]byte, 4096)...)} {
		if err := os.WriteFile(copied, other, 0o600); err != nil {
			t.Fatal(err)
		}
		if same() {
			t.Errorf("a copy of %d bytes is said to be the same as a file of %d", len(other), len(image))
		}
	}
	if err := os.WriteFile(copied, image, 0o600); err != nil {
		t.Fatal(err)
	}
	appendRows(t, l, row(1, "one more"))
	if same() {
		t.Errorf("the copy of before is the same as %s of after", path)
	}
}

func TestWhoeverWritesEndsTheLookOfABackup(t *testing.T) {
	l, _ := manyRows(t, 10)
	l.mu.Lock()
	still, goOn := l.holdStill(t.Context(), true)
	l.mu.Unlock()
	wrote := make(chan error, 1)
	go func() {
		wrote <- l.Write(t.Context(), func(tx *Tx) error {
			_, err := tx.Append(row(1, "one"), unsigned)
			return err
		})
	}()
	<-still.Done()
	select {
	case <-wrote:
		t.Error("something was written before the look was over")
	default:
	}
	goOn()
	if err := <-wrote; err != nil {
		t.Error(err)
	}
}

func TestWritingGoesOnBesideBackups(t *testing.T) {
	l, _ := manyRows(t, 3000)
	folder := t.TempDir()
	over := make(chan struct{})
	var writing sync.WaitGroup
	written := 3000
	writing.Go(func() {
		for {
			select {
			case <-over:
				return
			default:
			}
			err := l.Write(t.Context(), func(tx *Tx) error {
				_, err := tx.Append(row(1, "one"), unsigned)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			written++
		}
	})
	names := []string{"a", "b", "c", "d", "e"}
	for _, name := range names {
		if err := l.BackUp(t.Context(), filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
	close(over)
	writing.Wait()
	before := 0
	for _, name := range names {
		backup, err := OpenToRead(t.Context(), filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		if lost, err := backup.Revisions(t.Context(), func(Revision) error { rows++; return nil }); err != nil || len(lost) > 0 {
			t.Error(lost, err)
		}
		if rows < max(before, 3000) || rows > written {
			t.Errorf("backup %s has %d rows; the one before %d, the file %d", name, rows, before, written)
		}
		before = rows
		if err := backup.Close(); err != nil {
			t.Error(err)
		}
	}
}

// What SQLite finds in the file is said of the copy, and none is left.
func TestNoBackupOfADamagedStructureIsMade(t *testing.T) {
	l, path := manyRows(t, 500)
	image, root := closedWithRoot(t, l, path, "revision_group")
	image[(root-1)*4096+4090] ^= 1 // a row's place in an index
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for name, copyOut := range map[string]func(context.Context, string) error{"a backup": l.BackUp, "a restore": restore(l)} {
		to := filepath.Join(t.TempDir(), "copy")
		if err := copyOut(t.Context(), to); !errors.Is(err, ErrDamaged) {
			t.Errorf("the index is damaged, and %s says %v", name, err)
		}
		if left, _ := filepath.Glob(to + "*"); len(left) > 0 {
			t.Errorf("%s left %v", name, left)
		}
	}
}

func restore(l *Ledger) func(context.Context, string) error {
	return func(ctx context.Context, to string) error {
		_, err := l.Restore(ctx, to, ClassWrap)
		return err
	}
}

// Whoever reads a file while it is copied need not read the copy, unless somebody writes.
func TestARestoredCopyIsKnownToBeTheSame(t *testing.T) {
	l, path := manyRows(t, 2000)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, writes := range []bool{false, true} {
		l, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		write := sync.OnceFunc(func() {
			if writes {
				appendRows(t, l, row(1, "while it is copied"))
			}
		})
		ctx := WithProgress(t.Context(), func(int, int) { write() })
		read, err := l.Restore(ctx, filepath.Join(t.TempDir(), "copy"), ClassWrap, 2)
		if err != nil || (read != nil) == writes {
			t.Errorf("somebody wrote: %v, and it is the same: %v, %v", writes, read != nil, err)
		}
		if want, err := l.Survey(t.Context(), ClassWrap, 2); err != nil || read != nil && !reflect.DeepEqual(*read, want) {
			t.Errorf("it read %+v, not %+v; %v", read, want, err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

// A look tells of the file that was copied, however early it is over.
func TestALookDoesNotCountAfterSomebodyWrote(t *testing.T) {
	for _, writes := range []bool{false, true} {
		l, _ := manyRows(t, 10)
		copied := filepath.Join(t.TempDir(), "copy")
		if err := l.BackUp(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		look := l.lookMeanwhile(t.Context(), nil)
		if look.file == nil {
			t.Fatal("there is no look")
		}
		wrote := make(chan error, 1)
		if writes {
			waits := make(chan struct{})
			l.mu.Lock()
			stop := l.examined.stop
			l.examined.stop = func() { stop(); close(waits) }
			l.mu.Unlock()
			go func() {
				wrote <- l.Write(t.Context(), func(tx *Tx) error {
					_, err := tx.Append(row(1, "one"), unsigned)
					return err
				})
			}()
			<-waits
		}
		if counts := look.countsFor(t.Context(), copied); counts == writes {
			t.Errorf("somebody wrote: %v, and the look counts: %v", writes, counts)
		}
		if !writes {
			if err, over := <-look.found; err != nil || !over {
				t.Errorf("the look says %v, and is over: %v", err, over)
			}
		}
		if writes {
			if err := <-wrote; err != nil {
				t.Error(err)
			}
		}
		look.end()
	}
}

func TestExaminingWaitsForALookBeside(t *testing.T) {
	l, _ := manyRows(t, 10)
	l.mu.Lock()
	_, goOn := l.holdStill(t.Context(), false)
	l.mu.Unlock()
	examined := make(chan error, 1)
	go func() { examined <- l.Examine(t.Context()) }()
	select {
	case err := <-examined:
		t.Fatalf("it did not wait: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	goOn()
	if err := <-examined; err != nil {
		t.Error(err)
	}
	appendRows(t, l, row(1, "one more"))
}

func TestABackupDoesNotTakeItsOwnFileForALeftPart(t *testing.T) {
	l, path := manyRows(t, 10)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "copy.noddfa")
	if err := os.Rename(path, to+".part"); err != nil {
		t.Fatal(err)
	}
	reader, err := OpenToRead(t.Context(), to+".part")
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if err := reader.BackUp(t.Context(), to); !errors.Is(err, ErrExists) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(to + ".part"); err != nil {
		t.Error(err)
	}
}

// Others read and write while a large file is copied, perhaps to something slow.
func TestWhatIsWrittenWhileAFileIsCopiedIsInTheCopy(t *testing.T) {
	const rows = 3000
	l, _ := manyRows(t, rows)
	told := 0
	ctx := WithProgress(t.Context(), func(done, all int) {
		if told++; done >= all/2 || told > 6 { // all is copied, or enough
			return
		}
		appendRows(t, l, row(byte(told), "while it is copied"))
		if told%2 == 0 {
			if err := l.Write(t.Context(), func(tx *Tx) error { return tx.exec("UPDATE revision SET box=NULL WHERE n=?", int64(told)) }); err != nil {
				t.Error(err)
			}
		}
		if list, err := l.Record(t.Context(), row(byte(told), "").Record); err != nil || len(list) == 0 {
			t.Errorf("reading while it is copied: %d, %v", len(list), err)
		}
	})
	to := filepath.Join(t.TempDir(), "copy")
	if err := l.BackUp(ctx, to); err != nil {
		t.Fatal(err)
	}
	if told < 3 {
		t.Fatalf("copied in %d steps: this proves little", told)
	}
	backup, err := OpenToRead(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	defer backup.Close()
	want, err := eachOfSQLite(t, l)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := allRevisions(t, backup)
	if len(got) < rows+3 || !reflect.DeepEqual(got, want) {
		t.Errorf("the copy has %d rows, the file %d, and had %d before", len(got), len(want), rows)
	}
}

func TestAFileThatIsClosedWhileItIsCopied(t *testing.T) {
	l, path := manyRows(t, 3000)
	var closing sync.Once
	ctx := WithProgress(t.Context(), func(int, int) {
		closing.Do(func() {
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		})
	})
	to := filepath.Join(t.TempDir(), "copy")
	if err := l.BackUp(ctx, to); !errors.Is(err, errClosed) {
		t.Errorf("got %v", err)
	}
	if left, _ := filepath.Glob(to + "*"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// Two backups of one name, of which one is stopped half way, are one.
func TestTwoBackupsOfOneNameAreNotMixed(t *testing.T) {
	l, _ := manyRows(t, 3000)
	to := filepath.Join(t.TempDir(), "copy")
	steps := 0
	ctx := WithProgress(t.Context(), func(done, all int) {
		if steps++; steps == 2 || done > all/2 && steps < 100 { // while it is copied, and while it is checked
			if done > all/2 {
				steps = 100
			}
			if err := l.BackUp(t.Context(), to); !errors.Is(err, ErrExists) {
				t.Errorf("a second one: %v", err)
			}
		}
	})
	if err := l.BackUp(ctx, to); err != nil {
		t.Fatal(err)
	}
	if steps < 100 {
		t.Fatal("it was not asked while the first was checked")
	}
	// Another program's is not called by the name either, nor taken away.
	other := filepath.Join(t.TempDir(), "other")
	replaced := false
	ctx = WithProgress(t.Context(), func(done, all int) {
		if done <= all/2 || replaced {
			return
		}
		replaced = true
		if err := os.Remove(other + ".part"); err != nil {
			t.Error(err)
		}
		if err := os.WriteFile(other+".part", []byte("half"), 0o600); err != nil {
			t.Error(err)
		}
	})
	if runtime.GOOS == "windows" {
		return // no file is removed there while it is read
	}
	if err := l.BackUp(ctx, other); !errors.Is(err, ErrExists) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(other); err == nil {
		t.Error("half a file has the name of a backup")
	}
	if _, err := os.Stat(other + ".part"); err != nil {
		t.Error(err)
	}
}
