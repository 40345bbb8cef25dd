package ledger

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

// indexedFile is the image of a file with rows in every table, and some indexes of more than one
// level.
func indexedFile(t *testing.T) []byte {
	t.Helper()
	l, path := manyRows(t, 400)
	if err := l.Write(t.Context(), func(tx *Tx) error {
		for i := range 300 {
			record := ID{byte(i), byte(i >> 8), 3}
			if err := tx.PutOverview(Overview{Record: record, Kind: 2, Group: record, Box: []byte{1}}); err != nil {
				return err
			}
			if err := tx.PutBox(Box{Class: ClassWrap, Subject: record[:], Number: uint64(i), Body: []byte{byte(i)}}); err != nil {
				return err
			}
		}
		for _, b := range boxesOfKinds() {
			if err := tx.PutBox(b); err != nil {
				return err
			}
		}
		return tx.PutDraft(ID{1}, ID{2}, []byte("sealed"))
	}); err != nil {
		t.Fatal(err)
	}
	return closedImage(t, l, path)
}

// boxesOfKinds are boxes with and without a subject, a holder and a number.
func boxesOfKinds() (list []Box) {
	long := bytes.Repeat([]byte{9}, 120)
	for i, subject := range [][]byte{{}, {1}, long[:16], long} {
		for _, holder := range [][]byte{{}, {0}, long[:16]} {
			for _, number := range []uint64{0, 1, 2, 127, 1 << 40} {
				list = append(list, Box{ClassRoster + Class(i%2), subject, holder, number, []byte("sealed")})
			}
		}
	}
	return list
}

// fileOf is the image of a file with some boxes.
func fileOf(t *testing.T, boxes []Box) []byte {
	t.Helper()
	l, path := newLedger(t, nil)
	if err := l.Write(t.Context(), func(tx *Tx) error {
		for _, b := range boxes {
			if err := tx.PutBox(b); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return closedImage(t, l, path)
}

// looked is whether each look finds nothing in an image: quick_check, integrity_check,
// isSound, and isSound with integrity_check where it is not known.
type looked struct{ quick, whole, walked, ours bool }

func lookAt(t *testing.T, image []byte) (found looked) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "image.noddfa")
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read := leavesOf(t.Context(), file, len(image))
	list, err := structureOf(t.Context(), path, nil, true)
	found.whole = err == nil && len(list) == 0
	list, err = structureOf(t.Context(), path, read, false)
	if found.ours = err == nil && len(list) == 0; found.ours != found.whole {
		t.Errorf("integrity_check: %v; besides it: %q, %v", found.whole, list, err)
	}
	_ = byItself(t.Context(), path, func(conn *sql.Conn) error {
		list, err := complaints(t.Context(), conn, "quick_check")
		found.quick = err == nil && len(list) == 0
		if found.walked = read != nil && isSound(t.Context(), conn, read); found.walked && !found.whole {
			t.Error("isSound has not found what integrity_check found")
		}
		return nil
	})
	return found
}

// FuzzIndex walks along an index, and writes each entry as SQLite does: it is read as the same.
func FuzzIndex(f *testing.F) {
	l, path := manyRows(f, 12)
	list, err := indexesOf(f.Context(), l.conn)
	if err != nil {
		f.Fatal(err)
	}
	image := closedImage(f, l, path)
	f.Add(image)
	f.Fuzz(func(t *testing.T, image []byte) {
		pages := leavesOf(t.Context(), bytes.NewReader(image), len(image))
		if pages == nil {
			return
		}
		for _, i := range list {
			pages.tableSums(i.table, []index{i})
			pages.indexSum(i)
			seen := 0
			pages.entriesUnder(i.root, mostBranches, func(entry []byte) bool {
				key, _, ok := fieldsOf(nil, entry, math.MaxInt)
				if !ok {
					return false
				}
				written, ok := appendEntry(nil, key)
				if !ok {
					return false
				}
				again, filled, ok := fieldsOf(nil, written, math.MaxInt)
				if !ok || !filled || !reflect.DeepEqual(again, key) {
					t.Fatalf("%x is written as %x", entry, written)
				}
				seen++
				return seen < 1000 // pages that lead in circles
			})
		}
	})
}

// rootsOf are the first pages of the indexes, by name.
func rootsOf(t *testing.T, image []byte) map[string]int {
	t.Helper()
	path := filepath.Join(t.TempDir(), "roots.noddfa")
	if err := os.WriteFile(path, image, 0o600); err != nil {
		t.Fatal(err)
	}
	roots := map[string]int{}
	if err := byItself(t.Context(), path, func(conn *sql.Conn) error {
		rows, err := conn.QueryContext(t.Context(), "SELECT name, rootpage FROM sqlite_schema WHERE rootpage>0")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			var root int
			if err := rows.Scan(&name, &root); err != nil {
				return err
			}
			roots[name] = root
		}
		return rows.Err()
	}); err != nil {
		t.Fatal(err)
	}
	return roots
}

