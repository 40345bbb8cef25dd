package data

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"noddfa/data/ledger"
	"noddfa/data/seal"
)

// damageable is a whole vault file, what is in it, and what each of its pages
// may cost.
type damageable struct {
	image  []byte
	o      Options
	truth  picture
	values map[ID]string // every version of every record, by revision
	may    []int         // by page: how many revisions its loss may cost
	left   int           // revisions by somebody who left: see trial

	byGroup  int  // the page with the newest entries of the index that finds a group's revisions
	careless bool // unlock without a look at the structure

	verified []byte // what the check of the whole file has kept of its signatures
	file     string // its name
	known    atomic.Int64

	mu      sync.Mutex
	masters map[seal.KDF]seal.Key
}

const pageSize = 4096

// newDamageable makes a charity's file with a bit of everything.
func newDamageable(t *testing.T) *damageable {
	t.Helper()
	ctx := t.Context()
	s := newScene(t)
	v := s.as("Lowri")
	const leaversNotes = 3
	for range leaversNotes {
		_, err := v.WriteNote(ctx, s.id, Note{Said: "a note by somebody who leaves"})
		s.ok(err)
	}
	v = s.as("Mair")
	s.ok(v.RemoveMember(ctx, "Lowri")) // begins an epoch
	for i := range 5 {
		id, err := v.LogContact(ctx, Contact{CalledName: fmt.Sprint("Caller ", i), Number: "07700 900461", Said: strings.Repeat("They want money. ", 10*i)})
		s.ok(err)
		if i == 3 {
			continue // stays a contact
		}
		c, err := v.Triage(ctx, id, ID{})
		s.ok(err)
		for n := range 3 + i {
			note, err := v.WriteNote(ctx, c, Note{Said: strings.Repeat(fmt.Sprint("note ", n, " "), 1+n*n*60), Agreed: "Ring the bank"})
			s.ok(err)
			if n%3 == 0 {
				_, err = v.Amend(ctx, c, note.ID, Amendment{Text: "It was the Thursday."})
				s.ok(err)
			}
		}
		_, err = Add(ctx, v, c, Plan{Made: v.Now(), Review: v.Now().AddDate(0, 0, 14)})
		s.ok(err)
	}
	for range 100 { // so that some of the rows that a check knows again are not read with those that a flip hits
		_, err := Add(ctx, v, s.id, Task{What: "ring"})
		s.ok(err)
	}
	members := map[string]ID{}
	for _, m := range v.Members() {
		members[m.Name] = m.ID
	}
	s.ok(v.Restrict(ctx, s.id, []ID{members["Mair"], members["Cadi"]}))
	for i := range 3 {
		s.ok(v.SaveDraft(ctx, fmt.Sprint("note:", i), map[string]string{"said": strings.Repeat("unsaved ", 20)}))
	}
	s.ok(v.Close())

	d := &damageable{left: leaversNotes, o: s.o, values: map[ID]string{}, masters: map[seal.KDF]seal.Key{}}
	var err error
	d.image, err = os.ReadFile(s.path)
	s.ok(err)
	d.may, d.byGroup = costs(t, s.path, d.image)
	v, err = d.unlock(t, s.path)
	s.ok(err)
	defer v.Close()
	d.truth, err = look(ctx, v)
	s.ok(err)
	if !d.truth.whole {
		t.Fatal("the file is damaged from the start")
	}
	file := v.signaturesBefore(false).file
	d.file, err = filepath.Rel(filepath.Dir(s.path), file)
	s.ok(err)
	d.verified, err = os.ReadFile(file)
	s.ok(err)
	for name, e := range d.truth.records {
		history, err := v.History(ctx, e.record)
		s.ok(err)
		for _, h := range history {
			d.values[h.Revision] = text(h.Value)
		}
		if d.values[e.revision] != e.value {
			t.Fatal(name, "is not its newest version")
		}
	}
	return d
}

