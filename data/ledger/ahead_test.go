package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"
)

// closedLongAgo is a file that was written an hour ago, and the same with its structure
// damaged.
func closedLongAgo(t *testing.T) (path string, damaged []byte) {
	t.Helper()
	l, path := newLedger(t, nil)
	for i := range 200 {
		appendRows(t, l, row(byte(i), "some sealed text of a length that needs several pages, so that one page leads to the others"))
	}
	damaged, root := closedWithRoot(t, l, path, "revision")
	clear(damaged[(root-1)*4096 : root*4096])
	longAgo(t, path)
	return path, damaged
}

// overwrite puts other content into a file and leaves its time as it was.
func overwrite(t *testing.T, path string, content []byte) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	writeAsOf(t, path, content, info.ModTime())
}

func writeAsOf(t *testing.T, path string, content []byte, at time.Time) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func longAgo(t *testing.T, path string) {
	t.Helper()
	then := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, then, then); err != nil {
		t.Fatal(err)
	}
}

// TestALookAheadCountsForTheFileThatItSaw damages a file behind the back of a look that
// found it whole: only who relies on that look does not see it.
func TestALookAheadCountsForTheFileThatItSaw(t *testing.T) {
	for _, test := range []struct {
		name   string
		after  func(t *testing.T, path string, damaged []byte)
		counts bool
	}{
		{"as it was", func(t *testing.T, path string, damaged []byte) {
			overwrite(t, path, damaged)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			ahead.look.file = info // as if nobody had written
		}, true},
		{"another copy of it put in its place", overwrite, runtime.GOOS == "windows"}, // which tells no time that cannot be set
		{"written since", func(t *testing.T, path string, damaged []byte) { writeAsOf(t, path, damaged, time.Now()) }, false},
		{"another file", func(t *testing.T, path string, damaged []byte) {
			info, err := os.Stat(path)
			if err == nil {
				err = os.Rename(path, path+".other")
			}
			if err != nil {
				t.Fatal(err)
			}
			writeAsOf(t, path, damaged, info.ModTime())
		}, false},
		{"a while later", func(t *testing.T, path string, damaged []byte) {
			overwrite(t, path, damaged)
			ahead.look.began = ahead.look.began.Add(-freshFor)
		}, false},
		{"before the clock was put back", func(t *testing.T, path string, damaged []byte) {
			overwrite(t, path, damaged)
			ahead.look.began = ahead.look.began.Add(time.Hour)
		}, false},
		{"nobody who waits for it", func(t *testing.T, path string, damaged []byte) {
			overwrite(t, path, damaged)
			StopLookingAhead(t.Context())
		}, false},
		{"a look at another file between", func(t *testing.T, path string, damaged []byte) {
			overwrite(t, path, damaged)
			<-LookAhead(path+".other", ClassWrap, nil)
		}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			path, damaged := closedLongAgo(t)
			<-LookAhead(path, ClassWrap, nil)
			test.after(t, path, damaged)
			l, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if _, ok := l.surveyedAhead(t.Context(), surveyed{ClassWrap, nil}); ok != test.counts {
				t.Errorf("what was read counts: %v", ok)
			}
			if _, ok := l.surveyedAhead(t.Context(), surveyed{ClassWrap, nil}); ok {
				t.Error("what was read counts twice")
			}
			if err := l.Examine(t.Context()); errors.Is(err, ErrDamaged) == test.counts {
				t.Errorf("examined: %v", err)
			}
			if err := l.Examine(t.Context()); !errors.Is(err, ErrDamaged) {
				t.Errorf("examined once more: %v", err) // a look counts once
			}
		})
	}
}