// cellsOf are where the entries of a page are, and at what places the page says so.
func cellsOf(page []byte) (at, pointers []int) {
	header := 8
	switch page[0] {
	case branchOfIndex, branchOfTable:
		header = 12
	case leafOfIndex, leafOfTable:
	default:
		return nil, nil
	}
	for i := range int(binary.BigEndian.Uint16(page[3:])) {
		pointers = append(pointers, header+2*i)
		at = append(at, int(binary.BigEndian.Uint16(page[header+2*i:])))
	}
	return at, pointers
}

func swapped(page []byte, one, other, size int) {
	kept := bytes.Clone(page[one : one+size])
	copy(page[one:], page[other:other+size])
	copy(page[other:], kept)
}

// TestAnIndexThatMisleadsIsFound: quick_check finds nothing of this.
func TestAnIndexThatMisleadsIsFound(t *testing.T) {
	t.Parallel()
	whole := indexedFile(t)
	if found := lookAt(t, whole); found != (looked{true, true, true, true}) {
		t.Fatalf("%+v of a file with which all is well", found)
	}
	const size = 4096
	page := func(image []byte, number int) []byte { return image[(number-1)*size : number*size] }
	// leaf is the first leaf of an index, and branch what leads to it.
	leaf := func(image []byte, root int) []byte {
		for p := page(image, root); ; {
			if p[0] == leafOfIndex {
				return p
			}
			at, _ := cellsOf(p)
			p = page(image, int(binary.BigEndian.Uint32(p[at[0]:])))
		}
	}
	for name, root := range rootsOf(t, whole) {
		first := page(whole, root)
		if first[0] == leafOfTable || first[0] == branchOfTable || name == "sqlite_autoindex_draft_1" {
			continue // it has one entry
		}
		for what, change := range map[string]func(image []byte){
			"two entries change their places": func(image []byte) {
				p := leaf(image, root)
				_, pointers := cellsOf(p)
				swapped(p, pointers[0], pointers[1], 2)
			},
			"an entry stands twice, another not at all": func(image []byte) {
				p := leaf(image, root)
				_, pointers := cellsOf(p)
				copy(p[pointers[1]:], p[pointers[0]:pointers[0]+2])
			},
			"an entry of another row": func(image []byte) {
				p := leaf(image, root)
				at, _ := cellsOf(p)
				length, n := varint(p[at[2]:])
				p[at[2]+n+int(length)-1] ^= 0x40 // the end of the row's number
			},
			"an entry with another key": func(image []byte) {
				p := leaf(image, root)
				at, _ := cellsOf(p)
				header, n := varint(p[at[2]+1:])
				p[at[2]+1+int(header)+n] ^= 1
			},
			"branches change their places": func(image []byte) {
				p := page(image, root)
				if at, _ := cellsOf(p); p[0] == branchOfIndex {
					swapped(p, at[0], 8, 4) // the first and the last
				}
			},
			"an empty leaf": func(image []byte) {
				clear(leaf(image, root)[3:5])
			},
		} {
			image := bytes.Clone(whole)
			change(image)
			if bytes.Equal(image, whole) {
				continue // it has no branches
			}
			if found := lookAt(t, image); found.whole || found.ours {
				t.Errorf("%s, %s: %+v", name, what, found)
			} else if !found.quick && what != "an empty leaf" && what != "an entry stands twice, another not at all" {
				t.Errorf("%s, %s: quick_check has found it: this proves nothing", name, what)
			}
		}
	}
}

