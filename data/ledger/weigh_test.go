//go:build !windows

package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
)

// withHeader is what Create fills a file of this id with.
func withHeader(id byte) func(*Tx) error {
	return func(tx *Tx) error {
		return tx.PutBox(Box{Class: ClassHeader, Subject: bytes.Repeat([]byte{id}, 16), Number: 1, Body: []byte("parameters")})
	}
}

// lived is a file that was saved to so many times, closed once on the way, and
// looked at while it was open: the file and its journal after each save. Its rows
// are those of an origin of its own.
func lived(t *testing.T, id byte, saves int) (files []map[string][]byte, closed []byte) {
	t.Helper()
	dir := MemoryDir(t)
	path := filepath.Join(dir, simulatedFile)
	l, err := Create(t.Context(), path, withHeader(id))
	if err != nil {
		t.Fatal(err)
	}
	for number := range saves {
		if number == saves/2 {
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			if l, err = Open(t.Context(), path); err != nil {
				t.Fatal(err)
			}
		}
		r := row(byte(number), string(bytes.Repeat([]byte{id, byte(number)}, 900)))
		r.Origin = ID{id}
		appendRows(t, l, r)
		there := contents(t, dir)
		files = append(files, map[string][]byte{simulatedFile: there[simulatedFile], simulatedFile + "-wal": there[simulatedFile+"-wal"]})
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return files, contents(t, dir)[simulatedFile]
}

// A journal is written into the file beside which it lies, whosever it is. One
// that would take something away is refused, and nothing is touched.
func TestAJournalThatIsNotTheFilesOwnIsRefusedAndTouchesNothing(t *testing.T) {
	t.Parallel()
	ours, whole := lived(t, 1, 30)
	theirs, _ := lived(t, 2, 40)
	wal := func(files map[string][]byte) []byte { return files[simulatedFile+"-wal"] }
	const frame = 24 + 4096
	torn := bytes.Clone(wal(ours[14]))
	torn[len(torn)-2*frame] ^= 1
	for _, c := range []struct {
		name      string
		file, wal []byte
	}{
		{"another file's, long", whole, wal(theirs[19])},
		{"another file's, short", whole, wal(theirs[0])},
		{"another file's of the same size", whole, wal(theirs[14])},
		{"its own of an earlier day", whole, wal(ours[10])},
		{"its own, damaged after it was moved into the file", ours[20][simulatedFile], torn},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := MemoryDir(t)
			path := filepath.Join(dir, simulatedFile)
			files := map[string][]byte{simulatedFile: c.file, simulatedFile + "-wal": c.wal}
			Build(t, dir, files)
			for name, open := range map[string]func() (*Ledger, error){
				"opened":         func() (*Ledger, error) { return Open(t.Context(), path) },
				"opened to read": func() (*Ledger, error) { return OpenToRead(t.Context(), path) },
			} {
				l, err := open()
				if err == nil {
					l.Close()
				}
				if !errors.Is(err, ErrJournal) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if !maps.EqualFunc(contents(t, dir), files, bytes.Equal) {
				t.Error("something was written")
			}
			// What is said to be done about it works.
			if err := os.Rename(path+"-wal", filepath.Join(dir, "kept")); err != nil {
				t.Fatal(err)
			}
			l, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if complaints, err := l.Integrity(t.Context()); err != nil || len(complaints) > 0 {
				t.Errorf("without it: %v %v", complaints, err)
			}
		})
	}
}

// SQLite looks for the journal beside the file itself, not beside a link to it.
func TestAJournalIsWeighedBehindALinkToo(t *testing.T) {
	_, whole := lived(t, 1, 30)
	theirs, _ := lived(t, 2, 40)
	dir := MemoryDir(t)
	Build(t, dir, map[string][]byte{simulatedFile: whole, simulatedFile + "-wal": theirs[19][simulatedFile+"-wal"]})
	link := filepath.Join(t.TempDir(), "link.noddfa")
	if err := os.Symlink(filepath.Join(dir, simulatedFile), link); err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func(context.Context, string) (*Ledger, error){"opened": Open, "opened to read": OpenToRead} {
		if l, err := open(t.Context(), link); !errors.Is(err, ErrJournal) {
			t.Errorf("%s: %v", name, err)
			l.Close()
		}
	}
	if journal := JournalOf(link); journal != filepath.Join(dir, simulatedFile+"-wal") {
		t.Errorf("it names %s", journal)
	}
}