func TestWhatIsReadAheadIsWhatSurveyReads(t *testing.T) {
	l, path := surveyable(t)
	listed := []uint8{1, 3, 5, 19}
	want, err := l.Survey(t.Context(), ClassWrap, listed...)
	if err == nil {
		err = l.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		listed []uint8
		then   func(*Ledger)
		counts bool
	}{
		{"nothing between", listed, func(*Ledger) {}, true},
		{"a survey of other kinds", listed[1:], func(*Ledger) {}, false},
		{"a row between", listed, func(l *Ledger) { appendRows(t, l, row(201, "one more")) }, false},
		{"a row in the file between", listed, func(l *Ledger) {
			appendRows(t, l, row(202, "one more"))
			l.mu.Lock()
			defer l.mu.Unlock()
			if !l.settled(t.Context()) {
				t.Fatal("it is in the journal still")
			}
		}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			longAgo(t, path)
			<-LookAhead(path, ClassWrap, listed)
			l, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			test.then(l)
			got, counts := l.surveyedAhead(t.Context(), surveyed{ClassWrap, test.listed})
			if counts != test.counts {
				t.Fatalf("what was read counts: %v", counts)
			}
			if counts && !reflect.DeepEqual(got, want) {
				t.Errorf("%d boxes, %d overviews, %d groups instead of %d, %d, %d", len(got.Boxes), len(got.Overviews), len(got.Groups), len(want.Boxes), len(want.Overviews), len(want.Groups))
			}
			if test.listed[0] != listed[0] {
				return
			}
			want, err = l.Survey(t.Context(), ClassWrap, listed...)
			if err != nil || len(want.Boxes) == 0 || len(want.Overviews) == 0 {
				t.Errorf("a survey after it: %v", err)
			}
		})
	}
}

