package ledger

import (
	"bytes"
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// rescuable is a file with rows of all sizes, and what SQLite reads there.
func rescuable(t testing.TB) (image []byte, rows []Revision) {
	t.Helper()
	l, err := Create(t.Context(), filepath.Join(t.TempDir(), simulatedFile), func(tx *Tx) error {
		random := rand.New(rand.NewPCG(10, 10))
		for i := range 300 {
			r := row(byte(i), string(make([]byte, random.IntN(200)*random.IntN(200))))
			r.Record[1], r.KeyVersion = byte(i>>8), random.Uint32()>>random.IntN(32)
			if i%50 == 0 {
				r.Box = nil // erased
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
	defer l.Close()
	if _, err := l.Revisions(t.Context(), func(r Revision) error { rows = append(rows, r); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := l.conn.Raw(func(conn any) (err error) {
		image, err = conn.(*sqlite3.SQLiteConn).Serialize("main")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return image, rows
}

func TestTheRowsAreReadFromThePagesAsSQLiteReadsThem(t *testing.T) {
	image, want := rescuable(t)
	got := inOrder(revisionsIn(image))
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%d rows, not the %d that SQLite reads", len(got), len(want))
	}
	if lost := missing(got, int64(len(want))); len(lost) > 0 {
		t.Errorf("%d rows are said to be lost", len(lost))
	}
}

func TestRowsBelongWhereTheirChainSays(t *testing.T) {
	_, rows := rescuable(t)
	moved := slices.Clone(rows[:20])
	moved[7].N = 1 << 40 // a flipped bit in a rowid: no proof covers it
	for i, r := range inOrder(moved) {
		if r.Seq != uint64(i+1) {
			t.Fatalf("place %d has the row %d of the chain", i+1, r.Seq)
		}
	}
	if lost := missing(moved, 0); len(lost) != 1 || lost[0].N != 8 {
		t.Errorf("lost: %+v", lost)
	}
}

func TestADamagedFileIsReadButNotWritten(t *testing.T) {
	l, path := newLedger(t, nil)
	for i := range 200 {
		appendRows(t, l, row(byte(i), "some sealed text of a length that needs several pages, so that one page leads to the others"))
	}
	latestOf(t, l, 200)
	image, root := closedWithRoot(t, l, path, "revision")
	clear(image[(root-1)*4096 : root*4096]) // the page that leads to all rows
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := l.Examine(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Fatalf("examined: %v", err)
	}
	read := 0
	damage, err := l.Revisions(t.Context(), func(Revision) error { read++; return nil })
	if err != nil || read != 200 || len(damage) > 0 {
		t.Errorf("%d rows read, %d lost: %v", read, len(damage), err)
	}
	// Work in the background lets others read meanwhile.
	read = 0
	damage, err = l.RevisionsGently(t.Context(), &sync.Mutex{}, func(rows []Revision) error {
		read += len(rows)
		_, err := l.Record(t.Context(), ID{77})
		return err
	})
	if err != nil || read != 200 || len(damage) > 0 {
		t.Errorf("%d rows read beside others, %d lost: %v", read, len(damage), err)
	}
	if list, err := l.Record(t.Context(), ID{77}); err != nil || len(list) != 1 {
		t.Errorf("a record has %d rows: %v", len(list), err)
	}
	latestOf(t, l, 200)
	if head, err := l.HeadOf(t.Context(), ID{1}); err != nil || head.Seq != 200 {
		t.Errorf("the head is %d: %v", head.Seq, err)
	}
	if err := l.Write(t.Context(), func(*Tx) error { return nil }); !errors.Is(err, ErrDamaged) {
		t.Errorf("wrote: %v", err)
	}
}

// latestOf reads so many rows of row but the first 20, some at a time from the newest.
func latestOf(t *testing.T, l *Ledger, rows int64) {
	t.Helper()
	group, next := ID{9}, rows
	for to := int64(math.MaxInt64); ; {
		some, err := l.LatestOf(t.Context(), group, 8, 21, to, 70)
		if err != nil || len(some) > 70 {
			t.Fatal(len(some), err)
		}
		if len(some) == 0 {
			break
		}
		for _, r := range some {
			if r.N != next || len(r.Box) == 0 {
				t.Fatalf("row %d, not %d", r.N, next)
			}
			next--
		}
		to = some[len(some)-1].N - 1
	}
	if next != 20 {
		t.Errorf("%d rows were not read", next-20)
	}
	for _, c := range []struct {
		group ID
		kind  uint8
	}{{group, 9}, {ID{8}, 8}} {
		if some, err := l.LatestOf(t.Context(), c.group, c.kind, math.MinInt64, math.MaxInt64, 70); err != nil || len(some) > 0 {
			t.Errorf("%d rows of kind %d in %x: %v", len(some), c.kind, c.group, err)
		}
	}
}

// Whatever page is damaged, each row that can be read is read once beside others too.
func TestDamageInTheMiddleCostsNothingMoreBesideOthers(t *testing.T) {
	image, _ := rescuable(t)
	read := func(path string, rows func(l *Ledger, fn func(Revision)) ([]Damage, error)) (map[int64]int, int) {
		l, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		times := map[int64]int{}
		damage, err := rows(l, func(r Revision) { times[r.N]++ })
		if err != nil {
			t.Fatal(err)
		}
		return times, len(damage)
	}
	damaged := 0
	for page := 1; page < len(image)/4096; page++ {
		if image[page*4096] != 13 || page%5 != 0 {
			continue
		}
		bent := bytes.Clone(image)
		bent[page*4096] = 99
		path := filepath.Join(t.TempDir(), simulatedFile)
		if err := os.WriteFile(path, bent, 0o600); err != nil {
			t.Fatal(err)
		}
		alone, lostAlone := read(path, func(l *Ledger, fn func(Revision)) ([]Damage, error) {
			return l.Revisions(t.Context(), func(r Revision) error { fn(r); return nil })
		})
		beside, lostBeside := read(path, func(l *Ledger, fn func(Revision)) ([]Damage, error) {
			return l.RevisionsGently(t.Context(), &sync.Mutex{}, func(some []Revision) error {
				for _, r := range some {
					fn(r)
				}
				return nil
			})
		})
		if !maps.Equal(alone, beside) || lostAlone != lostBeside {
			t.Errorf("page %d: %d rows alone, %d beside others; %d and %d lost", page+1, len(alone), len(beside), lostAlone, lostBeside)
		}
		for n, times := range beside {
			if times != 1 {
				t.Errorf("page %d: the row %d was read %d times", page+1, n, times)
			}
		}
		if lostBeside > 0 {
			damaged++
		}
	}
	if damaged == 0 {
		t.Error("no page took rows with it")
	}
}

// A damaged number of a row makes nobody ask for all the memory there is.
func TestRoomIsNotMadeForADamagedNumber(t *testing.T) {
	l, _ := newLedger(t, nil)
	for i := range 10 {
		appendRows(t, l, row(byte(i), "text"))
	}
	if room := l.RoomForRows(t.Context()); room != 10 {
		t.Errorf("room for %d rows of 10", room)
	}
	for _, n := range []int64{math.MaxInt64, -1} {
		if _, err := l.conn.ExecContext(t.Context(), "UPDATE revision SET n=? WHERE n=(SELECT max(n) FROM revision)", n); err != nil {
			t.Fatal(err)
		}
		if room := l.RoomForRows(t.Context()); room > 1<<20 || n < 0 && room != 9 {
			t.Errorf("the last row has the number %d, and there is room for %d", n, room)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if room := l.RoomForRows(t.Context()); room != 0 {
		t.Errorf("room for %d rows of a file that is closed", room)
	}
}

// Attachments are not all in memory while the file is checked.
func TestFewLargeRowsAreReadTogether(t *testing.T) {
	l, _ := newLedger(t, nil)
	for i := range 10 {
		appendRows(t, l, row(byte(i), strings.Repeat("x", 400_000)))
	}
	var together []int
	if _, err := l.RevisionsGently(t.Context(), &sync.Mutex{}, func(some []Revision) error {
		together = append(together, len(some))
		return nil
	}); err != nil || !slices.Equal(together, []int{3, 3, 3, 1}) {
		t.Errorf("read together: %v, %v", together, err)
	}
}

func FuzzRowsInDamagedPages(f *testing.F) {
	image, _ := rescuable(f)
	f.Add(image[:8*4096])
	for _, says := range [][2]byte{{0, 0}, {0, 48}, {2, 0}, {0, 1}, {255, 255}} { // of the size of a page, and 255 bytes of it not used
		bent := bytes.Clone(image[:2*4096])
		copy(bent[16:], says[:])
		bent[20] = 255
		f.Add(bent)
	}
	f.Fuzz(func(t *testing.T, image []byte) {
		for _, r := range revisionsIn(image) { // whatever is in it, it must come back
			_ = r.Linked()
		}
	})
}
