// The library of the simulated disk is not known to link on Windows.

//go:build !windows

package ledger

import (
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/psanford/sqlite3vfs"
)

// Disk is a folder whose files SQLite reaches through this package's tests: each
// write, truncation, sync and removal is done and noted, so that Cut can tell
// what could be on a real disk if the power had gone at any of them.
type Disk struct {
	mu    sync.Mutex
	begin map[string][]byte
	log   []step
	fault func(nth int) bool
	count int // of steps since the fault was set

	writes, reads error // what each of them is answered; nil: it is done
}

// stepKind is what SQLite asked of the disk; stepSaved is a note of the test: a
// save was acknowledged.
type stepKind int

const (
	stepCreate stepKind = iota
	stepWrite
	stepTruncate
	stepSync
	stepRemove
	stepSaved
)

type step struct {
	kind stepKind
	file string
	at   int64 // of a write; the size of a truncation; the number of a save
	data []byte
	sure bool // a removal that has reached the disk
}

const sector = 512

const diskName = "noddfa-simulated"

var (
	registerDisk sync.Once
	diskInUse    atomic.Pointer[Disk]
)

// NewDisk puts a simulated disk under every ledger that is opened in the folder
// from now until eject is called.
func NewDisk(t testing.TB, dir string) (d *Disk, eject func()) {
	t.Helper()
	registerDisk.Do(func() {
		if err := sqlite3vfs.RegisterVFS(diskName, diskVFS{}); err != nil {
			t.Fatal(err)
		}
	})
	d = &Disk{begin: contents(t, dir)}
	diskInUse.Store(d)
	simulated = diskName
	return d, func() { simulated = "" }
}

// Saved notes that the save of this number was acknowledged.
func (d *Disk) Saved(number int) { _ = d.do(step{kind: stepSaved, at: int64(number)}, nil) }

// SetFault lets steps fail, counted from now.
func (d *Disk) SetFault(fault func(nth int) bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault, d.count = fault, 0
}

// Answer lets every write, and every read, be answered with an error from now on;
// nil: they are done again.
func (d *Disk) Answer(writes, reads error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.writes, d.reads = writes, reads
}

// answered is an error that SQLite gets as it is.
type answered struct{ error }

// Steps is how long the log is.
func (d *Disk) Steps() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.log)
}

func (d *Disk) do(s step, really func() error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.writes != nil && s.kind != stepSaved {
		return answered{d.writes}
	}
	if d.fault != nil && s.kind != stepSaved {
		d.count++
		if d.fault(d.count) {
			return sqlite3vfs.IOErrorWrite // the library can tell SQLite of no full disk
		}
	}
	if really != nil {
		if err := really(); err != nil {
			return err
		}
	}
	d.log = append(d.log, s)
	return nil
}

// onDisk is one file: what is surely there and what has been asked for since
// the last sync.
type onDisk struct {
	content []byte
	sure    bool // its name has reached the disk
	pending []step
	removed bool
	next    *onDisk // a new file under the name of a removed one
}

// Replay goes through the log of a disk and tells at each step what could be
// there if the power went.
type Replay struct {
	Saved int // the newest save that was acknowledged so far
	d     *Disk
	at    int
	files map[string]*onDisk
}

// Replay begins before the first step.
func (d *Disk) Replay() *Replay {
	r := &Replay{d: d, files: map[string]*onDisk{}}
	for name, content := range d.begin {
		r.files[name] = &onDisk{content: append([]byte(nil), content...), sure: true}
	}
	return r
}

// To goes on to a later step, which is not done yet.
func (r *Replay) To(cut int) {
	for ; r.at < cut; r.at++ {
		r.take(r.d.log[r.at])
	}
}

