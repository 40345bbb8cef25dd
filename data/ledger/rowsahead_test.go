package ledger

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
)

// rowsBefore reads all rows of some kinds, so many at a time, and says how often they came
// from what was read ahead.
func rowsBefore(t *testing.T, l *Ledger, kinds []uint8, most int) (rows []Sealed, ahead int) {
	t.Helper()
	var page Page
	for n := int64(math.MaxInt64); ; n = page.Rows[len(page.Rows)-1].N {
		before := takenFrom(l)
		if err := l.Before(t.Context(), n, kinds, most, &page); err != nil {
			t.Fatal(err)
		}
		if takenFrom(l) != before {
			ahead++
		}
		if len(page.Rows) > most {
			t.Fatalf("%d rows where %d were asked for", len(page.Rows), most)
		}
		if len(page.Rows) == 0 {
			return rows, ahead
		}
		for _, r := range page.Rows {
			r.Box = slices.Clone(r.Box)
			rows = append(rows, r)
		}
	}
}

// takenFrom is the row up to which rows were taken from a look ahead.
func takenFrom(l *Ledger) int64 {
	if l.look == nil {
		return math.MaxInt64
	}
	return l.look.rows.next
}

// versionsClosed is a closed file of rows of three kinds, every seventh a version of an earlier one.
func versionsClosed(t *testing.T) (path string) {
	t.Helper()
	l, path := newLedger(t, nil)
	var rows []Revision
	for i := range 3000 {
		r := row(byte(i), fmt.Sprint("some sealed text of a length that needs several pages ", i))
		r.Kind, r.Record[1], r.Revision[1], r.Revision[2] = uint8(7+i%3), byte(i>>8), byte(i>>8), byte(i)
		if i%7 == 6 {
			r.Record, r.Parent, r.Kind = rows[i-3].Record, rows[i-3].Revision, rows[i-3].Kind
		}
		rows = append(rows, r)
	}
	appendRows(t, l, rows...)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	longAgo(t, path)
	return path
}

func TestRowsReadAheadAreThoseOfTheFile(t *testing.T) {
	path := versionsClosed(t)
	kinds := []uint8{7, 9}
	for _, test := range []struct {
		name  string
		kinds []uint8
		most  int
		then  func(t *testing.T, l *Ledger)
		ahead bool
	}{
		{"as many at a time", kinds, 500, nil, true},
		{"fewer", kinds, 123, nil, true},
		{"more", kinds, 700, nil, true},
		{"other kinds", []uint8{7, 8}, 500, nil, false},
		{"begun once more", kinds, 500, func(t *testing.T, l *Ledger) {
			var page Page
			if err := l.Before(t.Context(), math.MaxInt64, kinds, 500, &page); err != nil || len(page.Rows) != 500 {
				t.Fatal(len(page.Rows), err)
			}
		}, false},
		{"begun further on", kinds, 500, func(t *testing.T, l *Ledger) {
			var page Page
			if err := l.Before(t.Context(), 1000, kinds, 500, &page); err != nil || page.Rows[0].N >= 1000 {
				t.Fatal(len(page.Rows), err)
			}
		}, false},
		{"the room is full", kinds, 500, func(_ *testing.T, l *Ledger) {
			rows := l.takeLook().rows
			rows.pages, rows.noMore = rows.pages[:2], false
		}, true},
		{"a row between", kinds, 500, func(t *testing.T, l *Ledger) {
			r := row(77, "one more")
			r.Kind = 7
			appendRows(t, l, r)
		}, false},
		{"let go of", kinds, 500, func(_ *testing.T, l *Ledger) { l.takeLook().drop() }, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			longAgo(t, path)
			<-LookAhead(path, ClassWrap, nil, kinds...)
			l, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if test.then != nil {
				test.then(t, l)
			}
			got, ahead := rowsBefore(t, l, test.kinds, test.most)
			if test.ahead != (ahead > 0) {
				t.Errorf("%d times of what was read ahead", ahead)
			}
			l.forgetLook()
			want, ahead := rowsBefore(t, l, test.kinds, 500)
			if len(want) < 1500 || ahead > 0 || !reflect.DeepEqual(got, want) {
				t.Errorf("%d rows instead of %d", len(got), len(want))
			}
			if !slices.ContainsFunc(want, func(s Sealed) bool { return s.Parent != ID{} }) {
				t.Error("no row says which version was before it")
			}
		})
	}
}

// TestRowsAreReadAheadUntilTheRoomIsFull, or until somebody takes some.
func TestRowsAreReadAheadUntilTheRoomIsFull(t *testing.T) {
	l, err := Open(t.Context(), versionsClosed(t))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	pages, root := l.leaves(t.Context()), l.root(t.Context(), "revision")
	whole := newRowsAhead([]uint8{7, 8, 9})
	whole.read(pages, root)
	some := newRowsAhead([]uint8{7, 8, 9})
	some.room = 200_000
	some.read(pages, root)
	ended := newRowsAhead([]uint8{7, 8, 9})
	ended.take(math.MaxInt64, ended.wanted, 1, &Page{})
	ended.read(pages, root)
	if len(whole.pages) != 6 || !whole.noMore || len(some.pages) != 3 || some.noMore || len(ended.pages) > 0 || ended.noMore {
		t.Errorf("%d pages, %v; %d, %v; %d, %v", len(whole.pages), whole.noMore, len(some.pages), some.noMore, len(ended.pages), ended.noMore)
	}
}

// TestRowsReadAheadAreNotTakenByWhoGaveUp: nor do they keep the look from ending.
func TestRowsReadAheadAreNotTakenByWhoGaveUp(t *testing.T) {
	path := versionsClosed(t)
	<-LookAhead(path, ClassWrap, nil, 7)
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	var page Page
	if err := l.Before(stopped, math.MaxInt64, []uint8{7}, 500, &page); err == nil {
		t.Error("rows for somebody who gave up")
	}
	if err := l.Examine(t.Context()); err != nil {
		t.Error(err)
	}
	if look := l.look; look != nil && !look.rows.stopped {
		t.Error("rows are read on")
	}
}
