package ledger

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"
)

// laidOver is what an overlay makes of a file, in the plainest way.
func laidOver(file []byte, o overlay, size int) []byte {
	long := min(int(o.count), (len(file)+size-1)/size+len(o.pages)) * size
	whole := append(bytes.Clone(file), make([]byte, max(0, long-len(file)))...)[:long]
	for number, page := range o.pages {
		if from := (int(number) - 1) * size; from < long {
			copy(whole[from:], page)
		}
	}
	return whole
}

func TestAnImageIsTheFileWithTheJournalOverIt(t *testing.T) {
	const size = 512
	random := rand.New(rand.NewPCG(1, 28))
	some := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(1 + random.IntN(255))
		}
		return b
	}
	for range 200 {
		file := some(random.IntN(12 * size))
		want, from := file, image(bytes.NewReader(file))
		for range 1 + random.IntN(2) {
			o := overlay{map[uint32][]byte{}, uint32(random.IntN(16))}
			for range 1 + random.IntN(5) {
				o.pages[uint32(1+random.IntN(16))] = some(size)
			}
			want, from = laidOver(want, o, size), o.over(from, size)
		}
		if from.Size() != int64(len(want)) {
			t.Fatalf("it is of %d bytes instead of %d", from.Size(), len(want))
		}
		for range 20 {
			at, room := random.IntN(len(want)+size), make([]byte, random.IntN(3*size))
			n, err := from.ReadAt(room, int64(at))
			expected := want[min(at, len(want)):min(at+len(room), len(want))]
			if !bytes.Equal(room[:n], expected) || (n < len(room)) != errors.Is(err, io.EOF) {
				t.Fatalf("%d bytes at %d of %d: %d, %v", len(room), at, len(want), n, err)
			}
		}
	}
}

// flaky is an image of which one read fails.
type flaky struct {
	image
	reads, nth int
}

func (f *flaky) ReadAt(p []byte, at int64) (int, error) {
	if f.reads++; f.reads == f.nth {
		return 0, syscall.EIO
	}
	return f.image.ReadAt(p, at)
}

func TestWhatCannotBeReadIsNoDamage(t *testing.T) {
	path := killed(t, 500)
	if err := os.Remove(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := &flaky{image: bytes.NewReader(content)}
	if sound, err := soundImage(t.Context(), all); err != nil || !sound {
		t.Fatalf("where all can be read: %t, %v", sound, err)
	}
	for nth := 1; nth <= all.reads; nth += 1 + all.reads/40 {
		if sound, err := soundImage(t.Context(), &flaky{image: bytes.NewReader(content), nth: nth}); err == nil || errors.Is(err, ErrDamaged) {
			t.Errorf("read %d of %d failed: %t, %v", nth, all.reads, sound, err)
		}
	}
}

// killed is a file with its journal beside it, as a killed program leaves them.
func killed(t *testing.T, rows int) (path string) {
	t.Helper()
	l, open := newLedger(t, nil)
	list := make([]Revision, rows)
	for n := range list {
		list[n] = row(byte(n), string(make([]byte, 600)))
		binary.BigEndian.PutUint32(list[n].Revision[:], uint32(n))
	}
	appendRows(t, l, list...)
	if err := l.Truncate(t.Context()); err != nil {
		t.Fatal(err)
	}
	appendRows(t, l, row(200, "the last words"))
	path = filepath.Join(t.TempDir(), "killed.noddfa")
	for _, end := range []string{"", "-wal"} {
		if err := copyFile(path+end, open+end); err != nil { // which costs this process its locks
			t.Fatal(err)
		}
	}
	return path
}

func TestWeighingAJournalTakesNoMemoryForTheFile(t *testing.T) {
	path := killed(t, 20_000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	l := &Ledger{path: path}
	if left, err := l.weigh(t.Context()); err != nil || left != nil || l.weighed == nil {
		t.Fatalf("weighed: %v, %v", left, err)
	}
	runtime.ReadMemStats(&after)
	if taken, file := after.TotalAlloc-before.TotalAlloc, sizeOf(path); taken > uint64(file)/4 {
		t.Errorf("%d KiB for a file of %d", taken>>10, file>>10)
	}
}

func TestAJournalThatWasWeighedIsFoldedInAtOnce(t *testing.T) {
	for name, written := range map[string]bool{"as it was": false, "written to between": true} {
		t.Run(name, func(t *testing.T) {
			path := killed(t, 100)
			l := &Ledger{path: path}
			if left, err := l.weigh(t.Context()); err != nil || left != nil {
				t.Fatalf("weighed: %v, %v", left, err)
			}
			if written {
				then := time.Now().Add(-time.Hour)
				if err := os.Chtimes(path+"-wal", then, then); err != nil {
					t.Fatal(err)
				}
			}
			if err := l.connect(t.Context(), "rw"); err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if l.foldIn(t.Context()); (sizeOf(path+"-wal") == 0) == written || l.isSound == written {
				t.Errorf("%d bytes are in the journal, known to be sound: %t", sizeOf(path+"-wal"), l.isSound)
			}
			if list, err := l.Record(t.Context(), ID{200}); err != nil || len(list) != 1 {
				t.Errorf("the last words: %d, %v", len(list), err)
			}
		})
	}
}

// TestWhoWeighsDoesNotLookAgain damages the file behind the back of who has it open.
func TestWhoWeighsDoesNotLookAgain(t *testing.T) {
	path := killed(t, 100)
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(make([]byte, 4096), int64(l.root(t.Context(), "revision")-1)*4096); err != nil {
		t.Fatal(err)
	}
	if err := l.Examine(t.Context()); err != nil {
		t.Errorf("looked at again: %v", err)
	}
	if err := l.Examine(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Errorf("later it is: %v", err)
	}
}