// unlock is Unlock, but the slow function of a passphrase is worked out once.
func (d *damageable) unlock(t *testing.T, path string) (*Vault, error) {
	o := d.o
	o.StateDir = filepath.Join(filepath.Dir(path), "state")
	l, err := ledger.Open(t.Context(), path)
	if err != nil {
		return nil, err
	}
	v := &Vault{Now: o.clock(), path: path, ledger: l, computer: newComputer(o)}
	if err := v.readHeader(t.Context()); err != nil {
		return nil, joinClose(err, l)
	}
	if !d.careless {
		if err := l.Examine(t.Context()); err != nil && CodeOf(err) != CodeDamaged {
			return nil, joinClose(err, l)
		}
	}
	d.mu.Lock()
	master, known := d.masters[v.kdf]
	if !known {
		if master, err = v.kdf.Master(attackPhrase); err == nil {
			d.masters[v.kdf] = master
		}
	}
	d.mu.Unlock()
	if err == nil {
		_, err = v.enter(t.Context(), master, Credentials{}, nil)
	}
	if err != nil {
		return nil, joinClose(err, l)
	}
	return v, nil
}

// costs reads from SQLite's structure how many revisions each page may cost: a
// leaf of the revision table those on it, a page that one box spilled over onto
// that one, all others none.
func costs(t *testing.T, path string, image []byte) (may []int, byGroup int) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT name, rootpage FROM sqlite_schema")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	may = slices.Repeat([]int{1}, len(image)/pageSize+1)
	var walk func(number int, counts bool)
	walk = func(number int, counts bool) {
		page := image[(number-1)*pageSize : number*pageSize]
		cells := int(binary.BigEndian.Uint16(page[3:]))
		may[number] = 0
		switch page[0] {
		case 13:
			if counts {
				may[number] = cells
			}
		case 2, 5:
			for i := range cells {
				walk(int(binary.BigEndian.Uint32(page[binary.BigEndian.Uint16(page[12+2*i:]):])), counts)
			}
			walk(int(binary.BigEndian.Uint32(page[8:])), counts)
		}
	}
	interior := false
	for rows.Next() {
		var name string
		var root int
		if err := rows.Scan(&name, &root); err != nil {
			t.Fatal(err)
		}
		walk(root, name == "revision")
		if name == "revision_group" {
			for byGroup = root; image[(byGroup-1)*pageSize] == 2; {
				byGroup = int(binary.BigEndian.Uint32(image[(byGroup-1)*pageSize+8:]))
			}
		}
		interior = interior || name == "revision" && image[(root-1)*pageSize] == 5
	}
	if !interior {
		t.Fatal("the vault is too small to have pages that lead to pages")
	}
	return may, byGroup
}

// picture is what somebody gets to see of a vault. Of each step it says whether
// damage was noticed by then.
type picture struct {
	lines    map[string]string
	records  map[string]shown
	exported map[string]shown
	drafts   map[string]string
	audit    map[string]int
	versions int

	atLines, atRecords, atExport, whole bool // whole: the check found nothing

	known  int  // signatures that the check knew
	asAnew bool // it found what a check finds that knows none
}

type shown struct {
	record, revision ID
	value            string
}

