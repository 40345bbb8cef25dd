package ledger

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// manyRows is a file with rows of many kinds and of all sizes, some erased.
func manyRows(t testing.TB, rows int) (*Ledger, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "many.noddfa")
	random := rand.New(rand.NewPCG(3, 4))
	l, err := Create(t.Context(), path, func(tx *Tx) error {
		for i := range rows {
			r := row(byte(i), string(make([]byte, random.IntN(90)*random.IntN(90))))
			r.Kind, r.KeyVersion, r.Record[1] = uint8(random.IntN(20)), random.Uint32()>>random.IntN(32), byte(i>>8)
			if i%50 == 7 {
				r.Box = nil
			}
			if _, err := tx.Append(r, unsigned); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l, path
}

// ofPages is what Before reads from the pages alone; false where SQLite is to be asked.
func ofPages(t testing.TB, l *Ledger, n, wanted int64, most int) (rows []Sealed, asItIs bool) {
	t.Helper()
	pages := l.leaves(t.Context())
	if pages == nil {
		return nil, false
	}
	var page Page
	asItIs = pages.pageBefore(l.root(t.Context(), "revision"), n, wanted, most, &page)
	return erasedAsNone(page.Rows), asItIs
}

func ofSQLite(t testing.TB, l *Ledger, n, wanted int64, most int) ([]Sealed, error) {
	t.Helper()
	var page Page
	err := l.pageOfSQLite(t.Context(), n, wanted, most, &page)
	return erasedAsNone(page.Rows), err
}

// erasedAsNone makes one of the two ways of saying that nothing is sealed there.
func erasedAsNone(rows []Sealed) []Sealed {
	for i := range rows {
		if len(rows[i].Box) == 0 {
			rows[i].Box = nil
		}
	}
	return rows
}

func TestPagesGiveTheRowsThatSQLiteGives(t *testing.T) {
	const rows = 3000
	l, _ := manyRows(t, rows)
	random := rand.New(rand.NewPCG(5, 6))
	for _, n := range []int64{math.MaxInt64, rows + 1, rows, rows / 2, 2, 1, 0, math.MinInt64} {
		for range 5 {
			wanted, most := random.Int64()&random.Int64(), 1+random.IntN(700)
			want, err := ofSQLite(t, l, n, wanted, most)
			if err != nil {
				t.Fatal(err)
			}
			got, asItIs := ofPages(t, l, n, wanted, most)
			if !asItIs || len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
				t.Fatalf("before %d of kinds %b, at most %d: %d rows, as it should be: %v; SQLite has %d", n, wanted, most, len(got), asItIs, len(want))
			}
		}
	}
}

func TestRowsOfTheJournalAreReadToo(t *testing.T) {
	l, path := manyRows(t, 100)
	var page Page
	read := func() int {
		t.Helper()
		n, rows := int64(math.MaxInt64), 0
		for {
			if err := l.Before(t.Context(), n, []uint8{8}, 30, &page); err != nil {
				t.Fatal(err)
			}
			if len(page.Rows) == 0 {
				return rows
			}
			n, rows = page.Rows[len(page.Rows)-1].N, rows+len(page.Rows)
		}
	}
	before := read()
	appendRows(t, l, row(1, "one"), row(2, "two"))
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() == 0 {
		t.Fatal("nothing is in the journal")
	}
	if after := read(); after != before+2 {
		t.Errorf("%d rows, and %d when two more were written", before, after)
	}
	if info, err := os.Stat(path + "-wal"); err != nil || info.Size() > 0 {
		t.Error("the journal was not emptied, which reading by pages takes")
	}
	// Where the journal cannot be emptied SQLite is asked.
	appendRows(t, l, row(3, "three"))
	l.Freeze()
	if _, asItIs := ofPages(t, l, math.MaxInt64, 1<<8, 30); asItIs {
		t.Error("the pages are believed although there is a journal")
	}
	if after := read(); after != before+3 {
		t.Errorf("with a journal: %d rows, not %d", after, before+3)
	}
}

// Whatever byte is changed, the pages give what SQLite gives, or say that it is to be
// asked.
func TestDamagedPagesAreLeftToSQLite(t *testing.T) {
	l, path := manyRows(t, 400)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(7, 8))
	asked, same := 0, 0
	for range 400 {
		image := bytes.Clone(whole)
		at := 4096 * random.IntN(len(image)/4096)
		if random.IntN(4) == 0 {
			at += random.IntN(4096)
		} else {
			at += random.IntN(60) // where a page says what is on it
		}
		image[at] ^= 1 << random.IntN(8)
		if err := os.WriteFile(path, image, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := Open(t.Context(), path)
		if err != nil {
			continue // damaged so that it is not opened as usual
		}
		got, asItIs := ofPages(t, l, math.MaxInt64, math.MaxInt64, 1000)
		if !asItIs {
			asked++
		} else if want, err := ofSQLite(t, l, math.MaxInt64, math.MaxInt64, 1000); err == nil {
			same++
			if !reflect.DeepEqual(got, want) {
				t.Errorf("byte %d of page %d: the pages have %d rows, SQLite %d", at%4096, at/4096+1, len(got), len(want))
			}
		} else if !errors.Is(err, ErrDamaged) {
			t.Error(err)
		} else {
			t.Errorf("byte %d of page %d: SQLite says it is damaged, the pages do not", at%4096, at/4096+1)
		}
		if err := l.Close(); err != nil && !errors.Is(err, ErrDamaged) {
			t.Error(err)
		}
	}
	if asked < 20 || same < 20 {
		t.Errorf("SQLite was asked %d times, both gave the same %d times: this proves little", asked, same)
	}
}

func FuzzLeaves(f *testing.F) {
	l, path := manyRows(f, 12)
	root := l.root(f.Context(), "revision")
	if err := l.Close(); err != nil {
		f.Fatal(err)
	}
	image, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(image, int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, image []byte, n int64) {
		pages := leavesOf(bytes.NewReader(image), len(image))
		if pages == nil {
			return
		}
		var page Page
		if !pages.pageBefore(root, n, math.MaxInt64, 1000, &page) {
			return
		}
		for _, s := range page.Rows { // what is read is before what was read
			if s.N >= n {
				t.Fatalf("row %d is not before %d", s.N, n)
			}
			n = s.N
		}
	})
}