// TestTwoRowsOfOnePlaceAreFound, where the index has both.
func TestTwoRowsOfOnePlaceAreFound(t *testing.T) {
	t.Parallel()
	l, path := newLedger(t, nil)
	appendRows(t, l, row(1, "one"), row(2, "two"), row(3, "three"))
	image := closedImage(t, l, path)
	origin := row(3, "").Origin
	third, second := append(origin[:], 3), append(origin[:], 2) // in the table, and in its index
	if n := bytes.Count(image, third); n < 2 {
		t.Fatalf("the place stands %d times", n)
	}
	image = bytes.ReplaceAll(image, third, second)
	if found := lookAt(t, image); found != (looked{quick: true}) {
		t.Errorf("%+v", found)
	}
}

// TestALookAtIndexesFindsWhatSQLiteFinds, whatever byte of whatever page is another.
func TestALookAtIndexesFindsWhatSQLiteFinds(t *testing.T) {
	t.Parallel()
	whole := indexedFile(t)
	random := rand.New(rand.NewPCG(5, 6))
	flips := 60
	if Soak() {
		flips = 5000
	}
	var sound, quick int
	for range flips {
		image := bytes.Clone(whole)
		page := image[4096*random.IntN(len(image)/4096):][:4096]
		at := random.IntN(4096)
		if cells, pointers := cellsOf(page); len(cells) > 0 && random.IntN(4) > 0 {
			k := random.IntN(len(cells))
			if at = cells[k] + random.IntN(40); random.IntN(8) == 0 || at >= 4096 {
				at = pointers[k] + random.IntN(2)
			}
		}
		page[at%4096] ^= 1 << random.IntN(8)
		switch found := lookAt(t, image); {
		case found.whole:
			sound++
		case found.quick:
			quick++
		}
	}
	if sound < flips/20 || quick < flips/20 || sound+quick > flips*19/20 {
		t.Errorf("of %d %d are sound, and of %d only integrity_check knows: this proves little", flips, sound, quick)
	}
}

// TestOurIndexesAreThoseOfSQLite, and none is known of a file that has another.
func TestOurIndexesAreThoseOfSQLite(t *testing.T) {
	t.Parallel()
	l, path := manyRows(t, 3)
	list, err := indexesOf(t.Context(), l.conn)
	if err != nil || len(list) != 7 {
		t.Fatal(list, err)
	}
	unique := 0
	for _, i := range list {
		if i.unique {
			unique++
		}
	}
	if unique != 5 {
		t.Errorf("%d of them have each entry once", unique)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"CREATE INDEX other ON revision (parent)", "DROP INDEX revision_group", "DROP INDEX revision_group; CREATE INDEX revision_group ON revision (record)",
		"DROP INDEX revision_group; CREATE INDEX revision_group ON revision (grp DESC)", "CREATE TABLE other (a)",
	} {
		changed := filepath.Join(t.TempDir(), "changed.noddfa")
		if image, err := os.ReadFile(path); err != nil || os.WriteFile(changed, image, 0o600) != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite3", changed)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		_ = byItself(t.Context(), changed, func(conn *sql.Conn) error {
			if list, err := indexesOf(t.Context(), conn); err == nil && len(list) > 0 {
				t.Errorf("%s: %v", statement, list)
			}
			return nil
		})
	}
}

// TestEntriesAreThoseThatSQLiteWrites, of numbers of every length.
func TestEntriesAreThoseThatSQLiteWrites(t *testing.T) {
	t.Parallel()
	boxes := boxesOfKinds()
	for shift := range 64 {
		number := uint64(1) << shift
		boxes = append(boxes, Box{5, []byte{7}, nil, number, nil}, Box{5, []byte{7}, nil, number - 1, nil}, Box{6, []byte{7}, nil, -number, nil}, Box{6, []byte{7}, nil, -number - 1, nil})
	}
	if found := lookAt(t, fileOf(t, boxes)); found != (looked{true, true, true, true}) {
		t.Errorf("%+v", found)
	}
}

// TestAnEntryOfAnotherTypeIsFound: nothing at all and the number 0 are a bit apart.
func TestAnEntryOfAnotherTypeIsFound(t *testing.T) {
	t.Parallel()
	sixteen := bytes.Repeat([]byte{9}, 16)
	boxes := []Box{ // each of another class: no search compares their holders and numbers
		{ClassRoster, sixteen, nil, 7, []byte("sealed")}, {ClassErased, sixteen, sixteen, 0, []byte("sealed")}, {ClassHeader, nil, nil, 1, []byte("sealed")},
	}
	if Soak() {
		boxes = append(boxes, boxesOfKinds()...)
	}
	whole := fileOf(t, boxes)
	root := rootsOf(t, whole)["sqlite_autoindex_box_1"]
	unseen := 0
	page := whole[(root-1)*4096 : root*4096]
	if page[0] != leafOfIndex {
		t.Fatal("the entries are not all on one page")
	}
	at, _ := cellsOf(page)
	for _, at := range at {
		header := int(page[at+1])
		for bit := range 8 * header {
			image := bytes.Clone(whole)
			image[(root-1)*4096+at+1+bit/8] ^= 1 << (bit % 8)
			if found := lookAt(t, image); found.quick && !found.whole {
				unseen++
			}
		}
	}
	if unseen < 20 {
		t.Errorf("quick_check passes %d of them: this proves little", unseen)
	}
}