func (r *Replay) take(s step) {
	f := r.files[s.file]
	if f == nil && s.kind != stepSaved {
		f = &onDisk{}
		r.files[s.file] = f
	}
	switch s.kind {
	case stepCreate:
		if f.removed && f.next == nil {
			f.next = &onDisk{}
		}
	case stepWrite, stepTruncate:
		f.newest().pending = append(f.newest().pending, s)
	case stepSync: // the system's own disk syncs a new file's name with its content
		f = f.newest()
		f.content, f.sure, f.pending = written(f.content, f.pending, kept{all: 1}, nil), true, nil
		r.files[s.file] = f
	case stepRemove:
		if s.sure {
			delete(r.files, s.file)
		} else {
			f.newest().removed = true
		}
	case stepSaved:
		r.Saved = int(s.at)
	}
}

// Cut returns files that may be there if the power goes now: what was synced,
// and of the rest any 512-byte sectors, some of them torn or garbled within what
// was being written.
func (r *Replay) Cut(random *rand.Rand) map[string][]byte {
	there := map[string][]byte{}
	luck := someLuck(random)
	for name, f := range r.files {
		for f != nil && f.removed && random.IntN(2) == 0 {
			f = f.next
		}
		if f != nil && (f.sure || random.IntN(2) == 0) { // a name that was not synced may be missing
			there[name] = written(append([]byte(nil), f.content...), f.pending, luck, random)
		}
	}
	return there
}

func (f *onDisk) newest() *onDisk {
	for f.next != nil {
		f = f.next
	}
	return f
}

// kept says how much of what was not synced reached the disk.
type kept struct{ all, garbled float64 }

func someLuck(random *rand.Rand) kept {
	switch random.IntN(5) {
	case 0:
		return kept{0, 0}
	case 1:
		return kept{1, 0}
	case 2:
		return kept{1, 0.1}
	case 3:
		return kept{random.Float64(), 0}
	}
	return kept{random.Float64(), 0.1}
}

func (k kept) keeps(random *rand.Rand) bool { return k.all == 1 || random.Float64() < k.all }

// written does to a file's content what reached the disk of the steps.
func written(content []byte, steps []step, k kept, random *rand.Rand) []byte {
	for _, s := range steps {
		if s.kind == stepTruncate {
			if k.keeps(random) {
				content = resize(content, s.at)
			}
			continue
		}
		for from := int64(0); from < int64(len(s.data)); {
			to := min((s.at+from)/sector*sector+sector-s.at, int64(len(s.data)))
			if k.keeps(random) {
				if end := s.at + to; end > int64(len(content)) {
					content = resize(content, end)
				}
				put(content[s.at+from:s.at+to], s.data[from:to], k.garbled, random)
			}
			from = to
		}
	}
	return content
}

// put writes one sector, whole, torn or garbled.
func put(to, data []byte, garbled float64, random *rand.Rand) {
	if garbled == 0 || random.Float64() >= garbled {
		copy(to, data)
		return
	}
	switch random.IntN(3) {
	case 0:
		copy(to, data[:random.IntN(len(data)+1)])
	case 1:
		clear(to)
	default:
		for i := range to {
			to[i] = byte(random.Uint32())
		}
	}
}

func resize(content []byte, size int64) []byte {
	if size <= int64(len(content)) {
		return content[:size]
	}
	return append(content, make([]byte, size-int64(len(content)))...)
}