func text(value any) string {
	b, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// look opens everything a manager can open.
func look(ctx context.Context, v *Vault) (picture, error) {
	p := picture{lines: map[string]string{}, records: map[string]shown{}, exported: map[string]shown{}, drafts: map[string]string{}, audit: map[string]int{}}
	for _, l := range v.Contacts() {
		p.lines["contact "+l.ID.String()] = fmt.Sprint(l.Revision, text(l))
	}
	for _, l := range v.Cases() {
		p.lines["case "+l.ID.String()] = fmt.Sprint(l.Revision, text(l))
	}
	for _, l := range v.Tasks() {
		p.lines["task "+l.ID.String()] = fmt.Sprint(l.Revision, text(l))
	}
	for id, c := range v.cards.all() {
		p.lines["card "+id.String()] = text(c)
	}
	p.lines["organisation"], p.lines["kit"] = text(v.Organisation()), fmt.Sprint(v.KitPending())
	p.atLines = len(v.Damaged()) > 0 || v.Older()
	drafts, err := v.Drafts(ctx)
	if err != nil {
		return p, err
	}
	for _, d := range drafts {
		p.drafts[d.Form] = string(d.Body)
	}
	for _, c := range v.Cases() {
		f, err := v.OpenCase(ctx, c.ID)
		if err != nil {
			return p, err
		}
		keep(&p, []Entry[Case]{f.Case})
		keep(&p, f.People)
		keep(&p, f.Events)
		keep(&p, f.Notes)
		keep(&p, f.Plans)
		keep(&p, f.Money)
		keep(&p, f.Tasks)
		keep(&p, f.Contacts)
	}
	lines, err := v.Audit(ctx)
	if err != nil {
		return p, err
	}
	for _, l := range lines {
		p.audit[string(l.Action)+" "+l.By]++
	}
	p.atRecords = len(v.Damaged()) > 0
	var to bytes.Buffer
	damage, err := v.Export(ctx, &to)
	if err != nil {
		return p, err
	}
	p.atExport = len(damage) > 0
	for line := range bytes.Lines(to.Bytes()) {
		var l ExportLine
		if err := json.Unmarshal(line, &l); err != nil {
			return p, err
		}
		p.exported[l.Kind+" "+l.ID.String()] = shown{l.ID, l.Revision, string(l.Fields)}
		p.versions += l.Versions
	}
	checked, err := v.Check(ctx, nil)
	if err != nil {
		return p, err
	}
	anew, err := v.CheckAnew(ctx, nil)
	p.whole, p.known, p.asAnew = checked.OK, checked.Verified, maps.Equal(counted(checked.Damaged), counted(anew.Damaged))
	return p, err
}

// counted is what is damaged but for boxes: how many of those are found depends on how
// they are read, and no signature is in them.
func counted(list []Damage) map[Damage]int {
	boxes := slices.Collect(maps.Values(boxNames))
	count := map[Damage]int{}
	for _, d := range list {
		if !slices.Contains(boxes, d.Kind) {
			count[d]++
		}
	}
	return count
}

func keep[T Record](p *picture, list []Entry[T]) {
	for _, e := range list {
		if !e.ID.IsZero() {
			p.records[kindOf(e.Value).String()+" "+e.ID.String()] = shown{e.ID, e.Revision, text(e.Value)}
		}
	}
}

// against compares what is seen of a damaged file with the truth. It returns
// what is wrong without having been noticed, and how many revisions are lost.
func (d *damageable) against(p picture) (silent []string, lost int) {
	say := func(noticed bool, what string) {
		if !noticed {
			silent = append(silent, what)
		}
	}
	for name, want := range d.truth.lines {
		if p.lines[name] != want {
			say(p.atLines, "the line of a "+name)
		}
	}
	if len(p.lines) > len(d.truth.lines) {
		say(false, "a line too many")
	}
	for _, c := range []struct {
		got, want map[string]shown
		noticed   bool
		where     string
	}{
		{p.records, d.truth.records, p.atRecords, "in its case"},
		{p.exported, d.truth.exported, p.atExport, "in the export"},
	} {
		for name, want := range c.want {
			got, ok := c.got[name]
			if !ok || got != want {
				say(c.noticed, name+" "+c.where)
			}
			if value, known := d.values[got.revision]; ok && got != want && (!known || value != got.value) && c.where == "in its case" {
				say(false, name+" reads otherwise "+c.where)
			}
		}
		if len(c.got) > len(c.want) {
			say(false, "a record too many "+c.where)
		}
	}
	if !maps.Equal(p.drafts, d.truth.drafts) {
		say(p.atRecords, "a draft")
	}
	for event, n := range d.truth.audit {
		if p.audit[event] < n {
			say(p.atRecords, "the audit trail")
		}
	}
	lost = d.truth.versions - p.versions
	if len(silent) == 0 && lost > 0 {
		say(!p.whole, "nothing for the check")
	}
	return silent, lost
}

// outcome is what one flipped bit came to.
type outcome int

const (
	harmless outcome = iota
	noticed
	refused // page 1: the file does not open, and says that it is damaged
	wrong
)

// trial flips a bit and looks at everything. what says what is wrong.
func (d *damageable) trial(t *testing.T, dir string, at int, bit uint) (o outcome, lost int, what string) {
	t.Helper()
	page := at/pageSize + 1
	bent := bytes.Clone(d.image)
	bent[at] ^= 1 << bit
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "charity"+Extension)
	if err := os.WriteFile(path, bent, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeWhole(filepath.Join(dir, d.file), d.verified); err != nil {
		t.Fatal(err)
	}
	v, err := d.unlock(t, path)
	if err != nil {
		code := CodeOf(err)
		if page != 1 || code != CodeDamaged && code != CodeNewer {
			return wrong, 0, fmt.Sprint("does not open: ", err)
		}
		return refused, 0, ""
	}
	defer v.Close()
	p, err := look(t.Context(), v)
	if err != nil {
		return wrong, 0, fmt.Sprint("does not read: ", err)
	}
	d.known.Add(int64(p.known))
	silent, lost := d.against(p)
	may := d.may[page]
	if may > 0 {
		// What somebody wrote who left counts only as far as the chain leads back
		// to it: a row that is lost takes those before it out of sight.
		may += d.left
	}
	switch {
	case len(silent) > 0:
		return wrong, lost, fmt.Sprintf("silently wrong: %s and %d more", silent[0], len(silent)-1)
	case !p.asAnew:
		return wrong, lost, "a check that knows signatures finds something else than one that knows none"
	case lost > may:
		return wrong, lost, fmt.Sprintf("costs %d revisions where it may cost %d", lost, may)
	case p.atLines || p.atRecords || p.atExport || !p.whole:
		return noticed, lost, ""
	}
	return harmless, lost, ""
}

// where picks a bit: any bit of the file, or, every other time, one of SQLite's
// own structure at the beginning of a page.
func (d *damageable) where(random *rand.Rand, n int) (at int, bit uint) {
	at = random.IntN(len(d.image))
	if n%2 == 1 {
		at = at/pageSize*pageSize + random.IntN(64)
	}
	return at, uint(random.IntN(8))
}

// campaign flips so many bits, a worker for each processor.
func (d *damageable) campaign(t *testing.T, flips int, random *rand.Rand) {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "noddfa-test-") // in memory where the system has such a folder
	if err != nil {
		dir = t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	came, lost := map[outcome]int{}, map[int]int{}
	var mu sync.Mutex
	var workers sync.WaitGroup
	next := 0
	for w := range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for {
				mu.Lock()
				if next++; next > flips {
					mu.Unlock()
					return
				}
				at, bit := d.where(random, next)
				mu.Unlock()
				o, cost, what := d.trial(t, filepath.Join(dir, fmt.Sprint(w)), at, bit)
				mu.Lock()
				came[o]++
				lost[cost]++
				mu.Unlock()
				if what != "" {
					t.Errorf("bit %d of byte %d on page %d: %s", bit, at, at/pageSize+1, what)
				}
			}
		})
	}
	workers.Wait()
	t.Logf("%d bits of %d pages with %d revisions: %d harmless, %d noticed, %d refused (page 1), %d wrong; revisions lost, and how often: %v",
		flips, len(d.image)/pageSize, d.truth.versions, came[harmless], came[noticed], came[refused], came[wrong], lost)
}