// TestWhatIsNewestIsToldByWhatWasReadAhead asks twice: of what was read ahead, and of SQLite.
func TestWhatIsNewestIsToldByWhatWasReadAhead(t *testing.T) {
	l, path := surveyable(t)
	listed := []uint8{1, 3, 5, 19}
	all, err := l.Overviews(t.Context())
	if err == nil {
		err = l.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	fresh := slices.DeleteFunc(slices.Clone(all), func(o Overview) bool { return !o.Fresh })
	with := func(change func(o *Overview)) []Overview {
		list := slices.Clone(fresh)
		change(&list[len(list)/2])
		return list
	}
	longAgo(t, path)
	<-LookAhead(path, ClassWrap, listed)
	l, err = Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, ahead := range []bool{true, false} {
		for _, test := range []struct {
			name string
			list []Overview
			want bool
		}{
			{"all that are", fresh, true},
			{"none", nil, true},
			{"some of records that are gone", all, false},
			{"an older version", with(func(o *Overview) { o.Revision[0] ^= 1 }), false},
			{"another group", with(func(o *Overview) { o.Group[0] ^= 1 }), false},
			{"another kind", with(func(o *Overview) { o.Kind++ }), false},
			{"a record that is not there", with(func(o *Overview) { o.Record[0] ^= 1 }), false},
		} {
			got, err := l.AreNewest(t.Context(), test.list)
			if was := l.readAhead(t.Context()) != nil; err != nil || got != test.want || was != ahead {
				t.Errorf("%s, read ahead %v, %v: %v, %v", test.name, ahead, was, got, err)
			}
		}
		if _, took := l.surveyedAhead(t.Context(), surveyed{ClassWrap, listed}); took != ahead {
			t.Errorf("it was taken: %v", took)
		}
	}
}

func TestWhatIsReadAheadIsStopped(t *testing.T) {
	path := large(t)
	LookAhead(path, ClassWrap, nil)
	look := ahead.look
	StopLookingAhead(t.Context())
	select {
	case <-look.read:
	default:
		t.Error("reading goes on")
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, ok := l.surveyedAhead(t.Context(), surveyed{ClassWrap, nil}); ok {
		t.Error("it counts")
	}
}

// TestWhatWasReadAheadIsNotKept: it is some ten megabytes of ten thousand cases.
func TestWhatWasReadAheadIsNotKept(t *testing.T) {
	one := surveyableClosed(t)
	other := surveyableClosed(t)
	<-LookAhead(one, ClassWrap, nil, 8)
	first := ahead.look
	if first.survey == nil || len(first.rows.pages) == 0 {
		t.Fatal("nothing was read")
	}
	<-LookAhead(other, ClassWrap, nil, 8)
	second := ahead.look
	if first.survey != nil || len(first.rows.pages) > 0 || second.survey == nil {
		t.Errorf("of a file that is not opened it is kept: %v, %d pages", first.survey != nil, len(first.rows.pages))
	}
	l, err := Open(t.Context(), other)
	if err == nil {
		err = l.Examine(t.Context())
	}
	if err == nil {
		err = l.Close()
	}
	if err != nil || second.survey != nil || len(second.rows.pages) > 0 {
		t.Errorf("of a file that was closed it is kept: %v, %d pages, %v", second.survey != nil, len(second.rows.pages), err)
	}
}

func surveyableClosed(t *testing.T) (path string) {
	t.Helper()
	l, path := surveyable(t)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	longAgo(t, path)
	return path
}

// TestADescriptorOfAHeldFileIsClosedLater: on Unix, closing it would drop SQLite's lock,
// which TestAnotherProcessIsToldTheFileIsInUse sees.
func TestADescriptorOfAHeldFileIsClosedLater(t *testing.T) {
	l, path := newLedger(t, nil)
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	isOpen := func() bool {
		_, err := file.Stat()
		return err == nil
	}
	letGo(path, file)
	if !isOpen() {
		t.Error("closed while the file is held")
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if isOpen() {
		t.Error("open for ever")
	}
	if file, err = os.Open(path); err != nil {
		t.Fatal(err)
	}
	if letGo(path, file); isOpen() {
		t.Error("nobody holds the file, and it is not closed")
	}
}

func TestALookAheadThatFindsSomethingIsNotTheLastWord(t *testing.T) {
	path, damaged := closedLongAgo(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, path, damaged)
	<-LookAhead(path, ClassWrap, nil)
	overwrite(t, path, whole) // the stick was read badly once
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := l.Examine(t.Context()); err != nil {
		t.Errorf("examined: %v", err)
	}
}

func TestWhatIsNotLookedAtAhead(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other.noddfa")
	if err := os.WriteFile(other, []byte("of another program"), 0o600); err != nil {
		t.Fatal(err)
	}
	journaled, _ := closedLongAgo(t)
	if err := os.WriteFile(journaled+"-wal", []byte("something"), 0o600); err != nil {
		t.Fatal(err)
	}
	open, path := newLedger(t, nil)
	longAgo(t, path)
	defer open.Close()
	now, _ := closedLongAgo(t)
	future, _ := closedLongAgo(t)
	for path, written := range map[string]time.Time{now: time.Now(), future: time.Now().Add(time.Hour)} {
		if err := os.Chtimes(path, written, written); err != nil {
			t.Fatal(err)
		}
	}
	for name, path := range map[string]string{
		"none": filepath.Join(dir, "none.noddfa"), "a folder": dir, "not ours": other, "a journal": journaled, "open": path, "written to just now": now, "of tomorrow": future,
	} {
		<-LookAhead(path, ClassWrap, nil)
		if ahead.look.whole {
			t.Errorf("%s: looked at", name)
		}
	}
}

// large is a file that takes some time to look at.
func large(t *testing.T) (path string) {
	t.Helper()
	path = killed(t, 40_000)
	if err := os.Remove(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	longAgo(t, path)
	return path
}

func TestOpeningWaitsForALookThatGoesOn(t *testing.T) {
	path := large(t)
	over := LookAhead(path, ClassWrap, nil)
	if again := LookAhead(path, ClassWrap, nil); again != over {
		t.Error("a second look began")
	}
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	early, stop := context.WithCancel(t.Context())
	stop()
	if err := l.Examine(early); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits any more: %v", err)
	}
	<-over
	if <-LookAhead(path, ClassWrap, nil); ahead.look.whole {
		t.Error("a file that is open was looked at")
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	longAgo(t, path)
	over = LookAhead(path, ClassWrap, nil)
	l, err = Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := l.Examine(t.Context()); err != nil {
		t.Error(err)
	}
	select {
	case <-over:
	default:
		t.Error("examined before the look was over")
	}
}

func TestALookEndsBeforeAJournalIsWeighed(t *testing.T) {
	path := large(t)
	over := LookAhead(path, ClassWrap, nil)
	if err := os.WriteFile(path+"-wal", []byte("of nobody"), 0o600); err != nil {
		t.Fatal(err)
	}
	l := &Ledger{path: path}
	if _, err := l.weigh(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-over:
	default:
		t.Error("it goes on") // and would drop the lock of who weighs
	}
}