// TestNumbersLongerThanSQLiteWritesThem: what reads them has a way of its own in each place.
func TestNumbersLongerThanSQLiteWritesThem(t *testing.T) {
	t.Parallel()
	long := bytes.Repeat([]byte{9}, 120)
	whole := fileOf(t, []Box{{5, long, []byte{1}, 5, []byte("sealed")}, {5, long[:110], []byte{1}, 5, []byte("sealed")}})
	roots := rootsOf(t, whole)
	short := func(n int) []byte {
		if n < 0x80 {
			return []byte{byte(n)}
		}
		return []byte{0x80 | byte(n>>7), byte(n & 0x7f)}
	}
	nine := func(n int) []byte {
		return append(bytes.Repeat([]byte{0x80}, 7), 0x80|byte(n>>7), byte(n&0x7f))
	}
	same := func(record []byte) []byte { return record }
	for name, change := range map[string]struct {
		page   string
		length func(int) []byte
		record func(old []byte) []byte
		sound  bool
	}{
		"as they are":                {"sqlite_autoindex_box_1", short, same, true},
		"the length of an entry":     {"sqlite_autoindex_box_1", nine, same, true},
		"the length of its types":    {"sqlite_autoindex_box_1", short, func(r []byte) []byte { return append([]byte{0x80, r[0] + 1}, r[1:]...) }, false},
		"the last type of an entry":  {"sqlite_autoindex_box_1", short, func(r []byte) []byte { return slices.Concat([]byte{r[0] + 1}, r[1:r[0]-1], []byte{0x80}, r[r[0]-1:]) }, false},
		"the first type of an entry": {"sqlite_autoindex_box_1", short, func(r []byte) []byte { return slices.Concat([]byte{r[0] + 1, 0x80}, r[1:]) }, false},
	} {
		image := bytes.Clone(whole)
		root := roots[change.page]
		page := image[(root-1)*4096 : root*4096]
		at, pointers := cellsOf(page)
		first := slices.Index(at, slices.Min(at)) // before it there is room
		length, n := varint(page[at[first]:])
		end := at[first] + n + int(length)
		record := change.record(bytes.Clone(page[at[first]+n : end]))
		cell := append(change.length(len(record)), record...)
		begin := end - len(cell)
		copy(page[begin:], cell)
		binary.BigEndian.PutUint16(page[5:], uint16(begin))
		binary.BigEndian.PutUint16(page[pointers[first]:], uint16(begin))
		if found := lookAt(t, image); found.whole != change.sound {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

// TestAnIndexWithoutANameIsLookedAt: SQLite takes bytes for a name, and a comparison does not.
func TestAnIndexWithoutANameIsLookedAt(t *testing.T) {
	t.Parallel()
	whole := indexedFile(t)
	root := rootsOf(t, whole)["revision_record"]
	for _, column := range []string{"name", "tbl_name", "type", "sql"} {
		path := filepath.Join(t.TempDir(), "named.noddfa")
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite3", path)
		if err != nil {
			t.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		for _, statement := range []string{
			"PRAGMA journal_mode=DELETE", "PRAGMA writable_schema=ON", "UPDATE sqlite_schema SET " + column + "=CAST(" + column + " AS BLOB) WHERE name='revision_record'",
		} {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		image, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		page := image[(root-1)*4096 : root*4096]
		for page[0] == branchOfIndex {
			at, _ := cellsOf(page)
			number := int(binary.BigEndian.Uint32(page[at[0]:]))
			page = image[(number-1)*4096 : number*4096]
		}
		_, pointers := cellsOf(page)
		swapped(page, pointers[0], pointers[1], 2)
		if found := lookAt(t, image); found.whole || found.ours {
			t.Errorf("%s: %+v", column, found)
		}
	}
}