// soaked is set once the long form has run: go test -count repeats the tests, and
// this one takes an hour with the race detector.
var soaked atomic.Bool

func TestAFlippedBitIsNoticedOrHarmless(t *testing.T) {
	t.Parallel()
	d := newDamageable(t)
	t.Run("every flip", func(t *testing.T) {
		flips := 12
		if os.Getenv("NODDFA_SOAK") != "" && !soaked.Swap(true) {
			flips = 10000
		}
		d.campaign(t, flips, rand.New(rand.NewPCG(9, 9)))
		if d.known.Load() == 0 {
			t.Error("no check knew a signature")
		}
	})
	// The trial has to be able to fail: without a look at the structure some
	// flipped bits hide records and nobody is told.
	t.Run("with less care", func(t *testing.T) {
		d.careless = true
		begin, end := (d.byGroup-1)*pageSize, d.byGroup*pageSize
		begin += int(binary.BigEndian.Uint16(d.image[begin+5:])) // where its entries begin
		for at := begin + 10; at < end; at += 2 * 23 {           // two entries on
			if o, _, what := d.trial(t, filepath.Join(t.TempDir(), fmt.Sprint(at)), at, 0); o == wrong {
				t.Log("as it should be: ", what)
				return
			}
		}
		t.Error("the trial does not find what an unnoticed flip hides")
	})
}