func TestAFileOpensWithItsOwnJournalAtAnyTime(t *testing.T) {
	t.Parallel()
	ours, _ := lived(t, 1, 30)
	dir := MemoryDir(t)
	for saved, files := range ours {
		for name, change := range map[string]func([]byte) []byte{
			"whole":     func(wal []byte) []byte { return wal },
			"torn":      func(wal []byte) []byte { return append(bytes.Clone(wal), bytes.Repeat([]byte{7}, 5000)...) },
			"never was": func([]byte) []byte { return bytes.Repeat([]byte("minutes "), 900) },
		} {
			if name == "never was" && saved != 14 {
				continue
			}
			files := map[string][]byte{simulatedFile: files[simulatedFile], simulatedFile + "-wal": change(files[simulatedFile+"-wal"])}
			Build(t, dir, files)
			l, err := Open(t.Context(), filepath.Join(dir, simulatedFile))
			if err != nil {
				t.Fatalf("%s after save %d: %v", name, saved, err)
			}
			head, err := l.HeadOf(t.Context(), ID{1})
			if want := uint64(saved + 1); err != nil || head.Seq != want && name != "never was" {
				t.Errorf("%s: row %d after save %d: %v", name, head.Seq, want, err)
			}
			if err := errors.Join(l.Write(t.Context(), func(*Tx) error { return nil }), l.Close()); err != nil {
				t.Error(err)
			}
		}
	}
}