// Build writes files into a folder, which has nothing else then.
func Build(t testing.TB, dir string, files map[string][]byte) {
	t.Helper()
	old, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range old {
		if err := os.RemoveAll(filepath.Join(dir, f.Name())); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// MemoryDir is a folder in memory where the system has one: thousands of
// simulated disks need no real one.
func MemoryDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "noddfa-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// Soak reports whether the long form of the trials is asked for: hundreds of
// times as many, without the race detector about five minutes.
func Soak() bool { return os.Getenv("NODDFA_SOAK") != "" }

// diskVFS lets SQLite use the disk that is in use.
type diskVFS struct{}

func (diskVFS) Open(name string, flags sqlite3vfs.OpenFlag) (sqlite3vfs.File, sqlite3vfs.OpenFlag, error) {
	d := diskInUse.Load()
	mode := os.O_RDWR
	if flags&sqlite3vfs.OpenCreate != 0 {
		mode |= os.O_CREATE
	}
	_, missing := os.Lstat(name)
	var file *os.File
	open := func() (err error) {
		file, err = os.OpenFile(name, mode, 0o600)
		return err
	}
	var err error
	if missing != nil {
		err = d.do(step{kind: stepCreate, file: filepath.Base(name)}, open)
	} else {
		err = open()
	}
	if err != nil {
		return nil, 0, answer(err, sqlite3vfs.CantOpenError)
	}
	return &diskFile{file: file, d: d, name: filepath.Base(name)}, flags, nil
}

func (diskVFS) Delete(name string, dirSync bool) error {
	err := diskInUse.Load().do(step{kind: stepRemove, file: filepath.Base(name), sure: dirSync}, func() error { return os.Remove(name) })
	return answer(err, sqlite3vfs.IOError)
}

func (diskVFS) Access(name string, _ sqlite3vfs.AccessFlag) (bool, error) {
	_, err := os.Stat(name)
	return err == nil, nil
}

func (diskVFS) FullPathname(name string) string { return plain(name) }

// answer turns an error into one that SQLite knows.
func answer(err, known error) error {
	if as, ok := err.(answered); ok {
		return as.error
	}
	if err == nil {
		return nil
	}
	return known
}

type diskFile struct {
	file *os.File
	d    *Disk
	name string
}

func (f *diskFile) Close() error { return f.file.Close() }

func (f *diskFile) ReadAt(p []byte, at int64) (int, error) {
	f.d.mu.Lock()
	fails := f.d.reads
	f.d.mu.Unlock()
	if fails != nil {
		return 0, fails
	}
	n, err := f.file.ReadAt(p, at)
	if errors.Is(err, io.EOF) {
		clear(p[n:]) // SQLite wants zeros after the end
	}
	return n, err
}

func (f *diskFile) WriteAt(p []byte, at int64) (int, error) {
	err := f.d.do(step{kind: stepWrite, file: f.name, at: at, data: append([]byte(nil), p...)}, func() error {
		_, err := f.file.WriteAt(p, at)
		return err
	})
	if err != nil {
		return 0, answer(err, sqlite3vfs.IOErrorWrite)
	}
	return len(p), nil
}

func (f *diskFile) Truncate(size int64) error {
	err := f.d.do(step{kind: stepTruncate, file: f.name, at: size}, func() error { return f.file.Truncate(size) })
	return answer(err, sqlite3vfs.IOError)
}

func (f *diskFile) Sync(sqlite3vfs.SyncType) error {
	return answer(f.d.do(step{kind: stepSync, file: f.name}, nil), sqlite3vfs.IOError)
}

func (f *diskFile) FileSize() (int64, error) {
	info, err := f.file.Stat()
	if err != nil {
		return 0, sqlite3vfs.IOError
	}
	return info.Size(), nil
}

// One process at a time uses a simulated disk, so its locks always succeed.
func (f *diskFile) Lock(sqlite3vfs.LockType) error   { return nil }
func (f *diskFile) Unlock(sqlite3vfs.LockType) error { return nil }
func (f *diskFile) CheckReservedLock() (bool, error) { return false, nil }

// What SQLite's own disks say on Unix and Windows: a write harms nothing beside
// it. Without that SQLite would pad its journal.
func (f *diskFile) SectorSize() int64 { return 4096 }

func (f *diskFile) DeviceCharacteristics() sqlite3vfs.DeviceCharacteristic {
	return sqlite3vfs.IocapPowersafeOverwrite
}

// contents reads a folder's files.
func contents(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, n := range names {
		if !n.Type().IsRegular() {
			continue
		}
		if files[n.Name()], err = os.ReadFile(filepath.Join(dir, n.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}
