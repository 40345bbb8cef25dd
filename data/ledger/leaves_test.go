package ledger

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"
	"time"
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
			if len(got) < len(want) && len(got) > 0 { // a page ends where its rows take too much of the file
				want = want[:len(got)]
			}
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
	whole := closedImage(t, l, path)
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
		got, asItIs := ofPages(t, l, math.MaxInt64, math.MaxInt64, 300)
		if !asItIs {
			asked++
		} else if want, err := ofSQLite(t, l, math.MaxInt64, math.MaxInt64, 300); err == nil {
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

// eachOfSQLite is what Revisions gives where SQLite alone is asked.
func eachOfSQLite(t testing.TB, l *Ledger) (rows []Revision, err error) {
	t.Helper()
	err = l.query(t.Context(), "SELECT "+revisionColumns+" FROM revision ORDER BY n", nil, func(r Revision) error {
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

// bySQLite is what Revisions gives, and what cannot be read, where SQLite alone is asked
// until the file is found to be damaged.
func bySQLite(t testing.TB, l *Ledger) (rows []Revision, lost []Damage, err error) {
	t.Helper()
	if l.rescued == nil {
		rows, err = eachOfSQLite(t, l)
		if !errors.Is(err, ErrDamaged) {
			return rows, nil, err
		}
		if err := l.rescue(t.Context()); err != nil {
			return rows, nil, err
		}
	}
	for _, r := range l.rescued.rows {
		if len(rows) == 0 || r.N > rows[len(rows)-1].N {
			rows = append(rows, r)
		}
	}
	return rows, l.rescued.lost, nil
}

// Whatever bit of a page is another, no row is missing that SQLite has, and what SQLite
// finds to be damaged is found.
func TestRevisionsOfDamagedPagesAreThoseOfSQLite(t *testing.T) {
	l, path := manyRows(t, 70)
	whole := closedImage(t, l, path)
	open := func() *Ledger {
		l, err := Open(t.Context(), path)
		if err != nil {
			return nil // damaged so that it is not opened as usual
		}
		return l
	}
	random := rand.New(rand.NewPCG(9, 10))
	const flips = 200
	found, sound := 0, 0
	for range flips {
		image := bytes.Clone(whole)
		page := random.IntN(len(image) / 4096)
		at := 4096*page + random.IntN(4096)
		switch cells := int(binary.BigEndian.Uint16(image[4096*page+3:])); {
		case random.IntN(2) == 0:
			at = 4096*page + random.IntN(12+2*min(cells, 300)) // what a page says of itself
		case cells > 0 && image[4096*page] == leafOfTable: // what a row says of itself
			at = 4096*page + int(binary.BigEndian.Uint16(image[4096*page+8+2*random.IntN(cells):])) + random.IntN(24)
		}
		image[at] ^= 1 << random.IntN(8)
		switch cells := int(binary.BigEndian.Uint16(whole[4096*page+3:])); random.IntN(6) {
		case 0: // a page without cells
			image = bytes.Clone(whole)
			clear(image[4096*page+3 : 4096*page+5])
		case 1: // the number of the row at which a search begins
			if cells > 2 && whole[4096*page] == leafOfTable {
				image = bytes.Clone(whole)
				row := image[4096*page+int(binary.BigEndian.Uint16(image[4096*page+8+2*((cells-1)/2):])):]
				_, length := varint(row)
				row[length] = 0
			}
		}
		if err := os.WriteFile(path, image, 0o600); err != nil {
			t.Fatal(err)
		}
		l := open()
		if l == nil {
			continue
		}
		var got []Revision
		gotLost, gotErr := l.Revisions(t.Context(), func(r Revision) error { got = append(got, r); return nil })
		gotRescued := l.rescued != nil
		if err := l.Close(); err != nil && !errors.Is(err, ErrDamaged) {
			t.Error(err)
		}
		if err := os.WriteFile(path, image, 0o600); err != nil {
			t.Fatal(err)
		}
		if l = open(); l == nil {
			t.Fatal("opened once only")
		}
		want, wantLost, wantErr := bySQLite(t, l)
		wantRescued := l.rescued != nil
		if err := l.Close(); err != nil && !errors.Is(err, ErrDamaged) {
			t.Error(err)
		}
		if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(gotLost, wantLost) || gotRescued != wantRescued || (gotErr == nil) != (wantErr == nil) {
			t.Errorf("byte %d of page %d: %d rows and %d lost, %v, found %v; SQLite: %d, %d, %v, %v",
				at%4096, at/4096+1, len(got), len(gotLost), gotErr, gotRescued, len(want), len(wantLost), wantErr, wantRescued)
		}
		if wantRescued {
			found++
		} else {
			sound++
		}
	}
	if found < flips/20 || sound < flips/20 {
		t.Errorf("SQLite found %d damaged and %d sound: this proves little", found, sound)
	}
}

// allRevisions is Revisions, and how many of them came from the pages.
func allRevisions(t testing.TB, l *Ledger) (rows []Revision, ofPages int) {
	t.Helper()
	if _, err := l.revisionsOfPages(t.Context(), func(Revision) error { ofPages++; return nil }); err != nil {
		t.Fatal(err)
	}
	_, err := l.Revisions(t.Context(), func(r Revision) error {
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, ofPages
}

func TestPagesGiveEveryRevisionThatSQLiteGives(t *testing.T) {
	const rows = 3000
	l, path := manyRows(t, rows)
	for _, change := range []struct {
		do      string
		ofPages int
	}{
		{"SELECT 1", rows},
		{"UPDATE revision SET box=NULL WHERE n%2=0", rows},
		{"DELETE FROM revision WHERE n BETWEEN 100 AND 1100", rows - 1001},
		{"UPDATE revision SET n=-7 WHERE n=2000", rows - 1001},
		{"UPDATE revision SET n=-9223372036854775808 WHERE n=-7", 0}, // no row is before that
		{"UPDATE revision SET n=-7 WHERE n=-9223372036854775808", rows - 1001},
		// What was never written so is left to SQLite, and all behind it.
		{"UPDATE revision SET kind=300 WHERE n=2500", 1498},
		{"UPDATE revision SET link=x'00' WHERE n=2400", 1398},
		{"UPDATE revision SET seq=-1 WHERE n=2300", 1298},
		{"UPDATE revision SET key_version=-1 WHERE n=2200", 1198},
	} {
		if _, err := l.conn.ExecContext(t.Context(), change.do); err != nil {
			t.Fatal(err)
		}
		got, ofPages := allRevisions(t, l)
		want, err := eachOfSQLite(t, l)
		if err != nil || len(want) == 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("after %q: %d rows instead of %d, %v", change.do, len(got), len(want), err)
		}
		if ofPages != change.ofPages {
			t.Errorf("after %q: %d rows are from the pages, not %d", change.do, ofPages, change.ofPages)
		}
	}
	// Whoever is told may stop it.
	enough := errors.New("enough")
	told := 0
	if _, err := l.Revisions(t.Context(), func(Revision) error { told++; return enough }); !errors.Is(err, enough) || told != 1 {
		t.Errorf("stopped at the first: %v, after %d", err, told)
	}
	// A file that is only read, such as a backup, is read so too.
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := OpenToRead(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if got, ofPages := allRevisions(t, reader); len(got) != rows-1001 || ofPages < 1000 {
		t.Errorf("only read: %d rows, %d of them from the pages", len(got), ofPages)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := reader.Revisions(stopped, func(Revision) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped before: %v", err)
	}
}

func FuzzLeaves(f *testing.F) {
	l, path := manyRows(f, 12)
	root := l.root(f.Context(), "revision")
	image := closedImage(f, l, path)
	f.Add(image, int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, image []byte, n int64) {
		pages := leavesOf(t.Context(), bytes.NewReader(image), len(image))
		if pages == nil {
			return
		}
		last := int64(math.MinInt64)
		pages.forth(root, func(c cell) (more, asItIs bool) { // what is read is behind what was read
			if c.rowid <= last {
				t.Fatalf("row %d is not behind %d", c.rowid, last)
			}
			last = c.rowid
			record, ok := pages.joined(c)
			if fields, _, good := fieldsOf(nil, record, columnsOfAll); ok && good && asWritten(fields) {
				if _, ok := revisionOf(c.rowid, fields); !ok {
					t.Fatal("a row that is as it was written is none")
				}
			}
			return true, true
		})
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

// surveyable is a file in which all is that a survey tells of.
func surveyable(t testing.TB) (*Ledger, string) {
	t.Helper()
	l, path := manyRows(t, 500)
	err := l.Write(t.Context(), func(tx *Tx) error {
		for i := range 300 {
			r := row(byte(i), "")
			r.Record[1] = byte(i >> 8)
			o := Overview{Record: r.Record, Revision: r.Revision, Kind: uint8(i % 20), Group: r.Group, KeyVersion: 1, Box: make([]byte, 1+i*7)}
			if i%3 == 0 {
				o.Record[2] = byte(i % 2) // of nothing, every other
			}
			if err := tx.PutOverview(o); err != nil {
				return err
			}
			b := Box{Class: ClassWrap, Subject: o.Record[:], Holder: []byte{byte(i)}, Number: uint64(i), Body: o.Box}
			if i%7 == 0 {
				b.Class, b.Subject = ClassGrant, b.Subject[:i%16]
			}
			if err := tx.PutBox(b); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{
		"UPDATE overview SET revision=(SELECT revision FROM revision r WHERE r.record=overview.record ORDER BY n DESC), kind=(SELECT kind FROM revision r WHERE r.record=overview.record ORDER BY n DESC) WHERE rowid%2 AND record IN (SELECT record FROM revision)",
		"UPDATE revision SET grp=record WHERE n%5=0",
		"UPDATE revision SET origin=zeroblob(16), seq=n-400 WHERE n>400",
	} {
		if _, err := l.conn.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	return l, path
}

func TestASurveyTellsWhatSQLiteTells(t *testing.T) {
	l, _ := surveyable(t)
	listed := []uint8{1, 3, 5, 19}
	compare := func() (ofPages bool) {
		t.Helper()
		got, boxes, ofPages := l.surveyOfPages(t.Context(), surveyed{ClassWrap, listed})
		if !boxes || !ofPages {
			return false
		}
		if want, damage, err := l.Boxes(t.Context(), ClassWrap); err != nil || !reflect.DeepEqual(got.Boxes, want) || !reflect.DeepEqual(got.Damage, damage) {
			t.Errorf("%d boxes instead of %d, %v", len(got.Boxes), len(want), err)
		}
		overviews, err := l.overviewsOfSQLite(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		absent, err := l.Absent(t.Context(), listed...)
		if err != nil {
			t.Fatal(err)
		}
		groups, err := l.Groups(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		byRecord := func(a, b Overview) int { return bytes.Compare(a.Record[:], b.Record[:]) }
		slices.SortFunc(overviews, byRecord)
		slices.SortFunc(got.Overviews, byRecord)
		byID := func(a, b ID) int { return bytes.Compare(a[:], b[:]) }
		slices.SortFunc(absent.Unlisted, byID)
		slices.SortFunc(groups, byID)
		fresh, gone := 0, 0
		for i, o := range overviews {
			if g := got.Overviews[i]; !reflect.DeepEqual(g, o) {
				t.Errorf("an overview: %+v instead of %+v", g, o)
			}
			if o.Fresh {
				fresh++
			}
			if o.Gone != nil {
				gone++
			}
		}
		if fresh < 20 || gone < 20 || len(absent.Unlisted) < 5 || len(groups) < 20 {
			t.Errorf("%d fresh, %d gone, %d not listed, %d groups: this proves little", fresh, gone, len(absent.Unlisted), len(groups))
		}
		if !reflect.DeepEqual(got.Absent, absent) || !slices.Equal(got.Groups, groups) {
			t.Errorf("absent %d instead of %d, groups %d instead of %d", len(got.Absent.Unlisted), len(absent.Unlisted), len(got.Groups), len(groups))
		}
		return true
	}
	if !compare() {
		t.Fatal("SQLite was asked")
	}
	if _, err := l.conn.ExecContext(t.Context(), "DELETE FROM revision WHERE n=77"); err != nil {
		t.Fatal(err)
	}
	if compare() {
		t.Error("a row is missing in the middle of a chain, and SQLite was not asked which")
	}
	if s, err := l.Survey(t.Context(), ClassWrap, listed...); err != nil || len(s.Absent.Gaps) != 1 || s.Absent.Gaps[0].N != 78 {
		t.Errorf("gaps: %d, %v", len(s.Absent.Gaps), err)
	}
}

func TestBoxesOfBothTablesAreReadFromThePages(t *testing.T) {
	l, _ := surveyable(t)
	read := func(l *Ledger) bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		pages, roots := l.boxPages(t.Context())
		_, asItIs := pages.boxesInBoth(roots, ClassWrap)
		return asItIs
	}
	compare := func(l *Ledger) (damaged int) {
		t.Helper()
		want, wantDamage, err := l.boxes(t.Context(), func(b Box) bool { return b.Class == ClassWrap }, byPlace, "class=?", int64(ClassWrap))
		if err != nil {
			t.Fatal(err)
		}
		got, damage, err := l.Boxes(t.Context(), ClassWrap)
		if err != nil || len(got) < 200 || !reflect.DeepEqual(got, want) || !reflect.DeepEqual(damage, wantDamage) {
			t.Errorf("%d boxes instead of %d, damage %v instead of %v, %v", len(got), len(want), damage, wantDamage, err)
		}
		if alone, err := l.DamagedBoxes(t.Context(), ClassWrap); err != nil || !reflect.DeepEqual(alone, wantDamage) {
			t.Errorf("without the boxes damage %v instead of %v, %v", alone, wantDamage, err)
		}
		return len(damage)
	}
	if n := compare(l); n > 0 || !read(l) || !l.soundBoxes(t.Context(), ClassWrap) {
		t.Errorf("%d are damaged, or SQLite was asked", n)
	}
	for _, change := range []string{
		"UPDATE box_copy SET body=CAST(body || x'00' AS BLOB) WHERE rowid=11",
		"UPDATE box SET hash=zeroblob(32) WHERE rowid=12",
		"DELETE FROM box_copy WHERE rowid=13",
		"DELETE FROM box_copy WHERE rowid=(SELECT min(rowid) FROM box_copy WHERE class=5)",
		"INSERT INTO box_copy VALUES (5, x'01', x'', 1, x'', x'')",
	} {
		l, _ := surveyable(t)
		if _, err := l.conn.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if n := compare(l); read(l) || l.soundBoxes(t.Context(), ClassWrap) || n != 1 {
			t.Errorf("after %q the two tables are said to be the same, or %d boxes are damaged", change, n)
		}
	}
	alike, _ := surveyable(t)
	for _, table := range boxTables {
		if _, err := alike.conn.ExecContext(t.Context(), "UPDATE "+table+" SET body=CAST(body || x'00' AS BLOB) WHERE rowid=11"); err != nil {
			t.Fatal(err)
		}
	}
	if n := compare(alike); !read(alike) || alike.soundBoxes(t.Context(), ClassWrap) || n != 1 {
		t.Errorf("of a box that is damaged alike in both tables: %d", n)
	}
	// At other places of the file, but the same: no damage, and SQLite is asked.
	if _, err := l.conn.ExecContext(t.Context(), "UPDATE box_copy SET rowid=900 WHERE rowid=14"); err != nil {
		t.Fatal(err)
	}
	if n := compare(l); read(l) || l.soundBoxes(t.Context(), ClassWrap) || n != 0 {
		t.Errorf("a row elsewhere: %d are damaged, or it was not seen", n)
	}
}

// SQLite goes on with a journal that somebody deleted: its rows are nowhere else.
func TestAJournalThatWasDeletedIsReadThroughSQLite(t *testing.T) {
	notOnWindows(t)
	l, path := manyRows(t, 50)
	var page Page
	read := func() int {
		t.Helper()
		if err := l.Before(t.Context(), math.MaxInt64, []uint8{8}, 1000, &page); err != nil {
			t.Fatal(err)
		}
		return len(page.Rows)
	}
	before := read()
	appendRows(t, l, row(1, "one"))
	if err := os.Remove(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	if after := read(); after != before+1 {
		t.Errorf("%d rows, then one more was saved and there were %d", before, after)
	}
	if _, asItIs := ofPages(t, l, math.MaxInt64, 1<<8, 10); asItIs {
		t.Error("the pages are believed although the journal is elsewhere")
	}
}

func TestReadingByPagesIsStopped(t *testing.T) {
	l, _ := surveyable(t)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := l.Survey(stopped, ClassWrap, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("a survey: %v", err)
	}
	if _, boxes, rest := l.surveyOfPages(stopped, surveyed{ClassWrap, []uint8{1}}); boxes || rest {
		t.Error("a survey that was stopped told something")
	}
	var page Page
	if err := l.Before(stopped, math.MaxInt64, []uint8{8}, 10, &page); !errors.Is(err, context.Canceled) {
		t.Errorf("a page: %v", err)
	}
}

// slowFile is a file on a disk that takes its time; it counts what is read.
type slowFile struct {
	io.ReaderAt
	takes time.Duration
	read  atomic.Int64
}

func (f *slowFile) ReadAt(p []byte, at int64) (int, error) {
	time.Sleep(f.takes)
	n, err := f.ReaderAt.ReadAt(p, at)
	f.read.Add(int64(n))
	return n, err
}

func TestAFileIsReadThroughWhereADiskIsWaitedFor(t *testing.T) {
	l, path := manyRows(t, 2000)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	image, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for takes, all := range map[time.Duration]bool{0: false, time.Millisecond: true} {
		file := &slowFile{ReaderAt: bytes.NewReader(image), takes: takes}
		stop := leavesOf(t.Context(), file, len(image)).readThrough()
		most := 100 * time.Millisecond // for nothing to happen
		if all {
			most = 5 * time.Second
		}
		for end := time.Now().Add(most); file.read.Load() < int64(len(image)) && time.Now().Before(end); {
			time.Sleep(time.Millisecond)
		}
		stop()
		if read := file.read.Load(); (read >= int64(len(image))) != all {
			t.Errorf("a piece takes %v, and %d of %d bytes were read", takes, read, len(image))
		}
	}
}