// A backup that is opened as a records file is changed with a journal of another
// kind, which takes pages back.
func TestARollbackJournalIsPlayedBackOrRefused(t *testing.T) {
	t.Parallel()
	_, whole := lived(t, 1, 30)
	_, other := lived(t, 2, 30)
	hot := func(image []byte) map[string][]byte {
		dir := t.TempDir()
		path := filepath.Join(dir, simulatedFile)
		Build(t, dir, map[string][]byte{simulatedFile: image})
		db, err := sql.Open("sqlite3", fileAddress(path)+"?_journal_mode=DELETE")
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		db.SetMaxOpenConns(1)
		for _, statement := range []string{"PRAGMA cache_size=2", "BEGIN", "UPDATE revision SET box=zeroblob(length(box)), link=zeroblob(32)"} {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		return contents(t, dir)
	}
	ours, theirs := hot(whole), hot(other)
	const journal = simulatedFile + "-journal"
	if len(ours[journal]) < 4096 || bytes.Equal(ours[simulatedFile], whole) {
		t.Fatal("there is no journal to be played back")
	}
	dir := MemoryDir(t)
	path := filepath.Join(dir, simulatedFile)
	Build(t, dir, ours)
	l, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	good := 0
	if _, err := l.Revisions(t.Context(), func(r Revision) error {
		if r.Whole() && r.Linked() {
			good++
		}
		return nil
	}); err != nil || good != 30 {
		t.Errorf("%d rows are as they were: %v", good, err)
	}
	l.Close()
	files := map[string][]byte{simulatedFile: whole, journal: theirs[journal]}
	Build(t, dir, files)
	if l, err := Open(t.Context(), path); !errors.Is(err, ErrJournal) {
		l.Close()
		t.Errorf("another's: %v", err)
	}
	if !maps.EqualFunc(contents(t, dir), files, bytes.Equal) {
		t.Error("something was written")
	}
}

// An interrupted copy lacks its end: whatever is left of it is read, and it stays
// as it is.
func TestAFileThatWasCutOffIsReadAndStaysAsItIs(t *testing.T) {
	t.Parallel()
	_, whole := lived(t, 1, 30)
	for _, cut := range []int{1, 4000, 4096, 3 * 4096, len(whole) / 2} {
		dir := MemoryDir(t)
		path := filepath.Join(dir, simulatedFile)
		files := map[string][]byte{simulatedFile: whole[:len(whole)-cut]}
		Build(t, dir, files)
		for name, open := range map[string]func() (*Ledger, error){
			"opened":         func() (*Ledger, error) { return Open(t.Context(), path) },
			"opened to read": func() (*Ledger, error) { return OpenToRead(t.Context(), path) },
		} {
			l, err := open()
			if err != nil {
				t.Fatalf("cut by %d: %s: %v", cut, name, err)
			}
			good := 0
			lost, err := l.Revisions(t.Context(), func(r Revision) error {
				if r.Whole() && r.Linked() {
					good++
				}
				return nil
			})
			if boxes, _, boxErr := l.Boxes(t.Context(), ClassHeader); err != nil || boxErr != nil || len(boxes) != 1 || good+len(lost) < 30 || good < 25 && cut <= 4096 || good == 0 {
				t.Errorf("cut by %d: %s: %d rows and %d lost, %d boxes: %v %v", cut, name, good, len(lost), len(boxes), err, boxErr)
			}
			if !l.Cut() || !errors.Is(l.Examine(t.Context()), ErrDamaged) || !errors.Is(l.Write(t.Context(), func(*Tx) error { return nil }), ErrDamaged) {
				t.Errorf("cut by %d: %s: it is not said", cut, name)
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		}
		if !maps.EqualFunc(contents(t, dir), files, bytes.Equal) {
			t.Errorf("cut by %d: something was written", cut)
		}
	}
}

// What the program says is all there has to be all there, whichever page is lost;
// and of indexes and lists it says so.
func TestNothingIsLostWithAnIndexOrAList(t *testing.T) {
	t.Parallel()
	l, path := newLedger(t, withHeader(1))
	random := rand.New(rand.NewPCG(6, 6))
	for number := range 25 {
		if err := saveSomething(t, l, random, number); err != nil {
			t.Fatal(err)
		}
	}
	read := func(l *Ledger) (all string) {
		hash := bytes.Buffer{}
		_, err := l.Revisions(t.Context(), func(r Revision) error {
			fmt.Fprintf(&hash, "%d %x ", r.N, r.Record) // whether the rest is right it proves itself
			return nil
		})
		for class := ClassHeader; class <= classLast; class++ {
			boxes, _, boxErr := l.Boxes(t.Context(), class)
			fmt.Fprintf(&hash, "%x %v", boxes, boxErr)
		}
		drafts, draftErr := l.Drafts(t.Context(), ID{1})
		fmt.Fprintf(&hash, "%x %v %v", drafts, draftErr, err)
		return hash.String()
	}
	want := read(l)
	if all, err := l.AllThere(t.Context()); err != nil || !all {
		t.Fatalf("of a whole file: %v %v", all, err)
	}
	derived := map[string][]int{} // pages by what they are of
	rows, err := l.conn.QueryContext(t.Context(), "SELECT name, rootpage FROM sqlite_schema")
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var name string
		var root int
		if err := rows.Scan(&name, &root); err != nil {
			t.Fatal(err)
		}
		derived[name] = append(derived[name], root)
	}
	if err := errors.Join(rows.Err(), rows.Close(), l.Close()); err != nil {
		t.Fatal(err)
	}
	image, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	costsNothing := slices.Concat(derived["overview"], derived["revision_record"], derived["revision_group"], derived["sqlite_autoindex_revision_1"],
		derived["sqlite_autoindex_box_1"], derived["box_copy"], derived["sqlite_autoindex_draft_1"])
	if len(costsNothing) != 7 {
		t.Fatal(derived)
	}
	for page := 2; page*4096 <= len(image); page++ {
		bent := bytes.Clone(image)
		for i := (page - 1) * 4096; i < page*4096; i++ {
			bent[i] = byte(random.Uint32())
		}
		if err := os.WriteFile(path, bent, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		_ = l.Examine(t.Context()) // not each page is of the structure
		all, err := l.AllThere(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		is := read(l) == want
		if all && !is {
			t.Errorf("page %d: not all is there, and it says so", page)
		}
		if slices.Contains(costsNothing, page) && !all {
			t.Errorf("page %d: it says something is lost, and nothing is", page)
		}
		l.Close()
	}
}

// givenUp is a context that ends when it is asked for the so many-th time.
type givenUp struct {
	context.Context
	stop func()
	left atomic.Int32
}

func (c *givenUp) Done() <-chan struct{} {
	if c.left.Add(-1) == 0 {
		c.stop()
	}
	return c.Context.Done()
}

func TestOpeningAFileWithAJournalThatIsGivenUpLeavesNoCopyOfIt(t *testing.T) {
	l, path := manyRows(t, 10)
	appendRows(t, l, row(1, "in the journal"))
	copied := filepath.Join(t.TempDir(), "backup")
	for _, end := range []string{"", "-wal"} {
		if err := copyFile(copied+end, path+end); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	scratch := t.TempDir()
	t.Setenv("TMPDIR", scratch)
	for asked := int32(1); ; asked++ {
		ctx, stop := context.WithCancel(t.Context())
		c := &givenUp{Context: ctx, stop: stop}
		c.left.Store(asked)
		l, err := OpenToRead(c, copied)
		stop()
		if err == nil {
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		}
		if left, _ := os.ReadDir(scratch); len(left) > 0 {
			t.Fatalf("given up when it is asked for the %d. time: %v, and it left %v", asked, err, left)
		}
		if err == nil {
			break
		}
	}
}
